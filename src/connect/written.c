/* written.c - connect: what did somebody write, and what of it is on a topic? */
#include "connect/written.h"

#include "base/limits.h"
#include "base/time.h"

#include <stdlib.h>

static int newest_first(const void *a, const void *b)
{
    const struct written *x = a;
    const struct written *y = b;
    if (x->at_s != y->at_s) return x->at_s > y->at_s ? -1 : 1;
    return x->doc > y->doc ? -1 : x->doc < y->doc;
}

static struct written written_of(const struct writings *w, const struct query *q, int64_t person,
                                 struct arena *a)
{
    int64_t answers = nodes_behind(w->nodes, query_i64(q, 5));
    return (struct written){
        .doc = query_i64(q, 0),
        .root = query_i64(q, 1),
        .at_s = query_time(q, 2),
        .author = person,
        .outlet = nodes_final(w->nodes, query_i64(q, 4)),
        .kind = str_copy(a, query_str(q, 3)),
        .channel = str_copy(a, query_str(q, 7)),
        .answers = answers == person ? 0 : answers,
        .asked_s = query_time(q, 6),
    };
}

static enum status load_one(struct writings *w, int64_t person, struct arena *a, struct err *e)
{
    struct query *q = NULL;
    size_t count = 0;
    enum status s = query_open(w->st, SQL_docs_of, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, person);
    query_bind_i64(q, 2, w->before_s);
    query_bind_i64(q, 3, WRITTEN_DOCS_MAX + 1);
    while ((s = query_next(q, e)) == OK) {
        if (++count > WRITTEN_DOCS_MAX) {
            w->cut = true;
            continue;
        }
        w->one = arena_more(a, w->one, w->count, sizeof *w->one);
        w->one[w->count++] = written_of(w, q, person, a);
    }
    query_close(q);
    return s == DONE ? OK : s;
}

enum status writings_load(struct writings *w, const int64_t people[], size_t count, struct arena *a,
                          struct err *e)
{
    for (size_t i = 0; i < count; i++) {
        enum status s = load_one(w, people[i], a, e);
        if (s) return s;
    }
    if (w->count) qsort(w->one, w->count, sizeof *w->one, newest_first);
    return OK;
}

/* *ret: how many others than the writer answered it. */
static enum status answerers(const struct writings *w, const struct written *one, struct arena *a,
                             size_t *ret, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(w->st, SQL_doc_answerers, &q, e);
    if (s) return s;
    struct arena_mark mark = arena_mark(a);
    struct bits who = bits_new(a, w->nodes->room);
    query_bind_i64(q, 1, one->doc);
    query_bind_i64(q, 2, w->before_s);
    *ret = 0;
    while ((s = query_next(q, e)) == OK) {
        int64_t node = nodes_behind(w->nodes, query_i64(q, 0));
        if (!node || node == one->author || bits_has(&who, node)) continue;
        bits_add(&who, node);
        ++*ret;
    }
    query_close(q);
    arena_reset(a, mark);
    return s == DONE ? OK : s;
}

enum status reading_find(const struct writings *w, const struct topic_hits *hits, int64_t since_s,
                         struct arena *a, struct reading *ret, struct err *e)
{
    struct reading r = {0};
    for (size_t i = 0; i < w->count; i++) {
        const struct written *one = &w->one[i];
        bool then = since_s == TIME_NONE || one->at_s >= since_s;
        bool on =
            hits->everything || bits_has(&hits->docs, one->doc) || bits_has(&hits->docs, one->root);
        if (!then || !on) continue;
        if (!r.count++) r.latest = one;
        if (r.count > READING_DOCS_MAX) continue;
        size_t people = 0;
        enum status s = answerers(w, one, a, &people, e);
        if (s) return s;
        if (people <= r.answered_by) continue;
        r.heeded = one;
        r.answered_by = people;
    }
    *ret = r;
    return OK;
}

/* cloud_read.c - measure: which conversations are there, and how does each begin? */
#include "measure/cloud.h"

#include "base/evidence.h"
#include "store/query.h"

#include <stdlib.h>

struct in_thread {
    uint32_t thread, at; /* at: of mentions->doc, which is by id */
};

static int by_thread(const void *left, const void *right)
{
    const struct in_thread *l = left;
    const struct in_thread *r = right;
    if (l->thread != r->thread) return l->thread < r->thread ? -1 : 1;
    return (l->at > r->at) - (l->at < r->at);
}

static void order_docs(const struct mentions *m, struct arena *a, struct cloud *c)
{
    c->order = arena_new(a, uint32_t, m->count);
    struct arena_mark mark = arena_mark(a);
    struct in_thread *doc = arena_new(a, struct in_thread, m->count);
    for (size_t i = 0; i < m->count; i++)
        doc[i] = (struct in_thread){m->doc[i].thread, (uint32_t)i};
    if (m->count > 1) qsort(doc, m->count, sizeof *doc, by_thread);
    for (size_t i = 0; i < m->count; i++)
        c->order[i] = doc[i].at;
    arena_reset(a, mark);
}

/* Docs first .. first + docs - 1 of the order are one thread. */
static void take_thread(const struct mentions *m, struct arena *a, struct cloud *c, size_t first,
                        size_t docs)
{
    const struct mention *start = NULL;
    size_t on = 0;
    for (size_t i = first; i < first + docs; i++) {
        const struct mention *d = &m->doc[c->order[i]];
        on += d->on & 1;
        if (d->id == d->thread) start = d;
    }
    bool on_topic = (start && start->on & 1) || 2 * on >= docs;
    if (!on_topic) return;
    if (!start) {
        c->older++;
        return;
    }
    c->one = arena_more(a, c->one, c->count, sizeof *c->one);
    c->one[c->count++] = (struct conversation){.doc = start->id,
                                               .at_s = start->at_s,
                                               .starter = start->author,
                                               .first = (uint32_t)first,
                                               .docs = (uint32_t)docs,
                                               .kind = TALK_NONE};
}

static enum status read_solved(struct store *st, struct cloud *c, struct arena *a, struct err *e)
{
    struct query *q = NULL;
    struct idmap at = idmap_new(a, c->count + 1);
    for (size_t i = 0; i < c->count; i++)
        (void)idmap_put(&at, c->one[i].doc, (uint32_t)i);
    enum status s = query_open(st, SQL_cloud_solved, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, VERB_ACCEPTED);
    while ((s = query_next(q, e)) == OK) {
        uint32_t i = idmap_get(&at, query_i64(q, 0));
        if (i != UINT32_MAX) c->one[i].solved = true;
    }
    query_close(q);
    return s == DONE ? OK : s;
}

/* How many said the docs after the start: an unknown one is nobody. */
static uint32_t people_of(const struct cloud *c, const struct mentions *m,
                          const struct conversation *x, struct arena *a)
{
    struct arena_mark mark = arena_mark(a);
    struct idmap who = idmap_new(a, x->docs);
    for (uint32_t i = x->first; i < x->first + x->docs; i++) {
        const struct mention *d = &m->doc[c->order[i]];
        if (d->author && d->id != x->doc) (void)idmap_put(&who, d->author, 0);
    }
    uint32_t n = (uint32_t)who.count;
    arena_reset(a, mark);
    return n;
}

static enum status sort_all(struct store *st, const struct mentions *m, struct arena *a,
                            struct cloud *c, struct err *e)
{
    struct query *q = NULL;
    struct talk_rules rules = talk_rules_new(a);
    enum status s = query_open(st, SQL_cloud_start, &q, e);
    for (size_t i = 0; !s && i < c->count; i++) {
        struct conversation *x = &c->one[i];
        query_again(q);
        query_bind_i64(q, 1, x->doc);
        s = query_next(q, e);
        if (s) break;
        struct talk_start start = {query_str(q, 0), query_str(q, 1), x->docs - 1,
                                   people_of(c, m, x, a), x->solved};
        x->kind = talk_sort(&rules, &start, a).kind;
    }
    query_close(q);
    return s == DONE ? OK : s;
}

enum status cloud_load(struct store *st, const struct mentions *m, struct arena *a,
                       struct cloud *ret, struct err *e)
{
    *ret = (struct cloud){0};
    order_docs(m, a, ret);
    for (size_t i = 0, end = 0; i < m->count; i = end) {
        uint32_t thread = m->doc[ret->order[i]].thread;
        while (end < m->count && m->doc[ret->order[end]].thread == thread)
            end++;
        take_thread(m, a, ret, i, end - i);
    }
    enum status s = read_solved(st, ret, a, e);
    if (!s) s = sort_all(st, m, a, ret, e);
    return s;
}

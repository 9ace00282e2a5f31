/* mention.c - measure: what was said in a period, where, by whom, and which of it is on what? */
#include "measure/mention.h"

#include "base/time.h"
#include "find/topic.h"
#include "store/query.h"

#include <math.h>
#include <stdlib.h>

struct work {
    struct store *st;
    const struct mention_ask *ask;
    struct arena *a;
    struct node_map nodes;
    struct bits robots;
    struct topic_hits *hits; /* [ask->count] */
    size_t source_room;
    uint32_t *source; /* [source_room] first reading of the same */
    int64_t *read_at_s;
    struct mentions *ret;
    size_t room;
    int64_t latest_s;
};

static enum status read_robots(struct work *w, struct err *e)
{
    struct query *q = NULL;
    w->robots = bits_new(w->a, w->nodes.room);
    enum status s = query_open(w->st, SQL_scene_robots, &q, e);
    if (s) return s;
    while ((s = query_next(q, e)) == OK)
        bits_add(&w->robots, nodes_final(&w->nodes, query_i64(q, 0)));
    query_close(q);
    return s == DONE ? OK : s;
}

static enum status read_sources(struct work *w, struct err *e)
{
    struct query *q = NULL;
    enum status s = nodes_room(w->st, SQL_sources_room, &w->source_room, e);
    if (!s) s = query_open(w->st, SQL_mention_sources, &q, e);
    if (s) return s;
    w->source = arena_new(w->a, uint32_t, w->source_room);
    w->read_at_s = arena_new(w->a, int64_t, w->source_room);
    while ((s = query_next(q, e)) == OK) {
        w->source[query_i64(q, 0)] = (uint32_t)query_i64(q, 1);
        w->read_at_s[query_i64(q, 0)] = query_i64(q, 2);
    }
    query_close(q);
    return s == DONE ? OK : s;
}

static uint64_t on_what(const struct work *w, int64_t id, int64_t root)
{
    uint64_t on = 0;
    for (size_t i = 0; i < w->ask->count; i++) {
        const struct topic_hits *h = &w->hits[i];
        bool is = h->everything || bits_has(&h->docs, id) ||
                  (!w->ask->query[i].own_words && bits_has(&h->docs, root));
        on |= (uint64_t)is << i;
    }
    return on;
}

static void take(struct work *w, struct query *q)
{
    struct mentions *m = w->ret;
    struct mention d = {.id = query_i64(q, 0), .at_s = query_i64(q, 1)};
    int64_t root = query_i64(q, 4);
    int64_t source = query_i64(q, 5);
    d.author = nodes_behind(&w->nodes, query_i64(q, 2));
    d.outlet = nodes_final(&w->nodes, query_i64(q, 3));
    bool known = source > 0 && (size_t)source < w->source_room;
    if (!d.outlet) d.outlet = (uint32_t)w->nodes.room + (known ? w->source[source] : 0);
    if (d.author && bits_has(&w->robots, d.author)) {
        m->robots++;
        return;
    }
    if (!w->ask->with_us && d.author && bits_has(&w->nodes.staff, d.author)) {
        m->ours++;
        return;
    }
    d.thread = (uint32_t)(root > 0 ? root : d.id);
    d.on = on_what(w, d.id, root);
    bool dated = !known || d.at_s <= w->read_at_s[source];
    if (dated && d.at_s > w->latest_s) w->latest_s = d.at_s;
    if (m->first_s == TIME_NONE || d.at_s < m->first_s) m->first_s = d.at_s;
    if (m->count == w->room) {
        size_t wider = w->room ? w->room * 2 : 1024;
        m->doc = arena_grow(w->a, m->doc, w->room * sizeof *m->doc, wider * sizeof *m->doc);
        w->room = wider;
    }
    m->doc[m->count++] = d;
}

static enum status read_docs(struct work *w, struct err *e)
{
    struct query *q = NULL;
    const struct mention_ask *ask = w->ask;
    enum status s = query_open(w->st, SQL_mention_docs, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, ask->since_s == TIME_NONE ? INT64_MIN : ask->since_s);
    query_bind_i64(q, 2, ask->until_s == TIME_NONE ? INT64_MAX : ask->until_s);
    while ((s = query_next(q, e)) == OK)
        take(w, q);
    query_close(q);
    return s == DONE ? OK : s;
}

enum status mentions_load(struct store *st, const struct mention_ask *ask, struct arena *a,
                          struct mentions *ret, struct err *e)
{
    if (ask->count > MENTION_QUERIES_MAX) {
        return err_set(e, TOO_MUCH, "more than %d topics or brands at once; ask for fewer",
                       MENTION_QUERIES_MAX);
    }
    *ret = (struct mentions){.first_s = TIME_NONE, .as_of_s = TIME_NONE};
    struct work w = {.st = st, .ask = ask, .a = a, .ret = ret, .latest_s = TIME_NONE};
    w.hits = arena_new(a, struct topic_hits, ask->count);
    enum status s = nodes_load(st, a, &w.nodes, e);
    if (!s) s = read_robots(&w, e);
    if (!s) s = read_sources(&w, e);
    for (size_t i = 0; i < ask->count && !s; i++)
        s = topic_hits(st, ask->query[i].text, a, &w.hits[i], e);
    if (!s) s = read_docs(&w, e);
    ret->node_room = (uint32_t)w.nodes.room;
    ret->as_of_s = ask->until_s != TIME_NONE ? ask->until_s : w.latest_s;
    return s;
}

/* ---- what hangs together ---- */

struct in_thread {
    uint32_t period, thread;
    bool on;
};

static int by_thread(const void *left, const void *right)
{
    const struct in_thread *l = left;
    const struct in_thread *r = right;
    if (l->period != r->period) return l->period < r->period ? -1 : 1;
    if (l->thread != r->thread) return l->thread < r->thread ? -1 : 1;
    return (int)l->on - (int)r->on;
}

/* Adds what one period has: its docs are one[0 .. n). */
static void add_period(const struct in_thread *one, size_t n, double *together, double *alone)
{
    double on = 0;
    for (size_t i = 0; i < n; i++)
        on += one[i].on;
    double p = on / (double)n;
    *alone += (double)n * p * (1 - p);
    for (size_t i = 0, end = 0; i < n; i = end) {
        double off = 0;
        for (; end < n && one[end].thread == one[i].thread; end++)
            off += (one[end].on ? 1.0 : 0.0) - p;
        *together += off * off;
    }
}

double mentions_deff(const struct mentions *m, uint64_t among, uint64_t on, struct arena *a)
{
    struct in_thread *one = arena_new(a, struct in_thread, m->count);
    size_t n = 0;
    double together = 0;
    double alone = 0;
    for (size_t i = 0; i < m->count; i++) {
        const struct mention *d = &m->doc[i];
        if (among && !(d->on & among)) continue;
        one[n++] = (struct in_thread){d->period, d->thread, (d->on & on) != 0};
    }
    if (n) qsort(one, n, sizeof *one, by_thread);
    for (size_t i = 0, end = 0; i < n; i = end) {
        while (end < n && one[end].period == one[i].period)
            end++;
        add_period(one + i, end - i, &together, &alone);
    }
    return alone > 0 ? fmax(1.0, together / alone) : 1.0;
}

/* sketch.c - choose: who could have moved a person drawn at random? */
#include "choose/sketch_int.h"

#include "base/limits.h"
#include "base/pages.h"
#include "base/parallel.h"

#include <math.h>
#include <stdatomic.h>
#include <string.h>

/* ---- making ready ---- */

static double gap_for(double p)
{
    return p > 0 ? -1.0 / log1p(-p) : (double)INFINITY; /* p = 1: -1 / -infinity is 0 */
}

static void gaps_by_weight(struct sketch *s, struct arena *a)
{
    const struct graph_rows *in = &s->g->in;
    float *heaviest = arena_new(a, float, s->g->n);
    float *gap = arena_new(a, float, s->g->n);
    for (uint32_t v = 0; v < s->g->n; v++) {
        for (uint64_t i = rows_first(in, v); i < rows_first(in, v + 1); i++) {
            if (in->weight[i] > heaviest[v]) heaviest[v] = in->weight[i];
        }
        gap[v] = (float)gap_for((double)heaviest[v]);
    }
    s->gaps = GAP_NODE;
    s->heaviest = heaviest;
    s->gap_node = gap;
}

static void gaps_ready(struct sketch *s, struct arena *a)
{
    if (s->o.cascade.kind == CASCADE_UNIFORM) {
        s->gaps = GAP_ONE;
        s->gap = gap_for(s->o.cascade.p);
    } else if (s->o.cascade.kind == CASCADE_WEIGHTS) {
        gaps_by_weight(s, a);
    } else {
        double *low = arena_new(a, double, GAP_TABLE);
        for (int d = 2; d < GAP_TABLE; d++)
            low[d] = gap_for(1.0 / d);
        s->gaps = GAP_INDEGREE;
        s->gap_low = low;
    }
}

enum status sketch_new(const struct graph *g, const struct sketch_options *o, struct arena *a,
                       struct sketch **ret, struct err *e)
{
    if (!g->n) return err_set(e, BAD_INPUT, "the graph has no arcs; nobody can be chosen");
    enum status st = cascade_fits(&o->cascade, g, e);
    if (st) return st;
    struct sketch *s = arena_new(a, struct sketch, 1);
    s->g = g;
    s->o = *o;
    s->weight = g->n;
    if (o->audience) {
        s->roots = alias_new(o->audience, g->n, a);
        s->weight = s->roots.sum;
        if (!s->roots.count) return err_set(e, BAD_INPUT, "nobody of the audience has weight");
    }
    s->threads = o->threads ? o->threads : parallel_threads();
    if (s->threads > THREADS_MAX) s->threads = THREADS_MAX;
    s->drawer = arena_new(a, struct drawer, s->threads);
    gaps_ready(s, a);
    *ret = s;
    return OK;
}

void sketch_close(struct sketch *s)
{
    for (unsigned i = 0; s && i < s->threads; i++) {
        arena_free(&s->drawer[i].kept);
        arena_free(&s->drawer[i].scratch);
    }
}

double sketch_weight(const struct sketch *s)
{
    return s->weight;
}

/* ---- sharing out: batches are taken by whoever is free, and kept at their own place ---- */

enum { SKETCH_BATCH = 256 }; /* sets; the last of a draw may have fewer */

struct share {
    struct sketch *s;
    uint32_t stream;
    uint64_t from, upto; /* sets */
    struct batch *batch; /* [batches], or NULL: only hits are counted */
    const uint64_t *goal;
    uint64_t *walked; /* [batches] members drawn, met sets counted; where batch is not NULL */
    atomic_uint_least64_t next, hits, entries;
    uint64_t entries_max;
    atomic_bool stopped, full;
};

static uint64_t batches_in(const struct share *j)
{
    return (j->upto - j->from + SKETCH_BATCH - 1) / SKETCH_BATCH;
}

static uint32_t sets_in(const struct share *j, uint64_t batch)
{
    uint64_t left = j->upto - j->from - batch * SKETCH_BATCH;
    return left < SKETCH_BATCH ? (uint32_t)left : SKETCH_BATCH;
}

static void batch_keep(struct share *j, struct drawer *w, uint64_t batch)
{
    struct batch *b = &j->batch[batch];
    uint32_t sets = sets_in(j, batch);
    b->size = arena_bytes(&w->kept, sets * sizeof *b->size);
    w->count = 0;
    for (uint32_t i = 0; i < sets; i++) {
        uint64_t before = w->count;
        bool met = set_draw(j->s, w, j->stream, j->from + batch * SKETCH_BATCH + i, j->goal);
        j->walked[batch] += w->count - before;
        if (met) {
            w->count = before;
        } else {
            b->size[b->sets++] = (uint32_t)(w->count - before);
        }
    }
    b->entries = w->count;
    b->node = arena_bytes(&w->kept, b->entries * sizeof *b->node);
    memcpy(b->node, w->node, b->entries * sizeof *b->node);
    uint64_t all = atomic_fetch_add(&j->entries, b->entries) + b->entries;
    if (all > j->entries_max) atomic_store(&j->full, true);
}

static void batch_test(struct share *j, struct drawer *w, uint64_t batch)
{
    uint64_t hits = 0;
    for (uint32_t i = 0; i < sets_in(j, batch); i++) {
        w->count = 0;
        hits += set_draw(j->s, w, j->stream, j->from + batch * SKETCH_BATCH + i, j->goal);
    }
    (void)atomic_fetch_add(&j->hits, hits);
}

static void take_batches(void *context, size_t thread)
{
    struct share *j = context;
    struct drawer *w = &j->s->drawer[thread];
    const struct progress *p = j->s->o.progress;
    uint64_t batches = batches_in(j);
    drawer_ready(w, j->s);
    for (;;) {
        uint64_t batch = atomic_fetch_add(&j->next, 1);
        if (batch >= batches || atomic_load(&j->stopped) || atomic_load(&j->full)) return;
        if (j->batch) {
            batch_keep(j, w, batch);
        } else {
            batch_test(j, w, batch);
        }
        if (thread == 0) progress_report(p, j->batch ? "sets" : "test", batch, batches);
        if (progress_stop(p)) atomic_store(&j->stopped, true);
    }
}

static void share_out(struct share *j)
{
    uint64_t batches = batches_in(j);
    unsigned threads = j->s->threads;
    if (threads > batches) threads = (unsigned)batches;
    parallel_for(threads, threads, take_batches, j);
}

static enum status stopped(struct err *e)
{
    return err_set(e, STOPPED, "stopped; nothing half done");
}

/* ---- pools ---- */

/* A kept member takes four bytes here and, while seeds are picked, four in the index. */
static uint64_t entries_free(void)
{
    return memory_free() / 2 / 8;
}

static uint64_t *goal_new(const struct sketch *s, const uint32_t node[], size_t count,
                          struct arena *a)
{
    uint64_t *goal = arena_new(a, uint64_t, (size_t)s->g->n / 64 + 1);
    for (size_t i = 0; i < count; i++)
        goal[node[i] >> 6] |= (uint64_t)1 << (node[i] & 63);
    return goal;
}

struct pool pool_new(const struct sketch *s, uint32_t stream, const uint32_t sentinel[],
                     size_t sentinel_count, struct arena *a)
{
    struct pool p = {.a = a, .stream = stream, .node_room = 1024};
    if (sentinel_count) p.sentinel = goal_new(s, sentinel, sentinel_count, a);
    p.number = arena_new(a, uint32_t, s->g->n);
    p.node = arena_new(a, uint32_t, p.node_room);
    return p;
}

static uint32_t pool_number(struct pool *p, uint32_t v)
{
    if (p->number[v]) return p->number[v] - 1;
    if (p->known == p->node_room) {
        size_t bytes = p->node_room * sizeof *p->node;
        p->node = arena_grow(p->a, p->node, bytes, 2 * bytes);
        p->node_room *= 2;
    }
    p->node[p->known++] = v;
    p->number[v] = p->known;
    return p->known - 1;
}

/* In the order of the sets, so that the numbers do not depend on who drew what. */
static void pool_take(struct pool *p, const struct batch *batch, const uint64_t walked[],
                      size_t count)
{
    if (p->batch_count + count > p->batch_room) {
        size_t room = 2 * (p->batch_count + count);
        p->batch = arena_grow(p->a, p->batch, p->batch_count * sizeof *batch, room * sizeof *batch);
        p->batch_room = room;
    }
    memcpy(p->batch + p->batch_count, batch, count * sizeof *batch);
    p->batch_count += count;
    for (size_t i = 0; i < count; i++) {
        for (uint64_t j = 0; j < batch[i].entries; j++)
            batch[i].node[j] = pool_number(p, batch[i].node[j]);
        p->entries += batch[i].entries;
        p->walked += walked[i];
        p->met -= batch[i].sets;
    }
}

enum status pool_draw(struct sketch *s, struct pool *p, uint64_t upto, struct err *e)
{
    struct arena scratch = {0};
    struct share j = {.s = s, .stream = p->stream, .from = p->sets, .upto = upto};
    if (upto <= p->sets) return OK;
    j.goal = p->sentinel;
    j.entries_max = entries_free();
    j.batch = arena_new(&scratch, struct batch, batches_in(&j));
    j.walked = arena_new(&scratch, uint64_t, batches_in(&j));
    share_out(&j);
    enum status st = OK;
    if (atomic_load(&j.stopped)) {
        st = stopped(e);
    } else if (atomic_load(&j.full)) {
        st = err_set(e, TOO_MUCH, "more sets do not fit in memory");
    } else {
        pool_take(p, j.batch, j.walked, batches_in(&j));
        p->met += upto - p->sets;
        p->sets = upto;
    }
    arena_free(&scratch);
    return st;
}

enum status sketch_hits(struct sketch *s, uint32_t stream, uint64_t count, const uint32_t seeds[],
                        size_t seed_count, uint64_t *ret, struct err *e)
{
    struct arena scratch = {0};
    struct share j = {.s = s, .stream = stream, .upto = count};
    j.goal = goal_new(s, seeds, seed_count, &scratch);
    share_out(&j);
    arena_free(&scratch);
    if (atomic_load(&j.stopped)) return stopped(e);
    *ret = atomic_load(&j.hits);
    return OK;
}

/* rank_plan.c - find: in which order is a walk swept fastest? */
#include "find/rank_int.h"

#include "base/parallel.h"

#include <string.h>

enum {
    BLOCK = 1 << 16, /* nodes sorted by one task */
    CLASSES = 128,   /* of degrees */
    KEYS = CLASSES * CLASSES,
    COUNTERS_MAX = 8,
};

/* Degrees that sort together: alone below 16, four classes an octave from there. */
static uint32_t degree_class(uint64_t degree)
{
    if (degree < 16) return (uint32_t)degree;
    uint32_t d = degree > UINT32_MAX ? UINT32_MAX : (uint32_t)degree;
    uint32_t octave = 31 - (uint32_t)__builtin_clz(d);
    return 16 + 4 * (octave - 4) + ((d >> (octave - 2)) & 3);
}

static size_t blocks_of(uint32_t n, uint32_t block)
{
    return ((size_t)n + block - 1) / block;
}

static void *hold(struct plan *p, size_t count, size_t size)
{
    struct pages pages = pages_take(count * size);
    pages_huge(pages.p, pages.bytes);
    p->pages[p->held++] = pages;
    return pages.p;
}

void plan_give(struct plan *p)
{
    while (p->held)
        pages_give(&p->pages[--p->held]);
}

/* ---- how many arcs lead on ---- */

struct counting {
    const struct graph *g;
    uint32_t *count; /* [tasks][n] */
    size_t tasks;
    size_t blocks;
};

static void count_task(void *context, size_t t)
{
    const struct counting *c = context;
    uint32_t *count = c->count + t * c->g->n;
    uint64_t end = c->g->m * (t + 1) / c->tasks;
    for (uint64_t i = c->g->m * t / c->tasks; i < end; i++)
        count[c->g->in.node[i]]++;
}

static void add_task(void *context, size_t b)
{
    const struct counting *c = context;
    uint32_t n = c->g->n;
    uint32_t begin = (uint32_t)b * BLOCK;
    uint32_t end = n - begin < BLOCK ? n : begin + BLOCK;
    for (size_t t = 1; t < c->tasks; t++) {
        for (uint32_t v = begin; v < end; v++)
            c->count[v] += c->count[t * n + v];
    }
}

static void degree_task(void *context, size_t b)
{
    const struct counting *c = context;
    uint32_t begin = (uint32_t)b * BLOCK;
    uint32_t end = c->g->n - begin < BLOCK ? c->g->n : begin + BLOCK;
    for (uint32_t v = begin; v < end; v++)
        c->count[v] = (uint32_t)rows_count(&c->g->out, v);
}

/* Arcs that lead on from each node; each count is a whole number, so the tasks do not matter. */
static struct pages out_degrees(const struct graph *g, unsigned threads)
{
    if (threads == 0) threads = parallel_threads();
    struct counting c = {.g = g, .blocks = blocks_of(g->n, BLOCK)};
    c.tasks = rows_given(&g->out) ? 1 : threads > COUNTERS_MAX ? COUNTERS_MAX : threads;
    struct pages pages = pages_take(c.tasks * g->n * sizeof *c.count);
    pages_huge(pages.p, pages.bytes);
    c.count = pages.p;
    if (rows_given(&g->out)) {
        parallel_for(threads, c.blocks, degree_task, &c);
        return pages;
    }
    parallel_for(threads, c.tasks, count_task, &c);
    parallel_for(threads, c.blocks, add_task, &c);
    return pages;
}

/* What the arcs weigh together, and nothing where that is 0: they lead nowhere. */
static void out_weights(struct plan *p, double *weight, uint32_t *degree)
{
    const struct graph_rows *in = &p->g->in;
    for (uint64_t i = 0; i < p->g->m; i++)
        weight[in->node[i]] += (double)p->weighs[i];
    for (uint32_t v = 0; v < p->g->n; v++)
        degree[v] = weight[v] > 0 ? degree[v] : 0;
}

/* ---- places ---- */

struct sorting {
    struct plan *p;
    const uint32_t *degree; /* [n] arcs that lead on */
    uint32_t *at;           /* [blocks][KEYS] first how many, then where they go */
};

/* Most arcs that lead on come first; of alike, the rows with most arcs. None that lead on: last. */
static uint32_t sort_key(const struct sorting *s, uint32_t v)
{
    uint32_t out = CLASSES - 1 - degree_class(s->degree[v]);
    return out * CLASSES + CLASSES - 1 - degree_class(rows_count(&s->p->g->in, v));
}

static void tally_task(void *context, size_t b)
{
    struct sorting *s = context;
    uint32_t n = s->p->g->n;
    uint32_t begin = (uint32_t)b * BLOCK;
    uint32_t end = n - begin < BLOCK ? n : begin + BLOCK;
    uint32_t *at = s->at + b * KEYS;
    for (uint32_t v = begin; v < end; v++)
        at[sort_key(s, v)]++;
}

static void place_task(void *context, size_t b)
{
    struct sorting *s = context;
    uint32_t n = s->p->g->n;
    uint32_t begin = (uint32_t)b * BLOCK;
    uint32_t end = n - begin < BLOCK ? n : begin + BLOCK;
    uint32_t *at = s->at + b * KEYS;
    for (uint32_t v = begin; v < end; v++) {
        uint32_t place = at[sort_key(s, v)]++;
        s->p->place[v] = place;
        s->p->node[place] = v;
    }
}

static void places_find(struct plan *p, const uint32_t *degree)
{
    size_t blocks = blocks_of(p->g->n, BLOCK);
    struct pages at = pages_take(blocks * KEYS * sizeof(uint32_t));
    struct sorting s = {p, degree, at.p};
    parallel_for(p->threads, blocks, tally_task, &s);
    uint32_t place = 0;
    for (size_t key = 0; key < KEYS; key++) {
        if (key == KEYS - CLASSES) p->core = place;
        for (size_t b = 0; b < blocks; b++) {
            uint32_t count = s.at[b * KEYS + key];
            s.at[b * KEYS + key] = place;
            place += count;
        }
    }
    parallel_for(p->threads, blocks, place_task, &s);
    pages_give(&at);
}

/* ---- rows ---- */

/* Cuts the core into chunks; the arcs of its rows are counted on the way. */
static uint64_t chunks_cut(struct plan *p)
{
    uint64_t arcs = 0;
    uint64_t cost = CHUNK_COST;
    for (uint32_t r = 0; r < p->core; r++) {
        uint64_t row = rows_count(&p->g->in, p->node[r]);
        if (cost >= CHUNK_COST || row > UINT32_MAX / 2) {
            if (p->chunks) p->chunk[p->chunks - 1].end = r;
            p->chunk[p->chunks++] = (struct chunk){r, p->core, arcs};
            cost = 0;
        }
        arcs += row;
        cost += row + ROW_COST;
        p->end[r] = (uint32_t)(arcs - p->chunk[p->chunks - 1].first);
    }
    return arcs;
}

static void rows_task(void *context, size_t k)
{
    enum { ROWS_AHEAD = 8 }; /* rows stand anywhere in the graph */
    struct plan *p = context;
    const struct graph_rows *in = &p->g->in;
    const struct chunk *c = &p->chunk[k];
    uint64_t to = c->first;
    for (uint32_t r = c->begin; r < c->end; r++) {
        if (c->end - r > ROWS_AHEAD) {
            __builtin_prefetch(&in->node[rows_first(in, p->node[r + ROWS_AHEAD])]);
        }
        uint64_t begin = rows_first(in, p->node[r]);
        uint64_t end = rows_first(in, p->node[r] + 1);
        if (p->weight) memcpy(&p->weight[to], &p->weighs[begin], (end - begin) * sizeof(float));
        for (uint64_t i = begin; i < end; i++) {
            if (i + AHEAD < p->g->m) __builtin_prefetch(&p->place[in->node[i + AHEAD]]);
            p->from[to++] = p->place[in->node[i]];
        }
        for (uint64_t i = to - (end - begin); p->weight && i < to; i++)
            p->from[i] = p->from[i] < p->core ? p->from[i] : 0; /* weighs 0 */
    }
}

/* What nodes of the core pass to nodes without arcs is not kept in it. */
static void kept_find(struct plan *p)
{
    const struct graph_rows *in = &p->g->in;
    memcpy(p->kept, p->out, p->core * sizeof *p->kept);
    for (uint32_t r = p->core; r < p->g->n; r++) {
        uint64_t end = rows_first(in, p->node[r] + 1);
        for (uint64_t i = rows_first(in, p->node[r]); i < end; i++) {
            uint32_t from = p->place[in->node[i]];
            if (from < p->core) p->kept[from] -= p->weighs ? (double)p->weighs[i] : 1;
        }
    }
}

static enum status room_for(const struct graph *g, bool weights, uint64_t more, struct err *e)
{
    uint64_t need = (uint64_t)g->n * 40 + g->m * (weights ? 8 : 4) + more;
    uint64_t free_bytes = memory_free();
    if (need <= free_bytes) return OK;
    return err_set(e, TOO_MUCH, "ranking needs %.1f GB, %.1f are free", (double)need / 1e9,
                   (double)free_bytes / 1e9);
}

enum status plan_make(const struct graph *g, const struct rank_options *o, uint64_t more,
                      struct plan *ret, struct err *e)
{
    struct plan *p = ret;
    *p = (struct plan){.g = g, .threads = o->threads, .weighs = o->weights ? g->in.weight : NULL};
    enum status s = room_for(g, p->weighs, more, e);
    if (s) return s;
    struct pages degrees = out_degrees(g, o->threads);
    uint32_t *degree = degrees.p;
    struct pages weights = {0};
    if (p->weighs) {
        weights = pages_take(g->n * sizeof(double));
        out_weights(p, weights.p, degree);
    }
    p->node = hold(p, g->n, sizeof *p->node);
    p->place = hold(p, g->n, sizeof *p->place);
    places_find(p, degree);
    p->out = hold(p, p->core, 2 * sizeof *p->out);
    p->kept = p->out + p->core;
    for (uint32_t r = 0; r < p->core; r++)
        p->out[r] = weights.p ? ((double *)weights.p)[p->node[r]] : degree[p->node[r]];
    pages_give(&degrees);
    pages_give(&weights);
    p->end = hold(p, p->core, sizeof *p->end);
    p->chunk = hold(p, (g->m + (uint64_t)ROW_COST * p->core) / CHUNK_COST + 1, sizeof *p->chunk);
    uint64_t arcs = chunks_cut(p);
    p->from = hold(p, arcs + AHEAD, sizeof *p->from);
    if (p->weighs) p->weight = hold(p, arcs, sizeof *p->weight);
    parallel_for(p->threads, p->chunks, rows_task, p);
    kept_find(p);
    return OK;
}

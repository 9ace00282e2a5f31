/* spread.c - choose: how many do these seeds move? */
#include "choose/spread.h"

#include "base/limits.h"
#include "base/parallel.h"
#include "choose/draw.h"

#include <math.h>
#include <stdatomic.h>
#include <string.h>

enum { RUNS_A_CHUNK = 32, STREAM_SPREAD = 0x5b4ead };

struct chunk_sum {
    double sum, squares;
};

struct play { /* shared by all threads */
    const struct graph *g;
    const struct spread_options *o;
    const uint32_t *seed;
    size_t seed_count;
    const double *chance; /* [n] of each arc to a node, where arcs have none of their own */
    struct chunk_sum *chunk;
    uint64_t chunk_count;
    atomic_uint_least64_t next;
    atomic_bool stopped;
};

struct player { /* of one thread */
    const struct play *p;
    uint8_t *moved;  /* [n] */
    double *pressed; /* [n] weight of arcs from moved nodes; lt */
    uint32_t *list;  /* [n] moved, in order */
    uint32_t count;
    uint64_t key; /* of the run */
};

static void move(struct player *x, uint32_t v)
{
    if (x->moved[v]) return;
    x->moved[v] = 1;
    x->list[x->count++] = v;
}

static double arc_chance(const struct play *p, uint64_t arc, uint32_t v)
{
    if (p->o->cascade.kind == CASCADE_UNIFORM) return p->o->cascade.p;
    const float *weight = p->g->out.weight;
    bool given = p->o->cascade.kind == CASCADE_WEIGHTS;
    return (given || (p->o->cascade.kind == CASCADE_LT && weight)) ? (double)weight[arc]
                                                                   : p->chance[v];
}

static void try_arcs(struct player *x, uint32_t u)
{
    const struct graph_rows *out = &x->p->g->out;
    for (uint64_t i = rows_first(out, u); i < rows_first(out, u + 1); i++) {
        uint32_t v = out->node[i];
        if (x->moved[v]) continue;
        double coin = draw_open(draw_mix(x->key + (i + 1) * 0x9e3779b97f4a7c15u));
        if (coin < arc_chance(x->p, i, v)) move(x, v);
    }
}

static void press_arcs(struct player *x, uint32_t u)
{
    const struct graph_rows *out = &x->p->g->out;
    for (uint64_t i = rows_first(out, u); i < rows_first(out, u + 1); i++) {
        uint32_t v = out->node[i];
        if (x->moved[v]) continue;
        x->pressed[v] += arc_chance(x->p, i, v);
        double threshold = draw_open(draw_mix(x->key + ((uint64_t)v + 1) * 0x9e3779b97f4a7c15u));
        if (x->pressed[v] >= threshold) move(x, v);
    }
}

/* Whoever was pressed is a target of somebody moved. */
static void clear(struct player *x)
{
    const struct graph_rows *out = &x->p->g->out;
    for (uint32_t i = 0; i < x->count; i++) {
        uint32_t u = x->list[i];
        x->moved[u] = 0;
        if (!x->pressed) continue;
        for (uint64_t j = rows_first(out, u); j < rows_first(out, u + 1); j++)
            x->pressed[out->node[j]] = 0;
    }
    x->count = 0;
}

static double play_run(struct player *x, uint64_t run)
{
    const struct play *p = x->p;
    double moved = 0;
    x->key = draw_of(p->o->seed, STREAM_SPREAD, run).at;
    for (size_t i = 0; i < p->seed_count; i++)
        move(x, p->seed[i]);
    for (uint32_t i = 0; i < x->count; i++) {
        if (p->o->cascade.kind == CASCADE_LT) {
            press_arcs(x, x->list[i]);
        } else {
            try_arcs(x, x->list[i]);
        }
        moved += p->o->audience ? p->o->audience[x->list[i]] : 1.0;
    }
    clear(x);
    return moved;
}

static void play_chunk(struct player *x, uint64_t c)
{
    uint64_t last = (c + 1) * RUNS_A_CHUNK;
    if (last > x->p->o->runs) last = x->p->o->runs;
    struct chunk_sum s = {0};
    for (uint64_t run = c * RUNS_A_CHUNK; run < last; run++) {
        double moved = play_run(x, run);
        s.sum += moved;
        s.squares += moved * moved;
    }
    x->p->chunk[c] = s;
}

static void play_chunks(void *context, size_t worker)
{
    (void)worker;
    struct play *p = context;
    struct arena a = {0};
    uint32_t n = p->g->n;
    struct player x = {
        .p = p,
        .moved = arena_new(&a, uint8_t, n),
        .pressed = p->o->cascade.kind == CASCADE_LT ? arena_new(&a, double, n) : NULL,
        .list = arena_bytes(&a, (size_t)n * sizeof(uint32_t)),
    };
    for (;;) {
        uint64_t c = atomic_fetch_add(&p->next, 1);
        if (c >= p->chunk_count || atomic_load(&p->stopped)) break;
        play_chunk(&x, c);
        if (worker == 0) progress_report(p->o->progress, "runs", c, p->chunk_count);
        if (progress_stop(p->o->progress)) atomic_store(&p->stopped, true);
    }
    arena_free(&a);
}

static const double *chances(const struct graph *g, const struct cascade *c, struct arena *a)
{
    bool needed = c->kind == CASCADE_WC || (c->kind == CASCADE_LT && !g->out.weight);
    if (!needed) return NULL;
    const uint32_t *degree = cascade_indegree(g, a);
    double *chance = arena_new(a, double, g->n);
    for (uint32_t v = 0; v < g->n; v++)
        chance[v] = degree[v] ? 1.0 / degree[v] : 0;
    return chance;
}

static struct spread sum_up(const struct play *p)
{
    double sum = 0;
    double squares = 0;
    for (uint64_t c = 0; c < p->chunk_count; c++) {
        sum += p->chunk[c].sum;
        squares += p->chunk[c].squares;
    }
    double runs = (double)p->o->runs;
    double variance = p->o->runs > 1 ? (squares - sum * sum / runs) / (runs - 1) : 0;
    return (struct spread){
        .mean = sum / runs,
        .error = variance > 0 ? sqrt(variance / runs) : 0,
        .runs = p->o->runs,
    };
}

enum status spread_run(const struct graph *g, const uint32_t seeds[], size_t seed_count,
                       const struct spread_options *o, struct spread *ret, struct err *e)
{
    struct arena a = {0};
    enum status s = cascade_fits(&o->cascade, g, e);
    if (s) return s;
    unsigned threads = o->threads ? o->threads : parallel_threads();
    struct play p = {
        .g = g,
        .o = o,
        .seed = seeds,
        .seed_count = seed_count,
        .chance = chances(g, &o->cascade, &a),
        .chunk_count = (o->runs + RUNS_A_CHUNK - 1) / RUNS_A_CHUNK,
    };
    if (threads > p.chunk_count) threads = (unsigned)p.chunk_count;
    p.chunk = arena_new(&a, struct chunk_sum, p.chunk_count);
    parallel_for(threads, threads, play_chunks, &p);
    if (atomic_load(&p.stopped)) {
        s = err_set(e, STOPPED, "stopped; nothing half done");
    } else {
        *ret = sum_up(&p);
    }
    arena_free(&a);
    return s;
}

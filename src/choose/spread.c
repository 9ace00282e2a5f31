/* spread.c - choose: how many do these seeds move? */
#include "choose/spread.h"

#include "base/limits.h"
#include "base/parallel.h"
#include "choose/draw.h"
#include "choose/spread_int.h"

#include <math.h>
#include <stdatomic.h>

enum { STREAM_SPREAD = 0x5b4ead };

struct sums {
    double sum, squares;                   /* of the runs of a block */
    double difference, difference_squares; /* to the first set */
};

struct play { /* shared by all threads */
    struct spread_world world;
    const struct spread_options *o;
    const struct spread_set *set;
    size_t set_count;
    struct sums *sums; /* [block_count * set_count] */
    uint64_t block_count;
    atomic_uint_least64_t next;
    atomic_bool stopped;
};

/* ---- the world: what is alike for all runs ---- */

static uint64_t part_of(double p)
{
    return p >= 1.0 ? UINT64_MAX : (uint64_t)(p * 0x1p64);
}

/* 1 / indegree, of 2^64. */
static const uint64_t *node_chances(const struct graph *g, struct arena *a)
{
    const uint32_t *degree = cascade_indegree(g, a);
    uint64_t *chance = arena_bytes(a, (size_t)g->n * sizeof *chance);
    for (uint32_t v = 0; v < g->n; v++)
        chance[v] = degree[v] > 1 ? part_of(1.0 / degree[v]) : UINT64_MAX;
    return chance;
}

/* Where each arc stands among those to its target: rows go by ascending other end, both ways. */
static const uint32_t *arc_places(const struct graph *g, struct arena *a)
{
    struct arena scratch = {0};
    uint32_t *have = arena_new(&scratch, uint32_t, g->n);
    uint32_t *place = arena_bytes(a, (size_t)g->m * sizeof *place);
    for (uint64_t i = 0; i < g->m; i++)
        place[i] = have[g->out.node[i]]++;
    arena_free(&scratch);
    return place;
}

static const uint64_t *arc_parts(const struct graph *g, struct arena *a)
{
    struct arena scratch = {0};
    double *have = arena_new(&scratch, double, g->n);
    uint64_t *from = arena_bytes(a, (size_t)g->m * sizeof *from);
    for (uint64_t i = 0; i < g->m; i++) {
        uint32_t v = g->out.node[i];
        from[i] = part_of(have[v]);
        have[v] += (double)g->out.weight[i];
    }
    arena_free(&scratch);
    return from;
}

static struct spread_world world_make(const struct graph *g, const struct cascade *c,
                                      struct arena *a)
{
    struct spread_world w = {.out = &g->out, .n = g->n};
    if (c->kind == CASCADE_UNIFORM) {
        w.kind = CHANCE_ONE;
        w.chance = part_of(c->p);
    } else if (c->kind == CASCADE_WEIGHTS) {
        w.kind = CHANCE_ARC;
    } else if (c->kind == CASCADE_WC) {
        w.kind = CHANCE_NODE;
        w.node_chance = node_chances(g, a);
    } else if (g->out.weight) {
        w.kind = CHANCE_PICK_ARC;
        w.arc_from = arc_parts(g, a);
    } else {
        w.kind = CHANCE_PICK;
        w.node_chance = node_chances(g, a);
        w.arc_place = arc_places(g, a);
    }
    return w;
}

/* ---- blocks ---- */

static size_t block_bytes(uint32_t n)
{
    return (size_t)n * (sizeof(struct lane_state) + 2 * sizeof(uint32_t));
}

static struct block block_new(const struct spread_world *w)
{
    struct block b = {.w = w, .pages = pages_take(block_bytes(w->n) + 1)};
    b.state = b.pages.p;
    b.queue = (uint32_t *)(void *)(b.state + w->n);
    b.touched = b.queue + w->n;
    pages_huge(b.pages.p, b.pages.bytes);
    return b;
}

static void sums_add(struct sums *s, const double moved[], const double first[], uint64_t runs)
{
    for (uint64_t i = 0; i < runs; i++) {
        double more = moved[i] - first[i];
        s->sum += moved[i];
        s->squares += moved[i] * moved[i];
        s->difference += more;
        s->difference_squares += more * more;
    }
}

static void play_block(struct play *p, struct block *b, uint64_t number)
{
    uint64_t left = p->o->runs - number * SPREAD_LANES;
    uint64_t runs = left < SPREAD_LANES ? left : SPREAD_LANES;
    uint64_t key[SPREAD_WORDS];
    uint64_t valid[SPREAD_WORDS];
    double first[SPREAD_LANES];
    double moved[SPREAD_LANES];
    for (uint64_t i = 0; i < SPREAD_WORDS; i++) {
        uint64_t here = runs > 64 * i ? runs - 64 * i : 0;
        key[i] = draw_of(p->o->seed, STREAM_SPREAD, number * SPREAD_WORDS + i).at;
        valid[i] = here >= 64 ? UINT64_MAX : ((uint64_t)1 << here) - 1;
    }
    for (size_t s = 0; s < p->set_count; s++) {
        block_play(b, p->set[s].seed, p->set[s].count, key, valid);
        block_count(b, p->o->audience, s ? moved : first);
        sums_add(&p->sums[number * p->set_count + s], s ? moved : first, first, runs);
    }
}

static void play_blocks(void *context, size_t worker)
{
    struct play *p = context;
    struct block b = block_new(&p->world);
    for (;;) {
        uint64_t i = atomic_fetch_add(&p->next, 1);
        if (i >= p->block_count || atomic_load(&p->stopped)) break;
        play_block(p, &b, i);
        if (worker == 0) progress_report(p->o->progress, "runs", i, p->block_count);
        if (progress_stop(p->o->progress)) atomic_store(&p->stopped, true);
    }
    pages_give(&b.pages);
}

/* ---- the answer ---- */

static struct spread summed(double sum, double squares, double runs)
{
    double variance = runs > 1 ? (squares - sum * sum / runs) / (runs - 1) : 0;
    return (struct spread){
        .mean = sum / runs,
        .error = variance > 0 ? sqrt(variance / runs) : 0,
        .runs = (uint64_t)runs,
    };
}

static void sum_up(const struct play *p, struct spread ret[], struct spread difference[])
{
    double runs = (double)p->o->runs;
    for (size_t s = 0; s < p->set_count; s++) {
        struct sums all = {0};
        for (uint64_t b = 0; b < p->block_count; b++) {
            const struct sums *here = &p->sums[b * p->set_count + s];
            all.sum += here->sum;
            all.squares += here->squares;
            all.difference += here->difference;
            all.difference_squares += here->difference_squares;
        }
        ret[s] = summed(all.sum, all.squares, runs);
        difference[s] = summed(all.difference, all.difference_squares, runs);
    }
}

/* As many threads as there is memory for, at most half of what is free; 0: not even one. */
static unsigned threads_fit(const struct spread_options *o, uint32_t n, uint64_t blocks)
{
    uint64_t threads = o->threads ? o->threads : parallel_threads();
    uint64_t fit = memory_free() / 2 / (block_bytes(n) + 1);
    if (threads > THREADS_MAX) threads = THREADS_MAX;
    if (threads > blocks) threads = blocks;
    return (unsigned)(threads < fit ? threads : fit);
}

enum status spread_compare(const struct graph *g, const struct spread_set sets[], size_t set_count,
                           const struct spread_options *o, struct spread ret[],
                           struct spread difference[], struct err *e)
{
    struct arena a = {0};
    enum status s = cascade_fits(&o->cascade, g, e);
    if (s) return s;
    struct play p = {.o = o, .set = sets, .set_count = set_count};
    p.block_count = (o->runs + SPREAD_LANES - 1) / SPREAD_LANES;
    unsigned threads = threads_fit(o, g->n, p.block_count);
    if (!threads) {
        return err_set(e, TOO_MUCH,
                       "needs %.1f GB of memory, %.1f are free, half of which are taken",
                       (double)block_bytes(g->n) / 1e9, (double)memory_free() / 1e9);
    }
    p.world = world_make(g, &o->cascade, &a);
    p.sums = arena_new(&a, struct sums, p.block_count * set_count);
    parallel_for(threads, threads, play_blocks, &p);
    if (atomic_load(&p.stopped)) {
        s = err_set(e, STOPPED, "stopped; nothing half done");
    } else {
        sum_up(&p, ret, difference);
    }
    arena_free(&a);
    return s;
}

enum status spread_run(const struct graph *g, const uint32_t seeds[], size_t seed_count,
                       const struct spread_options *o, struct spread *ret, struct err *e)
{
    struct spread none;
    struct spread_set set = {seeds, seed_count};
    return spread_compare(g, &set, 1, o, ret, &none, e);
}

/* rank.c - lib: where does a walk along the arcs end up? */
#include "find/rank.h"
#include "lib/engine.h"

#include <math.h>
#include <string.h>

enum { AUDIENCES_MAX = 256, STEPS_MAX = 10000 };
enum { NODE_BYTES = 32, COLUMN_BYTES = 16 }; /* a node; a node and column */

struct ranks {
    struct kith_ranks shown; /* first */
    struct arena memory;
    const uint64_t *id; /* [nodes], or NULL: id_base + node number */
    uint64_t id_base;
};

struct ranking {
    const struct graph *g;
    const struct kith_rank_options *o;
    struct rank_options wish;
    const double **weight; /* [columns] of the audiences; NULL: all alike */
    size_t columns;
    const double **figure;
    double error;
    uint32_t sweeps;
};

static enum status options_check(const struct kith_graph *g, const struct kith_rank_options *o,
                                 struct err *e)
{
    bool walks = o->measure == KITH_PAGERANK || o->measure == KITH_TRUST;
    if ((unsigned)o->measure > KITH_CORE) {
        return err_set(e, BAD_USAGE, "measure is %d, want one of enum kith_measure",
                       (int)o->measure);
    }
    enum status s = use_check(g, walks ? KITH_TO_CHOOSE : KITH_TO_RANK, e);
    if (!s) s = range_check(o->damping, 0, 0.999, NULL, "damping", e);
    if (!s) s = range_check(o->error_max, 1e-300, 1, NULL, "error_max", e);
    if (!s) s = range_check(o->sweeps_max, 2, UINT32_MAX, NULL, "sweeps_max", e);
    if (!s) s = range_check(o->steps, 1, STEPS_MAX, NULL, "steps", e);
    if (!s) s = range_check((double)o->audience_count, 0, AUDIENCES_MAX, NULL, "audience_count", e);
    if (s) return s;
    if (o->audience_count && !walks)
        return err_set(e, BAD_USAGE, "an audience goes with KITH_PAGERANK or KITH_TRUST");
    if (o->audience_count && !o->audience) {
        return err_set(e, BAD_USAGE, "audience is NULL, but audience_count is %zu",
                       o->audience_count);
    }
    if (o->weights && g->g.m && !g->g.in.weight)
        return err_set(e, BAD_USAGE, "the graph was opened without weights; open it with them");
    return OK;
}

static enum status audiences_find(struct ranking *k, struct finder *f, struct err *e)
{
    enum status s = OK;
    k->columns = k->o->audience_count ? k->o->audience_count : 1;
    k->weight = arena_new(f->a, const double *, k->columns);
    for (size_t i = 0; i < k->o->audience_count && !s; i++) {
        if (!k->o->audience[i].count)
            return err_set(e, BAD_INPUT, "an audience without ids; leave it out");
        s = finder_weights(f, &k->o->audience[i], "audience", &k->weight[i], e);
    }
    return s;
}

static enum status walk(struct ranking *k, struct arena *a, struct err *e)
{
    struct rank *rank = arena_new(a, struct rank, k->columns);
    enum status s = OK;
    if (k->o->measure == KITH_PAGERANK)
        s = rank_pages_many(k->g, &k->wish, k->weight, k->columns, a, rank, e);
    for (size_t i = 0; i < k->columns && k->o->measure == KITH_TRUST && !s; i++) {
        k->wish.restart = k->weight[i];
        s = rank_trust(k->g, &k->wish, k->o->steps, a, &rank[i], e);
    }
    k->figure = arena_new(a, const double *, k->columns);
    for (size_t i = 0; i < k->columns; i++) {
        k->figure[i] = rank[i].share;
        k->error = fmax(k->error, rank[i].error);
        if (rank[i].sweeps > k->sweeps) k->sweeps = rank[i].sweeps;
    }
    return s;
}

static enum status hits(struct ranking *k, struct arena *a, struct err *e)
{
    struct hits h = {0};
    enum status s = rank_hits(k->g, &k->wish, a, &h, e);
    k->columns = 2;
    k->figure = arena_new(a, const double *, 2);
    k->figure[0] = h.authority;
    k->figure[1] = h.hub;
    k->error = h.error;
    k->sweeps = h.sweeps;
    return s;
}

static enum status cores(struct ranking *k, struct arena *a, struct err *e)
{
    struct arena scratch = {0};
    uint32_t *core;
    double *figure = arena_new(a, double, k->g->n);
    enum status s = rank_cores(k->g, GRAPH_BOTH, &scratch, &core, e);
    for (uint32_t v = 0; v < k->g->n && !s; v++)
        figure[v] = core[v];
    arena_free(&scratch);
    k->columns = 1;
    k->figure = arena_new(a, const double *, 1);
    k->figure[0] = figure;
    return s;
}

static struct kith_ranks *show(const struct ranking *k, size_t unknown, struct arena memory)
{
    struct ranks *all = arena_new(&memory, struct ranks, 1);
    size_t bytes = (size_t)k->g->n * sizeof(uint64_t);
    if (k->g->id) all->id = memcpy(arena_bytes(&memory, bytes), k->g->id, bytes);
    all->id_base = k->g->id_base;
    all->shown = (struct kith_ranks){.nodes = k->g->n,
                                     .columns = k->columns,
                                     .figure = k->figure,
                                     .error = k->error,
                                     .sweeps = k->sweeps,
                                     .unknown = unknown};
    all->memory = memory;
    return &all->shown;
}

static enum status rank(const struct kith_graph *g, const struct kith_rank_options *o,
                        struct kith_ranks **ret, struct err *e)
{
    struct arena scratch = {0};
    struct arena memory = {0};
    struct watching w;
    struct finder f = finder_new(&g->g, &scratch);
    struct ranking k = {.g = &g->g,
                        .o = o,
                        .wish = {.damping = o->damping,
                                 .weights = o->weights != 0,
                                 .error_max = o->error_max,
                                 .sweeps_max = o->sweeps_max,
                                 .threads = o->threads,
                                 .progress = &w.progress}};
    watching_begin(&w, &o->watch);
    enum status s = audiences_find(&k, &f, e);
    if (!s && o->measure == KITH_HITS) {
        s = hits(&k, &memory, e);
    } else if (!s && o->measure == KITH_CORE) {
        s = cores(&k, &memory, e);
    } else if (!s) {
        s = walk(&k, &memory, e);
    }
    arena_free(&scratch);
    if (s && s != NOT_CONVERGED) {
        arena_free(&memory);
        return s;
    }
    *ret = show(&k, f.unknown, memory);
    return s;
}

enum kith_status kith_rank(const struct kith_graph *g, const struct kith_rank_options *options,
                           struct kith_ranks **ret, struct kith_error *e)
{
    struct err said = {0};
    struct kith_rank_options o;
    kith_rank_options_init(&o);
    enum status s = options_read(options, &o, sizeof o, "kith_rank_options", &said);
    if (!s) s = options_check(g, &o, &said);
    if (!s) s = room_check(&g->g, NODE_BYTES + COLUMN_BYTES * (double)o.audience_count, &said);
    if (!s) s = rank(g, &o, ret, &said);
    return answer(s, &said, e);
}

size_t kith_ranks_first(const struct kith_ranks *ranks, size_t column, size_t most, uint64_t *ret)
{
    const struct ranks *all = (const void *)ranks;
    struct arena scratch = {0};
    if (column >= ranks->columns) return 0;
    if (most > ranks->nodes) most = ranks->nodes;
    const uint32_t *node =
        rank_first(ranks->figure[column], ranks->nodes, (uint32_t)most, &scratch);
    for (size_t i = 0; i < most; i++)
        ret[i] = all->id ? all->id[node[i]] : all->id_base + node[i];
    arena_free(&scratch);
    return most;
}

void kith_ranks_free(struct kith_ranks *ranks)
{
    if (!ranks) return;
    struct arena memory = ((struct ranks *)(void *)ranks)->memory;
    arena_free(&memory);
}

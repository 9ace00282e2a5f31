/* spread.c - lib: how many do these ids move? */
#include "lib/engine.h"

#include "base/pages.h"
#include "choose/spread.h"

enum { RUNS_MAX = 1000000000, RUNS_A_BYTE = 16 }; /* sums: 32 bytes for 512 runs */

struct spreads {
    struct kith_spreads shown; /* first */
    struct arena memory;
};

static enum status runs_fit(const struct kith_spread_options *o, size_t count, struct err *e)
{
    enum status s = range_check((double)o->runs, 1, RUNS_MAX, NULL, "runs", e);
    if (s) return s;
    double need = (double)o->runs / RUNS_A_BYTE * (double)count;
    if (need <= (double)memory_free() / 2) return OK;
    return err_set(e, TOO_MUCH, "%zu sets of %.0f runs need %.1f GB of memory; give fewer", count,
                   (double)o->runs, need / 1e9);
}

static enum status sets_find(struct finder *f, const struct kith_list seeds[], size_t count,
                             struct spread_set ret[], struct err *e)
{
    for (size_t i = 0; i < count; i++) {
        struct nodes found;
        struct kith_list ids = {.id = seeds[i].id, .count = seeds[i].count};
        enum status s = finder_nodes(f, &ids, "seeds", true, &found, e);
        if (s) return s;
        ret[i] = (struct spread_set){found.node, found.count};
    }
    return OK;
}

static struct kith_spreads *show(const struct spread mean[], const struct spread difference[],
                                 size_t count, size_t unknown)
{
    struct arena memory = {0};
    struct spreads *all = arena_new(&memory, struct spreads, 1);
    double *figure[4];
    for (int i = 0; i < 4; i++)
        figure[i] = arena_new(&memory, double, count);
    for (size_t i = 0; i < count; i++) {
        figure[0][i] = mean[i].mean;
        figure[1][i] = mean[i].error;
        figure[2][i] = difference[i].mean;
        figure[3][i] = difference[i].error;
    }
    all->shown = (struct kith_spreads){.count = count,
                                       .mean = figure[0],
                                       .error = figure[1],
                                       .difference = figure[2],
                                       .difference_error = figure[3],
                                       .runs = mean->runs,
                                       .unknown = unknown};
    all->memory = memory;
    return &all->shown;
}

static enum status play(const struct kith_graph *g, const struct kith_list seeds[], size_t count,
                        const struct kith_spread_options *o, struct arena *a,
                        struct kith_spreads **ret, struct err *e)
{
    struct finder f = finder_new(&g->g, a);
    struct watching w;
    struct spread_options wish = {
        .runs = o->runs, .seed = o->seed, .threads = o->threads, .progress = &w.progress};
    struct spread_set *set = arena_new(a, struct spread_set, count);
    struct spread *mean = arena_new(a, struct spread, count);
    struct spread *difference = arena_new(a, struct spread, count);
    watching_begin(&w, &o->watch);
    enum status s = model_read(o->model, o->p, &wish.cascade, e);
    if (!s) s = sets_find(&f, seeds, count, set, e);
    if (!s) s = finder_weights(&f, &o->audience, "audience", &wish.audience, e);
    if (!s) s = spread_compare(&g->g, set, count, &wish, mean, difference, e);
    if (!s) *ret = show(mean, difference, count, f.unknown);
    return s;
}

enum kith_status kith_spread(const struct kith_graph *g, const struct kith_list *seeds,
                             size_t count, const struct kith_spread_options *options,
                             struct kith_spreads **ret, struct kith_error *e)
{
    struct err said = {0};
    struct arena scratch = {0};
    struct kith_spread_options o;
    kith_spread_options_init(&o);
    enum status s = options_read(options, &o, sizeof o, "kith_spread_options", &said);
    if (!s && (!count || !seeds))
        s = err_set(&said, BAD_USAGE, "no sets of seeds; give one or more");
    if (!s) s = use_check(g, KITH_TO_SPREAD, &said);
    if (!s) s = runs_fit(&o, count, &said);
    if (!s) s = play(g, seeds, count, &o, &scratch, ret, &said);
    arena_free(&scratch);
    return answer(s, &said, e);
}

void kith_spreads_free(struct kith_spreads *spreads)
{
    if (!spreads) return;
    struct arena memory = ((struct spreads *)(void *)spreads)->memory;
    arena_free(&memory);
}

/* graph_arcs.c - find: which graph do these arcs make? */
#include "base/parallel.h"
#include "find/graph_int.h"

enum { RUN_ARCS = 1 << 18 };

struct taking {
    const struct graph_arc *arc;
    size_t count;
    const struct graph_options *o;
    struct arc_run *run;
    uint64_t *loops; /* of each run */
};

static void take_task(void *context, size_t i)
{
    struct taking *ta = context;
    struct arc_run *run = &ta->run[i];
    size_t begin = i * RUN_ARCS;
    size_t count = ta->count - begin < RUN_ARCS ? ta->count - begin : RUN_ARCS;
    run->arc_pages = pages_take(count * 2 * sizeof(uint64_t));
    run->arc = run->arc_pages.p;
    if (ta->o->weights) {
        run->weight_pages = pages_take(count * sizeof(float));
        run->weight = run->weight_pages.p;
    }
    for (size_t k = begin; k < begin + count; k++) {
        const struct graph_arc *arc = &ta->arc[k];
        run->arc[2 * run->count] = ta->o->reverse ? arc->to : arc->from;
        run->arc[2 * run->count + 1] = ta->o->reverse ? arc->from : arc->to;
        if (run->weight) run->weight[run->count] = arc->weight + 0.0F; /* -0 becomes 0 */
        ta->loops[i] += arc->from == arc->to;
        run->count += arc->from != arc->to;
    }
}

static enum status weights_fit(const struct graph_arc arcs[], size_t count, struct err *e)
{
    for (size_t i = 0; i < count; i++) {
        if (!(arcs[i].weight >= 0 && arcs[i].weight <= 1)) {
            return err_set(e, BAD_INPUT, "arc %zu weighs %g: want a number from 0 to 1", i + 1,
                           (double)arcs[i].weight);
        }
    }
    return OK;
}

enum status graph_from_arcs(const struct graph_arc arcs[], size_t count,
                            const struct graph_options *o, struct arena *a, struct graph *ret,
                            struct err *e)
{
    struct arena scratch = {0};
    size_t runs_count = (count + RUN_ARCS - 1) / RUN_ARCS;
    struct arc_runs runs = {.count = runs_count, .wide = true};
    struct graph g = {0};
    enum status s = graph_room("the arcs", count, o->weights, e);
    if (!s && o->weights) s = weights_fit(arcs, count, e);
    if (s) return s;
    runs.run = arena_new(&scratch, struct arc_run, runs_count);
    struct taking ta = {arcs, count, o, runs.run, arena_new(&scratch, uint64_t, runs_count)};
    parallel_for(o->threads, runs_count, take_task, &ta);
    for (size_t i = 0; i < runs_count; i++) {
        runs.arcs += runs.run[i].count;
        g.loops += ta.loops[i];
    }
    s = ids_number(&runs, o->threads, a, &g, e);
    if (!s) s = rows_build(&runs, o, a, &g, e);
    arc_runs_free(&runs);
    arena_free(&scratch);
    if (!s) *ret = g;
    return s;
}

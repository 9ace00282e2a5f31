/* graph_arcs.c - find: which graph do these arcs make? */
#include "base/parallel.h"
#include "find/graph_int.h"

enum { RUN_ARCS = 1 << 18, IDS_PER_ARC_LOG = 3, IDS_FREE_LOG = 16 };

struct taking {
    const struct graph_arc *arc;
    size_t count;
    const struct graph_options *o;
    struct arcs *to;
    uint64_t *loops; /* of each run or writer */
};

/* Ids that fit go straight to their ranges: writer w takes a stretch. */
static void part_task(void *context, size_t w)
{
    struct taking *ta = context;
    struct parter *p = ta->to->parted.of[w];
    bool to = row_is_to(ta->o);
    size_t stop = ta->count / ta->to->parted.writers * (w + 1);
    if (w + 1 == ta->to->parted.writers) stop = ta->count;
    for (size_t i = ta->count / ta->to->parted.writers * w; i < stop; i++) {
        const struct graph_arc *arc = &ta->arc[i];
        uint32_t row = (uint32_t)(to ? arc->to : arc->from);
        uint32_t other = (uint32_t)(to ? arc->from : arc->to);
        bool loop = row == other;
        ta->loops[w] += loop;
        p->count[other] += !loop;
        if (!ta->o->weights) {
            part_put(p, row, other, !loop);
        } else if (!loop) {
            part_put_weighted(p, row, other, arc->weight + 0.0F); /* -0 becomes 0 */
        }
    }
}

static void run_task(void *context, size_t i)
{
    struct taking *ta = context;
    struct arc_run *run = &ta->to->run[i];
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
        run->arc[2 * run->count] = arc->from;
        run->arc[2 * run->count + 1] = arc->to;
        if (run->weight) run->weight[run->count] = arc->weight + 0.0F;
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

static bool ids_fit(const struct graph_arc arcs[], size_t count, unsigned *ret_limit_log)
{
    uint64_t bits = 0;
    for (size_t i = 0; i < count; i++)
        bits |= arcs[i].from | arcs[i].to;
    *ret_limit_log = log2_up(bits + 1);
    if (bits >> 32) return false;
    return *ret_limit_log <= IDS_FREE_LOG || *ret_limit_log <= log2_up(count) + IDS_PER_ARC_LOG;
}

static enum status arcs_take(struct taking *ta, struct arena *a, struct arena *scratch,
                             struct graph *g, struct err *e)
{
    struct arcs *to = ta->to;
    unsigned threads = ta->o->threads ? ta->o->threads : parallel_threads();
    size_t runs = (ta->count + RUN_ARCS - 1) / RUN_ARCS;
    struct part_guess guess = {.arcs = ta->count, .weights = ta->o->weights, .counts = true};
    bool wide = !ids_fit(ta->arc, ta->count, &guess.limit_log);
    to->count = ta->count;
    to->parted.writers = threads < runs ? threads : runs ? (unsigned)runs : 1;
    ta->loops = arena_new(scratch, uint64_t, runs + 1);
    if (wide) {
        to->run = arena_new(scratch, struct arc_run, runs);
        to->runs = runs;
        parallel_for(threads, runs, run_task, ta);
    } else {
        guess.limit_log_most = guess.limit_log;
        parters_add(&to->parted, to->parted.writers, &guess, scratch);
        parallel_for(threads, to->parted.writers, part_task, ta);
    }
    for (size_t i = 0; i <= runs; i++)
        g->loops += ta->loops[i];
    to->kind = wide ? ARCS_WIDE : ARCS_FITTED;
    return wide ? ids_number(to, ta->o, a, scratch, g, e) : OK;
}

enum status graph_from_arcs(const struct graph_arc arcs[], size_t count,
                            const struct graph_options *o, struct arena *a, struct graph *ret,
                            struct err *e)
{
    struct arena scratch = {0};
    struct arcs taken = {0};
    struct graph g = {0};
    struct taking ta = {.arc = arcs, .count = count, .o = o, .to = &taken};
    enum status s = graph_room("the arcs", count, false, o, e);
    if (!s && o->weights) s = weights_fit(arcs, count, e);
    if (!s) s = arcs_take(&ta, a, &scratch, &g, e);
    if (!s) s = graph_build(&taken.parted, taken.kind == ARCS_WIDE, o, a, &g, e);
    arcs_free(&taken);
    arena_free(&scratch);
    if (!s) *ret = g;
    return s;
}

/* rank.c - find: where does a walk along the arcs of a graph end up? */
#include "find/rank.h"

#include "base/pages.h"
#include "base/parallel.h"

#include <math.h>

enum { BLOCK = 8192 }; /* rows; sums are by block, so it must not follow the threads */

struct block_sums {
    double change;  /* of shares, absolute */
    double dangles; /* share of nodes without arcs */
};

struct walk {
    const struct graph *g;
    double damping, back;  /* back: what goes to the restart shares this sweep */
    const double *restart; /* [n] sums to 1; NULL: all alike */
    double *share;         /* [n] */
    double *part;          /* [n] 1 / arcs that lead on; 0: none */
    double *from, *to;     /* [n] share a walker brings along one arc, before and after */
    struct block_sums *sums;
};

static void sweep_task(void *context, size_t b)
{
    struct walk *w = context;
    const struct graph_rows *in = &w->g->in;
    uint32_t begin = (uint32_t)b * BLOCK;
    uint32_t end = w->g->n - begin < BLOCK ? w->g->n : begin + BLOCK;
    struct block_sums sums = {0, 0};
    double alike = 1.0 / w->g->n;
    for (uint32_t v = begin; v < end; v++) {
        double sum = 0;
        for (uint64_t i = rows_first(in, v); i < rows_first(in, v + 1); i++)
            sum += w->from[in->node[i]];
        double share = w->damping * sum + w->back * (w->restart ? w->restart[v] : alike);
        sums.change += fabs(share - w->share[v]);
        if (w->part[v] == 0) sums.dangles += share;
        w->share[v] = share;
        w->to[v] = share * w->part[v];
    }
    w->sums[b] = sums;
}

/* Begins at the restart shares; returns the share that dangles. */
static double walk_begin(struct walk *w)
{
    const struct graph *g = w->g;
    double dangles = 0;
    for (uint64_t i = 0; i < g->m; i++)
        w->part[g->in.node[i]]++;
    for (uint32_t v = 0; v < g->n; v++) {
        w->part[v] = w->part[v] > 0 ? 1 / w->part[v] : 0;
        w->share[v] = w->restart ? w->restart[v] : 1.0 / g->n;
        w->from[v] = w->share[v] * w->part[v];
        if (w->part[v] == 0) dangles += w->share[v];
    }
    return dangles;
}

static enum status walk_on(struct walk *w, const struct rank_options *o, struct rank *ret,
                           struct err *e)
{
    size_t blocks = ((size_t)w->g->n + BLOCK - 1) / BLOCK;
    double dangles = walk_begin(w);
    ret->error = INFINITY;
    while (ret->error > o->error_max) {
        if (progress_stop(o->progress)) return err_set(e, STOPPED, "stopped");
        if (ret->sweeps == o->sweeps_max) {
            return err_set(e, NOT_CONVERGED, "after %u sweeps shares may still be off by %.2g",
                           ret->sweeps, ret->error);
        }
        w->back = 1 - o->damping + o->damping * dangles;
        parallel_for(o->threads, blocks, sweep_task, w);
        struct block_sums all = {0, 0};
        for (size_t b = 0; b < blocks; b++) {
            all.change += w->sums[b].change;
            all.dangles += w->sums[b].dangles;
        }
        dangles = all.dangles;
        double *swap = w->from;
        w->from = w->to;
        w->to = swap;
        ret->sweeps++;
        /* Each sweep shrinks what is wrong by the damping at least: a geometric sum. */
        ret->error = all.change * o->damping / (1 - o->damping);
        progress_report(o->progress, "sweeps", ret->sweeps, 0);
    }
    return OK;
}

/* Weights become shares that sum to 1; NULL stays NULL. */
static enum status restart_shares(const struct rank_options *o, uint32_t n, struct arena *a,
                                  const double **ret, struct err *e)
{
    *ret = NULL;
    if (!o->restart) return OK;
    double sum = 0;
    for (uint32_t v = 0; v < n; v++) {
        if (!(o->restart[v] >= 0) || !isfinite(o->restart[v])) {
            return err_set(e, BAD_INPUT, "a restart weight is no number from 0");
        }
        sum += o->restart[v];
    }
    if (!(sum > 0) || !isfinite(sum)) {
        return err_set(e, BAD_INPUT, "no node of the audience is in the graph; the walk needs one");
    }
    double *share = arena_new(a, double, n);
    for (uint32_t v = 0; v < n; v++)
        share[v] = o->restart[v] / sum;
    *ret = share;
    return OK;
}

enum status rank_pages(const struct graph *g, const struct rank_options *o, struct arena *a,
                       struct rank *ret, struct err *e)
{
    if (!(o->damping >= 0 && o->damping <= 0.999)) {
        return err_set(e, BAD_INPUT, "a damping of %g, want 0 to 0.999", o->damping);
    }
    *ret = (struct rank){.share = arena_new(a, double, g->n)};
    if (g->n == 0) return OK;
    struct walk w = {.g = g, .damping = o->damping, .share = ret->share};
    enum status s = restart_shares(o, g->n, a, &w.restart, e);
    if (s) return s;
    struct pages scratch = pages_take((size_t)g->n * 3 * sizeof(double));
    struct pages sums = pages_take(((size_t)g->n / BLOCK + 1) * sizeof *w.sums);
    pages_huge(scratch.p, scratch.bytes);
    w.part = scratch.p;
    w.from = w.part + g->n;
    w.to = w.from + g->n;
    w.sums = sums.p;
    s = walk_on(&w, o, ret, e);
    pages_give(&scratch);
    pages_give(&sums);
    return s;
}

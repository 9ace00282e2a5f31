/* rank_walk.c - find: whom does attention reach in a few steps from an audience? */
#include "find/rank_int.h"

#include "base/parallel.h"

enum { BLOCK = 4096 }; /* rows of a task */

struct steps {
    const struct graph_rows *in;
    const float *weighs;
    uint32_t n;
    double damping;
    double *part;  /* [n] 1 / what leads on; 0: nothing does */
    double *from;  /* [n] what one arc brings */
    double *to;    /* [n] the same after this step */
    double *score; /* [n] what has come so far */
};

static void step_task(void *context, size_t b)
{
    struct steps *w = context;
    uint32_t begin = (uint32_t)b * BLOCK;
    uint32_t end = w->n - begin < BLOCK ? w->n : begin + BLOCK;
    for (uint32_t v = begin; v < end; v++) {
        double sum = 0;
        for (uint64_t i = rows_first(w->in, v); i < rows_first(w->in, v + 1); i++)
            sum += w->from[w->in->node[i]] * (w->weighs ? (double)w->weighs[i] : 1);
        w->score[v] += w->damping * sum;
        w->to[v] = w->damping * sum * w->part[v];
    }
}

static void steps_begin(struct steps *w, const struct graph *g, const struct restart *restart)
{
    for (uint64_t i = 0; i < g->m; i++)
        w->part[w->in->node[i]] += w->weighs ? (double)w->weighs[i] : 1;
    for (uint32_t v = 0; v < g->n; v++) {
        w->part[v] = w->part[v] > 0 ? 1 / w->part[v] : 0;
        w->from[v] = restart_of(restart, v) * w->part[v];
    }
}

enum status rank_trust(const struct graph *g, const struct rank_options *o, uint32_t steps,
                       struct arena *a, struct rank *ret, struct err *e)
{
    struct restart restart;
    enum status s = rank_check(g, o, o->restart, &restart, e);
    if (s) return s;
    *ret = (struct rank){.share = arena_new(a, double, g->n)};
    struct pages scratch = pages_take((size_t)g->n * 3 * sizeof(double));
    pages_huge(scratch.p, scratch.bytes);
    struct steps w = {.in = &g->in,
                      .weighs = o->weights ? g->in.weight : NULL,
                      .n = g->n,
                      .damping = o->damping,
                      .part = scratch.p,
                      .score = ret->share};
    w.from = w.part + g->n;
    w.to = w.from + g->n;
    steps_begin(&w, g, &restart);
    for (; ret->sweeps < steps && !s; ret->sweeps++) {
        if (progress_stop(o->progress)) s = err_set(e, STOPPED, "stopped");
        if (!s) parallel_for(o->threads, ((size_t)g->n + BLOCK - 1) / BLOCK, step_task, &w);
        double *swap = w.from;
        w.from = w.to;
        w.to = swap;
        progress_report(o->progress, "steps", ret->sweeps + 1, steps);
    }
    pages_give(&scratch);
    return s;
}

/* rank.c - find: where does a walk along the arcs of a graph end up? */
#include "find/rank_int.h"

#include "base/parallel.h"

#include <math.h>

enum { BLOCK = 8192, MANY_FROM = 4 }; /* places; vectors for which sweeping LANES at once is less */

enum status rank_check(const struct graph *g, const struct rank_options *o, const double *weight,
                       struct restart *ret, struct err *e)
{
    if (!(o->damping >= 0 && o->damping <= 0.999)) {
        return err_set(e, BAD_INPUT, "a damping of %g, want 0 to 0.999", o->damping);
    }
    *ret = (struct restart){.weight = weight, .unit = 1.0 / g->n};
    if (!weight || !g->n) return OK;
    double sum = 0;
    for (uint32_t v = 0; v < g->n; v++) {
        if (!(weight[v] >= 0) || !isfinite(weight[v])) {
            return err_set(e, BAD_INPUT, "a restart weight is no number from 0");
        }
        sum += weight[v];
    }
    if (!(sum > 0) || !isfinite(sum)) {
        return err_set(e, BAD_INPUT, "no node of the audience is in the graph; the walk needs one");
    }
    ret->unit = 1 / sum;
    return OK;
}

static void restart_core(struct restart *r, const struct plan *p)
{
    r->core = 0;
    for (uint32_t k = 0; k < p->core; k++)
        r->core += restart_of(r, p->node[k]);
}

/* ---- shares ---- */

struct sharing {
    const struct plan *p;
    const struct restart *restart;
    const double *arc; /* [core * stride] */
    size_t stride;
    double damping;
    double *share; /* [n] */
    double *sums;  /* [blocks] */
};

static double brought(const struct sharing *t, uint32_t v)
{
    const struct plan *p = t->p;
    const struct graph_rows *in = &p->g->in;
    double sum = 0;
    for (uint64_t i = rows_first(in, v); i < rows_first(in, v + 1); i++) {
        uint32_t from = p->place[in->node[i]];
        if (from >= p->core) continue; /* its arcs weigh nothing */
        sum += t->arc[from * t->stride] * (p->weighs ? (double)p->weighs[i] : 1);
    }
    return sum;
}

static void share_task(void *context, size_t b)
{
    struct sharing *t = context;
    const struct plan *p = t->p;
    uint32_t begin = (uint32_t)b * BLOCK;
    uint32_t end = p->g->n - begin < BLOCK ? p->g->n : begin + BLOCK;
    double total = 0;
    for (uint32_t r = begin; r < end; r++) {
        uint32_t v = p->node[r];
        double y = r < p->core ? t->arc[r * t->stride] * p->out[r]
                               : restart_of(t->restart, v) + t->damping * brought(t, v);
        t->share[v] = y;
        total += y;
    }
    t->sums[b] = total;
}

/* y of all nodes, as shares. */
static void shares_find(struct sharing *t, struct arena *a)
{
    const struct plan *p = t->p;
    size_t blocks = ((size_t)p->g->n + BLOCK - 1) / BLOCK;
    t->share = arena_new(a, double, p->g->n);
    t->sums = arena_new(a, double, blocks);
    parallel_for(p->threads, blocks, share_task, t);
    double total = 0;
    for (size_t b = 0; b < blocks; b++)
        total += t->sums[b];
    for (uint32_t v = 0; v < p->g->n; v++)
        t->share[v] /= total;
}

/* ---- groups of vectors ---- */

static enum status group_run(const struct plan *p, const struct rank_options *o,
                             const struct restart restart[], size_t count, struct arena *a,
                             struct rank ret[], struct err *e)
{
    struct round round[LANES] = {0};
    struct pages pages[2];
    struct sweeper s = {.p = p, .damping = o->damping, .round = round};
    uint32_t sweeps = 0;
    for (size_t k = 0; k < count; k++) {
        round[k].restart = restart[k];
        restart_core(&round[k].restart, p);
    }
    s.vectors = count;
    (count == 1 ? one_open : many_open)(&s, pages);
    enum status st = rounds_run(&s, o, &sweeps, e);
    for (size_t k = 0; k < count && st != STOPPED; k++) {
        struct sharing t = {.p = p,
                            .restart = &round[k].restart,
                            .arc = s.arc + k,
                            .stride = count == 1 ? 1 : LANES,
                            .damping = o->damping};
        shares_find(&t, a);
        ret[k] = (struct rank){.share = t.share, .error = round[k].error, .sweeps = sweeps};
    }
    pages_give(&pages[0]);
    pages_give(&pages[1]);
    return st;
}

enum status rank_pages_many(const struct graph *g, const struct rank_options *o,
                            const double *const restart[], size_t count, struct arena *a,
                            struct rank ret[], struct err *e)
{
    struct restart *from = arena_new(a, struct restart, count);
    for (size_t k = 0; k < count; k++) {
        ret[k] = (struct rank){0};
        enum status s = rank_check(g, o, restart[k], &from[k], e);
        if (s) return s;
    }
    if (g->n == 0) return OK;
    struct plan p;
    uint64_t more = (uint64_t)g->n * ((count < MANY_FROM ? ONE_BYTES : MANY_BYTES) + 8 * count);
    enum status s = plan_make(g, o, more, &p, e);
    if (s) return s;
    for (size_t k = 0, group = 0; k < count && (!s || s == NOT_CONVERGED); k += group) {
        group = count - k < LANES ? count - k : LANES;
        if (group < MANY_FROM) group = 1;
        struct err why;
        enum status now = group_run(&p, o, from + k, group, a, ret + k, &why);
        if (now && (now != NOT_CONVERGED || !s)) *e = why;
        if (now) s = now;
    }
    plan_give(&p);
    return s;
}

enum status rank_pages(const struct graph *g, const struct rank_options *o, struct arena *a,
                       struct rank *ret, struct err *e)
{
    return rank_pages_many(g, o, &o->restart, 1, a, ret, e);
}

/* cascade.c - choose: how does a message pass along an arc? */
#include "choose/cascade.h"

#include <math.h>
#include <string.h>

#define WEIGHT_SUM_MAX 1.0001

enum status cascade_read(struct str text, struct cascade *ret, struct err *e)
{
    struct cascade c = {.kind = CASCADE_WC};
    struct str p = str_skip(text, sizeof "uniform=" - 1);
    if (str_is(text, "wc")) {
        c.kind = CASCADE_WC;
    } else if (str_is(text, "weights")) {
        c.kind = CASCADE_WEIGHTS;
    } else if (str_is(text, "lt")) {
        c.kind = CASCADE_LT;
    } else if (str_starts(text, "uniform=") && str_to_double(p, &c.p) && c.p >= 0 && c.p <= 1) {
        c.kind = CASCADE_UNIFORM;
    } else {
        return err_set(e, BAD_USAGE,
                       "--model '%.*s', want wc, uniform=P with P from 0 to 1, weights or lt",
                       STR_ARG(text));
    }
    *ret = c;
    return OK;
}

static enum status too_heavy(const struct graph *g, uint32_t v, double sum, struct err *e)
{
    return err_set(e, BAD_INPUT,
                   "the arcs to node %llu weigh %.4f together, lt wants at most 1; "
                   "divide their weights by their sum",
                   (unsigned long long)graph_id(g, v), sum);
}

static enum status sums_fit(const struct graph *g, struct err *e)
{
    struct arena a = {0};
    enum status s = OK;
    double *sum = arena_new(&a, double, g->n);
    for (uint32_t u = 0; u < g->n; u++) {
        const struct graph_rows *rows = rows_given(&g->in) ? &g->in : &g->out;
        for (uint64_t i = rows_first(rows, u); i < rows_first(rows, u + 1); i++) {
            sum[rows_given(&g->in) ? u : rows->node[i]] += (double)rows->weight[i];
        }
    }
    for (uint32_t v = 0; v < g->n && !s; v++) {
        if (sum[v] > WEIGHT_SUM_MAX) s = too_heavy(g, v, sum[v], e);
    }
    arena_free(&a);
    return s;
}

enum status cascade_fits(const struct cascade *c, const struct graph *g, struct err *e)
{
    const float *weight = rows_given(&g->in) ? g->in.weight : g->out.weight;
    if (c->kind == CASCADE_WEIGHTS && !weight) {
        return err_set(e, BAD_INPUT,
                       "the graph has no weights; give a third column, or --model wc");
    }
    if (c->kind == CASCADE_LT && weight) return sums_fit(g, e);
    return OK;
}

uint32_t *cascade_indegree(const struct graph *g, struct arena *a)
{
    uint32_t *degree = arena_new(a, uint32_t, g->n);
    if (rows_given(&g->in)) {
        for (uint32_t v = 0; v < g->n; v++)
            degree[v] = (uint32_t)rows_count(&g->in, v);
    } else {
        for (uint64_t i = 0; i < g->m; i++)
            degree[g->out.node[i]]++;
    }
    return degree;
}

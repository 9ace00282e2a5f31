/* list.c - lib: which nodes do these ids name? */
#include "lib/engine.h"

#include <inttypes.h>

#define NUMBER_MAX 1e12

struct finder finder_new(const struct graph *g, struct arena *a)
{
    return (struct finder){.g = g, .a = a, .named = arena_new(a, bool, g->n)};
}

static enum status nodes_read(struct finder *f, const struct kith_list *l, const char *what,
                              bool must, struct nodes *ret, struct err *e)
{
    for (size_t i = 0; i < l->count; i++) {
        double number = l->number ? l->number[i] : 1;
        if (!(number >= 0 && number <= NUMBER_MAX)) {
            return err_set(e, BAD_INPUT, "%s: the number of %" PRIu64 " is %g, want 0 to %g", what,
                           l->id[i], number, NUMBER_MAX);
        }
        uint32_t node = graph_node(f->g, l->id[i]);
        if (node == UINT32_MAX && must) {
            return err_set(e, NOT_FOUND, "%s: %" PRIu64 " is no node of the graph; leave it out",
                           what, l->id[i]);
        }
        if (node == UINT32_MAX) {
            f->unknown++;
            continue;
        }
        if (f->named[node]) {
            return err_set(e, BAD_INPUT, "%s: %" PRIu64 " is there twice; leave one out", what,
                           l->id[i]);
        }
        f->named[node] = true;
        ret->node[ret->count] = node;
        ret->number[ret->count++] = number;
    }
    return OK;
}

enum status finder_nodes(struct finder *f, const struct kith_list *l, const char *what, bool must,
                         struct nodes *ret, struct err *e)
{
    if (l->count && !l->id) {
        return err_set(e, BAD_USAGE, "%s: id is NULL, but count is %zu", what, l->count);
    }
    *ret = (struct nodes){.node = arena_new(f->a, uint32_t, l->count),
                          .number = arena_new(f->a, double, l->count)};
    enum status s = nodes_read(f, l, what, must, ret, e);
    for (size_t i = 0; i < ret->count; i++)
        f->named[ret->node[i]] = false;
    return s;
}

enum status finder_weights(struct finder *f, const struct kith_list *l, const char *what,
                           const double **ret, struct err *e)
{
    struct nodes found;
    if (!l->count) return OK;
    enum status s = finder_nodes(f, l, what, false, &found, e);
    if (s) return s;
    double *weight = arena_new(f->a, double, f->g->n);
    for (size_t i = 0; i < found.count; i++)
        weight[found.node[i]] = found.number[i];
    *ret = weight;
    return OK;
}

/* graph_audiences.c - verb: for which audiences is a graph ranked? */
#include "verb/graph_verb.h"

enum { AUDIENCES_MAX = 256 };

static const struct str unnamed = {"unnamed", 7};

/* Which of the audiences has this name; a new one at the end. */
static enum status audience_named(struct graph_audiences *l, struct str name, uint32_t n,
                                  struct arena *a, size_t *ret, struct err *e)
{
    for (*ret = 0; *ret < l->count; (*ret)++) {
        if (str_eq(l->name[*ret], name)) return OK;
    }
    if (l->count == AUDIENCES_MAX) {
        return err_set(e, TOO_MUCH, "more than %d audiences; rank some of them", AUDIENCES_MAX);
    }
    if (str_is(name, "id") || str_is(name, "place")) {
        return err_set(e, BAD_INPUT, "an audience '%.*s'; that is the name of another column",
                       STR_ARG(name));
    }
    l->name[l->count] = name;
    l->weight[l->count++] = arena_new(a, double, n);
    return OK;
}

enum status graph_audiences(struct request *r, const struct graph *g, struct table *t,
                            struct graph_audiences *ret, struct err *e)
{
    struct graph_nodes named;
    *ret = (struct graph_audiences){.name = arena_new(r->a, struct str, AUDIENCES_MAX),
                                    .weight = arena_new(r->a, double *, AUDIENCES_MAX)};
    ret->count = 1; /* all alike */
    if (!request_has(r, "audience")) return OK;
    ret->count = 0;
    enum status s = graph_nodes_read(r, g, "audience", GRAPH_NUMBERS_GROUPED, &named, e);
    for (size_t i = 0; i < named.count && !s; i++) {
        size_t k = 0;
        struct str name = named.group[i].len ? named.group[i] : unnamed;
        s = audience_named(ret, name, g->n, r->a, &k, e);
        if (s) break;
        double *weight = &ret->weight[k][named.node[i]];
        if (*weight > 0) {
            s = err_set(e, BAD_INPUT, "node %llu is named twice for '%.*s'",
                        (unsigned long long)graph_id(g, named.node[i]), STR_ARG(name));
        }
        *weight = named.number[i];
    }
    if (s) return err_in(e, s, "--audience");
    if (named.unknown)
        table_note(t, "%zu of the audience have no arcs: nobody moves them.", named.unknown);
    if (ret->count > 0) return OK;
    return err_set(e, BAD_INPUT, "no node of the audience is in the graph; the walk needs one");
}

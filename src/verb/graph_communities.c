/* graph_communities.c - verb: which nodes of a list of arcs keep to themselves? */
#include "find/community.h"
#include "verb/graph_verb.h"

#include <inttypes.h>

static const struct column part_columns[] = {
    {"community", "#", NULL, CELL_INT, 0, false},
    {"size", "nodes", "nodes", CELL_INT, 0, false},
    {"inside", "inside", "share of its tie weight", CELL_REAL, 2, false},
    {"stability", "together", "share of its pairs", CELL_REAL, 2, false},
};

static const struct column member_columns[] = {
    {"id", "node", NULL, CELL_TEXT, 0, false},
    {"community", "#", NULL, CELL_INT, 0, false},
};

/* Of members each node has a row, 20 bytes of an id and a number: bounded by what was read. */
static void put_members(struct table *t, const struct graph *g, const struct communities *c,
                        uint64_t rows)
{
    for (uint32_t v = 0; v < g->n && t->row_count < rows; v++) {
        struct cell *row = table_row(t);
        row[0] = cell_text(str_printf(t->a, "%" PRIu64, graph_id(g, v)));
        if (c->of[v] != COMMUNITY_NONE) row[1] = cell_int((int64_t)c->of[v] + 1);
    }
}

static void put_parts(struct table *t, const struct communities *c, uint64_t rows)
{
    for (uint32_t k = 0; k < c->count && k < rows; k++) {
        struct cell *row = table_row(t);
        row[0] = cell_int((int64_t)k + 1);
        row[1] = cell_int(c->size[k]);
        row[2] = cell_real(c->inside[k]);
        row[3] = cell_real(c->stability[k]);
    }
}

static void tell(struct table *t, const struct communities *c)
{
    if (!c->count) return;
    table_lead(t,
               "%u communities of two nodes or more: modularity %.3f; of the same ties rewired at "
               "random %.3f, at most %.3f in %u tries.",
               c->count, c->modularity, c->shuffled, c->shuffled_most, c->runs);
    if (!c->more_than_chance) {
        table_note(t, "That is no more than chance gives: take none of them for a fact.");
    }
    table_note(t,
               "Of the pairs put together, %.0f in 100 are so again when the ties are weighed "
               "anew at random.",
               100 * c->together);
}

static void facts(struct table *t, const struct graph *g, const struct leiden_ties *ties,
                  const struct communities *c, uint64_t seed)
{
    table_fact(t, "nodes", "nodes", cell_int(g->n), 0);
    table_fact(t, "arcs", "arcs", cell_int((int64_t)g->m), 0);
    table_fact(t, "ties", "ties", cell_int((int64_t)ties->m), 0);
    table_fact(t, "loops", "loops dropped", cell_int((int64_t)g->loops), 0);
    table_fact(t, "duplicates", "repeats dropped", cell_int((int64_t)g->duplicates), 0);
    table_fact(t, "communities", "communities", cell_int(c->count), 0);
    table_fact(t, "alone", "nodes in none", cell_int(c->alone), 0);
    table_fact(t, "modularity", "modularity", cell_real(c->modularity), 4);
    table_fact(t, "modularity_mean", NULL, cell_real(c->mean), 4);
    table_fact(t, "shuffled", NULL, cell_real(c->shuffled), 4);
    table_fact(t, "shuffled_most", NULL, cell_real(c->shuffled_most), 4);
    table_fact(t, "more_than_chance", NULL, cell_bool(c->more_than_chance), 0);
    table_fact(t, "together", NULL, cell_real(c->together), 2);
    table_fact(t, "runs", NULL, cell_int(c->runs), 0);
    table_fact(t, "seed", NULL, cell_int((int64_t)seed), 0);
}

static enum status part_graph(struct request *r, const struct graph *g, int64_t rows, uint32_t runs,
                              struct table **ret, struct err *e)
{
    struct leiden_ties ties;
    struct communities c;
    const struct leiden *leiden;
    bool members = request_has(r, "members");
    struct community_options o = {.runs = runs, .seed = r->seed, .progress = r->progress};
    struct table *t = table_new(r->a, "graph", members ? member_columns : part_columns,
                                members ? sizeof member_columns / sizeof *member_columns
                                        : sizeof part_columns / sizeof *part_columns);
    enum status s = leiden_find(&leiden, e);
    if (!s) s = community_ties(g, r->a, &ties, e);
    if (!s) s = community_find(&ties, leiden, &o, r->a, &c, e);
    if (s) return s;
    uint64_t most = rows ? (uint64_t)rows : UINT64_MAX;
    if (members) {
        put_members(t, g, &c, most);
    } else {
        put_parts(t, &c, most);
    }
    t->title = STR("Communities");
    t->empty = STR("The graph has no ties.");
    tell(t, &c);
    facts(t, g, &ties, &c, r->seed);
    *ret = t;
    return OK;
}

enum status graph_communities(struct request *r, struct table **ret, struct err *e)
{
    int64_t rows = request_has(r, "members") ? 0 : 20;
    int64_t runs = 10;
    struct graph g;
    enum status s = request_i64(r, "rows", 0, UINT32_MAX, &rows, e);
    if (!s) s = request_i64(r, "runs", 1, 1000, &runs, e);
    if (s) return s;
    struct graph_options o = {.ways = GRAPH_BOTH,
                              .weights = request_has(r, "weights"),
                              .threads = r->threads,
                              .progress = r->progress};
    s = graph_open(r->raw[1], &o, r->a, &g, e);
    if (s) return s;
    s = part_graph(r, &g, rows, (uint32_t)runs, ret, e);
    graph_close(&g);
    return s;
}

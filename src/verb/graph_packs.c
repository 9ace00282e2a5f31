/* graph_packs.c - verb: can this graph be opened faster next time? */
#include "verb/graph_verb.h"

static const struct column columns[] = {
    {"file", "file", NULL, CELL_TEXT, 0, true},
    {"nodes", "nodes", NULL, CELL_INT, 0, false},
    {"arcs", "arcs", NULL, CELL_INT, 0, false},
    {"loops", "loops dropped", NULL, CELL_INT, 0, false},
    {"duplicates", "repeats dropped", NULL, CELL_INT, 0, false},
};

enum status graph_packs(struct request *r, struct table **ret, struct err *e)
{
    struct graph g;
    struct graph_options o = {.weights = request_has(r, "weights") ? GRAPH_WEIGHTS_MUST
                                                                   : GRAPH_WEIGHTS_NEVER,
                              .threads = r->threads,
                              .progress = r->progress};
    if (r->word_count < 3) {
        return err_set(e, BAD_USAGE, "want two files: kith graph pack FILE OUT");
    }
    enum status s = graph_pack_file(r->raw[1], r->raw[2], &o, r->a, &g, e);
    if (s) return s;
    struct table *t = table_new(r->a, "graph", columns, sizeof columns / sizeof *columns);
    struct cell *row = table_row(t);
    row[0] = cell_text(r->word[2]);
    row[1] = cell_int(g.n);
    row[2] = cell_int((int64_t)g.m);
    row[3] = cell_int((int64_t)g.loops);
    row[4] = cell_int((int64_t)g.duplicates);
    *ret = t;
    return OK;
}

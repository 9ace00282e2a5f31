/* choose_graph.c - verb: who relies on whom of a choice, as a graph for other programs? */
#include "verb/choose_graph.h"

#include "base/graph_file.h"
#include "verb/veil.h"

#include <stdlib.h>

static const struct column node_columns[] = {
    {"kind", NULL, NULL, CELL_TEXT, 0, false},
    {"name", NULL, NULL, CELL_TEXT, 0, false},
    {"id", NULL, NULL, CELL_TEXT, 0, false},
    {"place", NULL, NULL, CELL_INT, 0, false},
    {"categories", NULL, NULL, CELL_TEXT, 0, false},
    {"reach_in_100", NULL, NULL, CELL_REAL, 1, false},
    {"reach_lo", NULL, NULL, CELL_REAL, 1, false},
    {"reach_hi", NULL, NULL, CELL_REAL, 1, false},
    {"gain_in_100", NULL, NULL, CELL_REAL, 1, false},
    {"gain_lo", NULL, NULL, CELL_REAL, 1, false},
    {"gain_hi", NULL, NULL, CELL_REAL, 1, false},
    {"firm_share", NULL, NULL, CELL_REAL, 2, false},
    {"buyer_weight", NULL, NULL, CELL_REAL, 2, false}, /* a buyer's weight in the audience */
};
static const struct column edge_columns[] = {
    {"source", NULL, NULL, CELL_INT, 0, false},
    {"target", NULL, NULL, CELL_INT, 0, false},
    {"weight", NULL, NULL, CELL_REAL, 2, false},
};
enum { NODE_COLUMNS = sizeof node_columns / sizeof *node_columns };

enum status choose_graph_asked(const struct request *r, bool *ret, struct err *e)
{
    bool graphml = request_has(r, "graphml");
    bool gexf = request_has(r, "gexf");
    *ret = graphml || gexf;
    if (graphml && gexf) {
        return err_set(e, BAD_USAGE, "--graphml and --gexf are two files; want one of them");
    }
    if (*ret && r->form != FORM_TEXT) {
        return err_set(e, BAD_USAGE,
                       "--%s is a file of its own, neither JSON nor CSV; leave that out",
                       graphml ? "graphml" : "gexf");
    }
    return OK;
}

/* ---- nodes and arcs ---- */

struct drawn {
    struct request *r;
    const struct scope *sc;
    struct table *t;
    uint32_t *row; /* [node_count] of t, from 1; 0: not in it */
};

static enum status put_node(struct drawn *d, uint32_t node, struct cell **ret, struct err *e)
{
    struct card card;
    enum status s = scope_card(d->r, d->sc, node, &card, e);
    if (s) return s;
    struct cell *row = *ret = table_row(d->t);
    d->row[node] = (uint32_t)d->t->row_count;
    row[1] = cell_text(card.name);
    row[2] = cell_text(card.id);
    row[4] = cell_text(card.categories);
    return OK;
}

static enum status put_picks(struct drawn *d, const struct choice *c, struct err *e)
{
    for (size_t i = 0; i < c->count; i++) {
        const struct pick *p = &c->pick[i];
        struct cell *row = NULL;
        enum status s = put_node(d, p->node, &row, e);
        if (s) return s;
        row[0] = cell_text(STR("chosen"));
        row[3] = cell_int((int64_t)i + 1);
        row[5] = cell_real(p->reach);
        row[6] = cell_real(p->reach_in.lo);
        row[7] = cell_real(p->reach_in.hi);
        row[8] = cell_real(p->gain);
        row[9] = cell_real(p->gain_in.lo);
        row[10] = cell_real(p->gain_in.hi);
        if (!request_has(d->r, "relay")) row[11] = cell_real(p->firm);
    }
    return OK;
}

/* A buyer who relies on nobody of them is not there; one who is chosen, too, is one node. */
static enum status put_votes(struct drawn *d, const bool *chosen, struct table *edges,
                             struct err *e)
{
    const struct votes *v = &d->sc->findings.votes;
    size_t b = 0;
    for (size_t i = 0; i < v->count; i++) {
        const struct vote *vote = &v->vote[i];
        if (!chosen[vote->person] || !(vote->p > 0)) continue;
        while (b < v->buyer_count && v->buyer[b] < vote->buyer)
            b++;
        struct cell *row = NULL;
        enum status s = d->row[vote->buyer] ? OK : put_node(d, vote->buyer, &row, e);
        if (s) return s;
        if (row) row[0] = cell_text(STR("buyer"));
        bool heard = b < v->buyer_count && v->buyer[b] == vote->buyer;
        if (row && heard) row[12] = cell_real(v->weight[b]);
        struct cell *edge = table_row(edges);
        edge[0] = cell_int(d->row[vote->buyer] - 1);
        edge[1] = cell_int(d->row[vote->person] - 1);
        edge[2] = cell_real(vote->p);
    }
    return OK;
}

/* ---- in the order of their names ---- */

struct ordered {
    const struct cell *row;
    size_t at;
};

static int node_cmp(const void *left, const void *right)
{
    const struct ordered *l = left;
    const struct ordered *r = right;
    bool pick = l->row[3].kind == CELL_INT;
    if (pick != (r->row[3].kind == CELL_INT)) return pick ? -1 : 1;
    if (pick) return l->row[3].i < r->row[3].i ? -1 : 1;
    int names = str_cmp(l->row[1].text, r->row[1].text);
    if (names) return names;
    int ids = str_cmp(l->row[2].text, r->row[2].text); /* empty of who may not be named */
    return ids ? ids : l->at < r->at ? -1 : l->at > r->at;
}

static int edge_cmp(const void *left, const void *right)
{
    const struct cell *l = left;
    const struct cell *r = right;
    if (l[1].i != r[1].i) return l[1].i < r[1].i ? -1 : 1;
    return l[0].i < r[0].i ? -1 : l[0].i > r[0].i;
}

static void put_in_order(struct table *t, struct table *edges)
{
    struct ordered *order = arena_new(t->a, struct ordered, t->row_count);
    for (size_t i = 0; i < t->row_count; i++)
        order[i] = (struct ordered){t->cells + i * NODE_COLUMNS, i};
    if (t->row_count > 1) qsort(order, t->row_count, sizeof *order, node_cmp);
    int64_t *becomes = arena_new(t->a, int64_t, t->row_count);
    struct cell *cells = arena_new(t->a, struct cell, t->row_count * NODE_COLUMNS);
    for (size_t i = 0; i < t->row_count; i++) {
        becomes[order[i].at] = (int64_t)i;
        for (size_t c = 0; c < NODE_COLUMNS; c++)
            cells[i * NODE_COLUMNS + c] = order[i].row[c];
    }
    t->cells = cells;
    for (size_t i = 0; i < edges->row_count; i++) {
        struct cell *edge = edges->cells + i * edges->column_count;
        edge[0].i = becomes[edge[0].i];
        edge[1].i = becomes[edge[1].i];
    }
    if (edges->row_count > 1) {
        qsort(edges->cells, edges->row_count, edges->column_count * sizeof *edges->cells, edge_cmp);
    }
}

enum status choose_graph_put(struct request *r, const struct scope *sc, const struct choice *c,
                             struct err *e)
{
    struct table *t = table_new(r->a, "choose", node_columns, NODE_COLUMNS);
    struct table *edges = table_more(t, "edges", edge_columns, 3);
    struct drawn d = {r, sc, t, arena_new(r->a, uint32_t, sc->scene.node_count)};
    bool *chosen = arena_new(r->a, bool, sc->scene.node_count);
    for (size_t i = 0; i < c->count; i++)
        chosen[c->pick[i].node] = true;
    scope_of_market(t, &sc->scene.market, sc->scene.as_of_s, sc->model);
    enum status s = put_picks(&d, c, e);
    if (!s) s = put_votes(&d, chosen, edges, e);
    if (!s && r->veil) s = veil_table(r->veil, r->sight, t, e);
    if (s) return s;
    put_in_order(t, edges);
    struct buf b = buf_new(r->a);
    if (request_has(r, "gexf")) {
        graph_gexf(t, &b);
    } else {
        graph_graphml(t, &b);
    }
    return r->sink.put(r->sink.context, buf_str(&b), e);
}

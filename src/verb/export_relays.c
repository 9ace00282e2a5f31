/* export_relays.c - verb: which list of arcs is this market's own graph? */
#include "verb/export_relays.h"

#include "find/relays.h"
#include "find/votes.h"
#include "verb/scope.h"

#include <inttypes.h>

struct names {
    struct str *of; /* [node_count] read as they are met */
};

/* Behind the third column nothing is read; a name must not begin a line or a column, though. */
static enum status name_of(struct request *r, const struct scope *sc, uint32_t node,
                           struct names *names, struct err *e)
{
    struct card card;
    if (names->of[node].p) return OK;
    enum status s = scope_card(r, sc, node, &card, e);
    if (s) return s;
    char *name = arena_copy(r->a, card.name.p ? card.name.p : "", card.name.len);
    for (size_t i = 0; i < card.name.len; i++) {
        if ((unsigned char)name[i] < ' ') name[i] = ' ';
    }
    names->of[node] = (struct str){name, card.name.len};
    return OK;
}

static enum status put(struct request *r, struct buf *b, struct err *e)
{
    enum status s = r->sink.put(r->sink.context, buf_str(b), e);
    b->len = 0;
    return s;
}

static void put_head(struct buf *b, const struct scope *sc, const char *columns)
{
    struct str as_of = time_iso(b->a, sc->scene.as_of_s);
    buf_addf(b, "# market %.*s, as of %.*s\n# %s\n", STR_ARG(sc->market.name), STR_ARG(as_of),
             columns);
}

static enum status put_arcs(struct request *r, const struct scope *sc, struct err *e)
{
    struct graph g;
    struct buf b = buf_new(r->a);
    struct names names = {.of = arena_new(r->a, struct str, sc->scene.node_count)};
    relays_find(&sc->scene, &sc->findings.votes, false, r->a, &g);
    put_head(&b, sc, "from to weight: whom 'to' relies on, how much, and their names");
    enum status s = put(r, &b, e);
    for (uint32_t u = 0; u < g.n && !s; u++) {
        for (uint64_t i = rows_first(&g.out, u); i < rows_first(&g.out, u + 1) && !s; i++) {
            uint32_t v = g.out.node[i];
            s = name_of(r, sc, u, &names, e);
            if (!s) s = name_of(r, sc, v, &names, e);
            if (s) break;
            buf_addf(&b, "%" PRIu64 "\t%" PRIu64 "\t%.7g\t%.*s\t%.*s\n", graph_id(&g, u),
                     graph_id(&g, v), (double)g.out.weight[i], STR_ARG(names.of[u]),
                     STR_ARG(names.of[v]));
            s = put(r, &b, e);
        }
    }
    return s;
}

static enum status put_audience(struct request *r, const struct scope *sc, struct err *e)
{
    const struct votes *v = &sc->findings.votes;
    struct buf b = buf_new(r->a);
    struct names names = {.of = arena_new(r->a, struct str, sc->scene.node_count)};
    put_head(&b, sc, "id weight: the buyers heard");
    enum status s = put(r, &b, e);
    for (size_t i = 0; i < v->buyer_count && !s; i++) {
        uint32_t node = v->buyer[i];
        s = name_of(r, sc, node, &names, e);
        if (s) break;
        buf_addf(&b, "%" PRId64 "\t%.7g\t%.*s\n", sc->scene.node_id[node], v->weight[i],
                 STR_ARG(names.of[node]));
        s = put(r, &b, e);
    }
    return s;
}

enum status export_relays(struct request *r, bool audience, struct err *e)
{
    struct scope *sc = arena_new(r->a, struct scope, 1);
    if (r->word_count < 2) {
        return err_set(e, BAD_USAGE, "which market? kith export %.*s MARKET", STR_ARG(r->word[0]));
    }
    if (r->form != FORM_TEXT) {
        return err_set(e, BAD_USAGE,
                       "'%.*s' is a list for 'kith graph', neither JSON nor CSV; leave that out",
                       STR_ARG(r->word[0]));
    }
    enum status s = scope_load(r, r->word[1], sc, e);
    if (s) return s;
    votes_find(&sc->scene, r->a, &sc->findings.votes);
    return audience ? put_audience(r, sc, e) : put_arcs(r, sc, e);
}

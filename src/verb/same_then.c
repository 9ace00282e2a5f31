/* same_then.c - verb: what would two people reach in each market, were they one? */
#include "listen/handle.h"
#include "store/query.h"
#include "verb/same_pair.h"
#include "verb/scope.h"
#include "verb/veil.h"

static const struct column columns[] = {
    {"market", "market", NULL, CELL_TEXT, 0, false},
    {"a_in_100", "one", "buyers in 100", CELL_REAL, 1, false},
    {"a_lo", "from", "buyers in 100", CELL_REAL, 1, false},
    {"a_hi", "to", "buyers in 100", CELL_REAL, 1, false},
    {"b_in_100", "other", "buyers in 100", CELL_REAL, 1, false},
    {"b_lo", "from", "buyers in 100", CELL_REAL, 1, false},
    {"b_hi", "to", "buyers in 100", CELL_REAL, 1, false},
    {"joined_in_100", "joined", "buyers in 100", CELL_REAL, 1, false},
    {"joined_lo", "from", "buyers in 100", CELL_REAL, 1, false},
    {"joined_hi", "to", "buyers in 100", CELL_REAL, 1, false},
    {"place", "place", NULL, CELL_INT, 0, false},
    {"joined_place", "joined", "place", CELL_INT, 0, false},
    {"heard", NULL, "buyers", CELL_INT, 0, false},
    {"audience", NULL, NULL, CELL_TEXT, 0, false},
    {"as_of", NULL, "UTC", CELL_TIME, 0, false},
    {"model", NULL, NULL, CELL_TEXT, 0, false},
    {"open", NULL, NULL, CELL_TEXT, 0, false},
};
enum { COLUMN_COUNT = sizeof columns / sizeof *columns };

struct then {
    struct request *r;
    struct table *t;
    struct two two; /* who stands for either now: a is who would stay */
    struct card a, b;
    struct str terms; /* of the pair, as it was compared */
    double bits;
    size_t unranked; /* markets in which either is listed, but nobody has a place */
};

static void put_reach(struct cell *row, const struct person_reach *p)
{
    if (!p) return;
    row[0] = cell_real(p->reach);
    row[1] = cell_real(p->lo);
    row[2] = cell_real(p->hi);
}

static int64_t place_of(const struct scope *sc, const struct person_reach *p)
{
    return p ? p - sc->findings.person + 1 : 0;
}

/* The market as it would be. */
static enum status load_supposed(struct then *x, const struct market *m, struct scope *ret,
                                 struct err *e)
{
    store_suppose(x->r->st, (struct supposed){x->two.a, x->two.b});
    enum status s = scope_load(x->r, m->name, ret, e);
    if (!s) s = scope_rank(x->r, ret, e);
    store_suppose(x->r->st, (struct supposed){0});
    return s;
}

static enum status put_market(struct then *x, const struct market *m, struct err *e)
{
    struct scope *now = arena_new(x->r->a, struct scope, 2);
    enum status s = scope_load(x->r, m->name, now, e);
    if (s == BAD_INPUT) return OK; /* its audience names nobody: there are no places in it */
    if (!s) s = scope_rank(x->r, now, e);
    if (s) return s;
    const struct person_reach *a = scope_reach(now, x->two.a);
    const struct person_reach *b = scope_reach(now, x->two.b);
    if (!a && !b) return OK;
    x->unranked += !now->findings.ranked;
    if (!now->findings.ranked) return OK;
    struct scope *joined = now + 1;
    s = load_supposed(x, m, joined, e);
    if (s) return s;
    const struct person_reach *one = scope_reach(joined, x->two.a);
    struct cell *row = table_row(x->t);
    row[0] = cell_text(m->name);
    put_reach(row + 1, a);
    put_reach(row + 4, b);
    put_reach(row + 7, joined->findings.ranked ? one : NULL);
    const struct person_reach *first = a && (!b || a < b) ? a : b;
    row[10] = cell_int(place_of(now, first));
    if (one && joined->findings.ranked) row[11] = cell_int(place_of(joined, one));
    row[12] = cell_int((int64_t)joined->findings.votes.buyer_count);
    row[13] = cell_text(m->audience);
    row[14] = cell_time(joined->scene.as_of_s);
    row[15] = cell_text(joined->model);
    int64_t id = first == a ? x->two.a : x->two.b;
    row[16] = cell_text(
        request_next(x->r, "why %.*s p%lld", STR_ARG(shell_word(x->r->a, m->name)), (long long)id));
    return OK;
}

static enum status put_markets(struct then *x, struct err *e)
{
    struct markets all = {0};
    enum status s = market_list(x->r->st, x->r->a, &all, e);
    for (size_t i = 0; i < all.count && !s; i++) {
        bool may = !x->r->sight || sight_market(x->r->sight, all.market[i].name);
        if (may) s = put_market(x, &all.market[i], e);
    }
    return s;
}

/* Who stands for the two of a pair, and who of them would stay: the better name, else the lower id.
 */
static enum status read_pair(struct then *x, int64_t proposal, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(x->r->st, SQL_same_one, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, proposal);
    s = query_next(q, e);
    struct two two = {query_i64(q, 0), query_i64(q, 1)};
    x->bits = query_double(q, 3);
    x->terms = str_copy(x->r->a, query_str(q, 4));
    query_close(q);
    if (s == DONE) {
        return err_set(e, NOT_FOUND, "there is no proposal %lld; 'kith same' lists them",
                       (long long)proposal);
    }
    if (!s) s = query_ask_of(x->r->st, SQL_same_stands, two.a, &x->two.a, e);
    if (!s) s = query_ask_of(x->r->st, SQL_same_stands, two.b, &x->two.b, e);
    if (!s) s = card_load(x->r->st, x->two.a, x->r->a, &x->a, e);
    if (!s) s = card_load(x->r->st, x->two.b, x->r->a, &x->b, e);
    if (s || !name_better(x->b.name, x->a.name)) return s;
    x->two = (struct two){x->two.b, x->two.a};
    struct card a = x->a;
    x->a = x->b;
    x->b = a;
    return OK;
}

static const struct cell *more_of(const struct cell *row)
{
    bool b = row[4].kind == CELL_REAL && (row[1].kind != CELL_REAL || row[4].real > row[1].real);
    return b ? row + 4 : row + 1;
}

static void lead(struct then *x)
{
    struct table *t = x->t;
    if (!t->row_count) {
        table_lead(t, "Joined, nothing would change: neither has a place in any market.");
        return;
    }
    const struct cell *was = more_of(t->cells);
    const struct cell *is = t->cells + 7;
    struct str of = was == t->cells + 1 ? x->a.name : x->b.name;
    struct str market = t->cells[0].text;
    if (t->row_count > 1)
        market = str_printf(t->a, "%.*s, the first of %zu markets", STR_ARG(market), t->row_count);
    if (is->kind != CELL_REAL) {
        table_lead(t, "Joined, nobody would have a place in %.*s: too few buyers would be known.",
                   STR_ARG(market));
    } else if (is->real == was->real) {
        table_lead(t,
                   "%.*s stays at %.1f of 100 buyers (%.1f to %.1f) in %.*s: nothing is known that "
                   "joining would add.",
                   STR_ARG(of), is[0].real, is[1].real, is[2].real, STR_ARG(market));
    } else {
        table_lead(t,
                   "%.*s: %.1f of 100 buyers (%.1f to %.1f) would be %.1f (%.1f to %.1f) in %.*s.",
                   STR_ARG(of), was[0].real, was[1].real, was[2].real, is[0].real, is[1].real,
                   is[2].real, STR_ARG(market));
    }
}

enum status same_then(struct request *r, int64_t proposal, struct table **ret, struct err *e)
{
    struct request alone = *r; /* what would be is shared with no other question */
    alone.scopes = NULL;
    struct then x = {.r = &alone, .t = table_new(r->a, "same", columns, COLUMN_COUNT)};
    enum status s = read_pair(&x, proposal, e);
    if (s) return s;
    struct table *t = *ret = x.t;
    table_fact(t, "pair", NULL, cell_text(str_printf(r->a, "%lld", (long long)proposal)), 0);
    table_fact(t, "level", NULL, cell_real(REACH_LEVEL), 2);
    t->title = STR("What would follow of joining these two");
    if (x.two.a == x.two.b) {
        table_lead(t, "They are one person already.");
        return OK;
    }
    s = put_markets(&x, e);
    if (s) return s;
    lead(&x);
    s = same_pair_put(&alone, t, x.two, e);
    if (s) return s;
    same_weights_put(t, x.terms, x.bits);
    if (x.unranked) {
        table_note(t,
                   "In %zu more market%s either is heeded, but too few buyers are known there for "
                   "places.",
                   x.unranked, x.unranked == 1 ? "" : "s");
    }
    table_note(t, "Reckoned as if they were one; nothing is stored. To join them: %.*s",
               STR_ARG(request_next(r, "same accept %lld", (long long)proposal)));
    return OK;
}

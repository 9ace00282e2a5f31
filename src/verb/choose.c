/* choose.c - verb: which few reach most of the buyers together? */
#include "choose/relay.h"
#include "verb/choose_graph.h"
#include "verb/reached.h"
#include "verb/wish.h"

#include <math.h>

static const char *const examples[] = {
    "kith choose security -k 3",
    "kith choose security -k 5 --quota 'analyst>=2' --exclude 'org:\"Globex\"'",
    "kith choose security -k 8 --cost costs.csv --budget 20000",
    "kith choose security -k 5 --relay",
    "kith choose security -k 9 --gexf >nine.gexf",
    NULL,
};

static const struct flag flags[] = {
    {"picks", 'k', "N", "how many people (3)", false},
    {"quota", 0, "RULE", "as 'analyst>=2' or 'tag:customer<=1': a category or a people query",
     true},
    {"exclude", 0, "QUERY", "nobody of these", true},
    {"only", 0, "QUERY", "nobody but these", false},
    {"include", 0, "QUERY", "all of these, whatever the figures say", true},
    {"cost", 0, "FILE", "lines PERSON,COST; others cost the mean of these", false},
    {"costs", 0, "LINES", "the same, but the lines themselves instead of a file", false},
    {"budget", 0, "N", "the costs of all picks together", false},
    {"relay", 0, NULL, "who passes on what is said to them counts for those they reach in turn",
     false},
    {"model", 0, "MODEL", "with --relay: ic, independent cascade (the default), or lt, threshold",
     false},
    {"graphml", 0, NULL, "who relies on whom of them, as a graph: GraphML", false},
    {"gexf", 0, NULL, "the same as GEXF 1.3, for Gephi", false},
    SCOPE_FLAGS,
    {NULL, 0, NULL, NULL, false},
};

static const struct column columns[] = {
    {"place", "#", NULL, CELL_INT, 0, false},
    {"id", "id", NULL, CELL_TEXT, 0, COLUMN_GOES},
    {"name", "person", NULL, CELL_TEXT, 0, true},
    {"categories", "category", NULL, CELL_TEXT, 0, true},
    {"gain_in_100", "adds", "buyers in 100", CELL_REAL, 1, false},
    {"cover_in_100", "together", "buyers in 100", CELL_REAL, 1, false},
    {"reach_in_100", "alone", "buyers in 100", CELL_REAL, 1, false},
    {"firm", "firm", NULL, CELL_BOOL, 0, false},
    {"firm_share", "in draws", "share", CELL_REAL, 2, COLUMN_GOES},
    {"cost", "cost", NULL, CELL_REAL, 2, COLUMN_GOES},
    {"decision", "decided", NULL, CELL_TEXT, 0, COLUMN_GOES},
    {"reason", NULL, NULL, CELL_TEXT, 0, false},
    {"gain_lo", NULL, "buyers in 100", CELL_REAL, 1, false},
    {"gain_hi", NULL, "buyers in 100", CELL_REAL, 1, false},
    {"cover_lo", NULL, "buyers in 100", CELL_REAL, 1, false},
    {"cover_hi", NULL, "buyers in 100", CELL_REAL, 1, false},
    {"reach_lo", NULL, "buyers in 100", CELL_REAL, 1, false},
    {"reach_hi", NULL, "buyers in 100", CELL_REAL, 1, false},
    {"overlap", "overlaps", NULL, CELL_TEXT, 0, COLUMN_GOES},
    {"overlap_id", NULL, NULL, CELL_TEXT, 0, false},
    {"overlap_share", NULL, "share", CELL_REAL, 2, false},
    {"instead", NULL, "in draws", CELL_TEXT, 0, false},
};

static const struct column instead_columns[] = {
    {"of", "not firm", NULL, CELL_TEXT, 0, true},
    {"of_id", NULL, NULL, CELL_TEXT, 0, false},
    {"pick", "#", NULL, CELL_INT, 0, false},
    {"id", "id", NULL, CELL_TEXT, 0, COLUMN_GOES},
    {"name", "or", NULL, CELL_TEXT, 0, true},
    {"instead_share", "in draws", "share", CELL_REAL, 2, false},
};

static const struct column curve_columns[] = {
    {"place", "#", NULL, CELL_INT, 0, false},
    {"id", "id", NULL, CELL_TEXT, 0, COLUMN_GOES},
    {"name", "person", NULL, CELL_TEXT, 0, true},
    {"gain_in_100", "adds", "buyers in 100", CELL_REAL, 1, false},
    {"cover_in_100", "together", "buyers in 100", CELL_REAL, 1, false},
    {"picked", "picked", NULL, CELL_BOOL, 0, false},
    {"worth_it", "worth it", NULL, CELL_BOOL, 0, false},
    {"gain_lo", NULL, "buyers in 100", CELL_REAL, 1, false},
    {"gain_hi", NULL, "buyers in 100", CELL_REAL, 1, false},
    {"cover_lo", NULL, "buyers in 100", CELL_REAL, 1, false},
    {"cover_hi", NULL, "buyers in 100", CELL_REAL, 1, false},
};

static const struct column relay_columns[] = {
    {"place", "#", NULL, CELL_INT, 0, false},
    {"id", "id", NULL, CELL_TEXT, 0, COLUMN_GOES},
    {"name", "person", NULL, CELL_TEXT, 0, true},
    {"categories", "category", NULL, CELL_TEXT, 0, true},
    {"gain_in_100", "adds", "buyers in 100", CELL_REAL, 1, false},
    {"cover_in_100", "together", "buyers in 100", CELL_REAL, 1, false},
    {"reach_in_100", "alone", "buyers in 100", CELL_REAL, 1, false},
    {"direct_in_100", "directly", "buyers in 100", CELL_REAL, 1, false},
    {"cost", NULL, NULL, CELL_REAL, 2, false},
    {"decision", "decided", NULL, CELL_TEXT, 0, COLUMN_GOES},
    {"reason", NULL, NULL, CELL_TEXT, 0, false},
    {"gain_lo", NULL, "buyers in 100", CELL_REAL, 1, false},
    {"gain_hi", NULL, "buyers in 100", CELL_REAL, 1, false},
    {"cover_lo", NULL, "buyers in 100", CELL_REAL, 1, false},
    {"cover_hi", NULL, "buyers in 100", CELL_REAL, 1, false},
    {"reach_lo", NULL, "buyers in 100", CELL_REAL, 1, false},
    {"reach_hi", NULL, "buyers in 100", CELL_REAL, 1, false},
};

enum { INSTEAD = 21 }; /* the column of that name */
#define FIRM_SHARE 0.8
#define OVERLAP_LEAST 0.01 /* less is not named */
#define DRAWS_LEVEL 0.8    /* of what is read from the draws */
#define RELAY_LEVEL 0.95   /* of what is read from sets drawn */
#define COUNT_OF(x) (sizeof(x) / sizeof *(x))

static void put_decision(const struct scope *sc, const struct wish *w, uint32_t node,
                         struct cell *row)
{
    for (size_t i = 0; i < w->decisions.count; i++) {
        if (w->decisions.one[i].node != sc->scene.node_id[node]) continue;
        row[0] = cell_text(w->decisions.one[i].kind);
        row[1] = cell_text(w->decisions.one[i].reason);
    }
}

/* A new row, its first seven cells filled: place, person, and what the pick adds. */
static enum status put_who(struct request *r, const struct scope *sc, const struct pick *p,
                           struct table *t, struct cell **ret, struct err *e)
{
    struct card card;
    enum status s = scope_card(r, sc, p->node, &card, e);
    if (s) return s;
    struct cell *row = *ret = table_row(t);
    row[0] = cell_int((int64_t)t->row_count);
    row[1] = cell_text(card.id);
    row[2] = cell_text(card.name);
    row[3] = cell_text(card.categories);
    row[4] = cell_real(p->gain);
    row[5] = cell_real(p->cover);
    row[6] = cell_real(p->reach);
    return OK;
}

static void put_span(struct cell *row, const struct span *s)
{
    row[0] = cell_real(s->lo);
    row[1] = cell_real(s->hi);
}

static enum status put_overlap(struct request *r, const struct scope *sc, const struct pick *p,
                               struct cell *row, struct err *e)
{
    struct card card;
    enum status s = scope_card(r, sc, p->shared_with, &card, e);
    if (s) return s;
    row[0] = cell_text(
        str_printf(r->a, "%.*s %.0f %%", STR_ARG(card.name), floor(100.0 * p->shared + 0.5)));
    row[1] = cell_text(card.id);
    row[2] = cell_real(p->shared);
    return OK;
}

static enum status put_pick(struct request *r, const struct scope *sc, const struct wish *w,
                            const struct pick *p, struct table *t, struct err *e)
{
    struct cell *row = NULL;
    enum status s = put_who(r, sc, p, t, &row, e);
    if (s) return s;
    row[7] = cell_bool(p->firm >= FIRM_SHARE);
    row[8] = cell_real(p->firm);
    if (w->o.cost) row[9] = cell_real(p->cost);
    put_decision(sc, w, p->node, &row[10]);
    put_span(row + 12, &p->gain_in);
    put_span(row + 14, &p->cover_in);
    put_span(row + 16, &p->reach_in);
    return p->shared >= OVERLAP_LEAST ? put_overlap(r, sc, p, row + 18, e) : OK;
}

static enum status put_curve(struct request *r, const struct scope *sc, const struct choice *c,
                             struct table *t, struct err *e)
{
    enum status s = OK;
    for (size_t i = 0; i < c->count + c->curve_count && !s; i++) {
        const struct pick *p = i < c->count ? &c->pick[i] : &c->curve[i - c->count];
        struct card card;
        s = scope_card(r, sc, p->node, &card, e);
        if (s) break;
        struct cell *row = table_row(t);
        row[0] = cell_int((int64_t)i + 1);
        row[1] = cell_text(card.id);
        row[2] = cell_text(card.name);
        row[3] = cell_real(p->gain);
        row[4] = cell_real(p->cover);
        row[5] = cell_bool(i < c->count);
        row[6] = cell_bool(i < c->stop_at);
        put_span(row + 7, &p->gain_in);
        put_span(row + 9, &p->cover_in);
    }
    return s;
}

/* Who else it could be, of one pick that is not firm: a row each, and all of them in the pick's. */
static enum status put_others(struct request *r, const struct scope *sc, const struct pick *p,
                              struct cell *row, struct table *t, struct err *e)
{
    struct buf b = buf_new(r->a);
    for (size_t i = 0; i < INSTEAD_MAX && p->instead[i].share > 0.0; i++) {
        struct card card;
        enum status s = scope_card(r, sc, p->instead[i].node, &card, e);
        if (s) return s;
        struct cell *one = table_row(t);
        one[0] = row[2];
        one[1] = row[1];
        one[2] = row[0];
        one[3] = cell_text(card.id);
        one[4] = cell_text(card.name);
        one[5] = cell_real(p->instead[i].share);
        buf_addf(&b, "%s%.*s %.2f", i ? ", " : "", STR_ARG(card.name), p->instead[i].share);
    }
    if (b.len) row[INSTEAD] = cell_text(buf_str(&b));
    return OK;
}

static enum status put_instead(struct request *r, const struct scope *sc, const struct choice *c,
                               struct table *t, struct err *e)
{
    struct table *instead = table_more(t, "instead", instead_columns, COUNT_OF(instead_columns));
    enum status s = OK;
    for (size_t i = 0; i < c->count && !s; i++) {
        if (c->pick[i].firm >= FIRM_SHARE) continue;
        s = put_others(r, sc, &c->pick[i], t->cells + i * t->column_count, instead, e);
    }
    if (instead->row_count)
        instead->title = STR("Who else it could be, for those who are not firm");
    return s;
}

/* Where to stop, in one sentence. */
static void note_stop(const struct choice *c, struct table *t)
{
    if (!c->count) return;
    if (c->stop_at > c->count) {
        table_note(t, "Going on would pay: up to %zu people each add %.0f buyer in 100 or more.",
                   c->stop_at, CHOOSE_WORTH_IN_100);
    } else if (c->stop_at < c->count) {
        table_note(t,
                   "The first %swould do: whoever comes after adds less than %.0f buyer in 100 or "
                   "%.0f %% of what the best adds.",
                   c->stop_at > 1 ? str_printf(t->a, "%zu ", c->stop_at).p : "",
                   CHOOSE_WORTH_IN_100, 100 * CHOOSE_WORTH_SHARE);
    } else {
        table_note(t, "A good place to stop: the next would add little.");
    }
}

static void note_few(const struct wish *w, const struct choice *c, struct table *t)
{
    if (c->count < w->o.k) {
        table_note(t, "Only %zu of the %zu asked for: people or budget end there.", c->count,
                   w->o.k);
    }
    if (w->o.cost) {
        if (w->o.budget > 0) {
            table_note(t, "They cost %.2f together, of a budget of %.2f.", c->cost, w->o.budget);
        } else {
            table_note(t, "They cost %.2f together.", c->cost);
        }
        table_fact(t, "cost", NULL, cell_real(c->cost), 2);
    }
}

static void lead(const struct scope *sc, const struct wish *w, const struct choice *c,
                 struct table *t)
{
    if (!c->count) {
        t->empty = sc->findings.ranked ? STR("Nobody is left to choose.")
                                       : STR("Nobody is chosen without ranks.");
        return;
    }
    table_lead(t, "%s %.1f of 100 buyers together (%.1f to %.1f, in 8 of 10 draws).",
               c->count == 1 ? "This one reaches" : "These reach", c->cover, c->lo, c->hi);
    note_few(w, c, t);
}

static enum status run_plain(struct request *r, struct scope *sc, bool graph, struct table **ret,
                             struct err *e)
{
    struct wish w = {0};
    struct choice c = {0};
    struct table *t = table_new(r->a, "choose", columns, COUNT_OF(columns));
    enum status s = wish_read(r, sc, t, &w, e);
    if (!s) s = choose_find(&sc->findings, &w.o, r->a, &c, e);
    if (s || graph) return s ? s : choose_graph_put(r, sc, &c, e);
    t->title = str_printf(r->a, "Whom to choose in %.*s", STR_ARG(sc->market.name));
    scope_facts(t, sc);
    bool ranked = sc->findings.ranked;
    struct cell none = {.kind = CELL_NONE};
    table_fact(t, "cover_in_100", NULL, ranked ? cell_real(c.cover) : none, 1);
    table_fact(t, "cover_lo", NULL, ranked ? cell_real(c.lo) : none, 1);
    table_fact(t, "cover_hi", NULL, ranked ? cell_real(c.hi) : none, 1);
    table_fact(t, "cover_level", NULL, cell_real(DRAWS_LEVEL), 2);
    table_fact(t, "gain_level", NULL, cell_real(DRAWS_LEVEL), 2);
    table_fact(t, "stop_at", NULL, ranked ? cell_int((int64_t)c.stop_at) : none, 0);
    lead(sc, &w, &c, t);
    struct table *curve = table_more(t, "curve", curve_columns, COUNT_OF(curve_columns));
    for (size_t i = 0; i < c.count && !s; i++)
        s = put_pick(r, sc, &w, &c.pick[i], t, e);
    if (c.count) curve->title = STR("What each one adds, and who would follow");
    if (!s) s = put_curve(r, sc, &c, curve, e);
    if (!s) s = put_instead(r, sc, &c, t, e);
    if (!s) s = reached_put(r, sc, t, e);
    note_stop(&c, t);
    *ret = t;
    return s;
}

/* ---- with relays ---- */

static enum status read_model(const struct request *r, bool *ret_lt, struct err *e)
{
    struct str model = request_has(r, "model") ? request_value(r, "model") : STR("ic");
    *ret_lt = str_is(model, "lt");
    if (request_has(r, "model") && !request_has(r, "relay")) {
        return err_set(
            e, BAD_USAGE,
            "--model says how relays pass things on; give --relay, too, or leave it out");
    }
    if (!*ret_lt && !str_is(model, "ic")) {
        return err_set(e, BAD_USAGE, "--model '%.*s', want ic or lt", STR_ARG(model));
    }
    if (request_has(r, "relay") && request_has(r, "quota") && request_has(r, "budget")) {
        return err_set(e, BAD_USAGE,
                       "--quota and --budget cannot be kept together with --relay; leave one out");
    }
    return OK;
}

static void lead_relay(const struct scope *sc, const struct wish *w, const struct relay *x,
                       struct table *t)
{
    const struct choice *c = &x->choice;
    if (!c->count) {
        t->empty = sc->findings.ranked ? STR("Nobody is left to choose.")
                                       : STR("Nobody is chosen without ranks.");
        return;
    }
    table_lead(t,
               "%s %.1f of 100 buyers together, through others, too: %.1f at least, where no "
               "choice reaches more than %.1f.",
               c->count == 1 ? "This one reaches" : "These reach", c->cover, x->lower, x->upper);
    table_note(t, "So this is at least %.0f %% of the best there can be, by %llu sets drawn.",
               floor(100.0 * x->guarantee), (unsigned long long)x->samples);
    note_few(w, c, t);
}

/* Without others: those buyers' own votes. */
static enum status put_relay(struct request *r, const struct scope *sc, const struct wish *w,
                             const struct pick *p, struct table *t, struct err *e)
{
    const struct votes *v = &sc->findings.votes;
    struct cell *row = NULL;
    enum status s = put_who(r, sc, p, t, &row, e);
    if (s) return s;
    row[7] = cell_real(100.0 * v->x[p->node] / v->heard);
    row[8] = cell_real(p->cost);
    put_decision(sc, w, p->node, &row[9]);
    put_span(row + 11, &p->gain_in);
    put_span(row + 13, &p->cover_in);
    put_span(row + 15, &p->reach_in);
    return OK;
}

static enum status run_relay(struct request *r, struct scope *sc, bool lt, bool graph,
                             struct table **ret, struct err *e)
{
    struct wish w = {0};
    struct relay x;
    struct table *t = table_new(r->a, "choose", relay_columns, COUNT_OF(relay_columns));
    enum status s = wish_read(r, sc, t, &w, e);
    if (!s) s = relay_choose(&sc->findings, &w.o, lt, r->a, &x, e);
    if (s) return s;
    sc->model =
        lt ? STR("kith-relay 1; linear threshold") : STR("kith-relay 1; independent cascade");
    sc->findings.prior.pseudo_buyers = 0.0; /* it has no part in these figures */
    if (graph) return choose_graph_put(r, sc, &x.choice, e);
    t->title = str_printf(r->a, "Whom to choose in %.*s, with relays", STR_ARG(sc->market.name));
    scope_facts(t, sc);
    bool any = x.choice.count > 0;
    struct cell none = {.kind = CELL_NONE};
    table_fact(t, "cover_in_100", NULL, any ? cell_real(x.choice.cover) : none, 1);
    table_fact(t, "cover_lo", NULL, any ? cell_real(x.choice.lo) : none, 1);
    table_fact(t, "cover_hi", NULL, any ? cell_real(x.choice.hi) : none, 1);
    table_fact(t, "cover_level", NULL, cell_real(RELAY_LEVEL), 2);
    table_fact(t, "gain_level", NULL, cell_real(RELAY_LEVEL), 2);
    table_fact(t, "reach_level", NULL, cell_real(RELAY_LEVEL), 2);
    table_fact(t, "cover_lower_in_100", NULL, any ? cell_real(x.lower) : none, 1);
    table_fact(t, "optimum_upper_in_100", NULL, any ? cell_real(x.upper) : none, 1);
    table_fact(t, "guarantee", NULL, any ? cell_real(x.guarantee) : none, 4);
    table_fact(t, "samples", NULL, any ? cell_int((int64_t)x.samples) : none, 0);
    table_fact(t, "arcs", NULL, any ? cell_int((int64_t)x.arcs) : none, 0);
    table_fact(t, "stop_at", NULL, any ? cell_int((int64_t)x.choice.stop_at) : none, 0);
    lead_relay(sc, &w, &x, t);
    for (size_t i = 0; i < x.choice.count && !s; i++)
        s = put_relay(r, sc, &w, &x.choice.pick[i], t, e);
    note_stop(&x.choice, t);
    *ret = t;
    return s;
}

static enum status run(struct request *r, struct table **ret, struct err *e)
{
    struct scope *sc = arena_new(r->a, struct scope, 1);
    bool lt = false;
    bool graph = false;
    enum status s = read_model(r, &lt, e);
    if (!s) s = choose_graph_asked(r, &graph, e);
    if (!s) s = scope_load(r, r->word[0], sc, e);
    if (!s) s = scope_rank(r, sc, e);
    if (!s) {
        s = request_has(r, "relay") ? run_relay(r, sc, lt, graph, ret, e)
                                    : run_plain(r, sc, graph, ret, e);
    }
    if (s) return s;
    if (graph) {
        *ret = NULL; /* it was written as it came */
        return OK;
    }
    struct table *t = *ret;
    if (t->row_count) scope_opens(r, sc, t->cells[1].text, t);
    struct str scope = scope_sentence(r->a, sc);
    table_note(t, "As asked: %.*s.", STR_ARG(scope));
    scope_notes(t, sc);
    return OK;
}

const struct verb verb_choose = {
    .name = "choose",
    .words = "MARKET",
    .summary = "which few reach most of the buyers together",
    .details =
        "Not the first of 'find': people whom the same buyers rely on add little to each other. "
        "'adds' is what a pick adds to those before it, 'alone' its own reach. A pick is firm when "
        "it is chosen in at least 80 % of draws from what the evidence allows ('in draws'); 'or' "
        "is who "
        "stands at the place of one that is not, and in which share of draws.\n"
        "--relay: what is said to a person reaches whoever relies on them, those who rely on these "
        "in turn, and so on to the buyers; whom no buyer heeds directly may still be worth most "
        "('alone' against 'directly'). It rests on votes alone, without a prior, and says what no "
        "other choice can exceed; intervals are then of the drawing alone (cover_level), as the "
        "votes are held. Quotas must not overlap then.\n"
        "--graphml and --gexf write the chosen and the buyers who rely on them as a graph: an arc "
        "from a buyer to whom they rely on, which weighs their vote.\n"
        "Decisions (kith decide) are honoured: who has a veto is left out, who is picked or pinned "
        "is in.",
    .examples = examples,
    .flags = flags,
    .store = STORE_NEEDED,
    .words_least = 1,
    .words_most = 1,
    .run = run,
};

/* choose.c - verb: which few reach most of the buyers together? */
#include "choose/choose.h"

#include "base/limits.h"
#include "find/people.h"
#include "verb/costs.h"
#include "verb/decided.h"

#include <string.h>

static const char *const examples[] = {
    "kith choose security -k 3",
    "kith choose security -k 5 --quota 'analyst>=2' --exclude 'org:\"Globex\"'",
    "kith choose security -k 8 --cost costs.csv --budget 20000",
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
    {"budget", 0, "N", "the costs of all picks together", false},
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
    {"cost", NULL, NULL, CELL_REAL, 2, false},
    {"decision", "decided", NULL, CELL_TEXT, 0, COLUMN_GOES},
    {"reason", NULL, NULL, CELL_TEXT, 0, false},
};

static const struct column curve_columns[] = {
    {"place", "#", NULL, CELL_INT, 0, false},
    {"id", "id", NULL, CELL_TEXT, 0, COLUMN_GOES},
    {"name", "person", NULL, CELL_TEXT, 0, true},
    {"gain_in_100", "adds", "buyers in 100", CELL_REAL, 1, false},
    {"cover_in_100", "together", "buyers in 100", CELL_REAL, 1, false},
    {"picked", "picked", NULL, CELL_BOOL, 0, false},
    {"worth_it", "worth it", NULL, CELL_BOOL, 0, false},
};

#define FIRM_SHARE 0.8

/* What the flags and decisions make of the options. */
struct wish {
    struct choose_options o;
    bool *allowed;
    bool *excluded; /* by --exclude */
    uint32_t *include;
    size_t include_count;
    struct quota *quota;
    size_t quota_count;
    struct decisions decisions;
};

static enum status narrow(struct request *r, const struct scope *sc, struct table *t,
                          struct wish *w, struct err *e)
{
    size_t n = sc->scene.node_count;
    bool *only = NULL;
    enum status s = OK;
    w->allowed = arena_new(r->a, bool, n);
    w->excluded = arena_new(r->a, bool, n);
    if (request_has(r, "only")) s = scope_people(r, sc, request_value(r, "only"), t, &only, e);
    if (s) return err_in(e, s, "--only");
    for (size_t i = 0; i < n; i++)
        w->allowed[i] = !only || only[i];
    for (const char *const *v = request_values(r, "exclude"); *v; v++) {
        bool *out = NULL;
        s = scope_people(r, sc, str_of(*v), t, &out, e);
        if (s) return err_in(e, s, "--exclude");
        for (size_t i = 0; i < n; i++) {
            w->excluded[i] = w->excluded[i] || out[i];
            w->allowed[i] = w->allowed[i] && !out[i];
        }
    }
    return OK;
}

static void include(struct wish *w, uint32_t node)
{
    for (size_t i = 0; i < w->include_count; i++) {
        if (w->include[i] == node) return;
    }
    w->include[w->include_count++] = node;
}

static enum status include_one(struct request *r, const struct scope *sc, struct wish *w,
                               uint32_t node, struct err *e)
{
    if (w->excluded[node]) {
        struct card card;
        enum status s = scope_card(r, sc, node, &card, e);
        if (s) return s;
        return err_set(e, BAD_USAGE,
                       "--include and --exclude both name %.*s (%.*s); leave them out of one",
                       STR_ARG(card.name), STR_ARG(card.id));
    }
    include(w, node);
    return OK;
}

/* Nobody outside the market can be included: no figure says what they would add. */
static enum status include_all(struct request *r, const struct scope *sc, struct table *t,
                               struct wish *w, struct err *e)
{
    w->include = arena_new(r->a, uint32_t, sc->scene.node_count + 1);
    for (const char *const *v = request_values(r, "include"); *v; v++) {
        bool *in = NULL;
        size_t before = w->include_count;
        enum status s = scope_people(r, sc, str_of(*v), t, &in, e);
        if (s) return err_in(e, s, "--include");
        for (uint32_t i = 0; i < sc->scene.node_count && !s; i++) {
            if (in[i] && sc->scene.node_type[i] == NODE_PERSON) s = include_one(r, sc, w, i, e);
        }
        if (s) return s;
        if (w->include_count == before) {
            return err_set(e, NOT_FOUND, "--include '%s' names nobody of this market", *v);
        }
    }
    return OK;
}

static enum status honour(struct request *r, const struct scope *sc, struct table *t,
                          struct wish *w, struct err *e)
{
    enum status s = decisions_load(r->st, sc->market.id, r->a, &w->decisions, e);
    for (size_t i = 0; i < w->decisions.count && !s; i++) {
        const struct decided *d = &w->decisions.one[i];
        uint32_t node = scope_node(sc, d->node);
        bool veto = str_is(d->kind, "veto");
        if (node != UINT32_MAX) {
            if (veto) {
                w->allowed[node] = false;
            } else {
                include(w, node);
            }
        }
        struct card card;
        s = card_load(r->st, d->node, r->a, &card, e);
        if (s) break;
        if (veto) {
            table_note(t, "%.*s has a veto: %.*s.", STR_ARG(card.name), STR_ARG(d->reason));
        } else if (node == UINT32_MAX) {
            table_note(t, "%.*s is decided for, but nothing in this market names them.",
                       STR_ARG(card.name));
        }
    }
    return s;
}

/* 'analyst>=2': what stands before the comparison is a category, or a people query. */
static enum status read_quota(struct request *r, const struct scope *sc, struct str rule,
                              struct table *t, struct quota *ret, struct err *e)
{
    size_t at = rule.len;
    int64_t number = 0;
    while (at > 0 && !strchr("<>=", rule.p[at - 1]))
        at--;
    size_t end = at;
    while (at > 0 && strchr("<>=", rule.p[at - 1]))
        at--;
    struct str sign = str_head(str_skip(rule, at), end - at);
    struct str who = str_trim(str_head(rule, at));
    bool known = str_is(sign, ">=") || str_is(sign, "<=") || str_is(sign, "=");
    if (!known || !who.len || !str_to_i64(str_trim(str_skip(rule, end)), &number) || number < 0 ||
        number > CHOOSE_MAX) {
        return err_set(e, BAD_USAGE,
                       "--quota '%.*s', want WHO>=N, WHO<=N or WHO=N, as 'analyst>=2'",
                       STR_ARG(rule));
    }
    bool query = str_find(who, ':') < who.len || str_find(who, ' ') < who.len;
    if (!query) who = str_printf(r->a, "category:%.*s", STR_ARG(who));
    bool *member = NULL;
    enum status s = scope_people(r, sc, who, t, &member, e);
    if (s) return err_in(e, s, "--quota");
    *ret = (struct quota){
        .member = member,
        .least = sign.p[0] == '<' ? 0 : (size_t)number,
        .most = sign.p[0] == '>' ? SIZE_MAX : (size_t)number,
        .name = rule,
    };
    return OK;
}

static enum status read_wish(struct request *r, const struct scope *sc, struct table *t,
                             struct wish *w, struct err *e)
{
    int64_t k = 3;
    double budget = 0;
    enum status s = request_i64(r, "picks", 1, CHOOSE_MAX, &k, e);
    if (!s) s = request_double(r, "budget", 0, 1e15, &budget, e);
    if (!s && budget > 0 && !request_has(r, "cost")) {
        s = err_set(e, BAD_USAGE, "--budget wants to know what each costs; give --cost FILE, too");
    }
    if (!s) s = narrow(r, sc, t, w, e);
    if (!s) s = include_all(r, sc, t, w, e);
    if (!s) s = honour(r, sc, t, w, e);
    w->quota = arena_new(r->a, struct quota, r->given_count + 1);
    for (const char *const *v = request_values(r, "quota"); *v && !s; v++) {
        s = read_quota(r, sc, str_of(*v), t, &w->quota[w->quota_count++], e);
    }
    w->o = (struct choose_options){
        .k = (size_t)k,
        .allowed = w->allowed,
        .include = w->include,
        .include_count = w->include_count,
        .budget = budget,
        .quota = w->quota,
        .quota_count = w->quota_count,
        .seed = r->seed,
        .threads = r->threads,
        .progress = r->progress,
    };
    const char *path = request_path(r, "cost");
    if (!s && path) s = costs_load(r, sc, path, &w->o.cost, e);
    return s;
}

static enum status put_pick(struct request *r, const struct scope *sc, const struct wish *w,
                            const struct pick *p, struct table *t, struct err *e)
{
    struct card card;
    enum status s = scope_card(r, sc, p->node, &card, e);
    if (s) return s;
    struct cell *row = table_row(t);
    row[0] = cell_int((int64_t)t->row_count);
    row[1] = cell_text(card.id);
    row[2] = cell_text(card.name);
    row[3] = cell_text(card.categories);
    row[4] = cell_real(p->gain);
    row[5] = cell_real(p->cover);
    row[6] = cell_real(p->reach);
    row[7] = cell_bool(p->firm >= FIRM_SHARE);
    row[8] = cell_real(p->firm);
    row[9] = cell_real(p->cost);
    for (size_t i = 0; i < w->decisions.count; i++) {
        if (w->decisions.one[i].node != sc->scene.node_id[p->node]) continue;
        row[10] = cell_text(w->decisions.one[i].kind);
        row[11] = cell_text(w->decisions.one[i].reason);
    }
    return OK;
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
    }
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
    if (c->count < w->o.k) {
        table_note(t, "Only %zu of the %zu asked for: people or budget end there.", c->count,
                   w->o.k);
    }
    if (w->o.cost) {
        table_note(t, "They cost %.2f together.", c->cost);
        table_fact(t, "cost", NULL, cell_real(c->cost), 2);
    }
}

static enum status run(struct request *r, struct table **ret, struct err *e)
{
    struct scope *sc = arena_new(r->a, struct scope, 1);
    struct wish w = {0};
    struct choice c = {0};
    struct table *t = table_new(r->a, "choose", columns, sizeof columns / sizeof *columns);
    enum status s = scope_load(r, r->word[0], sc, e);
    if (!s) s = scope_rank(r, sc, e);
    if (!s) s = read_wish(r, sc, t, &w, e);
    if (!s) s = choose_find(&sc->findings, &w.o, r->a, &c, e);
    if (s) return s;
    t->title = str_printf(r->a, "Whom to choose in %.*s", STR_ARG(sc->market.name));
    scope_facts(t, sc);
    bool ranked = sc->findings.ranked;
    struct cell none = {.kind = CELL_NONE};
    table_fact(t, "cover_in_100", NULL, ranked ? cell_real(c.cover) : none, 1);
    table_fact(t, "cover_lo", NULL, ranked ? cell_real(c.lo) : none, 1);
    table_fact(t, "cover_hi", NULL, ranked ? cell_real(c.hi) : none, 1);
    table_fact(t, "cover_level", NULL, cell_real(0.8), 2);
    table_fact(t, "stop_at", NULL, ranked ? cell_int((int64_t)c.stop_at) : none, 0);
    lead(sc, &w, &c, t);
    for (size_t i = 0; i < c.count && !s; i++)
        s = put_pick(r, sc, &w, &c.pick[i], t, e);
    struct table *curve = table_more(t, "curve", curve_columns, 7);
    if (c.count) curve->title = STR("What each one adds, and who would follow");
    if (!s) s = put_curve(r, sc, &c, curve, e);
    note_stop(&c, t);
    struct str scope = scope_sentence(r->a, sc);
    table_note(t, "As asked: %.*s.", STR_ARG(scope));
    scope_notes(t, sc);
    *ret = t;
    return s;
}

const struct verb verb_choose = {
    .name = "choose",
    .words = "MARKET",
    .summary = "which few reach most of the buyers together",
    .details =
        "Not the first of 'find': people whom the same buyers rely on add little to each other. "
        "'adds' is what a pick adds to those before it, 'alone' its own reach. A pick is firm when "
        "it is chosen in at least 80 % of draws from what the evidence allows ('in draws').\n"
        "Decisions (kith decide) are honoured: who has a veto is left out, who is picked or pinned "
        "is in.",
    .examples = examples,
    .flags = flags,
    .store = STORE_NEEDED,
    .words_least = 1,
    .words_most = 1,
    .run = run,
};

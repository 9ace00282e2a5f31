/* account.c - verb: who influences the buyers of one organisation, and who of ours knows them? */
#include "verb/account.h"

#include "base/limits.h"
#include "connect/written.h"
#include "verb/acquaint.h"
#include "verb/quoted.h"

#include <stdlib.h>

static const char *const examples[] = {
    "kith account Acme",
    "kith account Acme --market security -n 20",
    "kith account 'Acme Inc.' --until 2026-01-01 --json",
    NULL,
};

static const struct flag flags[] = {
    {"market", 0, "MARKET", "only this one (all in which it has buyers)", false},
    {"rows", 'n', "N", "how many people, and how many buyers, a market at most (10)", false},
    {"until", 0, "DATE", "as it stood before that day", false},
    {NULL, 0, NULL, NULL, false},
};

enum main_column {
    MARKET,
    RANK,
    ID,
    NAME,
    REACH,
    LO,
    HI,
    LEVEL,
    VOTERS,
    PRIOR,
    CATEGORIES,
    MATE_ID,
    MATE,
    HOW,
    VIA_ID,
    VIA,
    READ,
    READ_AT,
    READ_URL,
    AUDIENCE,
    FOR,
    AS_OF,
    MODEL,
    COLUMN_COUNT
};

static const struct column columns[] = {
    {"market", "market", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"rank", "#", NULL, CELL_INT, 0, COLUMN_CUT},
    {"id", NULL, NULL, CELL_TEXT, 0, false},
    {"name", "person", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"reach_in_100", "reach", "buyers in 100", CELL_REAL, 1, COLUMN_CUT},
    {"lo", "from", "buyers in 100", CELL_REAL, 1, COLUMN_GOES},
    {"hi", "to", "buyers in 100", CELL_REAL, 1, COLUMN_GOES},
    {"level", NULL, "share", CELL_REAL, 2, false},
    {"voters", "buyers", "buyers", CELL_INT, 0, false},
    {"prior_share", NULL, "share", CELL_REAL, 2, false},
    {"categories", "category", NULL, CELL_TEXT, 0, COLUMN_GOES},
    {"teammate_id", NULL, NULL, CELL_TEXT, 0, false},
    {"teammate", "of ours", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"how_known", "how well", NULL, CELL_TEXT, 0, COLUMN_WRAPS},
    {"through_id", NULL, NULL, CELL_TEXT, 0, false},
    {"through", "through", NULL, CELL_TEXT, 0, COLUMN_WRAPS},
    {"read_first", "read first", NULL, CELL_TEXT, 0, COLUMN_WRAPS},
    {"read_at", NULL, "UTC", CELL_TIME, 0, false},
    {"read_url", NULL, NULL, CELL_TEXT, 0, false},
    {"audience", NULL, NULL, CELL_TEXT, 0, false},
    {"for", NULL, NULL, CELL_TEXT, 0, false},
    {"as_of", NULL, "UTC", CELL_TIME, 0, false},
    {"model", NULL, NULL, CELL_TEXT, 0, false},
};
_Static_assert(sizeof columns / sizeof *columns == COLUMN_COUNT, "one name a column");

static const struct column market_columns[] = {
    {"market", "market", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"topic", "topic", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"audience", NULL, NULL, CELL_TEXT, 0, false},
    {"audience_size", "buyers there", "people", CELL_INT, 0, false},
    {"heard", "heard", "people", CELL_INT, 0, false},
    {"ranked", "ranked", NULL, CELL_BOOL, 0, false},
    {"since", NULL, "UTC", CELL_TIME, 0, false},
    {"until", NULL, "UTC", CELL_TIME, 0, false},
    {"as_of", "as of", "UTC", CELL_TIME, 0, false},
    {"model", NULL, NULL, CELL_TEXT, 0, false},
};

static const struct column reading_columns[] = {
    {"market", "market", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"id", NULL, NULL, CELL_TEXT, 0, false},
    {"name", "person", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"why", "why", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"title", "title", NULL, CELL_TEXT, 0, COLUMN_WRAPS},
    {"at", "day", "UTC", CELL_TIME, 0, false},
    {"url", "link", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"source", NULL, NULL, CELL_TEXT, 0, false},
    {"place", NULL, NULL, CELL_TEXT, 0, false},
    {"where", "where", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"docs_on_topic", NULL, "docs", CELL_INT, 0, false},
    {"answered_by", NULL, "people", CELL_INT, 0, false},
};

/* ---- the people who reach them ---- */

static enum status put_doc(struct pack *p, const struct cell *person, const struct written *doc,
                           const struct reading *found, const char *why, struct err *e)
{
    struct quoted q;
    enum status s = quoted_load(p->r, doc->doc, &q, e);
    if (s) return s;
    struct cell *row = table_row(p->reading);
    row[0] = person[MARKET];
    row[1] = person[ID];
    row[2] = person[NAME];
    row[3] = cell_text(str_of(why));
    row[4] = cell_text(q.title.len ? q.title : q.quote);
    row[5] = cell_time(q.at_s);
    row[6] = cell_text(q.url);
    row[7] = cell_text(q.source);
    row[8] = cell_text(q.place);
    row[9] = cell_text(place_shown(p->r->a, q.source, q.place));
    row[10] = cell_int((int64_t)found->count);
    if (doc == found->heeded) row[11] = cell_int((int64_t)found->answered_by);
    return OK;
}

/* The most answered first, then the latest; of a person without docs on the topic nothing. */
static enum status put_reading(struct pack *p, const struct scope *sc,
                               const struct topic_hits *hits, size_t at, struct err *e)
{
    const struct market *m = &sc->market;
    struct request *r = p->r;
    struct reading found = {0};
    int64_t before_s = sc->scene.as_of_s == TIME_NONE ? INT64_MAX : sc->scene.as_of_s + 1;
    if (p->until_s != TIME_NONE) before_s = p->until_s;
    struct writings w = {.st = r->st, .nodes = &p->nodes, .before_s = before_s};
    enum status s = writings_load(&w, &p->person[at], 1, r->a, e);
    if (!s) s = reading_find(&w, hits, m->since_s, r->a, &found, e);
    if (s || !found.count) return s;
    size_t first = p->reading->row_count;
    struct cell *row = p->t->cells + at * p->t->column_count;
    if (found.heeded) {
        bool both = found.heeded == found.latest;
        const char *why = both ? "most answered and latest" : "most answered";
        s = put_doc(p, row, found.heeded, &found, why, e);
    }
    if (!s && found.latest != found.heeded) {
        s = put_doc(p, row, found.latest, &found, "latest", e);
    }
    if (s) return s;
    const struct cell *doc = p->reading->cells + first * p->reading->column_count;
    row[READ] = doc[4];
    row[READ_AT] = doc[5];
    row[READ_URL] = doc[6];
    return OK;
}

static enum status put_person(struct pack *p, const struct scope *sc, size_t at, struct err *e)
{
    const struct person_reach *found = &sc->findings.person[at];
    struct card card;
    enum status s = scope_card(p->r, sc, found->node, &card, e);
    if (s) return s;
    p->person = arena_more(p->r->a, p->person, p->t->row_count, sizeof *p->person);
    p->person[p->t->row_count] = sc->scene.node_id[found->node];
    struct cell *row = table_row(p->t);
    if (sc->findings.ranked) {
        row[RANK] = cell_int((int64_t)at + 1);
        row[REACH] = cell_real(found->reach);
        row[LO] = cell_real(found->lo);
        row[HI] = cell_real(found->hi);
        row[LEVEL] = cell_real(REACH_LEVEL);
        row[PRIOR] = cell_real(found->prior_part);
    }
    row[MARKET] = pack_text(p, sc->market.name);
    row[ID] = cell_text(card.id);
    row[NAME] = cell_text(card.name);
    row[VOTERS] = cell_int(found->voters);
    row[CATEGORIES] = cell_text(card.categories);
    row[AUDIENCE] = pack_text(p, sc->market.audience);
    row[FOR] = cell_text(p->org.query);
    row[AS_OF] = cell_time(sc->scene.as_of_s);
    row[MODEL] = pack_text(p, sc->model);
    return OK;
}

struct named {
    size_t at;
    struct str name;
    int64_t node;
};

static int by_name(const void *a, const void *b)
{
    const struct named *x = a;
    const struct named *y = b;
    int names = str_cmp(x->name, y->name);
    if (names) return names;
    return x->node < y->node ? -1 : x->node > y->node;
}

/* The first by reach, in order; where nobody is ranked, those by name. Never ours. */
static enum status put_people(struct pack *p, const struct scope *sc, struct err *e)
{
    struct topic_hits hits;
    const struct findings *f = &sc->findings;
    struct named *order = arena_new(p->r->a, struct named, (size_t)p->rows);
    size_t count = 0;
    enum status s = topic_hits(p->r->st, sc->market.topic, p->r->a, &hits, e);
    for (size_t i = 0; i < f->count && count < (size_t)p->rows && !s; i++) {
        int64_t node = sc->scene.node_id[f->person[i].node];
        if (pack_ours(p, node)) continue;
        order[count] = (struct named){.at = i, .node = node};
        s = node_name(p->r->st, node, p->r->a, &order[count++].name, e);
    }
    if (!f->ranked && count) qsort(order, count, sizeof *order, by_name);
    for (size_t i = 0; i < count && !s; i++) {
        s = put_person(p, sc, order[i].at, e);
        if (!s) s = put_reading(p, sc, &hits, p->t->row_count - 1, e);
    }
    return s;
}

/* Who of ours knows each, or could come to. */
static enum status put_known(struct pack *p, struct err *e)
{
    struct table *t = p->t;
    struct acquaint q = {.team = p->team};
    int64_t before_s = p->latest_s == TIME_NONE ? INT64_MAX : p->latest_s + 1;
    if (p->until_s != TIME_NONE) before_s = p->until_s;
    struct known_before before = {before_s, p->until_s == TIME_NONE ? INT64_MAX : p->until_s};
    enum status s = acquaint_load(p->r, p->person, t->row_count, before, &q, e);
    for (size_t i = 0; i < t->row_count && !s; i++) {
        struct cell *row = t->cells + i * t->column_count;
        size_t count = 0;
        const size_t *order = acquaint_order(&q, i, p->r->a, &count);
        if (count) {
            const struct traits *mate = &q.team.one[order[0]];
            row[MATE_ID] = cell_text(node_public_id(p->r->a, mate->node, 'p'));
            row[MATE] = cell_text(mate->name);
            row[HOW] = cell_text(acquaint_words(p->r->a, &q, i, order[0]));
            continue;
        }
        struct via via = acquaint_via(&q, i);
        struct str name;
        if (!via.through.node) continue;
        s = node_name(p->r->st, via.through.node, p->r->a, &name, e);
        if (s) break;
        const struct traits *mate = &q.team.one[via.mate];
        row[VIA_ID] = cell_text(node_public_id(p->r->a, via.through.node, 'p'));
        row[VIA] = cell_text(
            str_printf(p->r->a, "%.*s, whom %.*s knows", STR_ARG(name), STR_ARG(mate->name)));
    }
    if (!s) acquaint_note(p->r, &q, t);
    return s;
}

/* ---- the markets ---- */

static void put_market(struct pack *p, const struct scope *sc)
{
    const struct market *m = &sc->scene.market;
    struct cell *row = table_row(p->markets);
    row[0] = pack_text(p, sc->market.name);
    row[1] = pack_text(p, sc->market.topic);
    row[2] = pack_text(p, sc->market.audience);
    row[3] = cell_int((int64_t)sc->scene.audience_count);
    row[4] = cell_int((int64_t)sc->findings.votes.buyer_count);
    row[5] = cell_bool(sc->findings.ranked);
    row[6] = cell_time(m->since_s);
    row[7] = cell_time(m->until_s);
    row[8] = cell_time(sc->scene.as_of_s);
    row[9] = pack_text(p, sc->model);
    if (sc->scene.as_of_s > p->latest_s) p->latest_s = sc->scene.as_of_s;
}

static enum status take_market(struct pack *p, struct request *loads, struct str name, bool alone,
                               struct err *e)
{
    struct scope sc = {0};
    enum status s = scope_load_for(loads, name, p->org.query, &sc, e);
    if (!s) s = scope_rank(loads, &sc, e);
    if (s) return s;
    put_market(p, &sc);
    s = put_people(p, &sc, e);
    if (!s) s = pack_buyers(p, &sc, e);
    if (!s && !sc.findings.ranked) s = pack_evidence(p, &sc, e);
    if (s || !alone) return s;
    struct str scope = scope_sentence(p->r->a, &sc);
    table_lead(p->t, "%.*s.", STR_ARG(scope));
    scope_facts(p->t, &sc);
    scope_notes(p->t, &sc);
    return OK;
}

/* Of all markets, those in whose audience somebody of the organisation is who is not ours. */
static enum status markets_of(struct pack *p, struct markets *ret, struct err *e)
{
    struct node_set people;
    struct markets all;
    size_t count = 0;
    enum status s = people_find(p->r->st, p->org.query, p->r->a, &people, e);
    if (!s) s = market_list(p->r->st, p->r->a, &all, e);
    for (size_t i = 0; !s && i < all.count; i++) {
        struct node_set audience;
        bool any = false;
        s = people_find(p->r->st, all.market[i].audience, p->r->a, &audience, e);
        for (size_t k = 0; !s && !any && k < people.count; k++) {
            int64_t id = people.id[k];
            any = node_set_has(&audience, id) && !bits_has(&p->nodes.staff, id);
        }
        if (any) all.market[count++] = all.market[i];
    }
    if (s) return s;
    ret->market = all.market;
    ret->count = count;
    return OK;
}

/* A market's evidence is given back before the next one's is read. */
static enum status take_all(struct pack *p, struct err *e)
{
    struct markets m = {0};
    if (request_has(p->r, "market")) {
        return take_market(p, p->r, request_value(p->r, "market"), true, e);
    }
    enum status s = markets_of(p, &m, e);
    if (s || m.count == 1) return s ? s : take_market(p, p->r, m.market[0].name, true, e);
    for (size_t i = 0; i < m.count && !s; i++) {
        struct arena scratch = {0};
        struct request loads = *p->r;
        loads.scopes = NULL; /* of one organisation, and gone with the scratch */
        loads.a = &scratch;
        s = take_market(p, &loads, m.market[i].name, false, e);
        arena_free(&scratch);
    }
    if (s) return s;
    if (!m.count) {
        table_note(p->t, "Nobody of %.*s is in the audience of any market: tag its buyers (%.*s).",
                   STR_ARG(p->org.name),
                   STR_ARG(request_next(p->r, "tag %.*s buyer",
                                        STR_ARG(shell_word(p->r->a, p->org.query)))));
        return OK;
    }
    table_lead(p->t, "%.*s has buyers in %zu markets.", STR_ARG(p->org.name), m.count);
    table_note(p->t,
               "With fewer than %d buyers known by evidence there is evidence, but no ranks; "
               "--market says more of one.",
               BUYERS_KNOWN_MIN);
    return OK;
}

/* ---- the pack ---- */

static void tables(struct pack *p)
{
    struct table *t = p->t = table_new(p->r->a, "account", columns, COLUMN_COUNT);
    t->title = str_printf(p->r->a, "Who influences the buyers of %.*s", STR_ARG(p->org.name));
    t->empty = STR("Nobody is known to.");
    table_fact(t, "org", NULL, cell_text(p->org.name), 0);
    struct str id = p->org.node ? node_public_id(p->r->a, p->org.node, 'g') : STR_NONE;
    table_fact(t, "org_id", NULL, cell_text(id), 0);
    p->markets = table_more(t, "markets", market_columns, COUNT_OF(market_columns));
    p->reading = table_more(t, "reading", reading_columns, COUNT_OF(reading_columns));
    pack_lists(p);
}

static void titles(struct pack *p)
{
    if (p->markets->row_count) p->markets->title = STR("Markets");
    if (p->buyers->row_count) p->buyers->title = STR("Its buyers");
    if (p->evidence->row_count) p->evidence->title = STR("What these buyers did");
    if (!p->t->row_count) return;
    p->reading->title = STR("What to read first");
    p->reading->empty = STR("Nothing that these people wrote on it is here.");
}

/* Of one market alone its name stands once. */
static void hide_market(struct table *t)
{
    struct column *kept = arena_new(t->a, struct column, t->column_count);
    for (size_t i = 0; i < t->column_count; i++)
        kept[i] = t->columns[i];
    if (str_is(str_of(kept[MARKET].name), "market")) kept[MARKET].title = NULL;
    t->columns = kept;
}

static enum status run(struct request *r, struct table **ret, struct err *e)
{
    struct pack p = {.r = r, .rows = 10, .until_s = TIME_NONE, .latest_s = TIME_NONE};
    enum status s = request_i64(r, "rows", 1, CHOOSE_MAX, &p.rows, e);
    if (!s) s = request_time(r, "until", &p.until_s, e);
    if (!s) s = org_find(r->st, r->word[0], r->a, &p.org, e);
    if (!s) s = nodes_load(r->st, r->a, &p.nodes, e);
    if (!s) s = team_load(r->st, r->a, &p.team, e);
    if (s) return s;
    tables(&p);
    s = take_all(&p, e);
    if (!s && p.t->row_count) s = put_known(&p, e);
    if (!s) s = pack_deals(&p, e);
    if (s) return s;
    titles(&p);
    for (struct table *t = p.t; t && p.markets->row_count == 1; t = t->more)
        if (t != p.markets) hide_market(t);
    *ret = p.t;
    return OK;
}

const struct verb verb_account = {
    .name = "account",
    .words = "ORG",
    .summary = "who influences one organisation's buyers, who of ours knows them, what to read",
    .details =
        "For before the deal. ORG is a name (also an alias, or with its legal form) or an id; its "
        "parts belong to it. For each market in whose audience it has people: those who reach "
        "these buyers, as 'kith find MARKET --for ORG' has them (with fewer than 8 known buyers "
        "evidence, but no ranks); of each, who of ours knows them best (by what the person "
        "confirmed, else by what ours claim, and what was seen) or through whom ours could come "
        "to; what of theirs on the topic to read first: what most people answered, and the "
        "latest. Then its buyers, what these did, and its deals. Ours are never among those who "
        "influence.",
    .examples = examples,
    .flags = flags,
    .store = STORE_NEEDED,
    .words_least = 1,
    .words_most = 1,
    .run = run,
};

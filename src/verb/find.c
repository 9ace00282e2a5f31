/* find.c - verb: who moves this market? */
#include "find/loud.h"
#include "find/people.h"
#include "verb/doubted.h"
#include "verb/moved.h"
#include "verb/rests.h"

#include <math.h>
#include <stdlib.h>

static const char *const examples[] = {
    "kith find security",
    "kith find security 'category:analyst' -n 5",
    "kith find security --for 'org:\"Acme\"'",
    "kith find security --outlets",
    "kith find security --popular",
    "kith find security --since 2026-01-01",
    "kith find security --until 2026-01-01 --json",
    NULL,
};

static const struct flag flags[] = {
    {"rows", 'n', "N", "how many at most (10)", false},
    {"all", 0, NULL, "everybody with a figure", false},
    {"outlets", 0, NULL, "where these buyers look: lists, feeds, events, firms", false},
    {"against", 0, NULL, "whom these buyers oppose", false},
    {"popular", 0, NULL, "who is loud, but not trusted by these buyers", false},
    {"flagged", 0, NULL, "whose attention looks made, and why", false},
    {"since", 0, "DATE", "who has moved further since that day than intervals allow", false},
    SCOPE_FLAGS,
    {NULL, 0, NULL, NULL, false},
};

enum {
    NAME = 2,
    TIER = 22,
    PLACE_WORST,
    REACH_WORST,
    RESTS_ON,
    NEXT,
    FIRST_LOUD = NEXT + 4,
    FLAGS = FIRST_LOUD + LOUD_COUNT,
    THEN = FLAGS + 3,
    SAME_NAMES_ROWS = 200
};

static const struct column columns[] = {
    {"rank", "#", NULL, CELL_INT, 0, false},
    {"id", "id", NULL, CELL_TEXT, 0, COLUMN_GOES},
    {"name", "person", NULL, CELL_TEXT, 0, true},
    {"org", NULL, NULL, CELL_TEXT, 0, false},
    {"categories", "category", NULL, CELL_TEXT, 0, true},
    {"reach_in_100", "reach", "buyers in 100", CELL_REAL, 1, false},
    {"lo", "from", "buyers in 100", CELL_REAL, 1, false},
    {"hi", "to", "buyers in 100", CELL_REAL, 1, false},
    {"level", NULL, "share", CELL_REAL, 2, false},
    {"p_top_10", "top 10", "probability", CELL_REAL, 2, false},
    {"multiplier", "× mean", NULL, CELL_REAL, 1, COLUMN_GOES},
    {"votes", NULL, "buyers", CELL_REAL, 1, false},
    {"voters", NULL, "buyers", CELL_INT, 0, false},
    {"voters_direct", "direct", "buyers", CELL_INT, 0, false},
    {"voters_by_outlet", "by list", "buyers", CELL_INT, 0, COLUMN_GOES},
    {"online_share", "online", "share", CELL_REAL, 2, COLUMN_GOES},
    {"prior_share", "prior", "share", CELL_REAL, 2, COLUMN_GOES},
    {"followers", NULL, "accounts", CELL_REAL, 0, false},
    {"staff", NULL, NULL, CELL_BOOL, 0, false},
    {"accounts", NULL, NULL, CELL_TEXT, 0, false},
    {"place_lo", NULL, "place", CELL_INT, 0, false},
    {"place_hi", NULL, "place", CELL_INT, 0, false},
    {"tier", NULL, NULL, CELL_INT, 0, false},
    {"place_worst", NULL, "place", CELL_INT, 0, false},
    {"reach_worst", NULL, "buyers in 100", CELL_REAL, 1, false},
    {"rests_on", NULL, NULL, CELL_TEXT, 0, false},
    {"next_lo", NULL, "buyers in 100", CELL_REAL, 1, false},
    {"next_hi", NULL, "buyers in 100", CELL_REAL, 1, false},
    {"place_next_lo", NULL, "place", CELL_INT, 0, false},
    {"place_next_hi", NULL, "place", CELL_INT, 0, false},
    {"place_followers", "by fans", "place", CELL_INT, 0, COLUMN_GOES},
    {"place_volume", NULL, "place", CELL_INT, 0, false},
    {"place_in_degree", NULL, "place", CELL_INT, 0, false},
    {"place_pagerank", NULL, "place", CELL_INT, 0, false},
    {"place_hits", NULL, "place", CELL_INT, 0, false},
    {"place_k_core", NULL, "place", CELL_INT, 0, false},
    {"place_h_index", NULL, "place", CELL_INT, 0, false},
    {"place_klout", NULL, "place", CELL_INT, 0, false},
    {"flags", "flags", NULL, CELL_TEXT, 0, COLUMN_GOES},
    {"multiplier_lo", NULL, NULL, CELL_REAL, 1, false},
    {"multiplier_hi", NULL, NULL, CELL_REAL, 1, false},
    {"then_in_100", NULL, "buyers in 100", CELL_REAL, 1, false},
    {"then_lo", NULL, "buyers in 100", CELL_REAL, 1, false},
    {"then_hi", NULL, "buyers in 100", CELL_REAL, 1, false},
    {"moved", "moved", NULL, CELL_TEXT, 0, COLUMN_GOES},
};

enum { COLUMN_COUNT = sizeof columns / sizeof *columns };
_Static_assert(THEN + MOVED_CELLS == COLUMN_COUNT, "one column a loudness measure");

/* Fills one row; nothing that claims an order when nobody is ranked. */
static enum status put_person(struct request *r, const struct scope *sc, const struct loud *loud,
                              size_t at, struct table *t, struct err *e)
{
    const struct person_reach *p = &sc->findings.person[at];
    bool ranked = sc->findings.ranked;
    struct card card;
    struct rests rests;
    enum status s = scope_card(r, sc, p->node, &card, e);
    if (!s) s = rests_cells(r, sc, p, &rests, e);
    if (s) return s;
    struct cell *row = table_row(t);
    row[PLACE_WORST] = rests.place_worst;
    row[REACH_WORST] = rests.reach_worst;
    row[RESTS_ON] = rests.rests_on;
    if (ranked) {
        row[0] = cell_int((int64_t)at + 1);
        row[5] = cell_real(p->reach);
        row[6] = cell_real(p->lo);
        row[7] = cell_real(p->hi);
        row[8] = cell_real(REACH_LEVEL);
        row[9] = cell_real(p->p_top);
        row[10] = cell_real(p->multiplier);
        row[FLAGS + 1] = cell_real(p->multiplier * p->lo / p->reach);
        row[FLAGS + 2] = cell_real(p->multiplier * p->hi / p->reach);
        row[16] = cell_real(p->prior_part);
    }
    if (p->tier) {
        row[TIER - 2] = cell_int(p->place_lo);
        row[TIER - 1] = cell_int(p->place_hi);
        row[TIER] = cell_int(p->tier);
    }
    if (p->place_next_lo) {
        row[NEXT] = cell_real(p->next_lo);
        row[NEXT + 1] = cell_real(p->next_hi);
        row[NEXT + 2] = cell_int(p->place_next_lo);
        row[NEXT + 3] = cell_int(p->place_next_hi);
    }
    row[1] = cell_text(card.id);
    row[2] = cell_text(card.name);
    row[3] = cell_text(card.orgs);
    row[4] = cell_text(card.categories);
    row[11] = cell_real(p->votes);
    row[12] = cell_int(p->voters);
    row[13] = cell_int(p->direct);
    row[14] = cell_int((int64_t)p->voters - p->direct);
    row[15] = cell_real(p->online_part);
    double followers = sc->scene.followers[p->node];
    if (followers >= 0) row[17] = cell_real(followers);
    row[18] = cell_bool(card.staff);
    row[19] = cell_text(card.accounts);
    for (int k = 0; k < LOUD_COUNT; k++) {
        uint32_t place = loud->place[k][p->node];
        bool said = k != LOUD_FOLLOWERS || followers >= 0; /* nobody counted: no place to show */
        if (place && said) row[FIRST_LOUD + k] = cell_int(place);
    }
    return OK;
}

static int by_name(const void *a, const void *b)
{
    const struct cell *x = a;
    const struct cell *y = b;
    int names = str_cmp(x[2].text, y[2].text);
    return names ? names : str_cmp(x[1].text, y[1].text);
}

static void lead_people(struct request *r, const struct scope *sc, struct table *t)
{
    struct str scope = scope_sentence(r->a, sc);
    if (!sc->findings.ranked || !sc->findings.count || !t->row_count) {
        table_lead(t, "%.*s.", STR_ARG(scope));
        return;
    }
    const struct cell *first = t->cells;
    table_lead(t, "%.*s. %s %.*s: %.1f buyers in 100 rely on them (%.1f to %.1f).", STR_ARG(scope),
               r->word_count > 1 ? "Of those asked for, first is" : "First is",
               STR_ARG(first[2].text), first[5].real, first[6].real, first[7].real);
}

static void note_nexts(struct request *r, const struct scope *sc, struct table *t)
{
    if (!t->row_count) return;
    scope_opens(r, sc, t->cells[1].text, t);
    table_note(t, "What stands behind the first%s: %.*s", sc->findings.ranked ? " figure" : "",
               STR_ARG(t->facts_last->value.text));
}

static void facts_forecast(const struct scope *sc, struct table *t)
{
    const struct drift *d = &sc->findings.drift;
    table_fact(t, "next_days", NULL, d->known ? cell_int(d->window_s / DAY_S) : (struct cell){0},
               0);
    table_fact(t, "drift", NULL, d->known ? cell_real(d->tau) : (struct cell){0}, 2);
}

/* What the interval is about, and what the next one would be. */
static void note_forecast(const struct scope *sc, struct table *t)
{
    const struct drift *d = &sc->findings.drift;
    long long days = (long long)(d->window_s / DAY_S);
    const struct cell *first = t->cells;
    if (!d->known) {
        table_note(t,
                   "Intervals are about now. No forecast is possible: the past has not two windows "
                   "in which the buyers heeded enough people (%zu and %zu pairs, %zu people heeded "
                   "more than once; want %d each, %d).",
                   d->pairs[0], d->pairs[1], d->people, DRIFT_PAIRS, DRIFT_PEOPLE);
    } else if (t->row_count && first[NEXT].kind == CELL_REAL) {
        table_note(
            t,
            "Intervals are about now. In the next %lld days, were figures to move as between "
            "the past two windows of as many days (mostly by a factor of up to %.1f), 90 "
            "%% are %.1f to %.1f for %.*s, place %lld to %lld.",
            days, exp(d->tau), first[NEXT].real, first[NEXT + 1].real, STR_ARG(first[2].text),
            (long long)first[NEXT + 2].i, (long long)first[NEXT + 3].i);
    }
}

/* "2 to 3 and 4 to 10 are tiers: …" */
static void note_tiers(struct request *r, struct table *t)
{
    struct buf b = buf_new(r->a);
    size_t begin = 0;
    for (size_t i = 1; i <= t->row_count; i++) {
        const struct cell *first = t->cells + begin * t->column_count;
        const struct cell *last = t->cells + (i - 1) * t->column_count;
        bool goes_on = i < t->row_count && first[TIER].kind == CELL_INT &&
                       t->cells[i * t->column_count + TIER].kind == CELL_INT &&
                       t->cells[i * t->column_count + TIER].i == first[TIER].i;
        if (goes_on) continue;
        if (i - begin > 1) {
            buf_addf(&b, "%s%lld to %lld", b.len ? ", " : "", (long long)first[0].i,
                     (long long)last[0].i);
        }
        begin = i;
    }
    if (b.len) {
        table_note(t, "Tiers, inside of which nobody can say who is first: %.*s.",
                   STR_ARG(buf_str(&b)));
    }
}

/* Two rows of one name may be one person whom kith knows by two addresses. */
static void note_same_names(struct request *r, struct table *t)
{
    for (size_t i = 0; i < t->row_count; i++) {
        const struct cell *row = t->cells + i * t->column_count;
        struct str key = name_key(r->a, row[2].text);
        for (size_t j = 0; j < i; j++) {
            const struct cell *other = t->cells + j * t->column_count;
            if (!key.len || !str_eq(key, name_key(r->a, other[2].text))) continue;
            table_note(t,
                       "%.*s stands here as %.*s and %.*s, by different addresses: if that is one "
                       "person, their reach is split between the two until %.*s",
                       STR_ARG(row[2].text), STR_ARG(other[1].text), STR_ARG(row[1].text),
                       STR_ARG(request_next(r, "merge %.*s %.*s", STR_ARG(other[1].text),
                                            STR_ARG(row[1].text))));
            break;
        }
        if (i == SAME_NAMES_ROWS) break; /* the places people look at; the loop is quadratic */
    }
}

static enum status find_people(struct request *r, struct scope *sc, size_t rows, struct table **ret,
                               struct err *e)
{
    struct table *t = table_new(r->a, "find", columns, COLUMN_COUNT);
    struct loud loud;
    struct doubts doubts;
    struct moved moved = {0};
    bool *wanted = NULL;
    enum status s = scope_rank(r, sc, e);
    if (!s) s = moved_load(r, sc, &moved, e);
    if (!s && r->word_count > 1) s = scope_people(r, sc, r->word[1], t, &wanted, e);
    if (!s) s = scope_doubts(r, sc, &doubts, e);
    if (!s) s = loud_find(&sc->scene, r->threads, r->a, &loud, e);
    if (s) return s;
    const struct person_reach **shown =
        arena_new(r->a, const struct person_reach *, sc->findings.count);
    for (size_t i = 0; i < sc->findings.count && t->row_count < rows; i++) {
        if (wanted && !wanted[sc->findings.person[i].node]) continue;
        shown[t->row_count] = &sc->findings.person[i];
        s = put_person(r, sc, &loud, i, t, e);
        if (s) return s;
        struct cell *row = t->cells + (t->row_count - 1) * t->column_count;
        row[FLAGS] = cell_text(doubted_kinds(r->a, &doubts, sc->findings.person[i].node));
        moved_put(&moved, sc, &sc->findings.person[i], r->a, row + THEN);
    }
    size_t shown_count = t->row_count;
    if (!sc->findings.ranked && t->row_count) {
        qsort(t->cells, t->row_count, COLUMN_COUNT * sizeof *t->cells, by_name);
    }
    t->title = str_printf(r->a, "Who moves %.*s", STR_ARG(sc->market.name));
    lead_people(r, sc, t);
    scope_facts(t, sc);
    table_fact(t, "people", NULL, cell_int((int64_t)sc->findings.count), 0);
    facts_forecast(sc, t);
    t->empty = wanted ? STR("None of those asked for is among the people these buyers rely on.")
                      : STR("Nobody is heeded by these buyers on this topic in this period.");
    moved_note(&moved, sc, t);
    scope_notes(t, sc);
    if (sc->findings.ranked) {
        note_tiers(r, t);
        note_forecast(sc, t);
    }
    s = rests_note_list(r, sc, shown, shown_count, t, e);
    note_same_names(r, t);
    doubted_note(r, sc, t, NAME, FLAGS);
    note_nexts(r, sc, t);
    *ret = t;
    return s;
}

static enum status find_outlets(struct request *r, struct scope *sc, size_t rows,
                                struct table **ret, struct err *e)
{
    struct node_counts counts = {0};
    struct table *t = table_new(r->a, "find", count_columns, COUNT_COLUMNS);
    bool *wanted = NULL;
    enum status s = scope_rank(r, sc, e);
    if (!s && r->word_count > 1) s = scope_people(r, sc, r->word[1], t, &wanted, e);
    if (s) return s;
    outlets_find(&sc->scene, &sc->reach, r->a, &counts);
    for (size_t i = 0; i < counts.count && t->row_count < rows && !s; i++) {
        const struct node_count *n = &counts.node[i];
        struct card card;
        if (wanted && !wanted[n->node]) continue;
        s = scope_card(r, sc, n->node, &card, e);
        struct cell *row = table_row(t);
        row[0] = sc->findings.ranked ? cell_int((int64_t)i + 1) : row[0];
        row[1] = cell_text(card.id);
        row[2] = cell_text(card.name);
        count_put(sc, n, row);
    }
    if (s) return s;
    t->title = str_printf(r->a, "Where the buyers of %.*s look", STR_ARG(sc->market.name));
    struct str scope = scope_sentence(r->a, sc);
    table_lead(t, "%.*s.", STR_ARG(scope));
    scope_facts(t, sc);
    t->empty = STR("They are known to look nowhere.");
    scope_notes(t, sc);
    *ret = t;
    return OK;
}

/* Of the flags that name a list, the one given; they exclude each other. */
static enum status list_asked(const struct request *r, struct str *ret, struct err *e)
{
    static const char *const lists[] = {"outlets", "against", "popular", "flagged"};
    *ret = STR("");
    for (size_t i = 0; i < 4; i++) {
        if (!request_has(r, lists[i])) continue;
        if (ret->len) {
            return err_set(e, BAD_USAGE, "--%.*s and --%s are two lists; want one of them",
                           STR_ARG(*ret), lists[i]);
        }
        *ret = str_of(lists[i]);
    }
    return OK;
}

static enum status run(struct request *r, struct table **ret, struct err *e)
{
    struct scope *sc = arena_new(r->a, struct scope, 1);
    int64_t rows = 10;
    struct str list;
    bool all = request_has(r, "all");
    enum status s = request_i64(r, "rows", 1, INT32_MAX, &rows, e);
    if (!s) s = list_asked(r, &list, e);
    if (!s && list.len && request_has(r, "since")) {
        s = err_set(e, BAD_USAGE,
                    "--since tells who has moved by reach; it does not go with --%.*s",
                    STR_ARG(list));
    }
    if (!s) s = scope_load(r, r->word[0], sc, e);
    if (s) return s;
    if (all) rows = INT32_MAX;
    if (str_is(list, "outlets")) return find_outlets(r, sc, (size_t)rows, ret, e);
    if (str_is(list, "against")) return find_against(r, sc, (size_t)rows, all, ret, e);
    if (str_is(list, "popular")) return find_popular(r, sc, (size_t)rows, ret, e);
    if (str_is(list, "flagged")) return find_flagged(r, sc, (size_t)rows, ret, e);
    return find_people(r, sc, (size_t)rows, ret, e);
}

const struct verb verb_find = {
    .name = "find",
    .words = "MARKET [QUERY]",
    .summary = "who moves a market: people by reach, in buyers in 100",
    .details =
        "Reach is how many of 100 buyers of the market rely on a person for its topic, with a 90 % "
        "interval (from, to) and the probability of a place in the first ten. '× mean' is the "
        "reach over that of the mean person of the market. 'direct' are the buyers who heeded the "
        "person themselves, 'by list' those who only read, or write to, an outlet where the person "
        "is heeded; 'online' the share of their votes seen on the net, 'prior' the share of the "
        "figure that is not theirs but follows from whom those they heed do heed. 'by fans' is "
        "the place that published followers would have given, where they are known.\n"
        "QUERY, a people query, shows only some; places stay those among all. With fewer than 8 "
        "known buyers there is evidence, but no ranks. JSON and CSV also have the places by the "
        "other loudness measures: volume, in-degree, PageRank, HITS, k-core, h-index, Klout-like; "
        "places and reach in the next window, were people to move as between the two halves of the "
        "past (next_lo and so on; none where the past is too short); and what is left when any one "
        "source, or any one buyer, is left out and the prior held: "
        "place_worst, reach_worst, and rests_on where without it more than half of the reach is "
        "gone, or a place in the first ten and in its tier.\n"
        "--since DATE compares with the answer of before that day: then_in_100 with its interval, "
        "and "
        "'moved' only where the two intervals part.\n"
        "'flags' say what about somebody's attention looks made (empty fans, a burst, a ring, "
        "clockwork, copied texts, same answers to a survey); they take nobody out of a figure, and "
        "--flagged lists what made "
        "them. --popular is the answer to \"why is X not in the list?\": who is loud, with their "
        "place by reach. --against has, beside what buyers oppose, how many of 100 people of trust "
        "who state an opinion oppose (doubt); with --all for everybody spoken of.",
    .examples = examples,
    .flags = flags,
    .store = STORE_NEEDED,
    .words_least = 1,
    .words_most = 2,
    .run = run,
};

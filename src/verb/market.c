/* market.c - verb: on what, on whom, when is influence asked for? */
#include "find/market.h"

#include "store/query.h"
#include "verb/card.h"
#include "verb/market_verb.h"
#include "verb/remark.h"
#include "verb/source_verb.h"
#include "verb/strategy.h"
#include "verb/tested.h"

enum { HALF_LIFE_MAX = 36500 }; /* days */

static const char *const examples[] = {
    "kith market add security --topic 'container OR kubernetes' --audience tag:buyer",
    "kith market count --topic 'container OR kubernetes' --audience tag:buyer",
    "kith market list",
    "kith market show security",
    "kith market weight security replied 0.2",
    "kith market half-life security 90",
    "kith market segment security tag:sme 70%",
    "kith market half-life security 30 chat.json",
    "kith market strategy security reach,loyalty",
    "kith market objective security reach --target 60 --unit 'buyers in 100' --by 2026-12-31 "
    "--text 'six of ten buyers rely on somebody we know'",
    "kith market remove security",
    NULL,
};

static const char *const topics[] = {"add",       "count",     "list",    "show",
                                     "weight",    "half-life", "segment", "strategy",
                                     "objective", "remove",    NULL};

static const struct flag flags[] = {
    {"topic", 0, "QUERY", "what it talks about: words, \"phrases\", AND OR NOT, prefix*; all",
     false},
    {"audience", 0, "QUERY", "whom it sells to, a people query (tag:buyer); see help query", false},
    {"since", 0, "DATE", "evidence from that day on", false},
    {"until", 0, "DATE", "evidence before that day", false},
    {"half-life", 0, "DAYS", "of the attention behind the prior (as the past says); 0: none",
     false},
    {"strategy", 0, "KINDS", "add: what it is after, as reach,loyalty; the first counts most",
     false},
    OBJECTIVE_FLAGS,
    {NULL, 0, NULL, NULL, false},
};

static const struct column list_columns[] = {
    {"market", "market", NULL, CELL_TEXT, 0, true},
    {"topic", "topic", NULL, CELL_TEXT, 0, true},
    {"audience", "audience", NULL, CELL_TEXT, 0, true},
    {"since", "since", "UTC", CELL_TIME, 0, false},
    {"until", "until", "UTC", CELL_TIME, 0, false},
    {"half_life_days", "half-life", "days", CELL_INT, 0, false},
};

static const struct column weight_columns[] = {
    {"verb", "verb", NULL, CELL_TEXT, 0, false},
    {"weight", "weight", NULL, CELL_REAL, 2, false},
    {"usual", "usual", NULL, CELL_REAL, 2, false},
    {"meaning", "one who", NULL, CELL_TEXT, 0, true},
};

static const struct column segment_columns[] = {
    {"segment", "segment", NULL, CELL_TEXT, 0, true},
    {"share", "share", "share", CELL_REAL, 3, false},
};

static void put_market(struct table *t, const struct market *m)
{
    struct cell *row = table_row(t);
    row[0] = cell_text(m->name);
    row[1] = cell_text(m->topic);
    row[2] = cell_text(m->audience);
    row[3] = cell_time(m->since_s);
    row[4] = cell_time(m->until_s);
    if (m->half_life_days != HALF_LIFE_OF_PAST) row[5] = cell_int(m->half_life_days);
}

static struct table *one_market(struct request *r, const struct market *m)
{
    struct table *t = table_new(r->a, "market", list_columns, 6);
    put_market(t, m);
    return t;
}

static void note_find(const struct request *r, struct table *t, struct str name)
{
    struct str word = shell_word(r->a, name);
    struct str next = request_next(r, "find %.*s", STR_ARG(word));
    table_note(t, "Who moves it: %.*s", STR_ARG(next));
}

static enum status add(struct request *r, struct table **ret, struct err *e)
{
    struct market m = {
        .since_s = TIME_NONE, .until_s = TIME_NONE, .half_life_days = HALF_LIFE_OF_PAST};
    if (r->word_count != 2) {
        return err_set(e, BAD_USAGE, "add wants one NAME; put it in quotes if it has blanks");
    }
    struct strategy after;
    bool said = request_has(r, "strategy");
    enum status s = said ? strategy_read(request_value(r, "strategy"), &after, e) : OK;
    m.name = r->word[1];
    m.topic = request_has(r, "topic") ? request_value(r, "topic") : STR("");
    m.audience = request_has(r, "audience") ? request_value(r, "audience") : STR("tag:buyer");
    if (!s) s = request_time(r, "since", &m.since_s, e);
    if (!s) s = request_time(r, "until", &m.until_s, e);
    if (!s) s = request_i64(r, "half-life", 0, HALF_LIFE_MAX, &m.half_life_days, e);
    if (!s) s = market_add(r->st, &m, e);
    if (!s && said) {
        after.at_s = time_now();
        s = strategy_keep(r->st, m.id, &after, e);
    }
    if (s) return s;
    *ret = one_market(r, &m);
    table_lead(*ret, "The market '%.*s' is there.", STR_ARG(m.name));
    note_find(r, *ret, m.name);
    return OK;
}

static enum status list(struct request *r, struct table **ret, struct err *e)
{
    struct markets all = {0};
    enum status s = market_list(r->st, r->a, &all, e);
    if (s) return s;
    struct table *t = table_new(r->a, "market", list_columns, 6);
    for (size_t i = 0; i < all.count; i++)
        put_market(t, &all.market[i]);
    struct str next = request_next(r, "market add NAME --topic WORDS --audience tag:buyer");
    t->empty = str_printf(r->a, "No market yet. Add one: %.*s", STR_ARG(next));
    *ret = t;
    return OK;
}

static void put_segments(struct table *t, const struct market *m)
{
    if (!m->segment_count) return;
    struct table *list = table_more(t, "segments", segment_columns, 2);
    list->title = STR("How large a part of the buyers some are");
    for (size_t i = 0; i < m->segment_count; i++) {
        struct cell *row = table_row(list);
        row[0] = cell_text(m->segment[i].query);
        row[1] = cell_real(m->segment[i].share);
    }
}

static const struct column half_life_columns[] = {
    {"source", "source", NULL, CELL_TEXT, 0, false},
    {"half_life_days", "half-life", "days", CELL_INT, 0, false},
    {"locator", NULL, NULL, CELL_TEXT, 0, false},
};

/* Sources whose attention fades otherwise here. */
static enum status put_half_lives(struct request *r, struct table *t, const struct market *m,
                                  struct err *e)
{
    struct query *q = NULL;
    struct table *h = NULL;
    enum status s = query_open(r->st, SQL_market_source_half_lives, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, m->id);
    while ((s = query_next(q, e)) == OK) {
        if (!h) h = table_more(t, "half_lives", half_life_columns, 3);
        h->title = STR("Sources with a half-life of their own; 0 is none");
        struct cell *row = table_row(h);
        struct str locator = str_copy(r->a, query_str(q, 2));
        row[0] = cell_text(place_shown(r->a, locator, STR_NONE));
        row[1] = cell_int(query_i64(q, 1));
        row[2] = cell_text(locator);
    }
    query_close(q);
    return s == DONE ? OK : s;
}

/* Who was asked whether they know ours, and says nothing yet. */
static enum status put_waiting(struct request *r, struct table *t, const struct market *m,
                               struct err *e)
{
    struct query *q = NULL;
    int64_t silent = 0;
    enum status s = query_open(r->st, SQL_links_waiting, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, m->id);
    query_bind_i64(q, 2, time_now());
    s = query_one_i64(q, &silent, e);
    query_close(q);
    if (!s && silent) table_fact(t, "audit_waiting", "asked and silent", cell_int(silent), 0);
    return s;
}

static enum status show(struct request *r, struct table **ret, struct err *e)
{
    struct market m;
    enum status s = market_load(r->st, r->word[1], r->a, &m, e);
    if (s) return s;
    *ret = one_market(r, &m);
    struct table *w = table_more(*ret, "weights", weight_columns, 4);
    w->title = STR("What one evidence says as a vote");
    for (int v = VERB_NONE + 1; v < VERB_COUNT; v++) {
        struct cell *row = table_row(w);
        row[0] = cell_text(str_of(verb_infos[v].name));
        row[1] = cell_real(m.weight[v]);
        row[2] = cell_real(verb_infos[v].weight);
        row[3] = cell_text(str_of(verb_infos[v].meaning));
    }
    put_segments(*ret, &m);
    s = put_half_lives(r, *ret, &m, e);
    note_find(r, *ret, m.name);
    if (!s) s = put_waiting(r, *ret, &m, e);
    if (!s) s = tested_put(r, *ret, &m, e);
    return s ? s : strategy_put(r, &m, *ret, e);
}

static enum status weigh(struct request *r, struct table **ret, struct err *e)
{
    struct market m;
    if (r->word_count == 2) return show(r, ret, e);
    if (r->word_count != 4) {
        return err_set(e, BAD_USAGE, "weight wants NAME VERB WEIGHT, as 'security replied 0.2'");
    }
    enum verb_kind v = verb_of(r->word[2]);
    double weight = 0;
    if (v == VERB_NONE) {
        return err_set(e, BAD_USAGE, "'%.*s' is no verb of evidence; want %s", STR_ARG(r->word[2]),
                       verb_names(r->a));
    }
    if (!str_to_double(r->word[3], &weight) || weight < 0 || weight > 1) {
        return err_set(e, BAD_USAGE, "weight '%.*s', want a number from 0 to 1",
                       STR_ARG(r->word[3]));
    }
    enum status s = market_load(r->st, r->word[1], r->a, &m, e);
    if (!s) s = market_set_weight(r->st, m.id, v, weight, e);
    return s ? s : show(r, ret, e);
}

/* Of the market, or with a fourth word of one source in it. */
static enum status fade(struct request *r, struct table **ret, struct err *e)
{
    struct market m;
    int64_t days = 0;
    int64_t source = 0;
    bool usual = r->word_count >= 3 && str_is(r->word[2], "usual");
    if (r->word_count < 3) {
        return err_set(e, BAD_USAGE,
                       "half-life wants NAME DAYS [SOURCE], as 'security 90'; 0: none");
    }
    bool right = str_to_i64(r->word[2], &days) && days >= 0 && days <= HALF_LIFE_MAX;
    if (!right && !usual) {
        return err_set(e, BAD_USAGE,
                       "half-life '%.*s', want whole days from 0 (none) to %d, or 'usual'",
                       STR_ARG(r->word[2]), HALF_LIFE_MAX);
    }
    enum status s = market_load(r->st, r->word[1], r->a, &m, e);
    if (!s && r->word_count == 4) s = source_find(r, r->word[3], &source, e);
    if (!s && usual && !source) s = market_set_half_life(r->st, m.id, 0, HALF_LIFE_OF_PAST, e);
    if (!s && usual && source) s = market_unset_half_life(r->st, m.id, source, e);
    if (!s && !usual) s = market_set_half_life(r->st, m.id, source, days, e);
    return s ? s : show(r, ret, e);
}

/* "70%", "0.7"; "none" is 0. */
static bool read_share(struct str word, double *ret)
{
    struct str number = str_trim(word);
    bool percent = number.len && number.p[number.len - 1] == '%';
    if (percent) number = str_trim(str_head(number, number.len - 1));
    *ret = 0;
    if (str_is_nocase(number, "none")) return !percent;
    if (!str_to_double(number, ret)) return false;
    if (percent) *ret /= 100;
    return *ret > 0 && *ret < 1;
}

static enum status segment(struct request *r, struct table **ret, struct err *e)
{
    struct market m;
    double share = 0;
    struct node_set set = {0};
    if (r->word_count == 2) return show(r, ret, e);
    if (r->word_count != 4) {
        return err_set(e, BAD_USAGE,
                       "segment wants NAME QUERY SHARE, as 'security tag:sme 70%%'; the share none "
                       "takes it back");
    }
    if (!read_share(r->word[3], &share)) {
        return err_set(e, BAD_USAGE, "share '%.*s', want one like 70%% or 0.7, or none",
                       STR_ARG(r->word[3]));
    }
    enum status s = market_load(r->st, r->word[1], r->a, &m, e);
    if (!s) s = market_set_segment(r->st, &m, r->word[2], share, e);
    if (!s) s = show(r, ret, e);
    return s ? s : people_remarked(r, r->word[2], *ret, &set, e);
}

/* What it is after, or what is to be reached of it. */
static enum status aim(struct request *r, struct table **ret, struct err *e)
{
    struct market m;
    if (r->word_count == 2) return show(r, ret, e);
    enum status s = market_load(r->st, r->word[1], r->a, &m, e);
    if (s) return s;
    s = str_is(r->word[0], "strategy") ? strategy_said(r, &m, e) : objective_said(r, &m, e);
    return s ? s : show(r, ret, e);
}

static enum status drop(struct request *r, struct table **ret, struct err *e)
{
    enum status s = market_remove(r->st, r->word[1], e);
    if (s) return s;
    s = list(r, ret, e);
    if (!s) table_lead(*ret, "The market '%.*s' is removed; no evidence is.", STR_ARG(r->word[1]));
    return s;
}

static enum status run(struct request *r, struct table **ret, struct err *e)
{
    struct str what = r->word_count ? r->word[0] : STR("list");
    if (str_is(what, "list")) return list(r, ret, e);
    bool named = str_is(what, "show") || str_is(what, "remove") || str_is(what, "weight") ||
                 str_is(what, "half-life") || str_is(what, "segment") || str_is(what, "strategy") ||
                 str_is(what, "objective");
    if (named && r->word_count < 2) {
        return err_set(e, BAD_USAGE,
                       "%.*s wants the NAME of a market; 'kith market list' tells them",
                       STR_ARG(what));
    }
    if (str_is(what, "add")) return add(r, ret, e);
    if (str_is(what, "count")) return market_count(r, ret, e);
    if (str_is(what, "show")) return show(r, ret, e);
    if (str_is(what, "weight")) return weigh(r, ret, e);
    if (str_is(what, "half-life")) return fade(r, ret, e);
    if (str_is(what, "remove")) return drop(r, ret, e);
    if (str_is(what, "segment")) return segment(r, ret, e);
    if (str_is(what, "strategy") || str_is(what, "objective")) return aim(r, ret, e);
    const char *near = near_word(what, topics);
    return err_set(e, BAD_USAGE, "'%.*s' is nothing to do with a market; %s%s%s", STR_ARG(what),
                   near ? "did you mean '"
                        : "want add, count, list, show, weight, half-life, segment, strategy, "
                          "objective or remove",
                   near ? near : "", near ? "'?" : "");
}

const struct verb verb_market = {
    .name = "market",
    .words = "add|count|list|show|weight|half-life|segment|strategy|objective|remove [NAME] "
             "[VERB WEIGHT | DAYS [SOURCE] | QUERY SHARE | KINDS]",
    .summary = "what influence is asked for: on which topic, on whom, when",
    .details =
        "A market is a topic, an audience and a period; no figure about influence exists outside "
        "one. The topic decides which evidence counts, the audience whose. Periods are from "
        "--since up to, not including, --until, in UTC.\n"
        "'count' tells what a topic and an audience would rest on, before there is a market: docs "
        "of any day, five of them, and people.\n"
        "'weight' changes what one evidence of a verb says as a vote, from 0 to 1, in this market "
        "alone; 'show' lists the weights. 'half-life' changes after how many days attention counts "
        "half in the prior, of one source where it is named; 'usual' takes that back, and the "
        "market's own past says it. "
        "'kith learn' tells what the market's own past says of both.\n"
        "'segment' says how large a part of the buyers those are who fit a people query, where "
        "more or fewer of them were heard: the weights of the heard buyers are scaled until the "
        "shares hold (each by 0.3 to 3 of the mean), whatever weight each has of their own. "
        "Segments may overlap. The share 'none' takes one back.\n"
        "'strategy' says what the market is after: some of reach, engagement, adoption, loyalty, "
        "efficacy and quality, the most important first, at least one and not all six. "
        "'objective' puts a target with its unit and day under one of them; the newest of each "
        "holds, older ones are kept. Reports show the figures that serve the strategy.",
    .examples = examples,
    .topics = topics,
    .flags = flags,
    .store = STORE_CHANGED,
    .words_most = 4,
    .run = run,
};

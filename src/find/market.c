/* market.c - find: on what, on whom, when? */
#include "find/market.h"

#include "base/limits.h"
#include "base/near.h"
#include "find/people.h"
#include "find/topic.h"
#include "store/query.h"

static size_t characters(struct str s)
{
    size_t count = 0;
    for (size_t i = 0; i < s.len; i++)
        count += ((unsigned char)s.p[i] & 0xC0) != 0x80;
    return count;
}

static enum status check_name(struct str name, struct err *e)
{
    if (!str_trim(name).len) return err_set(e, BAD_INPUT, "the market has no name; give it one");
    if (characters(name) > MARKET_NAME_MAX) {
        return err_set(e, BAD_INPUT,
                       "the market's name has %zu characters; give it one of at most %d",
                       characters(name), MARKET_NAME_MAX);
    }
    bool clean = utf8_valid(name) && str_trim(name).len == name.len;
    for (size_t i = 0; i < name.len; i++) {
        unsigned char c = (unsigned char)name.p[i];
        clean = clean && c >= 0x20 && c != 0x7F;
    }
    if (clean) return OK;
    return err_set(e, BAD_INPUT,
                   "the market's name '%.*s' has blanks at its ends, control "
                   "characters or bytes that are no text; give it plain words",
                   STR_ARG(str_head(name, 200)));
}

static void bind_half_life(struct query *q, int at, int64_t days)
{
    if (days == HALF_LIFE_OF_PAST) {
        query_bind_null(q, at);
    } else {
        query_bind_i64(q, at, days);
    }
}

static enum status check_half_life(int64_t days, bool of_past, struct err *e)
{
    if (days >= 0 || (of_past && days == HALF_LIFE_OF_PAST)) return OK;
    return err_set(e, BAD_INPUT, "the half-life is %lld days; want 0 (no decay) or more",
                   (long long)days);
}

static enum status check_period(const struct market *m, struct err *e)
{
    enum status s = check_half_life(m->half_life_days, true, e);
    if (s) return s;
    if (m->since_s == TIME_NONE || m->until_s == TIME_NONE || m->since_s < m->until_s) return OK;
    struct arena a = {0};
    s = err_set(e, BAD_INPUT,
                "the period ends (%s) before it starts (%s); --until is the first "
                "moment that no longer counts",
                time_iso(&a, m->until_s).p, time_iso(&a, m->since_s).p);
    arena_free(&a);
    return s;
}

static void default_weights(struct market *m)
{
    for (int v = 0; v < VERB_COUNT; v++)
        m->weight[v] = verb_infos[v].weight;
}

static enum status check_audience(struct str audience, struct err *e)
{
    struct arena a = {0};
    struct people_query *q = NULL;
    enum status s = people_parse(audience, &a, &q, e);
    arena_free(&a);
    return s ? err_in(e, s, "audience") : OK;
}

static enum status check_free(struct store *st, struct str name, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(st, SQL_market_all, &q, e);
    if (s) return s;
    bool taken = false;
    while (!taken && (s = query_next(q, e)) == OK)
        taken = str_eq(query_str(q, 1), name);
    query_close(q);
    if (taken) {
        return err_set(e, BAD_INPUT,
                       "there is a market '%.*s' already; give another name, or remove it first: "
                       "kith market remove '%.*s'",
                       STR_ARG(name), STR_ARG(name));
    }
    return s == DONE ? OK : s;
}

enum status market_add(struct store *st, struct market *m, struct err *e)
{
    if (!str_trim(m->audience).len) m->audience = STR("tag:buyer");
    if (!m->topic.p) m->topic = STR("");
    enum status s = check_name(m->name, e);
    if (!s) s = topic_check(m->topic, e);
    if (!s) s = check_audience(m->audience, e);
    if (!s) s = check_period(m, e);
    if (!s) s = check_free(st, m->name, e);
    if (s) return s;
    struct query *q = NULL;
    s = query_open(st, SQL_market_insert, &q, e);
    if (s) return s;
    query_bind_str(q, 1, m->name);
    query_bind_str(q, 2, m->topic);
    query_bind_str(q, 3, m->audience);
    query_bind_time(q, 4, m->since_s);
    query_bind_time(q, 5, m->until_s);
    bind_half_life(q, 6, m->half_life_days);
    s = query_run(q, e);
    query_close(q);
    if (s) return s;
    m->id = store_last_id(st);
    default_weights(m);
    return OK;
}

static enum status load_weights(struct store *st, struct market *m, struct err *e)
{
    default_weights(m);
    struct query *q = NULL;
    enum status s = query_open(st, SQL_market_weights, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, m->id);
    while ((s = query_next(q, e)) == OK) {
        int64_t verb = query_i64(q, 0);
        if (verb > VERB_NONE && verb < VERB_COUNT) m->weight[verb] = query_double(q, 1);
    }
    query_close(q);
    return s == DONE ? OK : s;
}

static enum status load_segments(struct store *st, struct arena *a, struct market *m, struct err *e)
{
    struct market_segment *list = arena_new(a, struct market_segment, SEGMENTS_MAX);
    struct query *q = NULL;
    enum status s = query_open(st, SQL_market_segments, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, m->id);
    while (m->segment_count < SEGMENTS_MAX && (s = query_next(q, e)) == OK) {
        list[m->segment_count++] =
            (struct market_segment){str_copy(a, query_str(q, 0)), query_double(q, 1)};
    }
    query_close(q);
    m->segment = list;
    return s == DONE ? OK : s;
}

static struct market market_of(struct query *q, struct arena *a)
{
    return (struct market){
        .id = query_i64(q, 0),
        .name = str_copy(a, query_str(q, 1)),
        .topic = str_copy(a, query_str(q, 2)),
        .audience = str_copy(a, query_str(q, 3)),
        .since_s = query_time(q, 4),
        .until_s = query_time(q, 5),
        .half_life_days = query_is_null(q, 6) ? HALF_LIFE_OF_PAST : query_i64(q, 6),
    };
}

enum status market_list(struct store *st, struct arena *a, struct markets *ret, struct err *e)
{
    struct markets all = {0};
    size_t room = 0;
    struct query *q = NULL;
    enum status s = query_open(st, SQL_market_all, &q, e);
    if (s) return s;
    while ((s = query_next(q, e)) == OK) {
        if (all.count == room) {
            size_t more = room ? room * 2 : 16;
            all.market =
                arena_grow(a, all.market, room * sizeof *all.market, more * sizeof *all.market);
            room = more;
        }
        all.market[all.count++] = market_of(q, a);
    }
    query_close(q);
    if (s != DONE) return s;
    s = OK;
    for (size_t i = 0; !s && i < all.count; i++) {
        s = load_weights(st, &all.market[i], e);
        if (!s) s = load_segments(st, a, &all.market[i], e);
    }
    if (!s) *ret = all;
    return s;
}

static enum status no_market(const struct markets *all, struct str name, struct arena *a,
                             struct err *e)
{
    struct str shown = utf8_head(name, 100);
    if (!all->count) {
        return err_set(e, NOT_FOUND,
                       "there is no market '%.*s', nor any other; add it: "
                       "kith market add '%.*s' --topic WORDS",
                       STR_ARG(shown), STR_ARG(shown));
    }
    const char **list = arena_new(a, const char *, all->count + 1);
    struct buf names = buf_new(a);
    for (size_t i = 0; i < all->count; i++) {
        list[i] = str_c(a, all->market[i].name);
        if (names.len < 300) buf_addf(&names, "%s%s", i ? ", " : "", list[i]);
    }
    const char *near = near_word(name, list);
    if (near) {
        return err_set(e, NOT_FOUND, "there is no market '%.*s'; did you mean '%s'?",
                       STR_ARG(shown), near);
    }
    return err_set(e, NOT_FOUND, "there is no market '%.*s'; there is: %.*s", STR_ARG(shown),
                   STR_ARG(buf_str(&names)));
}

enum status market_load(struct store *st, struct str name, struct arena *a, struct market *ret,
                        struct err *e)
{
    struct markets all = {0};
    enum status s = market_list(st, a, &all, e);
    for (size_t i = 0; !s && i < all.count; i++) {
        if (!str_eq(all.market[i].name, name)) continue;
        *ret = all.market[i];
        return OK;
    }
    return s ? s : no_market(&all, name, a, e);
}

enum status market_remove(struct store *st, struct str name, struct err *e)
{
    struct arena a = {0};
    struct market m;
    enum status s = market_load(st, name, &a, &m, e);
    arena_free(&a);
    if (!s) s = store_begin(st, e);
    if (s) return s;
    s = query_do(st, SQL_market_weights_remove, m.id, e);
    if (!s) s = query_do(st, SQL_market_segments_remove, m.id, e);
    if (!s) s = query_do(st, SQL_market_source_half_lives_remove, m.id, e);
    if (!s) s = query_do(st, SQL_market_decisions_remove, m.id, e);
    if (!s) s = query_do(st, SQL_market_pairings_remove, m.id, e);
    if (!s) s = query_do(st, SQL_market_plan_pairs_remove, m.id, e);
    if (!s) s = query_do(st, SQL_market_plans_remove, m.id, e);
    if (!s) s = query_do(st, SQL_market_backtest_scores_remove, m.id, e);
    if (!s) s = query_do(st, SQL_market_backtests_remove, m.id, e);
    if (!s) s = query_do(st, SQL_market_audit_links_remove, m.id, e);
    if (!s) s = query_do(st, SQL_market_audit_rows_remove, m.id, e);
    if (!s) s = query_do(st, SQL_market_waves_remove, m.id, e);
    if (!s) s = query_do(st, SQL_market_strategies_remove, m.id, e);
    if (!s) s = query_do(st, SQL_market_goals_remove, m.id, e);
    if (!s) s = query_do(st, SQL_market_programme_entries_remove, m.id, e);
    if (!s) s = query_do(st, SQL_market_programmes_remove, m.id, e);
    if (!s) s = query_do(st, SQL_market_delete, m.id, e);
    if (!s) return store_commit(st, e);
    store_rollback(st);
    return s;
}

enum status market_set_weight(struct store *st, int64_t market, enum verb_kind v, double weight,
                              struct err *e)
{
    if (v <= VERB_NONE || v >= VERB_COUNT) {
        return err_set(e, BAD_INPUT, "there is no such verb; 'kith help verbs' lists them");
    }
    if (!(weight >= 0 && weight <= 1)) {
        return err_set(e, BAD_INPUT, "the weight of '%s' is %g; want 0 to 1", verb_infos[v].name,
                       weight);
    }
    struct query *q = NULL;
    enum status s = query_open(st, SQL_market_weight_set, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, market);
    query_bind_i64(q, 2, v);
    query_bind_double(q, 3, weight);
    s = query_run(q, e);
    query_close(q);
    return s;
}

enum status market_set_half_life(struct store *st, int64_t market, int64_t source, int64_t days,
                                 struct err *e)
{
    enum sql set = source ? SQL_market_source_half_life_set : SQL_market_half_life_set;
    enum status s = check_half_life(days, !source, e);
    struct query *q = NULL;
    if (!s) s = query_open(st, set, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, market);
    bind_half_life(q, 2, days);
    if (source) query_bind_i64(q, 3, source);
    s = query_run(q, e);
    query_close(q);
    return s;
}

static enum status segment_check(const struct market *m, struct str query, double share,
                                 struct err *e)
{
    struct arena a = {0};
    struct people_query *q = NULL;
    bool known = false;
    for (size_t i = 0; i < m->segment_count; i++)
        known = known || str_eq(m->segment[i].query, query);
    enum status s = people_parse(query, &a, &q, e);
    arena_free(&a);
    if (s) return err_in(e, s, "segment");
    if (!known && !(share > 0)) {
        return err_set(e, NOT_FOUND, "market '%.*s' has no segment '%.*s'; nothing was changed",
                       STR_ARG(m->name), STR_ARG(utf8_head(query, 200)));
    }
    if (!(share >= 0 && share < 1)) {
        return err_set(e, BAD_INPUT,
                       "the share of a segment is %g; want more than 0 %% and less than 100 %%",
                       share);
    }
    if (known || m->segment_count < SEGMENTS_MAX) return OK;
    return err_set(e, TOO_MUCH, "market '%.*s' has %d segments, and more are not kept",
                   STR_ARG(m->name), SEGMENTS_MAX);
}

enum status market_set_segment(struct store *st, const struct market *m, struct str query,
                               double share, struct err *e)
{
    struct query *q = NULL;
    enum status s = segment_check(m, query, share, e);
    bool drop = !(share > 0);
    if (!s) s = query_open(st, drop ? SQL_market_segment_drop : SQL_market_segment_set, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, m->id);
    query_bind_str(q, 2, query);
    if (!drop) query_bind_double(q, 3, share);
    s = query_run(q, e);
    query_close(q);
    return s;
}

enum status market_unset_half_life(struct store *st, int64_t market, int64_t source, struct err *e)
{
    return query_do_two(st, SQL_market_source_half_life_remove, market, source, e);
}

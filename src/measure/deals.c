/* deals.c - measure: which deals are won, how soon, and what goes with it? */
#include "measure/deals.h"

#include "base/limits.h"
#include "base/text.h"
#include "base/time.h"
#include "connect/seen.h"
#include "find/direction.h"

#include <math.h>
#include <stdlib.h>

enum { COLUMNS_SHOWN = 12 };

const char *const deal_states[] = {"open", "won", "lost", "unknown"};

/* ---- what a deal was as of a date ---- */

static enum deal_state state_of(struct str outcome)
{
    if (str_is(outcome, "won")) return STATE_WON;
    if (str_is(outcome, "lost")) return STATE_LOST;
    return str_is(outcome, "open") ? STATE_OPEN : STATE_UNKNOWN;
}

static bool has_ended(enum deal_state s)
{
    return s == STATE_WON || s == STATE_LOST;
}

static void read_case(struct query *q, struct arena *a, struct deal_case *c)
{
    *c = (struct deal_case){.id = query_i64(q, 0),
                            .name = str_copy(a, query_str(q, 1)),
                            .org = STR_NONE,
                            .state = state_of(query_str(q, 3)),
                            .opened_s = query_time(q, 4),
                            .closed_s = query_time(q, 5),
                            .source = STR_NONE,
                            .place = STR_NONE,
                            .column = STR_NONE,
                            .days = NAN,
                            .buyers = (uint64_t)query_i64(q, 9),
                            .advisers = (uint64_t)query_i64(q, 10),
                            .value = STR_NONE};
    struct str *const text[] = {&c->org, &c->source, &c->place, &c->column};
    static const int at[] = {2, 6, 7, 8};
    for (int i = 0; i < 4; i++) {
        struct str said = query_str(q, at[i]);
        if (said.len) *text[i] = str_copy(a, said);
    }
}

static enum status load_cases(struct store *st, struct str key, struct arena *a, struct deals *d,
                              struct err *e)
{
    struct query *q = NULL;
    size_t room = 0;
    enum status s = query_open(st, SQL_deals_parted, &q, e);
    if (s) return s;
    query_bind_str(q, 1, key);
    while ((s = query_next(q, e)) == OK) {
        if (d->count == room) {
            size_t wider = room ? room * 2 : 256;
            d->one = arena_grow(a, d->one, room * sizeof *d->one, wider * sizeof *d->one);
            room = wider;
        }
        read_case(q, a, &d->one[d->count++]);
    }
    query_close(q);
    return s == DONE ? OK : s;
}

/* Of all that is here: what is open at `until` was seen to be open until then. */
static int64_t latest(const struct deals *d)
{
    int64_t last = TIME_NONE;
    for (size_t i = 0; i < d->count; i++) {
        const struct deal_case *c = &d->one[i];
        int64_t at[2] = {c->opened_s, has_ended(c->state) ? c->closed_s : TIME_NONE};
        for (int k = 0; k < 2; k++) {
            if (at[k] != TIME_NONE && (last == TIME_NONE || at[k] > last)) last = at[k];
        }
    }
    return last;
}

static void settle(struct deals *d, struct deal_case *c, int64_t until_s)
{
    if (!has_ended(c->state)) {
        c->closed_s = TIME_NONE; /* when it is expected */
    } else if (c->closed_s == TIME_NONE) {
        d->undated++;
        if (until_s != TIME_NONE) c->state = STATE_UNKNOWN;
    } else if (until_s != TIME_NONE && c->closed_s >= until_s) {
        c->state = STATE_OPEN;
        c->closed_s = TIME_NONE;
    }
    bool open = c->state == STATE_OPEN;
    int64_t end_s = open ? d->as_of_s : c->closed_s;
    if (c->opened_s == TIME_NONE || end_s == TIME_NONE) return;
    if (end_s >= c->opened_s) {
        c->days = (double)(end_s - c->opened_s) / DAY_S;
    } else {
        d->reversed++;
    }
}

static void stand(struct deals *d, int64_t until_s)
{
    size_t kept = 0;
    d->as_of_s = latest(d);
    if (until_s != TIME_NONE && d->as_of_s != TIME_NONE && d->as_of_s > until_s) {
        d->as_of_s = until_s;
    }
    for (size_t i = 0; i < d->count; i++) {
        struct deal_case c = d->one[i];
        if (until_s != TIME_NONE && c.opened_s != TIME_NONE && c.opened_s >= until_s) {
            d->later++;
            continue;
        }
        settle(d, &c, until_s);
        d->one[kept++] = c;
    }
    d->count = kept;
}

/* ---- by what they are parted ---- */

static enum status find_column(struct store *st, struct str by, struct arena *a, struct str *ret,
                               struct err *e)
{
    struct query *q = NULL;
    struct buf known = buf_new(a);
    size_t shown = 0;
    struct str key = name_key(a, by);
    *ret = STR_NONE;
    enum status s = query_open(st, SQL_deal_columns, &q, e);
    if (s) return s;
    while ((s = query_next(q, e)) == OK) {
        if (str_eq(query_str(q, 0), key)) *ret = key;
        if (shown++ < COLUMNS_SHOWN) buf_addf(&known, ", %.*s", STR_ARG(query_str(q, 1)));
    }
    query_close(q);
    if (s != DONE || ret->p) return s == DONE ? OK : s;
    return err_set(e, NOT_FOUND,
                   "no deal says anything of '%.*s'; deals can be parted by org, agent, source, "
                   "advisers, relation%s",
                   STR_ARG(by), known.len ? buf_str(&known).p : "");
}

static int by_deal(const void *l, const void *r)
{
    const struct deal_case *x = l;
    const struct deal_case *y = r;
    return (x->id > y->id) - (x->id < y->id);
}

static struct deal_case *case_of(const struct deals *d, int64_t id)
{
    struct deal_case key = {.id = id};
    return bsearch(&key, d->one, d->count, sizeof key, by_deal);
}

/* Several who sold one deal are one group. */
static enum status value_agents(struct store *st, struct arena *a, struct deals *d, struct err *e)
{
    struct query *q = NULL;
    size_t at = 0;
    enum status s = query_open(st, SQL_deal_people, &q, e);
    if (s) return s;
    query_bind_str(q, 1, STR("owner"));
    while ((s = query_next(q, e)) == OK) {
        int64_t id = query_i64(q, 0);
        while (at < d->count && d->one[at].id < id)
            at++;
        if (at == d->count || d->one[at].id != id) continue;
        struct str name = query_str(q, 2);
        struct str *value = &d->one[at].value;
        *value = value->p ? str_printf(a, "%.*s, %.*s", STR_ARG(*value), STR_ARG(name))
                          : str_copy(a, name);
    }
    query_close(q);
    return s == DONE ? OK : s;
}

struct bought { /* by one deal */
    int64_t deal;
    int64_t *person;
    size_t count;
};

static enum status stage_before(struct store *st, const struct team *team, const struct bought *b,
                                struct deals *d, struct arena *a, struct err *e)
{
    struct deal_case *c = case_of(d, b->deal);
    if (!c || c->opened_s == TIME_NONE || !b->count) return OK;
    struct arena_mark scratch = arena_mark(a);
    struct node_set people = {.id = b->person, .count = b->count};
    struct seen_ask ask = {.team = team,
                           .people = &people,
                           .before_s = c->opened_s,
                           .said_before_s = c->opened_s,
                           .as_of_s = c->opened_s};
    struct seen seen;
    enum status s = seen_load(st, &ask, a, &seen, e);
    enum tie_stage stage = !s && seen.count ? seen.pair[0].tie.stage : STAGE_STRANGER;
    arena_reset(a, scratch);
    if (!s) c->value = str_of(stage_names[stage]);
    return s;
}

/* Of the buyers of each deal, what was seen before it was opened with the one ours knew best. */
static enum status value_relations(struct store *st, struct arena *a, struct deals *d,
                                   struct err *e)
{
    struct query *q = NULL;
    struct team team;
    struct bought b = {0};
    size_t room = 0;
    enum status s = team_load(st, a, &team, e);
    if (!s) s = query_open(st, SQL_deal_people, &q, e);
    if (s) return s;
    query_bind_str(q, 1, STR("buyer"));
    while (!s && (s = query_next(q, e)) == OK) {
        int64_t deal = query_i64(q, 0);
        int64_t person = query_i64(q, 1);
        if (deal != b.deal) {
            s = stage_before(st, &team, &b, d, a, e);
            b.deal = deal;
            b.count = 0;
        }
        if (b.count == room) {
            size_t wider = room ? room * 2 : 16;
            b.person = arena_grow(a, b.person, room * sizeof person, wider * sizeof person);
            room = wider;
        }
        b.person[b.count++] = person;
    }
    query_close(q);
    if (s != DONE) return s;
    return stage_before(st, &team, &b, d, a, e);
}

static enum status set_values(struct store *st, enum deal_by by, struct arena *a, struct deals *d,
                              struct err *e)
{
    for (size_t i = 0; i < d->count; i++) {
        struct deal_case *c = &d->one[i];
        if (by == BY_ORG) c->value = c->org;
        if (by == BY_COLUMN) c->value = c->column;
        if (by == BY_SOURCE) c->value = c->source;
        if (by == BY_ADVISERS) c->value = c->advisers ? STR("advisers") : STR("none known");
    }
    if (by == BY_AGENT) return value_agents(st, a, d, e);
    return by == BY_RELATION ? value_relations(st, a, d, e) : OK;
}

enum status deals_load(struct store *st, struct str by, int64_t until_s, struct arena *a,
                       struct deals *ret, enum deal_by *ret_by, struct err *e)
{
    static const struct {
        const char *word;
        enum deal_by by;
    } words[] = {{"org", BY_ORG},           {"agent", BY_AGENT},       {"source", BY_SOURCE},
                 {"advisers", BY_ADVISERS}, {"relation", BY_RELATION}, {"", BY_NOTHING}};
    struct str key = STR_NONE;
    struct err none;
    enum status s = OK;
    *ret = (struct deals){.as_of_s = TIME_NONE};
    *ret_by = by.len ? BY_COLUMN : BY_NOTHING;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (str_is_nocase(by, words[i].word)) *ret_by = words[i].by;
    }
    if (*ret_by == BY_SOURCE) { /* the deals' own word for it comes first */
        if (find_column(st, by, a, &key, &none) == OK) *ret_by = BY_COLUMN;
    } else if (*ret_by == BY_COLUMN) {
        s = find_column(st, by, a, &key, e);
    }
    if (!s) s = load_cases(st, key, a, ret, e);
    if (s) return s;
    stand(ret, until_s);
    if (ret->count) qsort(ret->one, ret->count, sizeof *ret->one, by_deal);
    return set_values(st, *ret_by, a, ret, e);
}

/* ---- groups ---- */

static int by_value(const void *l, const void *r)
{
    const struct deal_case *x = *(const struct deal_case *const *)l;
    const struct deal_case *y = *(const struct deal_case *const *)r;
    if (!x->value.p != !y->value.p) return x->value.p ? -1 : 1;
    int order = x->value.p ? str_cmp(x->value, y->value) : 0;
    return order ? order : (x->id > y->id) - (x->id < y->id);
}

static bool same_value(struct str x, struct str y)
{
    return !x.p == !y.p && (!x.p || str_eq(x, y));
}

/* By t, of few as of many: the plain mean with how far it could be off. */
static struct effect mean_of(const struct deal_case *const *c, size_t n, bool won)
{
    size_t count = 0;
    double mean = 0.0;
    double square = 0.0;
    for (size_t i = 0; i < n; i++) {
        bool in = has_ended(c[i]->state) && (!won || c[i]->state == STATE_WON);
        if (!in || isnan(c[i]->days)) continue;
        double before = c[i]->days - mean;
        mean += before / (double)++count;
        square += before * (c[i]->days - mean);
    }
    if (!count) return effect_none();
    double df = (double)count - 1.0;
    double se = count > 1 ? sqrt(square / df / (double)count) : NAN;
    struct effect f = effect_by_t(mean, se, df, count);
    if (f.lo < 0.0) f.lo = 0.0; /* no deal takes less */
    return f;
}

static void fill(const struct deal_case *const *c, size_t n, struct lasting *x, struct arena *a,
                 struct deal_group *g)
{
    *g = (struct deal_group){
        .value = c[0]->value, .n = n, .share = NAN, .lo = NAN, .hi = NAN, .p = NAN};
    for (size_t i = 0; i < n; i++) {
        g->won += c[i]->state == STATE_WON;
        g->lost += c[i]->state == STATE_LOST;
        g->open += c[i]->state == STATE_OPEN;
        if (isnan(c[i]->days)) continue;
        x[g->timed++] = (struct lasting){c[i]->days, has_ended(c[i]->state), true};
    }
    double closed = (double)(g->won + g->lost);
    if (closed > 0.0) {
        g->share = (double)g->won / closed;
        wilson_95((double)g->won, closed, &g->lo, &g->hi);
    }
    survive_find(x, g->timed, a, &g->days);
    g->closed_days = mean_of(c, n, false);
    g->won_days = mean_of(c, n, true);
}

/* Against all others. */
static void compare(const struct deals *d, struct lasting *x, struct deal_group *g)
{
    size_t all = 0;
    for (size_t i = 0; i < d->count; i++) {
        const struct deal_case *o = &d->one[i];
        if (isnan(o->days)) continue;
        bool mine = same_value(o->value, g->value);
        x[all++] = (struct lasting){o->days, has_ended(o->state), mine};
    }
    g->p = survive_differ(x, all).p;
}

static int by_count(const void *l, const void *r)
{
    const struct deal_group *x = l;
    const struct deal_group *y = r;
    if (x->n != y->n) return x->n > y->n ? -1 : 1;
    if (!x->value.p || !y->value.p) return !x->value.p - !y->value.p;
    return str_cmp(x->value, y->value);
}

void deals_part(const struct deals *d, struct arena *a, struct deal_groups *ret)
{
    const struct deal_case **c = arena_array(a, d->count, sizeof(const void *));
    struct lasting *x = arena_new(a, struct lasting, d->count);
    *ret = (struct deal_groups){arena_new(a, struct deal_group, d->count), 0};
    for (size_t i = 0; i < d->count; i++)
        c[i] = &d->one[i];
    if (d->count) qsort(c, d->count, sizeof(const void *), by_value);
    size_t next = 0;
    for (size_t i = 0; i < d->count; i = next) {
        for (next = i + 1; next < d->count && same_value(c[next]->value, c[i]->value);)
            next++;
        fill(c + i, next - i, x, a, &ret->one[ret->count++]);
    }
    if (ret->count) qsort(ret->one, ret->count, sizeof *ret->one, by_count);
    for (size_t i = 0; i < ret->count && i < DEAL_GROUPS_COMPARED_MAX; i++)
        compare(d, x, &ret->one[i]);
}

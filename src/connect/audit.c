/* audit.c - connect: of what ours claim to have, what is really there? */
#include "connect/audit.h"

#include "base/map.h"
#include "find/nodes.h"
#include "find/people.h"

#include <stdlib.h>
#include <string.h>

/* One person, or one person and one of ours: the newest of each side. */
struct pair {
    int64_t teammate; /* 0: any of us */
    uint32_t person;  /* index */
    int claimed, confirmed;
    bool answered;
    struct str cause;
};

struct unit {
    uint32_t group;
    bool claimed;
    enum audit_answer answer;
};

struct work {
    struct store *st;
    struct arena *a;
    enum audit_by by;
    int least;
    struct node_map nodes;
    struct audit *r;
    struct pair *pair;
    size_t pair_count;
    uint32_t *claimants; /* [person_count] of ours who claim a relationship */
    struct idmap pairs, persons;
    struct unit *unit;
    size_t unit_count;
    struct map units, groups;
};

/* ---- what was said ---- */

static uint32_t person_at(struct work *w, int64_t node)
{
    struct audit *r = w->r;
    uint32_t at = idmap_put(&w->persons, node, (uint32_t)r->person_count);
    if (at < r->person_count) return at;
    r->person = arena_more(w->a, r->person, r->person_count, sizeof *r->person);
    r->person[r->person_count++] = (struct audit_person){
        .node = node, .claimed = STRENGTH_UNKNOWN, .confirmed = STRENGTH_UNKNOWN, .wanted = -1};
    return at;
}

static struct pair *pair_at(struct work *w, int64_t teammate, int64_t person)
{
    uint32_t of = person_at(w, person);
    uint32_t at = idmap_put(&w->pairs, teammate << 31 | person, (uint32_t)w->pair_count);
    if (at < w->pair_count) return &w->pair[at];
    w->pair = arena_more(w->a, w->pair, w->pair_count, sizeof *w->pair);
    w->pair[w->pair_count] = (struct pair){.teammate = teammate,
                                           .person = of,
                                           .claimed = STRENGTH_UNKNOWN,
                                           .confirmed = STRENGTH_UNKNOWN};
    return &w->pair[w->pair_count++];
}

/* Of accounts that a merge made one person: the strongest claim; of answers the newest. */
static void take_row(struct work *w, const struct query *q)
{
    int64_t person = nodes_behind(&w->nodes, query_i64(q, 1));
    if (!person) return;
    struct pair *p = pair_at(w, nodes_behind(&w->nodes, query_i64(q, 0)), person);
    int strength = query_is_null(q, 3) ? STRENGTH_UNKNOWN : (int)query_i64(q, 3);
    if (str_is(query_str(q, 2), "us")) {
        if (strength > p->claimed) p->claimed = strength;
        return;
    }
    if (strength != STRENGTH_UNKNOWN) {
        p->answered = true;
        p->confirmed = strength;
    }
    if (!query_is_null(q, 5)) p->cause = str_copy(w->a, query_str(q, 5));
    struct audit_person *of = &w->r->person[p->person];
    if (!query_is_null(q, 6)) of->wanted = query_i64(q, 6) != 0;
    if (query_is_null(q, 4)) return;
    of->view_said = true;
    of->view = (int)query_i64(q, 4);
}

static enum status take_rows(struct work *w, int64_t wave, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(w->st, SQL_wave_rows, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, wave);
    while ((s = query_next(q, e)) == OK)
        take_row(w, q);
    query_close(q);
    return s == DONE ? OK : s;
}

/* What each person has with us: the strongest of what either side says. */
static void sum_persons(struct work *w)
{
    w->claimants = arena_new(w->a, uint32_t, w->r->person_count);
    for (size_t i = 0; i < w->pair_count; i++) {
        const struct pair *p = &w->pair[i];
        struct audit_person *of = &w->r->person[p->person];
        w->claimants[p->person] += p->teammate && p->claimed >= w->least;
        if (p->claimed > of->claimed) of->claimed = p->claimed;
        if (!p->answered) continue;
        if (p->confirmed > of->confirmed) of->confirmed = p->confirmed;
        of->answer = of->confirmed >= w->least ? ANSWER_YES : ANSWER_NO;
    }
}

/* Who knows somebody of ours without saying whom; more than one of ours, or none, could be meant.
 */
static void count_unnamed(struct work *w)
{
    for (size_t i = 0; i < w->pair_count; i++) {
        const struct pair *p = &w->pair[i];
        bool yes = !p->teammate && p->answered && p->confirmed >= w->least;
        w->r->unnamed += yes && w->claimants[p->person] != 1;
    }
}

/* What a person says of one of ours. */
static enum audit_answer answer_of(struct work *w, const struct pair *p)
{
    if (p->answered) return p->confirmed >= w->least ? ANSWER_YES : ANSWER_NO;
    uint32_t at = idmap_get(&w->pairs, w->r->person[p->person].node);
    if (at == UINT32_MAX) return ANSWER_NONE;
    const struct pair *any = &w->pair[at];
    if (!any->answered) return ANSWER_NONE;
    if (any->confirmed < w->least) return ANSWER_NO;
    bool meant = p->claimed >= w->least && w->claimants[p->person] == 1;
    return meant ? ANSWER_YES : ANSWER_NONE;
}

/* ---- units and groups ---- */

static void count_cell(struct agree *c, bool claimed, enum audit_answer answer)
{
    c->both += claimed && answer == ANSWER_YES;
    c->ours += claimed && answer == ANSWER_NO;
    c->theirs += !claimed && answer == ANSWER_YES;
    c->none += !claimed && answer == ANSWER_NO;
    c->silent_ours += claimed && answer == ANSWER_NONE;
    c->silent_none += !claimed && answer == ANSWER_NONE;
}

static uint32_t group_at(struct work *w, struct str name, int64_t node)
{
    struct audit *r = w->r;
    bool is_new = false;
    struct str key = node ? str_printf(w->a, "%lld", (long long)node) : name;
    int64_t at = *map_put(&w->groups, key, (int64_t)r->group_count, &is_new);
    if (!is_new) return (uint32_t)at;
    r->group = arena_more(w->a, r->group, r->group_count, sizeof *r->group);
    r->group[r->group_count++] = (struct audit_group){.name = name, .node = node};
    return (uint32_t)at;
}

/* Several of a department are one unit of it: a yes outweighs a no, a no silence. */
static void add_unit(struct work *w, uint32_t group, uint32_t person, bool claimed,
                     enum audit_answer answer)
{
    bool is_new = false;
    struct str key = str_printf(w->a, "%u/%u", group, person);
    size_t at = (size_t)*map_put(&w->units, key, (int64_t)w->unit_count, &is_new);
    if (is_new) {
        w->unit = arena_more(w->a, w->unit, w->unit_count, sizeof *w->unit);
        w->unit[w->unit_count++] = (struct unit){group, claimed, answer};
        return;
    }
    w->unit[at].claimed |= claimed;
    if (answer > w->unit[at].answer) w->unit[at].answer = answer;
}

static enum status add_tagged(struct work *w, int64_t node, const char *key, uint32_t person,
                              bool claimed, enum audit_answer answer, struct err *e)
{
    struct query *q = NULL;
    bool any = false;
    enum status s = query_open(w->st, SQL_wave_tags, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, node);
    query_bind_str(q, 2, str_of(key));
    while ((s = query_next(q, e)) == OK) {
        any = true;
        add_unit(w, group_at(w, str_copy(w->a, query_str(q, 0)), 0), person, claimed, answer);
    }
    query_close(q);
    if (s != DONE) return s;
    if (!any) add_unit(w, group_at(w, STR("none"), 0), person, claimed, answer);
    return OK;
}

static enum status add_pairs(struct work *w, struct err *e)
{
    enum status s = OK;
    for (size_t i = 0; i < w->pair_count && !s; i++) {
        const struct pair *p = &w->pair[i];
        bool claimed = p->claimed >= w->least;
        enum audit_answer answer = answer_of(w, p);
        struct str name = STR_NONE;
        if (!p->teammate) continue;
        if (w->by == BY_DEPARTMENT) {
            s = add_tagged(w, p->teammate, "team", p->person, claimed, answer, e);
            continue;
        }
        s = node_name(w->st, p->teammate, w->a, &name, e);
        if (!s) add_unit(w, group_at(w, name, p->teammate), p->person, claimed, answer);
    }
    return s;
}

static enum status add_categories(struct work *w, struct err *e)
{
    enum status s = OK;
    for (size_t i = 0; i < w->r->person_count && !s; i++) {
        const struct audit_person *p = &w->r->person[i];
        s = add_tagged(w, p->node, "category", (uint32_t)i, p->claimed >= w->least, p->answer, e);
    }
    return s;
}

static int by_name(const void *l, const void *r)
{
    const struct audit_group *x = l;
    const struct audit_group *y = r;
    int order = str_cmp(x->name, y->name);
    return order ? order : (x->node > y->node) - (x->node < y->node);
}

static void sum_groups(struct work *w)
{
    struct audit *r = w->r;
    for (size_t i = 0; i < w->unit_count; i++)
        count_cell(&r->group[w->unit[i].group].cells, w->unit[i].claimed, w->unit[i].answer);
    if (r->group_count) qsort(r->group, r->group_count, sizeof *r->group, by_name);
    for (size_t i = 0; i < r->person_count; i++)
        count_cell(&r->all, r->person[i].claimed >= w->least, r->person[i].answer);
}

/* ---- causes, deals ---- */

static int by_count(const void *l, const void *r)
{
    const struct audit_cause *x = l;
    const struct audit_cause *y = r;
    if (x->count != y->count) return x->count > y->count ? -1 : 1;
    return str_cmp(x->cause, y->cause);
}

static void sum_causes(struct work *w)
{
    struct audit *r = w->r;
    struct map known = map_new(w->a);
    for (size_t i = 0; i < w->pair_count; i++) {
        struct str cause = w->pair[i].cause;
        bool is_new = false;
        if (!cause.len) continue;
        size_t at =
            (size_t)*map_put(&known, name_key(w->a, cause), (int64_t)r->cause_count, &is_new);
        if (is_new) {
            r->cause = arena_more(w->a, r->cause, r->cause_count, sizeof *r->cause);
            r->cause[r->cause_count++] = (struct audit_cause){cause, 0};
        }
        r->cause[at].count++;
    }
    if (r->cause_count) qsort(r->cause, r->cause_count, sizeof *r->cause, by_count);
}

static enum status sum_deals(struct work *w, struct err *e)
{
    struct audit_deals *d = &w->r->deals;
    struct query *q = NULL;
    enum status s = query_open(w->st, SQL_wave_deals, &q, e);
    for (size_t i = 0; i < w->r->person_count && !s; i++) {
        const struct audit_person *p = &w->r->person[i];
        query_bind_i64(q, 1, p->node);
        while ((s = query_next(q, e)) == OK) {
            struct str outcome = query_str(q, 0);
            struct agree *cells = str_is(outcome, "won")    ? &d->won
                                  : str_is(outcome, "lost") ? &d->lost
                                                            : &d->open;
            count_cell(cells, p->claimed >= w->least, p->answer);
        }
        s = s == DONE ? OK : s;
        query_again(q);
    }
    query_close(q);
    return s;
}

static int by_node(const void *l, const void *r)
{
    int64_t x = ((const struct audit_person *)l)->node;
    int64_t y = ((const struct audit_person *)r)->node;
    return (x > y) - (x < y);
}

enum status audit_find(struct store *st, const struct wave *wave, enum audit_by by, int least,
                       struct arena *a, struct audit *ret, struct err *e)
{
    struct work w = {.st = st,
                     .a = a,
                     .by = by,
                     .least = least,
                     .r = ret,
                     .pairs = idmap_new(a, 64),
                     .persons = idmap_new(a, 64),
                     .units = map_new(a),
                     .groups = map_new(a)};
    *ret = (struct audit){0};
    enum status s = nodes_load(st, a, &w.nodes, e);
    if (!s) s = take_rows(&w, wave->id, e);
    if (s) return s;
    sum_persons(&w);
    count_unnamed(&w);
    s = by == BY_CATEGORY ? add_categories(&w, e) : add_pairs(&w, e);
    if (s) return s;
    sum_groups(&w);
    sum_causes(&w);
    s = sum_deals(&w, e);
    if (ret->person_count) qsort(ret->person, ret->person_count, sizeof *ret->person, by_node);
    return s;
}

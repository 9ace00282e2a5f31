/* programme_ties.c - verb: which of ours holds a member, and what is next? */
#include "verb/programme_ties.h"

#include "base/time.h"
#include "find/market.h"

#include <stdlib.h>
#include <string.h>

static int by_id(const void *l, const void *r)
{
    int64_t x = *(const int64_t *)l;
    int64_t y = *(const int64_t *)r;
    return (x > y) - (x < y);
}

static enum status load_seen(struct programme_asked *p, struct seen *ret, struct err *e)
{
    struct request *r = p->r;
    struct team team = {0};
    struct node_set people = {.id = arena_new(r->a, int64_t, p->members.count)};
    struct seen_ask ask = {.team = &team, .people = &people};
    for (size_t i = 0; i < p->members.count; i++)
        people.id[people.count++] = p->members.one[i].node;
    qsort(people.id, people.count, sizeof *people.id, by_id);
    enum status s = team_load(r->st, r->a, &team, e);
    if (s || !team.count || !people.count) return s;
    s = seen_when(r->st, TIME_NONE, &ask, e);
    return s ? s : seen_load(r->st, &ask, r->a, ret, e);
}

enum status member_ties_load(struct programme_asked *p, struct member_ties *ret, struct err *e)
{
    struct market m;
    *ret = (struct member_ties){0};
    enum status s = load_seen(p, &ret->seen, e);
    if (!s) s = tasks_load(p->r->st, 0, 0, p->r->a, &ret->tasks, e);
    if (s || !p->programme.market.len) return s;
    s = market_load(p->r->st, p->programme.market, p->r->a, &m, e);
    if (!s) s = pairings_load(p->r->st, m.id, p->r->a, &ret->pinned, e);
    return s ? s : plan_load(p->r->st, m.id, p->r->a, &ret->plan, e);
}

static int64_t owner_of(const struct member_ties *x, int64_t node)
{
    const struct plan_pair *planned = plan_of(&x->plan, node);
    int64_t owner = planned ? planned->owner : 0;
    for (size_t i = 0; i < x->pinned.count; i++) {
        const struct pairing *one = &x->pinned.one[i];
        if (one->person == node && str_is(one->kind, "pin")) owner = one->teammate;
    }
    return owner;
}

enum status member_tie_of(struct programme_asked *p, const struct member_ties *x, int64_t node,
                          struct member_tie *ret, struct err *e)
{
    int64_t owner = owner_of(x, node);
    *ret = (struct member_tie){
        .owner = STR_NONE, .next = STR_NONE, .last_s = TIME_NONE, .due_s = TIME_NONE};
    for (size_t i = 0; i < x->seen.count; i++) {
        const struct seen_pair *pair = &x->seen.pair[i];
        bool later = pair->tie.last_s != TIME_NONE &&
                     (ret->last_s == TIME_NONE || pair->tie.last_s > ret->last_s);
        if (pair->person == node && later) ret->last_s = pair->tie.last_s;
    }
    for (size_t i = 0; i < x->tasks.count && !ret->next.p; i++) {
        if (x->tasks.one[i].person != node) continue;
        ret->next = x->tasks.one[i].text;
        ret->due_s = x->tasks.one[i].due_s;
    }
    return owner ? node_name(p->r->st, owner, p->r->a, &ret->owner, e) : OK;
}

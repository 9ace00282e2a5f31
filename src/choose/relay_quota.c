/* relay_quota.c - choose: which groups do these quotas make, when people pass things on? */
#include "choose/choose_int.h"
#include "choose/pick.h"

struct groups {
    struct pick_quota *quota; /* [quota_count] */
    uint32_t *group;          /* [n] */
    size_t *size;             /* [quota_count] who can be picked of each */
    size_t *shared;           /* [quota_count] scratch */
};

/* What the user wrote without its figure: "analyst>=2" is about analyst. */
static struct str about(struct str name)
{
    while (name.len && ascii_is_digit(name.p[name.len - 1]))
        name.len--;
    while (name.len && (name.p[name.len - 1] == '=' || name.p[name.len - 1] == '<' ||
                        name.p[name.len - 1] == '>' || name.p[name.len - 1] == ' '))
        name.len--;
    return name;
}

/* How many of those who can be picked are in the quota, and of these in each group so far. */
static size_t members_count(const struct quota *q, const bool *can, const struct pick_rules *r,
                            size_t shared[])
{
    size_t count = 0;
    for (size_t i = 0; i < r->quota_count; i++)
        shared[i] = 0;
    for (uint32_t v = 0; v < r->n; v++) {
        if (!can[v] || !q->member[v]) continue;
        count++;
        if (r->group[v] != PICK_NO_GROUP) shared[r->group[v]]++;
    }
    return count;
}

/* Rules about the same people are one quota. */
static enum status merge(struct pick_quota *to, const struct quota *q, struct err *e)
{
    if (q->least > to->least) to->least = (uint32_t)q->least;
    if (q->most < to->most) to->most = (uint32_t)q->most;
    if (to->least <= to->most) return OK;
    return err_set(e, BAD_INPUT, "the quotas want at least %u and at most %u of '%.*s'; mend one",
                   to->least, to->most, STR_ARG(to->name));
}

static enum status quota_add(const struct quota *q, const bool *can, struct pick_rules *r,
                             struct groups *to, struct err *e)
{
    size_t count = members_count(q, can, r, to->shared);
    for (size_t i = 0; i < r->quota_count; i++) {
        if (!to->shared[i]) continue;
        if (to->shared[i] == count && count == to->size[i]) return merge(&to->quota[i], q, e);
        return err_set(
            e, BAD_INPUT,
            "the quotas about '%.*s' and '%.*s' have %zu people in common; with relays quotas "
            "must not overlap, so leave one out",
            STR_ARG(to->quota[i].name), STR_ARG(about(q->name)), to->shared[i]);
    }
    size_t at = r->quota_count++;
    to->size[at] = count;
    to->quota[at] = (struct pick_quota){.name = about(q->name), .most = UINT32_MAX};
    for (uint32_t v = 0; v < r->n; v++) {
        if (can[v] && q->member[v]) to->group[v] = (uint32_t)at;
    }
    return merge(&to->quota[at], q, e);
}

enum status relay_quotas(const struct choose_options *o, const bool *can, struct arena *a,
                         struct pick_rules *rules, struct err *e)
{
    enum status s = OK;
    if (!o->quota_count) return OK;
    struct groups to = {.quota = arena_new(a, struct pick_quota, o->quota_count),
                        .group = arena_new(a, uint32_t, rules->n),
                        .size = arena_new(a, size_t, o->quota_count),
                        .shared = arena_new(a, size_t, o->quota_count)};
    for (uint32_t v = 0; v < rules->n; v++)
        to.group[v] = PICK_NO_GROUP;
    rules->quota = to.quota;
    rules->group = to.group;
    for (size_t i = 0; i < o->quota_count && !s; i++)
        s = quota_add(&o->quota[i], can, rules, &to, e);
    return s;
}

bool *relay_quotas_need(const struct pick_rules *r, const struct picked *seeds, struct arena *a)
{
    uint32_t *have = arena_new(a, uint32_t, r->quota_count);
    bool *need = arena_new(a, bool, seeds->count);
    for (uint32_t i = 0; i < seeds->count && r->quota_count; i++) {
        uint32_t group = r->group[seeds->node[i]];
        need[i] = group != PICK_NO_GROUP && have[group]++ < r->quota[group].least;
    }
    return need;
}

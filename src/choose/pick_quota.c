/* pick_quota.c - choose: is there still a place for this one, when quotas are to be kept? */
#include "choose/pick_int.h"

#include <string.h>

struct places places_new(const struct pick_rules *r, size_t room, struct arena *a)
{
    struct places p = {.left = room, .taken = arena_new(a, uint32_t, r->quota_count)};
    for (size_t i = 0; i < r->quota_count; i++)
        p.owed += r->quota[i].least;
    return p;
}

void places_copy(struct places *to, const struct places *from, const struct pick_rules *r)
{
    to->left = from->left;
    to->owed = from->owed;
    if (r->quota_count) memcpy(to->taken, from->taken, r->quota_count * sizeof *to->taken);
}

static uint32_t group_of(const struct pick_rules *r, uint32_t node)
{
    return r->group ? r->group[node] : PICK_NO_GROUP;
}

bool places_fit(const struct places *p, const struct pick_rules *r, uint32_t node)
{
    if (!p->left) return false;
    uint32_t group = group_of(r, node);
    if (group == PICK_NO_GROUP) return p->left > p->owed;
    if (p->taken[group] < r->quota[group].least) return true;
    return p->taken[group] < r->quota[group].most && p->left > p->owed;
}

void places_take(struct places *p, const struct pick_rules *r, uint32_t node)
{
    uint32_t group = group_of(r, node);
    p->left--;
    if (group == PICK_NO_GROUP) return;
    if (p->taken[group]++ < r->quota[group].least) p->owed--;
}

/* How many of each group there are to pick, those included among them. */
static uint32_t *group_sizes(const struct pick_rules *r, struct arena *a)
{
    uint32_t *size = arena_new(a, uint32_t, r->quota_count);
    bool *in = arena_new(a, bool, r->n);
    for (size_t i = 0; i < r->include_count; i++)
        in[r->include[i]] = true;
    for (uint32_t v = 0; v < r->n; v++) {
        bool can = in[v] || !r->allowed || r->allowed[v];
        if (can && r->group[v] != PICK_NO_GROUP) size[r->group[v]]++;
    }
    return size;
}

static enum status fit(const struct pick_rules *r, struct arena *a, struct err *e)
{
    size_t room = r->k < r->n ? r->k : r->n;
    const uint32_t *size = group_sizes(r, a);
    struct places p = places_new(r, room, a);
    for (size_t i = 0; i < r->quota_count; i++) {
        if (size[i] >= r->quota[i].least) continue;
        return err_set(e, BAD_INPUT,
                       "the quota wants %u of '%.*s', %u can be picked; ask for fewer",
                       r->quota[i].least, STR_ARG(r->quota[i].name), size[i]);
    }
    if (p.owed > room) {
        return err_set(e, BAD_INPUT, "the quotas want %zu nodes, there are %zu places; raise -k",
                       p.owed, room);
    }
    for (size_t i = 0; i < r->include_count; i++) {
        if (!places_fit(&p, r, r->include[i])) {
            return err_set(e, BAD_INPUT,
                           "those to include leave no room for the quotas; raise -k or a quota");
        }
        places_take(&p, r, r->include[i]);
    }
    return OK;
}

enum status pick_rules_fit(const struct pick_rules *r, struct err *e)
{
    if (!r->group || !r->quota_count) return OK;
    if (r->cost)
        return err_set(e, BAD_USAGE, "costs and quotas together cannot be kept yet; give one");
    struct arena a = {0};
    enum status s = fit(r, &a, e);
    arena_free(&a);
    return s;
}

/* graph_groups.c - verb: at least or at most how many nodes of which group? */
#include "verb/graph_verb.h"

#include "base/limits.h"
#include "choose/pick.h"
#include "verb/quota.h"

/* Rules about one group are one quota. */
static enum status quota_add(struct pick_rules *rules, struct pick_quota quota[],
                             const struct quota_rule *rule, struct err *e)
{
    struct pick_quota *q = quota;
    while (q < quota + rules->quota_count && !str_eq(q->name, rule->who))
        q++;
    if (q == quota + rules->quota_count) {
        *q = (struct pick_quota){.name = rule->who, .most = UINT32_MAX};
        rules->quota_count++;
    }
    if (rule->least > q->least) q->least = (uint32_t)rule->least;
    if (rule->most < q->most) q->most = (uint32_t)rule->most;
    if (q->least <= q->most) return OK;
    return err_set(e, BAD_USAGE, "--quota wants at least %u and at most %u of '%.*s'; mend one",
                   q->least, q->most, STR_ARG(q->name));
}

static enum status quotas_read(struct request *r, struct pick_rules *rules, struct err *e)
{
    struct pick_quota *quota = arena_new(r->a, struct pick_quota, r->given_count + 1);
    for (const char *const *v = request_values(r, "quota"); *v; v++) {
        struct quota_rule rule;
        enum status s = quota_read(str_of(*v), GRAPH_PICKS_MAX, &rule, e);
        if (!s) s = quota_add(rules, quota, &rule, e);
        if (s) return s;
    }
    rules->quota = quota;
    return OK;
}

static enum status members_find(struct request *r, const struct graph_nodes *named, uint32_t n,
                                struct pick_rules *rules, struct err *e)
{
    uint32_t *group = arena_new(r->a, uint32_t, n);
    bool *met = arena_new(r->a, bool, rules->quota_count);
    for (uint32_t v = 0; v < n; v++)
        group[v] = PICK_NO_GROUP;
    for (size_t i = 0; i < named->count; i++) {
        for (uint32_t q = 0; q < rules->quota_count; q++) {
            if (!str_eq(named->group[i], rules->quota[q].name)) continue;
            group[named->node[i]] = q;
            met[q] = true;
        }
    }
    rules->group = group;
    for (size_t q = 0; q < rules->quota_count; q++) {
        if (met[q]) continue;
        return err_set(e, NOT_FOUND,
                       "--groups has no node of the graph in '%.*s'; want lines 'ID %.*s'",
                       STR_ARG(rules->quota[q].name), STR_ARG(rules->quota[q].name));
    }
    return OK;
}

enum status graph_groups(struct request *r, const struct graph *g, struct pick_rules *rules,
                         struct table *t, struct err *e)
{
    struct graph_nodes named;
    if (!request_has(r, "quota")) return OK;
    enum status s = quotas_read(r, rules, e);
    if (!s) s = graph_nodes_read(r, g, "groups", GRAPH_GROUPS, &named, e);
    if (!s) s = members_find(r, &named, g->n, rules, e);
    if (s) return s;
    if (named.unknown) table_note(t, "%zu of the groups have no arcs.", named.unknown);
    return OK;
}

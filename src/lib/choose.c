/* choose.c - lib: which few ids move most? */
#include "lib/engine.h"

#include "base/limits.h"
#include "choose/opim.h"

#include <inttypes.h>

enum { NODE_BYTES = 64 }; /* of rules and scratch */

struct chosen {
    struct kith_chosen shown; /* first */
    struct arena memory;
};

/* ---- what was asked for ---- */

static enum status numbers_check(const struct kith_choose_options *o, struct err *e)
{
    enum status s = range_check(o->k, 1, GRAPH_PICKS_MAX, NULL, "k", e);
    if (!s) s = range_check(o->epsilon, 0.001, 0.6, "not asked for", "epsilon", e);
    if (!s) s = range_check(o->guarantee, 0.01, 0.99, "not asked for", "guarantee", e);
    if (!s) s = range_check(o->seconds, 0.001, 1e6, "no end", "seconds", e);
    if (!s) s = range_check(o->delta, 1e-12, 0.5, "1 / nodes", "delta", e);
    if (!s) s = range_check(o->budget, 0, 1e15, NULL, "budget", e);
    if (s) return s;
    if (o->epsilon > 0 && o->guarantee > 0)
        return err_set(e, BAD_USAGE, "epsilon and guarantee both say what is enough; give one");
    if (o->budget > 0 && !o->cost.count)
        return err_set(e, BAD_USAGE, "a budget without cost; give both or none");
    if (o->cost.count && o->quota_count)
        return err_set(e, BAD_USAGE, "cost and quota cannot be kept together; give one");
    if (o->quota_count && !o->quota)
        return err_set(e, BAD_USAGE, "quota is NULL, but quota_count is %zu", o->quota_count);
    return OK;
}

/* Those without a cost cost the mean of the others. */
static enum status costs_find(struct finder *f, const struct kith_list *l, struct pick_rules *rules,
                              struct err *e)
{
    struct nodes found;
    double sum = 0;
    if (!l->count) return OK;
    enum status s = finder_nodes(f, l, "cost", false, &found, e);
    if (s) return s;
    if (!found.count)
        return err_set(e, BAD_INPUT, "cost names no node of the graph; give ids that are there");
    double *cost = arena_new(f->a, double, f->g->n);
    for (size_t i = 0; i < found.count; i++)
        sum += found.number[i];
    for (uint32_t v = 0; v < f->g->n; v++)
        cost[v] = sum / (double)found.count;
    for (size_t i = 0; i < found.count; i++)
        cost[found.node[i]] = found.number[i];
    rules->cost = cost;
    return OK;
}

static enum status include_find(struct finder *f, const struct kith_list *l,
                                struct pick_rules *rules, struct err *e)
{
    struct nodes found;
    struct kith_list ids = {.id = l->id, .count = l->count};
    double cost = 0;
    enum status s = finder_nodes(f, &ids, "include", true, &found, e);
    if (s) return s;
    for (size_t i = 0; i < found.count && rules->cost; i++)
        cost += rules->cost[found.node[i]];
    if (found.count > rules->k) {
        return err_set(e, BAD_USAGE, "include names %zu nodes, k is %u; raise k", found.count,
                       rules->k);
    }
    if (rules->cost && cost > rules->budget) {
        return err_set(e, BAD_USAGE, "those to include cost %g, the budget is %g; raise it", cost,
                       rules->budget);
    }
    rules->include = found.node;
    rules->include_count = found.count;
    return OK;
}

static enum status exclude_find(struct finder *f, const struct kith_list *l,
                                struct pick_rules *rules, struct err *e)
{
    struct nodes found;
    struct kith_list ids = {.id = l->id, .count = l->count};
    if (!l->count) return OK;
    enum status s = finder_nodes(f, &ids, "exclude", false, &found, e);
    if (s) return s;
    bool *allowed = arena_new(f->a, bool, f->g->n);
    for (uint32_t v = 0; v < f->g->n; v++)
        allowed[v] = true;
    for (size_t i = 0; i < found.count; i++)
        allowed[found.node[i]] = false;
    rules->allowed = allowed;
    return OK;
}

static enum status members_find(struct finder *f, const struct kith_quota *q, uint32_t number,
                                uint32_t group[], struct err *e)
{
    struct nodes found;
    struct kith_list ids = {.id = q->members.id, .count = q->members.count};
    const char *name = q->name ? q->name : "a quota";
    enum status s = finder_nodes(f, &ids, name, false, &found, e);
    for (size_t i = 0; i < found.count && !s; i++) {
        uint32_t v = found.node[i];
        if (group[v] != PICK_NO_GROUP) {
            s = err_set(e, BAD_INPUT,
                        "%s: %" PRIu64 " is in another quota, too; a node can be in one only", name,
                        graph_id(f->g, v));
        }
        group[v] = number;
    }
    return s;
}

static enum status quotas_find(struct finder *f, const struct kith_choose_options *o,
                               struct pick_rules *rules, struct err *e)
{
    enum status s = OK;
    if (!o->quota_count) return OK;
    struct pick_quota *quota = arena_new(f->a, struct pick_quota, o->quota_count);
    uint32_t *group = arena_new(f->a, uint32_t, f->g->n);
    for (uint32_t v = 0; v < f->g->n; v++)
        group[v] = PICK_NO_GROUP;
    for (size_t i = 0; i < o->quota_count && !s; i++) {
        const struct kith_quota *q = &o->quota[i];
        struct str name = str_of(q->name ? q->name : "a quota");
        quota[i] = (struct pick_quota){name, q->least, q->most};
        if (q->least > q->most) {
            return err_set(e, BAD_USAGE, "%s wants at least %u and at most %u; mend one",
                           quota[i].name.p, q->least, q->most);
        }
        s = members_find(f, q, (uint32_t)i, group, e);
    }
    rules->quota = quota;
    rules->quota_count = o->quota_count;
    rules->group = group;
    return s;
}

/* ---- the answer ---- */

static struct kith_chosen *show(const struct graph *g, const struct opim *o, size_t unknown)
{
    static const enum kith_stop stops[] = {
        [OPIM_REACHED] = KITH_STOP_REACHED,
        [OPIM_TIME] = KITH_STOP_TIME,
        [OPIM_MEMORY] = KITH_STOP_MEMORY,
        [OPIM_UNPROVED] = KITH_STOP_UNPROVED,
    };
    struct arena memory = {0};
    struct chosen *all = arena_new(&memory, struct chosen, 1);
    uint64_t *id = arena_new(&memory, uint64_t, o->seeds.count);
    for (uint32_t i = 0; i < o->seeds.count; i++)
        id[i] = graph_id(g, o->seeds.node[i]);
    all->shown = (struct kith_chosen){.id = id,
                                      .count = o->seeds.count,
                                      .spread = o->spread,
                                      .spread_lower = o->spread_lower,
                                      .optimum_upper = o->optimum_upper,
                                      .guarantee = o->guarantee,
                                      .cost = o->seeds.cost,
                                      .samples = o->samples,
                                      .stop = stops[o->stop],
                                      .unknown = unknown};
    all->memory = memory;
    return &all->shown;
}

static enum status choose(const struct kith_graph *g, const struct kith_choose_options *o,
                          struct arena *a, struct kith_chosen **ret, struct err *e)
{
    struct finder f = finder_new(&g->g, a);
    struct watching w;
    struct opim found;
    struct opim_options wish = {
        .sketch = {.seed = o->seed, .threads = o->threads, .progress = &w.progress},
        .rules = {.k = o->k, .budget = o->budget},
        .epsilon = o->epsilon,
        .guarantee = o->guarantee,
        .seconds = o->seconds,
        .delta = o->delta};
    watching_begin(&w, &o->watch);
    enum status s = model_read(o->model, o->p, &wish.sketch.cascade, e);
    if (!s) s = finder_weights(&f, &o->audience, "audience", &wish.sketch.audience, e);
    if (!s) s = costs_find(&f, &o->cost, &wish.rules, e);
    if (!s) s = include_find(&f, &o->include, &wish.rules, e);
    if (!s) s = exclude_find(&f, &o->exclude, &wish.rules, e);
    if (!s) s = quotas_find(&f, o, &wish.rules, e);
    if (!s) s = opim_choose(&g->g, &wish, a, &found, e);
    if (!s) *ret = show(&g->g, &found, f.unknown);
    return s;
}

enum kith_status kith_choose(const struct kith_graph *g, const struct kith_choose_options *options,
                             struct kith_chosen **ret, struct kith_error *e)
{
    struct err said = {0};
    struct arena scratch = {0};
    struct kith_choose_options o;
    kith_choose_options_init(&o);
    enum status s = options_read(options, &o, sizeof o, "kith_choose_options", &said);
    if (!s) s = use_check(g, KITH_TO_CHOOSE, &said);
    if (!s) s = numbers_check(&o, &said);
    if (!s) s = room_check(&g->g, NODE_BYTES, &said);
    if (!s) s = choose(g, &o, &scratch, ret, &said);
    arena_free(&scratch);
    return answer(s, &said, e);
}

void kith_chosen_free(struct kith_chosen *chosen)
{
    if (!chosen) return;
    struct arena memory = ((struct chosen *)(void *)chosen)->memory;
    arena_free(&memory);
}

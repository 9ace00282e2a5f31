/* choose.c - choose: which few reach most of the buyers together? */
#include "choose/choose_int.h"

#include "base/limits.h"
#include "choose/firm.h"

#include <math.h>

struct nodes {
    uint32_t *node; /* [count] ascending */
    size_t count;
};

/* The marked nodes, ascending. */
static struct nodes nodes_marked(const bool mark[], size_t node_count, struct arena *a)
{
    struct nodes n = {0};
    for (size_t i = 0; i < node_count; i++)
        n.count += mark[i];
    n.node = arena_new(a, uint32_t, n.count);
    size_t at = 0;
    for (size_t i = 0; i < node_count; i++) {
        if (mark[i]) n.node[at++] = (uint32_t)i;
    }
    return n;
}

double choose_cover(const struct findings *f, const uint32_t node[], size_t count)
{
    struct arena scratch = {0};
    bool *mark = arena_new(&scratch, bool, f->scene->node_count);
    for (size_t i = 0; i < count; i++)
        mark[node[i]] = true;
    struct nodes set = nodes_marked(mark, f->scene->node_count, &scratch);
    struct cover c;
    cover_make(f, set.node, set.count, &scratch, &c);
    struct uncovered left = uncovered_all(&c, &scratch);
    for (uint32_t i = 0; i < c.count; i++)
        cover_take(&c, &left, i);
    double total = cover_total(&c, &left);
    arena_free(&scratch);
    return total;
}

/* ---- the user's rules, in candidates' numbers ---- */

static double cost_of(const struct choose_options *o, uint32_t node)
{
    return o->cost ? o->cost[node] : 1.0;
}

static struct greedy_rules rules_of(const struct choose_options *o, const struct cover *c,
                                    size_t curve, struct arena *a)
{
    double *cost = arena_new(a, double, c->count);
    bool *include = arena_new(a, bool, c->count);
    struct greedy_quota *quota = arena_new(a, struct greedy_quota, o->quota_count);
    for (size_t i = 0; i < c->count; i++) {
        cost[i] = cost_of(o, c->node[i]);
        for (size_t n = 0; n < o->include_count; n++)
            include[i] |= o->include[n] == c->node[i];
    }
    for (size_t q = 0; q < o->quota_count; q++) {
        bool *member = arena_new(a, bool, c->count);
        for (size_t i = 0; i < c->count; i++)
            member[i] = o->quota[q].member[c->node[i]];
        quota[q] = (struct greedy_quota){member, o->quota[q].least, o->quota[q].most};
    }
    return (struct greedy_rules){
        .k = o->k,
        .curve = curve,
        .cost = cost,
        .budget = o->budget > 0.0 ? o->budget : INFINITY,
        .include = include,
        .quota = quota,
        .quota_count = o->quota_count,
    };
}

enum status includes_fit(const struct choose_options *o, size_t count, double cost, struct err *e)
{
    if (count > o->k) {
        return err_set(e, BAD_INPUT,
                       "%zu people are to be included, but only %zu to be chosen; "
                       "raise -k to %zu",
                       count, o->k, count);
    }
    if (o->budget > 0.0 && cost > o->budget * (1.0 + 1e-9)) {
        return err_set(e, BAD_INPUT,
                       "the people to be included cost %g, more than the budget of "
                       "%g; raise --budget or leave one of them out",
                       cost, o->budget);
    }
    return OK;
}

/* Do the includes leave room for themselves? Quotas, places and money each on their own. */
static enum status check_includes(const struct choose_options *o, const struct cover *c,
                                  const struct greedy_rules *r, struct err *e)
{
    size_t count = 0;
    double cost = 0.0;
    for (size_t i = 0; i < c->count; i++) {
        count += r->include[i];
        cost += r->include[i] ? r->cost[i] : 0.0;
    }
    enum status s = includes_fit(o, count, cost, e);
    if (s) return s;
    for (size_t q = 0; q < o->quota_count; q++) {
        size_t in = 0;
        for (size_t i = 0; i < c->count; i++)
            in += r->include[i] && r->quota[q].member[i];
        if (in <= o->quota[q].most) continue;
        return err_set(e, BAD_INPUT,
                       "quota '%.*s' allows %zu, but %zu of the people to be included "
                       "count for it; leave one of them out or raise it",
                       STR_ARG(o->quota[q].name), o->quota[q].most, in);
    }
    return OK;
}

static enum status check_quotas(const struct choose_options *o, const struct cover *c,
                                const struct greedy_rules *r, struct err *e)
{
    for (size_t q = 0; q < o->quota_count; q++) {
        const struct quota *quota = &o->quota[q];
        size_t there = 0;
        for (size_t i = 0; i < c->count; i++)
            there += r->quota[q].member[i];
        if (quota->least > quota->most) {
            return err_set(e, BAD_INPUT,
                           "quota '%.*s' wants at least %zu and at most %zu; lower "
                           "the first",
                           STR_ARG(quota->name), quota->least, quota->most);
        }
        if (quota->least > o->k) {
            return err_set(e, BAD_INPUT,
                           "quota '%.*s' wants %zu people, but only %zu are to be "
                           "chosen; raise -k or lower it",
                           STR_ARG(quota->name), quota->least, o->k);
        }
        if (quota->least > there) {
            return err_set(e, BAD_INPUT,
                           "quota '%.*s' wants %zu people, but only %zu of those who "
                           "may be chosen count for it; lower it, or allow more people",
                           STR_ARG(quota->name), quota->least, there);
        }
    }
    return OK;
}

/* Each quota can be kept, but not all of them together. */
static enum status say_unmet(const struct choose_options *o, struct err *e)
{
    if (o->budget > 0.0) {
        return err_set(e, BAD_INPUT,
                       "the quotas cannot all be kept with %zu people and a budget of "
                       "%g; raise -k or --budget, or lower a quota",
                       o->k, o->budget);
    }
    return err_set(e, BAD_INPUT,
                   "the quotas cannot all be kept with %zu people; raise -k or lower "
                   "a quota",
                   o->k);
}

/* ---- the answer ---- */

size_t choose_stop_at(const struct pick pick[], size_t count, size_t total)
{
    double most = 0.0;
    size_t last = count > 0; /* one at least */
    for (size_t p = 0; p < total; p++) {
        most = fmax(most, pick[p].gain);
        if (pick[p].gain >= fmax(CHOOSE_WORTH_IN_100, CHOOSE_WORTH_SHARE * most)) last = p + 1;
    }
    return last;
}

static struct span reach_span(const struct findings *f, uint32_t node)
{
    for (size_t i = 0; i < f->count; i++) {
        if (f->person[i].node == node) return (struct span){f->person[i].lo, f->person[i].hi};
    }
    return (struct span){NAN, NAN};
}

/* What each of the first picks shares with one before it: of both alone, less of both together. */
static void share(const struct cover *c, const struct greedy *g, struct pick pick[],
                  struct arena *a)
{
    size_t count = g->count < OVERLAP_PICKS_MAX ? g->count : OVERLAP_PICKS_MAX;
    for (size_t earlier = 0; earlier < count; earlier++) {
        struct arena_mark scratch = arena_mark(a);
        struct uncovered left = uncovered_all(c, a);
        cover_take(c, &left, g->pick[earlier].candidate);
        for (size_t p = earlier + 1; p < count; p++) {
            if (!(pick[p].reach > 0.0)) continue;
            double shared = 1.0 - cover_gain(c, &left, g->pick[p].candidate) / pick[p].reach;
            if (shared <= pick[p].shared) continue;
            pick[p].shared = shared;
            pick[p].shared_with = pick[earlier].node;
        }
        arena_reset(a, scratch);
    }
}

static void fill(const struct findings *f, const struct cover *c, const struct greedy_rules *r,
                 const struct greedy *g, const struct firm *firm, struct arena *a,
                 struct choice *ret)
{
    struct uncovered nobody = uncovered_all(c, a);
    size_t total = g->count + g->curve_count;
    struct pick *pick = arena_new(a, struct pick, total);
    for (size_t p = 0; p < total; p++) {
        uint32_t candidate = g->pick[p].candidate;
        pick[p] = (struct pick){
            .node = c->node[candidate],
            .gain = g->pick[p].gain,
            .cover = g->pick[p].cover,
            .reach = cover_gain(c, &nobody, candidate),
            .gain_in = firm->gain[p],
            .cover_in = firm->cover[p],
            .reach_in = reach_span(f, c->node[candidate]),
            .firm = firm->share[p],
            .cost = r->cost[candidate],
        };
    }
    for (size_t i = 0; i < g->count * INSTEAD_MAX; i++) {
        const struct firm_instead *one = &firm->instead[i];
        struct instead *to = &pick[i / INSTEAD_MAX].instead[i % INSTEAD_MAX];
        if (one->share > 0.0) *to = (struct instead){c->node[one->candidate], one->share};
    }
    share(c, g, pick, a);
    struct span whole = g->count ? firm->cover[g->count - 1] : (struct span){0.0, 0.0};
    *ret = (struct choice){
        .pick = pick,
        .count = g->count,
        .cover = g->cover,
        .lo = whole.lo,
        .hi = whole.hi,
        .cost = g->cost,
        .curve = pick + g->count,
        .curve_count = g->curve_count,
        .stop_at = choose_stop_at(pick, g->count, total),
    };
}

/* Those with reach who may be chosen, and the includes. */
static struct nodes candidates_of(const struct findings *f, const struct choose_options *o,
                                  struct arena *a)
{
    bool *mark = arena_new(a, bool, f->scene->node_count);
    for (size_t i = 0; i < f->count; i++) {
        uint32_t node = f->person[i].node;
        mark[node] = f->person[i].reach > 0.0 && (!o->allowed || o->allowed[node]);
    }
    for (size_t i = 0; i < o->include_count; i++)
        mark[o->include[i]] = true;
    return nodes_marked(mark, f->scene->node_count, a);
}

enum status choose_fits(const struct choose_options *o, struct err *e)
{
    if (o->k == 0) return err_set(e, BAD_INPUT, "-k must be at least 1");
    if (o->k > CHOOSE_MAX) {
        return err_set(e, TOO_MUCH, "-k %zu is more than the %d people that can be chosen", o->k,
                       CHOOSE_MAX);
    }
    return OK;
}

enum status choose_find(const struct findings *f, const struct choose_options *o, struct arena *a,
                        struct choice *ret, struct err *e)
{
    enum status s = choose_fits(o, e);
    if (s) return s;
    if (!f->ranked) {
        *ret = (struct choice){0};
        return OK;
    }
    struct nodes people = candidates_of(f, o, a);
    struct cover c;
    cover_make(f, people.node, people.count, a, &c);
    struct greedy_rules rules = rules_of(o, &c, o->k < 10 ? o->k : 10, a);
    s = check_includes(o, &c, &rules, e);
    if (!s) s = check_quotas(o, &c, &rules, e);
    if (s) return s;
    progress_report(o->progress, "choosing", 0, 0);
    struct greedy g;
    greedy_find(&c, &rules, a, &g);
    if (!g.met) return say_unmet(o, e);
    struct firm firm;
    struct firm_options how = {o->seed, o->threads, o->progress};
    s = firm_find(&c, &rules, &g, &how, a, &firm, e);
    if (s) return s;
    fill(f, &c, &rules, &g, &firm, a, ret);
    return OK;
}

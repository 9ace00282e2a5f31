/* choose.c - choose: which few reach most of the buyers together? */
#include "choose/choose.h"

#include "base/limits.h"
#include "base/parallel.h"
#include "choose/greedy.h"

#include <math.h>

enum {
    DRAW_PEOPLE = 500, /* by reach (and by reach per cost) who take part in the draws */
    DRAW_BATCH = 16    /* draws between two looks at progress->stop */
};

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
    if (count > o->k) {
        return err_set(e, BAD_INPUT,
                       "%zu people are to be included, but only %zu to be chosen; "
                       "raise -k to %zu",
                       count, o->k, count);
    }
    if (cost > r->budget * (1.0 + 1e-9)) {
        return err_set(e, BAD_INPUT,
                       "the people to be included cost %g, more than the budget of "
                       "%g; raise --budget or leave one of them out",
                       cost, o->budget);
    }
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

/* ---- the draws ---- */

struct draws {
    const struct cover *cover; /* of those who take part */
    const struct greedy_rules *rules;
    const bool *chosen; /* [cover->count] */
    uint64_t seed;
    size_t first;   /* draw number of task 0 */
    bool *picked;   /* [CHOOSE_DRAWS * cover->count] */
    double *covers; /* [CHOOSE_DRAWS] of the chosen */
};

static void draw_once(void *context, size_t i)
{
    struct draws *d = context;
    size_t draw = d->first + i;
    struct arena scratch = {0};
    struct cover drawn;
    cover_draw(d->cover, d->seed, (uint32_t)draw, &scratch, &drawn);
    struct uncovered left = uncovered_all(&drawn, &scratch);
    for (uint32_t c = 0; c < drawn.count; c++) {
        if (d->chosen[c]) cover_take(&drawn, &left, c);
    }
    d->covers[draw] = cover_total(&drawn, &left);
    struct greedy g;
    greedy_find(&drawn, d->rules, &scratch, &g);
    for (size_t p = 0; p < g.count; p++) {
        d->picked[draw * drawn.count + g.pick[p].candidate] = true;
    }
    arena_free(&scratch);
}

struct best { /* for qsort */
    double key;
    uint32_t node;
};

static int best_cmp(const void *left, const void *right)
{
    const struct best *l = left;
    const struct best *r = right;
    if (l->key != r->key) return l->key > r->key ? -1 : 1;
    return l->node < r->node ? -1 : l->node > r->node;
}

/* Marks the DRAW_PEOPLE members with the most reach per `cost`; NULL: everybody, at equal cost. */
static void mark_best(const struct cover *c, const bool *member, const double *cost, bool mark[],
                      struct arena *a)
{
    struct uncovered left = uncovered_all(c, a);
    struct best *best = arena_new(a, struct best, c->count);
    size_t count = 0;
    for (uint32_t i = 0; i < c->count; i++) {
        if (member && !member[i]) continue;
        double gain = cover_gain(c, &left, i);
        best[count++] = (struct best){cost ? gain / cost[i] : gain, c->node[i]};
    }
    if (count > 1) qsort(best, count, sizeof *best, best_cmp);
    for (size_t i = 0; i < count && i < DRAW_PEOPLE; i++)
        mark[best[i].node] = true;
}

/* The rest would hardly be picked in any draw, and would cost most of the time. */
static struct nodes draw_people(size_t node_count, const struct cover *c,
                                const struct greedy_rules *r, const struct greedy *g,
                                struct arena *a)
{
    bool *mark = arena_new(a, bool, node_count);
    for (size_t p = 0; p < g->count + g->curve_count; p++) {
        mark[c->node[g->pick[p].candidate]] = true;
    }
    mark_best(c, NULL, NULL, mark, a);
    if (!isinf(r->budget)) mark_best(c, NULL, r->cost, mark, a);
    for (size_t q = 0; q < r->quota_count; q++) {
        if (r->quota[q].least > 0) mark_best(c, r->quota[q].member, NULL, mark, a);
    }
    return nodes_marked(mark, node_count, a);
}

static enum status draws_run(struct draws *d, const struct choose_options *o, struct err *e)
{
    for (d->first = 0; d->first < CHOOSE_DRAWS; d->first += DRAW_BATCH) {
        progress_report(o->progress, "drawing", d->first, CHOOSE_DRAWS);
        if (progress_stop(o->progress)) return err_set(e, STOPPED, "stopped");
        size_t left = CHOOSE_DRAWS - d->first;
        parallel_for(o->threads, left < DRAW_BATCH ? left : DRAW_BATCH, draw_once, d);
    }
    return OK;
}

static int double_cmp(const void *left, const void *right)
{
    double l = *(const double *)left;
    double r = *(const double *)right;
    return l < r ? -1 : l > r;
}

/* Between order statistics, as R's type 7. */
static double percentile(const double sorted[], size_t count, double share)
{
    double at = share * (double)(count - 1);
    size_t low = (size_t)at;
    if (low + 1 >= count) return sorted[count - 1];
    return sorted[low] + (at - (double)low) * (sorted[low + 1] - sorted[low]);
}

/* Fills firm of every pick, lo and hi. */
static enum status find_firm(const struct findings *f, const struct choose_options *o,
                             const struct nodes *people, struct arena *a, struct choice *ret,
                             struct err *e)
{
    struct cover c;
    cover_make(f, people->node, people->count, a, &c);
    struct greedy_rules rules = rules_of(o, &c, 0, a);
    uint32_t *number = arena_new(a, uint32_t, f->scene->node_count);
    for (uint32_t i = 0; i < c.count; i++)
        number[c.node[i]] = i;
    bool *chosen = arena_new(a, bool, c.count);
    for (size_t p = 0; p < ret->count; p++)
        chosen[number[ret->pick[p].node]] = true;
    struct draws d = {.cover = &c, .rules = &rules, .chosen = chosen, .seed = o->seed};
    d.picked = arena_new(a, bool, CHOOSE_DRAWS *c.count);
    d.covers = arena_new(a, double, CHOOSE_DRAWS);
    enum status s = draws_run(&d, o, e);
    if (s) return s;

    for (size_t p = 0; p < ret->count + ret->curve_count; p++) {
        struct pick *pick = p < ret->count ? &ret->pick[p] : &ret->curve[p - ret->count];
        size_t hits = 0;
        for (size_t draw = 0; draw < CHOOSE_DRAWS; draw++) {
            hits += d.picked[draw * c.count + number[pick->node]];
        }
        pick->firm = (double)hits / CHOOSE_DRAWS;
    }
    qsort(d.covers, CHOOSE_DRAWS, sizeof *d.covers, double_cmp);
    /* The mean of a very skew posterior can lie outside its own percentiles. */
    ret->lo = fmin(ret->cover, percentile(d.covers, CHOOSE_DRAWS, 0.10));
    ret->hi = fmax(ret->cover, percentile(d.covers, CHOOSE_DRAWS, 0.90));
    return OK;
}

/* ---- the answer ---- */

static struct pick pick_of(const struct cover *c, const struct greedy_rules *r,
                           const struct uncovered *nobody, const struct greedy_pick *g)
{
    return (struct pick){
        .node = c->node[g->candidate],
        .gain = g->gain,
        .cover = g->cover,
        .reach = cover_gain(c, nobody, g->candidate),
        .cost = r->cost[g->candidate],
    };
}

static size_t stop_at(const struct choice *ret)
{
    size_t total = ret->count + ret->curve_count;
    double most = 0.0;
    size_t last = ret->count > 0; /* one at least */
    for (size_t p = 0; p < total; p++) {
        double gain = p < ret->count ? ret->pick[p].gain : ret->curve[p - ret->count].gain;
        most = fmax(most, gain);
        if (gain >= fmax(CHOOSE_WORTH_IN_100, CHOOSE_WORTH_SHARE * most)) last = p + 1;
    }
    return last;
}

static void fill(const struct cover *c, const struct greedy_rules *r, const struct greedy *g,
                 struct arena *a, struct choice *ret)
{
    struct uncovered nobody = uncovered_all(c, a);
    ret->count = g->count;
    ret->curve_count = g->curve_count;
    ret->pick = arena_new(a, struct pick, g->count);
    ret->curve = arena_new(a, struct pick, g->curve_count);
    for (size_t p = 0; p < g->count; p++)
        ret->pick[p] = pick_of(c, r, &nobody, &g->pick[p]);
    for (size_t p = 0; p < g->curve_count; p++) {
        ret->curve[p] = pick_of(c, r, &nobody, &g->pick[g->count + p]);
    }
    ret->cover = g->cover;
    ret->cost = g->cost;
    ret->stop_at = stop_at(ret);
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

enum status choose_find(const struct findings *f, const struct choose_options *o, struct arena *a,
                        struct choice *ret, struct err *e)
{
    struct choice choice = {0};
    if (o->k == 0) return err_set(e, BAD_INPUT, "-k must be at least 1");
    if (o->k > CHOOSE_MAX) {
        return err_set(e, TOO_MUCH, "-k %zu is more than the %d people that can be chosen", o->k,
                       CHOOSE_MAX);
    }
    if (!f->ranked) {
        *ret = choice;
        return OK;
    }
    struct nodes people = candidates_of(f, o, a);
    struct cover c;
    cover_make(f, people.node, people.count, a, &c);
    struct greedy_rules rules = rules_of(o, &c, o->k < 10 ? o->k : 10, a);
    enum status s = check_includes(o, &c, &rules, e);
    if (!s) s = check_quotas(o, &c, &rules, e);
    if (s) return s;
    progress_report(o->progress, "choosing", 0, 0);
    struct greedy g;
    greedy_find(&c, &rules, a, &g);
    if (!g.met) return say_unmet(o, e);
    fill(&c, &rules, &g, a, &choice);
    struct nodes drawn = draw_people(f->scene->node_count, &c, &rules, &g, a);
    s = find_firm(f, o, &drawn, a, &choice, e);
    if (s) return s;
    *ret = choice;
    return OK;
}

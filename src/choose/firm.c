/* firm.c - choose: would the same people be picked if we had heard other buyers? */
#include "choose/firm.h"

#include "base/limits.h"
#include "base/parallel.h"

#include <math.h>
#include <stdlib.h>

enum { DRAW_BATCH = 16 }; /* draws between two looks at progress->stop */

/* ---- who takes part ---- */

struct best { /* for qsort */
    double key;
    uint32_t candidate;
};

static int best_cmp(const void *left, const void *right)
{
    const struct best *l = left;
    const struct best *r = right;
    if (l->key != r->key) return l->key > r->key ? -1 : 1;
    return l->candidate < r->candidate ? -1 : l->candidate > r->candidate;
}

/* Marks the FIRM_PEOPLE members (NULL: of all) with the most reach per cost (NULL: at equal cost).
 */
static void mark_best(const struct cover *c, const bool *member, const double *cost, bool mark[],
                      struct arena *a)
{
    struct uncovered left = uncovered_all(c, a);
    struct best *best = arena_new(a, struct best, c->count);
    size_t count = 0;
    for (uint32_t i = 0; i < c->count; i++) {
        if (member && !member[i]) continue;
        double gain = cover_gain(c, &left, i);
        best[count++] = (struct best){cost ? gain / cost[i] : gain, i};
    }
    if (count > 1) qsort(best, count, sizeof *best, best_cmp);
    for (size_t i = 0; i < count && i < FIRM_PEOPLE; i++)
        mark[best[i].candidate] = true;
}

/* The rest would hardly be picked in any draw, and would cost most of the time. */
static bool *mark_people(const struct cover *c, const struct greedy_rules *r,
                         const struct greedy *chosen, struct arena *a)
{
    bool *mark = arena_new(a, bool, c->count);
    for (size_t p = 0; p < chosen->count + chosen->curve_count; p++) {
        mark[chosen->pick[p].candidate] = true;
    }
    mark_best(c, NULL, NULL, mark, a);
    if (!isinf(r->budget)) mark_best(c, NULL, r->cost, mark, a);
    for (size_t q = 0; q < r->quota_count; q++) {
        if (r->quota[q].least > 0) mark_best(c, r->quota[q].member, NULL, mark, a);
    }
    return mark;
}

struct part {       /* some of the candidates, numbered anew in the same order */
    uint32_t *from; /* [cover.count] their old numbers */
    struct cover cover;
    struct greedy_rules rules;
};

static void part_cover(const struct cover *c, struct part *part, struct arena *a)
{
    size_t n = part->cover.count;
    uint32_t *node = arena_new(a, uint32_t, n);
    double *q = arena_new(a, double, n);
    size_t *start = arena_new(a, size_t, n + 1);
    for (size_t i = 0; i < n; i++) {
        uint32_t from = part->from[i];
        node[i] = c->node[from];
        q[i] = c->q[from];
        start[i + 1] = start[i] + (c->start[from + 1] - c->start[from]);
    }
    uint32_t *buyer = arena_new(a, uint32_t, start[n]);
    double *p = arena_new(a, double, start[n]);
    for (size_t i = 0; i < n; i++) {
        size_t at = c->start[part->from[i]];
        for (size_t v = start[i]; v < start[i + 1]; v++, at++) {
            buyer[v] = c->buyer[at];
            p[v] = c->p[at];
        }
    }
    part->cover = *c;
    part->cover.count = n;
    part->cover.node = node;
    part->cover.start = start;
    part->cover.buyer = buyer;
    part->cover.p = p;
    part->cover.q = q;
}

static bool *part_marks(const struct part *part, const bool mark[], struct arena *a)
{
    bool *ret = arena_new(a, bool, part->cover.count);
    for (size_t i = 0; i < part->cover.count; i++)
        ret[i] = mark[part->from[i]];
    return ret;
}

static void part_rules(const struct greedy_rules *r, struct part *part, struct arena *a)
{
    double *cost = arena_new(a, double, part->cover.count);
    for (size_t i = 0; i < part->cover.count; i++)
        cost[i] = r->cost[part->from[i]];
    struct greedy_quota *quota = arena_new(a, struct greedy_quota, r->quota_count);
    for (size_t q = 0; q < r->quota_count; q++) {
        quota[q] = r->quota[q];
        quota[q].member = part_marks(part, r->quota[q].member, a);
    }
    part->rules = *r;
    part->rules.curve = 0;
    part->rules.cost = cost;
    part->rules.include = part_marks(part, r->include, a);
    part->rules.quota = quota;
}

static void part_make(const struct cover *c, const struct greedy_rules *r, const bool mark[],
                      struct arena *a, struct part *ret)
{
    *ret = (struct part){.from = arena_new(a, uint32_t, c->count)};
    for (uint32_t i = 0; i < c->count; i++) {
        if (mark[i]) ret->from[ret->cover.count++] = i;
    }
    part_cover(c, ret, a);
    part_rules(r, ret, a);
}

/* ---- the draws ---- */

struct draws {
    const struct part *part;
    const uint32_t *order; /* [count] the chosen, then the curve, in part->cover's numbers */
    size_t count;
    uint64_t seed;
    size_t first;  /* draw number of task 0 */
    bool *picked;  /* [CHOOSE_DRAWS * part->cover.count] */
    uint32_t *set; /* [CHOOSE_DRAWS * part->rules.k] the same in the order of picking … */
    size_t *sets;  /* [CHOOSE_DRAWS] … so many */
    double *gain;  /* [count * CHOOSE_DRAWS] of each to those before */
    double *cover; /* [count * CHOOSE_DRAWS] up to each */
};

static void draw_once(void *context, size_t i)
{
    struct draws *d = context;
    size_t draw = d->first + i;
    struct arena scratch = {0};
    struct cover drawn;
    cover_draw(&d->part->cover, d->seed, (uint32_t)draw, &scratch, &drawn);
    struct uncovered left = uncovered_all(&drawn, &scratch);
    for (size_t p = 0; p < d->count; p++) {
        d->gain[p * CHOOSE_DRAWS + draw] = cover_gain(&drawn, &left, d->order[p]);
        cover_take(&drawn, &left, d->order[p]);
        d->cover[p * CHOOSE_DRAWS + draw] = cover_total(&drawn, &left);
    }
    struct greedy g;
    greedy_find(&drawn, &d->part->rules, &scratch, &g);
    for (size_t p = 0; p < g.count; p++) {
        d->picked[draw * drawn.count + g.pick[p].candidate] = true;
        d->set[draw * d->part->rules.k + p] = g.pick[p].candidate;
    }
    d->sets[draw] = g.count;
    arena_free(&scratch);
}

static enum status draws_run(struct draws *d, const struct firm_options *o, struct err *e)
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

/* The mean of a very skew posterior can lie outside its own percentiles. */
static struct span span_of(double drawn[], double figure)
{
    qsort(drawn, CHOOSE_DRAWS, sizeof *drawn, double_cmp);
    return (struct span){fmin(figure, percentile(drawn, CHOOSE_DRAWS, 0.10)),
                         fmax(figure, percentile(drawn, CHOOSE_DRAWS, 0.90))};
}

static double share_picked(const struct draws *d, uint32_t candidate)
{
    size_t hits = 0;
    for (size_t draw = 0; draw < CHOOSE_DRAWS; draw++) {
        hits += d->picked[draw * d->part->cover.count + candidate];
    }
    return (double)hits / CHOOSE_DRAWS;
}

/* ---- who is picked instead ---- */

/* Whom the draw has instead of the n-th of the chosen that it lacks; UINT32_MAX: nobody. */
static uint32_t stands_in(const struct draws *d, const bool *chosen, size_t draw, size_t n)
{
    const uint32_t *set = d->set + draw * d->part->rules.k;
    for (size_t p = 0; p < d->sets[draw]; p++) {
        if (!chosen[set[p]] && n-- == 0) return set[p];
    }
    return UINT32_MAX;
}

static int candidate_cmp(const void *left, const void *right)
{
    uint32_t l = *(const uint32_t *)left;
    uint32_t r = *(const uint32_t *)right;
    return (l > r) - (l < r);
}

/* The commonest of who[n]. */
static void commonest(uint32_t who[], size_t n, const struct part *part, struct firm_instead *ret)
{
    if (n > 1) qsort(who, n, sizeof *who, candidate_cmp);
    for (size_t i = 0, end; i < n; i = end) {
        for (end = i; end < n && who[end] == who[i];)
            end++;
        double share = (double)(end - i) / CHOOSE_DRAWS;
        size_t at = INSTEAD_MAX;
        while (at > 0 && ret[at - 1].share < share)
            at--;
        for (size_t k = INSTEAD_MAX; k-- > at + 1;)
            ret[k] = ret[k - 1];
        if (at < INSTEAD_MAX) ret[at] = (struct firm_instead){part->from[who[i]], share};
    }
}

/* count: of the chosen, without the curve. */
static struct firm_instead *find_instead(const struct draws *d, size_t count, struct arena *a)
{
    struct firm_instead *ret = arena_new(a, struct firm_instead, count * INSTEAD_MAX);
    bool *chosen = arena_new(a, bool, d->part->cover.count);
    size_t *lacks = arena_new(a, size_t, CHOOSE_DRAWS); /* of the picks before this one */
    uint32_t who[CHOOSE_DRAWS];
    for (size_t p = 0; p < count; p++)
        chosen[d->order[p]] = true;
    for (size_t p = 0; p < count; p++) {
        size_t n = 0;
        for (size_t draw = 0; draw < CHOOSE_DRAWS; draw++) {
            if (d->picked[draw * d->part->cover.count + d->order[p]]) continue;
            uint32_t one = stands_in(d, chosen, draw, lacks[draw]++);
            if (one != UINT32_MAX) who[n++] = one;
        }
        commonest(who, n, d->part, ret + p * INSTEAD_MAX);
    }
    return ret;
}

enum status firm_find(const struct cover *c, const struct greedy_rules *rules,
                      const struct greedy *chosen, const struct firm_options *o, struct arena *a,
                      struct firm *ret, struct err *e)
{
    struct part part;
    part_make(c, rules, mark_people(c, rules, chosen, a), a, &part);
    uint32_t *number = arena_new(a, uint32_t, c->count); /* new ones of those who take part */
    for (uint32_t i = 0; i < part.cover.count; i++)
        number[part.from[i]] = i;
    size_t count = chosen->count + chosen->curve_count;
    uint32_t *order = arena_new(a, uint32_t, count);
    for (size_t p = 0; p < count; p++)
        order[p] = number[chosen->pick[p].candidate];
    struct draws d = {.part = &part, .order = order, .count = count, .seed = o->seed};
    d.picked = arena_new(a, bool, CHOOSE_DRAWS *part.cover.count);
    d.set = arena_new(a, uint32_t, CHOOSE_DRAWS * part.rules.k);
    d.sets = arena_new(a, size_t, CHOOSE_DRAWS);
    d.gain = arena_new(a, double, count *CHOOSE_DRAWS);
    d.cover = arena_new(a, double, count *CHOOSE_DRAWS);
    enum status s = draws_run(&d, o, e);
    if (s) return s;

    ret->instead = find_instead(&d, chosen->count, a);
    ret->share = arena_new(a, double, count);
    ret->gain = arena_new(a, struct span, count);
    ret->cover = arena_new(a, struct span, count);
    for (size_t p = 0; p < count; p++) {
        const struct greedy_pick *pick = &chosen->pick[p];
        ret->share[p] = share_picked(&d, order[p]);
        ret->gain[p] = span_of(d.gain + p * CHOOSE_DRAWS, pick->gain);
        ret->cover[p] = span_of(d.cover + p * CHOOSE_DRAWS, pick->cover);
    }
    return OK;
}

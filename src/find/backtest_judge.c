/* backtest_judge.c - find: what is an order of people worth to these judges? */
#include "find/backtest_int.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/rng.h"
#include "find/votes.h"

/* ---- whom the judges heed ---- */

struct later { /* candidates that are not in the scene before */
    struct arena *a;
    const struct scene *before, *after;
    uint32_t *number; /* [after->node_count] candidate of each node; UINT32_MAX: none yet */
    uint32_t count;
};

static uint32_t node_before(const struct scene *before, int64_t id)
{
    size_t lo = 0;
    size_t hi = before->node_count;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (before->node_id[mid] < id) {
            lo = mid + 1;
        } else {
            hi = mid;
        }
    }
    return lo < before->node_count && before->node_id[lo] == id ? (uint32_t)lo : UINT32_MAX;
}

static uint32_t candidate_of(struct later *l, uint32_t node)
{
    if (l->number[node] != UINT32_MAX) return l->number[node];
    uint32_t number = node_before(l->before, l->after->node_id[node]);
    if (number == UINT32_MAX) number = (uint32_t)l->before->node_count + l->count++;
    l->number[node] = number;
    return number;
}

static int u32_cmp(const void *left, const void *right)
{
    uint32_t l = *(const uint32_t *)left;
    uint32_t r = *(const uint32_t *)right;
    return (l > r) - (l < r);
}

static bool is_judge(const struct scene *after, uint32_t node, const int64_t *ids, size_t count)
{
    return node_is_voter(after, node) &&
           (!count || !bsearch(&after->node_id[node], ids, count, sizeof *ids, node_id_cmp));
}

/* Who was heeded by anybody before, and who is by a judge. */
static void people_find(const struct scene *before, struct truth *t, size_t pairs, struct arena *a)
{
    bool *is = arena_new(a, bool, t->candidate_count);
    size_t count = 0;
    for (size_t i = 0; i < before->heed_count; i++) {
        const struct heed *h = &before->heed[i];
        if (h->sign >= 0 && node_is_candidate(before, h->to)) is[h->to] = true;
    }
    for (size_t i = 0; i < pairs; i++)
        is[t->heeded[i]] = true;
    for (size_t c = 0; c < t->candidate_count; c++)
        count += is[c];
    uint32_t *people = arena_new(a, uint32_t, count);
    for (uint32_t c = 0, n = 0; c < t->candidate_count; c++) {
        if (is[c]) people[n++] = c;
    }
    t->people = people;
    t->people_count = count;
}

void truth_find(const struct scene *before, const struct scene *after, const int64_t *ids_known,
                size_t known_count, struct arena *a, struct truth *ret)
{
    struct later l = {a, before, after, arena_new(a, uint32_t, after->node_count), 0};
    memset(l.number, 0xff, after->node_count * sizeof *l.number);
    int64_t *judge = arena_new(a, int64_t, after->node_count);
    size_t *first = arena_new(a, size_t, after->node_count + 1);
    uint32_t *heeded = arena_new(a, uint32_t, after->heed_count);
    struct truth t = {.judge = judge, .first = first, .heeded = heeded};
    size_t n = 0;
    for (size_t i = 0; i < after->heed_count;) {
        uint32_t from = after->heed[i].from;
        bool judges = is_judge(after, from, ids_known, known_count);
        size_t begin = n;
        uint32_t last = UINT32_MAX;
        for (; i < after->heed_count && after->heed[i].from == from; i++) {
            const struct heed *h = &after->heed[i];
            bool counts = judges && h->sign >= 0 && h->to != from && h->to != last;
            if (!counts || !node_is_candidate(after, h->to)) continue;
            last = h->to;
            heeded[n++] = candidate_of(&l, h->to);
        }
        if (n == begin) continue;
        qsort(&heeded[begin], n - begin, sizeof *heeded, u32_cmp);
        first[t.judge_count] = begin;
        judge[t.judge_count++] = after->node_id[from];
    }
    first[t.judge_count] = n;
    t.candidate_count = before->node_count + l.count;
    people_find(before, &t, n, a);
    *ret = t;
}

/* ---- orders ---- */

struct scored {
    double score;
    uint64_t lot;
    uint32_t who;
};

static int scored_cmp(const void *left, const void *right)
{
    const struct scored *l = left;
    const struct scored *r = right;
    if (l->score != r->score) return l->score > r->score ? -1 : 1;
    if (l->lot != r->lot) return l->lot < r->lot ? -1 : 1;
    return (l->who > r->who) - (l->who < r->who);
}

struct placed {
    double value;
    size_t at;
};

static int placed_cmp(const void *left, const void *right)
{
    const struct placed *l = left;
    const struct placed *r = right;
    if (l->value != r->value) return l->value > r->value ? -1 : 1;
    return (l->at > r->at) - (l->at < r->at);
}

void places_find(const double *value, size_t count, struct arena *scratch, double *place)
{
    struct arena_mark mark = arena_mark(scratch);
    struct placed *p = arena_new(scratch, struct placed, count);
    double least = INFINITY;
    size_t above = 0;
    for (size_t i = 0; i < count; i++)
        least = fmin(least, value[i]);
    for (size_t i = 0; i < count; i++) { /* most have nothing: they tie, and are not sorted */
        if (value[i] > least) p[above++] = (struct placed){value[i], i};
    }
    for (size_t i = 0; i < count; i++)
        place[i] = 0.5 * (double)(above + 1 + count);
    qsort(p, above, sizeof *p, placed_cmp);
    for (size_t i = 0, end; i < above; i = end) {
        for (end = i + 1; end < above && p[end].value == p[i].value;)
            end++;
        for (size_t j = i; j < end; j++)
            place[p[j].at] = 0.5 * (double)(i + 1 + end);
    }
    arena_reset(scratch, mark);
}

void order_find(const struct truth *t, const double *score, size_t node_count, uint64_t lot,
                struct arena *a, struct order *ret)
{
    struct scored *s = arena_new(a, struct scored, t->people_count);
    double *value = arena_new(a, double, t->people_count);
    for (size_t i = 0; i < t->people_count; i++) {
        uint32_t who = t->people[i];
        uint64_t bits[2];
        rng_block(lot, 0, who, bits);
        value[i] = who < node_count ? score[who] : 0.0;
        s[i] = (struct scored){value[i], bits[0], who};
    }
    double *place = arena_new(a, double, t->people_count);
    places_find(value, t->people_count, a, place);
    qsort(s, t->people_count, sizeof *s, scored_cmp);
    *ret = (struct order){.place = place};
    ret->count = t->people_count < BACKTEST_FIRST ? t->people_count : BACKTEST_FIRST;
    for (size_t i = 0; i < ret->count; i++)
        ret->first[i] = s[i].who;
}

/* ---- worth ---- */

void truth_gains(const struct truth *t, const double *weight, double *gain)
{
    for (size_t c = 0; c < t->candidate_count; c++)
        gain[c] = 0.0;
    for (size_t j = 0; j < t->judge_count; j++) {
        for (size_t i = t->first[j]; i < t->first[j + 1]; i++)
            gain[t->heeded[i]] += weight[j];
    }
}

void best_find(const struct truth *t, const double *gain, struct best *ret)
{
    struct best b = {.count = 0};
    for (size_t i = 0; i < t->people_count; i++) {
        double g = gain[t->people[i]];
        if (!(g > 0.0) || (b.count == BACKTEST_FIRST && g <= b.gain[b.count - 1])) continue;
        size_t at = b.count < BACKTEST_FIRST ? b.count++ : b.count - 1;
        for (; at && b.gain[at - 1] < g; at--) {
            b.gain[at] = b.gain[at - 1];
            b.who[at] = b.who[at - 1];
        }
        b.gain[at] = g;
        b.who[at] = t->people[i];
    }
    *ret = b;
}

static double pearson(const double *x, const double *y, size_t n)
{
    double middle = 0.5 * (double)(n + 1); /* of places, whatever their ties */
    double xy = 0.0;
    double xx = 0.0;
    double yy = 0.0;
    for (size_t i = 0; i < n; i++) {
        xy += (x[i] - middle) * (y[i] - middle);
        xx += (x[i] - middle) * (x[i] - middle);
        yy += (y[i] - middle) * (y[i] - middle);
    }
    return xx > 0.0 && yy > 0.0 ? xy / sqrt(xx * yy) : 0.0;
}

struct judged order_judge(const struct truth *t, const struct order *o, const double *gain,
                          const struct best *best, const double *gain_place)
{
    double got = 0.0;
    double most = 0.0;
    double captured = 0.0;
    double all = 0.0;
    size_t among = 0;
    size_t tops = best->count < BACKTEST_TOP ? best->count : BACKTEST_TOP;
    for (size_t i = 0; i < o->count; i++) {
        got += gain[o->first[i]] / log2((double)i + 2.0);
        if (i >= BACKTEST_TOP) continue;
        captured += gain[o->first[i]];
        for (size_t j = 0; j < tops; j++)
            among += best->who[j] == o->first[i];
    }
    for (size_t i = 0; i < best->count; i++) {
        most += best->gain[i] / log2((double)i + 2.0);
        if (i < BACKTEST_TOP) all += best->gain[i];
    }
    struct judged w = {.value = {0}};
    w.value[MEASURE_NDCG] = most > 0.0 ? got / most : 0.0;
    w.value[MEASURE_PRECISION] = tops ? (double)among / (double)tops : 0.0;
    w.value[MEASURE_CAPTURED] = all > 0.0 ? captured / all : 0.0;
    w.value[MEASURE_RANK] = pearson(o->place, gain_place, t->people_count);
    return w;
}

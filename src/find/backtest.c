/* backtest.c - find: would this have foretold whom the audience heeds next? */
#include "find/backtest_int.h"

#include "base/parallel.h"
#include "base/rng.h"
#include "find/votes.h"

#include <math.h>
#include <stdlib.h>

const char *const measure_names[MEASURE_COUNT] = {"ndcg", "precision", "captured", "rank"};

const char *rater_name(int rater)
{
    switch (rater) {
    case RATER_KITH:
        return "kith";
    case RATER_VOTES:
        return "votes_alone";
    case RATER_FRESH:
        return "in-degree-fresh";
    case RATER_LOT:
        return "by_lot";
    case RATER_REVERSED:
        return "placebo_reversed";
    case RATER_AUDIENCE:
        return "placebo_audience";
    case RATER_TOPIC:
        return "placebo_topic";
    case RATER_TIME:
        return "placebo_time";
    case RATER_RIVAL:
        return "rival";
    default:
        return loud_names[rater - RATER_LOUD];
    }
}

enum purpose { SHARE_KNOWN = 0x62740001, DRAW_JUDGES, DRAW_AUDIENCE, DRAW_TIES, DRAW_DATES };

/* One window and one way of parting its buyers. */
struct split {
    const struct window *window;
    const struct loud *loud; /* of the scene before */
    const struct backtest_options *o;
    unsigned number; /* among all */
    /* out: */
    size_t known, judges, heeded;
    double *value; /* [draws + 1][RATER_COUNT][MEASURE_COUNT]; the first without weights; NULL: no
                    * judges */
};

static double *value_at(const struct split *s, unsigned draw, int rater)
{
    return s->value + ((size_t)draw * RATER_COUNT + (size_t)rater) * MEASURE_COUNT;
}

/* ---- what the model says ---- */

/* Reach, and votes alone (or NULL), by the nodes of `before`; the scene may be another one of its
 * people. The model chooses the family of its prior, its placebos (votes NULL) have the same. */
static void model_scores(const struct scene *sc, const struct scene *before, struct arena *a,
                         struct family_choice *choice, double *reach, double *votes)
{
    struct reach_options o = REACH_OPTIONS;
    struct findings f;
    struct err e;
    o.threads = 1;
    o.family = votes ? NULL : choice;
    o.without_intervals = true;
    if (reach_find(sc, &o, a, &f, &e)) return; /* nobody can stop it */
    if (votes) *choice = f.choice;
    for (size_t i = 0, at = 0; i < sc->node_count; i++) {
        while (at < before->node_count && before->node_id[at] < sc->node_id[i])
            at++;
        bool there = at < before->node_count && before->node_id[at] == sc->node_id[i];
        if (there && votes) votes[at] = f.votes.x[i];
    }
    for (size_t p = 0; p < f.count; p++) {
        const int64_t *id = &sc->node_id[f.person[p].node];
        const int64_t *at =
            bsearch(id, before->node_id, before->node_count, sizeof *id, node_id_cmp);
        if (at) reach[at - before->node_id] = f.person[p].reach;
    }
}

static int heed_cmp(const void *left, const void *right)
{
    const struct heed *l = left;
    const struct heed *r = right;
    if (l->from != r->from) return l->from < r->from ? -1 : 1;
    if (l->to != r->to) return l->to < r->to ? -1 : 1;
    if (l->at_s != r->at_s) return l->at_s < r->at_s ? -1 : 1;
    return (l->evidence > r->evidence) - (l->evidence < r->evidence);
}

void heeds_sort(struct heed *heed, size_t count)
{
    if (count) qsort(heed, count, sizeof *heed, heed_cmp);
}

/* Whoever heeds a person is heeded by them instead; outlets heed nobody. */
static struct scene reversed(const struct scene *sc, struct arena *a)
{
    struct scene back = *sc;
    struct heed *h = arena_new(a, struct heed, sc->heed_count);
    back.heed_count = 0;
    back.author_count = 0;
    for (size_t i = 0; i < sc->heed_count; i++) {
        if (!node_is_candidate(sc, sc->heed[i].to)) continue;
        struct heed *one = &h[back.heed_count++];
        *one = sc->heed[i];
        one->from = sc->heed[i].to;
        one->to = sc->heed[i].from;
    }
    heeds_sort(h, back.heed_count);
    back.heed = h;
    return back;
}

/* ---- one split ---- */

struct bench { /* of one split, while it runs */
    const struct split *s;
    struct arena *a;
    const struct scene *before; /* whose people are ordered */
    struct truth truth;
    struct family_choice choice;
    struct order order[RATER_COUNT];
    bool there[RATER_COUNT];
};

static void rate(struct bench *b, int rater, const double *score)
{
    uint64_t lot = rng_stream_id(DRAW_TIES, b->s->number, (uint32_t)rater) ^ b->s->o->seed;
    order_find(&b->truth, score, b->before->node_count, lot, b->a, &b->order[rater]);
    b->there[rater] = true;
}

static void rate_placebos(struct bench *b, const int64_t *ids, size_t known)
{
    const struct scene *before = b->s->window->before;
    const struct scene *off = b->s->window->off_topic;
    double *score = arena_new(b->a, double, before->node_count);
    rate(b, RATER_LOT, score);
    struct scene part = shown_to(before, ids, known, b->a);
    part = reversed(&part, b->a);
    model_scores(&part, before, b->a, &b->choice, score, NULL);
    rate(b, RATER_REVERSED, score);
    size_t others = 0;
    struct drawn *d =
        heeders_by_lot(before, true, b->s->o->seed, DRAW_AUDIENCE, b->s->number, b->a, &others);
    if (others) {
        size_t count = others < known ? others : known;
        int64_t *lot = ids_of(before, d, count, b->a);
        part = shown_to(before, lot, count, b->a);
        score = arena_new(b->a, double, before->node_count);
        model_scores(&part, before, b->a, &b->choice, score, NULL);
        rate(b, RATER_AUDIENCE, score);
    }
    if (off) {
        part = shown_to(off, ids, known, b->a);
        score = arena_new(b->a, double, before->node_count);
        model_scores(&part, before, b->a, &b->choice, score, NULL);
        rate(b, RATER_TOPIC, score);
    }
}

/* Does anybody say how many follow whom? Else followers are the in-degree. */
static bool counted(const struct scene *sc)
{
    for (size_t v = 0; v < sc->node_count; v++) {
        if (sc->followers[v] >= 0.0) return true;
    }
    return false;
}

/* What of in-degree is fresh. */
static void rate_fresh(struct bench *b)
{
    const struct scene *sc = b->before;
    double *fresh = arena_new(b->a, double, sc->node_count);
    double half_life_s = (double)(b->choice.aging.days * DAY_S);
    for (size_t i = 0; i < sc->heed_count; i++) {
        const struct heed *h = &sc->heed[i];
        bool latest = i + 1 == sc->heed_count || h[1].from != h->from || h[1].to != h->to;
        bool persons = sc->node_type[h->from] == NODE_PERSON && sc->node_type[h->to] == NODE_PERSON;
        if (!latest || !persons || h->from == h->to) continue;
        double age_s = (double)(sc->as_of_s - h->at_s);
        fresh[h->to] += half_life_s > 0.0 ? exp2(-fmax(0.0, age_s) / half_life_s) : 1.0;
    }
    rate(b, RATER_FRESH, fresh);
}

static void rate_rival(struct bench *b, const int64_t *ids, size_t known)
{
    double *reach = arena_new(b->a, double, b->before->node_count);
    struct scene part = shown_to(b->s->window->rival, ids, known, b->a);
    model_scores(&part, b->before, b->a, &b->choice, reach, NULL);
    rate(b, RATER_RIVAL, reach);
}

static void rate_all(struct bench *b, const int64_t *ids, size_t known)
{
    const struct scene *before = b->s->window->before;
    double *reach = arena_new(b->a, double, before->node_count);
    double *votes = arena_new(b->a, double, before->node_count);
    struct scene part = shown_to(before, ids, known, b->a);
    model_scores(&part, before, b->a, &b->choice, reach, votes);
    rate(b, RATER_KITH, reach);
    if (b->s->window->rival) {
        rate_rival(b, ids, known);
        return;
    }
    rate(b, RATER_VOTES, votes);
    for (int k = 0; k < LOUD_COUNT; k++) {
        if (k == LOUD_FOLLOWERS && !counted(before)) continue;
        rate(b, RATER_LOUD + k, b->s->loud->value[k]);
    }
    rate_fresh(b);
    rate_placebos(b, ids, known);
}

/* A judge has one weight in all splits and windows of a draw. */
static void weigh_judges(const struct truth *t, uint64_t seed, unsigned draw, double *weight)
{
    for (size_t j = 0; j < t->judge_count; j++) {
        uint64_t bits[2];
        rng_block(seed, rng_stream_id(DRAW_JUDGES, draw, 0), (uint64_t)t->judge[j], bits);
        double unit = ((double)(bits[0] >> 11) + 0.5) * 0x1p-53;
        weight[j] = draw ? -log(unit) : 1.0;
    }
}

static void judge_all(struct bench *b)
{
    const struct truth *t = &b->truth;
    double *weight = arena_new(b->a, double, t->judge_count);
    double *gain = arena_new(b->a, double, t->candidate_count);
    double *of_people = arena_new(b->a, double, t->people_count);
    double *place = arena_new(b->a, double, t->people_count);
    for (unsigned d = 0; d <= b->s->o->draws; d++) {
        struct best best;
        if (progress_stop(b->s->o->progress)) return;
        weigh_judges(t, b->s->o->seed, d, weight);
        truth_gains(t, weight, gain);
        best_find(t, gain, &best);
        for (size_t i = 0; i < t->people_count; i++)
            of_people[i] = gain[t->people[i]];
        places_find(of_people, t->people_count, b->a, place);
        for (int r = 0; r < RATER_COUNT; r++) {
            if (!b->there[r]) continue;
            struct judged w = order_judge(t, &b->order[r], gain, &best, place);
            for (int m = 0; m < MEASURE_COUNT; m++)
                value_at(b->s, d, r)[m] = w.value[m];
        }
    }
}

/* The one placebo that is judged by another truth. */
static void judge_by_lot(const struct split *s, const int64_t *ids, size_t known,
                         struct family_choice *choice, struct arena *a)
{
    struct scene before;
    struct scene after;
    dated_by_lot(s->window->before, s->window->after, s->o->seed,
                 rng_stream_id(DRAW_DATES, s->number, 0), a, &before, &after);
    struct bench b = {.s = s, .a = a, .before = &before};
    truth_find(&before, &after, ids, known, a, &b.truth);
    if (b.truth.judge_count < JUDGES_LEAST) return;
    double *score = arena_new(a, double, before.node_count);
    struct scene part = shown_to(&before, ids, known, a);
    model_scores(&part, &before, a, choice, score, NULL);
    rate(&b, RATER_TIME, score);
    judge_all(&b);
}

static void split_run(struct split *s, struct arena *values)
{
    struct arena a = {0};
    size_t count = 0;
    struct drawn *d =
        heeders_by_lot(s->window->before, false, s->o->seed, SHARE_KNOWN, s->number, &a, &count);
    size_t known = (size_t)(s->o->known * (double)count + 0.5);
    if (!known && count) known = 1;
    int64_t *ids = ids_of(s->window->before, d, known, &a);
    struct bench b = {.s = s, .a = &a, .before = s->window->before};
    truth_find(s->window->before, s->window->after, ids, known, &a, &b.truth);
    s->known = known;
    s->judges = b.truth.judge_count;
    if (known && s->judges >= JUDGES_LEAST) {
        rate_all(&b, ids, known);
        size_t cells = ((size_t)s->o->draws + 1) * RATER_COUNT * MEASURE_COUNT;
        s->value = arena_new(values, double, cells);
        for (size_t i = 0; i < cells; i++)
            s->value[i] = NAN; /* not rated */
        bool *is = arena_new(&a, bool, b.truth.candidate_count);
        for (size_t i = 0; i < b.truth.first[s->judges]; i++) {
            s->heeded += !is[b.truth.heeded[i]];
            is[b.truth.heeded[i]] = true;
        }
        judge_all(&b);
        if (!s->window->rival) judge_by_lot(s, ids, known, &b.choice, &a);
    }
    arena_free(&a);
}

/* ---- all splits ---- */

struct splits {
    struct split *split;
    struct arena *values; /* one a split: arenas belong to one thread at a time */
    size_t count;
    size_t done; /* atomic */
    const struct backtest_options *o;
};

static void split_task(void *context, size_t i)
{
    struct splits *all = context;
    if (progress_stop(all->o->progress)) return;
    split_run(&all->split[i], &all->values[i]);
    size_t done = __atomic_add_fetch(&all->done, 1, __ATOMIC_RELAXED);
    if (i == 0) progress_report(all->o->progress, "backtest", done, all->count);
}

static int double_cmp(const void *left, const void *right)
{
    double l = *(const double *)left;
    double r = *(const double *)right;
    return (l > r) - (l < r);
}

/* R's type 7, as everywhere. Sorts x. */
static double quantile(double *x, size_t n, double p)
{
    if (!n) return NAN;
    qsort(x, n, sizeof *x, double_cmp);
    double at = p * (double)(n - 1);
    size_t i = (size_t)at;
    return i + 1 < n ? x[i] + (at - (double)i) * (x[i + 1] - x[i]) : x[n - 1];
}

/* The mean over the splits in which both could be rated. */
static double mean_of(const struct splits *all, unsigned draw, int rater, int less, int m)
{
    double sum = 0.0;
    size_t n = 0;
    for (size_t i = 0; i < all->count; i++) {
        if (!all->split[i].value) continue;
        double x = value_at(&all->split[i], draw, rater)[m];
        if (less >= 0) x = value_at(&all->split[i], draw, less)[m] - x;
        if (isnan(x)) continue;
        sum += x;
        n++;
    }
    return n ? sum / (double)n : NAN;
}

/* 90 %, moved so that the draws' mean is the value: weights drawn by lot make the best order
 * better, and so every order a little worse, than the judges as they are. */
static void interval_of(double value, double *draw, unsigned draws, double *ret_lo, double *ret_hi)
{
    double sum = 0.0;
    for (unsigned d = 0; d < draws; d++)
        sum += draw[d];
    double shift = draws ? value - sum / (double)draws : 0.0;
    *ret_lo = fmin(value, quantile(draw, draws, 0.05) + shift);
    *ret_hi = fmax(value, quantile(draw, draws, 0.95) + shift);
}

static void score_find(const struct splits *all, int rater, int m, double *scratch,
                       struct backtest_score *ret)
{
    unsigned draws = all->o->draws;
    ret->value = mean_of(all, 0, rater, -1, m);
    for (unsigned d = 0; d < draws; d++)
        scratch[d] = mean_of(all, d + 1, rater, -1, m);
    interval_of(ret->value, scratch, draws, &ret->lo, &ret->hi);
    if (!isnan(ret->value)) { /* the shift may go past the ends */
        ret->lo = fmax(ret->lo, m == MEASURE_RANK ? -1.0 : 0.0);
        ret->hi = fmin(ret->hi, 1.0);
    }
    ret->gain = mean_of(all, 0, rater, RATER_KITH, m);
    for (unsigned d = 0; d < draws; d++)
        scratch[d] = mean_of(all, d + 1, rater, RATER_KITH, m);
    interval_of(ret->gain, scratch, draws, &ret->gain_lo, &ret->gain_hi);
}

static void sum_up(const struct splits *all, const struct window *window, size_t windows,
                   struct backtest *ret)
{
    struct backtest b = {.over_topic = true};
    struct arena a = {0};
    double *scratch = arena_new(&a, double, all->o->draws + 1);
    for (size_t w = 0; w < windows; w++) {
        bool any = false;
        b.over_topic = b.over_topic && window[w].off_topic;
        for (size_t i = 0; i < all->count; i++) {
            const struct split *s = &all->split[i];
            if (s->window != &window[w] || !s->value) continue;
            any = true;
            b.splits++;
            b.known += (double)s->known;
            b.judges += (double)s->judges;
            b.heeded += (double)s->heeded;
        }
        b.windows += any;
    }
    b.judged = b.splits > 0;
    if (b.judged) {
        b.known /= (double)b.splits;
        b.judges /= (double)b.splits;
        b.heeded /= (double)b.splits;
    }
    for (int r = 0; r < RATER_COUNT; r++) {
        for (int m = 0; m < MEASURE_COUNT; m++)
            score_find(all, r, m, scratch, &b.score[r][m]);
    }
    arena_free(&a);
    *ret = b;
}

enum status backtest_run(const struct window *window, size_t count,
                         const struct backtest_options *o, struct arena *a, struct backtest *ret,
                         struct err *e)
{
    struct splits all = {.count = count * o->splits, .o = o};
    struct loud *loud = arena_new(a, struct loud, count);
    all.split = arena_new(a, struct split, all.count);
    all.values = arena_new(a, struct arena, all.count);
    for (size_t w = 0; w < count; w++) {
        if (!window[w].rival) {
            enum status s = loud_find(window[w].before, o->threads, a, &loud[w], e);
            if (s) return s;
        }
        for (unsigned i = 0; i < o->splits; i++) {
            size_t at = w * o->splits + i;
            all.split[at] = (struct split){
                .window = &window[w], .loud = &loud[w], .o = o, .number = (unsigned)at};
        }
    }
    parallel_for(o->threads, all.count, split_task, &all);
    bool stopped = progress_stop(o->progress);
    if (!stopped) sum_up(&all, window, count, ret);
    for (size_t i = 0; i < all.count; i++)
        arena_free(&all.values[i]);
    return stopped ? err_set(e, STOPPED, "stopped during the backtest") : OK;
}

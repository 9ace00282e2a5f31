/* family.c - find: which prior would have foretold best whom these buyers heeded since? */
#include "find/family.h"

#include "base/parallel.h"
#include "find/backtest_int.h"
#include "find/prior.h"
#include "find/votes.h"

#include "base/rng.h"

#include <math.h>
#include <stdlib.h>

enum { SEED = 1, RUNS = FAMILY_FOLDS * FAMILY_ROUNDS };
enum purpose { PART_BUYERS = 0x66616d01, DRAW_TIES };

struct past {
    struct scene before, after;
    struct drawn *voter; /* [rounds][voter_count] of those before, in orders by lot */
    size_t voter_count;
    size_t runs;                     /* rounds * FAMILY_FOLDS */
    double ndcg[RUNS][FAMILY_COUNT]; /* NAN: not possible */
    size_t judges[RUNS];
};

static int time_cmp(const void *left, const void *right)
{
    int64_t l = *(const int64_t *)left;
    int64_t r = *(const int64_t *)right;
    return (l > r) - (l < r);
}

/* Behind which 3 in 5 of the voters' rows lie; TIME_NONE: they have none. */
static int64_t past_date(const struct scene *sc)
{
    struct arena scratch = {0};
    int64_t *at = arena_new(&scratch, int64_t, sc->heed_count);
    size_t n = 0;
    for (size_t i = 0; i < sc->heed_count; i++) {
        if (sc->heed[i].sign >= 0 && node_is_voter(sc, sc->heed[i].from))
            at[n++] = sc->heed[i].at_s;
    }
    if (n) qsort(at, n, sizeof *at, time_cmp);
    int64_t date = n ? at[n * 3 / 5] : TIME_NONE;
    arena_free(&scratch);
    return date;
}

static void part_scene(const struct scene *sc, int64_t at_s, struct arena *a, struct past *ret)
{
    struct heed *early = arena_new(a, struct heed, sc->heed_count);
    struct heed *late = arena_new(a, struct heed, sc->heed_count);
    struct scene before = *sc;
    struct scene after = *sc;
    before.heed_count = after.heed_count = 0;
    for (size_t i = 0; i < sc->heed_count; i++) {
        if (sc->heed[i].at_s < at_s) {
            early[before.heed_count++] = sc->heed[i];
        } else {
            late[after.heed_count++] = sc->heed[i];
        }
    }
    before.heed = early;
    before.as_of_s = at_s;
    after.heed = late;
    ret->before = before;
    ret->after = after;
}

/* What a family's figures order by; 0 for all when nothing is of it. */
static void score_by(const struct votes *v, const struct attention *t, enum family f,
                     struct arena *a, double *score)
{
    struct prior p;
    prior_find(v, t, f, 1, a, &p);
    for (size_t u = 0; u < t->persons.node_count; u++)
        score[u] = v->x[u] + p.kappa * p.share[u];
}

/* What the order of each family is worth to those who were left out. */
static void judge_families(const struct scene *part, const struct truth *truth, size_t i,
                           struct arena *a, double ndcg[FAMILY_COUNT])
{
    struct votes v;
    struct attention t;
    struct best best;
    votes_find(part, a, &v);
    attention_find(part, &v, a, &t);
    double *weight = arena_new(a, double, truth->judge_count);
    double *gain = arena_new(a, double, truth->candidate_count);
    double *no_places = arena_new(a, double, truth->people_count);
    double *score = arena_new(a, double, part->node_count);
    for (size_t j = 0; j < truth->judge_count; j++)
        weight[j] = 1.0;
    truth_gains(truth, weight, gain);
    best_find(truth, gain, &best);
    for (int f = 0; f < FAMILY_COUNT; f++) {
        struct order order;
        ndcg[f] = NAN;
        if (!family_possible(&t, (enum family)f)) continue;
        struct arena_mark mark = arena_mark(a);
        score_by(&v, &t, (enum family)f, a, score);
        order_find(truth, score, part->node_count, rng_stream_id(DRAW_TIES, (uint32_t)i, 0), a,
                   &order);
        ndcg[f] = order_judge(truth, &order, gain, &best, no_places).value[MEASURE_NDCG];
        arena_reset(a, mark);
    }
}

static void run(void *context, size_t i)
{
    struct past *past = context;
    struct arena a = {0};
    struct truth truth;
    const struct drawn *voter = &past->voter[i / FAMILY_FOLDS * past->voter_count];
    struct drawn *shown = arena_new(&a, struct drawn, past->voter_count);
    size_t n = 0;
    for (size_t k = 0; k < past->voter_count; k++) {
        if (k % FAMILY_FOLDS != i % FAMILY_FOLDS) shown[n++] = voter[k];
    }
    int64_t *ids = ids_of(&past->before, shown, n, &a);
    truth_find(&past->before, &past->after, ids, n, &a, &truth);
    past->judges[i] = truth.judge_count;
    if (truth.judge_count) {
        struct scene part = shown_to(&past->before, ids, n, &a);
        judge_families(&part, &truth, i, &a, past->ndcg[i]);
    }
    arena_free(&a);
}

/* Mean over the runs of what one family has more than `less` (FAMILY_COUNT: than nothing), a judge
 * counting once; *ret_sd: how much runs differ in it. */
static double mean_of(const struct past *past, int f, int less, double *ret_sd)
{
    double n = 0.0;
    double sum = 0.0;
    double squares = 0.0;
    for (size_t i = 0; i < past->runs; i++) {
        double w = (double)past->judges[i];
        if (w <= 0.0) continue;
        double x = past->ndcg[i][f] - (less < FAMILY_COUNT ? past->ndcg[i][less] : 0.0);
        n += w;
        sum += w * x;
        squares += w * x * x;
    }
    double mean = n > 0.0 ? sum / n : NAN;
    if (ret_sd) *ret_sd = n > 0.0 ? sqrt(fmax(0.0, squares / n - mean * mean)) : NAN;
    return mean;
}

/* `trust`, unless another is better by the bonus and by what folds differ in. */
static void sum_up(const struct past *past, struct family_choice *ret)
{
    size_t judges = 0;
    for (size_t i = 0; i < past->runs; i++)
        judges += past->judges[i];
    ret->judges = past->runs ? judges / past->runs : 0;
    ret->judged = ret->judges >= FAMILY_JUDGES;
    double most = 0.0;
    for (int f = 0; f < FAMILY_COUNT; f++) {
        double sd = 0.0;
        double gain = mean_of(past, f, FAMILY_TRUST, &sd);
        ret->ndcg[f] = mean_of(past, f, FAMILY_COUNT, NULL);
        bool sure = gain > FAMILY_BONUS + sd / sqrt(FAMILY_FOLDS);
        if (!ret->judged || !sure || gain <= most) continue;
        most = gain;
        ret->family = (enum family)f;
    }
}

/* Orders by lot of who is shown or left out; returns how many. */
static size_t part_voters(struct past *past, struct arena *a)
{
    size_t rounds = 1;
    for (size_t r = 0; r < rounds; r++) {
        struct drawn *d = heeders_by_lot(&past->before, false, SEED, PART_BUYERS, (unsigned)r, a,
                                         &past->voter_count);
        if (!r && past->voter_count < FAMILY_FEW) rounds = FAMILY_ROUNDS;
        if (!r) past->voter = arena_new(a, struct drawn, rounds * past->voter_count);
        if (past->voter_count)
            memcpy(&past->voter[r * past->voter_count], d, past->voter_count * sizeof *d);
    }
    return rounds;
}

void family_choose(const struct scene *sc, unsigned threads, struct family_choice *ret)
{
    struct family_choice c = {.family = FAMILY_TRUST, .at_s = past_date(sc)};
    struct arena a = {0};
    struct past *past = arena_new(&a, struct past, 1);
    for (int f = 0; f < FAMILY_COUNT; f++)
        c.ndcg[f] = NAN;
    if (c.at_s != TIME_NONE) {
        part_scene(sc, c.at_s, &a, past);
        size_t rounds = part_voters(past, &a);
        if (past->voter_count >= FAMILY_FOLDS) past->runs = rounds * FAMILY_FOLDS;
        parallel_for(threads, past->runs, run, past);
        sum_up(past, &c);
    }
    arena_free(&a);
    *ret = c;
}

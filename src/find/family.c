/* family.c - find: which prior would have foretold best whom these buyers heeded since? */
#include "find/family.h"

#include "base/parallel.h"
#include "find/backtest_int.h"
#include "find/ndcg.h"
#include "find/past.h"
#include "find/prior.h"
#include "find/votes.h"

#include "base/rng.h"

#include <math.h>
#include <stdlib.h>

enum { SEED = 1, RUNS = FAMILY_FOLDS * FAMILY_ROUNDS };
enum purpose { PART_BUYERS = 0x66616d01 };

struct past {
    struct scene before, after;
    struct drawn *voter; /* [rounds][voter_count] of those before, in orders by lot */
    size_t voter_count;
    size_t runs;                     /* rounds * FAMILY_FOLDS */
    double ndcg[RUNS][FAMILY_COUNT]; /* NAN: not possible */
    size_t judges[RUNS];
};

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

/* ---- judging ---- */

/* NDCG of an order; equal scores share their places. */
static double ndcg_of(const struct truth *t, const double *score, size_t node_count,
                      const double *gain, struct arena *a)
{
    struct rated *r = arena_new(a, struct rated, t->people_count);
    for (size_t i = 0; i < t->people_count; i++) {
        uint32_t who = t->people[i];
        r[i] = (struct rated){who < node_count ? score[who] : 0.0, gain[who]};
    }
    return ndcg_find(r, t->people_count);
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
static void judge_families(const struct scene *part, const struct truth *truth, struct arena *a,
                           double ndcg[FAMILY_COUNT])
{
    struct votes v;
    struct attention t;
    votes_find(part, a, &v);
    attention_find(part, &v, a, &t);
    double *weight = arena_new(a, double, truth->judge_count);
    double *gain = arena_new(a, double, truth->candidate_count);
    double *score = arena_new(a, double, part->node_count);
    for (size_t j = 0; j < truth->judge_count; j++)
        weight[j] = 1.0;
    truth_gains(truth, weight, gain);
    for (int f = 0; f < FAMILY_COUNT; f++) {
        ndcg[f] = NAN;
        if (!family_possible(&t, (enum family)f)) continue;
        struct arena_mark mark = arena_mark(a);
        score_by(&v, &t, (enum family)f, a, score);
        ndcg[f] = ndcg_of(truth, score, part->node_count, gain, a);
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
        judge_families(&part, &truth, &a, past->ndcg[i]);
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

/* The voters before the date; lot: their first row of evidence, which is theirs however they are
 * called. */
static struct drawn *voters_before(const struct scene *before, struct arena *a, size_t *ret_count)
{
    struct drawn *d = arena_new(a, struct drawn, before->node_count);
    size_t n = 0;
    for (size_t i = 0; i < before->heed_count; i++) {
        const struct heed *h = &before->heed[i];
        if (h->sign < 0 || !node_is_voter(before, h->from)) continue;
        uint64_t row = (uint64_t)h->evidence;
        if (!n || d[n - 1].node != h->from) {
            d[n++] = (struct drawn){row, h->from};
        } else if (row < d[n - 1].lot) {
            d[n - 1].lot = row;
        }
    }
    *ret_count = n;
    return d;
}

/* Orders by lot of who is shown or left out; returns how many. */
static size_t part_voters(struct past *past, struct arena *a)
{
    const struct drawn *voter = voters_before(&past->before, a, &past->voter_count);
    size_t rounds = past->voter_count < FAMILY_FEW ? FAMILY_ROUNDS : 1;
    past->voter = arena_new(a, struct drawn, rounds * past->voter_count);
    for (size_t r = 0; r < rounds; r++) {
        struct drawn *d = &past->voter[r * past->voter_count];
        for (size_t i = 0; i < past->voter_count; i++) {
            uint64_t bits[2];
            rng_block(SEED, rng_stream_id(PART_BUYERS, (uint32_t)r, 0), voter[i].lot, bits);
            d[i] = (struct drawn){bits[0], voter[i].node};
        }
        if (past->voter_count) qsort(d, past->voter_count, sizeof *d, drawn_cmp);
    }
    return rounds;
}

void family_choose(const struct scene *sc, unsigned threads, struct family_choice *ret)
{
    struct family_choice c = {.family = FAMILY_TRUST};
    const size_t part = 600;
    struct arena a = {0};
    struct past *past = arena_new(&a, struct past, 1);
    for (int f = 0; f < FAMILY_COUNT; f++)
        c.ndcg[f] = NAN;
    past_dates(sc, &part, 1, &c.at_s);
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

/* law_impact.c - tests: what must hold of figures on programmes, whatever happened in them */
#include "laws.h"
#include "programmes.h"

/* Runs of each kind here; tools/bench/impact.c makes 2,000. Bounds are 4 standard deviations of
 * what 95 in 100, and 5 in 100, come out as in so many. */
#ifdef __SANITIZE_ADDRESS__ /* which looks at memory, not at chances, and takes 20 times as long \
                             */
enum { MADE_RUNS = 60, SYNTH_RUNS = 20 };
#else
enum { MADE_RUNS = 300, SYNTH_RUNS = 60 };
#endif

static double off_by(double runs)
{
    return 4.0 * sqrt(0.05 * 0.95 / runs);
}

static void holds_what_it_says(const struct tally *with, const struct tally *without,
                               const char *law)
{
    double off = off_by(with->runs);
    law_holds(fabs(with->covered / with->runs - 0.95) <= off, law, (int)with->covered);
    law_holds(fabs(without->covered / without->runs - 0.95) <= off, law, (int)without->covered);
    law_holds(fabs(without->called / without->runs - 0.05) <= off, law, (int)without->called);
    law_holds(with->called > without->called, law, (int)with->called);
}

static void intervals_of_differences_hold_the_truth(void **state)
{
    (void)state;
    for (size_t k = 0; k < MADE_PROGRAMMES; k++) {
        struct tally t[2] = {{0}};
        struct tally leads = {0};
        struct rng r = rng_stream(seed_of_run(), 31 + k);
        for (int i = 0; i < MADE_RUNS; i++) {
            law_holds(run_did(&made_programmes[k], true, &r, &t[1], &leads), "made", i);
            law_holds(run_did(&made_programmes[k], false, &r, &t[0], &leads), "made", i);
        }
        holds_what_it_says(&t[1], &t[0], "differences");
        law_holds(fabs(leads.called / leads.runs - 0.05) <= off_by(leads.runs), "leads",
                  (int)leads.called);
    }
}

static void growing_effects_of_staggered_starts_are_not_missed(void **state)
{
    (void)state;
    for (size_t k = 0; k < 3; k++) {
        struct tally t = {0};
        struct tally leads = {0};
        struct rng r = rng_stream(seed_of_run(), 41 + k);
        for (int i = 0; i < MADE_RUNS; i++)
            law_holds(run_did(&made_programmes[k], true, &r, &t, &leads), "made", i);
        double truth = t.truth / t.runs;
        law_holds(fabs(t.value / t.runs - truth) < 0.06 * truth, "kith is right in the mean",
                  (int)k);
        law_holds(t.twoway / t.runs < 0.85 * truth, "the usual regression is not", (int)k);
        print_message("# programme %zu: truth %.3f, kith %.3f, two-way fixed effects %.3f\n", k,
                      truth, t.value / t.runs, t.twoway / t.runs);
    }
}

static void lots_hold_what_they_say(void **state)
{
    (void)state;
    struct tally pairs[2] = {{0}};
    struct tally starts[2] = {{0}};
    struct tally cuped[2] = {{0}};
    struct rng r = rng_stream(seed_of_run(), 51);
    for (int i = 0; i < MADE_RUNS; i++) {
        for (int works = 0; works < 2; works++) {
            run_pairs(works, 12, &r, &pairs[works]);
            law_holds(run_starts(works, &r, &starts[works]), "made", i);
            run_cuped(works, &r, &cuped[works]);
        }
    }
    holds_what_it_says(&pairs[1], &pairs[0], "pairs");
    holds_what_it_says(&starts[1], &starts[0], "starts");
    holds_what_it_says(&cuped[1], &cuped[0], "CUPED");
    law_holds(cuped[1].twoway / cuped[1].runs > 1.7, "CUPED takes noise out", 0);
}

static void placebos_hold_what_they_say(void **state)
{
    (void)state;
    struct tally t[2] = {{0}};
    struct rng r = rng_stream(seed_of_run(), 61);
    for (int i = 0; i < SYNTH_RUNS; i++) {
        for (int works = 0; works < 2; works++)
            law_holds(run_synth(works, &r, &t[works]), "made", i);
    }
    holds_what_it_says(&t[1], &t[0], "synthetic control");
}

/* No noise: what is there is found to the last digit, whatever levels units and periods have. */
static void without_noise_the_effect_is_exact(void **state)
{
    (void)state;
    struct rng r = rng_stream(seed_of_run(), 71);
    for (int i = 0; i < 200; i++) {
        struct arena a = {0};
        struct err e;
        struct did d;
        enum { UNITS = 20, PERIODS = 8 };
        double y[UNITS * PERIODS];
        uint32_t start[UNITS];
        double shock[PERIODS];
        for (size_t t = 0; t < PERIODS; t++)
            shock[t] = rng_normal(&r);
        for (size_t u = 0; u < UNITS; u++) {
            double level = 10.0 * rng_normal(&r);
            start[u] = u < 4 ? PANEL_NEVER : (uint32_t)(1 + rng_below(&r, 7));
            for (size_t t = 0; t < PERIODS; t++) {
                double on = start[u] <= t ? 1.0 + 0.5 * (double)(t - start[u]) : 0.0;
                y[u * PERIODS + t] = level + shock[t] + on;
            }
        }
        struct panel p = {y, start, UNITS, PERIODS};
        assert_ok(did_find(&p, &a, &d, &e), e);
        for (size_t k = 0; k < d.lag_count; k++) {
            double want = d.lag[k].lag < 0 ? 0.0 : 1.0 + 0.5 * d.lag[k].lag;
            law_holds(fabs(d.lag[k].effect.value - want) < 1e-9, "each lag", i);
        }
        arena_free(&a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(intervals_of_differences_hold_the_truth),
        cmocka_unit_test(growing_effects_of_staggered_starts_are_not_missed),
        cmocka_unit_test(lots_hold_what_they_say),
        cmocka_unit_test(placebos_hold_what_they_say),
        cmocka_unit_test(without_noise_the_effect_is_exact),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_survive.c - tests: Kaplan-Meier and log-rank, against R's survival */
#include "helpers.h"

#include "measure/survive.h"

enum { N = 15 };
static const double times[N] = {5, 8, 8, 12, 12, 15, 20, 20, 21, 30, 33, 40, 41, 41, 50};
static const int ends[N] = {1, 1, 0, 1, 1, 0, 1, 1, 1, 0, 1, 1, 0, 1, 0};
static const int groups[N] = {1, 0, 1, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0};

static void cases(struct lasting *x)
{
    for (int i = 0; i < N; i++) /* last first: they are put in order */
        x[N - 1 - i] = (struct lasting){times[i], ends[i], groups[i]};
}

/* R: f <- survfit(Surv(t, e) ~ 1, conf.type = "log-log"); summary(f); quantile(f, .5) */
static void the_curve_as_in_r(void **state)
{
    (void)state;
    static const struct survive_step want[] = {
        {5, 15, 1, 0.93333333333333, 0.064406118871953, 0.612641243774872, 0.99033223665002},
        {8, 14, 1, 0.86666666666667, 0.087770745147251, 0.563912005708952, 0.96488449591647},
        {12, 12, 2, 0.72222222222222, 0.118504050042786, 0.417175169928057, 0.88591680824182},
        {20, 9, 2, 0.56172839506173, 0.136060205604681, 0.268849723346809, 0.77630009593545},
        {21, 7, 1, 0.48148148148148, 0.138277116292278, 0.206229993553222, 0.71293577783143},
        {33, 5, 1, 0.38518518518519, 0.140198217941515, 0.133300169018247, 0.63656683673317},
        {40, 4, 1, 0.28888888888889, 0.134204969866618, 0.075388753432432, 0.55076970877342},
        {41, 3, 1, 0.19259259259259, 0.119108613285850, 0.032122176784516, 0.45423947041645}};
    struct arena a = {0};
    struct lasting x[N];
    struct survival s;
    cases(x);
    survive_find(x, N, &a, &s);
    assert_int_equal(s.n, N);
    assert_int_equal(s.events, 10);
    assert_int_equal(s.steps, sizeof want / sizeof *want);
    for (size_t i = 0; i < s.steps; i++) {
        assert_near(s.step[i].time, want[i].time, 0);
        assert_int_equal(s.step[i].at_risk, want[i].at_risk);
        assert_int_equal(s.step[i].events, want[i].events);
        assert_near(s.step[i].left, want[i].left, 1e-12);
        assert_near(s.step[i].se, want[i].se, 1e-12);
        assert_near(s.step[i].lo, want[i].lo, 1e-9);
        assert_near(s.step[i].hi, want[i].hi, 1e-9);
    }
    assert_near(s.median, 21, 0);
    assert_near(s.lo, 12, 0);
    assert_near(s.hi, 41, 0);
    assert_near(survive_at(&s, 4).left, 1, 0);
    assert_near(survive_at(&s, 25).left, want[4].left, 1e-12);
    arena_free(&a);
}

/* R: d <- survdiff(Surv(t, e) ~ g); d$chisq; d$exp[2]; pchisq(d$chisq, 1, lower = F) */
static void log_rank_as_in_r(void **state)
{
    (void)state;
    struct lasting x[N];
    cases(x);
    struct log_rank r = survive_differ(x, N);
    assert_int_equal(r.n[0], 7);
    assert_int_equal(r.n[1], 8);
    assert_int_equal(r.events[0], 6);
    assert_int_equal(r.events[1], 4);
    assert_near(r.expected, 5.0603174603175, 1e-12);
    assert_near(r.chi2, 0.47991442921687, 1e-12);
    assert_near(r.p, 0.48846107922494, 1e-10);
}

/* R: quantile(survfit(Surv(1:4, rep(1, 4)) ~ 1, conf.type = "log-log"), .5): 2.5, 1, NA
 *    quantile(survfit(Surv(c(1, 2, 3, 9, 9, 9), c(1, 1, 0, 0, 0, 0)) ~ 1, …), .5): NA, 1, NA */
static void medians_between_events_and_beyond_as_in_r(void **state)
{
    (void)state;
    struct arena a = {0};
    struct survival s;
    struct lasting all[] = {{1, 1, 0}, {2, 1, 0}, {3, 1, 0}, {4, 1, 0}};
    survive_find(all, 4, &a, &s);
    assert_near(s.median, 2.5, 0);
    assert_near(s.lo, 1, 0);
    assert_true(isinf(s.hi));
    assert_true(isnan(s.step[3].lo) && s.step[3].left == 0);
    struct lasting few[] = {{1, 1, 0}, {2, 1, 0}, {3, 0, 0}, {9, 0, 0}, {9, 0, 0}, {9, 0, 0}};
    survive_find(few, 6, &a, &s);
    assert_true(isinf(s.median) && isinf(s.hi));
    assert_near(s.lo, 1, 0);
    arena_free(&a);
}

static void nothing_and_nobody_ended_are_no_failure(void **state)
{
    (void)state;
    struct arena a = {0};
    struct survival s;
    struct lasting open[] = {{4, 0, 1}, {2, 0, 0}};
    survive_find(open, 2, &a, &s);
    assert_int_equal(s.steps, 0);
    assert_true(isinf(s.median) && isinf(s.lo));
    assert_true(isnan(survive_differ(open, 2).p));
    survive_find(open, 0, &a, &s);
    assert_int_equal(s.n, 0);
    assert_true(isnan(survive_differ(open, 0).p));
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_curve_as_in_r),
        cmocka_unit_test(log_rank_as_in_r),
        cmocka_unit_test(medians_between_events_and_beyond_as_in_r),
        cmocka_unit_test(nothing_and_nobody_ended_are_no_failure),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

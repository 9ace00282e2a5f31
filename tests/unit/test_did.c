/* test_did.c - tests: difference-in-differences with staggered starts, against numpy and R */
#include "helpers.h"

#include "measure/did.h"

#define NEVER PANEL_NEVER

/* Made: a level a unit, .5 a period, noise, and from the start on 1, 1.8, 2.6, … The last but two
 * is not known in one period, the one engaged from the first period on has no before. */
enum { UNITS = 14, PERIODS = 6 };
static const double made[UNITS * PERIODS] = {
    6.3,  7.8,  10.0, 12.0, 12.3, 12.9, 8.4,  9.8,  9.9,  9.7,  11.3, 15.1, 8.9,  11.0,
    11.4, 13.3, 14.7, 15.8, 11.6, 11.6, 13.1, 15.0, 13.8, 16.5, 6.9,  6.3,  8.1,  9.5,
    10.6, 11.1, 7.7,  8.0,  10.0, 9.2,  13.0, 13.8, 4.3,  3.4,  5.0,  5.6,  4.0,  6.3,
    10.2, 8.6,  11.0, 9.6,  10.9, 10.9, 14.9, 17.3, 16.0, 16.7, 17.2, 16.2, 11.1, 9.9,
    11.0, 11.3, 12.4, 11.9, 10.8, 11.9, 12.3, 15.3, 14.4, 15.8, 7.1,  6.3,  NAN,  6.5,
    8.6,  7.6,  6.8,  5.5,  7.9,  9.5,  10.3, 12.0, 13.5, 13.3, 13.2, 16.3, 17.5, 19.4,
};
static const uint32_t starts[UNITS] = {2,     2,     2,     3, 3,     4, NEVER,
                                       NEVER, NEVER, NEVER, 0, NEVER, 2, 3};

static struct did found(struct arena *a, const double *y, const uint32_t *start, size_t units,
                        size_t periods)
{
    struct did d;
    struct err e;
    struct panel p = {y, start, units, periods};
    assert_ok(did_find(&p, a, &d, &e), e);
    return d;
}

/* numpy, from the definitions: ATT(g,t) by loops over units; how each unit's outcome counts by
 * adding 1 to it; numpy.cov of that by group (of the group of one: of all others' deviations);
 * scipy.stats.t with Satterthwaite's df */
static void the_effect_as_in_numpy(void **state)
{
    (void)state;
    struct arena a = {0};
    struct did d = found(&a, made, starts, UNITS, PERIODS);
    assert_int_equal(d.units, 12);
    assert_int_equal(d.treated, 8);
    assert_int_equal(d.never, 4);
    assert_int_equal(d.left_out, 1);
    assert_int_equal(d.unknown, 1);
    assert_int_equal(d.unit_periods, 27);
    assert_int_equal(d.effect.n, 12);
    assert_near(d.effect.value, 2.340740740740741, 1e-12);
    assert_near(d.effect.se, 0.5754489274035023, 1e-10);
    assert_near(d.effect.df, 8.635011810337435, 1e-8);
    assert_near(d.effect.lo, 1.030548866079375, 1e-9);
    assert_near(d.effect.hi, 3.650932615402107, 1e-9);
    assert_near(d.effect.p, 0.0030629649879318887, 1e-10);
    assert_near(d.effect.least, 1.81960930588979, 1e-9);
    arena_free(&a);
}

static void each_group_and_period_as_in_numpy(void **state)
{
    (void)state;
    static const struct {
        uint32_t start, period;
        size_t treated, controls;
        double att;
    } want[] = {{2, 0, 4, 8, -1.15},   {2, 2, 4, 8, .15},      {2, 3, 4, 5, 1.56},
                {2, 4, 4, 4, 2.3},     {2, 5, 4, 4, 3.9},      {3, 0, 3, 5, .16},
                {3, 1, 3, 5, .28 / 3}, {3, 3, 3, 5, 6.76 / 3}, {3, 4, 3, 4, 2.125},
                {3, 5, 3, 4, 3.625},   {4, 0, 1, 4, -.825},    {4, 1, 1, 4, -.2},
                {4, 2, 1, 4, .85},     {4, 4, 1, 4, 3.475},    {4, 5, 1, 4, 4.075}};
    struct arena a = {0};
    struct did d = found(&a, made, starts, UNITS, PERIODS);
    assert_int_equal(d.cell_count, sizeof want / sizeof *want);
    for (size_t i = 0; i < d.cell_count; i++) {
        assert_int_equal(d.cell[i].start, want[i].start);
        assert_int_equal(d.cell[i].period, want[i].period);
        assert_int_equal(d.cell[i].treated, want[i].treated);
        assert_int_equal(d.cell[i].controls, want[i].controls);
        assert_near(d.cell[i].effect.value, want[i].att, 1e-12);
    }
    arena_free(&a);
}

static void lags_as_in_numpy(void **state)
{
    (void)state;
    static const struct {
        int lag;
        size_t units;
        double value, se, df;
    } want[] = {{-4, 1, -0.825, 1.4713938969562161, 10.039943601801307},
                {-3, 4, 0.07, 0.566794945652012, 5.956686382627943},
                {-2, 8, -0.43375, 0.47045402078958154, 5.819371396817568},
                {0, 8, 1.354375, 0.4836462427756911, 7.914411102486997},
                {1, 8, 2.08625, 0.7198970014580781, 8.052235404571315},
                {2, 7, 2.8678571428571433, 0.7130316371986999, 7.404953100231042},
                {3, 4, 3.9, 0.9693210682396942, 4.010921062543093}};
    struct arena a = {0};
    struct did d = found(&a, made, starts, UNITS, PERIODS);
    assert_int_equal(d.lag_count, sizeof want / sizeof *want);
    for (size_t i = 0; i < d.lag_count; i++) {
        assert_int_equal(d.lag[i].lag, want[i].lag);
        assert_int_equal(d.lag[i].units, want[i].units);
        assert_near(d.lag[i].effect.value, want[i].value, 1e-12);
        assert_near(d.lag[i].effect.se, want[i].se, 1e-10);
        assert_near(d.lag[i].effect.df, want[i].df, 1e-8);
    }
    arena_free(&a);
}

/* numpy: W = b' V^-1 b of the leads -2, -3; nu = (2 + 4) / sum (tr((V_h V^-1)^2) + tr(V_h V^-1)^2)
 * / df_h; scipy.stats.f.sf(W (nu - 1) / (2 nu), 2, nu - 1) */
static void leads_as_in_numpy(void **state)
{
    (void)state;
    struct arena a = {0};
    struct did d = found(&a, made, starts, UNITS, PERIODS);
    assert_int_equal(d.leads_tested, 2);
    assert_near(d.leads_f, 0.5043104819413496, 1e-10);
    assert_near(d.leads_df, 6.21791289108671, 1e-8);
    assert_near(d.leads_p, 0.6266578868263154, 1e-10);
    assert_near(d.lead_largest, -0.43375, 1e-12);
    assert_near(d.lead_least, 1.4564668428991137, 1e-9);
    arena_free(&a);
}

/* numpy: least squares on dummies of units and periods; sandwich by unit times n / (n - 1) */
static void the_usual_regression_as_in_numpy(void **state)
{
    (void)state;
    struct arena a = {0};
    struct did d = found(&a, made, starts, UNITS, PERIODS);
    assert_near(d.twoway.value, 2.2744, 1e-10);
    assert_near(d.twoway.se, 0.40050475736113145, 1e-10);
    assert_near(d.twoway.df, 11, 0);
    arena_free(&a);
}

/* R: t.test(c(3,5,4.5,7)-c(1,2,2,2.5), c(2,2.5,4)-c(1.5,2,1)) */
static void two_periods_and_two_groups_are_welchs_test(void **state)
{
    (void)state;
    static const double y[] = {1, 3, 2, 5, 2, 4.5, 2.5, 7, 1.5, 2, 2, 2.5, 1, 4};
    static const uint32_t start[] = {1, 1, 1, 1, NEVER, NEVER, NEVER};
    struct arena a = {0};
    struct did d = found(&a, y, start, 7, 2);
    assert_near(d.effect.value, 1.6666666666666667, 1e-12);
    assert_near(d.effect.df, 3.6084466714387973, 1e-9);
    assert_near(d.effect.lo, -1.2125225673896451, 1e-9);
    assert_near(d.effect.hi, 4.5458559007229784, 1e-9);
    assert_near(d.effect.p, 0.1762740106902558, 1e-10);
    assert_int_equal(d.leads_tested, 0);
    assert_true(isnan(d.leads_p) && isnan(d.lead_least));
    arena_free(&a);
}

static void weights_give_the_same_effect(void **state)
{
    (void)state;
    struct arena a = {0};
    double known[UNITS * PERIODS];
    double weight[UNITS * PERIODS];
    for (size_t i = 0; i < UNITS * PERIODS; i++)
        known[i] = isnan(made[i]) ? 6.2 : made[i];
    struct did d = found(&a, known, starts, UNITS, PERIODS);
    assert_true(did_weights(starts, UNITS, PERIODS, &a, weight));
    double sum = 0;
    for (size_t i = 0; i < UNITS * PERIODS; i++)
        sum += weight[i] * known[i];
    assert_near(sum, d.effect.value, 1e-12);
    arena_free(&a);
}

static void one_alone_against_one_has_no_interval(void **state)
{
    (void)state;
    static const double y[] = {1, 5, 2, 3};
    static const uint32_t start[] = {1, 7}; /* 7 is behind the panel */
    struct arena a = {0};
    struct did d = found(&a, y, start, 2, 2);
    assert_near(d.effect.value, 3, 0);
    assert_true(isnan(d.effect.lo) && isnan(d.effect.p) && isnan(d.effect.least));
    arena_free(&a);
}

static void no_spread_at_all_is_no_failure(void **state)
{
    (void)state;
    static const double y[] = {1, 2, 1, 2, 3, 3, 3, 3};
    static const uint32_t start[] = {1, 1, NEVER, NEVER};
    struct arena a = {0};
    struct did d = found(&a, y, start, 4, 2);
    assert_near(d.effect.value, 1, 0);
    assert_near(d.effect.hi - d.effect.lo, 0, 0);
    assert_near(d.effect.p, 0, 0);
    arena_free(&a);
}

static void what_cannot_be_compared_is_refused(void **state)
{
    (void)state;
    static const double y[] = {1, 2, 3, 4};
    static const struct {
        uint32_t start[2];
        const char *sentence;
    } rows[] = {
        {{NEVER, NEVER}, "nobody is engaged within the periods"},
        {{0, 0},
         "all who were engaged were so from the first period on: there is no before; bring "
         "outcomes "
         "of an earlier period"},
        {{1, 1},
         "all were engaged at once: there is nobody to compare with; bring outcomes of some who "
         "were not, or engage the next ones later"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct arena a = {0};
        struct did d;
        struct err e;
        struct panel p = {y, rows[i].start, 2, 2};
        assert_refused(did_find(&p, &a, &d, &e), BAD_INPUT, e, rows[i].sentence);
        arena_free(&a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_effect_as_in_numpy),
        cmocka_unit_test(each_group_and_period_as_in_numpy),
        cmocka_unit_test(lags_as_in_numpy),
        cmocka_unit_test(leads_as_in_numpy),
        cmocka_unit_test(the_usual_regression_as_in_numpy),
        cmocka_unit_test(two_periods_and_two_groups_are_welchs_test),
        cmocka_unit_test(weights_give_the_same_effect),
        cmocka_unit_test(one_alone_against_one_has_no_interval),
        cmocka_unit_test(no_spread_at_all_is_no_failure),
        cmocka_unit_test(what_cannot_be_compared_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

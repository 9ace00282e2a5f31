/* test_synth.c - tests: synthetic control against scipy */
#include "helpers.h"

#include "base/rng.h"
#include "measure/synth.h"

#define NEVER PANEL_NEVER

/* Made: 22 units of two common paths and noise; the first is mostly a mix of 3, 7 and 12, and from
 * period 10 on 2 higher. Expected: scipy.optimize.minimize(method="SLSQP", ftol=1e-16) on the
 * weights, the best of 6 starts, for each unit in turn. */
enum { UNITS = 22, PERIODS = 14, START = 10 };
static const double made[UNITS * PERIODS] = {
    8.01,  7.54,  6.55,  3.90, 8.41, 8.19, 6.80, 4.55, 4.85, 5.86, 10.66, 10.29, 10.88, 12.86,
    15.35, 16.91, 15.02, 9.37, 7.38, 8.09, 7.27, 3.83, 5.08, 8.14, 8.66,  10.07, 9.51,  14.91,
    6.84,  5.98,  5.32,  2.57, 8.67, 8.13, 6.63, 4.75, 5.19, 5.50, 8.67,  7.46,  8.72,  9.99,
    5.33,  3.69,  3.58,  1.74, 8.60, 7.97, 6.24, 4.82, 4.68, 5.09, 8.32,  7.66,  8.70,  9.60,
    3.78,  2.48,  1.28,  0.26, 8.91, 8.48, 6.42, 4.87, 4.33, 4.24, 8.21,  6.95,  8.65,  8.86,
    11.95, 12.26, 11.00, 6.50, 8.03, 8.26, 6.90, 4.39, 5.15, 6.99, 8.09,  9.00,  9.22,  12.87,
    9.68,  9.50,  8.57,  5.21, 8.15, 8.08, 6.90, 4.62, 5.28, 5.79, 8.56,  8.47,  9.05,  11.95,
    6.68,  5.86,  4.82,  2.81, 8.63, 8.12, 6.65, 4.61, 5.09, 5.30, 8.80,  7.79,  8.69,  9.98,
    4.69,  3.19,  2.63,  0.99, 9.28, 8.04, 6.56, 4.73, 4.30, 4.31, 8.12,  7.37,  8.83,  8.90,
    15.66, 16.99, 15.39, 9.55, 7.39, 7.73, 7.31, 3.72, 5.56, 8.15, 8.65,  9.91,  9.30,  15.06,
    12.83, 13.48, 12.33, 7.47, 7.76, 7.91, 6.93, 3.83, 5.18, 7.04, 8.63,  9.57,  8.88,  13.57,
    12.19, 12.42, 11.58, 6.84, 7.55, 8.03, 6.88, 4.33, 4.90, 7.16, 8.55,  8.91,  9.08,  13.13,
    15.48, 17.08, 15.44, 9.35, 7.28, 8.04, 7.62, 4.03, 5.46, 8.27, 8.41,  10.39, 9.36,  15.17,
    12.09, 12.57, 11.06, 7.17, 7.90, 8.09, 6.71, 4.18, 5.25, 7.18, 8.55,  9.35,  9.34,  13.06,
    11.95, 12.22, 10.95, 6.74, 8.22, 8.14, 6.81, 4.49, 5.49, 6.85, 8.38,  9.01,  9.42,  12.53,
    15.56, 16.84, 15.12, 9.76, 7.56, 7.94, 7.19, 3.77, 5.31, 8.50, 8.24,  10.28, 9.45,  15.16,
    3.64,  1.75,  1.37,  0.33, 8.85, 7.91, 6.36, 4.80, 4.08, 4.01, 8.52,  7.04,  8.74,  8.67,
    4.24,  2.72,  1.94,  0.75, 9.17, 8.23, 6.44, 4.80, 4.53, 4.25, 8.29,  7.02,  8.28,  8.60,
    11.34, 11.65, 10.85, 6.41, 8.57, 8.28, 6.74, 4.51, 5.16, 6.68, 8.62,  8.84,  8.55,  12.94,
    15.67, 17.28, 15.51, 9.47, 7.72, 7.83, 7.21, 4.34, 5.47, 8.23, 8.44,  10.15, 9.32,  15.26,
    10.40, 10.76, 9.16,  5.26, 8.31, 8.03, 6.83, 4.48, 5.22, 6.25, 8.37,  8.18,  8.88,  12.37,
    6.85,  6.13,  5.15,  3.00, 8.65, 7.91, 6.67, 4.74, 4.85, 5.14, 8.72,  8.00,  8.78,  10.12,
};

static void starts(uint32_t *start)
{
    for (size_t i = 0; i < UNITS; i++)
        start[i] = i ? NEVER : START;
}

static void the_mix_as_in_scipy(void **state)
{
    (void)state;
    static const struct {
        size_t unit;
        double weight;
    } want[] = {{3, 0.1903},   {4, 0.220005},  {7, 0.27431},   {8, 0.004113},
                {12, 0.10143}, {15, 0.147668}, {16, 0.024519}, {18, 0.037654}};
    struct arena a = {0};
    uint32_t start[UNITS];
    struct synth s;
    struct err e;
    struct panel p = {made, start, UNITS, PERIODS};
    double sum = 0;
    starts(start);
    assert_ok(synth_find(&p, 0, &a, &s, &e), e);
    for (size_t i = 0; i < sizeof want / sizeof *want; i++)
        assert_near(s.weight[want[i].unit], want[i].weight, 1e-5);
    for (size_t i = 0; i < UNITS; i++)
        sum += s.weight[i];
    assert_near(sum, 1, 1e-12);
    assert_near(s.unit.before * s.unit.before * START, 0.03369322923918801, 1e-9);
    assert_true(s.gap < 1e-9);
    assert_near(s.unit.after, 2.0374692198095063, 1e-5);
    assert_near(s.effect.value, 2.0328049209068695, 1e-5);
    arena_free(&a);
}

/* p = 1 / 22; c: the 21st of 21 |mean gap| / RMSPE before */
static void placebos_as_in_scipy(void **state)
{
    (void)state;
    static const struct synth_unit want[] = {
        {0.13345660, 0, 1.626978, 0.021565},  {0.14512508, 0, 1.573287, -0.120466},
        {0.18194754, 0, 1.374654, 0.064148},  {0.22352175, 0, 0.752841, 0.018104},
        {0.06584677, 0, 2.889425, -0.097887}, {0.14480602, 0, 1.393928, 0.046576},
        {0.09300577, 0, 1.391455, 0.066347},  {0.12002462, 0, 2.144073, 0.052069},
        {0.14728368, 0, 1.785602, -0.074378}, {0.10242932, 0, 1.924927, 0.012069},
        {0.13735353, 0, 1.765913, -0.155795}, {0.16041028, 0, 1.277781, 0.064163},
        {0.09726442, 0, 1.205038, 0.079341},  {0.09687919, 0, 3.530312, -0.090116},
        {0.16665286, 0, 1.559532, 0.022302},  {0.31904545, 0, 0.603718, 0.075000},
        {0.08895889, 0, 3.216648, -0.201735}, {0.17813496, 0, 2.570004, -0.045229},
        {0.22496417, 0, 0.331823, 0.001485},  {0.10996274, 0, 2.371823, -0.143181},
        {0.06693614, 0, 1.935543, 0.020091}};
    struct arena a = {0};
    uint32_t start[UNITS];
    struct synth s;
    struct err e;
    struct panel p = {made, start, UNITS, PERIODS};
    starts(start);
    assert_ok(synth_find(&p, 0, &a, &s, &e), e);
    assert_int_equal(s.donors, 21);
    for (size_t i = 0; i < s.donors; i++) {
        assert_near(s.placebo[i].before, want[i].before, 1e-6);
        assert_near(s.placebo[i].ratio, want[i].ratio, 1e-4);
        assert_near(s.placebo[i].mean, want[i].mean, 1e-4);
    }
    assert_int_equal(s.as_high, 0);
    assert_near(s.effect.p, 1.0 / 22, 1e-12);
    assert_near(s.effect.hi - s.effect.value, 2.2677324044650273 * 0.0580458691374227, 1e-5);
    assert_near(s.effect.value - s.effect.lo, 2.2677324044650273 * 0.0580458691374227, 1e-5);
    arena_free(&a);
}

/* A donor that is the unit itself before the start: nothing tells how far the mix is right. */
static void an_exact_mix_has_no_interval(void **state)
{
    (void)state;
    static const double y[] = {1, 2, 3, 9, 1, 2, 3, 4, 5, 6, 5, 7};
    static const uint32_t start[] = {3, NEVER, NEVER};
    struct arena a = {0};
    struct synth s;
    struct err e;
    struct panel p = {y, start, 3, 4};
    assert_ok(synth_find(&p, 0, &a, &s, &e), e);
    assert_near(s.weight[1], 1, 1e-9);
    assert_near(s.effect.value, 5, 1e-9);
    assert_true(isinf(s.effect.lo) && isinf(s.effect.hi) && isinf(s.unit.ratio));
    assert_near(s.effect.p, 1.0 / 3, 1e-12);
    arena_free(&a);
}

/* Optimal if and only if no point lies below the mix (Karush, Kuhn, Tucker); of any points, also
 * many alike, more than there are dimensions, or the origin inside. */
static void the_hulls_nearest_point_is_the_nearest(void **state)
{
    (void)state;
    struct rng r = rng_stream(1, 21);
    for (int round = 0; round < 500; round++) {
        struct arena a = {0};
        size_t count = 1 + rng_below(&r, 40);
        size_t dims = 1 + rng_below(&r, 12);
        double shift = round % 3 ? 2.0 : 0.0;
        double *point = arena_new(&a, double, count *dims);
        double *weight = arena_new(&a, double, count);
        double *x = arena_new(&a, double, dims);
        double sum = 0;
        for (size_t i = 0; i < count * dims; i++)
            point[i] = round % 2 ? rng_normal(&r) + shift : (double)rng_below(&r, 3) + shift;
        double gap = hull_nearest(point, count, dims, &a, weight);
        for (size_t i = 0; i < count; i++) {
            assert_true(weight[i] >= 0);
            sum += weight[i];
            for (size_t t = 0; t < dims; t++)
                x[t] += weight[i] * point[i * dims + t];
        }
        assert_near(sum, 1, 1e-9);
        assert_true(gap < 1e-8);
        for (size_t i = 0; i < count; i++) {
            double down = 0;
            for (size_t t = 0; t < dims; t++)
                down += x[t] * (x[t] - point[i * dims + t]);
            assert_true(down < 1e-8);
        }
        arena_free(&a);
    }
}

static void what_cannot_be_mixed_is_refused(void **state)
{
    (void)state;
    static const struct {
        uint32_t start[3];
        const char *sentence;
    } rows[] = {
        {{NEVER, NEVER, NEVER},
         "the unit does not start within the periods, or an outcome of it is unknown"},
        {{1, NEVER, NEVER}, "1 periods before the start; a mix needs 2 at least"},
        {{2, 3, NEVER}, "1 units were never engaged; a mix needs 2 at least to be made of"},
    };
    static const double y[12] = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct arena a = {0};
        struct synth s;
        struct err e;
        struct panel p = {y, rows[i].start, 3, 4};
        assert_refused(synth_find(&p, 0, &a, &s, &e), BAD_INPUT, e, rows[i].sentence);
        arena_free(&a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_mix_as_in_scipy),
        cmocka_unit_test(placebos_as_in_scipy),
        cmocka_unit_test(an_exact_mix_has_no_interval),
        cmocka_unit_test(the_hulls_nearest_point_is_the_nearest),
        cmocka_unit_test(what_cannot_be_mixed_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

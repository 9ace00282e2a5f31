/* test_sample.c - tests: estimates of samples, against R's survey */
#include "helpers.h"

#include "measure/sample.h"

/* R: d <- data.frame(s, c, k, w, y, x, N, M) as below, library(survey) */
enum { ROWS = 12 };
static const uint32_t s[] = {1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2};
static const uint32_t c[] = {1, 1, 2, 2, 3, 3, 1, 1, 1, 2, 2, 2};
static const uint32_t k[] = {1, 2, 1, 2, 1, 2, 1, 1, 2, 1, 2, 2};
static const double w[] = {2, 2, 3, 3, 2.5, 2.5, 4, 4, 4, 5, 5, 1};
static const double y[] = {3, 5, 2, 8, 7, 1, 4, 6, 9, 2, NAN, 5};
static const double x[] = {1, 2, 1, 3, 2, 2, 1, 4, 2, 1, 1, 3};
static const double big[] = {40, 40, 40, 40, 40, 40, 25, 25, 25, 25, 25, 25};
static const double N[] = {9, 9, 9, 9, 9, 9, 5, 5, 5, 5, 5, 5};
static const double M[] = {6, 6, 4, 4, 2, 2, 3, 3, 3, 8, 8, 8};

static struct sample opened(const struct design *d, struct arena *a)
{
    struct sample ret;
    struct err e = {0};
    size_t row = 0;
    assert_ok(sample_open(d, a, &ret, &row, &e), e);
    return ret;
}

static void assert_all(const struct design *d, double mean_se, double deff, double total_se,
                       double ratio_se)
{
    struct arena a = {0};
    struct sample of = opened(d, &a);
    struct estimate m = sample_mean(&of, y, &a);
    struct estimate t = sample_total(&of, y, &a);
    struct estimate r = sample_ratio(&of, y, x, &a);
    assert_int_equal(m.n, 11);
    assert_near(m.value, 4.75757575757576, 1e-13);
    assert_near(m.se, mean_se, 1e-13);
    assert_near(m.deff, deff, 1e-13);
    assert_near(m.n_eff, 11 / deff, 1e-12);
    assert_near(t.value, 157, 1e-12);
    assert_near(t.se, total_se, 1e-12);
    assert_near(r.value, 2.453125, 1e-14);
    assert_near(r.se, ratio_se, 1e-13);
    arena_free(&a);
}

/* R: des <- svydesign(~1, weights = ~w, data = d)
 *    svymean(~y, des, na.rm = TRUE, deff = "replace"); svytotal(~y, des, na.rm = TRUE)
 *    svyratio(~y, ~x, des, na.rm = TRUE); and so below */
static void weights_alone_as_in_r(void **state)
{
    (void)state;
    struct design d = {.n = ROWS, .weight = w};
    assert_all(&d, 0.89930760185825, 1.17540809187999, 37.06627970149, 0.425325864414108);
}

/* R: svydesign(~1, strata = ~s, weights = ~w, data = d, fpc = rep(c(40, 25), each = 6)) */
static void strata_of_a_finite_population_as_in_r(void **state)
{
    (void)state;
    struct design d = {.n = ROWS, .weight = w, .stratum = s, .stage[0].of = big};
    assert_all(&d, 0.834805556989595, 1.01284458331909, 33.7226036954444, 0.392532714646654);
}

/* R: svydesign(~c, strata = ~s, weights = ~w, data = d, nest = TRUE) */
static void clusters_as_in_r(void **state)
{
    (void)state;
    struct design d = {.n = ROWS, .weight = w, .stratum = s, .stage[0].unit = c};
    assert_all(&d, 0.994651869600104, 1.43785255586573, 62.2655603042324, 0.205293669279796);
}

/* R: svydesign(~c + k, strata = ~s, weights = ~w, data = d, fpc = ~N + M, nest = TRUE) */
static void two_stages_of_finite_populations_as_in_r(void **state)
{
    (void)state;
    struct design d = {
        .n = ROWS, .weight = w, .stratum = s, .stage = {{.unit = c, .of = N}, {k, M}}};
    assert_all(&d, 0.854291363692465, 1.06067950942561, 49.0284497907989, 0.217541374178582);
}

/* By hand: nothing is left to chance when all were asked. */
static void a_census_has_no_error(void **state)
{
    (void)state;
    struct arena a = {0};
    double of[ROWS];
    for (size_t i = 0; i < ROWS; i++)
        of[i] = ROWS;
    struct design d = {.n = ROWS, .stage[0].of = of};
    struct sample census = opened(&d, &a);
    struct estimate m = sample_mean(&census, x, &a);
    assert_near(m.value, 23.0 / 12, 1e-15);
    assert_near(m.se, 0, 0);
    arena_free(&a);
}

static void one_unit_alone_tells_no_error(void **state)
{
    (void)state;
    struct arena a = {0};
    uint32_t all[ROWS] = {0};
    struct design d = {.n = ROWS, .weight = w, .stage[0].unit = all};
    struct sample one = opened(&d, &a);
    struct estimate m = sample_mean(&one, y, &a);
    assert_near(m.value, 4.75757575757576, 1e-13);
    assert_true(isnan(m.se));
    double nobody[ROWS];
    for (size_t i = 0; i < ROWS; i++)
        nobody[i] = NAN;
    m = sample_mean(&one, nobody, &a);
    assert_true(isnan(m.value) && isnan(m.se) && m.n == 0);
    arena_free(&a);
}

static void more_drawn_than_there_are_is_refused(void **state)
{
    (void)state;
    struct arena a = {0};
    struct sample of;
    struct err e = {0};
    size_t row = 99;
    struct design d = {.n = ROWS, .stratum = s, .stage[0].of = N};
    assert_refused(sample_open(&d, &a, &of, &row, &e), BAD_INPUT, e,
                   "6 units were drawn out of 5, want no more than there are");
    assert_int_equal(row, 11);
    d.stage[0].of = M;
    assert_refused(sample_open(&d, &a, &of, &row, &e), BAD_INPUT, e,
                   "out of how many units was drawn is 6 in one row and 4 in another of the same "
                   "stratum, want one number");
    assert_int_equal(row, 2);
    arena_free(&a);
}

/* By hand: 4 (1 + 1 + 4 + 4) / 36 */
static void kish_counts_what_weights_cost(void **state)
{
    (void)state;
    const double uneven[] = {1, 1, 2, 2};
    assert_near(deff_kish(uneven, 4), 40.0 / 36, 1e-15);
    assert_near(deff_kish(NULL, 4), 1, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(weights_alone_as_in_r),
        cmocka_unit_test(strata_of_a_finite_population_as_in_r),
        cmocka_unit_test(clusters_as_in_r),
        cmocka_unit_test(two_stages_of_finite_populations_as_in_r),
        cmocka_unit_test(a_census_has_no_error),
        cmocka_unit_test(one_unit_alone_tells_no_error),
        cmocka_unit_test(more_drawn_than_there_are_is_refused),
        cmocka_unit_test(kish_counts_what_weights_cost),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

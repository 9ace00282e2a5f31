/* test_rake.c - tests: weights that meet margins, against R's survey */
#include "helpers.h"

#include "measure/rake.h"

enum { PEOPLE = 10 };
static const uint32_t g[] = {0, 0, 0, 0, 1, 1, 1, 1, 1, 1};
static const uint32_t h[] = {0, 0, 1, 1, 0, 1, 1, 1, 0, 1};
static const double g_share[] = {.7, .3};
static const double h_share[] = {.6, .4};
static const struct margin margins[] = {{g, g_share, 2}, {h, h_share, 2}};

/* R: des <- svydesign(~1, weights = ~w, data = data.frame(g, h, w = 1))
 *    rk <- rake(des, list(~g, ~h), list(data.frame(g, Freq = c(7, 3)), data.frame(h, Freq = c(6,
 * 4))), control = list(maxit = 200, epsilon = 1e-12)); weights(rk) 10 * sum(weights(rk)^2) /
 * sum(weights(rk))^2 */
static void margins_are_met_as_in_r(void **state)
{
    (void)state;
    static const double want[] = {2.276889002637557, 2.276889002637557, 1.223110997362458,
                                  1.223110997362458, 0.723110997362443, 0.388444501318771,
                                  0.388444501318771, 0.388444501318771, 0.723110997362443,
                                  0.388444501318771};
    struct arena a = {0};
    struct err e = {0};
    struct raked r;
    assert_ok(rake(&(struct to_rake){PEOPLE, NULL, margins, 2}, RAKE_OPTIONS, &a, &r, &e), e);
    for (size_t i = 0; i < PEOPLE; i++)
        assert_near(r.weight[i], want[i], 1e-10);
    assert_int_equal(r.trimmed, 0);
    assert_near(r.deff, 1.50097836358338, 1e-10);
    assert_true(r.miss < 1e-6 && r.miss_trimmed < 1e-6 && r.rounds <= 100);
    arena_free(&a);
}

/* R: weights(trimWeights(rk, upper = 1.5, lower = .5, strict = TRUE)) */
static void trimmed_as_in_r(void **state)
{
    (void)state;
    static const double want[] = {1.5, 1.5, 1.5, 1.5, 1, .5, .5, .5, 1, .5};
    struct arena a = {0};
    struct err e = {0};
    struct raked r;
    struct rake_options opt = RAKE_OPTIONS;
    opt.least = 0.5;
    opt.most = 1.5;
    assert_ok(rake(&(struct to_rake){PEOPLE, NULL, margins, 2}, opt, &a, &r, &e), e);
    for (size_t i = 0; i < PEOPLE; i++)
        assert_near(r.weight[i], want[i], 1e-10);
    assert_int_equal(r.trimmed, 8);
    assert_near(r.miss_trimmed, 0.1, 1e-9); /* 6 of 10 are of the first class of g, want 7 */
    arena_free(&a);
}

/* By hand: one margin takes one round, and weights before keep their ratio inside a class. */
static void one_margin_scales_its_classes(void **state)
{
    (void)state;
    static const double start[] = {1, 1, 1, 1, 2, 1, 1, 1, 1, 0};
    struct arena a = {0};
    struct err e = {0};
    struct raked r;
    struct rake_options opt = RAKE_OPTIONS;
    opt.most = 0;
    assert_ok(rake(&(struct to_rake){PEOPLE, start, margins, 1}, opt, &a, &r, &e), e);
    assert_int_equal(r.rounds, 1);
    assert_near(r.weight[0], 7.0 / 4, 1e-12);
    assert_near(r.weight[4], 1, 1e-12);
    assert_near(r.weight[5], 0.5, 1e-12);
    assert_near(r.weight[9], 0, 0);
    arena_free(&a);
}

static void a_class_of_nobody_is_refused(void **state)
{
    (void)state;
    static const double three[] = {.5, .3, .2};
    static const double none[] = {1, 0};
    struct margin bad[] = {margins[0], {h, three, 3}};
    struct arena a = {0};
    struct err e = {0};
    struct raked r;
    assert_refused(rake(&(struct to_rake){PEOPLE, NULL, bad, 2}, RAKE_OPTIONS, &a, &r, &e),
                   BAD_INPUT, e, "class 3 has a share and no respondent");
    assert_int_equal(r.margin, 1);
    assert_int_equal(r.class, 2);
    bad[1] = (struct margin){h, none, 2};
    assert_refused(rake(&(struct to_rake){PEOPLE, NULL, bad, 2}, RAKE_OPTIONS, &a, &r, &e),
                   BAD_INPUT, e, "class 2 has respondents and a share of 0");
    arena_free(&a);
}

/* Everybody of the first class of one is of the first of the other: no weights meet both. */
static void margins_that_contradict_are_told(void **state)
{
    (void)state;
    const struct margin both[] = {{g, g_share, 2}, {g, h_share, 2}};
    struct arena a = {0};
    struct err e = {0};
    struct raked r;
    assert_refused(rake(&(struct to_rake){PEOPLE, NULL, both, 2}, RAKE_OPTIONS, &a, &r, &e),
                   NOT_CONVERGED, e, "after 100 rounds a share is still missed by 0.1");
    assert_near(r.miss, 0.1, 1e-12);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(margins_are_met_as_in_r),
        cmocka_unit_test(trimmed_as_in_r),
        cmocka_unit_test(one_margin_scales_its_classes),
        cmocka_unit_test(a_class_of_nobody_is_refused),
        cmocka_unit_test(margins_that_contradict_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

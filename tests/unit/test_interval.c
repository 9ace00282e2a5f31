/* test_interval.c - tests: intervals against closed forms
 *
 * With n buyers of weight 1, k of whom vote 1, the drawn votes over n are Beta(k, n - k); without
 * the Beta of reach their percentiles are those of that distribution. Expected values: Python,
 * the distribution as a sum of binomial terms (its parameters are whole numbers), by bisection. The
 * mean over 25 seeds has a standard error of about .15 in 100; tolerances are three of them.
 */
#include "helpers.h"
#include "scene_made.h"

#include "find/interval.h"
#include "find/reach.h"

static void fill(uint32_t *buyer, double *p, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        buyer[i] = (uint32_t)i;
        p[i] = 1.0;
    }
}

enum { BUYERS = 20 };

static void percentiles_of_who_was_heard_are_those_of_a_beta(void **state)
{
    (void)state;
    double weight[BUYERS];
    double p[BUYERS];
    uint32_t buyer[BUYERS];
    fill(buyer, p, BUYERS);
    for (size_t i = 0; i < BUYERS; i++)
        weight[i] = 1.0;
    struct poll poll[] = {{.node = 1, .buyer = buyer, .p = p, .count = 5},
                          {.node = 2, .buyer = buyer, .p = p, .count = 14},
                          {.node = 3, .buyer = buyer, .p = p, .count = BUYERS}};
    double lo[3] = {0};
    double hi[3] = {0};
    enum { SEEDS = 25 };
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct poll_frame f = {
            .weight = weight, .buyer_count = BUYERS, .seed = seed, .threads = 1, .top = 1};
        interval_find(&f, poll, 3);
        for (int i = 0; i < 3; i++) {
            lo[i] += poll[i].lo / SEEDS;
            hi[i] += poll[i].hi / SEEDS;
        }
    }
    assert_near(lo[0], 10.9906370005, 0.5); /* Beta(5, 15) */
    assert_near(hi[0], 41.9120228917, 0.5);
    assert_near(lo[1], 52.4202889579, 0.5); /* Beta(14, 6) */
    assert_near(hi[1], 85.2530434441, 0.5);
    assert_near(lo[2], 100.0, 1e-9); /* all vote: nothing is left to chance */
    assert_near(hi[2], 100.0, 1e-9);
    assert_near(poll[2].p_top, 1.0, 0.0);
    assert_near(poll[0].p_top, 0.0, 0.0);
}

/* All of S vote alike, so that only the Beta of reach is drawn: alpha = 3, |S| + n0 - alpha = 9. */
static void the_prior_is_drawn_from_its_beta(void **state)
{
    (void)state;
    double weight[8] = {1, 1, 1, 1, 1, 1, 1, 1};
    double lo = 0.0;
    double hi = 0.0;
    enum { SEEDS = 25 };
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct poll poll = {.node = 5, .held = 3.0};
        struct poll_frame f = {.weight = weight,
                               .buyer_count = 8,
                               .pseudo_buyers = 4.0,
                               .unit = 1.0,
                               .seed = seed,
                               .threads = 2,
                               .top = 1};
        interval_find(&f, &poll, 1);
        lo += poll.lo / SEEDS;
        hi += poll.hi / SEEDS;
    }
    assert_near(lo, 7.8820045666, 0.5); /* Beta(3, 9) */
    assert_near(hi, 47.0086799279, 0.5);
}

/* A Dirichlet posterior's marginals: votes and prior of three persons, alpha 5 + 2, 0 + 3, 12 + 1.5
 * of |S| + n0 = 30. R: qbeta(c(.05, .95), 7, 23), (3, 27), (13.5, 16.5). */
static void reach_is_drawn_from_the_marginals_of_a_dirichlet(void **state)
{
    (void)state;
    static const double want[3][2] = {{11.91694043466682, 36.7995586268317},
                                      {2.87955090987217, 20.1560587921504},
                                      {30.46977752738119, 59.9158159925227}};
    double weight[BUYERS];
    double p[BUYERS];
    uint32_t buyer[BUYERS];
    fill(buyer, p, BUYERS);
    for (size_t i = 0; i < BUYERS; i++)
        weight[i] = 1.0;
    double found[3][2] = {{0}};
    enum { SEEDS = 25 };
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct poll poll[] = {{.node = 1, .held = 2.0, .buyer = buyer, .p = p, .count = 5},
                              {.node = 2, .held = 3.0},
                              {.node = 3, .held = 1.5, .buyer = buyer + 8, .p = p, .count = 12}};
        struct poll_frame f = {.weight = weight,
                               .buyer_count = BUYERS,
                               .pseudo_buyers = 10.0,
                               .unit = 1.0,
                               .seed = seed,
                               .threads = 2,
                               .top = 1};
        interval_find(&f, poll, 3);
        for (int i = 0; i < 3; i++) {
            found[i][0] += poll[i].lo / SEEDS;
            found[i][1] += poll[i].hi / SEEDS;
        }
    }
    for (int i = 0; i < 3; i++) {
        assert_near(found[i][0], want[i][0], 0.5);
        assert_near(found[i][1], want[i][1], 0.5);
    }
}

static void two_alike_share_the_chance_to_be_first(void **state)
{
    (void)state;
    double weight[BUYERS];
    double p[BUYERS];
    uint32_t buyer[BUYERS];
    fill(buyer, p, BUYERS);
    for (size_t i = 0; i < BUYERS; i++)
        weight[i] = 1.0;
    struct poll poll[] = {{.node = 1, .buyer = buyer, .p = p, .count = 10},
                          {.node = 2, .buyer = buyer + 10, .p = p, .count = 10},
                          {.node = 3, .buyer = buyer, .p = p, .count = 1}};
    struct poll_frame f = {
        .weight = weight, .buyer_count = BUYERS, .unit = 1.0, .seed = 3, .top = 1};
    interval_find(&f, poll, 3);
    assert_near(poll[0].p_top, 0.5, 0.075); /* 3 standard errors of 400 draws */
    assert_near(poll[0].p_top + poll[1].p_top + poll[2].p_top, 1.0, 1e-12);
    for (size_t i = 0; i < 3; i++) { /* the third is hardly ever before one of the others */
        assert_int_equal(poll[i].place_lo, i < 2 ? 1 : 3);
        assert_int_equal(poll[i].place_hi, i < 2 ? 2 : 3);
        assert_int_equal(poll[i].tier, i < 2 ? 1 : 2);
    }
    f.top = 2;
    interval_find(&f, poll, 3);
    assert_true(poll[0].p_top > 0.97 && poll[1].p_top > 0.97);
}

/* All vote alike, so that only the drift is drawn: 20 times the 5th and 95th percentile of a
 * lognormal, R: 20 * qlnorm(c(.05, .95), 0, .5). */
static void a_drift_moves_what_is_sure_now(void **state)
{
    (void)state;
    double weight[BUYERS];
    double p[BUYERS];
    uint32_t buyer[BUYERS];
    fill(buyer, p, BUYERS);
    for (size_t i = 0; i < BUYERS; i++) {
        weight[i] = 1.0;
        p[i] = 0.2;
    }
    double lo = 0.0;
    double hi = 0.0;
    enum { SEEDS = 25 };
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct poll poll = {.node = 1, .buyer = buyer, .p = p, .count = BUYERS};
        struct poll_frame f = {.weight = weight,
                               .buyer_count = BUYERS,
                               .drift = 0.5,
                               .seed = seed,
                               .threads = 1,
                               .top = 1};
        interval_find(&f, &poll, 1);
        lo += poll.lo / SEEDS;
        hi += poll.hi / SEEDS;
    }
    assert_near(lo, 8.7876, 0.3);
    assert_near(hi, 45.5182, 1.5);
}

static void the_figure_lies_in_its_interval(void **state)
{
    (void)state;
    double weight[8] = {1, 1, 1, 1, 1, 1, 1, 1};
    struct poll poll = {.node = 5, .held = 0.01}; /* the 95th percentile of so skew a Beta is ~ 0 */
    struct poll_frame f = {
        .weight = weight, .buyer_count = 8, .pseudo_buyers = 2.0, .unit = 1.0, .seed = 1, .top = 1};
    interval_find(&f, &poll, 1);
    assert_true(poll.lo <= 0.1 && 0.1 <= poll.hi);
    interval_find(&f, NULL, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(percentiles_of_who_was_heard_are_those_of_a_beta),
        cmocka_unit_test(the_prior_is_drawn_from_its_beta),
        cmocka_unit_test(reach_is_drawn_from_the_marginals_of_a_dirichlet),
        cmocka_unit_test(two_alike_share_the_chance_to_be_first),
        cmocka_unit_test(a_drift_moves_what_is_sure_now),
        cmocka_unit_test(the_figure_lies_in_its_interval),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_reach.c - tests: reach from votes and prior
 *
 * Expected figures of the two markets: a dense Python program that follows section 3 of the design
 * with the prior of find/prior.h (dictionaries, math.lgamma, no code of ours), written beside and
 * run once; 15 digits.
 */
#include "helpers.h"
#include "scene_made.h"

#include "find/reach.h"
#include "find/shrink.h"

static const char *const small_market =
    "buyer u1 2; buyer u2; buyer u3; buyer u4; buyer u5\n"
    "u1 named ann; u2 named ann; u3 cited ann; u4 replied bob; u5 cited bob\n"
    "u1 cited cid; u2 replied cid day=-365\n"
    "ann cited dan day=-365; ann replied bob; bob named ann day=-730; bob cited dan\n"
    "cid cited ann; cid followed eve; dan replied ann; eve named fay; dan named bob day=-100\n"
    "ghost named zed; zed named ghost\n"
    "u3 replied dan sign=-1";

static const char *const wide_votes =
    "buyer u1; buyer u2; buyer u3\n"
    "u1 named ann; u1 named bob; u1 named cid; u1 named dan\n"
    "u2 named ann; u2 named bob; u2 named cid; u2 named eve\n"
    "u3 named ann; u3 named bob; u3 named dan; u3 named eve\n"
    "ann named bob; cid named bob; dan named bob; eve named bob; bob cited fay; fay cited bob";

static struct findings find_in(struct arena *a, const char *lines)
{
    struct findings f;
    struct err e;
    struct reach_options o = REACH_OPTIONS;
    assert_ok(reach_find(scene_made(a, lines), &o, a, &f, &e), e);
    return f;
}

static void reach_is_what_an_independent_program_finds(void **state)
{
    (void)state;
    struct arena a = {0};
    struct findings f = find_in(&a, small_market);
    static const struct { /* ann, bob, cid, dan, eve, fay: that is also their order */
        uint32_t node;
        double m, walk, trust, reach;
    } want[] = {
        {5, 0.420693797598214, 1.20172659795773, 1.0, 50.3150902096114},
        {6, 0.294771354068095, 1.5236411626161, 1.0, 19.2953896249108},
        {7, 0.0629905913152704, 0.11292270531401, 0.564613526570048, 15.028082147990387},
        {8, 0.203854291023793, 1.24473963025017, 1.0, 8.000507317091873},
        {9, 0.0104546429739318, 0.00872584541062802, 0.0436292270531401, 0.410305062456412},
        {10, 0.00723532302069508, 0.00741696859903382, 0.0370848429951691, 0.283958971272467},
    };
    assert_near(f.votes.total, 4.666666666666666, 1e-14);
    assert_near(f.votes.unit, 0.9940476190476193, 1e-14);
    assert_near(f.prior.kappa, 3.3861837956154632, 1e-12);
    assert_near(f.prior.pseudo_buyers, 5.0 * 3.3861837956154632 / 4.666666666666666, 1e-12);
    assert_int_equal(f.count, 6);
    double mean = 0.0;
    for (uint32_t i = 0; i < 6; i++) {
        assert_int_equal(f.person[i].node, want[i].node);
        assert_near(f.prior.share[want[i].node], want[i].m, 1e-12);
        assert_near(f.prior.walk[want[i].node], want[i].walk, 1e-12);
        assert_near(f.prior.trust[want[i].node], want[i].trust, 1e-12);
        assert_near(f.person[i].reach, want[i].reach, 1e-9);
        mean += want[i].reach / 6.0;
    }
    assert_near(f.person[0].multiplier, 50.3150902096114 / mean, 1e-9);
    assert_near(f.person[0].votes, 2.9166666666666667, 1e-12);
    assert_int_equal(f.person[0].voters, 3);
    assert_near(f.person[3].prior_part, 1.0, 0.0);
    assert_true(isnan(f.person[3].online_part));
    assert_near(f.person[0].online_part, (0.5 * 5.0 / 6.0) / 2.9166666666666667, 1e-12);
    arena_free(&a);
}

static void nobody_gets_more_of_the_prior_than_a_pseudo_buyer_can_give(void **state)
{
    (void)state;
    struct arena a = {0};
    struct findings f = find_in(&a, wide_votes);
    static const struct {
        uint32_t node;
        double m, reach;
    } want[] = {
        {4, 0.25, 100.0}, /* bob: without the cap .55 of the prior, and a reach of 146 */
        {3, 0.211568462896365, 94.1662141066605},
        {5, 0.14104564193091, 62.777476071107},
        {6, 0.14104564193091, 62.777476071107},
        {7, 0.14104564193091, 62.777476071107},
        {8, 0.115294611310907, 17.5013576800186},
    };
    assert_near(f.prior.kappa, 7.338996338110349, 1e-12);
    assert_int_equal(f.count, 6);
    for (size_t i = 0; i < 6; i++) {
        assert_int_equal(f.person[i].node, want[i].node); /* ties by node */
        assert_near(f.prior.share[want[i].node], want[i].m, 1e-12);
        assert_near(f.person[i].reach, want[i].reach, 1e-9);
    }
    arena_free(&a);
}

/* Expected values: the formula in Python with math.lgamma. */
static void the_likelihood_of_kappa_is_that_of_lgamma(void **state)
{
    (void)state;
    static const double x[] = {3.0, 1.5, 0.0, 0.25};
    static const double m[] = {0.5, 0.125, 0.25, 0.125};
    static const struct {
        double kappa, want;
    } likelihood[] = {
        {0.5, -7.884254148288022},   {1.0771, -6.945215733465406}, {5.0, -5.969060444779224},
        {100.0, -5.725592555086337}, {5000.0, -5.718595724756597},
    };
    for (size_t i = 0; i < sizeof likelihood / sizeof likelihood[0]; i++) {
        assert_near(shrink_likelihood(x, m, 4, likelihood[i].kappa), likelihood[i].want, 1e-9);
    }
}

/* R, of x, m and unit as below:
 *
 *   s <- (m + 1e-6) / (1 + 1e-6 * sum(x > 0 | m > 0)); k <- .5 * 1e4^((0:24) / 24); y <- x / unit
 *   ll <- sapply(k, function(k) sum((lgamma(y + k * s) - lgamma(k * s))[y > 0]) +
 *                               lgamma(k) - lgamma(k + sum(y)))
 *   p <- exp(ll + log(k) - max(ll + log(k))); p <- p / sum(p)
 *   unit * k[which.max(p)]; sum(unit * k * p); p[c(1, 11, 25)]
 */
static void the_posterior_of_kappa_is_that_of_r(void **state)
{
    (void)state;
    static const struct {
        double x[8], m[8], unit, best, mean, chance[3];
    } rows[] = {
        {{20, 0, 1, 0, 9, 0, 0, 2},
         {.2, .2, .15, .15, .1, .1, .05, .05},
         1,
         2.32079441680639,
         3.15607379763113,
         {1.65623141342346e-02, 8.51904147135418e-04, 2.63382745231286e-07}},
        {{7, .5, 4, .5, 0, 0, 1.5, 0},
         {.05, .3, .2, .2, .1, .1, .05, 0},
         .5,
         1.70323017264490,
         2.06239633187349,
         {3.71225479094946e-03, 1.89424448674631e-03, 8.35371072736227e-09}},
        {{12, 1, 6, 0, 3, 2, 0, 1}, /* as m has it: the more, the likelier */
         {.2, .2, .15, .15, .1, .1, .05, .05},
         1,
         5000,
         2373.30360281049,
         {2.37796340874245e-06, 2.33956868547827e-02, 2.48144720252723e-01}},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct kappa_fit k;
        shrink_kappa(rows[i].x, rows[i].m, 8, rows[i].unit, INFINITY, 2, &k);
        double mean = 0.0;
        for (size_t j = 0; j < k.count; j++)
            mean += k.kappa[j] * k.chance[j];
        assert_int_equal(k.count, 25);
        assert_near(k.best, rows[i].best, 1e-10);
        assert_near(mean, rows[i].mean, 1e-9 * rows[i].mean);
        static const size_t at[] = {0, 10, 24};
        for (size_t j = 0; j < 3; j++)
            assert_near(k.chance[at[j]], rows[i].chance[j], 1e-9 * rows[i].chance[j]);
    }
}

/* Ten buyers trust forty people, who attend to thirty, and these to them: so much agrees with their
 * few votes that the prior may be worth more than these. The same by people nobody trusts changes
 * nothing. */
static void what_many_trusted_attend_to_may_outweigh_few_votes(void **state)
{
    (void)state;
    enum { BUYERS = 10, OTHERS = 40, TARGETS = 30 };
    for (int trusted = 0; trusted < 2; trusted++) {
        struct arena a = {0};
        struct made m = {.a = &a};
        struct findings f;
        struct err e = {0};
        struct reach_options o = REACH_OPTIONS;
        for (uint32_t i = 0; i < BUYERS + OTHERS + TARGETS; i++)
            (void)(i < BUYERS ? made_buyer(&m, 1.0) : made_person(&m));
        for (uint32_t t = 0; t < TARGETS; t++) {
            uint32_t target = BUYERS + OTHERS + t;
            (void)made_heed(&m, t % BUYERS, VERB_MENTIONED, target);
            for (uint32_t i = 0; i < OTHERS; i++) {
                (void)made_heed(&m, BUYERS + i, VERB_NAMED, target);
                if (trusted) (void)made_heed(&m, target, VERB_NAMED, BUYERS + i);
            }
        }
        for (uint32_t i = 0; trusted && i < BUYERS * OTHERS; i++)
            (void)made_heed(&m, i % BUYERS, VERB_FOLLOWED, BUYERS + i / BUYERS);
        assert_ok(reach_find(made_scene(&m), &o, &a, &f, &e), e);
        if (trusted) {
            assert_true(f.prior.kappa > f.votes.total);
        } else {
            assert_true(f.prior.kappa <= f.votes.total);
        }
        arena_free(&a);
    }
}

static void few_votes_leave_the_least_kappa(void **state)
{
    (void)state;
    struct arena a = {0};
    /* All attention is the sample's own: the prior only repeats the votes. */
    struct findings own = find_in(&a, "buyer u1; buyer u2; u1 named ann; u2 named ann");
    assert_near(own.prior.kappa, 0.5, 0.0);
    assert_near(own.person[0].reach, 100.0, 1e-12);
    struct findings tiny = find_in(&a, "buyer u1; u1 followed ann; ann named bob");
    /* One vote of .05 for whom nobody else attends to is as likely under any kappa: the largest
     * step that is not above the votes, .025 * 1e4^(1/24). */
    assert_near(tiny.prior.kappa, 0.036694981690551735, 1e-15);
    struct findings outlet = find_in(&a, "buyer u; outlet b; author b v 1 0; u reads b");
    assert_near(outlet.prior.kappa, 0.0, 0.0);
    assert_int_equal(outlet.count, 1);
    assert_near(outlet.person[0].reach, 20.0, 1e-12);
    assert_near(outlet.person[0].prior_part, 0.0, 0.0);
    struct findings none = find_in(&a, "buyer u; v named w");
    assert_int_equal(none.count, 0);
    assert_false(none.ranked);
    arena_free(&a);
}

static void what_was_seen_in_the_world_is_offline(void **state)
{
    (void)state;
    struct arena a = {0};
    struct findings f = find_in(&a, "buyer u; open list; outlet fair; author list ann 1 1\n"
                                    "author fair bob 1 1; u attended list; u attended fair");
    assert_int_equal(f.count, 2);
    for (size_t i = 0; i < 2; i++) {
        assert_near(f.person[i].online_part, f.person[i].node == 3 ? 1.0 : 0.0, 0.0);
    }
    arena_free(&a);
}

static void the_cap_keeps_the_sum_and_falls_back_on_votes(void **state)
{
    (void)state;
    double m[] = {0.9, 0.1, 0.0, 0.0};
    const double x[] = {2.0, 2.0, 1.0, 3.0};
    shrink_cap(m, x, 4, 0.3); /* .4 is left when both are full: 1 to 3, again past the cap */
    assert_near(m[0], 0.3, 1e-15);
    assert_near(m[1], 0.3, 1e-15);
    assert_near(m[2], 0.1, 1e-15);
    assert_near(m[3], 0.3, 1e-15);
    double alone[] = {1.0};
    shrink_cap(alone, x, 1, 2.0);
    assert_near(alone[0], 1.0, 0.0);
}

static void few_known_buyers_are_not_ranked(void **state)
{
    (void)state;
    struct arena a = {0};
    struct findings seven = find_in(&a, "buyer a; buyer b; buyer c; buyer d; buyer e; buyer f\n"
                                        "buyer g; buyer silent; a named v; b named v; c named v\n"
                                        "d named v; e named v; f named v; g named v");
    assert_false(seven.ranked);
    assert_int_equal(seven.count, 1);
    assert_true(isnan(seven.person[0].p_top));
    struct findings eight = find_in(&a, "buyer a; buyer b; buyer c; buyer d; buyer e; buyer f\n"
                                        "buyer g; buyer h; a named v; b named v; c named v\n"
                                        "d named v; e named v; f named v; g named v; h named v");
    assert_true(eight.ranked);
    assert_near(eight.person[0].p_top, 1.0, 0.0);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reach_is_what_an_independent_program_finds),
        cmocka_unit_test(nobody_gets_more_of_the_prior_than_a_pseudo_buyer_can_give),
        cmocka_unit_test(the_likelihood_of_kappa_is_that_of_lgamma),
        cmocka_unit_test(the_posterior_of_kappa_is_that_of_r),
        cmocka_unit_test(what_many_trusted_attend_to_may_outweigh_few_votes),
        cmocka_unit_test(few_votes_leave_the_least_kappa),
        cmocka_unit_test(what_was_seen_in_the_world_is_offline),
        cmocka_unit_test(the_cap_keeps_the_sum_and_falls_back_on_votes),
        cmocka_unit_test(few_known_buyers_are_not_ranked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* law_calibration.c - tests: are intervals of markets with a known truth right as often as they
 * say?
 *
 * What is calibrated by construction: given kappa and m, Beta(alpha, |S| + n0 - alpha), from which
 * reach is drawn, is the distribution of the truth given the votes. What is not: find recounts the
 * votes with the buyers drawn anew as well, so that whom we happened to hear counts twice, and
 * intervals are wider than they say (by most where n0 is near |S|); kappa and m are taken as known,
 * in find they are fitted; and buyers of a real market are not drawn alike.
 */
#include "laws.h"
#include "simulated.h"

enum { MARKETS = 300 };
#define CHI2_99 36.1909 /* R: qchisq(.99, 19) */

static struct simulation of(double kappa, bool held)
{
    struct simulation s = {
        .buyers = 40, .kappa = kappa, .held = held, .markets = MARKETS, .seed = seed_of_run()};
    simulate(&s);
    return s;
}

static void ranks_of_the_truth_among_draws_given_the_votes_are_uniform(void **state)
{
    (void)state;
    const double kappa[] = {4.0, 40.0};
    for (size_t i = 0; i < 2; i++) {
        struct simulation s = of(kappa[i], true);
        print_message("# kappa %.0f: chi2 %.1f, covered %.3f\n", s.kappa, s.chi2, s.reach_covered);
        assert_true(s.chi2 < CHI2_99);
        assert_near(s.reach_covered, 0.9, 3.0 * sqrt(0.9 * 0.1 / MARKETS));
        assert_true(simulated_error(&s) < 0.02);
    }
}

/* As find draws them. */
static void with_buyers_drawn_anew_intervals_hold_at_least_as_often_as_they_say(void **state)
{
    (void)state;
    struct simulation s = of(40.0, false);
    double least = 0.9 - 3.0 * sqrt(0.9 * 0.1 / MARKETS);
    print_message("# covered %.3f, places %.3f, P(top) off by %.3f\n", s.reach_covered,
                  s.place_covered, simulated_error(&s));
    assert_true(s.reach_covered > least);
    assert_true(s.place_covered > least);
    assert_true(simulated_error(&s) < 0.1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ranks_of_the_truth_among_draws_given_the_votes_are_uniform),
        cmocka_unit_test(with_buyers_drawn_anew_intervals_hold_at_least_as_often_as_they_say),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

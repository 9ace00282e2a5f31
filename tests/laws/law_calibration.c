/* law_calibration.c - tests: are intervals of markets with a known truth right as often as they
 * say?
 *
 * Calibrated by construction, kappa and m given: the draws are then the distribution of the truth
 * given the votes. Not by construction: that kappa and m are fitted in find, and that the buyers of
 * a real market are not drawn alike; docs/proof.md has what intervals do there.
 */
#include "laws.h"
#include "simulated.h"

enum { MARKETS = 300 };
#define CHI2_99 36.1909 /* R: qchisq(.99, 19) */

static void ranks_of_the_truth_among_the_draws_are_uniform(void **state)
{
    (void)state;
    const double kappa[] = {4.0, 40.0, 160.0};
    for (size_t i = 0; i < 3; i++) {
        struct simulation s = {
            .buyers = 40, .kappa = kappa[i], .markets = MARKETS, .seed = seed_of_run()};
        simulate(&s);
        print_message("# kappa %.0f: chi2 %.1f, covered %.3f, places %.3f, P(top) off by %.3f\n",
                      s.kappa, s.chi2, s.reach_covered, s.place_covered, simulated_error(&s));
        double doubt = 3.0 * sqrt(0.9 * 0.1 / MARKETS);
        assert_true(s.chi2 < CHI2_99);
        assert_near(s.reach_covered, 0.9, doubt);
        assert_true(s.place_covered > 0.9 - doubt); /* whole places, outwards: wider */
        assert_true(simulated_error(&s) < 0.02);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ranks_of_the_truth_among_the_draws_are_uniform),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

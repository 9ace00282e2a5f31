/* test_tail.c - tests: distribution functions and quantiles, against R's */
#include "helpers.h"

#include "base/tail.h"

static void near(double got, double want)
{
    assert_near(got / want, 1.0, 1e-10);
}

/* R: pbeta(.3, 2.5, .7); qbeta(.05, 3, 40); pnorm(-2.3); qnorm(.975); qnorm(.8) */
static void beta_and_normal_as_in_r(void **state)
{
    (void)state;
    near(beta_below(2.5, .7, .3), 0.02981402484525045);
    near(beta_quantile(3, 40, .05), 0.01975080506143474);
    near(normal_below(-2.3), 0.01072411002167581);
    near(normal_quantile(.975), 1.959963984540054);
    near(normal_quantile(.8), 0.8416212335729144);
}

/* R: 2*pt(-2.1, 3.7); 2*pt(-1e-3, 12); 2*pt(-30, 8); qt(.975, 1); qt(.975, 4.3); qt(.025, 1000);
 *    qt(.9, 2.5); qt(.975, 1e6) */
static void t_as_in_r(void **state)
{
    (void)state;
    near(t_beyond(2.1, 3.7), 0.1092647050822247);
    near(t_beyond(-1e-3, 12), 0.9992185475306494);
    near(t_beyond(30, 8), 1.653525675178972e-09);
    near(t_quantile(.975, 1), 12.70620473617469);
    near(t_quantile(.975, 4.3), 2.701694898282231);
    near(t_quantile(.025, 1000), -1.962339080826408);
    near(t_quantile(.9, 2.5), 1.730250928807176);
    near(t_quantile(.975, 1e6), 1.959966356814107);
}

/* R: pf(3.2, 2, 5.5, lower = F); pf(.4, 3, 17, lower = F); pchisq(3.84, 1, lower = F); pchisq(20,
 * 3, lower = F); pchisq(.2, 2.5, lower = F); pchisq(400, 300, lower = F) */
static void f_and_chi_square_as_in_r(void **state)
{
    (void)state;
    near(f_above(3.2, 2, 5.5), 0.1197411024294047);
    near(f_above(.4, 3, 17), 0.7547702858166663);
    near(f_above(0, 3, 17), 1);
    near(chi2_above(3.84, 1), 0.05004352124870522);
    near(chi2_above(20, 3), 0.0001697424355528265);
    near(chi2_above(.2, 2.5), 0.9530315009112187);
    near(chi2_above(400, 300), 9.678621994933573e-05);
    near(chi2_above(0, 3), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(beta_and_normal_as_in_r),
        cmocka_unit_test(t_as_in_r),
        cmocka_unit_test(f_and_chi_square_as_in_r),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_agree.c - tests: the figures of two sides, against R's */
#include "helpers.h"

#include "connect/agree.h"

/* n = 50, 28 claimed, 10 confirmed, 9 both.
 * R: w <- function(k, n) prop.test(k, n, correct = FALSE)$conf.int; w(9, 28); w(9, 10)
 *    (19-1)/50 + c(-1, 1) * qnorm(.975) * sqrt(20 - 18^2/50)/50; binom.test(1, 20)$p.value
 *    po <- 30/50; pe <- (28*10 + 22*40)/50^2; (po-pe)/(1-pe); 2*po-1 */
static void the_example_as_in_r(void **state)
{
    (void)state;
    struct agreement g =
        agree_find(&(struct agree){.both = 9, .ours = 19, .theirs = 1, .none = 21});
    assert_int_equal(g.n, 50);
    assert_near(g.confirmed.value, 9.0 / 28, 1e-15);
    assert_near(g.confirmed.lo, 0.179332469224950, 1e-9);
    assert_near(g.confirmed.hi, 0.506611568191424, 1e-9);
    assert_near(g.sensitivity.value, 0.9, 1e-15);
    assert_near(g.sensitivity.lo, 0.595849973204762, 1e-9);
    assert_near(g.sensitivity.hi, 0.982123786904927, 1e-9);
    assert_near(g.over.value, 0.36, 1e-15);
    assert_near(g.over.lo, 0.215866002267634, 1e-9);
    assert_near(g.over.hi, 0.504133997732366, 1e-9);
    assert_near(g.p, 4.00543212890625e-05, 1e-16);
    assert_near(g.kappa.value, 0.253731343283582, 1e-12);
    assert_near(g.adjusted.value, 0.2, 1e-12);
    /* Python: lo, hi Wilson's of 30 / 50, pe = (28 * 10 + 22 * 40) / 2500; (lo - pe) / (1 - pe) */
    assert_near(g.kappa.lo, -0.004077653962885014, 1e-9);
    assert_near(g.kappa.hi, 0.48491810204745256, 1e-9);
    assert_near(g.adjusted.lo, -0.0763712450482128, 1e-9); /* 2 lo - 1 */
    assert_near(g.adjusted.hi, 0.4478322053948691, 1e-9);
}

/* Few who differ: the score interval.
 * R: f <- function(D) { A <- 2*n; B <- -b-c+(2*n-b+c)*D; C <- -c*D*(1-D)
 *      q <- (sqrt(B^2-4*A*C)-B)/(2*A); (b-c-n*D)/sqrt(n*(2*q+D*(1-D))) }
 *    uniroot(function(D) f(D) -+ qnorm(.975), …, tol = 1e-14) on either side of (b-c)/n;
 *    binom.test(1, 5)$p.value, binom.test(0, 3)$p.value; kappa as above */
static void few_who_differ_as_in_r(void **state)
{
    (void)state;
    struct agreement g = agree_find(&(struct agree){.both = 3, .ours = 4, .theirs = 1, .none = 3});
    assert_near(g.over.lo, -0.142049318429335, 1e-6);
    assert_near(g.over.hi, 0.600231433882270, 1e-6);
    assert_near(g.p, 0.375, 1e-12);
    assert_near(g.kappa.value, 0.153846153846154, 1e-12);
    assert_near(g.adjusted.value, 0.0909090909090908, 1e-12);
    assert_near(g.confirmed.lo, 0.158219855251470, 1e-9);
    assert_near(g.confirmed.hi, 0.749541635472343, 1e-9);
    g = agree_find(&(struct agree){.both = 2, .theirs = 3, .none = 2});
    assert_near(g.over.lo, -0.749541635472343, 1e-6);
    assert_near(g.over.hi, 0.0776149072381247, 1e-6);
    assert_near(g.p, 0.25, 1e-12);
}

/* R: f as above with b = c = 0, n = 12 */
static void all_who_agree_still_leave_a_doubt(void **state)
{
    (void)state;
    struct agreement g = agree_find(&(struct agree){.both = 5, .none = 7});
    assert_near(g.over.value, 0, 0);
    assert_near(g.over.lo, -0.242494006655241, 1e-6);
    assert_near(g.over.hi, 0.242494006655241, 1e-6);
    assert_near(g.p, 1, 0);
    assert_near(g.kappa.value, 1, 1e-15);
    assert_near(g.kappa.lo, 0.5011551863092188, 1e-9); /* Python: Wilson's of 12 / 12, as above */
    assert_near(g.kappa.hi, 1, 1e-12);
}

/* R: binom.test(400, 1000)$p.value; the interval as in the example */
static void many_who_differ_as_in_r(void **state)
{
    (void)state;
    struct agreement g =
        agree_find(&(struct agree){.both = 700, .ours = 600, .theirs = 400, .none = 300});
    assert_near(g.p / 2.72846415606603e-10, 1, 1e-9);
    assert_near(g.over.lo, 0.0693217110798197, 1e-9);
    assert_near(g.over.hi, 0.130678288920180, 1e-9);
    assert_near(g.kappa.value, -0.0309278350515464, 1e-12);
}

static void the_silent_make_bounds_and_no_figures(void **state)
{
    (void)state;
    struct agree x = {.both = 6, .ours = 4, .theirs = 1, .none = 9};
    struct agreement heard = agree_find(&x);
    x.silent_ours = 10;
    x.silent_none = 20;
    struct agreement g = agree_find(&x);
    assert_memory_equal(&heard.confirmed, &g.confirmed, sizeof g.confirmed);
    assert_near(g.confirmed_if_no, 6.0 / 20, 1e-15);
    assert_near(g.confirmed_if_yes, 16.0 / 20, 1e-15);
    assert_near(g.over_if_no, (14.0 - 1) / 50, 1e-15);
    assert_near(g.over_if_yes, (4.0 - 21) / 50, 1e-15);
}

static void nobody_gives_no_figures(void **state)
{
    (void)state;
    struct agreement g = agree_find(&(struct agree){.silent_ours = 3});
    assert_int_equal(g.n, 0);
    assert_true(isnan(g.confirmed.value) && isnan(g.over.lo) && isnan(g.p) && isnan(g.kappa.value));
    assert_near(g.confirmed_if_no, 0, 0);
    assert_near(g.confirmed_if_yes, 1, 0);
}

/* R: x <- w(14, 30); y <- w(9, 28); p <- 14/30; q <- 9/28
 *    c(p-q, p-q - sqrt((p-x[1])^2 + (y[2]-q)^2), p-q + sqrt((x[2]-p)^2 + (q-y[1])^2)) */
static void a_change_as_in_r(void **state)
{
    (void)state;
    struct agreement now = agree_find(&(struct agree){.both = 14, .ours = 16});
    struct agreement before = agree_find(&(struct agree){.both = 9, .ours = 19});
    struct figure d = agree_change(now.confirmed, before.confirmed);
    assert_near(d.value, 0.145238095238095, 1e-12);
    assert_near(d.lo, -0.102352879629645, 1e-9);
    assert_near(d.hi, 0.368272770289295, 1e-9);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_example_as_in_r),
        cmocka_unit_test(few_who_differ_as_in_r),
        cmocka_unit_test(all_who_agree_still_leave_a_doubt),
        cmocka_unit_test(many_who_differ_as_in_r),
        cmocka_unit_test(the_silent_make_bounds_and_no_figures),
        cmocka_unit_test(nobody_gives_no_figures),
        cmocka_unit_test(a_change_as_in_r),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

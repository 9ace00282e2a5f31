/* test_share.c - tests: shares, changes and agreement of coders, against R */
#include "helpers.h"

#include "measure/share.h"

static struct share plain(double value, size_t n)
{
    return (struct share){.value = value, .n = n, .deff = 1};
}

/* R: w <- function(p, n, z = qnorm(.975))
 *      (p + z^2/2/n + c(-1, 1) * z * sqrt(p*(1-p)/n + z^2/4/n^2)) / (1 + z^2/n)
 *    w(.3, 200) = prop.test(60, 200, correct = FALSE)$conf.int; w(.3, 200/1.5)
 *    w(.3, 200/1.5 * 499/300) */
static void intervals_as_in_r(void **state)
{
    (void)state;
    struct share x = plain(0.3, 200);
    struct figure f = share_interval(&x);
    assert_near(f.lo, 0.240747446823714, 1e-12);
    assert_near(f.hi, 0.366790683727193, 1e-12);
    x.deff = 1.5;
    f = share_interval(&x);
    assert_near(f.lo, 0.228709772883325, 1e-12);
    assert_near(f.hi, 0.382491873601055, 1e-12);
    x.population = 500;
    f = share_interval(&x);
    assert_near(f.lo, 0.243512713344506, 1e-12);
    assert_near(f.hi, 0.363297803132031, 1e-12);
    x.population = 200;
    f = share_interval(&x);
    assert_near(f.lo, 0.3, 0);
    assert_near(f.hi, 0.3, 0);
    x = plain(NAN, 0);
    assert_true(isnan(share_interval(&x).lo));
}

/* Newcombe 1998, table II (a), method 10: 56/70 less 48/80 is .0524 to .3339. R: the same with w;
 *    d <- 56/70 - 48/80; 2*pnorm(-d / sqrt(.8*.2/70 + .6*.4/80))
 *    2.8 * sqrt(104/150 * 46/150 * (1/70 + 1/80)) */
static void independent_waves_as_in_r(void **state)
{
    (void)state;
    struct share before = plain(48.0 / 80, 80);
    struct share now = plain(56.0 / 70, 70);
    struct change c = share_change(&before, &now);
    assert_near(c.by.value, 0.2, 1e-15);
    assert_near(c.by.lo, 0.0524314724023649, 1e-12);
    assert_near(c.by.hi, 0.333872654036906, 1e-12);
    assert_near(c.p, 0.00594279330420277, 1e-12);
    assert_near(c.mdc, 0.211307043580347, 1e-12);
    before = plain(0, 80);
    now = plain(0, 70);
    c = share_change(&before, &now);
    assert_near(c.p, 1, 0);
    assert_true(c.by.lo < 0 && c.by.hi > 0);
}

/* Alike: R: tests/unit/test_agree.c has the interval of 9, 19, 1, 21;
 *    binom.test(1, 20)$p.value - dbinom(1, 20, .5); 1 - dbinom(2, 4, .5). Unlike:
 *    bef <- c(1,0,0,1,1,0,0,1); now <- c(1,1,1,0,1,1,0,1); wt <- c(1,2,1,1,3,1,2,1)
 *    dd <- now - bef; D <- sum(wt*dd)/sum(wt); m <- sum(wt*abs(dd))/sum(wt)
 *    ne <- sum(wt)^2/sum(wt^2); se <- sqrt((m - D^2)/ne); D + c(-1, 1)*qnorm(.975)*se
 *    2*pnorm(-D/se); 2.8*sqrt(m/ne) */
static void panels_as_in_r(void **state)
{
    (void)state;
    struct twice people[50];
    for (size_t i = 0; i < 50; i++)
        people[i] = (struct twice){i < 9 || i >= 49, i < 28, 1};
    struct change c = share_panel(people, 50, 0);
    assert_near(c.by.value, 0.36, 1e-15);
    assert_near(c.by.lo, 0.215866002267634, 1e-9);
    assert_near(c.by.hi, 0.504133997732366, 1e-9);
    assert_near(c.p, 2.09808349609375e-05, 1e-16);
    struct twice even[4] = {{0, 1, 1}, {0, 1, 1}, {1, 0, 1}, {1, 0, 1}};
    assert_near(share_panel(even, 4, 0).p, 0.625, 1e-15);
    even[0].now = 0;
    assert_near(share_panel(even, 1, 0).p, 1, 0);
    static const struct twice unlike[] = {{1, 1, 1}, {0, 1, 2}, {0, 1, 1}, {1, 0, 1},
                                          {1, 1, 3}, {0, 1, 1}, {0, 0, 2}, {1, 1, 1}};
    c = share_panel(unlike, 8, 0);
    assert_near(c.by.value, 0.25, 1e-15);
    assert_near(c.by.lo, -0.20591305400213, 1e-12);
    assert_near(c.by.hi, 0.70591305400213, 1e-12);
    assert_near(c.p, 0.282488202544068, 1e-12);
    assert_near(c.mdc, 0.706451749289415, 1e-12);
    assert_true(isnan(share_panel(unlike, 0, 0).by.value));
}

/* R: p.adjust(c(.01, .04, .03, .005, NA, .9), "holm") */
static void holm_as_in_r(void **state)
{
    (void)state;
    static const double p[] = {.01, .04, .03, .005, NAN, .9};
    static const double want[] = {.04, .09, .09, .025, NAN, .9};
    double got[6];
    struct arena a = {0};
    share_holm(p, 6, got, &a);
    for (size_t i = 0; i < 6; i++) {
        if (i == 4) {
            assert_true(isnan(got[i]));
        } else {
            assert_near(got[i], want[i], 1e-15);
        }
    }
    arena_free(&a);
}

/* Method 5.1: p = .3, deff 1.5: n = 100 shows 22 points, 200 16, 400 11, 600 9, 1000 7; to see 5
 * takes 2,061 a wave, 10 530, 15 240.
 * R: 2.8*sqrt(2*.3*.7*1.5/n);
 *    (qnorm(.975) + qnorm(.8))^2 * 1.5 * (.3*.7 + (.3+d)*(.7-d)) / d^2; of 500: n0*500/(499 + n0)
 */
static void before_fieldwork_as_the_method_says(void **state)
{
    (void)state;
    static const struct {
        size_t n;
        double mdc;
    } shown[] = {{100, 0.222243110129426},
                 {200, 0.157149610244506},
                 {400, 0.111121555064713},
                 {600, 0.09073036977771},
                 {1000, 0.0702794422288623}};
    for (size_t i = 0; i < 5; i++) {
        struct share x = {.value = .3, .n = shown[i].n, .deff = 1.5};
        assert_near(share_mdc(&x), shown[i].mdc, 1e-12);
    }
    struct share x = {.value = .3, .n = 200, .deff = 1.5};
    assert_near(share_n_wanted(&x, .05), 2061, 0);
    assert_near(share_n_wanted(&x, .10), 530, 0);
    assert_near(share_n_wanted(&x, .15), 240, 0);
    x.population = 500;
    assert_near(share_n_wanted(&x, .05), 403, 0);
    assert_near(share_mdc(&x), 0.121849475128859, 1e-12);
}

/* Krippendorff, Computing Krippendorff's Alpha-Reliability, 2011, A and B: .095 and .692. R:
 *    v <- c(a, b); n <- length(v); t <- table(v)
 *    1 - (n - 1) * 2 * sum(a != b) / (n*(n - 1) - sum(t*(t - 1))) */
static void alpha_as_krippendorff_has_it(void **state)
{
    (void)state;
    static const uint32_t meg[] = {0, 1, 0, 0, 0, 0, 0, 0, 1, 0};
    static const uint32_t owen[] = {1, 1, 1, 0, 0, 1, 0, 0, 0, 0};
    static const uint32_t ben[] = {1, 1, 2, 2, 4, 3, 3, 3, 5, 4, 4, 1};
    static const uint32_t gerry[] = {2, 1, 2, 2, 2, 3, 3, 3, 5, 4, 4, 4};
    struct arena a = {0};
    assert_near(share_alpha(meg, owen, 10, &a), 0.0952380952380952, 1e-14);
    assert_near(share_alpha(ben, gerry, 12, &a), 0.691964285714286, 1e-14);
    assert_near(share_alpha(ben, ben, 12, &a), 1, 0);
    assert_true(isnan(share_alpha(meg, meg, 1, &a)));
    /* Python, numpy: 40,000 times 40 of Meg's and Owen's ten, four times over, with return */
    uint32_t first[40];
    uint32_t second[40];
    for (size_t i = 0; i < 40; i++) {
        first[i] = meg[i % 10];
        second[i] = owen[i % 10];
    }
    struct figure f = share_alpha_drawn(first, second, 40, 1, &a);
    assert_near(f.value, 0.059523809523809534, 1e-14);
    assert_near(f.lo, -0.264, 0.04);
    assert_near(f.hi, 0.368, 0.04);
    f = share_alpha_drawn(ben, ben, 12, 1, &a);
    assert_near(f.lo, 1, 0);
    assert_true(isnan(share_alpha_drawn(meg, meg, 1, 1, &a).lo));
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(intervals_as_in_r),
        cmocka_unit_test(independent_waves_as_in_r),
        cmocka_unit_test(panels_as_in_r),
        cmocka_unit_test(holm_as_in_r),
        cmocka_unit_test(before_fieldwork_as_the_method_says),
        cmocka_unit_test(alpha_as_krippendorff_has_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

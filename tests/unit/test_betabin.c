/* test_betabin.c - tests: the fit of a Beta against R's */
#include "helpers.h"

#include "find/betabin.h"

/* R: f <- function(q) { m <- plogis(q[1]); s <- exp(q[2])
 *      -sum(lbeta(k + m*s, n - k + (1-m)*s) - lbeta(m*s, (1-m)*s)) }
 *    o <- optim(c(0, 1), f, method = "BFGS", control = list(reltol = 1e-16, maxit = 1000))
 *    g <- nlm(f, o$par, gradtol = 1e-12, steptol = 1e-14); q <- g$estimate */
static void a_small_sample_as_in_r(void **state)
{
    (void)state;
    struct arena a = {0};
    const uint32_t k[] = {0, 1, 0, 2, 5, 0, 1, 3, 0, 7, 1, 0};
    const uint32_t n[] = {3, 4, 1, 9, 12, 2, 2, 3, 8, 40, 1, 25};
    struct beta b = betabin_fit(k, n, 12, &a);
    assert_near(b.a, 0.59067531168, 1e-6);
    assert_near(b.b, 1.68817157036, 1e-6);
    assert_near(betabin_likelihood(k, n, 12, b), -48.114441699584738, 1e-10);
    /* R: -f(c(qlogis(.3), log(2))) */
    assert_near(betabin_likelihood(k, n, 12, (struct beta){0.6, 1.4}), -48.201173367836169, 1e-10);
    assert_near(betabin_mean(b, 5, 12), (5 + b.a) / (12 + b.a + b.b), 1e-15);
    arena_free(&a);
}

static void a_larger_sample_as_in_r(void **state)
{
    (void)state;
    struct arena a = {0};
    uint32_t k[200];
    uint32_t n[200];
    for (uint32_t i = 0; i < 200; i++) {
        n[i] = 1 + i * 7 % 23;
        k[i] = (i * i + 3 * i) % 11 / 2;
        k[i] = k[i] < n[i] ? k[i] : n[i];
    }
    struct beta b = betabin_fit(k, n, 200, &a);
    assert_near(b.a, 1.293160789826802, 1e-6);
    assert_near(b.b, 3.3939708389735546, 1e-6);
    assert_near(betabin_likelihood(k, n, 200, b), -1217.5063498317124, 1e-9);
    arena_free(&a);
}

static void those_never_tried_count_nothing(void **state)
{
    (void)state;
    struct arena a = {0};
    const uint32_t k[] = {0, 1, 0, 0, 2, 0};
    const uint32_t n[] = {0, 4, 0, 3, 5, 0};
    const uint32_t fewer_k[] = {1, 0, 2};
    const uint32_t fewer_n[] = {4, 3, 5};
    struct beta all = betabin_fit(k, n, 6, &a);
    struct beta some = betabin_fit(fewer_k, fewer_n, 3, &a);
    assert_memory_equal(&all, &some, sizeof all);
    struct beta none = betabin_fit(k, n, 1, &a);
    assert_near(none.a, 0.5, 1e-12);
    assert_near(none.b, 0.5, 1e-12);
    arena_free(&a);
}

static void alike_chances_are_pooled(void **state)
{
    (void)state;
    struct arena a = {0};
    const uint32_t k[] = {5, 5, 5, 5};
    const uint32_t n[] = {20, 20, 20, 20}; /* less spread than chance: no end to a + b */
    struct beta b = betabin_fit(k, n, 4, &a);
    assert_near(b.a / (b.a + b.b), 0.25, 1e-6);
    assert_true(b.a + b.b > 1e5);
    assert_near(betabin_mean(b, 20, 20), 0.25, 1e-3);
    arena_free(&a);
}

static void all_or_nothing_does_not_end_at_one(void **state)
{
    (void)state;
    struct arena a = {0};
    const uint32_t none[] = {0, 0, 0};
    const uint32_t n[] = {3, 9, 1};
    struct beta never = betabin_fit(none, n, 3, &a);
    struct beta always = betabin_fit(n, n, 3, &a);
    assert_true(never.a > 0 && never.a / (never.a + never.b) < 0.01);
    assert_true(always.b > 0 && always.a / (always.a + always.b) > 0.99);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_small_sample_as_in_r),
        cmocka_unit_test(a_larger_sample_as_in_r),
        cmocka_unit_test(those_never_tried_count_nothing),
        cmocka_unit_test(alike_chances_are_pooled),
        cmocka_unit_test(all_or_nothing_does_not_end_at_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

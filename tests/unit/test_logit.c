/* test_logit.c - tests: logistic regression, free and penalised, against R's */
#include "helpers.h"

#include "find/logit.h"

/* R: i <- 0:299; a <- (i %% 3 == 0)*1; b <- ((i*i) %% 5 < 2)*1; c <- ((i*7) %% 11 < 4)*1
 *    off <- ((i %% 7) - 3)/4; y <- ((i*13+5) %% 17 < 4 + 5*a + 2*c)*1 */
enum { CASES = 300 };

static void cases_of(struct logit_case *c)
{
    for (unsigned i = 0; i < CASES; i++) {
        unsigned one = i % 3 == 0;
        unsigned two = i * i % 5 < 2;
        unsigned three = i * 7 % 11 < 4;
        c[i] = (struct logit_case){.offset = ((double)(i % 7) - 3) / 4,
                                   .shows = one | two << 1 | three << 2,
                                   .yes = (i * 13 + 5) % 17 < 4 + 5 * one + 2 * three};
    }
}

static void without_penalty_as_glm(void **state)
{
    (void)state;
    struct logit_case c[CASES];
    const double none[3] = {0};
    double coef[4];
    double sum = 0;
    cases_of(c);
    assert_true(logit_fit(c, CASES, 3, none, coef));
    /* R: glm(y ~ a + b + c, family = binomial, offset = off, control = list(epsilon = 1e-15)) */
    static const double want[] = {-1.132386655761801, 1.2966013423612575, -0.094636136232230245,
                                  0.55296122100663037};
    for (int k = 0; k < 4; k++)
        assert_near(coef[k], want[k], 1e-9);
    for (int i = 0; i < CASES; i++)
        sum += logit_ln(&c[i], 3, coef);
    assert_near(sum, -193.62326278572928, 1e-9); /* R: logLik */
    assert_true(logit_fit(c, CASES, 0, none, coef));
    assert_near(coef[0], -0.51655480430148271, 1e-9); /* R: glm(y ~ 1, …) */
}

static void with_penalties_as_optim(void **state)
{
    (void)state;
    struct logit_case c[CASES];
    const double penalty[] = {10, 40, 2.5};
    double coef[4];
    cases_of(c);
    assert_true(logit_fit(c, CASES, 3, penalty, coef));
    /* R: X <- cbind(1, a, b, c); pen <- c(10, 40, 2.5)
     *    f <- function(q) { e <- off + X %*% q; -sum(y*e - log1p(exp(e))) + sum(pen*q[-1]^2)/2 }
     *    optim(rep(0, 4), f, gr, method = "BFGS", control = list(reltol = 1e-18)), its gradient gr
     *    3e-8 at the end */
    static const double want[] = {-0.9404368506059454, 0.76683994028035696, -0.024382458731854049,
                                  0.45303374339717523};
    for (int k = 0; k < 4; k++)
        assert_near(coef[k], want[k], 1e-7);
}

static void a_huge_penalty_keeps_the_offset(void **state)
{
    (void)state;
    struct logit_case c[CASES];
    const double penalty[] = {1e9, 1e9, 1e9};
    double coef[4];
    cases_of(c);
    assert_true(logit_fit(c, CASES, 3, penalty, coef));
    for (int k = 1; k < 4; k++)
        assert_near(coef[k], 0, 1e-6);
    assert_near(coef[0], -0.51655480430148271, 1e-6); /* as the intercept alone */
}

/* A penalty of N p (1 - p) is worth N cases of chance p: of 60 cases 42 heed, 200 more would have
 * heeded in half, so the chance is (42 + 100) / (60 + 200). Others hold the intercept at 0. */
static void a_penalty_is_worth_so_many_cases(void **state)
{
    (void)state;
    enum { N = 200, CASES_SHOWN = 60, YES = 42, OTHERS = 10000 };
    static struct logit_case c[CASES_SHOWN + OTHERS];
    const double worth[] = {N * 0.25};
    double coef[2];
    for (int i = 0; i < CASES_SHOWN + OTHERS; i++) {
        bool shown = i < CASES_SHOWN;
        c[i] = (struct logit_case){
            .offset = 0, .shows = shown ? 1 : 0, .yes = shown ? i < YES : i % 2};
    }
    assert_true(logit_fit(c, CASES_SHOWN + OTHERS, 1, worth, coef));
    assert_near(1 / (1 + exp(-coef[0] - coef[1])), (YES + 100.0) / (CASES_SHOWN + N), 0.001);
}

/* One feature never heeds, another nearly always. R: nlm of the same with nA <- 343; yA <- 0;
 * nB <- 341; yB <- 330; p <- c(.7, .28); pen <- 200 * p * (1 - p) */
static void extreme_outcomes_settle(void **state)
{
    (void)state;
    static struct logit_case c[684];
    const double penalty[] = {200 * 0.7 * 0.3, 200 * 0.28 * 0.72};
    double coef[3];
    for (int i = 0; i < 684; i++) {
        double p = i < 343 ? 0.7 : 0.28;
        c[i] = (struct logit_case){
            .offset = log(p / (1 - p)), .shows = i < 343 ? 1 : 2, .yes = i >= 343 && i < 343 + 330};
    }
    assert_true(logit_fit(c, 684, 2, penalty, coef));
    assert_near(coef[0], -0.08067042, 1e-6);
    assert_near(coef[1], -1.93569399, 1e-6);
    assert_near(coef[2], 2.01634790, 1e-6);
}

static void what_parts_the_outcomes_wholly_has_no_maximum(void **state)
{
    (void)state;
    struct logit_case c[40];
    const double none[] = {0};
    const double some[] = {1};
    double coef[2];
    for (unsigned i = 0; i < 40; i++)
        c[i] = (struct logit_case){.offset = 0, .shows = i % 2, .yes = i % 2};
    assert_false(logit_fit(c, 40, 1, none, coef));
    assert_true(logit_fit(c, 40, 1, some, coef));
    assert_true(coef[1] > 1 && coef[1] < 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_penalty_as_glm),
        cmocka_unit_test(with_penalties_as_optim),
        cmocka_unit_test(a_huge_penalty_keeps_the_offset),
        cmocka_unit_test(a_penalty_is_worth_so_many_cases),
        cmocka_unit_test(extreme_outcomes_settle),
        cmocka_unit_test(what_parts_the_outcomes_wholly_has_no_maximum),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

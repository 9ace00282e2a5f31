/* test_target.c - tests: how much of the gap is closed */
#include "helpers.h"

#include "measure/target.h"

enum { PEOPLE = 40 };

/* By hand: target .8 and .5, importance 3 and 1. Then 20 and 20 of 40 fit: gap (3 * .3 + 0) / 4 =
 * .225; now 28 and 24: (3 * .1 + .1) / 4 = .1; progress 1 - .1/.225 = 5/9. The rival: 10 and 20,
 * then 10 and 20: gap (3 * .55) / 4 = .4125 both, progress 0. */
static void progress_is_the_part_of_the_gap_that_is_closed(void **state)
{
    (void)state;
    static const size_t fit[2][2][2] = {{{20, 20}, {10, 20}}, {{28, 24}, {10, 20}}};
    static double y[2][2][2][PEOPLE];
    static const double *of[2][2][2];
    static const double *const *wave[2][2];
    static int64_t person[PEOPLE];
    struct seen_as seen[2];
    struct target_share share[] = {{STR("open"), 0.8, 3}, {STR("quick"), 0.5, 1}};
    struct target t = {.one = share, .count = 2};
    for (size_t w = 0; w < 2; w++) {
        for (size_t b = 0; b < 2; b++) {
            for (size_t k = 0; k < 2; k++) {
                for (size_t i = 0; i < PEOPLE; i++)
                    y[w][b][k][i] = i < fit[w][b][k];
                of[w][b][k] = y[w][b][k];
            }
            wave[w][b] = of[w][b];
        }
        seen[w] = (struct seen_as){PEOPLE, person, NULL, wave[w]};
    }
    for (size_t i = 0; i < PEOPLE; i++)
        person[i] = (int64_t)i + 1;
    struct arena a = {0};
    struct progress_of p[2];
    struct figure beyond;
    struct waves_seen w = {&seen[0], &seen[1], 2};
    progress_find(&t, &w, 1, &a, p, &beyond);
    assert_near(p[0].gap_then.value, 0.225, 1e-12);
    assert_near(p[0].gap_now.value, 0.1, 1e-12);
    /* Python, numpy: 200,000 exponential weights of these 40, 2.5th and 97.5th percentile */
    assert_near(p[0].gap_then.lo, 0.1490, 0.012);
    assert_near(p[0].gap_then.hi, 0.3773, 0.012);
    assert_near(p[0].gap_now.lo, 0.0420, 0.012);
    assert_near(p[0].gap_now.hi, 0.1955, 0.012);
    assert_near(p[1].gap_now.lo, 0.3262, 0.012);
    assert_near(p[1].gap_now.hi, 0.5290, 0.012);
    assert_near(p[0].progress.value, 5.0 / 9, 1e-12);
    assert_true(p[0].progress.lo < 5.0 / 9 && p[0].progress.hi > 5.0 / 9);
    assert_near(p[1].progress.value, 0, 1e-12);
    assert_near(p[1].progress.lo, 0, 1e-12); /* the same people say the same in every draw */
    assert_near(p[1].progress.hi, 0, 1e-12);
    assert_near(beyond.value, 5.0 / 9, 1e-12);
    struct progress_of again[2];
    progress_find(&t, &w, 1, &a, again, &beyond);
    assert_near(again[0].progress.lo, p[0].progress.lo, 0);
    w.brands = 1;
    progress_find(&t, &w, 2, &a, again, &beyond);
    assert_true(isnan(beyond.value));
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(progress_is_the_part_of_the_gap_that_is_closed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

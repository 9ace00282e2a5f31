/* test_drift.c - tests: movement from one window to the next, against counts by hand
 *
 * Each person has so many pairs in the first and in the second window, of buyers who are different
 * people; tau by the formula of drift.h in Python and in R, a and b the pairs of each:
 *
 *   n <- a + b; q <- sum(b) / sum(n)
 *   sqrt((sum((b - n * q)^2) - sum(n * q * (1 - q))) / sum(n * (n - 1) * q^2 * (1 - q)^2))
 */
#include "helpers.h"
#include "scene_made.h"

#include "find/drift.h"

#include <math.h>

enum { PEOPLE = 10 };

/* pairs[v][w]: how many buyers heed person v in window w; day -100 is the first of all. */
static struct drift drift_of(const uint32_t pairs[PEOPLE][2], bool again)
{
    struct arena a = {0};
    struct made m = {.a = &a};
    uint32_t person[PEOPLE];
    for (uint32_t v = 0; v < PEOPLE; v++)
        person[v] = made_person(&m);
    for (uint32_t v = 0; v < PEOPLE; v++) {
        for (uint32_t w = 0; w < 2; w++) {
            for (uint32_t i = 0; i < pairs[v][w]; i++) {
                uint32_t buyer = made_buyer(&m, 1.0);
                int64_t day = w ? -50 : -100; /* the second begins on its first day */
                for (int k = 0; k < (again ? 3 : 1); k++) {
                    struct heed *h = made_heed(&m, buyer, VERB_NAMED, person[v]);
                    h->at_s += (day + k) * DAY_S;
                }
                made_heed(&m, buyer, VERB_NAMED, person[v])->sign = -1; /* opposition is no pair */
            }
        }
    }
    struct drift d = drift_find(made_scene(&m));
    arena_free(&a);
    return d;
}

static void tau_is_what_is_more_than_binomial(void **state)
{
    (void)state;
    static const uint32_t pairs[PEOPLE][2] = {{12, 2}, {1, 9}, {6, 6}, {3, 4}, {2, 2},
                                              {8, 1},  {0, 5}, {4, 4}, {1, 1}, {2, 3}};
    struct drift d = drift_of(pairs, false);
    assert_true(d.known);
    assert_int_equal(d.pairs[0], 39);
    assert_int_equal(d.pairs[1], 37);
    assert_int_equal(d.people, 10);
    assert_int_equal(d.window_s, 50 * DAY_S);
    assert_near(d.tau, 1.0102522440914465, 1e-12);
    struct drift again = drift_of(pairs, true); /* a pair counts once a window */
    assert_near(again.tau, d.tau, 0.0);
}

static void what_does_not_move_has_none(void **state)
{
    (void)state;
    static const uint32_t pairs[PEOPLE][2] = {{4, 4}, {4, 4}, {4, 4}, {4, 4}, {4, 4},
                                              {4, 4}, {4, 4}, {4, 4}, {4, 4}, {4, 4}};
    struct drift d = drift_of(pairs, false);
    assert_true(d.known);
    assert_near(d.tau, 0.0, 0.0);
}

static void too_little_past_is_no_forecast(void **state)
{
    (void)state;
    static const uint32_t few[PEOPLE][2] = {{12, 2}, {1, 9}, {6, 6}, {3, 4}, {2, 2}, {8, 1}};
    struct drift d = drift_of(few, false); /* 24 pairs in the second window, 6 people */
    assert_false(d.known);
    assert_int_equal(d.people, 6);
    static const uint32_t none[PEOPLE][2] = {{0, 0}};
    d = drift_of(none, false);
    assert_false(d.known);
    assert_int_equal(d.window_s, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tau_is_what_is_more_than_binomial),
        cmocka_unit_test(what_does_not_move_has_none),
        cmocka_unit_test(too_little_past_is_no_forecast),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

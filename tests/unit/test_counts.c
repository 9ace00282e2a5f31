/* test_counts.c - tests: outlets and opposition, counted by hand */
#include "helpers.h"
#include "scene_made.h"

#include "find/reach.h"

static const char *const market =
    "buyer u1 2; buyer u2 1; buyer u3 1; buyer silent 4; outlet blog; outlet fair; open list\n"
    "u1 reads blog; u1 cited blog; u2 reads blog; u3 attended fair; other named fair\n"
    "u2 replied v sign=-1; u2 named v sign=-1; u3 replied v sign=-1; u1 replied w sign=-1\n"
    "u1 cited fair sign=-1; other named v sign=-1; staff us; u1 named us sign=-1; u2 cited w";

static void outlets_are_where_buyers_look(void **state)
{
    (void)state;
    struct arena a = {0};
    struct reach_options o = REACH_OPTIONS;
    struct node_counts c;
    outlets_find(scene_made(&a, market), &o, &a, &c);
    assert_int_equal(c.buyer_count, 3); /* weights 1.5, .75, .75 */
    assert_int_equal(c.count, 2);
    assert_int_equal(c.node[0].node, 4);
    assert_near(c.node[0].votes, 1.5 * 0.5 + 0.75 * 0.2, 1e-12);
    assert_near(c.node[0].in_100, 100.0 * 0.9 / 3.0, 1e-12);
    assert_int_equal(c.node[0].voters, 2);
    assert_int_equal(c.node[0].rows, 3);
    assert_true(c.node[0].lo < 30.0 && 30.0 < c.node[0].hi);
    assert_int_equal(c.node[1].node, 5);
    assert_near(c.node[1].votes, 0.75 * 0.4, 1e-12);
    assert_int_equal(c.node[1].rows, 1);
    arena_free(&a);
}

static void opposition_is_counted_once_a_buyer(void **state)
{
    (void)state;
    struct arena a = {0};
    struct reach_options o = REACH_OPTIONS;
    struct node_counts c;
    against_find(scene_made(&a, market), &o, &a, &c);
    assert_int_equal(c.count, 2);                                 /* not the fair, not our own */
    assert_near(c.node[0].votes, 0.75 * 1.0 + 0.75 * 0.3, 1e-12); /* v */
    assert_int_equal(c.node[0].voters, 2);
    assert_int_equal(c.node[0].rows, 3);
    assert_near(c.node[1].votes, 1.5 * 0.3, 1e-12); /* w */
    arena_free(&a);
}

static void nothing_to_count_gives_an_empty_list(void **state)
{
    (void)state;
    struct arena a = {0};
    struct reach_options o = REACH_OPTIONS;
    struct node_counts c;
    against_find(scene_made(&a, "buyer u; u named v"), &o, &a, &c);
    assert_int_equal(c.count, 0);
    outlets_find(scene_made(&a, ""), &o, &a, &c);
    assert_int_equal(c.count, 0);
    assert_int_equal(c.buyer_count, 0);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(outlets_are_where_buyers_look),
        cmocka_unit_test(opposition_is_counted_once_a_buyer),
        cmocka_unit_test(nothing_to_count_gives_an_empty_list),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_direction.c - tests: shuffles of times against all permutations of a small graph */
#include "helpers.h"

#include "find/direction.h"

/* All 144 ways to deal these times inside the two groups, in Python's itertools.permutations: twice
 * the share times the arcs is 15 of 16; 2 ways have as much, all 144 as little; mean 0.546875. */
static const struct graph_arc arcs[] = {{0, 1, 0}, {0, 2, 0}, {1, 2, 0}, {3, 4, 0},
                                        {3, 5, 0}, {4, 5, 0}, {5, 6, 0}, {2, 6, 0}};
static const double times[] = {1, 2, 3, 2, 5, 5, 9};
static const uint32_t groups[] = {0, 0, 0, 1, 1, 1, 1};

static struct graph made(bool reverse, struct arena *a)
{
    struct graph g;
    struct err e;
    struct graph_options o = {.ways = GRAPH_OUT, .reverse = reverse};
    assert_ok(graph_from_arcs(arcs, sizeof arcs / sizeof *arcs, &o, a, &g, &e), e);
    return g;
}

static struct direction found(const struct graph *g, const struct direction_options *o,
                              struct arena *a)
{
    struct direction d;
    struct err e;
    assert_ok(direction_find(g, o, a, &d, &e), e);
    return d;
}

static void shuffles_come_to_all_permutations(void **state)
{
    (void)state;
    struct arena a = {0};
    struct graph g = made(false, &a);
    enum { N = 200000 };
    struct direction_options o = {.time = times, .group = groups, .shuffles = N, .seed = 3};
    struct direction d = found(&g, &o, &a);
    assert_int_equal(d.first, 7);
    assert_int_equal(d.same, 1);
    assert_int_equal(d.last, 0);
    assert_near(d.share, 15.0 / 16, 1e-15);
    assert_near(d.mean, 0.546875, 0.002);
    assert_int_equal(d.as_low, N);
    assert_near(d.as_high / (double)N, 2.0 / 144, 0.001); /* four standard errors */
    assert_true(d.p_lo <= 4.0 / 144 && d.p_hi >= 4.0 / 144);
    assert_near(d.p, 2.0 * (d.as_high + 1) / (N + 1), 1e-15);
    o.group = NULL; /* times go anywhere: Python, 5040 permutations, 24 as much */
    d = found(&g, &o, &a);
    assert_near(d.as_high / (double)N, 24.0 / 5040, 0.001);
    arena_free(&a);
}

static void the_other_way_round_is_as_rare(void **state)
{
    (void)state;
    struct arena a = {0};
    struct graph g = made(false, &a);
    struct graph back = made(true, &a);
    struct direction_options o = {.time = times, .group = groups, .shuffles = 5000, .seed = 1};
    struct direction d = found(&g, &o, &a);
    struct direction r = found(&back, &o, &a);
    assert_near(d.share + r.share, 1, 1e-15);
    assert_int_equal(d.as_high, r.as_low);
    assert_near(d.p, r.p, 1e-15);
    arena_free(&a);
}

static void threads_change_nothing(void **state)
{
    (void)state;
    struct arena a = {0};
    struct graph g = made(false, &a);
    struct direction_options o = {.time = times, .group = groups, .shuffles = 999, .seed = 1};
    struct direction d[3];
    for (unsigned i = 0; i < 3; i++) {
        o.threads = i + 1;
        d[i] = found(&g, &o, &a);
        assert_memory_equal(&d[i], &d[0], sizeof d[i]);
    }
    arena_free(&a);
}

static void who_never_acted_is_later_than_all(void **state)
{
    (void)state;
    struct arena a = {0};
    struct graph g = made(false, &a);
    const double some[] = {1, INFINITY, 3, INFINITY, INFINITY, -2, 9};
    struct direction_options o = {.time = some, .shuffles = 100, .seed = 1};
    struct direction d = found(&g, &o, &a);
    assert_int_equal(d.first, 4); /* 0 1, 0 2, 5 6, 2 6 */
    assert_int_equal(d.same, 1);  /* 3 4 */
    assert_int_equal(d.last, 3);
    arena_free(&a);
}

static void without_a_difference_all_shuffles_are_as_extreme(void **state)
{
    (void)state;
    struct arena a = {0};
    struct graph g = made(false, &a);
    const double same[7] = {0};
    struct direction_options o = {.time = same, .shuffles = 100, .seed = 1};
    struct direction d = found(&g, &o, &a);
    assert_near(d.share, 0.5, 0);
    assert_near(d.p, 1, 0);
    assert_near(d.p_hi, 1, 0);
    arena_free(&a);
}

static void wilson_is_that_of_r(void **state)
{
    (void)state;
    double lo = 0;
    double hi = 0;
    wilson_95(7, 50, &lo, &hi); /* R: prop.test(7, 50, correct = FALSE)$conf.int */
    assert_near(lo, 0.069508334270162925, 1e-12);
    assert_near(hi, 0.26186193710585542, 1e-12);
    wilson_95(0, 10, &lo, &hi);
    assert_near(lo, 0, 1e-15);
    assert_near(hi, 0.27753279986288915, 1e-12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shuffles_come_to_all_permutations),
        cmocka_unit_test(the_other_way_round_is_as_rare),
        cmocka_unit_test(threads_change_nothing),
        cmocka_unit_test(who_never_acted_is_later_than_all),
        cmocka_unit_test(without_a_difference_all_shuffles_are_as_extreme),
        cmocka_unit_test(wilson_is_that_of_r),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_uptake.c - tests: trials and uptakes by hand, and what shrinking them is worth */
#include "helpers.h"

#include "base/rng.h"
#include "find/boot.h"
#include "find/uptake.h"

static struct graph graph_of(const struct graph_arc arcs[], size_t count, struct arena *a)
{
    struct graph g;
    struct err e;
    struct graph_options o = {.ways = GRAPH_OUT};
    assert_ok(graph_from_arcs(arcs, count, &o, a, &g, &e), e);
    return g;
}

/* Arcs in order: 0 1, 0 2, 1 2. */
static const struct graph_arc three[] = {{0, 1, 0}, {0, 2, 0}, {1, 2, 0}};

static struct acts made_acts(struct arena *a)
{
    static const struct act made[] = {
        {0, 0, 0}, {5, 0, 1}, {5, 0, 2},  /* 0 before both; 1 and 2 together */
        {1, 1, 2}, {2, 1, 0}, {13, 1, 1}, /* 2 first, 1 eleven later */
        {3, 2, 1},                        /* alone */
    };
    struct act *act = arena_new(a, struct act, 7);
    struct acts l;
    memcpy(act, made, sizeof made);
    acts_order(act, 7, 3, a, &l);
    return l;
}

static void trials_and_uptakes_by_hand(void **state)
{
    (void)state;
    struct arena a = {0};
    struct graph g = graph_of(three, 3, &a);
    struct acts l = made_acts(&a);
    struct uptake u;
    uptake_count(&g, &l, 0, l.items, INFINITY, &a, &u);
    const uint32_t trials[] = {2, 2, 3};
    const uint32_t taken[] = {2, 1, 0};
    assert_memory_equal(u.trials, trials, sizeof trials);
    assert_memory_equal(u.taken, taken, sizeof taken);
    assert_int_equal(u.trial_sum, 7);
    assert_int_equal(u.taken_sum, 3);
    uptake_count(&g, &l, 0, l.items, 10, &a, &u);
    const uint32_t soon[] = {1, 1, 0};
    assert_memory_equal(u.taken, soon, sizeof soon);
    uptake_count(&g, &l, 1, 2, INFINITY, &a, &u); /* the second item alone */
    const uint32_t second[] = {1, 1, 1};
    const uint32_t second_taken[] = {1, 0, 0};
    assert_memory_equal(u.trials, second, sizeof second);
    assert_memory_equal(u.taken, second_taken, sizeof second_taken);
    arena_free(&a);
}

static void a_few_arcs_of_a_type_are_as_all(void **state)
{
    (void)state;
    struct arena a = {0};
    struct graph g = graph_of(three, 3, &a);
    struct acts l = made_acts(&a);
    struct uptake u;
    struct uptake_model m;
    const uint8_t type[] = {0, 1, 1};
    uptake_count(&g, &l, 0, l.items, INFINITY, &a, &u);
    uptake_fit(&g, &u, type, 2, &a, &m);
    assert_int_equal(m.arcs[0], 1);
    assert_int_equal(m.arcs[1], 2);
    for (uint64_t i = 0; i < 3; i++)
        assert_near(uptake_chance(&m, &u, i), betabin_mean(m.all, u.taken[i], u.trials[i]), 1e-15);
    assert_near(m.pooled, 3.5 / 8, 1e-15);
    arena_free(&a);
}

/* 300 pairs of nodes, each with a chance of its own out of Beta(1, 4) or, of the second type, of
 * Beta(6, 2), and items that only they act on. */
enum { PAIRS = 400, LEARNED = 3, LATER = 6 };

static void shrunk_chances_foretell_better(void **state)
{
    (void)state;
    struct arena a = {0};
    struct graph_arc arcs[PAIRS];
    uint8_t type[PAIRS];
    struct act *act = arena_new(&a, struct act, (size_t)PAIRS * (LEARNED + LATER) * 2);
    struct rng r = rng_stream(4, 4);
    size_t n = 0;
    uint32_t item = 0;
    double chance[PAIRS];
    for (uint32_t p = 0; p < PAIRS; p++) {
        arcs[p] = (struct graph_arc){2 * p, 2 * p + 1, 0};
        type[p] = p % 2;
        chance[p] = p % 2 ? rng_beta(&r, 6, 2) : rng_beta(&r, 1, 4);
    }
    for (uint32_t round = 0; round < LEARNED + LATER; round++) {
        for (uint32_t p = 0; p < PAIRS; p++, item++) {
            act[n++] = (struct act){item, item, 2 * p};
            if (rng_unit(&r) < chance[p]) act[n++] = (struct act){item + 0.5, item, 2 * p + 1};
        }
    }
    struct graph g = graph_of(arcs, PAIRS, &a);
    struct acts l;
    struct uptake learned;
    struct uptake later;
    struct uptake_model one;
    struct uptake_model two;
    struct uptake_gain by_one;
    struct uptake_gain by_two;
    acts_order(act, n, item, &a, &l);
    uptake_count(&g, &l, 0, PAIRS * LEARNED, INFINITY, &a, &learned);
    uptake_count(&g, &l, PAIRS * LEARNED, l.items, INFINITY, &a, &later);
    uptake_fit(&g, &learned, NULL, 0, &a, &one);
    uptake_fit(&g, &learned, type, 2, &a, &two);
    uptake_judge(&g, &one, &learned, &later, 1, &a, &by_one);
    uptake_judge(&g, &two, &learned, &later, 1, &a, &by_two);
    assert_int_equal(by_one.trials, PAIRS * LATER);
    assert_true(by_one.over_raw_lo > 0 && by_one.over_pooled_lo > 0);
    assert_true(by_two.shrunk > by_one.shrunk);
    assert_near(by_one.over_pooled, by_one.shrunk - by_one.pooled, 1e-12);
    assert_near(by_one.over_raw, by_one.shrunk - by_one.raw, 1e-12);
    /* The types' own means: 1/5 and 3/4, with 600 trials of each. */
    assert_near(two.of_type[0].a / (two.of_type[0].a + two.of_type[0].b), 0.2, 0.05);
    assert_near(two.of_type[1].a / (two.of_type[1].a + two.of_type[1].b), 0.75, 0.05);
    arena_free(&a);
}

static void a_bootstrap_is_as_wide_as_it_should_be(void **state)
{
    (void)state;
    struct arena a = {0};
    double of[400];
    double size[401] = {0};
    struct rng r = rng_stream(9, 9);
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < 400; i++) {
        of[i] = rng_normal(&r);
        size[i] = 1;
        sum += of[i];
        squares += of[i] * of[i];
    }
    struct boot_gain g = boot_ratio(of, size, 400, 1, 7, &a);
    double sd = sqrt((squares / 400 - sum * sum / 160000) / 401); /* Rubin 1981, of the mean */
    assert_near(g.value, sum / 400, 1e-14);
    assert_near(g.lo, g.value - 1.645 * sd, 0.25 * sd);
    assert_near(g.hi, g.value + 1.645 * sd, 0.25 * sd);
    size[0] = 0; /* is none */
    struct boot_gain fewer = boot_ratio(of + 0, size, 400, 1, 7, &a);
    assert_near(fewer.value, sum / 399, 1e-14);
    assert_true(isnan(boot_ratio(of, size + 400, 1, 1, 7, &a).value));
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(trials_and_uptakes_by_hand),
        cmocka_unit_test(a_few_arcs_of_a_type_are_as_all),
        cmocka_unit_test(shrunk_chances_foretell_better),
        cmocka_unit_test(a_bootstrap_is_as_wide_as_it_should_be),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

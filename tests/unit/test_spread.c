/* test_spread.c - tests: forward simulation against every live-arc graph */
#include "helpers.h"

#include "choose/spread.h"

#include <stdlib.h>

#include "graph_made.h"

static void mean_is_that_of_all_live_arc_graphs(void **state)
{
    (void)state;
    struct arena a = {0};
    struct err e;
    struct rng r = rng_stream(1, 1);
    static struct truth truth;
    for (int round = 0; round < 30; round++) {
        bool weights = false;
        struct cascade c = made_cascade(round % MADE_CASCADES, &weights);
        struct graph g = made_random_graph(&r, 7, 12, weights, &a);
        double audience[7];
        for (int v = 0; v < 7; v++)
            audience[v] = (double)rng_below(&r, 4);
        bool targeted = round % 2;
        const double *exact = truth_of(&truth, &g, &c, targeted ? audience : NULL);
        uint32_t mask = (uint32_t)rng_below(&r, 127) + 1;
        uint32_t seeds[MADE_NODES];
        size_t count = made_seeds(mask, seeds);
        struct spread_options o = {.cascade = c, .runs = 20000, .seed = (uint64_t)round + 1};
        o.audience = targeted ? audience : NULL;
        struct spread got;
        assert_ok(spread_run(&g, seeds, count, &o, &got, &e), e);
        assert_near(got.mean, exact[mask], 5 * got.error + 1e-9);
        assert_true(got.error < 0.1);
    }
    arena_free(&a);
}

static void any_number_of_threads_gives_the_same_bytes(void **state)
{
    (void)state;
    struct arena a = {0};
    struct err e;
    struct rng r = rng_stream(2, 1);
    struct graph g = made_random_graph(&r, 12, 14, false, &a);
    struct spread_options o = {.runs = 1001, .seed = 3, .threads = 1};
    struct spread one;
    uint32_t seeds[] = {0, 5};
    assert_ok(spread_run(&g, seeds, 2, &o, &one, &e), e);
    for (unsigned threads = 2; threads <= 8; threads += threads == 2 ? 1 : 5) {
        struct spread more;
        o.threads = threads;
        assert_ok(spread_run(&g, seeds, 2, &o, &more, &e), e);
        assert_memory_equal(&one, &more, sizeof one);
    }
    arena_free(&a);
}

/* The same worlds: in no run can fewer seeds move more. */
static void more_seeds_never_move_fewer_in_any_run(void **state)
{
    (void)state;
    struct arena a = {0};
    struct err e;
    struct rng r = rng_stream(3, 1);
    for (uint64_t seed = 0; seed < 200; seed++) {
        bool weights = false;
        struct cascade c = made_cascade((int)(seed % MADE_CASCADES), &weights);
        struct graph g = made_random_graph(&r, 9, 14, weights, &a);
        struct spread_options o = {.cascade = c, .runs = 1, .seed = seed, .threads = 1};
        struct spread few;
        struct spread more;
        uint32_t seeds[] = {0, 1, 2};
        assert_ok(spread_run(&g, seeds, 2, &o, &few, &e), e);
        assert_ok(spread_run(&g, seeds, 3, &o, &more, &e), e);
        assert_true(more.mean >= few.mean);
        assert_true(few.error == 0);
    }
    arena_free(&a);
}

/* One arc that works with probability p: n runs have variance p (1 - p) n / (n - 1) exactly where
 * their mean is; and what one seed moves more than another is known run by run. */
static void errors_and_differences_are_those_of_known_coins(void **state)
{
    (void)state;
    struct arena a = {0};
    struct err e;
    struct arc arcs[] = {{0, 1, 0.3f}, {2, 3, 1.0f}};
    struct graph g = made_graph(arcs, 2, 4, true, &a);
    uint32_t seeds[] = {0, 2, 1};
    struct spread_set sets[] = {{&seeds[0], 1}, {&seeds[1], 1}, {&seeds[0], 2}, {seeds, 3}};
    for (uint64_t runs = 1000; runs <= 100000; runs *= 10) {
        struct spread_options o = {.cascade = {CASCADE_WEIGHTS, 0}, .runs = runs, .seed = runs};
        struct spread got[4];
        struct spread more[4];
        assert_ok(spread_compare(&g, sets, 4, &o, got, more, &e), e);
        double p = got[0].mean - 1;
        double error = sqrt(p * (1 - p) / (double)(runs - 1));
        assert_near(p, 0.3, 5 * sqrt(0.21 / (double)runs));
        assert_near(got[0].error, error, 1e-9);
        assert_near(got[1].mean, 2, 0);
        assert_near(got[1].error, 0, 0);
        assert_near(more[1].mean, 1 - p, 1e-9);
        assert_near(more[1].error, error, 1e-9);
        assert_near(more[2].mean, 2, 0); /* in the same worlds: a sure two more */
        assert_near(more[2].error, 0, 0);
        assert_near(more[3].error, error, 1e-9);
        assert_near(more[0].mean, 0, 0);
    }
    arena_free(&a);
}

/* Every live arc of one run is a coin of its own: a star of m arcs moves 1 + Binomial(m, p). */
static void coins_of_one_run_and_of_one_arc_are_independent(void **state)
{
    (void)state;
    struct arena a = {0};
    struct err e;
    struct arc arcs[MADE_ARCS];
    for (uint32_t i = 0; i < MADE_ARCS; i++)
        arcs[i] = (struct arc){0, i + 1, 0.125f * (float)(i % 7 + 1)};
    struct graph g = made_graph(arcs, MADE_ARCS, MADE_ARCS + 1, true, &a);
    double mean = 1;
    double variance = 0;
    for (uint32_t i = 0; i < MADE_ARCS; i++) {
        double p = (double)arcs[i].weight;
        mean += p;
        variance += p * (1 - p);
    }
    enum { RUNS = 200000 };
    for (int lt = 0; lt < 2; lt++) {
        struct spread_options o = {.cascade = {lt ? CASCADE_LT : CASCADE_WEIGHTS, 0}, .runs = RUNS};
        struct spread got;
        uint32_t seed = 0;
        assert_ok(spread_run(&g, &seed, 1, &o, &got, &e), e);
        assert_near(got.mean, mean, 5 * sqrt(variance / RUNS));
        assert_near(got.error * sqrt(RUNS), sqrt(variance), 0.02 * sqrt(variance));
    }
    arena_free(&a);
}

static void what_the_cascade_needs_is_asked_for(void **state)
{
    (void)state;
    struct arena a = {0};
    struct err e;
    struct arc arcs[] = {{0, 2, 0.7f}, {1, 2, 0.6f}};
    struct graph bare = made_graph(arcs, 2, 3, false, &a);
    struct graph heavy = made_graph(arcs, 2, 3, true, &a);
    struct spread_options o = {.cascade = {CASCADE_WEIGHTS, 0}, .runs = 1};
    struct spread got = {.mean = 7};
    uint32_t seed = 0;
    assert_refused(spread_run(&bare, &seed, 1, &o, &got, &e), BAD_INPUT, e,
                   "the graph has no weights; give a third column, or --model wc");
    o.cascade.kind = CASCADE_LT;
    assert_refused(spread_run(&heavy, &seed, 1, &o, &got, &e), BAD_INPUT, e,
                   "the arcs to node 12 weigh 1.3000 together, lt wants at most 1; "
                   "divide their weights by their sum");
    assert_true(got.mean == 7);
    struct cascade c;
    assert_refused(cascade_read(STR("uniform=2"), &c, &e), BAD_USAGE, e,
                   "--model 'uniform=2', want wc, uniform=P with P from 0 to 1, weights or lt");
    assert_ok(cascade_read(STR("uniform=0.25"), &c, &e), e);
    assert_true(c.kind == CASCADE_UNIFORM && c.p == 0.25);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mean_is_that_of_all_live_arc_graphs),
        cmocka_unit_test(any_number_of_threads_gives_the_same_bytes),
        cmocka_unit_test(more_seeds_never_move_fewer_in_any_run),
        cmocka_unit_test(errors_and_differences_are_those_of_known_coins),
        cmocka_unit_test(coins_of_one_run_and_of_one_arc_are_independent),
        cmocka_unit_test(what_the_cascade_needs_is_asked_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

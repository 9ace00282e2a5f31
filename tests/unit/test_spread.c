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
    for (unsigned threads = 2; threads <= 8; threads += 3) {
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
        cmocka_unit_test(what_the_cascade_needs_is_asked_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_opim.c - tests: seeds and what is said of them against all choices and all worlds */
#include "helpers.h"

#include "choose/bound.h"
#include "choose/opim.h"

#include <stdlib.h>

#include "graph_made.h"

/* Exact tails of the binomial, by its logarithms. */
static double tail_from(double n, double p, double from)
{
    double sum = 0;
    for (double k = from; k <= n; k++)
        sum += exp(bound_ln_choose(n, k) + k * log(p) + (n - k) * log1p(-p));
    return sum;
}

static void bounds_hold_against_exact_binomial_tails(void **state)
{
    (void)state;
    static const double deltas[] = {0.2, 0.05, 0.01};
    static const double shares[] = {0.01, 0.1, 0.4, 0.9};
    enum { SETS = 300 };
    for (int d = 0; d < 3; d++) {
        for (int s = 0; s < 4; s++) {
            double mean = SETS * shares[s];
            double high = SETS + 1; /* first count whose lower bound passes the mean */
            double low = -1;        /* last count whose upper bound stays below it */
            for (double k = SETS; k >= 0; k--) {
                if (bound_lower(k, deltas[d]) > mean) high = k;
            }
            for (double k = 0; k <= SETS; k++) {
                if (bound_upper(k, deltas[d]) < mean) low = k;
            }
            assert_true(tail_from(SETS, shares[s], high) <= deltas[d]);
            assert_true(1 - tail_from(SETS, shares[s], low + 1) <= deltas[d]);
        }
    }
    assert_near(bound_ln_choose(10, 3), log(120), 1e-12);
    assert_true(bound_lower(0, 0.1) == 0 && bound_upper(0, 0.1) > 0);
    assert_true(bound_lower(1e6, 0.1) > 0.99e6 && bound_upper(1e6, 0.1) < 1.01e6);
}

struct wish {
    uint32_t k;
    bool allowed[MADE_NODES];
    uint32_t include;
    double cost[MADE_NODES];
    double budget;
};

static bool within(const struct wish *w, uint32_t n, uint32_t mask)
{
    double cost = 0;
    uint32_t count = 0;
    for (uint32_t v = 0; v < n; v++) {
        if (!(mask >> v & 1)) continue;
        if (!w->allowed[v] && !(w->include >> v & 1)) return false;
        cost += w->cost[v];
        count++;
    }
    return count <= w->k && (mask & w->include) == w->include && cost <= w->budget;
}

static double best_of(const double *spread, const struct wish *w, uint32_t n)
{
    double best = 0;
    for (uint32_t mask = 1; mask < 1u << n; mask++) {
        if (within(w, n, mask) && spread[mask] > best) best = spread[mask];
    }
    return best;
}

static struct wish made_wish(struct rng *r, uint32_t n)
{
    struct wish w = {.k = (uint32_t)rng_below(r, 4) + 1};
    for (uint32_t v = 0; v < n; v++) {
        w.allowed[v] = rng_below(r, 5) > 0;
        w.cost[v] = (double)rng_below(r, 4);
    }
    uint32_t forced = (uint32_t)rng_below(r, n);
    w.include = rng_below(r, 2) ? 1u << forced : 0;
    w.budget = w.cost[forced] + (double)rng_below(r, 5);
    return w;
}

/* 300 choices on random graphs under random rules: what is printed may be untrue for delta of them
 * only, and is untrue far more rarely. */
static void what_is_printed_is_true(void **state)
{
    (void)state;
    struct rng r = rng_stream(1, 1);
    static struct truth truth;
    enum { ROUNDS = 300, NODES = 8 };
    const double delta = 0.1;
    int untrue = 0;
    int reached = 0;
    for (int round = 0; round < ROUNDS; round++) {
        struct arena a = {0};
        struct err e;
        bool weights = false;
        struct cascade c = made_cascade(round % MADE_CASCADES, &weights);
        struct graph g = made_random_graph(&r, NODES, 10, weights, &a);
        struct wish w = made_wish(&r, NODES);
        bool costs = round % 3 == 0;
        if (!costs) w.budget = 1e9;
        uint32_t include[MADE_NODES];
        struct opim_options o = {.epsilon = 0.1, .delta = delta};
        o.sketch = (struct sketch_options){.cascade = c, .seed = (uint64_t)round};
        o.rules = (struct pick_rules){.k = w.k, .allowed = w.allowed, .include = include};
        o.rules.include_count = made_seeds(w.include, include);
        if (costs) o.rules.cost = w.cost;
        o.rules.budget = w.budget;
        double audience[NODES];
        for (int v = 0; v < NODES; v++)
            audience[v] = (double)rng_below(&r, 3) + (v == 3);
        if (round % 4 == 0) o.sketch.audience = audience;
        const double *exact = truth_of(&truth, &g, &c, o.sketch.audience);
        struct opim got;
        assert_ok(opim_choose(&g, &o, &a, &got, &e), e);
        uint32_t mask = 0;
        for (uint32_t i = 0; i < got.seeds.count; i++)
            mask |= 1u << got.seeds.node[i];
        double best = best_of(exact, &w, NODES);
        assert_true(mask == 0 || within(&w, NODES, mask));
        untrue += exact[mask] < got.spread_lower - 1e-9 || best > got.optimum_upper + 1e-9;
        assert_true(got.guarantee <= 1 + 1e-12);
        assert_true(exact[mask] >= (1 - 1 / 2.718281828) * 0.5 * best - 0.05); /* costs: 0.316 */
        reached += got.reached;
        arena_free(&a);
    }
    assert_true(untrue <= (int)(delta * ROUNDS));
    assert_true(reached > ROUNDS * 9 / 10);
    /* Both bounds are loose by design; more than a few misses would be a sign all the same. */
    assert_true(untrue <= 3);
}

/* The pool's own figures, against all choices: no luck is left. */
static void no_choice_hits_more_of_a_pool_than_its_bound(void **state)
{
    (void)state;
    struct rng r = rng_stream(7, 1);
    enum { NODES = 10, SETS = 400 };
    for (int round = 0; round < 200; round++) {
        struct arena a = {0};
        struct err e;
        struct graph g = made_random_graph(&r, NODES, 14, false, &a);
        struct sketch_options so = {.cascade = {CASCADE_UNIFORM, 0.4}, .seed = (uint64_t)round};
        struct sketch *s = NULL;
        struct wish w = made_wish(&r, NODES);
        bool costs = round % 2;
        if (!costs) w.budget = 1e9;
        assert_ok(sketch_new(&g, &so, &a, &s, &e), e);
        struct pool p = pool_new(s, 1, NULL, 0, &a);
        assert_ok(pool_draw(s, &p, SETS, &e), e);
        double hits[1 << NODES] = {0};
        for (uint32_t mask = 1; mask < 1u << NODES; mask++) {
            for (size_t b = 0; b < p.batch_count; b++) {
                const uint32_t *member = p.batch[b].node;
                for (uint32_t i = 0; i < p.batch[b].sets; i++) {
                    uint32_t set = 0;
                    for (uint32_t j = 0; j < p.batch[b].size[i]; j++)
                        set |= 1u << p.node[*member++];
                    hits[mask] += (set & mask) != 0;
                }
            }
        }
        uint32_t include[MADE_NODES];
        struct pick_rules rules = {.n = NODES, .k = w.k, .allowed = w.allowed, .include = include};
        rules.include_count = made_seeds(w.include, include);
        rules.out = &g.out;
        if (costs) rules.cost = w.cost;
        rules.budget = w.budget;
        struct picked got = pick_seeds(&p, &rules, &a);
        uint32_t mask = 0;
        for (uint32_t i = 0; i < got.count; i++)
            mask |= 1u << got.node[i];
        double best = best_of(hits, &w, NODES);
        assert_true(got.count == 0 || within(&w, NODES, mask));
        assert_true((double)got.hits == hits[mask]);
        assert_true(got.hits_upper >= best - 1e-9);
        if (!costs && !w.include) assert_true(hits[mask] >= 0.632 * best);
        if (costs) assert_true(hits[mask] >= 0.31 * best);
        sketch_close(s);
        arena_free(&a);
    }
}

static void threads_do_not_change_the_answer(void **state)
{
    (void)state;
    struct rng r = rng_stream(3, 1);
    struct arena a = {0};
    struct err e;
    struct graph g = made_random_graph(&r, 12, 14, false, &a);
    struct opim_options o = {.epsilon = 0.05, .rules = {.k = 3}};
    struct opim one;
    o.sketch.threads = 1;
    assert_ok(opim_choose(&g, &o, &a, &one, &e), e);
    static const unsigned threads[] = {2, 3, 8};
    for (int t = 0; t < 3; t++) {
        struct opim more;
        o.sketch.threads = threads[t];
        assert_ok(opim_choose(&g, &o, &a, &more, &e), e);
        assert_int_equal(more.seeds.count, one.seeds.count);
        assert_memory_equal(more.seeds.node, one.seeds.node, one.seeds.count * sizeof(uint32_t));
        assert_true(more.spread == one.spread && more.guarantee == one.guarantee);
        assert_true(more.samples == one.samples);
    }
    arena_free(&a);
}

/* No arc works: all hit alike, so arcs out decide, then the number. */
static void ties_go_to_those_with_most_arcs_out_then_to_the_lowest_number(void **state)
{
    (void)state;
    struct arena a = {0};
    struct err e;
    struct arc arcs[] = {{4, 0, 0}, {4, 1, 0}, {2, 0, 0}, {3, 1, 0}};
    struct graph g = made_graph(arcs, 4, 6, false, &a);
    struct opim_options o = {.epsilon = 0.1, .rules = {.k = 6}};
    o.sketch.cascade = (struct cascade){CASCADE_UNIFORM, 0};
    static const double audience[] = {0, 0, 0, 0, 0, 1};
    o.sketch.audience = audience;
    struct opim got;
    assert_ok(opim_choose(&g, &o, &a, &got, &e), e);
    static const uint32_t want[] = {5, 4, 2, 3, 0, 1};
    assert_int_equal(got.seeds.count, 6);
    assert_memory_equal(got.seeds.node, want, sizeof want);
    assert_near(got.spread, 1, 1e-12);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bounds_hold_against_exact_binomial_tails),
        cmocka_unit_test(no_choice_hits_more_of_a_pool_than_its_bound),
        cmocka_unit_test(what_is_printed_is_true),
        cmocka_unit_test(threads_do_not_change_the_answer),
        cmocka_unit_test(ties_go_to_those_with_most_arcs_out_then_to_the_lowest_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

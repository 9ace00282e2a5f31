/* test_sketch.c - tests: reverse-reachable sets against every live-arc graph */
#include "helpers.h"

#include "choose/sketch_int.h"

#include <stdlib.h>

#include "graph_made.h"

static void own_logarithm_is_that_of_the_system(void **state)
{
    (void)state;
    struct rng r = rng_stream(1, 1);
    for (int i = 0; i < 200000; i++) {
        double x = rng_unit(&r);
        if (i % 3 == 0) x = 1.0 - x * 1e-9;
        if (i % 3 == 1) x = x * 0x1p-40;
        double want = log(x);
        assert_near(draw_log(x), want, 1e-13 * fabs(want));
    }
    assert_near(draw_log(draw_open(0)), log(0x1p-53), 1e-11);
    assert_true(draw_log(draw_open(UINT64_MAX)) < 0);
}

static void alias_draws_by_weight(void **state)
{
    (void)state;
    struct arena a = {0};
    double weight[] = {0, 5, 1, 0, 0.5, 3.5};
    struct alias t = alias_new(weight, 6, &a);
    struct draw d = draw_of(1, 2, 3);
    double seen[6] = {0};
    enum { DRAWS = 200000 };
    assert_int_equal(t.count, 4);
    for (int i = 0; i < DRAWS; i++)
        seen[alias_draw(&t, &d)]++;
    for (int v = 0; v < 6; v++) {
        double p = weight[v] / 10;
        assert_near(seen[v] / DRAWS, p, 5 * sqrt(p * (1 - p) / DRAWS) + 1e-12);
    }
    arena_free(&a);
}

/* Shares of sets that hold each node; 7 nodes. */
static void shares(const struct pool *p, double share[7])
{
    memset(share, 0, 7 * sizeof *share);
    for (size_t b = 0; b < p->batch_count; b++) {
        for (uint64_t i = 0; i < p->batch[b].entries; i++)
            share[p->node[p->batch[b].node[i]]] += 1.0 / (double)p->sets;
    }
}

/* A pool's sets one behind the other, by outside node; those with a sentinel left out. */
struct flat {
    uint32_t *size, *node;
    uint64_t sets, entries;
};

static struct flat flatten(const struct pool *p, const uint32_t sentinel[], size_t count,
                           struct arena *a)
{
    struct flat f = {.size = arena_new(a, uint32_t, p->sets + 1),
                     .node = arena_new(a, uint32_t, p->entries + 1)};
    for (size_t b = 0; b < p->batch_count; b++) {
        const uint32_t *member = p->batch[b].node;
        for (uint32_t i = 0; i < p->batch[b].sets; i++) {
            bool meets = false;
            uint32_t size = p->batch[b].size[i];
            for (uint32_t j = 0; j < size; j++) {
                f.node[f.entries + j] = p->node[member[j]];
                for (size_t k = 0; k < count; k++)
                    meets = meets || f.node[f.entries + j] == sentinel[k];
            }
            member += size;
            if (meets) continue;
            f.size[f.sets++] = size;
            f.entries += size;
        }
    }
    return f;
}

static void assert_same(const struct flat *got, const struct flat *want)
{
    assert_int_equal(got->sets, want->sets);
    assert_int_equal(got->entries, want->entries);
    assert_memory_equal(got->size, want->size, want->sets * sizeof *want->size);
    assert_memory_equal(got->node, want->node, want->entries * sizeof *want->node);
}

static void each_node_is_in_as_many_sets_as_it_moves(void **state)
{
    (void)state;
    struct rng r = rng_stream(2, 1);
    static struct truth truth;
    enum { SETS = 100000 };
    for (int round = 0; round < 40; round++) {
        struct arena a = {0};
        struct err e;
        bool weights = false;
        struct cascade c = made_cascade(round % MADE_CASCADES, &weights);
        struct graph g = made_random_graph(&r, 7, 12, weights, &a);
        double audience[7];
        for (int v = 0; v < 7; v++)
            audience[v] = (double)rng_below(&r, 3) + (v == 0);
        struct sketch_options o = {.cascade = c, .seed = (uint64_t)round, .threads = 2};
        if (round % 2) o.audience = audience;
        const double *exact = truth_of(&truth, &g, &c, o.audience);
        struct sketch *s = NULL;
        assert_ok(sketch_new(&g, &o, &a, &s, &e), e);
        struct pool p = pool_new(s, 9, NULL, 0, &a);
        assert_ok(pool_draw(s, &p, SETS, &e), e);
        assert_int_equal(p.sets, SETS);
        double share[7];
        double chi2 = 0;
        shares(&p, share);
        for (uint32_t v = 0; v < 7; v++) {
            double want = exact[1u << v] / sketch_weight(s);
            double error = sqrt(fmax(want * (1 - want), 0) / SETS);
            assert_near(share[v], want, 5 * error + 1e-9);
            if (error > 0) chi2 += (share[v] - want) * (share[v] - want) / (error * error);
        }
        assert_true(chi2 < 60); /* mean 7 at most; nodes of one set go together */
        uint64_t hits = 0;
        uint32_t mask = (uint32_t)rng_below(&r, 127) + 1;
        uint32_t seeds[MADE_NODES];
        size_t count = made_seeds(mask, seeds);
        assert_ok(sketch_hits(s, 9, SETS, seeds, count, &hits, &e), e);
        double want = exact[mask] / sketch_weight(s);
        assert_near((double)hits / SETS, want, 5 * sqrt(fmax(want * (1 - want), 0) / SETS) + 1e-9);
        sketch_close(s);
        arena_free(&a);
    }
}

/* Apart: who moves anybody but themselves; everybody is in the set they are drawn for otherwise. */
static void apart_leaves_out_whom_the_set_was_drawn_for(void **state)
{
    (void)state;
    struct rng r = rng_stream(5, 1);
    static struct truth truth;
    enum { SETS = 100000 };
    for (int round = 0; round < 2 * MADE_CASCADES; round++) {
        struct arena a = {0};
        struct err e;
        bool weights = false;
        struct cascade c = made_cascade(round % MADE_CASCADES, &weights);
        struct graph g = made_random_graph(&r, 7, 12, weights, &a);
        struct sketch_options o = {.cascade = c, .seed = (uint64_t)round, .apart = true};
        const double *exact = truth_of(&truth, &g, &c, NULL);
        struct sketch *s = NULL;
        assert_ok(sketch_new(&g, &o, &a, &s, &e), e);
        struct pool p = pool_new(s, 9, NULL, 0, &a);
        assert_ok(pool_draw(s, &p, SETS, &e), e);
        double share[7];
        shares(&p, share);
        for (uint32_t v = 0; v < 7; v++) {
            double want = fmax(exact[1u << v] - 1, 0) / sketch_weight(s);
            uint64_t hits = 0;
            assert_near(share[v], want, 5 * sqrt(want * (1 - want) / SETS) + 1e-9);
            assert_ok(sketch_hits(s, 9, SETS, &v, 1, &hits, &e), e);
            assert_near((double)hits / SETS, share[v], 1e-9);
        }
        sketch_close(s);
        arena_free(&a);
    }
}

/* A set that stops at a seed is the start of the same set that goes on. */
static void a_hit_is_a_set_of_the_pool_with_a_seed(void **state)
{
    (void)state;
    struct arena a = {0};
    struct err e;
    struct rng r = rng_stream(3, 1);
    struct graph g = made_random_graph(&r, 12, 14, false, &a);
    struct sketch_options o = {.seed = 4};
    struct sketch *s = NULL;
    assert_ok(sketch_new(&g, &o, &a, &s, &e), e);
    struct pool p = pool_new(s, 9, NULL, 0, &a);
    assert_ok(pool_draw(s, &p, 3000, &e), e);
    for (uint32_t seed = 0; seed < 12; seed++) {
        uint64_t with = 0;
        uint64_t hits = 0;
        for (size_t b = 0; b < p.batch_count; b++) {
            for (uint64_t i = 0; i < p.batch[b].entries; i++)
                with += p.node[p.batch[b].node[i]] == seed;
        }
        assert_ok(sketch_hits(s, 9, 3000, &seed, 1, &hits, &e), e);
        assert_int_equal(hits, with);
    }
    sketch_close(s);
    arena_free(&a);
}

/* Kept are those sets of the same pool without sentinels that hold none. */
static void a_set_that_meets_a_sentinel_is_only_counted(void **state)
{
    (void)state;
    struct arena a = {0};
    struct err e;
    struct rng r = rng_stream(7, 1);
    enum { SETS = 3000 };
    for (int round = 0; round < MADE_CASCADES; round++) {
        bool weights = false;
        struct cascade c = made_cascade(round, &weights);
        struct graph g = made_random_graph(&r, 12, 14, weights, &a);
        struct sketch_options o = {.cascade = c, .seed = 4, .threads = 2};
        struct sketch *s = NULL;
        assert_ok(sketch_new(&g, &o, &a, &s, &e), e);
        struct pool all = pool_new(s, 9, NULL, 0, &a);
        assert_ok(pool_draw(s, &all, SETS, &e), e);
        assert_int_equal(all.walked, all.entries);
        const uint32_t sentinel[2] = {(uint32_t)round, (uint32_t)round + 3};
        struct pool p = pool_new(s, 9, sentinel, 2, &a);
        assert_ok(pool_draw(s, &p, 1000, &e), e);
        assert_ok(pool_draw(s, &p, SETS, &e), e);
        uint64_t hits = 0;
        assert_ok(sketch_hits(s, 9, SETS, sentinel, 2, &hits, &e), e);
        assert_int_equal(p.met, hits);
        assert_int_equal(p.sets, SETS);
        struct flat want = flatten(&all, sentinel, 2, &a);
        struct flat got = flatten(&p, NULL, 0, &a);
        assert_int_equal(got.sets, SETS - hits);
        assert_int_equal(got.entries, p.entries);
        assert_same(&got, &want);
        assert_true(p.walked >= p.entries + p.met && p.walked <= all.entries);
        assert_near(pool_mean(&p), (double)p.walked / SETS, 1e-12);
        sketch_close(s);
    }
    arena_free(&a);
}

static void any_number_of_threads_and_steps_gives_the_same_pool(void **state)
{
    (void)state;
    struct arena a = {0};
    struct err e;
    struct rng r = rng_stream(5, 1);
    struct graph g = made_random_graph(&r, 12, 14, true, &a);
    struct sketch_options o = {.cascade = {CASCADE_WEIGHTS, 0}, .seed = 4, .threads = 1};
    struct sketch *one = NULL;
    assert_ok(sketch_new(&g, &o, &a, &one, &e), e);
    struct pool want = pool_new(one, 9, NULL, 0, &a);
    assert_ok(pool_draw(one, &want, 2048, &e), e);
    static const unsigned threads[] = {2, 3, 8};
    for (size_t t = 0; t < 3; t++) {
        struct sketch *more = NULL;
        o.threads = threads[t];
        assert_ok(sketch_new(&g, &o, &a, &more, &e), e);
        struct pool got = pool_new(more, 9, NULL, 0, &a);
        assert_ok(pool_draw(more, &got, 512, &e), e);
        assert_ok(pool_draw(more, &got, 2048, &e), e);
        struct flat one_by_one = flatten(&got, NULL, 0, &a);
        struct flat at_once = flatten(&want, NULL, 0, &a);
        assert_same(&one_by_one, &at_once);
        assert_int_equal(got.known, want.known);
        assert_memory_equal(got.node, want.node, want.known * sizeof *want.node);
        sketch_close(more);
    }
    sketch_close(one);
    arena_free(&a);
}

static void sure_and_dead_arcs_need_no_luck(void **state)
{
    (void)state;
    struct arena a = {0};
    struct err e;
    struct arc arcs[] = {{0, 1, 1}, {2, 1, 0}, {1, 3, 1}};
    struct graph g = made_graph(arcs, 3, 4, true, &a);
    static const double audience[] = {0, 0, 0, 1};
    struct sketch_options o = {.cascade = {CASCADE_WEIGHTS, 0}, .audience = audience};
    struct sketch *s = NULL;
    for (int round = 0; round < 2; round++) {
        if (round == 1) o.cascade = (struct cascade){CASCADE_UNIFORM, 1};
        assert_ok(sketch_new(&g, &o, &a, &s, &e), e);
        struct pool p = pool_new(s, 9, NULL, 0, &a);
        assert_ok(pool_draw(s, &p, 1000, &e), e);
        assert_int_equal(p.entries, round == 0 ? 3000 : 4000); /* 3 1 0, then all */
        sketch_close(s);
    }
    o.cascade.p = 0;
    assert_ok(sketch_new(&g, &o, &a, &s, &e), e);
    struct pool p = pool_new(s, 9, NULL, 0, &a);
    assert_ok(pool_draw(s, &p, 1000, &e), e);
    assert_int_equal(p.entries, 1000);
    sketch_close(s);
    static const double nobody[4] = {0};
    o.audience = nobody;
    assert_refused(sketch_new(&g, &o, &a, &s, &e), BAD_INPUT, e,
                   "nobody of the audience has weight");
    struct graph empty = {0};
    assert_refused(sketch_new(&empty, &o, &a, &s, &e), BAD_INPUT, e,
                   "the graph has no arcs; nobody can be chosen");
    arena_free(&a);
}

/* A star of 1,000 arcs: the number of live ones is binomial (n = 1,000, p = 1/1,000). */
static void skipping_gives_binomial_numbers_of_live_arcs(void **state)
{
    (void)state;
    struct arena a = {0};
    struct err e;
    enum { LEAVES = 1000, SETS = 200000 };
    struct arc *arcs = arena_new(&a, struct arc, LEAVES);
    double *audience = arena_new(&a, double, LEAVES + 1);
    for (uint32_t i = 0; i < LEAVES; i++)
        arcs[i] = (struct arc){i + 1, 0, 0};
    audience[0] = 1;
    struct graph g = made_graph(arcs, LEAVES, LEAVES + 1, false, &a);
    struct sketch_options o = {.audience = audience, .seed = 6};
    struct sketch *s = NULL;
    assert_ok(sketch_new(&g, &o, &a, &s, &e), e);
    struct pool p = pool_new(s, 9, NULL, 0, &a);
    assert_ok(pool_draw(s, &p, SETS, &e), e);
    double seen[7] = {0};
    for (size_t b = 0; b < p.batch_count; b++) {
        for (uint32_t i = 0; i < p.batch[b].sets; i++)
            seen[p.batch[b].size[i] > 6 ? 6 : p.batch[b].size[i] - 1]++;
    }
    double chi2 = 0;
    double left = SETS;
    for (int k = 0; k < 6; k++) {
        double ways = lgamma(LEAVES + 1) - lgamma(k + 1) - lgamma(LEAVES - k + 1);
        double want = SETS * exp(ways + k * log(1e-3) + (LEAVES - k) * log1p(-1e-3));
        if (k < 5) {
            chi2 += (seen[k] - want) * (seen[k] - want) / want;
            left -= want;
        } else {
            double more = seen[5] + seen[6];
            chi2 += (more - left) * (more - left) / left;
        }
    }
    assert_true(chi2 < 20.5); /* 5 degrees of freedom: passed by chance 999 times in 1,000 */
    sketch_close(s);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(own_logarithm_is_that_of_the_system),
        cmocka_unit_test(alias_draws_by_weight),
        cmocka_unit_test(each_node_is_in_as_many_sets_as_it_moves),
        cmocka_unit_test(apart_leaves_out_whom_the_set_was_drawn_for),
        cmocka_unit_test(a_hit_is_a_set_of_the_pool_with_a_seed),
        cmocka_unit_test(a_set_that_meets_a_sentinel_is_only_counted),
        cmocka_unit_test(any_number_of_threads_and_steps_gives_the_same_pool),
        cmocka_unit_test(sure_and_dead_arcs_need_no_luck),
        cmocka_unit_test(skipping_gives_binomial_numbers_of_live_arcs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

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

static void exponential_variates_are_logarithms(void **state)
{
    (void)state;
    static struct draw_logs logs;
    draw_logs_ready(&logs);
    struct rng r = rng_stream(1, 2);
    for (int i = 0; i < 200000; i++) {
        double x = rng_unit(&r);
        if (i % 3 == 0) x = 1.0 - x * 0x1p-6;
        if (i % 3 == 1) x = x * 0x1p-40;
        double want = -log(x);
        assert_near(draw_exponential(&logs, x), want, 1e-13 * fmax(want, 1));
    }
    assert_true(draw_exponential(&logs, draw_open(UINT64_MAX)) > 0);
    assert_near(draw_exponential(&logs, draw_open(0)), -log(0x1p-53), 1e-11);
}

/* The sums of the binomial distribution by lgamma. */
static void live_arcs_are_counted_by_the_binomial_distribution(void **state)
{
    (void)state;
    static struct live live;
    static const uint64_t degrees[] = {1, 2, 3, 7, 64, 255, 256, 257, 1000, 1u << 20, 4000000000u};
    live_ready(&live);
    assert_int_equal(live_count(&live, 0, 12345), 0);
    for (size_t i = 0; i < sizeof degrees / sizeof *degrees; i++) {
        uint64_t d = degrees[i];
        double n = (double)d;
        double sum = 0;
        for (uint32_t k = 0; k < d && k < 12; k++) {
            double ways = 0; /* n over k, and 1/n^k */
            for (uint32_t j = 0; j < k; j++)
                ways += log((n - j) / n) - log(j + 1);
            sum += d == 1 ? 0 : exp(ways + (n - k) * log1p(-1 / n));
            double edge = sum * 0x1p31;
            if (edge > 2) assert_true(live_count(&live, d, (uint32_t)(edge - 2)) <= k);
            if (edge + 2 < 0x1p31) assert_true(live_count(&live, d, (uint32_t)(edge + 2)) > k);
        }
        struct rng r = rng_stream(1, d);
        for (int j = 0; j < 20000; j++) {
            uint32_t x = (uint32_t)(rng_u64(&r) >> 33);
            uint32_t quick = 0;
            bool sure = live_quick(&live, d, x, &quick);
            if (sure) assert_int_equal(quick, live_count(&live, d, x));
            if (!sure) assert_true(live_count(&live, d, x) > 1 || d >= LIVE_TABLE);
        }
    }
}

static void gaps_are_right_for_any_chance(void **state)
{
    (void)state;
    static double gap[WEIGH_GAPS];
    weigh_gaps(gap);
    assert_true(weigh_gap(1) == 0 && isinf(weigh_gap(0)) && isinf(gap[0]));
    for (double p = 0.999; p > 1e-12; p *= 0.93)
        assert_near(weigh_gap(p) * -log1p(-p), 1, 1e-11);
    struct rng r = rng_stream(1, 3);
    for (int i = 0; i < 10000; i++) {
        float p = (float)pow(rng_unit(&r), 9);
        uint32_t bound = weigh_bound(p);
        assert_true(weigh_float(bound) >= p && weigh_float(bound) <= 1.25F * p);
        assert_near(gap[bound >> WEIGH_SHIFT], weigh_gap((double)weigh_float(bound)), 1e-12);
    }
    assert_true(weigh_float(weigh_bound(1)) == 1 && weigh_bound(0) == 0);
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

/* The same graph with rows that begin in 32 bits. */
static struct graph narrowed(struct graph g, struct arena *a)
{
    uint32_t *first = arena_new(a, uint32_t, (size_t)g.n + 1);
    for (uint32_t v = 0; v <= g.n; v++)
        first[v] = (uint32_t)g.in.first64[v];
    g.in.first32 = first;
    g.in.first64 = NULL;
    return g;
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

/* One heavy arc into node 0, and light ones. */
static struct graph uneven_graph(struct rng *r, struct arena *a)
{
    struct arc arcs[11] = {{1, 0, 0.9F}};
    for (uint32_t i = 1; i < 8; i++)
        arcs[i] = (struct arc){i + 1, 0, (float)(rng_unit(r) * 0.02)};
    arcs[8] = (struct arc){0, 1, 0.5F};
    arcs[9] = (struct arc){2, 1, 0.02F};
    arcs[10] = (struct arc){3, 2, 0.3F};
    return made_graph(arcs, 11, 9, true, a);
}

static void uneven_weights_are_drawn_exactly(void **state)
{
    (void)state;
    struct rng r = rng_stream(8, 1);
    static struct truth truth;
    enum { SETS = 400000 };
    for (int round = 0; round < 4; round++) {
        struct arena a = {0};
        struct err e;
        struct cascade c = {round % 2 ? CASCADE_LT : CASCADE_WEIGHTS, 0};
        struct graph g = uneven_graph(&r, &a);
        if (round / 2) g = narrowed(g, &a);
        struct sketch_options o = {.cascade = c, .seed = (uint64_t)round};
        const double *exact = truth_of(&truth, &g, &c, NULL);
        struct sketch *s = NULL;
        assert_ok(sketch_new(&g, &o, &a, &s, &e), e);
        assert_true(s->weigh.bound[0] & WEIGH_OWN);
        assert_false(s->weigh.bound[1] & WEIGH_OWN);
        for (uint32_t v = 0; v < 9; v++) {
            double want = exact[1u << v] / 9;
            uint64_t hits = 0;
            assert_ok(sketch_hits(s, 9, SETS, &v, 1, &hits, &e), e);
            assert_near((double)hits / SETS, want, 5 * sqrt(want * (1 - want) / SETS));
        }
        sketch_close(s);
        arena_free(&a);
    }
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
        if (round % 4 / 2) g = narrowed(g, &a);
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

/* Some thousands of nodes; a few with many arcs in, one of them heavy. */
static struct graph broad_graph(struct rng *r, bool weights, struct arena *a)
{
    enum { NODES = 5000, ARCS = 40000 };
    struct arc *arcs = arena_new(a, struct arc, ARCS);
    uint32_t *into = arena_new(a, uint32_t, NODES);
    for (uint32_t i = 0; i < ARCS; i++) {
        uint32_t to = (uint32_t)rng_below(r, i % 4 ? NODES : 40);
        arcs[i] = (struct arc){(uint32_t)rng_below(r, NODES), to, 0.01F};
        into[to]++;
    }
    for (uint32_t i = 0; i < ARCS; i++) {
        uint32_t to = arcs[i].to;
        arcs[i].weight = (float)(rng_unit(r) * 0.5 / into[to]);
        if (to < 20 && i % 400 == 0) arcs[i].weight = 0.08F;
    }
    return made_graph(arcs, ARCS, NODES, weights, a);
}

static void any_number_of_threads_lanes_and_steps_gives_the_same_pool(void **state)
{
    (void)state;
    static const struct {
        unsigned threads;
        uint32_t lanes;
        bool narrow;
    } ways[] = {{2, 0, false}, {3, 7, true}, {8, 64, true}, {1, 2, false}, {1, 0, true}};
    enum { SETS = 6000 };
    struct rng r = rng_stream(5, 1);
    for (int kind = 0; kind < MADE_CASCADES; kind++) {
        struct arena a = {0};
        struct err e;
        bool weights = false;
        struct cascade c = made_cascade(kind, &weights);
        if (c.kind == CASCADE_UNIFORM) c.p = 0.13;
        struct graph g = broad_graph(&r, weights, &a);
        struct sketch_options o = {.cascade = c, .seed = 4, .threads = 1, .lanes = 1};
        struct sketch *one = NULL;
        assert_ok(sketch_new(&g, &o, &a, &one, &e), e);
        struct pool want = pool_new(one, 9, NULL, 0, &a);
        assert_ok(pool_draw(one, &want, SETS, &e), e);
        struct flat at_once = flatten(&want, NULL, 0, &a);
        const uint32_t seeds[] = {3, 100, 4999};
        uint64_t hits_want = 0;
        assert_ok(sketch_hits(one, 8, SETS, seeds, 3, &hits_want, &e), e);
        for (size_t t = 0; t < sizeof ways / sizeof *ways; t++) {
            struct sketch *more = NULL;
            struct graph same = ways[t].narrow ? narrowed(g, &a) : g;
            o.threads = ways[t].threads;
            o.lanes = ways[t].lanes;
            assert_ok(sketch_new(&same, &o, &a, &more, &e), e);
            struct pool got = pool_new(more, 9, NULL, 0, &a);
            assert_ok(pool_draw(more, &got, 700, &e), e);
            assert_ok(pool_draw(more, &got, SETS, &e), e);
            struct flat by_steps = flatten(&got, NULL, 0, &a);
            assert_same(&by_steps, &at_once);
            assert_int_equal(got.known, want.known);
            assert_memory_equal(got.node, want.node, want.known * sizeof *want.node);
            uint64_t hits = 0;
            assert_ok(sketch_hits(more, 8, SETS, seeds, 3, &hits, &e), e);
            assert_int_equal(hits, hits_want);
            sketch_close(more);
        }
        sketch_close(one);
        arena_free(&a);
    }
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

static void a_pool_past_its_limit_says_so_and_stays_as_it_was(void **state)
{
    (void)state;
    struct arena a = {0};
    struct err e;
    struct rng r = rng_stream(9, 1);
    struct graph g = broad_graph(&r, false, &a);
    struct sketch_options o = {.seed = 4, .members_max = 20000};
    for (unsigned threads = 1; threads < 4; threads++) {
        struct sketch *s = NULL;
        o.threads = threads;
        assert_ok(sketch_new(&g, &o, &a, &s, &e), e);
        struct pool p = pool_new(s, 9, NULL, 0, &a);
        assert_ok(pool_draw(s, &p, 500, &e), e);
        uint64_t entries = p.entries;
        assert_refused(pool_draw(s, &p, 1u << 20, &e), TOO_MUCH, e,
                       "the sets would hold more than 20000 members");
        assert_int_equal(p.sets, 500);
        assert_int_equal(p.entries, entries);
        assert_ok(pool_draw(s, &p, 600, &e), e);
        assert_true(p.sets == 600 && p.entries > entries && p.entries <= 20000);
        sketch_close(s);
    }
    arena_free(&a);
}

/* A star, its middle the root: the number of live arcs is binomial, each as often as another. */
static void star_is_binomial(struct cascade c, uint32_t leaves, double p, uint32_t sets)
{
    struct arena a = {0};
    struct err e;
    struct arc *arcs = arena_new(&a, struct arc, leaves);
    double *audience = arena_new(&a, double, (size_t)leaves + 1);
    for (uint32_t i = 0; i < leaves; i++)
        arcs[i] = (struct arc){i + 1, 0, (float)p};
    audience[0] = 1;
    struct graph g = made_graph(arcs, leaves, leaves + 1, c.kind == CASCADE_WEIGHTS, &a);
    struct sketch_options o = {.cascade = c, .audience = audience, .seed = 6};
    struct sketch *s = NULL;
    assert_ok(sketch_new(&g, &o, &a, &s, &e), e);
    struct pool pool = pool_new(s, 9, NULL, 0, &a);
    assert_ok(pool_draw(s, &pool, sets, &e), e);
    double seen[7] = {0};
    double tenth[10] = {0};
    for (size_t b = 0; b < pool.batch_count; b++) {
        const struct batch *batch = &pool.batch[b];
        for (uint32_t i = 0; i < batch->sets; i++)
            seen[batch->size[i] > 6 ? 6 : batch->size[i] - 1]++;
        for (uint64_t i = 0; i < batch->entries; i++) {
            uint32_t v = pool.node[batch->node[i]];
            if (v) tenth[(uint64_t)(v - 1) * 10 / leaves]++;
        }
    }
    double chi2 = 0;
    double left = sets;
    for (uint32_t k = 0; k < 6; k++) {
        double ways = lgamma(leaves + 1.0) - lgamma(k + 1) - lgamma(leaves - k + 1.0);
        double want = sets * exp(ways + k * log(p) + (leaves - k) * log1p(-p));
        if (k == 5) want = left;
        double have = k == 5 ? seen[5] + seen[6] : seen[k];
        chi2 += (have - want) * (have - want) / want;
        left -= want;
    }
    assert_true(chi2 < 25.7); /* 5 degrees of freedom: passed by chance 9,999 times in 10,000 */
    chi2 = 0;
    for (int i = 0; i < 10; i++) {
        double want = (double)(pool.entries - sets) / 10;
        chi2 += (tenth[i] - want) * (tenth[i] - want) / want;
    }
    assert_true(chi2 < 33.7); /* 9 degrees, as rarely */
    sketch_close(s);
    arena_free(&a);
}

static void skipping_gives_binomial_numbers_of_live_arcs(void **state)
{
    (void)state;
    star_is_binomial((struct cascade){CASCADE_WC, 0}, 1000, 1e-3, 200000);
    star_is_binomial((struct cascade){CASCADE_WC, 0}, 20, 0.05, 200000);
    star_is_binomial((struct cascade){CASCADE_WC, 0}, 1200000, 1 / 1.2e6, 50000);
    star_is_binomial((struct cascade){CASCADE_UNIFORM, 0.002}, 1000, 0.002, 200000);
    star_is_binomial((struct cascade){CASCADE_UNIFORM, 0.02}, 50, 0.02, 200000);
    star_is_binomial((struct cascade){CASCADE_WEIGHTS, 0}, 1000, (double)0.0013F, 200000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(own_logarithm_is_that_of_the_system),
        cmocka_unit_test(exponential_variates_are_logarithms),
        cmocka_unit_test(live_arcs_are_counted_by_the_binomial_distribution),
        cmocka_unit_test(gaps_are_right_for_any_chance),
        cmocka_unit_test(alias_draws_by_weight),
        cmocka_unit_test(uneven_weights_are_drawn_exactly),
        cmocka_unit_test(each_node_is_in_as_many_sets_as_it_moves),
        cmocka_unit_test(apart_leaves_out_whom_the_set_was_drawn_for),
        cmocka_unit_test(a_hit_is_a_set_of_the_pool_with_a_seed),
        cmocka_unit_test(a_set_that_meets_a_sentinel_is_only_counted),
        cmocka_unit_test(any_number_of_threads_lanes_and_steps_gives_the_same_pool),
        cmocka_unit_test(a_pool_past_its_limit_says_so_and_stays_as_it_was),
        cmocka_unit_test(sure_and_dead_arcs_need_no_luck),
        cmocka_unit_test(skipping_gives_binomial_numbers_of_live_arcs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

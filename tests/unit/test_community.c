/* test_community.c - tests: communities by hand, their controls, and the ties behind them */
#include "helpers.h"

#include "base/limits.h"
#include "find/community.h"
#include "rank_made.h"

#include <math.h>

static struct leiden_ties ties_made(const struct graph *g, struct arena *a)
{
    struct leiden_ties t;
    struct err e;
    assert_ok(community_ties(g, a, &t, &e), e);
    return t;
}

static struct communities parted(const struct leiden_ties *t, uint32_t runs, uint64_t seed,
                                 struct arena *a)
{
    const struct leiden *leiden;
    struct communities c;
    struct err e;
    struct community_options o = {.runs = runs, .seed = seed};
    assert_ok(leiden_find(&leiden, &e), e);
    assert_ok(community_find(t, leiden, &o, a, &c, &e), e);
    return c;
}

/* Two triangles, one arc between them, and a node that nobody is tied to. */
static struct graph triangles(struct arena *a)
{
    static const struct arc arcs[] = {{0, 1, .5F}, {1, 2, .5F}, {2, 0, .5F},  {3, 4, .5F},
                                      {4, 5, .5F}, {5, 3, .5F}, {2, 3, .25F}, {3, 2, .25F}};
    return made_graph(arcs, sizeof arcs / sizeof *arcs, 7, true, a);
}

/* By hand: W = 3.5; inside 1.5 each; heft 3.5 each: 3/3.5 - 2 (3.5/7)^2. */
static void two_triangles_are_two_communities(void **state)
{
    (void)state;
    struct arena a = {0};
    struct graph g = triangles(&a);
    struct leiden_ties t = ties_made(&g, &a);
    assert_int_equal(t.m, 7); /* both arcs between 2 and 3 are one tie */
    assert_int_equal(t.ends[2 * 3], 2);
    assert_int_equal(t.ends[2 * 3 + 1], 3);
    assert_near(t.weight[3], 0.5, 1e-9);
    struct communities c = parted(&t, 10, 1, &a);
    assert_int_equal(c.count, 2);
    assert_int_equal(c.alone, 1);
    static const uint32_t want[] = {0, 0, 0, 1, 1, 1, COMMUNITY_NONE};
    for (int v = 0; v < 7; v++)
        assert_int_equal(c.of[v], want[v]);
    assert_near(c.modularity, 3 / 3.5 - 0.5, 1e-12);
    assert_near(c.inside[0], 3.0 / 3.5, 1e-12);
    assert_int_equal(c.size[1], 3);
    arena_free(&a);
}

static void a_graph_without_ties_has_none(void **state)
{
    (void)state;
    struct arena a = {0};
    struct arc none[] = {{0, 1, 0}};
    struct graph g = made_graph(none, 0, 3, false, &a);
    struct graph weightless = made_graph(none, 1, 3, true, &a);
    struct leiden_ties t = ties_made(&g, &a);
    struct communities c = parted(&t, 5, 1, &a);
    assert_int_equal(c.count, 0);
    assert_int_equal(c.alone, 3);
    assert_true(isnan(c.modularity) && isnan(c.together));
    assert_false(c.more_than_chance);
    assert_int_equal(ties_made(&weightless, &a).m, 0);
    arena_free(&a);
}

/* Ten nodes a community, all pairs of it tied, one tie to the next. */
static struct graph caves(struct arena *a)
{
    struct drawing *d = arena_new(a, struct drawing, 1);
    d->arc = arena_new(a, struct arc, SHAPE_NODES * SHAPE_NODES);
    for (uint32_t c = 0; c < 5; c++) {
        for (uint32_t i = 0; i < 10; i++) {
            for (uint32_t k = 0; k < i; k++)
                draw(d, 10 * c + i, 10 * c + k);
        }
        draw(d, 10 * c, 10 * ((c + 1) % 5) + 5);
    }
    return made_graph(d->arc, d->m, 50, false, a);
}

static void what_is_there_is_found_and_stays(void **state)
{
    (void)state;
    struct arena a = {0};
    struct graph g = caves(&a);
    struct leiden_ties t = ties_made(&g, &a);
    struct communities c = parted(&t, 20, 1, &a);
    assert_int_equal(c.count, 5);
    for (uint32_t v = 0; v < 50; v++)
        assert_int_equal(c.of[v], v / 10); /* alike in size: by their lowest node */
    assert_true(c.more_than_chance);
    assert_true(c.mean > c.shuffled_most && c.shuffled_most >= c.shuffled);
    for (uint32_t k = 0; k < 5; k++)
        assert_true(c.stability[k] > 0.95 && c.stability[k] <= 1);
    assert_near(c.inside[0], 90.0 / 92, 1e-12);
    arena_free(&a);
}

/* A graph drawn at random is one of its own rewirings: the mean of its starts may lie above all 20
 * of them once in 21 times. Of 40 graphs 2 are expected, past 6 with probability .003 (R:
 * pbinom(6, 40, 1/21, FALSE) = 0.0027). */
static void chance_alone_is_seldom_taken_for_a_fact(void **state)
{
    (void)state;
    uint32_t taken = 0;
    for (uint64_t made = 0; made < 40; made++) {
        struct arena a = {0};
        struct drawing *d = arena_new(&a, struct drawing, 1);
        d->arc = arena_new(&a, struct arc, SHAPE_NODES * SHAPE_NODES);
        d->rng = rng_stream(made, 7);
        draw_random(d, 0, 60, 60, 150);
        struct graph g = made_graph(d->arc, d->m, 60, false, &a);
        struct leiden_ties t = ties_made(&g, &a);
        struct communities c = parted(&t, 20, made, &a);
        assert_true(c.together < 0.7);
        taken += c.more_than_chance;
        arena_free(&a);
    }
    assert_true(taken <= 6);
}

static void the_same_seed_gives_the_same(void **state)
{
    (void)state;
    for (int k = 0; k < SHAPES; k++) {
        struct arena a = {0};
        struct shape s = shape_made(k, &a);
        struct leiden_ties t = ties_made(&s.g, &a);
        struct communities c = parted(&t, 3, 5, &a);
        struct communities again = parted(&t, 3, 5, &a);
        assert_memory_equal(c.of, again.of, t.n * sizeof *c.of);
        assert_true(c.mean == again.mean && c.shuffled == again.shuffled);
        assert_true(c.together == again.together || isnan(c.together));
        arena_free(&a);
    }
}

/* What rewiring keeps, and that it does something. */
static void rewired_ties_keep_the_degrees(void **state)
{
    (void)state;
    struct arena a = {0};
    struct graph g = caves(&a);
    struct leiden_ties t = ties_made(&g, &a);
    uint32_t *ends = arena_new(&a, uint32_t, 2 * t.m);
    for (uint32_t run = 0; run < 20; run++) {
        bool there[50][50] = {{false}};
        int degree[50] = {0};
        uint32_t crossing = 0;
        ties_shuffle(&t, 3, run, ends);
        for (uint64_t i = 0; i < 2 * t.m; i++)
            degree[ends[i]]++, degree[t.ends[i]]--;
        for (uint64_t i = 0; i < t.m; i++) {
            uint32_t u = ends[2 * i];
            uint32_t v = ends[2 * i + 1];
            assert_true(u != v && !there[u][v] && !there[v][u]);
            there[u][v] = true;
            crossing += u / 10 != v / 10;
        }
        for (int v = 0; v < 50; v++)
            assert_int_equal(degree[v], 0);
        /* 230 ties, 4 in 5 lead elsewhere when all is mixed: 184, and its deviation is about 6 */
        assert_true(crossing > 160 && crossing < 208);
    }
    arena_free(&a);
}

static bool stop_now(void *context)
{
    (void)context;
    return true;
}

static void it_ends_when_the_user_wants_out(void **state)
{
    (void)state;
    struct arena a = {0};
    const struct leiden *leiden;
    const struct progress p = {.stop = stop_now};
    struct graph g = caves(&a);
    struct leiden_ties t = ties_made(&g, &a);
    struct community_options o = {.runs = 3, .progress = &p};
    struct communities c;
    struct err e;
    assert_ok(leiden_find(&leiden, &e), e);
    assert_int_equal(community_find(&t, leiden, &o, &a, &c, &e), STOPPED);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_triangles_are_two_communities),
        cmocka_unit_test(a_graph_without_ties_has_none),
        cmocka_unit_test(what_is_there_is_found_and_stays),
        cmocka_unit_test(chance_alone_is_seldom_taken_for_a_fact),
        cmocka_unit_test(the_same_seed_gives_the_same),
        cmocka_unit_test(rewired_ties_keep_the_degrees),
        cmocka_unit_test(it_ends_when_the_user_wants_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

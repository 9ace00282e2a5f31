/* test_rank_igraph.c - tests: does igraph rank the same graphs the same, and part them no better?
 */
#include "helpers.h"

#include "find/community.h"
#include "find/rank.h"
#include "rank_made.h"

#include <igraph/igraph.h>
#include <math.h>

/* The same graph, its arcs in the order of the rows in, and their weights. */
static void same_graph(const struct shape *s, igraph_t *ret, igraph_vector_t *ret_weights)
{
    igraph_vector_int_t ends;
    assert_int_equal(igraph_vector_int_init(&ends, 0), IGRAPH_SUCCESS);
    assert_int_equal(igraph_vector_init(ret_weights, 0), IGRAPH_SUCCESS);
    for (uint32_t v = 0; v < s->g.n; v++) {
        for (uint64_t i = rows_first(&s->g.in, v); i < rows_first(&s->g.in, v + 1); i++) {
            assert_int_equal(igraph_vector_int_push_back(&ends, s->g.in.node[i]), IGRAPH_SUCCESS);
            assert_int_equal(igraph_vector_int_push_back(&ends, v), IGRAPH_SUCCESS);
            double weight = s->weights ? (double)s->g.in.weight[i] : 1;
            assert_int_equal(igraph_vector_push_back(ret_weights, weight), IGRAPH_SUCCESS);
        }
    }
    assert_int_equal(igraph_create(ret, &ends, s->g.n, IGRAPH_DIRECTED), IGRAPH_SUCCESS);
    igraph_vector_int_destroy(&ends);
}

struct peer {
    struct shape s;
    igraph_t g;
    igraph_vector_t weights, found;
    struct arena a;
};

static void peer_open(struct peer *p, int which)
{
    *p = (struct peer){0};
    p->s = shape_made(which, &p->a);
    same_graph(&p->s, &p->g, &p->weights);
    assert_int_equal(igraph_vector_init(&p->found, 0), IGRAPH_SUCCESS);
}

static void peer_close(struct peer *p)
{
    igraph_vector_destroy(&p->weights);
    igraph_vector_destroy(&p->found);
    igraph_destroy(&p->g);
    arena_free(&p->a);
}

static void assert_found(const struct peer *p, const double *got)
{
    for (uint32_t v = 0; v < p->s.g.n; v++) {
        if (fabs(got[v] - VECTOR(p->found)[v]) > 1e-9)
            fail_msg("%s: node %u: %.12f, igraph %.12f", p->s.name, v, got[v], VECTOR(p->found)[v]);
    }
}

static void shares_are_those_of_igraph(void **state)
{
    (void)state;
    for (int k = 0; k < SHAPES; k++) {
        struct peer p;
        struct rank r;
        struct err e;
        peer_open(&p, k);
        struct rank_options o = {
            .damping = .85, .weights = p.s.weights, .error_max = 1e-11, .sweeps_max = 10000};
        assert_int_equal(igraph_pagerank(&p.g, IGRAPH_PAGERANK_ALGO_PRPACK, &p.found, NULL,
                                         igraph_vss_all(), true, .85, &p.weights, NULL),
                         IGRAPH_SUCCESS);
        assert_ok(rank_pages(&p.s.g, &o, &p.a, &r, &e), e);
        assert_found(&p, r.share);
        peer_close(&p);
    }
}

static void personal_shares_are_those_of_igraph(void **state)
{
    (void)state;
    for (int k = 0; k < SHAPES; k++) {
        struct peer p;
        struct rank r;
        struct err e;
        igraph_vector_t reset;
        peer_open(&p, k);
        double *restart = arena_new(&p.a, double, p.s.g.n);
        struct rank_options o = {.damping = .85,
                                 .weights = p.s.weights,
                                 .restart = restart,
                                 .error_max = 1e-11,
                                 .sweeps_max = 10000};
        assert_int_equal(igraph_vector_init(&reset, p.s.g.n), IGRAPH_SUCCESS);
        for (uint32_t v = 0; v < p.s.g.n; v += 7)
            VECTOR(reset)[v] = restart[v] = 1 + v;
        assert_int_equal(igraph_personalized_pagerank(&p.g, IGRAPH_PAGERANK_ALGO_PRPACK, &p.found,
                                                      NULL, igraph_vss_all(), true, .85, &reset,
                                                      &p.weights, NULL),
                         IGRAPH_SUCCESS);
        assert_ok(rank_pages(&p.s.g, &o, &p.a, &r, &e), e);
        assert_found(&p, r.share);
        igraph_vector_destroy(&reset);
        peer_close(&p);
    }
}

static void cores_are_those_of_igraph(void **state)
{
    (void)state;
    static const struct {
        enum graph_ways ways;
        igraph_neimode_t mode;
    } modes[] = {{GRAPH_IN, IGRAPH_IN}, {GRAPH_OUT, IGRAPH_OUT}, {GRAPH_BOTH, IGRAPH_ALL}};
    for (int k = 0; k < SHAPES; k++) {
        struct peer p;
        struct err e;
        igraph_vector_int_t cores;
        peer_open(&p, k);
        assert_int_equal(igraph_vector_int_init(&cores, 0), IGRAPH_SUCCESS);
        for (size_t m = 0; m < sizeof modes / sizeof *modes; m++) {
            uint32_t *core;
            assert_ok(rank_cores(&p.s.g, modes[m].ways, &p.a, &core, &e), e);
            assert_int_equal(igraph_coreness(&p.g, &cores, modes[m].mode), IGRAPH_SUCCESS);
            for (uint32_t v = 0; v < p.s.g.n; v++)
                assert_int_equal(core[v], VECTOR(cores)[v]);
        }
        igraph_vector_int_destroy(&cores);
        peer_close(&p);
    }
}

/* Where one hub vector alone fits: where parts are alike igraph may give any of many. */
static void hubs_are_those_of_igraph(void **state)
{
    (void)state;
    static const int alone[] = {0, 1, 2, 3, 7, 8, 9, 14, 16, 17, 18, 19, 20, 21};
    for (size_t k = 0; k < sizeof alone / sizeof *alone; k++) {
        struct peer p;
        struct hits h;
        struct err e;
        igraph_vector_t authority;
        peer_open(&p, alone[k]);
        struct rank_options o = {.weights = p.s.weights, .error_max = 1e-12, .sweeps_max = 10000};
        assert_int_equal(igraph_vector_init(&authority, 0), IGRAPH_SUCCESS);
        igraph_arpack_options_t arpack;
        igraph_arpack_options_init(&arpack);
        assert_int_equal(igraph_hub_and_authority_scores(&p.g, &p.found, &authority, NULL, false,
                                                         &p.weights, &arpack),
                         IGRAPH_SUCCESS);
        assert_ok(rank_hits(&p.s.g, &o, &p.a, &h, &e), e);
        igraph_vector_scale(&p.found, 1 / igraph_vector_sum(&p.found));
        assert_found(&p, h.hub);
        igraph_vector_scale(&authority, 1 / igraph_vector_sum(&authority));
        igraph_vector_update(&p.found, &authority);
        assert_found(&p, h.authority);
        igraph_vector_destroy(&authority);
        peer_close(&p);
    }
}

static void the_club_is_that_of_igraph(void **state)
{
    (void)state;
    struct peer p;
    igraph_t club;
    igraph_bool_t same = false;
    peer_open(&p, SHAPE_KARATE);
    assert_int_equal(igraph_famous(&club, "Zachary"), IGRAPH_SUCCESS);
    assert_int_equal(igraph_to_directed(&club, IGRAPH_TO_DIRECTED_MUTUAL), IGRAPH_SUCCESS);
    assert_int_equal(igraph_ecount(&club), igraph_ecount(&p.g));
    for (igraph_integer_t i = 0; i < igraph_ecount(&club); i++) {
        assert_int_equal(
            igraph_are_connected(&p.g, IGRAPH_FROM(&club, i), IGRAPH_TO(&club, i), &same),
            IGRAPH_SUCCESS);
        assert_true(same);
    }
    igraph_destroy(&club);
    peer_close(&p);
}

/* The same ties, for igraph. */
static void same_ties(const struct leiden_ties *t, igraph_t *ret, igraph_vector_t *ret_weights)
{
    igraph_vector_int_t ends;
    assert_int_equal(igraph_vector_int_init(&ends, 0), IGRAPH_SUCCESS);
    assert_int_equal(igraph_vector_init(ret_weights, 0), IGRAPH_SUCCESS);
    for (uint64_t i = 0; i < t->m; i++) {
        assert_int_equal(igraph_vector_int_push_back(&ends, t->ends[2 * i]), IGRAPH_SUCCESS);
        assert_int_equal(igraph_vector_int_push_back(&ends, t->ends[2 * i + 1]), IGRAPH_SUCCESS);
        assert_int_equal(igraph_vector_push_back(ret_weights, t->weight[i]), IGRAPH_SUCCESS);
    }
    assert_int_equal(igraph_create(ret, &ends, t->n, IGRAPH_UNDIRECTED), IGRAPH_SUCCESS);
    igraph_vector_int_destroy(&ends);
}

/* The best of ten runs of Louvain's method, each from another seed, and of the greedy one. */
static double best_of_others(const igraph_t *g, const igraph_vector_t *weights)
{
    igraph_vector_int_t of;
    igraph_vector_t levels;
    igraph_real_t q = 0;
    assert_int_equal(igraph_vector_int_init(&of, 0), IGRAPH_SUCCESS);
    assert_int_equal(igraph_vector_init(&levels, 0), IGRAPH_SUCCESS);
    assert_int_equal(igraph_community_fastgreedy(g, weights, NULL, NULL, &of), IGRAPH_SUCCESS);
    assert_int_equal(igraph_modularity(g, &of, weights, 1, IGRAPH_UNDIRECTED, &q), IGRAPH_SUCCESS);
    double best = q;
    for (igraph_uint_t seed = 1; seed <= 10; seed++) {
        assert_int_equal(igraph_rng_seed(igraph_rng_default(), seed), IGRAPH_SUCCESS);
        assert_int_equal(igraph_community_multilevel(g, weights, 1, &of, NULL, &levels),
                         IGRAPH_SUCCESS);
        assert_int_equal(igraph_modularity(g, &of, weights, 1, IGRAPH_UNDIRECTED, &q),
                         IGRAPH_SUCCESS);
        best = fmax(best, q);
    }
    igraph_vector_int_destroy(&of);
    igraph_vector_destroy(&levels);
    return best;
}

/* igraph's modularity of what is found is ours, and no other method of igraph's finds better by
 * more than one in a hundred. */
static void communities_are_as_good_as_those_of_igraph(void **state)
{
    (void)state;
    for (int k = 0; k < SHAPES; k++) {
        struct arena a = {0};
        struct shape s = shape_made(k, &a);
        struct leiden_ties t;
        struct communities c;
        const struct leiden *leiden;
        struct community_options o = {.runs = 10, .seed = 1};
        struct err e;
        assert_ok(leiden_find(&leiden, &e), e);
        assert_ok(community_ties(&s.g, &a, &t, &e), e);
        assert_ok(community_find(&t, leiden, &o, &a, &c, &e), e);
        igraph_t g;
        igraph_vector_t weights;
        igraph_vector_int_t of;
        igraph_real_t q = 0;
        same_ties(&t, &g, &weights);
        assert_int_equal(igraph_vector_int_init(&of, t.n), IGRAPH_SUCCESS);
        for (uint32_t v = 0; v < t.n; v++)
            VECTOR(of)[v] = c.of[v] == COMMUNITY_NONE ? (igraph_integer_t)(c.count + v) : c.of[v];
        assert_int_equal(igraph_modularity(&g, &of, &weights, 1, IGRAPH_UNDIRECTED, &q),
                         IGRAPH_SUCCESS);
        if (fabs(q - c.modularity) > 1e-9)
            fail_msg("%s: %.12f, igraph says %.12f", s.name, c.modularity, q);
        double best = best_of_others(&g, &weights);
        if (c.modularity < best - fmax(0.01 * fabs(best), 1e-9))
            fail_msg("%s: %.6f, igraph finds %.6f", s.name, c.modularity, best);
        igraph_vector_int_destroy(&of);
        igraph_vector_destroy(&weights);
        igraph_destroy(&g);
        arena_free(&a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_club_is_that_of_igraph),
        cmocka_unit_test(shares_are_those_of_igraph),
        cmocka_unit_test(personal_shares_are_those_of_igraph),
        cmocka_unit_test(cores_are_those_of_igraph),
        cmocka_unit_test(hubs_are_those_of_igraph),
        cmocka_unit_test(communities_are_as_good_as_those_of_igraph),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

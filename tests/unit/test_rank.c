/* test_rank.c - tests: does a walk end up where NetworkX and a dense sum say? */
#include "helpers.h"

#include "find/rank.h"
#include "rank_made.h"

#include <math.h>
#include <stdlib.h>
#include <unistd.h>

/* NetworkX 3, pagerank(tol=1e-16), of the arcs (u, (u * u + 3 k) mod 40), u < 40, k < u mod 5,
 * without loops; by ascending id. */
enum { NODES = 37 };
static const double plain[NODES] = {
    0.066352770525, 0.014415289102, 0.010115992352, 0.067825403204, 0.014415289102, 0.010115992352,
    0.067825403204, 0.010115992352, 0.082462779035, 0.046289385693, 0.010115992352, 0.082462779035,
    0.010115992352, 0.010115992352, 0.021580783684, 0.063128297962, 0.010115992352, 0.010115992352,
    0.036257693278, 0.010115992352, 0.036257693278, 0.010115992352, 0.055194365857, 0.036257693278,
    0.010115992352, 0.055194365857, 0.010115992352, 0.010115992352, 0.015848388018, 0.010115992352,
    0.010115992352, 0.010115992352, 0.010115992352, 0.031612476100, 0.010115992352, 0.010115992352,
    0.014415289102};
static const double personal[NODES] = {
    0.557764040872, 0.000000000000, 0.000000000000, 0.050170973457, 0.000000000000, 0.000000000000,
    0.050170973457, 0.000000000000, 0.026023083105, 0.044641068297, 0.000000000000, 0.026023083105,
    0.000000000000, 0.000000000000, 0.000000000000, 0.013011541553, 0.000000000000, 0.000000000000,
    0.013011541553, 0.000000000000, 0.013011541553, 0.000000000000, 0.011059810320, 0.013011541553,
    0.000000000000, 0.011059810320, 0.000000000000, 0.000000000000, 0.000000000000, 0.000000000000,
    0.000000000000, 0.000000000000, 0.000000000000, 0.000000000000, 0.000000000000, 0.000000000000,
    0.171040990858}; /* {1: 3, 39: 1} */
static const double reversed[NODES] = {
    0.020725159014, 0.024907451792, 0.026891095231, 0.042616234104, 0.020725159014, 0.023747578037,
    0.024300450354, 0.034271034324, 0.028114916878, 0.020725159014, 0.022205527515, 0.029089744571,
    0.026891095231, 0.042184459958, 0.020725159014, 0.020725159014, 0.024300450354, 0.026634548377,
    0.028114916878, 0.022205527515, 0.024907451792, 0.026891095231, 0.042616234104, 0.020725159014,
    0.023747578037, 0.024300450354, 0.034271034324, 0.028114916878, 0.020725159014, 0.022205527515,
    0.029089744571, 0.026891095231, 0.042184459958, 0.024179352183, 0.024300450354, 0.026634548377,
    0.028114916878}; /* of the reverse, alpha .5 */

static struct graph open_text(struct arena *a, struct str text, bool reverse)
{
    char path[] = "/tmp/kith-rank-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text.p ? text.p : "", text.len), text.len);
    (void)close(fd);
    struct graph g;
    struct err e;
    struct graph_options o = {.ways = GRAPH_IN, .reverse = reverse};
    assert_ok(graph_open(path, &o, a, &g, &e), e);
    assert_int_equal(unlink(path), 0);
    return g;
}

static struct graph open_made(struct arena *a, bool reverse)
{
    struct buf b = buf_new(a);
    for (int u = 0; u < 40; u++) {
        for (int k = 0; k < u % 5; k++)
            buf_addf(&b, "%d %d\n", u, (u * u + 3 * k) % 40);
    }
    return open_text(a, buf_str(&b), reverse);
}

static struct rank_options options(double damping)
{
    return (struct rank_options){.damping = damping, .error_max = 1e-11, .sweeps_max = 10000};
}

static void assert_shares(const struct rank *r, const double want[NODES])
{
    for (int v = 0; v < NODES; v++)
        assert_near(r->share[v], want[v], 1e-9);
}

static void shares_are_those_of_networkx(void **state)
{
    (void)state;
    struct arena a = {0};
    struct err e;
    struct rank r;
    struct graph g = open_made(&a, false);
    struct rank_options o = options(.85);
    assert_int_equal(g.n, NODES);
    assert_int_equal(g.m, 78);
    assert_ok(rank_pages(&g, &o, &a, &r, &e), e);
    assert_shares(&r, plain);
    double *restart = arena_new(&a, double, g.n);
    restart[graph_node(&g, 1)] = 3;
    restart[graph_node(&g, 39)] = 1;
    o.restart = restart;
    assert_ok(rank_pages(&g, &o, &a, &r, &e), e);
    assert_shares(&r, personal);
    struct graph back = open_made(&a, true);
    o = options(.5);
    assert_ok(rank_pages(&back, &o, &a, &r, &e), e);
    assert_shares(&r, reversed);
    arena_free(&a);
}

static void any_number_of_threads_gives_the_same_bytes(void **state)
{
    (void)state;
    struct arena a = {0};
    struct buf b = buf_new(&a);
    for (uint32_t u = 0; u < 30000; u++) /* several blocks of rows */
        buf_addf(&b, "%u %u\n%u %u\n", u, u * 7 % 29989, u, u * u % 401);
    struct graph g = open_text(&a, buf_str(&b), false);
    struct rank_options o = options(.85);
    struct rank first;
    struct err e;
    o.threads = 1;
    assert_ok(rank_pages(&g, &o, &a, &first, &e), e);
    double sum = 0;
    for (uint32_t v = 0; v < g.n; v++)
        sum += first.share[v];
    assert_near(sum, 1, 1e-9);
    for (o.threads = 2; o.threads < 9; o.threads += 3) {
        struct rank r;
        assert_ok(rank_pages(&g, &o, &a, &r, &e), e);
        assert_memory_equal(r.share, first.share, g.n * sizeof *r.share);
        assert_int_equal(r.sweeps, first.sweeps);
    }
    arena_free(&a);
}

/* By hand: a star of k leaves; hub h = d L + (1 - d) / n + d h / n, L = 1 - h. */
static void a_star_is_as_by_hand_and_nothing_has_no_shares(void **state)
{
    (void)state;
    struct arena a = {0};
    struct err e;
    struct rank r;
    struct graph g = open_text(&a, STR("1 0\n2 0\n3 0\n4 0\n"), false);
    struct rank_options o = options(.85);
    assert_ok(rank_pages(&g, &o, &a, &r, &e), e);
    assert_near(r.share[0], (.85 + .15 / 5) / (1 + .85 - .85 / 5), 1e-10);
    o.damping = 0;
    assert_ok(rank_pages(&g, &o, &a, &r, &e), e);
    assert_near(r.share[0], .2, 1e-12);
    struct graph none = open_text(&a, STR(""), false);
    assert_ok(rank_pages(&none, &o, &a, &r, &e), e);
    assert_int_equal(r.sweeps, 0);
    arena_free(&a);
}

static void what_is_out_of_range_is_refused(void **state)
{
    (void)state;
    struct arena a = {0};
    struct err e;
    struct rank r;
    struct graph g = open_text(&a, STR("1 2\n2 1\n3 1\n"), false);
    struct rank_options o = options(1);
    assert_refused(rank_pages(&g, &o, &a, &r, &e), BAD_INPUT, e, "a damping of 1, want 0 to 0.999");
    double restart[3] = {0, 0, 0};
    o = options(.85);
    o.restart = restart;
    assert_refused(rank_pages(&g, &o, &a, &r, &e), BAD_INPUT, e,
                   "no node of the audience is in the graph; the walk needs one");
    restart[1] = -1;
    assert_refused(rank_pages(&g, &o, &a, &r, &e), BAD_INPUT, e,
                   "a restart weight is no number from 0");
    o = options(.85);
    o.sweeps_max = 2;
    assert_int_equal(rank_pages(&g, &o, &a, &r, &e), NOT_CONVERGED);
    assert_non_null(strstr(e.text, "after 2 sweeps shares may still be off by "));
    assert_near(r.share[0] + r.share[1] + r.share[2], 1, 1e-12);
    arena_free(&a);
}

/* ---- against dense sums ---- */

/* Shares by elimination of (I - damping P') y = restart, in long double. */
static void dense_shares(const struct graph *g, bool weights, double damping, const double *restart,
                         long double y[SHAPE_NODES])
{
    static long double a[SHAPE_NODES][SHAPE_NODES];
    uint32_t n = g->n;
    long double out[SHAPE_NODES] = {0};
    memset(a, 0, sizeof a);
    for (uint32_t v = 0; v < n; v++) {
        y[v] = restart ? (long double)restart[v] : 1;
        for (uint64_t i = rows_first(&g->in, v); i < rows_first(&g->in, v + 1); i++) {
            long double weight = weights ? (long double)g->in.weight[i] : 1;
            a[v][g->in.node[i]] -= (long double)damping * weight;
            out[g->in.node[i]] += weight;
        }
    }
    for (uint32_t v = 0; v < n; v++) {
        for (uint32_t u = 0; u < n; u++)
            a[v][u] = (out[u] > 0 ? a[v][u] / out[u] : 0) + (u == v);
    }
    for (uint32_t k = 0; k < n; k++) { /* columns sum to more than 0: no pivots are needed */
        for (uint32_t v = 0; v < n; v++) {
            long double by = v == k ? 0 : a[v][k] / a[k][k];
            for (uint32_t u = k; u < n && by != 0; u++)
                a[v][u] -= by * a[k][u];
            y[v] -= by * y[k];
        }
    }
    long double sum = 0;
    for (uint32_t v = 0; v < n; v++)
        sum += y[v] /= a[v][v];
    for (uint32_t v = 0; v < n; v++)
        y[v] /= sum;
}

static void assert_dense(const struct shape *s, const struct rank *r, double damping,
                         const double *restart)
{
    long double want[SHAPE_NODES];
    double off = 0;
    dense_shares(&s->g, s->weights, damping, restart, want);
    for (uint32_t v = 0; v < s->g.n; v++)
        off += fabs(r->share[v] - (double)want[v]);
    if (off > 1e-10 || off > r->error + 1e-12)
        fail_msg("%s, damping %g: off by %g, said %g", s->name, damping, off, r->error);
}

/* Audience k of a graph: a few nodes, weighed. */
static double *made_audience(const struct graph *g, size_t k, struct arena *a)
{
    double *weight = arena_new(a, double, g->n);
    for (size_t i = 0; i <= k % 5; i++)
        weight[(k * 11 + i * 17) % g->n] += 1 + (double)i;
    return weight;
}

static void shares_are_those_of_a_dense_solve(void **state)
{
    (void)state;
    static const double dampings[] = {0, .5, .85, .99, .999};
    for (int k = 0; k < SHAPES; k++) {
        struct arena a = {0};
        struct err e;
        struct shape s = shape_made(k, &a);
        for (size_t d = 0; d < sizeof dampings / sizeof *dampings; d++) {
            struct rank r;
            struct rank_options o = options(dampings[d]);
            o.error_max = 1e-10;
            o.sweeps_max = 100000;
            o.weights = s.weights;
            assert_ok(rank_pages(&s.g, &o, &a, &r, &e), e);
            assert_dense(&s, &r, o.damping, NULL);
            o.restart = made_audience(&s.g, 3, &a);
            assert_ok(rank_pages(&s.g, &o, &a, &r, &e), e);
            assert_dense(&s, &r, o.damping, o.restart);
        }
        arena_free(&a);
    }
}

static void many_audiences_at_once_are_those_of_a_dense_solve(void **state)
{
    (void)state;
    enum { MOST = 21 };
    static const size_t counts[] = {2, 5, 16, MOST};
    for (int k = 0; k < SHAPES; k++) {
        struct arena a = {0};
        struct err e;
        struct rank r[MOST];
        const double *restart[MOST] = {NULL};
        struct shape s = shape_made(k, &a);
        struct rank_options o = options(.85);
        o.weights = s.weights;
        o.error_max = 1e-10;
        for (size_t i = 1; i < MOST; i++)
            restart[i] = made_audience(&s.g, i, &a);
        for (size_t c = 0; c < sizeof counts / sizeof *counts; c++) {
            assert_ok(rank_pages_many(&s.g, &o, restart, counts[c], &a, r, &e), e);
            for (size_t i = 0; i < counts[c]; i++)
                assert_dense(&s, &r[i], o.damping, restart[i]);
        }
        arena_free(&a);
    }
}

/* The walk of trust.h, step by step. */
static void trust_is_the_walk_step_by_step(void **state)
{
    (void)state;
    for (int k = 0; k < SHAPES; k++) {
        struct arena a = {0};
        struct err e;
        struct rank r;
        struct shape s = shape_made(k, &a);
        const struct graph_rows *in = &s.g.in;
        struct rank_options o = {.damping = .85, .weights = s.weights};
        double out[SHAPE_NODES] = {0};
        double now[SHAPE_NODES];
        double score[SHAPE_NODES] = {0};
        o.restart = made_audience(&s.g, 2, &a);
        for (uint64_t i = 0; i < s.g.m; i++)
            out[in->node[i]] += s.weights ? (double)in->weight[i] : 1;
        for (uint32_t v = 0; v < s.g.n; v++)
            now[v] = o.restart[v] / 6; /* 1 + 2 + 3 */
        for (int step = 0; step < 8; step++) {
            double next[SHAPE_NODES] = {0};
            for (uint32_t v = 0; v < s.g.n; v++) {
                for (uint64_t i = rows_first(in, v); i < rows_first(in, v + 1); i++) {
                    double weight = s.weights ? (double)in->weight[i] : 1;
                    next[v] += .85 * now[in->node[i]] * weight / out[in->node[i]];
                }
                score[v] += next[v];
            }
            memcpy(now, next, sizeof now);
        }
        assert_ok(rank_trust(&s.g, &o, 8, &a, &r, &e), e);
        for (uint32_t v = 0; v < s.g.n; v++)
            assert_near(r.share[v], score[v], 1e-12);
        arena_free(&a);
    }
}

/* ---- hubs, cores ---- */

static void assert_power(const struct shape *s, const struct hits *h)
{
    const struct graph_rows *in = &s->g.in;
    double hub[SHAPE_NODES];
    double authority[SHAPE_NODES] = {0};
    for (uint32_t v = 0; v < s->g.n; v++)
        hub[v] = 1;
    for (int k = 0; k < 200000; k++) {
        double next[SHAPE_NODES] = {0};
        double most = 0;
        for (uint32_t v = 0; v < s->g.n; v++) {
            authority[v] = 0;
            for (uint64_t i = rows_first(in, v); i < rows_first(in, v + 1); i++)
                authority[v] += hub[in->node[i]] * (s->weights ? (double)in->weight[i] : 1);
            for (uint64_t i = rows_first(in, v); i < rows_first(in, v + 1); i++)
                next[in->node[i]] += authority[v] * (s->weights ? (double)in->weight[i] : 1);
        }
        for (uint32_t v = 0; v < s->g.n; v++)
            most = fmax(most, next[v]);
        for (uint32_t v = 0; v < s->g.n; v++)
            hub[v] = next[v] / most;
    }
    double hubs = 0;
    double authorities = 0;
    for (uint32_t v = 0; v < s->g.n; v++) {
        hubs += hub[v];
        authorities += authority[v];
    }
    for (uint32_t v = 0; v < s->g.n; v++) {
        if (fabs(h->hub[v] - hub[v] / hubs) > 1e-9 ||
            fabs(h->authority[v] - authority[v] / authorities) > 1e-9)
            fail_msg("%s: node %u: hub %.12f %.12f, authority %.12f %.12f", s->name, v, h->hub[v],
                     hub[v] / hubs, h->authority[v], authority[v] / authorities);
    }
}

static void hubs_are_those_of_the_power_method(void **state)
{
    (void)state;
    for (int k = 0; k < SHAPES; k++) {
        struct arena a = {0};
        struct err e;
        struct hits h;
        struct hits other;
        struct shape s = shape_made(k, &a);
        struct rank_options o = options(0);
        o.weights = s.weights;
        assert_ok(rank_hits(&s.g, &o, &a, &h, &e), e);
        assert_power(&s, &h);
        o.threads = 3;
        assert_ok(rank_hits(&s.g, &o, &a, &other, &e), e);
        assert_memory_equal(h.hub, other.hub, s.g.n * sizeof(double));
        assert_memory_equal(h.authority, other.authority, s.g.n * sizeof(double));
        arena_free(&a);
    }
}

/* The definition: take out whoever has fewer than k, until nobody has. */
static void assert_core(const struct graph *g, enum graph_ways ways, const uint32_t *core)
{
    for (uint32_t k = 1; k < 2 * SHAPE_NODES; k++) {
        bool out[SHAPE_NODES] = {0};
        for (uint32_t round = 0; round < g->n; round++) {
            uint32_t degree[SHAPE_NODES] = {0};
            for (uint32_t v = 0; v < g->n; v++) {
                for (uint64_t i = rows_first(&g->in, v); i < rows_first(&g->in, v + 1); i++) {
                    uint32_t u = g->in.node[i];
                    if (out[u] || out[v]) continue;
                    degree[v] += (ways & GRAPH_IN) != 0;
                    degree[u] += (ways & GRAPH_OUT) != 0;
                }
            }
            for (uint32_t v = 0; v < g->n; v++)
                out[v] = out[v] || degree[v] < k;
        }
        for (uint32_t v = 0; v < g->n; v++)
            assert_int_equal(core[v] >= k, !out[v]);
    }
}

static void cores_are_what_their_definition_says(void **state)
{
    (void)state;
    for (int k = 0; k < SHAPES; k++) {
        struct arena a = {0};
        struct err e;
        struct shape s = shape_made(k, &a);
        for (int ways = GRAPH_OUT; ways <= GRAPH_BOTH; ways++) {
            uint32_t *core;
            assert_ok(rank_cores(&s.g, (enum graph_ways)ways, &a, &core, &e), e);
            assert_core(&s.g, (enum graph_ways)ways, core);
        }
        arena_free(&a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shares_are_those_of_networkx),
        cmocka_unit_test(any_number_of_threads_gives_the_same_bytes),
        cmocka_unit_test(a_star_is_as_by_hand_and_nothing_has_no_shares),
        cmocka_unit_test(what_is_out_of_range_is_refused),
        cmocka_unit_test(shares_are_those_of_a_dense_solve),
        cmocka_unit_test(many_audiences_at_once_are_those_of_a_dense_solve),
        cmocka_unit_test(trust_is_the_walk_step_by_step),
        cmocka_unit_test(hubs_are_those_of_the_power_method),
        cmocka_unit_test(cores_are_what_their_definition_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_rank.c - tests: does a walk end up where NetworkX and a dense sum say? */
#include "helpers.h"

#include "find/rank.h"

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shares_are_those_of_networkx),
        cmocka_unit_test(any_number_of_threads_gives_the_same_bytes),
        cmocka_unit_test(a_star_is_as_by_hand_and_nothing_has_no_shares),
        cmocka_unit_test(what_is_out_of_range_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

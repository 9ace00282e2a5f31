/* test_credit.c - tests: credit by the definition, act by act, and the picks by all sets */
#include "helpers.h"

#include "base/rng.h"
#include "choose/credit.h"

static struct graph graph_of(const struct graph_arc arcs[], size_t count, struct arena *a)
{
    struct graph g;
    struct err e;
    struct graph_options o = {.ways = GRAPH_IN};
    assert_ok(graph_from_arcs(arcs, count, &o, a, &g, &e), e);
    return g;
}

static struct credit *learned(const struct graph *g, const struct acts *acts, struct arena *a)
{
    struct credit *c = NULL;
    struct err e;
    assert_ok(credit_learn(g, acts, NULL, a, &c, &e), e);
    return c;
}

/* Four nodes, four items, one act of each a line; by hand: delays 0 1: (2 + 2) / 2 ... and
 * influence 0, 1/2, 1/3, 2/3 of nodes 0 .. 3. Figures: the definition in Python, by recursion. */
static const struct graph_arc four[] = {{0, 1, 0}, {0, 2, 0}, {1, 2, 0}, {2, 3, 0}, {1, 3, 0}};
static const struct act acted[] = {
    {0, 0, 0}, {2, 0, 1}, {3, 0, 2}, {7, 0, 3}, {0, 1, 1}, {4, 1, 2},
    {4, 1, 3}, {1, 2, 0}, {1, 2, 2}, {5, 3, 3}, {9, 3, 3}, /* the last a repeat */
};
enum { ACTED = sizeof acted / sizeof *acted };

static struct acts acts_of(const struct act act[], size_t count, uint32_t items, struct arena *a)
{
    struct act *copy = arena_new(a, struct act, count);
    struct acts l;
    memcpy(copy, act, count * sizeof *copy);
    acts_order(copy, count, items, a, &l);
    return l;
}

static void four_nodes_by_the_definition(void **state)
{
    (void)state;
    struct arena a = {0};
    struct graph g = graph_of(four, 5, &a);
    struct acts l = acts_of(acted, ACTED, 4, &a);
    assert_int_equal(l.count, ACTED - 1);
    assert_int_equal(l.repeats, 1);
    struct credit *c = learned(&g, &l, &a);
    static const double alone[] = {1.12933167559814, 1.19217484486945, 1.04087549346349, 1};
    static const double credited[] = {0.296025166501557, 0.576524534608341, 0.122626480390481, 0};
    const double *sigma = credit_alone(c, &a);
    const double *acts = credit_acts(c, &a);
    for (int v = 0; v < 4; v++) {
        assert_near(sigma[v], alone[v], 1e-13);
        assert_near(acts[v], credited[v], 1e-13);
    }
    /* The simplest of it by hand: 1's act on item 0 is 2 after 0's, the mean delay, its one parent:
     * gamma = 1/2 e^-1; so 0 is behind half of 1's two acts' share of that, and more through 1. */
    assert_true(sigma[0] > 1 + 0.5 * 0.5 * exp(-1));
    uint32_t count = 0;
    const struct credit_pick *p = credit_choose(c, 9, &a, &count);
    static const uint32_t who[] = {1, 0, 2, 3};
    static const double together[] = {1.19217484486945, 2.21511880055002, 3.16881077888819, 4};
    assert_int_equal(count, 4);
    for (int i = 0; i < 4; i++) {
        assert_int_equal(p[i].node, who[i]);
        assert_near(p[i].sigma, together[i], 1e-13);
    }
    arena_free(&a);
}

/* ---- the definition, slow ---- */

enum { NODES = 7, ITEMS = 9 };

struct world {
    bool arc[NODES][NODES];
    double time[ITEMS][NODES]; /* < 0: did not act */
    double tau[NODES][NODES], infl[NODES], acts[NODES];
};

static bool before(const struct world *w, int item, int v, int u)
{
    return w->arc[v][u] && w->time[item][v] >= 0 && w->time[item][v] < w->time[item][u];
}

static void world_learn(struct world *w)
{
    for (int v = 0; v < NODES; v++) {
        for (int u = 0; u < NODES; u++) {
            double n = 0;
            w->tau[v][u] = 0;
            for (int i = 0; i < ITEMS; i++) {
                if (!before(w, i, v, u)) continue;
                w->tau[v][u] += w->time[i][u] - w->time[i][v];
                n++;
            }
            if (n > 0) w->tau[v][u] /= n;
        }
    }
    for (int u = 0; u < NODES; u++) {
        double due = 0;
        w->acts[u] = 0;
        for (int i = 0; i < ITEMS; i++) {
            bool any = false;
            w->acts[u] += w->time[i][u] >= 0;
            for (int v = 0; v < NODES; v++)
                any |= before(w, i, v, u) && w->time[i][u] - w->time[i][v] <= w->tau[v][u];
            due += any;
        }
        w->infl[u] = w->acts[u] > 0 ? due / w->acts[u] : 0;
    }
}

static double gamma_set(const struct world *w, int item, unsigned set, int u)
{
    double sum = 0;
    double parents = 0;
    if (set >> u & 1) return 1;
    for (int v = 0; v < NODES; v++)
        parents += before(w, item, v, u);
    for (int v = 0; v < NODES; v++) {
        if (!before(w, item, v, u)) continue;
        double delay = (w->time[item][u] - w->time[item][v]) / w->tau[v][u];
        sum += gamma_set(w, item, set, v) * w->infl[u] / parents * exp(-delay);
    }
    return sum;
}

static double sigma_of(const struct world *w, unsigned set)
{
    double sum = 0;
    for (int u = 0; u < NODES; u++) {
        for (int i = 0; i < ITEMS; i++) {
            if (w->time[i][u] >= 0) sum += gamma_set(w, i, set, u) / w->acts[u];
        }
    }
    return sum;
}

static void made_logs_by_the_definition(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        struct arena a = {0};
        struct world w;
        struct rng r = rng_stream(seed, 5);
        struct graph_arc arcs[NODES * NODES];
        struct act act[ITEMS * NODES];
        size_t m = 0;
        size_t n = 0;
        for (int v = 0; v < NODES; v++) {
            for (int u = 0; u < NODES; u++) {
                w.arc[v][u] = v != u && (rng_below(&r, 3) == 0 || u == (v + 1) % NODES);
                if (w.arc[v][u]) arcs[m++] = (struct graph_arc){(uint64_t)v, (uint64_t)u, 0};
            }
        }
        for (int i = 0; i < ITEMS; i++) {
            for (int v = 0; v < NODES; v++) {
                bool acts = rng_below(&r, 3) > 0;
                w.time[i][v] = acts ? (double)rng_below(&r, 12) : -1;
                if (acts) act[n++] = (struct act){w.time[i][v], (uint32_t)i, (uint32_t)v};
            }
        }
        world_learn(&w);
        struct graph g = graph_of(arcs, m, &a);
        struct acts l = acts_of(act, n, ITEMS, &a);
        struct credit *c = learned(&g, &l, &a);
        uint32_t count = 0;
        const double *alone = credit_alone(c, &a);
        for (int v = 0; v < NODES; v++)
            assert_near(alone[v], sigma_of(&w, 1U << v), 1e-12);
        const struct credit_pick *p = credit_choose(c, 4, &a, &count);
        unsigned set = 0;
        for (uint32_t k = 0; k < count; k++) {
            double most = 0;
            for (int v = 0; v < NODES; v++) {
                double s = sigma_of(&w, set | 1U << v);
                most = s > most ? s : most;
            }
            set |= 1U << p[k].node;
            assert_near(sigma_of(&w, set), most, 1e-12);
            assert_near(p[k].sigma, most, 1e-12);
            assert_true(!k || p[k].adds <= p[k - 1].adds + 1e-12);
        }
        arena_free(&a);
    }
}

static void items_released_to_all_are_left_out(void **state)
{
    (void)state;
    struct arena a = {0};
    /* Item 0: 2 of 4 acts in the hour behind the release; item 1: 1 of 4; item 2: no release. */
    struct act act[] = {{100, 0, 0}, {3700, 0, 1}, {3701, 0, 2}, {99, 0, 3}, {50, 1, 0},
                        {60, 1, 1},  {9999, 1, 2}, {8000, 1, 3}, {100, 2, 0}};
    const double release[] = {100, 55, NAN};
    uint32_t out = 0;
    size_t kept = acts_without_joint(act, 9, 3, release, &a, &out);
    assert_int_equal(kept, 5);
    assert_int_equal(out, 1);
    struct acts l;
    acts_order(act, kept, 3, &a, &l);
    assert_int_equal(l.items, 2);
    assert_int_equal(l.first[1], 4); /* item 1 comes first, from 50 on */
    assert_int_equal(l.act[4].who, 0);
    assert_near(l.act[2].time, 8000, 0);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(four_nodes_by_the_definition),
        cmocka_unit_test(made_logs_by_the_definition),
        cmocka_unit_test(items_released_to_all_are_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_pick.c - tests: picking on a pool against a plain greedy, and its bound against all choices
 */
#include "helpers.h"

#include "choose/pick.h"

#include "graph_made.h"

enum { SETS = 400, POOL_SETS = 500 };

/* A pool as masks of people, sets that met a sentinel left out. */
struct masks {
    uint32_t set[POOL_SETS];
    size_t count;
};

static struct masks masks_of(const struct pool *p)
{
    struct masks m = {.count = 0};
    for (size_t b = 0; b < p->batch_count; b++) {
        const uint32_t *member = p->batch[b].node;
        for (uint32_t i = 0; i < p->batch[b].sets; i++) {
            uint32_t set = 0;
            for (uint32_t j = 0; j < p->batch[b].size[i]; j++)
                set |= 1u << p->node[*member++];
            m.set[m.count++] = set;
        }
    }
    return m;
}

static uint64_t hits_of(const struct masks *m, uint32_t seeds)
{
    uint64_t hits = 0;
    for (size_t i = 0; i < m->count; i++)
        hits += (m->set[i] & seeds) != 0;
    return hits;
}

/* Groups 0 and 1 and nobody's, by turns. */
struct wish {
    uint32_t k;
    bool allowed[MADE_NODES];
    uint32_t include; /* a bit a node */
    double cost[MADE_NODES];
    double budget;
    uint32_t group[MADE_NODES];
    struct pick_quota quota[2];
    bool quotas;
};

static struct wish made_wish(struct rng *r, uint32_t n)
{
    struct wish w = {.k = (uint32_t)rng_below(r, 5) + 1};
    for (uint32_t v = 0; v < n; v++) {
        w.allowed[v] = rng_below(r, 5) > 0;
        w.cost[v] = (double)rng_below(r, 4);
        w.group[v] = v % 3 < 2 ? v % 3 : PICK_NO_GROUP;
    }
    for (int q = 0; q < 2; q++) {
        w.quota[q].name = q ? STR("odd") : STR("even");
        w.quota[q].least = (uint32_t)rng_below(r, 3);
        w.quota[q].most = w.quota[q].least + (uint32_t)rng_below(r, 2);
    }
    uint32_t forced = (uint32_t)rng_below(r, n);
    w.include = rng_below(r, 2) ? 1u << forced : 0;
    w.budget = w.cost[forced] + (double)rng_below(r, 5);
    return w;
}

static bool within(const struct wish *w, uint32_t n, uint32_t mask, bool costs)
{
    double cost = 0;
    uint32_t count = 0;
    uint32_t of[2] = {0, 0};
    for (uint32_t v = 0; v < n; v++) {
        if (!(mask >> v & 1)) continue;
        if (!w->allowed[v] && !(w->include >> v & 1)) return false;
        if (w->group[v] != PICK_NO_GROUP) of[w->group[v]]++;
        cost += w->cost[v];
        count++;
    }
    for (int q = 0; q < 2 && w->quotas; q++) {
        if (of[q] < w->quota[q].least || of[q] > w->quota[q].most) return false;
    }
    return count <= w->k && (mask & w->include) == w->include && (!costs || cost <= w->budget);
}

static uint64_t best_of(const struct masks *m, const struct wish *w, uint32_t n, bool costs)
{
    uint64_t best = 0;
    for (uint32_t mask = 1; mask < 1u << n; mask++) {
        if (!within(w, n, mask, costs)) continue;
        uint64_t hits = hits_of(m, mask);
        if (hits > best) best = hits;
    }
    return best;
}

/* Can this set of picks still grow into a choice within the wish? */
static bool completes(const struct wish *w, uint32_t n, uint32_t picks)
{
    for (uint32_t mask = 0; mask < 1u << n; mask++) {
        if ((mask & picks) == picks && within(w, n, mask, false)) return true;
    }
    return false;
}

static struct pick_rules rules_of(const struct wish *w, const struct graph *g, bool costs,
                                  uint32_t include[])
{
    struct pick_rules r = {.n = g->n, .k = w->k, .allowed = w->allowed, .include = include};
    r.include_count = made_seeds(w->include, include);
    r.out = &g->out;
    if (costs) r.cost = w->cost;
    r.budget = w->budget;
    if (w->quotas) {
        r.group = w->group;
        r.quota = w->quota;
        r.quota_count = 2;
    }
    return r;
}

static uint32_t mask_of(const struct picked *p)
{
    uint32_t mask = 0;
    for (uint32_t i = 0; i < p->count; i++)
        mask |= 1u << p->node[i];
    return mask;
}

/* The definition, at every pick: most new sets, then most arcs out, then the lowest number. */
static uint32_t plain_next(const struct masks *m, const struct wish *w, const struct graph *g,
                           uint32_t picks)
{
    uint32_t best = UINT32_MAX;
    uint64_t best_hits = 0;
    for (uint32_t v = 0; v < g->n; v++) {
        if ((picks >> v & 1) || !w->allowed[v]) continue;
        if (w->quotas && !completes(w, g->n, picks | 1u << v)) continue;
        uint64_t hits = hits_of(m, picks | 1u << v);
        bool more = best == UINT32_MAX || hits > best_hits ||
                    (hits == best_hits && rows_count(&g->out, v) > rows_count(&g->out, best));
        if (!more) continue;
        best = v;
        best_hits = hits;
    }
    return best;
}

static void assert_plain_greedy(const struct picked *got, const struct masks *m,
                                const struct wish *w, const struct graph *g)
{
    uint32_t picks = w->include;
    uint32_t count = (uint32_t)__builtin_popcount(picks);
    assert_int_equal(mask_of(got) & picks, picks);
    for (; count < got->count; count++) {
        uint32_t want = plain_next(m, w, g, picks);
        assert_int_equal(got->node[count], want);
        assert_int_equal(got->gain[count], hits_of(m, picks | 1u << want) - hits_of(m, picks));
        picks |= 1u << want;
    }
    assert_true(count == w->k || plain_next(m, w, g, picks) == UINT32_MAX);
}

/* One pool in three draws, shelved after each; against all choices: no luck is left. */
static void check_pool(struct rng *r, int round, uint32_t n, bool costs, bool quotas)
{
    struct arena a = {0};
    struct err e;
    struct graph g = made_random_graph(r, n, 14, false, &a);
    struct sketch_options so = {.cascade = {CASCADE_UNIFORM, 0.4}, .seed = (uint64_t)round};
    struct sketch *s = NULL;
    struct wish w = made_wish(r, n);
    uint32_t include[MADE_NODES];
    w.quotas = quotas;
    struct pick_rules rules = rules_of(&w, &g, costs, include);
    bool can = !quotas || completes(&w, n, w.include);
    enum status fits = pick_rules_fit(&rules, &e);
    /* k people are picked where there are any, so that quotas which need fewer are kept, too. */
    assert_int_equal(fits == OK, can);
    assert_ok(sketch_new(&g, &so, &a, &s, &e), e);
    struct pool p = pool_new(s, 1, NULL, 0, &a);
    struct picker *picker = picker_new(&p, &rules, NULL, 0, &a);
    static const uint64_t upto[] = {7, 100, SETS};
    for (int i = 0; i < 3 && can; i++) {
        assert_ok(pool_draw(s, &p, upto[i], &e), e);
        struct masks m = masks_of(&p);
        struct picked got = picker_pick(picker, &a);
        uint32_t mask = mask_of(&got);
        uint64_t best = best_of(&m, &w, n, costs);
        assert_true(within(&w, n, mask, costs));
        assert_int_equal(got.hits, hits_of(&m, mask));
        assert_true(got.hits_upper >= (double)best - 1e-9);
        if (!costs) assert_plain_greedy(&got, &m, &w, &g);
        double part = costs ? 0.31 : quotas ? 0.5 : 0.632;
        if (!w.include) assert_true((double)got.hits >= part * (double)best);
    }
    picker_close(picker);
    sketch_close(s);
    arena_free(&a);
}

static void no_choice_hits_more_of_a_pool_than_its_bound(void **state)
{
    (void)state;
    struct rng r = rng_stream(7, 1);
    for (int round = 0; round < 60; round++)
        check_pool(&r, round, 12, false, false);
    for (int round = 0; round < 60; round++)
        check_pool(&r, round, 11, true, false);
    for (int round = 0; round < 120; round++)
        check_pool(&r, round, 10, false, true);
}

/* The same sets with sentinels and without: what is said of the optimum must hold for the sets as
 * they are without. */
static void sentinels_take_nothing_from_what_is_said(void **state)
{
    (void)state;
    struct rng r = rng_stream(11, 1);
    enum { NODES = 10 };
    for (int round = 0; round < 200; round++) {
        struct arena a = {0};
        struct err e;
        bool costs = round % 4 == 1;
        struct graph g = made_random_graph(&r, NODES, 14, false, &a);
        struct sketch_options so = {.cascade = {CASCADE_UNIFORM, 0.5}, .seed = (uint64_t)round};
        struct sketch *s = NULL;
        struct wish w = made_wish(&r, NODES);
        uint32_t include[MADE_NODES];
        w.quotas = round % 4 == 2;
        struct pick_rules rules = rules_of(&w, &g, costs, include);
        if (pick_rules_fit(&rules, &e)) {
            arena_free(&a);
            continue;
        }
        assert_ok(sketch_new(&g, &so, &a, &s, &e), e);
        struct pool whole = pool_new(s, 1, NULL, 0, &a);
        struct picker *first = picker_new(&whole, &rules, NULL, 0, &a);
        assert_ok(pool_draw(s, &whole, SETS, &e), e);
        struct picked plain = picker_pick(first, &a);
        uint32_t sure = (uint32_t)rng_below(&r, plain.count + 1);
        double walked = picker_walked(first, plain.node, sure);
        struct pool cut = pool_new(s, 1, plain.node, sure, &a);
        struct picker *second = picker_new(&cut, &rules, plain.node, sure, &a);
        assert_ok(pool_draw(s, &cut, SETS, &e), e);
        struct picked got = picker_pick(second, &a);
        struct masks m = masks_of(&whole);
        uint32_t mask = mask_of(&got);
        assert_near(walked, (double)cut.walked, 1e-9);
        assert_true(within(&w, NODES, mask, costs));
        assert_int_equal(got.hits, hits_of(&m, mask));
        assert_true(got.hits_upper >= (double)best_of(&m, &w, NODES, costs) - 1e-9);
        if (!costs) assert_int_equal(mask, mask_of(&plain));
        picker_close(first);
        picker_close(second);
        sketch_close(s);
        arena_free(&a);
    }
}

static void rules_that_cannot_be_kept_are_refused(void **state)
{
    (void)state;
    struct arena a = {0};
    struct err e;
    struct arc arcs[] = {{0, 1, 0}, {1, 2, 0}, {2, 3, 0}};
    struct graph g = made_graph(arcs, 3, 4, false, &a);
    static const uint32_t group[] = {0, 0, 1, PICK_NO_GROUP};
    static const uint32_t include[] = {3, 2};
    struct pick_quota quota[] = {{STR("a"), 0, 2}, {STR("b"), 0, UINT32_MAX}};
    struct pick_rules r = {.n = 4, .k = 2, .group = group, .quota = quota, .quota_count = 2};
    assert_ok(pick_rules_fit(&r, &e), e);
    quota[1].least = 2;
    assert_int_equal(pick_rules_fit(&r, &e), BAD_INPUT);
    assert_string_equal(e.text, "the quota wants 2 of 'b', 1 can be picked; ask for fewer");
    quota[0].least = 2;
    quota[1].least = 1;
    assert_int_equal(pick_rules_fit(&r, &e), BAD_INPUT);
    assert_string_equal(e.text, "the quotas want 3 nodes, there are 2 places; raise -k");
    quota[0].least = 1;
    r.include = include;
    r.include_count = 2;
    assert_int_equal(pick_rules_fit(&r, &e), BAD_INPUT);
    assert_string_equal(e.text,
                        "those to include leave no room for the quotas; raise -k or a quota");
    static const double cost[] = {1, 1, 1, 1};
    r.cost = cost;
    assert_int_equal(pick_rules_fit(&r, &e), BAD_USAGE);
    (void)g;
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_choice_hits_more_of_a_pool_than_its_bound),
        cmocka_unit_test(sentinels_take_nothing_from_what_is_said),
        cmocka_unit_test(rules_that_cannot_be_kept_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

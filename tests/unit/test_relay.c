/* test_relay.c - tests: people who pass things on, and the few to choose because of them */
#include "helpers.h"
#include "scene_made.h"

#include "base/limits.h"
#include "base/rng.h"
#include "choose/relay.h"
#include "find/relays.h"

#include <math.h>

static struct findings find_in(struct arena *a, const struct scene *sc)
{
    struct findings f;
    struct err e;
    struct reach_options o = REACH_OPTIONS;
    assert_ok(reach_find(sc, &o, a, &f, &e), e);
    return f;
}

static uint32_t node_named(struct made *m, const char *name)
{
    return made_named(m, name);
}

static float weight_of(const struct graph *g, uint32_t from, uint32_t to)
{
    float found = 0;
    for (uint64_t i = rows_first(&g->out, from); i < rows_first(&g->out, from + 1); i++) {
        if (g->out.node[i] == to) found = g->out.weight[i];
    }
    for (uint64_t i = rows_first(&g->in, to); i < rows_first(&g->in, to + 1); i++) {
        if (g->in.node[i] == from) assert_true(g->in.weight[i] == found);
    }
    return found;
}

/* Nine buyers name three relays, the relays name one quiet person, a loud one has two buyers and
 * four more a buyer each. Weights: named 1, asked .8, replied .3. */
static const char *const quiet_market =
    "buyer u1; buyer u2; buyer u3; buyer u4; buyer u5; buyer u6; buyer u7; buyer u8; buyer u9\n"
    "u1 named r1; u2 named r1; u3 named r1; u4 named r2; u5 named r2; u6 named r2\n"
    "u7 named r3; u8 named r3; u9 named r3; r1 named quiet; r2 named quiet; r3 named quiet\n"
    "u1 named loud; u4 named loud; u7 named loud; u8 named loud\n"
    "fan1 named nobody; fan2 named nobody; nobody named fan1; staff us; u1 named us; us named "
    "loud\n";

static void arcs_are_the_reliances_that_lead_to_a_buyer(void **state)
{
    (void)state;
    struct arena a = {0};
    struct made m = {.a = &a};
    made_lines(&m, quiet_market);
    made_lines(&m, "u1 asked quiet; r1 replied quiet; u2 asked loud sign=-1; u1 replied r1\n"
                   "open list; author list quiet 3 1; author list r2 5 3; r3 reads list\n");
    struct scene *sc = made_scene(&m);
    struct findings f = find_in(&a, sc);
    struct graph g;
    relays_find(sc, &f.votes, false, &a, &g);
    assert_int_equal(g.n, sc->node_count);
    assert_int_equal(g.id[0], sc->node_id[0]);
    /* 9 to relays, 4 to loud, 1 asked, 3 relays to quiet, r3 to r2 through the list */
    assert_int_equal(g.m, 18);
    uint32_t quiet = node_named(&m, "quiet");
    assert_near((double)weight_of(&g, quiet, node_named(&m, "r1")), 1.0, 0);
    assert_near((double)weight_of(&g, quiet, node_named(&m, "u1")), 0.8, 1e-7);
    assert_near((double)weight_of(&g, node_named(&m, "r1"), node_named(&m, "u1")), 1.0, 0);
    assert_near((double)weight_of(&g, node_named(&m, "r2"), node_named(&m, "r3")), 0.2 * 3 / 4,
                1e-7);
    assert_near((double)weight_of(&g, node_named(&m, "loud"), node_named(&m, "u2")), 0, 0);
    assert_near((double)weight_of(&g, node_named(&m, "nobody"), node_named(&m, "fan1")), 0, 0);
    relays_find(sc, &f.votes, true, &a, &g);
    /* u1 relies on r1 (1), loud (1) and quiet (.8) */
    assert_near((double)weight_of(&g, quiet, node_named(&m, "u1")), 0.8 / 2.8, 1e-7);
    assert_near((double)weight_of(&g, quiet, node_named(&m, "r1")), 1.0, 0);
    assert_near((double)weight_of(&g, node_named(&m, "r2"), node_named(&m, "r3")), 0.15 / 1.15,
                1e-7);
    arena_free(&a);
}

static struct relay relay_in(struct arena *a, const struct findings *f, size_t k, bool lt)
{
    struct relay x;
    struct err e;
    struct choose_options o = {.k = k, .seed = 1};
    assert_ok(relay_choose(f, &o, lt, a, &x, &e), e);
    return x;
}

static void a_person_no_buyer_heeds_is_chosen_for_three_relays(void **state)
{
    (void)state;
    struct arena a = {0};
    struct made m = {.a = &a};
    made_lines(&m, quiet_market);
    struct findings f = find_in(&a, made_scene(&m));
    struct choice plain;
    struct err e;
    assert_ok(choose_find(&f, &(struct choose_options){.k = 1, .seed = 1}, &a, &plain, &e), e);
    assert_int_equal(plain.pick[0].node, node_named(&m, "loud"));
    for (int lt = 0; lt < 2; lt++) {
        struct relay x = relay_in(&a, &f, 1, lt);
        assert_int_equal(x.choice.count, 1);
        assert_int_equal(x.choice.pick[0].node, node_named(&m, "quiet"));
        /* lt: four buyers named two people, and go with one of them */
        double want = lt ? 100.0 * (5 + 4 * 0.5) / 9 : 100.0;
        assert_near(x.choice.cover, want, 0.5);
        assert_true(x.lower <= want + 1e-9 && x.upper >= want - 1e-9);
        assert_near(x.guarantee, x.lower / x.upper, 1e-12);
    }
    arena_free(&a);
}

/* By hand: the quiet person asked (.8) by a relay whom the buyers asked (.8), the relay too. */
static void covers_are_those_computed_by_hand(void **state)
{
    (void)state;
    struct arena a = {0};
    struct made m = {.a = &a};
    made_lines(&m, "buyer u1 3; buyer u2; buyer u3; buyer u4; buyer u5; buyer u6; buyer u7; "
                   "buyer u8\n"
                   "u1 asked r; u2 asked r; u3 asked r; u4 asked r; r asked q; u5 replied q\n"
                   "u6 named u7; u7 named u6; u8 named x\n");
    struct scene *sc = made_scene(&m);
    struct findings f = find_in(&a, sc);
    struct err e;
    struct relay x;
    uint32_t both[] = {node_named(&m, "q"), node_named(&m, "r"), node_named(&m, "u6")};
    struct choose_options o = {.k = 3, .seed = 5, .include = both, .include_count = 3};
    assert_ok(relay_choose(&f, &o, false, &a, &x, &e), e);
    assert_int_equal(x.choice.count, 3);
    double error = 5 * 50.0 / sqrt(RELAY_SETS);
    double q = 100.0 * (0.3 + 6 * 0.8 * 0.8) / 10;
    double r = 100.0 * 6 * 0.8 / 10;
    assert_near(x.choice.pick[0].gain, q, error);
    assert_near(x.choice.pick[1].reach, r, error);
    assert_near(x.choice.pick[1].cover, r + 3, error);
    assert_near(x.choice.pick[1].gain, r + 3 - q, error);
    /* u6 reaches u7, never itself, although u7 would pass it back */
    assert_near(x.choice.pick[2].reach, 10, error);
    assert_near(x.choice.pick[2].gain, 10, error);
    assert_near(x.choice.cover, r + 13, error);
    arena_free(&a);
}

/* Nobody passes anything on: then the cover is that of choose without its prior, by formula. */
static void without_relays_it_is_plain_coverage(void **state)
{
    (void)state;
    struct arena a = {0};
    struct rng r = rng_stream(8, 1);
    for (int round = 0; round < 5; round++) {
        struct made m = {.a = &a};
        for (uint32_t u = 0; u < 20; u++)
            (void)made_buyer(&m, 0.5 + rng_unit(&r));
        for (uint32_t v = 0; v < 15; v++)
            (void)made_person(&m);
        for (uint32_t i = 0; i < 90; i++) {
            enum verb_kind verb = rng_below(&r, 2) ? VERB_REPLIED : VERB_ASKED;
            (void)made_heed(&m, (uint32_t)rng_below(&r, 20), verb,
                            20 + (uint32_t)rng_below(&r, 15));
        }
        struct findings f = find_in(&a, made_scene(&m));
        struct relay x = relay_in(&a, &f, 4, false);
        f.prior.pseudo_buyers = 0.0;
        uint32_t set[4];
        for (size_t i = 0; i < 4; i++) {
            set[i] = x.choice.pick[i].node;
            assert_near(x.choice.pick[i].cover, choose_cover(&f, set, i + 1),
                        5 * 50.0 / sqrt(RELAY_SETS));
        }
        assert_true(x.lower <= choose_cover(&f, set, 4) && x.upper >= x.lower);
    }
    arena_free(&a);
}

static void rules_are_kept(void **state)
{
    (void)state;
    struct arena a = {0};
    struct made m = {.a = &a};
    made_lines(&m, quiet_market);
    struct scene *sc = made_scene(&m);
    struct findings f = find_in(&a, sc);
    struct err e;
    struct relay x;
    bool *allowed = arena_new(&a, bool, sc->node_count);
    double *cost = arena_new(&a, double, sc->node_count);
    for (size_t i = 0; i < sc->node_count; i++) {
        allowed[i] = true;
        cost[i] = 1;
    }
    allowed[node_named(&m, "quiet")] = false;
    struct choose_options o = {.k = 30, .seed = 1, .allowed = allowed};
    assert_ok(relay_choose(&f, &o, false, &a, &x, &e), e);
    assert_int_equal(x.choice.count, 4); /* whoever is left adds nothing */
    assert_int_equal(x.choice.pick[0].node, node_named(&m, "loud"));
    static const double gain[] = {4, 2, 2, 1};
    for (size_t i = 0; i < 4; i++)
        assert_near(x.choice.pick[i].gain, 100.0 / 9 * gain[i], 1);
    cost[node_named(&m, "quiet")] = 10;
    o = (struct choose_options){.k = 5, .seed = 1, .cost = cost, .budget = 2};
    assert_ok(relay_choose(&f, &o, false, &a, &x, &e), e);
    assert_int_equal(x.choice.count, 2);
    assert_near(x.choice.cost, 2, 0);
    uint32_t quiet = node_named(&m, "quiet");
    o.include = &quiet;
    o.include_count = 1;
    assert_refused(relay_choose(&f, &o, false, &a, &x, &e), BAD_INPUT, e,
                   "the people to be included cost 10, more than the budget of 2; raise --budget "
                   "or leave one of them out");
    o = (struct choose_options){.k = CHOOSE_MAX + 1};
    assert_refused(relay_choose(&f, &o, false, &a, &x, &e), TOO_MUCH, e,
                   "-k 1001 is more than the 1000 people that can be chosen");
    f.ranked = false;
    o.k = 3;
    assert_ok(relay_choose(&f, &o, false, &a, &x, &e), e);
    assert_int_equal(x.choice.count, 0);
    arena_free(&a);
}

/* In the quiet market one person moves all; the rules want others, too. */
static void quotas_that_do_not_overlap_are_kept(void **state)
{
    (void)state;
    struct arena a = {0};
    struct made m = {.a = &a};
    made_lines(&m, quiet_market);
    struct scene *sc = made_scene(&m);
    struct findings f = find_in(&a, sc);
    struct err e;
    struct relay x;
    bool *relays = arena_new(&a, bool, sc->node_count);
    bool *stars = arena_new(&a, bool, sc->node_count);
    relays[node_named(&m, "r2")] = true;
    relays[node_named(&m, "r3")] = true;
    stars[node_named(&m, "quiet")] = true;
    stars[node_named(&m, "loud")] = true;
    struct quota quotas[] = {{relays, 1, SIZE_MAX, STR("relay>=1")},
                             {stars, 0, 1, STR("star<=1")},
                             {relays, 0, 1, STR("relay<=1")}};
    struct choose_options o = {.k = 3, .seed = 1, .quota = quotas, .quota_count = 3};
    assert_ok(relay_choose(&f, &o, false, &a, &x, &e), e);
    assert_int_equal(x.choice.count, 2); /* a third would add nothing, and no rule wants one */
    assert_int_equal(x.choice.pick[0].node, node_named(&m, "quiet"));
    assert_int_equal(x.choice.pick[1].node, node_named(&m, "r2"));
    assert_near(x.choice.pick[1].gain, 0, 0);
    assert_near(x.choice.cover, 100, 1e-9);
    quotas[1].most = 0; /* neither star: r1, and one of the relays */
    assert_ok(relay_choose(&f, &o, false, &a, &x, &e), e);
    assert_near(x.choice.cover, 200.0 / 3, 1);
    assert_true(x.upper >= 200.0 / 3 && x.lower <= 200.0 / 3);
    quotas[2] = (struct quota){relays, 0, 0, STR("relay<=0")};
    assert_refused(relay_choose(&f, &o, false, &a, &x, &e), BAD_INPUT, e,
                   "the quotas want at least 1 and at most 0 of 'relay'; mend one");
    stars[node_named(&m, "r2")] = true;
    assert_refused(
        relay_choose(&f, &o, false, &a, &x, &e), BAD_INPUT, e,
        "the quotas about 'relay' and 'star' have 1 people in common; with relays quotas must not "
        "overlap, so leave one out");
    quotas[0] = (struct quota){relays, 3, SIZE_MAX, STR("relay>=3")};
    o.quota_count = 1;
    assert_refused(relay_choose(&f, &o, false, &a, &x, &e), BAD_INPUT, e,
                   "the quota wants 3 of 'relay', 2 can be picked; ask for fewer");
    arena_free(&a);
}

static void any_number_of_threads_gives_the_same_bytes(void **state)
{
    (void)state;
    struct arena a = {0};
    struct findings f = find_in(&a, scene_made(&a, quiet_market));
    struct relay one;
    struct err e;
    struct choose_options o = {.k = 4, .seed = 3, .threads = 1};
    assert_ok(relay_choose(&f, &o, false, &a, &one, &e), e);
    for (unsigned threads = 2; threads <= 8; threads += 3) {
        struct relay more;
        o.threads = threads;
        assert_ok(relay_choose(&f, &o, false, &a, &more, &e), e);
        assert_int_equal(more.choice.count, one.choice.count);
        for (size_t i = 0; i < one.choice.count; i++) {
            assert_int_equal(more.choice.pick[i].node, one.choice.pick[i].node);
            assert_true(more.choice.pick[i].gain == one.choice.pick[i].gain);
        }
        assert_true(more.lower == one.lower && more.upper == one.upper);
    }
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arcs_are_the_reliances_that_lead_to_a_buyer),
        cmocka_unit_test(a_person_no_buyer_heeds_is_chosen_for_three_relays),
        cmocka_unit_test(covers_are_those_computed_by_hand),
        cmocka_unit_test(without_relays_it_is_plain_coverage),
        cmocka_unit_test(rules_are_kept),
        cmocka_unit_test(quotas_that_do_not_overlap_are_kept),
        cmocka_unit_test(any_number_of_threads_gives_the_same_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_why.c - tests: what stands behind a figure */
#include "helpers.h"
#include "scene_made.h"

#include "base/limits.h"
#include "base/rng.h"
#include "find/why.h"

static struct findings find_in(struct arena *a, struct scene *sc)
{
    struct findings f;
    struct err e;
    struct reach_options o = REACH_OPTIONS;
    assert_ok(reach_find(sc, &o, a, &f, &e), e);
    return f;
}

static struct why why_of(struct arena *a, const struct findings *f, uint32_t node)
{
    struct why w;
    struct err e;
    assert_ok(why_find(f, node, a, &w, &e), e);
    return w;
}

static void each_row_says_what_it_adds(void **state)
{
    (void)state;
    struct arena a = {0};
    struct scene *sc = scene_made(&a, "person v; buyer u1 3; buyer u2 1; buyer u3; outlet blog\n"
                                      "author blog v 1 0; author blog w 1 0\n"
                                      "u1 replied v day=-3; u1 cited v day=-2; u2 named blog\n"
                                      "u2 replied v sign=-1; other mentioned v; u3 named w");
    struct findings f = find_in(&a, sc);
    struct why w = why_of(&a, &f, 0);
    assert_int_equal(w.count, 5);
    assert_int_equal(w.rows_all, 5);
    assert_int_equal(w.against, 1);
    /* Weights 1.8, .6, .6: u1 adds 1.8 * .5, u2 .6 * 1/2, of |S| + n0. */
    double buyers = 3.0 + f.prior.pseudo_buyers;
    assert_int_equal(sc->heed[w.row[0].heed].evidence, 2);
    assert_near(w.row[0].adds, 100.0 * 0.9 / buyers, 1e-9);
    assert_int_equal(w.row[0].outlet, UINT32_MAX);
    assert_int_equal(sc->heed[w.row[1].heed].evidence, 3);
    assert_near(w.row[1].adds, 100.0 * 0.3 / buyers, 1e-9);
    assert_int_equal(w.row[1].outlet, 4);
    assert_near(w.row[1].p, 0.5, 1e-15);
    assert_int_equal(sc->heed[w.row[2].heed].evidence, 1); /* .3, but u1's .5 was stronger */
    assert_near(w.row[2].adds, 0.0, 0.0);
    assert_int_equal(sc->heed[w.row[3].heed].evidence, 5);
    assert_false(w.row[3].buyer);
    assert_int_equal(sc->heed[w.row[4].heed].evidence, 4);
    assert_near(w.row[4].p, 0.0, 0.0);
    arena_free(&a);
}

/* Everything there can be: buyers of all weights, outlets, opposition, other people. */
static struct scene *random_scene(struct arena *a, struct rng *r)
{
    enum { PEOPLE = 40, OUTLETS = 4 };
    struct made m = {.a = a};
    for (uint32_t i = 0; i < PEOPLE; i++) {
        (void)made_buyer(&m, i % 2 == 0 ? 0.5 + rng_unit(r) : 0.0);
    }
    for (uint32_t i = 0; i < OUTLETS; i++) {
        uint32_t outlet = made_outlet(&m, i % 2 == 0);
        for (uint32_t k = 0; k < 5; k++) {
            made_author(&m, outlet, (uint32_t)rng_below(r, 8) + 8 * k,
                        1 + (uint32_t)rng_below(r, 5), (uint32_t)rng_below(r, 3));
        }
    }
    for (uint32_t i = 0; i < 300; i++) {
        uint32_t from = (uint32_t)rng_below(r, PEOPLE);
        uint32_t to = (uint32_t)rng_below(r, PEOPLE + OUTLETS);
        if (from == to) continue;
        enum verb_kind verb = 1 + (enum verb_kind)rng_below(r, VERB_CLAIMED - 1);
        struct heed *h = made_heed(&m, from, verb, to);
        h->at_s -= (int64_t)rng_below(r, 700) * DAY_S;
        h->sign = rng_below(r, 10) == 0 ? -1 : (int8_t)rng_below(r, 2);
    }
    return made_scene(&m);
}

static void rows_and_prior_add_up_to_the_reach(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        struct arena a = {0};
        struct rng r = rng_stream(seed, 7);
        struct findings f = find_in(&a, random_scene(&a, &r));
        assert_true(f.count > 10);
        for (size_t i = 0; i < f.count; i++) {
            struct why w = why_of(&a, &f, f.person[i].node);
            double sum = w.reach.prior_part * w.reach.reach;
            uint32_t carry = 0;
            for (size_t k = 0; k < w.count; k++) {
                sum += w.row[k].adds;
                carry += w.row[k].adds > 0.0;
            }
            assert_near(sum, f.person[i].reach, 1e-9);
            assert_int_equal(carry, f.person[i].voters);
        }
        arena_free(&a);
    }
}

/* All simple paths of 3 to 5 nodes that start in S, by plain recursion from the buyers. */
struct all_paths {
    const struct findings *f;
    const bool *sampled;
    uint32_t target;
    uint32_t node[PATH_NODES_MAX];
    double strength[4096];
    size_t count;
};

static void all_from(struct all_paths *all, size_t length, double strength)
{
    const struct ties *t = &all->f->prior.ties;
    uint32_t last = all->node[length - 1];
    if (last == all->target) {
        if (length >= 3 && all->count < 4096) all->strength[all->count++] = strength;
        return;
    }
    if (length == PATH_NODES_MAX) return;
    for (size_t i = t->first[last]; i < t->first[last + 1]; i++) {
        bool seen = false;
        for (size_t k = 0; k < length; k++)
            seen |= all->node[k] == t->to[i];
        if (seen) continue;
        all->node[length] = t->to[i];
        all_from(all, length + 1, strength * t->strength[i] / t->row[last]);
    }
}

static int down_cmp(const void *left, const void *right)
{
    double l = *(const double *)left;
    double r = *(const double *)right;
    return l > r ? -1 : l < r;
}

static void paths_are_the_strongest_of_all(void **state)
{
    (void)state;
    struct arena a = {0};
    struct rng r = rng_stream(1, 9);
    struct made m = {.a = &a};
    for (uint32_t i = 0; i < 14; i++)
        (void)made_buyer(&m, i < 4 ? 1.0 : 0.0);
    for (uint32_t i = 0; i < 40; i++) {
        uint32_t from = (uint32_t)rng_below(&r, 14);
        uint32_t to = (uint32_t)rng_below(&r, 14);
        enum verb_kind verb = 1 + (enum verb_kind)rng_below(&r, VERB_READS - 1);
        if (from != to) made_heed(&m, from, verb, to);
    }
    struct findings f = find_in(&a, made_scene(&m));
    size_t found = 0;
    for (uint32_t target = 0; target < 14; target++) {
        struct why w;
        struct err e;
        if (why_find(&f, target, &a, &w, &e)) continue;
        struct all_paths *all = arena_new(&a, struct all_paths, 1);
        *all = (struct all_paths){.f = &f, .target = target};
        for (size_t b = 0; b < f.votes.buyer_count; b++) {
            all->node[0] = f.votes.buyer[b];
            if (all->node[0] != target) all_from(all, 1, 1.0);
        }
        qsort(all->strength, all->count, sizeof *all->strength, down_cmp);
        if (w.reach.reach > 0.0) {
            assert_int_equal(w.path_count, all->count < PATHS_MAX ? all->count : PATHS_MAX);
        }
        for (size_t i = 0; i < w.path_count; i++) {
            assert_near(w.path[i].strength, all->strength[i], 1e-15);
            assert_int_equal(w.path[i].node[w.path[i].count - 1], target);
            found++;
        }
    }
    assert_true(found > 20);
    arena_free(&a);
}

static void a_path_shows_buyer_first_and_person_last(void **state)
{
    (void)state;
    struct arena a = {0};
    struct scene *sc = scene_made(&a, "buyer u; u cited v; u cited other; v cited w; v replied x\n"
                                      "w cited end");
    struct findings f = find_in(&a, sc);
    struct why w = why_of(&a, &f, 5);
    assert_int_equal(w.path_count, 1);
    assert_int_equal(w.path[0].count, 4);
    static const uint32_t want[] = {0, 1, 3, 5}; /* u v w end */
    for (int i = 0; i < 4; i++)
        assert_int_equal(w.path[0].node[i], want[i]);
    assert_near(w.path[0].strength, 0.5 * (0.5 / 0.8) * 1.0, 1e-15);
    assert_near(w.reach.prior_part, 1.0, 0.0);
    arena_free(&a);
}

static void many_rows_are_cut_but_never_those_that_carry(void **state)
{
    (void)state;
    struct arena a = {0};
    struct made m = {.a = &a};
    uint32_t v = made_person(&m);
    for (int i = 0; i < 250; i++) {
        uint32_t buyer = made_buyer(&m, 1.0);
        made_heed(&m, buyer, VERB_NAMED, v)->at_s -= i;
        made_heed(&m, buyer, VERB_REPLIED, v);
    }
    struct findings f = find_in(&a, made_scene(&m));
    struct why w = why_of(&a, &f, v);
    assert_int_equal(w.rows_all, 500);
    assert_int_equal(w.count, 250);
    assert_true(w.row[249].adds > 0.0);
    m.node_count = 0; /* again, with few buyers and many others */
    m.heed_count = 0;
    v = made_person(&m);
    uint32_t buyer = made_buyer(&m, 1.0);
    uint32_t silent = made_buyer(&m, 1.0);
    made_heed(&m, buyer, VERB_REPLIED, v);
    made_heed(&m, silent, VERB_REPLIED, v)->sign = -1;
    for (int i = 0; i < 300; i++)
        made_heed(&m, made_person(&m), VERB_NAMED, v);
    f = find_in(&a, made_scene(&m));
    w = why_of(&a, &f, v);
    assert_int_equal(w.count, WHY_ROWS_MAX);
    assert_int_equal(w.rows_all, 302);
    assert_true(w.row[0].adds > 0.0);
    assert_int_equal(f.scene->heed[w.row[WHY_ROWS_MAX - 1].heed].from, silent);
    arena_free(&a);
}

static void who_is_not_named_is_not_found(void **state)
{
    (void)state;
    struct arena a = {0};
    struct findings f = find_in(&a, scene_made(&a, "buyer u; u named v; fan named nobody"));
    struct why w = {0};
    struct err e;
    assert_refused(why_find(&f, 2, &a, &w, &e), NOT_FOUND, e,
                   "nobody in market 'test' heeded this person on its topic in its period; "
                   "kith find test lists whom they heed");
    assert_ok(why_find(&f, 3, &a, &w, &e), e); /* named, but by nobody a buyer leads to */
    assert_near(w.reach.reach, 0.0, 0.0);
    assert_int_equal(w.count, 1);
    assert_int_equal(w.path_count, 0);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_row_says_what_it_adds),
        cmocka_unit_test(rows_and_prior_add_up_to_the_reach),
        cmocka_unit_test(paths_are_the_strongest_of_all),
        cmocka_unit_test(a_path_shows_buyer_first_and_person_last),
        cmocka_unit_test(many_rows_are_cut_but_never_those_that_carry),
        cmocka_unit_test(who_is_not_named_is_not_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

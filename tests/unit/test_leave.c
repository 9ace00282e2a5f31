/* test_leave.c - tests: what is left when one source, or one buyer, is left out
 *
 * Expected: counted by hand, and all votes found again in a scene without the rows of one source.
 */
#include "helpers.h"
#include "scene_made.h"

#include "base/rng.h"
#include "find/interval.h"
#include "find/leave.h"
#include "find/prior.h"
#include "find/votes.h"

static struct findings find_in(struct arena *a, const struct scene *sc)
{
    struct findings f;
    struct err e;
    struct reach_options o = REACH_OPTIONS;
    assert_ok(reach_find(sc, &o, a, &f, &e), e);
    return f;
}

static const struct person_reach *person(const struct findings *f, uint32_t node)
{
    for (size_t i = 0; i < f->count; i++) {
        if (f->person[i].node == node) return &f->person[i];
    }
    fail();
    return NULL;
}

/* Ten buyers. ann: 6 by source 0, of these 2 by source 1 too (cited, .5). bob: 4 by source 1.
 * cid: 3 by source 0, 1 by source 2. Buyers 0 .. 9; ann is node 10. */
static const char *const market =
    "buyer a; buyer b; buyer c; buyer d; buyer e; buyer f; buyer g; buyer h; buyer i; buyer j\n"
    "person ann; person bob; person cid\n"
    "a named ann; b named ann; c named ann; d named ann; e named ann; f named ann\n"
    "a cited ann source=1; b cited ann source=1\n"
    "g named bob source=1; h named bob source=1; i named bob source=1; j named bob source=1\n"
    "a named cid; b named cid; c named cid; j named cid source=2";

static void counted_by_hand(void **state)
{
    (void)state;
    struct arena a = {0};
    const struct scene *sc = scene_made(&a, market);
    struct prior none = {.share = arena_new(&a, double, sc->node_count)};
    struct votes v;
    struct findings f;
    votes_find(sc, &a, &v);
    reach_join(sc, &v, &none, &a, &f);
    leave_find(&f, 10, 1);
    const struct leave *ann = person(&f, 10)->without;
    const struct leave *bob = person(&f, 11)->without;
    const struct leave *cid = person(&f, 12)->without;
    assert_int_equal(f.only_source, UINT32_MAX);
    /* Without source 0: a and b have only source 1 (.5 each for ann), c d e f are not heard: 6 are.
     * ann 100 * 1 / 6, bob 4 / 6, cid 1 / 6; ann is before cid. */
    assert_near(ann[LEAVE_SOURCE].reach, 100.0 / 6, 1e-9);
    assert_int_equal(ann[LEAVE_SOURCE].place, 2);
    assert_int_equal(ann[LEAVE_SOURCE].what, 0);
    assert_true(ann[LEAVE_SOURCE].rests);
    /* Without source 1: g h i are not heard, j is (source 2): ann 6 / 7, cid 4 / 7, bob 0 / 7. */
    assert_near(bob[LEAVE_SOURCE].reach, 0, 0);
    assert_int_equal(bob[LEAVE_SOURCE].place, 3);
    assert_int_equal(bob[LEAVE_SOURCE].what, 1);
    assert_true(bob[LEAVE_SOURCE].rests);
    /* Before: ann 60, bob 40, cid 40. cid without source 0: 1 / 6. */
    assert_near(person(&f, 12)->reach, 40, 1e-9);
    assert_near(cid[LEAVE_SOURCE].reach, 100.0 / 6, 1e-9);
    assert_int_equal(cid[LEAVE_SOURCE].place, 3);
    assert_true(cid[LEAVE_SOURCE].rests);
    /* One buyer less: ann 5 / 9, bob and cid 3 / 9 each, bob behind cid. */
    assert_near(ann[LEAVE_BUYER].reach, 500.0 / 9, 1e-9);
    assert_int_equal(ann[LEAVE_BUYER].place, 1);
    assert_false(ann[LEAVE_BUYER].rests);
    assert_near(bob[LEAVE_BUYER].reach, 300.0 / 9, 1e-9);
    assert_int_equal(bob[LEAVE_BUYER].place, 3);
    assert_int_equal(bob[LEAVE_BUYER].what, 6); /* g, the first of equals */
    assert_int_equal(cid[LEAVE_BUYER].place, 3);
    assert_int_equal(cid[LEAVE_BUYER].what, 0);
    arena_free(&a);
}

static void one_source_of_all_is_told_once(void **state)
{
    (void)state;
    struct arena a = {0};
    struct findings f = find_in(
        &a,
        scene_made(&a, "buyer a; buyer b; buyer c; buyer d; buyer e; buyer f; buyer g; buyer h\n"
                       "a named x; b named x; c named x; d named x; e named y; f named y\n"
                       "g named y; h named z; x named y source=1"));
    assert_int_equal(f.only_source, 0);
    for (size_t i = 0; i < f.count; i++) {
        assert_false(f.person[i].without[LEAVE_SOURCE].rests);
        assert_int_equal(f.person[i].without[LEAVE_SOURCE].place, i + 1);
        assert_int_equal(f.person[i].without[LEAVE_SOURCE].what, UINT32_MAX);
    }
    const struct person_reach *z = &f.person[f.count - 1];
    assert_true(z->without[LEAVE_BUYER].rests); /* h alone */
    arena_free(&a);
}

static void with_few_buyers_nothing_is_asked(void **state)
{
    (void)state;
    struct arena a = {0};
    struct findings f = find_in(&a, scene_made(&a, "buyer a; buyer b; a named x; b named x"));
    assert_int_equal(f.person[0].without[LEAVE_SOURCE].place, 0);
    assert_int_equal(f.person[0].without[LEAVE_BUYER].place, 0);
    arena_free(&a);
}

/* ---- against all of it counted again ---- */

static struct scene *random_market(struct rng *r, struct arena *a)
{
    struct made m = {.a = a};
    uint32_t buyers = 12 + (uint32_t)rng_below(r, 20);
    for (uint32_t u = 0; u < buyers; u++)
        (void)made_buyer(&m, 0.5 + rng_unit(r));
    uint32_t persons = 25;
    for (uint32_t v = 0; v < persons; v++)
        (void)made_person(&m);
    uint32_t blog = made_outlet(&m, false);
    for (uint32_t v = 0; v < 6; v++)
        made_author(&m, blog, buyers + (uint32_t)rng_below(r, persons), 1 + v, 0);
    static const enum verb_kind verbs[] = {VERB_NAMED, VERB_CITED, VERB_REPLIED, VERB_MENTIONED};
    for (int i = 0; i < 220; i++) {
        uint32_t from = (uint32_t)rng_below(r, buyers + persons / 3);
        uint64_t skew = rng_below(r, persons);
        uint32_t to = rng_below(r, 8) == 0 ? blog : buyers + (uint32_t)rng_below(r, skew + 1);
        if (from == to) continue;
        struct heed *h = made_heed(&m, from, verbs[rng_below(r, 4)], to);
        h->source = (uint32_t)rng_below(r, 4);
        h->sign = rng_below(r, 10) ? 1 : -1;
    }
    return made_scene(&m);
}

/* alpha of everybody without what `keeps` leaves out, and the weight of who is heard. */
static double recount(const struct findings *f, const struct scene *less, struct arena *a,
                      double *alpha)
{
    struct votes v;
    votes_find(less, a, &v);
    double heard = 0;
    for (size_t i = 0; i < f->count; i++)
        alpha[i] = f->prior.kappa * f->prior.share[f->person[i].node];
    for (size_t b = 0; b < f->votes.buyer_count; b++) {
        bool still = false;
        for (size_t i = 0; i < v.count; i++) {
            if (v.vote[i].buyer != f->votes.buyer[b]) continue;
            still = true;
            for (size_t c = 0; c < f->count; c++) {
                if (f->person[c].node != v.vote[i].person) continue;
                alpha[c] += f->votes.weight[b] * v.vote[i].p;
            }
        }
        if (still) heard += f->votes.weight[b];
    }
    return heard;
}

struct worst {
    double reach[64];
    uint32_t place[64];
};

static void take_worst(const struct findings *f, const struct scene *less, struct arena *a,
                       struct worst *w)
{
    double *alpha = arena_new(a, double, f->count);
    double heard = recount(f, less, a, alpha);
    for (size_t i = 0; i < f->count; i++) {
        uint32_t place = 1;
        for (size_t j = 0; j < f->count; j++) {
            if (j == i) continue;
            double ahead = alpha[j] - alpha[i];
            place += ahead > 1e-6 || (fabs(ahead) <= 1e-6 && j < i);
        }
        double reach = 100.0 * alpha[i] / (heard + f->prior.pseudo_buyers);
        if (place > w->place[i]) w->place[i] = place;
        w->reach[i] = fmin(w->reach[i], reach);
    }
}

static void check_kind(const struct findings *f, enum leave_kind kind, struct arena *a)
{
    struct worst w;
    assert_true(f->count <= 64);
    for (size_t i = 0; i < f->count; i++) {
        w.reach[i] = f->person[i].reach;
        w.place[i] = (uint32_t)i + 1;
    }
    const struct scene *sc = f->scene;
    size_t groups = kind == LEAVE_SOURCE ? sc->source_count : f->votes.buyer_count;
    for (size_t g = 0; g < groups; g++) {
        struct scene less = *sc;
        struct heed *heed = arena_new(a, struct heed, sc->heed_count);
        less.heed = heed;
        less.heed_count = 0;
        for (size_t i = 0; i < sc->heed_count; i++) {
            const struct heed *h = &sc->heed[i];
            bool out = kind == LEAVE_SOURCE ? h->source == g : h->from == f->votes.buyer[g];
            if (!out) heed[less.heed_count++] = *h;
        }
        take_worst(f, &less, a, &w);
    }
    for (size_t i = 0; i < f->count; i++) {
        assert_int_equal(f->person[i].without[kind].place, w.place[i]);
        assert_near(f->person[i].without[kind].reach, w.reach[i], 1e-5);
    }
}

static void as_if_all_were_counted_again(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 40; seed++) {
        struct arena a = {0};
        struct rng r = rng_stream(seed, 1);
        struct findings f = find_in(&a, random_market(&r, &a));
        check_kind(&f, LEAVE_SOURCE, &a);
        check_kind(&f, LEAVE_BUYER, &a);
        struct findings other = f;
        other.person = arena_new(&a, struct person_reach, f.count);
        memcpy(other.person, f.person, f.count * sizeof *f.person);
        leave_find(&other, 10, 3);
        assert_memory_equal(other.person, f.person, f.count * sizeof *f.person);
        arena_free(&a);
    }
}

/* The prior alone: nobody's votes, so nothing falls. */
static void who_has_no_votes_rests_on_nobody(void **state)
{
    (void)state;
    struct arena a = {0};
    struct findings f = find_in(
        &a,
        scene_made(&a, "buyer a; buyer b; buyer c; buyer d; buyer e; buyer f; buyer g; buyer h\n"
                       "a named x; b named x; c named x; d named x; e named x; f named y\n"
                       "g named y source=1; h named y source=1; x named far source=1"));
    bool seen = false;
    for (size_t i = 0; i < f.count; i++) {
        if (f.person[i].votes > 0) continue;
        seen = true;
        assert_int_equal(f.person[i].without[LEAVE_SOURCE].what, UINT32_MAX);
        assert_false(f.person[i].without[LEAVE_BUYER].rests);
        assert_near(f.person[i].without[LEAVE_BUYER].reach, f.person[i].reach, 0);
    }
    assert_true(seen);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counted_by_hand),
        cmocka_unit_test(one_source_of_all_is_told_once),
        cmocka_unit_test(with_few_buyers_nothing_is_asked),
        cmocka_unit_test(as_if_all_were_counted_again),
        cmocka_unit_test(who_has_no_votes_rests_on_nobody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_aging.c - tests: is attention forgotten as soon as the past says, and by nobody else's say?
 */
#include "helpers.h"
#include "scene_made.h"

#include "base/rng.h"
#include "find/aging.h"
#include "find/ndcg.h"
#include "find/trust.h"
#include "find/votes.h"

enum { BUYERS = 20, READERS = 30, STARS = 60, NODES = BUYERS + READERS + STARS, DAYS = 700 };

static void nobodys_name_decides(void **state)
{
    (void)state;
    /* by hand: places 1; 2 and 3 shared; 4: (1 + 1 / log2 3 + .5) / 2 ... */
    struct rated r[] = {{1.0, 2.0}, {3.0, 0.0}, {0.0, 1.0}, {1.0, 0.0}};
    double shared = (1.0 / log2(3.0) + 1.0 / log2(4.0)) / 2.0;
    double got = 2.0 * shared + 1.0 / log2(5.0);
    assert_near(ndcg_find(r, 4), got / (2.0 + 1.0 / log2(3.0)), 1e-15);
    struct rated none[] = {{1.0, 0.0}, {2.0, 0.0}};
    assert_near(ndcg_find(none, 2), 0.0, 0.0);
    assert_near(ndcg_find(none, 0), 0.0, 0.0);
    struct rated last[25]; /* who gains shares places 20 to 25 with five others */
    for (size_t i = 0; i < 25; i++)
        last[i] = (struct rated){i < 19 ? 2.0 : 1.0, i == 24 ? 1.0 : 0.0};
    assert_near(ndcg_find(last, 25), 1.0 / log2(21.0) / 6.0, 1e-15);
}

/* Everybody heeds stars, others from the day `turn` on; buyers heed readers, too. */
static struct scene *world(struct arena *a, uint32_t turn, bool bots)
{
    struct made m = {.a = a, .half_life_days = HALF_LIFE_OF_PAST};
    struct rng r = rng_stream(3, turn);
    for (uint32_t i = 0; i < NODES; i++)
        (void)(i < BUYERS ? made_buyer(&m, 1.0) : made_person(&m));
    for (uint32_t i = 0; i < 6 * DAYS; i++) {
        uint32_t day = i / 6;
        uint32_t from = (uint32_t)rng_below(&r, BUYERS + READERS);
        uint32_t one = (uint32_t)rng_below(&r, STARS / 2);
        uint32_t other = (uint32_t)rng_below(&r, STARS / 2);
        uint32_t to =
            BUYERS + READERS + (day < turn ? 0U : STARS / 2U) + (one < other ? one : other);
        if (from < BUYERS && rng_below(&r, 3) == 0) to = BUYERS + (uint32_t)rng_below(&r, READERS);
        if (to == from) continue;
        enum verb_kind verb = rng_below(&r, 3) ? VERB_CITED : VERB_REPLIED;
        struct heed *h = made_heed(&m, from, verb, to);
        h->at_s -= (int64_t)(DAYS - day) * DAY_S - i % 6;
        if (rng_below(&r, 20) == 0) h->sign = -1;
    }
    for (uint32_t i = 0; bots && i < 2000; i++) {
        uint32_t bot = i % 50 ? (uint32_t)m.node_count - 1 : made_person(&m);
        made_heed(&m, bot, VERB_NAMED, BUYERS + READERS + i % STARS)->at_s -=
            (int64_t)(i % DAYS) * DAY_S;
    }
    return made_scene(&m);
}

static struct aging chosen(const struct scene *sc, unsigned threads)
{
    struct arena a = {0};
    struct votes v;
    struct aging g;
    votes_find(sc, &a, &v);
    aging_choose(sc, &v, threads, &g);
    arena_free(&a);
    return g;
}

static void what_changes_is_forgotten_soon(void **state)
{
    (void)state;
    static const uint32_t turns[] = {300, 450};
    for (size_t i = 0; i < sizeof turns / sizeof *turns; i++) {
        struct arena a = {0};
        struct scene *sc = world(&a, turns[i], false);
        struct aging one = chosen(sc, 1);
        struct aging two = chosen(sc, 2);
        struct aging bots = chosen(world(&a, turns[i], true), 2);
        assert_true(one.judged);
        assert_in_range(one.days, 7, 90);
        assert_true(one.ndcg > one.ndcg_usual + AGING_BONUS);
        assert_int_equal(two.days, one.days);
        assert_near(two.ndcg, one.ndcg, 0.0);
        /* accounts that no buyer leads to */
        assert_int_equal(bots.days, one.days);
        assert_near(bots.ndcg, one.ndcg, 0.0);
        assert_near(bots.judges, one.judges, 0.0);
        sc->market.half_life_days = 77;
        assert_int_equal(chosen(sc, 1).days, 77);
        assert_false(chosen(sc, 1).judged);
        arena_free(&a);
    }
    struct arena a = {0};
    struct aging still = chosen(world(&a, DAYS, false), 1); /* the same stars throughout */
    assert_true(still.judged);
    assert_true(still.days == 0 || still.days >= 180);
    struct aging few = chosen(scene_made(&a, "buyer u; u named v day=-9; u cited w"), 1);
    assert_int_equal(few.days, HALF_LIFE_DAYS);
    assert_false(few.judged);
    arena_free(&a);
}

/* ---- the slow way: every pair and half-life by its own scan ---- */

static double strongest(const struct scene *sc, const struct votes *v, uint32_t from, uint32_t to,
                        int64_t at_s, int64_t days)
{
    double most = 0.0;
    for (size_t i = 0; i < sc->heed_count; i++) {
        const struct heed *h = &sc->heed[i];
        if (h->from != from || h->to != to || h->sign < 0 || h->at_s >= at_s) continue;
        double age = (double)(at_s - h->at_s) / DAY_S;
        double now = days ? v->says[i] * pow(0.5, age / (double)days) : v->says[i];
        if (now > most) most = now;
    }
    return most;
}

static double slow_ndcg(const struct scene *sc, const struct votes *v, const double *trust,
                        int64_t at_s, int64_t days)
{
    struct rated r[NODES] = {0};
    size_t n = 0;
    for (uint32_t to = 0; to < NODES; to++) {
        struct rated one = {0};
        for (uint32_t from = 0; from < NODES; from++) {
            bool heeds = false;
            for (size_t i = 0; i < sc->heed_count; i++) {
                const struct heed *h = &sc->heed[i];
                heeds =
                    heeds || (h->from == from && h->to == to && h->sign >= 0 && h->at_s >= at_s);
            }
            one.score += trust[from] * strongest(sc, v, from, to, at_s, days);
            one.gain += heeds ? trust[from] : 0.0;
        }
        if (one.score > 0.0 || one.gain > 0.0) r[n++] = one;
    }
    return ndcg_find(r, n);
}

static void as_by_the_slow_way(void **state)
{
    (void)state;
    struct arena a = {0};
    struct scene *sc = world(&a, 30, false);
    struct votes v;
    struct ties ties;
    struct aging g = chosen(sc, 2);
    votes_find(sc, &a, &v);
    sc->market.half_life_days = 0;
    ties_find(sc, &v, TIES_PERSONS, &a, &ties);
    const double *walk = trust_walk(&ties, &v, &a);
    const double *trust = trust_mass(NODES, &v, trust_agreed(sc, &ties, &v, walk, &a), 10.0, &a);
    double sum = 0.0;
    for (size_t part = 5; part < 10; part += 2) {
        int64_t *at = arena_new(&a, int64_t, sc->heed_count);
        size_t n = 0;
        for (size_t i = 0; i < sc->heed_count; i++) {
            if (sc->heed[i].from < BUYERS && sc->heed[i].sign >= 0) at[n++] = sc->heed[i].at_s;
        }
        for (size_t i = 1; i < n; i++) { /* insertion sort */
            for (size_t j = i; j && at[j] < at[j - 1]; j--) {
                int64_t was = at[j];
                at[j] = at[j - 1];
                at[j - 1] = was;
            }
        }
        sum += slow_ndcg(sc, &v, trust, at[n * part / 10], g.days) / 3.0;
    }
    assert_near(g.ndcg, sum, 1e-12);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nobodys_name_decides),
        cmocka_unit_test(what_changes_is_forgotten_soon),
        cmocka_unit_test(as_by_the_slow_way),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

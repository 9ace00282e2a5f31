/* test_family.c - tests: is the prior chosen that would have foretold what came? */
#include "helpers.h"
#include "scene_made.h"

#include "base/rng.h"
#include "find/family.h"
#include "find/prior.h"

enum { BUYERS = 60, LOCALS = 40, STARS = 10, OTHERS = 100 };

/* Buyers heed locals by lot, who heed each other by lot, and a third as much the stars; everybody
 * else heeds the stars, in sources that are curated or not. Later the buyers heed the stars, or
 * people by lot again. */
static struct scene *world(struct arena *a, bool curated, bool stars_later)
{
    struct made m = {.a = a};
    struct rng r = rng_stream(7, 1);
    for (uint32_t i = 0; i < BUYERS + LOCALS + STARS + OTHERS; i++)
        (void)(i < BUYERS ? made_buyer(&m, 1.0) : made_person(&m));
    uint32_t star = BUYERS + LOCALS;
    for (uint32_t i = 0; i < 6 * BUYERS; i++) {
        uint32_t local = BUYERS + (uint32_t)rng_below(&r, LOCALS);
        bool at_star = rng_below(&r, 3) == 0;
        uint32_t to = at_star ? star + (uint32_t)rng_below(&r, STARS) : local;
        /* each row at a second of its own: what is said again at the same one counts once */
        made_heed(&m, i % BUYERS, VERB_CITED, to)->at_s -= 200 * DAY_S + i;
        made_heed(&m, local, VERB_CITED, BUYERS + (uint32_t)rng_below(&r, LOCALS))->at_s -=
            300 * DAY_S;
    }
    for (uint32_t i = 0; i < 4 * OTHERS; i++) {
        struct heed *h = made_heed(&m, star + STARS + i % OTHERS, VERB_CITED,
                                   star + (uint32_t)rng_below(&r, STARS));
        h->at_s -= 300 * DAY_S;
        h->curated = curated;
    }
    for (uint32_t i = 0; i < 4 * BUYERS; i++) {
        uint32_t to = stars_later ? star + (uint32_t)rng_below(&r, STARS)
                                  : BUYERS + (uint32_t)rng_below(&r, LOCALS);
        made_heed(&m, i % BUYERS, VERB_CITED, to)->at_s -= (int64_t)DAY_S - i;
    }
    return made_scene(&m);
}

static void what_came_later_decides(void **state)
{
    (void)state;
    static const struct {
        bool curated, stars_later, open;
    } cases[] = {{true, true, true}, {true, false, false}, {false, true, false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena a = {0};
        struct family_choice one;
        struct family_choice two;
        struct scene *sc = world(&a, cases[i].curated, cases[i].stars_later);
        family_choose(sc, 1, &one);
        family_choose(sc, 2, &two);
        assert_true(one.judged);
        assert_true((one.family == FAMILY_OPEN) == cases[i].open);
        assert_int_equal(one.judges, BUYERS / 4); /* those left out: all of them did something */
        assert_int_equal(one.at_s, MADE_AS_OF_S - DAY_S);
        assert_true(isnan(one.ndcg[FAMILY_OUTLETS]));
        assert_true(isnan(one.ndcg[FAMILY_OPEN]) == !cases[i].curated);
        assert_int_equal(two.family, one.family);
        for (int f = 0; f < FAMILY_COUNT; f++) {
            if (!isnan(one.ndcg[f])) assert_near(two.ndcg[f], one.ndcg[f], 0.0);
        }
        arena_free(&a);
    }
}

static void without_a_past_the_usual_one_stands(void **state)
{
    (void)state;
    struct arena a = {0};
    struct family_choice c;
    family_choose(scene_made(&a, "buyer u; v named w"), 1, &c); /* nobody heard */
    assert_false(c.judged);
    assert_int_equal(c.family, FAMILY_TRUST);
    assert_int_equal(c.judges, 0);
    family_choose(scene_made(&a, "buyer u; buyer v; u named w; v named w"), 1, &c); /* one date */
    assert_false(c.judged);
    family_choose(scene_made(&a, "buyer u; buyer v; u named w day=-9; v named w; u named x"), 1,
                  &c); /* one buyer before it */
    assert_false(c.judged);
    assert_int_equal(c.family, FAMILY_TRUST);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_came_later_decides),
        cmocka_unit_test(without_a_past_the_usual_one_stands),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_learn.c - tests: what is learned from made markets whose truth is known */
#include "helpers.h"

#include "base/rng.h"
#include "find/learn.h"
#include "scene_made.h"

#include <stdlib.h>

enum { BUYERS = 60, PEOPLE = 40, QUARTER_DAYS = 90 };

static void learned_weights(const struct scene *sc, const struct learn_dates *d, uint64_t seed,
                            struct learned_weights *ret)
{
    struct err e = {0};
    const struct learn_options o = {.seed = seed};
    assert_ok(learn_weights(sc, d, &o, ret, &e), e);
}

static void learned_half_life(const struct scene *sc, const struct learn_dates *d, uint32_t source,
                              uint64_t seed, struct learned_half_life *ret)
{
    struct err e = {0};
    const struct learn_options o = {.seed = seed};
    assert_ok(learn_half_life(sc, d, source, &o, ret, &e), e);
}

/* ---- one date, by hand and by R ---- */

static void add_pairs(struct made *m, const uint32_t *buyer, uint32_t *person, enum verb_kind verb,
                      int pairs, int again)
{
    for (int i = 0; i < pairs; i++) {
        uint32_t from = buyer[i % 20];
        uint32_t to = person[i / 20];
        made_heed(m, from, verb, to)->at_s = 150;
        if (i % 2) made_heed(m, from, verb, to)->at_s = 151; /* twice is once */
        if (i < again) made_heed(m, from, VERB_REPLIED, to)->at_s = 250;
    }
}

/* 400 pairs of `cited` (.5), 100 of which are heeded again; 300 of `mentioned` (here .25), 150
 * again; nothing before the first date. R: nA <- 400; yA <- 100; nB <- 300; yB <- 150
 *   h <- (yA+yB) / (nA*.5 + nB*.25); p <- h * c(.5, .25); pen <- 200*p*(1-p)
 *   f <- function(q) { e <- qlogis(p) + q[1] + q[2:3]
 *     -sum(c(yA,yB)*e - c(nA,nB)*log1p(exp(e))) + sum(pen*q[2:3]^2)/2 }
 *   o <- nlm(f, c(0,0,0), gradtol = 1e-12); plogis(qlogis(p) + o$estimate[2:3]) / h
 *   0.349995498551848 0.440074871047893 */
static void weights_are_those_of_r(void **state)
{
    (void)state;
    struct arena a = {0};
    struct made m = {.a = &a};
    uint32_t buyer[20];
    uint32_t person[36];
    for (int i = 0; i < 20; i++)
        buyer[i] = made_buyer(&m, 1);
    for (int i = 0; i < 36; i++)
        person[i] = made_person(&m);
    add_pairs(&m, buyer, person, VERB_CITED, 400, 100);
    add_pairs(&m, buyer, person + 20, VERB_MENTIONED, 300, 150);
    for (int i = 0; i < 15; i++) /* too few to learn of; at the second date */
        made_heed(&m, buyer[i], VERB_NAMED, person[35])->at_s = 199;
    made_heed(&m, person[0], VERB_CITED, person[1])->at_s = 150; /* not of the audience */
    struct scene *sc = made_scene(&m);
    sc->market.weight[VERB_MENTIONED] = 0.25;
    sc->market.weight[VERB_NAMED] = 0; /* so that it changes nothing of h */
    struct learn_dates d = {.at_s = {100, 200, 300}, .first_s = 150, .end_s = 400};
    struct learned_weights w;
    learned_weights(sc, &d, 1, &w);
    assert_int_equal(w.verb[VERB_CITED].pairs, 400);
    assert_int_equal(w.verb[VERB_MENTIONED].pairs, 300);
    assert_int_equal(w.verb[VERB_NAMED].pairs, 15);
    assert_false(w.verb[VERB_NAMED].learned);
    assert_near(w.h, 250.0 / 275, 1e-12);
    assert_near(w.verb[VERB_NAMED].then, 0, 0);
    assert_near(w.verb[VERB_CITED].then, 0.35, 1e-12);
    assert_near(w.verb[VERB_MENTIONED].then, 0.44, 1e-12);
    assert_true(w.changes);
    arena_free(&a);
}

/* ---- made markets ---- */

struct nature {
    double again[VERB_COUNT];          /* chance a quarter, when new */
    double half_life_days[VERB_COUNT]; /* of that chance; 0: none */
};

/* Rows of `cited` are of source 1, of `mentioned` of source 2. */
static void add_row(struct made *m, uint32_t from, enum verb_kind verb, uint32_t to, int64_t at_s)
{
    struct heed *h = made_heed(m, from, verb, to);
    h->at_s = at_s;
    h->source = verb == VERB_CITED ? 1 : 2;
}

/* Six quarters; each pair begins in one of the first five with one of two verbs, and is heeded
 * again in later ones by the nature of its verb and of its age since last heeded. */
static struct scene *market_of(const struct nature *n, uint64_t seed, struct arena *a)
{
    struct made m = {.a = a};
    struct rng r = rng_stream(seed, 77);
    uint32_t buyer[BUYERS];
    uint32_t person[PEOPLE];
    int64_t start_s = MADE_AS_OF_S - (int64_t)6 * QUARTER_DAYS * DAY_S;
    for (int i = 0; i < BUYERS; i++)
        buyer[i] = made_buyer(&m, 1);
    for (int i = 0; i < PEOPLE; i++)
        person[i] = made_person(&m);
    for (int i = 0; i < BUYERS; i++) {
        for (int k = 0; k < PEOPLE; k++) {
            enum verb_kind verb = rng_below(&r, 2) ? VERB_CITED : VERB_MENTIONED;
            int64_t day = (int64_t)(rng_unit(&r) * 6 * QUARTER_DAYS);
            if (rng_below(&r, 3)) continue;
            add_row(&m, buyer[i], verb, person[k], start_s + day * DAY_S);
            for (;;) { /* every ten days anew */
                int64_t last = day;
                bool heeded = false;
                for (int64_t next = last + 10; next < 6 * QUARTER_DAYS && !heeded; next += 10) {
                    double half_life = n->half_life_days[verb];
                    double fade = half_life > 0 ? exp2(-(double)(next - last) / half_life) : 1;
                    heeded = rng_unit(&r) < n->again[verb] * fade / 9;
                    day = next;
                }
                if (!heeded) break;
                add_row(&m, buyer[i], verb, person[k], start_s + day * DAY_S);
            }
        }
    }
    return made_scene(&m);
}

static void verbs_that_tell_otherwise_are_learned(void **state)
{
    (void)state;
    const struct nature n = {.again = {[VERB_CITED] = 0.05, [VERB_MENTIONED] = 0.7}};
    for (uint64_t seed = 1; seed <= 3; seed++) {
        struct arena a = {0};
        struct scene *sc = market_of(&n, seed, &a);
        struct learn_dates d;
        struct learned_weights w;
        assert_true(learn_dates_find(sc, &d));
        learned_weights(sc, &d, seed, &w);
        assert_int_equal(w.learned, 2);
        assert_true(w.verb[VERB_MENTIONED].then > 0.2 && w.verb[VERB_CITED].then < 0.5);
        assert_true(gain_is_sure(&w.judged));
        assert_near(w.judged.gain.value, w.judged.then - w.judged.now, 1e-12);
        arena_free(&a);
    }
}

/* Where people behave as the table says, what is learned is nothing but chance: at a level of 90 %
 * one in twenty may be taken for a gain. */
static void a_table_that_is_right_stays(void **state)
{
    (void)state;
    const struct nature n = {.again = {[VERB_CITED] = 0.5, [VERB_MENTIONED] = 0.17}};
    int sure = 0;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        struct arena a = {0};
        struct scene *sc = market_of(&n, seed, &a);
        struct learn_dates d;
        struct learned_weights w;
        assert_true(learn_dates_find(sc, &d));
        learned_weights(sc, &d, seed, &w);
        sure += gain_is_sure(&w.judged);
        assert_near(w.verb[VERB_CITED].then, 0.5, 0.15);
        assert_near(w.verb[VERB_MENTIONED].then, 0.2, 0.1);
        arena_free(&a);
    }
    assert_true(sure <= 4);
}

static void short_memories_are_learned(void **state)
{
    (void)state;
    const struct nature n = {.again = {[VERB_CITED] = 2, [VERB_MENTIONED] = 2},
                             .half_life_days = {[VERB_CITED] = 40, [VERB_MENTIONED] = 40}};
    const struct nature never = {.again = {[VERB_CITED] = 0.4, [VERB_MENTIONED] = 0.4}};
    int sure = 0;
    for (uint64_t seed = 1; seed <= 10; seed++) {
        struct arena a = {0};
        struct scene *sc = market_of(&n, seed, &a);
        struct learn_dates d;
        struct learned_half_life l;
        sc->market.weight[VERB_CITED] = sc->market.weight[VERB_MENTIONED]; /* alike, as they are */
        sc->market.half_life_days = 0;
        assert_true(learn_dates_find(sc, &d));
        learned_half_life(sc, &d, SOURCE_ALL, seed, &l);
        assert_true(l.then >= 30 && l.then <= 180);
        assert_true(gain_is_sure(&l.judged));
        sc = market_of(&never, seed, &a);
        sc->market.weight[VERB_CITED] = sc->market.weight[VERB_MENTIONED];
        sc->market.half_life_days = 0;
        assert_true(learn_dates_find(sc, &d));
        learned_half_life(sc, &d, SOURCE_ALL, seed, &l);
        assert_true(l.then == 0 || l.then >= 365);
        sure += gain_is_sure(&l.judged);
        arena_free(&a);
    }
    assert_true(sure <= 3);
}

static void each_source_has_a_memory_of_its_own(void **state)
{
    (void)state;
    const struct nature n = {.again = {[VERB_CITED] = 2, [VERB_MENTIONED] = 0.4},
                             .half_life_days = {[VERB_CITED] = 40}};
    const struct scene_source list[3] = {{.id = 0}, {.id = 7}, {.id = 8}};
    int sure = 0;
    for (uint64_t seed = 1; seed <= 5; seed++) {
        struct arena a = {0};
        struct scene *sc = market_of(&n, seed, &a);
        struct learn_dates d;
        struct learned_half_life cited;
        struct learned_half_life mentioned;
        sc->source = list;
        sc->source_count = 3;
        sc->market.half_life_days = 0;
        assert_true(learn_dates_find(sc, &d));
        learned_half_life(sc, &d, 1, seed, &cited);
        learned_half_life(sc, &d, 2, seed, &mentioned);
        assert_true(cited.then >= 30 && cited.then <= 180);
        sure += gain_is_sure(&cited.judged);
        assert_true(mentioned.then == 0 || mentioned.then >= 365);
        /* Nothing but what is left is looked at when one source has a half-life of its own. */
        struct scene_source own[3] = {list[0], list[1], list[2]};
        own[1].own_half_life = true;
        own[1].half_life_days = 30;
        sc->source = own;
        struct learned_half_life rest;
        learned_half_life(sc, &d, SOURCE_ALL, seed, &rest);
        assert_int_equal(rest.judged.judged, mentioned.judged.judged);
        learned_half_life(sc, &d, 1, seed, &cited);
        assert_int_equal(cited.now, 30);
        arena_free(&a);
    }
    assert_true(sure >= 4); /* 30 days, tried beside 90, are too few once */
}

static void the_market_s_own_half_life_is_tried(void **state)
{
    (void)state;
    struct arena a = {0};
    const struct nature n = {.again = {[VERB_CITED] = 0.4, [VERB_MENTIONED] = 0.4}};
    struct scene *sc = market_of(&n, 1, &a);
    struct learn_dates d;
    struct learned_half_life l;
    sc->market.half_life_days = 77;
    assert_true(learn_dates_find(sc, &d));
    learned_half_life(sc, &d, SOURCE_ALL, 1, &l);
    assert_int_equal(l.count, AGING_COUNT + 1);
    assert_int_equal(l.days[AGING_COUNT], 77);
    assert_int_equal(l.now, 77);
    sc->market.half_life_days = 30;
    learned_half_life(sc, &d, SOURCE_ALL, 1, &l);
    assert_int_equal(l.count, AGING_COUNT);
    arena_free(&a);
}

static void without_time_there_are_no_dates(void **state)
{
    (void)state;
    struct arena a = {0};
    struct learn_dates d;
    assert_false(learn_dates_find(scene_made(&a, "buyer ann; ann named bob; ann cited bob"), &d));
    assert_false(learn_dates_find(scene_made(&a, "buyer ann; person bob"), &d));
    assert_true(
        learn_dates_find(scene_made(&a, "buyer ann; ann named bob day=-9; ann named bob day=-7;"
                                        "ann named bob day=-5; ann named bob day=-3"),
                         &d));
    assert_int_equal(d.at_s[0], MADE_AS_OF_S - 7 * DAY_S);
    assert_int_equal(d.at_s[2], MADE_AS_OF_S - 3 * DAY_S);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(weights_are_those_of_r),
        cmocka_unit_test(verbs_that_tell_otherwise_are_learned),
        cmocka_unit_test(a_table_that_is_right_stays),
        cmocka_unit_test(short_memories_are_learned),
        cmocka_unit_test(each_source_has_a_memory_of_its_own),
        cmocka_unit_test(the_market_s_own_half_life_is_tried),
        cmocka_unit_test(without_time_there_are_no_dates),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

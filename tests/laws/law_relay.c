/* law_relay.c - tests: quality before loudness when people pass things on, for any market */
#include "helpers.h"
#include "laws.h"
#include "scene_made.h"

#include "base/rng.h"
#include "choose/relay.h"

#include <stdlib.h>

enum { ROUNDS = 6, BUYERS = 30, PEOPLE = 50, K = 6 };

static void heed_at_random(struct made *m, struct rng *r, uint32_t from, uint32_t to)
{
    static const enum verb_kind verbs[] = {VERB_NAMED, VERB_ASKED, VERB_CITED, VERB_REPLIED};
    if (from != to) (void)made_heed(m, from, verbs[rng_below(r, 4)], to);
}

/* Buyers heed people, people each other and now and then a buyer. */
static struct made market(struct arena *a, struct rng *r)
{
    struct made m = {.a = a};
    for (uint32_t i = 0; i < BUYERS; i++)
        (void)made_buyer(&m, 0.2 + rng_unit(r));
    for (uint32_t i = 0; i < PEOPLE; i++)
        (void)made_person(&m);
    for (int i = 0; i < 70; i++) {
        heed_at_random(&m, r, (uint32_t)rng_below(r, BUYERS),
                       BUYERS + (uint32_t)rng_below(r, PEOPLE));
        heed_at_random(&m, r, BUYERS + (uint32_t)rng_below(r, PEOPLE),
                       (uint32_t)rng_below(r, BUYERS + PEOPLE));
    }
    return m;
}

static struct relay relay_of(struct arena *a, struct made *m, bool lt)
{
    struct findings f;
    struct relay x;
    struct err e;
    struct reach_options ro = REACH_OPTIONS;
    struct choose_options o = {.k = K, .seed = seed_of_run()};
    assert_ok(reach_find(made_scene(m), &ro, a, &f, &e), e);
    assert_ok(relay_choose(&f, &o, lt, a, &x, &e), e);
    return x;
}

static bool same_choice(const struct relay *l, const struct relay *r)
{
    bool ok = l->choice.count == r->choice.count && l->arcs == r->arcs;
    for (size_t i = 0; ok && i < l->choice.count; i++) {
        const struct pick *p = &l->choice.pick[i];
        const struct pick *q = &r->choice.pick[i];
        ok = p->node == q->node && memcmp(&p->gain, &q->gain, sizeof p->gain) == 0 &&
             memcmp(&p->reach, &q->reach, sizeof p->reach) == 0;
    }
    return ok;
}

static void a_thousand_bought_fans_change_nothing(void **state)
{
    (void)state;
    struct rng r = rng_stream(seed_of_run(), 1);
    for (int round = 0; round < ROUNDS; round++) {
        struct arena a = {0};
        struct made m = market(&a, &r);
        struct relay before = relay_of(&a, &m, round % 2);
        uint32_t idol = (uint32_t)rng_below(&r, BUYERS + PEOPLE);
        for (int i = 0; i < 1000; i++)
            (void)made_heed(&m, made_person(&m), VERB_NAMED, idol);
        struct relay after = relay_of(&a, &m, round % 2);
        law_holds(same_choice(&before, &after), "bought fans", round);
        arena_free(&a);
    }
}

static void a_ring_gains_nothing_beyond_what_buyers_lead_to(void **state)
{
    (void)state;
    struct rng r = rng_stream(seed_of_run(), 2);
    for (int round = 0; round < ROUNDS; round++) {
        struct arena a = {0};
        struct made m = market(&a, &r);
        struct relay before = relay_of(&a, &m, round % 2);
        uint32_t ring[12];
        for (size_t i = 0; i < 12; i++)
            ring[i] = made_person(&m);
        for (size_t i = 0; i < 144; i++) {
            if (i / 12 != i % 12) (void)made_heed(&m, ring[i / 12], VERB_NAMED, ring[i % 12]);
        }
        for (size_t i = 0; i < 12; i++)
            heed_at_random(&m, &r, ring[i], (uint32_t)rng_below(&r, BUYERS + PEOPLE));
        struct relay after = relay_of(&a, &m, round % 2);
        law_holds(same_choice(&before, &after), "ring", round);
        arena_free(&a);
    }
}

/* Whatever is passed on, nobody is worth less than without relays, nobody more than everybody. */
static void relays_only_add(void **state)
{
    (void)state;
    struct rng r = rng_stream(seed_of_run(), 3);
    double error = 5 * 50.0 / sqrt(RELAY_SETS);
    for (int round = 0; round < ROUNDS; round++) {
        struct arena a = {0};
        struct made m = market(&a, &r);
        struct findings f;
        struct relay x = relay_of(&a, &m, false);
        struct err e;
        struct reach_options ro = REACH_OPTIONS;
        assert_ok(reach_find(made_scene(&m), &ro, &a, &f, &e), e);
        f.prior.pseudo_buyers = 0.0;
        for (size_t i = 0; i < x.choice.count; i++) {
            const struct pick *p = &x.choice.pick[i];
            law_holds(p->reach >= choose_cover(&f, &p->node, 1) - error, "relays add", round);
            law_holds(p->cover <= 100.0 && p->gain <= p->reach, "at most all", round);
        }
        law_holds(x.lower <= x.upper && x.upper <= 100.0 + 1e-9, "bounds", round);
        arena_free(&a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_thousand_bought_fans_change_nothing),
        cmocka_unit_test(a_ring_gains_nothing_beyond_what_buyers_lead_to),
        cmocka_unit_test(relays_only_add),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/*
 * random_market.h - tests: a market made at random, in which a few are heeded much
 *
 * Buyers first, then other people, then outlets, every second one open.
 */
#ifndef KITH_TESTS_RANDOM_MARKET_H
#define KITH_TESTS_RANDOM_MARKET_H

#include "scene_made.h"

#include "base/rng.h"

enum { ROUNDS = 10, BUYERS = 45, PEOPLE = 80, OUTLETS = 4, NODES = BUYERS + PEOPLE + OUTLETS };

/* Numbers near 0 come up more often, as few people are heeded much. */
static inline uint32_t skewed(struct rng *r, uint32_t n)
{
    double u = rng_unit(r);
    return (uint32_t)(u * u * n);
}

static inline enum verb_kind any_verb(struct rng *r)
{
    return 1 + (enum verb_kind)rng_below(r, VERB_CLAIMED - 1);
}

static inline void heed_at_random(struct made *m, struct rng *r, uint32_t from, uint32_t to)
{
    if (from == to) return;
    struct heed *h = made_heed(m, from, any_verb(r), to);
    h->at_s -= (int64_t)rng_below(r, 1000) * DAY_S;
    h->sign = rng_below(r, 12) == 0 ? -1 : 1;
    h->room = (uint32_t)rng_below(r, 4) * 10;
}

static inline struct made market(struct arena *a, struct rng *r, uint32_t buyers,
                                 bool equal_weights)
{
    struct made m = {.a = a};
    for (uint32_t i = 0; i < BUYERS; i++) {
        double weight = equal_weights ? 1.0 : 0.2 + rng_unit(r);
        (void)made_buyer(&m, i < buyers ? weight : 0.0);
    }
    for (uint32_t i = 0; i < PEOPLE; i++)
        (void)made_person(&m);
    for (uint32_t i = 0; i < OUTLETS; i++) {
        uint32_t outlet = made_outlet(&m, i % 2 == 0);
        for (uint32_t k = 0; k < 8; k++) {
            made_author(&m, outlet, BUYERS + 10 * k + skewed(r, 10), 1 + (uint32_t)rng_below(r, 9),
                        (uint32_t)rng_below(r, 4));
        }
    }
    for (int i = 0; i < 150; i++) {
        uint32_t from = (uint32_t)rng_below(r, buyers ? buyers : 1);
        heed_at_random(&m, r, from, BUYERS + skewed(r, PEOPLE));
        if (i % 5 == 0) heed_at_random(&m, r, from, NODES - 1 - (uint32_t)rng_below(r, OUTLETS));
        if (i % 9 == 0) heed_at_random(&m, r, from, (uint32_t)rng_below(r, BUYERS));
    }
    for (int i = 0; i < 400; i++) {
        heed_at_random(&m, r, BUYERS + (uint32_t)rng_below(r, PEOPLE), BUYERS + skewed(r, PEOPLE));
    }
    return m;
}

#endif

/*
 * market.h - find: on what, on whom, when?
 *
 * No figure about influence exists outside a market: topic + audience + period + half-life.
 *
 * Cost   reads a row a market and one a changed weight
 * Check  tests/unit/test_market.c
 */
#ifndef KITH_FIND_MARKET_H
#define KITH_FIND_MARKET_H

#include "base/evidence.h"
#include "base/time.h"
#include "store/store.h"

enum { HALF_LIFE_DAYS = 365, HALF_LIFE_OF_PAST = -1 /* chosen by the past: aging.h */ };

/* How large a part of the buyers somebody is who fits a people query. */
struct market_segment {
    struct str query;
    double share; /* 0 to 1, both out */
};

struct market {
    int64_t id;
    struct str name;
    struct str topic;                     /* full-text query; empty: everything */
    struct str audience;                  /* people query */
    int64_t since_s, until_s;             /* [since, until); TIME_NONE: open */
    int64_t half_life_days;               /* of the attention behind the prior; 0: no decay;
                                             HALF_LIFE_OF_PAST */
    double weight[VERB_COUNT];            /* of the verbs, 0 to 1, this market's own */
    const struct market_segment *segment; /* [segment_count] by query */
    size_t segment_count;
};

/* Checks name (1 to MARKET_NAME_MAX characters, no control characters), topic, audience and period;
 * BAD_INPUT when the name is taken. m->id and m->weight (those of verb_infos) are filled; an empty
 * audience becomes `tag:buyer`. */
MUST_CHECK enum status market_add(struct store *st, struct market *m, struct err *e);
/* NOT_FOUND names the nearest market, or says which there are, or how to add one. */
MUST_CHECK enum status market_load(struct store *st, struct str name, struct arena *a,
                                   struct market *ret, struct err *e);
struct markets {
    struct market *market;
    size_t count;
};
/* By name. */
MUST_CHECK enum status market_list(struct store *st, struct arena *a, struct markets *ret,
                                   struct err *e);
/* With all that is of it alone (weights, decisions, plans, audits, strategy, programmes), in a
 * transaction of its own. NOT_FOUND as market_load. */
MUST_CHECK enum status market_remove(struct store *st, struct str name, struct err *e);
/* BAD_INPUT unless 0 <= weight <= 1. */
MUST_CHECK enum status market_set_weight(struct store *st, int64_t market, enum verb_kind v,
                                         double weight, struct err *e);
/* 0: no decay. BAD_INPUT below 0, but for a market's HALF_LIFE_OF_PAST. source 0: of the market,
 * else of one source in it (its first reading). */
MUST_CHECK enum status market_set_half_life(struct store *st, int64_t market, int64_t source,
                                            int64_t days, struct err *e);
/* The source's is the market's again. */
MUST_CHECK enum status market_unset_half_life(struct store *st, int64_t market, int64_t source,
                                              struct err *e);
/* The share of a segment, said anew or changed; 0 takes it back. BAD_INPUT unless it is below 1 and
 * the query can be read, TOO_MUCH past SEGMENTS_MAX, NOT_FOUND where there is none to take back. */
MUST_CHECK enum status market_set_segment(struct store *st, const struct market *m,
                                          struct str query, double share, struct err *e);

#endif

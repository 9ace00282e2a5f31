/*
 * lot.h - measure: whom does chance engage, and who waits?
 *
 * Drawn before the start among those admitted and not engaged yet (pair.h), and kept as entries of
 * the programme: one `draw` (pairs or order; its text is seed and hash) and one `start` for each
 * (engage or wait; the number of their pair, or their place). The same candidates and seed give the
 * same lot. Undone with its draw, as a whole.
 *
 * trend   how often the audience heeded somebody on the topic in the last TREND_DAYS up to as_of,
 *         less how often in the TREND_DAYS before
 *
 * Cost    that of pairs_offer
 * Check   tests/unit/test_outcome.c; tests/cli/programme-result
 */
#ifndef KITH_MEASURE_LOT_H
#define KITH_MEASURE_LOT_H

#include "find/scene.h"
#include "measure/pair.h"
#include "measure/programme.h"

enum { TREND_DAYS = 183 };

enum lot_kind { LOT_NONE, LOT_PAIRS, LOT_ORDER };
extern const char *const lot_words[]; /* "", "pairs", "order", then NULL */

struct lot_place {
    int64_t node;
    bool engages;   /* of an order all do */
    uint32_t place; /* of the pair, or in the order, from 1 */
};

struct lot {
    enum lot_kind kind;
    const struct entry *draw; /* NULL: none holds */
    struct lot_place *one;    /* [count] by node */
    size_t count;
};

void lot_read(const struct entries *all, struct arena *a, struct lot *ret);
const struct lot_place *lot_place_of(const struct lot *l, int64_t node); /* NULL: not drawn */

/* [node_count] by number in the scene. */
double *lot_trends(const struct scene *sc, struct arena *a);

struct lot_candidate {
    const struct member *member;
    struct candidate draws; /* its id is filled in */
};
struct lot_asked {
    int64_t programme, now_s;
    enum lot_kind kind;
    uint64_t seed;
    struct lot_candidate *c; /* [count] */
    size_t count;
};
struct lot_left {
    const struct member **one; /* [count] in no pair, by id */
    size_t count;
};
/* BAD_INPUT where a draw holds already: the sentence says who of it is engaged, or how to take it
 * back. */
MUST_CHECK enum status lot_allowed(const struct entries *all, const struct members *members,
                                   struct err *e);
/* Draws and writes, in a transaction of its own. BAD_INPUT where there are fewer than two, or no
 * two can be paired. */
MUST_CHECK enum status lot_draw(struct store *st, const struct lot_asked *asked, struct arena *a,
                                struct lot_left *ret, struct err *e);

#endif

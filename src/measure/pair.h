/*
 * pair.h - measure: whom do we engage first, so that chance alone decides who is compared?
 *
 * Offered before the start. Pairs: inside each category candidates are paired by how far apart
 * their score and past trend are (each over its standard deviation among all candidates,
 * Euclidean), nearest first, then bettered by exchanges between two pairs until none helps; where a
 * category has an odd number one is left. Chance engages one of each pair. Order: chance puts all
 * into a row, to be engaged in that order (a stepped wedge).
 *
 * Candidates are put in order of id first, and chance is a function of (seed, place): the same
 * candidates and seed give the same assignment, in whatever order they come. `hash` is over the
 * seed and every id with what it was given, so that nobody can say later it was another.
 *
 * Source  Greevy, Lu, Silber, Rosenbaum, Biostatistics 2004, doi:10.1093/biostatistics/5.2.263
 *         (matched pairs before randomisation); Hussey, Hughes 2007,
 *         doi:10.1016/j.cct.2006.05.007 (stepped wedge)
 * Cost    O(n^2 log n) inside a category, 12 bytes a pair of candidates
 * Check   tests/unit/test_permute.c; tests/laws/law_impact.c
 */
#ifndef KITH_MEASURE_PAIR_H
#define KITH_MEASURE_PAIR_H

#include "base/err.h"
#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

struct candidate {
    struct str id; /* unique: what the hash and the order rest on */
    struct str category;
    double score, trend; /* NAN: not known, as the mean */
};

struct pair {
    uint32_t engaged, waits; /* candidates by their place in the input */
    double distance;
};

struct offer {
    struct pair *pair; /* [count] nearest first */
    size_t count;
    uint32_t *left; /* [left_count] without a partner, by id */
    size_t left_count;
    struct str hash; /* hexadecimal */
};

/* BAD_INPUT when two have one id; TOO_MUCH past PAIR_CANDIDATES_MAX. */
MUST_CHECK enum status pairs_offer(const struct candidate *c, size_t count, uint64_t seed,
                                   struct arena *a, struct offer *ret, struct err *e);
/* order: [count] candidates in the order of their start. */
MUST_CHECK enum status order_offer(const struct candidate *c, size_t count, uint64_t seed,
                                   struct arena *a, uint32_t *order, struct str *ret_hash,
                                   struct err *e);

#endif

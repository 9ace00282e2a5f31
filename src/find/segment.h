/*
 * segment.h - find: how much does each buyer who was heard stand for?
 *
 * The market says how large a part of its buyers some are (`kith market segment`); who was heard
 * may be of other parts. The weights of the heard are raked: each segment in turn is scaled, and
 * all others with it, so that its share of the weight is the market's, until all shares hold within
 * RAKE_NEAR or RAKE_ROUNDS are over. Then each one's factor is kept between RAKE_LEAST and
 * RAKE_MOST of the mean, and the weights keep their sum. A buyer's own weight is multiplied, never
 * trimmed.
 *
 * empty  A segment of whom nobody was heard has nobody who could stand for it: the shares of the
 *        others are then those among the rest, share / (1 - share of the empty ones).
 *
 *   effective size  (sum w)^2 / sum w^2: as many buyers of equal weight say as much
 *
 * Source  Deming & Stephan, Ann. Math. Stat. 1940, doi:10.1214/aoms/1177731829; Kish, Survey
 *         Sampling, 1965
 * Cost    O(rounds * segments * buyers)
 * Check   tests/unit/test_segment.c: against R
 */
#ifndef KITH_FIND_SEGMENT_H
#define KITH_FIND_SEGMENT_H

#include "find/scene.h"

enum { RAKE_ROUNDS = 100 };
#define RAKE_NEAR 1e-6
#define RAKE_LEAST 0.3
#define RAKE_MOST 3.0

struct segment_heard {
    size_t heard;         /* buyers */
    double before, after; /* its share of the weight, 0 to 1 */
};

struct segments_heard {
    const struct segment_heard *segment; /* [count] as in the market */
    size_t count;                        /* 0: the market has none, or they are not asked about */
    double effective;                    /* buyers */
    bool settled;                        /* false: the shares cannot all hold at once */
    bool trimmed;
};

/* weight: [count] of buyer[], changed in place; their sum stays. */
void segments_weigh(const struct scene *sc, const uint32_t *buyer, size_t count, double *weight,
                    struct arena *a, struct segments_heard *ret);

#endif

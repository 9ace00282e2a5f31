/*
 * opinion.h - find: of 100 who state an opinion of a person, how many oppose?
 *
 * Everybody's latest evidence for a person is their opinion of them: opposing (sign -1) or not.
 * Each counts as far as these buyers trust who states it (prior.h: 1 for a buyer, 0 for whom no
 * buyer leads to), so that neither praise nor a smear can be bought.
 *
 *   n_v, a_v   trusted opinions of v, and of these the opposing ones
 *   doubt_v    (a_v + s M) / (n_v + s), buyers in 100; 90 % from Beta(a_v + s M, n_v - a_v + s - s
 * M) M, s       the market's share of opposing opinions, and the most likely strength of a Beta-
 *              Binomial with that mean, of 25 steps from .5 to 5000
 *   next_v     probability that somebody of trust opposes v in a coming period that brings as many
 *              new opinions as this one: 1 - B(a, b + n_v) / B(a, b), with a, b as above. Who is
 *              spoken of more is opposed sooner, whatever their share: that is why it stands beside
 *              the share
 *
 * Where nobody of trust opposes anybody there is nothing to learn from: count 0.
 *
 * Source  Skellam 1948 (Beta-Binomial); measured: tools/bench/distrust.py, docs/methods.md
 * Cost    O(heeds) and 25 sums over the persons
 * Check   tests/unit/test_opinion.c against Python (math.lgamma) and R (qbeta)
 */
#ifndef KITH_FIND_OPINION_H
#define KITH_FIND_OPINION_H

#include "find/reach.h"

struct opinion {
    uint32_t node;
    uint32_t stated, opposing; /* people of any trust > 0 */
    double trusted, against;   /* n_v, a_v */
    double in_100, lo, hi;     /* doubt, 90 % */
    double next;               /* probability */
};

struct opinions {
    const struct opinion *of; /* [count] by node: candidates of whom anybody of trust spoke */
    size_t count;
    double mean;     /* M, 0 to 1 */
    double strength; /* s, opinions */
};

/* trust: [node_count], as of the prior. */
void opinions_find(const struct scene *sc, const double *trust, struct arena *a,
                   struct opinions *ret);
/* NULL: nobody of trust spoke of them. */
const struct opinion *opinion_of(const struct opinions *o, uint32_t node);

#endif

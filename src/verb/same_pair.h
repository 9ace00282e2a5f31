/*
 * same_pair.h - verb: in what are two people alike, what does each reason weigh, and what would
 * follow of joining them?
 *
 * Further tables of the answer of `same`. "fields": what is known of either, = where they share it,
 * ≠ where both are known and differ, ≈ where their names are only like each other; nothing where
 * one is not known, or where anybody may have several. "weights": the bits of each reason, for and
 * against, the largest first, then those before any comparison, then their sum; none where none
 * were kept. The answer of `same then` has a row a market in which either has a place, reckoned as
 * if the two were one: nothing is written.
 *
 * Cost   fields, weights: two look-ups; then: scene_load and reach_find of each market, and again
 *        where either has a place
 * Check  tests/cli/same: what would follow is what follows
 */
#ifndef KITH_VERB_SAME_PAIR_H
#define KITH_VERB_SAME_PAIR_H

#include "verb/verb.h"

struct two { /* nodes; 0: nobody */
    int64_t a, b;
};

MUST_CHECK enum status same_pair_put(struct request *r, struct table *t, struct two two,
                                     struct err *e);
/* terms: identity_terms_text; sum: the bits of the pair. */
void same_weights_put(struct table *t, struct str terms, double sum);
/* "same name +14.2, other organisations or domains -1.3"; STR_NONE where none were kept. */
struct str same_weights_text(struct arena *a, struct str terms);
/* NOT_FOUND: there is no such proposal. */
MUST_CHECK enum status same_then(struct request *r, int64_t proposal, struct table **ret,
                                 struct err *e);

#endif

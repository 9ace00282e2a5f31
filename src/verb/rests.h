/*
 * rests.h - verb: on which one source or buyer does a figure rest?
 *
 * Check  tests/cli/find, tests/cli/why
 */
#ifndef KITH_VERB_RESTS_H
#define KITH_VERB_RESTS_H

#include "verb/scope.h"

/* What find and why say of it in JSON and CSV. */
struct rests {
    struct cell place_worst, reach_worst; /* unknown: not asked */
    struct cell rests_on; /* "source PATH", "buyer p12", "source PATH; buyer p12"; unknown: none */
};
MUST_CHECK enum status rests_cells(struct request *r, const struct scope *sc,
                                   const struct person_reach *p, struct rests *ret, struct err *e);

/* Notes under a list of people: who of them rests on one source or buyer. */
MUST_CHECK enum status rests_note_list(struct request *r, const struct scope *sc,
                                       const struct person_reach *const person[], size_t count,
                                       struct table *t, struct err *e);
/* Sentences about one person. */
MUST_CHECK enum status rests_note_one(struct request *r, const struct scope *sc,
                                      const struct person_reach *p, struct table *t, struct err *e);

#endif

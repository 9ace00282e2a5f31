/*
 * ideas.h - verb: what `kith ideas` and its check share
 *
 * Check  tests/cli/ideas
 */
#ifndef KITH_VERB_IDEAS_H
#define KITH_VERB_IDEAS_H

#include "measure/ideas.h"
#include "verb/mentioned.h"

struct ideas_asked {
    struct mentioned x;
    struct ideas_ask ask;
    struct ideas found;
    uint64_t us; /* bit of the query that names us; 0: we did not say who we are */
    struct table *t;
};

/* --check: what became of what would have been flagged at earlier dates. */
MUST_CHECK enum status ideas_check(struct ideas_asked *v, struct table **ret, struct err *e);
/* A further table: what is asked of us. */
MUST_CHECK enum status ideas_wishes(struct ideas_asked *v, struct err *e);
/* The market's facts, windows and what was tried. */
void ideas_facts(struct ideas_asked *v, struct table *t);

#endif

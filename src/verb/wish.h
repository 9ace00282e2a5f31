/*
 * wish.h - verb: who may be chosen, who must, at what cost? What the flags and decisions say
 *
 * Cost   that of the people queries
 * Check  tests/cli/choose
 */
#ifndef KITH_VERB_WISH_H
#define KITH_VERB_WISH_H

#include "choose/choose.h"
#include "verb/decided.h"
#include "verb/scope.h"

struct wish {
    struct choose_options o;
    bool *allowed;
    bool *excluded; /* by --exclude */
    uint32_t *include;
    size_t include_count;
    struct quota *quota;
    size_t quota_count;
    struct decisions decisions;
};

/* Reads -k, --only, --exclude, --include, --quota, --cost, --costs, --budget and the market's
 * decisions; what of them concerns nobody here is noted in t. */
MUST_CHECK enum status wish_read(struct request *r, const struct scope *sc, struct table *t,
                                 struct wish *w, struct err *e);

#endif

/*
 * quota.h - verb: at least or at most how many of whom?
 *
 * Check  tests/cli/choose, tests/cli/graph-choose
 */
#ifndef KITH_VERB_QUOTA_H
#define KITH_VERB_QUOTA_H

#include "base/err.h"
#include "base/str.h"

#include <stdint.h>

struct quota_rule {
    struct str who;
    size_t least;
    size_t most; /* SIZE_MAX: any number */
};

/* 'analyst>=2', 'WHO<=N', 'WHO=N', N up to number_max; BAD_USAGE says what is wanted. */
MUST_CHECK enum status quota_read(struct str rule, int64_t number_max, struct quota_rule *ret,
                                  struct err *e);

#endif

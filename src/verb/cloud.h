/*
 * cloud.h - verb: what `kith cloud` and what a person finds of it share
 *
 * Check  tests/cli/cloud
 */
#ifndef KITH_VERB_CLOUD_H
#define KITH_VERB_CLOUD_H

#include "measure/cloud.h"
#include "verb/mentioned.h"

/* --sample N: conversations by lot, for a person to say of which kind they are. */
MUST_CHECK enum status cloud_sample(struct mentioned *x, const struct cloud *c, struct table **ret,
                                    struct err *e);
/* --judged FILE: all of it is kept, or nothing. */
struct cloud_kept {
    size_t kept, open;
};
MUST_CHECK enum status cloud_keep(struct mentioned *x, const char *path, struct cloud_kept *ret,
                                  struct err *e);
/* What persons found of the conversations of c, in this market. */
MUST_CHECK enum status cloud_judged(struct mentioned *x, const struct cloud *c, struct judged *ret,
                                    struct err *e);

#endif

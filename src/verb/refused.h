/*
 * refused.h - verb: which rows of this table cannot be taken?
 *
 * Check  tests/cli/audit
 */
#ifndef KITH_VERB_REFUSED_H
#define KITH_VERB_REFUSED_H

#include "connect/said.h"
#include "verb/verb.h"

/* A table of lines with what is wrong, and BAD_INPUT: nothing of the file is kept. */
enum status rows_refused(struct request *r, const char *verb, const char *path,
                         const struct said *said, struct table **ret, struct err *e);

#endif

/*
 * costs.h - verb: what does each person cost?
 *
 * Cost   O(lines), each a look-up of a person
 * Check  tests/cli/choose
 */
#ifndef KITH_VERB_COSTS_H
#define KITH_VERB_COSTS_H

#include "verb/scope.h"

/*
 * A file of lines "person,cost" (or with a tab): the person as anywhere (name, address, id), the
 * cost a number above 0; an empty line or one that starts with # says nothing; a first line whose
 * cost is no number is a header. Who is not in it costs what the mean of it is. People outside the
 * market are passed over.
 * BAD_INPUT names file, line and mend. *ret is [node_count].
 */
MUST_CHECK enum status costs_load(struct request *r, const struct scope *sc, const char *path,
                                  const double **ret, struct err *e);
/* The same of the lines themselves. */
MUST_CHECK enum status costs_read(struct request *r, const struct scope *sc, struct str text,
                                  const double **ret, struct err *e);

#endif

/*
 * remark.h - verb: whom does this query name, and what is odd about it?
 *
 * Cost   that of people_find; names are searched only for terms nobody has
 * Check  tests/cli/people, tests/cli/find
 */
#ifndef KITH_VERB_REMARK_H
#define KITH_VERB_REMARK_H

#include "find/people.h"
#include "verb/verb.h"

/* As people_find; terms nobody has ("tag:buyr") become notes of t with the near value. */
MUST_CHECK enum status people_remarked(struct request *r, struct str query, struct table *t,
                                       struct node_set *ret, struct err *e);

#endif

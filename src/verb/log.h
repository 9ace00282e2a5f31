/*
 * log.h - verb: how is the ledger shown?
 *
 * Check  tests/cli/log
 */
#ifndef KITH_VERB_LOG_H
#define KITH_VERB_LOG_H

#include "verb/verb.h"

struct log_who {
    int64_t teammate, person; /* nodes; 0: any */
};

/* A table of what passed between them, newest first, with its sum; lead: said before it, or empty.
 */
MUST_CHECK enum status log_table(struct request *r, struct log_who who, struct str lead,
                                 struct table **ret, struct err *e);
/* Of the open tasks, overdue ones first. */
MUST_CHECK enum status log_tasks_table(struct request *r, struct log_who who, struct str lead,
                                       struct table **ret, struct err *e);

#endif

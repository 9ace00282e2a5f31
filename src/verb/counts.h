/*
 * counts.h - verb: how much is in the store?
 *
 * Cost   counts whole tables: O(rows)
 * Check  tests/cli/import
 */
#ifndef KITH_VERB_COUNTS_H
#define KITH_VERB_COUNTS_H

#include "base/table.h"
#include "store/store.h"

struct counts {
    int64_t sources, people, staff, outlets, orgs, docs, evidence, markets, buyers, deals,
        relations;
    int64_t surveys, responses, answers, activities, tasks;
    int64_t first_s, latest_s; /* of evidence; TIME_NONE without */
};

MUST_CHECK enum status counts_load(struct store *st, struct counts *ret, struct err *e);
/* As facts beside an answer; *c may be all zero. */
void counts_facts(struct table *t, const struct counts *c);

#endif

/*
 * settle.h - verb: who are those that came, and are they ours?
 *
 * After every import and every listening: people are compared with those who were here, and those
 * of our own are marked. What came of it stands in facts and notes of the answer.
 *
 * Check  tests/cli/import, tests/cli/same
 */
#ifndef KITH_VERB_SETTLE_H
#define KITH_VERB_SETTLE_H

#include "verb/verb.h"

MUST_CHECK enum status settle_people(struct request *r, struct table *t, struct err *e);

#endif

/*
 * person.h - verb: of one person, in parts
 *
 *   person.c          who they are, who heeds them, who of ours knows them
 *   person_markets.c  in which markets they matter
 *   person_course.c   when something was heard of them, month by month
 *
 * Check  tests/cli/person
 */
#ifndef KITH_VERB_PERSON_H
#define KITH_VERB_PERSON_H

#include "verb/card.h"
#include "verb/verb.h"

/* A row a market, by name: their place and reach there as `find MARKET` has it, or why they have
 * none; never a mean over markets. Cost: that of `find` each, where that is not at hand. */
MUST_CHECK enum status person_markets(struct request *r, const struct card *card, struct table **ret, struct err *e);
/* Facts of t: heard_last, silence_days, silence_from, silence_until; with --months the further
 * table `course`. Cost: one look, or two, at each row of evidence of them. */
MUST_CHECK enum status person_course(struct request *r, int64_t id, struct table *t, struct err *e);

#endif

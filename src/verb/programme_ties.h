/*
 * programme_ties.h - verb: which of ours holds a member, when was the last contact, what is next?
 *
 * The owner is who is pinned to the person in the programme's market, else whom its last kept plan
 * says; the contact any of ours had; the step the open task that is due first.
 *
 * Cost   that of seen_load for the members, one scan of the tasks
 * Check  tests/cli/programme
 */
#ifndef KITH_VERB_PROGRAMME_TIES_H
#define KITH_VERB_PROGRAMME_TIES_H

#include "connect/plan.h"
#include "connect/seen.h"
#include "connect/task.h"
#include "verb/programme.h"

struct member_ties {
    struct pairings pinned;
    struct plan plan;
    struct seen seen;
    struct tasks tasks;
};
struct member_tie {
    struct str owner, next; /* STR_NONE: nobody, nothing */
    int64_t last_s, due_s;  /* TIME_NONE: never, some day */
};

MUST_CHECK enum status member_ties_load(struct programme_asked *p, struct member_ties *ret,
                                        struct err *e);
MUST_CHECK enum status member_tie_of(struct programme_asked *p, const struct member_ties *x,
                                     int64_t node, struct member_tie *ret, struct err *e);

#endif

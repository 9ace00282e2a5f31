/*
 * notices.h - verb: how many must be told that they are here?
 *
 * Due NOTICE_DAYS after somebody was first read from a source, or at the first contact of ours
 * with them, whichever comes first (GDPR, article 14).
 *
 * Check  tests/cli/privacy, tests/unit/test_duty.c
 */
#ifndef KITH_VERB_NOTICES_H
#define KITH_VERB_NOTICES_H

#include "find/people.h"

enum { NOTICE_DAYS = 30 };

struct notices {
    int64_t overdue, soon, open; /* soon: in the next 7 days; open: all, the two among them */
    int64_t told, exempt;
};

MUST_CHECK enum status notices_count(struct store *st, struct notices *ret, struct err *e);
/* kind: "told", "exempt". All of them or none. */
MUST_CHECK enum status notices_say(struct store *st, const struct node_set *set, struct str kind,
                                   struct str how, int64_t at_s, struct err *e);

#endif

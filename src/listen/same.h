/*
 * same.h - listen: who of the store is one human, who said so, and how is it undone?
 *
 * A pair of people has at most one row in `proposal`. From the rows that make one of two (joined
 * by kith, accepted or merged by a user) it follows who stands for whom: node.merged_into and
 * account.node are made from them again each time one changes, so every join can be undone in any
 * order. Evidence points at accounts and is never rewritten. Of those joined the one a user named
 * first stays; else the one with the better name (name_better), the lowest id of several.
 *
 * What a user said apart stays apart, whatever is imported later.
 *
 * Cost   same_find O(people) to read and cut into words, comparisons only of who is new;
 *        same_apply O(rows of proposal + people moved)
 * Check  tests/unit/test_same.c, tests/cli/same
 */
#ifndef KITH_LISTEN_SAME_H
#define KITH_LISTEN_SAME_H

#include "base/str.h"
#include "store/store.h"

#include <stdint.h>

struct same_report {
    uint64_t joined, proposed; /* pairs, new ones */
    uint64_t robots;           /* marked tag:robot, tag:role or tag:organisation, new ones */
};

/* Compares who came since the last time with everybody; a transaction of its own. */
MUST_CHECK enum status same_find(struct store *st, int64_t now_s, struct same_report *ret,
                                 struct err *e);

enum same_answer { SAME_ACCEPT, SAME_REJECT, SAME_SKIP, SAME_NEVER, SAME_UNDO, SAME_ANSWERS };
extern const char *const same_words[]; /* "accept", …, in that order; NULL-ended */

/* The calls below run inside the caller's transaction; same_apply after the last of them. */

/* NOT_FOUND when there is no such proposal; BAD_INPUT when the answer does not fit it. */
MUST_CHECK enum status same_answer(struct store *st, int64_t proposal, enum same_answer answer,
                                   int64_t now_s, struct err *e);
/* keep stays, other becomes part of it. BAD_INPUT when they are one already. */
MUST_CHECK enum status same_merge(struct store *st, int64_t keep, int64_t other, int64_t now_s,
                                  struct err *e);
/* The accounts (ids, all of this person, not all it has) become somebody apart; *ret_node is who.
 */
MUST_CHECK enum status same_split(struct store *st, int64_t node, const int64_t account[],
                                  size_t count, int64_t now_s, int64_t *ret_node, struct err *e);
/* Makes merged_into and account.node true again. */
MUST_CHECK enum status same_apply(struct store *st, struct err *e);

#endif

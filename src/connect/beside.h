/*
 * beside.h - connect: who of ours spoke in one conversation with whom?
 *
 * A conversation is a thread: all docs of one root. Of a thread the BESIDE_MOST people who spoke in
 * it last are looked at: in a crowd nobody meets. Two of them were beside each other once a thread,
 * at the earlier of their last words in it.
 *
 * Source  tools/bench/ties.py: people who spoke beside each other answer each other later
 * Cost    by index: the docs of ours or of the people, whichever have fewer accounts, then those of
 *         their threads; 24 bytes a pair and thread
 * Check   tests/unit/test_seen.c, by hand
 */
#ifndef KITH_CONNECT_BESIDE_H
#define KITH_CONNECT_BESIDE_H

#include "find/nodes.h"

enum { BESIDE_MOST = 12 };

struct beside {
    uint32_t teammate, person; /* nodes */
    uint32_t account;          /* of the person, in that conversation */
    uint32_t others;           /* in it beside one of the two, 1 to BESIDE_MOST - 1 */
    int64_t at_s;
};
struct besides {
    struct beside *one; /* [count] in no order that says anything */
    size_t count;
};

/* ours and people have nobody in common. What was said at before_s or later is not looked at. */
MUST_CHECK enum status beside_load(struct store *st, const struct node_map *nodes,
                                   const struct bits *ours, const struct bits *people,
                                   int64_t before_s, struct arena *a, struct besides *ret,
                                   struct err *e);

#endif

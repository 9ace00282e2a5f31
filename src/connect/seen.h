/*
 * seen.h - connect: what was seen between each of ours and everybody, and what is said of it?
 *
 * All evidence between any account of the one and any of the other, in both directions, merged ones
 * too, on any topic, before a time, and what was logged (kith log); beside it what ours claim and
 * what the person confirmed, the newest holding. A pair that is only spoken of is here, too. Ours
 * among themselves are no pairs, nor are robots and role addresses; claims of evidence are not
 * looked at. A meeting that two rows tell, one each way, is one.
 *
 * Cost   one look-up by index an account of ours, or of the people asked for, whichever are fewer;
 *        then that of tie_find and two sorts: O(n log n); 80 bytes a row of evidence between them
 * Check  tests/unit/test_seen.c, by hand; tests/laws/law_seen.c; tests/cli/relations
 */
#ifndef KITH_CONNECT_SEEN_H
#define KITH_CONNECT_SEEN_H

#include "connect/known.h"
#include "connect/tie.h"
#include "find/people.h"

struct seen_ask {
    const struct team *team;       /* ours, all of them */
    int64_t teammate;              /* only this one; 0: all */
    const struct node_set *people; /* only these; NULL: everybody */
    int64_t before_s;              /* what came then or later is not looked at */
    int64_t said_before_s;         /* nor what was said then or later */
    int64_t as_of_s;               /* to which strength and silence refer */
};

struct seen_pair {
    int64_t teammate, person; /* nodes */
    int us, them;             /* strength, as each says it; STRENGTH_UNKNOWN */
    int view;                 /* the person's, of this one of ours; VIEW_UNKNOWN */
    struct contact *contact;  /* [count] by time */
    size_t count;
    struct tie tie;
};

struct seen {
    struct seen_pair *pair; /* [count] strongest first; ties by person, then by teammate */
    size_t count;
};

/* The times of it: as it stood before until_s; TIME_NONE: as of the latest that was seen at all (of
 * nothing: TIME_NONE), with all that was said. */
MUST_CHECK enum status seen_when(struct store *st, int64_t until_s, struct seen_ask *ret,
                                 struct err *e);
MUST_CHECK enum status seen_load(struct store *st, const struct seen_ask *ask, struct arena *a,
                                 struct seen *ret, struct err *e);
/* "email (12), forum (3)": over which channels the two met, most first; empty: none. */
MUST_CHECK enum status seen_channels(struct store *st, const struct seen_pair *p, struct arena *a,
                                     struct str *ret, struct err *e);

#endif

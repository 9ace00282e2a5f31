/*
 * behaviour.h - find: what was each person seen to do, over all that is in the store?
 *
 * Facts about people that queries compare (answers>=20) and that a person's page shows. They name
 * no influence: no market, no topic.
 *
 * Cost   one scan of doc, one of evidence, when any figure of theirs is wanted; 16 bytes a row of
 *        evidence as scratch for heeded_by and heeds.
 * Check  tests/unit/test_people.c, counted by hand
 */
#ifndef KITH_FIND_BEHAVIOUR_H
#define KITH_FIND_BEHAVIOUR_H

#include "find/nodes.h"

enum behaviour {
    BEHAVIOUR_POSTS,
    BEHAVIOUR_ANSWERS,
    BEHAVIOUR_ACCEPTED,
    BEHAVIOUR_REPLIES,
    BEHAVIOUR_HEEDED_BY,
    BEHAVIOUR_HEEDS,
    BEHAVIOUR_MEDIAN_REPLY_HOURS,
    BEHAVIOUR_ACTIVE_WEEKS,
    BEHAVIOUR_FIRST_SEEN,
    BEHAVIOUR_LAST_SEEN,
    BEHAVIOUR_FOLLOWERS,
    BEHAVIOUR_COUNT
};

struct behaviour_info {
    const char *name;    /* as queries spell it */
    const char *unit;    /* "docs", "people", "hours", "date", … */
    const char *meaning; /* one line of `kith help query` */
};
extern const struct behaviour_info behaviour_infos[BEHAVIOUR_COUNT + 1]; /* ends with a NULL name */

struct behaviours {
    /* [room of the nodes], by node id; NAN: not known (no answers, never seen, no count published).
     * first_seen and last_seen are unix seconds. NULL when it was not wanted. */
    const double *value[BEHAVIOUR_COUNT];
};

/* wanted: bit 1 << enum behaviour for each; scratch and answer live in a. */
MUST_CHECK enum status behaviours_load(struct store *st, const struct node_map *n, unsigned wanted,
                                       struct arena *a, struct behaviours *ret, struct err *e);

#endif

/*
 * correct.h - listen: what is right of a person, whatever sources say?
 *
 * A correction (table correction) holds from when it is said until it is undone: name, job title,
 * organisation (with whom they are now), country, categories. Sources may say otherwise as often as
 * they are read: when each is complete, what is right is put back, and what they said last is kept
 * beside it as `was`, which is what holds again once the correction is undone. Of several of a
 * field the newest holds. Organisations that were put back by undoing have no dates any more.
 *
 * An account that is somebody else's is no correction: `kith split` parts it, for good.
 *
 * Cost   one look an import; a few statements a correction that holds
 * Check  tests/unit/test_correct.c, tests/cli/correct
 */
#ifndef KITH_LISTEN_CORRECT_H
#define KITH_LISTEN_CORRECT_H

#include "store/store.h"

extern const char *const correct_fields[]; /* "name", "title", …; NULL-ended */

struct correction {
    int64_t node;
    struct str field, value; /* value empty: nothing; categories and organisations with ; between */
    struct str reason, by;
    int64_t at_s;
};

/* Inside the caller's transaction, as all of these. BAD_INPUT: no such field, or a name of nobody;
 * or it stands there already. */
MUST_CHECK enum status correct_say(struct store *st, const struct correction *c, struct err *e);
/* What sources say last holds again. NOT_FOUND: nothing of that field was corrected. */
MUST_CHECK enum status correct_undo(struct store *st, int64_t node, struct str field, int64_t now_s,
                                    struct err *e);
/* Puts back what is right of all. */
MUST_CHECK enum status correct_apply(struct store *st, struct err *e);

#endif

/*
 * erased.h - listen: whom may nothing bring back, and how is somebody erased?
 *
 * Who is erased leaves hashes of their accounts (table suppressed): BLAKE2b of "channel:handle",
 * keyed with a secret of this store, so that the store does not tell whom it forgot, but knows
 * them when a source names them again. An account that is suppressed is never made; the docs it
 * wrote, the rows about it and the evidence from or to it are passed over, and counted so.
 *
 * What others wrote stays theirs, also where they quote or name who was erased.
 *
 * Cost   one look a store where nobody was erased; else an index look-up a new account
 * Check  tests/unit/test_erased.c, tests/cli/erase
 */
#ifndef KITH_LISTEN_ERASED_H
#define KITH_LISTEN_ERASED_H

#include "listen/person.h"

/* key as handle_key gives it. */
MUST_CHECK enum status erased_is(struct persons *p, struct str channel, struct str key, bool *ret,
                                 struct err *e);

struct erase_report {
    int64_t accounts, docs, evidence, claims, deals, relations, answers, activities, tasks,
        outcomes;
};

/* Of the person who stands here and all who were joined into them. Inside the caller's transaction;
 * dry: only counts. */
MUST_CHECK enum status erase_person(struct store *st, int64_t node, bool dry, int64_t now_s,
                                    struct erase_report *ret, struct err *e);

#endif

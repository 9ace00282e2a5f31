/*
 * erased.h - listen: whom may nothing bring back, and how is somebody erased?
 *
 * Who is erased leaves hashes of their accounts and full names (table suppressed): BLAKE2b of
 * "channel:handle", keyed with a secret of this store, so that the store does not tell whom it
 * forgot, but knows them when a source names them again. A bare full name is somebody else where
 * one is known by it. An account that is suppressed is never made; the docs it wrote, the rows
 * about it and the evidence from or to it are passed over, and counted so.
 *
 * What others wrote stays theirs; where it names who was erased stands the word "erased" (scrub.h).
 * All that is in one transaction; what the database may still hold of it is wiped behind that
 * (store_wipe).
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

/* TIME_NONE: it is not. handle as it is typed; nothing of it is kept. */
MUST_CHECK enum status erased_when(struct store *st, struct str channel, struct str handle,
                                   int64_t *ret_at_s, struct err *e);
/* People who are here though an account of theirs is suppressed: *ret how many, *ret_one the first.
 * Names alone do not count: somebody else may be called so. */
MUST_CHECK enum status erased_here(struct store *st, int64_t *ret, int64_t *ret_one, struct err *e);

/* Key of `meta`: how often somebody was erased, or a purge was made. What was answered before the
 * last time may name whom nobody may name any more. */
#define ERASED_COUNT "erased_count"
/* Inside the caller's transaction. */
MUST_CHECK enum status erased_raise(struct store *st, struct err *e);

struct erase_report {
    int64_t accounts, docs, evidence, claims, deals, relations, answers, activities, tasks,
        outcomes;
    int64_t named_docs, named_texts; /* of others, in which "erased" stands now; 0 when dry */
};

/* Of the person who stands here and all who were joined into them. Inside the caller's transaction;
 * dry: only counts. */
MUST_CHECK enum status erase_person(struct store *st, int64_t node, bool dry, int64_t now_s,
                                    struct erase_report *ret, struct err *e);

/* The key of all hashes, made when there is none: inside the caller's transaction, or where one is
 * sure to be there. In a. */
MUST_CHECK enum status erase_secret(struct store *st, struct arena *a, struct str *ret,
                                    struct err *e);
/* What stands in `suppressed` for an account. */
void erase_seal(struct arena *a, struct str secret, struct str channel, struct str key,
                unsigned char ret[32]);

#endif

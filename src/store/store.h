/*
 * store.h - store: where does everything stay, and is it whole?
 *
 * One SQLite file. What is written is written in transactions: a kill or a full disk at any instant
 * leaves the store as before or after. The schema is brought forward when a store is opened for
 * writing; a store of a newer kith, another program's database and a file that is none are refused
 * with a sentence.
 *
 * Check  tests/unit/test_store.c
 */
#ifndef KITH_STORE_STORE_H
#define KITH_STORE_STORE_H

#include "base/err.h"
#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

struct store;

enum store_mode {
    STORE_READ,  /* must be there; NOT_FOUND with a sentence when it is not */
    STORE_WRITE, /* must be there */
    STORE_CREATE /* made when it is not there */
};

/* path ":memory:" is a store of its own, for tests. Close it even after a failure of later calls.
 */
MUST_CHECK enum status store_open(const char *path, enum store_mode mode, struct store **ret,
                                  struct err *e);
void store_close(struct store *st); /* NULL is fine; an open transaction is rolled back */
const char *store_path(const struct store *st);
bool store_may_write(const struct store *st);
int store_schema(const struct store *st);
const char *store_engine(void); /* version of the database library */
/* What would be, were `other` one with `keep`? Kept for whoever reads nodes here (find/nodes.h),
 * until it is taken back by 0, 0; nothing is written. */
struct supposed {
    int64_t keep, other;
};
void store_suppose(struct store *st, struct supposed one);
struct supposed store_supposed(const struct store *st);

/* One writer at a time: begin waits up to 5 s for another one, then says who is in the way. */
MUST_CHECK enum status store_begin(struct store *st, struct err *e);
/* The same, for a transaction that removes very many rows: what points at what is checked once, by
 * store_commit, which refuses where a row would point nowhere. Outside a transaction. */
MUST_CHECK enum status store_begin_bulk(struct store *st, struct err *e);
MUST_CHECK enum status store_commit(struct store *st, struct err *e);
void store_rollback(struct store *st); /* fine outside a transaction */
/* From here on what is begun and committed is a part of one whole, and other programs and readers
 * see nothing of it until it is let go: kept as one, or taken back as if nothing had been. Waits
 * and fails as store_begin. */
MUST_CHECK enum status store_hold(struct store *st, struct err *e);
MUST_CHECK enum status store_let_go(struct store *st, bool keep, struct err *e);
int64_t store_last_id(const struct store *st); /* of the last INSERT */
int64_t store_changed(const struct store *st); /* rows the last statement changed */
/* A number that is another one whenever somebody else has committed since it was last asked here.
 */
MUST_CHECK enum status store_version(struct store *st, int64_t *ret, struct err *e);

/* Closes a store this program made, and removes the file when nothing was ever kept in it and no
 * other program has it open. */
void store_discard(struct store *st);

/* Everything is there and every checksum holds; else BAD_INPUT with the first complaint. */
MUST_CHECK enum status store_check(struct store *st, struct err *e);
/* A whole, verified copy in one file, also while others write. path must not exist. */
MUST_CHECK enum status store_copy_to(struct store *st, const char *path, struct err *e);

/* What was deleted and committed leaves the log of changes beside the file, too: *ret_all false
 * while another program reads older bytes of it. */
MUST_CHECK enum status store_wipe(struct store *st, bool *ret_all, struct err *e);

/* For tests: the n-th call (from 1) that reads or writes from now on fails; 0: none. */
void store_fail_at(struct store *st, uint64_t n);

#endif

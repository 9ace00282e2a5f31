/*
 * journal.h - listen: who was erased since a backup was written?
 *
 * Beside the store stands FILE.erased: all hashes of `suppressed` (erased.h), written anew at each
 * erasure and backup. It tells nobody's name: without the secret that stands in the store and in
 * its backups no hash can be made. A backup that is restored is asked whose accounts have these
 * hashes, and they are erased before anybody reads it.
 *
 * The first line holds a hash of the secret, so that the journal of another store is refused.
 *
 * Cost   a hash an account of the backup
 * Check  tests/unit/test_journal.c, tests/cli/backup
 */
#ifndef KITH_LISTEN_JOURNAL_H
#define KITH_LISTEN_JOURNAL_H

#include "store/store.h"

/* The file beside the store. */
const char *journal_path(struct arena *a, const char *db);
/* Makes the secret where there is none, which is written to the store. Outside a transaction. */
MUST_CHECK enum status journal_write(struct store *st, struct err *e);
/* Erases who stands in the journal and is here, and keeps all its hashes: inside the caller's
 * transaction. BAD_INPUT: it is no journal, or another store's. */
MUST_CHECK enum status journal_replay(struct store *st, const char *path, int64_t now_s,
                                      int64_t *ret_people, struct err *e);

#endif

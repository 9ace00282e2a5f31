/*
 * purge.h - listen: what was kept for as long as it may be, and goes?
 *
 * Each source is kept for days that somebody said (duty.h), from when a row was first read. When
 * they are over, its rows go: docs with their words in the index, evidence, deals, relationships,
 * entries of the log, answers, outcomes, tags, affiliations; and people whom nothing else holds: no
 * list that may be kept, no row of another source, no work of ours with them (tasks, decisions,
 * programmes, verdicts). Ours stay. Outlets, organisations and topics that nothing speaks of any
 * more go, too. Of those who stay, accounts that such a list alone named go where another is left;
 * job title and country stay, as nobody knows which source said them. What two sources said alike
 * is known by the one that was read first, and goes with it.
 *
 * A row's days are not begun anew by reading its source again: editions of one place are one
 * (listed), and what went is known by hashes (lapse.h).
 *
 * All that is one transaction; what the database may still hold of it is wiped behind that
 * (store_wipe).
 *
 * Cost   a scan of each table, a few look-ups by index a person and row that go
 * Check  tests/unit/test_purge.c, tests/cli/purge
 */
#ifndef KITH_LISTEN_PURGE_H
#define KITH_LISTEN_PURGE_H

#include "store/store.h"

struct purge_report {
    int64_t sources; /* readings whose days are over, also of which nothing is left */
    int64_t people, docs, evidence, claims, deals, parties, relations, activities, responses,
        outcomes, tags;
};
/* Rows of it, of people and all else. */
int64_t purge_rows(const struct purge_report *r);

/* What is overdue. */
MUST_CHECK enum status purge_count(struct store *st, int64_t now_s, struct purge_report *ret,
                                   struct err *e);
/* Removes it; the report tells what went. Outside a transaction. */
MUST_CHECK enum status purge_run(struct store *st, int64_t now_s, struct purge_report *ret,
                                 struct err *e);

/* ---- for remove.c ---- */

/* As now_s of purge_count, when readings stand in leaving: of these alone. */
enum { PURGE_LEAVING = -1 };
/* Removes what those left, and keeps no hash of it: it may come back. Inside the caller's
 * transaction. */
MUST_CHECK enum status purge_leaving(struct store *st, struct purge_report *ret, struct err *e);

#endif

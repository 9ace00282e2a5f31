/*
 * dropped.h - listen: which rows of a source are not here, and why?
 *
 * Each reading keeps, beside its counts, why rows were dropped: reasons with how many rows each,
 * and of single rows their place and the sentence that says how to mend it. What stood in a row is
 * in none of them ("verb '…', want …"): it may be of anybody. So rows with the same fault are
 * counted together. Bad rows come before good ones of no use here. Of rows that said what was here
 * already the place is kept, too. Of a source, over all its readings, the newest SOURCE_ROWS_MAX
 * dropped and as many merged rows stay. Of somebody erased only the count is kept.
 *
 * Cost   a comparison with up to SOURCE_REASONS_MAX reasons a dropped row
 * Check  tests/unit/test_import.c, tests/cli/source
 */
#ifndef KITH_LISTEN_DROPPED_H
#define KITH_LISTEN_DROPPED_H

#include "store/store.h"

struct dropped_reason {
    struct str reason;
    bool bad;
    uint64_t rows;
    struct dropped_reason *next;
};

struct dropped_row {
    struct str place, why;
    struct dropped_row *next;
};

struct dropped { /* of one source that is read; all zero but a: none yet */
    struct arena *a;
    struct dropped_reason *reasons; /* as they were met */
    size_t reason_count;
    struct dropped_rows {
        struct dropped_row *first, *last;
        size_t count;
    } idle, bad, merged;
    bool merged_last; /* the last merged one is among them */
};

/* "41: verb 'shouted', want asked": where, what, and how to mend it; parts that are not there are
 * empty. */
struct dropped_words {
    struct str place, what, mend;
};
struct dropped_words dropped_words(struct str sentence);
/* What is wrong and how to mend it, without place and without what stood there; in a. */
struct str dropped_why(struct arena *a, struct str sentence);

/* A bad row: "LINE: sentence". */
void dropped_bad(struct dropped *d, struct str sentence);
/* A good one of no use; place p NULL: it is only counted. */
void dropped_good(struct dropped *d, struct str place, const char *why);
/* One that said what was here already; and that the last of them did not. */
void dropped_merged(struct dropped *d, struct str place);
void dropped_unmerge(struct dropped *d);
/* Copies of the reasons, in a. */
const struct dropped_reason *dropped_reasons(const struct dropped *d, struct arena *a);
/* Inside the caller's transaction, when the reading's own row is there. */
MUST_CHECK enum status dropped_write(struct store *st, int64_t source, const struct dropped *d,
                                     struct err *e);

#endif

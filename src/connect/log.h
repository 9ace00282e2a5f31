/*
 * log.h - connect: what passed between ours and a person, formal and social in one list?
 *
 * Two sources, one list: what was logged (table activity, what of it holds) and the evidence
 * between the two sides, in both directions. A mail that was logged and is evidence, too, is one
 * entry, and so is a meeting in which each heeded the other. Entries that are no contact (a note,
 * an answer to a survey) are listed and not summed.
 *
 * silence  longest_s is the largest gap between one contact and the next, of all that fit; it says
 *          something of one pair. What came after the last contact is no gap yet: last_s tells it.
 *          Seven days without a word are a week lost, after a month a person begins to forget.
 *
 * Cost   the evidence of ours who fit, by index, and the ledger; sorted by time
 * Check  tests/unit/test_ledger.c, tests/cli/log
 */
#ifndef KITH_CONNECT_LOG_H
#define KITH_CONNECT_LOG_H

#include "base/activity.h"
#include "store/store.h"

enum { SILENT_WEEK_DAYS = 7, SILENT_MONTH_DAYS = 30 };

struct entry {
    int64_t id; /* of the activity; 0: evidence */
    int64_t at_s;
    int64_t teammate, person; /* nodes */
    struct str what;          /* name of the kind, or of the verb */
    enum activity_form form;
    bool contact;
    struct str by; /* "us", "them", "both" */
    bool against;
    struct str about, url;    /* p NULL: none */
    struct str source, place; /* p NULL: typed */
};

struct log_sum { /* of all entries, not only those listed */
    size_t entries, contacts, formal, social;
    size_t by_us, by_them, by_both;
    int64_t first_s, last_s; /* of contacts; TIME_NONE without */
    int64_t longest_s;       /* 0: fewer than two contacts */
};

struct log_list {
    struct entry *one; /* [count] newest first */
    size_t count;
    struct log_sum sum;
};

/* teammate, person: nodes; 0: any. most: entries listed. Texts live in a. */
MUST_CHECK enum status log_load(struct store *st, int64_t teammate, int64_t person, size_t most,
                                struct arena *a, struct log_list *ret, struct err *e);

#endif

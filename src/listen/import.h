/*
 * import.h - listen: which sources are here, and what became of each of their rows?
 *
 * A path is a file or a directory. In a directory every file is a source of its own, except that
 * all single mails (RFC 822 files, a maildir) of one directory are one source. Each source is kept
 * whole or not at all, in one transaction; a source that was read before (same importer, place and
 * bytes) is left alone and said so. More than half bad rows, or no good one: nothing is kept. Rows
 * that are good and of no use (RECORD_NOTHING) are dropped, and told apart from bad ones.
 *
 * Check  tests/unit/test_import.c, tests/listen/, tests/crash/
 */
#ifndef KITH_LISTEN_IMPORT_H
#define KITH_LISTEN_IMPORT_H

#include "base/progress.h"
#include "listen/dropped.h"
#include "listen/duty.h"
#include "listen/importer.h"
#include "store/store.h"

struct import_options {
    const char *kind;        /* --kind: an importer's name; NULL: by content */
    const char *tag;         /* --tag: put on every person that the source names as a person row */
    const struct duty *duty; /* --purpose, --basis, --keep; NULL: not said */
    bool curated;            /* --curated: every row was chosen by somebody we trust */
    bool strict;             /* --strict: any bad row refuses its source */
    bool dry_run;            /* tell what would happen, change nothing */
    uint64_t drops_most;     /* --dropped: so many bad rows are listed; 0: DROPS_SHOWN_MAX */
    enum date_order dates;
    const char *const *maps;
    const char *event,
        *speakers;             /* --event, --speakers: of a list of attendees; NULL: it is none */
    int64_t event_at_s;        /* --at */
    const char *survey, *wave; /* --survey, --wave: what a table of answers is of; NULL: it says */
    bool ledger;               /* --ledger: mails between ours and others, as contacts alone */
    const struct progress *progress;
};

enum import_outcome { IMPORT_KEPT, IMPORT_SAME, IMPORT_REFUSED, IMPORT_PASSED };

struct import_drop {     /* one bad row */
    struct str sentence; /* "posts.csv:41: verb 'shouted', want …" */
    struct str place;    /* "41"; empty: not known */
    struct str why;      /* the sentence without path and place */
    struct import_drop *next;
};

/* What became of one source. read = kept + merged + dropped + held. */
struct import_account {
    struct str path;
    const char *kind; /* importer's name; NULL when none fits */
    enum import_outcome outcome;
    struct str sentence; /* of a refusal or of what was passed over; may be empty */
    struct str remarks;
    uint64_t read, kept, merged, dropped;
    uint64_t held; /* good rows of a source that was refused: they wait until it is mended */
    uint64_t idle; /* of dropped: good rows with nothing for kith */
    uint64_t docs, people, outlets, evidence, activities; /* new ones */
    bool empty;                           /* refused, because there are no rows in it */
    struct import_drop *drops;            /* the first bad ones, import_options.drops_most */
    const struct dropped_reason *reasons; /* of all that were dropped */
    struct import_account *next;
};

struct import_report {
    struct import_account *first, *last;
    uint64_t files_passed;     /* in directories: files nobody reads; the first DROPS_SHOWN_MAX that
                                * looked like a kind have an account with IMPORT_PASSED and a reason */
    uint64_t entries_left_out; /* of archives: links, and names that lead out of them */
};

/* OK even when sources were refused (see their outcome); a failure of the store, a stop or a path
 * that cannot be read ends it with what was kept so far left in place. */
MUST_CHECK enum status import_path(struct store *st, const char *path,
                                   const struct import_options *o, struct arena *a,
                                   struct import_report *report, struct err *e);

/* The same of bytes that came from the net, or from a browser, and stand in a file for now. */
struct fetched {
    const char *file;
    const char *locator; /* where they came from: to sentences and to the store */
    const char *url;     /* importer_options.url; NULL: not from the net */
    const char *named;   /* what somebody called it who sent it here; NULL: locator says */
};
MUST_CHECK enum status import_fetched(struct store *st, const struct fetched *f,
                                      const struct import_options *o, struct arena *a,
                                      struct import_report *report, struct err *e);

#endif

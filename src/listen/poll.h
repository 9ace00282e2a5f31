/*
 * poll.h - listen: what is new in the feeds that are known?
 *
 * Each feed is asked when it is due (net_pace.h), kept and written down by itself: whatever ends
 * the run, what was heard before stays, and the next run goes on with those not asked yet.
 *
 * What becomes of a feed (`outcome`), and when it is asked again:
 *   news, nothing new, unchanged   when it allows; its address changes when it moved for good
 *   later, robots                  when the server says, else as a failure; in a day
 *   merged, gone                   never: another feed is known at its new address; 410
 *   the others                     failures: backoff, the reason kept in feed.why
 *
 * Check  tests/unit/test_poll.c (a net of its own), tests/net/ (a real server)
 */
#ifndef KITH_LISTEN_POLL_H
#define KITH_LISTEN_POLL_H

#include "listen/fetch.h"
#include "listen/import.h"

enum poll_outcome {
    POLL_NEWS,
    POLL_SAME,
    POLL_UNCHANGED,
    POLL_LATER,
    POLL_MERGED,
    POLL_GONE,
    POLL_ROBOTS,
    POLL_PRIVATE,
    POLL_SCHEME,
    POLL_LOOP,
    POLL_TOO_SLOW,
    POLL_TOO_BIG,
    POLL_NO_FEED,
    POLL_ERROR,
    POLL_UNREACHABLE,
    POLL_DUE, /* of a dry run */
    POLL_OFF, /* of poll_switch */
    POLL_ON,
    POLL_OUTCOMES
};

extern const struct poll_word {
    const char *word, *meaning;
} poll_words[POLL_OUTCOMES];

struct poll_options {
    const struct net *net; /* NULL with dry_run */
    struct net_options asking;
    unsigned at_once;
    struct str match; /* as feeds_load; empty: all */
    bool now;         /* also those not due; those gone, too, when match is their address */
    bool no_robots;
    bool dry_run; /* tell who is due; nobody is asked */
    const struct progress *progress;
};

struct poll_row {
    struct str url, name; /* url: as it was known */
    enum poll_outcome outcome;
    int status;          /* 0: no answer */
    struct str moved_to; /* empty: it did not */
    struct str why;      /* empty: all is well */
    uint64_t docs, evidence, dropped;
    int64_t next_at_s;
    int64_t failures;
    bool told; /* poll.c's: it is filled */
};

struct poll_report {
    struct poll_row *row; /* [count] in the order in which they were due */
    size_t count;
    uint64_t outcome[POLL_OUTCOMES];
    uint64_t meant, due; /* feeds */
    uint64_t left;       /* due, but not asked to the end: stopped, or past a limit */
    int64_t next_at_s;   /* when the next one is due that is not now; TIME_NONE: none */
};

/* OK whatever became of them. STOPPED and failures of the store or this machine: what was heard
 * until then is kept and told. NOT_FOUND: match names an address that is not known. */
MUST_CHECK enum status poll_feeds(struct store *st, const struct poll_options *o, struct arena *a,
                                  struct poll_report *ret, struct err *e);

/* Those that match (not empty) means are not asked any more, or are again, at once. dry: tell only.
 */
MUST_CHECK enum status poll_switch(struct store *st, struct str match, bool off, bool dry,
                                   struct arena *a, struct poll_report *ret, struct err *e);

#endif

/*
 * feeds.h - listen: which feeds are known, when are they due, and how did it go?
 *
 * The table `feed`: its rows come from lists of feeds (keep_feed.c) and from feeds that were
 * imported from the net (feed_follow). Each call is one transaction.
 *
 * Check  tests/unit/test_poll.c
 */
#ifndef KITH_LISTEN_FEEDS_H
#define KITH_LISTEN_FEEDS_H

#include "store/store.h"

struct feed {
    int64_t id, outlet;
    struct str url, page, name; /* name: of its outlet */
    struct str etag, last_modified;
    int64_t next_at_s; /* TIME_NONE: at once */
    int64_t failures;  /* in a row */
    int64_t quiet_s;   /* for which the feed itself asks to be left alone */
    bool gone, off;
    struct str why; /* the last failure; empty: none */
};

struct feeds {
    struct feed *feed; /* [count] those due first first; lives in the arena */
    size_t count;
};

/* Those that `match` means: an address, or words that stand in address, page or name; empty: all.
 */
MUST_CHECK enum status feeds_load(struct store *st, struct str match, struct arena *a,
                                  struct feeds *ret, struct err *e);
/* etag, last_modified, next_at_s, quiet_s, failures, gone and why are written. */
MUST_CHECK enum status feed_save(struct store *st, const struct feed *feed, struct err *e);
/* All of them are not asked any more, or at once. */
MUST_CHECK enum status feeds_switch(struct store *st, struct feeds *feeds, bool off, struct err *e);
/* It is at another address for good: its url and outlet change. *ret_merged: another feed is known
 * there already, which stays; this one is no more. */
MUST_CHECK enum status feed_move(struct store *st, struct feed *feed, struct str url,
                                 bool *ret_merged, struct err *e);
/* A feed was imported from url: it is known from now on. A known one is left as it is unless
 * news. feed->url and what feed_save writes are set. *ret_new: it was not known. */
MUST_CHECK enum status feed_follow(struct store *st, struct feed *feed, struct str locator,
                                   bool news, bool *ret_new, struct err *e);

#endif

/*
 * fetch_int.h - listen: what do the files that fetch share?
 *
 *   fetch.c ─▶ fetch_site.c  whose turn it is at which site, and what its robots.txt says
 *           ─▶ fetch_hop.c   one address after the other, to the end of its redirects
 *
 * Check  tests/unit/test_poll.c
 */
#ifndef KITH_LISTEN_FETCH_INT_H
#define KITH_LISTEN_FETCH_INT_H

#include "base/limits.h"
#include "base/map.h"
#include "listen/fetch.h"
#include "listen/net_robots.h"

enum site_state { SITE_UNKNOWN, SITE_ASKED, SITE_KNOWN };

struct site {
    struct str key; /* net_url_site */
    enum site_state state;
    struct arena a; /* of what its robots.txt says */
    struct robots robots;
    enum fetch_outcome verdict; /* FETCH_BODY: ask; else nothing here may be asked, for … */
    struct str why, retry_after;
    unsigned claims; /* slots that are here */
    unsigned running;
    struct fetch_job *first, *last; /* not begun */
};

enum slot_state { SLOT_FREE, SLOT_WAITS, SLOT_ROBOTS, SLOT_RUNS };

/* One address and where it led, from its first request to its answer. */
struct slot {
    enum slot_state state;
    struct arena a;
    struct fetch_job *job;
    struct site *site;
    struct str url;                     /* asked now */
    struct str seen[REDIRECTS_MAX + 1]; /* asked so far, this one too */
    size_t seen_count;
    struct str lasting;
    bool for_now; /* a redirect so far was only for now */
    struct str etag, last_modified;
    struct str robots_url; /* of the robots.txt that is asked now */
    int robots_hops;
    struct net_call call;
    int spool; /* -1: none yet */
};

struct fetch_run {
    const struct fetch_options *o;
    struct arena a;
    struct net_session *session;
    struct slot slot[FETCHES_AT_ONCE_MAX];
    struct map site_of; /* key -> index into sites */
    struct site **sites;
    size_t site_count, site_room;
    struct site **due; /* those with jobs not begun */
    size_t due_count, turn;
    size_t kept_bytes; /* of robots of sites where nobody is */
    size_t done, total;
};

/* ---- fetch_site.c ---- */

/* The site that this address asks, made when it is new. */
struct site *site_of(struct fetch_run *r, struct str url);
void site_queue(struct fetch_run *r, struct fetch_job jobs[], size_t count);
/* The next job at a site that has room, and its site; NULL: none can begin now. */
struct fetch_job *site_next_job(struct fetch_run *r, struct site **ret);
void site_enter(struct fetch_run *r, struct slot *s, struct site *site);
void site_leave(struct fetch_run *r, struct slot *s);
/* What robots.txt answered: the call of a slot in SLOT_ROBOTS ended. True: it leads on. */
bool site_hears(struct site *site, struct slot *s);
void sites_free(struct fetch_run *r);

/* ---- fetch_hop.c ---- */

/* Starts what the slot can ask now; OK too when it has to wait. A slot whose site may not be asked
 * is done at once. */
MUST_CHECK enum status slot_advance(struct fetch_run *r, struct slot *s, struct err *e);
/* Its call ended. */
MUST_CHECK enum status slot_hears(struct fetch_run *r, struct slot *s, struct err *e);

/* ---- fetch.c ---- */

/* The job is done: told, and the slot is free. */
MUST_CHECK enum status slot_done(struct fetch_run *r, struct slot *s, struct fetch_answer *answer,
                                 struct err *e);
/* An empty file of its own. */
MUST_CHECK enum status slot_spool(struct slot *s, struct err *e);
/* "/proc/self/fd/7" */
struct str slot_file(struct slot *s);

#endif

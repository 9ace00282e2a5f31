/*
 * fetch.h - listen: what do these addresses answer in the end, when they are asked politely?
 *
 * Many are asked at once, of one site at most FETCHES_PER_HOST_MAX. Before the first address of a
 * site its robots.txt is asked (once a run): a site without one lets everything be asked, one that
 * cannot give it lets nothing (RFC 9309). Redirects are followed here, up to REDIRECTS_MAX, and
 * each of their addresses is judged like the first: scheme, robots.txt, the machine's address.
 *
 * Memory  a few hundred bytes an address; answers stand in unlinked files of the temporary
 *         directory, one for each that is asked at once
 * Check   tests/unit/test_poll.c (a net of its own), tests/net/
 */
#ifndef KITH_LISTEN_FETCH_H
#define KITH_LISTEN_FETCH_H

#include "base/progress.h"
#include "listen/net.h"

enum fetch_outcome {
    FETCH_BODY,        /* 200: it stands in the spool */
    FETCH_UNCHANGED,   /* 304 */
    FETCH_LATER,       /* 429, 503: asked to come again */
    FETCH_GONE,        /* 410 */
    FETCH_ERROR,       /* any other status */
    FETCH_ROBOTS,      /* robots.txt keeps programs from it */
    FETCH_PRIVATE,     /* an address that may not be asked */
    FETCH_SCHEME,      /* leads to what is neither http nor https */
    FETCH_LOOP,        /* leads round in a circle, or too far */
    FETCH_TOO_SLOW,    /* given up */
    FETCH_TOO_BIG,     /* given up */
    FETCH_UNREACHABLE, /* no answer */
    FETCH_OUTCOMES
};

struct fetch_job {
    struct str url;                 /* as net_url gives it */
    struct str etag, last_modified; /* empty: none */
    void *context;                  /* the caller's */
    struct fetch_job *next;         /* fetch.c's */
};

/* Borrowed: gone when `done` returns. */
struct fetch_answer {
    const struct fetch_job *job;
    enum fetch_outcome outcome;
    struct str why;     /* of what is no answer or no good one, without the address */
    int status;         /* of the last answer; 0: none */
    struct str url;     /* who gave it, after all redirects */
    struct str lasting; /* what to ask the next time: where redirects for good led */
    struct str etag, last_modified, retry_after, cache_control;
    const char *file; /* of FETCH_BODY: where it can be read */
    uint64_t bytes;
};

struct fetch_options {
    const struct net *net;
    struct net_options asking;
    unsigned at_once; /* 1 … FETCHES_AT_ONCE_MAX */
    bool robots;      /* heed robots.txt */
    uint64_t bytes_max;
    const char *step; /* of progress */
    const struct progress *progress;
    /* Called for each job once, as they end; a failure ends all. */
    enum status (*done)(void *context, const struct fetch_answer *answer, struct err *e);
    void *context;
};

/* OK when every job is done; STOPPED, or another failure: the others were not asked, or not to the
 * end. */
MUST_CHECK enum status fetch_all(const struct fetch_options *o, struct fetch_job jobs[],
                                 size_t count, struct err *e);

#endif

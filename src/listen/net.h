/*
 * net.h - listen: what does this address on the web answer?
 *
 * One request, one answer: who follows redirects, asks robots.txt and waits its turn stands in
 * fetch.h. libcurl brings thirty libraries with it, so what calls it is linked into a module of its
 * own, kith-net.so (module.h), which is loaded when something is fetched.
 *
 *   net_curl.c  what the module gives; it shows this one symbol, kith_net
 *   net_load.c  net_find of the program
 *   net_none.c  net_find of the tests: nothing is ever fetched there but from a net of their own
 *
 * What is asked: http and https, never through a proxy, without cookies, passwords of files or
 * anything else that the user's settings hold; certificates are checked. The address is judged when
 * the connection is made (net_address.h), at each request anew. Bytes are counted as they come out
 * of decompression.
 *
 * Check  tests/net/ (a server that misbehaves), tests/module/run.sh
 */
#ifndef KITH_LISTEN_NET_H
#define KITH_LISTEN_NET_H

#include "base/module.h"
#include "listen/net_address.h"

/* Raise it with every change of what stands here. */
enum { NET_VERSION = 2 };

enum net_end {
    NET_ANSWERED,    /* status and what belongs to it are set */
    NET_UNREACHABLE, /* no such host, nobody answers, no trust in its certificate, broken off */
    NET_PRIVATE,     /* its address is one that may not be asked; no connection was made */
    NET_TOO_SLOW,
    NET_TOO_BIG,
    NET_NOT_KEPT /* the spool could not be written */
};

struct net_header {
    const char *name;
    struct str value; /* without a line feed */
};

struct net_call {
    const char *url;                 /* as net_url gives it */
    struct str post;                 /* sent by POST, its answer is not kept; p NULL: GET */
    const struct net_header *header; /* [header_count] of a POST */
    size_t header_count;
    const struct net_range *allow; /* [allow_count] besides those of the session: of a POST */
    size_t allow_count;
    struct str etag, last_modified; /* of what is known; empty: none */
    uint64_t bytes_max;             /* of the body, unpacked */
    bool cut;                       /* a longer one is cut there, not given up */
    int spool;                      /* a descriptor: the body of a 200 is written there */
    struct arena *a;                /* of what comes back */
    void *context;                  /* the caller's */
    /* out */
    enum net_end end;
    struct str sentence; /* of every end but NET_ANSWERED, without the address */
    int status;
    struct str location, etag_now, last_modified_now, retry_after, cache_control;
    uint64_t bytes;
};

struct net_options {
    const char *agent;
    const struct net_range *allow; /* [allow_count] not public, but may be asked */
    size_t allow_count;
    int seconds_max; /* of one call */
};

struct net_session;

struct net {
    struct module_table module; /* stays first */
    enum status (*open)(const struct net_options *o, struct arena *a, struct net_session **ret,
                        struct err *e);
    /* call and what it names live until it ends, or until close. */
    enum status (*start)(struct net_session *s, struct net_call *call, struct err *e);
    /* OK and a call that ended, or NULL when none did within this time; DONE when none runs. */
    enum status (*wait)(struct net_session *s, int wait_ms, struct net_call **ret, struct err *e);
    void (*close)(struct net_session *s); /* breaks off what runs */
};

extern const struct net kith_net;

/* IO_FAILED as foreign_find. */
MUST_CHECK enum status net_find(const struct net **ret, struct err *e);

#endif

/*
 * site.h - serve: what is answered at this address, to whom, and in which form?
 *
 * Check  tests/serve/run.mjs
 */
#ifndef KITH_SERVE_SITE_H
#define KITH_SERVE_SITE_H

#include "serve/answers.h"
#include "serve/http.h"

struct site;

struct site_options {
    const char *db;
    const char *address;
    uint16_t port;
    const char *const *hosts; /* http.h */
    bool read_only;
    bool loopback; /* only this machine is listened to (login.h) */
    bool https;    /* a proxy with TLS stands in front */
};

/* Listens from then on. *ret_address: "http://127.0.0.1:8420/". */
MUST_CHECK enum status site_open(const struct site_options *o, struct arena *a, struct site **ret,
                                 struct str *ret_address, struct err *e);
/* What comes behind that address for whoever makes the first admin; empty: there is one, or none is
 * needed. */
struct str site_first(struct site *s, struct arena *a);
/* Once a day, what was kept for as long as its source may be goes (listen/purge.h), as a job. To be
 * called every few minutes. */
void site_daily(struct site *s);
void site_close(struct site *s);

#endif

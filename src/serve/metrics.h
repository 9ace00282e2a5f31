/*
 * metrics.h - serve: how much is asked, how quickly is it answered, and what does that take?
 *
 * In the text form of Prometheus, at /metrics: requests by pattern of the address and status, their
 * times, and what this server holds at the moment. Nothing in it is about anybody: no address as it
 * was asked, no name.
 *
 * Source  https://prometheus.io/docs/instrumenting/exposition_formats/ (text format 0.0.4)
 * Cost    some additions a request
 * Check   tests/serve/api.mjs
 */
#ifndef KITH_SERVE_METRICS_H
#define KITH_SERVE_METRICS_H

#include "serve/route.h"

struct metrics;

struct metrics_now { /* what others know */
    size_t answers, answer_bytes, sessions, users, jobs;
    const char *db;
};

struct metrics *metrics_new(struct arena *a);
/* route NULL: an address that is no page; asked NULL: refused before anybody looked at it. */
void metrics_seen(struct metrics *m, const struct route *route, const struct http_ask *ask,
                  int status, int64_t took_ms);
void metrics_write(struct metrics *m, const struct metrics_now *now, struct buf *b);

#endif

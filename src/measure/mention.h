/*
 * mention.h - measure: what was said in a period, where, by whom, and which of it is on what?
 *
 * A doc counts once, in the period it was said in, with who said it and its outlet (of docs of no
 * outlet: its source, all its readings being one). Left out: reposts of a doc, docs without words,
 * what robots said and, unless asked for, what our own staff said. A doc is on a topic when its own
 * words match or those of the start of its thread; of a brand its own words alone are looked at.
 *
 *   deff  docs of one thread hang together: sum over threads (on - p n)^2 / sum n p (1 - p), p the
 *         share of the period; 1 at least. n / deff docs said alone would say as much.
 *
 * Units   docs
 * Cost    a scan of the docs, an index look-up a topic; 40 bytes a doc
 * Check   tests/unit/test_mention.c, tests/cli/trend, tests/cli/share
 */
#ifndef KITH_MEASURE_MENTION_H
#define KITH_MEASURE_MENTION_H

#include "find/nodes.h"
#include "measure/share.h"

struct mention { /* a doc */
    int64_t id, at_s;
    uint64_t on;     /* bit q: of ask->query[q] */
    uint32_t thread; /* id of its first doc, itself where there is none */
    uint32_t author; /* node; 0: not known */
    uint32_t outlet; /* node, or above `node_room` its source */
    uint32_t period; /* for course.h; 0 until that sets it */
};

struct mention_query {
    struct str text;
    bool own_words; /* not those of the start of its thread */
};

struct mention_ask {
    const struct mention_query *query; /* [count] */
    size_t count;                      /* <= MENTION_QUERIES_MAX */
    int64_t since_s, until_s;          /* [since, until); TIME_NONE: open */
    bool with_us;
};

struct mentions {
    struct mention *doc; /* [count] by id */
    size_t count;
    size_t ours, robots; /* left out */
    int64_t first_s;     /* TIME_NONE: there are no docs */
    int64_t as_of_s;     /* until, else the latest doc not later than its import */
    uint32_t node_room;  /* outlets from here on are sources */
};

enum { MENTION_QUERIES_MAX = 32 };

/* BAD_INPUT of a topic says where in it. TOO_MUCH past MENTION_QUERIES_MAX. */
MUST_CHECK enum status mentions_load(struct store *st, const struct mention_ask *ask,
                                     struct arena *a, struct mentions *ret, struct err *e);

/* Of those with `among` (0: all), the design effect of being on `on`, over all their periods. */
double mentions_deff(const struct mentions *m, uint64_t among, uint64_t on, struct arena *a);

#endif

/*
 * mentioned.h - verb: what of a figure on what was said is shown beside it?
 *
 * Check  tests/cli/trend, tests/cli/share
 */
#ifndef KITH_VERB_MENTIONED_H
#define KITH_VERB_MENTIONED_H

#include "find/market.h"
#include "measure/mention.h"
#include "verb/verb.h"

struct mentioned {
    struct request *r;
    struct market market; /* its period as --since and --until say */
    struct mention_query query[MENTION_QUERIES_MAX + 1];
    struct mention_ask ask;
    struct mentions m;
};

/* Loads the market and its period; the market's topic is query[0] of ask. */
MUST_CHECK enum status mentioned_market(struct request *r, struct mentioned *ret, struct err *e);
MUST_CHECK enum status mentioned_add(struct mentioned *x, struct mention_query q, struct err *e);
MUST_CHECK enum status mentioned_load(struct mentioned *x, struct err *e);
/* market, topic, audience, period, as_of, model, level, what was left out. */
void mentioned_facts(struct table *t, const struct mentioned *x, const char *model);
MUST_CHECK enum status mentioned_outlet(const struct mentioned *x, uint32_t outlet, struct str *ret,
                                        struct err *e);
/* --docs: those that are on all of `all` and on any of `any` (0: ask nothing), newest first. */
MUST_CHECK enum status mentioned_docs(const struct mentioned *x, uint64_t all, uint64_t any,
                                      struct table **ret, struct err *e);
/* --since, --until and --with-us as given, each behind a blank. */
struct str mentioned_words(const struct request *r);

/* Value, lo and hi into three cells. */
void mentioned_figure(struct cell *row, struct figure f);

#endif

/*
 * market_verb.h - verb: the parts of `kith market` behind market.c
 *
 * Check  tests/cli/market
 */
#ifndef KITH_VERB_MARKET_VERB_H
#define KITH_VERB_MARKET_VERB_H

#include "verb/verb.h"

/* `market count`: how many docs a topic has and how many people an audience, before a market of
 * them is made; rows are the five docs on it read last. Cost: that of topic_hits and people_find.
 */
MUST_CHECK enum status market_count(struct request *r, struct table **ret, struct err *e);

#endif

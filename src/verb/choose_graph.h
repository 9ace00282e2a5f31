/*
 * choose_graph.h - verb: who relies on whom of a choice, as a graph for other programs?
 *
 * Nodes are the chosen and the buyers who rely on them; an arc leads from a buyer to whom they rely
 * on, and weighs the buyer's vote, 0 to 1. What is prior is no arc. To who may not see buyers they
 * are "buyer 14, bank, DE", without an id; the order of nodes and arcs is that of these names, and
 * tells nothing of them.
 *
 * Cost   O(votes of the market), and a card a node
 * Check  tests/cli/choose, tests/serve/rights.mjs
 */
#ifndef KITH_VERB_CHOOSE_GRAPH_H
#define KITH_VERB_CHOOSE_GRAPH_H

#include "choose/choose.h"
#include "verb/scope.h"

/* Is one asked for, by --graphml or --gexf? BAD_USAGE: both, or beside JSON or CSV. */
MUST_CHECK enum status choose_graph_asked(const struct request *r, bool *ret, struct err *e);
/* Writes it to the request's sink. */
MUST_CHECK enum status choose_graph_put(struct request *r, const struct scope *sc,
                                        const struct choice *c, struct err *e);

#endif

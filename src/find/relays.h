/*
 * relays.h - find: who passes on to whom in this market?
 *
 * The market's own graph: an arc v u wherever u relies on v, with the reliance p(u,v) of votes.h as
 * its weight: of everybody in the scene, not only of buyers, so that what is said to a person can
 * be followed to those they say it to in turn. Nodes are those of the scene, ids those of the
 * store. Staff have no arcs. Not aged: one rule for buyers and relays alike.
 *
 * Only arcs on a way to a known buyer are in it: whom no buyer leads to moves none, however many
 * fans they have, and fans nobody leads to do not even break a tie.
 *
 * Cost    that of reliances_find; 16 bytes an arc, 24 a node.
 * Check   tests/unit/test_relay.c by hand
 */
#ifndef KITH_FIND_RELAYS_H
#define KITH_FIND_RELAYS_H

#include "find/graph.h"
#include "find/reach.h"

/* v: the votes of the same scene. lt: the weights into a node sum to at most 1; where they exceed
 * it they are divided by their sum. Both ways; graph_close is not needed. */
void relays_find(const struct scene *sc, const struct votes *v, bool lt, struct arena *a,
                 struct graph *ret);

#endif

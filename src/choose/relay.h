/*
 * relay.h - choose: which few reach most of the buyers when people pass things on?
 *
 * The market's own graph (find/relays.h): what a person says reaches whoever relies on them with
 * the probability p(u,v), those who rely on these in turn, and so on: an independent cascade, or
 * linear threshold. The sets are drawn from the known buyers by their weight. Nobody reaches
 * themselves: a buyer who is picked counts for others only. So without relays the cover of a set is
 * that of choose.h without its prior; the prior has no part here, relays stand in its place.
 *
 * The picks are those of opim.h, with its bounds; what each adds is measured on sets of their own
 * that had no part in picking.
 *
 * Source  Kempe, Kleinberg, Tardos, KDD 2003, doi:10.1145/956750.956769; opim.h
 * Cost    the graph, and three times RELAY_SETS sets, more where opim.h draws on.
 * Check   tests/unit/test_relay.c: by hand, and against every live-arc graph; tests/laws
 */
#ifndef KITH_CHOOSE_RELAY_H
#define KITH_CHOOSE_RELAY_H

#include "choose/choose.h"

#define RELAY_EPSILON 0.05
#define RELAY_DELTA 0.001
enum { RELAY_SETS = 1 << 16 }; /* to pick, at least; to test, as many; to show */

struct relay {
    struct choice choice; /* firm is NAN; spans, lo and hi are 95 %, Wilson, of the drawing of sets
                           * alone: the votes are held; no curve; picks that add nothing are left
                           * out unless included, or a quota wants them */
    double lower;         /* buyers in 100 these picks reach at least */
    double upper;         /* buyers in 100 that no choice within the rules exceeds */
    double guarantee;     /* lower / upper; all three true with probability 1 - RELAY_DELTA */
    uint64_t samples;
    size_t arcs; /* on a way to a buyer */
};

/* The rules of o. Quotas must not overlap, but for several about the same people, nor come with a
 * budget. Findings without ranks give no picks. BAD_INPUT: includes without room, quotas that
 * cannot be kept; TOO_MUCH: k above CHOOSE_MAX; STOPPED. */
MUST_CHECK enum status relay_choose(const struct findings *f, const struct choose_options *o,
                                    bool lt, struct arena *a, struct relay *ret, struct err *e);

#endif

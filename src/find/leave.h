/*
 * leave.h - find: what is left of a figure when one source, or one buyer, is left out?
 *
 * For each source (kind and path, however often it was read) and each buyer with evidence, the
 * votes are counted again without it: a buyer keeps the strongest evidence of any other source for
 * the person, and whoever has no other evidence at all is not heard any more. The prior is held:
 * neither its shares nor its pseudo-buyers are made again. Of all that is left out in turn, a
 * person's worst place and least reach are kept.
 *
 *   reach'_v = 100 (x'_v + kappa m_v) / (|S| - w' + n0)     w': weight of who is heard no more
 *
 * rests  On one source (or buyer), when without it more than half of the reach is gone, or the
 *        person falls out of the first `top` and behind all others of their tier (interval.h).
 *
 * Where leaving out one source leaves nobody heard, all evidence is of that one; it is told once
 * (findings.only_source) and counts for nobody alone.
 *
 * Weighted votes are summed in units of 2^-40 buyers, so that what is left does not depend on an
 * order and equals are equals.
 *
 * Cost   O(votes log votes) at most, as who has no vote of a source falls behind nobody for it;
 *        40 bytes a vote while it runs
 * Check  tests/unit/test_leave.c: against all of it counted again
 */
#ifndef KITH_FIND_LEAVE_H
#define KITH_FIND_LEAVE_H

#include "find/reach.h"

/* Fills person[].without of the first INTERVAL_PEOPLE_MAX, and only_source. */
void leave_find(struct findings *f, size_t top, unsigned threads);

#endif

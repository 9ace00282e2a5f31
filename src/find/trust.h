/*
 * trust.h - find: how far does the attention of these buyers lead?
 *
 * Attention spreads from the buyers outwards; what trusted people attend to makes the prior
 * (prior.h). An account no buyer leads to has no trust, however many others attend to it.
 *
 * ties   D: for each pair of persons the strongest of what its evidence says, each halved once a
 *        half-life of its source before as_of (0: never): one contact as good as a thousand.
 * Opposition and staff are not in it; later evidence than as_of counts as of then. walk   Open walk
 * from the known buyers S: x_0 their weights as shares, x_l = .85 P' x_(l-1) with P = D by rows,
 * sum of x_1 .. x_8. The start itself never scores; attention that ends is lost. Through outlets it
 * goes on to who speaks there, each by their part (votes.h). mass   How far somebody is trusted: 1
 * in S, else what of the walk comes there, times |S|.
 *
 * Source  Kamvar et al., WWW 2003 (EigenTrust); Gyongyi et al., VLDB 2004 (TrustRank); measured in
 *         docs/methods.md.
 * Cost    O(heeds) once, 8 sweeps over the ties; 12 bytes a tie.
 * Check   tests/unit/test_trust.c against a dense solve
 */
#ifndef KITH_FIND_TRUST_H
#define KITH_FIND_TRUST_H

#include "find/reach.h"

#define TRUST_DAMPING 0.85
enum { TRUST_STEPS = 8 };

/* The same scene where nothing fades. */
static inline struct scene scene_ageless(const struct scene *sc)
{
    struct scene ageless = *sc;
    ageless.market.half_life_days = 0;
    ageless.source_count = 0; /* nor do sources with a half-life of their own */
    return ageless;
}

enum ties_kind {
    TIES_PERSONS,
    TIES_OUTLETS, /* outlets, too, and from each to who speaks there; no ties without outlets */
    TIES_CURATED  /* of curated sources alone */
};
/* v: its says and part are used. */
void ties_find(const struct scene *sc, const struct votes *v, enum ties_kind kind, struct arena *a,
               struct ties *ret);
/* [node_count] */
double *trust_walk(const struct ties *t, const struct votes *v, struct arena *a);
enum { TRUST_GROUPS = 16 };
/* [node_count]: of the walk, what more than one buyer agrees on. S is parted into TRUST_GROUPS by
 * turns, in the order of their first rows (each buyer a group, where there are no more; those who
 * answered a survey for one organisation are in one); without the group that sends most, times what
 * that makes up for, at most the walk. One buyer who was duped leads nobody anywhere. `walk` is
 * trust_walk's; persons' ties only. Cost: TRUST_GROUPS walks, four at once; 112 bytes a node. */
double *trust_agreed(const struct scene *sc, const struct ties *t, const struct votes *v,
                     const double *walk, struct arena *a);
/* [node_count]: 1 for S (of who is capped their part), else min(1, breadth * |S| * walk); breadth
 * 0: 1 for all. */
double *trust_mass(size_t node_count, const struct votes *v, const double *walk, double breadth,
                   struct arena *a);
/* sum_u by[u] * D_uv into ret [node_count], as shares that sum to 1; rows of `skip` (or NULL) stay
 * out. False, and all 0, when there is no such attention. */
bool attention_share(const struct ties *t, const double *by, const bool *skip, double *ret);
/* Where the walk through outlets comes to persons, as such shares. without_sample: leaves out what
 * the members of S attend to themselves. */
bool trust_arrivals(const struct ties *outlets, const struct votes *v, bool without_sample,
                    double *m);

#endif

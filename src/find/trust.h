/*
 * trust.h - find: whom do those whom the buyers trust attend to?
 *
 * Attention spreads from the buyers outwards; what trusted people attend to makes the prior. An
 * account no buyer leads to has none, however many others attend to it.
 *
 * ties   D: for each pair of persons the strongest of what its evidence says, each halved once a
 *        half-life before as_of (0: never): one contact as good as a thousand. Opposition and staff
 *        are not in it; later evidence than as_of counts as of then.
 * walk   Open walk from the known buyers S: x_0 their weights as shares, x_l = .85 P' x_(l-1) with
 *        P = D by rows, sum of x_1 .. x_8. The start itself never scores; attention that ends is
 * lost. prior  m = 1/2 share of sum_u trust_u D_uv  +  1/2 share of sum_u x_u D_uv: what trusted
 * people attend to, and what those whom the buyers named attend to. A half without any attention
 *        leaves its part to the other.
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

void ties_find(const struct scene *sc, const double *says, struct arena *a, struct ties *ret);
/* [node_count] */
double *trust_walk(const struct ties *t, const struct votes *v, struct arena *a);
/* [node_count]: 1 for S, else min(1, |S| * walk). */
double *trust_mass(const struct ties *t, const struct votes *v, const double *walk,
                   struct arena *a);
/* Fills m [node_count], which sums to 1, or is all 0 when there is no such attention (false).
 * without_sample: leaves out what the members of S attend to themselves. */
bool trust_prior(const struct ties *t, const struct votes *v, const double *trust,
                 bool without_sample, double *m);

#endif

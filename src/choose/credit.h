/*
 * credit.h - choose: whom does the log itself credit with what others did later?
 *
 * No model of spreading is simulated: credit is handed back along the arcs, act by act. On one item
 * the parents of u's act are those w with an arc w u who acted before u; each gets
 *
 *   gamma_wu = infl(u) / parents * exp(-(t_u - t_w) / tau_wu)
 *
 * with tau_wu the mean delay from w to u over all items, and infl(u) the share of u's acts that
 * some parent preceded by at most tau. What u is credited with goes on to u's parents by gamma:
 * Gamma_vu(item) = sum over parents w of Gamma_vw gamma_wu, Gamma_vv = 1; of a set S Gamma_Su is 1
 * where u is in S. kappa_Su is the mean of Gamma_Su over the acts of u, and
 *
 *   sigma(S) = sum over u of kappa_Su
 *
 * the expected number of people whose acts S is behind, S itself included. sigma is monotone and
 * submodular, so picking what adds most comes to at least 1 - 1/e of the best set (Nemhauser,
 * Wolsey, Fisher 1978); gains are kept exactly: after a pick only the items it acted on are gone
 * through again, once forwards for Gamma_S and once backwards for what each act is behind, and
 * whoever comes up next is summed anew (CELF). No credit is cut off as too small.
 *
 * Acts at the same time are nobody's parents. tau and infl are of the whole log.
 *
 * Source  Goyal, Bonchi, Lakshmanan, PVLDB 5(1), 2011, doi:10.14778/2047485.2047492, eqs 6 to 9 and
 *         theorem 3; Leskovec et al., KDD 2007, doi:10.1145/1281192.1281239 (CELF)
 * Cost    learning: sum over acts of the arcs into who acts; 12 bytes a parent, 56 an act. A pick:
 *         the parents on all items of who is picked.
 * Check   tests/unit/test_credit.c: by hand on four nodes; all sets; the definition on made logs
 */
#ifndef KITH_CHOOSE_CREDIT_H
#define KITH_CHOOSE_CREDIT_H

#include "base/progress.h"
#include "find/acts.h"
#include "find/graph.h"

struct credit; /* learned from one log */

/* Needs the rows in. acts stays in use. TOO_MUCH: more than CREDIT_PARENTS_MAX parents; STOPPED. */
MUST_CHECK enum status credit_learn(const struct graph *g, const struct acts *acts,
                                    const struct progress *progress, struct arena *a,
                                    struct credit **ret, struct err *e);
/* [n] sigma of each node alone; 0 for those who never acted. */
const double *credit_alone(const struct credit *c, struct arena *a);
/* [n] acts of others that each is credited with: the sum of Gamma over acts, without its own. */
const double *credit_acts(const struct credit *c, struct arena *a);

struct credit_pick {
    uint32_t node;
    double adds;  /* to sigma */
    double sigma; /* of the picks so far */
};
/* At most k picks, fewer where fewer acted; [*ret_count]. Equal gains go to the lower number. Uses
 * c up: choose once. */
const struct credit_pick *credit_choose(struct credit *c, uint32_t k, struct arena *a,
                                        uint32_t *ret_count);

#endif

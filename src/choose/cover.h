/*
 * cover.h - choose: how many buyers does a set of people reach?
 *
 * The votes turned round, person by person, for those who may be picked (the candidates), so that
 * what one person adds costs one pass over their own votes.
 *
 * A draw from the posterior: each known buyer has a mass Gamma(w_u), the pseudo-buyers together
 * Gamma(n0) (a Bayesian bootstrap over both); a vote p of mass w is, with probability 1 / (w + 1),
 * settled as relies (p) or does not (1 - p), and else left at p; the pseudo-buyers' share for a
 * person is drawn from Beta(n0 q, n0 (1 - q)). A person's reach in the draws then has the mean and
 * variance of Beta(alpha, |S| + n0 - alpha), and the mean of a set's cover is its cover. (The
 * interval of one person in find redraws the votes' sum beside that Beta and is a little wider.)
 *
 * Source  Rubin, The Bayesian Bootstrap, 1981, doi:10.1214/aos/1176345338. The two moments: a vote
 *         is a share Beta(w p, w (1 - p)) of its buyer's mass, whose variance p (1 - p) / (w + 1)
 *         the settled-or-left draw has, too, for one uniform instead of two gammas.
 * Check   tests/unit/test_choose.c: moments of the draws; brute force
 */
#ifndef KITH_CHOOSE_COVER_H
#define KITH_CHOOSE_COVER_H

#include "find/reach.h"

struct cover {
    size_t buyer_count;
    const double *mass;    /* [buyer_count] w_u */
    double pseudo;         /* n0 */
    double scale;          /* buyers in 100 of one unit of mass */
    size_t count;          /* candidates, by node number */
    const uint32_t *node;  /* [count] */
    const size_t *start;   /* [count + 1] votes of a candidate: start[c] .. start[c + 1] - 1 */
    const uint32_t *buyer; /* [start[count]] 0 .. buyer_count - 1 */
    const double *p;       /* [start[count]] */
    const double *q;       /* [count] share of the pseudo-buyers */
};

/* node ascending, each once; it must outlive *ret. */
void cover_make(const struct findings *f, const uint32_t node[], size_t count, struct arena *a,
                struct cover *ret);
/* Draw number `draw`, the same for a person whoever the other candidates are. */
void cover_draw(const struct cover *c, uint64_t seed, uint32_t draw, struct arena *a,
                struct cover *ret);

/* What the buyers still miss while people are taken one by one. */
struct uncovered {
    double *miss;  /* [buyer_count] probability that nobody taken is relied on */
    double pseudo; /* the same of the pseudo-buyers */
};
struct uncovered uncovered_all(const struct cover *c, struct arena *a);
double cover_gain(const struct cover *c, const struct uncovered *left, uint32_t candidate);
void cover_take(const struct cover *c, struct uncovered *left, uint32_t candidate);
double cover_total(const struct cover *c, const struct uncovered *left); /* of those taken */

#endif

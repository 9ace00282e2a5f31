/*
 * prior.h - find: what would be expected of a person before these buyers were asked?
 *
 * The prior m is whom the attention around the buyers goes to. It is made of parts, each a share of
 * what some people attend to, and the families weigh the parts differently: which attention is
 * worth most differs between markets, and what each would have foretold decides (family.h). Omega
 * is trust (trust.h): 1 for the buyers, else how much of their attention comes to somebody, times
 * |S| and a breadth, 1 at most. Who no buyer leads to has none.
 *
 *   near    what people attend to, each as far as trusted (breadth 1)
 *   wide    the same, breadth 10, as far as more than one buyer agrees
 *   far     the same, breadth 100
 *   named   what those attend to whom the buyers named
 *   outlets where the buyers' attention comes to, also through outlets to who speaks there
 *   open    what everybody attends to, in curated sources alone: anybody can make accounts
 *
 * Families: trust (near, wide and named in equal parts), far, second (named), mixture (near, wide,
 * far and named, weighed by EM as explains the votes best: each part by what others than the sample
 * attend to, one vote each as prior), outlets, open. A part without any attention leaves its weight
 * to the others.
 *
 * Accounts whom no buyer leads to add nothing but to `open`. What one duped buyer lets in is what
 * of their attention comes there, once, however many accounts are behind it; wide and far need a
 * second buyer.
 *
 * Source  docs/methods.md; Dempster, Laird, Rubin, JRSS B 1977 (EM); Kamvar et al., WWW 2003;
 * Gyongyi et al., VLDB 2004 Cost    O(heeds) for the attention, then O(ties) a family Check
 * tests/unit/test_prior.c
 */
#ifndef KITH_FIND_PRIOR_H
#define KITH_FIND_PRIOR_H

#include "find/reach.h"

enum part { PART_NEAR, PART_WIDE, PART_FAR, PART_NAMED, PART_OUTLETS, PART_OPEN, PART_COUNT };

struct family_info {
    const char *name;          /* as JSON and `kith find` have it */
    const char *what;          /* "what people of trust attend to" */
    double weight[PART_COUNT]; /* to start from, where they are learned */
    bool learned;
};
extern const struct family_info families[FAMILY_COUNT];

/* Who attends to whom in a scene, whatever the family. */
struct attention {
    struct ties persons;
    struct ties
        outlets; /* persons, outlets and who speaks there; no rows: no outlet is attended to */
    struct ties curated;         /* persons, of curated sources; no rows: there are none */
    const double *walk, *agreed; /* [node_count] from S over persons (trust.h) */
};
void attention_find(const struct scene *sc, const struct votes *v, struct arena *a,
                    struct attention *ret);
/* Is there anything of this family's own in it? */
bool family_possible(const struct attention *t, enum family f);

/* Share, kappa and trust of one family; ret->ties are those of the persons. */
void prior_find(const struct votes *v, const struct attention *t, enum family f, unsigned threads,
                struct arena *a, struct prior *ret);

#endif

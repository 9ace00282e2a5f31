/*
 * reach.h - find: how many of 100 buyers rely on a person, and how sure is that?
 *
 * The one estimator: votes x of the buyers S with evidence (votes.h), joined with the trusted prior
 * m (prior.h) by empirical Bayes. All in memory, from a scene.
 *
 *   alpha_v = x_v + kappa m_v      n0 = |S| kappa / X      reach_v = 100 alpha_v / (|S| + n0)
 *
 * kappa  Most likely concentration of a Dirichlet-multinomial on 25 steps from .5 to 5000 votes of
 *        the size that the votes have (unit), never above X unless the prior rests on at least
 *        KAPPA_FREE * X and KAPPA_FREE_PAIRS pairs of people outside S (each counts as much as who
 *        attends is trusted, so that bought fans add none); fitted to a prior without what S
 * attends to itself (else the votes would confirm themselves). When S's own attention is all there
 *        is, kappa is the least: such a prior repeats the votes. Without any attention between
 *        persons kappa is 0, and the votes stand alone.
 * floor  Who has no vote and at most PRIOR_FLOOR of the prior is not listed and has none of it.
 * cap    A person's share of the prior is at most |S| / X, the excess spread over the others in
 *        proportion: no pseudo-buyer relies on one person more than wholly, so reach is 0 to 100.
 *
 * Buyers without evidence are unknown, not zero: |S| is who was heard.
 *
 * Source  Minka, Estimating a Dirichlet distribution, 2000; Rubin 1981, doi:10.1214/aos/1176345338
 * Cost    1M evidence, 100k people, 2 cores: .5 s with 10k buyers who vote a million times, 1.4 s
 *         and 560 MB with 100k buyers who vote ten million times
 * Check   tests/unit/test_reach.c, tests/unit/test_interval.c, tests/laws/
 */
#ifndef KITH_FIND_REACH_H
#define KITH_FIND_REACH_H

#include "find/capped.h"
#include "find/drift.h"
#include "find/segment.h"
#include "find/shrink.h"

#define PRIOR_FLOOR 1e-6      /* share of the prior */
#define KAPPA_FREE 3.0        /* pairs outside S a vote, … */
#define KAPPA_FREE_PAIRS 30.0 /* … and in all */

/* One vote: what one buyer's evidence says for one person, the strongest counting. */
struct vote {
    uint32_t buyer, person; /* node numbers */
    uint32_t heed;          /* scene->heed that carried it */
    uint32_t outlet;        /* through which outlet; UINT32_MAX: directly */
    uint32_t other;         /* the strongest heed of any other source; UINT32_MAX: none */
    float other_p;          /* what it says, <= p; 0: none */
    double p;               /* 0 to 1 */
};

struct votes {
    const struct vote *vote; /* [count] by (buyer, person) */
    size_t count;
    const uint32_t *buyer; /* [buyer_count] node numbers of those with evidence: S */
    const double *weight;  /* [buyer_count] sum `heard` */
    size_t buyer_count;
    double heard;          /* |S|: their parts (capped.h); buyer_count where nobody is capped */
    const double *part_of; /* [buyer_count] those, 0 to 1; NULL: all 1 */
    struct caps caps;
    size_t unchecked; /* of the buyers: known by a number in a survey alone */
    struct segments_heard segments;
    const double *x;    /* [node_count] sum of weight * p */
    double total;       /* X */
    double unit;        /* size of a vote: sum (weight p)^2 / part / X; 0 without votes */
    const double *says; /* [heed_count] what each evidence says, 0 to 1 */
    const double *part; /* [author_count] each author's part of the outlet, 0 to 1 */
};

struct ties { /* who attends to whom among persons, by row; trust.h */
    size_t node_count;
    const size_t *first;    /* [node_count + 1] */
    const uint32_t *to;     /* [first[node_count]] ascending in a row */
    const double *strength; /* [first[node_count]] > 0 */
    const double *row;      /* [node_count] sum of a row */
    const bool *outlet;     /* [node_count] */
};

enum family { /* of priors: prior.h */
              FAMILY_TRUST,
              FAMILY_FAR,
              FAMILY_SECOND,
              FAMILY_MIXTURE,
              FAMILY_OUTLETS,
              FAMILY_OPEN,
              FAMILY_COUNT
};

/* The half-life of attention, and why: aging.h. */
struct aging {
    int64_t days;            /* 0: no decay */
    bool judged;             /* chosen by the past; else the market's own or the usual one */
    double ndcg, ndcg_usual; /* of what came behind its dates, that one's and the usual one's */
    double judges;           /* people, each as far as trusted */
};

/* Which family, and why: family.h. */
struct family_choice {
    struct aging aging; /* with which it was judged */
    enum family family;
    bool judged;               /* false: too little past, so `trust` */
    int64_t at_s;              /* the past date */
    double ndcg[FAMILY_COUNT]; /* of what came behind it; NAN: not possible here */
    size_t judges;             /* buyers */
};

struct prior {
    enum family family;
    size_t part_count;
    const double *part;   /* [node_count * part_count] each part's of m_v, sum 1 where m_v > 0 */
    const double *share;  /* [node_count] m_v, sums to 1 (0 without attention); <= |S| / X */
    const double *trust;  /* [node_count] omega: 1 for S, else min(1, |S| * walk) */
    const double *walk;   /* [node_count] open walk from S */
    double kappa;         /* concentration, the likeliest */
    struct kappa_fit fit; /* and the others */
    double pseudo_buyers; /* n0 = |S| kappa / X */
    struct ties ties;
    /* What intervals about now are drawn with: the family trust, by attention that does not fade,
     * for votes do not, either. What foretells best may lean on less than all of it, and intervals
     * by that alone hold too little. NULL: it is this one, or no intervals were asked for */
    const struct prior *now;
};

enum leave_kind { LEAVE_SOURCE, LEAVE_BUYER, LEAVE_COUNT };
/* What is left of a person when one of a kind is left out (leave.h), whichever is worst. */
struct leave {
    double reach;         /* the least, buyers in 100 */
    uint32_t place;       /* the worst; 0: not asked */
    bool rests;           /* on `what` alone */
    uint32_t what;        /* scene->source, or node of the buyer; UINT32_MAX: none carries a vote */
    double named;         /* reach without `what` */
    uint32_t named_place; /* and the place then */
};

struct person_reach {
    uint32_t node;
    double reach;  /* buyers in 100; the prior by attention as far as it is fresh (aging.h) */
    double lo, hi; /* 90 %, about now, around reach; NAN past the first INTERVAL_PEOPLE_MAX */
    double p_top;  /* P(top 10); 0 past those; NAN when nobody is ranked */
    uint32_t place_lo, place_hi; /* 90 %, about now; 0 past those and when nobody is ranked */
    double next_lo, next_hi;     /* 90 %, about the next window; NAN without a forecast (drift.h) */
    uint32_t place_next_lo, place_next_hi; /* 0 without a forecast */
    uint32_t tier;      /* 1 ..: inside one nobody can say who is first (interval.h); 0 as before */
    double multiplier;  /* reach over the mean reach of the market's people */
    double prior_part;  /* share of reach that is prior, 0 to 1 */
    double online_part; /* share of the votes that was seen online, 0 to 1; NAN without votes */
    double votes;       /* sum of the buyers' votes */
    uint32_t voters;    /* buyers with a vote for them */
    uint32_t direct;    /* of these: who heeded the person, not only an outlet they write to */
    struct leave without[LEAVE_COUNT]; /* of the first INTERVAL_PEOPLE_MAX, with intervals */
};

struct findings {
    const struct scene *scene;
    struct votes votes;
    struct prior prior;
    struct family_choice choice;
    struct drift drift;          /* of what next_lo … are drawn with */
    struct person_reach *person; /* [count] persons above the floor, by reach, ties by node id */
    size_t count;
    uint32_t only_source; /* all votes are of this one; UINT32_MAX: not so, or not asked */
    bool ranked; /* false: fewer than BUYERS_KNOWN_MIN buyers with evidence; no order is claimed */
};

struct reach_options {
    uint64_t seed;
    unsigned threads;                   /* 0: all */
    size_t top;                         /* 10 */
    bool without_intervals;             /* lo, hi, p_top are NAN; no forecast */
    const struct family_choice *family; /* held, its half-life, too; NULL: chosen by past windows */
    const struct progress *progress;
};
#define REACH_OPTIONS ((struct reach_options){.seed = 1, .top = 10})

MUST_CHECK enum status reach_find(const struct scene *sc, const struct reach_options *o,
                                  struct arena *a, struct findings *ret, struct err *e);

/* The same without intervals (lo, hi, p_top are NAN), for a prior that is held: its kappa and share
 * are taken as they are. */
void reach_join(const struct scene *sc, const struct votes *v, const struct prior *prior,
                struct arena *a, struct findings *ret);

/* ---- where these buyers look, and whom they oppose: counts, without a prior ---- */
struct node_count {
    uint32_t node;
    double in_100;   /* buyers in 100 of those with any evidence for a person or an outlet */
    double lo, hi;   /* 90 %, Bayesian bootstrap over these buyers; NAN past the first
                      * INTERVAL_PEOPLE_MAX */
    double votes;    /* sum of the buyers' votes, one a buyer, the strongest counting */
    uint32_t voters; /* buyers */
    uint32_t rows;   /* of evidence by these buyers */
};
struct node_counts {
    struct node_count *node; /* [count] by votes, ties by node id */
    size_t count;
    size_t buyer_count; /* with any evidence */
};
/* Outlets by the votes of buyers for the outlet itself. */
void outlets_find(const struct scene *sc, const struct reach_options *o, struct arena *a,
                  struct node_counts *ret);
/* Persons by the buyers whose evidence opposes them (sign -1). */
void against_find(const struct scene *sc, const struct reach_options *o, struct arena *a,
                  struct node_counts *ret);

#endif

/*
 * why.h - find: what stands behind one person's figure?
 *
 * Every vote down to the row of evidence that carried it, with source and place; the prior and its
 * best paths buyer -> … -> person. What the rows add, and 100 kappa m / (|S| + n0) of the prior
 * (= prior_part * reach), sum to the reach.
 *
 * rows   All evidence that carried a vote, always. Then, up to WHY_ROWS_MAX in all: opposition by
 *        buyers, other evidence by buyers (for the person, or for an outlet they write to), and
 *        what others say of the person themselves.
 * paths  By the product of the shares of attention along them. From 3 nodes on: one step from a
 *        buyer is a vote, and stands in the rows. Searched from the person back, strongest first,
 *        PATH_STATES_MAX partial paths far; past that, only what was found until then.
 *
 * Cost   O(heeds + votes + ties) of the scene
 * Check  tests/unit/test_why.c: votes and prior add up to the reach; paths against all paths
 */
#ifndef KITH_FIND_WHY_H
#define KITH_FIND_WHY_H

#include "find/reach.h"

enum { PATHS_MAX = 5, PATH_NODES_MAX = 5, PATH_STATES_MAX = 200000 };

struct why_path {                  /* the prior's best ways */
    uint32_t node[PATH_NODES_MAX]; /* buyer first, person last */
    size_t count;
    double strength; /* product of the shares of attention along it */
};

struct why_evidence { /* one row of evidence that names the person, or reached them by an outlet */
    uint32_t heed;    /* scene->heed */
    uint32_t outlet;  /* UINT32_MAX: directly */
    double p;         /* what it says as a vote; 0: it opposes */
    double adds; /* buyers in 100 that it carries: > 0 for the strongest of its buyer, else 0 */
    bool buyer;  /* from a member of the audience with evidence */
};

struct why {
    struct person_reach reach;
    struct why_evidence *row; /* by adds, then p, then time, newest first */
    size_t count;
    size_t rows_all;       /* before WHY_ROWS_MAX cut them */
    size_t against;        /* of all: with sign -1 */
    struct why_path *path; /* strongest first, at most 5 */
    size_t path_count;
};

/* NOT_FOUND when nothing in this market names the person. Who is named, but by nobody a buyer leads
 * to, has reach 0 and rows. */
MUST_CHECK enum status why_find(const struct findings *f, uint32_t node, struct arena *a,
                                struct why *ret, struct err *e);

/* Where a row of evidence can be looked up: filled from the store. */
struct proof {
    int64_t at_s;
    struct str from, to, verb;   /* names */
    struct str title, text, url; /* of the doc */
    struct str source, place, topic;
};
MUST_CHECK enum status proof_load(struct store *st, int64_t evidence, struct arena *a,
                                  struct proof *ret, struct err *e);

#endif

/*
 * ideas.h - measure: which words and topics rise, carried by several people?
 *
 * Docs on the first topic of mention.h in two windows: the last `days` before a date, and
 * IDEAS_EARLIER times as many before these. Only outlets that are there in both halves of the
 * earlier window and in the last one count: what begins or stops looks like a rise. Near copies
 * (alike.h, ALIKE_NEARLY) count once a term and window.
 *
 *   share   docs with the term of the docs of the window: Wilson, with its design effect
 *   deff    the larger of those by thread and by author: sum over groups (on - p size)^2 over
 *           n p (1 - p), p of both windows; 1 at least
 *   rise    later share less earlier: Newcombe, with deff
 *   p       one-sided, exact, given the sum: P(X >= x1) of x1 + x0 docs, each late with the chance
 *           n1 / (n1 + n0); counts over deff (the binomial's tail as a beta function)
 *   q       Benjamini, Hochberg over all terms tried: those with IDEAS_LEAST docs or more in the
 * last window (counted by hashes in at most IDEAS_CELLS cells: terms that share a cell are tried as
 * one) kept    q < IDEAS_Q, said by IDEAS_PEOPLE people or more, by none more than half of it.
 * Terms whose docs are mostly (IDEAS_SAME) those of one kept before stand with it
 *
 * Of what was so flagged the past can tell what became of it: `next` is the window behind the date.
 * Beside it all terms of IDEAS_LEAST docs that were said more often a day than before: what
 * counting would have flagged. A term held when its share in the next window is above that of the
 * earlier one.
 *
 * Units   shares 0 to 1; level SHARE_LEVEL
 * Source  Przyborowski, Wilenski 1940 (conditional test); Benjamini, Hochberg 1995
 * Memory  12 bytes a cell, 4 a doc and flagged term
 * Cost    two readings of the texts of the windows, a third of those with a flagged term
 * Check   tests/unit/test_ideas.c; what it foretold: docs/methods.md
 */
#ifndef KITH_MEASURE_IDEAS_H
#define KITH_MEASURE_IDEAS_H

#include "base/progress.h"
#include "measure/mention.h"

enum {
    IDEAS_EARLIER = 3,
    IDEAS_LEAST = 5,
    IDEAS_PEOPLE = 3,
    IDEAS_CELLS = 1 << 23,
    IDEAS_DAYS = 90
};
#define IDEAS_Q 0.05
#define IDEAS_SAME 0.8

enum ideas_window { IDEAS_BEFORE, IDEAS_LATE, IDEAS_NEXT, IDEAS_WINDOWS };

struct ideas_ask {
    int64_t at_s; /* the last window ends before it */
    int64_t days;
    bool next; /* read what came after, too */
    const struct progress *progress;
};

struct idea {
    struct str words;
    struct str with;          /* other terms of the same docs, apart by ", "; empty: none */
    size_t on[IDEAS_WINDOWS]; /* docs, copies once (in the next: all) */
    size_t people, most;      /* who said it in the last window; docs of who said it most */
    double deff;
    struct figure share[2]; /* earlier, later */
    struct change rise;
    double p, q;
    const uint32_t *doc; /* [docs] of mentions->doc in the last window, by id */
    size_t docs;
    bool held; /* in the next window */
};

struct ideas {
    int64_t start_s[IDEAS_WINDOWS + 1]; /* of each window, and the end of the next */
    size_t n[IDEAS_WINDOWS];            /* docs of outlets that are there throughout */
    size_t left_out;                    /* docs of the others */
    size_t outlets, throughout;
    size_t tried;
    size_t few;       /* rose, but by too few people or by copies */
    size_t merged;    /* stand with another one */
    struct idea *one; /* [count] by p */
    size_t count;
    size_t counted, counted_held; /* what counting would have flagged; of that: held */
};

/* Of m, whose periods are not looked at. STOPPED when the user wants out. */
MUST_CHECK enum status ideas_find(struct store *st, const struct mentions *m,
                                  const struct ideas_ask *ask, struct arena *a, struct ideas *ret,
                                  struct err *e);

/* P(X >= x1 | x1 + x0), each late with chance late: counts need not be whole. */
double ideas_p(double x1, double x0, double late);
/* p[n] ascending, the smallest of `tried`. */
void ideas_q(const double *p, size_t n, size_t tried, double *ret);

#endif

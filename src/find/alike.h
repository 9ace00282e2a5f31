/*
 * alike.h - find: which texts are one text, word for word or nearly?
 *
 * A text is the set of its runs of ALIKE_WORDS words, each as a hash of 32 bits. Two texts are as
 * alike as J = |both| / |either| of their sets (Jaccard). From `least` on they are of one group,
 * and so is whatever is as alike as that to any of the group.
 *
 * Which pairs are compared: those that agree in one of ALIKE_BANDS bands of 4 of ALIKE_HASHES
 * permutations' smallest hashes, a pair of J with the chance 1 - (1 - J^4)^32 (.87 at .5, .99 at
 * .6, all but certain from .8 on); of at most ALIKE_ALL_MAX texts all pairs. Of more than
 * ALIKE_BUCKET_MAX texts that agree in a band each is compared with so many before it. What is
 * compared is compared exactly, but for runs of words that share a hash (1 in 4 * 10^9).
 * Permutation k is a function of k, so the answer is the same on any number of threads.
 *
 * Source  Broder, On the resemblance and containment of documents, 1997,
 *         doi:10.1109/SEQUEN.1997.666900; bands: Leskovec, Rajaraman, Ullman, Mining of Massive
 *         Datasets, 3.4
 * Memory  4 bytes a run of words, 16 a text, and 20 a text while groups are looked for
 * Cost    O(ALIKE_HASHES * runs + ALIKE_BANDS * texts log texts); a million posts: docs/methods.md
 * Check   tests/unit/test_alike.c against all pairs, and Python's sets; tools/bench/alike.c
 */
#ifndef KITH_FIND_ALIKE_H
#define KITH_FIND_ALIKE_H

#include "base/progress.h"
#include "base/str.h"

enum { ALIKE_WORDS = 5, ALIKE_HASHES = 128, ALIKE_BANDS = 32 };
#define ALIKE_NEARLY .8 /* J from which two texts are one but for some words */
#define ALIKE_LEAST .5  /* J from which one is made of the other */

struct alike_text {
    const uint32_t *run; /* [count] hashes, ascending, each once */
    size_t count;
};
struct alike { /* zero-initialise but for a */
    struct arena *a;
    struct alike_text *text; /* [count] in the order they came */
    size_t count;
    uint32_t *block; /* where the next sets go */
    size_t left;
};

/* Hashes of the runs in words (folded, apart by blanks: base/text.h), in their order, one less
 * than ALIKE_WORDS fewer than words; in a. */
size_t alike_runs(struct arena *a, struct str words, uint32_t **ret);
/* One more text; its number is its place, from 0. Of fewer than ALIKE_WORDS words it is like none.
 */
void alike_add(struct alike *x, struct str words);
/* J of two sets, 0 to 1; 0 where both are empty. */
double alike_share(const struct alike_text *l, const struct alike_text *r);

struct alike_options {
    double least;     /* J, 0 < least <= 1 */
    unsigned threads; /* 0: all */
    const struct progress *progress;
};
/* OK: *ret is [count], the lowest number of each text's group; in a. TOO_MUCH: more than
 * ALIKE_TEXTS_MAX texts. STOPPED. */
MUST_CHECK enum status alike_groups(const struct alike *x, const struct alike_options *o,
                                    struct arena *a, uint32_t **ret, struct err *e);

#endif

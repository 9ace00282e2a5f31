/*
 * near.h - base: which word was meant?
 *
 * Source  Optimal string alignment, the restricted form of Damerau, A technique for computer
 *         detection and correction of spelling errors, CACM 1964, doi:10.1145/363958.363994: one
 *         change is a letter added, left out, replaced, or two neighbours swapped. By bytes, ASCII
 *         case-blind.
 * Cost    O(len * len); words longer than NEAR_BYTES_MAX are never near.
 * Check   tests/unit/test_near.c
 */
#ifndef KITH_BASE_NEAR_H
#define KITH_BASE_NEAR_H

#include "base/str.h"

enum { NEAR_BYTES_MAX = 64 };

/* Changes between a and b, or SIZE_MAX when there are more than `most`. */
size_t near_distance(struct str a, struct str b, size_t most);
/* How many changes a word of this length may have and still be meant: a third, at least one; none
 * of words of one or two bytes. */
size_t near_most(struct str word);
/* The nearest of a NULL-ended list, the first of equally near ones; NULL when none is near. */
const char *near_word(struct str word, const char *const *list);

#endif

/*
 * graph_sum.h - find: is this array still as it was packed, and in range?
 *
 * A block's sum is two sums in each of 16 lanes of 64-bit words (Fletcher, IEEE Trans. Commun. 30,
 * 1982, doi:10.1109/TCOM.1982.1095369): of the words, and of those sums, stirred into one number.
 * One changed word always changes it. The largest 32-bit number is found in the same pass. The sum
 * is the same whatever vectors the machine has.
 *
 * Cost   reads at the speed of memory: about 30 GB/s a core.
 * Check  tests/unit/test_graph.c: every bit of a pack, and a plain reading of the definition
 */
#ifndef KITH_FIND_GRAPH_SUM_H
#define KITH_FIND_GRAPH_SUM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The same function for several machines, chosen when the program starts. Clang 14 names such a
 * function otherwise than its callers do. */
#if defined(__x86_64__) && defined(__GLIBC__) && !defined(__clang__) && \
    !defined(__SANITIZE_THREAD__)
#define GRAPH_WIDEST __attribute__((target_clones("arch=x86-64-v4", "avx2", "default")))
#else
#define GRAPH_WIDEST
#endif

struct block_sum {
    uint64_t sum;
    uint32_t most; /* largest of its 32-bit numbers; 0 of none */
};

/* Bytes missing to a multiple of 256 count as zeros; the length is part of the sum. */
struct block_sum block_sum(const void *bytes, size_t len);
/* For few words: each step can be undone, so that any change of one word shows. */
uint64_t words_sum(const void *bytes, size_t len);
/* Some number is below the one before. */
bool falls32(const uint32_t *x, size_t count);
bool falls64(const uint64_t *x, size_t count);
/* How many are not above the one before. */
size_t falls_count32(const uint32_t *x, size_t count);

#endif

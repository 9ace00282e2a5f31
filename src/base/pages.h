/*
 * pages.h - base: where does an array of millions live for a while?
 *
 * Large scratch goes to the system page by page: zeroed, in huge pages where the system has them,
 * each given back on its own as soon as it is used up. Nothing is resident before it is written.
 *
 * Cost   one call of the system each; for small things there are arenas.
 * Check  tests/unit/test_graph.c
 */
#ifndef KITH_BASE_PAGES_H
#define KITH_BASE_PAGES_H

#include <stddef.h>
#include <stdint.h>

struct pages {
    void *p; /* zeroed, aligned to a page; never NULL once taken */
    size_t bytes;
};

/* Any thread may. Out of memory ends the process with one sentence, as arenas do. */
struct pages pages_take(size_t bytes);
/* Only the first `bytes` are still wanted. */
void pages_trim(struct pages *pages, size_t bytes);
void pages_give(struct pages *pages); /* back to the system; twice is once */
/* Asks for huge pages under memory that is written whole soon, wherever it is from. */
void pages_huge(void *p, size_t bytes);
/* Maps all pages of a mapped file that is read whole soon, at once; where the system cannot, they
 * come one by one as they are read. */
void pages_ask(const void *p, size_t bytes);

/* Bytes that can be taken without pushing others out; UINT64_MAX when the system does not say. */
uint64_t memory_free(void);

#endif

/*
 * parallel.h - base: who does this work, on how many cores?
 *
 * Tasks are numbered; each writes only what belongs to its number, so the answer is the same for
 * any number of threads.
 *
 * Check  tests/unit/test_base.c
 */
#ifndef KITH_BASE_PARALLEL_H
#define KITH_BASE_PARALLEL_H

#include <stddef.h>

unsigned parallel_threads(void); /* cores this process may use, 1 .. THREADS_MAX */
/* Runs task(context, i) for i = 0 .. count-1 on `threads` threads (0: parallel_threads()).
 * Falls back to fewer threads when the system gives no more. */
void parallel_for(unsigned threads, size_t count, void (*task)(void *context, size_t i),
                  void *context);

#endif

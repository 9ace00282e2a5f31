/*
 * steady.h - serve: how does a thread wait for a while, whatever the clock on the wall does?
 *
 * Conditions whose waits end by the clock of time_going_ms, so that a clock that is set neither
 * lengthens nor ends them.
 *
 * Check  tests/serve/run.mjs, tests/serve/jobs.mjs
 */
#ifndef KITH_SERVE_STEADY_H
#define KITH_SERVE_STEADY_H

#include <pthread.h>
#include <stdint.h>
#include <time.h>

static inline void steady_init(pthread_cond_t *c)
{
    pthread_condattr_t steady;
    (void)pthread_condattr_init(&steady);
    (void)pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
    (void)pthread_cond_init(c, &steady);
    (void)pthread_condattr_destroy(&steady);
}

/* Under the lock; other threads' signals end it, too. */
static inline void steady_wait(pthread_cond_t *c, pthread_mutex_t *lock, int64_t end_ms)
{
    struct timespec end = {.tv_sec = end_ms / 1000, .tv_nsec = end_ms % 1000 * 1000000};
    (void)pthread_cond_timedwait(c, lock, &end);
}

#endif

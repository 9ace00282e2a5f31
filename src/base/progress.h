/*
 * progress.h - base: how far is it, and should it stop?
 *
 * Long work is handed one of these and calls it now and then: the command line draws a bar on
 * stderr, the web page a job line. A NULL pointer means nobody watches.
 *
 * Cost   a call of a function that mostly looks at the clock; call it per batch, not per row.
 */
#ifndef KITH_BASE_PROGRESS_H
#define KITH_BASE_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct progress {
    void *context;
    /* step: what is done now; total 0: unknown. Called at most some hundred times a second. */
    void (*report)(void *context, const char *step, uint64_t done, uint64_t total);
    bool (*stop)(void *context); /* the user wants out: end with STOPPED, nothing half done */
    void (*rows)(void *context, uint64_t more); /* so many more were read; NULL: not asked */
};

static inline void progress_report(const struct progress *p, const char *step, uint64_t done,
                                   uint64_t total)
{
    if (p && p->report) p->report(p->context, step, done, total);
}

static inline void progress_rows(const struct progress *p, uint64_t more)
{
    if (p && p->rows) p->rows(p->context, more);
}

static inline bool progress_stop(const struct progress *p)
{
    return p && p->stop && p->stop(p->context);
}

#endif

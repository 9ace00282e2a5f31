/*
 * health_int.h - measure: what the files health*.c share
 *
 *   health.c         outlets, periods, breaks, places
 *   health_thread.c  threads of an outlet, and what periods make of them
 *   health_people.c  who said how much in a period
 *
 * Check  tests/unit/test_health.c
 */
#ifndef KITH_MEASURE_HEALTH_INT_H
#define KITH_MEASURE_HEALTH_INT_H

#include "base/time.h"
#include "measure/health.h"

enum { WEEK_S = 7 * DAY_S };

struct health_work {
    const struct health_ask *ask;
    const struct mention *doc; /* [count] of the outlet by time */
    size_t count;
    uint32_t *number; /* [nodes] of a speaker, plus 1; all 0 between periods */
    struct arena *a, *scratch;
    struct health_outlet *to;
};

/* A member's: known, and not ours unless asked for. */
bool health_member(const struct health_ask *ask, const struct mention *d);
/* Mean of x[n] with its t interval, not below `least`. */
struct health_figure health_mean(const double *x, size_t n, double least);
bool health_broken(const struct health_outlet *o, int64_t from_s, int64_t until_s);

void health_threads(struct health_work *w);
void health_of_threads(const struct health_work *w, struct health_period *p);
void health_of_people(const struct health_work *w, struct health_period *p);
void health_of_newcomers(const struct health_work *w);

#endif

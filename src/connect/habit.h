/*
 * habit.h - connect: when, and how soon, does somebody answer?
 *
 * Of times of day alone: what happened at 00:00:00 UTC is a date without a time, and left out.
 *
 * hours   Each hour of a day counts once, however much was written in it. They stand out when
 *         HOURS_LEAST or more are known and Rayleigh's test refuses that all hours are alike:
 *         with R the length of the sum of n unit vectors at 2 pi (hour + 1/2) / 24,
 *         p = exp(sqrt(1 + 4 n + 4 (n^2 - R^2)) - (1 + 2 n)) < HOURS_CHANCE. Then: the fewest hours
 *         side by side that hold half of them or more; of these the fullest, then the first.
 * replies Middle value of the waits from a doc to the answer, in hours; of an even number the mean
 *         of the two in the middle.
 *
 * Source  Zar, Biostatistical Analysis, 1999, eq. 27.4, as in Berens, J. Stat. Softw. 2009,
 *         doi:10.18637/jss.v031.i10
 * Cost    O(n log n)
 * Check   tests/unit/test_habit.c, values from Python
 */
#ifndef KITH_CONNECT_HABIT_H
#define KITH_CONNECT_HABIT_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

enum { HOURS_LEAST = 20 };
#define HOURS_CHANCE 0.05

struct hours {
    size_t n;    /* hours of a day, each once */
    double p;    /* chance of hours as uneven as these were all alike; 1 with n 0 */
    bool enough; /* n is at least HOURS_LEAST */
    bool stand_out;
    int from, to; /* [from, to) UTC, 0 to 23 and 1 to 24; to <= from: past midnight */
    double share; /* of n in these hours, 0.5 to 1 */
};
void hours_find(const int64_t at_s[], size_t count, struct arena *a, struct hours *ret);

/* NAN without any; waits are sorted. */
double middle_of(double waits[], size_t count);

/* Has it a time of day? */
bool has_hour(int64_t at_s);

#endif

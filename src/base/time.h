/*
 * time.h - base: when was it?
 *
 * Seconds since 1970-01-01T00:00:00Z, UTC, no leap seconds; years 1 to 9999. A time without zone
 * is read as UTC. Windows are [since, until).
 *
 * Source  Days from a civil date: the proleptic Gregorian calendar counted in 400-year eras
 *         (Howard Hinnant, chrono-Compatible Low-Level Date Algorithms, 2013).
 * Cost    O(1) a conversion; reading looks at 128 bytes at most
 * Check   tests/unit/test_base.c, values from Python's datetime
 */
#ifndef KITH_BASE_TIME_H
#define KITH_BASE_TIME_H

#include "base/str.h"

#include <stdint.h>

enum { DAY_S = 86400 };
#define TIME_NONE INT64_MIN /* no time known */

struct civil {
    int year, month, day; /* month 1..12, day 1..31 */
    int hour, minute, second;
};

int64_t time_from_civil(struct civil c); /* fields in range; second 60 counts as the next minute */
struct civil time_to_civil(int64_t at_s);
bool civil_valid(struct civil c);

/* ISO 8601 / RFC 3339: 2002-09-06, 2002-09-06T10:45, 2002-09-06 10:45:27.5+02:00, 20020906T104527Z,
 * also 2002-09 (first day) and bare unix seconds of 9 to 11 digits. False leaves *ret alone. */
bool time_parse_iso(struct str s, int64_t *ret);
/* RFC 5322 and its many misspellings: "Fri, 06 Sep 2002 10:45:27 -0400", named zones, two-digit
 * years, comments, no weekday, asctime's order. */
bool time_parse_mail(struct str s, int64_t *ret);
/* Any of the two above. */
bool time_parse(struct str s, int64_t *ret);

/* "2002-09-06T14:45:27Z"; TIME_NONE gives "". */
struct str time_iso(struct arena *a, int64_t at_s);
struct str time_day(struct arena *a, int64_t at_s); /* "2002-09-06" */
/* Wall clock; $KITH_NOW (ISO) stands in for it so that tests repeat. Only for read_at and for
 * refusing dates of the future: figures never depend on it. */
int64_t time_now(void);

/* Milliseconds that only go forward, from no day in particular: how long something takes. */
int64_t time_going_ms(void);

#endif

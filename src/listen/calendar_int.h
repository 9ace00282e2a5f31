/*
 * calendar_int.h - listen: what do the files that read calendars share?
 *
 *   icalendar.c ─▶ calendar_event.c   the properties of one meeting
 *               ─▶ calendar_when.c    its times: zones, days, recurrence
 *               ─▶ calendar_rule.c    what libical is asked (of the module, foreign.h)
 *
 * libical never sees a foreign file: it is given one rule, or one zone, of a bounded size and of
 * the kinds that calendars write, for it goes on for hours over some that none does.
 *
 * Source  RFC 5545 (iCalendar), RFC 5546 (METHOD), RFC 7986.
 * Check   tests/unit/test_icalendar.c, tests/listen/icalendar, tests/fuzz/fuzz_icalendar.c
 */
#ifndef KITH_LISTEN_CALENDAR_INT_H
#define KITH_LISTEN_CALENDAR_INT_H

#include "base/limits.h"
#include "base/map.h"
#include "listen/content_line.h"
#include "listen/importer.h"

enum { RULES_PER_EVENT_MAX = 4, DATES_PER_EVENT_MAX = 2000, ZONES_MAX = 256 };

/* A moment as it stands there. */
struct shown {
    int64_t at_s;  /* what the clocks show, as if that were UTC; TIME_NONE: nothing */
    bool utc, day; /* of UTC; a day without a time */
    struct str zone;
};

struct calendar_guest {
    struct who who; /* handle empty: nobody that can be known */
    bool came;      /* said yes; organisers need not */
};

struct calendar_event {
    uint64_t line;
    struct str uid, title, url;
    struct shown start, instance; /* instance: of RECURRENCE-ID */
    bool cancelled;
    struct calendar_guest organizer;
    struct calendar_guest *guest;
    size_t guest_count;
    struct str rule[RULES_PER_EVENT_MAX];
    size_t rule_count;
    struct shown *more, *except; /* RDATE, EXDATE */
    size_t more_count, except_count;
};

/* ---- calendar_event.c ---- */

/* Lines up to END:VEVENT. *ret_whole is false when the source ends before. */
MUST_CHECK enum status calendar_event_read(struct content_lines *in, struct arena *a,
                                           struct calendar_event *ret, bool *ret_whole,
                                           struct err *e);
/* "20120630T060000Z", "20120630", "20120630T060000/PT1H"; false when it is none. */
bool shown_read(struct str value, const struct content_line *of, struct shown *ret);

/* ---- calendar_when.c ---- */

struct foreign;
struct calendar_zone;

struct calendar_zones {
    const struct foreign *foreign;
    struct arena *a;
    struct str name[ZONES_MAX];
    struct calendar_zone *zone[ZONES_MAX];
    size_t count;
    struct str own;    /* X-WR-TIMEZONE: of times that name none */
    uint64_t floating; /* times that no zone was known for */
    size_t futile;     /* rules that gave nothing */
};

/* The zone that begins at this BEGIN:VTIMEZONE, up to its END. */
MUST_CHECK enum status calendar_zone_take(struct calendar_zones *z, struct content_lines *in,
                                          struct err *e);
void calendar_zones_close(struct calendar_zones *z);
/* TIME_NONE when it is none. Days are midnight UTC. */
int64_t calendar_second(struct calendar_zones *z, const struct shown *t);
/* Ascending, at most OCCURRENCES_MAX, the last ones up to until_s; in a. */
size_t calendar_times(struct calendar_zones *z, const struct calendar_event *ev, int64_t until_s,
                      struct arena *a, int64_t **ret);

/* ---- calendar_rule.c: of the module ---- */

/* NULL when it cannot be read; text is one VTIMEZONE, NUL-ended. */
struct calendar_zone *calendar_zone_open(const char *text);
void calendar_zone_close(struct calendar_zone *zone);
int64_t calendar_zone_second(struct calendar_zone *zone, int64_t shown);
/* What the clocks show of the rule's moments from start on up to until, at most the last `room`,
 * ascending. The rule is one of calendar_when.c's, NUL-ended. */
size_t calendar_rule_run(const char *rule, int64_t start, int64_t until, int64_t shown[],
                         size_t room);

#endif

/* calendar_rule.c - listen: when does a rule of a calendar come true? */
#include "listen/calendar_int.h"

#include "base/time.h"

#include <libical/ical.h>

/* Debian's libical ends the program at what it calls an error, if it is let. */
static void go_on(void)
{
    icalerror_set_errors_are_fatal(0);
}

enum { STEPS_MAX = 100000 };

static struct icaltimetype ical_of(int64_t shown)
{
    struct civil c = time_to_civil(shown);
    return (struct icaltimetype){.year = c.year,
                                 .month = c.month,
                                 .day = c.day,
                                 .hour = c.hour,
                                 .minute = c.minute,
                                 .second = c.second};
}

struct calendar_zone *calendar_zone_open(const char *text)
{
    go_on();
    icalcomponent *component = icalparser_parse_string(text);
    icaltimezone *zone = component ? icaltimezone_new() : NULL;
    if (zone && icaltimezone_set_component(zone, component)) return (struct calendar_zone *)zone;
    if (zone) icaltimezone_free(zone, 1);
    if (component) icalcomponent_free(component);
    return NULL;
}

void calendar_zone_close(struct calendar_zone *zone)
{
    icaltimezone_free((icaltimezone *)zone, 1);
}

int64_t calendar_zone_second(struct calendar_zone *zone, int64_t shown)
{
    struct icaltimetype t = ical_of(shown);
    return shown - icaltimezone_get_utc_offset((icaltimezone *)zone, &t, NULL);
}

size_t calendar_rule_run(const char *rule, int64_t start, int64_t until, int64_t shown[],
                         size_t room)
{
    go_on();
    struct icalrecurrencetype r = icalrecurrencetype_from_string(rule);
    if (r.freq == ICAL_NO_RECURRENCE) return 0;
    icalrecur_iterator *it = icalrecur_iterator_new(r, ical_of(start));
    size_t n = 0;
    for (int step = 0; it && step < STEPS_MAX; step++) {
        struct icaltimetype t = icalrecur_iterator_next(it);
        if (icaltime_is_null_time(t)) break;
        int64_t at_s =
            time_from_civil((struct civil){t.year, t.month, t.day, t.hour, t.minute, t.second});
        if (at_s > until) break;
        shown[n++ % room] = at_s;
    }
    if (it) icalrecur_iterator_free(it);
    if (n <= room) return n;
    for (size_t turn = n % room; turn; turn--) { /* the oldest kept comes first */
        int64_t first = shown[0];
        for (size_t i = 0; i + 1 < room; i++)
            shown[i] = shown[i + 1];
        shown[room - 1] = first;
    }
    return room;
}

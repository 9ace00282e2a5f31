/* zone.c - listen: when is it, where clocks of this zone show that? */
#include "listen/schedule_int.h"

#include "base/time.h"

#include <libical/ical.h>
#include <pthread.h>
#include <string.h>

/* libical fills its table of zones and what it knows of each when first asked: one thread at a
 * time. The zones are the system's. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

enum { ZONE_BYTES_MAX = 64 };

/* "Europe/Brussels": no way out of the directory of zones. */
static bool is_zone_name(struct str zone)
{
    for (size_t i = 0; i < zone.len; i++) {
        char c = zone.p[i];
        if (!ascii_is_letter(c) && !ascii_is_digit(c) && !(c && strchr("/_+-", c))) return false;
    }
    return zone.len > 1 && zone.len <= ZONE_BYTES_MAX && ascii_is_letter(zone.p[0]);
}

bool zone_second(struct str zone, int64_t shown, int64_t *ret)
{
    char name[ZONE_BYTES_MAX + 1];
    if (!is_zone_name(zone)) return false;
    struct civil c = time_to_civil(shown);
    struct icaltimetype t = {.year = c.year,
                             .month = c.month,
                             .day = c.day,
                             .hour = c.hour,
                             .minute = c.minute,
                             .second = c.second};
    memcpy(name, zone.p, zone.len);
    name[zone.len] = '\0';
    (void)pthread_mutex_lock(&lock);
    icaltimezone *known = icaltimezone_get_builtin_timezone(name);
    int offset = known ? icaltimezone_get_utc_offset(known, &t, NULL) : 0;
    (void)pthread_mutex_unlock(&lock);
    if (!known) return false;
    *ret = shown - offset;
    return true;
}

/* calendar_event.c - listen: what does a calendar say of one meeting? */
#include "listen/calendar_int.h"

#include "base/time.h"
#include "listen/feed_int.h"
#include "listen/table_int.h"

#include <string.h>

/* ---- moments ---- */

static bool digits_of(struct str s, size_t n, int *ret)
{
    int value = 0;
    if (s.len < n) return false;
    for (size_t i = 0; i < n; i++) {
        if (!ascii_is_digit(s.p[i])) return false;
        value = value * 10 + (s.p[i] - '0');
    }
    *ret = value;
    return true;
}

/* Dashes and colons of ISO 8601, which some programs write, are passed over. */
static struct str bare(struct str value, char to[16])
{
    size_t n = 0;
    for (size_t i = 0; i < value.len && n < 16; i++) {
        if (value.p[i] != '-' && value.p[i] != ':') to[n++] = value.p[i];
    }
    return (struct str){to, n};
}

bool shown_read(struct str value, const struct content_line *of, struct shown *ret)
{
    char room[16];
    struct civil c = {0};
    struct str s = str_trim(str_head(value, str_find(value, '/'))); /* a period: its start */
    s = bare(s, room);
    bool date = digits_of(s, 4, &c.year) && digits_of(str_skip(s, 4), 2, &c.month) &&
                digits_of(str_skip(s, 6), 2, &c.day);
    struct str clock = str_skip(s, 9);
    bool timed = date && s.len > 8 && (s.p[8] == 'T' || s.p[8] == 't');
    if (!date) return false;
    if (timed) {
        if (!digits_of(clock, 2, &c.hour) || !digits_of(str_skip(clock, 2), 2, &c.minute))
            return false;
        (void)digits_of(str_skip(clock, 4), 2, &c.second);
    }
    if (c.second == 60) c.second = 59;
    if (!civil_valid(c)) return false;
    struct str zone = of ? content_param(of, "TZID") : STR_NONE;
    *ret = (struct shown){.at_s = time_from_civil(c), .day = !timed, .zone = zone};
    ret->utc = timed && (s.p[s.len - 1] == 'Z' || s.p[s.len - 1] == 'z');
    if (!zone.p) ret->zone = STR("");
    return true;
}

static void read_start(struct arena *a, const struct content_line *l, struct shown *to)
{
    struct shown t;
    if (to->at_s != TIME_NONE || !shown_read(l->value, l, &t)) return;
    *to = t;
    to->zone = str_copy(a, t.zone);
}

static void read_dates(struct arena *a, const struct content_line *l, struct shown **list,
                       size_t *count)
{
    struct str rest = l->value;
    struct str one;
    if (!*list) *list = arena_new(a, struct shown, DATES_PER_EVENT_MAX);
    while (str_cut(&rest, ',', &one) && *count < DATES_PER_EVENT_MAX) {
        struct shown t;
        if (!shown_read(str_trim(one), l, &t)) continue;
        t.zone = str_copy(a, t.zone);
        (*list)[(*count)++] = t;
    }
}

/* ---- people ---- */

/* Rooms, groups, calendars of a service: somewhere, but nobody. */
static bool is_nobody(const struct content_line *l, struct str email)
{
    struct str type = content_param(l, "CUTYPE");
    struct str host = str_skip(email, str_find(email, '@') + 1);
    return str_is_nocase(type, "ROOM") || str_is_nocase(type, "RESOURCE") ||
           str_is_nocase(type, "GROUP") || str_ends_nocase(host, "calendar.google.com");
}

static bool came(const struct content_line *l)
{
    struct str said = content_param(l, "PARTSTAT");
    if (str_is_nocase(content_param(l, "ROLE"), "NON-PARTICIPANT")) return false;
    return str_is_nocase(said, "ACCEPTED") || str_is_nocase(said, "COMPLETED") ||
           str_is_nocase(said, "IN-PROCESS");
}

/* A name that is only the address says nothing. */
static struct str name_of(struct arena *a, const struct content_line *l)
{
    struct str cn = content_text(a, content_param(l, "CN"));
    struct str name = utf8_head(feed_line(a, cn), NAME_BYTES_MAX);
    while (name.len && strchr("'\"\\", name.p[name.len - 1]))
        name.len--;
    while (name.len && strchr("'\"\\", name.p[0]))
        name = str_skip(name, 1);
    return str_find(name, '@') < name.len ? STR("") : str_trim(name);
}

/* "mailto:jane@x.org"; where the value is something else, EMAIL says it, or the name alone. */
static void read_guest(struct arena *a, const struct content_line *l, struct calendar_guest *to)
{
    struct str value = content_text(a, l->value);
    struct str email = STR("");
    *to = (struct calendar_guest){.came = came(l)};
    if (str_starts_nocase(value, "mailto:")) value = str_trim(str_skip(value, 7));
    value = str_head(value, str_find(value, '?'));
    bool found = email_read(value, a, &email);
    if (!found) found = email_read(content_param(l, "EMAIL"), a, &email);
    struct str name = name_of(a, l);
    if (is_nobody(l, found ? email : value)) return;
    if (found) {
        to->who = (struct who){.channel = STR("email"), .handle = str_copy(a, email), .name = name};
    } else if (str_find(name, ' ') < name.len) {
        to->who = (struct who){.channel = STR("name"), .handle = name, .name = name};
    }
}

static void add_guest(struct arena *a, const struct content_line *l, struct calendar_event *ev)
{
    if (!ev->guest) ev->guest = arena_new(a, struct calendar_guest, GUESTS_PER_EVENT_MAX);
    if (ev->guest_count == GUESTS_PER_EVENT_MAX) return;
    struct calendar_guest *to = &ev->guest[ev->guest_count];
    read_guest(a, l, to);
    ev->guest_count += to->who.handle.len > 0;
}

/* ---- the event ---- */

static void read_text(struct arena *a, const struct content_line *l, struct calendar_event *ev)
{
    if (str_is_nocase(l->name, "UID")) {
        if (!ev->uid.len) ev->uid = utf8_head(feed_line(a, content_text(a, l->value)), 1024);
    } else if (str_is_nocase(l->name, "SUMMARY")) {
        if (!ev->title.len)
            ev->title = utf8_head(feed_line(a, content_text(a, l->value)), NAME_BYTES_MAX);
    } else if (str_is_nocase(l->name, "URL")) {
        if (!ev->url.len) ev->url = feed_url(a, content_text(a, l->value), STR(""));
    } else if (str_is_nocase(l->name, "STATUS")) {
        ev->cancelled = str_is_nocase(str_trim(l->value), "CANCELLED");
    }
}

static void read_property(struct arena *a, const struct content_line *l, struct calendar_event *ev)
{
    if (str_is_nocase(l->name, "DTSTART")) {
        read_start(a, l, &ev->start);
    } else if (str_is_nocase(l->name, "RECURRENCE-ID")) {
        read_start(a, l, &ev->instance);
    } else if (str_is_nocase(l->name, "ATTENDEE")) {
        add_guest(a, l, ev);
    } else if (str_is_nocase(l->name, "ORGANIZER")) {
        if (!ev->organizer.who.handle.len) read_guest(a, l, &ev->organizer);
    } else if (str_is_nocase(l->name, "RRULE")) {
        if (ev->rule_count < RULES_PER_EVENT_MAX)
            ev->rule[ev->rule_count++] = str_copy(a, str_trim(l->value));
    } else if (str_is_nocase(l->name, "RDATE")) {
        read_dates(a, l, &ev->more, &ev->more_count);
    } else if (str_is_nocase(l->name, "EXDATE")) {
        read_dates(a, l, &ev->except, &ev->except_count);
    } else {
        read_text(a, l, ev);
    }
}

enum status calendar_event_read(struct content_lines *in, struct arena *a,
                                struct calendar_event *ret, bool *ret_whole, struct err *e)
{
    struct arena own = {0};
    struct content_line l;
    int depth = 1; /* alarms stand within: their guests and words are the alarm's */
    enum status s = OK;
    ret->start.at_s = ret->instance.at_s = TIME_NONE;
    while (!s && depth > 0) {
        arena_reset(&own, (struct arena_mark){0});
        s = content_lines_next(in, &own, &l, e);
        if (s) break;
        if (str_is_nocase(l.name, "BEGIN")) {
            depth++;
        } else if (str_is_nocase(l.name, "END")) {
            depth -= content_is(&l, "END", "VEVENT") ? depth : 1;
        } else if (depth == 1) {
            read_property(a, &l, ret);
        }
    }
    *ret_whole = !s && depth == 0;
    arena_free(&own);
    return s == DONE ? OK : s;
}

/* calendar_when.c - listen: at which seconds does this meeting take place? */
#include "listen/calendar_int.h"

#include "base/time.h"
#include "listen/foreign.h"

#include <stdlib.h>
#include <string.h>

enum {
    ZONE_TEXT_MAX = 65536,
    ZONE_PARTS_MAX = 200,
    RULE_BYTES_MAX = 256,
    FUTILE_MAX = 100,
    RULE_ROOM = OCCURRENCES_MAX + 2
};

/* ---- zones ---- */

static bool is_one_of(struct str s, const char *const words[])
{
    for (size_t i = 0; words[i]; i++) {
        if (str_is_nocase(s, words[i])) return true;
    }
    return false;
}

/* Of a zone only rules that come true some times a year are read: those of daylight saving. */
static bool is_yearly(struct str rule)
{
    static const char *const known[] = {"FREQ=YEARLY", "INTERVAL=1", NULL};
    struct str one;
    bool yearly = false;
    while (str_cut(&rule, ';', &one)) {
        bool by = str_starts_nocase(one, "BYMONTH=") || str_starts_nocase(one, "BYDAY=");
        bool day = str_starts_nocase(one, "BYMONTHDAY=") || str_starts_nocase(one, "UNTIL=") ||
                   str_starts_nocase(one, "COUNT=") || str_starts_nocase(one, "WKST=") ||
                   str_starts_nocase(one, "INTERVAL=");
        yearly = yearly || str_is_nocase(one, "FREQ=YEARLY");
        bool fits = is_one_of(one, known) || day || (by && str_find(one, ',') == one.len);
        if (!fits) return false;
    }
    return yearly;
}

static void add_zone_line(struct buf *b, const struct content_line *l)
{
    static const char *const known[] = {"BEGIN",      "END",   "TZID",  "DTSTART", "TZOFFSETFROM",
                                        "TZOFFSETTO", "RRULE", "RDATE", "TZNAME",  NULL};
    if (!is_one_of(l->name, known)) return;
    if (str_is_nocase(l->name, "RRULE") && !is_yearly(str_trim(l->value))) return;
    struct str value = content_param(l, "VALUE");
    buf_add(b, l->name);
    if (str_is_nocase(value, "DATE")) buf_adds(b, ";VALUE=DATE");
    buf_addf(b, ":%.*s\r\n", STR_ARG(l->value));
}

enum status calendar_zone_take(struct calendar_zones *z, struct content_lines *in, struct err *e)
{
    struct arena own = {0};
    struct buf b = buf_new(&own);
    struct content_line l;
    struct str name = STR("");
    size_t parts = 0;
    bool ended = false;
    enum status s = OK;
    buf_adds(&b, "BEGIN:VTIMEZONE\r\n");
    while (!s && !ended) {
        s = content_lines_next(in, &own, &l, e);
        if (s) break;
        ended = content_is(&l, "END", "VTIMEZONE");
        parts += str_is_nocase(l.name, "BEGIN");
        if (str_is_nocase(l.name, "TZID")) name = str_copy(z->a, content_text(&own, l.value));
        if (b.len + l.value.len < ZONE_TEXT_MAX && parts < ZONE_PARTS_MAX) add_zone_line(&b, &l);
    }
    bool usable = ended && b.len < ZONE_TEXT_MAX && parts && parts < ZONE_PARTS_MAX && name.len;
    if (usable && z->count < ZONES_MAX) {
        struct calendar_zone *zone = z->foreign->calendar_zone_open(buf_str(&b).p);
        z->name[z->count] = utf8_head(name, NAME_BYTES_MAX);
        z->zone[z->count] = zone;
        z->count += zone != NULL;
    }
    arena_free(&own);
    return s == DONE ? OK : s;
}

void calendar_zones_close(struct calendar_zones *z)
{
    for (size_t i = 0; i < z->count; i++)
        z->foreign->calendar_zone_close(z->zone[i]);
    z->count = 0;
}

/* "(GMT+01:00) …", "UTC-5": the offset in seconds. */
static bool offset_read(struct str zone, int64_t *ret)
{
    size_t at = str_find_nocase(zone, "GMT");
    if (at == zone.len) at = str_find_nocase(zone, "UTC");
    struct str s = str_trim(str_skip(zone, at + 3));
    if (at == zone.len || !s.len || (s.p[0] != '+' && s.p[0] != '-')) return false;
    int64_t part[2] = {0, 0};
    size_t i = 1;
    for (int k = 0; k < 2; k++) {
        for (size_t n = 0; n < 2 && i < s.len && ascii_is_digit(s.p[i]); n++, i++)
            part[k] = part[k] * 10 + (s.p[i] - '0');
        if (i < s.len && s.p[i] == ':') i++;
    }
    *ret = (part[0] * 3600 + part[1] * 60) * (s.p[0] == '-' ? -1 : 1);
    return part[0] < 15 && part[1] < 60;
}

/* "/example.org/20050126_1/Europe/Brussels": what stands behind its last slash but one. */
static struct str last_parts(struct str zone)
{
    size_t slashes = 0;
    for (size_t i = zone.len; i-- > 0;) {
        if (zone.p[i] == '/' && ++slashes == 2) return str_skip(zone, i + 1);
    }
    return zone;
}

static bool in_zone(struct calendar_zones *z, struct str zone, int64_t shown, int64_t *ret)
{
    int64_t offset = 0;
    for (size_t i = 0; i < z->count; i++) {
        if (!str_eq(z->name[i], zone)) continue;
        *ret = z->foreign->calendar_zone_second(z->zone[i], shown);
        return true;
    }
    if (!zone.len) return false;
    if (z->foreign->zone_second(zone, shown, ret)) return true;
    if (z->foreign->zone_second(last_parts(zone), shown, ret)) return true;
    if (!offset_read(zone, &offset)) return false;
    *ret = shown - offset;
    return true;
}

int64_t calendar_second(struct calendar_zones *z, const struct shown *t)
{
    int64_t at_s = t->at_s;
    if (at_s == TIME_NONE || t->utc || t->day) return at_s;
    if (in_zone(z, t->zone, t->at_s, &at_s) || in_zone(z, z->own, t->at_s, &at_s)) return at_s;
    z->floating++;
    return t->at_s;
}

/* ---- recurrence ---- */

static int cmp_seconds(const void *x, const void *y)
{
    int64_t a = *(const int64_t *)x;
    int64_t b = *(const int64_t *)y;
    return (a > b) - (a < b);
}

/* The rule without its end, which is compared here: libical knows nothing of our zones. Empty when
 * it is of no kind that meetings have. */
static struct str rule_read(struct arena *a, struct str rule, struct shown *ret_until)
{
    static const char *const kinds[] = {"FREQ=DAILY", "FREQ=WEEKLY", "FREQ=MONTHLY", "FREQ=YEARLY",
                                        NULL};
    static const char *const parts[] = {"INTERVAL",   "COUNT",    "BYDAY",     "BYMONTH",
                                        "BYMONTHDAY", "BYSETPOS", "BYYEARDAY", "BYWEEKNO",
                                        "WKST",       NULL};
    struct buf b = buf_new(a);
    struct str one;
    bool known = false;
    *ret_until = (struct shown){.at_s = TIME_NONE};
    while (str_cut(&rule, ';', &one)) {
        one = str_trim(one);
        struct str key = str_trim(str_head(one, str_find(one, '=')));
        if (str_is_nocase(key, "UNTIL")) {
            (void)shown_read(str_trim(str_skip(one, key.len + 1)), NULL, ret_until);
        } else if (is_one_of(one, kinds)) {
            known = true;
            buf_addf(&b, "%s%.*s", b.len ? ";" : "", STR_ARG(one));
        } else if (is_one_of(key, parts)) {
            buf_addf(&b, "%s%.*s", b.len ? ";" : "", STR_ARG(one));
        } else if (one.len) {
            return STR("");
        }
    }
    return known && b.len < RULE_BYTES_MAX ? buf_str(&b) : STR("");
}

struct times {
    int64_t *at_s;
    size_t count;
};

static bool is_excepted(struct calendar_zones *z, const struct calendar_event *ev,
                        const struct shown *t, int64_t at_s)
{
    for (size_t i = 0; i < ev->except_count; i++) {
        const struct shown *x = &ev->except[i];
        if (x->day && x->at_s / DAY_S == t->at_s / DAY_S) return true;
        if (!x->day && calendar_second(z, x) == at_s) return true;
    }
    return false;
}

static void add_time(struct calendar_zones *z, const struct calendar_event *ev,
                     const struct shown *t, int64_t until_s, struct times *to)
{
    int64_t at_s = calendar_second(z, t);
    if (at_s == TIME_NONE || at_s > until_s || is_excepted(z, ev, t, at_s)) return;
    to->at_s[to->count++] = at_s;
}

static bool is_over(struct calendar_zones *z, const struct shown *end, const struct shown *t)
{
    if (end->at_s == TIME_NONE) return false;
    if (end->day) return t->at_s >= end->at_s + DAY_S;
    return end->utc ? calendar_second(z, t) > end->at_s : t->at_s > end->at_s;
}

static void add_rule(struct calendar_zones *z, const struct calendar_event *ev, struct str text,
                     int64_t until_s, struct times *to)
{
    struct arena own = {0};
    struct shown end;
    struct str rule = rule_read(&own, text, &end);
    int64_t last = until_s + DAY_S;
    if (end.at_s != TIME_NONE && end.at_s + 2LL * DAY_S < last) last = end.at_s + 2LL * DAY_S;
    int64_t *shown = arena_new(&own, int64_t, RULE_ROOM);
    size_t n = 0;
    if (rule.len && z->futile < FUTILE_MAX) {
        n = z->foreign->calendar_rule_run(str_c(&own, rule), ev->start.at_s, last, shown,
                                          RULE_ROOM);
        z->futile += n == 0;
    }
    for (size_t i = 0; i < n; i++) {
        struct shown t = ev->start;
        t.at_s = shown[i];
        if (!is_over(z, &end, &t)) add_time(z, ev, &t, until_s, to);
    }
    arena_free(&own);
}

size_t calendar_times(struct calendar_zones *z, const struct calendar_event *ev, int64_t until_s,
                      struct arena *a, int64_t **ret)
{
    size_t room = 1 + ev->more_count + ev->rule_count * RULE_ROOM;
    struct times t = {.at_s = arena_new(a, int64_t, room)};
    add_time(z, ev, &ev->start, until_s, &t);
    for (size_t i = 0; i < ev->rule_count && ev->start.at_s != TIME_NONE; i++)
        add_rule(z, ev, ev->rule[i], until_s, &t);
    for (size_t i = 0; i < ev->more_count; i++)
        add_time(z, ev, &ev->more[i], until_s, &t);
    qsort(t.at_s, t.count, sizeof *t.at_s, cmp_seconds);
    size_t n = 0;
    for (size_t i = 0; i < t.count; i++) {
        if (!n || t.at_s[n - 1] != t.at_s[i]) t.at_s[n++] = t.at_s[i];
    }
    size_t passed = n > OCCURRENCES_MAX ? n - OCCURRENCES_MAX : 0;
    *ret = t.at_s + passed;
    return n - passed;
}

/* time.c - base: when was it? */
#include "base/time.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

static int days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : days[month - 1];
}

bool civil_valid(struct civil c)
{
    return c.year >= 1 && c.year <= 9999 && c.month >= 1 && c.month <= 12 && c.day >= 1 &&
           c.day <= days_in_month(c.year, c.month) && c.hour >= 0 && c.hour <= 23 &&
           c.minute >= 0 && c.minute <= 59 && c.second >= 0 && c.second <= 60;
}

/* Days since 1970-01-01; years start in March so that the leap day comes last. */
static int64_t days_from_civil(int year, int month, int day)
{
    int64_t y = month <= 2 ? year - 1 : year;
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t year_of_era = y - era * 400;
    int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

int64_t time_from_civil(struct civil c)
{
    return days_from_civil(c.year, c.month, c.day) * DAY_S + c.hour * 3600LL + c.minute * 60LL +
           c.second;
}

struct civil time_to_civil(int64_t at_s)
{
    int64_t days = at_s / DAY_S;
    int64_t rest = at_s % DAY_S;
    if (rest < 0) {
        rest += DAY_S;
        days--;
    }
    int64_t z = days + 719468;
    int64_t era = (z >= 0 ? z : z - 146096) / 146097;
    int64_t doe = z - era * 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int64_t mp = (5 * doy + 2) / 153;
    int month = (int)(mp < 10 ? mp + 3 : mp - 9);
    return (struct civil){
        .year = (int)(yoe + era * 400 + (month <= 2)),
        .month = month,
        .day = (int)(doy - (153 * mp + 2) / 5 + 1),
        .hour = (int)(rest / 3600),
        .minute = (int)(rest / 60 % 60),
        .second = (int)(rest % 60),
    };
}

/* A leap second or a zone can push the last and first days out of years 1 to 9999. */
static bool civil_to_utc(struct civil c, int64_t zone_s, int64_t *ret)
{
    if (!civil_valid(c)) return false;
    int64_t at_s = time_from_civil(c) - zone_s;
    if (!civil_valid(time_to_civil(at_s))) return false;
    *ret = at_s;
    return true;
}

/* Exactly `digits` digits at *s. */
static bool take_digits(struct str *s, size_t digits, int *ret)
{
    if (s->len < digits) return false;
    int value = 0;
    for (size_t i = 0; i < digits; i++) {
        if (s->p[i] < '0' || s->p[i] > '9') return false;
        value = value * 10 + (s->p[i] - '0');
    }
    *s = str_skip(*s, digits);
    *ret = value;
    return true;
}

static bool take_char(struct str *s, char c)
{
    if (!s->len || s->p[0] != c) return false;
    *s = str_skip(*s, 1);
    return true;
}

/* +hh:mm, +hhmm, +hh or Z; *ret_s is what must be subtracted to get UTC. */
static bool take_zone(struct str *s, int64_t *ret_s)
{
    if (take_char(s, 'Z') || take_char(s, 'z')) {
        *ret_s = 0;
        return true;
    }
    int sign = 0;
    if (take_char(s, '+')) {
        sign = 1;
    } else if (take_char(s, '-')) {
        sign = -1;
    }
    int hours = 0;
    int minutes = 0;
    if (!sign || !take_digits(s, 2, &hours)) return false;
    (void)take_char(s, ':');
    if (s->len && s->p[0] >= '0' && s->p[0] <= '9' && !take_digits(s, 2, &minutes)) return false;
    if (hours > 15 || minutes > 59) {
        *ret_s = 0; /* nonsense such as -2500: the clock time is the better guess */
        return true;
    }
    *ret_s = sign * (hours * 3600LL + minutes * 60LL);
    return true;
}

/* hh:mm[:ss[.fraction]]; the colons may be missing when `compact`. */
static bool take_clock(struct str *s, bool compact, struct civil *c)
{
    if (!take_digits(s, 2, &c->hour)) return false;
    if (!take_char(s, ':') && !compact) return false;
    if (!take_digits(s, 2, &c->minute)) return false;
    bool colon = take_char(s, ':');
    if (colon || (compact && s->len >= 2 && s->p[0] >= '0' && s->p[0] <= '9')) {
        if (!take_digits(s, 2, &c->second)) return false;
    }
    if (take_char(s, '.') || take_char(s, ',')) {
        while (s->len && s->p[0] >= '0' && s->p[0] <= '9')
            *s = str_skip(*s, 1);
    }
    return true;
}

static bool unix_seconds(struct str s, int64_t *ret)
{
    int64_t value = 0;
    if (s.len < 9 || s.len > 11 || !str_to_i64(s, &value) || value < 0) return false;
    *ret = value;
    return true;
}

bool time_parse_iso(struct str s, int64_t *ret)
{
    s = str_trim(s);
    if (unix_seconds(s, ret)) return true;
    struct civil c = {.month = 1, .day = 1};
    int64_t zone_s = 0;
    if (!take_digits(&s, 4, &c.year)) return false;
    bool dashes = take_char(&s, '-');
    if (!take_digits(&s, 2, &c.month)) return false;
    if (s.len == 0 && !dashes) return false; /* 200209 is a number, not a month */
    if (s.len && (!dashes || take_char(&s, '-')) && !take_digits(&s, 2, &c.day)) return false;
    if (s.len && (take_char(&s, 'T') || take_char(&s, 't') || take_char(&s, ' '))) {
        if (!take_clock(&s, !dashes, &c)) return false;
        (void)take_char(&s, ' ');
        if (str_is_nocase(s, "UTC") || str_is_nocase(s, "GMT")) s = STR("");
        if (s.len && !take_zone(&s, &zone_s)) return false;
    }
    return s.len == 0 && civil_to_utc(c, zone_s, ret);
}

/* ---- mail dates: a bag of words, for senders order them as they like ---- */

static int month_named(struct str word)
{
    static const char *const names[] = {"jan", "feb", "mar", "apr", "may", "jun",
                                        "jul", "aug", "sep", "oct", "nov", "dec"};
    for (int i = 0; i < 12 && word.len >= 3; i++) {
        if (str_starts_nocase(word, names[i])) return i + 1;
    }
    return 0;
}

static bool zone_named(struct str word, int64_t *ret_s)
{
    static const struct {
        const char *name;
        int hours;
    } zones[] = {{"UT", 0},   {"UTC", 0},  {"GMT", 0},  {"WET", 0},  {"BST", 1},  {"IST", 1},
                 {"CET", 1},  {"MET", 1},  {"WEST", 1}, {"CEST", 2}, {"MEST", 2}, {"EET", 2},
                 {"EEST", 3}, {"MSK", 3},  {"EST", -5}, {"EDT", -4}, {"CST", -6}, {"CDT", -5},
                 {"MST", -7}, {"MDT", -6}, {"PST", -8}, {"PDT", -7}, {"JST", 9},  {"AEST", 10}};
    for (size_t i = 0; i < sizeof zones / sizeof *zones; i++) {
        if (str_is_nocase(word, zones[i].name)) {
            *ret_s = zones[i].hours * 3600LL;
            return true;
        }
    }
    return false;
}

struct mail_date {
    struct civil c;
    int64_t zone_s;
    bool day, month, year, clock;
};

static bool read_clock_word(struct str word, struct mail_date *d)
{
    struct str parts[3] = {STR_NONE, STR_NONE, STR_NONE};
    struct str rest = word;
    size_t n = 0;
    while (n < 3 && str_cut(&rest, ':', &parts[n]))
        n++;
    int64_t value[3] = {0, 0, 0};
    for (size_t i = 0; i < n; i++) {
        struct str digits = str_head(parts[i], str_find(parts[i], '.'));
        if (digits.len == 0 || digits.len > 2 || !str_to_i64(digits, &value[i])) return false;
    }
    d->c.hour = (int)value[0];
    d->c.minute = (int)value[1];
    d->c.second = (int)value[2];
    d->clock = true;
    return true;
}

static void read_number_word(struct str word, struct mail_date *d)
{
    int64_t value = 0;
    if (!str_to_i64(word, &value) || value < 0) return;
    if (!d->day && word.len <= 2 && value >= 1 && value <= 31) {
        d->c.day = (int)value;
        d->day = true;
    } else if (!d->year && d->day && (word.len == 2 || word.len == 3)) {
        d->c.year = (int)(value < 70 ? 2000 + value : 1900 + value); /* "102" of broken clocks */
        d->year = true;
    } else if (!d->year && word.len == 4 && value >= 1900) {
        d->c.year = (int)value;
        d->year = true;
    }
}

/* 2002/09/14 */
static bool read_slashes(struct str word, struct mail_date *d)
{
    struct civil c = {0};
    if (!take_digits(&word, 4, &c.year) || !take_char(&word, '/')) return false;
    if (!take_digits(&word, 2, &c.month) || !take_char(&word, '/')) return false;
    if (!take_digits(&word, 2, &c.day) || word.len) return false;
    d->c.year = c.year;
    d->c.month = c.month;
    d->c.day = c.day;
    d->year = d->month = d->day = true;
    return true;
}

static void read_noon(bool after, struct mail_date *d)
{
    if (after && d->c.hour < 12) d->c.hour += 12;
    if (!after && d->c.hour == 12) d->c.hour = 0;
}

static void name_month(int month, struct mail_date *d)
{
    d->c.month = month;
    d->month = true;
}

/* 6, 2002, also 06-Sep-2002 */
static void read_dashes(struct str word, struct mail_date *d)
{
    struct str part = STR_NONE;
    while (str_cut(&word, '-', &part)) {
        if (!part.len) continue;
        int month = month_named(part);
        if (month && !d->month) {
            name_month(month, d);
        } else {
            read_number_word(part, d);
        }
    }
}

static void read_word(struct str word, struct mail_date *d)
{
    if (read_slashes(word, d)) return;
    if (str_find(word, ':') < word.len) {
        (void)read_clock_word(word, d);
    } else if ((word.p[0] == '+' || word.p[0] == '-') && d->clock) {
        int64_t zone_s = 0;
        if (take_zone(&word, &zone_s)) d->zone_s = zone_s;
    } else if (word.p[0] >= '0' && word.p[0] <= '9') {
        read_dashes(word, d);
    } else if (!d->month && month_named(word)) {
        name_month(month_named(word), d);
    } else if (d->clock && (str_is_nocase(word, "PM") || str_is_nocase(word, "AM"))) {
        read_noon(str_is_nocase(word, "PM"), d);
    } else if (d->clock) {
        (void)zone_named(word, &d->zone_s);
    }
}

bool time_parse_mail(struct str s, int64_t *ret)
{
    struct mail_date d = {0};
    s = str_head(s, 128);
    while (s.len) {
        size_t n = 0;
        if (s.p[0] == '(') break; /* a comment ends what machines read */
        while (n < s.len && !strchr(" ,\t\r\n(", s.p[n]))
            n++;
        if (n) read_word(str_head(s, n), &d);
        s = str_skip(s, n ? n : 1);
    }
    return d.day && d.month && d.year && civil_to_utc(d.c, d.zone_s, ret);
}

bool time_parse(struct str s, int64_t *ret)
{
    return time_parse_iso(s, ret) || time_parse_mail(s, ret);
}

struct str time_iso(struct arena *a, int64_t at_s)
{
    if (at_s == TIME_NONE) return STR("");
    struct civil c = time_to_civil(at_s);
    return str_printf(a, "%04d-%02d-%02dT%02d:%02d:%02dZ", c.year, c.month, c.day, c.hour, c.minute,
                      c.second);
}

struct str time_day(struct arena *a, int64_t at_s)
{
    return str_head(time_iso(a, at_s), 10);
}

int64_t time_now(void)
{
    int64_t now = 0;
    const char *fixed = getenv("KITH_NOW");
    if (fixed && time_parse_iso(str_of(fixed), &now)) return now;
    return (int64_t)time(NULL);
}

int64_t time_going_ms(void)
{
    struct timespec t = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

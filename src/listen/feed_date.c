/* feed_date.c - listen: when does this feed say it was? */
#include "listen/feed_int.h"

#include "base/time.h"

#include <string.h>

/*
 * What is written in another language is put into English first and read as a mail's date then.
 * Names stand as their feeds write them, in UTF-8; those that begin alike stand longest first.
 */

enum { DATE_BYTES_MAX = 120 };

static const struct {
    const char *name, *english; /* "" drops it: days of the week say nothing */
} words[] = {
    /* Greek */
    {"Ιανουαρίου", "Jan"},
    {"Φεβρουαρίου", "Feb"},
    {"Μαρτίου", "Mar"},
    {"Απριλίου", "Apr"},
    {"Μαΐου", "May"},
    {"Ιουνίου", "Jun"},
    {"Ιουλίου", "Jul"},
    {"Αυγούστου", "Aug"},
    {"Σεπτεμβρίου", "Sep"},
    {"Οκτωβρίου", "Oct"},
    {"Νοεμβρίου", "Nov"},
    {"Δεκεμβρίου", "Dec"},
    {"Ιαν", "Jan"},
    {"Φεβ", "Feb"},
    {"Μάρ", "Mar"},
    {"Μαρ", "Mar"},
    {"Απρ", "Apr"},
    {"Μάι", "May"},
    {"Μαϊ", "May"},
    {"Μαι", "May"},
    {"Ιούν", "Jun"},
    {"Ιον", "Jun"},
    {"Ιούλ", "Jul"},
    {"Ιολ", "Jul"},
    {"Αύγ", "Aug"},
    {"Αυγ", "Aug"},
    {"Σεπ", "Sep"},
    {"Οκτ", "Oct"},
    {"Νοέ", "Nov"},
    {"Νοε", "Nov"},
    {"Δεκ", "Dec"},
    /* Hungarian */
    {"január", "Jan"},
    {"február", "Feb"},
    {"március", "Mar"},
    {"április", "Apr"},
    {"máujus", "May"},
    {"május", "May"},
    {"június", "Jun"},
    {"július", "Jul"},
    {"augusztus", "Aug"},
    {"szeptember", "Sep"},
    {"október", "Oct"},
    {"november", "Nov"},
    {"december", "Dec"},
    /* German, French, Spanish, Portuguese, Italian, Dutch: where English would not do */
    {"Januar", "Jan"},
    {"Februar", "Feb"},
    {"März", "Mar"},
    {"Mrz", "Mar"},
    {"Mär", "Mar"},
    {"Mai", "May"},
    {"Juni", "Jun"},
    {"Juli", "Jul"},
    {"Okt", "Oct"},
    {"Dez", "Dec"},
    {"janvier", "Jan"},
    {"février", "Feb"},
    {"févr", "Feb"},
    {"fév", "Feb"},
    {"mars", "Mar"},
    {"avril", "Apr"},
    {"avr", "Apr"},
    {"mai", "May"},
    {"juin", "Jun"},
    {"juillet", "Jul"},
    {"juil", "Jul"},
    {"août", "Aug"},
    {"septembre", "Sep"},
    {"octobre", "Oct"},
    {"novembre", "Nov"},
    {"décembre", "Dec"},
    {"déc", "Dec"},
    {"enero", "Jan"},
    {"ene", "Jan"},
    {"febrero", "Feb"},
    {"marzo", "Mar"},
    {"abril", "Apr"},
    {"abr", "Apr"},
    {"mayo", "May"},
    {"junio", "Jun"},
    {"julio", "Jul"},
    {"agosto", "Aug"},
    {"ago", "Aug"},
    {"diciembre", "Dec"},
    {"dic", "Dec"},
    {"gennaio", "Jan"},
    {"gen", "Jan"},
    {"maggio", "May"},
    {"mag", "May"},
    {"giugno", "Jun"},
    {"giu", "Jun"},
    {"luglio", "Jul"},
    {"lug", "Jul"},
    {"settembre", "Sep"},
    {"set", "Sep"},
    {"ottobre", "Oct"},
    {"ott", "Oct"},
    {"dicembre", "Dec"},
    {"fevereiro", "Feb"},
    {"fev", "Feb"},
    {"maio", "May"},
    {"outubro", "Oct"},
    {"out", "Oct"},
    {"dezembro", "Dec"},
    {"maart", "Mar"},
    {"mrt", "Mar"},
    {"mei", "May"},
    {"mart", "Mar"},
    /* Russian */
    {"янв", "Jan"},
    {"фев", "Feb"},
    {"мар", "Mar"},
    {"апр", "Apr"},
    {"мая", "May"},
    {"май", "May"},
    {"июн", "Jun"},
    {"июл", "Jul"},
    {"авг", "Aug"},
    {"сен", "Sep"},
    {"окт", "Oct"},
    {"ноя", "Nov"},
    {"дек", "Dec"},
};

/* The word at the start of s, up to a blank, a comma, a point or a digit. */
static struct str word_of(struct str s)
{
    size_t n = 0;
    while (n < s.len && !strchr(" ,.\t\r\n", s.p[n]) && !ascii_is_digit(s.p[n]))
        n++;
    return str_head(s, n);
}

static const char *english_of(struct str word)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t len = strlen(words[i].name);
        bool ascii = (unsigned char)words[i].name[0] < 0x80;
        if (str_starts_nocase(word, words[i].name) && (!ascii || word.len == len)) {
            return words[i].english;
        }
    }
    return NULL;
}

/* "Κυρ, 11 Ιούλ 2004 12:00:00 EST" -> "11 Jul 2004 12:00:00 EST" */
static bool by_words(struct str s, struct arena *a, int64_t *ret)
{
    struct buf b = buf_new(a);
    bool found = false;
    while (s.len) {
        struct str word = word_of(s);
        const char *english = word.len ? english_of(word) : NULL;
        bool foreign = word.len && (unsigned char)word.p[0] >= 0x80;
        if (english) {
            buf_addf(&b, " %s ", english);
            found = true;
        } else if (!foreign) {
            buf_add(&b, word.len ? word : str_head(s, 1));
        }
        s = str_skip(s, word.len ? word.len : 1);
    }
    return found && time_parse_mail(buf_str(&b), ret);
}

/* ---- numbers with words between them ---- */

struct numbers {
    int value[7];
    size_t digits[7];
    size_t count;
};

/* All runs of digits; false when there are more than seven. */
static bool numbers_of(struct str s, struct numbers *ret)
{
    *ret = (struct numbers){0};
    for (size_t i = 0; i < s.len;) {
        int value = 0;
        size_t n = 0;
        for (; i + n < s.len && n < 5 && ascii_is_digit(s.p[i + n]); n++)
            value = value * 10 + (s.p[i + n] - '0');
        if (n && ret->count == 7) return false;
        if (n) {
            ret->digits[ret->count] = n;
            ret->value[ret->count++] = value;
        }
        i += n ? n : 1;
    }
    return true;
}

static bool is_year(const struct numbers *n)
{
    return n->count && n->digits[0] == 4 && n->value[0] >= 1900;
}

static bool to_time(struct civil c, int64_t zone_s, int64_t *ret)
{
    if (!civil_valid(c)) return false;
    *ret = time_from_civil(c) - zone_s;
    return true;
}

/* "2004년 05월 28일 01:31:15", "2004-05-25 오후 11:23:17": Korean, at +09:00. */
static bool korean(struct str s, int64_t *ret)
{
    struct numbers n;
    bool said = str_find_nocase(s, "년") < s.len || str_find_nocase(s, "오") < s.len;
    if (!said || !numbers_of(s, &n) || !is_year(&n) || n.count < 3) return false;
    bool pm = str_find_nocase(s, "오후") < s.len;
    bool am = str_find_nocase(s, "오전") < s.len;
    struct civil c = {.year = n.value[0],
                      .month = n.value[1],
                      .day = n.value[2],
                      .hour = n.value[3],
                      .minute = n.value[4],
                      .second = n.value[5]};
    if (pm && c.hour < 12) c.hour += 12;
    if (am && c.hour == 12) c.hour = 0;
    return to_time(c, 9 * 3600LL, ret);
}

/* "2003", "03-12", "2003-335" and "2003335": a year, a month, a day of the year. */
static bool partial(struct str s, int64_t *ret)
{
    struct numbers n;
    for (size_t i = 0; i < s.len; i++) {
        if (!ascii_is_digit(s.p[i]) && s.p[i] != '-') return false;
    }
    if (s.len == 7 && str_find(s, '-') == s.len) { /* yyyyddd */
        int64_t all = 0;
        if (!str_to_i64(s, &all)) return false;
        struct civil c = {.year = (int)(all / 1000), .month = 1, .day = 1};
        bool good = c.year >= 1900 && all % 1000 >= 1 && all % 1000 <= 366;
        if (good && to_time(c, 0, ret)) *ret += (all % 1000 - 1) * (int64_t)DAY_S;
        return good;
    }
    if (!numbers_of(s, &n) || !is_year(&n)) return false;
    struct civil c = {.year = n.value[0], .month = 1, .day = 1};
    if (n.count == 1 && s.len == 4) return to_time(c, 0, ret);
    if (n.count != 2 || n.digits[1] != 3 || s.len != 8) return false;
    if (n.value[1] < 1 || n.value[1] > 366 || !to_time(c, 0, ret)) return false;
    *ret += (int64_t)(n.value[1] - 1) * DAY_S;
    return true;
}

/* "2004-július-13T9:15-05:00": with the month's name for its number. */
static bool named_iso(struct str s, struct arena *a, int64_t *ret)
{
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    struct str year = str_head(s, 4);
    struct str rest = str_skip(s, 5);
    struct str name = str_head(rest, str_find(rest, '-'));
    const char *english = s.len > 5 && s.p[4] == '-' && name.len ? english_of(name) : NULL;
    if (!english) return false;
    rest = str_skip(rest, name.len + 1);
    size_t month = (size_t)(strstr(months, english) - months) / 3 + 1;
    struct str day = str_head(rest, str_find(rest, 'T'));
    struct str clock = str_skip(rest, day.len + 1);
    bool short_hour = clock.len > 1 && clock.p[1] == ':';
    struct str iso =
        str_printf(a, "%.*s-%02zu-%s%.*s%s%s%.*s", STR_ARG(year), month, day.len == 1 ? "0" : "",
                   STR_ARG(day), clock.len ? "T" : "", short_hour ? "0" : "", STR_ARG(clock));
    return time_parse_iso(iso, ret);
}

/* "mar., 02 août 2016" is a Tuesday, not in March: the word before the comma is a day. */
static struct str behind_day(struct str s)
{
    size_t n = 0;
    while (n < s.len && s.p[n] != ',' && !ascii_is_digit(s.p[n]))
        n++;
    return n < s.len && s.p[n] == ',' ? str_trim(str_skip(s, n + 1)) : s;
}

bool feed_date(struct str s, int64_t *ret)
{
    s = behind_day(str_trim(s));
    if (!s.len || time_parse(s, ret)) return s.len > 0;
    struct arena own = {0};
    s = str_head(s, DATE_BYTES_MAX);
    bool found =
        partial(s, ret) || korean(s, ret) || named_iso(s, &own, ret) || by_words(s, &own, ret);
    arena_free(&own);
    return found;
}

/* table_date.c - listen: when is that, and is day or month first? */
#include "listen/table_int.h"

#include "base/time.h"

#include <stdio.h>
#include <string.h>

struct split { /* 3/4/2026: three numbers and what stands behind them */
    int first, second, year;
    char mark; /* '/', '.' or '-' */
    struct str rest;
};

static bool take_number(struct str *s, size_t digits_max, int *ret, size_t *ret_digits)
{
    size_t n = 0;
    int value = 0;
    while (n < s->len && n < digits_max && s->p[n] >= '0' && s->p[n] <= '9') {
        value = value * 10 + (s->p[n++] - '0');
    }
    *s = str_skip(*s, n);
    *ret = value;
    *ret_digits = n;
    return n > 0;
}

static bool take_mark(struct str *s, char mark)
{
    if (!s->len || s->p[0] != mark) return false;
    *s = str_skip(*s, 1);
    return true;
}

static bool split_date(struct str s, struct split *ret)
{
    size_t digits = 0;
    s = str_trim(s);
    if (!take_number(&s, 2, &ret->first, &digits) || !s.len) return false;
    ret->mark = s.p[0];
    if (ret->mark != '/' && ret->mark != '.' && ret->mark != '-') return false;
    s = str_skip(s, 1);
    if (!take_number(&s, 2, &ret->second, &digits) || !take_mark(&s, ret->mark)) return false;
    if (!take_number(&s, 4, &ret->year, &digits) || (digits != 2 && digits != 4)) return false;
    if (digits == 2) ret->year += ret->year < 70 ? 2000 : 1900;
    if (s.len && s.p[0] != ' ' && s.p[0] != ',' && s.p[0] != 'T') return false;
    ret->rest = str_trim(str_skip(s, 1));
    return true;
}

/* Takes "AM" or "PM" off the end: 1 for PM, 0 for AM, -1 for none. */
static int take_half(struct str *s)
{
    struct str t = str_trim(*s);
    bool pm = str_ends_nocase(t, "pm") || str_ends_nocase(t, "p.m.");
    bool am = str_ends_nocase(t, "am") || str_ends_nocase(t, "a.m.");
    if (!pm && !am) return -1;
    size_t n = t.p[t.len - 1] == '.' ? 4 : 2;
    if (t.len <= n ||
        ((t.p[t.len - n - 1] < '0' || t.p[t.len - n - 1] > '9') && t.p[t.len - n - 1] != ' ')) {
        return -1;
    }
    *s = str_trim(str_head(t, t.len - n));
    return pm;
}

static int64_t in_half(int64_t at_s, int half)
{
    int hour = time_to_civil(at_s).hour;
    if (half == 1 && hour < 12) return at_s + 12 * 3600LL;
    if (half == 0 && hour == 12) return at_s - 12 * 3600LL;
    return at_s;
}

/* Day and month are known: the rest is left to the reader of ISO dates. */
static bool read_split(const struct split *d, bool day_first, int64_t *ret)
{
    char text[96];
    struct str rest = d->rest;
    int half = take_half(&rest);
    int n = snprintf(text, sizeof text, "%04d-%02d-%02d%s%s%.*s", d->year,
                     day_first ? d->second : d->first, day_first ? d->first : d->second,
                     rest.len ? "T" : "", str_find(rest, ':') == 1 ? "0" : "",
                     STR_ARG(str_head(rest, 64)));
    int64_t at_s = TIME_NONE;
    if (n < 0 || !time_parse_iso(str_of(text), &at_s)) return false;
    *ret = in_half(at_s, half);
    return true;
}

/* Milliseconds since 1970, 13 digits, as JavaScript writes them. */
static bool read_millis(struct str s, int64_t *ret)
{
    int64_t value = 0;
    if (s.len != 13 || !str_to_i64(s, &value) || value < 0) return false;
    *ret = value / 1000;
    return true;
}

/* 2026/04/03 is 2026-04-03. */
static struct str with_dashes(struct str s, char to[64])
{
    if (s.len < 10 || s.len > 64 || s.p[4] != '/' || s.p[7] != '/') return s;
    memcpy(to, s.p, s.len);
    to[4] = to[7] = '-';
    return (struct str){to, s.len};
}

static bool read_words(struct str s, int64_t *ret)
{
    char text[64];
    int half = take_half(&s);
    int64_t at_s = TIME_NONE;
    if (!time_parse(with_dashes(s, text), &at_s)) return false;
    *ret = in_half(at_s, half);
    return true;
}

enum date_outcome date_read(struct str cell, enum date_order order, int64_t *ret)
{
    struct split d;
    struct str s = str_trim(cell);
    if (!split_date(s, &d)) {
        return read_millis(s, ret) || read_words(s, ret) ? DATE_OK : DATE_BAD;
    }
    bool dots = d.mark == '.';
    if (order == DATES_UNKNOWN && !dots && d.first <= 12 && d.second <= 12 && d.first != d.second) {
        return DATE_EITHER;
    }
    bool day_first = order == DATES_UNKNOWN ? dots || d.first > 12 : order == DATES_DMY;
    return read_split(&d, day_first, ret) ? DATE_OK : DATE_BAD;
}

void date_vote(struct str cell, struct date_votes *votes)
{
    struct split d;
    if (!split_date(cell, &d) || d.mark == '.') return;
    if (d.first > 12 && d.second <= 12) {
        votes->dmy++;
    } else if (d.second > 12 && d.first <= 12) {
        votes->mdy++;
    } else if (d.first != d.second) {
        votes->either++;
    }
}

enum status date_order_of(const struct date_votes *votes, struct str header, enum date_order *ret,
                          struct err *e)
{
    if (votes->dmy && votes->mdy) {
        return err_set(e, BAD_INPUT,
                       "column '%.*s' has dates with the day first (%llu) and with the month first "
                       "(%llu); mend"
                       " it, or say --dates dmy or --dates mdy",
                       STR_ARG(cell_shown(header)), (unsigned long long)votes->dmy,
                       (unsigned long long)votes->mdy);
    }
    if (votes->either && !votes->dmy && !votes->mdy) {
        return err_set(e, BAD_INPUT,
                       "column '%.*s': in no date can the day be told from the month; say --dates "
                       "dmy (3/4 is 3"
                       " April) or --dates mdy (3/4 is March 4)",
                       STR_ARG(cell_shown(header)));
    }
    *ret = votes->dmy ? DATES_DMY : votes->mdy ? DATES_MDY : DATES_UNKNOWN;
    return OK;
}

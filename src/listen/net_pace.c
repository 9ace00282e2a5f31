/* net_pace.c - listen: when may this address be asked again? */
#include "listen/net_pace.h"

#include "base/limits.h"
#include "base/time.h"

#include <string.h>

enum { HOUR_S = 3600, MINUTE_S = 60, WORD_BYTES_MAX = 64 };
enum { WEEK_S = 7 * DAY_S, MONTH_S = 30 * DAY_S, YEAR_S = 365 * DAY_S };

static bool is_digits(struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        if (!ascii_is_digit(s.p[i])) return false;
    }
    return s.len > 0;
}

/* A number of more digits than fit is more than any limit. */
static int64_t seconds_of(struct str digits)
{
    int64_t n = 0;
    return digits.len < 12 && str_to_i64(digits, &n) ? n : INT32_MAX;
}

/* RFC 850's "Sunday, 06-Nov-94 08:49:37 GMT", too. */
static bool date_of(struct str value, int64_t *ret)
{
    char text[WORD_BYTES_MAX];
    if (!value.len || !ascii_is_letter(value.p[0])) return false; /* HTTP's begin with a day */
    if (time_parse_mail(value, ret)) return true;
    if (value.len >= sizeof text) return false;
    for (size_t i = 0; i < value.len; i++)
        text[i] = (char)(value.p[i] == '-' ? ' ' : value.p[i]);
    return time_parse_mail((struct str){text, value.len}, ret);
}

int64_t pace_retry_after(struct str value, int64_t now_s)
{
    int64_t at_s = TIME_NONE;
    value = str_trim(value);
    if (is_digits(value)) {
        at_s = now_s + seconds_of(value);
    } else if (!date_of(value, &at_s)) {
        return TIME_NONE;
    }
    if (at_s < now_s + MINUTE_S) at_s = now_s + MINUTE_S;
    if (at_s > now_s + POLL_WAIT_SECONDS_MAX) at_s = now_s + POLL_WAIT_SECONDS_MAX;
    return at_s;
}

int64_t pace_max_age(struct str cache_control)
{
    struct str part;
    int64_t found = 0;
    while (str_cut(&cache_control, ',', &part)) {
        size_t equals = str_find(part, '=');
        struct str name = str_trim(str_head(part, equals));
        struct str value = str_trim(str_skip(part, equals + (equals < part.len)));
        if (str_is_nocase(name, "no-cache") || str_is_nocase(name, "no-store")) return 0;
        if (value.len > 1 && value.p[0] == '"') value = str_head(str_skip(value, 1), value.len - 2);
        if (str_is_nocase(name, "max-age") && is_digits(value)) found = seconds_of(value);
    }
    return found;
}

/* What stands in the first element whose tag ends so ("ttl>"); empty when there is none. */
static struct str text_of(struct str head, const char *tag)
{
    size_t at = str_find_nocase(head, tag);
    if (at == head.len) return STR("");
    struct str rest = str_skip(head, at + strlen(tag));
    return str_trim(str_head(rest, str_find(rest, '<')));
}

static int64_t period_of(struct str word)
{
    static const struct {
        const char *word;
        int64_t seconds;
    } periods[] = {{"hourly", HOUR_S},
                   {"daily", DAY_S},
                   {"weekly", WEEK_S},
                   {"monthly", MONTH_S},
                   {"yearly", YEAR_S}};
    for (size_t i = 0; i < sizeof periods / sizeof *periods; i++) {
        if (str_is_nocase(word, periods[i].word)) return periods[i].seconds;
    }
    return 0;
}

int64_t pace_of_feed(struct str head)
{
    size_t item = str_find_nocase(head, "<item");
    size_t entry = str_find_nocase(head, "<entry");
    head = str_head(head, item < entry ? item : entry);
    struct str ttl = text_of(head, "<ttl>");
    int64_t minutes = is_digits(ttl) ? seconds_of(ttl) : 0;
    int64_t period_s = period_of(text_of(head, ":updatePeriod>"));
    struct str often = text_of(head, ":updateFrequency>");
    int64_t times = is_digits(often) ? seconds_of(often) : 1;
    if (times > 1) period_s /= times;
    int64_t ttl_s = minutes * MINUTE_S;
    return ttl_s > period_s ? ttl_s : period_s;
}

int64_t pace_next(int64_t now_s, int64_t quiet_s)
{
    if (quiet_s < POLL_SECONDS_MIN) quiet_s = POLL_SECONDS_MIN;
    if (quiet_s > POLL_SECONDS_MAX) quiet_s = POLL_SECONDS_MAX;
    return now_s + quiet_s;
}

int64_t pace_backoff(int64_t now_s, int64_t failures)
{
    int64_t wait_s = HOUR_S;
    for (int64_t n = 1; n < failures && wait_s < POLL_WAIT_SECONDS_MAX; n++)
        wait_s *= 2;
    return now_s + (wait_s < POLL_WAIT_SECONDS_MAX ? wait_s : POLL_WAIT_SECONDS_MAX);
}

/* table_amount.c - listen: how much is that, and in which currency? */
#include "listen/table_int.h"

#include <string.h>

enum { DIGITS_MAX = 24 };

static const struct {
    const char *sign, *code; /* longer signs before those that are part of them */
} signs[] = {
    {"US$", "USD"},          {"A$", "AUD"},           {"C$", "CAD"},        {"NZ$", "NZD"},
    {"HK$", "HKD"},          {"S$", "SGD"},           {"R$", "BRL"},        {"$", "USD"},
    {"\xE2\x82\xAC", "EUR"}, {"\xC2\xA3", "GBP"},     {"\xC2\xA5", "JPY"},  {"\xE2\x82\xB9", "INR"},
    {"\xE2\x82\xA9", "KRW"}, {"\xE2\x82\xBD", "RUB"}, {"z\xC5\x82", "PLN"}, {"\xE2\x82\xBA", "TRY"},
    {"\xE2\x82\xAA", "ILS"}, {"Fr.", "CHF"},
};

static const struct {
    const char *name, *code;
} names[] = {{"euro", "EUR"},         {"euros", "EUR"},    {"dollar", "USD"},
             {"dollars", "USD"},      {"usdollar", "USD"}, {"pound", "GBP"},
             {"pounds", "GBP"},       {"sterling", "GBP"}, {"poundsterling", "GBP"},
             {"britishpound", "GBP"}, {"yen", "JPY"},      {"swissfranc", "CHF"},
             {"franken", "CHF"}};

static const struct {
    const char *word;
    double unit;
} units[] = {{"k", 1e3},  {"tsd", 1e3}, {"m", 1e6},       {"mm", 1e6},
             {"mn", 1e6}, {"mio", 1e6}, {"million", 1e6}, {"millions", 1e6},
             {"b", 1e9},  {"bn", 1e9},  {"mrd", 1e9},     {"billion", 1e9}};

/* Without blanks of any width, which part thousands and stand beside signs. */
static struct str squeeze(struct str s, char to[64])
{
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++) {
        struct str rest = str_skip(s, i);
        if ((unsigned char)s.p[i] <= ' ') continue;
        if (str_starts(rest, "\xC2\xA0")) {
            i++;
            continue;
        }
        if (str_starts(rest, "\xE2\x80\xAF") || str_starts(rest, "\xE2\x80\x89")) {
            i += 2;
            continue;
        }
        if (n == 64) return STR("");
        to[n++] = s.p[i];
    }
    return (struct str){to, n};
}

static bool is_letters(struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        if (!ascii_is_letter(s.p[i])) return false;
    }
    return s.len > 0;
}

/* What stands beside the digits: a sign or code of a currency, or nothing. */
static bool currency_of(struct str s, struct str *ret)
{
    if (!s.len) return true;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        if (!str_is_nocase(s, signs[i].sign)) continue;
        *ret = str_of(signs[i].code);
        return true;
    }
    if (s.len != 3 || !is_letters(s)) return false;
    *ret = s;
    return true;
}

/* "k", "Mio.", "mEUR" behind the digits; what is left of it is the currency. */
static struct str take_unit(struct str s, double *ret)
{
    size_t n = 0;
    while (n < s.len && ascii_is_letter(s.p[n]))
        n++;
    struct str word = str_head(s, n);
    for (size_t cut = n; cut; cut--) {
        struct str rest = str_skip(s, cut);
        struct str code = STR("");
        if (rest.len && rest.p[0] == '.') rest = str_skip(rest, 1);
        if (!currency_of(rest, &code)) continue;
        for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
            if (!str_is_nocase(str_head(word, cut), units[i].word)) continue;
            *ret = units[i].unit;
            return rest;
        }
    }
    return s;
}

/* Digits and marks of a number, from the first digit to the last. */
struct figure {
    struct str before, digits, behind;
    bool minus;
};

static bool is_mark_of(const char *marks, char c)
{
    return c && strchr(marks, c) != NULL;
}

/* Takes "-", "(" and ")" off what stands beside the digits; true when it makes them negative. */
static bool take_minus(struct str *s)
{
    bool minus = false;
    while (s->len && is_mark_of("-(+)", s->p[0])) {
        minus |= s->p[0] == '-' || s->p[0] == '(';
        *s = str_skip(*s, 1);
    }
    while (s->len && is_mark_of("-()", s->p[s->len - 1])) {
        minus |= s->p[s->len - 1] != ')';
        s->len--;
    }
    return minus;
}

static bool split_figure(struct str s, struct figure *ret)
{
    size_t from = 0;
    while (from < s.len && !ascii_is_digit(s.p[from]))
        from++;
    size_t to = from;
    while (to < s.len && (ascii_is_digit(s.p[to]) || is_mark_of(".,'", s.p[to])))
        to++;
    while (to > from && !ascii_is_digit(s.p[to - 1]))
        to--;
    if (from && from < s.len && is_mark_of(".,", s.p[from - 1])) from--; /* .5 */
    if (to == from) return false;
    *ret = (struct figure){str_head(s, from), {s.p + from, to - from}, str_skip(s, to), false};
    if (str_is(ret->behind, ".-") || str_is(ret->behind, ",-")) ret->behind = STR("");
    bool before = take_minus(&ret->before);
    ret->minus = take_minus(&ret->behind) || before;
    return true;
}

/* Which mark is that of decimals: ',' or '.', '?' when one alone could be either, 0 when none is.
 */
static char decimal_mark(struct str digits)
{
    size_t comma = 0;
    size_t point = 0;
    size_t last = digits.len;
    for (size_t i = 0; i < digits.len; i++) {
        comma += digits.p[i] == ',';
        point += digits.p[i] == '.';
        if (digits.p[i] == ',' || digits.p[i] == '.') last = i;
    }
    if (last == digits.len) return '\0';
    if (comma && point) return digits.p[last];
    if (comma + point > 1) return '\0'; /* 1,234,567 */
    bool thousands = digits.len - last == 4 && last > 0 && last <= 3 && digits.p[0] != '0';
    if (thousands) return '?';
    return digits.p[last];
}

/* The mark of decimals where the column has its say: 0 when none is. */
static char settled_mark(struct str digits, bool comma)
{
    char mark = decimal_mark(digits);
    if (mark != '?') return mark;
    bool is_comma = str_find(digits, ',') < digits.len;
    if (is_comma != comma) return '\0';
    if (is_comma) return ',';
    return '.';
}

static bool read_digits(struct str digits, char mark, double *ret)
{
    char text[DIGITS_MAX];
    size_t n = 0;
    for (size_t i = 0; i < digits.len; i++) {
        char c = digits.p[i];
        bool is_mark = mark && c == mark;
        if (!ascii_is_digit(c) && !is_mark) continue;
        if (n == DIGITS_MAX) return false;
        if (is_mark) c = '.';
        text[n++] = c;
    }
    return str_to_double((struct str){text, n}, ret) && *ret <= 1e15;
}

static struct str upper_code(struct str code)
{
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        if (str_is_nocase(code, signs[i].code)) return str_of(signs[i].code);
    }
    return code;
}

bool amount_read(struct str cell, bool comma, double *ret, struct str *ret_currency)
{
    char room[64];
    struct figure f;
    double unit = 1;
    double value = 0;
    struct str before = STR("");
    struct str behind = STR("");
    *ret_currency = STR("");
    if (!split_figure(squeeze(str_trim(cell), room), &f)) return false;
    struct str rest = take_unit(f.behind, &unit);
    if (!currency_of(f.before, &before) || !currency_of(rest, &behind)) return false;
    if (!read_digits(f.digits, settled_mark(f.digits, comma), &value)) return false;
    *ret = (f.minus ? -value : value) * unit;
    *ret_currency = upper_code(before.len ? before : behind);
    return true;
}

void amount_vote(struct str cell, struct amount_votes *votes)
{
    char room[64];
    struct figure f;
    if (!split_figure(squeeze(str_trim(cell), room), &f)) return;
    char mark = decimal_mark(f.digits);
    bool comma = str_find(f.digits, ',') < f.digits.len;
    bool many = mark == '\0' && (comma || str_find(f.digits, '.') < f.digits.len);
    votes->comma += mark == ',' || (many && !comma); /* 1.234.567 has points between thousands */
    votes->point += mark == '.' || (many && comma);
}

struct str currency_read(struct str cell, struct arena *a)
{
    struct str s = str_trim(cell);
    struct str found = STR("");
    struct buf b = buf_new(a);
    if (s.len && currency_of(s, &found)) s = found;
    if (s.len == 3 && is_letters(s)) {
        for (size_t i = 0; i < 3; i++)
            buf_addc(&b, (char)(ascii_lower(s.p[i]) - 'a' + 'A'));
        return buf_str(&b);
    }
    for (size_t i = 0; i < s.len && i < NAME_BYTES_MAX; i++) {
        if (ascii_is_letter(s.p[i])) buf_addc(&b, ascii_lower(s.p[i]));
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (str_is(buf_str(&b), names[i].name)) return str_of(names[i].code);
    }
    return utf8_head(s, 32);
}

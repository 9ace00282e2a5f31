/* str.c - base: which bytes are meant? */
#include "base/str.h"

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct str str_of(const char *text)
{
    return (struct str){text, text ? strlen(text) : 0};
}

bool str_eq(struct str a, struct str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.p, b.p, a.len) == 0);
}

bool str_is(struct str a, const char *text)
{
    return str_eq(a, str_of(text));
}

static bool same_nocase(const char *a, const char *b, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if (ascii_lower(a[i]) != ascii_lower(b[i])) return false;
    }
    return true;
}

bool str_is_nocase(struct str a, const char *text)
{
    return a.len == strlen(text) && same_nocase(a.p, text, a.len);
}

bool str_among(struct str a, const char *const words[])
{
    for (size_t i = 0; words[i]; i++) {
        if (str_is(a, words[i])) return true;
    }
    return false;
}

bool str_among_nocase(struct str a, const char *const words[])
{
    for (size_t i = 0; words[i]; i++) {
        if (str_is_nocase(a, words[i])) return true;
    }
    return false;
}

int str_cmp(struct str a, struct str b)
{
    size_t len = a.len < b.len ? a.len : b.len;
    int order = len ? memcmp(a.p, b.p, len) : 0;
    return order ? order : (a.len > b.len) - (a.len < b.len);
}

bool str_starts(struct str s, const char *start)
{
    size_t len = strlen(start);
    return s.len >= len && memcmp(s.p, start, len) == 0;
}

bool str_starts_nocase(struct str s, const char *start)
{
    size_t len = strlen(start);
    return s.len >= len && same_nocase(s.p, start, len);
}

bool str_ends_nocase(struct str s, const char *end)
{
    size_t len = strlen(end);
    return s.len >= len && same_nocase(s.p + s.len - len, end, len);
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f' || c == '\v';
}

struct str str_trim(struct str s)
{
    while (s.len && is_blank(s.p[0]))
        s = str_skip(s, 1);
    while (s.len && is_blank(s.p[s.len - 1]))
        s.len--;
    return s;
}

struct str str_skip(struct str s, size_t n)
{
    if (n > s.len) n = s.len;
    return (struct str){s.len ? s.p + n : s.p, s.len - n};
}

struct str str_head(struct str s, size_t n)
{
    return (struct str){s.p, n < s.len ? n : s.len};
}

size_t str_find(struct str s, char c)
{
    const char *at = s.len ? memchr(s.p, c, s.len) : NULL;
    return at ? (size_t)(at - s.p) : s.len;
}

size_t str_find_nocase(struct str s, const char *needle)
{
    size_t len = strlen(needle);
    char first = ascii_lower(needle[0]);
    for (size_t i = 0; i + len <= s.len; i++) {
        if (ascii_lower(s.p[i]) == first && same_nocase(s.p + i, needle, len)) return i;
    }
    return s.len;
}

bool str_cut(struct str *rest, char at, struct str *ret_part)
{
    if (!rest->p) return false;
    size_t pos = str_find(*rest, at);
    *ret_part = str_head(*rest, pos);
    *rest = pos < rest->len ? str_skip(*rest, pos + 1) : STR_NONE;
    return true;
}

struct str str_copy(struct arena *a, struct str s)
{
    return (struct str){arena_copy(a, s.p, s.len), s.len};
}

const char *str_c(struct arena *a, struct str s)
{
    return arena_copy(a, s.p, s.len);
}

struct str str_lower(struct arena *a, struct str s)
{
    char *p = arena_copy(a, s.p, s.len);
    for (size_t i = 0; i < s.len; i++)
        p[i] = ascii_lower(p[i]);
    return (struct str){p, s.len};
}

/* Bytes without the NUL; args may be used again. */
static PRINTF_LIKE(1, 0) size_t printed_size(const char *format, va_list args)
{
    va_list once;
    va_copy(once, args);
    int len = vsnprintf(NULL, 0, format, once);
    va_end(once);
    return len > 0 ? (size_t)len : 0;
}

struct str str_printf(struct arena *a, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    size_t size = printed_size(format, args);
    char *p = arena_bytes(a, size + 1);
    (void)vsnprintf(p, size + 1, format, args);
    va_end(args);
    return (struct str){p, size};
}

bool str_to_i64(struct str s, int64_t *ret)
{
    char text[32];
    if (s.len == 0 || s.len >= sizeof text || is_blank(s.p[0])) return false;
    memcpy(text, s.p, s.len);
    text[s.len] = '\0';
    char *end = NULL;
    errno = 0;
    long long value = strtoll(text, &end, 10);
    if (errno || end != text + s.len) return false;
    *ret = value;
    return true;
}

/* Only digits, sign, point and exponent: strtod would also take "inf", "nan" and hex. */
static bool looks_decimal(struct str s)
{
    bool digit = false;
    for (size_t i = 0; i < s.len; i++) {
        char c = s.p[i];
        if (c >= '0' && c <= '9') {
            digit = true;
        } else if (!strchr("+-.eE", c)) {
            return false;
        }
    }
    return digit;
}

bool str_to_double(struct str s, double *ret)
{
    char text[64];
    if (s.len >= sizeof text || !looks_decimal(s)) return false;
    memcpy(text, s.p, s.len);
    text[s.len] = '\0';
    char *end = NULL;
    double value = strtod(text, &end); /* kith never calls setlocale for numbers: '.' it is */
    if (end != text + s.len || !isfinite(value)) return false;
    *ret = value;
    return true;
}

struct buf buf_new(struct arena *a)
{
    return (struct buf){.a = a};
}

static void buf_room(struct buf *b, size_t more)
{
    if (b->len + more + 1 <= b->room) return;
    size_t room = b->room ? b->room * 2 : 64;
    while (room < b->len + more + 1)
        room *= 2;
    char *wider = arena_bytes(b->a, room);
    if (b->len) memcpy(wider, b->p, b->len);
    b->p = wider;
    b->room = room;
}

void buf_add(struct buf *b, struct str s)
{
    buf_room(b, s.len);
    if (s.len) memcpy(b->p + b->len, s.p, s.len);
    b->len += s.len;
    b->p[b->len] = '\0';
}

void buf_adds(struct buf *b, const char *text)
{
    buf_add(b, str_of(text));
}

void buf_addc(struct buf *b, char c)
{
    buf_add(b, (struct str){&c, 1});
}

void buf_addf(struct buf *b, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    size_t size = printed_size(format, args);
    buf_room(b, size);
    (void)vsnprintf(b->p + b->len, size + 1, format, args);
    va_end(args);
    b->len += size;
}

struct str buf_str(const struct buf *b)
{
    return (struct str){b->p ? b->p : "", b->len};
}

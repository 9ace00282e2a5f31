/* utf8.c - base: which characters are meant, and how wide are they? */
#include "base/str.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

/* Bytes of the valid character at s, 0 when there is none. *ret_code is its code point. */
static size_t character(struct str s, utf8proc_int32_t *ret_code)
{
    utf8proc_ssize_t n =
        utf8proc_iterate((const utf8proc_uint8_t *)s.p, (utf8proc_ssize_t)s.len, ret_code);
    return n > 0 ? (size_t)n : 0;
}

/* Most text is ASCII: eight bytes at a time. */
static size_t ascii_prefix(struct str s)
{
    size_t i = 0;
    for (; i + 8 <= s.len; i += 8) {
        uint64_t word = 0;
        memcpy(&word, s.p + i, 8);
        if (word & 0x8080808080808080u) break;
    }
    while (i < s.len && (unsigned char)s.p[i] < 0x80)
        i++;
    return i;
}

size_t utf8_put(char *to, uint32_t code)
{
    if (code < 0x80) {
        to[0] = (char)code;
        return 1;
    }
    if (code < 0x800) {
        to[0] = (char)(0xC0 | (code >> 6));
        to[1] = (char)(0x80 | (code & 0x3F));
        return 2;
    }
    if (code < 0x10000) {
        to[0] = (char)(0xE0 | (code >> 12));
        to[1] = (char)(0x80 | ((code >> 6) & 0x3F));
        to[2] = (char)(0x80 | (code & 0x3F));
        return 3;
    }
    to[0] = (char)(0xF0 | (code >> 18));
    to[1] = (char)(0x80 | ((code >> 12) & 0x3F));
    to[2] = (char)(0x80 | ((code >> 6) & 0x3F));
    to[3] = (char)(0x80 | (code & 0x3F));
    return 4;
}

uint32_t code_of_1252(unsigned char c)
{
    static const uint16_t high[32] = {
        0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
        0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
        0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178};
    return c >= 0x80 && c < 0xA0 ? high[c - 0x80] : c;
}

bool utf8_valid(struct str s)
{
    while ((s = str_skip(s, ascii_prefix(s))).len) {
        utf8proc_int32_t code = 0;
        size_t n = character(s, &code);
        if (!n) return false;
        s = str_skip(s, n);
    }
    return true;
}

struct str utf8_mend(struct arena *a, struct str s)
{
    bool has_nul = s.len && memchr(s.p, '\0', s.len);
    if (!has_nul && utf8_valid(s)) return s;
    struct buf b = buf_new(a);
    while (s.len) {
        utf8proc_int32_t code = 0;
        size_t n = character(s, &code);
        if (n && code) {
            buf_add(&b, str_head(s, n));
        } else {
            buf_adds(&b, "\xEF\xBF\xBD");
            n = 1;
        }
        s = str_skip(s, n);
    }
    return buf_str(&b);
}

struct str utf8_fit(struct str s, size_t width)
{
    struct str rest = s;
    while (rest.len) {
        utf8proc_int32_t code = 0;
        size_t n = character(rest, &code);
        int w = n ? utf8proc_charwidth(code) : 1;
        if (w < 0) w = 0;
        if ((size_t)w > width) break;
        width -= (size_t)w;
        rest = str_skip(rest, n ? n : 1);
    }
    return str_head(s, s.len - rest.len);
}

size_t utf8_width(struct str s)
{
    size_t width = 0;
    while (s.len) {
        utf8proc_int32_t code = 0;
        size_t n = character(s, &code);
        int w = n ? utf8proc_charwidth(code) : 1;
        width += w > 0 ? (size_t)w : 0;
        s = str_skip(s, n ? n : 1);
    }
    return width;
}

struct str utf8_head(struct str s, size_t n)
{
    if (s.len <= n) return s;
    while (n && ((unsigned char)s.p[n] & 0xC0) == 0x80)
        n--;
    return str_head(s, n);
}

static struct str key_of_folded(struct arena *a, struct str folded)
{
    struct buf b = buf_new(a);
    bool gap = false;
    while (folded.len) {
        utf8proc_int32_t code = 0;
        size_t n = character(folded, &code);
        if (!n) break;
        utf8proc_category_t c = utf8proc_category(code);
        bool word = (c >= UTF8PROC_CATEGORY_LU && c <= UTF8PROC_CATEGORY_LO) ||
                    (c >= UTF8PROC_CATEGORY_ND && c <= UTF8PROC_CATEGORY_NO);
        if (word) {
            if (gap && b.len) buf_addc(&b, ' ');
            buf_add(&b, str_head(folded, n));
        }
        gap = !word;
        folded = str_skip(folded, n);
    }
    return buf_str(&b);
}

struct str name_key(struct arena *a, struct str name)
{
    utf8proc_uint8_t *folded = NULL;
    utf8proc_ssize_t len =
        utf8proc_map((const utf8proc_uint8_t *)name.p, (utf8proc_ssize_t)name.len, &folded,
                     UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD |
                         UTF8PROC_IGNORE | UTF8PROC_STRIPMARK);
    if (len < 0) return STR("");
    struct str key = key_of_folded(a, (struct str){(const char *)folded, (size_t)len});
    free(folded); /* utf8proc's own memory, the one place that hands out malloc's */
    return key;
}

/* utf8.c - base: are these bytes characters, and what becomes of those that are not? */
#include "base/str.h"

#include <string.h>

/* Bytes that follow a first byte, and the least and most its second may be; 0: no first byte.
 * Source: The Unicode Standard, table 3-7, well-formed UTF-8 byte sequences. */
static size_t followers(unsigned char first, unsigned char *ret_least, unsigned char *ret_most)
{
    *ret_least = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    *ret_most = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    if (first >= 0xC2 && first <= 0xDF) return 1;
    if (first >= 0xE0 && first <= 0xEF) return 2;
    return first >= 0xF0 && first <= 0xF4 ? 3 : 0;
}

/* Bytes of the valid character at s, 0 when there is none. */
static size_t character(struct str s)
{
    const unsigned char *p = (const unsigned char *)s.p;
    unsigned char least = 0;
    unsigned char most = 0;
    if (!s.len) return 0;
    if (p[0] < 0x80) return 1;
    size_t more = followers(p[0], &least, &most);
    if (!more || s.len <= more || p[1] < least || p[1] > most) return 0;
    for (size_t i = 2; i <= more; i++) {
        if (p[i] < 0x80 || p[i] > 0xBF) return 0;
    }
    return more + 1;
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
        size_t n = character(s);
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
        size_t n = character(s);
        if (n && s.p[0]) {
            buf_add(&b, str_head(s, n));
        } else {
            buf_adds(&b, "\xEF\xBF\xBD");
            n = 1;
        }
        s = str_skip(s, n);
    }
    return buf_str(&b);
}

struct str utf8_head(struct str s, size_t n)
{
    if (s.len <= n) return s;
    while (n && ((unsigned char)s.p[n] & 0xC0) == 0x80)
        n--;
    return str_head(s, n);
}

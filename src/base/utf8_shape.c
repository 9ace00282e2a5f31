/* utf8_shape.c - base: how wide are these characters, and which name do they spell? */
#include "base/str.h"

#include <stdlib.h>
#include <utf8proc.h>

/* Bytes of the valid character at s, 0 when there is none. *ret_code is its code point. */
static size_t character(struct str s, utf8proc_int32_t *ret_code)
{
    utf8proc_ssize_t n =
        utf8proc_iterate((const utf8proc_uint8_t *)s.p, (utf8proc_ssize_t)s.len, ret_code);
    return n > 0 ? (size_t)n : 0;
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

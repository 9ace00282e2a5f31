/* escape_html.c - base: what of foreign text does a page show, and how is it kept from being
 * markup?
 */
#include "base/table_html.h"

/* Bytes of a character at p that no page shows: controls, and those that turn the direction of
 * writing or mark the order of bytes. 0: it may be shown. p is valid UTF-8. */
static size_t unshown(const unsigned char *p, size_t left)
{
    if (*p < 0x20 || *p == 0x7f) return *p == '\n' || *p == '\t' || *p == '\r' ? 0 : 1;
    if (left >= 2 && p[0] == 0xC2 && p[1] < 0xA0) return 2;  /* U+0080 to U+009F */
    if (left >= 2 && p[0] == 0xD8 && p[1] == 0x9C) return 2; /* U+061C */
    if (left < 3) return 0;
    bool turns = p[0] == 0xE2 && ((p[1] == 0x80 && ((p[2] >= 0xAA && p[2] <= 0xAE) || /* 202A-E */
                                                    p[2] == 0x8E || p[2] == 0x8F ||   /* 200E, F */
                                                    p[2] == 0xA8 || p[2] == 0xA9)) || /* 2028, 9 */
                                  (p[1] == 0x81 && p[2] >= 0xA6 && p[2] <= 0xAF)); /* 2066-206F */
    bool order = p[0] == 0xEF && ((p[1] == 0xBB && p[2] == 0xBF) || (p[1] == 0xBF && p[2] >= 0xBE));
    return turns || order ? 3 : 0;
}

static const char *entity(char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    case '\n':
    case '\r':
    case '\t':
        return " ";
    default:
        return NULL;
    }
}

void html_escape(struct buf *b, struct str s)
{
    s = utf8_mend(b->a, s);
    size_t plain = 0;
    for (size_t i = 0; i < s.len;) {
        size_t skip = unshown((const unsigned char *)s.p + i, s.len - i);
        const char *as = skip ? "" : entity(s.p[i]);
        if (!as) {
            i++;
            continue;
        }
        buf_add(b, (struct str){s.p + plain, i - plain});
        buf_adds(b, as);
        i += skip ? skip : 1;
        plain = i;
    }
    if (plain < s.len) buf_add(b, str_skip(s, plain));
}

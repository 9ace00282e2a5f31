/* feed_author.c - listen: whom does this author's text name? */
#include "listen/feed_int.h"

#include "listen/table_int.h"

struct str feed_line(struct arena *a, struct str s)
{
    struct buf b = buf_new(a);
    bool gap = false;
    for (size_t i = 0; i < s.len; i++) {
        bool hard = i + 1 < s.len && s.p[i] == '\xC2' && s.p[i + 1] == '\xA0';
        if (hard || (unsigned char)s.p[i] <= ' ') {
            gap = b.len > 0;
            i += hard;
            continue;
        }
        if (gap) buf_addc(&b, ' ');
        gap = false;
        buf_addc(&b, s.p[i]);
    }
    return buf_str(&b);
}

struct str feed_lang(struct arena *a, struct str s)
{
    struct buf b = buf_new(a);
    for (size_t i = 0; i < s.len; i++) {
        char c = s.p[i];
        if (c == '_') c = '-';
        buf_addc(&b, c);
    }
    return buf_str(&b);
}

/* Takes `open … close` out of s. */
static struct str take_between(struct str *s, char open, char close, struct arena *a)
{
    size_t from = str_find(*s, open);
    struct str rest = str_skip(*s, from + 1);
    size_t len = str_find(rest, close);
    if (from == s->len || len == rest.len) return STR("");
    *s = str_trim(
        str_printf(a, "%.*s %.*s", STR_ARG(str_head(*s, from)), STR_ARG(str_skip(rest, len + 1))));
    return str_trim(str_head(rest, len));
}

struct feed_author feed_author_read(struct arena *a, struct str text)
{
    struct feed_author found = {STR(""), STR(""), STR("")};
    struct str rest = feed_line(a, utf8_mend(a, text));
    struct str inner = take_between(&rest, '<', '>', a);
    if (!inner.len) inner = take_between(&rest, '(', ')', a);
    if (email_read(rest, a, &found.email)) {
        found.name = inner;
    } else if (inner.len && email_read(inner, a, &found.email)) {
        found.name = rest;
    } else {
        found.name = feed_line(a, utf8_mend(a, text));
    }
    return found;
}

/* page_tags.c - listen: which tags does this page have, and what do they say? */
#include "listen/page_int.h"

#include "listen/html.h"

#include <string.h>

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static struct str skip_blanks(struct str s)
{
    while (s.len && is_blank(s.p[0]))
        s = str_skip(s, 1);
    return s;
}

/* Behind the next `mark`, or the end. */
static struct str behind(struct str s, const char *mark)
{
    const char *at = s.len ? memmem(s.p, s.len, mark, strlen(mark)) : NULL;
    return at ? str_skip(s, (size_t)(at - s.p) + strlen(mark)) : str_skip(s, s.len);
}

/* s stands behind a tag's name: how far to its >, past those in quoted values. */
static size_t to_end_of_tag(struct str s)
{
    size_t n = 0;
    while (n < s.len && s.p[n] != '>') {
        bool value = s.p[n++] == '=';
        while (value && n < s.len && is_blank(s.p[n]))
            n++;
        if (!value || n >= s.len || (s.p[n] != '"' && s.p[n] != '\'')) continue;
        const char *end = memchr(s.p + n + 1, s.p[n], s.len - n - 1);
        n = end ? (size_t)(end - s.p) + 1 : s.len;
    }
    return n;
}

/* What stands up to </name; *rest moves behind that end tag. */
static struct str take_inner(struct str *rest, struct str name)
{
    struct str s = *rest;
    const char *at = NULL;
    while (s.len && (at = memmem(s.p, s.len, "</", 2))) {
        struct str tail = str_skip(s, (size_t)(at - s.p) + 2);
        if (tail.len >= name.len && str_is_nocase(str_head(tail, name.len), name.p)) break;
        s = tail;
    }
    const char *end = s.len && at ? at : rest->p + rest->len;
    struct str inner = {rest->p, (size_t)(end - rest->p)};
    *rest = str_skip(*rest, inner.len);
    *rest = behind(*rest, ">");
    return inner;
}

/* Of a script or a style. */
static struct str inner_of(struct str *rest, struct str name)
{
    if (str_is_nocase(name, "script")) return take_inner(rest, STR("script"));
    return str_is_nocase(name, "style") ? take_inner(rest, STR("style")) : STR("");
}

bool page_tag_next(struct str *rest, struct page_tag *ret)
{
    for (;;) {
        const char *at = rest->len ? memchr(rest->p, '<', rest->len) : NULL;
        if (!at) return false;
        struct str s = str_skip(*rest, (size_t)(at - rest->p) + 1);
        *rest = s;
        if (str_starts(s, "!--")) {
            *rest = behind(str_skip(s, 3), "-->");
            continue;
        }
        bool closes = s.len && s.p[0] == '/';
        if (closes) s = str_skip(s, 1);
        if (!s.len || !ascii_is_letter(s.p[0])) continue;
        size_t n = 0;
        while (n < s.len && !is_blank(s.p[n]) && s.p[n] != '>' && s.p[n] != '/')
            n++;
        *ret = (struct page_tag){.name = str_head(s, n), .begin = at, .closes = closes};
        s = str_skip(s, n);
        n = to_end_of_tag(s);
        ret->attributes = str_head(s, n);
        *rest = str_skip(s, n + (n < s.len));
        if (!closes) ret->inner = inner_of(rest, ret->name);
        ret->end = rest->p;
        return true;
    }
}

/* The next attribute of *s; false at the end. */
static bool next_attribute(struct str *s, struct str *key, struct str *value)
{
    *value = STR("");
    while (s->len && (is_blank(s->p[0]) || s->p[0] == '/'))
        *s = str_skip(*s, 1);
    if (!s->len) return false;
    size_t n = 0;
    while (n < s->len && !is_blank(s->p[n]) && s->p[n] != '/' && (s->p[n] != '=' || !n))
        n++;
    *key = str_head(*s, n);
    *s = skip_blanks(str_skip(*s, n));
    if (!s->len || s->p[0] != '=') return true;
    *s = skip_blanks(str_skip(*s, 1));
    if (s->len && (s->p[0] == '"' || s->p[0] == '\'')) {
        char mark = s->p[0];
        *s = str_skip(*s, 1);
        *value = str_head(*s, str_find(*s, mark));
        *s = str_skip(*s, value->len + 1);
        return true;
    }
    n = 0;
    while (n < s->len && !is_blank(s->p[n]))
        n++;
    *value = str_head(*s, n);
    *s = str_skip(*s, n);
    return true;
}

static struct str without_entities(struct str s, struct arena *a)
{
    if (str_find(s, '&') == s.len) return s;
    struct buf b = buf_new(a);
    while (s.len) {
        size_t plain = str_find(s, '&');
        buf_add(&b, str_head(s, plain));
        s = str_skip(s, plain);
        if (!s.len) break;
        uint32_t c = 0;
        size_t n = html_entity(s, true, &c);
        char bytes[4];
        buf_add(&b, n ? (struct str){bytes, utf8_put(bytes, c)} : STR("&"));
        s = str_skip(s, n ? n : 1);
    }
    return buf_str(&b);
}

struct str page_tag_value(const struct page_tag *tag, const char *key, struct arena *a)
{
    struct str rest = tag->attributes;
    struct str name;
    struct str value;
    while (next_attribute(&rest, &name, &value)) {
        if (str_is_nocase(name, key)) return str_trim(without_entities(value, a));
    }
    return STR("");
}

bool page_tag_has(const struct page_tag *tag, const char *key, const char *word, struct arena *a)
{
    struct str rest = page_tag_value(tag, key, a);
    size_t n = 0;
    for (; rest.len; rest = str_skip(rest, n + 1)) {
        n = 0;
        while (n < rest.len && !is_blank(rest.p[n]) && !strchr("-_:", rest.p[n]))
            n++;
        if (str_is_nocase(str_head(rest, n), word)) return true;
    }
    return false;
}

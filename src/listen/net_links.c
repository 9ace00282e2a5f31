/* net_links.c - listen: which feeds does this web page declare? */
#include "listen/net_links.h"

#include "listen/html.h"
#include "listen/net_url.h"

#include <string.h>

static const char blanks[] = " \t\r\n\f";

static struct str skip_blanks(struct str s)
{
    size_t n = 0;
    while (n < s.len && s.p[n] && strchr(blanks, s.p[n]))
        n++;
    return str_skip(s, n);
}

static size_t before(struct str s, const char *marks)
{
    size_t n = 0;
    while (n < s.len && (!s.p[n] || !strchr(marks, s.p[n])))
        n++;
    return n;
}

bool page_is(struct str head)
{
    if (str_starts(head, "\xEF\xBB\xBF")) head = str_skip(head, 3);
    head = skip_blanks(head);
    while (str_starts(head, "<!--") || str_starts(head, "<?xml")) {
        const char *end = str_starts(head, "<!--") ? "-->" : "?>";
        size_t at = str_find_nocase(head, end);
        head = skip_blanks(str_skip(head, at < head.len ? at + strlen(end) : at));
    }
    static const char *const starts[] = {"<!doctype html", "<html", "<head", "<body", "<title"};
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
        if (str_starts_nocase(head, starts[i])) return true;
    }
    return false;
}

/* ---- one tag ---- */

struct tag {
    struct str rel, type, href, title;
};

/* Takes one attribute off the rest of a tag, up to its '>'; false at the end. */
static bool take_attribute(struct str *rest, struct str *ret_name, struct str *ret_value)
{
    while (rest->len && rest->p[0] && strchr(" \t\r\n\f/", rest->p[0]))
        *rest = str_skip(*rest, 1);
    if (!rest->len || rest->p[0] == '>') return false;
    size_t n = before(*rest, " \t\r\n\f/>=");
    if (!n) n = 1; /* "=" where a name should stand is one */
    *ret_name = str_head(*rest, n);
    *ret_value = STR("");
    *rest = skip_blanks(str_skip(*rest, n));
    if (!rest->len || rest->p[0] != '=') return true;
    *rest = skip_blanks(str_skip(*rest, 1));
    if (rest->len && (rest->p[0] == '"' || rest->p[0] == '\'')) {
        n = str_find(str_skip(*rest, 1), rest->p[0]);
        *rest = str_skip(*rest, 1);
        *ret_value = str_head(*rest, n);
        *rest = str_skip(*rest, n + (n < rest->len));
    } else {
        n = before(*rest, " \t\r\n\f>");
        *ret_value = str_head(*rest, n);
        *rest = str_skip(*rest, n);
    }
    return true;
}

static struct str without_entities(struct arena *a, struct str s)
{
    struct buf b = buf_new(a);
    while (s.len) {
        uint32_t code = 0;
        char bytes[4];
        size_t n = s.p[0] == '&' ? html_entity(s, true, &code) : 0;
        if (n) {
            buf_add(&b, (struct str){bytes, utf8_put(bytes, code)});
        } else {
            n = s.p[0] == '&' ? 1 : str_find(s, '&');
            buf_add(&b, str_head(s, n));
        }
        s = str_skip(s, n);
    }
    return utf8_mend(a, buf_str(&b));
}

/* s stands behind "<link" or "<base"; gives what is left behind the tag. The first of two
 * attributes of one name holds. */
static struct str read_tag(struct str s, struct tag *ret)
{
    struct str name;
    struct str value;
    *ret = (struct tag){0};
    while (take_attribute(&s, &name, &value)) {
        struct str *to = str_is_nocase(name, "rel")     ? &ret->rel
                         : str_is_nocase(name, "type")  ? &ret->type
                         : str_is_nocase(name, "href")  ? &ret->href
                         : str_is_nocase(name, "title") ? &ret->title
                                                        : NULL;
        if (to && !to->p) *to = value;
    }
    return s;
}

static bool has_word(struct str list, const char *word)
{
    while (list.len) {
        list = skip_blanks(list);
        size_t n = before(list, blanks);
        if (str_is_nocase(str_head(list, n), word)) return true;
        list = str_skip(list, n);
    }
    return false;
}

static bool is_feed(const struct tag *tag)
{
    static const char *const types[] = {"application/rss+xml", "application/atom+xml",
                                        "application/rdf+xml", "application/feed+json", NULL};
    struct str type = str_trim(str_head(tag->type, str_find(tag->type, ';')));
    if (has_word(tag->rel, "stylesheet")) return false;
    if (has_word(tag->rel, "feed") && !type.len) return true;
    if (!has_word(tag->rel, "alternate") && !has_word(tag->rel, "feed")) return false;
    return str_among_nocase(type, types);
}

/* ---- the page ---- */

struct reading {
    struct arena *a;
    struct str base;
    bool based; /* the first <base> holds */
    struct feed_link *found;
    size_t count, most;
};

static void take_feed(struct reading *r, const struct tag *tag)
{
    struct str url = net_url_next(r->a, without_entities(r->a, tag->href), r->base);
    if (!url.len || !is_feed(tag)) return;
    for (size_t i = 0; i < r->count; i++) {
        if (str_eq(r->found[i].url, url)) return;
    }
    struct str title = str_trim(without_entities(r->a, tag->title));
    r->found[r->count++] = (struct feed_link){url, utf8_head(title, 128)};
}

/* Behind the end of what is no markup: a comment, a script, a style. */
static struct str skip_past(struct str s, const char *end)
{
    size_t at = str_find_nocase(s, end);
    return str_skip(s, at < s.len ? at + strlen(end) : at);
}

static bool is_tag(struct str s, const char *name)
{
    size_t n = strlen(name);
    return str_starts_nocase(s, name) && s.len > n && (!s.p[n] || strchr(" \t\r\n\f/>", s.p[n]));
}

/* s begins with '<'. */
static struct str read_markup(struct reading *r, struct str s)
{
    struct tag tag;
    if (str_starts(s, "<!--")) return skip_past(str_skip(s, 4), "-->");
    if (is_tag(s, "<script")) return skip_past(s, "</script");
    if (is_tag(s, "<style")) return skip_past(s, "</style");
    if (is_tag(s, "<link")) {
        s = read_tag(str_skip(s, 5), &tag);
        take_feed(r, &tag);
        return s;
    }
    if (!is_tag(s, "<base")) return str_skip(s, 1);
    s = read_tag(str_skip(s, 5), &tag);
    struct str base = net_url_next(r->a, without_entities(r->a, tag.href), r->base);
    if (base.len && !r->based) r->base = base;
    r->based |= base.len > 0;
    return s;
}

size_t page_feeds(struct str page, struct str base, struct arena *a, struct feed_link ret[],
                  size_t most)
{
    struct reading r = {.a = a, .base = base, .found = ret, .most = most};
    while (page.len && r.count < r.most) {
        size_t n = str_find(page, '<');
        page = str_skip(page, n);
        if (page.len) page = read_markup(&r, page);
    }
    return r.count;
}

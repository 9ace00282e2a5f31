/* feed_outline.c - listen: which feeds does this OPML or FOAF file list? */
#include "listen/feed_int.h"
#include "listen/html.h"

#include <string.h>

/*
 * Tags are looked at one after the other, without a tree: of OPML an outline with its attributes,
 * of FOAF (as planets read it) a person's name, the document that is the weblog, and its channel.
 */

/* Takes up to and with `mark` off l->rest, counting lines; false when it is not there. */
static bool pass(struct feed_list *l, const char *mark)
{
    const char *at = l->rest.len ? memmem(l->rest.p, l->rest.len, mark, strlen(mark)) : NULL;
    size_t n = at ? (size_t)(at - l->rest.p) + strlen(mark) : l->rest.len;
    for (size_t i = 0; i < n; i++)
        l->line += l->rest.p[i] == '\n';
    l->rest = str_skip(l->rest, n);
    return at != NULL;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Behind the next tag's '<', with the tag up to its '>' (those in quotes are text) in *ret. */
static bool next_tag(struct feed_list *l, struct str *ret)
{
    while (pass(l, "<")) {
        if (str_starts(l->rest, "!--")) {
            (void)pass(l, "-->");
            continue;
        }
        if (str_starts(l->rest, "![CDATA[")) {
            (void)pass(l, "]]>");
            continue;
        }
        char quote = '\0';
        size_t n = 0;
        for (; n < l->rest.len && (quote || l->rest.p[n] != '>'); n++) {
            char c = l->rest.p[n];
            if (c == '<') break; /* a quote or a tag that was never closed */
            if (quote == c) {
                quote = '\0';
            } else if (!quote && (c == '"' || c == '\'')) {
                quote = c;
            }
        }
        *ret = str_head(l->rest, n);
        return n < l->rest.len;
    }
    return false;
}

static struct str unescape(struct arena *a, struct str s)
{
    struct buf b = buf_new(a);
    for (size_t n = 0; s.len; s = str_skip(s, n)) {
        uint32_t code = 0;
        char bytes[4];
        n = s.p[0] == '&' ? html_entity(s, true, &code) : 0;
        buf_add(&b, n ? (struct str){bytes, utf8_put(bytes, code)} : str_head(s, 1));
        if (!n) n = 1;
    }
    return feed_line(a, buf_str(&b));
}

/* The name of a tag without its prefix; a slash stands before an end tag's. */
static struct str local_name(struct str tag)
{
    size_t n = 0;
    while (n < tag.len && !is_blank(tag.p[n]) && (tag.p[n] != '/' || n == 0))
        n++;
    struct str name = str_head(tag, n);
    size_t colon = str_find(name, ':');
    if (colon < name.len && !str_starts(name, "/")) name = str_skip(name, colon + 1);
    return name;
}

static bool is_end(struct str tag, const char *name)
{
    if (!str_starts(tag, "/")) return false;
    return str_is_nocase(local_name(str_skip(tag, 1)), name);
}

/* Without regard to case and prefix. */
static struct str attribute(struct arena *a, struct str tag, const char *name)
{
    struct str s = tag;
    while (s.len && !is_blank(s.p[0]))
        s = str_skip(s, 1);
    while (s.len) {
        s = str_trim(s);
        size_t equals = str_find(s, '=');
        struct str key = str_trim(str_head(s, equals));
        s = str_trim(str_skip(s, equals + 1));
        char quote = '\0';
        if (s.len) quote = s.p[0];
        if (quote != '"' && quote != '\'') break;
        struct str value = str_head(str_skip(s, 1), str_find(str_skip(s, 1), quote));
        s = str_skip(s, value.len + 2);
        size_t colon = str_find(key, ':');
        if (colon < key.len) key = str_skip(key, colon + 1);
        if (str_is_nocase(key, name)) return unescape(a, value);
    }
    return STR("");
}

/* What stands between this tag and the next. */
static struct str text_behind(const struct feed_list *l, struct str tag, struct arena *a)
{
    struct str s = str_skip(l->rest, tag.len + 1);
    return unescape(a, str_head(s, str_find(s, '<')));
}

/* Remembers what FOAF says before it names a feed. */
static void note_person(struct feed_list *l, struct str tag)
{
    struct str name = local_name(tag);
    size_t most = sizeof l->person / sizeof *l->person;
    bool person = str_is_nocase(name, "Person") || str_is_nocase(name, "Agent") ||
                  str_is_nocase(name, "Group") || str_is_nocase(name, "Organization");
    bool closed = tag.len && tag.p[tag.len - 1] == '/';
    if (person && !closed && l->persons < most) {
        l->person[l->persons++] = STR("");
    } else if (l->persons && (is_end(tag, "Person") || is_end(tag, "Agent") ||
                              is_end(tag, "Group") || is_end(tag, "Organization"))) {
        l->persons--;
    } else if (l->persons && str_is_nocase(name, "name") && !l->person[l->persons - 1].len) {
        l->person[l->persons - 1] = text_behind(l, tag, l->a);
    } else if (str_is_nocase(name, "Document")) {
        l->page = attribute(l->a, tag, "about");
        l->title = STR("");
    } else if (str_is_nocase(name, "title")) {
        l->title = text_behind(l, tag, l->a);
    }
}

enum status feed_outline_next(struct feed_list *l, struct arena *a, struct record *ret,
                              struct err *e)
{
    struct str tag;
    while (next_tag(l, &tag)) {
        struct str name = local_name(tag);
        if (str_is_nocase(name, "outline")) {
            struct str url = attribute(a, tag, "xmlUrl");
            struct str title = attribute(a, tag, "title");
            if (!title.len) title = attribute(a, tag, "text");
            if (!url.len) continue; /* a folder, or a link to something else */
            return feed_list_give(l->line, url, attribute(a, tag, "htmlUrl"), title, a, ret, e);
        }
        if (str_is_nocase(name, "channel")) {
            struct str url = attribute(a, tag, "about");
            struct str title = l->title;
            if (!title.len && l->persons) title = l->person[l->persons - 1];
            if (!url.len) continue;
            return feed_list_give(l->line, url, l->page, title, a, ret, e);
        }
        note_person(l, tag);
    }
    return DONE;
}

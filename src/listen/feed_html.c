/* feed_html.c - listen: which words and links would a reader of this markup see? */
#include "listen/feed_int.h"

#include <libxml/HTMLparser.h>
#include <libxml/uri.h>
#include <string.h>

enum { CHUNK_BYTES = 1 << 15 };

struct page {
    struct arena *a;
    struct buf text;
    struct str base;
    struct str *links;
    size_t link_count;
    int hidden; /* open elements that are not shown */
    bool gap;   /* a blank is due before the next word */
    bool fresh; /* at the start of a line */
};

static bool is_one_of(const char *name, const char *const *names)
{
    for (; *names; names++) {
        if (strcmp(name, *names) == 0) return true;
    }
    return false;
}

static bool is_hidden(const char *name)
{
    static const char *const names[] = {"script", "style", "object", "iframe", NULL};
    return is_one_of(name, names);
}

static bool is_block(const char *name)
{
    static const char *const names[] = {
        "p",  "div", "br", "tr", "li", "ul", "ol",  "dl", "dt",         "dd",     "table",
        "h1", "h2",  "h3", "h4", "h5", "h6", "pre", "hr", "blockquote", "figure", NULL};
    return is_one_of(name, names);
}

static bool has_scheme(struct str s)
{
    size_t colon = str_find(s, ':');
    if (!colon || colon == s.len) return false;
    for (size_t i = 0; i < colon; i++) {
        char c = s.p[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        bool inner = i && ((c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.');
        if (!letter && !inner) return false;
    }
    return true;
}

static bool is_http(struct str s)
{
    size_t skip = str_starts_nocase(s, "https://") ? 8 : str_starts_nocase(s, "http://") ? 7 : 0;
    return skip && s.len > skip && s.p[skip] != '/';
}

struct str feed_url(struct arena *a, struct str url, struct str base)
{
    url = str_trim(url);
    for (size_t i = 0; i < url.len; i++) {
        if ((unsigned char)url.p[i] < ' ') return STR(""); /* "jav\tascript:" and the like */
    }
    if (url.len == 0 || url.len > 4096) return STR("");
    if (has_scheme(url)) return is_http(url) ? str_copy(a, url) : STR("");
    if (!is_http(base)) return STR("");
    xmlChar *whole = xmlBuildURI((const xmlChar *)str_c(a, url), (const xmlChar *)str_c(a, base));
    struct str found = whole ? str_copy(a, str_of((const char *)whole)) : STR("");
    xmlFree(whole);
    return is_http(found) ? found : STR("");
}

static void add_link(struct page *page, struct str href)
{
    struct str url = utf8_mend(page->a, feed_url(page->a, href, page->base));
    if (!url.len || page->link_count == LINKS_PER_DOC_MAX) return;
    for (size_t i = 0; i < page->link_count; i++) {
        if (str_eq(page->links[i], url)) return;
    }
    page->links[page->link_count++] = url;
}

static void new_line(struct page *page)
{
    if (!page->fresh) buf_addc(&page->text, '\n');
    page->fresh = true;
    page->gap = false;
}

static void on_start(void *state, const xmlChar *name_bytes, const xmlChar **attributes)
{
    struct page *page = state;
    const char *name = (const char *)name_bytes;
    if (is_hidden(name)) page->hidden++;
    if (is_block(name)) new_line(page);
    if (strcmp(name, "a") != 0 || page->hidden) return;
    for (; attributes && attributes[0]; attributes += 2) {
        if (attributes[1] && strcmp((const char *)attributes[0], "href") == 0) {
            add_link(page, str_of((const char *)attributes[1]));
        }
    }
}

static void on_end(void *state, const xmlChar *name_bytes)
{
    struct page *page = state;
    const char *name = (const char *)name_bytes;
    if (is_hidden(name) && page->hidden > 0) page->hidden--;
    if (is_block(name)) new_line(page);
}

static void on_text(void *state, const xmlChar *bytes, int len)
{
    struct page *page = state;
    if (page->hidden) return;
    for (int i = 0; i < len && page->text.len < TEXT_BYTES_MAX; i++) {
        char c = (char)bytes[i];
        if ((unsigned char)c <= ' ') {
            page->gap = !page->fresh;
            continue;
        }
        if (page->gap) buf_addc(&page->text, ' ');
        page->gap = page->fresh = false;
        buf_addc(&page->text, c);
    }
}

struct feed_page feed_html_read(struct arena *a, struct str html, struct str base)
{
    struct page page = {.a = a, .text = buf_new(a), .base = base, .fresh = true};
    page.links = arena_new(a, struct str, LINKS_PER_DOC_MAX);
    xmlSAXHandler sax;
    memset(&sax, 0, sizeof sax);
    sax.startElement = on_start;
    sax.endElement = on_end;
    sax.characters = on_text;
    sax.ignorableWhitespace = on_text;
    htmlParserCtxtPtr ctxt =
        htmlCreatePushParserCtxt(&sax, &page, NULL, 0, NULL, XML_CHAR_ENCODING_UTF8);
    if (!ctxt) return (struct feed_page){0};
    (void)htmlCtxtUseOptions(ctxt, HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                                       HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC);
    html = utf8_mend(a, html);
    while (html.len) {
        struct str part = utf8_head(html, CHUNK_BYTES);
        (void)htmlParseChunk(ctxt, part.p, (int)part.len, 0);
        html = str_skip(html, part.len);
    }
    (void)htmlParseChunk(ctxt, "", 0, 1);
    htmlFreeParserCtxt(ctxt);
    struct str text = utf8_mend(a, str_trim(buf_str(&page.text)));
    return (struct feed_page){text, page.links, page.link_count};
}

bool feed_looks_like_html(struct str s)
{
    for (size_t i = 0; i + 2 < s.len; i++) {
        char next = s.p[i + 1];
        bool letter = (next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z');
        if (s.p[i] == '<' && (letter || next == '/' || next == '!')) {
            if (str_find(str_skip(s, i), '>') < s.len - i) return true;
        }
        if (s.p[i] != '&' || !(letter || next == '#')) continue;
        size_t end = str_find(str_head(str_skip(s, i), 12), ';');
        if (end < 12 && end < s.len - i) return true;
    }
    return false;
}

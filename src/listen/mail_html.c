/* mail_html.c - listen: which lines would a reader of this markup see? */
#include "listen/mail_int.h"

#include <libxml/HTMLparser.h>
#include <pthread.h>
#include <string.h>

/* libxml2's push parser with our own two handlers: no tree, no network, no entities of others. */

enum { CHUNK_BYTES = 1 << 16 };

struct page {
    struct buf text;
    struct arena *a;
    struct doc_row *doc;
    int hidden; /* open script, style … elements */
    int quoted; /* open blockquotes */
    bool gap;   /* a blank is due before the next word */
    bool fresh; /* at the start of a line */
    size_t bound;
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
    static const char *const names[] = {"script", "style", "head", "title", "object", NULL};
    return is_one_of(name, names);
}

static bool is_block(const char *name)
{
    static const char *const names[] = {
        "p",  "div", "br", "tr", "li", "ul",  "ol", "dl",     "dt",         "dd",   "table", "h1",
        "h2", "h3",  "h4", "h5", "h6", "pre", "hr", "center", "blockquote", "form", NULL};
    return is_one_of(name, names);
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
    if (strcmp(name, "body") == 0) page->hidden = 0; /* heads are often left open */
    if (strcmp(name, "p") == 0 && page->text.len) buf_addc(&page->text, '\n');
    if (strcmp(name, "blockquote") == 0) page->quoted++;
    if (strcmp(name, "a") != 0 || page->quoted || page->hidden) return;
    for (; attributes && attributes[0]; attributes += 2) {
        if (strcmp((const char *)attributes[0], "href") != 0 || !attributes[1]) continue;
        mail_link_add(page->a, page->doc, str_of((const char *)attributes[1]));
    }
}

static void on_end(void *state, const xmlChar *name_bytes)
{
    struct page *page = state;
    const char *name = (const char *)name_bytes;
    if (is_hidden(name) && page->hidden > 0) page->hidden--;
    if (is_block(name)) new_line(page);
    if (strcmp(name, "blockquote") == 0 && page->quoted > 0) page->quoted--;
}

static void on_text(void *state, const xmlChar *bytes, int len)
{
    struct page *page = state;
    if (page->hidden || page->text.len >= page->bound) return;
    for (int i = 0; i < len; i++) {
        char c = (char)bytes[i];
        if ((unsigned char)c <= ' ') {
            page->gap = !page->fresh;
            continue;
        }
        if (page->fresh && page->quoted) buf_adds(&page->text, "> ");
        if (page->gap) buf_addc(&page->text, ' ');
        page->gap = page->fresh = false;
        buf_addc(&page->text, c);
    }
}

static void start_libxml(void)
{
    xmlInitParser();
}

struct str mail_html_text(struct arena *a, struct str html, struct doc_row *doc)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    (void)pthread_once(&once, start_libxml);
    struct page page = {
        .text = buf_new(a), .a = a, .doc = doc, .fresh = true, .bound = 4 * (size_t)TEXT_BYTES_MAX};
    xmlSAXHandler sax;
    memset(&sax, 0, sizeof sax);
    sax.startElement = on_start;
    sax.endElement = on_end;
    sax.characters = on_text;
    sax.cdataBlock = NULL;
    sax.ignorableWhitespace = on_text;
    htmlParserCtxtPtr ctxt =
        htmlCreatePushParserCtxt(&sax, &page, NULL, 0, NULL, XML_CHAR_ENCODING_UTF8);
    if (!ctxt) return STR("");
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
    return utf8_mend(a, buf_str(&page.text));
}

/* html.c - listen: what does markup say, tag by tag, and as which lines is it read? */
#include "listen/html.h"

#include <libxml/HTMLparser.h>
#include <pthread.h>
#include <string.h>

enum { CHUNK_BYTES = 1 << 16 };

static void start_libxml(void)
{
    xmlInitParser();
}

void html_read(struct arena *a, struct str html, const struct html_handlers *handlers, void *state)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    (void)pthread_once(&once, start_libxml);
    xmlSAXHandler sax;
    memset(&sax, 0, sizeof sax);
    sax.startElement = handlers->start;
    sax.endElement = handlers->end;
    sax.characters = handlers->text;
    sax.ignorableWhitespace = handlers->text;
    htmlParserCtxtPtr ctxt =
        htmlCreatePushParserCtxt(&sax, state, NULL, 0, NULL, XML_CHAR_ENCODING_UTF8);
    if (!ctxt) return;
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
}

bool html_is_one_of(const char *name, const char *const *names)
{
    for (; *names; names++) {
        if (strcmp(name, *names) == 0) return true;
    }
    return false;
}

bool html_is_block(const char *name)
{
    static const char *const names[] = {"p",  "div",    "br",         "tr",     "li",    "ul",
                                        "ol", "dl",     "dt",         "dd",     "table", "h1",
                                        "h2", "h3",     "h4",         "h5",     "h6",    "pre",
                                        "hr", "center", "blockquote", "figure", "form",  NULL};
    return html_is_one_of(name, names);
}

struct html_lines html_lines_new(struct arena *a)
{
    return (struct html_lines){.text = buf_new(a), .fresh = true};
}

void html_lines_break(struct html_lines *l)
{
    if (!l->fresh) buf_addc(&l->text, '\n');
    l->fresh = true;
    l->gap = false;
}

void html_lines_add(struct html_lines *l, struct str text, const char *prefix, size_t most)
{
    for (size_t i = 0; i < text.len && l->text.len < most; i++) {
        char c = text.p[i];
        if ((unsigned char)c <= ' ') {
            l->gap = !l->fresh;
            continue;
        }
        if (l->fresh) buf_adds(&l->text, prefix);
        if (l->gap) buf_addc(&l->text, ' ');
        l->gap = l->fresh = false;
        buf_addc(&l->text, c);
    }
}

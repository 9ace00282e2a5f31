/* mail_html.c - listen: which lines would a reader of this markup see? */
#include "listen/html.h"
#include "listen/mail_int.h"

#include <string.h>

struct page {
    struct html_lines lines;
    struct arena *a;
    struct doc_row *doc;
    int hidden; /* open script, style … elements */
    int quoted; /* open blockquotes */
};

static bool is_hidden(const char *name)
{
    static const char *const names[] = {"script", "style", "head", "title", "object", NULL};
    return html_is_one_of(name, names);
}

static void on_start(void *state, const xmlChar *name_bytes, const xmlChar **attributes)
{
    struct page *page = state;
    const char *name = (const char *)name_bytes;
    if (is_hidden(name)) page->hidden++;
    if (html_is_block(name)) html_lines_break(&page->lines);
    if (strcmp(name, "body") == 0) page->hidden = 0; /* heads are often left open */
    if (strcmp(name, "p") == 0 && page->lines.text.len) buf_addc(&page->lines.text, '\n');
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
    if (html_is_block(name)) html_lines_break(&page->lines);
    if (strcmp(name, "blockquote") == 0 && page->quoted > 0) page->quoted--;
}

static void on_text(void *state, const xmlChar *bytes, int len)
{
    struct page *page = state;
    if (page->hidden) return;
    html_lines_add(&page->lines, (struct str){(const char *)bytes, (size_t)len},
                   page->quoted ? "> " : "", 4 * (size_t)TEXT_BYTES_MAX);
}

struct str mail_html_text(struct arena *a, struct str html, struct doc_row *doc)
{
    struct page page = {.lines = html_lines_new(a), .a = a, .doc = doc};
    html_read(a, html, &(struct html_handlers){on_start, on_end, on_text}, &page);
    return utf8_mend(a, buf_str(&page.lines.text));
}

/* feed_html.c - listen: which words and links would a reader of this markup see? */
#include "listen/feed_int.h"
#include "listen/html.h"

#include <string.h>

struct page {
    struct arena *a;
    struct html_lines lines;
    struct str base;
    struct str *links;
    size_t link_count;
    int hidden; /* open elements that are not shown */
};

static bool is_hidden(const char *name)
{
    static const char *const names[] = {"script", "style", "object", "iframe", NULL};
    return html_is_one_of(name, names);
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

static void on_start(void *state, const xmlChar *name_bytes, const xmlChar **attributes)
{
    struct page *page = state;
    const char *name = (const char *)name_bytes;
    if (is_hidden(name)) page->hidden++;
    if (html_is_block(name)) html_lines_break(&page->lines);
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
    if (html_is_block(name)) html_lines_break(&page->lines);
}

static void on_text(void *state, const xmlChar *bytes, int len)
{
    struct page *page = state;
    if (page->hidden) return;
    html_lines_add(&page->lines, (struct str){(const char *)bytes, (size_t)len}, "",
                   TEXT_BYTES_MAX);
}

struct feed_page feed_html_read(struct arena *a, struct str html, struct str base)
{
    struct page page = {.a = a, .lines = html_lines_new(a), .base = base};
    page.links = arena_new(a, struct str, LINKS_PER_DOC_MAX);
    html_read(a, html, &(struct html_handlers){on_start, on_end, on_text}, &page);
    struct str text = utf8_mend(a, str_trim(buf_str(&page.lines.text)));
    return (struct feed_page){text, page.links, page.link_count};
}

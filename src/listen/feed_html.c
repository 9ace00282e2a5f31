/* feed_html.c - listen: which words and links would a reader of this entry see? */
#include "listen/feed_int.h"
#include "listen/html.h"

struct page {
    struct arena *a;
    struct str base;
    struct str *links;
    size_t link_count;
};

static void add_link(void *state, struct str href, bool quoted)
{
    struct page *page = state;
    (void)quoted;
    if (page->link_count == LINKS_PER_DOC_MAX) return;
    struct str url = feed_url(page->a, href, page->base);
    if (!url.len) return;
    for (size_t i = 0; i < page->link_count; i++) {
        if (str_eq(page->links[i], url)) return;
    }
    page->links[page->link_count++] = url;
}

struct feed_page feed_html_read(struct arena *a, struct str html, struct str base)
{
    struct page page = {.a = a, .base = base};
    page.links = arena_new(a, struct str, LINKS_PER_DOC_MAX);
    struct html_options o = {.quote = "", .most = TEXT_BYTES_MAX, .link = add_link, .state = &page};
    struct str text = utf8_head(html_text(a, html, &o), TEXT_BYTES_MAX);
    return (struct feed_page){str_trim(text), page.links, page.link_count};
}

struct feed_page feed_text_read(struct arena *a, const struct feed_text *text, struct str home)
{
    bool html = text->markup == FEED_HTML ||
                (text->markup == FEED_GUESS && feed_looks_like_html(text->value));
    if (html) return feed_html_read(a, text->value, text->base.len ? text->base : home);
    struct str plain = str_trim(utf8_head(text->value, TEXT_BYTES_MAX));
    return (struct feed_page){.text = str_copy(a, plain)};
}

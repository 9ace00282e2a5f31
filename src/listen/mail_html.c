/* mail_html.c - listen: which lines would a reader of this mail's markup see? */
#include "listen/html.h"
#include "listen/mail_int.h"

struct page {
    struct arena *a;
    struct doc_row *doc;
};

static void add_link(void *state, struct str href, bool quoted)
{
    struct page *page = state;
    if (!quoted) link_add(page->a, page->doc, href);
}

struct str mail_html_text(struct arena *a, struct str html, struct doc_row *doc)
{
    struct page page = {a, doc};
    struct html_options o = {.quote = "> ",
                             .paragraphs = true,
                             .most = 4 * (size_t)TEXT_BYTES_MAX,
                             .link = add_link,
                             .state = &page};
    return html_text(a, html, &o);
}

/* post_text.c - listen: what did the author of this post write, and whom does it call by @name? */
#include "listen/post_text.h"

#include "base/limits.h"
#include "listen/feed_int.h"
#include "listen/html.h"

#include <string.h>

#define QUOTE_MARK "\x01" /* a control character, which texts have no use for */

struct page {
    struct arena *a;
    struct str base;
    struct doc_row *doc;
    bool quotes; /* take quoted links, too */
};

static void add_link(void *state, struct str href, bool quoted)
{
    struct page *page = state;
    struct doc_row *doc = page->doc;
    if ((quoted && !page->quotes) || doc->link_count == LINKS_PER_DOC_MAX) return;
    struct str url = feed_url(page->a, href, page->base);
    if (!url.len) return;
    for (size_t i = 0; i < doc->link_count; i++) {
        if (str_eq(doc->links[i], url)) return;
    }
    if (!doc->links) doc->links = arena_new(page->a, struct str, LINKS_PER_DOC_MAX);
    doc->links[doc->link_count++] = url;
}

static struct str read_page(struct page *page, struct str html)
{
    struct html_options o = {
        .quote = QUOTE_MARK, .most = TEXT_BYTES_MAX, .link = add_link, .state = page};
    page->doc->links = NULL;
    page->doc->link_count = 0;
    return html_text(page->a, html, &o);
}

/* The lines that do, or do not, begin with the mark, without it. */
static struct str lines_of(struct arena *a, struct str text, bool quoted)
{
    struct buf b = buf_new(a);
    struct str line;
    while (str_cut(&text, '\n', &line)) {
        bool is = str_starts(line, QUOTE_MARK);
        if (is != quoted) continue;
        while (str_starts(line, QUOTE_MARK))
            line = str_skip(line, 1);
        buf_add(&b, line);
        buf_addc(&b, '\n');
    }
    return str_trim(buf_str(&b));
}

void post_html(struct arena *a, struct str html, struct str base, struct doc_row *doc)
{
    struct page page = {.a = a, .base = base, .doc = doc};
    struct str text = read_page(&page, html);
    if (!memchr(text.p ? text.p : "", QUOTE_MARK[0], text.len)) {
        doc->text = utf8_head(str_trim(text), TEXT_BYTES_MAX);
        return;
    }
    struct str own = lines_of(a, text, false);
    if (!own.len) {
        page.quotes = true;
        own = lines_of(a, read_page(&page, html), true);
    }
    doc->text = utf8_head(own, TEXT_BYTES_MAX);
}

/* ---- @names ---- */

static bool is_word(char c)
{
    return ascii_is_letter(c) || ascii_is_digit(c) || c == '_' || (unsigned char)c >= 0x80;
}

bool post_mention(struct str *rest, struct str *ret)
{
    for (size_t i = 0; i < rest->len; i++) {
        const char *p = rest->p + i;
        const char *at = memchr(p, '@', rest->len - i);
        if (!at) break;
        i = (size_t)(at - rest->p);
        size_t n = i + 1;
        while (n < rest->len && (is_word(rest->p[n]) || rest->p[n] == '-' || rest->p[n] == '.'))
            n++;
        size_t end = n;
        while (end > i + 1 && (rest->p[end - 1] == '-' || rest->p[end - 1] == '.'))
            end--;
        bool alone = !i || !(is_word(rest->p[i - 1]) || strchr("./@", rest->p[i - 1]));
        bool address = n < rest->len && rest->p[n] == '@'; /* jane@x.org behind an @ */
        if (!alone || end < i + 3 || address) {
            i = n - 1;
            continue;
        }
        *ret = (struct str){rest->p + i + 1, end - i - 1};
        *rest = str_skip(*rest, n);
        return true;
    }
    *rest = STR("");
    return false;
}

/* links.c - listen: which links does this plain text hold? */
#include "listen/links.h"

#include "base/limits.h"

#include <string.h>

static bool is_url_byte(char c)
{
    return (unsigned char)c > ' ' && !strchr("<>\"`{}|\\^", c);
}

/* Without the punctuation of the sentence around it; a bracket that it opened itself stays. */
static struct str url_trimmed(struct str url)
{
    int open = 0;
    for (size_t i = 0; i < url.len; i++)
        open += (url.p[i] == '(') - (url.p[i] == ')');
    while (url.len) {
        char last = url.p[url.len - 1];
        bool outer = last == ')' && open < 0;
        if (!strchr(".,;:!?'*_]", last) && !outer) break;
        open += outer;
        url.len--;
    }
    return url;
}

void link_add(struct arena *a, struct doc_row *doc, struct str url)
{
    url = str_trim(url);
    size_t scheme = str_starts_nocase(url, "https://") ? 8 : 7;
    if (scheme == 7 && !str_starts_nocase(url, "http://")) return;
    size_t len = 0;
    while (len < url.len && is_url_byte(url.p[len]))
        len++;
    url = url_trimmed(str_head(url, len));
    if (url.len <= scheme || url.len > 4L * NAME_BYTES_MAX) return;
    if (doc->link_count == LINKS_PER_DOC_MAX) return;
    for (size_t i = 0; i < doc->link_count; i++) {
        if (str_eq(doc->links[i], url)) return;
    }
    if (!doc->links) doc->links = arena_new(a, struct str, LINKS_PER_DOC_MAX);
    doc->links[doc->link_count++] = utf8_mend(a, str_copy(a, url));
}

void links_add(struct arena *a, struct str text, struct doc_row *doc)
{
    const char *at = NULL;
    while (text.len && (at = memmem(text.p, text.len, "://", 3))) {
        size_t pos = (size_t)(at - text.p);
        size_t scheme = 0;
        if (pos >= 5 && str_starts_nocase(str_skip(text, pos - 5), "https")) {
            scheme = 5;
        } else if (pos >= 4 && str_starts_nocase(str_skip(text, pos - 4), "http")) {
            scheme = 4;
        }
        if (scheme) link_add(a, doc, str_skip(text, pos - scheme));
        text = str_skip(text, pos + 3);
    }
}

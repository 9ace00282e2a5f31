/* page_main.c - listen: which part of this page is the article? */
#include "listen/page_int.h"

#include <string.h>

/*
 * The longest outermost <article>, else <main>, else all; of that without elements that stand
 * around texts. Only those elements are counted, so that no end tag that is missing elsewhere
 * matters; where one of theirs is missing and nothing would be left, nothing is taken out.
 */

enum { LITTLE = 200 }; /* bytes of markup: less is no article */

static bool is_aside(struct str name)
{
    static const char *const names[] = {"nav",    "aside",  "footer",  "form",
                                        "button", "select", "noscript"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (str_is_nocase(name, names[i])) return true;
    }
    return false;
}

/* The longest outermost element of this name, with its tags; empty when there is none. */
static struct str longest(struct str html, const char *name)
{
    struct str rest = html;
    struct str best = STR("");
    struct page_tag tag;
    const char *begin = NULL;
    size_t depth = 0;
    while (page_tag_next(&rest, &tag)) {
        if (!str_is_nocase(tag.name, name)) continue;
        if (!tag.closes && !depth++) begin = tag.begin;
        if (!tag.closes || !depth || --depth) continue;
        if ((size_t)(tag.end - begin) > best.len)
            best = (struct str){begin, (size_t)(tag.end - begin)};
    }
    size_t open = depth ? (size_t)(html.p + html.len - begin) : 0; /* cut off */
    return open > best.len ? (struct str){begin, open} : best;
}

/* Headers of a site go too, but not that of the article itself. */
static struct str without_asides(struct str html, bool headers, struct arena *a)
{
    struct buf b = buf_new(a);
    struct str rest = html;
    struct page_tag tag;
    const char *from = html.p;
    size_t depth = 0;
    while (page_tag_next(&rest, &tag)) {
        bool aside = is_aside(tag.name) || (headers && str_is_nocase(tag.name, "header"));
        if (!aside) continue;
        if (!tag.closes && !depth++) buf_add(&b, (struct str){from, (size_t)(tag.begin - from)});
        if (tag.closes && depth && !--depth) from = tag.end;
    }
    if (!depth) buf_add(&b, (struct str){from, (size_t)(html.p + html.len - from)});
    return buf_str(&b);
}

struct str page_main(struct str html, struct arena *a)
{
    struct str part = longest(html, "article");
    if (part.len < LITTLE) part = longest(html, "main");
    bool whole = part.len < LITTLE;
    if (whole) part = html;
    struct str text = without_asides(part, whole, a);
    return text.len < LITTLE && part.len > (size_t)4 * LITTLE ? part : text;
}

/* discourse_text.c - listen: what are the words of this post, and whom does it quote and call? */
#include "listen/chat.h"
#include "listen/discourse_int.h"
#include "listen/doc_heed.h"
#include "listen/links.h"
#include "listen/post_text.h"

#include <string.h>

/* The value of name="…" in a tag, empty when it has none. */
static struct str attribute(struct str tag, const char *name)
{
    size_t at = str_find_nocase(tag, name);
    if (at == tag.len) return STR("");
    struct str rest = str_skip(tag, at + strlen(name));
    return str_head(rest, str_find(rest, '"'));
}

static void call(const struct discourse_site *site, struct str username, struct arena *a,
                 struct doc_row *doc)
{
    username = str_trim(username);
    if (!username.len || username.len > NAME_BYTES_MAX) return;
    doc_mention(doc, a, discourse_who(site, str_copy(a, username), STR("")));
}

/* Behind the </aside> that closes the aside at the start of s, or its end. */
static size_t aside_length(struct str s)
{
    size_t depth = 0;
    for (size_t i = 0; i < s.len;) {
        const char *next = memchr(s.p + i, '<', s.len - i);
        if (!next) break;
        i = (size_t)(next - s.p);
        struct str tag = str_skip(s, i);
        if (str_starts_nocase(tag, "<aside")) depth++;
        if (str_starts_nocase(tag, "</aside>") && --depth == 0) return i + strlen("</aside>");
        i++;
    }
    return s.len;
}

/* Quotes of others (aside.quote) and previews of pages (aside.onebox) are not the author's words.
 */
static struct str without_asides(const struct discourse_site *site, struct str html,
                                 struct arena *a, struct doc_row *doc)
{
    struct buf b = buf_new(a);
    for (;;) {
        size_t at = str_find_nocase(html, "<aside");
        buf_add(&b, str_head(html, at));
        if (at == html.len) return buf_str(&b);
        html = str_skip(html, at);
        struct str tag = str_head(html, str_find(html, '>'));
        struct str class = attribute(tag, " class=\"");
        if (str_starts(class, "quote")) call(site, attribute(tag, "data-username=\""), a, doc);
        struct str page = attribute(tag, "data-onebox-src=\"");
        if (page.len) buf_addf(&b, "<a href=\"%.*s\"></a>", STR_ARG(page));
        html = str_skip(html, aside_length(html));
        buf_addc(&b, '\n');
    }
}

/* <a class="mention" href="/u/jane">@jane</a>; groups have another class. */
static void read_calls(const struct discourse_site *site, struct str html, struct arena *a,
                       struct doc_row *doc)
{
    static const char *const before[] = {"/u/", "/users/"};
    for (;;) {
        size_t at = str_find_nocase(html, "class=\"mention\"");
        if (at == html.len) return;
        html = str_skip(html, at);
        struct str tag = str_head(html, str_find(html, '>'));
        struct str href = attribute(tag, "href=\"");
        for (size_t i = 0; i < 2; i++) {
            size_t user = str_find_nocase(href, before[i]);
            if (user == href.len) continue;
            struct str name = str_skip(href, user + strlen(before[i]));
            call(site, str_head(name, str_find(name, '/')), a, doc);
        }
        html = str_skip(html, 1);
    }
}

/* [quote="jane, post:3, topic:5"]…[/quote] of what was typed. */
static struct str without_quotes(const struct discourse_site *site, struct str raw, struct arena *a,
                                 struct doc_row *doc)
{
    struct buf b = buf_new(a);
    for (;;) {
        size_t at = str_find_nocase(raw, "[quote=\"");
        buf_add(&b, str_head(raw, at));
        if (at == raw.len) return buf_str(&b);
        raw = str_skip(raw, at + strlen("[quote=\""));
        struct str whom = str_head(raw, str_find(raw, '"'));
        call(site, str_head(whom, str_find(whom, ',')), a, doc);
        size_t end = str_find_nocase(raw, "[/quote]");
        raw = end == raw.len ? STR("") : str_skip(raw, end + strlen("[/quote]"));
        buf_addc(&b, '\n');
    }
}

void discourse_words(const struct discourse_site *site, struct str cooked, struct str raw,
                     struct arena *a, struct doc_row *doc)
{
    if (cooked.len) {
        struct str base = str_printf(a, "https://%.*s/", STR_ARG(site->host));
        bool known = str_find(site->host, '.') < site->host.len;
        struct str own = without_asides(site, cooked, a, doc);
        read_calls(site, own, a, doc);
        post_html(a, own, known ? base : STR(""), doc);
        return;
    }
    struct str rest = without_quotes(site, raw, a, doc);
    struct str name;
    doc->text = utf8_head(str_trim(rest), TEXT_BYTES_MAX);
    links_add(a, doc->text, doc);
    rest = doc->text;
    while (post_mention(&rest, &name))
        call(site, name, a, doc);
}

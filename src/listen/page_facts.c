/* page_facts.c - listen: who wrote this page, when, and what is it called? */
#include "base/limits.h"
#include "listen/feed_int.h"
#include "listen/page_int.h"

#include <string.h>
#include <strings.h>

/*
 * Pages say the same in many ways; each has a rank, the lowest that is said holds. Publishers fill
 * what search engines read (JSON-LD, article:…) with more care than what readers see.
 */

enum { SEEN_MAX = 4000, NAME_WORDS_MAX = 6, NAME_LONG = 80 };

enum fact { FACT_AUTHOR, FACT_DATE, FACT_TITLE, FACT_URL, FACT_SITE, FACT_LANG };

static const struct {
    const char *key; /* of <meta name= or property= or itemprop= */
    enum fact fact;
    int rank;
} metas[] = {
    {"author", FACT_AUTHOR, 2},
    {"article:author", FACT_AUTHOR, 3},
    {"parsely-author", FACT_AUTHOR, 3},
    {"sailthru.author", FACT_AUTHOR, 3},
    {"citation_author", FACT_AUTHOR, 3},
    {"dc.creator", FACT_AUTHOR, 3},
    {"dcterms.creator", FACT_AUTHOR, 3},
    {"article:published_time", FACT_DATE, 2},
    {"datepublished", FACT_DATE, 3},
    {"og:published_time", FACT_DATE, 3},
    {"parsely-pub-date", FACT_DATE, 3},
    {"sailthru.date", FACT_DATE, 3},
    {"citation_publication_date", FACT_DATE, 3},
    {"dc.date.issued", FACT_DATE, 3},
    {"dcterms.issued", FACT_DATE, 3},
    {"dcterms.created", FACT_DATE, 4},
    {"dc.date", FACT_DATE, 4},
    {"dcterms.date", FACT_DATE, 4},
    {"pubdate", FACT_DATE, 4},
    {"publishdate", FACT_DATE, 4},
    {"date", FACT_DATE, 4},
    {"og:title", FACT_TITLE, 1},
    {"citation_title", FACT_TITLE, 3},
    {"dc.title", FACT_TITLE, 4},
    {"twitter:title", FACT_TITLE, 4},
    {"og:url", FACT_URL, 2},
    {"og:site_name", FACT_SITE, 1},
    {"application-name", FACT_SITE, 3},
    {"og:locale", FACT_LANG, 3},
    {"dc.language", FACT_LANG, 3},
};

void page_say(struct page_said *said, int rank, struct str value)
{
    if (!value.len || (said->rank && said->rank <= rank)) return;
    *said = (struct page_said){value, rank};
}

/* ---- names ---- */

static struct str without_start(struct str s)
{
    static const char *const starts[] = {"written by ", "posted by ", "published by ",
                                         "words by ",   "author: ",   "by: ",
                                         "by ",         "von ",       "par "};
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
        if (str_starts_nocase(s, starts[i])) return str_trim(str_skip(s, strlen(starts[i])));
    }
    return s;
}

/* Cut before what follows names in bylines. */
static struct str without_end(struct str s)
{
    static const char *const marks[] = {
        "|", "\n", "\xC2\xB7", "\xE2\x80\xA2", "\xE2\x80\x94", " - ", " on ", ",", "("};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        const char *at = s.len ? memmem(s.p, s.len, marks[i], strlen(marks[i])) : NULL;
        if (at) s = str_head(s, (size_t)(at - s.p));
    }
    return str_trim(s);
}

static bool is_name(struct str s)
{
    size_t words = 1;
    if (!s.len || s.len > NAME_LONG) return false;
    for (size_t i = 0; i < s.len; i++) {
        words += s.p[i] == ' ';
        if (ascii_is_digit(s.p[i]) || strchr("<>{}/:=@", s.p[i])) return false;
    }
    return words <= NAME_WORDS_MAX;
}

static void add_author(struct page_facts *facts, int rank, struct str name, struct arena *a)
{
    if (facts->author_rank && facts->author_rank < rank) return;
    if (facts->author_rank != rank) facts->author_count = 0;
    facts->author_rank = rank;
    for (size_t i = 0; i < facts->author_count; i++) {
        if (str_eq(facts->author[i].name, name)) return;
    }
    if (facts->author_count == PAGE_AUTHORS_MAX) return;
    facts->author[facts->author_count++] = (struct page_author){.name = str_copy(a, name)};
}

void page_byline(struct page_facts *facts, int rank, struct str line, struct arena *a)
{
    line = without_end(without_start(str_trim(line)));
    while (line.p && line.len) {
        const char *and = memmem(line.p, line.len, " and ", 5);
        const char *sign = memmem(line.p, line.len, " & ", 3);
        size_t n = and? (size_t)(and-line.p) : line.len;
        if (sign && (size_t)(sign - line.p) < n) n = (size_t)(sign - line.p);
        struct str name = str_trim(str_head(line, n));
        if (!is_name(name)) return;
        add_author(facts, rank, name, a);
        line = n == line.len ? STR("")
                             : str_trim(str_skip(line, n + (sign && sign == line.p + n ? 3 : 5)));
    }
}

/* ---- what is seen: text of an element up to its end ---- */

enum seen { SEEN_TITLE, SEEN_H1, SEEN_BYLINE, SEEN_REL, SEEN_TIME, SEENS };

struct look {
    struct arena *a;
    struct page_facts *facts;
    struct {
        const char *begin; /* NULL: not open */
        struct str name;
        size_t depth;
    } open[SEENS];
};

static void see(struct look *l, enum seen kind, const struct page_tag *tag)
{
    if (l->open[kind].begin) return;
    l->open[kind].begin = tag->end;
    l->open[kind].name = tag->name;
    l->open[kind].depth = 0;
}

static void seen_whole(struct look *l, enum seen kind, struct str html)
{
    struct page_facts *f = l->facts;
    if (kind == SEEN_TITLE) html = str_printf(l->a, "<p>%.*s", STR_ARG(html));
    struct feed_page page = feed_html_read(l->a, html, STR(""));
    struct str text = feed_line(l->a, page.text);
    if (!text.len) return;
    if (kind == SEEN_TITLE) {
        f->listing =
            str_starts_nocase(text, "Index of /") || str_starts_nocase(text, "Directory listing");
        page_say(&f->title, 6, text);
    } else if (kind == SEEN_H1) {
        page_say(&f->title, 5, text);
    } else if (kind == SEEN_TIME) {
        page_say(&f->date, 8, text);
    } else {
        page_byline(f, kind == SEEN_REL ? 5 : 6, page.text, l->a);
    }
}

static void see_end(struct look *l, const struct page_tag *tag)
{
    for (int kind = 0; kind < SEENS; kind++) {
        const char *begin = l->open[kind].begin;
        if (!begin) continue;
        if (tag->begin - begin > SEEN_MAX) { /* it was never ended */
            l->open[kind].begin = NULL;
            continue;
        }
        bool same = tag->name.len == l->open[kind].name.len &&
                    strncasecmp(tag->name.p, l->open[kind].name.p, tag->name.len) == 0;
        if (!same) continue;
        if (!tag->closes) {
            l->open[kind].depth++;
        } else if (l->open[kind].depth) {
            l->open[kind].depth--;
        } else {
            l->open[kind].begin = NULL;
            seen_whole(l, (enum seen)kind, (struct str){begin, (size_t)(tag->begin - begin)});
        }
    }
}

/* ---- tags ---- */

static void say(struct look *l, enum fact fact, int rank, struct str value)
{
    struct page_facts *f = l->facts;
    struct page_said *const said[] = {
        [FACT_AUTHOR] = NULL, [FACT_DATE] = &f->date, [FACT_TITLE] = &f->title,
        [FACT_URL] = &f->url, [FACT_SITE] = &f->site, [FACT_LANG] = &f->lang};
    if (fact != FACT_AUTHOR) {
        page_say(said[fact], rank, value);
    } else if (str_starts_nocase(value, "http")) { /* of article:author */
        if (!f->author_url.len) f->author_url = value;
    } else {
        page_byline(f, rank, value, l->a);
    }
}

static void meta(struct look *l, const struct page_tag *tag)
{
    static const char *const keys[] = {"property", "name", "itemprop"};
    struct str value = page_tag_value(tag, "content", l->a);
    for (size_t k = 0; value.len && k < sizeof keys / sizeof *keys; k++) {
        struct str key = page_tag_value(tag, keys[k], l->a);
        for (size_t i = 0; key.len && i < sizeof metas / sizeof *metas; i++) {
            if (str_is_nocase(key, metas[i].key)) say(l, metas[i].fact, metas[i].rank, value);
        }
    }
}

/* rel: a link whose word is that one, not "nofollow-me". */
static bool is_rel(const struct page_tag *tag, const char *word, struct arena *a)
{
    struct str rest = page_tag_value(tag, "rel", a);
    struct str one;
    while (rest.len && str_cut(&rest, ' ', &one)) {
        if (str_is_nocase(str_trim(one), word)) return true;
    }
    return false;
}

static void link(struct look *l, const struct page_tag *tag)
{
    struct page_facts *f = l->facts;
    struct str href = page_tag_value(tag, "href", l->a);
    if (!href.len) return;
    if (is_rel(tag, "canonical", l->a)) page_say(&f->url, 1, href);
    if (is_rel(tag, "me", l->a) && f->claim_count < PAGE_CLAIMS_MAX)
        f->claim[f->claim_count++] = href;
    if (!is_rel(tag, "author", l->a)) return;
    bool mail = str_starts_nocase(href, "mailto:");
    if (mail && !f->author_email.len) f->author_email = str_skip(href, 7);
    if (!mail && !f->author_url.len) f->author_url = href;
    if (str_is_nocase(tag->name, "a")) see(l, SEEN_REL, tag);
}

static bool is_byline(const struct look *l, const struct page_tag *tag)
{
    static const char *const names[] = {"span", "p",  "div",    "a", "address",
                                        "cite", "li", "strong", "em"};
    bool element = false;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        element |= str_is_nocase(tag->name, names[i]);
    if (!element) return false;
    return page_tag_has(tag, "class", "byline", l->a) ||
           page_tag_has(tag, "class", "author", l->a) ||
           str_is_nocase(page_tag_value(tag, "itemprop", l->a), "author");
}

static void time_tag(struct look *l, const struct page_tag *tag)
{
    struct str at = page_tag_value(tag, "datetime", l->a);
    struct str prop = page_tag_value(tag, "itemprop", l->a);
    if (str_is_nocase(prop, "dateModified")) return;
    page_say(&l->facts->date, str_is_nocase(prop, "datePublished") ? 3 : 7, at);
    if (!at.len) see(l, SEEN_TIME, tag);
}

static void tag_read(struct look *l, const struct page_tag *tag)
{
    struct page_facts *f = l->facts;
    struct str name = tag->name;
    see_end(l, tag);
    if (tag->closes) return;
    if (str_is_nocase(name, "meta")) {
        meta(l, tag);
    } else if (str_is_nocase(name, "link") || str_is_nocase(name, "a")) {
        link(l, tag);
    } else if (str_is_nocase(name, "base")) {
        if (!f->base.len) f->base = page_tag_value(tag, "href", l->a);
    } else if (str_is_nocase(name, "html")) {
        page_say(&f->lang, 1, page_tag_value(tag, "lang", l->a));
    } else if (str_is_nocase(name, "title")) {
        if (f->title.rank != 6) see(l, SEEN_TITLE, tag);
    } else if (str_is_nocase(name, "h1")) {
        see(l, SEEN_H1, tag);
    } else if (str_is_nocase(name, "time")) {
        time_tag(l, tag);
    } else if (str_is_nocase(name, "script")) {
        struct str type = page_tag_value(tag, "type", l->a);
        if (str_is_nocase(type, "application/ld+json")) page_ld_read(tag->inner, l->a, f);
    }
    if (tag->attributes.len && is_byline(l, tag)) see(l, SEEN_BYLINE, tag);
}

void page_facts_read(struct str html, struct arena *a, struct page_facts *ret)
{
    *ret = (struct page_facts){0};
    struct look l = {.a = a, .facts = ret};
    struct str rest = html;
    struct page_tag tag;
    while (page_tag_next(&rest, &tag))
        tag_read(&l, &tag);
    if (!ret->author_count) return;
    struct page_author *first = &ret->author[0];
    if (!first->url.len) first->url = ret->author_url;
    if (!first->email.len) first->email = ret->author_email;
}

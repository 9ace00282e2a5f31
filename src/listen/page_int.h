/*
 * page_int.h - listen: what do the files that read pages of articles share?
 *
 *   page.c ─▶ page_tags.c   tags and attributes, one after the other
 *          ─▶ page_facts.c  who wrote it, when, what it is called (page_ld.c: JSON-LD)
 *          ─▶ page_main.c   the part of the page that is the article
 *          ─▶ feed_html.c   its text and links
 *
 * Every one of them goes over the page once, whatever is nested in what.
 *
 * Check  tests/unit/test_page.c, tests/listen/page/, tests/fuzz/fuzz_page.c
 */
#ifndef KITH_LISTEN_PAGE_INT_H
#define KITH_LISTEN_PAGE_INT_H

#include "listen/importer.h"

/* ---- page_tags.c ---- */

struct page_tag {
    struct str name;       /* as it stands there */
    struct str attributes; /* up to the > */
    struct str inner;      /* of script and style: what they hold */
    const char *begin;     /* its < */
    const char *end;       /* behind it; of script and style behind their end tag */
    bool closes;           /* </name> */
};
/* The next tag of *rest, which moves behind it; false at the end. Comments are passed over. */
bool page_tag_next(struct str *rest, struct page_tag *ret);
/* Value of an attribute with its entities done, trimmed; empty when there is none. */
struct str page_tag_value(const struct page_tag *tag, const char *key, struct arena *a);
/* Is `word` one of the words of this attribute (rel, class)? Parts of class names count as well:
 * "post-author" has "author". */
bool page_tag_has(const struct page_tag *tag, const char *key, const char *word, struct arena *a);

/* ---- page_facts.c ---- */

enum { PAGE_AUTHORS_MAX = 8, PAGE_CLAIMS_MAX = 32 };

struct page_author {
    struct str name, email, url;
};

/* What is said in the way that is trusted most; rank 0: not said, 1 is best. */
struct page_said {
    struct str value;
    int rank;
};

struct page_facts {
    struct page_said title, date, url, site, lang, name; /* name: of the author */
    struct str author_url, author_email, base;
    struct page_author author[PAGE_AUTHORS_MAX];
    size_t author_count;
    int author_rank;                   /* of author[] */
    struct str claim[PAGE_CLAIMS_MAX]; /* rel=me, sameAs of the author */
    size_t claim_count;
    bool listing; /* a directory's */
};
/* html is UTF-8. */
void page_facts_read(struct str html, struct arena *a, struct page_facts *ret);
void page_say(struct page_said *said, int rank, struct str value);
/* "By Jane Doe and Bo Keel | Staff" -> two authors; none when it reads like no name. */
void page_byline(struct page_facts *facts, int rank, struct str line, struct arena *a);

/* ---- page_ld.c ---- */

/* One script of JSON-LD; broken ones say nothing. */
void page_ld_read(struct str text, struct arena *a, struct page_facts *facts);

/* ---- page_main.c ---- */

/* The article without what stands around it: navigation, headers of the site, footers, asides. */
struct str page_main(struct str html, struct arena *a);

#endif

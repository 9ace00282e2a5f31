/*
 * feed_int.h - listen: what do the files that read feeds share?
 *
 *   feed.c ─▶ feed_xml.c   RSS 0.9x, 1.0, 2.0, RDF, Atom 0.3 and 1.0 (bytes by feed_in.c)
 *          ─▶ feed_json.c  JSON Feed 1 and 1.1
 *          ─▶ feed_html.c  markup to lines and links (feed_url.c)
 *
 * A feed is read twice: what it says of itself may stand behind its entries. Where nothing does,
 * the first time ends at its first entry. An entry owns its memory until it is given back, so a
 * feed of any length takes the room of a few entries.
 *
 * Source  RSS 2.0 (rssboard.org), RSS 1.0 (web.resource.org), RFC 4287 (Atom 1.0), jsonfeed.org.
 * Check   tests/unit/test_feed.c, tests/listen/feed/, tests/fuzz/fuzz_feed.c
 */
#ifndef KITH_LISTEN_FEED_INT_H
#define KITH_LISTEN_FEED_INT_H

#include "base/limits.h"
#include "listen/importer.h"
#include "listen/text_in.h"

enum feed_markup {
    FEED_PLAIN,
    FEED_HTML,
    FEED_GUESS, /* RSS never says: HTML when it looks like it */
    FEED_BASE64 /* of Atom: what is in it is guessed */
};

struct feed_text {
    struct str value;
    enum feed_markup markup;
    struct str base; /* of relative links in it; may be empty */
};

struct feed_author {
    struct str name, email, uri;
};

struct feed_meta { /* what the feed says of itself */
    struct feed_text title;
    struct str self, alternate; /* links */
    struct str lang;
    struct feed_author author;
};

struct feed_entry {
    struct arena a; /* of all below */
    uint64_t line;
    bool cut; /* the source ends within it */
    struct feed_text title, summary, content;
    struct feed_text media_title, media_text; /* of what it shows */
    struct str id, link, link_base, lang;
    bool id_is_link;
    struct feed_author author;
    struct str published, updated;
    struct feed_entry *next;
};

static inline void feed_entry_free(struct feed_entry *entry)
{
    struct arena own = entry->a; /* it may live in what is freed */
    arena_free(&own);
}

/* ---- feed_author.c ---- */

/* "jane@x.org (Jane)", "Jane (jane@x.org)", "Jane <jane@x.org>", an address or a name. */
struct feed_author feed_author_read(struct arena *a, struct str text);
/* One line, runs of blanks (also those that do not break) as one. */
struct str feed_line(struct arena *a, struct str s);

/* "en_US" as everybody else spells it: "en-US". */
struct str feed_lang(struct arena *a, struct str s);

/* ---- feed_date.c ---- */

/* time.h's, and what feeds write besides: names of months and days in other languages, W3CDTF with
 * missing parts, a day of the year. */
bool feed_date(struct str s, int64_t *ret);

/* ---- feed_look.c ---- */

/* importer.h: sniff */
int feed_sniff(struct str head, const char *path);
/* Does it hold tags or entities? */
bool feed_looks_like_html(struct str s);

/* ---- feed_html.c ---- */

struct feed_page { /* what a reader would see */
    struct str text;
    struct str *links; /* [link_count] http and https, each once */
    size_t link_count;
};
/* base: of relative links. Script and style are dropped. */
struct feed_page feed_html_read(struct arena *a, struct str html, struct str base);
/* As its markup says; home: base of relative links where the text has none of its own. */
struct feed_page feed_text_read(struct arena *a, const struct feed_text *text, struct str home);

/* ---- feed_url.c ---- */

/* url as an absolute http or https address, read from base (RFC 3986); empty when it is none. */
struct str feed_url(struct arena *a, struct str url, struct str base);

/* Host and path of an http address, the host in lower case, without scheme, www and last slash: the
 * name of a feed that lasts. */
struct str feed_address(struct arena *a, struct str url);

/* ---- feed_list.c, feed_outline.c: lists of feeds ---- */

struct feed_list {
    struct arena *a;       /* of the source */
    struct str rest;       /* of the text */
    uint64_t line;         /* of what comes next, from 1 */
    struct str person[16]; /* of FOAF: names of those that are open, empty: not said yet */
    size_t persons;
    struct str page, title; /* of FOAF: of the document that comes before its feed */
};
/* A feed at this address as a record; BAD_INPUT with a sentence when it is no http address. */
MUST_CHECK enum status feed_list_give(uint64_t line, struct str url, struct str page,
                                      struct str name, struct arena *a, struct record *ret,
                                      struct err *e);
/* The next feed of OPML or FOAF: OK, DONE, BAD_INPUT for one that has no usable address. */
MUST_CHECK enum status feed_outline_next(struct feed_list *l, struct arena *a, struct record *ret,
                                         struct err *e);

/* ---- feed_in.c ---- */

/* Text for libxml2: UTF-8 and mended, whatever the feed is written in. */
struct feed_in {
    struct text_in text;
    struct feed_mend {
        enum feed_inside {
            INSIDE_NONE,
            INSIDE_CDATA,
            INSIDE_COMMENT,
            INSIDE_INSTRUCTION,
            INSIDE_DOCTYPE
        } inside;
        bool bracketed;      /* in the [ ] of a document type */
        bool tag;            /* in a tag … */
        char quote;          /* … and in an attribute's value; 0: not */
        uint32_t attributes; /* of this tag so far: '=' outside of quotes */
        bool crowded;        /* a tag had more than XML_ATTRIBUTES_MAX: read no further */
        uint64_t bare;       /* '&' and '<' that were taken for themselves */
    } mend;
    bool plain; /* no XML: & and < stay as they are; may be set after it was opened */
    bool begun;
    bool mended;       /* bytes that were no text were replaced */
    const char *wrong; /* remark on a declared encoding that is not true; NULL: none */
};
/* Close it when it was opened. */
MUST_CHECK enum status feed_in_open(struct reader *in, struct arena *a, struct feed_in *ret,
                                    struct err *e);
void feed_in_close(struct feed_in *in);
/* OK and some bytes, in a; DONE. */
MUST_CHECK enum status feed_in_next(struct feed_in *in, struct arena *a, struct str *ret,
                                    struct err *e);

/* ---- feed_mend.c ---- */

/* What of `in` is decided (all when last): how many bytes, and in *ret how they should be written:
 * a part of in, or lives in a. O(bytes). */
size_t feed_mend(struct feed_mend *state, struct str in, bool last, struct arena *a,
                 struct str *ret);

/* ---- feed_part.c ---- */

enum feed_part {
    PART_OTHER, /* not read, nor what stands in it */
    PART_ROOT,
    PART_CHANNEL,
    PART_ENTRY,
    PART_GROUP, /* only hold others */
    PART_TITLE,
    PART_LINK,
    PART_SUMMARY,
    PART_CONTENT,
    PART_MEDIA_TITLE, /* where there is no other */
    PART_MEDIA_TEXT,
    PART_ID,
    PART_PUBLISHED,
    PART_UPDATED,
    PART_LANG,
    PART_AUTHOR,  /* may hold the next three, or a text */
    PART_CREATOR, /* an author's text, in other words */
    PART_EDITOR,  /* of a feed: its author where it names none */
    PART_NAME,
    PART_EMAIL,
    PART_URI
};
/* What an element means, by namespace, or by its usual prefix where that was not declared. */
enum feed_part feed_part_of(const char *local, const char *prefix, const char *uri);
/* The bytes that this base64 stands for, as text; false when it is none. */
bool feed_base64(struct arena *a, struct str s, struct str *ret);
/* How an element's text is marked up, by its type and mode attributes and what it is. */
enum feed_markup feed_markup_of(enum feed_part part, struct str type, struct str mode, bool is_rss);

/* ---- feed_xml.c ---- */

struct feed_xml;
struct feed_xml_options {
    bool entries;   /* false: only what the feed says of itself is read, at one go */
    bool ahead;     /* of that: it stands before its entries, nothing behind them */
    struct str url; /* where it was fetched from; may be empty */
};
/* Close it on failure too when *ret is not NULL. */
MUST_CHECK enum status feed_xml_open(struct reader *in, const struct feed_xml_options *o,
                                     struct arena *a, struct feed_xml **ret, struct err *e);
/* OK and the next entry (give it back with feed_entry_free), DONE, BAD_INPUT where the XML
 * cannot be read any further (then DONE), or a failure. */
MUST_CHECK enum status feed_xml_next(struct feed_xml *x, struct feed_entry **ret, struct err *e);
void feed_xml_close(struct feed_xml *x);
struct feed_meta feed_xml_meta(const struct feed_xml *x);
/* "broken XML mended, first at line 7: …", "said to be X, read as Y"; may be empty. */
struct str feed_xml_remarks(const struct feed_xml *x, struct arena *a);

/* ---- feed_json.c ---- */

struct feed_json;
MUST_CHECK enum status feed_json_open(struct reader *in, struct arena *a, struct feed_json **ret,
                                      struct err *e);
/* OK and an entry in *ret (give it back with feed_entry_free), DONE, BAD_INPUT for one bad item, or
 * a failure. */
MUST_CHECK enum status feed_json_next(struct feed_json *j, struct feed_entry *ret, struct err *e);
struct feed_meta feed_json_meta(const struct feed_json *j);
uint64_t feed_json_mended(const struct feed_json *j); /* items with bytes that were no UTF-8 */

#endif

/*
 * xml_push.h - listen: which elements stand in this XML, one after the other as its bytes come?
 *
 * libxml2's push parser with handlers of our own: no tree, no network, no entity but XML's five and
 * those the reader itself allows, so there is nothing that could blow up. Broken XML goes on where
 * libxml2 can (RECOVER). It ends early where elements are nested deeper than XML_DEPTH_MAX, or a
 * tag has more than XML_ATTRIBUTES_MAX.
 *
 * Source  libxml2, parser.h: SAX2 with namespaces
 * Cost    O(bytes); memory of one piece of them
 * Check   tests/unit/test_feed.c, tests/unit/test_schedule.c
 */
#ifndef KITH_LISTEN_XML_PUSH_H
#define KITH_LISTEN_XML_PUSH_H

#include "listen/feed_int.h"

#include <libxml/parser.h>

enum { FIELD_MAX = 4 * TEXT_BYTES_MAX }; /* of one element's text */

/* The start of an element. */
struct xml_tag {
    const char *local;
    const char *prefix, *uri;   /* NULL: none */
    const xmlChar **attributes; /* [5 * count], see xml_attribute */
    int count;
};

struct xml_attribute {
    const char *local, *prefix; /* prefix NULL: none */
    struct str raw;             /* libxml2's: see xml_attribute_text */
};
struct xml_attribute xml_attribute_at(const struct xml_tag *tag, int i);
/* Valid, without blanks around it, in a. */
struct str xml_attribute_text(struct arena *a, struct str raw);

struct xml_reads {
    const char *what; /* "feed": what is wanted, in sentences */
    const char *deep; /* of elements nested too deep: "fetch the feed again" */
    /* depth of the reader counts the element itself, also in end. */
    void (*start)(void *state, const struct xml_tag *tag);
    void (*end)(void *state, const char *local);
    void (*text)(void *state, struct str text);        /* some bytes, at most FIELD_MAX */
    void (*error)(void *state, const xmlError *error); /* or NULL */
    /* libxml2 calls these with the struct xml_push; NULL: nothing is declared. */
    entityDeclSAXFunc entity_declared;
    getEntitySAXFunc entity_of;
};

struct xml_push {
    const struct xml_reads *reads;
    void *state;        /* of the reader */
    struct arena chunk; /* of the bytes being pushed */
    struct feed_in in;
    xmlParserCtxtPtr ctxt;
    int depth;
    char root[32];
    size_t before; /* bytes ahead of the root: a document type that has no end, or no XML */
    bool ended;
    bool too_deep;
    bool stopped; /* libxml2 gave up before the end */
};

/* To be closed only when it is OK; x stays where it is, and *reads, too. */
MUST_CHECK enum status xml_push_open(struct xml_push *x, struct reader *in,
                                     const struct xml_reads *reads, void *state, struct arena *a,
                                     struct err *e);
/* Some bytes more. OK (x->ended: they were the last), TOO_MUCH, or a failure of the source. */
MUST_CHECK enum status xml_push_more(struct xml_push *x, struct err *e);
/* When all is read: BAD_INPUT, once, where the rest cannot be read; else DONE. */
MUST_CHECK enum status xml_push_end(struct xml_push *x, struct err *e);
void xml_push_close(struct xml_push *x);

/* A reported error makes libxml2 drop entities from there on; we mean to go on. */
void xml_push_go_on(struct xml_push *x);
int xml_push_line(const struct xml_push *x);

#endif

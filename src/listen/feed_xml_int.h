/*
 * feed_xml_int.h - listen: what do the files share that read feeds in XML?
 *
 *   feed_xml.c ─▶ feed_field.c    what the text of an element means for its entry or feed
 *              ─▶ feed_entity.c   what an entity stands for
 */
#ifndef KITH_LISTEN_FEED_XML_INT_H
#define KITH_LISTEN_FEED_XML_INT_H

#include "listen/xml_push.h"

enum {
    ERROR_BYTES = 160,
    ENTITIES_MAX = 64, /* declared by the feed, each of at most this many bytes */
    ENTITY_BYTES_MAX = 256
};

struct declared {
    struct str name, value;
};

struct frame {
    enum feed_part part;
    struct str base; /* xml:base in force */
};

struct capture { /* the field whose text is being read */
    struct buf text;
    enum feed_part part; /* PART_OTHER: none */
    enum feed_markup markup;
    int depth;    /* of its element */
    bool tagged;  /* elements stand in it: what is read is written as markup again */
    bool foreign; /* of a vocabulary that is neither RSS nor Atom */
    struct str base;
};

struct feed_xml {
    struct arena *a;
    struct xml_push xml;
    bool entries;   /* false: only the feed itself */
    bool ahead;     /* of that: the first entry ends it */
    struct str url; /* where it was fetched from */
    bool enough;    /* what it says of itself was seen */
    bool rooted;    /* a root that is a feed was seen */
    struct feed_meta meta;
    struct feed_author editor;  /* of RSS */
    struct feed_author *author; /* being read; NULL: none */
    int author_depth;
    struct feed_entry *open, *first, *last;
    struct capture capture;
    struct frame frames[XML_DEPTH_MAX]; /* [xml.depth] */
    int skip;                           /* depth of the element that is not read; 0: none */
    bool prefixed;                      /* the element that begins has a prefix */
    xmlEntity entity;
    char entity_text[ENTITY_BYTES_MAX + 1];
    struct declared declared[ENTITIES_MAX];
    size_t declared_count;
    char error[ERROR_BYTES];
    int error_line;
};

/* Where what is read now lives: with its entry, or with the feed. */
static inline struct arena *field_arena(struct feed_xml *x)
{
    return x->open ? &x->open->a : x->a;
}

static inline void set_once(struct str *field, struct str value)
{
    if (!field->len) *field = value;
}

/* ---- feed_field.c ---- */

/* Valid, without blanks around it, in field_arena. */
struct str feed_field_clean(struct feed_xml *x, struct str s);
/* The text of an element that has ended: x->capture says how it stands. */
void feed_field_put(struct feed_xml *x, enum feed_part part, struct str value);

/* ---- feed_entity.c: called by libxml2 ---- */

void feed_entity_declared(void *state, const xmlChar *name, int type, const xmlChar *public_id,
                          const xmlChar *system_id, xmlChar *content);
xmlEntityPtr feed_entity_of(void *state, const xmlChar *name);

#endif

/* schedule_xml.c - listen: which talks stand in this schedule in XML? */
#include "listen/feed_int.h"
#include "listen/schedule_int.h"

#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <string.h>

/*
 * libxml2's push parser with handlers of our own: no tree, no network, no entity but XML's five.
 * Broken XML goes on where libxml2 can (RECOVER).
 */

enum { FIELD_MAX = 4 * TEXT_BYTES_MAX, ATTRIBUTE = 5 };

struct schedule_xml {
    struct arena *a;
    struct arena chunk; /* of the bytes being pushed */
    struct feed_in in;
    xmlParserCtxtPtr ctxt;
    struct schedule_meta meta;
    struct str day, room;
    struct schedule_talk *open, *first, *last;
    struct str *field; /* whose text is being read; NULL: none */
    struct buf text;
    int field_depth, talk_depth, conference_depth; /* 0: not in one */
    int depth;
    bool ended, too_deep;
    bool stopped; /* libxml2 gave up before the end */
    bool rooted;  /* <schedule> was seen */
    char root[32];
    size_t before; /* bytes ahead of the root */
};

static struct arena *arena_of(struct schedule_xml *x)
{
    return x->open ? &x->open->a : x->a;
}

static struct str attribute_of(struct schedule_xml *x, const xmlChar **attributes, int count,
                               const char *name)
{
    for (int i = 0; i < count; i++, attributes += ATTRIBUTE) {
        if (strcmp((const char *)attributes[0], name) != 0) continue;
        struct str raw = {(const char *)attributes[3], (size_t)(attributes[4] - attributes[3])};
        struct buf b = buf_new(arena_of(x));
        while (raw.len) { /* libxml2 hands "&#38;" in attributes on as it is */
            size_t n = str_find_nocase(raw, "&#38;");
            buf_add(&b, str_head(raw, n));
            if (n < raw.len) buf_addc(&b, '&');
            raw = str_skip(raw, n + 5);
        }
        return utf8_mend(arena_of(x), str_trim(buf_str(&b)));
    }
    return STR("");
}

/* Where the text of an element goes; NULL: nowhere. */
static struct str *field_of(struct schedule_xml *x, const char *local)
{
    struct schedule_talk *t = x->open;
    if (!t) {
        const struct {
            const char *name;
            struct str *to;
        } of_conference[] = {{"title", &x->meta.title},
                             {"start", &x->meta.start},
                             {"time_zone_name", &x->meta.zone},
                             {"day_change", &x->meta.day_change}};
        if (!x->conference_depth || x->depth != x->conference_depth + 1) return NULL;
        for (size_t i = 0; i < sizeof of_conference / sizeof *of_conference; i++) {
            if (strcmp(local, of_conference[i].name) == 0) return of_conference[i].to;
        }
        return NULL;
    }
    const struct {
        const char *name;
        struct str *to;
    } of_talk[] = {{"title", &t->title},   {"subtitle", &t->subtitle},
                   {"date", &t->date},     {"start", &t->start},
                   {"track", &t->track},   {"room", &t->room},
                   {"language", &t->lang}, {"abstract", &t->abstract},
                   {"url", &t->url},       {"description", &t->description}};
    for (size_t i = 0; i < sizeof of_talk / sizeof *of_talk; i++) {
        if (strcmp(local, of_talk[i].name) == 0) return of_talk[i].to;
    }
    return NULL;
}

static void begin_talk(struct schedule_xml *x, const xmlChar **attributes, int count)
{
    struct arena own = {0};
    struct schedule_talk *t = arena_new(&own, struct schedule_talk, 1);
    t->a = own;
    t->line = (uint64_t)xmlSAX2GetLineNumber(x->ctxt);
    x->open = t;
    x->talk_depth = x->depth;
    t->id = attribute_of(x, attributes, count, "id");
    if (!t->id.len) t->id = attribute_of(x, attributes, count, "code");
    t->guid = attribute_of(x, attributes, count, "guid");
    t->day = str_copy(&t->a, x->day);
    t->room = str_copy(&t->a, x->room);
}

static void begin_capture(struct schedule_xml *x, struct str *field)
{
    x->field = field;
    x->field_depth = x->depth;
    x->text = buf_new(arena_of(x));
}

/* A person's or a link's element, deeper within a talk. */
static void begin_inner(struct schedule_xml *x, const char *local, const xmlChar **attributes,
                        int count)
{
    struct schedule_talk *t = x->open;
    if (strcmp(local, "person") == 0 && t->person_count < TALK_PEOPLE_MAX) {
        struct schedule_person *p = &t->person[t->person_count++];
        p->id = attribute_of(x, attributes, count, "id");
        if (!p->id.len) p->id = attribute_of(x, attributes, count, "code");
        if (!p->id.len) p->id = attribute_of(x, attributes, count, "guid");
        begin_capture(x, &p->name);
    } else if (strcmp(local, "link") == 0 && t->link_count < LINKS_PER_DOC_MAX) {
        struct str href = attribute_of(x, attributes, count, "href");
        if (!href.len) return;
        struct schedule_link *to = &t->link[t->link_count++];
        to->url = href;
        begin_capture(x, &to->title);
    }
}

static void begin_outer(struct schedule_xml *x, const char *local, const xmlChar **attributes,
                        int count)
{
    if (strcmp(local, "event") == 0) {
        begin_talk(x, attributes, count);
    } else if (strcmp(local, "day") == 0) {
        x->day = attribute_of(x, attributes, count, "date");
        x->room = STR("");
    } else if (strcmp(local, "room") == 0) {
        x->room = attribute_of(x, attributes, count, "name");
    } else if (strcmp(local, "conference") == 0) {
        x->conference_depth = x->depth;
    }
}

/* ---- libxml2 calls these ---- */

/* A reported error makes libxml2 drop entities from there on; we mean to go on. */
static void go_on(struct schedule_xml *x)
{
    x->ctxt->wellFormed = 1;
}

/* NOLINTNEXTLINE(readability-function-size): libxml2's handler has nine parameters. */
static void on_start(void *state, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
                     int namespace_count, const xmlChar **namespaces, int count, int defaulted,
                     const xmlChar **attributes)
{
    struct schedule_xml *x = state;
    const char *local = (const char *)name;
    (void)prefix;
    (void)uri;
    (void)namespace_count;
    (void)namespaces;
    (void)defaulted;
    go_on(x);
    if (x->depth == XML_DEPTH_MAX) {
        x->too_deep = true;
        xmlStopParser(x->ctxt);
        return;
    }
    x->depth++;
    if (x->depth == 1) {
        (void)snprintf(x->root, sizeof x->root, "%s", local);
        x->rooted = strcmp(local, "schedule") == 0;
    }
    if (x->field) { /* markup within a text parts its words */
        if (x->text.len < FIELD_MAX) buf_addc(&x->text, ' ');
        return;
    }
    struct str *field = field_of(x, local);
    if (field && !field->len && (!x->open || x->depth == x->talk_depth + 1)) {
        begin_capture(x, field);
    } else if (!x->open) {
        begin_outer(x, local, attributes, count);
    } else {
        begin_inner(x, local, attributes, count);
    }
}

static void end_talk(struct schedule_xml *x)
{
    struct schedule_talk *t = x->open;
    if (!x->first) {
        x->first = t;
    } else {
        x->last->next = t;
    }
    x->last = t;
    x->open = NULL;
    x->talk_depth = 0;
}

static void on_end(void *state, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
    struct schedule_xml *x = state;
    (void)name;
    (void)prefix;
    (void)uri;
    go_on(x);
    if (!x->depth) return;
    if (x->field && x->field_depth == x->depth) {
        *x->field = str_trim(utf8_mend(arena_of(x), buf_str(&x->text)));
        x->field = NULL;
    } else if (!x->field && x->open && x->talk_depth == x->depth) {
        end_talk(x);
    } else if (x->conference_depth == x->depth) {
        x->conference_depth = 0;
    }
    x->depth--;
}

static void on_text(void *state, const xmlChar *bytes, int len)
{
    struct schedule_xml *x = state;
    go_on(x);
    if (!x->field || len <= 0 || x->text.len > FIELD_MAX) return;
    buf_add(&x->text, str_head((struct str){(const char *)bytes, (size_t)len}, FIELD_MAX));
}

static void on_error(void *state, xmlErrorPtr error)
{
    (void)state;
    (void)error; /* it is read on as far as it goes; where it ends is told */
}

/* ---- the reader ---- */

static enum status push(struct schedule_xml *x, struct err *e)
{
    struct str bytes = STR("");
    arena_reset(&x->chunk, (struct arena_mark){0});
    enum status s = feed_in_next(&x->in, &x->chunk, &bytes, e);
    if (s && s != DONE) return s;
    x->ended = s == DONE;
    (void)xmlParseChunk(x->ctxt, bytes.p, (int)bytes.len, x->ended);
    if (x->in.mend.crowded) x->stopped = x->ended = true;
    if (x->too_deep) {
        return err_set(e, TOO_MUCH, "%d: elements nested deeper than %d; fetch the schedule again",
                       xmlSAX2GetLineNumber(x->ctxt), XML_DEPTH_MAX);
    }
    if (!x->root[0]) x->before += bytes.len;
    if (x->before > FIELD_BYTES_MAX) {
        return err_set(e, TOO_MUCH, "no element in the first %zu bytes; want a schedule",
                       x->before);
    }
    if (x->root[0] && !x->rooted)
        return err_set(e, BAD_INPUT, "<%s> is no schedule, want <schedule>", x->root);
    if (x->ctxt->disableSAX || x->ctxt->instate == XML_PARSER_EOF) {
        x->stopped = x->stopped || (!x->ended && x->depth > 0);
        x->ended = true;
    }
    return OK;
}

static enum status make_parser(struct schedule_xml *x, struct err *e)
{
    xmlSAXHandler sax;
    memset(&sax, 0, sizeof sax);
    sax.initialized = XML_SAX2_MAGIC;
    sax.startElementNs = on_start;
    sax.endElementNs = on_end;
    sax.characters = on_text;
    sax.ignorableWhitespace = on_text;
    sax.cdataBlock = on_text;
    sax.serror = on_error;
    x->ctxt = xmlCreatePushParserCtxt(&sax, x, NULL, 0, NULL);
    if (!x->ctxt) return err_set(e, IO_FAILED, "no memory for an XML reader");
    (void)xmlCtxtUseOptions(x->ctxt, XML_PARSE_NONET | XML_PARSE_RECOVER | XML_PARSE_NOERROR |
                                         XML_PARSE_NOWARNING | XML_PARSE_IGNORE_ENC);
    return OK;
}

enum status schedule_xml_open(struct reader *in, struct arena *a, struct schedule_xml **ret,
                              struct err *e)
{
    struct schedule_xml *x = arena_new(a, struct schedule_xml, 1);
    *ret = NULL;
    x->a = a;
    x->day = x->room = STR("");
    enum status s = feed_in_open(in, a, &x->in, e);
    if (s) return s;
    s = make_parser(x, e);
    if (s) {
        feed_in_close(&x->in);
        return s;
    }
    *ret = x;
    while (!s && !x->first && !x->ended)
        s = push(x, e);
    if (s || x->root[0]) return s;
    return err_set(e, BAD_INPUT, "no XML element in it; want a schedule");
}

enum status schedule_xml_next(struct schedule_xml *x, struct schedule_talk **ret, struct err *e)
{
    enum status s = OK;
    while (!s && !x->first && !x->ended)
        s = push(x, e);
    if (s) return s;
    if (!x->first && x->open && !x->stopped) { /* the end of the source cuts it off */
        x->open->cut = true;
        end_talk(x);
    }
    *ret = x->first;
    if (x->first) {
        x->first = x->first->next;
        return OK;
    }
    if (!x->stopped) return DONE;
    int line = xmlSAX2GetLineNumber(x->ctxt);
    x->stopped = false;
    if (x->open) schedule_talk_free(x->open);
    x->open = NULL;
    return err_set(e, BAD_INPUT,
                   "%d: from here on the XML cannot be read; mend it, or fetch the schedule again",
                   line > 0 ? line : 1);
}

void schedule_xml_close(struct schedule_xml *x)
{
    struct schedule_talk *next = NULL;
    for (struct schedule_talk *t = x->first; t; t = next) {
        next = t->next;
        schedule_talk_free(t);
    }
    if (x->open) schedule_talk_free(x->open);
    x->first = x->open = NULL;
    if (x->ctxt && x->ctxt->myDoc) xmlFreeDoc(x->ctxt->myDoc); /* of declared entities */
    if (x->ctxt) x->ctxt->myDoc = NULL;
    if (x->ctxt) xmlFreeParserCtxt(x->ctxt);
    x->ctxt = NULL;
    feed_in_close(&x->in);
    arena_free(&x->chunk);
}

const struct schedule_meta *schedule_xml_meta(const struct schedule_xml *x)
{
    return &x->meta;
}

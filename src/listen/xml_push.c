/* xml_push.c - listen: which elements stand in this XML, one after the other as its bytes come? */
#include "listen/xml_push.h"

#include <libxml/SAX2.h>
#include <libxml/parserInternals.h>
#include <string.h>

/* ---- attributes: localname, prefix, URI, begin, end ---- */

struct xml_attribute xml_attribute_at(const struct xml_tag *tag, int i)
{
    enum { PARTS = 5 };
    const xmlChar **at = tag->attributes + (ptrdiff_t)i * PARTS;
    return (struct xml_attribute){.local = (const char *)at[0],
                                  .prefix = (const char *)at[1],
                                  .raw = {(const char *)at[3], (size_t)(at[4] - at[3])}};
}

struct str xml_attribute_text(struct arena *a, struct str raw)
{
    struct buf b = buf_new(a);
    while (raw.len) { /* libxml2 hands "&#38;" in attributes on as it is */
        size_t n = str_find_nocase(raw, "&#38;");
        buf_add(&b, str_head(raw, n));
        if (n < raw.len) buf_addc(&b, '&');
        raw = str_skip(raw, n + 5);
    }
    return utf8_mend(a, str_trim(buf_str(&b)));
}

/* ---- libxml2 calls these ---- */

void xml_push_go_on(struct xml_push *x)
{
    x->ctxt->wellFormed = 1;
}

/* NOLINTNEXTLINE(readability-function-size): libxml2's handler has nine parameters. */
static void on_start(void *state, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
                     int namespace_count, const xmlChar **namespaces, int count, int defaulted,
                     const xmlChar **attributes)
{
    struct xml_push *x = state;
    struct xml_tag tag = {.local = (const char *)name,
                          .prefix = (const char *)prefix,
                          .uri = (const char *)uri,
                          .attributes = attributes,
                          .count = count};
    (void)namespace_count;
    (void)namespaces;
    (void)defaulted;
    xml_push_go_on(x);
    if (x->depth == XML_DEPTH_MAX) {
        x->too_deep = true;
        xmlStopParser(x->ctxt);
        return;
    }
    x->depth++;
    if (x->depth == 1) (void)snprintf(x->root, sizeof x->root, "%s", tag.local);
    x->reads->start(x->state, &tag);
}

static void on_end(void *state, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
    struct xml_push *x = state;
    (void)prefix;
    (void)uri;
    xml_push_go_on(x);
    if (!x->depth) return;
    x->reads->end(x->state, (const char *)name);
    x->depth--;
}

static void on_text(void *state, const xmlChar *bytes, int len)
{
    struct xml_push *x = state;
    xml_push_go_on(x);
    if (len <= 0) return;
    x->reads->text(x->state, str_head((struct str){(const char *)bytes, (size_t)len}, FIELD_MAX));
}

static void on_error(void *state, xmlErrorPtr error)
{
    struct xml_push *x = state; /* it is read on as far as it goes; where it ends is told */
    if (x->reads->error) x->reads->error(x->state, error);
}

/* ---- the reader ---- */

static enum status make_parser(struct xml_push *x, struct err *e)
{
    xmlSAXHandler sax;
    memset(&sax, 0, sizeof sax);
    sax.initialized = XML_SAX2_MAGIC;
    sax.startElementNs = on_start;
    sax.endElementNs = on_end;
    sax.characters = on_text;
    sax.ignorableWhitespace = on_text;
    sax.cdataBlock = on_text;
    sax.getEntity = x->reads->entity_of;
    sax.entityDecl = x->reads->entity_declared;
    sax.serror = on_error;
    x->ctxt = xmlCreatePushParserCtxt(&sax, x, NULL, 0, NULL);
    if (!x->ctxt) return err_set(e, IO_FAILED, "no memory for an XML reader");
    (void)xmlCtxtUseOptions(x->ctxt, XML_PARSE_NONET | XML_PARSE_RECOVER | XML_PARSE_NOERROR |
                                         XML_PARSE_NOWARNING | XML_PARSE_IGNORE_ENC);
    return OK;
}

enum status xml_push_open(struct xml_push *x, struct reader *in, const struct xml_reads *reads,
                          void *state, struct arena *a, struct err *e)
{
    *x = (struct xml_push){.reads = reads, .state = state};
    enum status s = feed_in_open(in, a, &x->in, e);
    if (!s) s = make_parser(x, e);
    if (s) feed_in_close(&x->in);
    return s;
}

enum status xml_push_more(struct xml_push *x, struct err *e)
{
    struct str bytes = STR("");
    arena_reset(&x->chunk, (struct arena_mark){0});
    enum status s = feed_in_next(&x->in, &x->chunk, &bytes, e);
    if (s && s != DONE) return s;
    x->ended = s == DONE;
    (void)xmlParseChunk(x->ctxt, bytes.p, (int)bytes.len, x->ended);
    if (x->in.mend.crowded) x->stopped = x->ended = true;
    if (x->too_deep) {
        return err_set(e, TOO_MUCH, "%d: elements nested deeper than %d; %s", xml_push_line(x),
                       XML_DEPTH_MAX, x->reads->deep);
    }
    if (!x->root[0]) x->before += bytes.len;
    if (x->before > FIELD_BYTES_MAX) {
        return err_set(e, TOO_MUCH, "no element in the first %zu bytes; want a %s", x->before,
                       x->reads->what);
    }
    if (x->ctxt->disableSAX || x->ctxt->instate == XML_PARSER_EOF) {
        x->stopped = x->stopped || (!x->ended && x->depth > 0);
        x->ended = true;
    }
    return OK;
}

enum status xml_push_end(struct xml_push *x, struct err *e)
{
    if (!x->stopped) return DONE;
    int line = xml_push_line(x);
    x->stopped = false;
    return err_set(e, BAD_INPUT,
                   "%d: from here on the XML cannot be read; mend it, or fetch the %s again",
                   line > 0 ? line : 1, x->reads->what);
}

void xml_push_close(struct xml_push *x)
{
    if (x->ctxt->myDoc) xmlFreeDoc(x->ctxt->myDoc); /* libxml2 makes one for declared entities */
    x->ctxt->myDoc = NULL;
    xmlFreeParserCtxt(x->ctxt);
    x->ctxt = NULL;
    feed_in_close(&x->in);
    arena_free(&x->chunk);
}

int xml_push_line(const struct xml_push *x)
{
    return xmlSAX2GetLineNumber(x->ctxt);
}

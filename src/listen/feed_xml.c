/* feed_xml.c - listen: what do the elements of an RSS or Atom feed say? */
#include "listen/feed_xml_int.h"

#include <libxml/parserInternals.h>
#include <string.h>

/*
 * libxml2's push parser with handlers of our own: no tree, no network, and of what the feed
 * declares only short texts (feed_entity.c), so there is nothing that could blow up. Broken XML
 * goes on where libxml2 can (RECOVER); the remarks tell it.
 */

/* ---- attributes: localname, prefix, URI, begin, end ---- */

static struct str attribute_of(const xmlChar **attributes, int count, const char *prefix,
                               const char *name)
{
    for (int i = 0; i < count; i++, attributes += 5) {
        const char *has = (const char *)attributes[1];
        if (strcmp((const char *)attributes[0], name) != 0) continue;
        if (prefix ? !has || strcmp(has, prefix) != 0 : has != NULL) continue;
        return (struct str){(const char *)attributes[3], (size_t)(attributes[4] - attributes[3])};
    }
    return STR("");
}

/* libxml2 hands "&#38;" in attributes on as it is. */
static struct str attribute_text(struct arena *a, struct str raw)
{
    struct buf b = buf_new(a);
    while (raw.len) {
        size_t n = str_find_nocase(raw, "&#38;");
        buf_add(&b, str_head(raw, n));
        if (n < raw.len) buf_addc(&b, '&');
        raw = str_skip(raw, n + 5);
    }
    return utf8_mend(a, str_trim(buf_str(&b)));
}

static bool is_alternate(struct str rel)
{
    return !rel.len || str_is_nocase(rel, "alternate");
}

/* Atom's <link rel href>; RSS has it as text. */
static void read_link(struct feed_xml *x, const xmlChar **attributes, int count, struct str base)
{
    struct arena *a = field_arena(x);
    struct str href = attribute_text(a, attribute_of(attributes, count, NULL, "href"));
    struct str rel = attribute_of(attributes, count, NULL, "rel");
    struct str type = attribute_of(attributes, count, NULL, "type");
    bool alternate = is_alternate(rel);
    if (!href.len) return;
    if (x->open && alternate) {
        bool page = !type.len || str_find_nocase(type, "html") < type.len;
        if (x->open->link.len && !(page && !x->open->link_base.p)) return;
        x->open->link = href;
        x->open->link_base = page ? (base.p ? base : STR("")) : STR_NONE;
    } else if (!x->open && !x->entries) {
        struct str url = feed_url(x->a, href, base);
        if (alternate) set_once(&x->meta.alternate, url);
        if (str_is_nocase(rel, "self")) set_once(&x->meta.self, url);
    }
}

static void begin_capture(struct feed_xml *x, enum feed_part part, const char *local,
                          const xmlChar **attributes, int count)
{
    struct str type = attribute_of(attributes, count, NULL, "type");
    struct str mode = attribute_of(attributes, count, NULL, "mode");
    bool is_rss = strcasecmp(x->root, "feed") != 0 || strcasecmp(local, "description") == 0 ||
                  strcasecmp(local, "encoded") == 0;
    x->capture = (struct capture){.part = part, .depth = x->depth, .text = buf_new(field_arena(x))};
    x->capture.markup = feed_markup_of(part, type, mode, is_rss);
    x->capture.tagged = str_is_nocase(type, "xhtml");
    x->capture.base = x->frames[x->depth - 1].base;
    x->capture.foreign = x->prefixed;
    if (part == PART_ID && x->open && !x->open->id.len) {
        struct str link = attribute_of(attributes, count, NULL, "isPermaLink");
        x->open->id_is_link = !str_is_nocase(link, "false");
    }
}

static void add_escaped(struct buf *b, struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        char c = s.p[i];
        if (c == '<') {
            buf_adds(b, "&lt;");
        } else if (c == '&') {
            buf_adds(b, "&amp;");
        } else if (c == '"') {
            buf_adds(b, "&quot;");
        } else {
            buf_addc(b, c);
        }
    }
}

/* ---- libxml2 calls these ---- */

/* A reported error makes libxml2 drop entities from there on; we mean to go on. */
static void go_on(struct feed_xml *x)
{
    x->ctxt->wellFormed = 1;
}

static void begin_entry(struct feed_xml *x, struct str lang, struct str about)
{
    struct arena own = {0};
    struct feed_entry *entry = arena_new(&own, struct feed_entry, 1);
    entry->a = own;
    entry->line = (uint64_t)xmlSAX2GetLineNumber(x->ctxt);
    x->open = entry;
    entry->lang = feed_lang(&entry->a, utf8_mend(&entry->a, lang));
    entry->id = attribute_text(&entry->a, about);
    entry->id_is_link = about.len > 0;
}

static void inner_tag(struct feed_xml *x, const char *local, const xmlChar **attributes, int count)
{
    struct capture *c = &x->capture;
    if (!c->tagged && c->markup == FEED_PLAIN && c->text.len) { /* what came before was text */
        struct str before = buf_str(&c->text);
        c->text = buf_new(field_arena(x));
        add_escaped(&c->text, before);
    }
    c->tagged = true;
    if (c->text.len > FIELD_MAX) return;
    buf_addf(&c->text, "<%s", local);
    struct str href = attribute_of(attributes, count, NULL, "href");
    if (href.len) {
        buf_adds(&c->text, " href=\"");
        add_escaped(&c->text, attribute_text(field_arena(x), href));
        buf_addc(&c->text, '"');
    }
    buf_addc(&c->text, '>');
}

static bool is_atom(const struct feed_xml *x)
{
    return strcasecmp(x->root, "feed") == 0 || strcasecmp(x->root, "entry") == 0;
}

/* CDF says it in attributes, in capital letters or not. */
static struct str attribute_nocase(struct feed_xml *x, const xmlChar **attributes, int count,
                                   const char *name)
{
    for (int i = 0; i < count && strcasecmp(x->root, "channel") == 0; i++, attributes += 5) {
        if (strcasecmp((const char *)attributes[0], name) != 0) continue;
        struct str raw = {(const char *)attributes[3], (size_t)(attributes[4] - attributes[3])};
        return attribute_text(field_arena(x), raw);
    }
    return STR("");
}

static struct str base_below(struct feed_xml *x, const xmlChar **attributes, int count)
{
    bool whole = !x->entries || is_atom(x); /* RSS: by the feed's own link, when that is known */
    struct str above = whole ? x->url : STR_NONE;
    if (x->depth > 1) above = x->frames[x->depth - 2].base;
    struct str base = attribute_of(attributes, count, "xml", "base");
    if (!base.len) return above;
    struct arena *a = field_arena(x);
    struct str found = feed_url(a, attribute_text(a, base), above);
    return found.len ? found : above;
}

static void begin_part(struct feed_xml *x, enum feed_part part, const char *local,
                       const xmlChar **attributes, int count)
{
    struct frame *f = &x->frames[x->depth - 1];
    struct str lang = attribute_of(attributes, count, "xml", "lang");
    switch (part) {
    case PART_ROOT:
    case PART_CHANNEL:
        x->rooted = true;
        if (x->entries) break;
        if (lang.len) set_once(&x->meta.lang, feed_lang(x->a, utf8_mend(x->a, lang)));
        set_once(&x->meta.alternate,
                 feed_url(x->a, attribute_nocase(x, attributes, count, "href"), f->base));
        break;
    case PART_GROUP:
        break;
    case PART_ENTRY:
        x->rooted = true; /* Atom has documents of one entry, too */
        if (!x->entries) {
            x->skip = x->depth;
            x->enough = x->ahead;
        } else {
            begin_entry(x, lang, attribute_of(attributes, count, "rdf", "about"));
            x->open->link = attribute_nocase(x, attributes, count, "href");
            x->open->link_base = f->base.p ? f->base : STR("");
            x->open->updated = attribute_nocase(x, attributes, count, "lastmod");
        }
        break;
    case PART_AUTHOR:
        x->author_depth = x->depth;
        x->author = x->open ? &x->open->author : !x->entries ? &x->meta.author : NULL;
        begin_capture(x, part, local, attributes, count);
        break;
    case PART_LINK:
        read_link(x, attributes, count, f->base);
        if (!is_alternate(attribute_of(attributes, count, NULL, "rel"))) {
            x->skip = x->depth;
        } else {
            begin_capture(x, part, local, attributes, count);
        }
        break;
    default:
        begin_capture(x, part, local, attributes, count);
    }
}

/* NOLINTNEXTLINE(readability-function-size): libxml2's handler has nine parameters. */
static void on_start(void *state, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
                     int namespace_count, const xmlChar **namespaces, int count, int defaulted,
                     const xmlChar **attributes)
{
    struct feed_xml *x = state;
    const char *local = (const char *)name;
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
    if (x->depth == 1) (void)snprintf(x->root, sizeof x->root, "%s", local);
    struct frame *f = &x->frames[x->depth - 1];
    *f = (struct frame){.base = base_below(x, attributes, count)};
    if (x->skip) return;
    f->part = feed_part_of(local, (const char *)prefix, (const char *)uri);
    x->prefixed = prefix != NULL;
    bool inner = x->author && f->part >= PART_NAME;
    if (x->capture.part != PART_OTHER && !inner) {
        if (x->capture.part != PART_AUTHOR) inner_tag(x, local, attributes, count);
        return;
    }
    bool nested = f->part == PART_ENTRY && x->open;
    if (f->part == PART_OTHER || nested || (f->part >= PART_NAME && !inner)) {
        x->skip = x->depth;
    } else {
        begin_part(x, f->part, local, attributes, count);
    }
}

static void end_entry(struct feed_xml *x)
{
    struct feed_entry *entry = x->open;
    if (!entry) return;
    if (!x->first) {
        x->first = entry;
    } else {
        x->last->next = entry;
    }
    x->last = entry;
    x->open = NULL;
    x->author = NULL;
}

static void end_capture(struct feed_xml *x)
{
    struct capture done = x->capture;
    x->capture.part = PART_OTHER;
    feed_field_put(x, done.part, feed_field_clean(x, buf_str(&done.text)));
    if (done.part >= PART_NAME) { /* its author's own text goes on */
        x->capture = (struct capture){
            .part = PART_AUTHOR, .depth = x->author_depth, .text = buf_new(field_arena(x))};
    }
    if (done.part == PART_AUTHOR) x->author = NULL;
}

static void on_end(void *state, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
    struct feed_xml *x = state;
    (void)prefix;
    (void)uri;
    go_on(x);
    if (!x->depth) return;
    struct capture *c = &x->capture;
    if (x->skip) {
        if (x->skip == x->depth) x->skip = 0;
    } else if (c->part != PART_OTHER && c->depth == x->depth) {
        end_capture(x);
    } else if (c->part != PART_OTHER) {
        if (c->part != PART_AUTHOR && c->text.len < FIELD_MAX) {
            buf_addf(&c->text, "</%s>", (const char *)name);
        }
    } else if (x->frames[x->depth - 1].part == PART_ENTRY) {
        end_entry(x);
    }
    x->depth--;
}

static void on_text(void *state, const xmlChar *bytes, int len)
{
    struct feed_xml *x = state;
    struct capture *c = &x->capture;
    go_on(x);
    if (x->skip || c->part == PART_OTHER || len <= 0 || c->text.len > FIELD_MAX) return;
    struct str s = str_head((struct str){(const char *)bytes, (size_t)len}, FIELD_MAX);
    if (c->tagged) {
        add_escaped(&c->text, s);
    } else {
        buf_add(&c->text, s);
    }
}

static void on_cdata(void *state, const xmlChar *bytes, int len)
{
    on_text(state, bytes, len);
}

static void on_error(void *state, xmlErrorPtr error)
{
    struct feed_xml *x = state;
    if (x->error_line || error->level < XML_ERR_ERROR || !error->message) return;
    struct str text = str_trim(str_of(error->message));
    text = str_head(text, str_find(text, '\n'));
    (void)snprintf(x->error, sizeof x->error, "%.*s", STR_ARG(utf8_head(text, ERROR_BYTES - 1)));
    x->error_line = error->line > 0 ? error->line : 1;
}

/* ---- the reader ---- */

static enum status push(struct feed_xml *x, struct err *e)
{
    struct str bytes = STR("");
    arena_reset(&x->chunk, (struct arena_mark){0});
    enum status s = feed_in_next(&x->in, &x->chunk, &bytes, e);
    if (s && s != DONE) return s;
    if (s == DONE) {
        (void)xmlParseChunk(x->ctxt, "", 0, 1);
        x->ended = true;
    } else {
        (void)xmlParseChunk(x->ctxt, bytes.p, (int)bytes.len, 0);
    }
    if (x->in.mend.crowded) x->stopped = x->ended = true;
    if (x->too_deep) {
        return err_set(e, TOO_MUCH,
                       "%d: elements nested deeper than %d; no feed is, fetch it again",
                       xmlSAX2GetLineNumber(x->ctxt), XML_DEPTH_MAX);
    }
    if (!x->root[0]) x->before += bytes.len;
    if (x->before > FIELD_BYTES_MAX) {
        return err_set(e, TOO_MUCH, "no element in the first %zu bytes; want a feed", x->before);
    }
    if (x->ctxt->disableSAX || x->ctxt->instate == XML_PARSER_EOF) {
        x->stopped = x->stopped || (!x->ended && x->depth > 0);
        x->ended = true;
    }
    return OK;
}

/* The entry that the end of the source cuts off. */
static void end_open(struct feed_xml *x)
{
    if (!x->ended || !x->open || x->stopped) return;
    x->open->cut = true;
    end_entry(x);
}

static enum status tell_stop(struct feed_xml *x, struct err *e)
{
    if (!x->stopped) return DONE;
    int line = xmlSAX2GetLineNumber(x->ctxt);
    x->stopped = false;
    if (x->open) feed_entry_free(x->open);
    x->open = NULL;
    return err_set(e, BAD_INPUT,
                   "%d: from here on the XML cannot be read; mend it, or fetch the feed again",
                   line > 0 ? line : 1);
}

static enum status make_parser(struct feed_xml *x, struct err *e)
{
    xmlSAXHandler sax;
    memset(&sax, 0, sizeof sax);
    sax.initialized = XML_SAX2_MAGIC;
    sax.startElementNs = on_start;
    sax.endElementNs = on_end;
    sax.characters = on_text;
    sax.ignorableWhitespace = on_text;
    sax.cdataBlock = on_cdata;
    sax.getEntity = feed_entity_of;
    sax.entityDecl = feed_entity_declared;
    sax.serror = on_error;
    x->ctxt = xmlCreatePushParserCtxt(&sax, x, NULL, 0, NULL);
    if (!x->ctxt) return err_set(e, IO_FAILED, "no memory for an XML reader");
    int options = XML_PARSE_NONET | XML_PARSE_RECOVER | XML_PARSE_NOERROR | XML_PARSE_NOWARNING |
                  XML_PARSE_COMPACT | XML_PARSE_IGNORE_ENC;
    (void)xmlCtxtUseOptions(x->ctxt, options);
    return OK;
}

enum status feed_xml_open(struct reader *in, const struct feed_xml_options *o, struct arena *a,
                          struct feed_xml **ret, struct err *e)
{
    struct feed_xml *x = arena_new(a, struct feed_xml, 1);
    bool entries = o->entries;
    x->a = a;
    x->entries = entries;
    x->ahead = o->ahead;
    x->url = o->url;
    *ret = NULL;
    enum status s = feed_in_open(in, a, &x->in, e);
    if (!s) s = make_parser(x, e);
    if (s) feed_in_close(&x->in);
    if (s) return s;
    *ret = x;
    while (!s && !entries && !x->ended && !x->enough)
        s = push(x, e);
    if (s || entries) return s;
    if (x->rooted) return OK;
    if (!x->root[0]) return err_set(e, BAD_INPUT, "no XML element in it; want a feed");
    return err_set(e, BAD_INPUT, "<%s> is no feed, want <rss>, <feed> or <rdf:RDF>", x->root);
}

enum status feed_xml_next(struct feed_xml *x, struct feed_entry **ret, struct err *e)
{
    enum status s = OK;
    while (!s && !x->first && !x->ended)
        s = push(x, e);
    end_open(x);
    if (s && !x->first) return s;
    if (!x->first) return tell_stop(x, e);
    *ret = x->first;
    x->first = x->first->next;
    return OK;
}

void feed_xml_close(struct feed_xml *x)
{
    if (x->open) feed_entry_free(x->open);
    while (x->first) {
        struct feed_entry *next = x->first->next;
        feed_entry_free(x->first);
        x->first = next;
    }
    arena_free(&x->chunk);
    feed_in_close(&x->in);
    if (x->ctxt->myDoc) xmlFreeDoc(x->ctxt->myDoc); /* libxml2 makes one for declared entities */
    x->ctxt->myDoc = NULL;
    xmlFreeParserCtxt(x->ctxt);
}

struct feed_meta feed_xml_meta(const struct feed_xml *x)
{
    struct feed_meta meta = x->meta;
    bool said = meta.author.name.len || meta.author.email.len || meta.author.uri.len;
    if (!said) meta.author = x->editor;
    return meta;
}

struct str feed_xml_remarks(const struct feed_xml *x, struct arena *a)
{
    struct buf b = buf_new(a);
    if (x->in.wrong) buf_adds(&b, x->in.wrong);
    if (x->in.mended) {
        buf_addf(&b, "%sbytes that are no text shown as \xEF\xBF\xBD", b.len ? "; " : "");
    }
    if (x->in.mend.bare) {
        buf_addf(&b, "%s%llu bare & or < taken for themselves", b.len ? "; " : "",
                 (unsigned long long)x->in.mend.bare);
    }
    if (x->error_line) {
        buf_addf(&b, "%sbroken XML mended, first at line %d: %s", b.len ? "; " : "", x->error_line,
                 x->error);
    }
    return utf8_mend(a, buf_str(&b));
}

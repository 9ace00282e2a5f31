/* feed_xml.c - listen: what do the elements of an RSS or Atom feed say? */
#include "listen/feed_xml_int.h"

#include <string.h>

/*
 * Of what the feed declares only short texts are taken (feed_entity.c). Broken XML goes on where
 * libxml2 can; the remarks tell it.
 */

static struct str attribute_of(const struct xml_tag *tag, const char *prefix, const char *name)
{
    for (int i = 0; i < tag->count; i++) {
        struct xml_attribute has = xml_attribute_at(tag, i);
        if (strcmp(has.local, name) != 0) continue;
        if (prefix ? !has.prefix || strcmp(has.prefix, prefix) != 0 : has.prefix != NULL) continue;
        return has.raw;
    }
    return STR("");
}

static bool is_alternate(struct str rel)
{
    return !rel.len || str_is_nocase(rel, "alternate");
}

/* Atom's <link rel href>; RSS has it as text. */
static void read_link(struct feed_xml *x, const struct xml_tag *tag, struct str base)
{
    struct arena *a = field_arena(x);
    struct str href = xml_attribute_text(a, attribute_of(tag, NULL, "href"));
    struct str rel = attribute_of(tag, NULL, "rel");
    struct str type = attribute_of(tag, NULL, "type");
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

static void begin_capture(struct feed_xml *x, enum feed_part part, const struct xml_tag *tag)
{
    struct str type = attribute_of(tag, NULL, "type");
    struct str mode = attribute_of(tag, NULL, "mode");
    bool is_rss = strcasecmp(x->xml.root, "feed") != 0 ||
                  strcasecmp(tag->local, "description") == 0 ||
                  strcasecmp(tag->local, "encoded") == 0;
    x->capture =
        (struct capture){.part = part, .depth = x->xml.depth, .text = buf_new(field_arena(x))};
    x->capture.markup = feed_markup_of(part, type, mode, is_rss);
    x->capture.tagged = str_is_nocase(type, "xhtml");
    x->capture.base = x->frames[x->xml.depth - 1].base;
    x->capture.foreign = x->prefixed;
    if (part == PART_ID && x->open && !x->open->id.len) {
        struct str link = attribute_of(tag, NULL, "isPermaLink");
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

/* ---- elements ---- */

static void begin_entry(struct feed_xml *x, struct str lang, struct str about)
{
    struct arena own = {0};
    struct feed_entry *entry = arena_new(&own, struct feed_entry, 1);
    entry->a = own;
    entry->line = (uint64_t)xml_push_line(&x->xml);
    x->open = entry;
    entry->lang = feed_lang(&entry->a, utf8_mend(&entry->a, lang));
    entry->id = xml_attribute_text(&entry->a, about);
    entry->id_is_link = about.len > 0;
}

static void inner_tag(struct feed_xml *x, const struct xml_tag *tag)
{
    struct capture *c = &x->capture;
    if (!c->tagged && c->markup == FEED_PLAIN && c->text.len) { /* what came before was text */
        struct str before = buf_str(&c->text);
        c->text = buf_new(field_arena(x));
        add_escaped(&c->text, before);
    }
    c->tagged = true;
    if (c->text.len > FIELD_MAX) return;
    buf_addf(&c->text, "<%s", tag->local);
    struct str href = attribute_of(tag, NULL, "href");
    if (href.len) {
        buf_adds(&c->text, " href=\"");
        add_escaped(&c->text, xml_attribute_text(field_arena(x), href));
        buf_addc(&c->text, '"');
    }
    buf_addc(&c->text, '>');
}

static bool is_atom(const struct feed_xml *x)
{
    return strcasecmp(x->xml.root, "feed") == 0 || strcasecmp(x->xml.root, "entry") == 0;
}

/* CDF says it in attributes, in capital letters or not. */
static struct str attribute_nocase(struct feed_xml *x, const struct xml_tag *tag, const char *name)
{
    for (int i = 0; i < tag->count && strcasecmp(x->xml.root, "channel") == 0; i++) {
        struct xml_attribute has = xml_attribute_at(tag, i);
        if (strcasecmp(has.local, name) == 0) return xml_attribute_text(field_arena(x), has.raw);
    }
    return STR("");
}

static struct str base_below(struct feed_xml *x, const struct xml_tag *tag)
{
    bool whole = !x->entries || is_atom(x); /* RSS: by the feed's own link, when that is known */
    struct str above = whole ? x->url : STR_NONE;
    if (x->xml.depth > 1) above = x->frames[x->xml.depth - 2].base;
    struct str base = attribute_of(tag, "xml", "base");
    if (!base.len) return above;
    struct arena *a = field_arena(x);
    struct str found = feed_url(a, xml_attribute_text(a, base), above);
    return found.len ? found : above;
}

static void begin_part(struct feed_xml *x, enum feed_part part, const struct xml_tag *tag)
{
    struct frame *f = &x->frames[x->xml.depth - 1];
    struct str lang = attribute_of(tag, "xml", "lang");
    switch (part) {
    case PART_ROOT:
    case PART_CHANNEL:
        x->rooted = true;
        if (x->entries) break;
        if (lang.len) set_once(&x->meta.lang, feed_lang(x->a, utf8_mend(x->a, lang)));
        set_once(&x->meta.alternate, feed_url(x->a, attribute_nocase(x, tag, "href"), f->base));
        break;
    case PART_GROUP:
        break;
    case PART_ENTRY:
        x->rooted = true; /* Atom has documents of one entry, too */
        if (!x->entries) {
            x->skip = x->xml.depth;
            x->enough = x->ahead;
        } else {
            begin_entry(x, lang, attribute_of(tag, "rdf", "about"));
            x->open->link = attribute_nocase(x, tag, "href");
            x->open->link_base = f->base.p ? f->base : STR("");
            x->open->updated = attribute_nocase(x, tag, "lastmod");
        }
        break;
    case PART_AUTHOR:
        x->author_depth = x->xml.depth;
        x->author = x->open ? &x->open->author : !x->entries ? &x->meta.author : NULL;
        begin_capture(x, part, tag);
        break;
    case PART_LINK:
        read_link(x, tag, f->base);
        if (!is_alternate(attribute_of(tag, NULL, "rel"))) {
            x->skip = x->xml.depth;
        } else {
            begin_capture(x, part, tag);
        }
        break;
    default:
        begin_capture(x, part, tag);
    }
}

static void on_start(void *state, const struct xml_tag *tag)
{
    struct feed_xml *x = state;
    struct frame *f = &x->frames[x->xml.depth - 1];
    *f = (struct frame){.base = base_below(x, tag)};
    if (x->skip) return;
    f->part = feed_part_of(tag->local, tag->prefix, tag->uri);
    x->prefixed = tag->prefix != NULL;
    bool inner = x->author && f->part >= PART_NAME;
    if (x->capture.part != PART_OTHER && !inner) {
        if (x->capture.part != PART_AUTHOR) inner_tag(x, tag);
        return;
    }
    bool nested = f->part == PART_ENTRY && x->open;
    if (f->part == PART_OTHER || nested || (f->part >= PART_NAME && !inner)) {
        x->skip = x->xml.depth;
    } else {
        begin_part(x, f->part, tag);
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

static void on_end(void *state, const char *local)
{
    struct feed_xml *x = state;
    struct capture *c = &x->capture;
    if (x->skip) {
        if (x->skip == x->xml.depth) x->skip = 0;
    } else if (c->part != PART_OTHER && c->depth == x->xml.depth) {
        end_capture(x);
    } else if (c->part != PART_OTHER) {
        if (c->part != PART_AUTHOR && c->text.len < FIELD_MAX) {
            buf_addf(&c->text, "</%s>", local);
        }
    } else if (x->frames[x->xml.depth - 1].part == PART_ENTRY) {
        end_entry(x);
    }
}

static void on_text(void *state, struct str s)
{
    struct feed_xml *x = state;
    struct capture *c = &x->capture;
    if (x->skip || c->part == PART_OTHER || c->text.len > FIELD_MAX) return;
    if (c->tagged) {
        add_escaped(&c->text, s);
    } else {
        buf_add(&c->text, s);
    }
}

static void on_error(void *state, const xmlError *error)
{
    struct feed_xml *x = state;
    if (x->error_line || error->level < XML_ERR_ERROR || !error->message) return;
    struct str text = str_trim(str_of(error->message));
    text = str_head(text, str_find(text, '\n'));
    (void)snprintf(x->error, sizeof x->error, "%.*s", STR_ARG(utf8_head(text, ERROR_BYTES - 1)));
    x->error_line = error->line > 0 ? error->line : 1;
}

/* ---- the reader ---- */

static const struct xml_reads feed_reads = {.what = "feed",
                                            .deep = "no feed is, fetch it again",
                                            .start = on_start,
                                            .end = on_end,
                                            .text = on_text,
                                            .error = on_error,
                                            .entity_declared = feed_entity_declared,
                                            .entity_of = feed_entity_of};

/* The entry that the end of the source cuts off. */
static void end_open(struct feed_xml *x)
{
    if (!x->xml.ended || !x->open || x->xml.stopped) return;
    x->open->cut = true;
    end_entry(x);
}

static enum status tell_stop(struct feed_xml *x, struct err *e)
{
    enum status s = xml_push_end(&x->xml, e);
    if (s == DONE) return s;
    if (x->open) feed_entry_free(x->open);
    x->open = NULL;
    return s;
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
    enum status s = xml_push_open(&x->xml, in, &feed_reads, x, a, e);
    if (s) return s;
    *ret = x;
    while (!s && !entries && !x->xml.ended && !x->enough)
        s = xml_push_more(&x->xml, e);
    if (s || entries) return s;
    if (x->rooted) return OK;
    if (!x->xml.root[0]) return err_set(e, BAD_INPUT, "no XML element in it; want a feed");
    return err_set(e, BAD_INPUT, "<%s> is no feed, want <rss>, <feed> or <rdf:RDF>", x->xml.root);
}

enum status feed_xml_next(struct feed_xml *x, struct feed_entry **ret, struct err *e)
{
    enum status s = OK;
    while (!s && !x->first && !x->xml.ended)
        s = xml_push_more(&x->xml, e);
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
    xml_push_close(&x->xml);
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
    if (x->xml.in.wrong) buf_adds(&b, x->xml.in.wrong);
    if (x->xml.in.mended) {
        buf_addf(&b, "%sbytes that are no text shown as \xEF\xBF\xBD", b.len ? "; " : "");
    }
    if (x->xml.in.mend.bare) {
        buf_addf(&b, "%s%llu bare & or < taken for themselves", b.len ? "; " : "",
                 (unsigned long long)x->xml.in.mend.bare);
    }
    if (x->error_line) {
        buf_addf(&b, "%sbroken XML mended, first at line %d: %s", b.len ? "; " : "", x->error_line,
                 x->error);
    }
    return utf8_mend(a, buf_str(&b));
}

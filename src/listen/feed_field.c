/* feed_field.c - listen: what does this element of a feed say of its entry? */
#include "listen/feed_xml_int.h"

#include <string.h>

/* Controls that Unicode has in the place of Windows' quotes and dashes are meant as these. */
struct str feed_field_clean(struct feed_xml *x, struct str s)
{
    s = utf8_mend(field_arena(x), str_trim(s));
    struct buf b = buf_new(field_arena(x));
    size_t from = 0;
    const char *at = s.p;
    while (s.len && (at = memchr(at, 0xC2, (size_t)(s.p + s.len - at)))) {
        unsigned char c = (unsigned char)at[1];
        if (c < 0xA0) {
            char meant[4];
            buf_add(&b, (struct str){s.p + from, (size_t)(at - s.p) - from});
            buf_add(&b, (struct str){meant, utf8_put(meant, code_of_1252(c))});
            from = (size_t)(at - s.p) + 2;
        }
        at += 2;
    }
    if (from) buf_add(&b, str_skip(s, from));
    return from ? buf_str(&b) : s;
}

static void put_text(struct feed_xml *x, struct feed_text *field, struct str value)
{
    if (field->value.len) return;
    enum feed_markup markup = x->capture.tagged ? FEED_HTML : x->capture.markup;
    if (markup == FEED_BASE64) {
        (void)feed_base64(field_arena(x), value, &value);
        markup = FEED_GUESS;
    }
    *field = (struct feed_text){value, markup, x->capture.base};
}

/* Of two different texts the second is taken for the whole one, where nothing else is. */
static void put_summary(struct feed_xml *x, struct feed_entry *entry, struct str value)
{
    bool second = entry->summary.value.len > 0 && !x->capture.foreign;
    if (second && !str_eq(value, entry->summary.value)) put_text(x, &entry->content, value);
    put_text(x, &entry->summary, value);
}

/* The last one holds. */
static void put_moment(struct str *field, struct str value)
{
    if (value.len) *field = value;
}

static void put_author(struct feed_xml *x, struct feed_author *author, struct str value)
{
    if (!value.len || author->name.len || author->email.len) return;
    struct str uri = author->uri;
    *author = feed_author_read(field_arena(x), value);
    if (!author->uri.len) author->uri = uri;
}

/* An address without its host is one of the place where it stands. */
static struct str id_of(struct feed_xml *x, struct str value)
{
    struct str whole = STR("");
    if (str_starts(value, "/")) whole = feed_url(field_arena(x), value, x->capture.base);
    return whole.len ? whole : value;
}

static struct str uri_of(struct feed_xml *x, struct str value)
{
    struct str whole = feed_url(field_arena(x), value, x->capture.base);
    return whole.len ? whole : value;
}

static void put_entry_field(struct feed_xml *x, enum feed_part part, struct str value)
{
    struct feed_entry *entry = x->open;
    switch (part) {
    case PART_TITLE:
        put_text(x, &entry->title, value);
        break;
    case PART_SUMMARY:
        put_summary(x, entry, value);
        break;
    case PART_CONTENT:
        put_text(x, &entry->content, value);
        break;
    case PART_MEDIA_TITLE:
        put_text(x, &entry->media_title, value);
        break;
    case PART_MEDIA_TEXT:
        put_text(x, &entry->media_text, value);
        break;
    case PART_ID:
        set_once(&entry->id, id_of(x, value));
        break;
    case PART_PUBLISHED:
        put_moment(&entry->published, value);
        break;
    case PART_UPDATED:
        put_moment(&entry->updated, value);
        break;
    case PART_LANG:
        set_once(&entry->lang, feed_lang(&entry->a, value));
        break;
    case PART_LINK:
        if (!entry->link.len) entry->link_base = x->capture.base;
        set_once(&entry->link, value);
        break;
    case PART_AUTHOR:
    case PART_CREATOR:
        put_author(x, &entry->author, value);
        break;
    default:
        break;
    }
}

static void put_feed_field(struct feed_xml *x, enum feed_part part, struct str value)
{
    switch (part) {
    case PART_TITLE:
        put_text(x, &x->meta.title, value);
        break;
    case PART_LANG:
        set_once(&x->meta.lang, feed_lang(x->a, value));
        break;
    case PART_LINK:
        set_once(&x->meta.alternate, feed_url(x->a, value, x->capture.base));
        break;
    case PART_AUTHOR:
    case PART_CREATOR:
        put_author(x, &x->meta.author, value);
        break;
    case PART_EDITOR:
        put_author(x, &x->editor, value);
        break;
    default:
        break;
    }
}

void feed_field_put(struct feed_xml *x, enum feed_part part, struct str value)
{
    if (x->author && part >= PART_NAME) {
        if (part == PART_NAME) set_once(&x->author->name, value);
        if (part == PART_EMAIL) set_once(&x->author->email, value);
        if (part == PART_URI) set_once(&x->author->uri, uri_of(x, value));
    } else if (x->open) {
        put_entry_field(x, part, value);
    } else if (!x->entries) {
        put_feed_field(x, part, value);
    }
}

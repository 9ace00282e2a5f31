/* feed.c - listen: what do the entries of a feed say, and who said it? */
#include "listen/feed_int.h"
#include "listen/foreign.h"

#include "base/time.h"
#include "listen/table_int.h"

#include <string.h>

enum { TAIL_BYTES = 4096, CHUNK_BYTES = 1 << 16 };

struct feed_state {
    const struct foreign *foreign; /* reads XML */
    struct feed_xml *xml;          /* one of the two, by foreign */
    struct feed_json *json;
    struct feed_meta meta;
    struct who outlet;
    struct str url;  /* where it was fetched from; may be empty */
    struct str home; /* where relative links stand */
    struct str host; /* its authors' names are kept apart by this */
    uint64_t undated;
};

/* ---- who ---- */

static struct str host_of(struct str address)
{
    size_t n = 0;
    while (n < address.len && !strchr("/?#", address.p[n]))
        n++;
    return str_head(address, n);
}

/* "noreply@blogger.com" stands with everybody's name: it is nobody's address. */
static bool is_nobodys(struct str email)
{
    static const char *const starts[] = {"noreply", "no-reply", "no.reply", "donotreply",
                                         "do-not-reply"};
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
        if (str_starts_nocase(email, starts[i])) return true;
    }
    return false;
}

static struct who author_who(const struct feed_state *f, const struct feed_author *author,
                             struct arena *a)
{
    struct who who = {.name = utf8_head(feed_line(a, author->name), NAME_BYTES_MAX)};
    struct str email = STR("");
    bool address = author->email.len && email_read(str_copy(a, author->email), a, &email);
    if (address && !is_nobodys(email)) {
        who.channel = STR("email");
        who.handle = email;
        return who;
    }
    struct who profile;
    if (author->uri.len && profile_read(str_copy(a, author->uri), &profile)) {
        profile.name = who.name;
        return profile;
    }
    if (!who.name.len) return (struct who){0};
    who.channel = STR("feed");
    who.handle = str_printf(a, "%.*s/%.*s", STR_ARG(f->host), STR_ARG(who.name));
    return who;
}

/* ---- what ---- */

/* The name by which it goes everywhere: an id that is only a number says its feed as well. */
static struct str key_of(const struct feed_state *f, const struct feed_entry *entry, struct str url,
                         struct arena *a)
{
    if (!entry->id.len) return url;
    if (str_find(entry->id, ':') < entry->id.len) return str_copy(a, entry->id);
    return str_printf(a, "%.*s#%.*s", STR_ARG(f->outlet.handle), STR_ARG(entry->id));
}

static struct str url_of(const struct feed_state *f, const struct feed_entry *entry,
                         struct arena *a)
{
    struct str base = entry->link_base.len ? entry->link_base : f->home;
    if (entry->link.len) return feed_url(a, entry->link, base);
    return entry->id_is_link ? feed_url(a, entry->id, STR("")) : STR("");
}

static int64_t at_of(const struct feed_entry *entry)
{
    int64_t at_s = TIME_NONE;
    if (feed_date(entry->published, &at_s) || feed_date(entry->updated, &at_s)) return at_s;
    return TIME_NONE;
}

/* The first in which there is something to be seen. */
static struct feed_page first_text(const struct feed_state *f, struct arena *a,
                                   const struct feed_text *first, const struct feed_text *second,
                                   const struct feed_text *third)
{
    struct feed_page page = feed_text_read(a, first, f->home);
    if (!page.text.len && !page.link_count) page = feed_text_read(a, second, f->home);
    if (third && !page.text.len && !page.link_count) page = feed_text_read(a, third, f->home);
    return page;
}

static enum status read_entry(struct feed_state *f, const struct feed_entry *entry, struct arena *a,
                              struct record *ret, struct err *e)
{
    struct doc_row *doc = &ret->doc;
    if (entry->cut) {
        return err_set(e, BAD_INPUT, "%llu: the feed ends within this entry; fetch it again",
                       (unsigned long long)entry->line);
    }
    struct feed_page title = first_text(f, a, &entry->title, &entry->media_title, NULL);
    struct feed_page page = first_text(f, a, &entry->content, &entry->summary, &entry->media_text);
    ret->kind = RECORD_DOC;
    ret->line = entry->line;
    ret->merged = 0;
    *doc = (struct doc_row){.kind = STR("entry"),
                            .title = feed_line(a, title.text),
                            .text = page.text,
                            .links = page.links,
                            .link_count = page.link_count};
    doc->url = url_of(f, entry, a);
    doc->key = key_of(f, entry, doc->url, a);
    doc->at_s = at_of(entry);
    doc->lang = str_copy(a, entry->lang.len ? entry->lang : f->meta.lang);
    doc->author = author_who(f, &entry->author, a);
    if (!doc->author.handle.len) doc->author = author_who(f, &f->meta.author, a);
    doc->outlets = arena_new(a, struct who, 1);
    doc->outlets[0] = f->outlet;
    doc->outlet_count = f->outlet.handle.len > 0;
    if (!doc->title.len && !doc->text.len && !doc->key.len) {
        return err_set(e, BAD_INPUT, "%llu: an entry without title, text, id and link; left out",
                       (unsigned long long)entry->line);
    }
    f->undated += doc->at_s == TIME_NONE;
    return OK;
}

/* ---- the importer ---- */

static void settle_outlet(struct feed_state *f, const char *path, struct arena *a)
{
    struct feed_page title = feed_text_read(a, &f->meta.title, f->home);
    struct str name = utf8_head(feed_line(a, title.text), NAME_BYTES_MAX);
    struct str link = f->meta.self.len ? f->meta.self : f->meta.alternate;
    if (!link.len) link = f->url;
    f->home = f->meta.alternate.len ? f->meta.alternate : link;
    if (f->url.len) link = f->url; /* under which a list of feeds knows it, whatever it says */
    struct str handle = link.len ? feed_address(a, link) : name;
    if (!handle.len) handle = utf8_mend(a, str_of(path ? path_base(path) : ""));
    f->host = f->home.len ? host_of(feed_address(a, f->home)) : handle;
    if (!name.len) name = handle;
    f->outlet =
        (struct who){.channel = STR("feed"), .handle = handle, .name = name, .kind = STR("feed")};
}

/* Does anything but end tags stand behind the last entry? Read in ASCII: in other encodings it may.
 */
static bool ends_with_entries(struct str tail)
{
    size_t entry = tail.len;
    while (entry && !str_starts_nocase(str_skip(tail, entry), "</item>") &&
           !str_starts_nocase(str_skip(tail, entry), "</entry>"))
        entry--;
    if (!entry) return false;
    struct str behind = str_skip(tail, entry);
    for (size_t i = 0; i + 1 < behind.len; i++) {
        if (behind.p[i] == '<' && behind.p[i + 1] != '/') return false;
    }
    return true;
}

/* Looks at the end of the source without reading it as XML. */
static enum status look_behind(struct reader *in, bool *ret, struct err *e)
{
    struct arena own = {0};
    struct reader *again = NULL;
    struct str part = STR("");
    char tail[TAIL_BYTES];
    size_t len = 0;
    enum status s = reader_again(in, &own, &again, e);
    while (!s) {
        s = reader_bytes(again, CHUNK_BYTES, &part, e);
        if (s) break;
        size_t take = part.len < TAIL_BYTES ? part.len : TAIL_BYTES;
        size_t keep = len < TAIL_BYTES - take ? len : TAIL_BYTES - take;
        memmove(tail, tail + len - keep, keep);
        memcpy(tail + keep, part.p + part.len - take, take);
        len = keep + take;
    }
    *ret = s == DONE && ends_with_entries((struct str){tail, len});
    reader_close(again);
    arena_free(&own);
    return s == DONE ? OK : s;
}

static enum status feed_meta_xml(struct reader *in, struct feed_state *f, struct arena *a,
                                 struct err *e)
{
    struct reader *again = NULL;
    struct feed_xml *first = NULL;
    struct feed_xml_options o = {.entries = false, .url = f->url};
    enum status s = look_behind(in, &o.ahead, e);
    if (!s) s = reader_again(in, a, &again, e);
    if (!s) s = f->foreign->feed_xml_open(again, &o, a, &first, e);
    if (first) {
        f->meta = f->foreign->feed_xml_meta(first);
        f->foreign->feed_xml_close(first);
    }
    reader_close(again);
    return s;
}

static bool is_json(struct reader *in)
{
    struct str head = STR("");
    struct err e;
    if (reader_head(in, 4096, &head, &e)) return false;
    if (str_starts(head, "\xEF\xBB\xBF")) head = str_skip(head, 3);
    head = str_trim(head);
    return head.len && head.p[0] == '{';
}

static enum status feed_open(struct reader *in, const struct importer_options *o, struct arena *a,
                             void **ret_state, struct err *e)
{
    struct feed_state *f = arena_new(a, struct feed_state, 1);
    enum status s = OK;
    f->url = feed_url(a, str_of(o->url), STR(""));
    if (is_json(in)) {
        s = feed_json_open(in, a, &f->json, e);
        if (!s) f->meta = feed_json_meta(f->json);
    } else {
        s = foreign_find(&f->foreign, e);
        if (!s) s = feed_meta_xml(in, f, a, e);
        struct feed_xml_options entries = {.entries = true, .url = f->url};
        if (!s) s = f->foreign->feed_xml_open(in, &entries, a, &f->xml, e);
    }
    if (!s) settle_outlet(f, o->path, a);
    *ret_state = f;
    return s;
}

static enum status feed_next(void *state, struct arena *a, struct record *ret, struct err *e)
{
    struct feed_state *f = state;
    struct feed_entry own;
    struct feed_entry *entry = &own;
    enum status s =
        f->json ? feed_json_next(f->json, &own, e) : f->foreign->feed_xml_next(f->xml, &entry, e);
    if (s) return s;
    s = read_entry(f, entry, a, ret, e);
    feed_entry_free(entry);
    return s;
}

static void feed_close(void *state)
{
    struct feed_state *f = state;
    if (f->xml) f->foreign->feed_xml_close(f->xml);
    f->xml = NULL;
}

static struct str feed_remarks(void *state, struct arena *a)
{
    const struct feed_state *f = state;
    struct buf b = buf_new(a);
    if (f->xml) buf_add(&b, f->foreign->feed_xml_remarks(f->xml, a));
    if (f->json && feed_json_mended(f->json)) {
        buf_adds(&b, "bytes that are no text shown as \xEF\xBF\xBD");
    }
    if (f->undated) {
        buf_addf(&b, "%s%llu entr%s without a date that can be read: kept, but no evidence",
                 b.len ? "; " : "", (unsigned long long)f->undated, f->undated == 1 ? "y" : "ies");
    }
    return buf_str(&b);
}

extern const struct importer importer_feed;

const struct importer importer_feed = {
    .name = "feed",
    .summary = "feeds: RSS 0.9 to 2.0, RDF, Atom, JSON Feed",
    .sniff = feed_sniff,
    .open = feed_open,
    .next = feed_next,
    .close = feed_close,
    .remarks = feed_remarks,
};

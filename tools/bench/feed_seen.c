/* feed_seen.c - tools: what does kith see in these feeds? One JSON line a file, for feeds.py. */
#include "listen/feed_int.h"
#include "listen/foreign.h"
#include "records_json.h"

#include <stdio.h>
#include <string.h>

/*
 * feed_seen <LIST       a line a file: its path, a tab, and the address it came from, if any
 *
 * {"path", "sure", "feed": {…}, "entries": [{…}], "records": [{…}]}: what feed_int.h reads, each
 * text as a reader would see it, and then what the importer makes of it (records_json.h).
 */
static void author(struct buf *b, const struct feed_author *who)
{
    j_text(b, "name", who->name);
    j_text(b, "email", who->email);
    j_text(b, "uri", who->uri);
}

static void moment(struct buf *b, const char *name, struct str said)
{
    int64_t at_s = TIME_NONE;
    (void)feed_date(said, &at_s);
    j_text(b, name, said);
    j_text(b, str_printf(b->a, "%s_at", name).p, time_iso(b->a, at_s));
}

static void page(struct buf *b, const char *name, const struct feed_text *text, struct str home)
{
    struct feed_page seen = feed_text_read(b->a, text, home);
    j_text(b, name, seen.text);
    j_texts(b, str_printf(b->a, "%s_links", name).p, seen.links, seen.link_count);
}

static void meta(struct buf *b, const struct feed_meta *m)
{
    j_key(b, "feed");
    buf_addc(b, '{');
    page(b, "title", &m->title, m->alternate);
    j_text(b, "self", m->self);
    j_text(b, "link", m->alternate);
    j_text(b, "lang", m->lang);
    author(b, &m->author);
    buf_addc(b, '}');
}

static void entry_seen(struct buf *b, const struct feed_entry *entry, struct str home)
{
    buf_addf(b, "%s{", b->p[b->len - 1] == '[' ? "" : ", ");
    page(b, "title", &entry->title, home);
    page(b, "summary", &entry->summary, home);
    page(b, "content", &entry->content, home);
    j_text(b, "id", entry->id);
    j_text(b, "link", entry->link);
    j_text(b, "lang", entry->lang);
    author(b, &entry->author);
    moment(b, "published", entry->published);
    moment(b, "updated", entry->updated);
    buf_addc(b, '}');
}

static void entries(struct buf *b, struct str bytes, struct str url, const struct feed_meta *m)
{
    struct err e;
    struct feed_xml_options o = {.entries = true, .url = url};
    struct feed_xml *xml = NULL;
    struct feed_entry *entry = NULL;
    struct str home = m->alternate.len ? m->alternate : m->self.len ? m->self : url;
    j_key(b, "entries");
    buf_addc(b, '[');
    enum status s = kith_foreign.feed_xml_open(reader_of(bytes, b->a), &o, b->a, &xml, &e);
    while (xml && !s && !kith_foreign.feed_xml_next(xml, &entry, &e)) {
        entry_seen(b, entry, home);
        feed_entry_free(entry);
    }
    if (xml) kith_foreign.feed_xml_close(xml);
    buf_addc(b, ']');
}

extern const struct importer importer_feed;

static void see(const char *path, const char *url)
{
    struct arena a = {0};
    struct err e = {{0}};
    struct reader *in = NULL;
    struct str bytes = STR("");
    struct str line;
    struct feed_xml *xml = NULL;
    struct feed_xml_options o = {.url = str_of(url)};
    struct feed_meta m = {0};
    struct buf b = buf_new(&a);
    if (reader_open(path, &a, &in, &e) || reader_rest(in, 1 << 26, &a, &bytes, &e)) {
        (void)fprintf(stderr, "%s\n", e.text);
    }
    buf_addc(&b, '{');
    j_text(&b, "path", str_of(path));
    j_number(&b, "sure", importer_feed.sniff(str_head(bytes, 4096), path));
    if (!kith_foreign.feed_xml_open(reader_of(bytes, &a), &o, &a, &xml, &e)) {
        m = kith_foreign.feed_xml_meta(xml);
        meta(&b, &m);
    }
    if (xml) {
        kith_foreign.feed_xml_close(xml);
        entries(&b, bytes, o.url, &m);
    }
    struct importer_options importing = {.path = path, .url = url};
    struct str records = json_records(&importer_feed, reader_of(bytes, &a), &importing, &a);
    j_key(&b, "records");
    for (char sep = '['; str_cut(&records, '\n', &line); sep = ',') {
        if (line.len) buf_addf(&b, "%c%.*s", sep, STR_ARG(line));
    }
    buf_adds(&b, "]}");
    (void)puts(b.p);
    reader_close(in);
    arena_free(&a);
}

int main(void)
{
    static char line[8192];
    while (fgets(line, sizeof line, stdin)) {
        line[strcspn(line, "\n")] = '\0';
        char *tab = strchr(line, '\t');
        if (tab) *tab = '\0';
        see(line, tab && tab[1] ? tab + 1 : NULL);
    }
    return 0;
}

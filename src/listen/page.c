/* page.c - listen: what does this page of an article say? */
#include "base/limits.h"
#include "base/time.h"
#include "listen/feed_int.h"
#include "listen/handle.h"
#include "listen/page_int.h"
#include "listen/social.h"
#include "listen/table_int.h"
#include "listen/text_lines.h"

#include <string.h>

struct page_state {
    struct page_facts facts;
    struct str html, url, host;
    struct who author[PAGE_AUTHORS_MAX];
    size_t author_count;
    int64_t at_s;
    size_t given;
    bool claimed;
    const char *encoding;
};

/* ---- is it one? ---- */

static bool begins(struct str text)
{
    static const char *const starts[] = {"<!doctype html", "<html", "<head",
                                         "<!-- saved from url="};
    for (;;) {
        text = str_trim(text);
        for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
            if (str_starts_nocase(text, starts[i])) return true;
        }
        if (!str_starts(text, "<?xml") && !str_starts(text, "<!--")) return false;
        text = str_skip(text, str_find(text, '>') + 1); /* XHTML, or a remark before it all */
    }
}

static int page_sniff(struct str head, const char *path)
{
    struct arena a = {0};
    (void)path;
    bool page = begins(text_head(&a, head));
    arena_free(&a);
    return page ? 50 : 0;
}

/* ---- reading it ---- */

/* "charset=utf-8" of a meta element, or its attribute of that name. */
static struct str label_of(struct str head)
{
    size_t at = str_find_nocase(head, "charset=");
    struct str s = str_skip(head, at + 8);
    if (s.len && (s.p[0] == '"' || s.p[0] == '\'')) s = str_skip(s, 1);
    size_t n = 0;
    while (n < s.len && n < 40 && (unsigned char)s.p[n] > ' ' && !strchr("\"'>;/", s.p[n]))
        n++;
    return str_head(s, n);
}

static enum status html_of(struct reader *in, struct arena *a, struct page_state *p, struct err *e)
{
    struct str head;
    struct text_in text;
    bool known = false;
    struct buf b = buf_new(a);
    enum status s = reader_head(in, 4096, &head, e);
    if (s) return s;
    s = text_in_open_as(in, str_copy(a, label_of(head)), a, &text, &known, e);
    if (s) return s;
    while (!s && b.len <= PAGE_BYTES_MAX) {
        size_t len = text.end - text.begin;
        if (len) buf_add(&b, (struct str){text.window + text.begin, len});
        text.begin = text.end;
        s = text_in_more(&text, e);
    }
    p->encoding = text_in_encoding(&text);
    text_in_close(&text);
    if (s && s != DONE) return s;
    if (b.len > PAGE_BYTES_MAX) {
        return err_set(e, BAD_INPUT, "a page longer than %d bytes; save the article alone",
                       PAGE_BYTES_MAX);
    }
    p->html = utf8_mend(a, buf_str(&b));
    return OK;
}

/* "<!-- saved from url=(0023)http://x.example/ -->", as browsers write it. */
static struct str saved_from(struct str html)
{
    struct str head = str_head(html, 2048);
    size_t at = str_find_nocase(head, "saved from url=(");
    struct str s = str_skip(head, at);
    s = str_skip(s, str_find(s, ')') + 1);
    size_t n = 0;
    while (n < s.len && (unsigned char)s.p[n] > ' ')
        n++;
    return str_head(s, n);
}

static void find_place(struct page_state *p, const char *fetched, struct arena *a)
{
    struct str home = fetched ? str_of(fetched) : saved_from(p->html);
    home = feed_url(a, home, STR(""));
    p->url = feed_url(a, p->facts.url.value, home);
    if (!p->url.len) p->url = home;
    p->url = str_head(p->url, str_find(p->url, '#'));
    struct str base = feed_url(a, p->facts.base, p->url);
    p->facts.base = base.len ? base : p->url;
    p->host = p->url.len ? url_host(a, p->url) : STR("");
}

static struct who who_of(const struct page_state *p, const struct page_author *author,
                         struct arena *a)
{
    struct who who = {.name = utf8_head(feed_line(a, author->name), NAME_BYTES_MAX)};
    struct str email = STR("");
    if (author->email.len && email_read(author->email, a, &email)) {
        who.channel = STR("email");
        who.handle = email;
        return who;
    }
    struct who profile;
    struct str url = feed_url(a, author->url, p->facts.base);
    struct str host = url.len ? url_host(a, url) : STR("");
    if (url.len && !str_eq(host, p->host) && who_of_url(url, a, &profile)) {
        profile.name = who.name;
        return profile;
    }
    if (!who.name.len) return (struct who){0};
    who.channel = STR("feed"); /* as the site's own feed names them */
    struct str place = p->host.len ? p->host : STR("page");
    who.handle = str_printf(a, "%.*s/%.*s", STR_ARG(place), STR_ARG(who.name));
    return who;
}

static enum status page_open(struct reader *in, const struct importer_options *o, struct arena *a,
                             void **ret_state, struct err *e)
{
    struct page_state *p = arena_new(a, struct page_state, 1);
    *ret_state = p;
    enum status s = html_of(in, a, p, e);
    if (s) return s;
    page_facts_read(p->html, a, &p->facts);
    if (p->facts.listing) {
        return err_set(e, BAD_INPUT, "a listing of a directory, want the page of an article");
    }
    find_place(p, o->url, a);
    p->at_s = TIME_NONE;
    if (!feed_date(p->facts.date.value, &p->at_s)) p->at_s = TIME_NONE;
    for (size_t i = 0; i < p->facts.author_count; i++) {
        struct who who = who_of(p, &p->facts.author[i], a);
        if (who.handle.len) p->author[p->author_count++] = who;
    }
    if (p->author_count || p->at_s != TIME_NONE) return OK;
    return err_set(e, BAD_INPUT,
                   "a page that names neither author nor date, want the page of an article "
                   "(meta author, JSON-LD, time, …)");
}

/* ---- records ---- */

static void give_doc(const struct page_state *p, size_t i, struct arena *a, struct record *ret)
{
    *ret = (struct record){.kind = RECORD_DOC, .line = i ? 1 : 0, .part = i > 0};
    struct doc_row *doc = &ret->doc;
    *doc = (struct doc_row){.kind = STR("article"), .at_s = p->at_s};
    doc->title = utf8_head(feed_line(a, p->facts.title.value), NAME_BYTES_MAX);
    doc->lang = feed_lang(a, str_head(p->facts.lang.value, 35));
    if (i < p->author_count) doc->author = p->author[i];
    doc->key = p->url;
    if (i) {
        doc->key = str_printf(a, "%.*s+%zu", STR_ARG(p->url.len ? p->url : doc->title), i);
    } else {
        struct feed_page page = feed_html_read(a, page_main(p->html, a), p->facts.base);
        doc->text = page.text;
        doc->links = page.links;
        doc->link_count = page.link_count;
        doc->url = p->url;
    }
    if (!p->host.len) return;
    doc->outlets = arena_new(a, struct who, 1);
    doc->outlets[0] = (struct who){.channel = STR("site"), .handle = p->host, .kind = STR("site")};
    doc->outlets[0].name = utf8_head(feed_line(a, p->facts.site.value), NAME_BYTES_MAX);
    doc->outlet_count = 1;
}

/* What the author says are further accounts of theirs. */
static bool give_claims(const struct page_state *p, struct arena *a, struct record *ret)
{
    if (!p->author_count || !p->facts.claim_count) return false;
    *ret = (struct record){.kind = RECORD_PERSON, .line = 1, .part = true};
    struct person_row *row = &ret->person;
    row->followers = row->weight = row->capacity = -1;
    row->who[row->who_count++] = p->author[0];
    row->name = p->author[0].name;
    row->claims = arena_new(a, struct claim, p->facts.claim_count);
    for (size_t i = 0; i < p->facts.claim_count; i++) {
        struct str claimed = p->facts.claim[i];
        struct str url = feed_url(a, claimed, p->facts.base);
        if (!url.len && str_starts_nocase(claimed, "mailto:")) url = claimed;
        struct who who;
        if (!url.len || url.len > NAME_BYTES_MAX || !who_of_id(url, a, &who)) continue;
        row->claims[row->claim_count++].who = who;
    }
    return row->claim_count > 0;
}

static enum status page_next(void *opaque, struct arena *a, struct record *ret, struct err *e)
{
    struct page_state *p = opaque;
    (void)e;
    if (!p->given || p->given < p->author_count) {
        give_doc(p, p->given++, a, ret);
        return OK;
    }
    if (p->claimed) return DONE;
    p->claimed = true;
    return give_claims(p, a, ret) ? OK : DONE;
}

static struct str page_remarks(void *opaque, struct arena *a)
{
    const struct page_state *p = opaque;
    struct buf b = buf_new(a);
    if (p->encoding) buf_addf(&b, "read as %s", p->encoding);
    if (!p->url.len) {
        buf_addf(&b, "%sit does not say where it was published: its site is not known",
                 b.len ? "; " : "");
    }
    return buf_str(&b);
}

extern const struct importer importer_page;

const struct importer importer_page = {
    .name = "page",
    .summary = "the HTML page of an article (author, date, text, links)",
    .sniff = page_sniff,
    .open = page_open,
    .next = page_next,
    .remarks = page_remarks,
};

/* samples.c - tests: what does 64 KiB of each kind of source look like? */
#include "samples.h"

#include "base/rng.h"

#include <string.h>

extern const struct importer importer_activitystreams, importer_bluesky, importer_mastodon,
    importer_x_archive;
extern const struct importer importer_discord, importer_hyperkitty, importer_mattermost,
    importer_telegram, importer_zulip;

extern const struct importer importer_csv, importer_tsv, importer_jsonl, importer_mbox,
    importer_mail, importer_feed, importer_feed_list, importer_vcard, importer_schedule,
    importer_icalendar;
extern const struct importer importer_discourse, importer_github, importer_hackernews,
    importer_stackexchange;

static const char *const words[] = {"harbour", "lantern", "käse",   "цвет", "東京",
                                    "a😀b",     "quay",    "sluice", "tide", "O'Brien",
                                    "naïve",   "ballast", "keel",   "мост", "e\xCC\x81t"};
enum { WORDS = sizeof words / sizeof *words };

const char *sample_word(uint64_t i)
{
    uint64_t ret[2];
    rng_block(11, i, 0, ret);
    return words[ret[0] % WORDS];
}

bool sample_add(struct sample *s, void (*write)(struct buf *b, size_t i), size_t i, bool good,
                size_t tail)
{
    size_t before = s->text.len;
    write(&s->text, i);
    if (s->text.len + tail > SAMPLE_BYTES || s->good == SAMPLE_RECORDS_MAX) {
        s->text.len = before;
        return false;
    }
    if (good) s->end[s->good++] = s->text.len;
    return true;
}

void sample_fill(struct sample *s, size_t tail)
{
    while (s->text.len + tail < SAMPLE_BYTES)
        buf_addc(&s->text, '\n');
}

void sample_all(struct sample *s, void (*write)(struct buf *b, size_t i), size_t first,
                size_t every, size_t bad, const char *end)
{
    size_t tail = strlen(end);
    for (size_t i = first; sample_add(s, write, i, i % every != bad, tail); i++)
        ;
    sample_fill(s, tail);
    buf_adds(&s->text, end);
}

/* ---- tables ---- */

static void write_csv(struct buf *b, size_t i)
{
    unsigned day = (unsigned)(i % 28) + 1;
    switch (i % 12) {
    case 5: /* bad: no such verb */
        buf_addf(b, "2026-01-%02u,shouted,p%zu@x.example,q@y.example,%s\r\n", day, i,
                 sample_word(i));
        break;
    case 8: /* bad: cells that the header has not */
        buf_addf(b, "2026-01-%02u,replied,p%zu@x.example,q@y.example,one,two,%s\r\n", day, i,
                 sample_word(i));
        break;
    case 3: /* a cell over three lines, with a comma and quotes in it */
        buf_addf(
            b,
            "2026-02-%02u,shared,p%zu@x.example,\"q%zu@y.example\",\"%s, \"\"%s\"\"\r\n\r\nend\"\n",
            day, i, i % 7, sample_word(i), sample_word(i + 1));
        break;
    default:
        buf_addf(b, "2026-03-%02u,replied,p%zu@x.example,social:q%zu,%s %s\n", day, i, i % 9,
                 sample_word(i), sample_word(i + 3));
    }
}

static void make_csv(struct sample *s)
{
    buf_adds(&s->text, "\xEF\xBB\xBF"
                       "at,verb,from,to,text\r\n");
    for (size_t i = 0; sample_add(s, write_csv, i, i % 12 != 5 && i % 12 != 8, 0); i++)
        ;
    sample_fill(s, 0);
}

/* Deals, some with an amount that is none. */
static void write_deals(struct buf *b, size_t i)
{
    const char *amount = i % 9 == 4 ? "many" : i % 2 ? "1,200.50" : "$12k";
    buf_addf(b, "\"%s%s %zu\",Org %zu,\"%s\",%s,2026-03-%02zu,\"p%zu@x.example; %s\",\"A %s\"\n",
             sample_word(i), i % 7 == 3 ? "\n" : "", i, i % 5, amount, i % 3 ? "Won" : "Talking",
             i % 28 + 1, i, sample_word(i + 1), sample_word(i + 2));
}

static void make_deals(struct sample *s)
{
    buf_adds(&s->text, "deal,org,amount,stage,closed,buyers,advisers\r\n");
    sample_all(s, write_deals, 0, 9, 4, "");
}

static void write_tsv(struct buf *b, size_t i)
{
    if (i % 10 == 7)
        buf_addf(b, "%s\tp%zu@x.example\t%s\tmany\n", sample_word(i), i,
                 sample_word(i + 1)); /* no number */
    else if (i % 10 == 4)
        buf_addf(b, "\"%s\t%s\"\tp%zu@x.example\t%s\t%zu\r\n", sample_word(i), sample_word(i + 2),
                 i, sample_word(i + 1), i);
    else
        buf_addf(b, "%s %s\tp%zu@x.example\t%s\t%zu\n", sample_word(i), sample_word(i + 2), i,
                 sample_word(i + 1), i * 3);
}

static void make_tsv(struct sample *s)
{
    buf_adds(&s->text, "name\temail\torg\tfollowers\n");
    sample_all(s, write_tsv, 0, 10, 7, "");
}

/* A people table as Excel saves it, every character in two bytes or four. */
static void make_utf16(struct sample *s)
{
    struct buf narrow = buf_new(&s->a);
    buf_adds(&narrow, "name;email;org;followers\r\n");
    buf_adds(&s->text, "\xFF\xFE");
    size_t done = 0;
    for (size_t i = 0;; i++) {
        size_t before = s->text.len;
        for (; done < narrow.len; done++) {
            unsigned char c = (unsigned char)narrow.p[done];
            buf_addc(&s->text, (char)c);
            buf_addc(&s->text, c == '$' ? '\xD8' : '\0'); /* U+D824, half of a pair */
        }
        if (s->text.len > SAMPLE_BYTES) {
            s->text.len = before;
            break;
        }
        if (i) s->end[s->good++] = s->text.len;
        buf_addf(&narrow, "Pat %zu%s;p%zu@x.example;Quay;%zu\r\n", i, i % 9 ? "" : " $x", i, i);
    }
    while (s->text.len + 1 < SAMPLE_BYTES)
        buf_add(&s->text, (struct str){"\n\0", 2});
}

/* ---- JSON ---- */

static void write_json(struct buf *b, size_t i)
{
    if (i % 11 == 6)
        buf_addf(b, "{\"name\": \"%s\", \"id\": 123456789012345678901234567890}", sample_word(i));
    else if (i % 11 == 2)
        buf_addf(b,
                 "{\"name\": \"%s \\\"}]\\\" \\u00e9\", \"email\": [\"p%zu@x.example\"], \"x\": "
                 "{\"y\": [1, 2.5]}}",
                 sample_word(i), i);
    else
        buf_addf(b,
                 "{\"email\": \"p%zu@x.example\", \"name\": \"%s %s\", \"tags\": [\"buyer\", "
                 "\"%s\"], \"followers\": %zu}",
                 i, sample_word(i), sample_word(i + 1), sample_word(i + 2), i);
}

static void write_json_line(struct buf *b, size_t i)
{
    write_json(b, i);
    buf_adds(b, i % 5 ? "\n" : "\r\n\n");
    if (i % 13 == 9) buf_adds(b, "{\"name\": \"cut\n");
}

static void make_jsonl(struct sample *s)
{
    sample_all(s, write_json_line, 0, 11, 6, "");
}

static void write_json_item(struct buf *b, size_t i)
{
    if (i) buf_adds(b, i % 6 ? ", " : ",\n");
    write_json(b, i);
}

static void make_array(struct sample *s)
{
    buf_adds(&s->text, " [\n");
    sample_all(s, write_json_item, 0, 11, 6, "]");
}

static void write_json_entry(struct buf *b, size_t i)
{
    if (i) buf_adds(b, ",\n");
    if (i % 14 == 8) {
        buf_adds(b, "{\"id\": 1, \"id\": 2}"); /* bad: a key that stands twice */
        return;
    }
    buf_addf(b,
             "{\"id\": \"https://x.example/%zu\", \"title\": \"%s &amp; %s\", \"date_published\": "
             "\"2026-05-%02zuT10:00:00Z\", \"authors\": [{\"name\": \"%s\"}], \"content_html\": "
             "\"<p>%s <a href=\\\"/p/%zu\\\">%s</a><script>no()</script><ul><li>%s\"}",
             i, sample_word(i), sample_word(i + 1), i % 28 + 1, sample_word(i + 2),
             sample_word(i + 3), i, sample_word(i + 4), sample_word(i + 5));
}

static void make_json_feed(struct sample *s)
{
    buf_adds(&s->text, "{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"Quay\",\n"
                       "\"home_page_url\": \"https://x.example/\", \"items\": [\n");
    sample_all(s, write_json_entry, 0, 14, 8, "], \"language\": \"en\"}");
}

/* ---- histories ---- */

extern const struct importer importer_git_log, importer_mailmap, importer_page, importer_transcript;

static void write_commit(struct buf *b, size_t i)
{
    buf_addf(b, "commit %040zx%s\n", i + 1, i % 3 ? "" : " (tag: x)");
    if (i % 13 == 7) { /* bad: nobody wrote it */
        buf_adds(b, "Date:   Fri May 1 10:45:27 2026 +0200\n\n    no\n\n");
        return;
    }
    buf_addf(b, "Author:     %s <p%zu@x.example>\nAuthorDate: Fri May %zu 10:45:27 2026 +0200\n",
             sample_word(i), i % 9, i % 28 + 1);
    buf_addf(b, "Commit:     %s <q%zu@x.example>\nCommitDate: 2026-05-%02zu 10:45:27 +0200\n\n",
             sample_word(i + 1), i % 4, i % 28 + 1);
    buf_addf(b,
             "    %s %s\n    \n    http://y.example/%zu\n    Reviewed-by: r%zu <r%zu@x.example>\n",
             sample_word(i), sample_word(i + 2), i, i, i);
    if (i % 4 == 2) {
        buf_adds(b, "\n x | 2 +-\n\ndiff --git a/x b/x\n     commit 0123456789\n-    y\n");
    }
    buf_addc(b, '\n');
}

static void make_git_log(struct sample *s)
{
    sample_all(s, write_commit, 0, 13, 7, "");
}

static void write_mapping(struct buf *b, size_t i)
{
    if (i % 9 == 4) {
        buf_addf(b, "%s no address\n", sample_word(i)); /* bad */
    } else if (i % 3) {
        buf_addf(b, "P%zu %s <p%zu@x.example> <q%zu@y.example>\n", i, sample_word(i), i, i);
    } else {
        buf_addf(b, "# %s\n%s <p%zu@x.example> root <root@localhost>\n", sample_word(i + 1),
                 sample_word(i), i);
    }
}

static void make_mailmap(struct sample *s)
{
    sample_all(s, write_mapping, 0, 9, 4, "");
}

/* ---- pages ---- */

static void make_page(struct sample *s)
{
    buf_adds(&s->text, "<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>Käse &amp; "
                       "quay</title><script type='application/ld+json'>{\"@type\": \"Article\", "
                       "\"author\": [\"Pat Quay\", {\"name\": \"Bo Keel\"}]}</script>"
                       "<link rel=me href='https://y.example/@pat'></head><body><article>");
    for (size_t i = 0; s->text.len < SAMPLE_BYTES - 400; i++)
        buf_addf(&s->text,
                 "<p class=\"x author-%zu\">%s <a href='//y.example/%zu'>%s</a><nav>%s</nav><time "
                 "datetime=\"2026-05-01\">\n",
                 i, sample_word(i), i, sample_word(i + 1), sample_word(i + 2));
    sample_fill(s, 0);
    for (int i = 0; i < 3; i++) /* the doc, its second author, what the first claims */
        s->end[s->good++] = SAMPLE_BYTES;
}

/* ---- transcripts ---- */

/* One episode: what a cut leaves of it are as many records as speakers were heard. */
static void make_transcript(struct sample *s)
{
    static const char *const forms[] = {
        "**P%zu Quay:** ", "P%zu Quay (00:%02zu): ", "[00:01:02] P%zu Quay: ", "<v P%zu Quay>"};
    buf_adds(&s->text, "# Käse\ndate: 2026-05-01\n\n");
    for (size_t i = 0; s->text.len < SAMPLE_BYTES - 300; i++) {
        buf_addf(&s->text, forms[i % 4], i % 9, i % 60);
        buf_addf(&s->text, "%s %s\n\n%s http://y.example/%zu\n%s\n", sample_word(i),
                 sample_word(i + 1), sample_word(i + 2), i, i % 7 ? "" : "**Jingle:** la");
    }
    sample_fill(s, 0);
    for (size_t i = 0; i < 9; i++)
        s->end[s->good++] = SAMPLE_BYTES;
}

/* ---- mail ---- */

static void write_mail(struct buf *b, size_t i)
{
    buf_addf(b, "From p%zu@x.example Thu May %2zu 12:36:23 2026\n", i, i % 28 + 1);
    if (i % 16 == 10) { /* not a mail: what stands there is no header that a mail has */
        buf_adds(b, "X: y\n\n\n");
        return;
    }
    buf_addf(b,
             "From: =?utf-8?Q?%s?= <p%zu@x.example>\nTo: quay@lists.x.example\nList-Id: Quay "
             "<quay.x.example>\n",
             i % 2 ? "J=C3=B6rg" : "=E6=9D=B1", i);
    buf_addf(b,
             "Subject: Re: [Quay] %s\nMessage-ID: <%zu@x.example>\nIn-Reply-To: <%zu@x.example>\n",
             sample_word(i), i, i / 2);
    buf_addf(b, "Date: Thu, %2zu May 2026 12:36:23 +0200\nMIME-Version: 1.0\n", i % 28 + 1);
    if (i % 5 == 1) {
        buf_adds(b, "Content-Type: multipart/alternative; boundary=\"=-b\"\n\n--=-b\nContent-Type: "
                    "text/html; "
                    "charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\n<p>H=E9 <a "
                    "href=3D\"http"
                    "://y.example/=\nq\">q</a><blockquote>old</blockquote>\n--=-b--\n");
    } else if (i % 5 == 3) {
        buf_adds(
            b,
            "Content-Type: text/plain; charset=\"no-such\"\nContent-Transfer-Encoding: base64\n\n"
            "T24gVGh1LCAyMiBBdWcgMjAwMiwgSmFuZSB3cm90ZToKPiBvbGQKbmV3IHdvcmRzCg==\n");
    } else {
        buf_addf(b, "\nOn Thu, 21 May 2026, %s <q%zu@x.example> wrote:\n> From old\n>\n%s %s\n",
                 sample_word(i), i % 8, sample_word(i + 1), sample_word(i + 2));
        buf_adds(b, "From here on it is text, http://y.example/a?b.\n-- \nsigned\n");
    }
    buf_adds(b, "\n");
}

static void make_mbox(struct sample *s)
{
    sample_all(s, write_mail, 0, 16, 10, "");
}

static void write_part(struct buf *b, size_t i)
{
    static const char *const types[] = {"text/plain; charset=utf-16", "text/html", "message/rfc822",
                                        "image/png; name*0=\"a\"; name*1=b",
                                        "multipart/mixed; boundary=c"};
    buf_addf(b, "--b%s\nContent-Type: %s\nContent-Disposition: %s\n\n%s <b>%s</b>\n",
             i % 9 ? "" : "-", types[i % 5], i % 3 ? "inline" : "attachment; filename=\"x\"",
             sample_word(i), sample_word(i + 1));
}

/* One mail: folded headers, many addresses, parts within parts, then text in base64. */
static void make_mail(struct sample *s)
{
    buf_adds(&s->text, "Received: from a by b; Thu, 21 May 2026 12:36:23 +0200\nFrom: \"O'Brien, "
                       "Pat\" <p@x.example>\n");
    buf_adds(&s->text, "Date: Thu, 21 May 2026 12:36:23 +0200\nMessage-ID: <1@x.example>\nTo: ");
    for (size_t i = 0; i < 300; i++)
        buf_addf(&s->text, "%s <r%zu@x.example>,\n\t", sample_word(i), i);
    buf_adds(&s->text, "z@x.example\nReferences:");
    for (size_t i = 0; i < 60; i++)
        buf_addf(&s->text, " <%zu.%s@x.example>\n", i, i % 7 ? "q" : "\xC3\xA9");
    buf_adds(&s->text, "Subject: =?iso-2022-jp?B?GyRCRWw1fhsoQg==?= =?utf-8?q?broken\n"
                       "Content-Type: multipart/mixed; boundary=b\n\n");
    for (size_t i = 0; s->text.len < 40000; i++)
        write_part(&s->text, i);
    buf_adds(&s->text, "--b\nContent-Type: text/plain\nContent-Transfer-Encoding: base64\n\n");
    while (s->text.len + 78 < SAMPLE_BYTES)
        buf_adds(&s->text,
                 "T24gVGh1LCAyMiBBdWcgMjAwMiwgSmFuZSB3cm90ZToKPiBvbGQKbmV3IHdvcmRzCg4KPj4+PiBh\n");
    sample_fill(s, 0);
    s->end[s->good++] = SAMPLE_BYTES;
}

struct sample samples[] = {
    {.name = "discord",
     .importer = &importer_discord,
     .path = "x.json",
     .make = sample_discord,
     .spare = 1},
    {.name = "hyperkitty",
     .importer = &importer_hyperkitty,
     .path = "x.json",
     .make = sample_hyperkitty,
     .spare = 1},
    {.name = "mattermost",
     .importer = &importer_mattermost,
     .path = "x.jsonl",
     .make = sample_mattermost,
     .spare = 1},
    {.name = "telegram",
     .importer = &importer_telegram,
     .path = "result.json",
     .make = sample_telegram,
     .spare = 1},
    {.name = "zulip",
     .importer = &importer_zulip,
     .path = "x.json",
     .make = sample_zulip,
     .spare = 1},
    {.name = "bluesky",
     .importer = &importer_bluesky,
     .path = "x.jsonl",
     .make = make_bluesky,
     .spare = 1},
    {.name = "mastodon",
     .importer = &importer_mastodon,
     .path = "x.json",
     .make = make_mastodon,
     .spare = 1},
    {.name = "x-archive",
     .importer = &importer_x_archive,
     .path = "x.jsonl",
     .make = make_x,
     .spare = 1},
    {.name = "activitystreams",
     .importer = &importer_activitystreams,
     .path = "x.json",
     .make = make_as2,
     .spare = 1},
    {.name = "csv", .importer = &importer_csv, .path = "x.csv", .make = make_csv, .spare = 2},
    {.name = "deals", .importer = &importer_csv, .path = "x.csv", .make = make_deals, .spare = 2},
    {.name = "utf16", .importer = &importer_csv, .path = "x.csv", .make = make_utf16, .spare = 1},
    {.name = "tsv", .importer = &importer_tsv, .path = "x.tsv", .make = make_tsv, .spare = 1},
    {.name = "jsonl",
     .importer = &importer_jsonl,
     .path = "x.jsonl",
     .make = make_jsonl,
     .spare = 1},
    {.name = "array",
     .importer = &importer_jsonl,
     .path = "x.json",
     .make = make_array,
     .spare = 1},
    {.name = "mbox", .importer = &importer_mbox, .path = "x.mbox", .make = make_mbox, .spare = 1},
    {.name = "git_log",
     .importer = &importer_git_log,
     .path = "x.log",
     .make = make_git_log,
     .spare = 1},
    {.name = "mailmap",
     .importer = &importer_mailmap,
     .path = ".mailmap",
     .make = make_mailmap,
     .spare = 1},
    {.name = "page", .importer = &importer_page, .path = "x.html", .make = make_page, .spare = 3},
    {.name = "transcript",
     .importer = &importer_transcript,
     .path = "x.md",
     .make = make_transcript,
     .spare = 10}, /* one more when the cut parts a name from its time */
    {.name = "mail", .importer = &importer_mail, .path = "x.eml", .make = make_mail, .spare = 1},
    {.name = "opml",
     .importer = &importer_feed_list,
     .path = "x.opml",
     .make = make_opml,
     .spare = 1},
    {.name = "planet",
     .importer = &importer_feed_list,
     .path = "x.ini",
     .make = make_planet,
     .spare = 1},
    {.name = "rss", .importer = &importer_feed, .path = "x.xml", .make = make_rss, .spare = 1},
    {.name = "atom", .importer = &importer_feed, .path = "x.xml", .make = make_atom, .spare = 1},
    {.name = "jsonfeed",
     .importer = &importer_feed,
     .path = "x.json",
     .make = make_json_feed,
     .spare = 1},
    {.name = "vcard", .importer = &importer_vcard, .path = "x.vcf", .make = make_vcard, .spare = 1},
    {.name = "discourse",
     .importer = &importer_discourse,
     .path = "x.json",
     .make = make_discourse,
     .spare = 1},
    {.name = "github",
     .importer = &importer_github,
     .path = "x.json",
     .make = make_github,
     .spare = 1},
    {.name = "hackernews",
     .importer = &importer_hackernews,
     .path = "x.json",
     .make = make_hackernews,
     .spare = 1},
    {.name = "stackexchange",
     .importer = &importer_stackexchange,
     .path = "x.example.com/Comments.xml",
     .make = make_stackexchange,
     .spare = 1},
    {.name = "schedule",
     .importer = &importer_schedule,
     .path = "x.xml",
     .make = make_schedule,
     .spare = 1},
    {.name = "schedule_json",
     .importer = &importer_schedule,
     .path = "x.json",
     .make = make_schedule_json,
     .spare = 1},
    {.name = "icalendar",
     .importer = &importer_icalendar,
     .path = "x.ics",
     .make = make_icalendar,
     .spare = 3},
    {.name = NULL},
};

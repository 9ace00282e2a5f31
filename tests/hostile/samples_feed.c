/* samples_feed.c - tests: what do 64 KiB of each kind of feed, and of lists of them, look like? */
#include "samples.h"

/* ---- XML ---- */

static void write_rss(struct buf *b, size_t i)
{
    if (i % 15 == 11) {
        buf_adds(b, "<item></item>\n"); /* bad: it says nothing */
        return;
    }
    buf_addf(b, "<item><title>%s &amp;lt;b&amp;gt; &eacute; %s</title><link>/p/%zu</link>",
             sample_word(i), sample_word(i + 1), i);
    buf_addf(b, "<pubDate>Fri, %02zu May 2026 10:45:27 +0200</pubDate><dc:creator>%s</dc:creator>",
             i % 28 + 1, sample_word(i + 2));
    if (i % 4 == 1)
        buf_addf(b,
                 "<content:encoded><![CDATA[<div>%s<br/><a href=\"//y.example/%zu\">%s</a></div>]]>"
                 "</content:encoded>",
                 sample_word(i), i, sample_word(i + 4));
    else
        buf_addf(
            b,
            "<!-- %s --><description>%s &lt;a href='x'&gt;%s&lt;/a&gt; &undefined;</description>",
            sample_word(i), sample_word(i + 5), sample_word(i + 6));
    buf_adds(b, "</item>\n");
}

void make_rss(struct sample *s)
{
    buf_adds(&s->text,
             "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!DOCTYPE rss [<!ENTITY e \"no\">]>\n"
             "<rss version=\"2.0\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
             "xmlns:content=\"http://purl.org/rss/1.0/modules/content/\">\n"
             "<channel><title>Quay</title><link>https://x.example/</link>\n");
    sample_all(s, write_rss, 0, 15, 11, "</channel></rss>");
}

static void write_atom(struct buf *b, size_t i)
{
    buf_addf(b,
             "<entry xml:base=\"/%zu/\"><id>urn:x:%zu</id><title type=\"html\">%s &lt;i></title>",
             i, i, sample_word(i));
    buf_addf(b,
             "<author><name>%s</name><email>p%zu@x.example</email></author>"
             "<link rel=\"alternate\" "
             "href=\"p?a=1&amp;b=%zu\"/><updated>2026-05-%02zuT01:02:03Z</updated>",
             sample_word(i + 1), i, i, i % 28 + 1);
    buf_addf(b,
             "<content type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\">%s <b>%s</b> "
             "<a href=\"q\">%s</a></div></content></entry>\n",
             sample_word(i + 2), sample_word(i + 3), sample_word(i + 4));
}

void make_atom(struct sample *s)
{
    buf_adds(&s->text, "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Quay</title>"
                       "<link href=\"https://x.example/\"/>\n");
    sample_all(s, write_atom, 0, 1, 1, "</feed>");
}

/* ---- lists of feeds ---- */

static void write_outline(struct buf *b, size_t i)
{
    if (i % 13 == 6) { /* bad: an address that nobody can ask */
        buf_addf(b, "<outline text=\"%s\" xmlUrl=\"file:///%zu\"/>\n", sample_word(i), i);
        return;
    }
    buf_addf(b, "<outline text=\"%s & %s\" title=\"%s &gt; &#233;\" ", sample_word(i),
             sample_word(i + 1), sample_word(i + 2));
    buf_addf(b, "xmlUrl=\"http://x%zu.example/f?a=1&b=2\"\n htmlUrl='http://x%zu.example/'/>\n", i,
             i);
}

void make_opml(struct sample *s)
{
    buf_adds(&s->text, "<?xml version=\"1.0\"?>\n<!-- <outline xmlUrl='http://no.example/'/> -->"
                       "<opml version=\"2.0\"><body><outline text=\"all\">\n");
    sample_all(s, write_outline, 0, 13, 6, "</outline></body></opml>");
}

static void write_section(struct buf *b, size_t i)
{
    if (i % 2) {
        buf_addf(b, "[http://x%zu.example/feed]\nname = %s\n", i, sample_word(i));
    } else {
        buf_addf(b, "[%s %zu]\n feed = http://y%zu.example/?a&b ## %s\n title=%s\n", sample_word(i),
                 i, i, sample_word(i + 1), sample_word(i + 2));
    }
}

void make_planet(struct sample *s)
{
    buf_adds(&s->text, "# quay\n[Planet]\nname = Quay\nlink = http://p.example/\n");
    sample_all(s, write_section, 0, 1, 1, "");
}

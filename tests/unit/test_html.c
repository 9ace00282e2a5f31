/*
 * test_html.c - tests: html.c, html_entity.c
 *
 * Wanted values are what browsers show (HTML Living Standard, 13.2), read by eye; characters of
 * entities from Python's html.entities.
 */
#include "helpers.h"

#include "listen/html.h"

static void keep_link(void *state, struct str href, bool quoted)
{
    struct buf *links = state;
    buf_addf(links, "%s%.*s%s", links->len ? " " : "", STR_ARG(href), quoted ? " (quoted)" : "");
}

static struct str text_of(struct arena *a, struct str html, struct buf *links)
{
    *links = buf_new(a);
    struct html_options o = {
        .quote = "> ", .paragraphs = true, .most = 1 << 20, .link = keep_link, .state = links};
    return html_text(a, html, &o);
}

struct row {
    const char *html, *want;
};

static void expect(const struct row *row, size_t count)
{
    struct arena a = {0};
    struct buf links;
    for (size_t i = 0; i < count; i++) {
        assert_str(text_of(&a, str_of(row[i].html), &links), row[i].want);
    }
    arena_free(&a);
}
#define EXPECT(rows) expect(rows, sizeof(rows) / sizeof *(rows))

static void lines_are_broken_where_blocks_are(void **state)
{
    static const struct row rows[] = {
        {"One <b>two</b>\n three<br>four<div>five</div>six", "One two three\nfour\nfive\nsix"},
        {"<p>a<p>b</p><p><p>c", "a\n\nb\n\nc"},
        {"<ul><li>a<li>b</ul>c", "a\nb\nc"},
        {"<table><tr><td>a<td>b<tr><th>c</th><th>d</th></table>e", "a b\nc d\ne"},
        {"<pre>a  b\r\n\r\n  c</pre>d\ne", "a b\n\nc\nd e"},
        {"a<!-- no --->b<!-->c<!--->d<?no?>e<!no>f</ no>g</>h<![endif]>i", "abcdefghi"},
        {"1 < 2 <3 & 4<", "1 < 2 <3 & 4<"},
    };
    (void)state;
    EXPECT(rows);
}

static void what_browsers_do_not_show_is_passed_over(void **state)
{
    static const struct row rows[] = {
        {"<html><head><title>no</title><STYLE>p {}</Style ></head><body>a", "a"},
        {"a<script>if (a</b) \"</scripts>\" </script x>b", "ab"},
        {"a<iframe src=x>no</iframe>b<style>no", "ab"},
        {"a<!-- no", "a"},
        {"a<b title='>' c=\"<p>\" d=/> b", "a b"},
        {"a<b x='no end <p>", "a"},
    };
    (void)state;
    EXPECT(rows);
}

static void entities_stand_for_their_characters(void **state)
{
    static const struct row rows[] = {
        {"&lt;p&gt; &amp;amp; &quot;&apos;&eacute;&Eacute;&euro;&nbsp;x",
         "<p> &amp; \"'éÉ€\xC2\xA0x"},
        {"&eacute &copy2 &hellip &thetasym;&zwnj;", "é &copy2 &hellip ϑ\xE2\x80\x8C"},
        {"&#65;&#x42;&#X43 &#8364;&#128;&#x1F600;", "ABC €€😀"},
        {"&#0;&#xD800;&#x110000;&#99999999999999999999;&#;&#x;&", "����&#;&#x;&"},
        {"a&#10;&#1;b &nosuch; &AMP;", "a b &nosuch; &AMP;"},
    };
    (void)state;
    EXPECT(rows);
}

static void quotes_end_with_what_they_stand_in(void **state)
{
    static const struct row rows[] = {
        {"a<blockquote>b<blockquote>c</blockquote>d</blockquote>e", "a\n> b\n> c\n> d\ne"},
        {"<div>a<blockquote>b</div>c", "a\n> b\nc"},
        {"<blockquote><div>a</blockquote>b", "> a\nb"},
        {"<blockquote><table><tr><td>a</div></blockquote>b</table>c</blockquote>d",
         "> a\n> b\n> c\nd"},
        {"<table><td><blockquote>a<td>b</table>c", "> a\nb\nc"},
        {"</blockquote></div>a", "a"},
    };
    (void)state;
    EXPECT(rows);
}

static void links_are_given_as_they_were_meant(void **state)
{
    (void)state;
    struct arena a = {0};
    struct buf links;
    (void)text_of(&a,
                  STR("<A class=x HREF = 'http://x.org/?a=1&amp;b&copy=2&#47;' href=no>x</a>"
                      "<a href=http://y.org/>y<a name=z>z<abbr href=no><script><a href=no></script>"
                      "<blockquote><a href=\"q\">q</blockquote><a href><a href=''>"),
                  &links);
    assert_str(buf_str(&links), "http://x.org/?a=1&b&copy=2/ http://y.org/ q (quoted)");
    arena_free(&a);
}

/* What costs the square of its length in readers that keep lists: seconds at these sizes. */
static void hostile_markup_is_read_in_linear_time(void **state)
{
    static const char *const parts[] = {
        "<div>", "<blockquote>", "</div><td>", "<table><td><div>", "<b ", " x=y", "<a href=&",
        "<!--",  "&#1",          "</",         "<script></",       "<",   "&",    "<a href='"};
    (void)state;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        struct arena a = {0};
        struct buf html = buf_new(&a);
        struct buf links;
        buf_adds(&html, "<i ");
        if (parts[i][0] != ' ') buf_adds(&html, ">");
        while (html.len < 1 << 20)
            buf_adds(&html, parts[i]);
        buf_adds(&html, "</div></blockquote>end");
        (void)text_of(&a, buf_str(&html), &links);
        arena_free(&a);
    }
}

static void text_stops_at_its_bound(void **state)
{
    (void)state;
    struct arena a = {0};
    struct buf links = buf_new(&a);
    struct html_options o = {.quote = "", .most = 8, .link = keep_link, .state = &links};
    assert_str(html_text(&a, STR("one two three<p>four<pre>\n\n\nfive"), &o), "one two three\n");
    arena_free(&a);
}

static void bytes_that_are_no_text_are_mended(void **state)
{
    (void)state;
    struct arena a = {0};
    struct buf links;
    assert_str(text_of(&a, (struct str){"a\xFF<b\0>\0c", 8}, &links), "a��c");
    assert_str(text_of(&a, STR(""), &links), "");
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_are_broken_where_blocks_are),
        cmocka_unit_test(what_browsers_do_not_show_is_passed_over),
        cmocka_unit_test(entities_stand_for_their_characters),
        cmocka_unit_test(quotes_end_with_what_they_stand_in),
        cmocka_unit_test(links_are_given_as_they_were_meant),
        cmocka_unit_test(hostile_markup_is_read_in_linear_time),
        cmocka_unit_test(text_stops_at_its_bound),
        cmocka_unit_test(bytes_that_are_no_text_are_mended),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

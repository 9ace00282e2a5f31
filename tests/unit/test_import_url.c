/* test_import_url.c - tests: what stands at an address on the web is read like a file */
#include "helpers.h"
#include "listen.h"
#include "net_made.h"

#include "listen/import_url.h"

#define RSS(title, items) \
    "<rss version='2.0'><channel><title>" title "</title>" items "</channel></rss>"
#define ITEM(n) \
    "<item><guid>tag:x," n "</guid><title>" n "</title><author>jane@x.org (Jane)</author>" \
    "<pubDate>Fri, 01 May 2026 10:00:00 GMT</pubDate></item>"

static struct str feeds(struct desk *d)
{
    return desk_ask(d, "SELECT url||' '||state||' '||failures||' '||coalesce(etag,'-')||' '||"
                       "coalesce(next_at-1780272000,'-')||' '||coalesce(why,'-') FROM feed "
                       "ORDER BY url");
}

/* ---- kith import URL ---- */

static enum status import_one(struct desk *d, const char *url, struct import_options io,
                              struct url_import *got, struct import_report *report, struct err *e)
{
    struct url_options o = {.net = &net_of_made, .import = &io};
    *report = (struct import_report){0};
    return import_url(d->st, str_of(url), &o, &d->a, report, got, e);
}

static void a_feed_from_the_net_is_followed(void **state)
{
    (void)state;
    static const struct page pages[] = {
        {"http://a.org/robots.txt", 200, .body = "User-agent: *\nDisallow: /\n"},
        {"http://a.org/f", 301, .location = "/g"},
        {"http://a.org/g", 302, .location = "http://cdn.org/h?t=1"},
        {"http://cdn.org/h?t=1", 200, .body = RSS("A", "<ttl>90</ttl>" ITEM("1")), .etag = "e"},
        {"http://a.org/t.csv", 200, .body = "name,email\nJane,jane@x.org\n"},
        {0}};
    struct desk d;
    struct err e = {0};
    struct url_import got;
    struct import_report report;
    desk_open(&d);
    made_pages(pages);
    assert_ok(import_one(&d, "feed://a.org/f#x", (struct import_options){.dry_run = true}, &got,
                         &report, &e),
              e);
    assert_str(feeds(&d), "-");
    assert_ok(import_one(&d, "http://a.org/f", (struct import_options){0}, &got, &report, &e), e);
    assert_true(got.followed);
    assert_int_equal(report.first->docs, 1);
    assert_str(desk_ask(&d, "SELECT kind||' '||locator FROM source"), "feed http://cdn.org/h?t=1");
    assert_str(feeds(&d), "http://a.org/g polled 0 e 5400 -");
    assert_str(desk_ask(&d, "SELECT handle FROM account WHERE channel = 'feed' AND node = "
                            "(SELECT outlet FROM feed)"),
               "a.org/g");
    assert_int_equal(made_count("http://a.org/robots.txt"), 0); /* the user asks, no program */
    struct str before = desk_dump(&d);
    struct str known = feeds(&d);
    assert_ok(import_one(&d, "http://a.org/f", (struct import_options){0}, &got, &report, &e), e);
    assert_int_equal(report.first->outcome, IMPORT_SAME);
    assert_false(got.followed);
    assert_str(desk_dump(&d), before.p);
    assert_str(feeds(&d), known.p);
    assert_ok(import_one(&d, "http://a.org/t.csv", (struct import_options){0}, &got, &report, &e),
              e);
    assert_int_equal(report.first->people, 0); /* jane@x.org is here */
    assert_str(feeds(&d), known.p);
    desk_close(&d);
}

static void what_cannot_be_fetched_is_said(void **state)
{
    (void)state;
    static const struct page pages[] = {
        {"http://a.org/slow", .end = NET_TOO_SLOW},
        {"http://a.org/big", .end = NET_TOO_BIG},
        {"http://a.org/to", 302, .location = "/none"},
        {"http://a.org/file", 302, .location = "file:///etc/passwd"},
        {0}};
    static const struct {
        const char *url, *sentence;
        enum status status;
    } rows[] = {
        {"http://a.org/slow", "http://a.org/slow: fails as it should; nothing imported", IO_FAILED},
        {"http://a.org/big",
         "http://a.org/big: fails as it should; download it, then import the file; nothing "
         "imported",
         IO_FAILED},
        {"http://a.org/none", "http://a.org/none: answered 404; nothing imported", IO_FAILED},
        {"http://a.org/to",
         "http://a.org/to: (at http://a.org/none) answered 404; nothing imported", IO_FAILED},
        {"http://a.org/file",
         "http://a.org/file: leads to 'file:///etc/passwd', which is no http or https address; "
         "nothing imported",
         IO_FAILED},
        {"ftp://a.org/f",
         "ftp://a.org/f: only http and https addresses are fetched; nothing imported", BAD_INPUT},
    };
    struct desk d;
    desk_open(&d);
    struct str before = desk_dump(&d);
    made_pages(pages);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct err e = {0};
        struct url_import got;
        struct import_report report;
        assert_refused(import_one(&d, rows[i].url, (struct import_options){0}, &got, &report, &e),
                       rows[i].status, e, rows[i].sentence);
    }
    assert_str(desk_dump(&d), before.p);
    desk_close(&d);
}

static void a_web_page_points_to_its_feeds(void **state)
{
    (void)state;
    static const struct page pages[] = {
        {"http://a.org/", 200,
         .body = "<!doctype html><link rel=alternate type=application/rss+xml href=\"/f'x\">"
                 "<link rel=alternate type=application/atom+xml href=/g>"},
        {0}};
    struct desk d;
    struct err e = {0};
    struct url_import got;
    struct import_report report;
    desk_open(&d);
    made_pages(pages);
    assert_ok(import_one(&d, "http://a.org/", (struct import_options){0}, &got, &report, &e), e);
    assert_int_equal(got.feed_count, 2);
    if (report.first->outcome == IMPORT_REFUSED) {
        assert_str(report.first->sentence,
                   "http://a.org/: a web page, no feed, but it declares 2; import one: kith "
                   "import 'http://a.org/f%27x' or kith import 'http://a.org/g'");
    }
    assert_str(feeds(&d), "-");
    desk_close(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_feed_from_the_net_is_followed),
        cmocka_unit_test(what_cannot_be_fetched_is_said),
        cmocka_unit_test(a_web_page_points_to_its_feeds),
    };
    (void)setenv("KITH_NOW", "2026-06-01T00:00:00Z", 1);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_free(&made.keep);
    return failed;
}

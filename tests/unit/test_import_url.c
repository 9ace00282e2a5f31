/* test_import_url.c - tests: what stands at an address on the web is read like a file */
#include "feeds_made.h"
#include "helpers.h"

#include "listen/import_url.h"

/* ---- kith import URL ---- */

struct web_import {
    struct desk d;
    struct err e;
    struct url_import got;
    struct import_report report;
};

static void begin(struct web_import *w, const struct page *pages)
{
    *w = (struct web_import){.e = {{0}}};
    desk_open(&w->d);
    made_pages(pages);
}

static enum status import_one(struct web_import *w, const char *url, struct import_options io)
{
    struct url_options o = {.net = &net_of_made, .import = &io};
    w->e = (struct err){{0}};
    w->report = (struct import_report){0};
    return import_url(w->d.st, str_of(url), &o, &w->d.a, &w->report, &w->got, &w->e);
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
    struct web_import w;
    begin(&w, pages);
    assert_ok(import_one(&w, "feed://a.org/f#x", (struct import_options){.dry_run = true}), w.e);
    assert_str(feeds(&w.d), "-");
    assert_ok(import_one(&w, "http://a.org/f", (struct import_options){0}), w.e);
    assert_true(w.got.followed);
    assert_int_equal(w.report.first->docs, 1);
    assert_str(desk_ask(&w.d, "SELECT kind||' '||locator FROM source"),
               "feed http://cdn.org/h?t=1");
    assert_str(feeds(&w.d), "http://a.org/g polled 0 e 5400 -");
    assert_str(desk_ask(&w.d, "SELECT handle FROM account WHERE channel = 'feed' AND node = "
                              "(SELECT outlet FROM feed)"),
               "a.org/g");
    assert_int_equal(made_count("http://a.org/robots.txt"), 0); /* the user asks, no program */
    struct str before = desk_dump(&w.d);
    struct str known = feeds(&w.d);
    assert_ok(import_one(&w, "http://a.org/f", (struct import_options){0}), w.e);
    assert_int_equal(w.report.first->outcome, IMPORT_SAME);
    assert_false(w.got.followed);
    assert_str(desk_dump(&w.d), before.p);
    assert_str(feeds(&w.d), known.p);
    assert_ok(import_one(&w, "http://a.org/t.csv", (struct import_options){0}), w.e);
    assert_int_equal(w.report.first->people, 0); /* jane@x.org is here */
    assert_str(feeds(&w.d), known.p);
    desk_close(&w.d);
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
    struct web_import w;
    begin(&w, pages);
    struct str before = desk_dump(&w.d);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_refused(import_one(&w, rows[i].url, (struct import_options){0}), rows[i].status, w.e,
                       rows[i].sentence);
    }
    assert_str(desk_dump(&w.d), before.p);
    desk_close(&w.d);
}

static void a_web_page_points_to_its_feeds(void **state)
{
    (void)state;
    static const struct page pages[] = {
        {"http://a.org/", 200,
         .body = "<!doctype html><link rel=alternate type=application/rss+xml href=\"/f'x\">"
                 "<link rel=alternate type=application/atom+xml href=/g>"},
        {0}};
    struct web_import w;
    begin(&w, pages);
    assert_ok(import_one(&w, "http://a.org/", (struct import_options){0}), w.e);
    assert_int_equal(w.got.feed_count, 2);
    if (w.report.first->outcome == IMPORT_REFUSED) {
        assert_str(w.report.first->sentence,
                   "http://a.org/: a web page, no feed, but it declares 2; import one: kith "
                   "import 'http://a.org/f%27x' or kith import 'http://a.org/g'");
    }
    assert_str(feeds(&w.d), "-");
    desk_close(&w.d);
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

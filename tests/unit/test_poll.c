/* test_poll.c - tests: what becomes of every feed that is asked, and when it is asked again */
#include "feeds_made.h"
#include "helpers.h"

#include "listen/poll.h"

static void know(struct desk *d, const char *name, const char *list)
{
    (void)desk_import(d, desk_file(d, name, list), (struct import_options){0});
}

static struct poll_report poll(struct desk *d, struct poll_options o)
{
    struct err e = {0};
    struct poll_report report;
    o.net = &net_of_made;
    if (!o.at_once) o.at_once = 8;
    assert_ok(poll_feeds(d->st, &o, &d->a, &report, &e), e);
    return report;
}

static struct str row_of(struct desk *d, const struct poll_row *row)
{
    return str_printf(&d->a, "%.*s %s %d+%d", STR_ARG(row->url), poll_words[row->outcome].word,
                      (int)row->docs,
                      (int)(row->next_at_s == TIME_NONE ? -1 : row->next_at_s - NOW_S));
}

/* "url outcome docs+seconds until asked again" of each */
static struct str rows(struct desk *d, const struct poll_report *report)
{
    struct buf b = buf_new(&d->a);
    for (size_t i = 0; i < report->count; i++)
        buf_addf(&b, "%s%.*s", i ? "\n" : "", STR_ARG(row_of(d, &report->row[i])));
    return buf_str(&b);
}

/* A store that knows the feeds of this list, and a net of these pages. */
static void begin(struct desk *d, const char *list, const struct page *pages)
{
    desk_open(d);
    know(d, "l.txt", list);
    made_pages(pages);
}

/* ---- news ---- */

static void what_is_new_is_kept_once(void **state)
{
    (void)state;
    static const struct page first[] = {
        {"http://a.org/f", 200, .body = RSS("A", ITEM("1")), .etag = "\"v1\""}, {0}};
    static const struct page second[] = {
        {"http://a.org/f", 200, .body = RSS("A", ITEM("2") ITEM("1")), .etag = "\"v2\""}, {0}};
    static const struct page third[] = {
        {"http://a.org/f", 200, .body = RSS("A", ITEM("2") ITEM("1"))}, {0}};
    struct desk d;
    begin(&d, "http://a.org/f\n", first);
    struct poll_report report = poll(&d, (struct poll_options){0});
    assert_str(rows(&d, &report), "http://a.org/f news 1+1800");
    assert_str(feeds(&d), "http://a.org/f polled 0 \"v1\" 1800 -");
    report = poll(&d, (struct poll_options){0}); /* not due */
    assert_int_equal(report.due, 0);
    assert_int_equal(report.next_at_s, NOW_S + 1800);
    assert_int_equal(made_count("http://a.org/f"), 1);
    report = poll(&d, (struct poll_options){.now = true});
    assert_str(rows(&d, &report), "http://a.org/f unchanged 0+1800");
    made_pages(second);
    report = poll(&d, (struct poll_options){.now = true});
    assert_str(rows(&d, &report), "http://a.org/f news 1+1800");
    made_pages(third);
    report = poll(&d, (struct poll_options){.now = true});
    assert_str(rows(&d, &report), "http://a.org/f nothing new 0+1800");
    assert_true(made.with_etag[1]);
    assert_str(desk_ask(&d, "SELECT count(*) FROM doc"), "2");
    assert_str(desk_ask(&d, "SELECT count(*) FROM node WHERE type = 'outlet'"), "1");
    desk_close(&d);
}

static void they_say_when_to_come_again(void **state)
{
    (void)state;
    static const struct page pages[] = {
        {"http://a.org/1", 200, .body = RSS("A", "<ttl>120</ttl>" ITEM("1")), .etag = "e"},
        {"http://a.org/2", 200, .body = RSS("B", ITEM("2")), .cache = "public, max-age=7200"},
        {"http://a.org/3", 200, .body = RSS("C", "<ttl>99999</ttl>" ITEM("3"))},
        {"http://a.org/4", 429, .retry_after = "7200"},
        {"http://a.org/5", 503, .retry_after = "Mon, 01 Jun 2026 01:30:00 GMT"},
        {"http://a.org/6", 503, .body = NULL},
        {"http://a.org/7", 500, .body = NULL},
        {0}};
    struct desk d;
    begin(&d,
          "http://a.org/1\nhttp://a.org/2\nhttp://a.org/3\nhttp://a.org/4\nhttp://a.org/5\n"
          "http://a.org/6\nhttp://a.org/7\n",
          pages);
    struct poll_report report = poll(&d, (struct poll_options){0});
    assert_str(rows(&d, &report), "http://a.org/1 news 1+7200\n"
                                  "http://a.org/2 news 1+7200\n"
                                  "http://a.org/3 news 1+86400\n"
                                  "http://a.org/4 later 0+7200\n"
                                  "http://a.org/5 later 0+5400\n"
                                  "http://a.org/6 later 0+3600\n"
                                  "http://a.org/7 error 0+3600");
    report = poll(&d, (struct poll_options){.now = true});
    assert_str(rows(&d, &report), "http://a.org/6 later 0+7200\n" /* those due first first */
                                  "http://a.org/7 error 0+7200\n"
                                  "http://a.org/5 later 0+5400\n"
                                  "http://a.org/1 unchanged 0+7200\n" /* ttl is remembered */
                                  "http://a.org/2 nothing new 0+7200\n"
                                  "http://a.org/4 later 0+7200\n"
                                  "http://a.org/3 nothing new 0+86400");
    assert_str(desk_ask(&d, "SELECT failures||why FROM feed WHERE url = 'http://a.org/7'"),
               "2answered 500");
    desk_close(&d);
}

/* ---- redirects ---- */

static void redirects_for_good_are_remembered(void **state)
{
    (void)state;
    static const struct page pages[] = {
        {"http://a.org/good", 301, .location = "/new"},
        {"http://a.org/new", 200, .body = RSS("A", ITEM("1"))},
        {"http://a.org/now", 302, .location = "/elsewhere"},
        {"http://a.org/elsewhere", 200, .body = RSS("B", ITEM("2"))},
        {"http://a.org/both", 308, .location = "http://b.org/1"},
        {"http://b.org/1", 307, .location = "http://c.org/2"},
        {"http://c.org/2", 301, .location = "http://c.org/3"},
        {"http://c.org/3", 200, .body = RSS("C", ITEM("3"))},
        {"http://a.org/dead", 301, .location = "/page"},
        {"http://a.org/page", 200, .body = "<!doctype html><p>Gone fishing"},
        {"http://a.org/file", 301, .location = "file:///etc/passwd"},
        {"http://a.org/blank", 301, .body = NULL},
        {0}};
    struct desk d;
    begin(&d,
          "http://a.org/good\nhttp://a.org/now\nhttp://a.org/both\nhttp://a.org/dead\n"
          "http://a.org/file\nhttp://a.org/blank\n",
          pages);
    struct poll_report report = poll(&d, (struct poll_options){0});
    assert_str(rows(&d, &report), "http://a.org/good news 1+1800\n"
                                  "http://a.org/now news 1+1800\n"
                                  "http://a.org/both news 1+1800\n"
                                  "http://a.org/dead no feed 0+3600\n"
                                  "http://a.org/file no http 0+3600\n"
                                  "http://a.org/blank no http 0+3600");
    assert_str(report.row[0].moved_to, "http://a.org/new");
    assert_str(report.row[1].moved_to, "");
    assert_str(report.row[2].moved_to, "http://b.org/1");
    assert_str(feeds(&d),
               "http://a.org/blank polled 1 - 3600 answered 301, it moved, but not where to\n"
               "http://a.org/dead polled 1 - 3600 a web page, no feed\n"
               "http://a.org/file polled 1 - 3600 leads to 'file:///etc/passwd', which is no http "
               "or https address\n"
               "http://a.org/new polled 0 - 1800 -\n"
               "http://a.org/now polled 0 - 1800 -\n"
               "http://b.org/1 polled 0 - 1800 -");
    /* One outlet each: what is read at the new address belongs to the feed that was known. */
    assert_str(desk_ask(&d, "SELECT count(*) FROM node WHERE type = 'outlet'"), "6");
    assert_str(desk_ask(&d, "SELECT count(*) FROM feed JOIN doc ON doc.outlet = feed.outlet"), "3");
    desk_close(&d);
}

static void a_feed_that_became_another_is_merged_with_it(void **state)
{
    (void)state;
    static const struct page pages[] = {{"http://a.org/old", 301, .location = "http://b.org/f"},
                                        {"http://b.org/f", 200, .body = RSS("B", ITEM("1"))},
                                        {0}};
    struct desk d;
    begin(&d, "http://a.org/old\nhttp://b.org/f\n", pages);
    struct poll_report report = poll(&d, (struct poll_options){0});
    assert_str(rows(&d, &report), "http://a.org/old merged 0+-1\nhttp://b.org/f news 1+1800");
    assert_str(feeds(&d), "http://b.org/f polled 0 - 1800 -");
    assert_str(desk_ask(&d, "SELECT count(*) FROM doc"), "1");
    desk_close(&d);
}

static void circles_and_long_ways_end(void **state)
{
    (void)state;
    static const struct page pages[] = {{"http://a.org/self", 302, .location = "/self"},
                                        {"http://a.org/x", 302, .location = "/y"},
                                        {"http://a.org/y", 302, .location = "/x"},
                                        {"http://a.org/0", 302, .location = "/1"},
                                        {"http://a.org/1", 302, .location = "/2"},
                                        {"http://a.org/2", 302, .location = "/3"},
                                        {"http://a.org/3", 302, .location = "/4"},
                                        {"http://a.org/4", 302, .location = "/5"},
                                        {"http://a.org/5", 302, .location = "/6"},
                                        {"http://a.org/6", 200, .body = RSS("A", ITEM("1"))},
                                        {0}};
    struct desk d;
    begin(&d, "http://a.org/self\nhttp://a.org/x\nhttp://a.org/0\nhttp://a.org/1\n", pages);
    struct poll_report report = poll(&d, (struct poll_options){0});
    assert_str(rows(&d, &report), "http://a.org/self loop 0+3600\nhttp://a.org/x loop 0+3600\n"
                                  "http://a.org/0 loop 0+3600\nhttp://a.org/1 news 1+1800");
    assert_str(report.row[2].why, "leads on more than 5 times, the last time to http://a.org/6");
    desk_close(&d);
}

/* ---- what fails ---- */

static void what_is_gone_is_asked_only_by_name(void **state)
{
    (void)state;
    static const struct page pages[] = {
        {"http://a.org/f", 410, .body = NULL}, {"http://a.org/g", 302, .location = "/f"}, {0}};
    static const struct page back[] = {{"http://a.org/f", 200, .body = RSS("A", ITEM("1"))}, {0}};
    struct desk d;
    begin(&d, "http://a.org/f\nhttp://a.org/g\n", pages);
    struct poll_report report = poll(&d, (struct poll_options){0});
    assert_str(rows(&d, &report), "http://a.org/f gone 0+-1\n"
                                  "http://a.org/g error 0+3600"); /* only for now */
    made_pages(back);
    report = poll(&d, (struct poll_options){.now = true});
    assert_int_equal(report.count, 1);
    report = poll(&d, (struct poll_options){.now = true, .match = STR("http://a.org/f")});
    assert_str(rows(&d, &report), "http://a.org/f news 1+1800");
    assert_str(desk_ask(&d, "SELECT state FROM feed WHERE url LIKE '%f'"), "polled");
    desk_close(&d);
}

static void failures_are_told_apart_and_remembered(void **state)
{
    (void)state;
    static const struct page pages[] = {
        {"http://a.org/robots.txt", 404, .body = NULL},
        {"http://a.org/1", .end = NET_PRIVATE},
        {"http://a.org/2", .end = NET_TOO_SLOW},
        {"http://a.org/3", .end = NET_TOO_BIG},
        {"http://a.org/4", .end = NET_UNREACHABLE},
        {"http://a.org/5", 404, .body = NULL},
        {"http://a.org/6", 200, .body = "<html><head><title>Error</title>"},
        {"http://a.org/7", 200, .body = ""},
        {"http://a.org/8", 200, .body = "name,email\nJane,jane@x.org\n"},
        {"http://a.org/9", 200, .body = RSS("Empty", "")},
        {"http://a.org/10", 304, .body = NULL},
        {0}};
    struct desk d;
    begin(&d,
          "http://a.org/1\nhttp://a.org/2\nhttp://a.org/3\nhttp://a.org/4\nhttp://a.org/5\n"
          "http://a.org/6\nhttp://a.org/7\nhttp://a.org/8\nhttp://a.org/9\nhttp://a.org/10\n",
          pages);
    struct str people = desk_ask(&d, "SELECT count(*) FROM node WHERE type = 'person'");
    struct poll_report report = poll(&d, (struct poll_options){0});
    assert_str(rows(&d, &report), "http://a.org/1 private 0+3600\n"
                                  "http://a.org/2 too slow 0+3600\n"
                                  "http://a.org/3 too big 0+3600\n"
                                  "http://a.org/4 unreachable 0+3600\n"
                                  "http://a.org/5 error 0+3600\n"
                                  "http://a.org/6 no feed 0+3600\n"
                                  "http://a.org/7 no feed 0+3600\n"
                                  "http://a.org/8 no feed 0+3600\n"
                                  "http://a.org/9 nothing new 0+1800\n"
                                  "http://a.org/10 error 0+3600"); /* nobody asked for a change */
    assert_str(report.row[5].why, "a web page, no feed");
    assert_str(report.row[6].why, "an empty answer, no feed");
    assert_str(report.row[7].why, "no feed");
    assert_str(desk_ask(&d, "SELECT count(*) FROM node WHERE type = 'person'"), people.p);
    assert_int_equal(report.outcome[POLL_NO_FEED], 3);
    assert_int_equal(report.outcome[POLL_ERROR], 2);
    desk_close(&d);
}

/* ---- robots.txt ---- */

static void robots_txt_is_asked_once_and_heeded(void **state)
{
    (void)state;
    static const struct page pages[] = {
        {"http://a.org/robots.txt", 200, .body = "User-agent: kith\nDisallow: /private\n"},
        {"http://a.org/private", 200, .body = RSS("A", ITEM("1"))},
        {"http://a.org/1", 200, .body = RSS("A", ITEM("2"))},
        {"http://a.org/2", 302, .location = "/private"},
        {"http://b.org/robots.txt", 500, .body = NULL},
        {"http://c.org/robots.txt", .end = NET_UNREACHABLE},
        {"http://d.org/robots.txt", 503, .retry_after = "600"},
        {"http://e.org/robots.txt", 301, .location = "http://f.org/robots.txt"},
        {"http://f.org/robots.txt", 200, .body = "User-agent: *\nDisallow: /\n"},
        {"http://g.org/robots.txt", 403, .body = NULL},
        {"http://g.org/f", 200, .body = RSS("G", ITEM("3"))},
        {"http://h.org/robots.txt", 301, .location = "/robots.txt"},
        {"http://h.org/f", 200, .body = RSS("H", ITEM("4"))},
        {"http://i.org/robots.txt", .end = NET_PRIVATE},
        {0}};
    static const char list[] = "http://a.org/private\nhttp://a.org/1\nhttp://a.org/2\n"
                               "http://b.org/f\nhttp://c.org/f\nhttp://d.org/f\nhttp://e.org/f\n"
                               "http://g.org/f\nhttp://h.org/f\nhttp://i.org/f\n";
    struct desk d;
    begin(&d, list, pages);
    struct poll_report report = poll(&d, (struct poll_options){0});
    assert_str(rows(&d, &report), "http://a.org/private robots 0+86400\n"
                                  "http://a.org/1 news 1+1800\n"
                                  "http://a.org/2 robots 0+86400\n"
                                  "http://b.org/f robots 0+86400\n"
                                  "http://c.org/f unreachable 0+3600\n"
                                  "http://d.org/f later 0+600\n"
                                  "http://e.org/f robots 0+86400\n"
                                  "http://g.org/f news 1+1800\n"
                                  "http://h.org/f news 1+1800\n"
                                  "http://i.org/f private 0+3600");
    assert_str(report.row[0].why, "http://a.org/robots.txt keeps programs from it");
    assert_int_equal(made_count("http://a.org/robots.txt"), 1);
    assert_int_equal(made_count("http://a.org/private"), 0);
    assert_int_equal(made_count("http://c.org/f") + made_count("http://i.org/f"), 0);
    assert_int_equal(made_count("http://h.org/robots.txt"), 6);
    made_pages(pages);
    report = poll(&d, (struct poll_options){.no_robots = true, .match = STR("a.org"), .now = true});
    assert_int_equal(made_count("http://a.org/robots.txt"), 0);
    assert_int_equal(report.outcome[POLL_NEWS], 1);
    desk_close(&d);
}

/* ---- manners ---- */

static struct str many(struct desk *d, const char *format, int count)
{
    struct buf b = buf_new(&d->a);
    for (int i = 0; i < count; i++) {
        struct str url = str_of(format);
        size_t at = str_find(url, '#');
        buf_addf(&b, "%.*s%d%.*s\n", (int)at, url.p, i, STR_ARG(str_skip(url, at + 1)));
    }
    return buf_str(&b);
}

static void few_are_asked_at_once(void **state)
{
    (void)state;
    static const struct page none[] = {{0}};
    struct desk d;
    desk_open(&d);
    know(&d, "l.txt", many(&d, "http://a.org/#", 40).p);
    made_pages(none);
    struct poll_report report = poll(&d, (struct poll_options){0});
    assert_int_equal(report.outcome[POLL_ERROR], 40);
    assert_int_equal(made.asked_count, 41);
    assert_int_equal(made.most, FETCHES_PER_HOST_MAX);
    know(&d, "m.txt", many(&d, "http://b#.org/f", 40).p);
    made_pages(none);
    report = poll(&d, (struct poll_options){.at_once = 5, .now = true});
    assert_int_equal(report.outcome[POLL_ERROR], 80);
    assert_int_equal(made.asked_count, 40 + 1 + 40 * 2);
    assert_int_equal(made.most, 5);
    assert_int_equal(made.most_there, FETCHES_PER_HOST_MAX);
    desk_close(&d);
}

static void what_was_heard_before_a_stop_is_kept(void **state)
{
    (void)state;
    static const struct page pages[] = {{"http://a.org/robots.txt", 404, .body = NULL},
                                        {"http://a.org/0", 200, .body = RSS("A", ITEM("0"))},
                                        {"http://a.org/1", 200, .body = RSS("B", ITEM("1"))},
                                        {"http://a.org/2", 200, .body = RSS("C", ITEM("2"))},
                                        {0}};
    struct desk d;
    struct err e = {0};
    struct poll_report report;
    desk_open(&d);
    know(&d, "l.txt", many(&d, "http://a.org/#", 3).p);
    made_pages(pages);
    made.stop_after = 3;
    struct poll_options o = {.net = &net_of_made, .at_once = 1, .progress = &made_progress};
    assert_refused(poll_feeds(d.st, &o, &d.a, &report, &e), STOPPED, e,
                   "stopped; 2 of 3 were not asked to the end");
    assert_str(rows(&d, &report), "http://a.org/0 news 1+1800");
    assert_int_equal(report.left, 2);
    assert_str(desk_ask(&d, "SELECT count(*) FROM doc"), "1");
    made.stop_after = 0;
    report = poll(&d, (struct poll_options){0});
    assert_str(rows(&d, &report), "http://a.org/1 news 1+1800\nhttp://a.org/2 news 1+1800");
    desk_close(&d);
}

static void a_store_that_fails_loses_nothing(void **state)
{
    (void)state;
    static const struct page pages[] = {{"http://a.org/robots.txt", 404, .body = NULL},
                                        {"http://a.org/0", 301, .location = "/x"},
                                        {"http://a.org/x", 200, .body = RSS("A", ITEM("0"))},
                                        {"http://a.org/1", 200, .body = RSS("B", ITEM("1"))},
                                        {0}};
    uint64_t n = 0;
    enum status s = STORE_FAILED;
    while (s) {
        struct desk d;
        struct err e = {0};
        struct poll_report report;
        struct poll_options o = {.net = &net_of_made, .at_once = 1};
        desk_open(&d);
        know(&d, "l.txt", many(&d, "http://a.org/#", 2).p);
        made_pages(pages);
        n += 3; /* each call costs a disk some syncs */
        store_fail_at(d.st, n);
        s = poll_feeds(d.st, &o, &d.a, &report, &e);
        assert_true(s == OK || s == STORE_FAILED);
        store_fail_at(d.st, 0);
        report = poll(&d, (struct poll_options){.now = true});
        assert_int_equal(report.count, 2);
        assert_str(feeds(&d), "http://a.org/1 polled 0 - 1800 -\nhttp://a.org/x polled 0 - 1800 -");
        assert_str(desk_ask(&d, "SELECT count(*) FROM doc"), "2");
        assert_str(desk_ask(&d, "SELECT count(*) FROM node WHERE type = 'outlet'"), "2");
        desk_close(&d);
    }
    assert_true(n > 40);
}

static void only_those_meant_are_asked(void **state)
{
    (void)state;
    static const struct page none[] = {{0}};
    struct desk d;
    struct err e = {0};
    struct poll_report report;
    desk_open(&d);
    know(&d, "l.opml",
         "<opml><outline text='Bee Keeping' xmlUrl='http://b.org/f' htmlUrl='http://hive.org/'/>"
         "<outline text='Cats' xmlUrl='http://c.org/f'/></opml>");
    made_pages(none);
    report = poll(&d, (struct poll_options){.match = STR("keeping HIVE"), .dry_run = true});
    assert_str(rows(&d, &report), "http://b.org/f due 0+-1");
    assert_int_equal(made.asked_count, 0);
    report = poll(&d, (struct poll_options){.match = STR("http://c.org/f#top")});
    assert_str(rows(&d, &report), "http://c.org/f error 0+3600");
    struct poll_options o = {.match = STR("http://d.org/f"), .net = &net_of_made};
    assert_refused(poll_feeds(d.st, &o, &d.a, &report, &e), NOT_FOUND, e,
                   "no feed is known at http://d.org/f; 'kith import' it first");
    desk_close(&d);
}

static void what_is_off_is_left_alone(void **state)
{
    (void)state;
    static const struct page none[] = {{0}};
    struct desk d;
    struct err e = {0};
    struct poll_report report;
    begin(&d, "http://a.org/1\nhttp://a.org/2\n", none);
    assert_ok(poll_switch(d.st, STR("a.org/1"), true, true, &d.a, &report, &e), e);
    assert_str(desk_ask(&d, "SELECT state FROM feed WHERE url LIKE '%1'"), "polled");
    assert_ok(poll_switch(d.st, STR("a.org/1"), true, false, &d.a, &report, &e), e);
    assert_str(rows(&d, &report), "http://a.org/1 off 0+-1");
    report = poll(&d, (struct poll_options){.now = true});
    assert_str(rows(&d, &report), "http://a.org/2 error 0+3600");
    know(&d, "m.txt", "http://a.org/1\nhttp://a.org/3\n"); /* a list does not turn it on */
    assert_str(desk_ask(&d, "SELECT state FROM feed WHERE url LIKE '%1'"), "off");
    assert_ok(poll_switch(d.st, STR("http://a.org/1"), false, false, &d.a, &report, &e), e);
    assert_str(rows(&d, &report), "http://a.org/1 on 0+-1");
    report = poll(&d, (struct poll_options){0});
    assert_str(rows(&d, &report), "http://a.org/1 error 0+3600\nhttp://a.org/3 error 0+3600");
    assert_refused(poll_switch(d.st, STR("http://b.org/"), false, false, &d.a, &report, &e),
                   NOT_FOUND, e, "no feed is known at http://b.org/; 'kith import' it first");
    desk_close(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_new_is_kept_once),
        cmocka_unit_test(they_say_when_to_come_again),
        cmocka_unit_test(redirects_for_good_are_remembered),
        cmocka_unit_test(a_feed_that_became_another_is_merged_with_it),
        cmocka_unit_test(circles_and_long_ways_end),
        cmocka_unit_test(what_is_gone_is_asked_only_by_name),
        cmocka_unit_test(failures_are_told_apart_and_remembered),
        cmocka_unit_test(robots_txt_is_asked_once_and_heeded),
        cmocka_unit_test(few_are_asked_at_once),
        cmocka_unit_test(what_was_heard_before_a_stop_is_kept),
        cmocka_unit_test(a_store_that_fails_loses_nothing),
        cmocka_unit_test(only_those_meant_are_asked),
        cmocka_unit_test(what_is_off_is_left_alone),
    };
    (void)setenv("KITH_NOW", "2026-06-01T00:00:00Z", 1);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_free(&made.keep);
    return failed;
}

/* test_net.c - tests: robots.txt, when to ask again, where addresses lead, feeds of web pages */
#include "helpers.h"

#include "base/limits.h"
#include "base/time.h"
#include "listen/net_links.h"
#include "listen/net_pace.h"
#include "listen/net_robots.h"
#include "listen/net_url.h"

#include <stdlib.h>

/* ---- robots.txt ---- */

static bool allowed(const char *text, const char *agent, const char *path)
{
    struct arena a = {0};
    struct robots r = robots_read(str_of(text), agent, &a);
    bool allow = robots_allow(&r, str_of(path));
    arena_free(&a);
    return allow;
}

/* RFC 9309, 5.1, with what its text says of it. */
static void groups_are_those_of_the_standard(void **state)
{
    (void)state;
    static const char text[] = "User-Agent: *\n"
                               "Disallow: *.gif$\n"
                               "Disallow: /example/\n"
                               "Allow: /publications/\n"
                               "\n"
                               "User-Agent: foobot\n"
                               "Disallow:/\n"
                               "Allow:/example/page.html\n"
                               "Allow:/example/allowed.gif\n"
                               "\n"
                               "User-Agent: barbot\n"
                               "User-Agent: bazbot\n"
                               "Disallow: /example/page.html\n"
                               "\n"
                               "User-Agent: quxbot\n";
    static const struct {
        const char *agent, *path;
        bool want;
    } rows[] = {
        {"foobot", "/example/page.html", true},
        {"foobot", "/example/allowed.gif", true},
        {"foobot", "/publications/", false},
        {"foobot", "/", false},
        {"barbot", "/example/page.html", false},
        {"bazbot", "/example/page.html", false},
        {"barbot", "/example/other", true},
        {"barbot", "/a.gif", true},
        {"quxbot", "/example/page.html", true},
        {"kith", "/a.gif", false},
        {"kith", "/a.gif?x", true},
        {"kith", "/example/", false},
        {"kith", "/publications/x", true},
        {"kith", "/else", true},
        {"kith", "/robots.txt", true},
        {"foobot", "/robots.txt", true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (allowed(text, rows[i].agent, rows[i].path) != rows[i].want) {
            print_error("%s %s\n", rows[i].agent, rows[i].path);
            fail();
        }
    }
}

/* One rule "Disallow"; which paths does it keep from? As search engines document it. */
static void a_rule_fits_paths(void **state)
{
    (void)state;
    static const struct {
        const char *rule, *path;
        bool fits;
    } rows[] = {
        {"/", "/any", true},
        {"/*", "/any", true},
        {"/$", "/", true},
        {"/$", "/any", false},
        {"/fish", "/fish", true},
        {"/fish", "/fish/salmon.html", true},
        {"/fish", "/fish.php?id=anything", true},
        {"/fish", "/Fish.asp", false},
        {"/fish", "/catfish", false},
        {"/fish", "/?id=fish", false},
        {"/fish*", "/fishheads/yummy.html", true},
        {"/fish/", "/fish/?id=anything", true},
        {"/fish/", "/fish", false},
        {"/*.php", "/folder/any.php.file.html", true},
        {"/*.php", "/filename.php/", true},
        {"/*.php", "/", false},
        {"/*.php", "/windows.PHP", false},
        {"/*.php$", "/folder/filename.php", true},
        {"/*.php$", "/filename.php?parameters", false},
        {"/*.php$", "/filename.php5", false},
        {"/*.php$", "/a.php/b.php", true}, /* the last one ends it */
        {"/fish*.php", "/fishheads/catfish.php?parameters", true},
        {"/fish*.php", "/Fish.PHP", false},
        {"/foo/bar/\xE3\x83\x84", "/foo/bar/%E3%83%84", true}, /* RFC 9309, 2.2.2 */
        {"/foo/bar/%E3%83%84", "/foo/bar/%e3%83%84", true},
        {"/foo/bar/%62%61%7A", "/foo/bar/baz", true},
        {"/foo/bar?baz=http%3A%2F%2Ffoo.bar", "/foo/bar?baz=http%3A%2F%2Ffoo.bar", true},
        {"/foo%2Fbar", "/foo/bar", false}, /* a reserved one encoded is another */
        {"/a*b*c$", "/aXbXc", true},
        {"/a*b*c$", "/aXc", false},
        {"/a**c", "/ac", true},
        {"*", "/x", true},
        {"$", "/x", false},
        {"", "/x", false},
        {"/%", "/%", true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct arena a = {0};
        struct str text = str_printf(&a, "User-agent: *\nDisallow: %s\n", rows[i].rule);
        if (allowed(text.p, "kith", rows[i].path) == rows[i].fits) {
            print_error("%s on %s\n", rows[i].rule, rows[i].path);
            fail();
        }
        arena_free(&a);
    }
}

static void the_longest_rule_holds(void **state)
{
    (void)state;
    static const struct {
        const char *allow, *disallow, *path;
        bool want;
    } rows[] = {
        {"/p", "/", "/page", true},
        {"/folder", "/folder", "/folder/page", true}, /* equal: allowed */
        {"/page", "/*.htm", "/page.htm", false},
        {"/page", "/*.ph", "/page.php5", true},
        {"/$", "/", "/", true},
        {"/$", "/", "/page.htm", false},
        {"/example/page/", "/example/page/disallowed.gif", "/example/page/disallowed.gif", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct arena a = {0};
        struct str text = str_printf(&a, "User-agent: kith\nDisallow: %s\nAllow: %s\n",
                                     rows[i].disallow, rows[i].allow);
        assert_int_equal(allowed(text.p, "kith", rows[i].path), rows[i].want);
        text = str_printf(&a, "User-agent: kith\nAllow: %s\nDisallow: %s\n", rows[i].allow,
                          rows[i].disallow);
        assert_int_equal(allowed(text.p, "kith", rows[i].path), rows[i].want);
        arena_free(&a);
    }
}

static void robots_txt_is_read_however_it_is_written(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool want; /* of /x for kith */
    } rows[] = {
        {"", true},
        {"Disallow: /x", true}, /* of nobody */
        {"user-agent: KITH\r\ndisallow: /x\r\n", false},
        {"User-agent: kith\rDisallow: /x", false},
        {"\xEF\xBB\xBFUser-agent: kith\nDisallow: /x", false},
        {"User-agent: kith/1.0 # that one\nDisallow: /x # so there", false},
        {"User-agent: kithkin\nDisallow: /x", true},
        {"User-agent: kit\nDisallow: /x", true},
        {"User-agent: a\nUser-agent: kith\nUser-agent: b\nDisallow: /x", false},
        {"User-agent: kith\nSitemap: http://x.org/\nUser-agent: b\nDisallow: /x", false},
        {"User-agent: kith\nAllow: /y\nUser-agent: b\nDisallow: /x", true},
        {"User-agent: kith\nDisallow: /y\n\nUser-agent: kith\nDisallow: /x", false}, /* joined */
        {"User-agent: *\nDisallow: /x\n\nUser-agent: kith\nDisallow: /y", true},
        {"User-agent: *\nUser-agent: kith\nDisallow: /x", false},
        {"<html><body>no robots here: none</body></html>", true},
        {"User-agent: kith\nCrawl-delay: 10\nDisallow: /x", false},
        {"User-agent *\nDisallow /x", true},
        {"User-agent:kith\nDisallow:    /x   \n", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (allowed(rows[i].text, "kith", "/x") != rows[i].want) {
            print_error("%s\n", rows[i].text);
            fail();
        }
    }
}

static void hostile_robots_txt_costs_little(void **state)
{
    (void)state;
    struct arena a = {0};
    struct buf b = buf_new(&a);
    buf_adds(&b, "User-agent: *\n");
    while (b.len < ROBOTS_BYTES_MAX)
        buf_adds(&b, "Disallow: /*a*a*a*a*a*a*b\n");
    struct buf path = buf_new(&a);
    while (path.len < 4096)
        buf_adds(&path, "/a");
    struct robots r = robots_read(buf_str(&b), "kith", &a);
    assert_true(r.count > 20000);
    assert_true(robots_allow(&r, buf_str(&path)));
    buf_adds(&b, "Disallow: /\n"); /* behind the limit */
    r = robots_read(buf_str(&b), "kith", &a);
    assert_true(robots_allow(&r, STR("/x")));
    arena_free(&a);
}

/* ---- when ---- */

enum { NOW_S = 1780272000 }; /* 2026-06-01T00:00:00Z, by Python's calendar.timegm */

static void retry_after_is_seconds_or_a_date(void **state)
{
    (void)state;
    static const struct {
        const char *value;
        int64_t want; /* from now; INT64_MIN: nothing said */
    } rows[] = {
        {"120", 120},
        {" 3600 ", 3600},
        {"0", 60}, /* at least a minute */
        {"604800", 604800},
        {"604801", 604800}, /* at most a week */
        {"99999999999999999999", 604800},
        {"Mon, 01 Jun 2026 00:10:00 GMT", 600}, /* by Python's email.utils */
        {"Monday, 01-Jun-26 00:10:00 GMT", 600},
        {"Mon Jun  1 00:10:00 2026", 600},
        {"Tue, 02 Jun 2026 00:00:00 GMT", 86400},
        {"Sun, 06 Nov 1994 08:49:37 GMT", 60}, /* over */
        {"Sun, 06 Nov 2094 08:49:37 GMT", 604800},
        {"", INT64_MIN},
        {"soon", INT64_MIN},
        {"-5", INT64_MIN},
        {"1.5", INT64_MIN},
        {"12 minutes", INT64_MIN},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int64_t got = pace_retry_after(str_of(rows[i].value), NOW_S);
        int64_t want = rows[i].want == INT64_MIN ? TIME_NONE : NOW_S + rows[i].want;
        if (got != want) {
            print_error("'%s': %lld\n", rows[i].value, (long long)(got - NOW_S));
            fail();
        }
    }
}

static void max_age_is_that_of_cache_control(void **state)
{
    (void)state;
    assert_int_equal(pace_max_age(STR("max-age=600")), 600);
    assert_int_equal(pace_max_age(STR("public, Max-Age=7200, must-revalidate")), 7200);
    assert_int_equal(pace_max_age(STR("max-age=\"60\"")), 60);
    assert_int_equal(pace_max_age(STR("max-age=600, no-cache")), 0);
    assert_int_equal(pace_max_age(STR("no-store")), 0);
    assert_int_equal(pace_max_age(STR("s-maxage=9")), 0);
    assert_int_equal(pace_max_age(STR("max-age=-1")), 0);
    assert_int_equal(pace_max_age(STR("max-age=99999999999999")), INT32_MAX);
    assert_int_equal(pace_max_age(STR("")), 0);
}

static void a_feed_says_how_often_it_changes(void **state)
{
    (void)state;
    assert_int_equal(pace_of_feed(STR("<rss><channel><ttl>60</ttl><item>")), 3600);
    assert_int_equal(pace_of_feed(STR("<rss><channel><ttl> 90 </ttl>")), 5400);
    assert_int_equal(pace_of_feed(STR("<channel><item><ttl>60</ttl></item>")), 0);
    assert_int_equal(pace_of_feed(STR("<ttl>soon</ttl>")), 0);
    assert_int_equal(pace_of_feed(STR("<sy:updatePeriod>daily</sy:updatePeriod>"
                                      "<sy:updateFrequency>4</sy:updateFrequency>")),
                     21600);
    assert_int_equal(pace_of_feed(STR("<sy:updatePeriod>\n\thourly\t</sy:updatePeriod>"
                                      "<sy:updateFrequency>0</sy:updateFrequency>")),
                     3600);
    assert_int_equal(pace_of_feed(STR("{\"version\": \"https://jsonfeed.org/version/1\"}")), 0);
}

static void nobody_is_asked_too_often_or_forgotten(void **state)
{
    (void)state;
    assert_int_equal(pace_next(NOW_S, 0) - NOW_S, 1800);
    assert_int_equal(pace_next(NOW_S, 7200) - NOW_S, 7200);
    assert_int_equal(pace_next(NOW_S, INT32_MAX) - NOW_S, 86400);
    static const int64_t hours[] = {1, 2, 4, 8, 16, 32, 64, 128, 168, 168};
    for (int64_t n = 1; n <= 10; n++)
        assert_int_equal(pace_backoff(NOW_S, n) - NOW_S, hours[n - 1] * 3600);
    assert_int_equal(pace_backoff(NOW_S, INT64_MAX) - NOW_S, 604800);
}

/* ---- where ---- */

/* RFC 3986, 5.4, and what servers write besides. */
static void a_redirect_is_read_from_where_it_was_said(void **state)
{
    (void)state;
    static const struct {
        const char *location, *want;
    } rows[] = {
        {"http://y.org/f", "http://y.org/f"},
        {"HTTP://Y.org", "HTTP://Y.org"},
        {"https://y.org/f#top", "https://y.org/f"},
        {"//y.org/f", "http://y.org/f"},
        {"/f", "http://a/f"},
        {"g", "http://a/b/c/g"},
        {"./g", "http://a/b/c/g"},
        {"../g", "http://a/b/g"},
        {"../../../g", "http://a/g"},
        {"?y", "http://a/b/c/d;p?y"},
        {"#s", "http://a/b/c/d;p?q"},
        {"", ""},
        {"/a b", "http://a/a%20b"},
        {"/\xC3\xBC", "http://a/%C3%BC"},
        {"/\xFC", "http://a/%EF%BF%BD"}, /* no text: what stands for it */
        {"file:///etc/passwd", ""},
        {"FILE:///etc/passwd", ""},
        {"ftp://y.org/f", ""},
        {"gopher://127.0.0.1:25/x", ""},
        {"javascript:alert(1)", ""},
        {"data:text/plain,x", ""},
        {"dict://y.org/", ""},
        {"http:///etc/passwd", ""},
        {"http://", ""},
        {"http://y .org/", ""},
        {"//'", ""},
        {"/a'b", "http://a/a%27b"},
        {"http://y\torg/", ""},
        {"/a\r\nX: y", ""},
    };
    struct arena a = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct str got = net_url_next(&a, str_of(rows[i].location), STR("http://a/b/c/d;p?q"));
        if (!str_is(got, rows[i].want)) {
            print_error("%s: '%.*s'\n", rows[i].location, STR_ARG(got));
            fail();
        }
    }
    arena_free(&a);
}

static void sites_and_paths_are_told_apart(void **state)
{
    (void)state;
    struct arena a = {0};
    assert_str(net_url(&a, STR("feed://x.org/f#a")), "http://x.org/f");
    assert_str(net_url(&a, STR("feed:https://x.org/f")), "https://x.org/f");
    assert_str(net_url(&a, STR(" https://x.org ")), "https://x.org");
    assert_str(net_url(&a, STR("file:///etc/passwd")), "");
    assert_str(net_url(&a, STR("x.org/feed")), "");
    assert_str(net_url_site(&a, STR("http://X.org:80/f")), "http://x.org");
    assert_str(net_url_site(&a, STR("https://X.org:443")), "https://x.org");
    assert_str(net_url_site(&a, STR("https://x.org:80/")), "https://x.org:80");
    assert_str(net_url_site(&a, STR("http://u:p@x.org:8080/f@g")), "http://x.org:8080");
    assert_str(net_url_site(&a, STR("http://[::1]:80?x")), "http://[::1]");
    assert_str(net_url_path(&a, STR("http://x.org")), "/");
    assert_str(net_url_path(&a, STR("http://x.org?q=1")), "/?q=1");
    assert_str(net_url_path(&a, STR("http://x.org/a?q=1#f")), "/a?q=1");
    assert_true(net_url_is(STR("https://x.org/")) && net_url_is(STR("ftp://x.org/")));
    assert_true(net_url_is(STR("feed:https://x.org/")));
    assert_false(net_url_is(STR("mail/x.mbox")) || net_url_is(STR("C://x")));
    assert_int_equal(redirect_of(301), REDIRECT_FOR_GOOD);
    assert_int_equal(redirect_of(308), REDIRECT_FOR_GOOD);
    assert_int_equal(redirect_of(302), REDIRECT_FOR_NOW);
    assert_int_equal(redirect_of(303), REDIRECT_FOR_NOW);
    assert_int_equal(redirect_of(307), REDIRECT_FOR_NOW);
    assert_int_equal(redirect_of(300), REDIRECT_NONE);
    assert_int_equal(redirect_of(304), REDIRECT_NONE);
    arena_free(&a);
}

/* ---- web pages ---- */

static void pages_declare_feeds(void **state)
{
    (void)state;
    static const struct {
        const char *page, *want; /* "URL TITLE\n" each */
    } rows[] = {
        {"<link rel=alternate type=application/rss+xml href=/feed title=News>",
         "http://b.org/feed News\n"},
        {"<LINK REL=\"Alternate home\" TYPE='application/atom+xml; charset=utf-8' "
         "HREF='a.xml?x=1&amp;y=2' TITLE=\"Q&amp;A\" />",
         "http://b.org/w/a.xml?x=1&y=2 Q&A\n"},
        {"<link rel=feed href=https://c.org/f>", "https://c.org/f \n"},
        {"<link href=/one rel=alternate type=application/rss+xml>"
         "<link href=/one rel=alternate type=application/atom+xml>"
         "<link href=/two rel=alternate type=application/feed+json>",
         "http://b.org/one \nhttp://b.org/two \n"},
        {"<base href='http://d.org/x/'><base href='http://e.org/'>"
         "<link rel=alternate type=application/rss+xml href=f>",
         "http://d.org/x/f \n"},
        {"<!-- <link rel=alternate type=application/rss+xml href=/no> -->"
         "<script>'<link rel=alternate type=application/rss+xml href=/no>'</script>"
         "<style><link rel=alternate type=application/rss+xml href=/no></style>"
         "<linked rel=alternate type=application/rss+xml href=/no>",
         ""},
        {"<link rel=alternate type=text/html href=/en>"
         "<link rel=stylesheet type=application/rss+xml href=/no>"
         "<link rel=alternate type=application/rss+xml href=file:///etc/passwd>"
         "<link rel=alternate type=application/rss+xml href=''>"
         "<link rel=alternate type=application/rss+xml>",
         ""},
        {"<link rel=alternate type=application/rss+xml href=\"/cut", "http://b.org/cut \n"},
        {"<a href=/feed>Feed</a><", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct arena a = {0};
        struct feed_link found[PAGE_FEEDS_MAX];
        size_t n = page_feeds(str_of(rows[i].page), STR("http://b.org/w/p.html"), &a, found,
                              PAGE_FEEDS_MAX);
        struct buf b = buf_new(&a);
        for (size_t k = 0; k < n; k++)
            buf_addf(&b, "%.*s %.*s\n", STR_ARG(found[k].url), STR_ARG(found[k].title));
        assert_str(buf_str(&b), rows[i].want);
        arena_free(&a);
    }
}

static void pages_are_told_from_feeds(void **state)
{
    (void)state;
    assert_true(page_is(STR("<!DOCTYPE html><title>x</title>")));
    assert_true(page_is(STR("\xEF\xBB\xBF\r\n <!-- x --> <HTML lang=en>")));
    assert_true(page_is(STR("<?xml version='1.0'?>\n<!DOCTYPE html PUBLIC '-//W3C'>")));
    assert_false(page_is(STR("<?xml version='1.0'?><rss><channel><title>")));
    assert_false(page_is(STR("<feed xmlns='http://www.w3.org/2005/Atom'>")));
    assert_false(page_is(STR("<!-- ")) || page_is(STR("")) || page_is(STR("name,email\n")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(groups_are_those_of_the_standard),
        cmocka_unit_test(a_rule_fits_paths),
        cmocka_unit_test(the_longest_rule_holds),
        cmocka_unit_test(robots_txt_is_read_however_it_is_written),
        cmocka_unit_test(hostile_robots_txt_costs_little),
        cmocka_unit_test(retry_after_is_seconds_or_a_date),
        cmocka_unit_test(max_age_is_that_of_cache_control),
        cmocka_unit_test(a_feed_says_how_often_it_changes),
        cmocka_unit_test(nobody_is_asked_too_often_or_forgotten),
        cmocka_unit_test(a_redirect_is_read_from_where_it_was_said),
        cmocka_unit_test(sites_and_paths_are_told_apart),
        cmocka_unit_test(pages_declare_feeds),
        cmocka_unit_test(pages_are_told_from_feeds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

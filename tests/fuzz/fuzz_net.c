/* fuzz_net.c - tests: does any robots.txt, header, address or web page of a server break us? */
#include "base/limits.h"
#include "base/time.h"
#include "listen/net_address.h"
#include "listen/net_links.h"
#include "listen/net_pace.h"
#include "listen/net_robots.h"
#include "listen/net_url.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void must(bool holds)
{
    if (!holds) abort();
}

static void is_asked_for(struct str url, struct arena *a)
{
    must(str_starts_nocase(url, "http://") || str_starts_nocase(url, "https://"));
    for (size_t i = 0; i < url.len; i++)
        must((unsigned char)url.p[i] > ' ' && !strchr("#'\"", url.p[i]) && url.p[i] != 0x7f);
    must(net_url_path(a, url).p[0] == '/');
    must(str_eq(net_url(a, url), url)); /* once is as twice */
}

static void headers(struct str text)
{
    int64_t now_s = 1780272000;
    int64_t at_s = pace_retry_after(text, now_s);
    must(at_s == TIME_NONE || (at_s > now_s && at_s <= now_s + POLL_WAIT_SECONDS_MAX));
    must(pace_max_age(text) >= 0 && pace_of_feed(text) >= 0);
    int64_t next_s = pace_next(now_s, pace_of_feed(text));
    must(next_s >= now_s + POLL_SECONDS_MIN && next_s <= now_s + POLL_SECONDS_MAX);
}

/* The first line is a path, an address and a header; the rest is robots.txt and a web page. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct str text = {(const char *)bytes, size};
    struct arena a = {0};
    struct feed_link found[PAGE_FEEDS_MAX];
    struct net_range range;
    size_t line = str_find(text, '\n');
    struct str first = str_head(text, line);
    struct str rest = str_skip(text, line + (line < text.len));
    headers(first);
    headers(rest);
    (void)net_range_read(first, &range);
    (void)net_url_is(first);
    struct str next = net_url_next(&a, first, STR("http://a/b/c/d;p?q"));
    if (next.len) is_asked_for(next, &a);
    struct robots r = robots_read(rest, "kith", &a);
    (void)robots_allow(&r, str_head(first, 4096));
    must(robots_allow(&r, STR("/robots.txt")));
    (void)page_is(rest);
    size_t n = page_feeds(rest, STR("http://b.org/w/p.html"), &a, found, PAGE_FEEDS_MAX);
    must(n <= PAGE_FEEDS_MAX);
    for (size_t i = 0; i < n; i++) {
        is_asked_for(found[i].url, &a);
        must(utf8_valid(found[i].title));
    }
    arena_free(&a);
    return 0;
}

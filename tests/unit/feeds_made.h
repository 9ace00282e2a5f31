/*
 * feeds_made.h - tests: what feeds say, and what the store knows of them
 */
#ifndef KITH_TESTS_FEEDS_MADE_H
#define KITH_TESTS_FEEDS_MADE_H

#include "helpers.h"
#include "listen.h"
#include "net_made.h"

#define RSS(title, items) \
    "<rss version='2.0'><channel><title>" title "</title>" items "</channel></rss>"
#define ITEM(n) \
    "<item><guid>tag:x," n "</guid><title>" n "</title><author>jane@x.org (Jane)</author>" \
    "<pubDate>Fri, 01 May 2026 10:00:00 GMT</pubDate></item>"

/* "url state failures etag seconds-until-asked-again why" of each; KITH_NOW is
 * 2026-06-01T00:00:00Z, by Python's calendar.timegm: */
enum { NOW_S = 1780272000 };

static struct str feeds(struct desk *d)
{
    return desk_ask(d, "SELECT url||' '||state||' '||failures||' '||coalesce(etag,'-')||' '||"
                       "coalesce(next_at-1780272000,'-')||' '||coalesce(why,'-') FROM feed "
                       "ORDER BY url");
}

#endif

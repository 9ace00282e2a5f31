/*
 * net_links.h - listen: which feeds does this web page declare?
 *
 * Source  HTML Living Standard, 4.2.4 (link), 4.6.7.1 (alternate), 13.2.5 (tokens).
 * Cost    O(length of the page)
 * Check   tests/unit/test_net.c, tests/fuzz/fuzz_net.c
 */
#ifndef KITH_LISTEN_NET_LINKS_H
#define KITH_LISTEN_NET_LINKS_H

#include "base/str.h"

struct feed_link {
    struct str url; /* as net_url gives it */
    struct str title;
};

/* Is it a web page rather than a feed or anything else? By its first bytes. */
bool page_is(struct str head);
/* At most `most`, in the order of the page, each address once; how many. base: where the page is.
 * All lives in a. */
size_t page_feeds(struct str page, struct str base, struct arena *a, struct feed_link ret[],
                  size_t most);

#endif

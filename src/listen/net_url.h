/*
 * net_url.h - listen: whom does this address ask, and where does it lead on to?
 *
 * Source  RFC 3986; RFC 9110, 10.2.2 (Location), 15.4 (which redirects last).
 * Check   tests/unit/test_net.c, tests/fuzz/fuzz_net.c
 */
#ifndef KITH_LISTEN_NET_URL_H
#define KITH_LISTEN_NET_URL_H

#include "base/str.h"

/* As it is asked for: without fragment, blanks and what is not ASCII behind the host in percents.
 * Empty when it is no http or https address. "feed:" stands for http. */
struct str net_url(struct arena *a, struct str url);
/* What Location says, read from the address that said it; empty: none that may be asked. */
struct str net_url_next(struct arena *a, struct str location, struct str from);
/* "https://x.org", "http://x.org:8080": who is asked, in lower case; url as net_url gives it. */
struct str net_url_site(struct arena *a, struct str url);
/* "/feed?x=1"; "/" for none. */
struct str net_url_path(struct arena *a, struct str url);
/* Is it spelled like an address ("x:…") rather than like a file? */
bool net_url_is(struct str word);

enum redirect { REDIRECT_NONE, REDIRECT_FOR_NOW, REDIRECT_FOR_GOOD };
enum redirect redirect_of(int status);

#endif

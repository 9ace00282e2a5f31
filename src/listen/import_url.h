/*
 * import_url.h - listen: what stands at this address on the web?
 *
 * Asked once, at the user's own word: robots.txt, which is for programs that go about by
 * themselves, is not asked. A feed that is kept is known to `kith listen` from then on.
 *
 * Check  tests/unit/test_poll.c, tests/net/
 */
#ifndef KITH_LISTEN_IMPORT_URL_H
#define KITH_LISTEN_IMPORT_URL_H

#include "listen/fetch.h"
#include "listen/import.h"
#include "listen/net_links.h"

struct url_options {
    const struct import_options *import;
    const struct net *net;
    struct net_options asking;
};

struct url_import {
    struct feed_link *feeds; /* [feed_count] that a web page declares; in a */
    size_t feed_count;
    bool followed; /* a feed that was not known before */
};

/* As import_path; IO_FAILED when nothing came, with a sentence that names the address. */
MUST_CHECK enum status import_url(struct store *st, struct str url, const struct url_options *o,
                                  struct arena *a, struct import_report *report,
                                  struct url_import *ret, struct err *e);

#endif

/*
 * home.h - serve: which markets are there, what is known of each, and what waits for somebody?
 *
 * The table of the first page. It is made of answers that are kept already (answers_kept), each
 * with the day and hour it was worked out, and of a few that cost no more than a look-up. What is
 * missing is worked out one answer at a time, so that a small store shows all at once; what is not
 * there after BEGIN_MS is made behind the page. Who wants all of it asks for it (/?work=1): the
 * page then asks again until it is there. Nothing is tested (backtest) because somebody looks.
 *
 *   of each market   find (whom, tier A, moved in 30 days), choose (what the set reaches), connect
 *                    (orphans, neglected, proposals), market show (the test that was kept, who was
 *                    asked and is silent)
 *   of all           same (open pairs), privacy notices (due)
 *
 * Cost   O(markets × kept answers); the first look after a change: LOOK_MS + BEGIN_MS at most
 * Check  tests/serve/crawl.mjs, tests/serve/pages.mjs
 */
#ifndef KITH_SERVE_HOME_H
#define KITH_SERVE_HOME_H

#include "serve/page.h"

struct home { /* of what page */
    struct page *page;
    const struct table *markets; /* of market list */
    bool works;                  /* all that is missing is wanted */
};

/* True: something that is wanted is still being worked out, so the page is to be asked again. */
bool home_html(const struct home *h, struct buf *b);

#endif

/*
 * page_html.h - base: what stands around answers on a page of their own?
 *
 * One file that needs nothing else: its sheet is inside (light and dark as the reader's system
 * says, print, 360 px and up), there are no scripts, and its policy allows none and no address.
 *
 * Cost   O(1), 6 KB
 * Check  tests/unit/test_table_html.c, tests/cli/report
 */
#ifndef KITH_BASE_PAGE_HTML_H
#define KITH_BASE_PAGE_HTML_H

#include "base/str.h"

/* Up to and with <main>; the <h1> is the title, foreign text. What follows are sections. */
void page_html_open(struct buf *b, struct str title);
void page_html_close(struct buf *b);

#endif

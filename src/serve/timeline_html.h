/*
 * timeline_html.h - serve: when was something heard of one person, as a picture?
 *
 * A lane a verb, what others did first, then what they did; a mark a month, a square where it was
 * seen on the net, a diamond where it was offline; below, the longest silence. From the further
 * table `course` of `kith person --months`, which has the counts.
 *
 * Cost   O(rows)
 * Check  tests/serve/pages.mjs, tests/unit/test_table_html.c
 */
#ifndef KITH_SERVE_TIMELINE_HTML_H
#define KITH_SERVE_TIMELINE_HTML_H

#include "base/table_html.h"

/* Nothing where nothing has a day. */
void timeline_html(const struct table *person, struct buf *b);

#endif

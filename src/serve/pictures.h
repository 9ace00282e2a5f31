/*
 * pictures.h - serve: which answers have a picture, and of what?
 *
 * An SVG between the first sentence and the table of an answer, from the rows of that answer, all
 * of them, however the table is sorted and paged. Scripts (web/curve.ts) take its figures from it.
 *
 *   choose   buyers reached by the first k together, and where to stop (verb/gain.h)
 *   trend    shares of docs by period, one line a topic; below, how many outlets they rest on
 *   survey   shares of a question's answers in each wave, one line an answer
 *   person   when something was heard of them (timeline_html.h)
 *
 * Cost   O(rows)
 * Check  tests/serve/web.mjs, tests/unit/test_table_html.c
 */
#ifndef KITH_SERVE_PICTURES_H
#define KITH_SERVE_PICTURES_H

#include "base/table_html.h"

/* Nothing where an answer has none, or too few rows for one. */
void picture_html(const struct table *answer, struct buf *b);

#endif

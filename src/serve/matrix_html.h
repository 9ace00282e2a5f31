/*
 * matrix_html.h - serve: how does "who of ours knows whom" look as a matrix?
 *
 * Of the answer of `kith connect MARKET --matrix`: a row for each of ours, by department, a column
 * for each person, by reach; 40 columns at most stand side by side, further ones fold below. A sign
 * that rests on something opens what is known of the two. Where there is no room for it (below 640
 * px) the sheet hides it, and the table of pairs says the same.
 *
 * Cost   O(pairs)
 * Check  tests/serve/journeys/team-meeting.mjs
 */
#ifndef KITH_SERVE_MATRIX_HTML_H
#define KITH_SERVE_MATRIX_HTML_H

#include "base/table_html.h"

/* False: the answer is no matrix, and nothing is written. */
bool matrix_html(const struct table *t, struct buf *b);

#endif

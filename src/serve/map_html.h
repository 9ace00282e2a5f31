/*
 * map_html.h - serve: how does the answer of `kith map` look before any script runs, and without?
 *
 * An SVG of the MAP_DRAWN largest: a disc's area is reach, a dashed ring is mostly prior, a square
 * an outlet, small dots are buyers, who have no names here. Names stand beside the largest as far
 * as they do not overlap; of these, those that would not at 360 px are marked `wide`, and hidden
 * there by the sheet. The table beside it says the same. Scripts (web/map.ts) take its place and
 * size.
 *
 * Cost   O(names shown^2 + rows)
 * Check  tests/serve/map.mjs
 */
#ifndef KITH_SERVE_MAP_HTML_H
#define KITH_SERVE_MAP_HTML_H

#include "base/table_html.h"

/* Nothing of a table without rows. */
void map_html(const struct table *map, struct buf *b);

#endif

/*
 * islands.h - serve: which scripts do pages have, and which sheet?
 *
 * Scripts are made of src/serve/web/NAME.ts by esbuild when kith is built, the sheet of
 * base/page.css, serve/site.css and web/islands.css; all are part of the program. An address holds
 * a mark of the bytes, so that what a browser has kept is never another version's. All pages link
 * the sheet, `early` (light or dark, before anything is painted) and `base`; a route names a
 * further one.
 *
 * Cost   nothing is copied
 * Check  tests/serve/web.mjs
 */
#ifndef KITH_SERVE_ISLANDS_H
#define KITH_SERVE_ISLANDS_H

#include "base/str.h"

struct island {
    const char *name, *address; /* "base", "/a/base-0123456789abcdef.js" */
    const char *bytes;
    size_t len;
};

extern const struct island *const page_sheet; /* "/a/sheet-0123456789abcdef.css" */

/* NULL: kith was built without scripts (-Dislands=disabled). */
const struct island *island_of(const char *name);
/* The sheet, too. NULL: nothing is there. */
const struct island *island_at(struct str path);

#endif

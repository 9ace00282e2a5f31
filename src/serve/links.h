/*
 * links.h - serve: where does a cell of an answer lead?
 *
 * A figure of reach leads to its evidence, a person to their page, a market, source, survey or
 * programme to its own. Which column leads where is one table in links.c.
 *
 * Check  tests/unit/test_route.c
 */
#ifndef KITH_SERVE_LINKS_H
#define KITH_SERVE_LINKS_H

#include "base/table_html.h"
#include "serve/http.h"

struct linking {
    struct str beside;              /* markup behind the picture; empty: none */
    const struct table *root;       /* of the answer; its facts tell the market */
    struct str query;               /* what of the scope goes along: "?until=…", or empty */
    const struct http_pairs *asked; /* of the address; NULL: nothing */
};

struct str link_address(void *context, const struct table *t, size_t column, const struct cell *row,
                        struct arena *a);
/* A list of people with one closed word more or less: "/people?v=8f2c&category=analyst"; value
 * empty: without it. */
struct str facet_address(struct arena *a, const struct http_pairs *asked, struct str facet,
                         struct str value);
/* Text of a fact of the answer; STR_NONE: it has none. */
struct str table_fact_text(const struct table *t, const char *name);

#endif

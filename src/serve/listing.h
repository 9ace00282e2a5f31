/*
 * listing.h - serve: which rows of an answer, in which order, and which of its columns?
 *
 * The address says it, so that it can be sent on and gone back from:
 *
 *   sort=reach, sort=-reach      by that column, what is unknown last, ties as the answer has them
 *   category=analyst             only rows with that word; twice: with one of the two
 *   min.reach=5, max.reach=20    only rows from there, up to there; of days: min.at=2026-05-01
 *   columns=name,reach           these columns (again and again, or with commas)
 *   from=51                      a page of PAGE_ROWS rows from there on
 *
 * A column is called by its name in JSON, or by its head where that is one word. Of a further table
 * with the key K the names are K.sort, K.category and so on. What a flag of the route is called is
 * that flag. Only columns of closed words, whole numbers, and yes or no can be asked for by value:
 * a name does not belong in an address. An answer's table is never changed; nothing here knows of
 * single verbs.
 *
 * Cost   O(rows × rules + n log n of the rows left)
 * Check  tests/unit/test_listing.c, tests/serve/forms.mjs
 */
#ifndef KITH_SERVE_LISTING_H
#define KITH_SERVE_LISTING_H

#include "base/table_html.h"
#include "serve/route.h"

struct listing;

struct listed { /* of what page */
    const struct table *root;
    const struct route *route;
    const struct http_pairs *query;
    struct str address; /* without the query */
    bool main;          /* the page's own answer, so that its tables have names in it */
};

/* Does the address say any of it? Then the answer is wanted whole (route_lists). */
bool listing_asked(const struct route *route, const struct http_pairs *query);
/* The same address without parameters that say nothing, as forms send them; STR_NONE: it has none.
 */
struct str listing_tidy(struct arena *a, struct str address, const struct http_pairs *query);
/* BAD_INPUT: no such column, or no such value of its kind. Lives as long as a and the root. */
MUST_CHECK enum status listing_read(const struct listed *of, struct arena *a, struct listing **ret,
                                    struct err *e);
/* All rows asked for, in order; columns only where some were named. */
const struct table *listing_whole(struct listing *l);
/* One page of them, and what a page has around them; the hooks take `l` as their context. */
const struct table *listing_page(struct listing *l);
extern const struct html_list listing_hooks;
/* Rows of the first table that are asked for. */
size_t listing_count(const struct listing *l);
/* "?until=…&sort=…" with which .csv and .json have these rows, all of them; or empty. */
struct str listing_query(const struct listing *l);

/* ---- listing.c, for listing_html.c ---- */

enum rule_kind { RULE_IS, RULE_LEAST, RULE_MOST };

struct rule {
    size_t column;
    enum rule_kind kind;
    double number;         /* NaN: a word … */
    struct str word;       /* … as given */
    struct http_pair said; /* as it stands in the address */
};

struct list_part { /* one table of the answer */
    const struct table *t;
    struct table *view;
    struct str prefix; /* of its parameters: "", "picks." */
    struct rule *rule;
    size_t rule_count;
    bool *chosen; /* [columns]; NULL: as the answer shows them */
    size_t sort;  /* column; SIZE_MAX: as the answer has them */
    bool falls;
    size_t from; /* of the page, from 0 */
    size_t *row; /* [row_count] in order */
    size_t row_count;
};

struct listing {
    struct arena *a;
    struct listed of;
    struct list_part *part;
    size_t part_count;
};

/* A text column of few, fixed words. */
bool listing_closed(const struct column *c);
/* Does it stay when the address changes in something else? */
bool listing_stays(const struct listing *l, const struct http_pair *q);
/* Does it ask something of this part? */
bool listing_is_of(struct listing *l, const struct list_part *p, const struct http_pair *q);
/* The part whose view is t. */
const struct list_part *listing_part(const struct listing *l, const struct table *t);

#endif

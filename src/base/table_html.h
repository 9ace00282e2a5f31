/*
 * table_html.h - base: how does an answer look on a page?
 *
 * One answer is one <section>: heading, lead, scope, facts, a table and its further tables, notes.
 * No scripts, no style attributes, no addresses: geometry stands in attributes of inline SVG, looks
 * in the page's sheet (page_html.h). All text is taken as foreign: the five signs of markup are
 * escaped, bytes that are no UTF-8 become U+FFFD, controls are dropped, those that turn the
 * direction of writing, too.
 *
 * A column X beside X_lo and X_hi (or beside a bare lo and hi that follow it at once) is one
 * figure: "18.0 (13.0 to 24.0)", and drawn as a dot on a line, all rows of a column on one axis,
 * which its head names. Its unit stands in the head. So do facts. A column of n is shown, its title
 * or not.
 *
 * Cost   O(bytes written)
 * Check  tests/unit/test_table_html.c, tests/cli/report
 */
#ifndef KITH_BASE_TABLE_HTML_H
#define KITH_BASE_TABLE_HTML_H

#include "base/table.h"

/* Foreign text, safe between tags and in quoted attributes. */
void html_escape(struct buf *b, struct str s);
/* One cell as it stands in a table: a time as <time>, what is unknown as a dash with a word. */
void cell_html(struct buf *b, struct cell c, int digits);

/* What a page that can be asked again has around the rows of a table. */
struct html_list {
    /* Between facts and rows; instead of the number of rows; below them. */
    void (*above)(void *context, const struct table *t, struct buf *b);
    void (*caption)(void *context, const struct table *t, struct buf *b);
    void (*below)(void *context, const struct table *t, struct buf *b);
    /* The address where it is sorted by that column, STR_NONE: nowhere. *ret_now: it is so now,
     * 1 rising, -1 falling, 0 not. */
    struct str (*sort)(void *context, const struct table *t, size_t column, struct arena *a,
                       int *ret_now);
    /* What stands above a row that begins a group, "tier B"; STR_NONE: the row is of none. */
    struct str (*group)(void *context, const struct table *t, const struct cell *row,
                        struct arena *a);
};

/* What is offered in each row, in a column of its own. */
struct html_acts {
    bool (*any)(void *context, const struct table *t);
    void (*put)(void *context, const struct table *t, const struct cell *row, struct buf *b);
};

struct html_links {
    void *context;
    /* Where a cell leads: an address of our own making, percent-escaped; STR_NONE: nowhere. Only of
     * cells in which something stands. */
    struct str (*address)(void *context, const struct table *t, size_t column,
                          const struct cell *row, struct arena *a);
    /* Between first sentence and rows of the answer; NULL: nothing. */
    void (*picture)(void *context, struct buf *b);
    /* What a row is called within its page, of [a-z0-9_-]; STR_NONE: nothing. NULL: none is. */
    struct str (*anchor)(const struct table *t, const struct cell *row, struct arena *a);
    const struct html_list *list; /* NULL: none; then a table without rows is not shown, either */
    void *list_context;
    const struct html_acts *acts; /* NULL: nothing */
    void *acts_context;
};

/* The answer as a section whose heading is <h{level}>, 2 to 5, and whose further tables stand one
 * level deeper, where it has a title; on a page with links their headings are called "{id}-{key}".
 * id: of the section, of our own making. links: NULL on a page that stands alone. */
void table_html(const struct table *t, int level, const char *id, const struct html_links *links,
                struct buf *b);

/* A picture of two columns of numbers, y by x, with the band between lo and hi where these columns
 * are there (NULL: none); at: a dashed line at that x, NaN: none. Rows that lack one are left out;
 * nothing is drawn of fewer than three, of several lines of fewer than two. `says` is its text
 * alternative; the table stands beside it. Columns that are NULL below are not asked for.
 */
enum { CURVES_NAMED = 4 }; /* lines that have a name in a picture; the others are grey */
struct curve {
    const char *x, *y, *lo, *hi; /* names of columns */
    double at;
    struct str says;
    struct str level_says; /* a line across at the height `level`; empty: none */
    double level;
    const char *line;  /* says which line a row is of; the first one is that of t's rows */
    const char *name;  /* names an x */
    const char *count; /* what a figure rests on: bars under the axis … */
    const char *began, *stopped; /* … and where that changed: either is above 0 */
    const char *in_100;          /* y is a share, shown as so many of these: "docs in 100" */
    const char *of;              /* only rows that have `is` in this column; NULL: all */
    struct str is;
    const char *live; /* "gain", "course": figures for web/curve.ts stand with it, too */
};
void curve_html(const struct table *t, const struct curve *c, struct buf *b);

#endif

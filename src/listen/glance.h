/*
 * glance.h - listen: how would this file be read, as its first rows tell?
 *
 * For whoever decides whether to import it: its kind and how sure that is, which columns of a table
 * mean what, the first rows. Nothing is kept.
 *
 * Cost   the head of the file and GLANCE_ROWS_MAX rows; of long tables as much as their importer
 *        looks at before its first row
 * Check  tests/cli/import, tests/serve/jobs.mjs
 */
#ifndef KITH_LISTEN_GLANCE_H
#define KITH_LISTEN_GLANCE_H

#include "listen/importer.h"

struct glance_column {
    struct str header;
    struct str ours; /* empty: none of ours */
};

struct glance {
    const struct importer *importer; /* NULL: nobody reads it, or it is an archive */
    int sure;                        /* 0 .. 100; 100: somebody said so */
    bool archive;
    struct glance_column *columns; /* [column_count] of a table */
    size_t column_count;
    struct glance_row {
        uint64_t line;
        struct str text; /* cells with their headers, or day, author and title */
    } * rows;            /* [row_count] */
    size_t row_count;
};

struct glance_options {
    const char *path, *named; /* as of struct look */
    const struct importer *kind;
    const char *const *maps;
    enum date_order dates;
    size_t rows; /* at most GLANCE_ROWS_MAX */
};

/* Texts live in a. What cannot be read is left out: why not, the import itself says. */
void glance_at(const struct glance_options *o, struct arena *a, struct glance *ret);

#endif

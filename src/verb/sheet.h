/*
 * sheet.h - verb: what stands in this small table that belongs to a command?
 *
 * A CSV file with named columns, such as margins or targets; header names are case-blind, columns
 * nobody asked for are refused with the wanted ones, so that a misspelt one is not left out.
 *
 * Cost   O(bytes); at most SHEET_ROWS_MAX rows
 * Check  tests/cli/survey
 */
#ifndef KITH_VERB_SHEET_H
#define KITH_VERB_SHEET_H

#include "verb/verb.h"

enum { SHEET_COLUMNS = 10 };

struct sheet {
    struct sheet_row {
        uint64_t line;
        struct str cell[SHEET_COLUMNS]; /* in the order of `columns`, trimmed; empty: not said */
    } * row;
    size_t rows;
};

/* columns: NULL-ended; the first `least` must be there. Sentences start with the path. */
MUST_CHECK enum status sheet_read(struct request *r, const char *path, const char *const *columns,
                                  size_t least, struct sheet *ret, struct err *e);
/* A number of a cell, "30%" as 0.3; an empty cell leaves *ret alone. */
MUST_CHECK enum status sheet_number(const char *path, const struct sheet_row *row, const char *what,
                                    struct str cell, double *ret, struct err *e);

#endif

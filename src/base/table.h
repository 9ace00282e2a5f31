/*
 * table.h - base: what does kith answer, in every form alike?
 *
 * Every answer of every verb is one struct table: the scope it speaks about, one sentence, facts,
 * columns with units, rows, further tables under a key, and notes. The writers make text, JSON and
 * CSV of it (the web pages will too), so the forms cannot drift apart.
 *
 * Figures. A whole number is a count, a place, or a number that somebody gave. A CELL_REAL, X, is
 * estimated from data, and so
 *   - X_lo and X_hi stand in the same row (or among the same facts), or lo and hi behind the one
 *     figure the row is about; of reach_in_100, won_share, days_median the bounds drop the end:
 *     reach_lo. A bound that is empty beside one that is not is open;
 *   - the row, or a fact, says how many it rests on: n, or one of figures_rest_on[];
 *   - a column or fact `level` (X_level where it is another one) says how sure the bounds are;
 *   - facts say of what it speaks (market, survey, scope, …) and of when (as_of, wave, …), or name
 *     the `file` it was made of;
 *   - a fact `opens`, or a column `open`, is the command that shows the rows behind it, unless the
 *     answer is these rows: then it has a column `source` or `url`.
 * Which CELL_REAL are no estimates, and why, stands in verb/figures.c, and there alone. Whatever
 * draws answers may draw an interval wherever X, X_lo and X_hi stand together.
 *
 * Cost   O(cells); all rows are held in the arena until they are written, so bound them first.
 * Check  tests/unit/test_table.c, tests/unit/test_base.c, tests/cli/; tests/unit/test_walk.c walks
 *        the answers of all verbs
 */
#ifndef KITH_BASE_TABLE_H
#define KITH_BASE_TABLE_H

#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum cell_kind {
    CELL_NONE, /* unknown: "" in text and CSV, null in JSON */
    CELL_TEXT,
    CELL_INT,
    CELL_REAL, /* not finite: as CELL_NONE */
    CELL_TIME, /* unix seconds; TIME_NONE: as CELL_NONE */
    CELL_BOOL
};

struct cell {
    enum cell_kind kind;
    union {
        struct str text;
        int64_t i;
        double real;
        bool yes;
    };
};

enum column_gives {               /* what becomes of a column in text when the terminal is narrow */
                    COLUMN_KEEPS, /* false */
                    COLUMN_CUT,   /* true: what is too long ends in an ellipsis; the widest give way
                                     first */
                    COLUMN_GOES,  /* left out, the last ones first; JSON and CSV have it all the
                                   * same */
                    COLUMN_WRAPS  /* as one that is cut, but goes on in lines below */
};

/* One that may give way is not shown in text when no row has anything in it. */
struct column {
    const char *name;  /* key in JSON and CSV: snake_case, stable */
    const char *title; /* head in text; NULL: not shown in text (JSON and CSV have it) */
    const char *unit;  /* "buyers in 100", "UTC", NULL */
    enum cell_kind kind;
    int digits; /* behind the point, for CELL_REAL in text; JSON has all that matter */
    enum column_gives gives;
};

struct fact { /* one figure or word beside the rows */
    const char *name;
    const char *label; /* NULL: only in JSON */
    struct cell value;
    int digits;
    struct fact *next;
};

struct note { /* a sentence under the answer: caveats, next commands */
    struct str text;
    struct note *next;
};

struct table {
    struct arena *a;
    const char *name; /* of the verb */
    struct str title; /* heading in text; may be empty */
    struct str lead;  /* the answer in one sentence, made from the rows; may be empty */
    struct fact *facts, *facts_last;
    const struct column *columns;
    size_t column_count;
    struct cell *cells; /* row after row */
    size_t row_count, row_room;
    bool upright;     /* one row of many fields: a page shows each on a line of its own */
    struct str empty; /* said in text instead of an empty table */
    struct note *notes, *notes_last;
    struct table *more; /* further tables of the same answer, in order */
    const char *key;    /* of a further table: its key in JSON */
};

struct table *table_new(struct arena *a, const char *name, const struct column columns[],
                        size_t column_count);
/* A further table of the same answer. */
struct table *table_more(struct table *t, const char *key, const struct column columns[],
                         size_t column_count);
/* A new row, all unknown; fill its cells before the next row is added. */
struct cell *table_row(struct table *t);

struct cell cell_text(struct str s); /* STR_NONE (p NULL) is unknown */
struct cell cell_int(int64_t i);
struct cell cell_real(double x);
struct cell cell_time(int64_t at_s);
struct cell cell_bool(bool yes);

void table_fact(struct table *t, const char *name, const char *label, struct cell value,
                int digits);
/* What a row has in the column of that name; none: CELL_NONE. */
struct cell table_row_cell(const struct table *t, const struct cell *row, const char *name);
/* The further table of that key; NULL: none. */
const struct table *table_more_of(const struct table *t, const char *key);
void table_note(struct table *t, const char *format, ...) PRINTF_LIKE(2, 3);
void table_lead(struct table *t, const char *format, ...) PRINTF_LIKE(2, 3);

/* All of it, with its further tables, in another arena: what the answer was made of may go. */
struct table *table_copy(struct arena *a, const struct table *t);

struct text_style {
    size_t width; /* columns of the terminal; 0: not a terminal, nothing is cut */
    bool colour;
};

/* Of which market, whose buyers, which day, and by which model an answer speaks: the facts of these
 * names. One that has the first, as text, has them all, unknown where there is none; its CSV ends
 * every row with those it has no column of, since a row may be carried off alone. */
extern const char *const table_scope[]; /* "market", "audience", "as_of", "model"; NULL-ended */
bool table_is_scoped(const struct table *t);
/* The value of a fact; unknown when there is none of this name. */
struct cell table_fact_cell(const struct table *t, const char *name);

/* What the two of these names below write. */
void table_json(const struct table *t, struct buf *b);
void table_csv(const struct table *t, struct buf *b);
/* Each returns IO_FAILED when the stream does (full disk, closed pipe). */
MUST_CHECK enum status table_write_text(const struct table *t, struct text_style style, FILE *out);
/* One object: "v":1, "verb", the facts, "rows":[{…}], further tables by key, "notes":[…]. */
MUST_CHECK enum status table_write_json(const struct table *t, FILE *out);
/* RFC 4180 with a header line; main rows only, each with its scope; text cells that a spreadsheet
 * would take for a formula (= + - @ tab CR) get a leading apostrophe. */
MUST_CHECK enum status table_write_csv(const struct table *t, FILE *out);

/* Shared by the writers. */
void json_text(struct buf *b, struct str s); /* quoted and escaped */
void json_double(struct buf *b, double x);   /* shortest that reads back the same; null if none */
void csv_field(struct buf *b, struct str s, bool guard_formula);
/* Would a spreadsheet take it for a formula, were it not for apostrophes before it? Then a guarded
 * field has one more apostrophe, and a reader takes one off. */
bool csv_guarded(struct str s);
/* How many columns at the end of a CSV's header are table_scope, as table_csv writes them: all of
 * them, or 0. For readers of what was carried off: they say nothing of the single row. */
size_t csv_scope(const struct str header[], size_t count);

#endif

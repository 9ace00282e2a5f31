/*
 * ideas_int.h - measure: what the files ideas*.c share while terms are counted
 *
 *   ideas.c       windows, outlets, tests
 *   ideas_read.c  readings of the texts: cells, then docs of the terms that may have risen
 *
 * Check  tests/unit/test_ideas.c
 */
#ifndef KITH_MEASURE_IDEAS_INT_H
#define KITH_MEASURE_IDEAS_INT_H

#include "find/bits.h"
#include "measure/ideas.h"
#include "measure/terms.h"

struct rising { /* a term that may have risen */
    struct str words;
    uint32_t *doc; /* [docs] of mentions->doc, by id, of all windows */
    size_t docs;
    double p; /* with copies, then without */
};

struct hanging {    /* docs that hang together */
    uint32_t *of;   /* [m->count] which group; whose author is not known stands alone */
    uint32_t *size; /* docs of it in the first two windows */
    double squares; /* sum of size^2 */
};

struct ideas_work {
    struct store *st;
    const struct mentions *m;
    const struct ideas_ask *ask;
    struct arena *a;       /* of the answer */
    struct arena *scratch; /* gone when all is read */
    struct arena *row;     /* of one doc */
    struct ideas *ret;
    uint8_t *window;      /* [m->count] enum ideas_window; IDEAS_WINDOWS: none */
    struct hanging by[2]; /* threads, authors */
    struct terms terms;
    uint32_t *cell[IDEAS_WINDOWS]; /* [cells] docs */
    size_t cells;                  /* a power of two */
    struct bits screened;          /* cells that may have risen */
    struct idmap number;           /* hash of a term -> rising */
    struct rising *rising;         /* [count] */
    size_t count;
};

MUST_CHECK enum status ideas_cells(struct ideas_work *w, struct err *e);
MUST_CHECK enum status ideas_docs(struct ideas_work *w, struct err *e);
/* [m->count] which text of the docs asked for: docs of one group are near copies. */
MUST_CHECK enum status ideas_copies(struct ideas_work *w, const struct bits *which, uint32_t **ret,
                                    struct err *e);

#endif

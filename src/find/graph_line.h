/*
 * graph_line.h - find: which arcs do these lines list?
 *
 * Lines "from to" go fast: all bytes that are no digit are found 64 at a time, then each id is one
 * load and three multiplications, without a branch on its length. Other lines are read one by one.
 *
 * Cost   2 to 3 GB/s a core of plain lines.
 */
#ifndef KITH_FIND_GRAPH_LINE_H
#define KITH_FIND_GRAPH_LINE_H

#include "find/graph_int.h"

enum { LINE_SPARE = 64 }; /* bytes readable before and behind the lines */

/* What a reader of lines sees, and where their arcs go. */
struct line_reader {
    struct parter *parter; /* one of the two */
    struct arc_run *run;   /* with room for an arc a line */
    bool weights, row_is_to;
    uint64_t count, lines, loops; /* arcs without loops; lines begun */
    enum status status;           /* of its first bad line; DONE: an id does not fit the writer */
    struct err e;                 /* speaks of the line without its number */
};

/* Whole lines, the last with its line feed. */
enum status lines_read(struct line_reader *r, const char *p, const char *end);

#endif

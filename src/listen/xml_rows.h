/*
 * xml_rows.h - listen: which rows stand in this XML table?
 *
 * Dumps of databases are XML of one shape: one root, and in it rows without content, each cell an
 * attribute: <row Id="1" Name="a &amp; b" />. They are found by one scan for rows, not by a parser
 * of all XML: nothing is nested, so nothing can be too deep, and a row that is broken costs only
 * itself. A DOCTYPE is refused, so no entity but the five of XML and characters by number exists.
 *
 * Encodings as text_in.h finds them. The row that a scan stops at is bounded by RECORD_BYTES_MAX.
 *
 * Source  Extensible Markup Language (XML) 1.0, 5th edition, 2.3, 3.1, 4.1, 4.6
 * Cost    O(bytes), at most about three times over for text made to deceive
 * Check   tests/unit/test_stackexchange.c; tests/fuzz/fuzz_stackexchange.c
 */
#ifndef KITH_LISTEN_XML_ROWS_H
#define KITH_LISTEN_XML_ROWS_H

#include "listen/text_in.h"

enum { XML_CELLS_MAX = 64 };

struct xml_row {
    uint64_t line;
    size_t count;
    struct xml_cell {
        struct str name, raw; /* raw: entities not done; borrowed until the next call */
    } cell[XML_CELLS_MAX];
};

struct xml_rows {
    struct text_in text;
    uint64_t line;
    char root[32]; /* name of the first element that is no row, lower case; "": not seen yet */
};

/* in is at its start. */
MUST_CHECK enum status xml_rows_open(struct reader *in, struct arena *a, struct xml_rows *ret,
                                     struct err *e);
/* OK, DONE; BAD_INPUT for one bad row, or for a DOCTYPE, which ends it ("LINE: what; mend");
 * IO_FAILED. */
MUST_CHECK enum status xml_rows_next(struct xml_rows *r, struct xml_row *ret, struct err *e);
void xml_rows_close(struct xml_rows *r);

/* By name, ASCII case-blind; raw, p NULL when it has none. */
struct str xml_raw(const struct xml_row *row, const char *name);
/* The same with its entities done, valid UTF-8 without NUL, in a. */
struct str xml_text(const struct xml_row *row, const char *name, struct arena *a);
/* A whole number; `other` when it has none. */
int64_t xml_number(const struct xml_row *row, const char *name, int64_t other);

#endif

/*
 * csv.h - listen: which cells stand in this record of a delimited text?
 *
 * RFC 4180 and what is met beside it: comma, semicolon, tab or bar (found from the first records,
 * or said by a first line "sep=;"), cells in quotes over several lines, blanks before a quote, LF,
 * CR LF, CR CR LF or CR, blank lines (passed over), any encoding of text_in.h.
 *
 * A quote that is never closed costs one record: reading goes on at the line behind the one where
 * it was opened. The same for a record longer than RECORD_BYTES_MAX.
 *
 * Memory at most about 3 * RECORD_BYTES_MAX.
 * Cost   O(bytes), no allocation per cell.
 * Check  tests/unit/test_csv.c; tests/fuzz/fuzz_csv.c
 */
#ifndef KITH_LISTEN_CSV_H
#define KITH_LISTEN_CSV_H

#include "listen/text_in.h"

struct csv;

struct csv_row {
    const struct str *cell; /* [count] valid UTF-8, as written: not trimmed */
    size_t count;           /* may pass COLUMNS_MAX; then only the first COLUMNS_MAX are there */
    uint64_t line;          /* of the file where the record starts, from 1 */
};

/* in is at its start; delimiter '\0': find it. *ret lives in a. */
MUST_CHECK enum status csv_open(struct reader *in, char delimiter, struct arena *a,
                                struct csv **ret, struct err *e);
/* OK and a record, borrowed until the next call (mended cells live in a); DONE; BAD_INPUT for one
 * bad record ("LINE: what; mend"), the next call goes on behind it; IO_FAILED. */
MUST_CHECK enum status csv_next(struct csv *c, struct arena *a, struct csv_row *ret, struct err *e);
char csv_delimiter(const struct csv *c);
const char *csv_encoding(const struct csv *c); /* NULL for UTF-8 */
uint64_t csv_mended(const struct csv *c);      /* records so far with bytes that were no UTF-8 */

#endif

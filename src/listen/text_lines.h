/*
 * text_lines.h - listen: which lines of text come next, whatever they are written in?
 *
 * Lines of a text_in: UTF-16 and Windows-1252 are read as UTF-8; LF, CR LF; a lone CR is a part of
 * its line. Bad bytes are replaced.
 *
 * Memory  the longest line, at most RECORD_BYTES_MAX
 * Check   tests/unit/test_git.c, tests/unit/test_transcript.c
 */
#ifndef KITH_LISTEN_TEXT_LINES_H
#define KITH_LISTEN_TEXT_LINES_H

#include "listen/text_in.h"

struct text_lines {
    struct text_in in;
    struct arena mended;
    uint64_t line;  /* of the line last given, from 1 */
    uint64_t wrong; /* lines with bytes that were no text */
};

/* in is at its start; *ret lives in a. Close it. */
MUST_CHECK enum status text_lines_open(struct reader *in, struct arena *a, struct text_lines *ret,
                                       struct err *e);
/* The next line without its end, borrowed until the next call. OK, DONE, IO_FAILED, or TOO_MUCH:
 * it was too long and is passed over. */
MUST_CHECK enum status text_lines_next(struct text_lines *t, struct str *ret, struct err *e);
void text_lines_close(struct text_lines *t);
/* The start of a source as text, for sniffing: UTF-16 with its mark is turned into UTF-8. */
struct str text_head(struct arena *a, struct str head);
/* "Windows-1252 found; 3 lines with bytes that were no text mended"; may be empty. */
struct str text_lines_remarks(const struct text_lines *t, struct arena *a);

#endif

/*
 * text_in.h - listen: which characters do the bytes of this source stand for?
 *
 * A window of UTF-8 text over a reader: byte order marks are passed over, UTF-16 and code pages
 * are found and turned into UTF-8. UTF-16 and UTF-32 are known by their mark or by the zero bytes
 * of ASCII text; what a label names is read by iconv, unless it is UTF-8 all the same; of the rest,
 * what is mostly not UTF-8 is of a code page (code_page.h; a second look at the whole file
 * decides). Stray bad bytes in UTF-8 stay as they are: whoever takes a text out mends it
 * (utf8_mend).
 *
 * The window's bytes may be changed in place by whoever reads it. It grows only as far as its user
 * lets text unread, so the user bounds it (RECORD_BYTES_MAX).
 *
 * Cost   O(bytes); UTF-8 is copied once.
 * Check  tests/unit/test_csv.c, tests/unit/test_feed.c
 */
#ifndef KITH_LISTEN_TEXT_IN_H
#define KITH_LISTEN_TEXT_IN_H

#include "base/file.h"
#include "base/gone.h"
#include "listen/code_page.h"

enum text_encoding {
    TEXT_UTF8,
    TEXT_UTF16LE,
    TEXT_UTF16BE,
    TEXT_UTF32LE,
    TEXT_UTF32BE,
    TEXT_PAGE,
    TEXT_NAMED /* by iconv */
};

struct text_in {
    struct reader *in;
    struct arena *a;
    enum text_encoding encoding;
    enum code_page page; /* of TEXT_PAGE */
    char *window;
    size_t room;
    size_t begin, end; /* the text that waits: window[begin .. end) */
    bool ended;        /* nothing more will come */
    uint16_t high;     /* first half of a UTF-16 pair, 0: none */
    void *named;       /* iconv's; NULL: none */
    char cut[16];      /* [cut_len] of TEXT_NAMED: the start of a character */
    size_t cut_len;
};

/* in is at its start; *ret lives in a. */
MUST_CHECK enum status text_in_open(struct reader *in, struct arena *a, struct text_in *ret,
                                    struct err *e);
/* The same for a text whose label says what it is; *ret_known: is there such an encoding? Labels of
 * UTF-8, UTF-16, UTF-32, ASCII and Latin-1 are only hints. Close it. */
MUST_CHECK enum status text_in_open_as(struct reader *in, struct str label, struct arena *a,
                                       struct text_in *ret, bool *ret_known, struct err *e);
void text_in_close(struct text_in *t);
/* More text behind what waits: OK, DONE at the end, or IO_FAILED. Moves the window: offsets from
 * `begin` hold, pointers do not. */
MUST_CHECK enum status text_in_more(struct text_in *t, struct err *e);
/* What was taken out of the window until now was borrowed until now. */
static inline void text_in_taken(const struct text_in *t)
{
    bytes_gone(t->window, t->begin);
}
/* "UTF-16", "Windows-1252"; NULL for UTF-8, which needs no word, and for what its label names. */
const char *text_in_encoding(const struct text_in *t);

#endif

/*
 * text_in.h - listen: which characters do the bytes of this source stand for?
 *
 * A window of UTF-8 text over a reader: byte order marks are passed over, UTF-16 and Windows-1252
 * are found and turned into UTF-8. UTF-16 is known by its mark or by the zero bytes of ASCII text;
 * of the rest, what is mostly not UTF-8 is Windows-1252 (a second look at the whole file decides).
 * Stray bad bytes in UTF-8 stay as they are: whoever takes a text out mends it (utf8_mend).
 *
 * The window's bytes may be changed in place by whoever reads it. It grows only as far as its user
 * lets text unread, so the user bounds it (RECORD_BYTES_MAX).
 *
 * Cost   O(bytes); UTF-8 is copied once.
 * Check  tests/unit/test_csv.c
 */
#ifndef KITH_LISTEN_TEXT_IN_H
#define KITH_LISTEN_TEXT_IN_H

#include "base/file.h"

enum text_encoding { TEXT_UTF8, TEXT_UTF16LE, TEXT_UTF16BE, TEXT_1252 };

struct text_in {
    struct reader *in;
    struct arena *a;
    enum text_encoding encoding;
    char *window;
    size_t room;
    size_t begin, end; /* the text that waits: window[begin .. end) */
    bool ended;        /* nothing more will come */
    uint16_t high;     /* first half of a UTF-16 pair, 0: none */
};

/* in is at its start; *ret lives in a. */
MUST_CHECK enum status text_in_open(struct reader *in, struct arena *a, struct text_in *ret,
                                    struct err *e);
/* More text behind what waits: OK, DONE at the end, or IO_FAILED. Moves the window: offsets from
 * `begin` hold, pointers do not. */
MUST_CHECK enum status text_in_more(struct text_in *t, struct err *e);
/* "UTF-16", "Windows-1252"; NULL for UTF-8, which needs no word. */
const char *text_in_encoding(const struct text_in *t);

#endif

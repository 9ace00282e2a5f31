/*
 * file.h - base: what do these bytes on disk say?
 *
 * Sources are read through a window, never mapped: a file that shrinks or changes meanwhile cannot
 * hurt, and memory stays bounded by the longest line that is allowed (RECORD_BYTES_MAX).
 *
 * Cost   one pass over the file; the window is as long as the longest record so far
 * Check  tests/unit/test_import.c, tests/unit/test_csv.c
 */
#ifndef KITH_BASE_FILE_H
#define KITH_BASE_FILE_H

#include "base/err.h"
#include "base/str.h"

#include <stdbool.h>

struct reader; /* a file, or bytes in memory, read once from start to end */

/* IO_FAILED, TOO_MUCH (> SOURCE_BYTES_MAX), BAD_INPUT (not a plain file); the sentence names path.
 * The reader and its window live in a; close it all the same, for the descriptor. */
MUST_CHECK enum status reader_open(const char *path, struct arena *a, struct reader **ret,
                                   struct err *e);
struct reader *reader_of(struct str text, struct arena *a); /* text must outlive it */
/* A second reader of the same bytes from their start, for sources that must be looked through
 * before they are read; r must stay open until *ret is opened, and moves on as if nothing was. */
MUST_CHECK enum status reader_again(const struct reader *r, struct arena *a, struct reader **ret,
                                    struct err *e);
void reader_close(struct reader *r);

/* The first n bytes (n <= 4096) without moving on. */
MUST_CHECK enum status reader_head(struct reader *r, size_t n, struct str *ret, struct err *e);
/* Next line without its LF or CR LF; borrowed until the next call. OK, DONE at the end, IO_FAILED,
 * TOO_MUCH when the line is longer than RECORD_BYTES_MAX: it was passed over, the next call goes
 * on behind it. */
MUST_CHECK enum status reader_line(struct reader *r, struct str *ret, struct err *e);
/* Up to n more raw bytes; shorter only at the end, DONE when nothing is left. */
MUST_CHECK enum status reader_bytes(struct reader *r, size_t n, struct str *ret, struct err *e);
/* All that is left, at most max bytes, copied into a; TOO_MUCH beyond. */
MUST_CHECK enum status reader_rest(struct reader *r, size_t max, struct arena *a, struct str *ret,
                                   struct err *e);
uint64_t reader_line_number(const struct reader *r); /* of the line last given, from 1 */
uint64_t reader_done(const struct reader *r);        /* bytes consumed */
uint64_t reader_size(const struct reader *r);        /* bytes in all, when it was opened */

/* Hex BLAKE2b-256 of the bytes; the name under which "the same source" is recognised. */
MUST_CHECK enum status file_hash(const char *path, struct arena *a, struct str *ret, struct err *e);
struct str bytes_hash(struct arena *a, struct str bytes);
/* The first 16 bytes of BLAKE2b of the bytes: keys of evidence. */
void bytes_key(struct str bytes, unsigned char ret[16]);
/* The same with a secret: who does not know it cannot tell whether these bytes were meant. */
void bytes_sealed(struct str bytes, struct str secret, unsigned char ret[32]);
/* 64 hexadecimal figures nobody can guess. */
struct str secret_new(struct arena *a);

/* Names in a directory, sorted by bytes, without . and ..; IO_FAILED or TOO_MUCH. */
struct names {
    const char **name;
    size_t count;
};
MUST_CHECK enum status dir_list(const char *path, struct arena *a, struct names *ret,
                                struct err *e);
bool path_is_dir(const char *path);
bool path_exists(const char *path);
struct str path_join(struct arena *a, const char *dir, const char *name);
const char *path_base(const char *path); /* behind the last slash */
/* Absolute, without links and dots, as sources are named in the store; path itself when the
 * system cannot say. */
const char *path_full(struct arena *a, const char *path);

/* Writes to path.tmp, syncs, renames: the file is whole or as before. */
MUST_CHECK enum status file_write(const char *path, struct str bytes, struct err *e);

#endif

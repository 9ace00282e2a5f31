/*
 * str.h - base: which bytes are meant?
 *
 * A struct str borrows bytes: it never owns them and need not end in NUL. A struct buf builds a
 * NUL-ended text in an arena. Text of others is UTF-8 once it is inside kith; everything else is
 * mended at the door (utf8_mend).
 *
 * Cost   O(bytes) a call; a buf grows by doubling.
 * Check  tests/unit/test_base.c, tests/unit/test_near.c; tests/fuzz/fuzz_text.c
 */
#ifndef KITH_BASE_STR_H
#define KITH_BASE_STR_H

#include "base/arena.h"
#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct str {
    const char *p;
    size_t len; /* bytes */
};

#define STR(literal) ((struct str){(literal), sizeof(literal) - 1})
#define STR_NONE ((struct str){NULL, 0})
/* For printf("%.*s", STR_ARG(s)). */
#define STR_ARG(s) (int)(s).len, (s).p ? (s).p : ""

struct str str_of(const char *text); /* NULL gives STR_NONE */
bool str_eq(struct str a, struct str b);
bool str_is(struct str a, const char *text);
bool str_is_nocase(struct str a, const char *text); /* ASCII only */
/* One of these words? The list ends with NULL. */
bool str_among(struct str a, const char *const words[]);
bool str_among_nocase(struct str a, const char *const words[]);
int str_cmp(struct str a, struct str b); /* by bytes, shorter first */
bool str_starts(struct str s, const char *start);
bool str_starts_nocase(struct str s, const char *start);
bool str_ends_nocase(struct str s, const char *end);
struct str str_trim(struct str s); /* ASCII blanks, also CR and NBSP's bytes stay */
struct str str_skip(struct str s, size_t n);
struct str str_head(struct str s, size_t n); /* at most n bytes */
/* Of one byte, ASCII only. */
static inline char ascii_lower(char c)
{
    if (c >= 'A' && c <= 'Z') return (char)(c - 'A' + 'a');
    return c;
}

static inline bool ascii_is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static inline bool ascii_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Position of c, or s.len. */
size_t str_find(struct str s, char c);
/* Position of needle ignoring ASCII case, or s.len; needle must not be empty. */
size_t str_find_nocase(struct str s, const char *needle);
/* Takes what stands before the first `at` and moves *rest behind it; false when *rest is used up
 * (its pointer is then NULL). */
bool str_cut(struct str *rest, char at, struct str *ret_part);
struct str str_copy(struct arena *a, struct str s);  /* NUL-ended */
const char *str_c(struct arena *a, struct str s);    /* the same as a C text */
struct str str_lower(struct arena *a, struct str s); /* ASCII only */
struct str str_printf(struct arena *a, const char *format, ...) PRINTF_LIKE(2, 3);

/* Whole text is a number within range; false leaves *ret alone. */
bool str_to_i64(struct str s, int64_t *ret);
bool str_to_double(struct str s, double *ret); /* '.' in every locale; not inf, not nan */

/* ---- building ---- */
struct buf {
    struct arena *a;
    char *p;    /* NUL-ended once anything was added */
    size_t len; /* bytes, without the NUL */
    size_t room;
};

struct buf buf_new(struct arena *a);
void buf_add(struct buf *b, struct str s);
void buf_adds(struct buf *b, const char *text);
void buf_addc(struct buf *b, char c);
void buf_addf(struct buf *b, const char *format, ...) PRINTF_LIKE(2, 3);
struct str buf_str(const struct buf *b);

/* ---- UTF-8 ---- */
bool utf8_valid(struct str s);
/* s itself when it is valid UTF-8 without NUL; else a copy in which every bad byte is U+FFFD. */
struct str utf8_mend(struct arena *a, struct str s);
/* Columns on a terminal: wide characters 2, combining marks and controls 0. */
size_t utf8_width(struct str s);
/* The longest start of s that is at most `width` columns and does not cut a character. */
struct str utf8_fit(struct str s, size_t width);
/* A character below U+110000, no surrogate, at most 4 bytes; how many. */
size_t utf8_put(char *to, uint32_t code);
/* What a byte of Windows-1252 means: from 0x80 to 0x9F by its table, the rest as in Latin-1.
 * Source: the WHATWG Encoding Standard, index windows-1252; its five holes are U+FFFD here. */
uint32_t code_of_1252(unsigned char c);
/* The longest start of s of at most n bytes that does not cut a character. */
struct str utf8_head(struct str s, size_t n);
/* Form under which two spellings of a name are one: NFKC, case folded, marks stripped, runs of
 * blanks and punctuation made one blank, trimmed. "Zoë  O'Neil" -> "zoe o neil". */
struct str name_key(struct arena *a, struct str name);

#endif

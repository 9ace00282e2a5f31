/*
 * content_line.h - listen: which properties stand in this contact or calendar, one after the other?
 *
 * vCard and iCalendar share one form of lines: [group.]NAME[;PARAM=value …]:value, folded by a line
 * end and a blank. Of vCard 2.1 also parameters without a name, values in quoted-printable (whose
 * soft breaks fold without a blank) and in a charset of their own. What programs write rather than
 * what the standards say is read: any line ends, empty lines, lines without a colon, quotes that
 * are not closed.
 *
 * Source  RFC 6350, RFC 2426, versit vCard 2.1, RFC 5545 (3.1), RFC 6868 (^n ^' ^^ in parameters).
 * Cost    O(bytes); CONTENT_BYTES_MAX of one property, however long it is
 * Check   tests/unit/test_vcard.c, tests/unit/test_icalendar.c; tests/fuzz/fuzz_vcard.c
 */
#ifndef KITH_LISTEN_CONTENT_LINE_H
#define KITH_LISTEN_CONTENT_LINE_H

#include "listen/text_in.h"

enum { CONTENT_PARAMS_MAX = 32 };

struct content_line {
    uint64_t line;   /* where it begins, from 1 */
    struct str name; /* without group; compare it without case */
    struct content_param {
        struct str name, value; /* several values as one, with commas; name may be empty (2.1) */
    } param[CONTENT_PARAMS_MAX];
    size_t param_count;
    struct str value; /* unfolded, decoded, valid UTF-8; escapes stand as they are */
};

struct content_lines {
    struct text_in text;
    uint64_t line; /* of what comes next, from 1 */
    char eol;      /* LF, or CR where there is no LF */
};

/* in is at its start. */
MUST_CHECK enum status content_lines_open(struct reader *in, struct arena *a,
                                          struct content_lines *ret, struct err *e);
/* OK and the next property, in a; DONE; IO_FAILED. Lines that are none are passed over. */
MUST_CHECK enum status content_lines_next(struct content_lines *c, struct arena *a,
                                          struct content_line *ret, struct err *e);

/* The parameter's value, its pointer NULL when it is not there; name in capital letters. */
struct str content_param(const struct content_line *l, const char *name);
/* Does TYPE (or, in 2.1, a bare word) say it? */
bool content_has_type(const struct content_line *l, const char *type);
/* "BEGIN:VCARD" and such, without case. */
bool content_is(const struct content_line *l, const char *name, const char *value);
/* Without its escapes: \n \, \; \: \\ ; trimmed. */
struct str content_text(struct arena *a, struct str value);
/* Takes what stands before the first `mark` that is not escaped, as content_text. */
bool content_cut(struct arena *a, struct str *rest, char mark, struct str *ret_part);

/* Does this head of a file begin with that line ("BEGIN:VCARD"), in any encoding? */
bool content_begins(struct str head, const char *first);

#endif

/*
 * multipart.h - serve: which fields and files come in this body?
 *
 * multipart/form-data as browsers send it, read as it comes, a piece of any size at a time. What is
 * not quite so is refused: text before the first or behind the last part, a part without a name or
 * in a coding, parts within parts, a body that ends early. Nothing is guessed.
 *
 * Source  RFC 7578; RFC 2046, 5.1.1; the WHATWG's form-data encoding (%22, %0D, %0A in names)
 * Cost    O(bytes), MULTIPART_HEAD_BYTES_MAX held of the head of a part; of its bytes none
 * Check   tests/unit/test_multipart.c, tests/fuzz/fuzz_multipart.c, tests/serve/jobs.mjs
 */
#ifndef KITH_SERVE_MULTIPART_H
#define KITH_SERVE_MULTIPART_H

#include "base/str.h"

struct multipart;

/* Each gives 0, or a status of HTTP and why, which ends it. */
struct multipart_into {
    void *context;
    /* file: the name its sender gave it, valid UTF-8; p NULL: a field. Texts live in the arena. */
    int (*begin)(void *context, struct str name, struct str file, const char **ret_why);
    int (*bytes)(void *context, struct str bytes, const char **ret_why);
    int (*end)(void *context, const char **ret_why);
};

/* STR_NONE: it is multipart/form-data without a boundary that can be one. */
struct str multipart_boundary(struct str content_type);
bool multipart_is(struct str content_type); /* multipart/form-data, with whatever behind it */
/* boundary of 1 to 70 bytes; copied. */
struct multipart *multipart_new(struct str boundary, const struct multipart_into *into,
                                struct arena *a);
int multipart_take(struct multipart *m, struct str bytes, const char **ret_why);
/* Nothing more comes: was it all there? */
int multipart_end(const struct multipart *m, const char **ret_why);
bool multipart_whole(const struct multipart *m); /* the last part has ended */

#endif

/*
 * json_rows.h - listen: which objects stand in this JSON text, one after the other?
 *
 * JSON Lines (one object a line) or one array of objects, cut into the texts of its objects before
 * any of them is parsed: one that is broken, too long or holds a number too big costs only itself.
 *
 * Memory at most about 3 * JSON_RECORD_BYTES_MAX and what jansson needs for one object.
 * Check  tests/unit/test_listen_table.c; tests/fuzz/fuzz_json.c
 */
#ifndef KITH_LISTEN_JSON_ROWS_H
#define KITH_LISTEN_JSON_ROWS_H

#include "listen/text_in.h"

struct json_t; /* jansson's */

struct json_rows {
    struct text_in text;
    uint64_t line;   /* of what comes next */
    uint64_t mended; /* objects with bytes that were no UTF-8 */
    bool array;      /* one array rather than lines, or objects one after the other */
    bool any;        /* its values may be of any kind, and control characters in its texts stand for
                      * blanks; for whoever opened it to set */
    uint64_t blanks; /* values with such characters */
    bool ended;
};

/* in is at its start. */
MUST_CHECK enum status json_rows_open(struct reader *in, struct arena *a, struct json_rows *ret,
                                      struct err *e);
/* Objects one after the other, whatever the lines they stand on. */
MUST_CHECK enum status json_rows_open_sequence(struct reader *in, struct arena *a,
                                               struct json_rows *ret, struct err *e);
/* The same of what stands behind the first '=' of the text: scripts that assign an array.
 * BAD_INPUT when there is none near the start. */
MUST_CHECK enum status json_rows_open_assigned(struct reader *in, struct arena *a,
                                               struct json_rows *ret, struct err *e);
/* OK and one object, which the caller gives back with json_decref; *ret_line is where it starts.
 * DONE; BAD_INPUT for one bad object ("LINE: what; mend"); IO_FAILED. a holds mended text. */
MUST_CHECK enum status json_rows_next(struct json_rows *r, struct arena *a, struct json_t **ret,
                                      uint64_t *ret_line, struct err *e);
/* The array that stands under `key` of one outer object ("items" of a feed). All that stands around
 * it is added to *head (as an object in which the array is empty) by this call and json_rows_rest.
 * BAD_INPUT when there is no such array. */
MUST_CHECK enum status json_rows_open_in(struct reader *in, const char *key, struct arena *a,
                                         struct json_rows *ret, struct buf *head, struct err *e);
/* What stands behind the array, once json_rows_next said DONE. */
MUST_CHECK enum status json_rows_rest(struct json_rows *r, struct buf *head, struct err *e);
/* One object; BAD_INPUT with a sentence without line. */
MUST_CHECK enum status json_object_read(struct str text, struct json_t **ret, struct err *e);

#endif

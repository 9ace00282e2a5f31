/*
 * json_walk.h - listen: which lists of rows stand within this JSON text?
 *
 * Exports keep their rows in lists within objects, and those within lists. The text is walked once,
 * from start to end, and stops before each list that stands under one of the keys asked for; its
 * rows are then read one by one (json_rows_next), so that no list need fit into memory.
 *
 * Cost   O(bytes); memory that of json_rows and at most JSON_AROUND_BYTES_MAX
 * Check  tests/unit/test_json_walk.c; tests/fuzz/fuzz_json_walk.c
 */
#ifndef KITH_LISTEN_JSON_WALK_H
#define KITH_LISTEN_JSON_WALK_H

#include "base/limits.h"
#include "listen/json_rows.h"

struct json_level {
    bool list;
    bool value;    /* of an object: its key is read, what comes is the value */
    size_t around; /* where its own members begin in json_walk.around */
    char key[48];  /* of the member at hand; a longer one is cut */
};

struct json_walk {
    struct json_rows rows; /* those of the list it stopped at */
    const char *const *keys;
    struct buf around; /* "key":value, of the plain members of all objects that are open */
    struct buf token;
    bool token_long;
    bool inside; /* rows is in a list */
    size_t depth;
    struct json_level level[JSON_DEPTH_MAX];
};

/* in is at its start; keys is NULL-ended and outlives it. */
MUST_CHECK enum status json_walk_open(struct reader *in, const char *const *keys, struct arena *a,
                                      struct json_walk *ret, struct err *e);
/* OK: rows begins with the first of the list under keys[*ret_key]. What is left of the list before
 * is passed over. DONE at the end, BAD_INPUT when it is too deep ("LINE: what; mend"), IO_FAILED.
 */
MUST_CHECK enum status json_walk_next(struct json_walk *w, size_t *ret_key, struct err *e);
/* An object of the texts, numbers and truths that stand before the list in the object it belongs
 * to; an empty one when they cannot be read. Given back with json_decref. */
struct json_t *json_walk_around(const struct json_walk *w, struct arena *scratch);

#endif

/*
 * lapse.h - listen: which rows were here for as long as they may be, and are not taken again?
 *
 * What a purge removes (purge.h) leaves keyed hashes of what its rows would be known by (table
 * lapsed): of a doc, evidence, a deal or what somebody answered its own key, of a row of a list of
 * people each of their accounts. They hold of the place the rows came from (kind and locator, also
 * where the same bytes stand elsewhere), as each source is kept for days of its own: another source
 * may name them. A row is passed over while the days of its source, from when it was first read,
 * are over; so a source that may be kept longer by now, or for good, brings its rows back.
 *
 * Cost   one look a source where nothing lapsed; else a hash and a look-up by index a row and place
 * Check  tests/unit/test_purge.c, tests/cli/purge
 */
#ifndef KITH_LISTEN_LAPSE_H
#define KITH_LISTEN_LAPSE_H

#include "listen/stmts.h"

struct lapses { /* of one source that is read */
    bool any;
    int64_t keep_s, now_s;
    struct str secret;
    struct lapse_place {
        struct str kind, locator;
    } * place;
    size_t count;
};

/* source: its row. Texts live in a. */
MUST_CHECK enum status lapses_load(struct stmts *stmts, int64_t source, int64_t now_s,
                                   struct arena *a, struct lapses *ret, struct err *e);
/* what: "doc", "evidence", …; key: its own, or "channel:handle". */
MUST_CHECK enum status lapsed_is(struct stmts *stmts, const struct lapses *l, const char *what,
                                 struct str key, bool *ret, struct err *e);
/* A key of 16 bytes as lapsed_is wants it, in a. */
struct str lapse_hex(struct arena *a, const unsigned char key[16]);
/* The key of all hashes, made when there is none: inside the caller's transaction. In a. */
MUST_CHECK enum status lapse_secret(struct store *st, struct arena *a, struct str *ret,
                                    struct err *e);
void lapse_seal(struct str secret, struct str kind, struct str locator, struct str what,
                struct str key, unsigned char ret[32]);

#endif

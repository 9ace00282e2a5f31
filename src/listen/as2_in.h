/*
 * as2_in.h - listen: which rows does a file of ActivityStreams hold?
 *
 * A file is one object, several one after the other (a line each, or not), or a collection whose
 * items are the rows: those are read one at a time, so an outbox of any length takes the room of
 * one activity. JSON is UTF-8; a list, a text or a number at the top is no document.
 *
 * What is deleted or hidden must be known before anything is kept, so a file that says such things
 * is read twice.
 *
 * Check  tests/unit/test_activitystreams.c
 */
#ifndef KITH_LISTEN_AS2_IN_H
#define KITH_LISTEN_AS2_IN_H

#include "listen/as2_int.h"

struct as2_in {
    struct json_rows rows;
    bool collection; /* the rows are its items */
    struct buf head; /* of a collection: what stands around its items */
    bool ended;
    bool cut; /* the file ends within the collection */
};

/* in is at its start. BAD_INPUT when it is no ActivityStreams. */
MUST_CHECK enum status as2_in_open(struct reader *in, struct as2 *x, struct arena *a,
                                   struct as2_in *ret, struct err *e);
/* As importer.h: next. */
MUST_CHECK enum status as2_in_next(struct as2_in *in, struct as2 *x, struct arena *a,
                                   struct record *ret, struct err *e);
struct str as2_in_remarks(const struct as2_in *in, struct arena *a);

#endif

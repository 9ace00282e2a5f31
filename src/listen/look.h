/*
 * look.h - listen: what is in this file, and who reads it?
 *
 * Check  tests/unit/test_import.c
 */
#ifndef KITH_LISTEN_LOOK_H
#define KITH_LISTEN_LOOK_H

#include "listen/importer.h"

/* By name; NULL in *ret when name is NULL. BAD_USAGE when there is none. */
MUST_CHECK enum status importer_find(const char *name, const struct importer **ret, struct err *e);
/* Does it read files of one record, all of which in one directory are one source? */
bool importer_is_single(const struct importer *importer);

struct look {
    const char *path;
    const char *named; /* what it is called, where its path does not say; NULL: it does */
    struct str place;  /* its name within the directory */
    struct arena a;    /* head, bytes, hash, sentence */
    enum status status;
    struct str sentence; /* of a failure */
    struct str head;
    const struct importer *importer; /* NULL: nobody reads it */
    int sure;                        /* of the importer, 0 .. 100, where content told */
    struct str hash;                 /* of singles */
    struct str bytes;                /* of singles of at most RECORD_BYTES_MAX; p NULL: not read */
    bool archive;                    /* to be unpacked first; no importer then */
    bool is_dir;                     /* not a link to one */
    bool is_link;                    /* to a directory: not entered, it may lead round in circles */
};

/* path and place are set; fills the rest. kind: of --kind, or NULL. Any thread. */
void look_at(struct look *l, const struct importer *kind);
/* The same for many, on all cores; their order is kept. */
void look_at_all(struct look l[], size_t count, const struct importer *kind);

#endif

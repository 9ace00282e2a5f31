/*
 * supply.h - listen: which records come next?
 *
 * Records are read on other threads, some dozens at a time, while the ones before are stored:
 * reading mail costs more than storing it. They come in the order of the source whatever the
 * threads do. One source is one file, or many files of one mail each.
 *
 * Memory  four batches of at most 64 rows or 4 MiB and one record; mails of up to 64 MiB in all
 *         are read once and kept, others are read again when their turn comes.
 * Check   tests/unit/test_import.c
 */
#ifndef KITH_LISTEN_SUPPLY_H
#define KITH_LISTEN_SUPPLY_H

#include "listen/importer.h"

/* One file of a source that has many. */
struct source_file {
    const char *path;
    struct str place; /* its name within the source */
    struct str bytes; /* p NULL: to be read from path */
};

struct supply_options {
    const struct importer *importer;
    const char *file; /* of a single one, where importing.path is but its name; NULL: that */
    struct importer_options importing;
    const struct source_file *files; /* [count]; count 0: the file importing.path is the source */
    size_t count;
};

struct item {
    enum status status;    /* OK or BAD_INPUT */
    struct record *record; /* of OK */
    struct str words;      /* of a doc: those of its title and text (base/text.h) */
    struct str place;      /* of OK: "41", "name" or "name:41" */
    struct str sentence;   /* of BAD_INPUT, without the source's path: "41: what; mend" */
};

struct batch {
    struct arena a;
    struct item *item;
    size_t count;
    enum status end; /* OK: there is more; DONE; else a failure that ends the source, see e */
    struct err e;
    uint64_t done;               /* bytes, or files, of the source so far */
    size_t first_file, end_file; /* of many: which are in it */
    bool ready;                  /* filled; under the supply's lock */
};

struct supply;
/* *ret lives in a; close it all the same. A failure's sentence has no path. */
MUST_CHECK enum status supply_open(const struct supply_options *o, struct arena *a,
                                   struct supply **ret, struct err *e);
/* Borrowed until the next call. After one whose end is not OK there is no other. */
const struct batch *supply_next(struct supply *s);
uint64_t supply_size(const struct supply *s); /* in units of batch.done; 0: not known */
/* What the importer wants to say, after the last batch; lives in a. */
struct str supply_remarks(struct supply *s, struct arena *a);
void supply_close(struct supply *s);

#endif

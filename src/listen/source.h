/*
 * source.h - listen: is this one source kept, whole or not at all?
 *
 * Check  tests/unit/test_import.c
 */
#ifndef KITH_LISTEN_SOURCE_H
#define KITH_LISTEN_SOURCE_H

#include "listen/import.h"
#include "listen/supply.h"

struct source {
    const struct importer *importer;
    const char *path;                /* where it is read */
    const char *named;               /* by its sender, where path does not say; NULL: it does */
    const char *shown;               /* as the user knows it, for sentences */
    struct str locator;              /* full path, as the store knows it */
    struct str hash;                 /* of its bytes */
    const struct source_file *files; /* of many; else NULL */
    size_t file_count;
    const char *url;             /* where it was fetched from; NULL: not from the net */
    const struct bundle *bundle; /* of several files that are one source; else NULL */
    bool found; /* in a directory: what its importer cannot make out is passed over, not refused */
};

/* Fills *ret (in a). OK whatever became of it; else the store failed or the user stopped. */
MUST_CHECK enum status source_import(struct store *st, const struct source *source,
                                     const struct import_options *o, struct arena *a,
                                     struct import_account *ret, struct err *e);

/* Does it start with a line ("41: …")? */
bool source_has_line(struct str sentence);
/* "shown: sentence", "shown:41: …"; a sentence that names the path already names `shown` then. */
struct str source_sentence(struct arena *a, const char *path, const char *shown,
                           struct str sentence);

#endif

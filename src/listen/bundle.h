/*
 * bundle.h - listen: which files make up this one source?
 *
 * Some sources come as a directory or an archive of several files that only together say something
 * (a dump of tables, an export of a team's channels). Archives are unpacked first (unpack.h), so a
 * bundle is always a directory: its files, and those of directories in it, by their names.
 *
 * Cost   the names of at most BUNDLE_FILES_MAX files, up to three levels deep
 * Check  tests/unit/test_bundle.c
 */
#ifndef KITH_LISTEN_BUNDLE_H
#define KITH_LISTEN_BUNDLE_H

#include "listen/importer.h"

struct bundle {
    const char *dir;   /* as opened */
    const char *name;  /* how the user knows it: of an archive its name without endings */
    const char **file; /* [count] "users.json", "general/2024-01-31.json"; sorted by bytes */
    size_t count;
    bool whole; /* no files beyond the limit, and none deeper */
};

/* Names only, links are left out. Lives in a. */
MUST_CHECK enum status bundle_list(const char *dir, const char *name, struct arena *a,
                                   struct bundle *ret, struct err *e);
/* Index of a file by its name, ASCII case-blind; b->count when it is not there. */
size_t bundle_find(const struct bundle *b, const char *name);
/* As reader_open, of file i. */
MUST_CHECK enum status bundle_open(const struct bundle *b, size_t i, struct arena *a,
                                   struct reader **ret, struct err *e);
/* The first n bytes (n <= 4096) of file i, for gather; empty when it cannot be read. */
struct str bundle_head(const struct bundle *b, size_t i, size_t n, struct arena *a);

#endif

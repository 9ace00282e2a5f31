/*
 * unpack.h - listen: which files are in this archive?
 *
 * zip, 7z, tar (also compressed), and single files compressed by gzip, bzip2, xz or zstd are
 * unpacked by libarchive (in the module, foreign.h) into a directory of their own beside the store,
 * which nobody else may enter and which is removed when they have been read. What a kill leaves
 * behind, the next archive removes. Names in an archive never lead out of that directory: they are
 * cut at slashes, and what would lead out, links and devices are left out and counted. Bytes are
 * counted as they come, whatever the archive says of itself.
 *
 * Cost   the unpacked size on disk; memory of libarchive's filters (some dozen MiB)
 * Check  tests/unit/test_unpack.c; tests/fuzz/fuzz_unpack.c; tests/hostile/files.sh
 */
#ifndef KITH_LISTEN_UNPACK_H
#define KITH_LISTEN_UNPACK_H

#include "base/progress.h"
#include "listen/importer.h"

/* Do these first bytes (at least 512 where there are so many) begin an archive that is unpacked? */
bool unpack_knows(struct str head);
/* A name without the endings of archives: "x.tar.gz" is "x", "x.mbox.gz" is "x.mbox". */
const char *unpack_base(const char *name, struct arena *a);

struct unpacked {
    const char *dir;    /* where; to be given to unpack_remove */
    const char *single; /* the one file of a compressed file; NULL: a real archive */
    uint64_t files, bytes;
    uint64_t left_out; /* links, devices, names that lead out, names said twice */
    int lock;          /* held while it is used */
};

/*
 * named: what its sender calls it; NULL: its path says. beside: the store's path, or ":memory:".
 * BAD_INPUT: broken, encrypted; TOO_MUCH: past a limit; IO_FAILED: no room; nothing stays behind
 * then. The sentence names path.
 */
MUST_CHECK enum status unpack_open(const char *path, const char *named, const char *beside,
                                   const struct progress *progress, struct arena *a,
                                   struct unpacked *ret, struct err *e);
void unpack_remove(struct unpacked *u);

/* ---- unpack_entries.c, of the module ---- */

/* Into dir, which is empty. single: what the one file of a compressed file is to be called. */
MUST_CHECK enum status unpack_entries(const char *path, const char *dir, const char *single,
                                      const struct progress *progress, struct unpacked *ret,
                                      struct err *e);

#endif

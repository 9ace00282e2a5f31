/*
 * workdir.h - base: where may files stand for a while, and are they gone afterwards?
 *
 * A directory of its own, which nobody else may enter, beside the store (or under $TMPDIR for one
 * in memory). It is locked while it is used; what a kill left behind is removed when the next one
 * of the same mark is made, and all of it by workdir_clear, when a server starts and when somebody
 * was erased.
 *
 * Check  tests/unit/test_unpack.c, tests/serve/jobs.mjs
 */
#ifndef KITH_BASE_WORKDIR_H
#define KITH_BASE_WORKDIR_H

#include "base/err.h"
#include "base/str.h"

/* What stands in such directories. */
#define WORKDIR_UNPACKED "-unpacked-" /* what was in an archive */
#define WORKDIR_UPLOADS "-uploads-"   /* files that were sent */
#define WORKDIR_TYPED "-typed-"       /* tables that were given as text */

struct workdir {
    const char *path; /* NULL: none */
    int lock;
};

/* beside: the store's path, or ":memory:"; mark: one of the above. IO_FAILED: the system's reason,
 * and where it was to be. */
MUST_CHECK enum status workdir_open(const char *beside, const char *mark, struct arena *a,
                                    struct workdir *ret, struct err *e);
void workdir_remove(struct workdir *w); /* and all that is in it */
/* Removes what nobody uses any more, of any mark. */
void workdir_clear(const char *beside);

#endif

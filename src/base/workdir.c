/* workdir.c - base: where may files stand for a while, and are they gone afterwards? */
#include "base/workdir.h"

#include "base/file.h"
#include "base/limits.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { TRIES = 10 };

/* ---- removing ---- */

static void remove_in(int dir, const char *name, int depth);

/* Takes dir. */
static void remove_all_in(int dir, int depth)
{
    DIR *list = fdopendir(dir);
    if (!list) {
        (void)close(dir);
        return;
    }
    const struct dirent *entry = NULL;
    while ((entry = readdir(list))) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
        remove_in(dirfd(list), entry->d_name, depth + 1);
    }
    (void)closedir(list);
}

/* Never through a link: what is no directory is unlinked itself. */
static void remove_in(int dir, const char *name, int depth)
{
    if (unlinkat(dir, name, 0) == 0 || depth > DIR_DEPTH_MAX + 2) return;
    int in = openat(dir, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (in >= 0) remove_all_in(in, depth);
    (void)unlinkat(dir, name, AT_REMOVEDIR);
}

/* Of those that did not live to remove theirs: nobody holds their lock. */
static void remove_stale(const char *parent, const char *begin)
{
    DIR *list = opendir(parent);
    if (!list) return;
    const struct dirent *entry = NULL;
    while ((entry = readdir(list))) {
        if (!str_starts(str_of(entry->d_name), begin)) continue;
        int in =
            openat(dirfd(list), entry->d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (in < 0) continue;
        if (flock(in, LOCK_EX | LOCK_NB) == 0) remove_in(dirfd(list), entry->d_name, 0);
        (void)close(in);
    }
    (void)closedir(list);
}

/* ---- the directory ---- */

/* Which names are ours there; *ret_parent: where. */
static struct str names_begin(const char *beside, const char *mark, struct arena *a,
                              const char **ret_parent)
{
    const char *temp = getenv("TMPDIR");
    bool memory = strcmp(beside, ":memory:") == 0;
    const char *base = memory ? "kith" : path_base(beside);
    *ret_parent = temp && *temp ? temp : "/tmp";
    if (!memory) *ret_parent = str_printf(a, "%.*s.", (int)(base - beside), beside).p;
    return str_printf(a, "%s%s", base, mark);
}

/* Somebody who clears may have taken it for one left behind, until it was locked: then it is gone,
 * or about to. */
static bool is_ours(const char *dir, int *ret_lock)
{
    struct stat now;
    *ret_lock = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool held = *ret_lock >= 0 &&
                (flock(*ret_lock, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK) &&
                fstat(*ret_lock, &now) == 0 && now.st_nlink > 0;
    if (!held && *ret_lock >= 0) (void)close(*ret_lock);
    return held;
}

enum status workdir_open(const char *beside, const char *mark, struct arena *a, struct workdir *ret,
                         struct err *e)
{
    const char *parent = NULL;
    struct str begin = names_begin(beside, mark, a, &parent);
    remove_stale(parent, begin.p);
    struct str pattern = str_printf(a, "%s/%sXXXXXX", parent, begin.p);
    *ret = (struct workdir){.lock = -1};
    for (int tries = 0; tries < TRIES; tries++) {
        char *dir = arena_copy(a, pattern.p, pattern.len);
        if (!mkdtemp(dir)) break;
        if (!is_ours(dir, &ret->lock)) continue;
        ret->path = dir;
        return OK;
    }
    ret->lock = -1;
    return err_set(e, IO_FAILED, "no directory can be made in %s: %s", parent, strerror(errno));
}

void workdir_remove(struct workdir *w)
{
    if (!w->path) return;
    remove_in(AT_FDCWD, w->path, 0);
    if (w->lock >= 0) (void)close(w->lock);
    *w = (struct workdir){.lock = -1};
}

void workdir_clear(const char *beside)
{
    static const char *const marks[] = {WORKDIR_UNPACKED, WORKDIR_UPLOADS, WORKDIR_TYPED};
    struct arena a = {0};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        const char *parent = NULL;
        struct str begin = names_begin(beside, marks[i], &a, &parent);
        remove_stale(parent, begin.p);
    }
    arena_free(&a);
}

/* unpack.c - listen: where is an archive unpacked, and is that gone afterwards? */
#include "listen/unpack.h"

#include "base/limits.h"
#include "listen/foreign.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define MARK "-unpacked-"

struct begin {
    size_t at;
    struct str bytes;
};

#define BEGIN(offset, literal) \
    { \
        (offset), \
        { \
            (literal), sizeof(literal) - 1 \
        } \
    }

static bool has(struct str head, const struct begin *begin)
{
    struct str rest = str_skip(head, begin->at < head.len ? begin->at : head.len);
    return rest.len >= begin->bytes.len && memcmp(rest.p, begin->bytes.p, begin->bytes.len) == 0;
}

bool unpack_knows(struct str head)
{
    static const struct begin begins[] = {
        BEGIN(0, "PK\3\4"),
        BEGIN(0, "\x1f\x8b\x08"),
        BEGIN(0, "BZh"),
        BEGIN(0, "\xfd"
                 "7zXZ\0"),
        BEGIN(0, "\x28\xb5\x2f\xfd"),
        BEGIN(257, "ustar"),
        BEGIN(0, "7z\xbc\xaf\x27\x1c"),
    };
    static const struct begin others[] = {
        /* Documents that are zips inside. */
        BEGIN(30, "mimetypeapplication/"),
        BEGIN(30, "[Content_Types].xml"),
        BEGIN(30, "META-INF/"),
    };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        if (has(head, &others[i])) return false;
    }
    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++) {
        if (has(head, &begins[i])) return true;
    }
    return false;
}

const char *unpack_base(const char *name, struct arena *a)
{
    static const char *const endings[] = {".gz",  ".bz2", ".xz",   ".zst", ".zip", ".7z",
                                          ".tgz", ".tbz", ".tbz2", ".txz", ".tzst"};
    struct str base = str_of(name);
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        size_t len = strlen(endings[i]);
        if (base.len <= len || !str_ends_nocase(base, endings[i])) continue;
        base = str_head(base, base.len - len);
        break;
    }
    if (base.len > 4 && str_ends_nocase(base, ".tar")) base = str_head(base, base.len - 4);
    return str_c(a, base);
}

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

void unpack_remove(struct unpacked *u)
{
    if (!u->dir) return;
    remove_in(AT_FDCWD, u->dir, 0);
    if (u->lock >= 0) (void)close(u->lock);
    *u = (struct unpacked){.lock = -1};
}

/* Directories of imports that did not live to remove theirs: nobody holds their lock. */
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

static enum status make_dir(const char *path, const char *beside, struct arena *a,
                            struct unpacked *ret, struct err *e)
{
    const char *temp = getenv("TMPDIR");
    bool memory = strcmp(beside, ":memory:") == 0;
    const char *base = memory ? "kith" : path_base(beside);
    const char *parent = temp && *temp ? temp : "/tmp";
    if (!memory) parent = str_printf(a, "%.*s.", (int)(base - beside), beside).p;
    struct str begin = str_printf(a, "%s" MARK, base);
    remove_stale(parent, begin.p);
    struct str pattern = str_printf(a, "%s/%sXXXXXX", parent, begin.p);
    char *dir = arena_copy(a, pattern.p, pattern.len);
    if (!mkdtemp(dir)) {
        return err_set(e, IO_FAILED, "%s: cannot be unpacked beside the store (%s): %s", path,
                       parent, strerror(errno));
    }
    *ret = (struct unpacked){.dir = dir};
    ret->lock = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (ret->lock >= 0) (void)flock(ret->lock, LOCK_EX | LOCK_NB);
    return OK;
}

enum status unpack_open(const char *path, const char *beside, const struct progress *progress,
                        struct arena *a, struct unpacked *ret, struct err *e)
{
    const struct foreign *foreign = NULL;
    *ret = (struct unpacked){.lock = -1};
    enum status s = foreign_find(&foreign, e);
    if (!s) s = make_dir(path, beside, a, ret, e);
    if (s) return s;
    const char *single = unpack_base(path_base(path), a);
    s = foreign->unpack_entries(path, ret->dir, single, progress, ret, e);
    if (s) unpack_remove(ret);
    return s;
}

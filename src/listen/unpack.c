/* unpack.c - listen: where is an archive unpacked, and is that gone afterwards? */
#include "listen/unpack.h"

#include "base/file.h"
#include "base/workdir.h"
#include "listen/foreign.h"

#include <string.h>

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

void unpack_remove(struct unpacked *u)
{
    struct workdir w = {.path = u->dir, .lock = u->lock};
    workdir_remove(&w);
    *u = (struct unpacked){.lock = -1};
}

enum status unpack_open(const char *path, const char *named, const char *beside,
                        const struct progress *progress, struct arena *a, struct unpacked *ret,
                        struct err *e)
{
    const struct foreign *foreign = NULL;
    *ret = (struct unpacked){.lock = -1};
    enum status s = foreign_find(&foreign, e);
    if (s) return s;
    struct workdir w;
    s = workdir_open(beside, WORKDIR_UNPACKED, a, &w, e);
    if (s) return err_in(e, s, "%s: cannot be unpacked beside the store", path);
    *ret = (struct unpacked){.dir = w.path, .lock = w.lock};
    const char *single = unpack_base(path_base(named ? named : path), a);
    s = foreign->unpack_entries(path, ret->dir, single, progress, ret, e);
    if (s) unpack_remove(ret);
    return s;
}

/* bundle.c - listen: which files make up this one source? */
#include "listen/bundle.h"

#include "base/limits.h"

#include <string.h>
#include <strings.h>
#include <sys/stat.h>

enum { LEVELS = 3 };

struct listing {
    struct arena *a;
    const char **file;
    size_t count, room;
    bool whole;
};

static void add(struct listing *l, struct str name)
{
    if (l->count == BUNDLE_FILES_MAX) {
        l->whole = false;
        return;
    }
    if (l->count == l->room) {
        size_t wider = l->room ? l->room * 2 : 64;
        l->file = arena_grow(l->a, l->file, l->room * sizeof *l->file, wider * sizeof *l->file);
        l->room = wider;
    }
    l->file[l->count++] = str_c(l->a, name);
}

static enum status list_level(struct listing *l, const char *dir, const char *prefix, int level,
                              struct err *e)
{
    struct names names;
    enum status s = dir_list(dir, l->a, &names, e);
    for (size_t i = 0; !s && l->count < BUNDLE_FILES_MAX && i < names.count; i++) {
        struct stat st;
        const char *path = path_join(l->a, dir, names.name[i]).p;
        struct str name = str_printf(l->a, "%s%s", prefix, names.name[i]);
        if (lstat(path, &st) != 0) continue;
        if (S_ISREG(st.st_mode)) add(l, name);
        if (!S_ISDIR(st.st_mode)) continue;
        if (level == LEVELS) {
            l->whole = false;
        } else {
            s = list_level(l, path, str_printf(l->a, "%.*s/", STR_ARG(name)).p, level + 1, e);
        }
    }
    return s;
}

enum status bundle_list(const char *dir, const char *name, struct arena *a, struct bundle *ret,
                        struct err *e)
{
    struct listing l = {.a = a, .whole = true};
    enum status s = list_level(&l, dir, "", 1, e);
    *ret = (struct bundle){
        .dir = dir, .name = name, .file = l.file, .count = l.count, .whole = l.whole};
    return s;
}

size_t bundle_find(const struct bundle *b, const char *name)
{
    size_t i = 0;
    while (i < b->count && strcasecmp(b->file[i], name) != 0)
        i++;
    return i;
}

enum status bundle_open(const struct bundle *b, size_t i, struct arena *a, struct reader **ret,
                        struct err *e)
{
    return reader_open(path_join(a, b->dir, b->file[i]).p, a, ret, e);
}

struct str bundle_head(const struct bundle *b, size_t i, size_t n, struct arena *a)
{
    struct err e;
    struct reader *in = NULL;
    struct str head;
    struct str copy = STR("");
    if (bundle_open(b, i, a, &in, &e)) return copy;
    if (reader_head(in, n, &head, &e) == OK) copy = str_copy(a, head);
    reader_close(in);
    return copy;
}

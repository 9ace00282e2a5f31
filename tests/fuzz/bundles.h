/* bundles.h - tests: a source of several files, from parts apart by the byte 0x1E. */
#ifndef KITH_TESTS_FUZZ_BUNDLES_H
#define KITH_TESTS_FUZZ_BUNDLES_H

#include "base/file.h"
#include "listen/bundle.h"
#include "records.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char bundle_dir[] = "/tmp/kith-fuzz-XXXXXX";

static inline void bundle_tidy(void)
{
    (void)rmdir(bundle_dir);
}

static inline const char *bundle_path(struct arena *a, const char *name)
{
    static bool made;
    if (!made && !mkdtemp(bundle_dir)) abort();
    if (!made) (void)atexit(bundle_tidy);
    made = true;
    return path_join(a, bundle_dir, name).p;
}

/* Reads the parts as these files ("a.json", "b/c.json"; b is made and goes again). */
static inline void bundle_read(const struct importer *im, const char *const *names, size_t count,
                               struct str rest, uint64_t most)
{
    struct arena a = {0};
    struct str part = STR("");
    struct err e;
    struct bundle b;
    for (size_t i = 0; i < count; i++) {
        const char *at = bundle_path(&a, names[i]);
        char *path = arena_copy(&a, at, strlen(at));
        char *slash = strchr(names[i], '/') ? strrchr(path, '/') : NULL;
        if (slash) *slash = '\0';
        if (slash) (void)mkdir(path, 0700);
        if (slash) *slash = '/';
        if (!str_cut(&rest, '\x1e', &part)) part = STR("");
        must(!file_write(path, part, &e));
    }
    must(!bundle_list(bundle_dir, "x.example.com", &a, &b, &e));
    (void)im->gather(&b);
    records_read(im, NULL, &(struct importer_options){.path = bundle_dir, .bundle = &b}, most);
    for (size_t i = 0; i < count; i++) {
        const char *at = bundle_path(&a, names[i]);
        char *path = arena_copy(&a, at, strlen(at));
        (void)unlink(path);
        if (strchr(names[i], '/')) *strrchr(path, '/') = '\0';
        if (strchr(names[i], '/')) (void)rmdir(path);
    }
    arena_free(&a);
}

#endif

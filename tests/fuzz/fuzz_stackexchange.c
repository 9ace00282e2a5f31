/* fuzz_stackexchange.c - tests: does any dump break its reader? Its five tables stand one behind
 * the other, apart by the byte 0x1E; the last is also read by itself. */
#include "records.h"

#include "base/file.h"
#include "listen/bundle.h"

#include <stdio.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

extern const struct importer importer_stackexchange;

static const char *const names[] = {"Comments.xml", "PostLinks.xml", "Posts.xml", "Users.xml",
                                    "Votes.xml"};
enum { NAMES = sizeof names / sizeof *names };
static char dir[] = "/tmp/kith-fuzz-XXXXXX";

static void tidy(void)
{
    char path[64];
    for (int i = 0; i < NAMES; i++) {
        (void)snprintf(path, sizeof path, "%s/%s", dir, names[i]);
        (void)unlink(path);
    }
    (void)rmdir(dir);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct str text = {(const char *)bytes, size};
    struct str rest = text;
    struct str part = STR("");
    struct arena a = {0};
    struct err e;
    static bool made;
    if (!made && !mkdtemp(dir)) abort();
    if (!made) (void)atexit(tidy);
    made = true;
    for (int i = 0; i < NAMES; i++) {
        if (!str_cut(&rest, '\x1e', &part)) part = STR("");
        must(!file_write(path_join(&a, dir, names[i]).p, part, &e));
    }
    struct bundle b;
    must(!bundle_list(dir, "x.example.com", &a, &b, &e));
    (void)importer_stackexchange.gather(&b);
    records_read(&importer_stackexchange, NULL,
                 &(struct importer_options){.path = dir, .bundle = &b}, size + 16);
    posts_read(&importer_stackexchange, "x/Posts.xml", part.p ? part : STR(""));
    arena_free(&a);
    return 0;
}

/* fuzz_unpack.c - tests: does any archive break its reader, or leave anything outside its place? */
#include "listen/unpack.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void must(bool holds)
{
    if (!holds) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct arena a = {0};
    struct err e;
    struct unpacked u;
    (void)unpack_knows((struct str){(const char *)bytes, size});
    int fd = memfd_create("archive", MFD_CLOEXEC);
    must(fd >= 0 && write(fd, bytes, size) == (ssize_t)size);
    const char *path = str_printf(&a, "/proc/self/fd/%d", fd).p;
    enum status s = unpack_open(path, NULL, ":memory:", NULL, &a, &u, &e);
    if (s) {
        must(s == BAD_INPUT || s == TOO_MUCH);
        must(str_starts(str_of(e.text), path));
    } else {
        must(path_is_dir(u.dir));
        const char *dir = str_c(&a, str_of(u.dir));
        unpack_remove(&u);
        must(!path_exists(dir));
    }
    (void)close(fd);
    arena_free(&a);
    return 0;
}

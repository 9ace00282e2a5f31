/* module.c - base: where is a module of the program, and is it ours? */
#include "base/module.h"

#include "base/str.h"

#include <dlfcn.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MEND "install kith anew"

static const char *const places[] = {"", KITH_LIBDIR};

enum { PROGRAM_BYTES_MAX = 4096 };

/* Whoever may change the module may run code as its user: so it must belong to the owner of the
 * program or to root, and not be open to everybody. A copy of the program in a directory where
 * others write must not pick up their module. */
static bool is_ours(const struct stat *module)
{
    struct stat program;
    if (stat("/proc/self/exe", &program) != 0 || !S_ISREG(module->st_mode)) return false;
    return (module->st_uid == 0 || module->st_uid == program.st_uid) &&
           !(module->st_mode & S_IWOTH);
}

static void load(const struct module_want *want, const char *path, struct module_found *ret)
{
    void *module = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (!module) {
        const char *why = dlerror();
        struct str said = str_of(why ? why : "no reason given");
        if (str_starts(said, path)) said = str_skip(said, strlen(path) + 2);
        (void)err_set(&ret->e, IO_FAILED, "%s, %s does not load (%.*s); " MEND, want->lost, path,
                      STR_ARG(said));
        return;
    }
    const struct module_table *table = dlsym(module, want->symbol);
    if (!table || table->version != want->version || strcmp(table->kith, KITH_VERSION) != 0) {
        (void)err_set(&ret->e, IO_FAILED, "%s, %s is not the one of kith %s; " MEND, want->lost,
                      path, KITH_VERSION);
        return;
    }
    ret->table = table; /* never unloaded: GLib cannot be */
}

static void look_in(const struct module_want *want, const char *dir, struct arena *a,
                    struct module_found *ret)
{
    struct buf looked = buf_new(a);
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        struct str path =
            places[i][0] == '/'
                ? str_printf(a, "%s/%s", places[i], want->file)
                : str_printf(a, "%s%s%s/%s", dir, *places[i] ? "/" : "", places[i], want->file);
        struct stat st;
        if (stat(path.p, &st) != 0) {
            buf_addf(&looked, "%s%s", i ? " nor " : "", path.p);
        } else if (!is_ours(&st)) {
            (void)err_set(&ret->e, IO_FAILED,
                          "%s, %s belongs to somebody else than kith or everybody may write to "
                          "it; " MEND,
                          want->lost, path.p);
            return;
        } else {
            load(want, path.p, ret);
            return;
        }
    }
    (void)err_set(&ret->e, IO_FAILED, "%s, there is neither %s; " MEND, want->lost,
                  buf_str(&looked).p);
}

void module_load(const struct module_want *want, struct module_found *ret)
{
    struct arena a = {0};
    char program[PROGRAM_BYTES_MAX];
    ssize_t len = readlink("/proc/self/exe", program, sizeof program - 1);
    if (len <= 0) {
        (void)err_set(&ret->e, IO_FAILED,
                      "%s, /proc/self/exe does not say where kith is (%s); mount /proc", want->lost,
                      strerror(errno));
        return;
    }
    program[len] = '\0';
    *strrchr(program, '/') = '\0';
    look_in(want, program, &a, ret);
    arena_free(&a);
}

/* foreign_load.c - listen: where is the module with the libraries of others, and is it ours? */
#include "listen/foreign.h"

#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/*
 * Looked for beside the running program (as it is built), then in KITH_LIBDIR (as it is installed;
 * from the directory of the program unless it starts with a slash), so that an installed tree can
 * be moved. Nothing of the environment, of the command line or of the current directory names it.
 */

#define MODULE "kith-listen.so"
#define MEND "install kith anew"

static const char *const places[] = {"", KITH_LIBDIR};

enum { PROGRAM_BYTES_MAX = 4096 };

struct found {
    const struct foreign *foreign; /* NULL: not found, see e */
    struct err e;
};

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

static void load(const char *path, struct found *ret)
{
    void *module = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (!module) {
        const char *why = dlerror();
        struct str said = str_of(why ? why : "no reason given");
        if (str_starts(said, path)) said = str_skip(said, strlen(path) + 2);
        (void)err_set(&ret->e, IO_FAILED,
                      "mail, feeds and archives cannot be read, %s does not load (%.*s); " MEND,
                      path, STR_ARG(said));
        return;
    }
    const struct foreign *foreign = dlsym(module, "kith_foreign");
    if (!foreign || foreign->version != FOREIGN_VERSION ||
        strcmp(foreign->kith, KITH_VERSION) != 0) {
        (void)err_set(
            &ret->e, IO_FAILED,
            "mail, feeds and archives cannot be read, %s is not the one of kith %s; " MEND, path,
            KITH_VERSION);
        return;
    }
    ret->foreign = foreign; /* never unloaded: GLib cannot be */
}

static void look_in(const char *dir, struct arena *a, struct found *ret)
{
    struct buf looked = buf_new(a);
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        struct str path = places[i][0] == '/' ? str_printf(a, "%s/" MODULE, places[i])
                                              : str_printf(a, "%s%s%s/" MODULE, dir,
                                                           *places[i] ? "/" : "", places[i]);
        struct stat st;
        if (stat(path.p, &st) != 0) {
            buf_addf(&looked, "%s%s", i ? " nor " : "", path.p);
        } else if (!is_ours(&st)) {
            (void)err_set(
                &ret->e, IO_FAILED,
                "mail, feeds and archives cannot be read, %s belongs to somebody else than kith "
                "or everybody may write to it; " MEND,
                path.p);
            return;
        } else {
            load(path.p, ret);
            return;
        }
    }
    (void)err_set(&ret->e, IO_FAILED,
                  "mail, feeds and archives cannot be read, there is neither %s; " MEND,
                  buf_str(&looked).p);
}

static struct found found; /* written once, before anybody reads it */

static void find(void)
{
    struct arena a = {0};
    char program[PROGRAM_BYTES_MAX];
    ssize_t len = readlink("/proc/self/exe", program, sizeof program - 1);
    if (len <= 0) {
        (void)err_set(
            &found.e, IO_FAILED,
            "mail, feeds and archives cannot be read, /proc/self/exe does not say where kith is "
            "(%s); mount /proc",
            strerror(errno));
        return;
    }
    program[len] = '\0';
    *strrchr(program, '/') = '\0';
    look_in(program, &a, &found);
    arena_free(&a);
}

enum status foreign_find(const struct foreign **ret, struct err *e)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    (void)pthread_once(&once, find);
    if (!found.foreign) return err_set(e, IO_FAILED, "%s", found.e.text);
    *ret = found.foreign;
    return OK;
}

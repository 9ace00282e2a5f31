/* git_run.c - listen: what does git say about this clone? */
#include "listen/git_int.h"

#include "base/gone.h"
#include "base/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { WORDS_MAX = 32, SAID_MAX = 400, FIRST_ROOM = 1 << 16, FIELDS_MAX = 16 };

struct git_run {
    struct arena *a;
    pid_t pid; /* 0: has ended, and was waited for */
    int out, said_fd;
    char said[SAID_MAX]; /* the start of what it complains */
    size_t said_len;
    char *window;
    size_t room, begin, end;
    bool at_end;
};

/* ---- starting it ---- */

/* Nothing of the user's environment but where programs are. No config but the clone's own is
 * read; what of that could start a program is not on the way of what we ask, or forbidden here. */
static char *const *scrubbed(struct arena *a)
{
    static const char *const fixed[] = {
        "LC_ALL=C",
        "GIT_CONFIG_NOSYSTEM=1",
        "GIT_CONFIG_SYSTEM=/dev/null",
        "GIT_CONFIG_GLOBAL=/dev/null",
        "GIT_ATTR_NOSYSTEM=1",
        "GIT_TERMINAL_PROMPT=0",
        "GIT_ASKPASS=/bin/false",
        "GIT_PAGER=cat",
        "GIT_OPTIONAL_LOCKS=0",
        "GIT_NO_REPLACE_OBJECTS=1",
        "GIT_NO_LAZY_FETCH=1",
        "GIT_ALLOW_PROTOCOL=none", /* before git 2.45 the only bar to fetching what is missing */
    };
    enum { COUNT = sizeof fixed / sizeof *fixed };
    char **env = arena_new(a, char *, COUNT + 2);
    const char *path = getenv("PATH");
    for (size_t i = 0; i < COUNT; i++)
        env[i] = arena_copy(a, fixed[i], strlen(fixed[i]));
    struct str where = str_printf(a, "PATH=%s", path ? path : "/usr/bin:/bin");
    env[COUNT] = arena_copy(a, where.p, where.len);
    return env;
}

/* A clone may belong to another user (a mounted disk): what that check of git's is to keep from
 * running is kept from it here. */
static char *const *words_of(const char *git_dir, const char *const words[], struct arena *a)
{
    struct str dir = str_printf(a, "--git-dir=%s", git_dir);
    const char *const first[] = {"git", "--no-pager",           "-c", "safe.directory=*",
                                 "-c",  "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null",
                                 dir.p};
    enum { FIRST = sizeof first / sizeof *first };
    char **argv = arena_new(a, char *, WORDS_MAX + 1);
    size_t n = 0;
    for (; n < FIRST; n++)
        argv[n] = arena_copy(a, first[n], strlen(first[n]));
    for (size_t i = 0; words[i] && n < WORDS_MAX; i++)
        argv[n++] = arena_copy(a, words[i], strlen(words[i]));
    return argv;
}

static int spawn(pid_t *ret, char *const argv[], char *const env[], int out, int said)
{
    posix_spawn_file_actions_t to;
    int failed = posix_spawn_file_actions_init(&to);
    if (failed) return failed;
    failed = posix_spawn_file_actions_addopen(&to, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    if (!failed) failed = posix_spawn_file_actions_adddup2(&to, out, STDOUT_FILENO);
    if (!failed) failed = posix_spawn_file_actions_adddup2(&to, said, STDERR_FILENO);
    if (!failed) failed = posix_spawnp(ret, "git", &to, NULL, argv, env);
    (void)posix_spawn_file_actions_destroy(&to);
    return failed;
}

static void close_fd(int *fd)
{
    if (*fd >= 0) (void)close(*fd);
    *fd = -1;
}

enum status git_start(const char *git_dir, const char *const words[], struct arena *a,
                      struct git_run **ret, struct err *e)
{
    int out[2] = {-1, -1};
    int said[2] = {-1, -1};
    struct git_run *run = arena_new(a, struct git_run, 1);
    *run = (struct git_run){.a = a, .out = -1, .said_fd = -1};
    char *const *argv = words_of(git_dir, words, a);
    int failed = pipe2(out, O_CLOEXEC) || pipe2(said, O_CLOEXEC) ? errno : 0;
    if (!failed) failed = spawn(&run->pid, argv, scrubbed(a), out[1], said[1]);
    close_fd(&out[1]);
    close_fd(&said[1]);
    if (failed) {
        close_fd(&out[0]);
        close_fd(&said[0]);
        *ret = NULL;
        if (failed != ENOENT) return err_set(e, IO_FAILED, "git: %s", strerror(failed));
        return err_set(e, IO_FAILED,
                       "git is not here to read a clone; install it, or import what "
                       "'git log --format=fuller' printed elsewhere");
    }
    run->out = out[0];
    run->said_fd = said[0];
    run->room = FIRST_ROOM;
    run->window = arena_bytes(a, run->room);
    *ret = run;
    return OK;
}

void git_stop(struct git_run *run)
{
    if (!run) return;
    close_fd(&run->out);
    close_fd(&run->said_fd);
    if (!run->pid) return;
    (void)kill(run->pid, SIGTERM);
    while (waitpid(run->pid, NULL, 0) < 0 && errno == EINTR) {
    }
    run->pid = 0;
}

/* ---- reading ---- */

static ssize_t read_again(int fd, char *to, size_t n)
{
    ssize_t got = 0;
    do {
        got = read(fd, to, n);
    } while (got < 0 && errno == EINTR);
    return got;
}

static void hear(struct git_run *run)
{
    char bytes[SAID_MAX];
    ssize_t got = read_again(run->said_fd, bytes, sizeof bytes);
    if (got <= 0) {
        close_fd(&run->said_fd);
        return;
    }
    size_t n = (size_t)got;
    if (n > sizeof run->said - run->said_len) n = sizeof run->said - run->said_len;
    memcpy(run->said + run->said_len, bytes, n);
    run->said_len += n;
}

/* How it ended. */
static enum status ended(struct git_run *run, struct err *e)
{
    int how = 0;
    while (run->said_fd >= 0)
        hear(run);
    while (run->pid && waitpid(run->pid, &how, 0) < 0 && errno == EINTR) {
    }
    run->pid = 0;
    if (WIFEXITED(how) && WEXITSTATUS(how) == 0) return DONE;
    struct str said = str_trim((struct str){run->said, run->said_len});
    said = str_trim(str_head(said, str_find(said, '\n')));
    if (str_starts(said, "fatal: ")) said = str_skip(said, 7);
    if (!said.len) said = STR("it ended early");
    said = utf8_mend(run->a, said);
    return err_set(e, BAD_INPUT, "git cannot read this clone (%.*s); clone it anew",
                   STR_ARG(str_head(said, 300)));
}

/* More bytes behind what waits; false at their end. */
static bool more(struct git_run *run)
{
    bytes_lent(run->window, run->room);
    if (run->begin && run->begin == run->end) run->begin = run->end = 0;
    if (run->end == run->room && run->begin) {
        memmove(run->window, run->window + run->begin, run->end - run->begin);
        run->end -= run->begin;
        run->begin = 0;
    }
    if (run->end == run->room) {
        run->window = arena_grow(run->a, run->window, run->room, 2 * run->room);
        run->room *= 2;
    }
    for (;;) {
        struct pollfd fd[2] = {{.fd = run->out, .events = POLLIN},
                               {.fd = run->said_fd, .events = POLLIN}};
        if (poll(fd, 2, -1) < 0 && errno != EINTR) return false;
        if (fd[1].revents) hear(run);
        if (!fd[0].revents) continue;
        ssize_t got = read_again(run->out, run->window + run->end, run->room - run->end);
        if (got <= 0) return false;
        run->end += (size_t)got;
        return true;
    }
}

enum status git_fields(struct git_run *run, size_t n, struct str ret[], struct err *e)
{
    size_t at[FIELDS_MAX] = {0}; /* where each ends, from run->begin */
    size_t found = 0;
    size_t looked = 0;
    bool too_long = false;
    bytes_gone(run->window, run->begin);
    while (found < n) {
        const char *from = run->window + run->begin;
        size_t waits = run->end - run->begin;
        const char *nul = looked < waits ? memchr(from + looked, '\0', waits - looked) : NULL;
        if (nul) {
            at[found++] = (size_t)(nul - from);
            looked = (size_t)(nul - from) + 1;
            continue;
        }
        looked = waits;
        if (looked > RECORD_BYTES_MAX) {
            too_long = true;
            run->begin = run->end;
            looked = 0;
        }
        if (more(run)) continue;
        bool cut = run->end > run->begin || found;
        enum status s = ended(run, e);
        if (s == DONE && cut) s = err_set(e, IO_FAILED, "git ended in the middle of a commit");
        return s;
    }
    const char *from = run->window + run->begin;
    for (size_t i = 0; i < n && !too_long; i++) {
        size_t begin = i ? at[i - 1] + 1 : 0;
        ret[i] = (struct str){from + begin, at[i] - begin};
    }
    run->begin += looked;
    return too_long ? TOO_MUCH : OK;
}

enum status git_ask(const char *git_dir, const char *const words[], size_t max, struct arena *a,
                    struct str *ret, struct err *e)
{
    struct git_run *run = NULL;
    struct arena own = {0};
    enum status s = git_start(git_dir, words, &own, &run, e);
    *ret = STR("");
    while (!s && run->end - run->begin <= max && more(run)) {
    }
    if (!s && run->end - run->begin > max) {
        s = err_set(e, TOO_MUCH, "git says more than %zu bytes; fetch a smaller clone", max);
    } else if (!s) {
        s = ended(run, e);
    }
    if (s == DONE) {
        *ret = str_copy(a, (struct str){run->window + run->begin, run->end - run->begin});
        s = OK;
    }
    git_stop(run);
    arena_free(&own);
    return s;
}

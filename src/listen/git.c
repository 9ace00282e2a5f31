/* git.c - listen: what does the history of this clone say? */
#include "base/limits.h"
#include "base/time.h"
#include "listen/bundle.h"
#include "listen/git_int.h"

#include <string.h>
#include <sys/stat.h>

enum { REFS_BYTES_MAX = 64 << 20, SHORT_MAX = 4096, FIELDS = 9 };

/* ---- is it one? ---- */

static bool is_file(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

static bool is_git_dir(const char *dir, struct arena *a)
{
    return is_file(path_join(a, dir, "HEAD").p) && path_is_dir(path_join(a, dir, "objects").p) &&
           path_is_dir(path_join(a, dir, "refs").p);
}

static struct str start_of(const char *path, struct arena *a)
{
    struct err e;
    struct reader *in = NULL;
    struct str head;
    struct str copy = STR("");
    if (reader_open(path, a, &in, &e)) return copy;
    if (reader_head(in, SHORT_MAX, &head, &e) == OK) copy = str_copy(a, head);
    reader_close(in);
    return copy;
}

/* Of a clone with a work tree, of a further work tree, of a bare one; NULL: it is none. */
static const char *git_dir_of(const char *dir, struct arena *a)
{
    const char *within = path_join(a, dir, ".git").p;
    if (path_is_dir(within)) return is_git_dir(within, a) ? within : NULL;
    if (is_file(within)) return str_starts(start_of(within, a), "gitdir: ") ? within : NULL;
    return is_git_dir(dir, a) ? dir : NULL;
}

static int git_gather(const struct bundle *b)
{
    struct arena a = {0};
    bool found = git_dir_of(b->dir, &a) != NULL;
    arena_free(&a);
    return found ? 96 : 0;
}

/* ---- what it has ---- */

/* What HEAD is; empty when nothing was committed yet. */
static struct str head_of(const char *git_dir, struct arena *a)
{
    static const char *const words[] = {"rev-parse", "--verify", "--quiet", "HEAD^{commit}", NULL};
    struct str head;
    struct err none;
    return git_ask(git_dir, words, SHORT_MAX, a, &head, &none) == OK ? str_trim(head) : STR("");
}

static enum status git_edition(const struct bundle *b, struct arena *a, struct str *ret,
                               struct err *e)
{
    static const char *const words[] = {"for-each-ref", "--format=%(objectname) %(refname)",
                                        "refs/heads",   "refs/remotes",
                                        "refs/tags",    NULL};
    const char *git_dir = git_dir_of(b->dir, a);
    struct str refs;
    if (!git_dir) return err_set(e, BAD_INPUT, "%s: no clone of git any more", b->dir);
    enum status s = git_ask(git_dir, words, REFS_BYTES_MAX, a, &refs, e);
    if (s) return s;
    /* a shallow clone may be deepened */
    struct str shallow = start_of(path_join(a, git_dir, "shallow").p, a);
    struct str head = head_of(git_dir, a);
    *ret = str_printf(a, "%.*s%.*s\n%.*s", STR_ARG(refs), STR_ARG(head), STR_ARG(shallow));
    return OK;
}

/* ---- what it is called ---- */

struct str git_repo_of(struct str remote, struct arena *a)
{
    remote = utf8_mend(a, str_trim(remote));
    const char *scheme = remote.len ? memmem(remote.p, remote.len, "://", 3) : NULL;
    size_t colon = str_find(remote, ':');
    size_t slash = str_find(remote, '/');
    bool file = scheme ? str_starts_nocase(remote, "file:") : slash < colon || colon == remote.len;
    if (scheme) remote = str_skip(remote, (size_t)(scheme - remote.p) + 3);
    while (remote.len && remote.p[remote.len - 1] == '/')
        remote.len--;
    if (str_ends_nocase(remote, ".git")) remote.len -= 4;
    while (remote.len && remote.p[remote.len - 1] == '/')
        remote.len--;
    if (file) {
        const char *last = remote.len ? memrchr(remote.p, '/', remote.len) : NULL;
        return str_copy(a, last ? str_skip(remote, (size_t)(last - remote.p) + 1) : remote);
    }
    struct str host = str_head(remote, scheme ? str_find(remote, '/') : str_find(remote, ':'));
    struct str path = str_skip(remote, host.len + 1);
    const char *user = host.len ? memrchr(host.p, '@', host.len) : NULL;
    if (user) host = str_skip(host, (size_t)(user - host.p) + 1);
    host = str_lower(a, str_head(host, str_find(host, ':')));
    while (path.len && path.p[0] == '/')
        path = str_skip(path, 1);
    return str_printf(a, "%.*s/%.*s", STR_ARG(host), STR_ARG(path));
}

static void name_book(struct git_book *book, const char *git_dir, const char *name)
{
    static const char *const words[] = {"config", "--local", "--get", "remote.origin.url", NULL};
    static const char *const webs[] = {"github.com/", "gitlab.com/", "codeberg.org/"};
    struct arena *a = book->a;
    struct str remote;
    struct err none;
    if (git_ask(git_dir, words, SHORT_MAX, a, &remote, &none)) remote = str_of(name);
    book->repo = git_repo_of(remote, a);
    for (size_t i = 0; i < sizeof webs / sizeof *webs; i++) {
        if (!str_starts(book->repo, webs[i])) continue;
        book->web = str_printf(a, "https://%.*s/commit/", STR_ARG(book->repo));
    }
}

/* ---- records ---- */

struct git_state {
    struct git_book book;
    struct git_run *run;
    struct mailmap *map;
    bool persons_done, at_end, work_tree;
    uint64_t commits, map_wrong;
};

static struct mailmap *map_of(const char *git_dir, struct arena *a)
{
    /* not `git show`, which would run what the clone's config says to show files with */
    static const char *const words[] = {"cat-file", "blob", "HEAD:.mailmap", NULL};
    struct str text;
    struct err none;
    if (git_ask(git_dir, words, MAILMAP_BYTES_MAX, a, &text, &none)) text = STR("");
    return mailmap_read(text, a);
}

static enum status start_log(struct git_state *g, const char *git_dir, struct arena *a,
                             struct err *e)
{
    static const char *const words[] = {
        "log",
        "-z",
        "--encoding=UTF-8",
        "--no-show-signature",
        "--no-notes",
        "--no-decorate",
        "--no-mailmap",
        "--no-color",
        "--no-patch",
        "--no-ext-diff",
        "--no-textconv",
        "--format=tformat:%H%x00%P%x00%an%x00%ae%x00%at%x00%cn%x00%ce%x00%ct%x00%B",
        "--branches",
        "--tags",
        "--remotes"};
    enum { WORDS = sizeof words / sizeof *words };
    const char *all[WORDS + 3] = {NULL};
    memcpy(all, words, sizeof words);
    size_t n = WORDS;
    if (head_of(git_dir, a).len) all[n++] = "HEAD"; /* of no branch, maybe */
    all[n] = "--";
    return git_start(git_dir, all, a, &g->run, e);
}

static enum status git_open(struct reader *in, const struct importer_options *o, struct arena *a,
                            void **ret_state, struct err *e)
{
    (void)in;
    struct git_state *g = arena_new(a, struct git_state, 1);
    const char *git_dir = o->bundle ? git_dir_of(o->bundle->dir, a) : NULL;
    *ret_state = g;
    if (!git_dir) {
        return err_set(e, BAD_INPUT,
                       "a file, want the directory of a clone; what 'git log' printed is --kind "
                       "git-log");
    }
    g->work_tree = git_dir != o->bundle->dir;
    g->book.a = a;
    name_book(&g->book, git_dir, o->bundle->name);
    g->map = map_of(git_dir, a);
    g->book.map = g->map;
    return start_log(g, git_dir, a, e);
}

/* Texts of a doc live in a: what stands in the pipe's window is copied. */
static struct str take(struct arena *a, struct str field)
{
    return utf8_mend(a, str_copy(a, field));
}

static int64_t time_of(struct str digits)
{
    int64_t at_s = TIME_NONE;
    (void)str_to_i64(digits, &at_s);
    return at_s;
}

static enum status commit_of(struct git_state *g, const struct str field[], struct arena *a,
                             struct git_commit *ret, struct err *e)
{
    struct str first;
    struct str second;
    struct str rest = field[1];
    if (field[0].len != 40 && field[0].len != 64) {
        return err_set(e, IO_FAILED, "git said something unexpected; want git 2.20 or newer");
    }
    bool two = str_cut(&rest, ' ', &first) && str_cut(&rest, ' ', &second) && !rest.p;
    *ret = (struct git_commit){.id = take(a, field[0]),
                               .merged = two ? take(a, second) : STR(""),
                               .author = {take(a, field[2]), take(a, field[3])},
                               .committer = {take(a, field[5]), take(a, field[6])},
                               .at_s = time_of(field[4]),
                               .committed_s = time_of(field[7]),
                               .message = take(a, field[8]),
                               .line = g->commits};
    return OK;
}

static enum status next_person(struct git_state *g, struct arena *a, struct record *ret,
                               struct err *e)
{
    enum status s = mailmap_next(g->map, a, ret, e);
    while (s == BAD_INPUT) { /* git passes over them, too */
        g->map_wrong++;
        s = mailmap_next(g->map, a, ret, e);
    }
    g->persons_done = s == DONE;
    return s;
}

static enum status git_next(void *opaque, struct arena *a, struct record *ret, struct err *e)
{
    struct git_state *g = opaque;
    struct str field[FIELDS];
    struct git_commit commit;
    if (!g->persons_done && next_person(g, a, ret, e) == OK) return OK;
    if (git_say_with(&g->book, a, ret)) return OK;
    enum status s = g->at_end ? DONE : git_fields(g->run, FIELDS, field, e);
    if (s == DONE) {
        g->at_end = true;
        return git_say_later(&g->book, a, ret) ? OK : DONE;
    }
    g->commits++;
    if (s == TOO_MUCH) {
        return err_set(e, BAD_INPUT, "%llu: a commit longer than %d bytes; it cannot be shortened",
                       (unsigned long long)g->commits, RECORD_BYTES_MAX);
    }
    if (!s) s = commit_of(g, field, a, &commit, e);
    if (s) return s == BAD_INPUT ? IO_FAILED : s; /* git broke off: the source ends here */
    git_say(&g->book, &commit, a, ret);
    return OK;
}

static void git_close(void *opaque)
{
    struct git_state *g = opaque;
    git_stop(g->run);
    git_book_close(&g->book);
}

static struct str git_remarks(void *opaque, struct arena *a)
{
    const struct git_state *g = opaque;
    struct buf b = buf_new(a);
    if (g->book.undated) {
        buf_addf(&b, "%llu commits without a date", (unsigned long long)g->book.undated);
    }
    if (g->map_wrong) {
        buf_addf(&b, "%s%llu line%s of its .mailmap passed over", b.len ? "; " : "",
                 (unsigned long long)g->map_wrong, g->map_wrong == 1 ? "" : "s");
    }
    if (g->work_tree) {
        buf_addf(&b, "%sits history only; to read its files, name a directory in it",
                 b.len ? "; " : "");
    }
    return buf_str(&b);
}

extern const struct importer importer_git;

const struct importer importer_git = {
    .name = "git",
    .summary = "the history of a clone of git (a directory; asks git itself)",
    .gather = git_gather,
    .edition = git_edition,
    .open = git_open,
    .next = git_next,
    .close = git_close,
    .remarks = git_remarks,
};

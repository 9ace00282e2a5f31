/* graph.c - find: which graph is in this file? */
#include "find/graph_int.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    HEAD_BYTES = 1 << 16,
    ROUND_BYTES = 64 << 20, /* unpacked at a time */
    APART_PER_ARC = 4,      /* words of a bitmap of ids that are worth an arc */
    APART_FREE = 1 << 16    /* and without any */
};

enum status graph_room(const char *path, uint64_t arcs, bool weights, struct err *e)
{
    /* At the peak: the parted arcs of both ways and the rows of both. */
    double need = (double)arcs * (weights ? 36 : 24);
    uint64_t free_bytes = memory_free();
    if (need <= (double)free_bytes) return OK;
    return err_set(
        e, TOO_MUCH,
        "%s: needs %.0f GB of memory, %.0f are free; pack it on a larger machine, or give "
        "fewer arcs",
        path, need / 1e9, (double)free_bytes / 1e9);
}

struct graph_file {
    const char *path;
    int fd;
    uint64_t bytes;
    struct str head;
};

/* ---- plain text ---- */

/* Arcs of a text whose lines are as long as those of its head. */
static uint64_t arcs_guess(struct str head, uint64_t bytes)
{
    uint64_t lines = 1;
    for (size_t i = 0; i < head.len; i++)
        lines += head.p[i] == '\n';
    return head.len ? (uint64_t)((double)bytes / (double)head.len * (double)lines) : 0;
}

static enum status plain_runs(const struct graph_file *f, const struct graph_options *o,
                              struct arena *a, struct arc_runs *runs, struct err *e)
{
    enum status s = graph_room(f->path, arcs_guess(f->head, f->bytes), o->weights, e);
    if (s) return s;
    struct text_source src = {.path = f->path, .fd = f->fd, .bytes = f->bytes};
    return text_runs(&src, o, a, runs, e);
}

/* ---- gzip, zstd ---- */
static bool is_squeezed(struct str head)
{
    return str_starts(head, "\x1f\x8b") || str_starts(head, "\x28\xb5\x2f\xfd");
}

static enum status squeezed_failed(struct archive *ar, const char *path, struct err *e)
{
    const char *why = archive_error_string(ar);
    return err_set(e, BAD_INPUT, "%s: damaged (%s); fetch or compress it again", path,
                   why ? why : "it does not unpack");
}

/* DONE: there is nothing in it. */
static enum status squeezed_open(struct archive *ar, const char *path, int fd, struct err *e)
{
    struct archive_entry *entry = NULL;
    if (lseek(fd, 0, SEEK_SET) != 0) {
        return err_set(e, IO_FAILED, "%s: %s", path, strerror(errno));
    }
    (void)archive_read_support_filter_gzip(ar);
    (void)archive_read_support_filter_zstd(ar);
    (void)archive_read_support_format_raw(ar);
    (void)archive_read_support_format_empty(ar);
    if (archive_read_open_fd(ar, fd, 1 << 18) != ARCHIVE_OK) return squeezed_failed(ar, path, e);
    int code = archive_read_next_header(ar, &entry);
    if (code == ARCHIVE_EOF) return DONE;
    return code == ARCHIVE_OK ? OK : squeezed_failed(ar, path, e);
}

/* Fills text behind `len`; *ret_len shorter than a round: that was all. */
static enum status squeezed_fill(struct archive *ar, const char *path, char *text, size_t len,
                                 size_t *ret_len, struct err *e)
{
    while (len < ROUND_BYTES) {
        la_ssize_t n = archive_read_data(ar, text + len, ROUND_BYTES - len);
        if (n < 0) return squeezed_failed(ar, path, e);
        if (n == 0) break;
        len += (size_t)n;
    }
    *ret_len = len;
    return OK;
}

/* Round by round: what is left of the last line of one stands before the next. */
static enum status squeezed_rounds(struct archive *ar, const char *path, char *text,
                                   const struct graph_options *o, struct arena *a,
                                   struct arc_runs *runs, struct err *e)
{
    size_t left = 0;
    for (;;) {
        size_t len = 0;
        enum status s = squeezed_fill(ar, path, text, left, &len, e);
        if (s) return s;
        bool last = len < ROUND_BYTES;
        const char *stop = last ? NULL : memrchr(text, '\n', len);
        size_t whole = stop ? (size_t)(stop - text) + 1 : len;
        struct text_source src = {
            .path = path, .memory = text, .bytes = whole, .line = runs->lines};
        s = text_runs(&src, o, a, runs, e);
        if (!s) s = graph_room(path, runs->arcs, o->weights, e);
        if (s || last) return s;
        left = len - whole;
        memmove(text, text + whole, left);
    }
}

static enum status squeezed_runs(const char *path, int fd, const struct graph_options *o,
                                 struct arena *a, struct arc_runs *runs, struct err *e)
{
    struct archive *ar = archive_read_new();
    if (!ar) return err_set(e, IO_FAILED, "%s: out of memory", path);
    struct pages text = pages_take(ROUND_BYTES);
    enum status s = squeezed_open(ar, path, fd, e);
    if (!s) s = squeezed_rounds(ar, path, text.p, o, a, runs, e);
    pages_give(&text);
    (void)archive_read_free(ar);
    return s == DONE ? OK : s;
}

/* ---- any ---- */
static enum status file_runs(const struct graph_file *f, const struct graph_options *o,
                             struct arena *a, struct arc_runs *runs, struct err *e)
{
    if (is_squeezed(f->head)) return squeezed_runs(f->path, f->fd, o, a, runs, e);
    return plain_runs(f, o, a, runs, e);
}

static bool lies_apart(const struct arc_runs *runs)
{
    return runs->id_max / 64 > runs->arcs * APART_PER_ARC + APART_FREE;
}

static enum status text_open(const struct graph_file *f, const struct graph_options *o,
                             struct arena *a, struct graph *ret, struct err *e)
{
    struct arena scratch = {0};
    struct arc_runs runs = {0};
    enum status s = file_runs(f, o, &scratch, &runs, e);
    if (!s && (runs.wide || lies_apart(&runs))) {
        arc_runs_free(&runs);
        runs = (struct arc_runs){.wide = true};
        s = file_runs(f, o, &scratch, &runs, e);
    }
    struct graph g = {.lines = runs.lines, .loops = runs.loops};
    if (!s) s = ids_number(&runs, o->threads, a, &g, e);
    if (!s) s = rows_build(&runs, o, a, &g, e);
    arc_runs_free(&runs);
    arena_free(&scratch);
    if (!s) *ret = g;
    return s;
}

static enum status file_look(struct graph_file *f, char *head, struct err *e)
{
    struct stat st;
    if (fstat(f->fd, &st) != 0) return err_set(e, IO_FAILED, "%s: %s", f->path, strerror(errno));
    if (!S_ISREG(st.st_mode)) {
        return err_set(e, BAD_INPUT, "%s: not a plain file; copy it to one first", f->path);
    }
    ssize_t n = pread(f->fd, head, HEAD_BYTES, 0);
    if (n < 0) return err_set(e, IO_FAILED, "%s: %s", f->path, strerror(errno));
    f->bytes = (uint64_t)st.st_size;
    f->head = (struct str){head, (size_t)n};
    return OK;
}

enum status graph_open(const char *path, const struct graph_options *o, struct arena *a,
                       struct graph *ret, struct err *e)
{
    char head[HEAD_BYTES];
    struct graph_file f = {.path = path};
    f.fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (f.fd < 0) {
        const char *why = errno == ENOENT ? "no such file" : strerror(errno);
        return err_set(e, IO_FAILED, "%s: %s", path, why);
    }
    enum status s = file_look(&f, head, e);
    if (!s) {
        s = pack_is(f.head) ? pack_open(path, f.fd, o, ret, e) : text_open(&f, o, a, ret, e);
    }
    (void)close(f.fd);
    return s;
}

void graph_close(struct graph *g)
{
    if (g->mapping) (void)munmap(g->mapping, g->mapping_bytes);
    *g = (struct graph){0};
}

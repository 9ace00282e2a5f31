/* graph.c - find: which graph is in this file? */
#include "find/graph_int.h"

#include "base/parallel.h"
#include "find/graph_unzip.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    HEAD_BYTES = 1 << 16,
    HEAD_BYTES_MOST = 1 << 26, /* of comments before the first arc */
    ROUND_BYTES = 64 << 20     /* unpacked at a time */
};

enum status graph_room(const char *path, uint64_t arcs, bool wide, const struct graph_options *o,
                       struct err *e)
{
    /* Parted arcs with their half-filled blocks, and the rows of each way in memory; wide: arcs of
     * any ids, and parted. */
    unsigned ways = (o->ways & GRAPH_BOTH) == GRAPH_BOTH && !o->packing ? 2 : 1;
    unsigned an_arc = 9 + 4 * ways;
    if (wide && an_arc < 24) an_arc = 24;
    if (o->weights) an_arc += 4 + 4 * ways;
    double need = (double)arcs * an_arc;
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

static enum status plain_arcs(const struct graph_file *f, const struct graph_options *o,
                              struct arena *a, struct arcs *to, struct err *e)
{
    uint64_t arcs = arcs_guess(f->head, f->bytes);
    enum status s = graph_room(f->path, arcs, to->kind == ARCS_WIDE, o, e);
    if (s) return s;
    struct text_source src = {.path = f->path, .fd = f->fd, .bytes = f->bytes};
    if (to->kind != ARCS_WIDE) text_writers(&src, arcs, o, a, to);
    return text_arcs(&src, o, a, to, e);
}

/* ---- gzip, zstd ---- */

/* With weights equal arcs must come in their order: each round has writers of its own. */
static void round_writers(const struct text_source *src, uint64_t arcs,
                          const struct graph_options *o, struct arena *a, struct arcs *to)
{
    bool ordered = o->weights && to->parted.writers > 1;
    if (to->parted.count && !ordered) return;
    text_writers(src, arcs, o, a, to);
}

/* Round by round: what is left of the last line of one stands before the next. */
static enum status squeezed_rounds(struct unzip *u, const struct graph_file *f, char *text,
                                   const struct graph_options *o, struct arena *a, struct arcs *to,
                                   struct err *e)
{
    size_t left = 0;
    for (;;) {
        size_t more = 0;
        enum status s = unzip_fill(u, text + left, ROUND_BYTES - left, &more, e);
        if (s) return s;
        size_t len = left + more;
        bool last = len < ROUND_BYTES;
        const char *stop = last ? NULL : memrchr(text, '\n', len);
        size_t whole = stop ? (size_t)(stop - text) + 1 : len;
        struct text_source src = {
            .path = f->path, .memory = text, .bytes = whole, .line = to->lines};
        struct str head = {text, whole < HEAD_BYTES ? whole : HEAD_BYTES};
        if (to->kind != ARCS_WIDE)
            round_writers(&src, arcs_guess(head, last ? len : 4 * f->bytes), o, a, to);
        s = text_arcs(&src, o, a, to, e);
        if (!s) s = graph_room(f->path, to->count, to->kind == ARCS_WIDE, o, e);
        if (s || last || to->past) return s;
        left = len - whole;
        memmove(text, text + whole, left);
    }
}

static enum status squeezed_arcs(const struct graph_file *f, const struct graph_options *o,
                                 struct arena *a, struct arcs *to, struct err *e)
{
    struct unzip *u = NULL;
    enum status s = unzip_open(f->path, f->fd, f->head, a, &u, e);
    if (s) return s;
    struct pages text = pages_take(ROUND_BYTES);
    pages_huge(text.p, text.bytes);
    s = squeezed_rounds(u, f, text.p, o, a, to, e);
    pages_give(&text);
    unzip_close(u);
    return s;
}

/* ---- any ---- */
static enum status file_arcs(const struct graph_file *f, const struct graph_options *o,
                             struct arena *a, struct arcs *to, struct err *e)
{
    if (unzip_is(f->head)) return squeezed_arcs(f, o, a, to, e);
    return plain_arcs(f, o, a, to, e);
}

/* Its first bytes, unpacked. */
static enum status head_text(const struct graph_file *f, char *text, size_t room, struct arena *a,
                             size_t *ret_len, struct err *e)
{
    struct unzip *u = NULL;
    if (unzip_is(f->head)) {
        enum status s = unzip_open(f->path, f->fd, f->head, a, &u, e);
        if (s) return s;
        s = unzip_fill(u, text, room, ret_len, e);
        unzip_close(u);
        return s;
    }
    ssize_t n = pread(f->fd, text, room, 0);
    if (n < 0) return err_set(e, IO_FAILED, "%s: %s", f->path, strerror(errno));
    *ret_len = (size_t)n;
    return OK;
}

/* A head of the text, grown until there is an arc in it: are there weights? */
static enum status file_weighs(const struct graph_file *f, bool *ret, struct err *e)
{
    enum status s = DONE;
    *ret = false;
    for (size_t bytes = HEAD_BYTES; s == DONE && bytes <= HEAD_BYTES_MOST; bytes *= 8) {
        struct arena a = {0};
        struct pages text = pages_take(bytes);
        size_t len = 0;
        s = head_text(f, text.p, bytes, &a, &len, e);
        const char *stop = len < bytes ? NULL : memrchr(text.p, '\n', len);
        struct str head = {text.p, stop ? (size_t)(stop - (const char *)text.p) : len};
        if (!s) s = text_weighs(head, ret);
        pages_give(&text);
        arena_free(&a);
        if (len < bytes && s == DONE) break;
    }
    return s == DONE ? OK : s;
}

static enum status text_open(const struct graph_file *f, const struct graph_options *o,
                             struct arena *a, struct graph *ret, struct err *e)
{
    struct arena scratch = {0};
    struct arcs arcs = {0};
    enum status s = file_arcs(f, o, &scratch, &arcs, e);
    while (!s && arcs.past) { /* some ids do not fit: once more, with more room */
        enum arcs_room kind = arcs.kind + 1;
        arcs_free(&arcs);
        arcs = (struct arcs){.kind = kind};
        arcs.parted.writers = o->threads ? o->threads : parallel_threads();
        s = file_arcs(f, o, &scratch, &arcs, e);
    }
    bool wide = arcs.kind == ARCS_WIDE;
    struct graph g = {.lines = arcs.lines, .loops = arcs.loops};
    if (!s && wide) s = ids_number(&arcs, o, a, &scratch, &g, e);
    if (!s) s = graph_build(&arcs.parted, wide, o, a, &g, e);
    arcs_free(&arcs);
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
    if (!s && pack_is(f.head)) {
        s = pack_open(path, f.fd, o, ret, e);
    } else if (!s) {
        struct graph_options mine = *o;
        if (o->weights == GRAPH_WEIGHTS_IF_THERE) {
            bool weighs = false;
            s = file_weighs(&f, &weighs, e);
            mine.weights = weighs ? GRAPH_WEIGHTS_MUST : GRAPH_WEIGHTS_NEVER;
        }
        if (!s) s = text_open(&f, &mine, a, ret, e);
    }
    (void)close(f.fd);
    return s;
}

void graph_close(struct graph *g)
{
    if (g->mapping) (void)munmap(g->mapping, g->mapping_bytes);
    *g = (struct graph){0};
}

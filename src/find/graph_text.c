/* graph_text.c - find: which arcs does a text list? */
#include "base/limits.h"
#include "base/parallel.h"
#include "find/graph_line.h"

#include <errno.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

enum {
    CHUNK_BYTES = 4 << 20, /* of text, taken by a thread at a time */
    LINE_BYTES_LEAST = 4,  /* "0 1" and its line feed */
    LOOKS = 64,            /* of LOOK_BYTES each, to guess how far the ids go */
    LOOK_BYTES = 4096,
    IDS_PER_ARC_LOG = 4, /* ids this much more than arcs are numbered first */
    IDS_FREE_LOG = 16
};

/* ---- a window of the text ---- */

/* Up to a window from pos on; *ret_at_end: nothing follows it. */
static enum status window_read(const struct text_source *src, uint64_t pos, size_t want,
                               char *window, size_t *ret_len, struct err *e)
{
    uint64_t left = src->bytes - pos;
    size_t len = 0;
    if (left < want) want = (size_t)left;
    if (src->memory) {
        memcpy(window, src->memory + pos, want);
        len = want;
    }
    while (len < want) {
        ssize_t n = pread(src->fd, window + len, want - len, (off_t)(pos + len));
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return err_set(e, IO_FAILED, "%s: %s", src->path, strerror(errno));
        if (n == 0) break; /* it was cut meanwhile: what is there counts */
        len += (size_t)n;
    }
    *ret_len = len;
    return OK;
}

/* Where the first line begins that begins at or behind `begin`. */
static enum status chunk_begin(const struct text_source *src, uint64_t begin, uint64_t *ret,
                               struct err *e)
{
    char window[LOOK_BYTES];
    uint64_t pos = begin;
    while (pos > 0 && pos <= src->bytes) {
        size_t len = 0;
        enum status s = window_read(src, pos - 1, sizeof window, window, &len, e);
        if (s) return s;
        const char *stop = memchr(window, '\n', len);
        pos = stop ? pos + (uint64_t)(stop - window) : pos + len;
        if (stop || len == 0) break;
    }
    *ret = pos;
    return OK;
}

/* How much of a window are whole lines that begin before `end` of the text; 0: not one. */
static size_t whole_lines(char *window, size_t len, bool at_end, uint64_t pos, uint64_t end)
{
    if (pos + len >= end) { /* the line of byte end - 1 is the last of ours */
        size_t last = (size_t)(end - 1 - pos);
        const char *stop = memchr(window + last, '\n', len - last);
        if (stop) return (size_t)(stop - window) + 1;
    }
    if (at_end) {
        if (len && window[len - 1] != '\n') window[len++] = '\n';
        return len;
    }
    const char *stop = memrchr(window, '\n', len);
    return stop ? (size_t)(stop - window) + 1 : 0;
}

static enum status refuse_long(struct line_reader *r)
{
    r->lines++;
    r->status = err_set(&r->e, BAD_INPUT, "a line of more than %d bytes; is this a list of arcs?",
                        GRAPH_LINE_BYTES_MAX);
    return r->status;
}

static enum status chunk_read(struct line_reader *r, const struct text_source *src, uint64_t begin,
                              uint64_t end)
{
    char buffer[LINE_SPARE + GRAPH_LINE_BYTES_MAX + LINE_SPARE];
    char *window = buffer + LINE_SPARE;
    uint64_t pos = 0;
    memset(buffer, 0, LINE_SPARE);
    r->status = chunk_begin(src, begin, &pos, &r->e);
    while (!r->status && pos < end) {
        size_t len = 0;
        r->status = window_read(src, pos, GRAPH_LINE_BYTES_MAX, window, &len, &r->e);
        if (r->status || len == 0) break;
        bool at_end = len < GRAPH_LINE_BYTES_MAX || pos + len == src->bytes;
        size_t lines = whole_lines(window, len, at_end, pos, end);
        if (!lines) return refuse_long(r);
        memset(window + (lines > len ? lines : len), 0, LINE_SPARE - 1);
        bool first = pos + src->line == 0;
        size_t skip = first && lines > 3 && !memcmp(window, "\xef\xbb\xbf", 3) ? 3 : 0;
        (void)lines_read(r, window + skip, window + lines);
        pos += lines;
    }
    return r->status;
}

/* ---- all chunks ---- */
struct reading {
    const struct text_source *src;
    const struct graph_options *o;
    struct arcs *to;
    struct line_reader *chunk; /* [chunks] */
    size_t chunks;
    atomic_size_t next;
    atomic_bool past; /* some id does not fit */
};

static void run_begin(struct arc_run *run, size_t most, bool weights)
{
    run->arc_pages = pages_take(most * 2 * sizeof *run->arc);
    run->arc = run->arc_pages.p;
    if (!weights) return;
    run->weight_pages = pages_take(most * sizeof *run->weight);
    run->weight = run->weight_pages.p;
}

static void read_chunk(struct reading *reading, struct parter *p, size_t i)
{
    struct line_reader *r = &reading->chunk[i];
    uint64_t begin = (uint64_t)i * CHUNK_BYTES;
    uint64_t end = begin + CHUNK_BYTES;
    if (end > reading->src->bytes) end = reading->src->bytes;
    if (progress_stop(reading->o->progress)) r->status = STOPPED;
    if (r->status || atomic_load(&reading->past)) return;
    r->weights = reading->o->weights;
    r->row_is_to = row_is_to(reading->o);
    r->parter = reading->to->kind == ARCS_WIDE ? NULL : p;
    if (reading->to->kind == ARCS_WIDE) {
        r->run = reading->to->run + reading->to->runs + i;
        run_begin(r->run, (size_t)(end - begin) / LINE_BYTES_LEAST + 2, r->weights);
    }
    (void)chunk_read(r, reading->src, begin, end);
    if (r->status == DONE) atomic_store(&reading->past, true);
    if (!r->run) return;
    pages_trim(&r->run->arc_pages, (size_t)r->run->count * 2 * sizeof(uint64_t));
    if (r->weights) pages_trim(&r->run->weight_pages, (size_t)r->run->count * sizeof(float));
}

/* Writer w. With weights the order of equal arcs counts: then each takes a stretch of the text. */
static void read_task(void *context, size_t w)
{
    struct reading *reading = context;
    const struct parters *ps = &reading->to->parted;
    bool ordered = reading->o->weights && reading->to->kind != ARCS_WIDE;
    struct parter *p = reading->to->kind == ARCS_WIDE ? NULL : ps->of[ps->count - ps->writers + w];
    size_t stop = reading->chunks * (w + 1) / ps->writers;
    for (size_t i = reading->chunks * w / ps->writers; ordered && i < stop; i++)
        read_chunk(reading, p, i);
    while (!ordered) {
        size_t i = atomic_fetch_add(&reading->next, 1);
        if (i >= reading->chunks) break;
        read_chunk(reading, p, i);
    }
}

/* In the order of the text: the first bad line is the one that is told. */
static enum status chunks_add_up(const struct reading *reading, struct err *e)
{
    struct arcs *to = reading->to;
    const char *path = reading->src->path;
    for (size_t i = 0; i < reading->chunks; i++) {
        const struct line_reader *r = &reading->chunk[i];
        to->lines += r->lines;
        to->loops += r->loops;
        to->count += r->count;
        if (r->status == BAD_INPUT) {
            return err_set(e, BAD_INPUT, "%s:%llu: %s", path, (unsigned long long)to->lines,
                           r->e.text);
        }
        if (r->status == STOPPED) return err_set(e, STOPPED, "%s: stopped", path);
        if (r->status) return err_set(e, r->status, "%s", r->e.text);
    }
    return OK;
}

static void runs_make_room(struct arcs *to, size_t more, struct arena *a)
{
    if (to->runs + more <= to->room) return;
    size_t room = to->room * 2 > to->runs + more ? to->room * 2 : to->runs + more;
    to->run = arena_grow(a, to->run, to->runs * sizeof *to->run, room * sizeof *to->run);
    to->room = room;
}

enum status text_arcs(const struct text_source *src, const struct graph_options *o, struct arena *a,
                      struct arcs *to, struct err *e)
{
    struct arena scratch = {0};
    struct reading reading = {.src = src, .o = o, .to = to};
    reading.chunks = (size_t)((src->bytes + CHUNK_BYTES - 1) / CHUNK_BYTES);
    reading.chunk = arena_new(&scratch, struct line_reader, reading.chunks);
    if (to->kind == ARCS_WIDE) runs_make_room(to, reading.chunks, a);
    parallel_for(o->threads, to->parted.writers, read_task, &reading);
    enum status s = OK;
    if (atomic_load(&reading.past)) {
        to->past = true;
    } else {
        s = chunks_add_up(&reading, e);
    }
    if (to->run) to->runs += reading.chunks;
    arena_free(&scratch);
    return s;
}

/* ---- before it is read ---- */

/* The higher of the two ids a line begins with; 0 when it is none. */
static uint64_t line_look(const char *p, const char *end)
{
    uint64_t most = 0;
    for (int word = 0; word < 2; word++) {
        uint64_t id = 0;
        while (p < end && (*p == ' ' || *p == '\t' || *p == ','))
            p++;
        for (; p < end && *p >= '0' && *p <= '9' && id < UINT32_MAX; p++)
            id = id * 10 + (uint64_t)(*p - '0');
        if (id > most) most = id;
    }
    return most;
}

/* The highest id in some looks at the text: how far they go, or nearly so. */
static uint64_t ids_look(const struct text_source *src)
{
    uint64_t most = 0;
    uint64_t step = src->bytes / LOOKS;
    if (step < LOOK_BYTES) step = LOOK_BYTES;
    for (uint64_t pos = 0; pos < src->bytes; pos += step) {
        char window[LOOK_BYTES];
        size_t len = 0;
        struct err e;
        if (window_read(src, pos, sizeof window, window, &len, &e)) break;
        const char *end = window + len;
        for (const char *p = pos ? memchr(window, '\n', len) : window; p && p < end;) {
            const char *stop = memchr(p + 1, '\n', (size_t)(end - p - 1));
            if (!stop) break;
            uint64_t id = line_look(p + (*p == '\n'), stop);
            if (id > most) most = id;
            p = stop;
        }
    }
    return most;
}

void text_writers(const struct text_source *src, uint64_t arcs, const struct graph_options *o,
                  struct arena *a, struct arcs *to)
{
    struct part_guess guess = {
        .arcs = arcs, .weights = o->weights, .counts = true, .roomy = to->kind == ARCS_ROOMY};
    unsigned threads = o->threads ? o->threads : parallel_threads();
    uint64_t chunks = src->bytes / CHUNK_BYTES + 1;
    unsigned most = log2_up(arcs) + IDS_PER_ARC_LOG;
    guess.limit_log_most = most < IDS_FREE_LOG ? IDS_FREE_LOG : most > 32 ? 32 : most;
    uint64_t seen = ids_look(src);
    guess.limit_log = log2_up(seen + seen / 32 + 1);
    if (guess.limit_log > guess.limit_log_most) guess.limit_log = guess.limit_log_most;
    if (threads > chunks) threads = (unsigned)chunks;
    parters_add(&to->parted, threads, &guess, a);
}

void arc_run_free(struct arc_run *run)
{
    pages_give(&run->arc_pages);
    pages_give(&run->weight_pages);
}

void arcs_free(struct arcs *arcs)
{
    for (size_t i = 0; i < arcs->runs; i++)
        arc_run_free(&arcs->run[i]);
    arcs->runs = 0;
    parters_free(&arcs->parted);
}

/* graph_text.c - find: which arcs does a text list? */
#include "base/limits.h"
#include "base/parallel.h"
#include "find/graph_int.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

enum {
    CHUNK_BYTES = 4 << 20, /* text of one run */
    SPARE_BYTES = 16,      /* readable behind every window, so that 8 bytes are one load */
    LINE_BYTES_LEAST = 4   /* "0 1" and its line feed */
};

/* One chunk's work: what a line's reader sees. */
struct chunk {
    struct arc_run *run;
    bool weights, reverse, wide;
    uint64_t id_bits; /* of all ids, or-ed: a wide one shows */
    uint64_t id_max, lines, loops;
    enum status status; /* of its first bad line; e then speaks of it without its number */
    struct err e;
};

static bool is_gap(char c)
{
    return c == ' ' || c == '\t' || c == ',' || c == '\r';
}

/*
 * Decimal digits at p, eight at a time: the bytes are one word, the first that is no digit shows in
 * its high nibble, and three multiplications add up the rest (pairs, fours, eights). NULL when
 * there is none, or past 2^64 - 1.
 */
static const char *read_id(const char *p, uint64_t *ret)
{
    static const uint64_t power[9] = {1,      10,      100,      1000,     10000,
                                      100000, 1000000, 10000000, 100000000};
    uint64_t id = 0;
    for (unsigned first = 1;; first = 0) {
        uint64_t w;
        memcpy(&w, p, sizeof w);
        w ^= 0x3030303030303030U;
        uint64_t other = (w | (w + 0x0606060606060606U)) & 0xf0f0f0f0f0f0f0f0U;
        unsigned digits = other ? (unsigned)__builtin_ctzll(other) / 8 : 8;
        if (digits == 0) {
            if (first) return NULL;
            break;
        }
        w <<= 64 - 8 * digits;
        w = (w * 10 + (w >> 8)) & 0x00ff00ff00ff00ffU;
        w = (w * 100 + (w >> 16)) & 0x0000ffff0000ffffU;
        w = (w * 10000 + (w >> 32)) & 0xffffffffU;
        if (first) {
            id = w;
        } else if (__builtin_mul_overflow(id, power[digits], &id) ||
                   __builtin_add_overflow(id, w, &id)) {
            return NULL;
        }
        p += digits;
        if (digits < 8) break;
    }
    *ret = id;
    return p;
}

static bool read_weight(struct str word, float *ret)
{
    double x = 0;
    if (!str_to_double(word, &x) || !(x >= 0 && x <= 1)) return false;
    *ret = (float)x + 0.0F; /* -0 becomes 0 */
    return true;
}

/* As much of a line as a sentence shows. */
static struct str shown(struct str line)
{
    return utf8_head(str_trim(line), 60);
}

static enum status bad_line(struct chunk *c, struct str line, const char *end)
{
    struct arena a = {0};
    struct str text = shown(utf8_mend(&a, str_head(line, 300)));
    const char *why = "want two ids, 'from to', each a whole number from 0";
    if (end) why = "an id is above 18446744073709551615";
    c->status = err_set(&c->e, BAD_INPUT, "'%.*s': %s; put # before a line that is none",
                        STR_ARG(text), why);
    arena_free(&a);
    return c->status;
}

static const char *skip_gap(const char *p, const char *end)
{
    while (p < end && is_gap(*p))
        p++;
    return p;
}

static const char *skip_word(const char *p, const char *end)
{
    while (p < end && !is_gap(*p))
        p++;
    return p;
}

static enum status line_weight(struct chunk *c, const char *p, const char *end, float *ret)
{
    p = skip_gap(p, end);
    struct str word = {p, (size_t)(skip_word(p, end) - p)};
    if (!word.len) {
        c->status = err_set(&c->e, BAD_INPUT,
                            "no weight behind the two ids; want 'from to weight', weights 0 to 1");
    } else if (!read_weight(word, ret)) {
        struct arena a = {0};
        c->status = err_set(&c->e, BAD_INPUT, "weight '%.*s': want a number from 0 to 1",
                            STR_ARG(shown(utf8_mend(&a, str_head(word, 300)))));
        arena_free(&a);
    }
    return c->status;
}

/* Branch-free: an arc that is a loop is written, and overwritten by the next. */
static inline void add_arc(struct chunk *c, uint64_t from, uint64_t to, float weight)
{
    struct arc_run *run = c->run;
    uint64_t at = run->count;
    if (c->reverse) {
        uint64_t swap = from;
        from = to;
        to = swap;
    }
    if (c->wide) {
        run->arc[2 * at] = from;
        run->arc[2 * at + 1] = to;
    } else {
        run->arc[at] = from << 32 | (to & UINT32_MAX);
    }
    if (run->weight) run->weight[at] = weight;
    uint64_t high = from > to ? from : to;
    c->id_bits |= from | to;
    c->id_max = high > c->id_max && from != to ? high : c->id_max;
    c->loops += from == to;
    run->count += from != to;
}

/* Any line: p .. end without its line feed. */
static enum status read_line(struct chunk *c, const char *begin, const char *end)
{
    struct str line = {begin, (size_t)(end - begin)};
    const char *p = skip_gap(begin, end);
    if (p == end || *p == '#' || *p == '%') return OK;
    uint64_t id[2] = {0, 0};
    for (int i = 0; i < 2; i++) {
        const char *word = p;
        bool digit = p < end && *p >= '0' && *p <= '9';
        p = digit ? read_id(p, &id[i]) : NULL;
        if (!p) return bad_line(c, line, digit ? word : NULL);
        if (p < end && !is_gap(*p)) return bad_line(c, line, NULL);
        p = skip_gap(p, end);
    }
    float weight = 0;
    if (c->weights && line_weight(c, p, end, &weight)) return c->status;
    add_arc(c, id[0], id[1], weight);
    return OK;
}

/* Whole lines, the last with its line feed: the plain "12 34" goes the fast way. Digits never run
 * past the line, for a line feed is none. */
static enum status read_lines(struct chunk *c, const char *p, const char *end)
{
    while (p < end) {
        uint64_t from = 0;
        uint64_t to = 0;
        const char *at = c->weights ? NULL : read_id(p, &from);
        if (at) at = *at == ' ' || *at == '\t' || *at == ',' ? read_id(at + 1, &to) : NULL;
        c->lines++;
        if (at && *at == '\n') {
            add_arc(c, from, to, 0);
            p = at + 1;
            continue;
        }
        const char *stop = memchr(p, '\n', (size_t)(end - p));
        if (read_line(c, p, stop)) return c->status;
        p = stop + 1;
    }
    return OK;
}

/* ---- a chunk of the text ---- */

/* Up to a window from pos on; *ret_at_end: nothing follows it. */
static enum status window_read(const struct text_source *src, uint64_t pos, char *window,
                               size_t *ret_len, bool *ret_at_end, struct err *e)
{
    uint64_t left = src->bytes - pos;
    size_t want = left < GRAPH_LINE_BYTES_MAX ? (size_t)left : (size_t)GRAPH_LINE_BYTES_MAX;
    size_t len = 0;
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
    *ret_at_end = len < want || pos + len == src->bytes;
    return OK;
}

/* Where the first line begins that begins at or behind `begin`. */
static enum status chunk_begin(const struct text_source *src, uint64_t begin, uint64_t *ret,
                               struct err *e)
{
    char window[4096];
    uint64_t pos = begin;
    while (pos > 0) {
        uint64_t left = src->bytes - (pos - 1);
        struct text_source head = *src;
        head.bytes = pos - 1 + (left < sizeof window ? left : sizeof window);
        size_t len = 0;
        bool at_end = false;
        enum status s = window_read(&head, pos - 1, window, &len, &at_end, e);
        if (s) return s;
        const char *stop = memchr(window, '\n', len);
        pos = stop ? pos + (uint64_t)(stop - window) : pos - 1 + len + 1;
        if (stop || len == 0) break;
        if (pos > src->bytes) break;
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

static enum status chunk_read(struct chunk *c, const struct text_source *src, uint64_t begin,
                              uint64_t end)
{
    char window[GRAPH_LINE_BYTES_MAX + SPARE_BYTES];
    uint64_t pos = 0;
    c->status = chunk_begin(src, begin, &pos, &c->e);
    while (!c->status && pos < end) {
        size_t len = 0;
        bool at_end = false;
        c->status = window_read(src, pos, window, &len, &at_end, &c->e);
        if (c->status || len == 0) break;
        size_t lines = whole_lines(window, len, at_end, pos, end);
        memset(window + (lines > len ? lines : len), 0, SPARE_BYTES - 1);
        if (!lines) {
            c->lines++;
            c->status = err_set(&c->e, BAD_INPUT,
                                "a line of more than %d bytes; is this a list of "
                                "arcs?",
                                GRAPH_LINE_BYTES_MAX);
            break;
        }
        size_t skip =
            pos + src->line == 0 && lines > 3 && !memcmp(window, "\xef\xbb\xbf", 3) ? 3 : 0;
        c->status = read_lines(c, window + skip, window + lines);
        pos += lines;
    }
    return c->status;
}

/* ---- all chunks ---- */
struct reading {
    const struct text_source *src;
    const struct graph_options *o;
    struct chunk *chunk;
};

static void read_task(void *context, size_t i)
{
    struct reading *reading = context;
    struct chunk *c = &reading->chunk[i];
    uint64_t begin = (uint64_t)i * CHUNK_BYTES;
    uint64_t end = begin + CHUNK_BYTES;
    if (end > reading->src->bytes) end = reading->src->bytes;
    if (progress_stop(reading->o->progress)) {
        c->status = STOPPED;
        return;
    }
    size_t most = (size_t)(end - begin) / LINE_BYTES_LEAST + 2;
    size_t arc_bytes = c->wide ? 16 : 8;
    c->run->arc_pages = pages_take(most * arc_bytes);
    c->run->arc = c->run->arc_pages.p;
    if (c->weights) {
        c->run->weight_pages = pages_take(most * sizeof(float));
        c->run->weight = c->run->weight_pages.p;
    }
    (void)chunk_read(c, reading->src, begin, end);
    pages_trim(&c->run->arc_pages, (size_t)c->run->count * arc_bytes);
    if (c->weights) pages_trim(&c->run->weight_pages, (size_t)c->run->count * sizeof(float));
}

static void runs_make_room(struct arc_runs *runs, size_t more, struct arena *a)
{
    if (runs->count + more <= runs->room) return;
    size_t room = runs->room * 2 > runs->count + more ? runs->room * 2 : runs->count + more;
    runs->run = arena_grow(a, runs->run, runs->count * sizeof *runs->run, room * sizeof *runs->run);
    runs->room = room;
}

/* In the order of the text: the first bad line is the one that is told. */
static enum status chunks_add_up(const struct text_source *src, const struct chunk *chunk,
                                 size_t count, struct arc_runs *runs, struct err *e)
{
    uint64_t id_bits = 0;
    for (size_t i = 0; i < count; i++) {
        const struct chunk *c = &chunk[i];
        runs->lines += c->lines;
        runs->loops += c->loops;
        runs->arcs += c->run->count;
        runs->id_max = c->id_max > runs->id_max ? c->id_max : runs->id_max;
        id_bits |= c->id_bits;
        if (c->status == BAD_INPUT) {
            return err_set(e, BAD_INPUT, "%s:%llu: %s", src->path, (unsigned long long)runs->lines,
                           c->e.text);
        }
        if (c->status == STOPPED) return err_set(e, STOPPED, "%s: stopped", src->path);
        if (c->status) return err_set(e, c->status, "%s", c->e.text);
    }
    if (id_bits >> 32) runs->wide = true;
    return OK;
}

enum status text_runs(const struct text_source *src, const struct graph_options *o, struct arena *a,
                      struct arc_runs *runs, struct err *e)
{
    size_t count = (size_t)((src->bytes + CHUNK_BYTES - 1) / CHUNK_BYTES);
    runs_make_room(runs, count, a);
    struct arc_run *run = runs->run + runs->count;
    runs->count += count;
    struct arena scratch = {0};
    struct chunk *chunk = arena_new(&scratch, struct chunk, count);
    for (size_t i = 0; i < count; i++) {
        chunk[i].run = &run[i];
        chunk[i].weights = o->weights;
        chunk[i].reverse = o->reverse;
        chunk[i].wide = runs->wide;
    }
    struct reading reading = {src, o, chunk};
    parallel_for(o->threads, count, read_task, &reading);
    enum status s = chunks_add_up(src, chunk, count, runs, e);
    arena_free(&scratch);
    return s;
}

void arc_run_free(struct arc_run *run)
{
    pages_give(&run->arc_pages);
    pages_give(&run->weight_pages);
}

void arc_runs_free(struct arc_runs *runs)
{
    for (size_t i = 0; i < runs->count; i++)
        arc_run_free(&runs->run[i]);
    runs->count = 0;
}

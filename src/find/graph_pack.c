/* graph_pack.c - find: can this graph be opened without being read? */
#include "find/graph_int.h"
#include "find/graph_sum.h"

#include "base/parallel.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/*
 * A header of 256 bytes, then the arrays one behind the other, each begun at a multiple of 64,
 * filled up with zeros, little endian: ids, then of each way kept the rows' begins, the other ends,
 * the weights. Where they stand follows from n, m and what the header says it holds: ids that
 * follow one another have no array, begins take 32 bits while that is enough. Each array has a sum
 * of the sums of its blocks; the header has one over all before it.
 *
 * The sum is no seal: who wants to can make a file that is summed right. So what would lead outside
 * of the arrays (begins that fall, ends past n) is looked for in the same pass.
 */
enum { VERSION = 2, ALIGN = 64, PARTS = 7, BLOCK_BYTES = 1 << 20 };
enum { PART_ID, PART_IN, PART_OUT = 4 }; /* of a way: begins, ends, weights */
enum { BEGINS, ENDS, WEIGHTS };          /* of a way */
enum { HOLDS_OUT = 1, HOLDS_IN = 2, HOLDS_WEIGHTS = 4, HOLDS_WIDE = 8, HOLDS_IDS = 16 };
enum { WEIGHT_MOST = 0x3f800000 }; /* 1.0F: the bits of floats from 0 up ascend as they do */

static const char magic[8] = {'\x89', 'k', 'i', 't', 'h', 'g', '\r', '\n'};

struct pack_header {
    char magic[8];
    uint32_t version;
    uint32_t holds;
    uint64_t n, m, lines, duplicates, loops;
    uint64_t bytes; /* of the whole file */
    uint64_t id_base;
    uint64_t part_sum[PARTS];
    uint64_t zero[15];
    uint64_t sum;
};
_Static_assert(sizeof(struct pack_header) == 256, "the header is 256 bytes");

/* ---- where things stand ---- */
struct pack_part {
    uint64_t begin, bytes; /* in the file; bytes without the zeros behind */
};

static uint64_t aligned(uint64_t bytes)
{
    return (bytes + ALIGN - 1) / ALIGN * ALIGN;
}

static uint64_t pack_parts(uint64_t n, uint64_t m, unsigned holds, struct pack_part part[PARTS])
{
    uint64_t bytes[PARTS] = {[PART_ID] = holds & HOLDS_IDS ? n * 8 : 0};
    for (int way = PART_IN; way <= PART_OUT; way += PART_OUT - PART_IN) {
        if (!(holds & (way == PART_IN ? HOLDS_IN : HOLDS_OUT))) continue;
        bytes[way + BEGINS] = (n + 1) * (holds & HOLDS_WIDE ? 8 : 4);
        bytes[way + ENDS] = m * 4;
        bytes[way + WEIGHTS] = holds & HOLDS_WEIGHTS ? m * 4 : 0;
    }
    uint64_t at = sizeof(struct pack_header);
    for (int i = 0; i < PARTS; i++) {
        part[i] = (struct pack_part){at, bytes[i]};
        at += aligned(bytes[i]);
    }
    return at;
}

/* ---- sums ---- */
struct checking {
    const char *bytes;
    uint64_t len;
    struct block_sum *block;
    unsigned falls; /* numbers of so many bytes must not fall; 0: not looked at */
    atomic_bool fell;
};

static void check_task(void *context, size_t i)
{
    struct checking *ch = context;
    uint64_t begin = (uint64_t)i * BLOCK_BYTES;
    uint64_t left = ch->len - begin;
    size_t len = left < BLOCK_BYTES ? (size_t)left : (size_t)BLOCK_BYTES;
    const char *p = ch->bytes + begin;
    ch->block[i] = block_sum(p, len);
    /* Two neighbours may stand in two blocks: one number more. */
    size_t more = left > len ? 1 : 0;
    bool fell = false;
    if (ch->falls == 4) fell = falls32((const void *)p, len / 4 + more);
    if (ch->falls == 8) fell = falls64((const void *)p, len / 8 + more);
    if (fell) atomic_store(&ch->fell, true);
}

/* Sum of an array, and its largest number; the same for any number of threads. */
static struct block_sum part_sum(struct checking *ch, unsigned threads)
{
    struct arena scratch = {0};
    size_t blocks = (size_t)((ch->len + BLOCK_BYTES - 1) / BLOCK_BYTES);
    ch->block = arena_new(&scratch, struct block_sum, blocks);
    uint64_t *sum = arena_new(&scratch, uint64_t, blocks);
    parallel_for(threads, blocks, check_task, ch);
    struct block_sum ret = {0};
    for (size_t i = 0; i < blocks; i++) {
        sum[i] = ch->block[i].sum;
        if (ch->block[i].most > ret.most) ret.most = ch->block[i].most;
    }
    ret.sum = words_sum(sum, blocks * sizeof *sum);
    arena_free(&scratch);
    return ret;
}

static uint64_t header_sum(const struct pack_header *h)
{
    return words_sum(h, offsetof(struct pack_header, sum));
}

/* ---- writing ---- */
struct pack_writer {
    int fd; /* of the temporary file; below 0: not yet begun */
    const char *path;
    uint64_t at;
    struct pack_header h;
    struct pack_part part[PARTS];
};

static const char *temp_of(const struct pack_writer *w, struct arena *a)
{
    return str_printf(a, "%s.tmp", w->path).p;
}

static enum status write_failed(const struct pack_writer *w, struct err *e)
{
    const char *why =
        errno == ENOSPC ? "the disk is full; free some space and try again" : strerror(errno);
    return err_set(e, IO_FAILED, "%s: %s; nothing written", w->path, why);
}

static enum status put(struct pack_writer *w, const void *bytes, uint64_t len, struct err *e)
{
    const char *p = bytes;
    while (len > 0) {
        ssize_t n = write(w->fd, p, len < 1 << 30 ? (size_t)len : (size_t)1 << 30);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return write_failed(w, e);
        p += n;
        len -= (uint64_t)n;
        w->at += (uint64_t)n;
    }
    return OK;
}

static enum status put_part(struct pack_writer *w, const void *bytes, uint64_t len, struct err *e)
{
    static const char zeros[ALIGN];
    enum status s = put(w, bytes, len, e);
    return s ? s : put(w, zeros, aligned(w->at) - w->at, e);
}

/* Only begins, as GRAPH_OUT_COUNTS gives them, are not worth a file. */
static bool way_whole(const struct graph_rows *rows)
{
    return rows_given(rows) && rows->node;
}

static unsigned holds_of(const struct graph *g)
{
    const struct graph_rows *one = way_whole(&g->in) ? &g->in : &g->out;
    unsigned holds = 0;
    if (way_whole(&g->in)) holds |= HOLDS_IN;
    if (way_whole(&g->out)) holds |= HOLDS_OUT;
    if (g->m && one->weight) holds |= HOLDS_WEIGHTS;
    if (one->first64) holds |= HOLDS_WIDE;
    if (g->id) holds |= HOLDS_IDS;
    return holds;
}

static bool little_endian(void)
{
    uint16_t one = 1;
    unsigned char low;
    memcpy(&low, &one, 1);
    return low == 1;
}

static enum status refuse_endian(const char *path, struct err *e)
{
    return err_set(e, BAD_INPUT,
                   "%s: the packed form is of little-endian machines; use the text here", path);
}

static const void *begins_of(const struct graph_rows *rows)
{
    return rows->first64 ? (const void *)rows->first64 : rows->first32;
}

static enum status parts_put(struct pack_writer *w, const struct graph *g, int first, int stop,
                             struct err *e)
{
    const void *from[PARTS] = {g->id,        begins_of(&g->in),  g->in.node,
                               g->in.weight, begins_of(&g->out), g->out.node,
                               g->out.weight};
    enum status s = OK;
    for (int i = first; i < stop && !s; i++) {
        struct checking ch = {.bytes = from[i], .len = w->part[i].bytes};
        w->h.part_sum[i] = part_sum(&ch, 0).sum;
        s = put_part(w, from[i], w->part[i].bytes, e);
    }
    return s;
}

/* Up to the end of the first way; the header is written last. */
static enum status pack_begin(struct pack_writer *w, const struct graph *g, unsigned holds,
                              struct err *e)
{
    if (!little_endian()) return refuse_endian(w->path, e);
    struct arena scratch = {0};
    w->fd = open(temp_of(w, &scratch), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    arena_free(&scratch);
    if (w->fd < 0) return write_failed(w, e);
    w->h = (struct pack_header){.version = VERSION,
                                .holds = holds,
                                .n = g->n,
                                .m = g->m,
                                .id_base = g->id ? 0 : g->id_base};
    memcpy(w->h.magic, magic, sizeof magic);
    w->h.bytes = pack_parts(g->n, g->m, holds, w->part);
    const struct pack_header nothing = {.version = 0};
    enum status s = put_part(w, &nothing, sizeof nothing, e);
    return s ? s : parts_put(w, g, 0, PART_OUT, e);
}

enum status pack_first_way(struct pack_writer *w, const struct graph *g, struct err *e)
{
    return pack_begin(w, g, holds_of(g) | HOLDS_OUT, e);
}

static enum status pack_end(struct pack_writer *w, const struct graph *g, struct err *e)
{
    enum status s = w->fd < 0 ? pack_begin(w, g, holds_of(g), e) : OK;
    if (!s) s = parts_put(w, g, PART_OUT, PARTS, e);
    if (s) return s;
    w->h.lines = g->lines;
    w->h.duplicates = g->duplicates;
    w->h.loops = g->loops;
    w->h.sum = header_sum(&w->h);
    if (lseek(w->fd, 0, SEEK_SET) != 0) return write_failed(w, e);
    s = put(w, &w->h, sizeof w->h, e);
    if (!s && fsync(w->fd) != 0) s = write_failed(w, e);
    return s;
}

/* Its temporary file, when there is one, becomes the file, or goes. */
static enum status pack_close(struct pack_writer *w, enum status s, struct err *e)
{
    struct arena scratch = {0};
    const char *temp = temp_of(w, &scratch);
    if (w->fd >= 0) {
        if (close(w->fd) != 0 && !s) s = write_failed(w, e);
        if (!s && rename(temp, w->path) != 0) s = write_failed(w, e);
        if (s) (void)unlink(temp);
    }
    arena_free(&scratch);
    return s;
}

enum status graph_pack(const struct graph *g, const char *path, struct err *e)
{
    struct pack_writer w = {.path = path, .fd = -1};
    return pack_close(&w, pack_end(&w, g, e), e);
}

enum status graph_pack_file(const char *from, const char *to, const struct graph_options *o,
                            struct arena *a, struct graph *ret, struct err *e)
{
    struct pack_writer w = {.path = to, .fd = -1};
    struct graph_options both = *o;
    struct graph g = {0};
    both.ways = GRAPH_BOTH;
    both.packing = &w;
    enum status s = graph_open(from, &both, a, &g, e);
    if (!s) s = pack_end(&w, &g, e);
    s = pack_close(&w, s, e);
    *ret = (struct graph){
        .n = g.n, .m = g.m, .lines = g.lines, .duplicates = g.duplicates, .loops = g.loops};
    graph_close(&g);
    return s;
}

/* ---- opening ---- */
bool pack_is(struct str head)
{
    return head.len >= sizeof magic && memcmp(head.p, magic, sizeof magic) == 0;
}

static enum status damaged(const char *path, const char *what, struct err *e)
{
    return err_set(e, BAD_INPUT, "%s: damaged (%s); pack the graph again", path, what);
}

/* What is wanted of each way as the file has it. */
enum want { WANT_NOTHING, WANT_BEGINS, WANT_WHOLE };
struct wanted {
    enum want in, out;
    bool weights;
};

static struct wanted wanted_of(const struct pack_header *h, const struct graph_options *o)
{
    struct wanted w = {.weights = o->weights == GRAPH_WEIGHTS_MUST};
    if (o->weights == GRAPH_WEIGHTS_IF_THERE) w.weights = h->holds & HOLDS_WEIGHTS;
    if (o->ways & GRAPH_IN) w.in = WANT_WHOLE;
    if (o->ways & GRAPH_OUT_COUNTS) w.out = WANT_BEGINS;
    if (o->ways & GRAPH_OUT) w.out = WANT_WHOLE;
    if (o->reverse) w = (struct wanted){w.out, w.in, w.weights};
    return w;
}

static bool header_sane(const struct pack_header *h)
{
    bool ids = h->holds & HOLDS_IDS;
    bool wide = h->holds & HOLDS_WIDE;
    return h->n < UINT32_MAX && h->m <= (uint64_t)1 << 40 && h->holds < 2 * HOLDS_IDS &&
           (wide || h->m <= UINT32_MAX) &&
           (ids || h->n == 0 || h->id_base <= UINT64_MAX - h->n + 1);
}

static enum status header_check(const struct pack_header *h, uint64_t bytes, const char *path,
                                const struct wanted *want, struct pack_part part[PARTS],
                                struct err *e)
{
    if (h->version == 1) {
        return err_set(e, BAD_INPUT,
                       "%s: packed by an older kith (form 1, want %d); pack the graph again", path,
                       VERSION);
    }
    if (h->sum != header_sum(h)) return damaged(path, "its header", e);
    if (h->version != VERSION) {
        return err_set(e, BAD_INPUT,
                       "%s: packed by another kith (form %u, want %d); pack the graph again", path,
                       h->version, VERSION);
    }
    if (!header_sane(h) || pack_parts(h->n, h->m, h->holds, part) != h->bytes) {
        return damaged(path, "its header", e);
    }
    if (h->bytes != bytes) return damaged(path, "cut short or run on", e);
    if ((want->in && !(h->holds & HOLDS_IN)) || (want->out && !(h->holds & HOLDS_OUT))) {
        return err_set(e, BAD_INPUT, "%s: packed one way only; pack it again", path);
    }
    if (want->weights && h->m && !(h->holds & HOLDS_WEIGHTS)) {
        return err_set(e, BAD_INPUT, "%s: packed without weights; pack it again with --weights",
                       path);
    }
    return OK;
}

static bool zeros_behind(const char *bytes, const struct pack_part *part)
{
    bool zeros = true;
    for (uint64_t at = part->bytes; at < aligned(part->bytes); at++)
        zeros = zeros && bytes[at] == 0;
    return zeros;
}

/* Begins that do not fall lie between their first and their last. */
static bool begins_right(const struct pack_header *h, const char *bytes)
{
    const size_t size = h->holds & HOLDS_WIDE ? 8 : 4;
    uint64_t first = 0;
    uint64_t last = 0;
    memcpy(&first, bytes, size);
    memcpy(&last, bytes + h->n * size, size);
    return first == 0 && last == h->m;
}

/* Ids rise: none twice. */
static bool ids_right(const uint64_t *id, uint64_t n)
{
    bool rise = true;
    for (uint64_t i = 1; i < n; i++)
        rise &= id[i] > id[i - 1];
    return rise;
}

/* One array of the mapping: whole, and in range. */
static enum status part_check(const struct pack_header *h, int i, struct pack_part part,
                              unsigned threads, const char *path, struct err *e)
{
    static const char *const name[] = {"the begins of its rows", "its arcs", "its weights"};
    const char *bytes = (const char *)h + part.begin;
    int kind = i == PART_ID ? -1 : (i - PART_IN) % (PART_OUT - PART_IN);
    struct checking ch = {.bytes = bytes, .len = part.bytes};
    if (kind == BEGINS) ch.falls = h->holds & HOLDS_WIDE ? 8 : 4;
    pages_ask(bytes, part.bytes);
    struct block_sum sum = part_sum(&ch, threads);
    bool right = sum.sum == h->part_sum[i] && zeros_behind(bytes, &part);
    if (kind < 0) right = right && ids_right((const void *)bytes, part.bytes / 8);
    if (kind == BEGINS) right = right && !atomic_load(&ch.fell) && begins_right(h, bytes);
    if (kind == ENDS) right = right && (!part.bytes || sum.most < h->n);
    if (kind == WEIGHTS) right = right && sum.most <= WEIGHT_MOST;
    return right ? OK : damaged(path, kind < 0 ? "its ids" : name[kind], e);
}

static void way_take(const struct pack_header *h, int way, enum want want, bool weights,
                     const struct pack_part part[PARTS], struct graph_rows *ret)
{
    const char *bytes = (const char *)h;
    const void *first = bytes + part[way + BEGINS].begin;
    struct graph_rows rows = {0};
    if (want == WANT_NOTHING) return;
    if (h->holds & HOLDS_WIDE) rows.first64 = first;
    if (!(h->holds & HOLDS_WIDE)) rows.first32 = first;
    if (want == WANT_WHOLE) rows.node = (const void *)(bytes + part[way + ENDS].begin);
    if (want == WANT_WHOLE && weights && part[way + WEIGHTS].bytes) {
        rows.weight = (const void *)(bytes + part[way + WEIGHTS].begin);
    }
    *ret = rows;
}

static enum status parts_check(const struct pack_header *h, const struct pack_part part[PARTS],
                               const char *path, const struct wanted *want, unsigned threads,
                               struct err *e)
{
    enum status s = part_check(h, PART_ID, part[PART_ID], threads, path, e);
    for (int way = PART_IN; way <= PART_OUT; way += PART_OUT - PART_IN) {
        enum want of = way == PART_IN ? want->in : want->out;
        for (int i = way + BEGINS; i <= way + WEIGHTS && !s; i++) {
            bool wanted = i == way + BEGINS ? of != WANT_NOTHING : of == WANT_WHOLE;
            if (i == way + WEIGHTS) wanted = wanted && want->weights;
            if (wanted) s = part_check(h, i, part[i], threads, path, e);
        }
    }
    return s;
}

static enum status pack_take(const struct pack_header *h, const struct pack_part part[PARTS],
                             const char *path, const struct graph_options *o, struct graph *ret,
                             struct err *e)
{
    struct wanted want = wanted_of(h, o);
    enum status s = parts_check(h, part, path, &want, o->threads, e);
    if (s) return s;
    struct graph g = {.n = (uint32_t)h->n,
                      .m = h->m,
                      .id_base = h->id_base,
                      .lines = h->lines,
                      .duplicates = h->duplicates,
                      .loops = h->loops};
    const char *bytes = (const char *)h;
    if (h->holds & HOLDS_IDS) g.id = (const void *)(bytes + part[PART_ID].begin);
    way_take(h, PART_IN, want.in, want.weights, part, o->reverse ? &g.out : &g.in);
    way_take(h, PART_OUT, want.out, want.weights, part, o->reverse ? &g.in : &g.out);
    *ret = g;
    return OK;
}

enum status pack_open(const char *path, int fd, const struct graph_options *o, struct graph *ret,
                      struct err *e)
{
    struct stat st;
    if (!little_endian()) return refuse_endian(path, e);
    if (fstat(fd, &st) != 0) return err_set(e, IO_FAILED, "%s: %s", path, strerror(errno));
    size_t bytes = (size_t)st.st_size;
    if (bytes < sizeof(struct pack_header)) return damaged(path, "cut short or run on", e);
    void *p = mmap(NULL, bytes, PROT_READ, MAP_PRIVATE, fd, 0);
    if (p == MAP_FAILED) return err_set(e, IO_FAILED, "%s: %s", path, strerror(errno));
    struct pack_part part[PARTS];
    struct wanted want = wanted_of(p, o);
    struct graph g = {0};
    enum status s = header_check(p, bytes, path, &want, part, e);
    if (!s) s = pack_take(p, part, path, o, &g, e);
    if (s) {
        (void)munmap(p, bytes);
        return s;
    }
    g.mapping = p;
    g.mapping_bytes = bytes;
    *ret = g;
    return OK;
}

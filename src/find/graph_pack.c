/* graph_pack.c - find: can this graph be opened without being read? */
#include "find/graph_int.h"

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
 * the weights. Where they stand follows from n, m and the ways. Each array has a sum; the header
 * has one over all before it. A changed byte changes the sum it is under: each step of it can be
 * undone.
 *
 * The sum is no seal: who wants to can make a file that is summed right. So what would lead outside
 * of the arrays (begins that fall, ends past n) is looked for in the same pass.
 */
enum { VERSION = 1, ALIGN = 64, PARTS = 7, BLOCK_BYTES = 1 << 20 };
enum { PART_ID, PART_OUT, PART_IN = 4 }; /* of a way: begins, ends, weights */

static const char magic[8] = {'\x89', 'k', 'i', 't', 'h', 'g', '\r', '\n'};

struct pack_header {
    char magic[8];
    uint32_t version;
    uint32_t ways; /* GRAPH_OUT | GRAPH_IN; 4: with weights */
    uint64_t n, m, lines, duplicates, loops;
    uint64_t bytes; /* of the whole file */
    uint64_t part_sum[PARTS];
    uint64_t zero[16];
    uint64_t sum;
};
_Static_assert(sizeof(struct pack_header) == 256, "the header is 256 bytes");

enum { WITH_WEIGHTS = 4 };

/* ---- where things stand ---- */
struct pack_part {
    uint64_t begin, bytes; /* in the file; bytes without the zeros behind */
};

static uint64_t aligned(uint64_t bytes)
{
    return (bytes + ALIGN - 1) / ALIGN * ALIGN;
}

static uint64_t pack_parts(uint64_t n, uint64_t m, unsigned ways, struct pack_part part[PARTS])
{
    uint64_t bytes[PARTS] = {[PART_ID] = n * 8};
    for (unsigned way = 0; way < 2; way++) {
        if (!(ways & (GRAPH_OUT << way))) continue;
        uint64_t *of = &bytes[PART_OUT + 3 * way];
        of[0] = (n + 1) * 8;
        of[1] = m * 4;
        of[2] = ways & WITH_WEIGHTS ? m * 4 : 0;
    }
    uint64_t at = sizeof(struct pack_header);
    for (int i = 0; i < PARTS; i++) {
        part[i] = (struct pack_part){at, bytes[i]};
        at += aligned(bytes[i]);
    }
    return at;
}

/* ---- sums ---- */
static uint64_t stir(uint64_t sum, uint64_t word)
{
    sum = (sum << 29 | sum >> 35) ^ word;
    return sum * 0x9fb21c651e98df25U; /* odd: undone by its inverse */
}

/* Four lanes, so that multiplications overlap. What is missing to 32 bytes counts as zeros. */
static uint64_t block_sum(const char *p, size_t len)
{
    uint64_t lane[4] = {len, 1, 2, 3};
    size_t at = 0;
    uint64_t word[4];
    for (; at + 32 <= len; at += 32) {
        memcpy(word, p + at, 32);
        for (int i = 0; i < 4; i++)
            lane[i] = stir(lane[i], word[i]);
    }
    memset(word, 0, sizeof word);
    if (len > at) memcpy(word, p + at, len - at);
    for (int i = 0; i < 4; i++)
        lane[i] = stir(lane[i], word[i]);
    for (int i = 1; i < 4; i++)
        lane[0] = stir(lane[0], lane[i]);
    return lane[0] ^ lane[0] >> 32;
}

struct checking {
    const char *bytes;
    uint64_t len;
    uint64_t *sum; /* of each block */
    /* What numbers must be below, by kind of array; 0: not looked at. */
    uint64_t below;
    enum { LOOK_NOT, LOOK_ENDS, LOOK_BEGINS, LOOK_IDS, LOOK_WEIGHTS } look;
    atomic_bool wrong;
};

static bool ends_wrong(const char *p, size_t len, uint64_t n)
{
    uint32_t most = 0;
    for (size_t i = 0; i + 4 <= len; i += 4) {
        uint32_t x;
        memcpy(&x, p + i, 4);
        most = x > most ? x : most;
    }
    return most >= n;
}

/* Begins never fall and stay within m; ids rise. */
static bool order_wrong(const char *p, size_t len, bool strictly, uint64_t most)
{
    bool wrong = false;
    uint64_t before = 0;
    for (size_t i = 0; i + 8 <= len; i += 8) {
        uint64_t x;
        memcpy(&x, p + i, 8);
        if (i) wrong |= strictly ? x <= before : x < before;
        wrong |= x > most;
        before = x;
    }
    return wrong;
}

static bool weights_wrong(const char *p, size_t len)
{
    bool wrong = false;
    for (size_t i = 0; i + 4 <= len; i += 4) {
        float x;
        memcpy(&x, p + i, 4);
        wrong |= !(x >= 0 && x <= 1);
    }
    return wrong;
}

static void check_task(void *context, size_t i)
{
    struct checking *ch = context;
    uint64_t begin = (uint64_t)i * BLOCK_BYTES;
    uint64_t left = ch->len - begin;
    size_t len = left < BLOCK_BYTES ? (size_t)left : (size_t)BLOCK_BYTES;
    const char *p = ch->bytes + begin;
    ch->sum[i] = block_sum(p, len);
    /* Two neighbours may stand in two blocks: one number more. */
    size_t more = left > len ? 8 : 0;
    bool wrong = false;
    if (ch->look == LOOK_ENDS) wrong = ends_wrong(p, len, ch->below);
    if (ch->look == LOOK_BEGINS) wrong = order_wrong(p, len + more, false, ch->below);
    if (ch->look == LOOK_IDS) wrong = order_wrong(p, len + more, true, UINT64_MAX);
    if (ch->look == LOOK_WEIGHTS) wrong = weights_wrong(p, len);
    if (wrong) atomic_store(&ch->wrong, true);
}

/* Sum of an array with the zeros behind it; the same for any number of threads. */
static uint64_t part_sum(struct checking *ch, unsigned threads)
{
    struct arena scratch = {0};
    size_t blocks = (size_t)((ch->len + BLOCK_BYTES - 1) / BLOCK_BYTES);
    ch->sum = arena_new(&scratch, uint64_t, blocks);
    parallel_for(threads, blocks, check_task, ch);
    uint64_t sum = block_sum((const char *)ch->sum, blocks * sizeof *ch->sum);
    arena_free(&scratch);
    return sum;
}

static uint64_t header_sum(const struct pack_header *h)
{
    return block_sum((const char *)h, offsetof(struct pack_header, sum));
}

/* ---- writing ---- */
struct pack_writer {
    int fd;
    const char *path;
    uint64_t at;
};

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

static struct pack_header header_of(const struct graph *g, const void *const from[PARTS],
                                    struct pack_part part[PARTS])
{
    struct pack_header h = {.version = VERSION,
                            .n = g->n,
                            .m = g->m,
                            .lines = g->lines,
                            .duplicates = g->duplicates,
                            .loops = g->loops};
    memcpy(h.magic, magic, sizeof magic);
    h.ways = (rows_given(&g->out) ? GRAPH_OUT : 0U) | (rows_given(&g->in) ? GRAPH_IN : 0U);
    if (g->m && (g->out.weight || g->in.weight)) h.ways |= WITH_WEIGHTS;
    h.bytes = pack_parts(h.n, h.m, h.ways, part);
    for (int i = 0; i < PARTS; i++) {
        struct checking ch = {.bytes = from[i], .len = part[i].bytes};
        h.part_sum[i] = part_sum(&ch, 0);
    }
    h.sum = header_sum(&h);
    return h;
}

static enum status pack_put(const struct graph *g, struct pack_writer *w, struct err *e)
{
    const void *from[PARTS] = {g->id,         g->out.first64, g->out.node, g->out.weight,
                               g->in.first64, g->in.node,     g->in.weight};
    struct pack_part part[PARTS];
    struct pack_header h = header_of(g, from, part);
    enum status s = put_part(w, &h, sizeof h, e);
    for (int i = 0; i < PARTS && !s; i++)
        s = put_part(w, from[i], part[i].bytes, e);
    if (!s && fsync(w->fd) != 0) s = write_failed(w, e);
    return s;
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

enum status graph_pack(const struct graph *g, const char *path, struct err *e)
{
    if (!little_endian()) return refuse_endian(path, e);
    struct arena scratch = {0};
    const char *temp = str_printf(&scratch, "%s.tmp", path).p;
    struct pack_writer w = {.path = path};
    w.fd = open(temp, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    enum status s = w.fd < 0 ? write_failed(&w, e) : pack_put(g, &w, e);
    if (w.fd >= 0) {
        if (close(w.fd) != 0 && !s) s = write_failed(&w, e);
        if (!s && rename(temp, path) != 0) s = write_failed(&w, e);
        if (s) (void)unlink(temp);
    }
    arena_free(&scratch);
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

static enum status header_check(const struct pack_header *h, uint64_t bytes, const char *path,
                                const struct graph_options *o, struct pack_part part[PARTS],
                                struct err *e)
{
    if (h->sum != header_sum(h)) return damaged(path, "its header", e);
    if (h->version != VERSION) {
        return err_set(e, BAD_INPUT, "%s: packed by another kith (form %u, want %d); pack it again",
                       path, h->version, VERSION);
    }
    bool sane = h->n < UINT32_MAX && h->m <= (uint64_t)1 << 40 && h->ways < 8;
    if (!sane || pack_parts(h->n, h->m, h->ways, part) != h->bytes) {
        return damaged(path, "its header", e);
    }
    if (h->bytes != bytes) return damaged(path, "cut short or run on", e);
    unsigned ways = o->ways;
    if (o->reverse) ways = (ways & GRAPH_OUT ? GRAPH_IN : 0U) | (ways & GRAPH_IN ? GRAPH_OUT : 0U);
    if (ways & ~h->ways)
        return err_set(e, BAD_INPUT, "%s: packed one way only; pack it again", path);
    if (o->weights && h->m && !(h->ways & WITH_WEIGHTS)) {
        return err_set(e, BAD_INPUT, "%s: packed without weights; pack it again with --weights",
                       path);
    }
    return OK;
}

/* One array of the mapping: whole, and in range. */
static enum status part_check(const struct pack_header *h, int i, struct pack_part part,
                              unsigned threads, const char *path, struct err *e)
{
    static const char *const name[PARTS] = {"its ids",     "the begins of its rows", "its arcs",
                                            "its weights", "the begins of its rows", "its arcs",
                                            "its weights"};
    int kind = i == PART_ID ? 0 : (i - 1) % 3 + 1;
    struct checking ch = {.bytes = (const char *)h + part.begin, .len = part.bytes};
    ch.look = kind == 0 ? LOOK_IDS : kind == 1 ? LOOK_BEGINS : kind == 2 ? LOOK_ENDS : LOOK_WEIGHTS;
    ch.below = kind == 1 ? h->m : h->n;
    bool right = part_sum(&ch, threads) == h->part_sum[i] && !atomic_load(&ch.wrong);
    const char *bytes = ch.bytes;
    for (uint64_t at = part.bytes; at < aligned(part.bytes); at++)
        right = right && bytes[at] == 0;
    if (right && kind == 1) {
        uint64_t first;
        uint64_t last;
        memcpy(&first, bytes, 8);
        memcpy(&last, bytes + part.bytes - 8, 8);
        right = first == 0 && last == h->m;
    }
    return right ? OK : damaged(path, name[kind], e);
}

static struct graph_rows rows_at(const char *bytes, const struct pack_part part[3])
{
    struct graph_rows rows = {.first64 = (const void *)(bytes + part[0].begin),
                              .node = (const void *)(bytes + part[1].begin)};
    if (part[2].bytes) rows.weight = (const void *)(bytes + part[2].begin);
    return rows;
}

static enum status pack_take(const struct pack_header *h, const struct pack_part part[PARTS],
                             const char *path, const struct graph_options *o, struct graph *ret,
                             struct err *e)
{
    const char *bytes = (const char *)h;
    bool out = o->ways & (o->reverse ? GRAPH_IN : GRAPH_OUT);
    bool in = o->ways & (o->reverse ? GRAPH_OUT : GRAPH_IN);
    enum status s = part_check(h, PART_ID, part[PART_ID], o->threads, path, e);
    for (int i = 0; i < 3; i++) {
        if (i == 2 && !o->weights) break;
        if (out && !s) s = part_check(h, PART_OUT + i, part[PART_OUT + i], o->threads, path, e);
        if (in && !s) s = part_check(h, PART_IN + i, part[PART_IN + i], o->threads, path, e);
    }
    struct graph g = {.n = (uint32_t)h->n,
                      .m = h->m,
                      .id = (const void *)(bytes + part[PART_ID].begin),
                      .lines = h->lines,
                      .duplicates = h->duplicates,
                      .loops = h->loops};
    if (out) g.out = rows_at(bytes, part + PART_OUT);
    if (in) g.in = rows_at(bytes, part + PART_IN);
    if (!o->weights) g.out.weight = g.in.weight = NULL;
    if (o->reverse) {
        struct graph_rows swap = g.out;
        g.out = g.in;
        g.in = swap;
    }
    if (!s) *ret = g;
    return s;
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
    struct graph g = {0};
    enum status s = header_check(p, bytes, path, o, part, e);
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

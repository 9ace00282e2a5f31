/* graph_line.c - find: which arcs do these lines list? */
#include "find/graph_line.h"
#include "find/graph_sum.h"

#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum {
    PIECE = 8192,         /* bytes whose breaks are found at a time */
    PLAIN_BYTES_LEAST = 4 /* "0 1" and its line feed */
};

static bool is_gap(char c)
{
    return c == ' ' || c == '\t' || c == ',' || c == '\r';
}

/* ---- one line of any kind ---- */

/* Digits up to 2^64 - 1; NULL past it. The first is one. */
static const char *read_id(const char *p, const char *end, uint64_t *ret)
{
    uint64_t id = 0;
    for (; p < end && *p >= '0' && *p <= '9'; p++) {
        if (__builtin_mul_overflow(id, 10U, &id) ||
            __builtin_add_overflow(id, (uint64_t)(*p - '0'), &id)) {
            return NULL;
        }
    }
    *ret = id;
    return p;
}

/* "0.25" and its like: up to 15 digits are a whole number of 53 bits, and so is the power of ten,
 * so that their quotient is the nearest double, as strtod has it. */
static bool read_short_decimal(struct str word, double *ret)
{
    static const double power[16] = {1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                     1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
    uint64_t digits = 0;
    size_t behind = 0;
    bool point = false;
    if (!word.len || word.len > 16 || word.p[word.len - 1] == '.' || word.p[0] == '.') return false;
    for (size_t i = 0; i < word.len; i++) {
        char c = word.p[i];
        bool digit = c >= '0' && c <= '9';
        if (!digit && (c != '.' || point)) return false;
        point |= !digit;
        if (!digit) continue;
        digits = digits * 10 + (uint64_t)(c - '0');
        behind += point;
    }
    if (word.len - point > 15) return false;
    *ret = (double)digits / power[behind];
    return true;
}

static bool read_weight(struct str word, float *ret)
{
    double x = 0;
    if (!read_short_decimal(word, &x) && !str_to_double(word, &x)) return false;
    if (!(x >= 0 && x <= 1)) return false;
    *ret = (float)x + 0.0F; /* -0 becomes 0 */
    return true;
}

/* As much of a line as a sentence shows. */
static struct str shown(struct str line)
{
    return utf8_head(str_trim(line), 60);
}

static enum status bad_line(struct line_reader *r, struct str line, bool above)
{
    struct arena a = {0};
    struct str text = shown(utf8_mend(&a, str_head(line, 300)));
    const char *why = "want two ids, 'from to', each a whole number from 0";
    if (above) why = "an id is above 18446744073709551615";
    r->status = err_set(&r->e, BAD_INPUT, "'%.*s': %s; put # before a line that is none",
                        STR_ARG(text), why);
    arena_free(&a);
    return r->status;
}

static const char *skip_gap(const char *p, const char *end)
{
    while (p < end && is_gap(*p))
        p++;
    return p;
}

static struct str next_word(const char *p, const char *end)
{
    p = skip_gap(p, end);
    const char *stop = p;
    while (stop < end && !is_gap(*stop))
        stop++;
    return (struct str){p, (size_t)(stop - p)};
}

static enum status line_weight(struct line_reader *r, const char *p, const char *end, float *ret)
{
    struct str word = next_word(p, end);
    if (!word.len) {
        r->status = err_set(&r->e, BAD_INPUT,
                            "no weight behind the two ids; want 'from to weight', weights 0 to 1");
    } else if (!read_weight(word, ret)) {
        struct arena a = {0};
        r->status = err_set(&r->e, BAD_INPUT, "weight '%.*s': want a number from 0 to 1",
                            STR_ARG(shown(utf8_mend(&a, str_head(word, 300)))));
        arena_free(&a);
    }
    return r->status;
}

static void run_add(struct arc_run *run, uint64_t from, uint64_t to, float weight)
{
    run->arc[2 * run->count] = from;
    run->arc[2 * run->count + 1] = to;
    if (run->weight) run->weight[run->count] = weight;
    run->count++;
}

static enum status add_arc(struct line_reader *r, uint64_t from, uint64_t to, float weight)
{
    struct parter *p = r->parter;
    uint64_t row = r->row_is_to ? to : from;
    uint64_t other = r->row_is_to ? from : to;
    r->loops += from == to;
    if (from == to) return OK;
    r->count++;
    if (!p) {
        run_add(r->run, from, to, weight);
        return OK;
    }
    if ((row | other) >> p->limit_log && !part_widen(p, row > other ? row : other)) {
        r->status = DONE;
        return DONE;
    }
    p->count[other]++;
    if (r->weights) {
        part_put_weighted(p, (uint32_t)row, (uint32_t)other, weight);
    } else {
        part_put(p, (uint32_t)row, (uint32_t)other, true);
    }
    return OK;
}

/* Its two ids: p .. end without its line feed. DONE: a comment, or nothing. */
static enum status line_ids(struct line_reader *r, const char *begin, const char *end,
                            uint64_t id[2], const char **ret_behind)
{
    struct str line = {begin, (size_t)(end - begin)};
    const char *p = skip_gap(begin, end);
    if (p == end || *p == '#' || *p == '%') return DONE;
    for (int i = 0; i < 2; i++) {
        bool digit = p < end && *p >= '0' && *p <= '9';
        p = digit ? read_id(p, end, &id[i]) : NULL;
        if (!p) return bad_line(r, line, digit);
        if (p < end && !is_gap(*p)) return bad_line(r, line, false);
        p = skip_gap(p, end);
    }
    *ret_behind = p;
    return OK;
}

static enum status read_line(struct line_reader *r, const char *begin, const char *end)
{
    uint64_t id[2] = {0, 0};
    const char *p = NULL;
    float weight = 0;
    enum status s = line_ids(r, begin, end, id, &p);
    if (s) return s == DONE ? OK : s;
    if (r->weights && line_weight(r, p, end, &weight)) return r->status;
    return add_arc(r, id[0], id[1], weight);
}

enum status text_weighs(struct str text, bool *ret)
{
    const char *end = text.p + text.len;
    for (const char *p = text.p; p < end;) {
        struct line_reader r = {0};
        uint64_t id[2];
        const char *behind = NULL;
        const char *stop = memchr(p, '\n', (size_t)(end - p));
        if (!stop) stop = end;
        enum status s = line_ids(&r, p, stop, id, &behind);
        double x = 0;
        *ret = s == OK && str_to_double(next_word(behind, stop), &x);
        if (s != DONE) return OK;
        p = stop + 1;
    }
    return DONE;
}

/* ---- many plain lines ---- */
#ifdef __SSE2__
/* A bit for each of 64 bytes that is no digit. */
static inline uint64_t breaks_mask(const char *p)
{
    uint64_t mask = 0;
    for (size_t i = 0; i < 4; i++) {
        __m128i x = _mm_loadu_si128((const __m128i *)(const void *)(p + 16 * i));
        x = _mm_sub_epi8(x, _mm_set1_epi8('0'));
        __m128i digit = _mm_cmpeq_epi8(_mm_min_epu8(x, _mm_set1_epi8(9)), x);
        mask |= (uint64_t)(uint32_t)_mm_movemask_epi8(digit) << 16 * i;
    }
    return ~mask;
}
#else
static inline uint64_t breaks_mask(const char *p)
{
    uint64_t mask = 0;
    for (int i = 0; i < 64; i++)
        mask |= (uint64_t)((unsigned char)(p[i] - '0') > 9) << i;
    return mask;
}
#endif

/* Where there is no digit, ascending; up to 64 bytes past len are looked at. */
static inline __attribute__((always_inline)) size_t breaks_find(const char *p, size_t len,
                                                                uint16_t at[PIECE + 64])
{
    size_t count = 0;
    for (size_t base = 0; base < len; base += 64) {
        uint64_t mask = breaks_mask(p + base);
        size_t here = (size_t)__builtin_popcountll(mask);
        uint16_t *to = at + count;
        /* Twelve whatever there is, so that the usual numbers are no branch. */
        for (int i = 0; i < 12; i++) {
            to[i] = (uint16_t)(base + (size_t)__builtin_ctzll(mask | (uint64_t)1 << 63));
            mask &= mask - 1;
        }
        for (size_t i = 12; i < here; i++) {
            to[i] = (uint16_t)(base + (size_t)__builtin_ctzll(mask));
            mask &= mask - 1;
        }
        count += here;
    }
    return count;
}

/* The 1 to 8 digits before end: pairs, fours, eights. */
static inline uint32_t digits_before(const char *end, size_t len)
{
    uint64_t w;
    memcpy(&w, end - 8, sizeof w);
    w = (w ^ 0x3030303030303030U) & ~(uint64_t)0 << (64 - 8 * len);
    w = (w * 10 + (w >> 8)) & 0x00ff00ff00ff00ffU;
    w = (w * 100 + (w >> 16)) & 0x0000ffff0000ffffU;
    return (uint32_t)(w * 10000 + (w >> 32));
}

/* Where plain arcs go: copied from the reader, so that no store of an arc is thought to change it.
 * Other ends are counted when the piece is read: in a loop that does nothing else many of the
 * misses of a large table are under way at once. */
struct plain {
    struct parter *parter;
    unsigned limit_log;
    bool row_is_to;
    uint64_t loops, arcs;
    uint32_t *other; /* [arcs] of the piece */
};

/* A plain line, up to its second id: taken, unless it is another, or its ids need more room. */
static inline __attribute__((always_inline)) bool plain_line(struct plain *x, const char *line,
                                                             const char *gap, const char *stop)
{
    size_t len_from = (size_t)(gap - line);
    size_t len_to = (size_t)(stop - gap) - 1;
    if (len_from - 1 >= 8 || len_to - 1 >= 8) return false;
    if (*gap != ' ' && !is_gap(*gap)) return false;
    if (*stop != '\n' && !is_gap(*stop)) return false;
    uint32_t from = digits_before(gap, len_from);
    uint32_t to = digits_before(stop, len_to);
    uint32_t row = x->row_is_to ? to : from;
    uint32_t other = x->row_is_to ? from : to;
    if ((uint64_t)(row | other) >> x->limit_log) return false;
    bool keep = from != to;
    x->other[x->arcs] = other;
    part_put(x->parter, row, other, keep);
    x->loops += !keep;
    x->arcs += keep;
    return true;
}

static inline struct plain plain_of(const struct line_reader *r, uint32_t *other)
{
    return (struct plain){r->parter, r->parter->limit_log, r->row_is_to, 0, 0, other};
}

static inline void others_count(const struct plain *x)
{
    uint32_t *count = x->parter->count; /* it may have grown */
    for (uint64_t i = 0; i < x->arcs; i++)
        count[x->other[i]]++;
}

static enum status line_between(struct line_reader *r, struct plain *x, const char *line,
                                const char *end)
{
    enum status s = read_line(r, line, end);
    x->limit_log = r->parter->limit_log; /* it may have grown */
    return s;
}

/* The lines of a piece, whose last break is a line feed. */
static inline __attribute__((always_inline)) enum status piece_read(struct line_reader *r,
                                                                    const char *piece,
                                                                    const uint16_t *at,
                                                                    size_t breaks)
{
    uint32_t other[PIECE / PLAIN_BYTES_LEAST];
    struct plain x = plain_of(r, other);
    const char *line = piece;
    uint64_t lines = 0;
    enum status s = OK;
    for (size_t k = 0; k < breaks && !s; k++) {
        lines++;
        bool taken = k + 1 < breaks && plain_line(&x, line, piece + at[k], piece + at[k + 1]);
        k += taken;
        while (piece[at[k]] != '\n')
            k++;
        const char *end = piece + at[k];
        if (!taken) s = line_between(r, &x, line, end);
        line = end + 1;
    }
    others_count(&x);
    r->lines += lines;
    r->loops += x.loops;
    r->count += x.arcs;
    return s;
}

static enum status one_line(struct line_reader *r, const char **p, const char *end)
{
    const char *stop = memchr(*p, '\n', (size_t)(end - *p));
    r->lines++;
    enum status s = read_line(r, *p, stop);
    *p = stop + 1;
    return s;
}

GRAPH_WIDEST enum status lines_read(struct line_reader *r, const char *p, const char *end)
{
    uint16_t at[PIECE + 64];
    bool plain = r->parter && !r->weights;
    while (p < end) {
        size_t len = end - p < PIECE ? (size_t)(end - p) : PIECE;
        size_t breaks = plain ? breaks_find(p, len, at) : 0;
        while (breaks && (at[breaks - 1] >= len || p[at[breaks - 1]] != '\n'))
            breaks--;
        if (!breaks) { /* a line longer than a piece, or none that is plain */
            if (one_line(r, &p, end)) return r->status;
            continue;
        }
        if (piece_read(r, p, at, breaks)) return r->status;
        p += at[breaks - 1] + 1;
    }
    return OK;
}

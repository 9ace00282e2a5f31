/* graph_ids.c - find: which number has an outside id? */
#include "base/parallel.h"
#include "find/graph_int.h"

#include <stdatomic.h>
#include <string.h>

/* Numbers by rank: ids that lie close together mark a bitmap, others are sorted and hashed. */
struct numbering {
    struct arc_runs *runs;
    atomic_uint_least64_t *bits; /* [id_max / 64 + 1] the ids met */
    uint32_t *before;            /* of each word: how many ids are smaller */
    const uint64_t *id;          /* [n] ascending */
    uint32_t *slot;              /* [slot_mask + 1] number + 1; 0: free */
    uint64_t slot_mask;
};

/* ---- ids that lie close together ---- */
static void mark(atomic_uint_least64_t *bits, uint64_t id)
{
    uint64_t bit = (uint64_t)1 << (id & 63);
    atomic_uint_least64_t *word = &bits[id / 64];
    /* Nearly all are set already: a load is far cheaper than a locked or. */
    if (atomic_load_explicit(word, memory_order_relaxed) & bit) return;
    (void)atomic_fetch_or_explicit(word, bit, memory_order_relaxed);
}

static void mark_task(void *context, size_t i)
{
    struct numbering *nu = context;
    const struct arc_run *run = &nu->runs->run[i];
    for (uint64_t j = 0; j < run->count; j++) {
        mark(nu->bits, run->arc[j] >> 32);
        mark(nu->bits, run->arc[j] & UINT32_MAX);
    }
}

static uint64_t rank_of(const struct numbering *nu, uint64_t id)
{
    uint64_t below = ((uint64_t)1 << (id & 63)) - 1;
    uint64_t word = atomic_load_explicit(&nu->bits[id / 64], memory_order_relaxed);
    return nu->before[id / 64] + (uint64_t)__builtin_popcountll(word & below);
}

static void rank_task(void *context, size_t i)
{
    struct numbering *nu = context;
    struct arc_run *run = &nu->runs->run[i];
    for (uint64_t j = 0; j < run->count; j++) {
        uint64_t arc = run->arc[j];
        run->arc[j] = rank_of(nu, arc >> 32) << 32 | rank_of(nu, arc & UINT32_MAX);
    }
}

static enum status too_many(uint64_t n, struct err *e)
{
    return err_set(e, TOO_MUCH, "%llu nodes, the most are %u; split the list",
                   (unsigned long long)n, UINT32_MAX - 1);
}

static uint64_t bits_count(struct numbering *nu, size_t words)
{
    uint64_t n = 0;
    for (size_t w = 0; w < words; w++) {
        nu->before[w] = (uint32_t)n;
        n += (uint64_t)__builtin_popcountll(nu->bits[w]);
    }
    return n;
}

static enum status ids_by_bitmap(struct numbering *nu, unsigned threads, struct arena *a,
                                 struct graph *g, struct err *e)
{
    size_t words = (size_t)(nu->runs->id_max / 64 + 1);
    struct pages bits = pages_take(words * sizeof *nu->bits);
    struct pages before = pages_take(words * sizeof *nu->before);
    nu->bits = bits.p;
    nu->before = before.p;
    if (nu->runs->arcs) parallel_for(threads, nu->runs->count, mark_task, nu);
    uint64_t n = bits_count(nu, words);
    bool fits = n < UINT32_MAX;
    uint64_t *id = arena_bytes(a, fits ? (size_t)n * sizeof *id : 0);
    uint64_t at = 0;
    for (size_t w = 0; w < words && fits; w++) {
        for (uint64_t left = nu->bits[w]; left; left &= left - 1)
            id[at++] = w * 64 + (uint64_t)__builtin_ctzll(left);
    }
    g->n = (uint32_t)n;
    g->id = id;
    bool dense = n == nu->runs->id_max + 1;
    if (!dense && fits) parallel_for(threads, nu->runs->count, rank_task, nu);
    pages_give(&bits);
    pages_give(&before);
    return fits ? OK : too_many(n, e);
}

/* ---- ids of any size ---- */
enum { DIGIT_BITS = 11, DIGITS = 1 << DIGIT_BITS };

/* Stable counting sort, eleven bits at a time; digits that are all alike are passed over. The
 * answer stands in the one of the two that is returned. */
static uint64_t *sort_u64(uint64_t *from, uint64_t *to, size_t count)
{
    uint64_t varies = 0;
    for (size_t i = 1; i < count; i++)
        varies |= from[i] ^ from[0];
    for (unsigned shift = 0; shift < 64; shift += DIGIT_BITS) {
        size_t first[DIGITS] = {0};
        if (!(varies >> shift & (DIGITS - 1))) continue;
        for (size_t i = 0; i < count; i++)
            first[from[i] >> shift & (DIGITS - 1)]++;
        size_t sum = 0;
        for (size_t d = 0; d < DIGITS; d++) {
            size_t here = first[d];
            first[d] = sum;
            sum += here;
        }
        for (size_t i = 0; i < count; i++)
            to[first[from[i] >> shift & (DIGITS - 1)]++] = from[i];
        uint64_t *swap = from;
        from = to;
        to = swap;
    }
    return from;
}

static size_t unique_u64(uint64_t *x, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || x[i] != x[i - 1]) x[kept++] = x[i];
    }
    return kept;
}

struct run_ids {
    struct pages memory;
    const uint64_t *id;
    size_t count;
};

struct sorting {
    const struct arc_runs *runs;
    struct run_ids *ids;
};

/* The ids of one run, each once, so that the last sort is of few. */
static void sort_task(void *context, size_t i)
{
    struct sorting *so = context;
    const struct arc_run *run = &so->runs->run[i];
    size_t count = (size_t)run->count * 2;
    struct pages memory = pages_take(count * 2 * sizeof(uint64_t));
    uint64_t *half = memory.p;
    if (count) memcpy(half, run->arc, count * sizeof *half);
    uint64_t *sorted = sort_u64(half, half + count, count);
    size_t kept = unique_u64(sorted, count);
    memmove(half, sorted, kept * sizeof *half);
    pages_trim(&memory, (kept ? kept : 1) * sizeof *half);
    so->ids[i] = (struct run_ids){memory, half, kept};
}

static uint64_t slot_of(uint64_t id, uint64_t mask)
{
    return (id * 0x9e3779b97f4a7c15U >> 20) & mask;
}

static void hash_fill(struct numbering *nu, const uint64_t *id, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        uint64_t slot = slot_of(id[i], nu->slot_mask);
        while (nu->slot[slot])
            slot = (slot + 1) & nu->slot_mask;
        nu->slot[slot] = (uint32_t)i + 1;
    }
}

static uint64_t hash_rank(const struct numbering *nu, uint64_t id)
{
    uint64_t slot = slot_of(id, nu->slot_mask);
    while (nu->id[nu->slot[slot] - 1] != id)
        slot = (slot + 1) & nu->slot_mask;
    return nu->slot[slot] - 1;
}

/* In place: an arc's number is written where no later arc's ids stand. */
static void hash_task(void *context, size_t i)
{
    struct numbering *nu = context;
    struct arc_run *run = &nu->runs->run[i];
    for (uint64_t j = 0; j < run->count; j++) {
        uint64_t from = hash_rank(nu, run->arc[2 * j]);
        run->arc[j] = from << 32 | hash_rank(nu, run->arc[2 * j + 1]);
    }
    pages_trim(&run->arc_pages, (size_t)run->count * sizeof *run->arc);
}

static uint64_t *ids_all(const struct arc_runs *runs, unsigned threads, struct arena *a,
                         size_t *ret_n)
{
    struct arena scratch = {0};
    struct sorting so = {runs, arena_new(&scratch, struct run_ids, runs->count)};
    parallel_for(threads, runs->count, sort_task, &so);
    size_t all = 0;
    for (size_t i = 0; i < runs->count; i++)
        all += so.ids[i].count;
    struct pages memory = pages_take((all ? all : 1) * 2 * sizeof(uint64_t));
    uint64_t *half = memory.p;
    size_t at = 0;
    for (size_t i = 0; i < runs->count; i++) {
        memcpy(half + at, so.ids[i].id, so.ids[i].count * sizeof *half);
        at += so.ids[i].count;
        pages_give(&so.ids[i].memory);
    }
    uint64_t *sorted = sort_u64(half, half + all, all);
    *ret_n = unique_u64(sorted, all);
    uint64_t *id = arena_bytes(a, *ret_n * sizeof *id);
    memcpy(id, sorted, *ret_n * sizeof *id);
    pages_give(&memory);
    arena_free(&scratch);
    return id;
}

static enum status ids_by_hash(struct numbering *nu, unsigned threads, struct arena *a,
                               struct graph *g, struct err *e)
{
    size_t n = 0;
    uint64_t *id = ids_all(nu->runs, threads, a, &n);
    if (n >= UINT32_MAX) return too_many(n, e);
    uint64_t slots = 16;
    while (slots < 2 * n)
        slots *= 2;
    struct pages memory = pages_take((size_t)slots * sizeof *nu->slot);
    nu->slot = memory.p;
    nu->slot_mask = slots - 1;
    nu->id = id;
    hash_fill(nu, id, n);
    parallel_for(threads, nu->runs->count, hash_task, nu);
    pages_give(&memory);
    nu->runs->wide = false;
    g->n = (uint32_t)n;
    g->id = id;
    return OK;
}

enum status ids_number(struct arc_runs *runs, unsigned threads, struct arena *a, struct graph *g,
                       struct err *e)
{
    struct numbering nu = {.runs = runs};
    enum status s =
        runs->wide ? ids_by_hash(&nu, threads, a, g, e) : ids_by_bitmap(&nu, threads, a, g, e);
    if (s) return s;
    /* Ids that follow one another need no list. */
    bool plain = !g->n || g->id[g->n - 1] - g->id[0] == g->n - 1;
    g->id_base = g->n ? g->id[0] : 0;
    if (plain) g->id = NULL;
    return OK;
}

uint32_t graph_node(const struct graph *g, uint64_t id)
{
    if (!g->id) return id - g->id_base < g->n ? (uint32_t)(id - g->id_base) : UINT32_MAX;
    uint32_t low = 0;
    uint32_t high = g->n;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        bool below = g->id[mid] < id;
        low = below ? mid + 1 : low;
        high = below ? high : mid;
    }
    return low < g->n && g->id[low] == id ? low : UINT32_MAX;
}

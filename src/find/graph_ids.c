/* graph_ids.c - find: which number has an outside id? */
#include "base/parallel.h"
#include "find/graph_int.h"

#include <string.h>

struct numbering {
    struct arcs *arcs;
    const struct graph_options *o;
    const uint64_t *id; /* [n] ascending */
    uint32_t *slot;     /* [slot_mask + 1] number + 1; 0: free */
    uint64_t slot_mask;
};

enum status ids_too_many(uint64_t n, struct err *e)
{
    return err_set(e, TOO_MUCH, "%llu nodes, the most are %u; split the list",
                   (unsigned long long)n, UINT32_MAX - 1);
}

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
    const struct arcs *arcs;
    struct run_ids *ids;
};

/* The ids of one run, each once, so that the last sort is of few. */
static void sort_task(void *context, size_t i)
{
    struct sorting *so = context;
    const struct arc_run *run = &so->arcs->run[i];
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
    struct arc_run *run = &nu->arcs->run[i];
    for (uint64_t j = 0; j < run->count; j++) {
        uint64_t from = hash_rank(nu, run->arc[2 * j]);
        run->arc[j] = from << 32 | hash_rank(nu, run->arc[2 * j + 1]);
    }
    pages_trim(&run->arc_pages, (size_t)run->count * sizeof *run->arc);
}

static uint64_t *ids_all(const struct arcs *arcs, unsigned threads, struct arena *a, size_t *ret_n)
{
    struct arena scratch = {0};
    struct sorting so = {arcs, arena_new(&scratch, struct run_ids, arcs->runs)};
    parallel_for(threads, arcs->runs, sort_task, &so);
    size_t all = 0;
    for (size_t i = 0; i < arcs->runs; i++)
        all += so.ids[i].count;
    struct pages memory = pages_take((all ? all : 1) * 2 * sizeof(uint64_t));
    uint64_t *half = memory.p;
    size_t at = 0;
    for (size_t i = 0; i < arcs->runs; i++) {
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

/* ---- numbered arcs are parted ---- */

/* Writer w takes a stretch of the runs. */
static void feed_task(void *context, size_t w)
{
    struct numbering *nu = context;
    struct parter *p = nu->arcs->parted.of[w];
    bool to = row_is_to(nu->o);
    size_t stop = nu->arcs->runs * (w + 1) / nu->arcs->parted.writers;
    for (size_t i = nu->arcs->runs * w / nu->arcs->parted.writers; i < stop; i++) {
        struct arc_run *run = &nu->arcs->run[i];
        for (uint64_t j = 0; j < run->count; j++) {
            uint32_t row = (uint32_t)(to ? run->arc[j] : run->arc[j] >> 32);
            uint32_t other = (uint32_t)(to ? run->arc[j] >> 32 : run->arc[j]);
            p->count[other]++;
            if (run->weight) {
                part_put_weighted(p, row, other, run->weight[j]);
            } else {
                part_put(p, row, other, true);
            }
        }
        arc_run_free(run);
    }
}

enum status ids_number(struct arcs *arcs, const struct graph_options *o, struct arena *a,
                       struct arena *scratch, struct graph *g, struct err *e)
{
    struct numbering nu = {.arcs = arcs, .o = o};
    size_t n = 0;
    uint64_t *id = ids_all(arcs, o->threads, a, &n);
    if (n >= UINT32_MAX) return ids_too_many(n, e);
    uint64_t slots = 16;
    while (slots < 2 * n)
        slots *= 2;
    struct pages memory = pages_take((size_t)slots * sizeof *nu.slot);
    nu.slot = memory.p;
    nu.slot_mask = slots - 1;
    nu.id = id;
    hash_fill(&nu, id, n);
    parallel_for(o->threads, arcs->runs, hash_task, &nu);
    pages_give(&memory);
    g->n = (uint32_t)n;
    /* Ids that follow one another need no list. */
    g->id_base = n ? id[0] : 0;
    g->id = n && id[n - 1] - id[0] != n - 1 ? id : NULL;
    unsigned limit_log = log2_up(n);
    struct part_guess guess = {arcs->count, limit_log, limit_log, o->weights, true, false};
    parters_add(&arcs->parted, arcs->parted.writers, &guess, scratch);
    parallel_for(o->threads, arcs->parted.writers, feed_task, &nu);
    arcs->runs = 0;
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

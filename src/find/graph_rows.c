/* graph_rows.c - find: which rows do parted arcs make? */
#include "base/parallel.h"
#include "find/graph_int.h"
#include "find/graph_order.h"
#include "find/graph_sum.h"

#include <stdatomic.h>
#include <string.h>

/*
 * Range by range: arcs by row are counted, then placed in the order in which they came. Where that
 * leaves the other ends of each row rising, as it does when the text is in the order of the other
 * ends, the rows are done. Else each row is sorted, and repeats fall out. With weights the whole
 * range is sorted by other end instead, digit by digit, and placed once more: that keeps the order
 * it finds, so of repeated arcs the first stays.
 */
enum { DIGIT_BITS = 11, DIGITS = 1 << DIGIT_BITS };

struct laying {
    const struct parters *from;
    struct rows_made *to;
    uint64_t *begin; /* [ranges + 1] arcs of the ranges before, repeats counted */
    uint64_t *kept;  /* [ranges] without repeats */
    size_t ranges;
    unsigned shift, limit_log; /* of rows in a range; other ends are below 2^limit_log */
    struct part_form form;
    uint64_t most; /* arcs in a range */
    atomic_size_t next;
};

struct sort_arc {
    uint32_t row, other; /* row within its range */
    float weight;
};

/* One thread's own. */
struct bench {
    struct pages at_pages, spare;
    uint64_t *at;            /* [rows of a range] where the next arc of a row goes */
    struct sort_arc *arc[2]; /* [most] for sorting, with weights; NULL until it is needed */
};

/* ---- a range whose other ends do not rise ---- */
static void digit_sort(const struct sort_arc *from, struct sort_arc *to, uint64_t count,
                       unsigned shift)
{
    uint64_t first[DIGITS] = {0};
    for (uint64_t i = 0; i < count; i++)
        first[from[i].other >> shift & (DIGITS - 1)]++;
    uint64_t sum = 0;
    for (size_t d = 0; d < DIGITS; d++) {
        uint64_t here = first[d];
        first[d] = sum;
        sum += here;
    }
    for (uint64_t i = 0; i < count; i++)
        to[first[from[i].other >> shift & (DIGITS - 1)]++] = from[i];
}

/* The arcs of a range by other end; they stand in what is returned. */
static const struct sort_arc *range_sort(const struct laying *la, struct bench *b, size_t r)
{
    uint64_t count = 0;
    uint32_t varies = 0;
    struct part_walk w = {0};
    uint64_t row_mask = ((uint64_t)1 << la->shift) - 1;
    if (!b->arc[0]) {
        b->spare = pages_take((size_t)la->most * 2 * sizeof(struct sort_arc));
        pages_huge(b->spare.p, b->spare.bytes);
        b->arc[0] = b->spare.p;
        b->arc[1] = b->arc[0] + la->most;
    }
    while (part_walk(la->from, r, &w)) {
        for (size_t i = 0; i < w.count; i++) {
            uint64_t arc = part_arc(w.arcs, i, &la->form);
            struct sort_arc x = {(uint32_t)(arc & row_mask), (uint32_t)(arc >> la->form.row_bits),
                                 part_weight(w.arcs, i, &la->form)};
            b->arc[0][count++] = x;
            varies |= x.other ^ b->arc[0][0].other;
        }
    }
    for (unsigned shift = 0; shift < 32; shift += DIGIT_BITS) {
        if (!(varies >> shift & (DIGITS - 1))) continue;
        digit_sort(b->arc[0], b->arc[1], count, shift);
        struct sort_arc *swap = b->arc[0];
        b->arc[0] = b->arc[1];
        b->arc[1] = swap;
    }
    return b->arc[0];
}

/* ---- rows ---- */
static uint64_t first_of(const struct rows_made *to, uint64_t row)
{
    return to->first32 ? to->first32[row] : to->first64[row];
}

static void first_set(const struct rows_made *to, uint64_t row, uint64_t first)
{
    if (to->first32) {
        to->first32[row] = (uint32_t)first;
    } else {
        to->first64[row] = first;
    }
}

static void block_count(const struct part_walk *w, const struct laying *la, uint64_t *at)
{
    uint64_t row_mask = ((uint64_t)1 << la->shift) - 1;
    struct part_form form = la->form;
    for (size_t i = 0; i < w->count; i++)
        at[part_arc(w->arcs, i, &form) & row_mask]++;
}

static void block_place(const struct part_walk *w, const struct laying *la, uint64_t *at)
{
    uint64_t row_mask = ((uint64_t)1 << la->shift) - 1;
    struct part_form form = la->form;
    uint32_t *node = la->to->node;
    for (size_t i = 0; i < w->count && !form.weights; i++) {
        uint64_t arc = part_arc(w->arcs, i, &form);
        node[at[arc & row_mask]++] = (uint32_t)(arc >> form.row_bits);
    }
    for (size_t i = 0; i < w->count && form.weights; i++) {
        uint64_t arc = part_arc(w->arcs, i, &form);
        uint64_t to = at[arc & row_mask]++;
        node[to] = (uint32_t)(arc >> form.row_bits);
        la->to->weight[to] = part_weight(w->arcs, i, &form);
    }
}

static void sorted_place(const struct sort_arc *arc, uint64_t count, const struct laying *la,
                         uint64_t *at)
{
    for (uint64_t i = 0; i < count; i++) {
        uint64_t to = at[arc[i].row]++;
        la->to->node[to] = arc[i].other;
        la->to->weight[to] = arc[i].weight;
    }
}

/* Begins of the range's rows, and at = where each row's first arc goes. */
static void range_begins(const struct laying *la, struct bench *b, size_t r, uint64_t rows)
{
    struct part_walk w = {0};
    uint64_t row = (uint64_t)r << la->shift;
    memset(b->at, 0, rows * sizeof *b->at);
    while (part_walk(la->from, r, &w))
        block_count(&w, la, b->at);
    uint64_t at = la->begin[r];
    for (uint64_t v = 0; v < rows; v++) {
        uint64_t here = b->at[v];
        b->at[v] = at;
        first_set(la->to, row + v, at);
        at += here;
    }
}

/* at = where each row ends: all other ends rise? */
static bool range_rises(const struct laying *la, const struct bench *b, size_t r, uint64_t rows)
{
    const uint32_t *node = la->to->node + la->begin[r];
    uint64_t count = la->begin[r + 1] - la->begin[r];
    uint64_t across = 0; /* falls from a row to the next are none */
    for (uint64_t v = 0; v + 1 < rows; v++) {
        uint64_t end = b->at[v] - la->begin[r];
        bool between = end > 0 && end < count && b->at[v + 1] > b->at[v];
        across += between && node[end] <= node[end - 1];
    }
    return falls_count32(node, (size_t)count) == across;
}

/* Rows move together over the repeats; counts by other end follow. */
static uint64_t range_tidy(const struct laying *la, size_t r, uint64_t rows)
{
    struct rows_made *to = la->to;
    uint64_t row = (uint64_t)r << la->shift;
    uint64_t kept = la->begin[r];
    uint64_t i = kept;
    for (uint64_t v = row; v < row + rows; v++) {
        uint64_t end = v + 1 < row + rows ? first_of(to, v + 1) : la->begin[r + 1];
        uint64_t first = kept;
        for (; i < end; i++) {
            uint32_t other = to->node[i];
            bool repeats = kept > first && to->node[kept - 1] == other;
            if (repeats) {
                if (to->count) (void)__atomic_fetch_sub(&to->count[other], 1, __ATOMIC_RELAXED);
                continue;
            }
            to->node[kept] = other;
            if (to->weight) to->weight[kept] = to->weight[i];
            kept++;
        }
        first_set(to, v, first);
    }
    return kept - la->begin[r];
}

/* at = where each row ends. Row by row; true: no arc is repeated. */
static bool range_order(const struct laying *la, struct bench *b, size_t r, uint64_t rows)
{
    uint64_t begin = la->begin[r];
    if (!b->spare.p) {
        b->spare = pages_take((size_t)la->most * sizeof(uint32_t));
        pages_huge(b->spare.p, b->spare.bytes);
    }
    rows_order(la->to->node, b->spare.p, begin, b->at, rows, la->limit_log);
    return range_rises(la, b, r, rows);
}

static void range_order_weighted(const struct laying *la, struct bench *b, size_t r, uint64_t rows)
{
    const struct sort_arc *sorted = range_sort(la, b, r);
    for (uint64_t v = 0; v < rows; v++)
        b->at[v] = first_of(la->to, ((uint64_t)r << la->shift) + v);
    sorted_place(sorted, la->kept[r], la, b->at);
}

static void range_lay(struct laying *la, struct bench *b, size_t r)
{
    uint64_t row = (uint64_t)r << la->shift;
    uint64_t rows = (uint64_t)1 << la->shift;
    struct part_walk w = {0};
    if (row + rows > la->to->rows) rows = la->to->rows - row;
    la->kept[r] = la->begin[r + 1] - la->begin[r];
    range_begins(la, b, r, rows);
    while (part_walk(la->from, r, &w))
        block_place(&w, la, b->at);
    if (range_rises(la, b, r, rows)) return;
    if (la->form.weights) {
        range_order_weighted(la, b, r, rows);
    } else if (range_order(la, b, r, rows)) {
        return;
    }
    la->kept[r] = range_tidy(la, r, rows);
}

/* One task a thread, so that each has one bench. */
static void lay_task(void *context, size_t i)
{
    struct laying *la = context;
    struct bench b = {0};
    (void)i;
    b.at_pages = pages_take(sizeof *b.at << la->shift);
    b.at = b.at_pages.p;
    for (;;) {
        size_t r = atomic_fetch_add(&la->next, 1);
        if (r >= la->ranges) break;
        range_lay(la, &b, r);
    }
    pages_give(&b.at_pages);
    pages_give(&b.spare);
}

/* ---- repeats leave gaps between ranges ---- */
static void gaps_close(const struct laying *la)
{
    struct rows_made *to = la->to;
    uint64_t at = 0;
    for (size_t r = 0; r < la->ranges; r++) {
        uint64_t gap = la->begin[r] - at;
        uint64_t row = (uint64_t)r << la->shift;
        uint64_t stop = row + ((uint64_t)1 << la->shift);
        if (gap) {
            memmove(to->node + at, to->node + la->begin[r], la->kept[r] * sizeof *to->node);
            if (to->weight) {
                memmove(to->weight + at, to->weight + la->begin[r],
                        la->kept[r] * sizeof *to->weight);
            }
            for (uint64_t v = row; v < stop && v < to->rows; v++)
                first_set(to, v, first_of(to, v) - gap);
        }
        at += la->kept[r];
    }
    to->m = at;
    to->repeats = la->begin[la->ranges] - at;
}

static void ranges_count(struct laying *la)
{
    for (size_t r = 0; r < la->ranges; r++) {
        struct part_walk w = {0};
        uint64_t count = 0;
        while (part_walk(la->from, r, &w))
            count += w.count;
        la->begin[r + 1] = la->begin[r] + count;
        if (count > la->most) la->most = count;
    }
}

void rows_lay(const struct parters *from, const struct graph_options *o, struct arena *a,
              struct rows_made *to)
{
    struct arena scratch = {0};
    struct laying la = {.from = from, .to = to, .form = from->of[0]->form};
    la.shift = from->of[0]->shift;
    for (size_t i = 0; i < from->count; i++) {
        unsigned limit_log = from->of[i]->limit_log;
        la.limit_log = limit_log > la.limit_log ? limit_log : la.limit_log;
    }
    la.ranges = to->rows ? (size_t)((to->rows - 1) >> la.shift) + 1 : 0;
    la.begin = arena_new(&scratch, uint64_t, la.ranges + 1);
    la.kept = arena_new(&scratch, uint64_t, la.ranges);
    ranges_count(&la);
    uint64_t arcs = la.begin[la.ranges];
    size_t firsts = (size_t)to->rows + 1;
    bool wide = o->wide || arcs > UINT32_MAX;
    if (wide) to->first64 = arena_bytes(a, firsts * sizeof *to->first64);
    if (!wide) to->first32 = arena_bytes(a, firsts * sizeof *to->first32);
    if (!to->node) {
        to->node = arena_bytes(a, (size_t)arcs * sizeof *to->node);
        pages_huge(to->node, (size_t)arcs * sizeof *to->node);
        if (la.form.weights) to->weight = arena_bytes(a, (size_t)arcs * sizeof *to->weight);
    }
    unsigned threads = o->threads ? o->threads : parallel_threads();
    if (threads > la.ranges) threads = (unsigned)la.ranges;
    parallel_for(threads, threads, lay_task, &la);
    gaps_close(&la);
    first_set(to, to->rows, to->m);
    arena_free(&scratch);
}

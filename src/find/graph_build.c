/* graph_build.c - find: which rows do these arcs make? */
#include "base/parallel.h"
#include "find/graph_int.h"

#include <stdatomic.h>
#include <string.h>

/*
 * Arcs are first parted by ranges of the row they go to, so that each range is small enough for the
 * second-level cache; there they are sorted by row and other end, digit by digit, and repeats fall
 * out. Both steps keep the order they find, so of repeated arcs the first of the text stays.
 *
 * The other way round comes for free: parted in the order of finished rows, each new row finds its
 * other ends ascending.
 */
enum {
    RANGE_ARCS = 1 << 15, /* aimed at: 256 KiB */
    RANGES_LOG_MAX = 10,  /* more streams written at once miss the address cache */
    DIGIT_BITS = 11,
    DIGITS = 1 << DIGIT_BITS
};

struct parting {
    const struct arc_runs *from;
    bool turn;      /* the row is the lower half, as the text has it; else the upper */
    unsigned shift; /* a row's range is row >> shift */
    size_t ranges;
    uint64_t *first;    /* [from->count * ranges] where a run's arcs of a range go */
    struct arc_run *to; /* [ranges] they lie one behind the other */
};

static uint64_t turned(uint64_t arc, bool turn)
{
    return turn ? arc << 32 | arc >> 32 : arc;
}

static void count_task(void *context, size_t i)
{
    struct parting *pa = context;
    const struct arc_run *run = &pa->from->run[i];
    uint64_t *count = pa->first + i * pa->ranges;
    unsigned shift = pa->turn ? pa->shift : pa->shift + 32;
    for (uint64_t j = 0; j < run->count; j++)
        count[(pa->turn ? run->arc[j] & UINT32_MAX : run->arc[j]) >> shift]++;
}

static void part_task(void *context, size_t i)
{
    struct parting *pa = context;
    struct arc_run *run = &pa->from->run[i];
    uint64_t *next = pa->first + i * pa->ranges;
    uint64_t *arc = pa->to[0].arc;
    float *weight = pa->to[0].weight;
    for (uint64_t j = 0; j < run->count; j++) {
        uint64_t t = turned(run->arc[j], pa->turn);
        uint64_t at = next[t >> 32 >> pa->shift]++;
        arc[at] = t;
        if (weight) weight[at] = run->weight[j];
    }
    arc_run_free(run);
}

/* Range by range, in each run by run. */
static void runs_place(struct parting *pa, uint64_t *arc, float *weight)
{
    uint64_t at = 0;
    for (size_t r = 0; r < pa->ranges; r++) {
        pa->to[r].arc = arc + at;
        pa->to[r].weight = weight ? weight + at : NULL;
        uint64_t begin = at;
        for (size_t i = 0; i < pa->from->count; i++) {
            uint64_t *first = &pa->first[i * pa->ranges + r];
            uint64_t here = *first;
            *first = at;
            at += here;
        }
        pa->to[r].count = at - begin;
    }
}

/* The first of the new runs owns the memory of all; the old ones are given back. */
static void arcs_part(struct arc_runs *runs, uint32_t n, bool turn, unsigned shift,
                      unsigned threads, struct arena *a, struct arc_runs *ret)
{
    bool weights = runs->count && runs->run[0].weight;
    struct parting pa = {.from = runs, .turn = turn, .shift = shift};
    pa.ranges = n ? ((size_t)(n - 1) >> shift) + 1 : 1;
    pa.to = arena_new(a, struct arc_run, pa.ranges);
    struct pages first = pages_take(runs->count * pa.ranges * sizeof *pa.first);
    struct pages arc = pages_take((size_t)runs->arcs * sizeof(uint64_t));
    pages_huge(arc.p, arc.bytes);
    struct pages weight = {NULL, 0};
    if (weights) weight = pages_take((size_t)runs->arcs * sizeof(float));
    pa.first = first.p;
    parallel_for(threads, runs->count, count_task, &pa);
    runs_place(&pa, arc.p, weight.p);
    parallel_for(threads, runs->count, part_task, &pa);
    pages_give(&first);
    *ret = (struct arc_runs){.run = pa.to, .count = pa.ranges, .arcs = runs->arcs};
    ret->run[0].arc_pages = arc;
    ret->run[0].weight_pages = weight;
    runs->count = 0;
}

/* ---- sorting a range ---- */
struct sorter {
    uint64_t *arc[2];
    float *weight[2];
};

static void digit_sort(struct sorter *so, uint64_t count, unsigned shift)
{
    uint64_t first[DIGITS] = {0};
    const uint64_t *from = so->arc[0];
    uint64_t *to = so->arc[1];
    for (uint64_t i = 0; i < count; i++)
        first[from[i] >> shift & (DIGITS - 1)]++;
    uint64_t sum = 0;
    for (size_t d = 0; d < DIGITS; d++) {
        uint64_t here = first[d];
        first[d] = sum;
        sum += here;
    }
    for (uint64_t i = 0; i < count; i++) {
        uint64_t at = first[from[i] >> shift & (DIGITS - 1)]++;
        to[at] = from[i];
        if (so->weight[0]) so->weight[1][at] = so->weight[0][i];
    }
    *so = (struct sorter){{so->arc[1], so->arc[0]}, {so->weight[1], so->weight[0]}};
}

/* Short ranges: counting would cost more than the arcs. */
static void insert_sort(struct sorter *so, uint64_t count)
{
    for (uint64_t i = 1; i < count; i++) {
        uint64_t arc = so->arc[0][i];
        float weight = so->weight[0] ? so->weight[0][i] : 0;
        uint64_t at = i;
        for (; at > 0 && so->arc[0][at - 1] > arc; at--) {
            so->arc[0][at] = so->arc[0][at - 1];
            if (so->weight[0]) so->weight[0][at] = so->weight[0][at - 1];
        }
        so->arc[0][at] = arc;
        if (so->weight[0]) so->weight[0][at] = weight;
    }
}

/* Other ends first, then rows; what is in order already, or alike in all, is passed over. */
static void range_sort(struct sorter *so, uint64_t count)
{
    if (count < 64) {
        insert_sort(so, count);
        return;
    }
    const uint64_t *arc = so->arc[0];
    uint64_t varies = 0;
    bool others_ascend = true;
    bool all_ascend = true;
    for (uint64_t i = 1; i < count; i++) {
        varies |= arc[i] ^ arc[i - 1];
        others_ascend &= (arc[i] & UINT32_MAX) >= (arc[i - 1] & UINT32_MAX);
        all_ascend &= arc[i] >= arc[i - 1];
    }
    if (all_ascend) return;
    for (unsigned shift = others_ascend ? 32 : 0; shift < 64; shift += DIGIT_BITS) {
        if (shift < 32 && shift + DIGIT_BITS > 32) { /* the last digit of the other end is short */
            if (varies >> shift & ((1U << (32 - shift)) - 1)) digit_sort(so, count, shift);
            shift = 32 - DIGIT_BITS;
            continue;
        }
        if (varies >> shift & (DIGITS - 1)) digit_sort(so, count, shift);
    }
}

struct tidying {
    struct arc_runs *runs;
    atomic_size_t next;
    uint64_t count_max; /* of a range */
};

static void range_tidy(struct arc_run *run, struct sorter so)
{
    range_sort(&so, run->count);
    const uint64_t *arc = so.arc[0];
    const float *weight = so.weight[0];
    uint64_t kept = 0;
    for (uint64_t i = 0; i < run->count; i++) {
        bool repeats = kept && arc[i] == run->arc[kept - 1];
        run->arc[kept] = arc[i]; /* kept <= i: right also where both are one */
        if (weight && run->weight && !repeats) run->weight[kept] = weight[i];
        kept += !repeats;
    }
    run->count = kept;
}

/* One task a thread, so that each has one spare range. */
static void tidy_task(void *context, size_t i)
{
    struct tidying *ti = context;
    (void)i;
    struct pages spare = pages_take((size_t)ti->count_max * sizeof(uint64_t));
    struct pages weight = pages_take((size_t)ti->count_max * sizeof(float));
    for (;;) {
        size_t r = atomic_fetch_add(&ti->next, 1);
        if (r >= ti->runs->count) break;
        struct arc_run *run = &ti->runs->run[r];
        range_tidy(run, (struct sorter){{run->arc, spare.p},
                                        {run->weight, run->weight ? weight.p : NULL}});
    }
    pages_give(&spare);
    pages_give(&weight);
}

static void runs_tidy(struct arc_runs *runs, unsigned threads)
{
    struct tidying ti = {.runs = runs};
    for (size_t r = 0; r < runs->count; r++) {
        if (runs->run[r].count > ti.count_max) ti.count_max = runs->run[r].count;
    }
    if (threads == 0) threads = parallel_threads();
    if (threads > runs->count) threads = (unsigned)runs->count;
    parallel_for(threads, threads, tidy_task, &ti);
    runs->arcs = 0;
    for (size_t r = 0; r < runs->count; r++)
        runs->arcs += runs->run[r].count;
}

/* ---- sorted ranges become rows ---- */
struct laying {
    const struct arc_runs *runs;
    const uint64_t *begin; /* [runs->count] arcs of the ranges before */
    uint32_t n;
    unsigned shift;
    uint32_t *first32; /* one of the two */
    uint64_t *first64;
    uint32_t *node;
    float *weight;
};

static void lay_first(const struct laying *la, uint64_t row, uint64_t first)
{
    if (la->first32) {
        la->first32[row] = (uint32_t)first;
    } else {
        la->first64[row] = first;
    }
}

static void lay_task(void *context, size_t r)
{
    struct laying *la = context;
    const struct arc_run *run = &la->runs->run[r];
    uint64_t begin = la->begin[r];
    uint64_t row = (uint64_t)r << la->shift;
    uint64_t stop = ((uint64_t)r + 1) << la->shift;
    if (stop > la->n) stop = la->n;
    for (uint64_t i = 0; i < run->count; i++) {
        uint64_t of = run->arc[i] >> 32;
        for (; row <= of; row++)
            lay_first(la, row, begin + i);
        la->node[begin + i] = (uint32_t)run->arc[i];
    }
    for (; row < stop; row++)
        lay_first(la, row, begin + run->count);
    if (la->weight && run->count) {
        memcpy(la->weight + begin, run->weight, (size_t)run->count * sizeof *la->weight);
    }
}

static void first_room(uint32_t **ret32, uint64_t **ret64, uint32_t n, bool wide, struct arena *a)
{
    size_t count = (size_t)n + 1;
    if (wide) *ret64 = arena_bytes(a, count * sizeof **ret64);
    if (!wide) *ret32 = arena_bytes(a, count * sizeof **ret32);
}

static struct graph_rows rows_lay(const struct arc_runs *runs, uint32_t n, unsigned shift,
                                  const struct graph_options *o, struct arena *a)
{
    bool wide = o->wide;
    struct arena scratch = {0};
    uint64_t *begin = arena_new(&scratch, uint64_t, runs->count);
    for (size_t r = 1; r < runs->count; r++)
        begin[r] = begin[r - 1] + runs->run[r - 1].count;
    size_t m = (size_t)runs->arcs;
    struct laying la = {.runs = runs, .begin = begin, .n = n, .shift = shift};
    first_room(&la.first32, &la.first64, n, wide || m > UINT32_MAX, a);
    la.node = arena_bytes(a, m * sizeof *la.node);
    pages_huge(la.node, m * sizeof *la.node);
    if (runs->run[0].weight) la.weight = arena_bytes(a, m * sizeof *la.weight);
    parallel_for(o->threads, runs->count, lay_task, &la);
    lay_first(&la, n, m);
    arena_free(&scratch);
    return (struct graph_rows){la.first32, la.first64, la.node, la.weight};
}

/* How many arcs leave each node, as begins. */
static struct graph_rows rows_counts(const struct graph_rows *in, uint32_t n, uint64_t m, bool wide,
                                     struct arena *a)
{
    uint32_t *first32 = NULL;
    uint64_t *first64 = NULL;
    first_room(&first32, &first64, n, wide || m > UINT32_MAX, a);
    struct pages count = pages_take(((size_t)n + 1) * sizeof(uint32_t));
    uint32_t *of = count.p;
    for (uint64_t i = 0; i < m; i++)
        of[in->node[i]]++;
    uint64_t at = 0;
    for (size_t v = 0; v <= n; v++) {
        if (first32) first32[v] = (uint32_t)at;
        if (first64) first64[v] = at;
        at += of[v];
    }
    pages_give(&count);
    return (struct graph_rows){.first32 = first32, .first64 = first64};
}

static unsigned range_shift(uint32_t n, uint64_t arcs)
{
    unsigned row_bits = 0;
    while (row_bits < 32 && (uint64_t)1 << row_bits < n)
        row_bits++;
    unsigned range_bits = 0;
    while (range_bits < RANGES_LOG_MAX && arcs >> range_bits > RANGE_ARCS)
        range_bits++;
    return row_bits > range_bits ? row_bits - range_bits : 0;
}

enum status rows_build(struct arc_runs *runs, const struct graph_options *o, struct arena *a,
                       struct graph *g, struct err *e)
{
    struct arena scratch = {0};
    uint64_t all = runs->arcs;
    unsigned shift = range_shift(g->n, all);
    bool in_first = o->ways & GRAPH_IN;
    struct arc_runs parted;
    if (progress_stop(o->progress)) return err_set(e, STOPPED, "stopped");
    progress_report(o->progress, "sorting arcs", 0, 2);
    arcs_part(runs, g->n, in_first, shift, o->threads, &scratch, &parted);
    runs_tidy(&parted, o->threads);
    g->m = parted.arcs;
    g->duplicates = all - parted.arcs;
    struct graph_rows rows = rows_lay(&parted, g->n, shift, o, a);
    *(in_first ? &g->in : &g->out) = rows;
    progress_report(o->progress, "sorting arcs", 1, 2);
    if ((o->ways & GRAPH_OUT_COUNTS) && !(o->ways & GRAPH_OUT)) {
        g->out = rows_counts(&g->in, g->n, g->m, o->wide, a);
    }
    if ((o->ways & GRAPH_BOTH) == GRAPH_BOTH) {
        /* Runs that borrow from the first must not lose it on the way. */
        struct arc_run owner = parted.run[0];
        parted.run[0].arc_pages = parted.run[0].weight_pages = (struct pages){NULL, 0};
        struct arc_runs back;
        arcs_part(&parted, g->n, true, shift, o->threads, &scratch, &back);
        arc_run_free(&owner);
        runs_tidy(&back, o->threads);
        g->out = rows_lay(&back, g->n, shift, o, a);
        parted = back;
    }
    arc_runs_free(&parted);
    arena_free(&scratch);
    return OK;
}

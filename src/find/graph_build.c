/* graph_build.c - find: which graph do parted arcs make? */
#include "base/parallel.h"
#include "find/graph_int.h"
#include "find/graph_sum.h"

#include <string.h>

/*
 * Rows are made in the numbers the arcs came with. When these are the ids of a text some may be
 * missing: only then are the nodes numbered and the rows gone through once more. The other way
 * round comes for free: parted in the order of finished rows, each new row finds its other ends
 * rising.
 */
enum { ENDS_A_TASK = 1 << 20 };

/* ---- which ids there are ---- */

/* One above the highest id among rows and other ends. */
static uint64_t ids_end(const struct parters *ps)
{
    const struct parter *one = ps->of[ps->count - ps->writers];
    uint64_t end = ps->count_of_other ? (uint64_t)1 << one->limit_log : 0;
    while (end > 0 && !ps->count_of_other[end - 1])
        end--;
    for (size_t r = PART_RANGES; r-- > 0;) {
        struct part_walk w = {0};
        uint64_t row_mask = ((uint64_t)1 << one->shift) - 1;
        uint64_t above = 0;
        while (part_walk(ps, r, &w)) {
            for (size_t i = 0; i < w.count; i++) {
                uint64_t row =
                    (uint64_t)r << one->shift | (part_arc(w.arcs, i, &one->form) & row_mask);
                above = row >= above ? row + 1 : above;
            }
        }
        if (above) return above > end ? above : end;
    }
    return end;
}

/* Ids that are there, 64 a word, and how many stand before: a table of all numbers would be 16
 * times as large, and looked up in no order. */
struct id_word {
    uint64_t bits;
    uint64_t before;
};

static inline bool id_there(const struct id_word *word, uint64_t id)
{
    return word[id / 64].bits >> id % 64 & 1;
}

struct renumbering {
    struct rows_made *rows;
    const struct id_word *word;
};

GRAPH_WIDEST static void renumber_task(void *context, size_t i)
{
    const struct renumbering *re = context;
    uint64_t begin = (uint64_t)i * ENDS_A_TASK;
    uint64_t end = begin + ENDS_A_TASK < re->rows->m ? begin + ENDS_A_TASK : re->rows->m;
    uint32_t *node = re->rows->node;
    for (uint64_t k = begin; k < end; k++) {
        const struct id_word *w = &re->word[node[k] / 64];
        uint64_t below = w->bits & (((uint64_t)1 << node[k] % 64) - 1);
        node[k] = (uint32_t)(w->before + (uint64_t)__builtin_popcountll(below));
    }
}

/* Rows and counts of ids that are there move together. */
static void rows_close(struct rows_made *rows, const struct id_word *word, uint64_t n)
{
    uint64_t at = 0;
    for (uint64_t v = 0; v < rows->rows; v++) {
        if (!id_there(word, v)) continue;
        if (rows->first32) rows->first32[at] = rows->first32[v];
        if (rows->first64) rows->first64[at] = rows->first64[v];
        rows->count[at] = rows->count[v];
        at++;
    }
    rows->rows = n;
    if (rows->first32) rows->first32[n] = (uint32_t)rows->m;
    if (rows->first64) rows->first64[n] = rows->m;
}

static uint64_t ids_mark(const struct rows_made *rows, struct id_word *word)
{
    uint64_t n = 0;
    for (uint64_t v = 0; v < rows->rows; v++) {
        bool arcs = rows->first32 ? rows->first32[v + 1] > rows->first32[v]
                                  : rows->first64[v + 1] > rows->first64[v];
        uint64_t there = arcs || rows->count[v];
        if (v % 64 == 0) word[v / 64].before = n;
        word[v / 64].bits |= there << v % 64;
        n += there;
    }
    return n;
}

static void ids_list(const struct id_word *word, uint64_t ids, uint64_t *id)
{
    uint64_t at = 0;
    for (uint64_t v = 0; v < ids; v++) {
        if (id_there(word, v)) id[at++] = v;
    }
}

static enum status nodes_number(struct rows_made *rows, unsigned threads, struct arena *a,
                                struct graph *g, struct err *e)
{
    uint64_t ids = rows->rows;
    struct pages words = pages_take((size_t)(ids / 64 + 1) * sizeof(struct id_word));
    struct id_word *word = words.p;
    uint64_t n = ids_mark(rows, word);
    enum status s = n < UINT32_MAX ? OK : ids_too_many(n, e);
    uint64_t base = 0;
    while (base < ids && !id_there(word, base))
        base++;
    g->n = (uint32_t)n;
    g->id_base = n ? base : 0;
    if (n < ids && !s) {
        uint64_t *id = n < ids - base ? arena_bytes(a, (size_t)n * sizeof *id) : NULL;
        if (id) ids_list(word, ids, id);
        g->id = id;
        struct renumbering re = {rows, word};
        size_t tasks = (size_t)((rows->m + ENDS_A_TASK - 1) / ENDS_A_TASK);
        parallel_for(threads, tasks, renumber_task, &re);
        rows_close(rows, word, n);
    }
    pages_give(&words);
    return s;
}

/* ---- the other way ---- */
static struct graph_rows rows_given_as(const struct rows_made *rows)
{
    return (struct graph_rows){rows->first32, rows->first64, rows->node, rows->weight};
}

static struct graph_rows counts_as_begins(const struct rows_made *rows, struct arena *a)
{
    struct graph_rows ret = {0};
    size_t firsts = (size_t)rows->rows + 1;
    uint32_t *first32 = rows->first32 ? arena_bytes(a, firsts * sizeof *first32) : NULL;
    uint64_t *first64 = rows->first64 ? arena_bytes(a, firsts * sizeof *first64) : NULL;
    uint64_t at = 0;
    for (uint64_t v = 0; v < firsts; v++) {
        if (first32) first32[v] = (uint32_t)at;
        if (first64) first64[v] = at;
        if (v < rows->rows) at += rows->count[v];
    }
    ret.first32 = first32;
    ret.first64 = first64;
    return ret;
}

struct turning {
    const struct graph_rows *rows;
    uint32_t n;
    uint64_t m;
    struct parters *to;
};

/* First row that begins at or behind an arc. */
static uint32_t row_at(const struct turning *t, uint64_t arc)
{
    uint32_t low = 0;
    uint32_t high = t->n;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        bool below = rows_first(t->rows, mid) < arc;
        low = below ? mid + 1 : low;
        high = below ? high : mid;
    }
    return low;
}

/* Writer i takes the i-th share of the rows. */
static void turn_task(void *context, size_t i)
{
    struct turning *t = context;
    struct parter *p = t->to->of[i];
    const uint32_t *node = t->rows->node;
    uint64_t share = t->m / t->to->count + 1;
    uint32_t stop = i + 1 < t->to->count ? row_at(t, share * (i + 1)) : t->n;
    for (uint32_t v = i ? row_at(t, share * i) : 0; v < stop; v++) {
        uint64_t end = rows_first(t->rows, v + 1);
        for (uint64_t k = rows_first(t->rows, v); k < end; k++) {
            if (p->form.weights) {
                part_put_weighted(p, node[k], v, t->rows->weight[k]);
            } else {
                part_put(p, node[k], v, true);
            }
        }
    }
}

/* g->out from g->in, which are the rows `one`. */
static enum status rows_turn(struct parters *ps, const struct rows_made *one,
                             const struct graph_options *o, struct arena *a, struct graph *g,
                             struct err *e)
{
    bool weights = one->weight != NULL;
    unsigned limit_log = log2_up(g->n);
    struct part_guess guess = {g->m, limit_log, limit_log, weights, false, false};
    struct rows_made made = {.rows = g->n};
    struct graph_options as_one = *o;
    parters_reuse(ps, &guess);
    struct turning t = {&g->in, g->n, g->m, ps};
    parallel_for(o->threads, ps->count, turn_task, &t);
    if (o->packing) {
        enum status s = pack_first_way(o->packing, g, e);
        if (s) return s;
        g->in.node = NULL;
        g->in.weight = NULL;
        made.node = one->node;
        made.weight = one->weight;
    }
    as_one.wide = one->first64 != NULL;
    rows_lay(ps, &as_one, a, &made);
    g->out = rows_given_as(&made);
    return OK;
}

enum status graph_build(struct parters *ps, bool numbered, const struct graph_options *o,
                        struct arena *a, struct graph *g, struct err *e)
{
    struct rows_made made = {0};
    if (progress_stop(o->progress)) return err_set(e, STOPPED, "stopped");
    progress_report(o->progress, "sorting arcs", 0, 2);
    parters_agree(ps);
    made.rows = numbered ? g->n : ids_end(ps);
    made.count = ps->count_of_other;
    rows_lay(ps, o, a, &made);
    g->m = made.m;
    g->duplicates = made.repeats;
    enum status s = numbered ? OK : nodes_number(&made, o->threads, a, g, e);
    if (s) return s;
    progress_report(o->progress, "sorting arcs", 1, 2);
    struct graph_rows *one = o->ways & GRAPH_IN ? &g->in : &g->out;
    *one = rows_given_as(&made);
    if ((o->ways & GRAPH_BOTH) == GRAPH_BOTH) return rows_turn(ps, &made, o, a, g, e);
    if ((o->ways & GRAPH_OUT_COUNTS) && one == &g->in) g->out = counts_as_begins(&made, a);
    return OK;
}

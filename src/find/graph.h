/*
 * graph.h - find: who can move whom, on a plain list of arcs?
 *
 * A directed graph in compressed rows, both ways or one. An arc u v means u can move v. Nodes are
 * numbered 0 .. n-1 by ascending outside id; duplicates and loops were dropped and counted when it
 * was read: of repeated arcs the first stays, a node that has only a loop is no node. A graph comes
 * from a text list of arcs (plain, gzip or zstd), from the packed form (mapped, checksummed).
 *
 * Text: one "from to [weight]" a line; blanks, tabs or commas between; # and % begin a comment; ids
 * are whole numbers from 0 to 2^64 - 1; what stands behind is not read. The graph is the same for
 * any number of threads.
 *
 * Cost    text O(bytes + m) on all threads, 0.5 (no order) to 0.8 GB/s a core (in the order of its
 *         first column). At the peak 13 bytes an arc for one way, 17 for both, usually 4 fewer (21
 *         and 29 with weights), and 4 bytes an id for each thread and each way; 24 when the ids do
 *         not lie close together. Packed: one pass over the arrays asked for, to check them, at 25
 *         GB/s. A packed file must not be cut while it is open: the system ends the process.
 * Limits  n up to 2^32 - 2, m up to 2^40 by type; what it needs is said before it is taken.
 * Check   tests/unit/test_graph.c against a naive reading, tests/fuzz/fuzz_graph.c
 */
#ifndef KITH_FIND_GRAPH_H
#define KITH_FIND_GRAPH_H

#include "base/err.h"
#include "base/progress.h"
#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/* GRAPH_OUT_COUNTS: how many a node can move, not whom: of `out` the begins alone are given. */
enum graph_ways { GRAPH_OUT = 1, GRAPH_IN = 2, GRAPH_BOTH = 3, GRAPH_OUT_COUNTS = 4 };

/* Arcs of node v stand at rows_first(v) .. rows_first(v + 1) - 1, other ends ascending. Where they
 * begin is kept in 32 bits while that is enough: read it by rows_first. */
struct graph_rows {
    const uint32_t *first32; /* [n + 1] one of the two; both NULL when not asked for */
    const uint64_t *first64;
    const uint32_t *node; /* [m] the other end; NULL when only counts were asked for */
    const float *weight;  /* [m] 0 to 1; NULL when the graph has none */
};

static inline bool rows_given(const struct graph_rows *r)
{
    return r->first32 || r->first64;
}

static inline uint64_t rows_first(const struct graph_rows *r, uint32_t v)
{
    return r->first32 ? r->first32[v] : r->first64[v];
}

static inline uint64_t rows_count(const struct graph_rows *r, uint32_t v)
{
    return rows_first(r, v + 1) - rows_first(r, v);
}

struct graph {
    uint32_t n;
    uint64_t m;
    struct graph_rows out;             /* whom a node can move */
    struct graph_rows in;              /* by whom a node can be moved */
    const uint64_t *id;                /* [n] outside ids, ascending; NULL: id_base + v */
    uint64_t id_base;                  /* read ids by graph_id */
    uint64_t lines, duplicates, loops; /* of the text it came from */
    void *mapping;                     /* of the packed form; NULL else */
    size_t mapping_bytes;
};

static inline uint64_t graph_id(const struct graph *g, uint32_t v)
{
    return g->id ? g->id[v] : g->id_base + v;
}

/* IF_THERE: the first arc of a text has a third word that is a number, the pack has weights; then
 * all must. */
enum graph_weights { GRAPH_WEIGHTS_NEVER, GRAPH_WEIGHTS_MUST, GRAPH_WEIGHTS_IF_THERE };

struct pack_writer;

struct graph_options {
    unsigned ways;              /* enum graph_ways, or-ed */
    enum graph_weights weights; /* third column: refused with its line when outside 0 .. 1 */
    bool reverse;               /* read arcs v u */
    bool wide;                  /* begins in 64 bits though 32 are enough: for tests */
    unsigned threads;           /* 0: all */
    const struct progress *progress;
    struct pack_writer *packing; /* set by graph_pack_file; NULL else */
};

/* By content: text, gzip, zstd, or packed. BAD_INPUT names the line and the mend; TOO_MUCH says
 * what is needed and what is free. Close it even when the arena goes. */
MUST_CHECK enum status graph_open(const char *path, const struct graph_options *o, struct arena *a,
                                  struct graph *ret, struct err *e);
void graph_close(struct graph *g);

struct graph_arc {
    uint64_t from, to; /* outside ids */
    float weight;      /* read when the options want weights */
};
/* The same of arcs in memory, by the same rules; BAD_INPUT names the arc. What it returns lives in
 * the arena. */
MUST_CHECK enum status graph_from_arcs(const struct graph_arc arcs[], size_t count,
                                       const struct graph_options *o, struct arena *a,
                                       struct graph *ret, struct err *e);
/* The packed form: written whole or not at all. */
MUST_CHECK enum status graph_pack(const struct graph *g, const char *path, struct err *e);
/* graph_open both ways and graph_pack at once: one way is written before the other is made in its
 * memory, so that it takes what one way takes. Of *ret only n, m, lines, duplicates and loops are
 * there. */
MUST_CHECK enum status graph_pack_file(const char *from, const char *to,
                                       const struct graph_options *o, struct arena *a,
                                       struct graph *ret, struct err *e);
/* Number of an outside id; UINT32_MAX when it is not there. */
uint32_t graph_node(const struct graph *g, uint64_t id);

#endif

/*
 * graph_part.h - find: which arcs go to this range of rows?
 *
 * Arcs are parted as they come by ranges of the row they go to, so that each range is small enough
 * for the second-level cache when its rows are made. A writer (one a thread) keeps for each range a
 * chain of blocks in the order the arcs came; of several writers the arcs of the first come first.
 *
 * An arc takes as many bytes as the guess of how far the ids go allows, 8 at most. What an arc's
 * range says is not written again. When the guess was too low all is parted once more, roomy: 8
 * bytes, and two ranges become one where the rows are more than was thought.
 *
 * Cost   4 to 8 bytes an arc (r20 of bench-graph: 4, r22 and 500 million arcs: 5), 4 more with
 *        weights, and half a block for each range and writer.
 */
#ifndef KITH_FIND_GRAPH_PART_H
#define KITH_FIND_GRAPH_PART_H

#include "base/arena.h"
#include "base/pages.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum {
    PART_BLOCK = 8192,    /* bytes, and what its address is a multiple of */
    PART_RANGES_LOG = 10, /* more streams written at once miss the caches */
    PART_RANGES = 1 << PART_RANGES_LOG,
    PART_ARC_BYTES = 12, /* the most that is written at once: 8, and a weight */
    PART_AHEAD = 64,     /* bytes: the line behind is fetched before it is written to */
    PART_SLABS = 48      /* each twice the one before */
};

struct part_block {
    struct part_block *next;
    uint64_t bytes; /* used; of the last block of a chain the writer knows it */
    char arc[];
};

/* How an arc is written: other << row_bits | the low bits of its row; a weight behind it. */
struct part_form {
    unsigned arc_bytes, row_bits;
    bool weights;
};

struct parter {
    char *next[PART_RANGES]; /* where an arc goes; near the end of a block: into a new one */
    struct part_block *first[PART_RANGES];
    unsigned shift;     /* row >> shift is the range */
    unsigned limit_log; /* rows and other ends are below 2^limit_log */
    unsigned limit_log_most;
    struct part_form form;
    uint32_t *count; /* [2^limit_log] arcs by other end; NULL: not wanted */
    struct pages count_pages;
    struct pages slab[PART_SLABS];
    int slabs, slab_at; /* taken; the one written to */
    size_t slab_used;
};

struct parters {
    struct parter **of; /* [count] in the order of their arcs */
    size_t count;
    unsigned writers;         /* the last so many are written to, a thread each */
    uint32_t *count_of_other; /* when they agree: arcs by other end; NULL: not wanted */
};

/* What is thought before the arcs are seen; only speed depends on it. */
struct part_guess {
    uint64_t arcs;
    unsigned limit_log, limit_log_most;
    bool weights, counts, roomy;
};

/* Empty writers behind those that are there; tables of counts move to them. */
void parters_add(struct parters *ps, unsigned writers, const struct part_guess *guess,
                 struct arena *a);
/* Empty again, their memory kept; counts are not wanted any more. */
void parters_reuse(struct parters *ps, const struct part_guess *guess);
void parters_free(struct parters *ps);
/* All with the same ranges, one table of counts. */
void parters_agree(struct parters *ps);

/* A new block for a range; where its first arc goes. */
char *part_block_add(struct parter *p, size_t range);
/* Room for an end; false when there is none: past the most, or not roomy. */
bool part_widen(struct parter *p, uint64_t end);

static inline bool part_is_full(const char *next)
{
    return (uintptr_t)next % PART_BLOCK > PART_BLOCK - PART_ARC_BYTES;
}

/* A loop (keep false) is written, and overwritten by the next: no branch. */
static inline void part_put(struct parter *p, uint32_t row, uint32_t other, bool keep)
{
    size_t range = row >> p->shift;
    char *at = p->next[range];
    uint64_t low = ((uint64_t)1 << p->form.row_bits) - 1;
    uint64_t arc = (uint64_t)other << p->form.row_bits | (row & low);
    if (part_is_full(at)) at = part_block_add(p, range);
    __builtin_prefetch(at + PART_AHEAD, 1);
    memcpy(at, &arc, sizeof arc);
    p->next[range] = at + (keep ? p->form.arc_bytes : 0);
}

static inline void part_put_weighted(struct parter *p, uint32_t row, uint32_t other, float weight)
{
    size_t range = row >> p->shift;
    part_put(p, row, other, true);
    memcpy(p->next[range], &weight, sizeof weight);
    p->next[range] += sizeof weight;
}

/* The i-th arc of a block. */
static inline uint64_t part_arc(const char *arcs, size_t i, const struct part_form *form)
{
    uint64_t arc;
    memcpy(&arc, arcs + i * (form->arc_bytes + (form->weights ? sizeof(float) : 0)), sizeof arc);
    return form->arc_bytes < 8 ? arc & (((uint64_t)1 << 8 * form->arc_bytes) - 1) : arc;
}

static inline float part_weight(const char *arcs, size_t i, const struct part_form *form)
{
    float weight;
    memcpy(&weight, arcs + i * (form->arc_bytes + sizeof weight) + form->arc_bytes, sizeof weight);
    return weight;
}

/* Walks the arcs of a range in their order, block by block; start from a zeroed walk. */
struct part_walk {
    size_t parter;
    const struct part_block *block;
    const char *arcs;
    size_t count;
};
bool part_walk(const struct parters *ps, size_t range, struct part_walk *w);

static inline unsigned log2_up(uint64_t x) /* least with x <= 2^it */
{
    return x < 2 ? 0 : 64 - (unsigned)__builtin_clzll(x - 1);
}

#endif

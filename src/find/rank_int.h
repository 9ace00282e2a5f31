/*
 * rank_int.h - find: what the files of rank share
 *
 * A walk is swept over a copy of the rows made for it. Nodes whose arcs lead on stand first (the
 * core), those with most arcs in front, so that what is read most often shares few cache lines;
 * among alike, rows of alike length follow each other. Nodes without arcs move nobody: what comes
 * to them is summed once at the end. Rows are cut into chunks by their number of arcs, never by the
 * threads; what is summed is summed by chunk, then over the chunks in their order.
 *
 * Solved is (I - damping P') y = restart for y, of which the shares are y over its sum: walkers at
 * nodes without arcs start again from the restart shares, which only makes all y larger alike.
 * Sweeps are in 32 bits on what is still missing, which is measured in 64 (iterative refinement).
 */
#ifndef KITH_FIND_RANK_INT_H
#define KITH_FIND_RANK_INT_H

#include "base/pages.h"
#include "find/rank.h"

enum {
    LANES = 16,           /* one cache line of floats */
    CHUNK_COST = 1 << 15, /* arcs and rows of a chunk, about */
    ROW_COST = 4,         /* a row costs about as much as so many arcs */
    AHEAD = 128,          /* arcs behind the last that may be read, all 0 */
    FAR = 1 << 20,        /* nodes from which on a vector of floats is far from a core */
};

struct chunk {
    uint32_t begin, end; /* places */
    uint64_t first;      /* its first arc */
};

struct plan {
    const struct graph *g;
    const float *weighs; /* of g->in; NULL: all arcs alike */
    unsigned threads;
    uint32_t core;   /* places 0 .. core-1 have arcs that lead on */
    uint32_t *node;  /* [n] at each place */
    uint32_t *place; /* [n] of each node */
    double *out;     /* [core] arcs that lead on, or what they weigh together */
    double *kept;    /* [core] the part of out that stays in the core */
    uint32_t *end;   /* [core] end of each row's arcs, from where those of its chunk begin */
    uint32_t *from;  /* [arcs] place of the other end */
    float *weight;   /* [arcs] NULL: all arcs alike */
    struct chunk *chunk;
    size_t chunks;
    struct pages pages[8];
    int held;
};

/* Needs g->in; takes g->out into account when it is there. TOO_MUCH says what is needed: `more` are
 * bytes the caller will take besides. Give it back. */
enum status plan_make(const struct graph *g, const struct rank_options *o, uint64_t more,
                      struct plan *ret, struct err *e);
void plan_give(struct plan *p);

/* Sixteen at a time, on any machine in the same order. */
typedef float lanes __attribute__((vector_size(LANES * sizeof(float)), aligned(4), may_alias));
typedef double wide __attribute__((vector_size(LANES * sizeof(double)), aligned(8), may_alias));
typedef int32_t lane_bits
    __attribute__((vector_size(LANES * sizeof(float)), aligned(4), may_alias));
/* The widest a machine has; the same bytes on each. The thread sanitizer cannot start with them. */
#if defined(__x86_64__) && defined(__GLIBC__) && !defined(__SANITIZE_THREAD__)
#define ON_LANES __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define ON_LANES
#endif

/* 2^60: keeps what is far from the audience out of the numbers that are too small to be fast. */
#define BIG 1152921504606846976.0

/* Restart weights of the nodes, as shares. */
struct restart {
    const double *weight; /* [n] NULL: all alike */
    double unit;          /* times the weight: the share */
    double core;          /* shares of the core together */
};

static inline double restart_of(const struct restart *r, uint32_t v)
{
    return r->weight ? r->weight[v] * r->unit : r->unit;
}

/* damping and the weights are numbers in their ranges; BAD_INPUT. core stays 0. */
enum status rank_check(const struct graph *g, const struct rank_options *o, const double *weight,
                       struct restart *ret, struct err *e);

/* A round solves, in 32 bits, for a part of y anew: for as much as is missing, so that this comes
 * out right to 32 bits. One a vector. */
struct round {
    struct restart restart;
    double part;
    double scale;  /* of x, so that what it leaves behind sums to what the round solves for */
    bool fixed;    /* scale stays 1 */
    double b;      /* sum of what it solves for */
    double change; /* of the last sweep, by b */
    double least;  /* the least of this round, and how many sweeps ago */
    int idle;
    double missing; /* after the round before */
    double error;   /* of all shares together, at most, after the round before */
    double mark;    /* change when scaling was judged, and sweeps judged */
    int judged;
    bool swept; /* this round needs no more */
};

/* Sums over the core for one vector. */
struct sums {
    double b;       /* of what the round solves for */
    double mass;    /* of what x leaves behind: at the solution as much as b */
    double change;  /* by which a sweep changed y, absolute: what was missing before it */
    double y;       /* of y */
    double missing; /* of what is missing, absolute */
};

/* One vector or LANES of them; ret is [vectors], summed over the chunks in their order. */
struct sweeper {
    const struct plan *p;
    double damping;
    struct round *round; /* [vectors] */
    size_t vectors;
    const double *arc; /* [core], of many [core][LANES]: y / out, what one arc brings */
    void *own;
    /* b, mass; again: the same round from its start */
    void (*begin)(struct sweeper *s, bool again, struct sums ret[]);
    void (*sweep)(struct sweeper *s, struct sums ret[]); /* mass, change */
    void (*end)(struct sweeper *s, struct sums ret[]);   /* y, missing */
};

/* Memory each takes, by node of the core. */
enum { ONE_BYTES = 4 * 8 + 5 * 4, MANY_BYTES = LANES * (2 * 8 + 3 * 4) + 4 };
void one_open(struct sweeper *s, struct pages pages[2]);
void many_open(struct sweeper *s, struct pages pages[2]);

/* Rounds until each vector is right; ret_sweeps counts the sweeps, those that measure too. */
enum status rounds_run(struct sweeper *s, const struct rank_options *o, uint32_t *ret_sweeps,
                       struct err *e);

#endif

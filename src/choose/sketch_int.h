/*
 * sketch_int.h - choose: what drawing sets (sketch_set.c) and sharing them out (sketch.c) share
 */
#ifndef KITH_CHOOSE_SKETCH_INT_H
#define KITH_CHOOSE_SKETCH_INT_H

#include "choose/alias.h"
#include "choose/lane.h"
#include "choose/live.h"
#include "choose/sketch.h"
#include "choose/weigh.h"

/*
 * Sets are drawn many at a time, in rounds, as a graph larger than the caches answers slowly but
 * many questions at once. First each set under way draws which arcs into its next members are live
 * (what it reads was asked for when the member came), then all these arcs are asked for, then
 * looked along. A set's numbers and members come in the same order however many are under way.
 */
enum {
    CREWS = 3,              /* take turns: while what one asked for comes, the others work */
    LANES_MAX = 96,         /* sets under way, of all crews */
    FLIGHT_MAX = 64,        /* arcs asked for, about, of one crew */
    FLIGHT_GOAL = 8,        /* of one set that may end at any of them */
    SKETCH_BATCH_MAX = 1024 /* sets drawn by one thread at a time */
};

struct sketch {
    const struct graph *g;
    struct sketch_options o;
    struct alias roots; /* count 0: each node alike */
    double weight;      /* of the audience */
    struct live live;   /* wc */
    struct draw_logs logs;
    double gap;                /* uniform, see weigh_gap */
    double none[LIVE_TABLE];   /* uniform: none of so many arcs is live */
    double gap_of[WEIGH_GAPS]; /* weights, by bound */
    struct weigh weigh;        /* weights, and lt with weights */
    struct drawer *drawer;     /* [threads] */
    unsigned threads;
    uint32_t lanes, flight; /* as LANES_MAX, FLIGHT_MAX */
    uint64_t walked;        /* members drawn so far, of all pools and tests */
};

/* One thread's memory. */
struct drawer {
    struct arena kept;    /* batches of pools */
    struct arena scratch; /* what is below */
    struct lane *lane;    /* [LANES_MAX] */
    const uint32_t **arc; /* [CREWS][FLIGHT_MAX + LIVE_MAX + 1] other ends that are asked for */
    double *need;         /* as many */
    uint64_t *start;      /* [SKETCH_BATCH_MAX] random state, then place in done */
    uint32_t *root;       /* [SKETCH_BATCH_MAX] root, then size; SET_MET */
    uint32_t *done;       /* members of the sets that are complete, in the order of that */
    uint64_t count, room; /* of done */
};

#define SET_MET UINT32_MAX

/* The first call takes the memory. */
void drawer_ready(struct drawer *w, const struct sketch *s);

struct sets {
    uint64_t key; /* of the stream */
    uint64_t from;
    uint32_t count;       /* SKETCH_BATCH_MAX at most */
    const uint64_t *goal; /* a bit a node, or NULL: a set that holds one of them ends there */
    bool forget;          /* only count those that did */
    uint64_t met, walked; /* out: sets that ended there; members drawn */
};
/* Sets from .. from + count - 1: set i has root[i] members (or SET_MET) at done[start[i]]. */
void sets_draw(const struct sketch *s, struct drawer *w, struct sets *j);

#endif

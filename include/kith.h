/*
 * kith.h - the engine of kith: which few nodes of a directed graph move most of it?
 *
 * A C library. This header is all it shows, and its manual page. On a graph of up to billions of
 * arcs "from can move to":
 *
 *   kith_graph_open   reads a list of arcs, or maps a packed graph   kith_graph_from_arcs, _pack
 *   kith_choose       the k nodes that move most together, and what share of the best possible
 *                     choice they are worth at least
 *   kith_spread       how many given nodes move, by simulation; several sets compared
 *   kith_rank         PageRank, the trust walk, HITS, cores
 *
 *   cc program.c $(pkg-config --cflags --libs kith)        examples/engine/choose.c is a whole one
 *
 * Ids       Nodes are named by the ids of the list, any numbers of 64 bits: ids in, ids out. Only
 *           figures that there are for every node come in arrays by node number: nodes are numbered
 *           0 .. nodes - 1 by ascending id (kith_graph_id, kith_graph_node).
 * Options   Each call takes a struct of options, or NULL for the defaults. Fill it by its _init
 *           function, then change what you want: struct kith_choose_options o;
 *           kith_choose_options_init(&o); o.k = 10. Later versions add fields at its end, where 0
 *           means what was before: what was compiled with an older header goes on working, and
 *           with a newer one, as long as it leaves what this library lacks at 0.
 * Errors    Every call that can fail returns a status; the sentence in the caller's struct
 *           kith_error (or NULL) says what is wrong and how to mend it. A call that failed has left
 *           *ret alone and holds nothing, but for KITH_NOT_CONVERGED. The struct is written only
 *           when a call fails.
 * Memory    What a call returns is the caller's to free by the function named with it. Large needs
 *           are compared with what is free before they are taken (KITH_TOO_MUCH). What this does
 *           not foresee - another process takes the memory first, a limit on the address space -
 *           ends the process: one sentence on stderr, exit 1. In no other case does the library
 *           print or exit.
 * Threads   Any thread may call anything, at once on one graph, too, which no call changes; close a
 *           graph when no call uses it. A call starts threads of its own (options.threads; 0: one
 *           for each core that the process may use; 256 at most) and has ended them when it
 *           returns. It handles no signal and changes no locale.
 * Repeat    Same graph, same options, same seed: the same answer to the last bit, for any number of
 *           threads - but where `seconds` lets the clock decide.
 * Text      Paths and names are UTF-8, handed to the system as they are.
 * Where     Linux; little-endian for the packed form. C99, C++11.
 */
#ifndef KITH_H
#define KITH_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define KITH_API __attribute__((visibility("default")))
#define KITH_CHECK __attribute__((warn_unused_result))
#else
#define KITH_API
#define KITH_CHECK
#endif

/* Of the library that is linked, as "0.1.0". */
KITH_API const char *kith_version(void);

/* ---- did it work? ---- */

enum kith_status {
    KITH_OK = 0,
    KITH_BAD_INPUT = 1,     /* a file, or the ids and numbers given, are not as they must be */
    KITH_NOT_FOUND = 2,     /* an id is no node of the graph */
    KITH_BAD_CALL = 3,      /* an option out of range, or two that exclude each other */
    KITH_IO_FAILED = 4,     /* the system refused: no such file, disk full */
    KITH_TOO_MUCH = 5,      /* past a limit, or more memory than is free */
    KITH_NOT_CONVERGED = 6, /* kith_rank: the answer is there and usable, but not settled */
    KITH_STOPPED = 7        /* watch.stop wanted it */
};

struct kith_error {
    char text[1024]; /* one sentence, UTF-8, without a full stop and without control characters */
};

/* How far is it, and should it stop? Either may be NULL. The threads of a call call them between
 * two batches of work, so from several threads at once: what they touch must bear that. They may
 * call the library, but only on what is there already. Packing and cores are not stopped, other
 * calls within parts of a second, or of a sweep. */
struct kith_watch {
    void *context; /* handed to both */
    /* step: what is done now, in a word or two; total 0: unknown. */
    void (*report)(void *context, const char *step, uint64_t done, uint64_t total);
    int (*stop)(void *context); /* not 0: end with KITH_STOPPED, nothing half done */
};

/* Nodes, and a number for each where one is wanted. */
struct kith_list {
    const uint64_t *id;   /* [count] each once */
    const double *number; /* [count] what the call says it is, 0 to 1e12; NULL: 1 each */
    size_t count;
};

/* ---- graphs ---- */

struct kith_graph;

/* What a graph is for: less is kept in memory, and less of a packed one is looked at. */
enum kith_use {
    KITH_TO_CHOOSE = 1, /* also kith_rank by PageRank and trust */
    KITH_TO_SPREAD = 2,
    KITH_TO_RANK = 4 /* by any measure */
};

enum kith_weights {
    KITH_WEIGHTS_NEVER = 0,   /* a third column is not read */
    KITH_WEIGHTS_MUST = 1,    /* every arc has one, 0 to 1 */
    KITH_WEIGHTS_IF_THERE = 2 /* if the first arc has one: then all must. Of arcs in memory: MUST */
};

struct kith_graph_options {
    size_t size;               /* of this struct; by _init */
    unsigned uses;             /* enum kith_use, or-ed; 0: all */
    enum kith_weights weights; /* NEVER */
    unsigned threads;          /* 0: all cores */
    int reverse;               /* not 0: an arc a b is read as b a */
    struct kith_watch watch;
};

static inline void kith_graph_options_init(struct kith_graph_options *o)
{
    memset(o, 0, sizeof *o);
    o->size = sizeof *o;
}

/*
 * Opens by content: a list of arcs as text, plain or under gzip or zstd, or a packed graph.
 *
 * Text: one "from to [weight]" a line, from can move to; blanks, tabs or commas between; # and %
 * begin a comment; what stands behind is not read. Loops and repeated arcs are dropped and counted;
 * of repeated arcs the first stays. A line is at most 256 KiB long.
 *
 * Cost    text 0.5-0.8 GB/s a core; at the peak 17 bytes an arc (29 with weights). Packed: mapped,
 *         and one pass over what is used, to check it; the file must not be cut while it is open.
 * Limits  2^32 - 2 nodes; 2^40 arcs by type.
 * BAD_INPUT names the line, or says that a packed graph is damaged; BAD_CALL, IO_FAILED, TOO_MUCH,
 * STOPPED.
 */
KITH_API KITH_CHECK enum kith_status kith_graph_open(const char *path,
                                                     const struct kith_graph_options *options,
                                                     struct kith_graph **ret, struct kith_error *e);

struct kith_arc {
    uint64_t from, to;
    float weight; /* 0 to 1; read when the options want weights */
};
/* The same of arcs in memory, by the same rules; they are not needed afterwards. BAD_INPUT names
 * the arc, the first being 1. */
KITH_API KITH_CHECK enum kith_status kith_graph_from_arcs(const struct kith_arc *arcs, size_t count,
                                                          const struct kith_graph_options *options,
                                                          struct kith_graph **ret,
                                                          struct kith_error *e);

/* Writes the packed form, which opens at once, with the weights the graph has; whole or not at all
 * (as path.tmp, renamed at the end). A graph opened for some uses is packed for these. About 4
 * bytes an arc and way, 4 more with weights. IO_FAILED. */
KITH_API KITH_CHECK enum kith_status kith_graph_pack(const struct kith_graph *g, const char *path,
                                                     struct kith_error *e);

struct kith_graph_info {
    size_t size; /* of this struct; by _init */
    uint64_t nodes, arcs;
    uint64_t lines, duplicates, loops; /* of the text it came from; of arcs in memory no lines */
    unsigned uses;                     /* what it can be used for, or-ed */
    int weights;                       /* 1: its arcs have weights */
};

static inline void kith_graph_info_init(struct kith_graph_info *ret)
{
    memset(ret, 0, sizeof *ret);
    ret->size = sizeof *ret;
}
/* Fills the fields that fit into ret->size; those this library does not know stay as they are. */
KITH_API void kith_graph_describe(const struct kith_graph *g, struct kith_graph_info *ret);

#define KITH_NO_NODE UINT32_MAX
/* Id of a node number, UINT64_MAX when there is none; number of an id, KITH_NO_NODE when it is no
 * node. O(1), O(log nodes). */
KITH_API uint64_t kith_graph_id(const struct kith_graph *g, uint32_t node);
KITH_API uint32_t kith_graph_node(const struct kith_graph *g, uint64_t id);
KITH_API void kith_graph_close(struct kith_graph *g); /* NULL is nothing */

/* ---- how a message passes ---- */

/* Whoever is moved tries each of their arcs once; it works with the chance said here. LT, linear
 * threshold: a node is moved once the arcs to it from moved nodes weigh more together than a
 * threshold drawn uniformly from 0 .. 1; an arc weighs its weight where the graph was opened with
 * weights (those to a node 1 at most together), else 1/indegree.
 * Source: Kempe, Kleinberg, Tardos, KDD 2003, doi:10.1145/956750.956769. */
enum kith_model {
    KITH_MODEL_WC = 0,      /* 1/indegree of the node it leads to */
    KITH_MODEL_UNIFORM = 1, /* options.p for all arcs */
    KITH_MODEL_WEIGHTS = 2, /* the weight of the arc */
    KITH_MODEL_LT = 3
};

/* ---- choose ---- */

#define KITH_NO_LIMIT UINT32_MAX
/* Of the members at least `least` and at most `most` (KITH_NO_LIMIT) are chosen. A node is in one
 * quota at most. */
struct kith_quota {
    const char *name;         /* for sentences; NULL: none */
    struct kith_list members; /* numbers are not read */
    uint32_t least, most;
};

struct kith_choose_options {
    size_t size;           /* of this struct; by _init */
    enum kith_model model; /* WC */
    uint32_t k;            /* 50; 1 to 1,000,000: how many are chosen at most */
    double p;              /* of KITH_MODEL_UNIFORM, 0 to 1 */
    uint64_t seed;         /* 1: of random numbers */
    /* What is enough: epsilon or guarantee, or neither: until more sampling would hardly better
     * the choice. seconds may come on top; alone it asks for the best there is in that time. */
    double epsilon;            /* 0.001 to 0.6: a share of 1 - 1/e - epsilon of the best; 0: none */
    double guarantee;          /* 0.01 to 0.99: this share of the best; 0: none */
    double seconds;            /* to 1e6: end within about as many; 0: no end */
    double delta;              /* 1e-12 to 0.5: how rarely what is said is untrue; 0: 1 / nodes */
    struct kith_list audience; /* only these count as moved, by their numbers; none: all alike */
    struct kith_list cost;     /* numbers are costs; who is not there costs the mean of these */
    double budget;             /* with cost, 0 to 1e15: of all chosen together */
    struct kith_list include;  /* chosen first, in this order, at their cost */
    struct kith_list exclude;  /* never chosen, unless included */
    const struct kith_quota *quota; /* [quota_count] not together with cost */
    size_t quota_count;
    unsigned threads; /* 0: all cores */
    unsigned unused;  /* 0 */
    struct kith_watch watch;
};

static inline void kith_choose_options_init(struct kith_choose_options *o)
{
    memset(o, 0, sizeof *o);
    o->size = sizeof *o;
    o->k = 50;
    o->seed = 1;
}

enum kith_stop {
    KITH_STOP_REACHED = 0, /* what was asked for */
    KITH_STOP_TIME = 1,    /* seconds */
    KITH_STOP_MEMORY = 2,  /* more samples do not fit; what is said holds */
    KITH_STOP_UNPROVED = 3 /* more samples would not prove what was asked for; what is said holds */
};

/* With probability 1 - delta at least: the chosen move spread_lower at least, no choice within the
 * rules moves more than optimum_upper, and so the chosen are worth `guarantee` of the best one. */
struct kith_chosen {
    const uint64_t *id; /* [count] in the order chosen */
    size_t count;       /* fewer than k where the graph, the budget or the rules give no more */
    double spread;      /* expected number (weight of the audience) moved, themselves included */
    double spread_lower, optimum_upper, guarantee;
    double cost;      /* of all of them; 0 without costs */
    uint64_t samples; /* reverse-reachable sets behind it */
    enum kith_stop stop;
    size_t unknown; /* ids of audience, cost, exclude and quotas that are no nodes: left out */
};

/*
 * Chooses on two independent pools of reverse-reachable sets: greedy on one, tested on the other.
 *
 * Needs   a graph opened KITH_TO_CHOOSE; for KITH_MODEL_WEIGHTS with weights.
 * Cost    with the defaults parts of a second for ten million arcs; memory up to 64 bytes a node
 *         beside the graph, and 4 to 8 bytes a member of the sets, of which there are 2^30 at most.
 * Source  Tang, Tang, Xiao, Yuan, SIGMOD 2018, doi:10.1145/3183713.3183749.
 * BAD_INPUT: no arcs, an audience without weight, an id twice, a number out of range, quotas that
 * overlap or cannot be kept. NOT_FOUND: an include is no node. BAD_CALL: an option out of range,
 * cost and quotas together. TOO_MUCH, STOPPED.
 */
KITH_API KITH_CHECK enum kith_status kith_choose(const struct kith_graph *g,
                                                 const struct kith_choose_options *options,
                                                 struct kith_chosen **ret, struct kith_error *e);
KITH_API void kith_chosen_free(struct kith_chosen *chosen); /* NULL is nothing */

/* ---- spread ---- */

struct kith_spread_options {
    size_t size;               /* of this struct; by _init */
    enum kith_model model;     /* WC */
    unsigned threads;          /* 0: all cores */
    double p;                  /* of KITH_MODEL_UNIFORM, 0 to 1 */
    uint64_t runs;             /* 10,000; 1 to 1,000,000,000 */
    uint64_t seed;             /* 1: of random numbers */
    struct kith_list audience; /* only these count as moved, by their numbers; none: all alike */
    struct kith_watch watch;
};

static inline void kith_spread_options_init(struct kith_spread_options *o)
{
    memset(o, 0, sizeof *o);
    o->size = sizeof *o;
    o->runs = 10000;
    o->seed = 1;
}

/* Of each set of seeds, in the order given. */
struct kith_spreads {
    size_t count;
    const double *mean;             /* [count] weight moved in a run, the seeds included */
    const double *error;            /* [count] standard error of that */
    const double *difference;       /* [count] moved more than by the first set, run by run */
    const double *difference_error; /* [count] standard error of that; both 0 of the first */
    uint64_t runs;
    size_t unknown; /* ids of the audience that are no nodes: left out */
};

/*
 * Plays the cascade from each set of seeds in the same worlds, 512 at once: a difference between
 * sets is far surer than either figure. Numbers of the seeds are not read.
 *
 * Needs   a graph opened KITH_TO_SPREAD; for KITH_MODEL_WEIGHTS with weights.
 * Cost    a few times the arcs out of who is moved in any of 512 runs; 136 bytes a node a thread.
 * NOT_FOUND: a seed is no node. BAD_INPUT: an id twice in a list, a number out of range. BAD_CALL:
 * an option out of range, no sets. TOO_MUCH, STOPPED.
 */
KITH_API KITH_CHECK enum kith_status kith_spread(const struct kith_graph *g,
                                                 const struct kith_list *seeds, size_t count,
                                                 const struct kith_spread_options *options,
                                                 struct kith_spreads **ret, struct kith_error *e);
KITH_API void kith_spreads_free(struct kith_spreads *spreads); /* NULL is nothing */

/* ---- rank ---- */

enum kith_measure {
    KITH_PAGERANK = 0, /* a column an audience: shares that sum to 1 */
    KITH_TRUST = 1,    /* a column an audience: what comes to a node in `steps` steps from it */
    KITH_HITS = 2,     /* two columns: authorities, hubs; each sums to 1 */
    KITH_CORE = 3      /* one column: the largest c such that it is among nodes with c arcs each,
                        * in and out together, from and to each other */
};

struct kith_rank_options {
    size_t size;               /* of this struct; by _init */
    enum kith_measure measure; /* PAGERANK */
    uint32_t steps;            /* 8, of the trust walk; 1 to 10,000 */
    double damping;            /* 0.85; 0 to 0.999: how often the walk goes on along an arc */
    double error_max;          /* 1e-10; above 0: settled when all are off by no more together */
    uint32_t sweeps_max;       /* 30,000; from 2: NOT_CONVERGED then */
    unsigned threads;          /* 0: all cores */
    /* PageRank and trust begin at an audience, by its numbers; several make as many columns, and
     * sixteen at once cost about as much as three. None: at all nodes alike. */
    const struct kith_list *audience;
    size_t audience_count; /* 256 at most */
    int weights;           /* not 0: arcs count by their weight; not of cores */
    int unused;            /* 0 */
    struct kith_watch watch;
};

static inline void kith_rank_options_init(struct kith_rank_options *o)
{
    memset(o, 0, sizeof *o);
    o->size = sizeof *o;
    o->steps = 8;
    o->damping = 0.85;
    o->error_max = 1e-10;
    o->sweeps_max = 30000;
}

struct kith_ranks {
    uint32_t nodes;
    size_t columns;
    const double *const *figure; /* [columns][nodes] by node number */
    double error;                /* PageRank: all shares of a column together are off by no more;
                                  * HITS: estimated distance from the true ones; else 0 */
    uint32_t sweeps;             /* done, at most of any column */
    size_t unknown;              /* ids of the audiences that are no nodes: left out */
};

/*
 * Ranks all nodes.
 *
 * Needs   a graph opened KITH_TO_RANK; KITH_TO_CHOOSE is enough for PageRank and trust.
 * Cost    O(sweeps * (nodes + arcs)); PageRank takes some 15 sweeps where the graph mixes fast.
 *         110 bytes a node and 4 an arc, 8 with weights (450 bytes a node from four audiences on).
 * Source  Brin, Page 1998, nodes without arcs on as NetworkX has them; Kleinberg, JACM 1999,
 *         doi:10.1145/324133.324140; Batagelj, Zaversnik 2003, arXiv:cs/0310049.
 * NOT_CONVERGED: *ret holds the last sweep, and is to be freed. BAD_INPUT: an audience of which no
 * node is in the graph, an id twice, a number out of range. BAD_CALL, TOO_MUCH, STOPPED.
 */
KITH_API KITH_CHECK enum kith_status kith_rank(const struct kith_graph *g,
                                               const struct kith_rank_options *options,
                                               struct kith_ranks **ret, struct kith_error *e);
/* Ids of the `most` nodes with the highest figures of a column, highest first, into ret[most];
 * figures alike to nine digits go by id. Returns how many: fewer where there are fewer nodes, 0
 * where there is no such column. */
KITH_API size_t kith_ranks_first(const struct kith_ranks *ranks, size_t column, size_t most,
                                 uint64_t *ret);
KITH_API void kith_ranks_free(struct kith_ranks *ranks); /* NULL is nothing */

#ifdef __cplusplus
}
#endif

#endif

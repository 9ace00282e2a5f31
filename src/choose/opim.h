/*
 * opim.h - choose: which k seeds move most, and how sure is that?
 *
 * Two independent pools of reverse-reachable sets. The seeds are picked on the first, which also
 * says what no choice can beat; the second, which had no part in picking them, says what they reach
 * at least. Both grow until what was asked for is reached; the sets of the second are drawn anew in
 * each round, only until they meet a seed, and never kept.
 *
 * With probability at least 1 - delta: spread(seeds) >= spread_lower, the spread of every choice
 * within the rules <= optimum_upper, and so spread(seeds) >= guarantee * optimum. It holds whatever
 * made the growth end, and whichever sizes it went through: these lie on a grid, sizes 5/4 apart,
 * and point j of it may be untrue with probability delta / ((j + 1) (j + 2)), which sum to delta.
 *
 * Sentinels: the first seeds are sure long before the rest, and in a dense cascade one person is in
 * nearly every large set. So between rounds the first pool may start again with them as sentinels:
 * a set ends as soon as it meets one, and is only counted. It does where that walks over fewer
 * members than going on, as far as the sets at hand show. Nothing is lost of what is said: the
 * bound on every choice S* is, for any seeds S that hold the sentinels, hits(S) + the largest gains
 * beside S; gains count only sets without a sentinel, which are whole. So it bounds the hits of S*
 * on the whole sets of the same stream, however the sentinels were found, and needs no share of
 * delta. What is lost is freedom: sentinels are seeds for good, so only those come in question who
 * hit SURE_HITS sets that those before them do not, and at most half of the seeds.
 *
 * Source  Tang, Tang, Xiao, Yuan, Online Processing Algorithms for Influence Maximization, SIGMOD
 *         2018, doi:10.1145/3183713.3183749; sentinels: Guo, Wang, Wei, Chen, Influence
 *         Maximization Revisited, SIGMOD 2020, doi:10.1145/3318464.3389740.
 * Cost    from round to round at most four times the sets; memory as sketch.h and shelf.h say.
 * Check   tests/unit/test_opim.c: against all choices (n <= 12) and all live-arc graphs
 */
#ifndef KITH_CHOOSE_OPIM_H
#define KITH_CHOOSE_OPIM_H

#include "choose/pick.h"

/* What is enough. Without guarantee and epsilon: seeds that are settled, which hit of new sets
 * fewer than of those they were picked on by a share of at most OPIM_MISS, its standard error
 * counted, and 1 - 1/e - OPIM_EPSILON, where more sets can give that. */
#define OPIM_EPSILON 0.1
#define OPIM_MISS 0.07

struct opim_options {
    struct sketch_options sketch;
    struct pick_rules rules; /* n and out are filled in */
    double epsilon;          /* enough at guarantee >= 1 - 1/e - epsilon; 0: not asked for */
    double guarantee;        /* enough at this; 0: not asked for */
    double seconds;          /* no round is begun that would end later, but the first; 0: no end.
                              * Alone it asks for the best there is in that time */
    double spent_s;          /* of seconds, before the call */
    double delta;            /* 0 < delta < 1; 0: 1 / n */
    uint64_t sets_least;     /* of each pool in the first round; 0: by the size of the graph, small
                              * ones more than is asked for, as they cost next to nothing */
};

enum opim_stop {
    OPIM_REACHED,  /* what was asked for */
    OPIM_TIME,     /* seconds */
    OPIM_MEMORY,   /* more sets do not fit */
    OPIM_UNPROVED, /* more sets would not prove it: these seeds are settled below it */
};

struct opim {
    struct picked seeds;
    double spread; /* of the seeds, as the second pool estimates it */
    double spread_lower, optimum_upper, guarantee;
    double spread_upper; /* of the seeds; true with probability 1 - delta, as spread_lower is */
    uint64_t samples;    /* sets of both pools in the last round */
    uint64_t members;    /* of all sets drawn, in all rounds */
    uint64_t hits;       /* sets of the second pool that hold a seed */
    enum opim_stop stop;
    size_t sentinels;
    double sample_s, select_s;
};

/* Needs the rows in; ties are broken by arcs out where there are rows out, too. BAD_INPUT: rules
 * that cannot be kept. The answer is a function of graph, rules, seed and the sizes gone through:
 * without `seconds` the same on any machine. */
MUST_CHECK enum status opim_choose(const struct graph *g, const struct opim_options *o,
                                   struct arena *a, struct opim *ret, struct err *e);
const char *opim_stop_name(enum opim_stop s); /* "reached", "time", "memory", "unproved" */

#endif

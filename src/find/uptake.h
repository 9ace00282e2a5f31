/*
 * uptake.h - find: how probably does one take up what another did?
 *
 * On a graph whose arc v u says that v can move u, and a log of acts: of v's acts (trials), u took
 * up some within a time after v. By itself taken / trials is 0 or 1 for most arcs; so it is pulled
 * to what is usual: p = (taken + a) / (trials + a + b), with (a, b) fitted to the arcs of one type
 * (betabin.h), or to all where fewer than TYPE_ARCS of a type had a trial.
 *
 * Judged on later items by ln of the probability, a trial: `pooled`, one chance of all arcs; `raw`,
 * taken / trials, the pooled chance where there was no trial, both kept RAW_END away from 0 and 1
 * (else one surprise would be worth minus infinity); `shrunk`. Gains with 90 % intervals: Bayesian
 * bootstrap over those who take up, the same draws for all.
 *
 * Both act once an item (acts.h). Whatever u did before v, the item is a trial of theirs, too.
 *
 * Source  Goyal, Bonchi, Lakshmanan, WSDM 2010, doi:10.1145/1718487.1718518 (trials and uptakes)
 * Cost    counting: sum over acts of the arcs out of who acts; 9 bytes an arc. Fit: betabin.h
 * Check   tests/unit/test_uptake.c by hand
 */
#ifndef KITH_FIND_UPTAKE_H
#define KITH_FIND_UPTAKE_H

#include "find/acts.h"
#include "find/betabin.h"
#include "find/graph.h"

enum { TYPE_ARCS = 100 };
#define RAW_END 1e-3

struct uptake {             /* of the arcs out, [m] each */
    const uint32_t *trials; /* acts of from */
    const uint32_t *taken;  /* of these: also of to, later, within the time */
    uint64_t trial_sum, taken_sum;
};

/* Of items from .. to - 1; both at most acts->items. within: units of the log; INFINITY: whenever
 * later. Needs the rows out. */
void uptake_count(const struct graph *g, const struct acts *acts, uint32_t from, uint32_t to,
                  double within, struct arena *a, struct uptake *ret);

struct uptake_model {
    const uint8_t *type; /* [m] of each arc, below types; NULL: all alike */
    uint32_t types;
    struct beta all, *of_type; /* [types] */
    const uint32_t *arcs;      /* [types] with a trial */
    double pooled;             /* one chance */
};
void uptake_fit(const struct graph *g, const struct uptake *u, const uint8_t *type, uint32_t types,
                struct arena *a, struct uptake_model *ret);
/* Chance of arc i (as numbered in the rows out). */
double uptake_chance(const struct uptake_model *m, const struct uptake *u, uint64_t i);

struct uptake_gain {
    double pooled, raw, shrunk; /* mean ln of the probability, a later trial */
    double over_raw, over_raw_lo, over_raw_hi;
    double over_pooled, over_pooled_lo, over_pooled_hi;
    uint64_t trials; /* judged */
    size_t judges;   /* who could have taken up */
};
/* learned: before; later: of items behind. NAN without later trials. */
void uptake_judge(const struct graph *g, const struct uptake_model *m, const struct uptake *learned,
                  const struct uptake *later, uint64_t seed, struct arena *a,
                  struct uptake_gain *ret);

#endif

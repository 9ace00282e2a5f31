/* backtest_int.h - find: what the files of backtest share */
#ifndef KITH_FIND_BACKTEST_INT_H
#define KITH_FIND_BACKTEST_INT_H

#include "find/backtest.h"

/* Whom each judge heeds after the date. Candidates are the nodes of the scene before it, then those
 * that appear only later. */
struct truth {
    const int64_t *judge; /* [judge_count] node ids */
    size_t judge_count;
    const size_t *first;    /* [judge_count + 1] into heeded */
    const uint32_t *heeded; /* candidates, ascending for a judge */
    const uint32_t *people; /* [people_count] who is rated: heeded before, or by a judge */
    size_t people_count;
    size_t candidate_count;
};

/* ids_known: sorted ids of those who were shown. */
void truth_find(const struct scene *before, const struct scene *after, const int64_t *ids_known,
                size_t known_count, struct arena *a, struct truth *ret);

/* One rater's order of the people of a truth. */
struct order {
    uint32_t first[BACKTEST_FIRST]; /* candidates, best first; of people_count at most */
    size_t count;
    const double *place; /* [people_count] place of each of people, 1 is best; ties in the middle */
};
/* score: [scene's node_count]; later candidates have 0. lot breaks ties. */
void order_find(const struct truth *t, const double *score, size_t node_count, uint64_t lot,
                struct arena *a, struct order *ret);

/* What is all this worth to judges of these weights? gains: [candidate_count] scratch. */
struct judged {
    double value[MEASURE_COUNT];
};
/* Sums of the judges' weights by candidate. */
void truth_gains(const struct truth *t, const double *weight, double *gain);
struct best {                     /* what an all-knowing order would have */
    double gain[BACKTEST_FIRST];  /* the largest, most first */
    uint32_t who[BACKTEST_FIRST]; /* candidates, ties by number */
    size_t count;
};
void best_find(const struct truth *t, const double *gain, struct best *ret);
/* place: [people_count] of the gains, for MEASURE_RANK. */
void places_find(const double *value, size_t count, struct arena *scratch, double *place);
struct judged order_judge(const struct truth *t, const struct order *o, const double *gain,
                          const struct best *best, const double *gain_place);

/* backtest_shown.c */
struct drawn {
    uint64_t lot;
    uint32_t node;
};
int drawn_cmp(const void *left, const void *right); /* by lot, then node */
/* Those who heed anybody, buyers or (other) everybody else, in an order by lot. */
struct drawn *heeders_by_lot(const struct scene *sc, bool other, uint64_t seed, uint32_t purpose,
                             unsigned split, struct arena *a, size_t *ret_count);
int node_id_cmp(const void *left, const void *right); /* of int64_t */
/* Node ids, ascending. */
int64_t *ids_of(const struct scene *sc, const struct drawn *d, size_t count, struct arena *a);
/* The scene as if only these were its buyers, whether of its audience or not. */
struct scene shown_to(const struct scene *sc, const int64_t *ids, size_t count, struct arena *a);

/* backtest_time.c: both scenes over the same people, each row in one of them by lot, as many early
 * as there are, about. */
void dated_by_lot(const struct scene *before, const struct scene *after, uint64_t seed,
                  uint64_t stream, struct arena *a, struct scene *ret_before,
                  struct scene *ret_after);
/* As a scene wants them: by (from, to, at, evidence). */
void heeds_sort(struct heed *heed, size_t count);

#endif

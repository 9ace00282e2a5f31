/*
 * doubt_int.h - find: who are the fans of each person? For doubt*.c only
 *
 * Check  tests/unit/test_doubt.c
 */
#ifndef KITH_FIND_DOUBT_INT_H
#define KITH_FIND_DOUBT_INT_H

#include "find/doubt.h"

struct fan {
    int64_t at_s; /* first heed */
    uint32_t from;
};

struct fans {
    const struct scene *scene;
    const size_t *first;    /* [node_count + 1] */
    const struct fan *fan;  /* by person, then from */
    const bool *empty;      /* [node_count] heeded by nobody, said nothing */
    const int64_t *seen_s;  /* [node_count] first in any heed; INT64_MAX: never */
    const size_t *to_first; /* [node_count + 1] the other way round … */
    const uint32_t *to;     /* … whom each is a fan of, ascending */
    struct arena *a;        /* scratch */
};

struct doubt_list { /* zero-initialise but for a */
    struct arena *a;
    struct doubt *doubt;
    size_t count, room;
};

void doubt_add(struct doubt_list *l, const struct doubt *d);
/* doubt_ring.c */
void rings_find(const struct fans *f, struct doubt_list *ret);
/* doubt_time.c */
void bursts_find(const struct fans *f, struct doubt_list *ret);
void clocks_find(const struct fans *f, struct doubt_list *ret);
/* doubt_answers.c */
void answers_find(const struct fans *f, struct doubt_list *ret);
/* copied.c */
MUST_CHECK enum status copies_find(struct store *st, const struct scene *sc, struct doubt_list *ret,
                                   size_t *docs_left, struct err *e);

/* Can k or more of n be chance, when each is with probability p? True: no, less than DOUBT_P. */
bool beyond_chance(double k, double n, double p);

#endif

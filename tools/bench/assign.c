/*
 * assign.c - tools: how fast is an assignment, and is it what another solver finds?
 *
 *   assign PEOPLE TEAMMATES CAPACITY [SEED]   made scores: time and figures of the plan
 *   assign … --lp owners|back-ups             the same problem for `glpsol --lp`, that layer alone,
 *                                             its optimum as CPLEX LP: count * BIG + score
 *
 * Capacity is per teammate; scores are products of four factors, as in connect/fit.h, so ties and
 * specialists abound; a tenth of the pairs is forbidden.
 */
#include "connect/assign.h"
#include "base/limits.h"
#include "base/rng.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static void make(struct assign_problem *p, uint32_t room, uint64_t seed, struct arena *a)
{
    int32_t *score = arena_new(a, int32_t, p->people * p->teammates);
    uint32_t *capacity = arena_new(a, uint32_t, p->teammates);
    struct rng r = rng_stream(seed, 1);
    for (size_t i = 0; i < p->people; i++) {
        int64_t weight = 1 + (int64_t)rng_below(&r, 100);
        for (size_t t = 0; t < p->teammates; t++) {
            int64_t x = weight * (20 + (int64_t)rng_below(&r, 81)) *
                        (rng_below(&r, 20) ? 25 : 100) * (rng_below(&r, 3) ? 50 : 100) / 1000;
            score[i * p->teammates + t] = rng_below(&r, 10) ? (int32_t)x : ASSIGN_NEVER;
        }
    }
    for (size_t t = 0; t < p->teammates; t++)
        capacity[t] = room;
    p->score = score;
    p->capacity = capacity;
}

/* owner NULL: the owners' layer, else the back-ups' of these owners. */
static bool may(const struct assign_problem *p, const int32_t *owner, size_t i, size_t t)
{
    if (p->score[i * p->teammates + t] < 0) return false;
    return !owner || (owner[i] >= 0 && owner[i] != (int32_t)t);
}

static void put_gain(const struct assign_problem *p, const int32_t *owner)
{
    (void)printf("Maximize\n obj:");
    for (size_t i = 0; i < p->people; i++) {
        for (size_t t = 0; t < p->teammates; t++) {
            int64_t worth = INT64_C(100000000) + p->score[i * p->teammates + t];
            if (may(p, owner, i, t)) (void)printf(" + %" PRId64 " x%zu_%zu\n", worth, i, t);
        }
    }
    (void)printf(" + 0 z\nSubject To\n");
}

static void put_lp(const struct assign_problem *p, const int32_t *owner, const uint32_t *room)
{
    put_gain(p, owner);
    for (size_t i = 0; i < p->people; i++) {
        (void)printf(" p%zu: 0 z\n", i);
        for (size_t t = 0; t < p->teammates; t++) {
            if (may(p, owner, i, t)) (void)printf(" + x%zu_%zu\n", i, t);
        }
        (void)printf(" <= 1\n");
    }
    for (size_t t = 0; t < p->teammates; t++) {
        (void)printf(" t%zu: 0 z\n", t);
        for (size_t i = 0; i < p->people; i++) {
            if (may(p, owner, i, t)) (void)printf(" + x%zu_%zu\n", i, t);
        }
        (void)printf(" <= %" PRIu32 "\n", room[t]);
    }
    (void)printf("End\n");
}

int main(int argc, char **argv)
{
    struct arena a = {0};
    struct err e;
    struct assigned x;
    if (argc < 4) {
        (void)fprintf(stderr, "assign PEOPLE TEAMMATES CAPACITY [SEED] [--lp owners|back-ups]\n");
        return 2;
    }
    struct assign_problem p = {.people = strtoul(argv[1], NULL, 10),
                               .teammates = strtoul(argv[2], NULL, 10)};
    const char *lp = argc > 5 && strcmp(argv[argc - 2], "--lp") == 0 ? argv[argc - 1] : NULL;
    uint64_t seed = argc > 4 && argv[4][0] != '-' ? strtoul(argv[4], NULL, 10) : 1;
    make(&p, (uint32_t)strtoul(argv[3], NULL, 10), seed, &a);
    struct timespec from;
    struct timespec to;
    (void)clock_gettime(CLOCK_MONOTONIC, &from);
    if (assign_make(&p, &a, &x, &e)) {
        (void)fprintf(stderr, "assign: %s\n", e.text);
        return 1;
    }
    (void)clock_gettime(CLOCK_MONOTONIC, &to);
    if (lp && strcmp(lp, "owners") == 0) {
        put_lp(&p, NULL, p.capacity);
    } else if (lp) {
        uint32_t *room = arena_new(&a, uint32_t, p.teammates);
        memcpy(room, p.capacity, p.teammates * sizeof *room);
        for (size_t i = 0; i < p.people; i++) {
            if (x.owner[i] >= 0) room[x.owner[i]]--;
        }
        put_lp(&p, x.owner, room);
    } else {
        double seconds =
            (double)(to.tv_sec - from.tv_sec) + 1e-9 * (double)(to.tv_nsec - from.tv_nsec);
        (void)printf("people %zu teammates %zu capacity %s: owned %zu score %" PRId64
                     " backed %zu score %" PRId64 " seconds %.2f\n",
                     p.people, p.teammates, argv[3], x.owned, x.owner_score, x.backed,
                     x.backup_score, seconds);
    }
    arena_free(&a);
    return 0;
}

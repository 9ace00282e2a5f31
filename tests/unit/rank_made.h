/*
 * rank_made.h - tests: twenty-two graphs of all shapes, always the same
 *
 * Karate: who met whom in Zachary's club, J. Anthropological Research 33, 1977, both ways.
 */
#ifndef KITH_TESTS_RANK_MADE_H
#define KITH_TESTS_RANK_MADE_H

#include "karate.h"

#include "base/arena.h"
#include "base/rng.h"
#include "graph_made.h"

enum { SHAPES = 22, SHAPE_NODES = 60, SHAPE_PREFERENTIAL = 20, SHAPE_KARATE = 21 };

struct shape {
    const char *name;
    struct graph g;
    bool weights;
};

struct drawing {
    struct arc *arc;
    uint64_t m;
    bool there[SHAPE_NODES][SHAPE_NODES];
    struct rng rng;
};

static inline void draw(struct drawing *d, uint32_t from, uint32_t to)
{
    if (from == to || d->there[from][to]) return;
    d->there[from][to] = true;
    d->arc[d->m++] = (struct arc){from, to, (float)(1 + rng_below(&d->rng, 1000)) / 1000};
}

/* m arcs at random among nodes begin .. end-1; those from `sinks` on have none that lead on. */
static inline void draw_random(struct drawing *d, uint32_t begin, uint32_t end, uint32_t sinks,
                               int m)
{
    for (int i = 0; i < m; i++) {
        uint32_t from = begin + (uint32_t)rng_below(&d->rng, sinks - begin);
        draw(d, from, begin + (uint32_t)rng_below(&d->rng, end - begin));
    }
}

static inline void draw_all(struct drawing *d, uint32_t n)
{
    for (uint32_t u = 0; u < n; u++) {
        for (uint32_t v = 0; v < n; v++)
            draw(d, u, v);
    }
}

static inline void draw_grid(struct drawing *d, uint32_t wide, uint32_t high)
{
    for (uint32_t i = 0; i < wide * high; i++) {
        if (i % wide + 1 < wide) draw(d, i, i + 1);
        if (i % wide > 0) draw(d, i, i - 1);
        if (i + wide < wide * high) draw(d, i, i + wide);
        if (i >= wide) draw(d, i, i - wide);
    }
}

/* Barabasi, Albert, Science 1999: each comes with two arcs, to nodes that have most already. */
static inline void draw_preferential(struct drawing *d, uint32_t n)
{
    draw(d, 0, 1);
    for (uint32_t u = 2; u < n; u++) {
        uint64_t before = d->m;
        while (d->m < before + 2) {
            const struct arc *other = &d->arc[rng_below(&d->rng, before)];
            draw(d, u, rng_below(&d->rng, 2) ? other->from : other->to);
        }
    }
}

static inline void draw_karate(struct drawing *d)
{
    for (size_t i = 0; i < KARATE_TIES; i++) {
        draw(d, karate[i][0], karate[i][1]);
        draw(d, karate[i][1], karate[i][0]);
    }
}

/* Arcs of one shape; returns how many nodes. */
static inline uint32_t draw_shape(struct drawing *d, int which, const char **name)
{
    static const char *const names[] = {
        "random",   "sparse", "star in",   "star out", "path",         "ring",  "parts", "sinks",
        "isolated", "dense",  "bipartite", "tree",     "grid",         "pairs", "hubs",  "ladder",
        "",         "",       "",          "",         "preferential", "karate"};
    uint32_t n = SHAPE_NODES;
    *name = names[which];
    for (uint32_t i = 0; i + 1 < n; i++) {
        if (which == 2) draw(d, i + 1, 0);
        if (which == 3) draw(d, 0, i + 1);
        if (which == 4 || which == 5) draw(d, i, i + 1);
        if (which == 10) draw(d, i % 20, 20 + i * 7 % 40);
        if (which == 11) draw(d, i + 1, i / 2);
        if (which == 13) draw(d, i, i ^ 1);
        if (which == 14 && i > 1) draw(d, i, i % 3 == 0), draw(d, 0, i), draw(d, i, i * i % n);
        if (which == 15) draw(d, i, i + 1), draw(d, i + 1, i), draw(d, i, (i + 2) % n);
    }
    if (which == 0) draw_random(d, 0, n, n, 400);
    if (which == 1) draw_random(d, 0, n, n, 90);
    if (which == 5) draw(d, n - 1, 0);
    if (which == 6) draw_random(d, 0, 25, 25, 100), draw_random(d, 25, n, n, 120);
    if (which == 7) draw_random(d, 0, n, 20, 200);
    if (which == 8) draw_random(d, 0, 40, 35, 150); /* 40 .. 59 have no arcs */
    if (which == 9) draw_all(d, n = 25);
    if (which == 12) draw_grid(d, 10, 6);
    if (which == SHAPE_PREFERENTIAL) draw_preferential(d, n);
    if (which == SHAPE_KARATE) draw_karate(d), n = 34;
    return n;
}

/* The first sixteen without weights, then four of them with, then two without. */
static inline struct shape shape_made(int which, struct arena *a)
{
    static const int again[] = {0, 7, 8, 9};
    struct drawing *d = arena_new(a, struct drawing, 1);
    d->arc = arena_new(a, struct arc, SHAPE_NODES * SHAPE_NODES);
    d->rng = rng_stream(20, (uint64_t)which);
    struct shape s = {.weights = which >= 16 && which < SHAPE_PREFERENTIAL};
    uint32_t n = draw_shape(d, s.weights ? again[which - 16] : which, &s.name);
    s.g = made_graph(d->arc, d->m, n, s.weights, a);
    return s;
}

#endif

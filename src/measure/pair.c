/* pair.c - measure: whom do we engage first, so that chance alone decides who is compared? */
#include "measure/pair.h"

#include "base/file.h"
#include "base/limits.h"
#include "base/rng.h"

#include <math.h>
#include <stdlib.h>

enum { RNG_PAIR = 0x70616972, RNG_ORDER = 0x6f726472 };

struct drawn { /* candidates in the order that all rests on */
    const struct candidate *c;
    uint32_t *at; /* [count] by id */
    double *x;    /* [2 * count] score and trend in standard deviations, by place in c */
    size_t count;
};

static int by_id(const void *l, const void *r, void *context)
{
    const struct candidate *c = context;
    return str_cmp(c[*(const uint32_t *)l].id, c[*(const uint32_t *)r].id);
}

static double value_of(const struct candidate *c, int which)
{
    return which ? c->trend : c->score;
}

/* Mean and standard deviation of what is known. */
static void scale(struct drawn *d, int which)
{
    double n = 0.0;
    double mean = 0.0;
    double square = 0.0;
    for (size_t i = 0; i < d->count; i++) {
        double v = value_of(&d->c[d->at[i]], which);
        if (!isfinite(v)) continue;
        double before = v - mean;
        mean += before / ++n;
        square += before * (v - mean);
    }
    double sd = n > 1.0 ? sqrt(square / (n - 1.0)) : 0.0;
    for (size_t i = 0; i < d->count; i++) {
        double v = value_of(&d->c[i], which);
        d->x[2 * i + (size_t)which] = isfinite(v) && sd > 0.0 ? (v - mean) / sd : 0.0;
    }
}

static enum status drawn_read(const struct candidate *c, size_t count, struct arena *a,
                              struct drawn *ret, struct err *e)
{
    *ret = (struct drawn){c, arena_new(a, uint32_t, count), arena_new(a, double, 2 * count), count};
    if (count > PAIR_CANDIDATES_MAX) {
        return err_set(e, TOO_MUCH, "%zu candidates, at most %d can be drawn from at once", count,
                       (int)PAIR_CANDIDATES_MAX);
    }
    for (size_t i = 0; i < count; i++)
        ret->at[i] = (uint32_t)i;
    qsort_r(ret->at, count, sizeof *ret->at, by_id, (void *)(uintptr_t)c);
    for (size_t i = 1; i < count; i++) {
        struct str id = c[ret->at[i]].id;
        if (!str_eq(id, c[ret->at[i - 1]].id)) continue;
        return err_set(e, BAD_INPUT, "'%.*s' is a candidate twice", STR_ARG(id));
    }
    scale(ret, 0);
    scale(ret, 1);
    return OK;
}

static double distance(const struct drawn *d, size_t i, size_t j)
{
    return hypot(d->x[2 * i] - d->x[2 * j], d->x[2 * i + 1] - d->x[2 * j + 1]);
}

/* ---- pairs ---- */

struct near {
    float distance;
    uint32_t i, j; /* places in d->at, i < j */
};

static int by_distance(const void *l, const void *r)
{
    const struct near *x = l;
    const struct near *y = r;
    if (x->distance != y->distance) return x->distance < y->distance ? -1 : 1;
    if (x->i != y->i) return x->i < y->i ? -1 : 1;
    return (x->j > y->j) - (x->j < y->j);
}

/* Those of one category, by place in d->at. */
static size_t mates_of(const struct drawn *d, size_t first, bool *seen, uint32_t *mate)
{
    size_t count = 0;
    for (size_t i = first; i < d->count; i++) {
        if (seen[i] || !str_eq(d->c[d->at[i]].category, d->c[d->at[first]].category)) continue;
        seen[i] = true;
        mate[count++] = (uint32_t)i;
    }
    return count;
}

static size_t nearest_first(const struct drawn *d, const uint32_t *mate, size_t count,
                            struct arena *a, struct pair *pair)
{
    struct near *near = arena_new(a, struct near, count * (count - 1) / 2);
    bool *taken = arena_new(a, bool, d->count);
    size_t n = 0;
    size_t pairs = 0;
    for (size_t i = 0; i < count; i++) {
        for (size_t j = i + 1; j < count; j++) {
            double apart = distance(d, d->at[mate[i]], d->at[mate[j]]);
            near[n++] = (struct near){(float)apart, mate[i], mate[j]};
        }
    }
    qsort(near, n, sizeof *near, by_distance);
    for (size_t i = 0; i < n; i++) {
        if (taken[near[i].i] || taken[near[i].j]) continue;
        taken[near[i].i] = taken[near[i].j] = true;
        pair[pairs++] = (struct pair){d->at[near[i].i], d->at[near[i].j], 0.0};
    }
    return pairs;
}

static bool exchange(const struct drawn *d, struct pair *p, struct pair *q)
{
    double now = distance(d, p->engaged, p->waits) + distance(d, q->engaged, q->waits);
    double across = distance(d, p->engaged, q->engaged) + distance(d, p->waits, q->waits);
    double crossed = distance(d, p->engaged, q->waits) + distance(d, p->waits, q->engaged);
    double best = fmin(across, crossed);
    if (!(best < now - 1e-9 * (1.0 + now))) return false;
    uint32_t mine = p->waits;
    if (across <= crossed) {
        p->waits = q->engaged;
        q->engaged = mine;
    } else {
        p->waits = q->waits;
        q->waits = mine;
    }
    return true;
}

/* Each exchange shortens the sum, so it ends; of what is left over none takes part. */
static void better(const struct drawn *d, struct pair *pair, size_t count)
{
    for (bool again = true; again;) {
        again = false;
        for (size_t i = 0; i < count; i++) {
            for (size_t j = i + 1; j < count; j++)
                again |= exchange(d, &pair[i], &pair[j]);
        }
    }
}

static int by_pair(const void *l, const void *r, void *context)
{
    const struct pair *x = l;
    const struct pair *y = r;
    const struct candidate *c = context;
    if (x->distance != y->distance) return x->distance < y->distance ? -1 : 1;
    return str_cmp(c[x->engaged].id, c[y->engaged].id);
}

static void close_pairs(const struct drawn *d, struct pair *pair, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct pair *p = &pair[i];
        p->distance = distance(d, p->engaged, p->waits);
        if (str_cmp(d->c[p->engaged].id, d->c[p->waits].id) <= 0) continue;
        *p = (struct pair){p->waits, p->engaged, p->distance};
    }
    qsort_r(pair, count, sizeof *pair, by_pair, (void *)(uintptr_t)d->c);
}

static void draw(struct offer *o, const struct candidate *c, uint64_t seed, struct arena *a)
{
    struct rng r = rng_stream(seed, rng_stream_id(RNG_PAIR, 0, 0));
    struct buf said = buf_new(a);
    buf_addf(&said, "kith pairs 1\nseed %llu\n", (unsigned long long)seed);
    for (size_t i = 0; i < o->count; i++) {
        struct pair *p = &o->pair[i];
        if (rng_below(&r, 2)) *p = (struct pair){p->waits, p->engaged, p->distance};
        buf_addf(&said, "%.*s\tengaged\t%.*s\twaits\n", STR_ARG(c[p->engaged].id),
                 STR_ARG(c[p->waits].id));
    }
    o->hash = bytes_hash(a, buf_str(&said));
}

enum status pairs_offer(const struct candidate *c, size_t count, uint64_t seed, struct arena *a,
                        struct offer *ret, struct err *e)
{
    struct drawn d;
    *ret = (struct offer){0};
    enum status s = drawn_read(c, count, a, &d, e);
    if (s) return s;
    ret->pair = arena_new(a, struct pair, count / 2 + 1);
    ret->left = arena_new(a, uint32_t, count);
    bool *seen = arena_new(a, bool, count);
    bool *paired = arena_new(a, bool, count);
    uint32_t *mate = arena_new(a, uint32_t, count);
    for (size_t i = 0; i < count; i++) {
        if (seen[i]) continue;
        struct arena_mark scratch = arena_mark(a);
        size_t mates = mates_of(&d, i, seen, mate);
        size_t pairs = nearest_first(&d, mate, mates, a, ret->pair + ret->count);
        arena_reset(a, scratch);
        better(&d, ret->pair + ret->count, pairs);
        ret->count += pairs;
    }
    close_pairs(&d, ret->pair, ret->count);
    for (size_t i = 0; i < ret->count; i++)
        paired[ret->pair[i].engaged] = paired[ret->pair[i].waits] = true;
    for (size_t i = 0; i < count; i++) {
        if (!paired[d.at[i]]) ret->left[ret->left_count++] = d.at[i];
    }
    draw(ret, c, seed, a);
    return OK;
}

/* ---- order ---- */

enum status order_offer(const struct candidate *c, size_t count, uint64_t seed, struct arena *a,
                        uint32_t *order, struct str *ret_hash, struct err *e)
{
    struct drawn d;
    enum status s = drawn_read(c, count, a, &d, e);
    if (s) return s;
    struct rng r = rng_stream(seed, rng_stream_id(RNG_ORDER, 0, 0));
    struct buf said = buf_new(a);
    for (size_t i = 0; i < count; i++)
        order[i] = d.at[i];
    for (size_t i = count; i > 1; i--) {
        size_t k = (size_t)rng_below(&r, i);
        uint32_t other = order[k];
        order[k] = order[i - 1];
        order[i - 1] = other;
    }
    buf_addf(&said, "kith order 1\nseed %llu\n", (unsigned long long)seed);
    for (size_t i = 0; i < count; i++)
        buf_addf(&said, "%.*s\n", STR_ARG(c[order[i]].id));
    *ret_hash = bytes_hash(a, buf_str(&said));
    return OK;
}

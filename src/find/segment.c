/* segment.c - find: how much does each buyer who was heard stand for? */
#include "find/segment.h"

#include <math.h>

struct rake {
    const struct scene *scene;
    const uint32_t *buyer;
    size_t count;
    const double *own; /* [count] weights before */
    double *factor;    /* [count] */
};

static bool is_of(const struct rake *r, size_t b, size_t segment)
{
    return r->scene->segment[r->buyer[b]] >> segment & 1;
}

/* Weight of a segment's members, and of all. */
static double weight_of(const struct rake *r, size_t segment, double *ret_all)
{
    double in = 0.0;
    double all = 0.0;
    for (size_t b = 0; b < r->count; b++) {
        double w = r->own[b] * r->factor[b];
        all += w;
        if (is_of(r, b, segment)) in += w;
    }
    *ret_all = all;
    return in;
}

static double share_now(const struct rake *r, size_t segment)
{
    double all = 0.0;
    double in = weight_of(r, segment, &all);
    return all > 0.0 ? in / all : 0.0;
}

/* Gives one segment its share; returns by how much it was off. Nobody or everybody in it: 0. */
static double scale(struct rake *r, size_t segment, double share)
{
    double all = 0.0;
    double in = weight_of(r, segment, &all);
    double out = all - in;
    if (!(in > 0.0) || out <= 1e-12 * all) return 0.0;
    for (size_t b = 0; b < r->count; b++)
        r->factor[b] *= is_of(r, b, segment) ? share * all / in : (1.0 - share) * all / out;
    return fabs(in / all - share);
}

/* share: [segment_count] as they shall be; 0: nobody of it was heard. */
static bool rake(struct rake *r, const double *share)
{
    size_t segments = r->scene->market.segment_count;
    for (int round = 0; round < RAKE_ROUNDS; round++) {
        double off = 0.0;
        for (size_t s = 0; s < segments; s++) {
            if (share[s] > 0.0) off = fmax(off, scale(r, s, share[s]));
        }
        if (off < RAKE_NEAR) return true;
    }
    return false;
}

/* Weighted mean of the factors becomes 1. */
static void centre(struct rake *r)
{
    double own = 0.0;
    double sum = 0.0;
    for (size_t b = 0; b < r->count; b++) {
        own += r->own[b];
        sum += r->own[b] * r->factor[b];
    }
    for (size_t b = 0; b < r->count && sum > 0.0; b++)
        r->factor[b] *= own / sum;
}

/* To the ends and back to the mean, until both hold. */
static bool trim(struct rake *r)
{
    bool any = false;
    centre(r);
    for (int round = 0; round < RAKE_ROUNDS; round++) {
        bool out = false;
        for (size_t b = 0; b < r->count; b++) {
            double kept = fmin(RAKE_MOST, fmax(RAKE_LEAST, r->factor[b]));
            out = out || fabs(kept - r->factor[b]) > 1e-9;
            r->factor[b] = kept;
        }
        if (!out) break;
        any = true;
        centre(r);
    }
    return any;
}

/* The shares among those who can be stood for. */
static double *shares_wanted(const struct rake *r, struct segment_heard *heard, struct arena *a)
{
    const struct market *m = &r->scene->market;
    double *share = arena_new(a, double, m->segment_count);
    double empty = 0.0;
    for (size_t s = 0; s < m->segment_count; s++) {
        for (size_t b = 0; b < r->count; b++)
            heard[s].heard += is_of(r, b, s);
        heard[s].before = share_now(r, s);
        if (!heard[s].heard) empty += m->segment[s].share;
    }
    for (size_t s = 0; s < m->segment_count; s++) {
        double of = empty < 1.0 ? m->segment[s].share / (1.0 - empty) : 1.0;
        share[s] = heard[s].heard ? fmin(of, 1.0) : 0.0;
    }
    return share;
}

void segments_weigh(const struct scene *sc, const uint32_t *buyer, size_t count, double *weight,
                    struct arena *a, struct segments_heard *ret)
{
    *ret = (struct segments_heard){.settled = true};
    if (!sc->segment || !count) return;
    struct arena scratch = {0};
    size_t segments = sc->market.segment_count;
    struct segment_heard *heard = arena_new(a, struct segment_heard, segments);
    struct rake r = {sc, buyer, count, weight, arena_new(&scratch, double, count)};
    for (size_t b = 0; b < count; b++)
        r.factor[b] = 1.0;
    const double *share = shares_wanted(&r, heard, &scratch);
    ret->settled = rake(&r, share);
    ret->trimmed = trim(&r);
    for (size_t s = 0; s < segments; s++)
        heard[s].after = share_now(&r, s);
    double sum = 0.0;
    double squares = 0.0;
    for (size_t b = 0; b < count; b++) {
        weight[b] *= r.factor[b];
        sum += weight[b];
        squares += weight[b] * weight[b];
    }
    ret->segment = heard;
    ret->count = segments;
    ret->effective = sum * sum / squares;
    arena_free(&scratch);
}

/* rank_one.c - find: what does one sweep over the rows change, for one vector? */
#include "find/rank_int.h"

#include "base/parallel.h"

#include <math.h>

struct one {
    struct sweeper *s;
    double *restart;    /* [core] */
    double *y, *arc;    /* [core] so far; y / out */
    double *missing;    /* [core] restart - y + damping P' y */
    float *b;           /* [core] what this round solves for: restart + missing / part */
    float *x, *next;    /* [core] as arc, times BIG / part */
    float *per;         /* [core] 1 / out */
    float *leaves;      /* [core] times x: what it does not pass on within the core */
    struct sums sums[]; /* [chunks] */
};

static void over_chunks(struct one *w, void (*task)(void *context, size_t k), struct sums *ret)
{
    const struct plan *p = w->s->p;
    struct sums all = {0};
    parallel_for(p->threads, p->chunks, task, w);
    for (size_t k = 0; k < p->chunks && ret; k++) {
        all.b += w->sums[k].b;
        all.mass += w->sums[k].mass;
        all.change += w->sums[k].change;
        all.y += w->sums[k].y;
        all.missing += w->sums[k].missing;
    }
    if (ret) *ret = all;
}

/* ---- a round begins ---- */

static void begin_task(void *context, size_t k)
{
    struct one *w = context;
    const struct plan *p = w->s->p;
    const struct chunk *c = &p->chunk[k];
    double part = w->s->round->part;
    struct sums sums = {0};
    for (uint32_t r = c->begin; r < c->end; r++) {
        double b = (w->restart[r] + w->missing[r] / part) * BIG;
        w->b[r] = (float)b;
        w->x[r] = (float)(w->arc[r] * BIG);
        sums.b += b;
        sums.mass += (double)w->x[r] * (double)w->leaves[r];
    }
    w->sums[k] = sums;
}

static void one_begin(struct sweeper *s, bool again, struct sums ret[])
{
    (void)again;
    over_chunks(s->own, begin_task, ret);
}

/* ---- a sweep ---- */

/* Four sums, so that no addition waits for the one before. far: x is larger than the caches close
 * to a core, so it is asked for ahead of time, also for the rows behind this one. */
static inline __attribute__((always_inline)) float row_sum(const float *x, const uint32_t *from,
                                                           uint32_t count, bool far)
{
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    for (; count >= 4; count -= 4, from += 4) {
        s0 += x[from[0]];
        s1 += x[from[1]];
        s2 += x[from[2]];
        s3 += x[from[3]];
        for (int i = 0; i < 4 && far; i++)
            __builtin_prefetch(&x[from[AHEAD + i]]);
    }
    float sum = (s0 + s1) + (s2 + s3);
    for (uint32_t i = 0; i < count; i++)
        sum += x[from[i]];
    return sum;
}

static inline float row_sum_weighted(const float *x, const uint32_t *from, const float *weight,
                                     uint32_t count)
{
    float s[4] = {0};
    for (; count >= 4; count -= 4, from += 4, weight += 4) {
        for (int j = 0; j < 4; j++)
            s[j] += weight[j] * x[from[j]];
    }
    float sum = (s[0] + s[1]) + (s[2] + s[3]);
    for (uint32_t i = 0; i < count; i++)
        sum += weight[i] * x[from[i]];
    return sum;
}

static inline __attribute__((always_inline)) void rows_sum(const struct one *w,
                                                           const struct chunk *c, bool far)
{
    const uint32_t *from = w->s->p->from + c->first;
    uint32_t at = 0;
    for (uint32_t r = c->begin; r < c->end; r++) {
        w->next[r] = row_sum(w->x, from + at, w->s->p->end[r] - at, far);
        at = w->s->p->end[r];
    }
}

static void rows_sum_weighted(const struct one *w, const struct chunk *c)
{
    const uint32_t *from = w->s->p->from + c->first;
    const float *weight = w->s->p->weight + c->first;
    uint32_t at = 0;
    for (uint32_t r = c->begin; r < c->end; r++) {
        w->next[r] = row_sum_weighted(w->x, from + at, weight + at, w->s->p->end[r] - at);
        at = w->s->p->end[r];
    }
}

/* next holds the sums of the rows and becomes the new x. */
ON_LANES static void rows_finish(const struct one *w, const struct chunk *c, struct sums *ret)
{
    wide mass = {0};
    wide change = {0};
    float scale = (float)w->s->round->scale;
    float damping = (float)w->s->damping * scale;
    uint32_t r = c->begin;
    for (; c->end - r >= LANES; r += LANES) {
        lanes *next = (lanes *)&w->next[r];
        lanes per = *(const lanes *)&w->per[r];
        lanes before = *(const lanes *)&w->x[r] * scale;
        lanes after = (*(const lanes *)&w->b[r] + *next * damping) * per;
        lanes off = (after - before) / per;
        lane_bits bits = *(lane_bits *)&off & 0x7fffffff;
        *next = after;
        mass += __builtin_convertvector(after * *(const lanes *)&w->leaves[r], wide);
        change += __builtin_convertvector(*(lanes *)&bits, wide);
    }
    *ret = (struct sums){0};
    for (int i = 0; i < LANES; i++) {
        ret->mass += mass[i];
        ret->change += change[i];
    }
    for (; r < c->end; r++) {
        float after = (w->b[r] + w->next[r] * damping) * w->per[r];
        ret->mass += (double)(after * w->leaves[r]);
        ret->change += (double)fabsf((after - w->x[r] * scale) / w->per[r]);
        w->next[r] = after;
    }
}

static void sweep_task(void *context, size_t k)
{
    struct one *w = context;
    const struct chunk *c = &w->s->p->chunk[k];
    if (w->s->p->weight) {
        rows_sum_weighted(w, c);
    } else if (w->s->p->core > FAR) {
        rows_sum(w, c, true);
    } else {
        rows_sum(w, c, false);
    }
    rows_finish(w, c, &w->sums[k]);
}

static void one_sweep(struct sweeper *s, struct sums ret[])
{
    struct one *w = s->own;
    over_chunks(w, sweep_task, ret);
    float *swap = w->x;
    w->x = w->next;
    w->next = swap;
}

/* ---- a round ends ---- */

static void y_task(void *context, size_t k)
{
    struct one *w = context;
    const struct plan *p = w->s->p;
    const struct chunk *c = &p->chunk[k];
    double part = w->s->round->part;
    double scale = w->s->round->scale / BIG * part;
    for (uint32_t r = c->begin; r < c->end; r++) {
        w->y[r] = (1 - part) * w->y[r] + scale * (double)w->x[r] * p->out[r];
        w->arc[r] = w->y[r] / p->out[r];
    }
}

static double row_exact(const struct plan *p, const double *x, uint64_t first, uint32_t count)
{
    const uint32_t *from = p->from + first;
    const float *weight = p->weight ? p->weight + first : NULL;
    double s[4] = {0};
    for (; count >= 4; count -= 4, from += 4) {
        for (int i = 0; i < 4; i++) {
            s[i] += weight ? (double)weight[i] * x[from[i]] : x[from[i]];
            __builtin_prefetch(&x[from[AHEAD + i]]);
        }
        if (weight) weight += 4;
    }
    double sum = (s[0] + s[1]) + (s[2] + s[3]);
    for (uint32_t i = 0; i < count; i++)
        sum += weight ? (double)weight[i] * x[from[i]] : x[from[i]];
    return sum;
}

static void missing_task(void *context, size_t k)
{
    struct one *w = context;
    const struct plan *p = w->s->p;
    const struct chunk *c = &p->chunk[k];
    struct sums sums = {0};
    uint32_t at = 0;
    for (uint32_t r = c->begin; r < c->end; r++) {
        double sum = row_exact(p, w->arc, c->first + at, p->end[r] - at);
        at = p->end[r];
        w->missing[r] = w->restart[r] - w->y[r] + w->s->damping * sum;
        sums.y += w->y[r];
        sums.missing += fabs(w->missing[r]);
    }
    w->sums[k] = sums;
}

static void one_end(struct sweeper *s, struct sums ret[])
{
    over_chunks(s->own, y_task, NULL);
    over_chunks(s->own, missing_task, ret);
}

void one_open(struct sweeper *s, struct pages pages[2])
{
    const struct plan *p = s->p;
    pages[0] = pages_take((size_t)p->core * ONE_BYTES);
    pages[1] = pages_take(sizeof(struct one) + p->chunks * sizeof(struct sums));
    pages_huge(pages[0].p, pages[0].bytes);
    struct one *w = pages[1].p;
    w->s = s;
    w->restart = pages[0].p;
    w->y = w->restart + p->core;
    w->arc = w->y + p->core;
    w->missing = w->arc + p->core;
    w->b = (float *)(w->missing + p->core);
    w->x = w->b + p->core;
    w->next = w->x + p->core;
    w->per = w->next + p->core;
    w->leaves = w->per + p->core;
    for (uint32_t r = 0; r < p->core; r++) {
        w->restart[r] = restart_of(&s->round->restart, p->node[r]);
        w->y[r] = w->restart[r];
        w->arc[r] = w->y[r] / p->out[r];
        w->per[r] = (float)(1 / p->out[r]);
        w->leaves[r] = (float)(p->out[r] - s->damping * p->kept[r]);
    }
    s->arc = w->arc;
    s->own = w;
    s->begin = one_begin;
    s->sweep = one_sweep;
    s->end = one_end;
}

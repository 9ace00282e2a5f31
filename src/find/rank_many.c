/* rank_many.c - find: what does one sweep over the rows change, for sixteen vectors at once? */
#include "find/rank_int.h"

#include "base/parallel.h"

#include <math.h>

enum { FETCH = 24 }; /* arcs ahead */

struct many {
    struct sweeper *s;
    size_t vectors;
    bool again;      /* this round anew: missing is b already */
    double *restart; /* [core][LANES] */
    double *arc;     /* [core][LANES] y / out */
    float *missing;  /* [core][LANES] restart - y + damping P' y, times BIG; then b */
    float *x, *next; /* [core][LANES] as arc, times BIG / part */
    float *leaves;   /* [core] times x: what it does not pass on within the core */
    double part[LANES], scale[LANES];
    struct sums sums[][LANES]; /* [chunks] */
};

static void over_chunks(struct many *w, void (*task)(void *context, size_t k), struct sums ret[])
{
    const struct plan *p = w->s->p;
    for (size_t v = 0; v < w->vectors; v++) {
        w->part[v] = w->s->round[v].part;
        w->scale[v] = w->s->round[v].scale;
        ret[v] = (struct sums){0};
    }
    parallel_for(p->threads, p->chunks, task, w);
    for (size_t k = 0; k < p->chunks; k++) {
        for (size_t v = 0; v < w->vectors; v++) {
            ret[v].b += w->sums[k][v].b;
            ret[v].mass += w->sums[k][v].mass;
            ret[v].change += w->sums[k][v].change;
            ret[v].y += w->sums[k][v].y;
            ret[v].missing += w->sums[k][v].missing;
        }
    }
}

static void begin_task(void *context, size_t k)
{
    struct many *w = context;
    const struct chunk *c = &w->s->p->chunk[k];
    struct sums *sums = w->sums[k];
    for (size_t v = 0; v < LANES; v++)
        sums[v] = (struct sums){0};
    for (size_t i = (size_t)c->begin * LANES; i < (size_t)c->end * LANES; i++) {
        size_t v = i % LANES;
        double b = (double)w->missing[i];
        if (!w->again) b = w->restart[i] * BIG + b / w->part[v];
        w->missing[i] = (float)b;
        w->x[i] = (float)(w->arc[i] * BIG);
        sums[v].b += b;
        sums[v].mass += (double)w->x[i] * (double)w->leaves[i / LANES];
    }
}

static void many_begin(struct sweeper *s, bool again, struct sums ret[])
{
    struct many *w = s->own;
    w->again = again;
    over_chunks(w, begin_task, ret);
}

/* ---- a sweep ---- */

ON_LANES static void sweep_rows(const struct many *w, const struct chunk *c, wide *ret_mass,
                                wide *ret_change)
{
    const struct plan *p = w->s->p;
    const uint32_t *from = p->from + c->first;
    const float *weight = p->weight ? p->weight + c->first : NULL;
    wide mass = {0};
    wide change = {0};
    lanes scale;
    for (int v = 0; v < LANES; v++)
        scale[v] = (float)w->scale[v];
    lanes damping = scale * (float)w->s->damping;
    uint32_t at = 0;
    for (uint32_t r = c->begin; r < c->end; r++) {
        lanes sum = {0};
        for (; at < p->end[r]; at++) {
            __builtin_prefetch(&w->x[(size_t)from[at + FETCH] * LANES]);
            lanes x = *(const lanes *)&w->x[(size_t)from[at] * LANES];
            if (weight) x *= weight[at];
            sum += x;
        }
        size_t i = (size_t)r * LANES;
        lanes after = (*(const lanes *)&w->missing[i] + sum * damping) * (float)(1 / p->out[r]);
        lanes off = (after - *(const lanes *)&w->x[i] * scale) * (float)p->out[r];
        lane_bits bits = *(lane_bits *)&off & 0x7fffffff;
        *(lanes *)&w->next[i] = after;
        mass += __builtin_convertvector(after * w->leaves[r], wide);
        change += __builtin_convertvector(*(lanes *)&bits, wide);
    }
    *ret_mass = mass;
    *ret_change = change;
}

static void sweep_task(void *context, size_t k)
{
    struct many *w = context;
    wide mass;
    wide change;
    sweep_rows(w, &w->s->p->chunk[k], &mass, &change);
    for (int v = 0; v < LANES; v++)
        w->sums[k][v] = (struct sums){.mass = mass[v], .change = change[v]};
}

static void many_sweep(struct sweeper *s, struct sums ret[])
{
    struct many *w = s->own;
    over_chunks(w, sweep_task, ret);
    float *swap = w->x;
    w->x = w->next;
    w->next = swap;
}

/* ---- a round ends ---- */

static void arc_task(void *context, size_t k)
{
    struct many *w = context;
    const struct chunk *c = &w->s->p->chunk[k];
    double scale[LANES];
    for (size_t v = 0; v < LANES; v++)
        scale[v] = w->scale[v] / BIG * w->part[v];
    for (size_t i = (size_t)c->begin * LANES; i < (size_t)c->end * LANES; i++) {
        size_t v = i % LANES;
        w->arc[i] = (1 - w->part[v]) * w->arc[i] + scale[v] * (double)w->x[i];
    }
}

ON_LANES static void missing_rows(const struct many *w, const struct chunk *c, wide *ret_y,
                                  wide *ret_missing)
{
    const struct plan *p = w->s->p;
    const uint32_t *from = p->from + c->first;
    const float *weight = p->weight ? p->weight + c->first : NULL;
    wide y_sum = {0};
    wide missing_sum = {0};
    uint32_t at = 0;
    for (uint32_t r = c->begin; r < c->end; r++) {
        wide sum = {0};
        for (; at < p->end[r]; at++) {
            const double *ahead = &w->arc[(size_t)from[at + FETCH] * LANES];
            __builtin_prefetch(ahead);
            __builtin_prefetch(ahead + LANES / 2);
            wide x = *(const wide *)&w->arc[(size_t)from[at] * LANES];
            if (weight) x *= (double)weight[at];
            sum += x;
        }
        size_t i = (size_t)r * LANES;
        wide y = *(const wide *)&w->arc[i] * p->out[r];
        wide missing = *(const wide *)&w->restart[i] - y + sum * w->s->damping;
        *(lanes *)&w->missing[i] = __builtin_convertvector(missing * BIG, lanes);
        y_sum += y;
        for (int v = 0; v < LANES; v++)
            missing_sum[v] += fabs(missing[v]);
    }
    *ret_y = y_sum;
    *ret_missing = missing_sum;
}

static void missing_task(void *context, size_t k)
{
    struct many *w = context;
    wide y;
    wide missing;
    missing_rows(w, &w->s->p->chunk[k], &y, &missing);
    for (int v = 0; v < LANES; v++)
        w->sums[k][v] = (struct sums){.y = y[v], .missing = missing[v]};
}

static void many_end(struct sweeper *s, struct sums ret[])
{
    over_chunks(s->own, arc_task, ret);
    over_chunks(s->own, missing_task, ret);
}

static void open_task(void *context, size_t k)
{
    struct many *w = context;
    const struct plan *p = w->s->p;
    for (uint32_t r = p->chunk[k].begin; r < p->chunk[k].end; r++) {
        w->leaves[r] = (float)(p->out[r] - w->s->damping * p->kept[r]);
        for (size_t v = 0; v < w->vectors; v++) {
            size_t i = (size_t)r * LANES + v;
            w->restart[i] = restart_of(&w->s->round[v].restart, p->node[r]);
            w->arc[i] = w->restart[i] / p->out[r];
        }
    }
}

void many_open(struct sweeper *s, struct pages pages[2])
{
    const struct plan *p = s->p;
    size_t n = (size_t)p->core * LANES;
    pages[0] = pages_take((size_t)p->core * MANY_BYTES);
    pages[1] = pages_take(sizeof(struct many) + p->chunks * sizeof(struct sums[LANES]));
    pages_huge(pages[0].p, pages[0].bytes);
    struct many *w = pages[1].p;
    w->s = s;
    w->vectors = s->vectors;
    w->restart = pages[0].p;
    w->arc = w->restart + n;
    w->missing = (float *)(w->arc + n);
    w->x = w->missing + n;
    w->next = w->x + n;
    w->leaves = w->next + n;
    for (size_t v = 0; v < LANES; v++)
        w->part[v] = 1;
    parallel_for(p->threads, p->chunks, open_task, w);
    s->arc = w->arc;
    s->own = w;
    s->begin = many_begin;
    s->sweep = many_sweep;
    s->end = many_end;
}

/* target.c - measure: are we seen as we want to be seen, and how much nearer than before? */
#include "measure/target.h"

#include "base/file.h"
#include "base/rng.h"
#include "base/time.h"
#include "store/query.h"

#include <math.h>
#include <stdlib.h>

enum { PURPOSE = 57 }; /* of the random numbers */

/* ---- signing ---- */

static enum status read_shares(struct store *st, struct target *t, struct arena *a, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(st, SQL_survey_target_shares, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, t->id);
    while ((s = query_next(q, e)) == OK) {
        t->one = arena_more(a, t->one, t->count, sizeof *t->one);
        t->one[t->count++] = (struct target_share){str_copy(a, query_str(q, 0)), query_double(q, 1),
                                                   query_double(q, 2)};
    }
    query_close(q);
    return s == DONE ? OK : s;
}

enum status targets_load(struct store *st, int64_t survey, struct arena *a, struct targets *ret,
                         struct err *e)
{
    struct query *q = NULL;
    *ret = (struct targets){0};
    enum status s = query_open(st, SQL_survey_targets, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, survey);
    while ((s = query_next(q, e)) == OK) {
        ret->one = arena_more(a, ret->one, ret->count, sizeof *ret->one);
        ret->one[ret->count++] = (struct target){.id = query_i64(q, 0),
                                                 .made_at_s = query_i64(q, 1),
                                                 .signed_by = str_copy(a, query_str(q, 2)),
                                                 .reason = str_copy(a, query_str(q, 3)),
                                                 .answered = query_i64(q, 4),
                                                 .digest = str_copy(a, query_str(q, 5))};
    }
    query_close(q);
    s = s == DONE ? OK : s;
    return s || !ret->count ? s : read_shares(st, &ret->one[0], a, e);
}

static int by_attribute(const void *l, const void *r)
{
    const struct target_share *x = l;
    const struct target_share *y = r;
    return str_cmp(x->attribute, y->attribute);
}

static struct str digest_of(struct str name, const struct target *t, struct arena *a)
{
    struct buf b = buf_new(a);
    buf_addf(&b, "%.*s\x1f%.*s\n", STR_ARG(name_key(a, name)), STR_ARG(t->signed_by));
    for (size_t i = 0; i < t->count; i++) {
        buf_addf(&b, "%.*s\x1f%.12g\x1f%.12g\n", STR_ARG(t->one[i].attribute), t->one[i].share,
                 t->one[i].importance);
    }
    return bytes_hash(a, buf_str(&b));
}

static enum status add_target(struct store *st, int64_t survey, struct target *t, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(st, SQL_survey_target_add, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, survey);
    query_bind_i64(q, 2, t->made_at_s);
    query_bind_str(q, 3, t->signed_by);
    query_bind_str(q, 4, t->reason.len ? t->reason : STR_NONE);
    query_bind_i64(q, 5, t->answered);
    query_bind_str(q, 6, t->digest);
    s = query_run(q, e);
    query_close(q);
    t->id = store_last_id(st);
    if (!s) s = query_open(st, SQL_survey_target_share_add, &q, e);
    if (s) return s;
    for (size_t i = 0; i < t->count && !s; i++) {
        query_bind_i64(q, 1, t->id);
        query_bind_str(q, 2, t->one[i].attribute);
        query_bind_double(q, 3, t->one[i].share);
        query_bind_double(q, 4, t->one[i].importance);
        s = query_run(q, e);
    }
    query_close(q);
    return s;
}

enum status target_sign(struct store *st, int64_t survey, struct str name, struct target *t,
                        struct arena *a, struct err *e)
{
    t->made_at_s = time_now();
    if (t->count) qsort(t->one, t->count, sizeof *t->one, by_attribute);
    t->digest = digest_of(name, t, a);
    enum status s = store_begin(st, e);
    if (s) return s;
    s = add_target(st, survey, t, e);
    if (!s) return store_commit(st, e);
    store_rollback(st);
    return s;
}

/* ---- progress ---- */

/* draw 0: the figure itself; else the person's weight in it. */
static double drawn(const struct seen_as *x, size_t i, uint64_t seed, uint32_t draw)
{
    double w = x->weight ? x->weight[i] : 1.0;
    if (!draw) return w;
    struct rng r = rng_stream(seed, rng_stream_id(PURPOSE, draw, (uint32_t)x->person[i]));
    return w * rng_exponential(&r);
}

static double gap(const struct target *t, const struct seen_as *x, size_t brand, const double *w)
{
    double sum = 0;
    double of = 0;
    for (size_t k = 0; k < t->count; k++) {
        const double *y = x->y[brand][k];
        double yes = 0;
        double all = 0;
        if (!y) continue;
        for (size_t i = 0; i < x->n; i++) {
            if (isnan(y[i])) continue;
            yes += w[i] * y[i];
            all += w[i];
        }
        if (all <= 0) continue;
        sum += t->one[k].importance * fabs(t->one[k].share - yes / all);
        of += t->one[k].importance;
    }
    return of > 0 ? sum / of : NAN;
}

static int by_size(const void *l, const void *r)
{
    double x = *(const double *)l;
    double y = *(const double *)r;
    return (x > y) - (x < y);
}

static struct figure figure_of(double value, double *draw, size_t count)
{
    struct figure f = {value, NAN, NAN};
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        if (isfinite(draw[i])) draw[n++] = draw[i];
    }
    if (!n || !isfinite(value)) return f;
    qsort(draw, n, sizeof *draw, by_size);
    size_t cut = n / 40; /* 2.5 % */
    f.lo = fmin(value, draw[cut]);
    f.hi = fmax(value, draw[n - 1 - cut]);
    return f;
}

/* Of all brands in one draw, progress into at[brand]; how far ours is beyond the rivals' mean. */
static double one_draw(const struct target *t, const struct waves_seen *w, const double *then,
                       const double *now, struct progress_of *at)
{
    double rivals = 0;
    for (size_t b = 0; b < w->brands; b++) {
        at[b].gap_then.value = gap(t, w->then, b, then);
        at[b].gap_now.value = gap(t, w->now, b, now);
        at[b].progress.value = 1 - at[b].gap_now.value / at[b].gap_then.value;
        if (b) rivals += at[b].progress.value / (double)(w->brands - 1);
    }
    return w->brands > 1 ? at[0].progress.value - rivals : NAN;
}

/* Draws of one brand. */
struct brand_draws {
    double gap_then[PROGRESS_DRAWS], gap_now[PROGRESS_DRAWS], progress[PROGRESS_DRAWS];
};

void progress_find(const struct target *t, const struct waves_seen *w, uint64_t seed,
                   struct arena *a, struct progress_of *ret, struct figure *ret_beyond)
{
    double *then = arena_new(a, double, w->then->n);
    double *now = arena_new(a, double, w->now->n);
    struct brand_draws *draws = arena_new(a, struct brand_draws, w->brands);
    double *by = arena_new(a, double, PROGRESS_DRAWS);
    struct progress_of *at = arena_new(a, struct progress_of, w->brands);
    double beyond = NAN;
    for (uint32_t d = 0; d <= PROGRESS_DRAWS; d++) {
        for (size_t i = 0; i < w->then->n; i++)
            then[i] = drawn(w->then, i, seed, d);
        for (size_t i = 0; i < w->now->n; i++)
            now[i] = drawn(w->now, i, seed, d);
        if (!d) {
            beyond = one_draw(t, w, then, now, ret);
            continue;
        }
        by[d - 1] = one_draw(t, w, then, now, at);
        for (size_t b = 0; b < w->brands; b++) {
            draws[b].gap_then[d - 1] = at[b].gap_then.value;
            draws[b].gap_now[d - 1] = at[b].gap_now.value;
            draws[b].progress[d - 1] = at[b].progress.value;
        }
    }
    for (size_t b = 0; b < w->brands; b++) {
        struct progress_of *x = &ret[b];
        x->gap_then = figure_of(x->gap_then.value, draws[b].gap_then, PROGRESS_DRAWS);
        x->gap_now = figure_of(x->gap_now.value, draws[b].gap_now, PROGRESS_DRAWS);
        x->progress = figure_of(x->progress.value, draws[b].progress, PROGRESS_DRAWS);
    }
    *ret_beyond = figure_of(beyond, by, PROGRESS_DRAWS);
}

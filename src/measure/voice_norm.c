/* voice_norm.c - measure: what is usual in this market, and which measures hold there? */
#include "measure/voice.h"

#include <math.h>
#include <stdlib.h>

static int double_cmp(const void *left, const void *right)
{
    double l = *(const double *)left;
    double r = *(const double *)right;
    return l < r ? -1 : l > r;
}

/* Between two: in proportion, as R's type 7. */
static double percentile(const double *sorted, size_t n, double p)
{
    double at = p * (double)(n - 1);
    size_t i = (size_t)at;
    if (i + 1 >= n) return sorted[n - 1];
    return sorted[i] + (at - (double)i) * (sorted[i + 1] - sorted[i]);
}

static double pearson(const double *x, const double *y, size_t n)
{
    double mx = 0;
    double my = 0;
    double xy = 0;
    double xx = 0;
    double yy = 0;
    for (size_t i = 0; i < n; i++) {
        mx += x[i] / (double)n;
        my += y[i] / (double)n;
    }
    for (size_t i = 0; i < n; i++) {
        xy += (x[i] - mx) * (y[i] - my);
        xx += (x[i] - mx) * (x[i] - mx);
        yy += (y[i] - my) * (y[i] - my);
    }
    /* Where all are alike nobody knows whether it would tell them apart. */
    return xx > 1e-18 && yy > 1e-18 ? xy / sqrt(xx * yy) : NAN;
}

static void band_of(const struct voices *v, enum voice_measure m, double *sorted,
                    struct voice_norm *ret)
{
    for (size_t i = 0; i < v->count; i++) {
        if (!v->voice[i].accepted) continue;
        struct voice_value x = voice_measure(v, &v->voice[i], m, VOICE_ALL);
        if (x.enough) sorted[ret->people++] = x.value;
    }
    if (ret->people < VOICE_BAND_MIN) return;
    qsort(sorted, ret->people, sizeof *sorted, double_cmp);
    ret->lo = percentile(sorted, ret->people, .1);
    ret->hi = percentile(sorted, ret->people, .9);
}

static void halves_of(const struct voices *v, enum voice_measure m, double *odd, double *even,
                      struct voice_norm *ret)
{
    enum voice_kind kind = measure_infos[m].kind;
    if (kind == VOICE_MAX || kind == VOICE_KIND_SPREAD) return; /* not made of units alike */
    for (size_t i = 0; i < v->count; i++) {
        struct voice_value x = voice_measure(v, &v->voice[i], m, VOICE_ODD);
        struct voice_value y = voice_measure(v, &v->voice[i], m, VOICE_EVEN);
        if (!x.enough || !y.enough) continue;
        odd[ret->r_people] = x.value;
        even[ret->r_people++] = y.value;
    }
    if (ret->r_people < VOICE_R_PEOPLE) return;
    ret->r = pearson(odd, even, ret->r_people);
    ret->dropped = !measure_infos[m].proxy && ret->r < VOICE_R_MIN; /* a human weighs hints */
    if (m >= VOICE_NICHE) ret->dropped = !(ret->r >= VOICE_R_MIN);  /* of angles those, too */
}

void voice_norms(const struct voices *v, struct arena *a, struct voice_norm ret[])
{
    struct arena_mark mark = arena_mark(a);
    double *x = arena_new(a, double, v->count + 1);
    double *y = arena_new(a, double, v->count + 1);
    for (int m = 0; m < VOICE_MEASURE_COUNT; m++) {
        ret[m] = (struct voice_norm){.lo = NAN, .hi = NAN, .r = NAN};
        band_of(v, (enum voice_measure)m, x, &ret[m]);
        halves_of(v, (enum voice_measure)m, x, y, &ret[m]);
    }
    arena_reset(a, mark);
}

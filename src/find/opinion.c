/* opinion.c - find: of 100 who state an opinion of a person, how many oppose? */
#include "find/opinion.h"

#include "base/tail.h"
#include "find/votes.h"

#include <math.h>
#include <stdlib.h>

#define OPINION_LEVEL 0.9

/* ---- who says what ---- */

static bool is_said(const struct scene *sc, const double *trust, const struct heed *h)
{
    return h->from != h->to && trust[h->from] > 0.0 && !sc->staff[h->from] &&
           sc->node_type[h->from] == NODE_PERSON && node_is_candidate(sc, h->to);
}

/* Heeds are by (from, to, at): the last of a pair is the opinion. */
static void opinions_sum(const struct scene *sc, const double *trust, struct opinion *of)
{
    for (size_t i = 0; i < sc->heed_count; i++) {
        const struct heed *h = &sc->heed[i];
        bool last = i + 1 == sc->heed_count || h[1].from != h->from || h[1].to != h->to;
        if (!last || !is_said(sc, trust, h)) continue;
        struct opinion *o = &of[h->to];
        o->stated++;
        o->trusted += trust[h->from];
        if (h->sign >= 0) continue;
        o->opposing++;
        o->against += trust[h->from];
    }
}

/* ---- Beta-Binomial ---- */

static double ln_beta(double a, double b)
{
    int sign; /* lgamma would write a global that threads share */
    return lgamma_r(a, &sign) + lgamma_r(b, &sign) - lgamma_r(a + b, &sign);
}

/* Of all, with mean m and strength s; the binomial coefficients are the same for every s. */
static double likelihood(const struct opinion *of, size_t count, double m, double s)
{
    double sum = 0.0;
    double none = ln_beta(s * m, s - s * m);
    for (size_t i = 0; i < count; i++) {
        double against = of[i].against;
        sum += ln_beta(against + s * m, of[i].trusted - against + s - s * m) - none;
    }
    return sum;
}

static double strength_find(const struct opinion *of, size_t count, double m)
{
    double best = 0.5;
    double most = -INFINITY;
    for (int step = 0; step < 25; step++) {
        double s = 0.5 * pow(10.0, step / 6.0); /* .5 to 5000 */
        double l = likelihood(of, count, m, s);
        if (l > most) {
            most = l;
            best = s;
        }
    }
    return best;
}

static void opinion_close(struct opinion *o, double m, double s)
{
    double a = o->against + s * m;
    double b = o->trusted - o->against + s - s * m;
    o->in_100 = 100.0 * a / (a + b);
    o->lo = fmin(o->in_100, 100.0 * beta_quantile(a, b, (1.0 - OPINION_LEVEL) / 2.0));
    o->hi = fmax(o->in_100, 100.0 * beta_quantile(a, b, (1.0 + OPINION_LEVEL) / 2.0));
    o->next = -expm1(ln_beta(a, b + o->trusted) - ln_beta(a, b));
}

void opinions_find(const struct scene *sc, const double *trust, struct arena *a,
                   struct opinions *ret)
{
    struct opinion *of = arena_new(a, struct opinion, sc->node_count);
    *ret = (struct opinions){0};
    opinions_sum(sc, trust, of);
    double all = 0.0;
    double against = 0.0;
    size_t count = 0;
    for (size_t v = 0; v < sc->node_count; v++) {
        if (!of[v].stated) continue;
        of[count] = of[v];
        of[count++].node = (uint32_t)v;
        all += of[count - 1].trusted;
        against += of[count - 1].against;
    }
    if (!(against > 0.0) || !(against < all)) return;
    ret->mean = against / all;
    ret->strength = strength_find(of, count, ret->mean);
    for (size_t i = 0; i < count; i++)
        opinion_close(&of[i], ret->mean, ret->strength);
    ret->of = of;
    ret->count = count;
}

const struct opinion *opinion_of(const struct opinions *o, uint32_t node)
{
    size_t lo = 0;
    for (size_t hi = o->count; lo < hi;) {
        size_t mid = lo + (hi - lo) / 2;
        if (o->of[mid].node < node) {
            lo = mid + 1;
        } else {
            hi = mid;
        }
    }
    return lo < o->count && o->of[lo].node == node ? &o->of[lo] : NULL;
}

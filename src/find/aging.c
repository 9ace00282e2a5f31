/* aging.c - find: how soon is attention forgotten here? */
#include "find/aging.h"

#include "base/parallel.h"
#include "find/ndcg.h"
#include "find/past.h"
#include "find/trust.h"
#include "find/votes.h"

#include <math.h>

enum { DATES = 3, USUAL = 3 /* of aging_days */ };
#define BREADTH 10.0

const int64_t aging_days[AGING_COUNT] = {0, 1460, 730, HALF_LIFE_DAYS, 180, 90, 30, 14, 7};
static const size_t date_parts[DATES] = {500, 700, 900};

struct past {
    const struct scene *sc;
    const double *says;  /* [heed_count] */
    const double *trust; /* [node_count] */
    int64_t at_s[DATES];
    double ndcg[DATES][AGING_COUNT];
    double judges[DATES]; /* their trust */
};

/* What somebody attended to before the date and after it, as far as they are trusted. */
struct attended {
    double *score[AGING_COUNT]; /* [node_count] each */
    double *gain;               /* [node_count] */
    double judges;
};

static bool counts(const struct scene *sc, const struct heed *h)
{
    return h->sign >= 0 && h->from != h->to && node_is_candidate(sc, h->to);
}

/* By how much it has faded at the date, of what no source says its own half-life. */
static double faded(int64_t age_s, int64_t days)
{
    return days ? exp2(-(double)age_s / (double)(days * DAY_S)) : 1.0;
}

/* The rows [begin, end) of one pair, by date: the strongest before the date for each half-life. A
 * row that is no stronger than a later one cannot be it. */
static void add_pair(const struct past *p, int64_t at_s, size_t begin, size_t end, double trust,
                     struct attended *ret)
{
    const struct scene *sc = p->sc;
    double most[AGING_COUNT] = {0};
    double later = 0.0;
    for (size_t i = end; i-- > begin;) {
        const struct heed *h = &sc->heed[i];
        bool own = h->source < sc->source_count && sc->source[h->source].own_half_life;
        if (h->at_s >= at_s || !counts(sc, h) || (!own && p->says[i] <= later)) continue;
        if (!own) later = p->says[i];
        for (int k = 0; k < AGING_COUNT; k++) {
            int64_t days = own ? sc->source[h->source].half_life_days : aging_days[k];
            most[k] = fmax(most[k], p->says[i] * faded(at_s - h->at_s, days));
        }
    }
    for (int k = 0; k < AGING_COUNT; k++)
        ret->score[k][sc->heed[begin].to] += trust * most[k];
}

static void attended_find(const struct past *p, int64_t at_s, struct attended *ret)
{
    const struct scene *sc = p->sc;
    uint32_t judge = UINT32_MAX; /* the last who acts behind the date */
    for (size_t i = 0, end; i < sc->heed_count; i = end) {
        uint32_t from = sc->heed[i].from;
        uint32_t to = sc->heed[i].to;
        bool heeds = false;
        for (end = i; end < sc->heed_count && sc->heed[end].from == from && sc->heed[end].to == to;
             end++)
            heeds = heeds || (sc->heed[end].at_s >= at_s && counts(sc, &sc->heed[end]));
        double trust = p->trust[from];
        if (!(trust > 0.0) || !node_is_candidate(sc, from)) continue;
        add_pair(p, at_s, i, end, trust, ret);
        if (!heeds) continue;
        ret->gain[to] += trust;
        if (judge != from) ret->judges += trust;
        judge = from;
    }
}

static void judge_date(void *context, size_t d)
{
    struct past *p = context;
    struct arena a = {0};
    size_t n = p->sc->node_count;
    struct attended x = {.gain = arena_new(&a, double, n)};
    struct rated *r = arena_new(&a, struct rated, n);
    for (int k = 0; k < AGING_COUNT; k++)
        x.score[k] = arena_new(&a, double, n);
    attended_find(p, p->at_s[d], &x);
    p->judges[d] = x.judges;
    for (int k = 0; k < AGING_COUNT && x.judges >= AGING_JUDGES; k++) {
        size_t count = 0;
        for (size_t u = 0; u < n; u++) {
            if (x.score[k][u] > 0.0 || x.gain[u] > 0.0)
                r[count++] = (struct rated){x.score[k][u], x.gain[u]};
        }
        p->ndcg[d][k] = ndcg_find(r, count);
    }
    arena_free(&a);
}

/* Mean over the dates that could be judged. */
static void sum_up(const struct past *p, struct aging *ret)
{
    double mean[AGING_COUNT] = {0};
    double dates = 0.0;
    double judges = 0.0;
    for (int d = 0; d < DATES; d++) {
        if (p->judges[d] < AGING_JUDGES) continue;
        dates += 1.0;
        judges += p->judges[d];
        for (int k = 0; k < AGING_COUNT; k++)
            mean[k] += p->ndcg[d][k];
    }
    ret->judged = dates > 0.0;
    if (!ret->judged) return;
    int best = USUAL;
    for (int k = 0; k < AGING_COUNT; k++) {
        double bonus = best == USUAL ? AGING_BONUS * dates : 0.0;
        if (mean[k] > mean[best] + bonus) best = k;
    }
    ret->days = aging_days[best];
    ret->ndcg = mean[best] / dates;
    ret->ndcg_usual = mean[USUAL] / dates;
    ret->judges = judges / dates;
}

void aging_choose(const struct scene *sc, const struct votes *v, unsigned threads,
                  struct aging *ret)
{
    struct aging g = {.days = sc->market.half_life_days, .ndcg = NAN, .ndcg_usual = NAN};
    struct arena a = {0};
    struct past *p = arena_new(&a, struct past, 1);
    if (g.days < 0) {
        g.days = HALF_LIFE_DAYS;
        past_dates(sc, date_parts, DATES, p->at_s);
        if (p->at_s[0] != TIME_NONE) {
            struct scene ageless = scene_ageless(sc);
            struct ties ties;
            ties_find(&ageless, v, TIES_PERSONS, &a, &ties);
            p->sc = sc;
            p->says = v->says;
            const double *walk = trust_walk(&ties, v, &a);
            const double *agreed = trust_agreed(sc, &ties, v, walk, &a);
            p->trust = trust_mass(sc->node_count, v, agreed, BREADTH, &a);
            parallel_for(threads, DATES, judge_date, p);
            sum_up(p, &g);
        }
    }
    arena_free(&a);
    *ret = g;
}

/* learn.c - find: what would this market's own past change, and what would that gain? */
#include "find/learn.h"

#include "find/logit.h"
#include "find/votes.h"

#include <math.h>
#include <stdlib.h>

enum purpose { JUDGE_WEIGHTS = 0x6c726e01, JUDGE_HALF_LIFE };
#define CHANCE_LEAST 1e-6
#define CHANCE_MOST 0.999

/* What is looked at. */
struct view {
    const struct scene *sc;
    const double *says; /* [heed_count] as a vote; below 0: not looked at */
    bool everybody;     /* heard, not the audience alone */
};

/* Somebody and whom they heeded before a date. */
struct pair {
    uint32_t from;
    uint32_t begin, mid; /* rows of the scene: begin .. mid - 1 are before the date */
    bool again;
};

struct pairs_at {
    struct pair *pair;
    size_t count;
    int64_t at_s;
};

static bool counts(const struct scene *sc, const struct heed *h, bool everybody)
{
    bool from = everybody ? node_is_candidate(sc, h->from) : node_is_voter(sc, h->from);
    return from && h->sign >= 0 && node_is_candidate(sc, h->to);
}

/* The pairs of one date; rows from end_s on are not looked at. */
static struct pairs_at pairs_of(const struct view *w, int64_t at_s, int64_t end_s, struct arena *a)
{
    struct pairs_at p = {arena_new(a, struct pair, w->sc->heed_count), 0, at_s};
    const struct scene *sc = w->sc;
    const struct heed *h = sc->heed;
    for (size_t i = 0, end; i < sc->heed_count; i = end) {
        struct pair one = {h[i].from, (uint32_t)i, (uint32_t)i, false};
        for (end = i; end < sc->heed_count && h[end].from == h[i].from && h[end].to == h[i].to;
             end++) {
            if (h[end].at_s < at_s) one.mid = (uint32_t)end + 1;
            bool behind = h[end].at_s >= at_s && h[end].at_s < end_s;
            one.again = one.again || (behind && h[end].sign >= 0);
        }
        bool heeded = false;
        for (uint32_t k = one.begin; k < one.mid; k++)
            heeded = heeded || w->says[k] >= 0.0;
        if (heeded && counts(sc, &h[i], w->everybody)) p.pair[p.count++] = one;
    }
    return p;
}

static int time_cmp(const void *left, const void *right)
{
    int64_t l = *(const int64_t *)left;
    int64_t r = *(const int64_t *)right;
    return (l > r) - (l < r);
}

bool learn_dates_find(const struct scene *sc, struct learn_dates *ret)
{
    struct arena scratch = {0};
    int64_t *at = arena_new(&scratch, int64_t, sc->heed_count);
    size_t n = 0;
    struct learn_dates d = {.first_s = 0};
    for (size_t i = 0; i < sc->heed_count; i++) {
        if (counts(sc, &sc->heed[i], false)) at[n++] = sc->heed[i].at_s;
    }
    bool there = n > 0;
    if (n) qsort(at, n, sizeof *at, time_cmp);
    for (size_t k = 0; k < LEARN_DATES && there; k++) {
        d.at_s[k] = at[n * (k + 1) / (LEARN_DATES + 1)];
        there = d.at_s[k] > (k ? d.at_s[k - 1] : at[0]);
    }
    d.first_s = n ? at[0] : 0;
    d.end_s = n ? at[n - 1] + 1 : 0;
    arena_free(&scratch);
    *ret = d;
    return there;
}

/* Outcomes of a date are those up to the next. */
static void pairs_at_dates(const struct view *w, const struct learn_dates *d, struct arena *a,
                           struct pairs_at p[LEARN_DATES])
{
    for (int k = 0; k < LEARN_DATES; k++) {
        int64_t end_s = k + 1 < LEARN_DATES ? d->at_s[k + 1] : d->end_s;
        p[k] = pairs_of(w, d->at_s[k], end_s, a);
    }
}

/* Is this evidence looked at? Sources that fade otherwise have no part in what is common to all. */
static bool of_source(const struct scene *sc, const struct heed *h, uint32_t source)
{
    if (source != SOURCE_ALL) return h->source == source;
    return h->source >= sc->source_count || !sc->source[h->source].own_half_life;
}

/* Opposition and other sources say less than nothing. */
static const double *says_of(const struct scene *sc, bool every, uint32_t source, struct arena *a)
{
    const double *all = heeds_weigh(sc, a);
    double *says = arena_new(a, double, sc->heed_count);
    for (size_t i = 0; i < sc->heed_count; i++) {
        const struct heed *h = &sc->heed[i];
        bool seen = h->sign >= 0 && (every || of_source(sc, h, source));
        says[i] = seen ? all[i] : -1.0;
    }
    return says;
}

/* Between two steps: is this to go on? */
static enum status go_on(const struct learn_options *o, const char *step, int done, int of,
                         struct err *e)
{
    if (progress_stop(o->progress)) return err_set(e, STOPPED, "stopped; nothing was changed");
    progress_report(o->progress, step, (uint64_t)done, (uint64_t)of);
    return OK;
}

/* ---- chances ---- */

static double odds(double chance)
{
    double p = fmin(CHANCE_MOST, fmax(CHANCE_LEAST, chance));
    return log(p / (1.0 - p));
}

static double chance(double odds)
{
    return 1.0 / (1.0 + exp(-odds));
}

/* The vote of a pair at its date; half_life_s 0: not aged. */
static double vote_of(const struct view *w, const struct pair *p, int64_t at_s, int64_t half_life_s)
{
    double vote = 0.0;
    for (uint32_t i = p->begin; i < p->mid; i++) {
        double age = (double)(at_s - w->sc->heed[i].at_s);
        double fade = half_life_s ? exp2(-age / (double)half_life_s) : 1.0;
        vote = fmax(vote, w->says[i] * fade);
    }
    return vote;
}

static uint32_t verbs_of(const struct view *w, const struct pair *p)
{
    uint32_t verbs = 0;
    for (uint32_t i = p->begin; i < p->mid; i++) {
        if (w->says[i] >= 0.0) verbs |= 1U << w->sc->heed[i].verb;
    }
    return verbs;
}

/* Pairs as cases: offsets are the votes until they are told. */
struct cases {
    struct logit_case *one;
    uint32_t *from;
    size_t count;
};

static void cases_add(struct cases *c, const struct view *w, const struct pairs_at *p,
                      int64_t half_life_s)
{
    for (size_t i = 0; i < p->count; i++) {
        c->from[c->count] = p->pair[i].from;
        c->one[c->count++] =
            (struct logit_case){.offset = vote_of(w, &p->pair[i], p->at_s, half_life_s),
                                .shows = verbs_of(w, &p->pair[i]),
                                .yes = p->pair[i].again};
    }
}

static struct cases cases_of(const struct view *w, const struct pairs_at *p, size_t dates,
                             int64_t half_life_s, struct arena *a)
{
    struct cases c = {.count = 0};
    size_t most = 0;
    for (size_t k = 0; k < dates; k++)
        most += p[k].count;
    c.one = arena_new(a, struct logit_case, most);
    c.from = arena_new(a, uint32_t, most);
    for (size_t k = 0; k < dates; k++)
        cases_add(&c, w, &p[k], half_life_s);
    return c;
}

/* What turns these votes into outcomes. */
static double scale_of(const struct cases *c)
{
    double votes = 0.0;
    double yes = 0.0;
    for (size_t i = 0; i < c->count; i++) {
        votes += c->one[i].offset;
        yes += c->one[i].yes;
    }
    return votes > 0.0 && yes > 0.0 ? yes / votes : 1.0;
}

static void votes_to_odds(struct cases *c, double h)
{
    for (size_t i = 0; i < c->count; i++)
        c->one[i].offset = odds(h * c->one[i].offset);
}

/* c and h are fitted to `learned`, whose votes become odds, as do those of `later`. False: all or
 * none of the learned heeded again. */
static bool foretell(struct cases *learned, struct cases *later, double *ret_c)
{
    double h = scale_of(learned);
    votes_to_odds(learned, h);
    votes_to_odds(later, h);
    return logit_fit(learned->one, learned->count, 0, NULL, ret_c);
}

/* Sums by heeder of what the second way gives more, and how many pairs each has. */
static void judge(const struct scene *sc, struct cases learned[2], struct cases later[2],
                  uint64_t seed, uint32_t purpose, struct arena *a, struct judged_gain *ret)
{
    double c[2];
    struct judged_gain g = {.learned = learned[0].count,
                            .judged = later[0].count,
                            .now = NAN,
                            .then = NAN,
                            .gain = {NAN, NAN, NAN}};
    bool possible = later[0].count > 0;
    for (int way = 0; way < 2; way++)
        possible = foretell(&learned[way], &later[way], &c[way]) && possible;
    if (possible) {
        double *more = arena_new(a, double, sc->node_count);
        double *size = arena_new(a, double, sc->node_count);
        g.now = g.then = 0.0;
        for (size_t i = 0; i < later[0].count; i++) {
            double now = logit_ln(&later[0].one[i], 0, &c[0]);
            double then = logit_ln(&later[1].one[i], 0, &c[1]);
            uint32_t from = later[0].from[i];
            g.heeders += size[from] == 0.0;
            g.now += now / (double)g.judged;
            g.then += then / (double)g.judged;
            more[from] += then - now;
            size[from] += 1.0;
        }
        g.gain = boot_ratio(more, size, sc->node_count, seed, purpose, a);
    }
    *ret = g;
}

/* ---- weights ---- */

struct scene scene_with_weights(const struct scene *sc, const struct learned_weights *w)
{
    struct scene other = *sc;
    for (int v = VERB_NONE + 1; v < VERB_COUNT; v++)
        other.market.weight[v] = w->verb[v].then;
    return other;
}

static void count_verbs(const struct cases *c, struct learned_weights *w)
{
    for (size_t i = 0; i < c->count; i++) {
        for (int v = VERB_NONE + 1; v < VERB_COUNT; v++)
            w->verb[v].pairs += c->one[i].shows >> v & 1;
    }
    for (int v = VERB_NONE + 1; v < VERB_COUNT; v++) {
        w->verb[v].learned = w->verb[v].pairs >= VERB_PAIRS_LEAST;
        w->learned += w->verb[v].learned;
    }
}

/* c: cases of the learning dates with their votes. False: there is no fit. */
static bool fit_weights(struct cases *c, struct learned_weights *w)
{
    double penalty[LOGIT_FEATURES];
    double coef[LOGIT_FEATURES + 1];
    int bit[VERB_COUNT] = {0};
    int features = 0;
    w->h = scale_of(c);
    votes_to_odds(c, w->h);
    for (int v = VERB_NONE + 1; v < VERB_COUNT; v++) {
        if (!w->verb[v].learned) continue;
        double p = chance(odds(w->h * w->verb[v].now));
        bit[v] = features;
        penalty[features++] = PSEUDO_PAIRS * p * (1.0 - p);
    }
    for (size_t i = 0; i < c->count; i++) {
        uint32_t verbs = c->one[i].shows;
        c->one[i].shows = 0;
        for (int v = VERB_NONE + 1; v < VERB_COUNT; v++) {
            if (w->verb[v].learned && (verbs >> v & 1)) c->one[i].shows |= 1U << bit[v];
        }
    }
    if (!logit_fit(c->one, c->count, features, penalty, coef)) return false;
    for (int v = VERB_NONE + 1; v < VERB_COUNT; v++) {
        struct learned_verb *verb = &w->verb[v];
        if (!verb->learned) continue;
        double p = chance(odds(w->h * verb->now) + coef[bit[v] + 1]);
        verb->then = fmin(1.0, round(100.0 * p / w->h) / 100.0);
        w->changes = w->changes || verb->then != verb->now;
    }
    return true;
}

static void weights_judge(const struct view *now, const struct pairs_at *p, uint64_t seed,
                          struct arena *s, struct learned_weights *w)
{
    struct scene other = scene_with_weights(now->sc, w);
    struct view then = {&other, says_of(&other, true, SOURCE_ALL, s), false};
    struct cases learned[] = {cases_of(now, p, 2, 0, s), cases_of(&then, p, 2, 0, s)};
    struct cases later[] = {cases_of(now, p + 2, 1, 0, s), cases_of(&then, p + 2, 1, 0, s)};
    judge(now->sc, learned, later, seed, JUDGE_WEIGHTS, s, &w->judged);
}

enum status learn_weights(const struct scene *sc, const struct learn_dates *d,
                          const struct learn_options *o, struct learned_weights *ret, struct err *e)
{
    struct learned_weights w = {.learned = 0};
    struct arena s = {0};
    enum status status = go_on(o, "learning weights", 0, 3, e);
    if (status) return status;
    struct pairs_at p[LEARN_DATES];
    struct view now = {sc, says_of(sc, true, SOURCE_ALL, &s), false};
    pairs_at_dates(&now, d, &s, p);
    for (int v = VERB_NONE + 1; v < VERB_COUNT; v++)
        w.verb[v].now = w.verb[v].then = sc->market.weight[v];
    struct cases c = cases_of(&now, p, 2, 0, &s);
    count_verbs(&c, &w);
    status = go_on(o, "learning weights", 1, 3, e);
    if (!status && w.learned && !fit_weights(&c, &w)) w.changes = false;
    if (!status) status = go_on(o, "judging weights", 2, 3, e);
    if (!status) {
        weights_judge(&now, p, o->seed, &s, &w);
        *ret = w;
    }
    arena_free(&s);
    return status;
}

/* ---- half-life ---- */

static void days_to_try(int64_t own, struct learned_half_life *l)
{
    bool there = false;
    for (int i = 0; i < AGING_COUNT; i++) {
        there = there || aging_days[i] == own;
        l->days[l->count++] = aging_days[i];
    }
    if (!there) l->days[l->count++] = own;
}

/* How well it foretells the second date's outcomes from the first's. */
static double likelihood_of(const struct view *w, const struct pairs_at *p, int64_t days,
                            struct arena *a)
{
    struct arena_mark mark = arena_mark(a);
    double c = 0.0;
    double sum = 0.0;
    struct cases learned = cases_of(w, p, 1, days * DAY_S, a);
    struct cases later = cases_of(w, p + 1, 1, days * DAY_S, a);
    bool fits = foretell(&learned, &later, &c) && later.count > 0;
    for (size_t k = 0; k < later.count && fits; k++)
        sum += logit_ln(&later.one[k], 0, &c) / (double)later.count;
    arena_reset(a, mark);
    return fits ? sum : NAN;
}

static void half_life_judge(const struct view *w, const struct pairs_at *p, uint64_t seed,
                            struct arena *s, struct learned_half_life *l)
{
    const int64_t days[] = {l->now, l->then};
    struct cases learned[2];
    struct cases later[2];
    for (int way = 0; way < 2; way++) {
        learned[way] = cases_of(w, p, 2, days[way] * DAY_S, s);
        later[way] = cases_of(w, p + 2, 1, days[way] * DAY_S, s);
    }
    judge(w->sc, learned, later, seed, JUDGE_HALF_LIFE, s, &l->judged);
}

enum status learn_half_life(const struct scene *sc, const struct learn_dates *d, uint32_t source,
                            const struct learn_options *o, struct learned_half_life *ret,
                            struct err *e)
{
    struct learned_half_life l = {.now = scene_half_life(sc, source)};
    struct arena s = {0};
    struct pairs_at p[LEARN_DATES];
    struct view w = {sc, says_of(sc, false, source, &s), true};
    double most = -INFINITY;
    enum status status = OK;
    pairs_at_dates(&w, d, &s, p);
    days_to_try(l.now, &l);
    l.then = l.now;
    for (int i = 0; i < l.count && !status; i++) {
        status = go_on(o, "trying half-lives", i, l.count + 1, e);
        if (status) break;
        l.likelihood[i] = likelihood_of(&w, p, l.days[i], &s);
        if (!(l.likelihood[i] > most)) continue;
        most = l.likelihood[i];
        l.then = l.days[i];
    }
    if (!status) status = go_on(o, "judging a half-life", l.count, l.count + 1, e);
    if (!status) {
        half_life_judge(&w, p, o->seed, &s, &l);
        *ret = l;
    }
    arena_free(&s);
    return status;
}

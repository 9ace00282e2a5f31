/* reach.c - find: how many of 100 buyers rely on a person, and how sure is that? */
#include "find/reach.h"

#include "base/limits.h"
#include "find/aging.h"
#include "find/family.h"
#include "find/interval.h"
#include "find/leave.h"
#include "find/prior.h"
#include "find/trust.h"
#include "find/votes.h"

#include <math.h>

/* Who has nothing fresh comes by what is not (lo, for now). */
static int reach_cmp(const void *left, const void *right)
{
    const struct person_reach *l = left;
    const struct person_reach *r = right;
    if (l->reach != r->reach) return l->reach > r->reach ? -1 : 1;
    if (l->lo != r->lo) return l->lo > r->lo ? -1 : 1;
    return l->node < r->node ? -1 : l->node > r->node;
}

static bool vote_is_online(const struct scene *sc, const struct vote *vote)
{
    const struct heed *h = &sc->heed[vote->heed];
    if (h->verb == VERB_ATTENDED && sc->open_outlet[h->to]) return true; /* wrote to a list */
    return !verb_infos[h->verb].offline;
}

/* Voters and online votes of each person. */
struct tally {
    uint32_t *voters;
    uint32_t *direct;
    double *online;
};

static struct tally tally_votes(const struct scene *sc, const struct votes *v, struct arena *a)
{
    struct tally t = {arena_new(a, uint32_t, sc->node_count),
                      arena_new(a, uint32_t, sc->node_count), arena_new(a, double, sc->node_count)};
    for (size_t i = 0, b = 0; i < v->count; i++) {
        const struct vote *vote = &v->vote[i];
        while (v->buyer[b] != vote->buyer)
            b++;
        t.voters[vote->person]++;
        t.direct[vote->person] += vote->outlet == UINT32_MAX;
        if (vote_is_online(sc, vote)) t.online[vote->person] += v->weight[b] * vote->p;
    }
    return t;
}

void reach_join(const struct scene *sc, const struct votes *v, const struct prior *prior,
                struct arena *a, struct findings *ret)
{
    struct findings f = {.scene = sc, .votes = *v, .prior = *prior, .only_source = UINT32_MAX};
    f.ranked = v->heard > BUYERS_KNOWN_MIN - 1e-9;
    struct arena scratch = {0};
    struct tally tally = tally_votes(sc, v, &scratch);
    const double *share = prior->now ? prior->now->share : prior->share;
    for (size_t n = 0; n < sc->node_count; n++)
        f.count += v->x[n] > 0.0 || prior->share[n] > 0.0 || share[n] > 0.0;
    f.person = arena_new(a, struct person_reach, f.count);
    double buyers = v->heard + prior->pseudo_buyers;
    double sum = 0.0;
    size_t c = 0;
    for (uint32_t n = 0; n < sc->node_count; n++) {
        double held = prior->kappa * prior->share[n];
        double alpha = v->x[n] + held;
        if (v->x[n] <= 0.0 && prior->share[n] <= 0.0 && share[n] <= 0.0) continue;
        struct person_reach *p = &f.person[c++];
        p->node = n;
        p->reach = fmin(100.0, 100.0 * alpha / buyers);
        p->lo = share[n];
        p->prior_part = alpha > 0.0 ? held / alpha : 0.0;
        p->votes = v->x[n];
        p->online_part = v->x[n] > 0.0 ? fmin(1.0, tally.online[n] / v->x[n]) : NAN;
        p->voters = tally.voters[n];
        p->direct = tally.direct[n];
        sum += p->reach;
    }
    qsort(f.person, f.count, sizeof *f.person, reach_cmp);
    for (size_t i = 0; i < f.count; i++) {
        struct person_reach *p = &f.person[i];
        p->multiplier = p->reach * (double)f.count / sum;
        p->lo = p->hi = p->p_top = p->next_lo = p->next_hi = NAN;
    }
    arena_free(&scratch);
    *ret = f;
}

/* The sources that were audited enough, and which of them each is: UINT32_MAX for all others. */
struct doubts {
    struct audited *audited; /* [count] */
    size_t count;
    uint32_t *number; /* [source_count] */
};

static struct doubts doubts_find(const struct scene *sc, struct arena *a)
{
    struct doubts d = {.audited = arena_new(a, struct audited, sc->source_count),
                       .number = arena_new(a, uint32_t, sc->source_count)};
    for (size_t s = 0; s < sc->source_count; s++) {
        bool in = audited_enough(sc->source[s].audited);
        d.number[s] = in ? (uint32_t)d.count : UINT32_MAX;
        if (in) d.audited[d.count++] = sc->source[s].audited;
    }
    return d;
}

/* A row that was checked itself is in no doubt. */
static uint32_t doubt_of(const struct scene *sc, const struct doubts *d, uint32_t heed)
{
    return sc->heed[heed].checked ? UINT32_MAX : d->number[sc->heed[heed].source];
}

static struct doubt vote_doubt(const struct scene *sc, const struct doubts *d, const struct vote *v)
{
    bool other = v->other != UINT32_MAX;
    return (struct doubt){.source = doubt_of(sc, d, v->heed),
                          .other = other ? doubt_of(sc, d, v->other) : UINT32_MAX,
                          .other_p = v->other_p};
}

/* Votes of the persons drawn, by person: fills buyer, p, doubt and count of each poll. */
static void polls_fill(const struct findings *f, const struct doubts *d, size_t count,
                       struct arena *a, struct poll *poll)
{
    const struct votes *v = &f->votes;
    uint32_t *poll_of = arena_new(a, uint32_t, f->scene->node_count); /* 0: not drawn, else + 1 */
    size_t total = 0;
    for (size_t c = 0; c < count; c++) {
        poll_of[poll[c].node] = (uint32_t)c + 1;
        total += f->person[c].voters;
    }
    uint32_t *buyer = arena_new(a, uint32_t, total);
    double *p = arena_new(a, double, total);
    struct doubt *doubt = arena_new(a, struct doubt, d->count ? total : 0);
    size_t *at = arena_new(a, size_t, count);
    for (size_t c = 0, first = 0; c < count; first += f->person[c++].voters) {
        at[c] = first;
        poll[c].buyer = &buyer[first];
        poll[c].p = &p[first];
        poll[c].doubt = d->count ? &doubt[first] : NULL;
        poll[c].count = f->person[c].voters;
    }
    uint32_t b = 0;
    for (size_t i = 0; i < v->count; i++) {
        while (v->buyer[b] != v->vote[i].buyer)
            b++;
        uint32_t c = poll_of[v->vote[i].person];
        if (c == 0) continue;
        buyer[at[c - 1]] = b;
        if (d->count) doubt[at[c - 1]] = vote_doubt(f->scene, d, &v->vote[i]);
        p[at[c - 1]++] = v->vote[i].p;
    }
}

/* What intervals are drawn with: which prior, and what the polls hold of it. */
static void frame_by(const struct findings *f, const struct prior *prior, struct poll_frame *frame,
                     struct poll *poll, size_t count)
{
    frame->pseudo_buyers = prior->pseudo_buyers;
    frame->fit = &prior->fit;
    frame->part_count = prior->part_count;
    for (size_t c = 0; c < count; c++) {
        poll[c].node = f->person[c].node;
        poll[c].held = prior->kappa * prior->share[poll[c].node];
        poll[c].part = &prior->part[poll[c].node * prior->part_count];
    }
}

/* By fresh attention, moved on by what shares moved between the past two windows. */
static void forecast_add(struct findings *f, const struct poll_frame *now, struct poll *poll,
                         size_t count)
{
    struct poll_frame next = *now;
    f->drift = drift_find(f->scene);
    next.drift = f->drift.tau;
    if (!f->drift.known) return;
    frame_by(f, &f->prior, &next, poll, count);
    interval_find(&next, poll, count);
    for (size_t c = 0; c < count; c++) {
        f->person[c].next_lo = fmin(f->person[c].reach, poll[c].lo);
        f->person[c].next_hi = fmax(f->person[c].reach, poll[c].hi);
        f->person[c].place_next_lo = poll[c].place_lo;
        f->person[c].place_next_hi = poll[c].place_hi;
    }
}

static void intervals_add(struct findings *f, const struct reach_options *o)
{
    struct arena scratch = {0};
    size_t count = f->count < INTERVAL_PEOPLE_MAX ? f->count : INTERVAL_PEOPLE_MAX;
    struct poll *poll = arena_new(&scratch, struct poll, count);
    struct doubts doubts = doubts_find(f->scene, &scratch);
    struct poll_frame frame = {.weight = f->votes.weight,
                               .audited = doubts.audited,
                               .audited_count = doubts.count,
                               .buyer_count = f->votes.buyer_count,
                               .part_of = f->votes.part_of,
                               .unit = f->votes.unit,
                               .seed = o->seed,
                               .threads = o->threads,
                               .top = o->top};
    frame_by(f, f->prior.now ? f->prior.now : &f->prior, &frame, poll, count);
    polls_fill(f, &doubts, count, &scratch, poll);
    interval_find(&frame, poll, count);
    for (size_t c = 0; c < f->count; c++) {
        if (c < count) {
            f->person[c].lo = fmin(f->person[c].reach, poll[c].lo);
            f->person[c].hi = fmax(f->person[c].reach, poll[c].hi);
        }
        if (!f->ranked) continue;
        f->person[c].p_top = c < count ? poll[c].p_top : 0.0;
        f->person[c].place_lo = c < count ? poll[c].place_lo : 0;
        f->person[c].place_hi = c < count ? poll[c].place_hi : 0;
        f->person[c].tier = c < count ? poll[c].tier : 0;
    }
    if (f->ranked) forecast_add(f, &frame, poll, count);
    arena_free(&scratch);
}

/* Does any attention fade here? */
static bool fades(const struct scene *sc)
{
    bool any = sc->market.half_life_days > 0;
    for (size_t i = 0; i < sc->source_count; i++)
        any = any || (sc->source[i].own_half_life && sc->source[i].half_life_days > 0);
    return any;
}

static const struct prior *now_find(const struct scene *sc, const struct votes *v, enum family f,
                                    unsigned threads, struct arena *a)
{
    if (f == FAMILY_TRUST && !fades(sc)) return NULL;
    struct scene ageless = scene_ageless(sc);
    struct attention t;
    struct prior *p = arena_new(a, struct prior, 1);
    attention_find(&ageless, v, a, &t);
    prior_find(v, &t, family_possible(&t, FAMILY_TRUST) ? FAMILY_TRUST : f, threads, a, p);
    return p;
}

enum status reach_find(const struct scene *sc, const struct reach_options *o, struct arena *a,
                       struct findings *ret, struct err *e)
{
    struct votes v;
    struct attention t;
    struct prior p;
    struct family_choice choice;
    struct findings f;
    progress_report(o->progress, "votes", 0, 5);
    votes_find(sc, a, &v);
    if (progress_stop(o->progress)) return err_set(e, STOPPED, "stopped while counting votes");
    progress_report(o->progress, "past windows", 1, 5);
    struct scene *aged = arena_new(a, struct scene, 1);
    *aged = *sc;
    sc = aged;
    if (o->family) {
        choice = *o->family;
        aged->market.half_life_days = choice.aging.days;
    } else {
        struct aging aging;
        aging_choose(sc, &v, o->threads, &aging);
        aged->market.half_life_days = aging.days;
        family_choose(sc, o->threads, &choice);
        choice.aging = aging;
    }
    if (progress_stop(o->progress)) return err_set(e, STOPPED, "stopped while choosing a prior");
    progress_report(o->progress, "trust", 2, 5);
    attention_find(sc, &v, a, &t);
    if (!family_possible(&t, choice.family)) choice.family = FAMILY_TRUST;
    prior_find(&v, &t, choice.family, o->threads, a, &p);
    if (!o->without_intervals) p.now = now_find(sc, &v, choice.family, o->threads, a);
    if (progress_stop(o->progress)) return err_set(e, STOPPED, "stopped while spreading trust");
    progress_report(o->progress, "reach", 3, 5);
    reach_join(sc, &v, &p, a, &f);
    f.choice = choice;
    progress_report(o->progress, "intervals", 4, 5);
    if (!o->without_intervals) {
        intervals_add(&f, o);
        if (f.ranked) leave_find(&f, o->top, o->threads);
    }
    progress_report(o->progress, "intervals", 5, 5);
    *ret = f;
    return OK;
}

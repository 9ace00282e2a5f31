/* trust.c - find: how far does the attention of these buyers lead? */
#include "find/trust.h"

#include "find/votes.h"

#include <math.h>
#include <stdlib.h>

static double fade(const struct scene *sc, const struct heed *h)
{
    int64_t half_life_s = scene_half_life(sc, h->source) * DAY_S;
    if (half_life_s <= 0 || h->at_s >= sc->as_of_s) return 1.0;
    return exp2(-(double)(sc->as_of_s - h->at_s) / (double)half_life_s);
}

static bool is_tie(const struct scene *sc, enum ties_kind kind, const struct heed *h)
{
    if (h->sign < 0 || h->from == h->to || !node_is_candidate(sc, h->from)) return false;
    if (kind == TIES_CURATED && !h->curated) return false;
    bool outlet = kind == TIES_OUTLETS && sc->node_type[h->to] != NODE_PERSON;
    return outlet || node_is_candidate(sc, h->to);
}

struct ties_work {
    const struct scene *sc;
    const struct votes *v;
    enum ties_kind kind;
    size_t heed, author; /* the next of each */
    uint32_t *to;
    double *strength;
    size_t count;
};

static void add_row(struct ties_work *w, uint32_t from)
{
    const struct scene *sc = w->sc;
    size_t begin = w->count;
    for (; w->heed < sc->heed_count && sc->heed[w->heed].from == from; w->heed++) {
        const struct heed *h = &sc->heed[w->heed];
        if (!is_tie(sc, w->kind, h)) continue;
        double d = w->v->says[w->heed] * fade(sc, h);
        if (!(d > 0.0)) continue;
        if (w->count == begin || w->to[w->count - 1] != h->to) {
            w->to[w->count] = h->to;
            w->strength[w->count++] = d;
        } else {
            w->strength[w->count - 1] = fmax(w->strength[w->count - 1], d);
        }
    }
    for (; w->author < sc->author_count && sc->author[w->author].outlet == from; w->author++) {
        const struct author *author = &sc->author[w->author];
        double part = w->v->part[w->author];
        if (w->kind != TIES_OUTLETS || !(part > 0.0) || !node_is_candidate(sc, author->person))
            continue;
        w->to[w->count] = author->person;
        w->strength[w->count++] = part;
    }
}

static bool any_outlet(const struct scene *sc)
{
    for (size_t i = 0; i < sc->heed_count; i++) {
        if (sc->node_type[sc->heed[i].to] != NODE_PERSON) return true;
    }
    return false;
}

static bool any_curated(const struct scene *sc)
{
    for (size_t i = 0; i < sc->heed_count; i++) {
        if (sc->heed[i].curated) return true;
    }
    return false;
}

void ties_find(const struct scene *sc, const struct votes *v, enum ties_kind kind, struct arena *a,
               struct ties *ret)
{
    struct ties t = {.node_count = sc->node_count};
    size_t *first = arena_new(a, size_t, sc->node_count + 1);
    double *row = arena_new(a, double, sc->node_count);
    bool *outlet = arena_new(a, bool, sc->node_count);
    struct ties_work w = {.sc = sc, .v = v, .kind = kind};
    bool any = kind == TIES_PERSONS || (kind == TIES_OUTLETS ? any_outlet(sc) : any_curated(sc));
    size_t most = sc->heed_count + (kind == TIES_OUTLETS ? sc->author_count : 0);
    w.to = arena_new(a, uint32_t, any ? most : 0);
    w.strength = arena_new(a, double, any ? most : 0);
    for (uint32_t u = 0; any && u < sc->node_count; u++) {
        add_row(&w, u);
        first[u + 1] = w.count;
        outlet[u] = sc->node_type[u] != NODE_PERSON;
        for (size_t i = first[u]; i < first[u + 1]; i++)
            row[u] += w.strength[i];
    }
    t.first = first;
    t.to = w.to;
    t.strength = w.strength;
    t.row = row;
    t.outlet = outlet;
    *ret = t;
}

/* What is at the persons or at the outlets of `now` goes on to `next`. */
static void walk_step(const struct ties *t, const double *now, bool outlets, double *next)
{
    for (size_t u = 0; u < t->node_count; u++) {
        if (now[u] == 0.0 || t->row[u] == 0.0 || t->outlet[u] != outlets) continue;
        double part = TRUST_DAMPING * now[u] / t->row[u];
        for (size_t i = t->first[u]; i < t->first[u + 1]; i++)
            next[t->to[i]] += part * t->strength[i];
    }
}

/* The first TRUST_STEPS steps, added up in walk. without_sample: not what comes to persons in the
 * first, nor in the second from outlets: that is what the sample attends to itself. */
static void walk_from(const struct ties *t, const struct votes *v, bool without_sample,
                      double *walk)
{
    size_t n = t->node_count;
    struct arena scratch = {0};
    double *now = arena_new(&scratch, double, n);
    double *next = arena_new(&scratch, double, n);
    memset(walk, 0, n * sizeof *walk);
    for (size_t b = 0; b < v->buyer_count; b++)
        now[v->buyer[b]] = v->weight[b] / v->heard;
    for (int step = 0; step < TRUST_STEPS; step++) {
        walk_step(t, now, false, next);
        for (size_t u = 0; u < n && without_sample && step == 1; u++)
            walk[u] += next[u];
        walk_step(t, now, true, next);
        for (size_t u = 0; u < n; u++) {
            if (!without_sample || step > 1) walk[u] += next[u];
            now[u] = next[u];
            next[u] = 0.0;
        }
    }
    arena_free(&scratch);
}

double *trust_walk(const struct ties *t, const struct votes *v, struct arena *a)
{
    double *walk = arena_new(a, double, t->node_count);
    walk_from(t, v, false, walk);
    return walk;
}

enum { LANES = 4 };

/* As walk_step, for LANES walks side by side. */
static void lanes_step(const struct ties *t, const double *now, double *next)
{
    for (size_t u = 0; u < t->node_count; u++) {
        const double *at = &now[u * LANES];
        if (t->row[u] == 0.0 || at[0] + at[1] + at[2] + at[3] == 0.0) continue;
        double part[LANES];
        for (size_t k = 0; k < LANES; k++)
            part[k] = TRUST_DAMPING * at[k] / t->row[u];
        for (size_t i = t->first[u]; i < t->first[u + 1]; i++) {
            double *to = &next[t->to[i] * (size_t)LANES];
            for (size_t k = 0; k < LANES; k++)
                to[k] += part[k] * t->strength[i];
        }
    }
}

/* What comes to each node from all groups, and from the one that sends most. */
struct sent {
    double *all, *most;
    double *most_part; /* of the start, that group's */
};

struct turn {
    int64_t row;
    size_t buyer; /* v->buyer */
    uint32_t org; /* for which they answered a survey; 0: none, so in no order */
};

static int by_org(const void *left, const void *right)
{
    const struct turn *l = left;
    const struct turn *r = right;
    if (l->org != r->org) return l->org < r->org ? -1 : 1;
    return (l->row > r->row) - (l->row < r->row);
}

static int by_row(const void *left, const void *right)
{
    const struct turn *l = left;
    const struct turn *r = right;
    return (l->row > r->row) - (l->row < r->row);
}

/* In the order of the first row of each buyer, which is theirs however they are called; those who
 * answered a survey for one organisation have the first of all of them. */
static struct turn *turns_find(const struct scene *sc, const struct votes *v, struct arena *a)
{
    struct turn *turn = arena_new(a, struct turn, v->buyer_count);
    for (size_t b = 0, i = 0, r = 0; b < v->buyer_count; b++) {
        uint32_t who = v->buyer[b];
        turn[b] = (struct turn){INT64_MAX, b, 0};
        while (i < sc->heed_count && sc->heed[i].from < who)
            i++;
        for (; i < sc->heed_count && sc->heed[i].from == who; i++) {
            if (sc->heed[i].evidence < turn[b].row) turn[b].row = sc->heed[i].evidence;
        }
        while (r < sc->respondent_count && sc->respondent[r].person < who)
            r++;
        bool answered = r < sc->respondent_count && sc->respondent[r].person == who;
        if (answered) turn[b].org = sc->respondent[r].org;
    }
    if (v->buyer_count) qsort(turn, v->buyer_count, sizeof *turn, by_org);
    for (size_t b = 1; b < v->buyer_count; b++) {
        if (turn[b].org && turn[b].org == turn[b - 1].org) turn[b].row = turn[b - 1].row;
    }
    if (v->buyer_count) qsort(turn, v->buyer_count, sizeof *turn, by_row);
    return turn;
}

/* The group of each of v->buyer, by turns; returns how many groups. */
static size_t groups_find(const struct scene *sc, const struct votes *v, struct arena *a,
                          size_t *group)
{
    const struct turn *turn = turns_find(sc, v, a);
    size_t unit = 0;
    for (size_t b = 0; b < v->buyer_count; b++) {
        unit += b && turn[b].row != turn[b - 1].row;
        group[turn[b].buyer] = unit % TRUST_GROUPS;
    }
    size_t units = v->buyer_count ? unit + 1 : 0;
    return units < TRUST_GROUPS ? units : TRUST_GROUPS;
}

/* Of the groups [first, first + LANES). */
static void lanes_walk(const struct ties *t, const struct votes *v, const size_t *group,
                       size_t first, struct sent *sent)
{
    size_t n = t->node_count;
    struct arena scratch = {0};
    double *now = arena_new(&scratch, double, n *LANES);
    double *next = arena_new(&scratch, double, n *LANES);
    double *walk = arena_new(&scratch, double, n *LANES);
    double part[LANES] = {0};
    for (size_t b = 0; b < v->buyer_count; b++) {
        if (group[b] < first || group[b] >= first + LANES) continue;
        size_t lane = group[b] - first;
        double start = v->weight[b] / v->heard;
        now[v->buyer[b] * (size_t)LANES + lane] = start;
        part[lane] += start;
    }
    for (int step = 0; step < TRUST_STEPS; step++) {
        lanes_step(t, now, next);
        for (size_t i = 0; i < n * LANES; i++) {
            walk[i] += next[i];
            now[i] = next[i];
            next[i] = 0.0;
        }
    }
    for (size_t i = 0; i < n * LANES; i++) {
        sent->all[i / LANES] += walk[i];
        if (walk[i] <= sent->most[i / LANES]) continue;
        sent->most[i / LANES] = walk[i];
        sent->most_part[i / LANES] = part[i % LANES];
    }
    arena_free(&scratch);
}

double *trust_agreed(const struct scene *sc, const struct ties *t, const struct votes *v,
                     const double *walk, struct arena *a)
{
    size_t n = t->node_count;
    double *agreed = arena_new(a, double, n);
    struct arena scratch = {0};
    struct sent sent = {arena_new(&scratch, double, n), arena_new(&scratch, double, n),
                        arena_new(&scratch, double, n)};
    size_t *group = arena_new(&scratch, size_t, v->buyer_count);
    size_t groups = groups_find(sc, v, &scratch, group);
    for (size_t first = 0; first < groups; first += LANES)
        lanes_walk(t, v, group, first, &sent);
    for (size_t u = 0; u < n && groups > 1; u++) {
        double rest = 1.0 - sent.most_part[u];
        double others = fmax(0.0, sent.all[u] - sent.most[u]);
        agreed[u] = rest > 0.0 ? fmin(walk[u], others / rest) : 0.0;
    }
    arena_free(&scratch);
    return agreed;
}

double *trust_mass(size_t node_count, const struct votes *v, const double *walk, double breadth,
                   struct arena *a)
{
    double *mass = arena_new(a, double, node_count);
    for (size_t u = 0; u < node_count; u++) {
        mass[u] = breadth > 0.0 ? fmin(1.0, breadth * v->heard * walk[u]) : 1.0;
    }
    for (size_t b = 0; b < v->buyer_count; b++)
        mass[v->buyer[b]] = v->part_of ? v->part_of[b] : 1.0;
    return mass;
}

bool attention_share(const struct ties *t, const double *by, const bool *skip, double *ret)
{
    double total = 0.0;
    memset(ret, 0, t->node_count * sizeof *ret);
    for (size_t u = 0; u < t->node_count; u++) {
        if (by[u] == 0.0 || (skip && skip[u])) continue;
        for (size_t i = t->first[u]; i < t->first[u + 1]; i++) {
            ret[t->to[i]] += by[u] * t->strength[i];
            total += by[u] * t->strength[i];
        }
    }
    for (size_t u = 0; u < t->node_count && total > 0.0; u++)
        ret[u] /= total;
    return total > 0.0;
}

bool trust_arrivals(const struct ties *t, const struct votes *v, bool without_sample, double *m)
{
    double total = 0.0;
    walk_from(t, v, without_sample, m);
    for (size_t u = 0; u < t->node_count; u++) {
        if (t->outlet[u]) m[u] = 0.0;
        total += m[u];
    }
    for (size_t u = 0; u < t->node_count && total > 0.0; u++)
        m[u] /= total;
    return total > 0.0;
}

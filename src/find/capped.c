/* capped.c - find: how much do many respondents of one organisation count? */
#include "find/capped.h"

#include "base/limits.h"
#include "find/votes.h"

#include <math.h>
#include <stdlib.h>

/* One respondent of the scene who votes in it. */
struct seat {
    uint32_t org;
    uint16_t survey;
    size_t at; /* scene->respondent */
};

static int seat_cmp(const void *left, const void *right)
{
    const struct seat *l = left;
    const struct seat *r = right;
    if (l->survey != r->survey) return l->survey < r->survey ? -1 : 1;
    if (l->org != r->org) return l->org < r->org ? -1 : 1;
    return (l->at > r->at) - (l->at < r->at);
}

static bool may_vote(const struct scene *sc, const struct heed *h)
{
    return h->sign >= 0 && h->checked >= 0 && sc->market.weight[h->verb] > 0.0;
}

/* Where the respondents of one person begin, when persons are asked for in order. */
static size_t first_of(const struct scene *sc, size_t at, uint32_t person)
{
    while (at < sc->respondent_count && sc->respondent[at].person < person)
        at++;
    return at;
}

/* A part of a period has answers of some of its respondents only. */
static size_t seats_find(const struct scene *sc, struct seat *seat, struct arena *a)
{
    bool *here = arena_new(a, bool, sc->respondent_count);
    for (size_t i = 0, first = 0; i < sc->heed_count; i++) {
        const struct heed *h = &sc->heed[i];
        if (!h->survey || !node_is_voter(sc, h->from) || !may_vote(sc, h)) continue;
        first = first_of(sc, first, h->from);
        for (size_t k = first; k < sc->respondent_count && sc->respondent[k].person == h->from; k++)
            here[k] = here[k] || sc->respondent[k].survey == h->survey;
    }
    size_t count = 0;
    for (size_t k = 0; k < sc->respondent_count; k++) {
        const struct respondent *r = &sc->respondent[k];
        if (here[k]) seat[count++] = (struct seat){r->org, r->survey, k};
    }
    return count;
}

/* part [respondent_count]: of each seat; returns how many organisations are capped. */
static size_t seats_cap(const struct seat *seat, size_t count, struct cap *cap, double *part)
{
    size_t caps = 0;
    for (size_t i = 0, end = 0; i < count; i = end) {
        while (end < count && seat[end].survey == seat[i].survey && seat[end].org == seat[i].org)
            end++;
        size_t n = end - i;
        if (n <= SURVEY_FIRM_MAX) continue;
        cap[caps++] = (struct cap){seat[i].org, seat[i].survey, (uint32_t)n};
        for (size_t k = i; k < end; k++)
            part[seat[k].at] = (double)SURVEY_FIRM_MAX / (double)n;
    }
    return caps;
}

/* Rows first, then each buyer's largest, then rows over it. */
static void parts_spread(const struct scene *sc, const double *of, double *row, double *part)
{
    for (size_t i = 0, first = 0; i < sc->heed_count; i++) {
        const struct heed *h = &sc->heed[i];
        row[i] = 1.0;
        if (!node_is_voter(sc, h->from)) continue;
        first = first_of(sc, first, h->from);
        for (size_t k = first; h->survey && k < sc->respondent_count; k++) {
            if (sc->respondent[k].person != h->from) break;
            if (sc->respondent[k].survey == h->survey) row[i] = fmin(row[i], of[k]);
        }
        if (may_vote(sc, h)) part[h->from] = fmax(part[h->from], row[i]);
    }
    for (size_t v = 0; v < sc->node_count; v++)
        part[v] = part[v] > 0.0 ? part[v] : 1.0;
    for (size_t i = 0; i < sc->heed_count; i++)
        row[i] = fmin(1.0, row[i] / part[sc->heed[i].from]);
}

void caps_find(const struct scene *sc, struct arena *a, struct caps *ret)
{
    *ret = (struct caps){0};
    if (sc->respondent_count <= SURVEY_FIRM_MAX) return;
    struct arena scratch = {0};
    struct seat *seat = arena_new(&scratch, struct seat, sc->respondent_count);
    double *of = arena_new(&scratch, double, sc->respondent_count);
    size_t count = seats_find(sc, seat, &scratch);
    for (size_t k = 0; k < sc->respondent_count; k++)
        of[k] = 1.0;
    if (count) qsort(seat, count, sizeof *seat, seat_cmp);
    struct cap *cap = arena_new(a, struct cap, count / (SURVEY_FIRM_MAX + 1));
    size_t caps = seats_cap(seat, count, cap, of);
    if (caps) {
        double *row = arena_new(a, double, sc->heed_count);
        double *part = arena_new(a, double, sc->node_count);
        parts_spread(sc, of, row, part);
        *ret = (struct caps){cap, caps, part, row};
    }
    arena_free(&scratch);
}

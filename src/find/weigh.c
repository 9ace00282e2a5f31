/* weigh.c - find: how much does one evidence, or one author of an outlet, count? */
#include "find/votes.h"

#include <math.h>

/* One attendance of a person in a room that nobody counted. */
struct seat {
    int64_t at_s;
    uint32_t to, from, heed;
};

static int seat_cmp(const void *left, const void *right)
{
    const struct seat *l = left;
    const struct seat *r = right;
    if (l->to != r->to) return l->to < r->to ? -1 : 1;
    if (l->at_s != r->at_s) return l->at_s < r->at_s ? -1 : 1;
    if (l->from != r->from) return l->from < r->from ? -1 : 1;
    return l->heed < r->heed ? -1 : l->heed > r->heed;
}

static bool is_attended(const struct heed *h)
{
    return h->verb == VERB_ATTENDED;
}

/* [node_count]: distinct people who attended each node. */
static uint32_t *attendees_count(const struct scene *sc, struct arena *a)
{
    uint32_t *count = arena_new(a, uint32_t, sc->node_count);
    uint32_t *last = arena_new(a, uint32_t, sc->node_count); /* from + 1 of the last one counted */
    for (size_t i = 0; i < sc->heed_count; i++) {
        const struct heed *h = &sc->heed[i];
        if (!is_attended(h) || last[h->to] == h->from + 1) continue;
        last[h->to] = h->from + 1;
        count[h->to]++;
    }
    return count;
}

/* Rooms of those who attended a person at one second: room[heed] is filled. */
static void rooms_of_talks(const struct scene *sc, struct arena *a, uint32_t *room)
{
    size_t count = 0;
    for (size_t i = 0; i < sc->heed_count; i++) {
        const struct heed *h = &sc->heed[i];
        count += is_attended(h) && h->room == 0 && sc->node_type[h->to] == NODE_PERSON;
    }
    struct seat *seat = arena_new(a, struct seat, count);
    size_t n = 0;
    for (size_t i = 0; i < sc->heed_count; i++) {
        const struct heed *h = &sc->heed[i];
        if (!is_attended(h) || h->room != 0 || sc->node_type[h->to] != NODE_PERSON) continue;
        seat[n++] = (struct seat){h->at_s, h->to, h->from, (uint32_t)i};
    }
    qsort(seat, n, sizeof *seat, seat_cmp);
    for (size_t i = 0, end = 0; i < n; i = end) {
        uint32_t people = 0;
        for (end = i; end < n && seat[end].to == seat[i].to && seat[end].at_s == seat[i].at_s;
             end++) {
            people += end == i || seat[end].from != seat[end - 1].from;
        }
        for (size_t k = i; k < end; k++)
            room[seat[k].heed] = people;
    }
}

static double room_factor(uint32_t people)
{
    return people <= 6 ? 1.0 : 3.0 / log2(2.0 + people);
}

/* What was checked is known; of the rest as much is true as its source is reliable. */
static double belief(const struct scene *sc, const struct heed *h)
{
    if (h->checked) return h->checked > 0 ? 1.0 : 0.0;
    return h->source < sc->source_count ? reliability(sc->source[h->source].audited) : 1.0;
}

double *heeds_weigh(const struct scene *sc, struct arena *a)
{
    double *says = arena_new(a, double, sc->heed_count);
    struct arena scratch = {0};
    const uint32_t *attendees = attendees_count(sc, &scratch);
    uint32_t *room = arena_new(&scratch, uint32_t, sc->heed_count);
    rooms_of_talks(sc, &scratch, room);
    for (size_t i = 0; i < sc->heed_count; i++) {
        const struct heed *h = &sc->heed[i];
        if (h->verb == VERB_CLAIMED) continue;
        double p = sc->market.weight[h->verb];
        if (is_attended(h)) {
            uint32_t people = h->room;
            if (people == 0) {
                people = sc->node_type[h->to] == NODE_PERSON ? room[i] : attendees[h->to];
            }
            p *= room_factor(people);
        } else if (h->verb == VERB_ADVISED && h->room > 1) {
            p /= h->room;
        }
        says[i] = fmax(0.0, fmin(1.0, p)) * belief(sc, h);
    }
    arena_free(&scratch);
    return says;
}

const double *heeds_weigh_capped(const struct scene *sc, const struct caps *caps, struct arena *a)
{
    double *says = heeds_weigh(sc, a);
    for (size_t i = 0; caps->row && i < sc->heed_count; i++)
        says[i] *= caps->row[i];
    return says;
}

double buyers_weigh(const struct scene *sc, const struct caps *caps, const uint32_t *buyer,
                    size_t count, double *weight, struct arena *a, struct segments_heard *ret)
{
    double sum = 0.0;
    double heard = 0.0;
    for (size_t b = 0; b < count; b++) {
        double part = caps->part ? caps->part[buyer[b]] : 1.0;
        weight[b] = sc->buyer[buyer[b]] * part;
        sum += weight[b];
        heard += part;
    }
    for (size_t b = 0; b < count; b++)
        weight[b] = weight[b] * heard / sum;
    segments_weigh(sc, buyer, count, weight, a, ret);
    return heard;
}

const double *buyers_parts(const struct caps *caps, const uint32_t *buyer, size_t count,
                           struct arena *a)
{
    if (!caps->part) return NULL;
    double *part = arena_new(a, double, count);
    for (size_t b = 0; b < count; b++)
        part[b] = caps->part[buyer[b]];
    return part;
}

const double *authors_weigh(const struct scene *sc, struct arena *a)
{
    double *part = arena_new(a, double, sc->author_count);
    for (size_t i = 0, end = 0; i < sc->author_count; i = end) {
        bool open = sc->open_outlet[sc->author[i].outlet];
        double docs = 0.0;
        for (end = i; end < sc->author_count && sc->author[end].outlet == sc->author[i].outlet;
             end++) {
            part[end] = open ? sc->author[end].answered : sc->author[end].said;
            docs += part[end];
        }
        for (size_t k = i; k < end && docs > 0.0; k++)
            part[k] /= docs;
    }
    return part;
}

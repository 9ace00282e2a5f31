/* drift.c - find: how far do people's shares of these buyers move from one window to the next? */
#include "find/drift.h"

#include "find/votes.h"

#include <math.h>

static bool is_pair(const struct scene *sc, const struct heed *h)
{
    return h->sign >= 0 && h->from != h->to && h->at_s <= sc->as_of_s &&
           node_is_voter(sc, h->from) && node_is_candidate(sc, h->to);
}

/* The first second of what the buyers' pairs have; as_of when there are none. */
static int64_t past_begins(const struct scene *sc)
{
    int64_t first = sc->as_of_s;
    for (size_t i = 0; i < sc->heed_count; i++) {
        if (is_pair(sc, &sc->heed[i]) && sc->heed[i].at_s < first) first = sc->heed[i].at_s;
    }
    return first;
}

/* Pairs of each person in a window, rows of one pair lying together. */
static void count_pairs(const struct scene *sc, int64_t middle_s, uint32_t *pairs[2])
{
    for (size_t i = 0, next; i < sc->heed_count; i = next) {
        bool seen[2] = {false, false};
        for (next = i; next < sc->heed_count && sc->heed[next].from == sc->heed[i].from &&
                       sc->heed[next].to == sc->heed[i].to;
             next++) {
            if (is_pair(sc, &sc->heed[next])) seen[sc->heed[next].at_s >= middle_s] = true;
        }
        pairs[0][sc->heed[i].to] += seen[0];
        pairs[1][sc->heed[i].to] += seen[1];
    }
}

struct drift drift_find(const struct scene *sc)
{
    struct drift d = {0};
    struct arena scratch = {0};
    uint32_t *pairs[2] = {arena_new(&scratch, uint32_t, sc->node_count),
                          arena_new(&scratch, uint32_t, sc->node_count)};
    d.window_s = (sc->as_of_s - past_begins(sc)) / 2;
    count_pairs(sc, sc->as_of_s - d.window_s, pairs);
    for (size_t v = 0; v < sc->node_count; v++) {
        d.pairs[0] += pairs[0][v];
        d.pairs[1] += pairs[1][v];
        d.people += pairs[0][v] + pairs[1][v] >= 2;
    }
    double q = (double)d.pairs[1] / (double)(d.pairs[0] + d.pairs[1]);
    double more = 0.0;
    double each = 0.0;
    for (size_t v = 0; v < sc->node_count; v++) {
        double n = (double)pairs[0][v] + pairs[1][v];
        double off = pairs[1][v] - n * q;
        more += off * off - n * q * (1.0 - q);
        each += n * (n - 1.0) * q * q * (1.0 - q) * (1.0 - q);
    }
    d.known = d.pairs[0] >= DRIFT_PAIRS && d.pairs[1] >= DRIFT_PAIRS && d.people >= DRIFT_PEOPLE;
    d.tau = d.known ? sqrt(fmax(0.0, more / each)) : 0.0;
    arena_free(&scratch);
    return d;
}

/* backtest_shown.c - find: which buyers is a rater shown? */
#include "base/rng.h"
#include "find/backtest_int.h"
#include "find/votes.h"

#include <stdlib.h>

int drawn_cmp(const void *left, const void *right)
{
    const struct drawn *l = left;
    const struct drawn *r = right;
    if (l->lot != r->lot) return l->lot < r->lot ? -1 : 1;
    return (l->node > r->node) - (l->node < r->node);
}

int node_id_cmp(const void *left, const void *right)
{
    int64_t l = *(const int64_t *)left;
    int64_t r = *(const int64_t *)right;
    return (l > r) - (l < r);
}

struct drawn *heeders_by_lot(const struct scene *sc, bool other, uint64_t seed, uint32_t purpose,
                             unsigned split, struct arena *a, size_t *ret_count)
{
    struct drawn *d = arena_new(a, struct drawn, sc->node_count);
    size_t n = 0;
    for (size_t i = 0; i < sc->heed_count; i++) {
        uint32_t from = sc->heed[i].from;
        if (sc->heed[i].sign < 0 || (n && d[n - 1].node == from)) continue;
        if (node_is_voter(sc, from) == other || !node_is_candidate(sc, from)) continue;
        uint64_t bits[2];
        rng_block(seed, rng_stream_id(purpose, split, 0), (uint64_t)sc->node_id[from], bits);
        d[n++] = (struct drawn){bits[0], from};
    }
    qsort(d, n, sizeof *d, drawn_cmp);
    *ret_count = n;
    return d;
}

int64_t *ids_of(const struct scene *sc, const struct drawn *d, size_t count, struct arena *a)
{
    int64_t *id = arena_new(a, int64_t, count);
    for (size_t i = 0; i < count; i++)
        id[i] = sc->node_id[d[i].node];
    qsort(id, count, sizeof *id, node_id_cmp);
    return id;
}

struct scene shown_to(const struct scene *sc, const int64_t *ids, size_t count, struct arena *a)
{
    struct scene part = *sc;
    double *buyer = arena_new(a, double, sc->node_count);
    part.audience_count = 0;
    for (size_t v = 0; v < sc->node_count; v++) {
        if (!bsearch(&sc->node_id[v], ids, count, sizeof *ids, node_id_cmp)) continue;
        buyer[v] = sc->buyer[v] > 0.0 ? sc->buyer[v] : 1.0;
        part.audience_count++;
    }
    part.buyer = buyer;
    return part;
}

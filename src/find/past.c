/* past.c - find: before which date lies how much of what these buyers did? */
#include "find/past.h"

#include "find/votes.h"

#include <stdlib.h>

static int time_cmp(const void *left, const void *right)
{
    int64_t l = *(const int64_t *)left;
    int64_t r = *(const int64_t *)right;
    return (l > r) - (l < r);
}

void past_dates(const struct scene *sc, const size_t *part, size_t count, int64_t *ret)
{
    struct arena scratch = {0};
    int64_t *at = arena_new(&scratch, int64_t, sc->heed_count);
    size_t n = 0;
    for (size_t i = 0; i < sc->heed_count; i++) {
        const struct heed *h = &sc->heed[i];
        if (h->sign < 0 || !node_is_voter(sc, h->from)) continue;
        bool again = i > 0 && h[-1].sign >= 0 && h[-1].from == h->from && h[-1].to == h->to &&
                     h[-1].at_s == h->at_s;
        if (!again) at[n++] = h->at_s;
    }
    if (n) qsort(at, n, sizeof *at, time_cmp);
    for (size_t i = 0; i < count; i++)
        ret[i] = n ? at[n * part[i] / 1000] : TIME_NONE;
    arena_free(&scratch);
}

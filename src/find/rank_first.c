/* rank_first.c - find: which nodes have the highest figures? */
#include "find/rank.h"

#include <math.h>
#include <stdlib.h>

struct placed {
    double figure;
    uint32_t node;
};

/* To nine digits: what differs only by rounding is alike. */
static double steady(double x)
{
    int exponent = 0;
    double m = frexp(x, &exponent);
    return ldexp(nearbyint(ldexp(m, 30)), exponent - 30);
}

static int by_figure(const void *a, const void *b)
{
    const struct placed *x = a;
    const struct placed *y = b;
    if (x->figure != y->figure) return x->figure > y->figure ? -1 : 1;
    return x->node < y->node ? -1 : x->node > y->node;
}

uint32_t *rank_first(const double *figure, uint32_t n, uint32_t most, struct arena *a)
{
    struct arena scratch = {0};
    size_t room = (size_t)most * 2 + 1024;
    size_t count = 0;
    if (room > n) room = n;
    struct placed *placed = arena_new(&scratch, struct placed, room);
    for (uint32_t v = 0; v < n; v++) {
        if (count == room) {
            qsort(placed, count, sizeof *placed, by_figure);
            count = most;
        }
        placed[count++] = (struct placed){steady(figure[v]), v};
    }
    if (count) qsort(placed, count, sizeof *placed, by_figure);
    uint32_t *node = arena_new(a, uint32_t, most);
    for (uint32_t i = 0; i < most; i++)
        node[i] = placed[i].node;
    arena_free(&scratch);
    return node;
}

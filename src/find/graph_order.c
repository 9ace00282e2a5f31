/* graph_order.c - find: how do the other ends of these rows come to rise? */
#include "find/graph_order.h"
#include "find/graph_sum.h"

#include <stddef.h>
#include <string.h>

enum {
    LANES = 16,
    SHORT = 128,    /* longer rows go digit by digit */
    LONG = 4096,    /* from here on digits are worth a larger table */
    DIGIT_BITS = 8, /* of rows between */
    LONG_BITS = 11, /* of long ones */
    DIGITS = 1 << LONG_BITS
};

typedef uint32_t lanes32 __attribute__((vector_size(64)));

/* ---- short rows ---- */

/* In whole vectors, the last filled up with numbers above all others. */
static inline __attribute__((always_inline)) void short_order(uint32_t *x, size_t count)
{
    uint32_t from[SHORT];
    uint32_t place[LANES];
    size_t vectors = (count + LANES - 1) / LANES;
    memset(from + (vectors - 1) * LANES, 0xff, LANES * sizeof *from);
    memcpy(from, x, count * sizeof *x);
    memset(x, 0xff, count * sizeof *x);
    for (size_t v = 0; v < vectors; v++) {
        lanes32 here;
        lanes32 below[2] = {{0}, {0}};
        memcpy(&here, from + v * LANES, sizeof here);
        for (size_t i = 0; i + 1 < count; i += 2) {
            below[0] -= (lanes32)(from[i] < here);
            below[1] -= (lanes32)(from[i + 1] < here);
        }
        if (count % 2) below[0] -= (lanes32)(from[count - 1] < here);
        below[0] += below[1];
        memcpy(place, &below[0], sizeof place);
        size_t stop = count - v * LANES < LANES ? count - v * LANES : LANES;
        for (size_t l = 0; l < stop; l++)
            x[place[l]] = from[v * LANES + l];
    }
    /* Equal ones went to one place: the places behind it are theirs. */
    for (size_t i = 1; i < count; i++)
        x[i] = x[i] == UINT32_MAX ? x[i - 1] : x[i];
}

/* ---- long rows ---- */
static void digit_order(const uint32_t *from, uint32_t *to, size_t count, unsigned shift,
                        unsigned bits)
{
    size_t first[DIGITS];
    uint32_t mask = ((uint32_t)1 << bits) - 1;
    size_t sum = 0;
    memset(first, 0, sizeof *first << bits);
    for (size_t i = 0; i < count; i++)
        first[from[i] >> shift & mask]++;
    for (size_t d = 0; d <= mask; d++) {
        size_t here = first[d];
        first[d] = sum;
        sum += here;
    }
    for (size_t i = 0; i < count; i++)
        to[first[from[i] >> shift & mask]++] = from[i];
}

static void long_order(uint32_t *x, uint32_t *spare, size_t count, unsigned limit_log)
{
    unsigned bits = count < LONG ? DIGIT_BITS : LONG_BITS;
    uint32_t *from = x;
    uint32_t *to = spare;
    for (unsigned shift = 0; shift < limit_log; shift += bits) {
        digit_order(from, to, count, shift, bits);
        uint32_t *swap = from;
        from = to;
        to = swap;
    }
    if (from != x) memcpy(x, from, count * sizeof *x);
}

GRAPH_WIDEST void rows_order(uint32_t *x, uint32_t *spare, uint64_t begin, const uint64_t *end,
                             uint64_t rows, unsigned limit_log)
{
    size_t most = limit_log < 32 ? SHORT : 1; /* 2^32 - 1 is above all others */
    for (uint64_t v = 0; v < rows; v++) {
        size_t count = (size_t)(end[v] - begin);
        if (count > most) long_order(x + begin, spare, count, limit_log);
        if (count > 1 && count <= most) short_order(x + begin, count);
        begin = end[v];
    }
}

/* graph_sum.c - find: is this array still as it was packed, and in range? */
#include "find/graph_sum.h"

#include <string.h>

enum { STEP = 128 }; /* bytes: two vectors */

typedef uint64_t lanes64 __attribute__((vector_size(64)));
typedef uint32_t lanes32 __attribute__((vector_size(64)));

static uint64_t stir(uint64_t sum, uint64_t word)
{
    sum = (sum << 29 | sum >> 35) ^ word;
    return sum * 0x9fb21c651e98df25U; /* odd: undone by its inverse */
}

uint64_t words_sum(const void *bytes, size_t len)
{
    const char *p = bytes;
    uint64_t sum = len;
    for (size_t at = 0; at < len; at += 8) {
        uint64_t word = 0;
        memcpy(&word, p + at, len - at < 8 ? len - at : 8);
        sum = stir(sum, word);
    }
    return sum ^ sum >> 32;
}

GRAPH_WIDEST struct block_sum block_sum(const void *bytes, size_t len)
{
    const char *p = bytes;
    lanes64 sum[4] = {{0}, {0}, {0}, {0}}; /* of words, of those sums; once more */
    lanes32 most[2] = {{0}, {0}};
    char rest[STEP] = {0};
    for (size_t at = 0; at < len; at += STEP) {
        const char *from = p + at;
        if (len - at < STEP) from = memcpy(rest, from, len - at);
        for (size_t i = 0; i < 2; i++) {
            lanes64 word;
            memcpy(&word, from + 64 * i, 64);
            sum[2 * i] += word;
            sum[2 * i + 1] += sum[2 * i];
            lanes32 x = (lanes32)word;
            lanes32 above = (lanes32)(x > most[i]);
            most[i] = (x & above) | (most[i] & ~above);
        }
    }
    uint64_t all[33];
    memcpy(all, sum, sizeof sum);
    all[32] = len;
    struct block_sum ret = {.sum = words_sum(all, sizeof all)};
    for (int i = 0; i < 16; i++) {
        if (most[0][i] > ret.most) ret.most = most[0][i];
        if (most[1][i] > ret.most) ret.most = most[1][i];
    }
    return ret;
}

GRAPH_WIDEST bool falls32(const uint32_t *x, size_t count)
{
    lanes32 falls = {0};
    size_t i = 1;
    for (; i + 16 <= count; i += 16) {
        lanes32 before;
        lanes32 here;
        memcpy(&before, x + i - 1, 64);
        memcpy(&here, x + i, 64);
        falls |= (lanes32)(here < before);
    }
    bool ret = false;
    for (int l = 0; l < 16; l++)
        ret |= falls[l] != 0;
    for (; i < count; i++)
        ret |= x[i] < x[i - 1];
    return ret;
}

bool falls64(const uint64_t *x, size_t count)
{
    bool ret = false;
    for (size_t i = 1; i < count; i++)
        ret |= x[i] < x[i - 1];
    return ret;
}

GRAPH_WIDEST size_t falls_count32(const uint32_t *x, size_t count)
{
    size_t ret = 0;
    size_t i = 1;
    while (i + 16 <= count) {
        lanes32 not_rising = {0};
        size_t stop = count - i > (1U << 20) ? i + (1U << 20) : count; /* no lane overflows */
        for (; i + 16 <= stop; i += 16) {
            lanes32 before;
            lanes32 here;
            memcpy(&before, x + i - 1, 64);
            memcpy(&here, x + i, 64);
            not_rising -= (lanes32)(here <= before);
        }
        for (int l = 0; l < 16; l++)
            ret += not_rising[l];
    }
    for (; i < count; i++)
        ret += x[i] <= x[i - 1];
    return ret;
}

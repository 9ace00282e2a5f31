/* gen_rmat.c - tools: what would a social graph of this size look like? */
#include "base/arena.h"
#include "base/parallel.h"
#include "choose/draw.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

/*
 * gen_rmat SCALE ARCS_A_NODE [SEED [ARCS]] > LIST
 *
 * Writes "from to" lines of an R-MAT graph of 2^SCALE nodes with the parameters of Graph500 (.57
 * .19 .19 .05), ids shuffled. Arc number i is a function of (seed, i): the same arguments write the
 * same bytes on any number of threads. Repeats and loops are left in, as they come; ARCS writes
 * fewer arcs than SCALE says. The list is streamed: memory is a few megabytes at any size.
 *
 * Source  Chakrabarti, Zhan, Faloutsos, R-MAT: A Recursive Model for Graph Mining, SDM 2004,
 *         doi:10.1137/1.9781611972740.43; graph500.org, specification.
 */
enum { CHUNK_ARCS = 1 << 16, LINE_BYTES = 22, CHUNKS_AT_ONCE = 16, STREAM_RMAT = 0x4a7 };

struct making {
    unsigned scale;
    uint64_t seed, from, arcs; /* of this round */
    char *text[CHUNKS_AT_ONCE];
    size_t len[CHUNKS_AT_ONCE];
};

/* A permutation of 0 .. 2^scale - 1: each step can be undone. */
static uint64_t shuffled(uint64_t id, unsigned scale, uint64_t seed)
{
    uint64_t mask = ((uint64_t)1 << scale) - 1;
    unsigned half = (scale + 1) / 2;
    for (unsigned round = 0; round < 3; round++) {
        id = (id * ((draw_mix(seed + round) | 1) & mask) + draw_mix(seed ^ round)) & mask;
        id ^= id >> half;
    }
    return id & mask;
}

/* One bit of both ends a level: 16 random bits each, so .57 is right to 2^-16. */
static void arc_draw(const struct making *mk, uint64_t number, uint64_t *from, uint64_t *to)
{
    static const uint32_t both_low = 37356, from_low = 49807, to_low = 62259; /* * 2^-16 */
    struct draw d = {draw_mix(mk->seed ^ draw_mix(number + STREAM_RMAT))};
    uint64_t u = 0;
    uint64_t v = 0;
    uint64_t bits = 0;
    for (unsigned level = 0; level < mk->scale; level++) {
        if (level % 4 == 0) bits = draw_u64(&d);
        uint32_t part = (uint32_t)(bits & 0xffff);
        bits >>= 16;
        bool u_high = part >= from_low;
        bool v_high = (part >= both_low && part < from_low) || part >= to_low;
        u = u << 1 | u_high;
        v = v << 1 | v_high;
    }
    *from = shuffled(u, mk->scale, mk->seed);
    *to = shuffled(v, mk->scale, mk->seed);
}

static char *write_id(char *p, uint64_t id)
{
    char digits[20];
    size_t count = 0;
    do {
        digits[count++] = (char)('0' + id % 10);
        id /= 10;
    } while (id);
    while (count)
        *p++ = digits[--count];
    return p;
}

static void chunk_make(void *context, size_t i)
{
    struct making *mk = context;
    char *p = mk->text[i];
    uint64_t begin = mk->from + (uint64_t)i * CHUNK_ARCS;
    uint64_t end = begin + CHUNK_ARCS < mk->arcs ? begin + CHUNK_ARCS : mk->arcs;
    for (uint64_t number = begin; number < end; number++) {
        uint64_t u;
        uint64_t v;
        arc_draw(mk, number, &u, &v);
        p = write_id(p, u);
        *p++ = ' ';
        p = write_id(p, v);
        *p++ = '\n';
    }
    mk->len[i] = (size_t)(p - mk->text[i]);
}

static bool write_list(struct making *mk)
{
    for (mk->from = 0; mk->from < mk->arcs; mk->from += (uint64_t)CHUNKS_AT_ONCE * CHUNK_ARCS) {
        parallel_for(0, CHUNKS_AT_ONCE, chunk_make, mk);
        for (size_t i = 0; i < CHUNKS_AT_ONCE; i++) {
            if (fwrite(mk->text[i], 1, mk->len[i], stdout) != mk->len[i]) return false;
        }
    }
    return fflush(stdout) == 0;
}

int main(int argc, char **argv)
{
    struct arena a = {0};
    unsigned long scale = argc > 2 ? strtoul(argv[1], NULL, 10) : 0;
    uint64_t each = argc > 2 ? strtoull(argv[2], NULL, 10) : 0;
    if (scale < 1 || scale > 32 || !each || argc > 5) {
        (void)fprintf(stderr, "usage: gen_rmat SCALE(1-32) ARCS_A_NODE [SEED [ARCS]] > LIST\n");
        return 2;
    }
    struct making mk = {.scale = (unsigned)scale, .seed = 1, .arcs = each << scale};
    if (argc > 3) mk.seed = strtoull(argv[3], NULL, 10);
    if (argc > 4) mk.arcs = strtoull(argv[4], NULL, 10);
    for (size_t i = 0; i < CHUNKS_AT_ONCE; i++)
        mk.text[i] = arena_bytes(&a, (size_t)CHUNK_ARCS * LINE_BYTES);
    bool written = write_list(&mk);
    if (!written) (void)fprintf(stderr, "gen_rmat: %s\n", strerror(errno));
    arena_free(&a);
    return written ? 0 : 1;
}

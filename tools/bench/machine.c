/* machine.c - tools: what can this machine do at best? */
#include "base/pages.h"
#include "base/parallel.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/*
 * machine
 *
 * Prints a line "name value" each: bytes copied a second (read and written ones counted), and
 * random reads of 4 bytes a second from tables of four sizes, on one thread and on all. The limits
 * beside which the figures of a graph's run mean something: an arc ranked is one random read and 4
 * bytes in order, a member of a sampled set about three random reads.
 */
enum { COPY_BYTES = 256 << 20, READS = 1 << 24, TRIES = 3, TABLES = 4 };

struct work {
    unsigned threads;
    const char *from;
    char *to;
    const uint32_t *table;
    uint32_t mask;
    uint32_t *sum; /* [threads * 16] apart from each other */
};

static double now_s(void)
{
    struct timespec t = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void copy_part(void *context, size_t i)
{
    struct work *w = context;
    size_t part = COPY_BYTES / w->threads;
    memcpy(w->to + i * part, w->from + i * part, part);
}

/* Where to read next does not hang on what was read, so that reads overlap. */
static void read_part(void *context, size_t i)
{
    struct work *w = context;
    uint32_t at = (uint32_t)i * 0x9e3779b9U + 1;
    uint32_t sum = 0;
    for (uint32_t k = 0; k < READS; k++) {
        at = at * 1664525U + 1013904223U;
        sum += w->table[(at >> 6) & w->mask];
    }
    w->sum[i * 16] = sum;
}

static double best_s(struct work *w, void (*part)(void *, size_t))
{
    double best = 0;
    for (int i = 0; i < TRIES + 1; i++) { /* the first one warms up */
        double begun = now_s();
        parallel_for(w->threads, w->threads, part, w);
        double took = now_s() - begun;
        if (i == 1 || (i > 1 && took < best)) best = took;
    }
    return best;
}

static void measure(struct work *w)
{
    static const struct {
        const char *name;
        uint32_t entries;
    } table[TABLES] = {
        {"1MiB", 1 << 18}, {"16MiB", 1 << 22}, {"64MiB", 1 << 24}, {"256MiB", 1 << 26}};
    printf("copy_%ut_bytes_s %.4g\n", w->threads, 2.0 * COPY_BYTES / best_s(w, copy_part));
    for (size_t i = 0; i < TABLES; i++) {
        w->mask = table[i].entries - 1;
        double s = best_s(w, read_part);
        printf("gather_%s_%ut_s %.4g\n", table[i].name, w->threads, (double)READS * w->threads / s);
    }
}

int main(void)
{
    struct pages from = pages_take(COPY_BYTES);
    struct pages to = pages_take(COPY_BYTES);
    struct pages sums = pages_take((size_t)64 * 1024);
    pages_huge(from.p, from.bytes);
    pages_huge(to.p, to.bytes);
    memset(from.p, 1, from.bytes);
    memset(to.p, 1, to.bytes);
    struct work w = {.from = from.p, .to = to.p, .table = from.p, .sum = sums.p};
    unsigned all = parallel_threads();
    for (w.threads = 1; w.threads <= all; w.threads = w.threads < all ? all : all + 1)
        measure(&w);
    pages_give(&from);
    pages_give(&to);
    pages_give(&sums);
    return 0;
}

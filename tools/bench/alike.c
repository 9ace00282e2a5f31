/*
 * alike.c - tools: how long do near-copies among many posts take, and how much memory?
 *
 *   alike POSTS WORDS [THREADS]   made posts of about so many words: a fifth are near-copies of one
 *                                 of a thousand models, the rest share but common words
 *
 * Words are drawn as in a language (the r-th commonest with a chance of about 1/r of 50,000).
 */
#include "find/alike.h"
#include "base/rng.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

enum { MODELS = 1000, VOCABULARY = 50000 };

static struct str post(struct arena *a, uint32_t i, int words)
{
    struct rng own = rng_stream(1, rng_stream_id(1, i, 0));
    bool copy = i % 5 == 0;
    struct rng model = rng_stream(1, rng_stream_id(2, copy ? i / 5 % MODELS : MODELS + i, 0));
    struct buf b = buf_new(a);
    for (int w = 0; w < words; w++) {
        double u = rng_unit(&model);
        if (copy && rng_unit(&own) < .02) u = rng_unit(&own);
        buf_addf(&b, "w%d ", (int)pow(VOCABULARY, u));
    }
    return buf_str(&b);
}

static double seconds(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
    if (argc < 3) return 2;
    uint32_t posts = (uint32_t)strtoul(argv[1], NULL, 10);
    int words = (int)strtol(argv[2], NULL, 10);
    struct alike_options o = {.least = ALIKE_LEAST};
    if (argc > 3) o.threads = (unsigned)strtoul(argv[3], NULL, 10);
    struct arena a = {0};
    struct arena scratch = {0};
    struct err e;
    struct alike x = {.a = &a};
    uint32_t *of;
    double add = 0;
    for (uint32_t i = 0; i < posts; i++) {
        struct str text = post(&scratch, i, words);
        double t = seconds();
        alike_add(&x, text);
        add += seconds() - t;
        arena_reset(&scratch, (struct arena_mark){0});
    }
    double t = seconds();
    if (alike_groups(&x, &o, &a, &of, &e)) return 1;
    double found = seconds() - t;
    size_t alone = 0;
    size_t groups = 0;
    size_t *size = calloc(posts, sizeof *size);
    for (uint32_t i = 0; i < posts; i++)
        size[of[i]]++;
    for (uint32_t i = 0; i < posts; i++) {
        alone += size[i] == 1;
        groups += size[i] > 1;
    }
    struct rusage u;
    (void)getrusage(RUSAGE_SELF, &u);
    printf("posts %u words %d: sets %.1f s, groups %.1f s, peak %ld MB; %zu groups, %zu alone\n",
           posts, words, add, found, u.ru_maxrss / 1024, groups, alone);
    free(size);
    arena_free(&a);
    return 0;
}

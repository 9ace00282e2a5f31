/* impact.c - tools: do intervals of made programmes hold what they say?
 *
 * impact [RUNS] [SEED]: of each kind so many programmes whose effect is known, with it and without.
 * Fails where 95 % intervals do not hold 93 to 97 in 100, where p <= 0.05 comes without an effect
 * in fewer than 3 or more than 7 in 100, or where growing effects of staggered starts are missed by
 * more than chance. The seed is 1 unless given. */
#include "programmes.h"

#include <stdio.h>
#include <stdlib.h>

static int failures;

static const char *verdict(bool holds)
{
    if (!holds) failures++;
    return holds ? "" : "  <- out of bounds";
}

static void print(const char *name, const struct tally *with, const struct tally *without)
{
    double covered = 100.0 * with->covered / with->runs;
    double also = 100.0 * without->covered / without->runs;
    double called = 100.0 * without->called / without->runs;
    bool holds = covered >= 93.0 && covered <= 97.0 && also >= 93.0 && also <= 97.0 &&
                 called >= 3.0 && called <= 7.0;
    printf("%-34s %6.1f %8.1f %8.1f %8.1f%s\n", name, covered, also, called,
           100.0 * with->called / with->runs, verdict(holds));
}

static void bias(const char *name, const struct tally *t)
{
    double truth = t->truth / t->runs;
    double value = t->value / t->runs;
    printf("%-34s %8.3f %8.3f %8.3f%s\n", name, truth, value, t->twoway / t->runs,
           verdict(fabs(value - truth) < 0.05 * truth));
}

int main(int argc, char **argv)
{
    static const char *const names[MADE_PROGRAMMES] = {
        "differences, 24 staggered, 16 never", "differences, 12 staggered, 6 never",
        "differences, 40 all in the end", "differences, 12 at once, 12 never"};
    long runs = argc > 1 ? strtol(argv[1], NULL, 10) : 2000;
    uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
    struct tally t[MADE_PROGRAMMES][3] = {{{0}}};
    struct tally lot[4][2] = {{{0}}};
    for (long i = 0; i < runs; i++) {
        struct rng r = rng_stream(seed, rng_stream_id(0x696d7061, (uint32_t)i, 0));
        for (int works = 0; works < 2; works++) {
            for (size_t k = 0; k < MADE_PROGRAMMES; k++)
                (void)run_did(&made_programmes[k], works, &r, &t[k][works], &t[k][2]);
            run_pairs(works, 12, &r, &lot[0][works]);
            (void)run_starts(works, &r, &lot[1][works]);
            run_cuped(works, &r, &lot[2][works]);
            (void)run_synth(works, &r, &lot[3][works]);
        }
    }
    printf("%ld made programmes of each kind, with an effect and without, seed %llu\n\n", runs,
           (unsigned long long)seed);
    printf("%-34s %6s %8s %8s %8s\n", "95 % intervals hold the truth in", "with", "without",
           "false +", "found");
    for (size_t k = 0; k < MADE_PROGRAMMES; k++)
        print(names[k], &t[k][1], &t[k][0]);
    print("12 pairs by lot, skew", &lot[0][1], &lot[0][0]);
    print("9 starts by lot, all orders", &lot[1][1], &lot[1][0]);
    print("CUPED, two arms of 20 by lot", &lot[2][1], &lot[2][0]);
    print("synthetic control, 39 donors", &lot[3][1], &lot[3][0]);
    printf("\n%-34s %6s\n", "leads that are 0, called not 0", "in 100");
    for (size_t k = 0; k < MADE_PROGRAMMES; k++) {
        double called = 100.0 * t[k][2].called / t[k][2].runs;
        printf("%-34s %6.1f%s\n", names[k], called, verdict(called >= 3.0 && called <= 7.0));
    }
    printf("\n%-34s %8s %8s %8s\n", "mean effect", "truth", "kith", "two-way");
    for (size_t k = 0; k < MADE_PROGRAMMES; k++)
        bias(names[k], &t[k][1]);
    printf("\nCUPED's interval is %.2f times as narrow as without\n",
           lot[2][1].twoway / lot[2][1].runs);
    return failures ? 1 : 0;
}

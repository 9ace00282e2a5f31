/* law_choose.c - tests: laws of choosing that must hold for any market */
#include "helpers.h"
#include "laws.h"

#include "choose/choose.h"
#include "findings_made.h"

#include <stdlib.h>

static void renaming_people_permutes_the_choice(void **state)
{
    (void)state;
    struct arena a = {0};
    struct rng r = rng_stream(seed_of_run(), 1);
    struct err e;
    for (int round = 0; round < 30; round++) {
        struct made m = made_random(&r, &a, 30, 40);
        const struct findings *f = made_findings(&m, &a);
        size_t place[40];
        for (size_t i = 0; i < 40; i++)
            place[i] = i;
        for (size_t i = 39; i > 0; i--) {
            size_t j = rng_below(&r, i + 1);
            size_t swap = place[i];
            place[i] = place[j];
            place[j] = swap;
        }
        struct made renamed = m;
        renamed.place = place;
        const struct findings *g = made_findings(&renamed, &a);
        struct choose_options o = {.k = 8, .seed = 1};
        struct choice one;
        struct choice two;
        assert_ok(choose_find(f, &o, &a, &one, &e), e);
        assert_ok(choose_find(g, &o, &a, &two, &e), e);
        for (size_t i = 0; i < 8; i++) {
            uint32_t want = made_node(&renamed, one.pick[i].node - m.buyers);
            law_holds(two.pick[i].node == want, "renaming", round);
            law_holds(fabs(two.pick[i].gain - one.pick[i].gain) < 1e-9, "renaming (gain)", round);
        }
    }
    arena_free(&a);
}

static void the_same_seed_gives_the_same_bytes_on_any_number_of_threads(void **state)
{
    (void)state;
    struct arena a = {0};
    struct rng r = rng_stream(seed_of_run(), 2);
    struct err e;
    for (int round = 0; round < 5; round++) {
        struct made m = made_random(&r, &a, 40, 60);
        const struct findings *f = made_findings(&m, &a);
        struct choice c[4];
        for (unsigned t = 0; t < 4; t++) {
            struct choose_options o = {.k = 9, .seed = 7, .threads = t};
            assert_ok(choose_find(f, &o, &a, &c[t], &e), e);
            law_holds(memcmp(c[t].pick, c[0].pick, 9 * sizeof *c[0].pick) == 0, "threads", round);
            law_holds(memcmp(c[t].curve, c[0].curve, 9 * sizeof *c[0].curve) == 0, "threads",
                      round);
            bool same = c[t].lo - c[0].lo == 0.0 && c[t].hi - c[0].hi == 0.0;
            law_holds(same, "threads (interval)", round);
        }
    }
    arena_free(&a);
}

static void the_more_the_better_and_never_more_than_all(void **state)
{
    (void)state;
    struct arena a = {0};
    struct rng r = rng_stream(seed_of_run(), 3);
    for (int round = 0; round < 200; round++) {
        struct made m = made_random(&r, &a, 2 + rng_below(&r, 30), 2 + rng_below(&r, 30));
        const struct findings *f = made_findings(&m, &a);
        uint32_t *set = arena_new(&a, uint32_t, m.persons);
        double before = 0.0;
        double reaches = 0.0;
        for (size_t n = 0; n < m.persons; n++) { /* any order: nodes as they stand */
            set[n] = f->person[n].node;
            reaches += f->person[n].reach;
            double cover = choose_cover(f, set, n + 1);
            law_holds(cover >= before - 1e-9, "growth", round);
            law_holds(cover <= reaches + 1e-9, "at most the sum of reaches", round);
            law_holds(cover <= 100.0 + 1e-9, "at most all", round);
            before = cover;
        }
    }
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(renaming_people_permutes_the_choice),
        cmocka_unit_test(the_same_seed_gives_the_same_bytes_on_any_number_of_threads),
        cmocka_unit_test(the_more_the_better_and_never_more_than_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

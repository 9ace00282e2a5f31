/* law_assign.c - tests: laws of assigning people to teammates that must hold for any team */
#include "helpers.h"
#include "laws.h"

#include "base/limits.h"
#include "base/rng.h"
#include "connect/assign.h"

enum { ROUNDS = 60, PEOPLE = 40, TEAM = 9 };

struct team {
    struct assign_problem p;
    int32_t score[(size_t)PEOPLE * TEAM];
    uint32_t capacity[TEAM];
};

/* Scores so many that no two plans are equal, but for a chance of one in some thousands. */
static void made(struct team *x, struct rng *r)
{
    for (size_t i = 0; i < (size_t)PEOPLE * TEAM; i++)
        x->score[i] = rng_below(r, 4) ? (int32_t)rng_below(r, ASSIGN_SCORE_MAX + 1) : ASSIGN_NEVER;
    for (size_t t = 0; t < TEAM; t++)
        x->capacity[t] = (uint32_t)rng_below(r, 10);
    x->p = (struct assign_problem){
        .people = PEOPLE, .teammates = TEAM, .score = x->score, .capacity = x->capacity};
}

static void shuffle(struct rng *r, size_t place[], size_t count)
{
    for (size_t i = 0; i < count; i++)
        place[i] = i;
    for (size_t i = count - 1; i > 0; i--) {
        size_t j = rng_below(r, i + 1);
        size_t swap = place[i];
        place[i] = place[j];
        place[j] = swap;
    }
}

/* The same people and teammates under other numbers. */
static void rename_all(const struct team *one, const size_t person[], const size_t mate[],
                       struct team *ret)
{
    for (size_t t = 0; t < TEAM; t++)
        ret->capacity[mate[t]] = one->capacity[t];
    for (size_t i = 0; i < (size_t)PEOPLE * TEAM; i++)
        ret->score[person[i / TEAM] * TEAM + mate[i % TEAM]] = one->score[i];
}

static bool same_but_for_names(const int32_t x[], const int32_t y[], const size_t person[],
                               const size_t mate[])
{
    for (size_t p = 0; p < PEOPLE; p++) {
        int32_t want = x[p] < 0 ? ASSIGN_NOBODY : (int32_t)mate[x[p]];
        if (y[person[p]] != want) return false;
    }
    return true;
}

/* Of two plans that are equal the numbers decide, and with random scores that is rare: so the sums
 * must be the same in every round, the plans in nearly all. */
static void renaming_people_and_teammates_permutes_the_plan(void **state)
{
    (void)state;
    struct rng r = rng_stream(seed_of_run(), 1);
    struct err e;
    int other = 0;
    for (int round = 0; round < ROUNDS; round++) {
        struct arena a = {0};
        static struct team one;
        static struct team two;
        size_t person[PEOPLE];
        size_t mate[TEAM];
        struct assigned x;
        struct assigned y;
        made(&one, &r);
        made(&two, &r);
        shuffle(&r, person, PEOPLE);
        shuffle(&r, mate, TEAM);
        rename_all(&one, person, mate, &two);
        assert_ok(assign_make(&one.p, &a, &x, &e), e);
        assert_ok(assign_make(&two.p, &a, &y, &e), e);
        law_holds(x.owned == y.owned, "renaming (owned)", round);
        law_holds(x.owner_score == y.owner_score, "renaming (score)", round);
        bool owners = same_but_for_names(x.owner, y.owner, person, mate);
        bool same = owners && same_but_for_names(x.backup, y.backup, person, mate);
        law_holds(!owners || x.backed == y.backed, "renaming (backed)", round);
        law_holds(!owners || x.backup_score == y.backup_score, "renaming (back-ups)", round);
        other += !same;
        arena_free(&a);
    }
    law_holds(other <= ROUNDS / 20, "renaming (plans)", other);
}

/* No law of back-ups: owners that score better may leave places that fit fewer of them. */
static void one_more_place_never_owns_fewer(void **state)
{
    (void)state;
    struct rng r = rng_stream(seed_of_run(), 2);
    struct err e;
    for (int round = 0; round < ROUNDS; round++) {
        struct arena a = {0};
        static struct team x;
        struct assigned before;
        struct assigned after;
        made(&x, &r);
        assert_ok(assign_make(&x.p, &a, &before, &e), e);
        x.capacity[rng_below(&r, TEAM)]++;
        assert_ok(assign_make(&x.p, &a, &after, &e), e);
        law_holds(after.owned >= before.owned, "one more place", round);
        bool same = after.owned == before.owned;
        law_holds(!same || after.owner_score >= before.owner_score, "one more place (score)",
                  round);
        arena_free(&a);
    }
}

static void a_pin_is_always_honoured(void **state)
{
    (void)state;
    struct rng r = rng_stream(seed_of_run(), 3);
    struct err e;
    for (int round = 0; round < ROUNDS; round++) {
        struct arena a = {0};
        static struct team x;
        struct assigned y;
        int32_t pin[PEOPLE];
        made(&x, &r);
        for (size_t p = 0; p < PEOPLE; p++)
            pin[p] = rng_below(&r, 3) ? ASSIGN_NOBODY : (int32_t)rng_below(&r, TEAM);
        x.p.pin = pin;
        assert_ok(assign_make(&x.p, &a, &y, &e), e);
        uint32_t pinned[TEAM] = {0};
        for (size_t p = 0; p < PEOPLE; p++) {
            if (pin[p] < 0) continue;
            pinned[pin[p]]++;
            law_holds(y.owner[p] == pin[p], "pins", round);
        }
        for (size_t t = 0; t < TEAM; t++) {
            uint32_t most = pinned[t] > x.capacity[t] ? pinned[t] : x.capacity[t];
            law_holds(y.held[t] <= most, "pins (capacity)", round);
        }
        arena_free(&a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(renaming_people_and_teammates_permutes_the_plan),
        cmocka_unit_test(one_more_place_never_owns_fewer),
        cmocka_unit_test(a_pin_is_always_honoured),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

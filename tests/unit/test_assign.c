/* test_assign.c - tests: the plan against all plans there are */
#include "helpers.h"

#include "base/limits.h"
#include "base/rng.h"
#include "connect/assign.h"

enum { ROUNDS = 600, SIDE_MAX = 8, STATES_MAX = 6561, NO_PLAN = -1 };

struct made { /* a problem and room for what it points to */
    struct assign_problem p;
    int32_t score[SIDE_MAX * SIDE_MAX];
    uint32_t capacity[SIDE_MAX];
    int32_t pin[SIDE_MAX], owner_before[SIDE_MAX], backup_before[SIDE_MAX];
};

/* Few different scores, so that many plans are equal in part; a third of the pairs forbidden. */
static void make(struct made *x, uint64_t round)
{
    struct rng r = rng_stream(round, 61);
    size_t n = 1 + rng_below(&r, SIDE_MAX);
    size_t m = 1 + rng_below(&r, SIDE_MAX);
    int32_t most = round % 3 ? 9 : ASSIGN_SCORE_MAX;
    for (size_t i = 0; i < n * m; i++) {
        x->score[i] = rng_below(&r, 3) ? (int32_t)rng_below(&r, (uint64_t)most + 1) : ASSIGN_NEVER;
    }
    for (size_t t = 0; t < m; t++)
        x->capacity[t] = (uint32_t)rng_below(&r, 3);
    for (size_t i = 0; i < n; i++) {
        x->pin[i] = rng_below(&r, 6) ? ASSIGN_NOBODY : (int32_t)rng_below(&r, m);
        x->owner_before[i] = (int32_t)rng_below(&r, m + 1) - 1;
        x->backup_before[i] = (int32_t)rng_below(&r, m + 1) - 1;
    }
    x->p = (struct assign_problem){.people = n,
                                   .teammates = m,
                                   .score = x->score,
                                   .capacity = x->capacity,
                                   .pin = round % 2 ? x->pin : NULL,
                                   .owner_before = x->owner_before,
                                   .backup_before = x->backup_before};
}

/* What is left of the capacities, as one number: a digit a teammate says how many they hold. */
struct states {
    size_t count, unit[SIDE_MAX];
    const uint32_t *room;
};

/* now: the best with the people before; next: with one more, who goes to t for `worth`. */
static void one_more(const struct states *x, size_t t, int64_t worth, const int64_t now[],
                     int64_t next[])
{
    for (size_t s = 0; s < x->count; s++) {
        if (now[s] == NO_PLAN || s / x->unit[t] % (x->room[t] + 1) == x->room[t]) continue;
        int64_t *to = &next[s + x->unit[t]];
        *to = now[s] + worth > *to ? now[s] + worth : *to;
    }
}

static int64_t worth_of_one(const struct made *x, size_t p, size_t t, const int32_t before[])
{
    int32_t score = x->score[p * x->p.teammates + t];
    return 1000000000000 + (int64_t)score * 100 + (before[p] == (int32_t)t);
}

/* Every way to give each person of `wants` one teammate or nobody: the best sum of (1, score, kept)
 * in that order, as one number. */
static int64_t best_of_all(const struct made *x, const uint32_t room[], const bool wants[],
                           const int32_t barred[], const int32_t before[])
{
    static int64_t now[STATES_MAX];
    static int64_t next[STATES_MAX];
    struct states all = {.count = 1, .room = room};
    for (size_t t = 0; t < x->p.teammates; t++) {
        all.unit[t] = all.count;
        all.count *= room[t] + 1;
    }
    for (size_t s = 0; s < all.count; s++)
        now[s] = s ? NO_PLAN : 0;
    for (size_t p = 0; p < x->p.people; p++) {
        memcpy(next, now, sizeof now);
        for (size_t t = 0; t < x->p.teammates && wants[p]; t++) {
            if (x->score[p * x->p.teammates + t] < 0) continue;
            if (barred && barred[p] == (int32_t)t) continue;
            one_more(&all, t, worth_of_one(x, p, t, before), now, next);
        }
        memcpy(now, next, sizeof now);
    }
    int64_t best = 0;
    for (size_t s = 0; s < all.count; s++)
        best = now[s] > best ? now[s] : best;
    return best;
}

/* The same number of the plan that was made; the pinned count nothing. */
static int64_t worth_of(const struct made *x, const int32_t at[], const bool wants[],
                        const int32_t before[])
{
    int64_t sum = 0;
    for (size_t p = 0; p < x->p.people; p++) {
        if (!wants[p] || at[p] < 0) continue;
        assert_true(x->score[p * x->p.teammates + (size_t)at[p]] >= 0);
        sum += worth_of_one(x, p, (size_t)at[p], before);
    }
    return sum;
}

/* room is what the pinned leave; returns who is not pinned in wants. */
static void check_pins(const struct made *x, const struct assigned *y, uint32_t room[],
                       bool wants[])
{
    for (size_t p = 0; p < x->p.people; p++) {
        int32_t pin = x->p.pin ? x->pin[p] : ASSIGN_NOBODY;
        wants[p] = pin < 0;
        if (pin < 0) continue;
        assert_int_equal(y->owner[p], pin);
        if (room[pin]) room[pin]--;
    }
}

static void take_places(const struct made *x, const int32_t at[], const bool wants[],
                        uint32_t room[])
{
    for (size_t p = 0; p < x->p.people; p++) {
        if (!wants[p] || at[p] < 0) continue;
        assert_true(room[at[p]] > 0);
        room[at[p]]--;
    }
}

static void check_round(uint64_t round)
{
    struct arena a = {0};
    struct err e = {{0}};
    static struct made x;
    struct assigned y;
    bool wants[SIDE_MAX];
    uint32_t room[SIDE_MAX];
    uint32_t held[SIDE_MAX] = {0};
    make(&x, round);
    assert_ok(assign_make(&x.p, &a, &y, &e), e);
    memcpy(room, x.capacity, sizeof room);
    check_pins(&x, &y, room, wants);
    assert_int_equal(worth_of(&x, y.owner, wants, x.owner_before),
                     best_of_all(&x, room, wants, NULL, x.owner_before));
    take_places(&x, y.owner, wants, room);
    for (size_t p = 0; p < x.p.people; p++) {
        wants[p] = y.owner[p] >= 0;
        if (!wants[p]) assert_int_equal(y.backup[p], ASSIGN_NOBODY);
        if (wants[p]) assert_int_not_equal(y.backup[p], y.owner[p]);
        if (y.owner[p] >= 0) held[y.owner[p]]++;
        if (y.backup[p] >= 0) held[y.backup[p]]++;
    }
    assert_int_equal(worth_of(&x, y.backup, wants, x.backup_before),
                     best_of_all(&x, room, wants, y.owner, x.backup_before));
    take_places(&x, y.backup, wants, room);
    assert_memory_equal(held, y.held, x.p.teammates * sizeof *held);
    arena_free(&a);
}

static void as_good_as_the_best_of_all_plans(void **state)
{
    (void)state;
    for (uint64_t round = 0; round < ROUNDS; round++) {
        check_round(round);
    }
}

/* By hand: Ann is best with both, but then Bea is nobody's; so Ann goes to the second. */
static void nobody_is_left_out_for_a_better_score(void **state)
{
    (void)state;
    struct arena a = {0};
    struct err e = {{0}};
    const int32_t score[] = {90, 10, /* Bea: the first alone */ 5, ASSIGN_NEVER};
    const uint32_t capacity[] = {1, 1};
    struct assign_problem p = {.people = 2, .teammates = 2, .score = score, .capacity = capacity};
    struct assigned x;
    assert_ok(assign_make(&p, &a, &x, &e), e);
    assert_int_equal(x.owner[0], 1);
    assert_int_equal(x.owner[1], 0);
    assert_int_equal(x.owned, 2);
    assert_int_equal(x.backed, 0);
    assert_int_equal(x.owner_score, 15);
    arena_free(&a);
}

/* By hand: with room for three, the third place is a back-up's, not the owner's again. */
static void owner_and_back_up_are_two(void **state)
{
    (void)state;
    struct arena a = {0};
    struct err e = {{0}};
    const int32_t score[] = {50, 40, 50, 30};
    const uint32_t capacity[] = {9, 1};
    struct assign_problem p = {.people = 2, .teammates = 2, .score = score, .capacity = capacity};
    struct assigned x;
    assert_ok(assign_make(&p, &a, &x, &e), e);
    assert_int_equal(x.owner[0], 0);
    assert_int_equal(x.owner[1], 0);
    assert_int_equal(x.backup[0], 1); /* 40 > 30 */
    assert_int_equal(x.backup[1], ASSIGN_NOBODY);
    assert_int_equal(x.backup_score, 40);
    arena_free(&a);
}

static void of_equal_plans_the_one_that_changes_least(void **state)
{
    (void)state;
    struct arena a = {0};
    struct err e = {{0}};
    const int32_t score[] = {7, 7, 7, 7, 7, 7};
    const uint32_t capacity[] = {1, 1, 1};
    const int32_t before[] = {2, 0};
    const int32_t backup_before[] = {ASSIGN_NOBODY, 1};
    struct assign_problem p = {.people = 2,
                               .teammates = 3,
                               .score = score,
                               .capacity = capacity,
                               .owner_before = before,
                               .backup_before = backup_before};
    struct assigned x;
    assert_ok(assign_make(&p, &a, &x, &e), e);
    assert_int_equal(x.owner[0], 2);
    assert_int_equal(x.owner[1], 0);
    assert_int_equal(x.backup[1], 1);
    arena_free(&a);
}

static void pins_beyond_a_capacity_are_kept(void **state)
{
    (void)state;
    struct arena a = {0};
    struct err e = {{0}};
    const int32_t score[] = {ASSIGN_NEVER, 3, 9, 3, 9, 3};
    const uint32_t capacity[] = {1, 1};
    const int32_t pin[] = {0, 0, ASSIGN_NOBODY};
    struct assign_problem p = {
        .people = 3, .teammates = 2, .score = score, .capacity = capacity, .pin = pin};
    struct assigned x;
    assert_ok(assign_make(&p, &a, &x, &e), e);
    assert_int_equal(x.owner[0], 0);
    assert_int_equal(x.owner[1], 0);
    assert_int_equal(x.owner[2], 1);
    assert_int_equal(x.held[0], 2);
    assert_int_equal(x.owner_score, 0 + 9 + 3);
    arena_free(&a);
}

static void nobody_to_assign_or_to_assign_to(void **state)
{
    (void)state;
    struct arena a = {0};
    struct err e = {{0}};
    const int32_t score[] = {1, 2};
    const uint32_t none[] = {0, 0};
    struct assign_problem p = {.people = 1, .teammates = 2, .score = score, .capacity = none};
    struct assigned x;
    assert_ok(assign_make(&p, &a, &x, &e), e);
    assert_int_equal(x.owned, 0);
    assert_int_equal(x.owner[0], ASSIGN_NOBODY);
    p.teammates = 0;
    assert_ok(assign_make(&p, &a, &x, &e), e);
    assert_int_equal(x.owner[0], ASSIGN_NOBODY);
    p.people = 0;
    assert_ok(assign_make(&p, &a, &x, &e), e);
    assert_int_equal(x.owned, 0);
    arena_free(&a);
}

static bool at_once(void *context)
{
    (void)context;
    return true;
}

static void what_is_refused(void **state)
{
    (void)state;
    struct arena a = {0};
    struct err e = {{0}};
    const int32_t score[] = {100001};
    const uint32_t capacity[] = {1};
    const struct progress wants_out = {.stop = at_once};
    struct assign_problem p = {.people = 1, .teammates = 1, .score = score, .capacity = capacity};
    struct assigned x = {.owned = 77};
    assert_refused(assign_make(&p, &a, &x, &e), BAD_INPUT, e,
                   "a pair scores 100001; want at most 100000");
    p.people = 70000;
    assert_refused(assign_make(&p, &a, &x, &e), TOO_MUCH, e,
                   "70000 people and 1 teammates are too many to assign; at most 65536 and 2048");
    const int32_t fine[] = {1};
    p.people = 1;
    p.score = fine;
    p.progress = &wants_out;
    assert_refused(assign_make(&p, &a, &x, &e), STOPPED, e, "stopped");
    assert_int_equal(x.owned, 77);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(as_good_as_the_best_of_all_plans),
        cmocka_unit_test(nobody_is_left_out_for_a_better_score),
        cmocka_unit_test(owner_and_back_up_are_two),
        cmocka_unit_test(of_equal_plans_the_one_that_changes_least),
        cmocka_unit_test(pins_beyond_a_capacity_are_kept),
        cmocka_unit_test(nobody_to_assign_or_to_assign_to),
        cmocka_unit_test(what_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

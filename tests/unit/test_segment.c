/* test_segment.c - tests: how much each buyer who was heard stands for
 *
 * Expected: by hand, and R with 10,000 rounds of its own loop over two overlapping segments, ending
 *   g <- g * ifelse(S == 1, share * total / inside, (1 - share) * total / (total - inside))
 */
#include "helpers.h"
#include "scene_made.h"

#include "find/votes.h"

/* seg: [node_count] bits. */
static void say(struct scene *sc, struct arena *a, const uint32_t *seg, size_t n,
                const struct market_segment *list, size_t count)
{
    uint32_t *segment = arena_new(a, uint32_t, sc->node_count);
    memcpy(segment, seg, n * sizeof *seg);
    sc->segment = segment;
    sc->market.segment = list;
    sc->market.segment_count = count;
}

/* Ten buyers are heard, two of them small firms, which are 70 % of the market: 3.5 and .375 would
 * hold, but 3 is the most: 2 * 3 of 2 * 3 + 8 * .375 = 9, the mean .9; back at the mean 1, the two
 * are beyond 3 again, until 2 * 3 + 8 * .5 = 10. */
static void far_off_weights_are_trimmed(void **state)
{
    (void)state;
    struct arena a = {0};
    struct scene *sc = scene_made(
        &a, "buyer a; buyer b; buyer c; buyer d; buyer e; buyer f; buyer g; buyer h; buyer i\n"
            "buyer j; a named x; b named x; c named y; d named y; e named y; f named y; g named y\n"
            "h named y; i named y; j named y");
    static const struct market_segment small[] = {{{"tag:sme", sizeof "tag:sme" - 1}, 0.7}};
    static const uint32_t of[10] = {1, 1};
    say(sc, &a, of, 10, small, 1);
    struct votes v;
    votes_find(sc, &a, &v);
    for (size_t b = 0; b < 10; b++)
        assert_near(v.weight[b], b < 2 ? 3.0 : 0.5, 1e-6);
    assert_int_equal(v.segments.segment[0].heard, 2);
    assert_near(v.segments.segment[0].before, 0.2, 1e-12);
    assert_near(v.segments.segment[0].after, 0.6, 1e-6);
    assert_true(v.segments.trimmed);
    assert_true(v.segments.settled);
    assert_near(v.segments.effective, 100.0 / (2 * 9 + 8 * 0.25), 1e-5); /* Kish: 5 */
    assert_near(v.x[10], 6.0, 1e-5);                                     /* x: two of 3 */
    arena_free(&a);
}

/* Half of the market, a fifth of the heard: 2.5 and .625 hold exactly. */
static void shares_hold_where_they_can(void **state)
{
    (void)state;
    struct arena a = {0};
    struct scene *sc = scene_made(
        &a, "buyer a; buyer b; buyer c; buyer d; buyer e; buyer f; buyer g; buyer h; buyer i\n"
            "buyer j; a named x; b named x; c named y; d named y; e named y; f named y; g named y\n"
            "h named y; i named y; j named y");
    static const struct market_segment half[] = {{{"tag:sme", sizeof "tag:sme" - 1}, 0.5}};
    static const uint32_t of[10] = {1, 1};
    say(sc, &a, of, 10, half, 1);
    struct votes v;
    votes_find(sc, &a, &v);
    for (size_t b = 0; b < 10; b++)
        assert_near(v.weight[b], b < 2 ? 2.5 : 0.625, 1e-9);
    assert_false(v.segments.trimmed);
    assert_near(v.segments.effective, 100.0 / (2 * 6.25 + 8 * 0.390625), 1e-9); /* 6.4 */
    arena_free(&a);
}

/* Overlapping segments and weights of their own: R. */
static void overlapping_segments_are_raked(void **state)
{
    (void)state;
    static const double own[10] = {1, 2, 0.5, 1, 1, 1.5, 0.8, 1.2, 1, 1};
    static const uint32_t of[10] = {1, 3, 2, 2, 0, 0, 0, 0, 0, 2};
    static const double want[10] = {0.772183871138, 2.227816128862, 0.554436774228, 1.108873548455,
                                    0.768693841611, 1.153040762417, 0.614955073289, 0.922432609933,
                                    0.768693841611, 1.108873548455};
    static const struct market_segment two[] = {{{"a", sizeof "a" - 1}, 0.3},
                                                {{"b", sizeof "b" - 1}, 0.5}};
    struct arena a = {0};
    struct made m = {.a = &a};
    for (size_t b = 0; b < 10; b++)
        (void)made_buyer(&m, own[b]);
    uint32_t x = made_person(&m);
    for (uint32_t b = 0; b < 10; b++)
        (void)made_heed(&m, b, VERB_NAMED, x);
    struct scene *sc = made_scene(&m);
    say(sc, &a, of, 10, two, 2);
    struct votes v;
    votes_find(sc, &a, &v);
    for (size_t b = 0; b < 10; b++)
        assert_near(v.weight[b], want[b], 1e-5);
    assert_near(v.segments.effective, 8.28749727814, 1e-4);
    assert_near(v.segments.segment[0].after, 0.3, 2e-6);
    assert_near(v.segments.segment[1].after, 0.5, 2e-6);
    arena_free(&a);
}

/* Three parts of the market, of the third (50 %) nobody is heard: the others are 20 : 30. */
static void who_was_not_heard_is_not_stood_for(void **state)
{
    (void)state;
    static const struct market_segment three[] = {
        {{"a", sizeof "a" - 1}, 0.2}, {{"b", sizeof "b" - 1}, 0.3}, {{"c", sizeof "c" - 1}, 0.5}};
    static const uint32_t of[4] = {1, 1, 2, 2};
    struct arena a = {0};
    struct scene *sc = scene_made(&a, "buyer a; buyer b; buyer c; buyer d; person x\n"
                                      "a named x; b named x; c named x; d named x");
    say(sc, &a, of, 4, three, 3);
    struct votes v;
    votes_find(sc, &a, &v);
    for (size_t b = 0; b < 4; b++)
        assert_near(v.weight[b], b < 2 ? 0.8 : 1.2, 1e-9);
    assert_int_equal(v.segments.segment[2].heard, 0);
    assert_true(v.segments.settled);
    arena_free(&a);
}

/* Disjoint, together more than all: they cannot hold. */
static void contradicting_shares_are_told(void **state)
{
    (void)state;
    static const struct market_segment two[] = {{{"a", sizeof "a" - 1}, 0.7},
                                                {{"b", sizeof "b" - 1}, 0.6}};
    static const uint32_t of[6] = {1, 1, 2, 2, 0, 0};
    struct arena a = {0};
    struct scene *sc = scene_made(&a, "buyer a; buyer b; buyer c; buyer d; buyer e; buyer f\n"
                                      "person x; a named x; b named x; c named x; d named x\n"
                                      "e named x; f named x");
    say(sc, &a, of, 6, two, 2);
    struct votes v;
    votes_find(sc, &a, &v);
    assert_false(v.segments.settled);
    double sum = 0;
    for (size_t b = 0; b < 6; b++) {
        assert_true(v.weight[b] >= 0.3 - 1e-6 && v.weight[b] <= 3.0 + 1e-6);
        sum += v.weight[b];
    }
    assert_near(sum, 6.0, 1e-9);
    arena_free(&a);
}

/* Two answers weigh as three: the interval of whom they name is that of fewer. */
static void intervals_follow(void **state)
{
    (void)state;
    struct arena a = {0};
    struct made m = {.a = &a};
    static uint32_t of[60];
    for (uint32_t b = 0; b < 60; b++) {
        (void)made_buyer(&m, 1);
        of[b] = b < 12;
    }
    uint32_t x = made_person(&m);
    uint32_t y = made_person(&m);
    for (uint32_t b = 0; b < 60; b++)
        (void)made_heed(&m, b, VERB_NAMED, b % 2 ? x : y);
    struct scene *sc = made_scene(&m);
    struct findings even;
    struct findings skew;
    struct err e;
    struct reach_options o = REACH_OPTIONS;
    assert_ok(reach_find(sc, &o, &a, &even, &e), e);
    assert_int_equal(even.votes.segments.count, 0);
    static const struct market_segment half[] = {{{"tag:sme", sizeof "tag:sme" - 1}, 0.55}};
    say(sc, &a, of, 60, half, 1);
    assert_ok(reach_find(sc, &o, &a, &skew, &e), e);
    assert_true(skew.votes.segments.effective < 35);
    assert_true(skew.person[0].hi - skew.person[0].lo >
                1.1 * (even.person[0].hi - even.person[0].lo));
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(far_off_weights_are_trimmed),
        cmocka_unit_test(shares_hold_where_they_can),
        cmocka_unit_test(overlapping_segments_are_raked),
        cmocka_unit_test(who_was_not_heard_is_not_stood_for),
        cmocka_unit_test(contradicting_shares_are_told),
        cmocka_unit_test(intervals_follow),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

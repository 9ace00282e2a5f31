/* test_backtest.c - tests: figures judged by what others do later, counted by hand */
#include "helpers.h"

#include "base/rng.h"
#include "find/backtest_int.h"
#include "scene_made.h"

#include <math.h>

/* Values of the two functions below are Python's: dcg = sum(g / log2(i + 2)), ranks with ties in
 * the middle, and Pearson's correlation of the ranks. */
static void an_order_is_worth_what_python_says(void **state)
{
    (void)state;
    struct arena a = {0};
    static const uint32_t people[] = {0, 1, 2, 3};
    static const double gain[] = {1, 3, 0, 2};
    static const double score[] = {4, 3, 2, 1};
    static const double tied_gain[] = {1, 3, 0, 0};
    static const double tied_score[] = {4, 4, 2, 1};
    struct truth t = {.people = people, .people_count = 4, .candidate_count = 4};
    struct order o;
    struct best best;
    double place[4];
    order_find(&t, score, 4, 7, &a, &o);
    assert_int_equal(o.count, 4);
    for (uint32_t i = 0; i < 4; i++)
        assert_int_equal(o.first[i], i);
    best_find(&t, gain, &best);
    assert_int_equal(best.count, 3);
    assert_int_equal(best.who[0], 1);
    places_find(gain, 4, &a, place);
    struct judged w = order_judge(&t, &o, gain, &best, place);
    assert_near(w.value[MEASURE_NDCG], 0.7883773914853737, 1e-12);
    assert_near(w.value[MEASURE_PRECISION], 1.0, 1e-12);
    assert_near(w.value[MEASURE_CAPTURED], 1.0, 1e-12);
    assert_near(w.value[MEASURE_RANK], 0.0, 1e-12);
    order_find(&t, tied_score, 4, 7, &a, &o);
    best_find(&t, tied_gain, &best);
    places_find(tied_gain, 4, &a, place);
    w = order_judge(&t, &o, tied_gain, &best, place);
    assert_near(w.value[MEASURE_RANK], 0.8888888888888888, 1e-12);
    arena_free(&a);
}

/* Everybody is named first, in one order, so that both scenes have the same ids (101 and on). */
#define PEOPLE \
    "buyer ann; buyer bob; buyer cy; buyer dee; person eve; person fay; staff gus; outlet blog;"

static void judges_heed_whom_they_name_later(void **state)
{
    (void)state;
    struct arena a = {0};
    const struct scene *before = scene_made(&a, PEOPLE "ann named eve; eve cited fay");
    const struct scene *after =
        scene_made(&a, PEOPLE "person new;"
                              "ann named eve;"                /* was shown: no judge */
                              "bob named eve; bob cited eve;" /* once */
                              "bob named fay sign=-1;"        /* opposes */
                              "bob replied new; bob replied gus; bob reads blog;"
                              "cy named cy;"                     /* of themselves */
                              "dee replied fay; eve named fay"); /* eve is no buyer */
    static const int64_t known[] = {101};
    struct truth t;
    truth_find(before, after, known, 1, &a, &t);
    assert_int_equal(t.judge_count, 2);
    assert_int_equal(t.judge[0], 102);
    assert_int_equal(t.judge[1], 104);
    assert_int_equal(t.first[1] - t.first[0], 2);
    assert_int_equal(t.heeded[0], 4); /* eve */
    assert_int_equal(t.heeded[1], 8); /* new: behind the eight nodes of the scene before */
    assert_int_equal(t.heeded[2], 5); /* fay */
    assert_int_equal(t.people_count, 3);
    assert_int_equal(t.candidate_count, 9);
    arena_free(&a);
}

enum { BUYERS = 40, CROWD = 300 };

/* Buyers heed the first three of ten advisers; a crowd heeds the loud one. */
static struct scene *world(struct arena *a, uint64_t seed, bool fair)
{
    struct made m = {.a = a};
    struct rng r = rng_stream(seed, 1);
    uint32_t buyer[BUYERS];
    uint32_t adviser[10];
    uint32_t crowd[CROWD];
    for (int i = 0; i < BUYERS; i++)
        buyer[i] = made_buyer(&m, 1.0);
    for (int i = 0; i < 10; i++)
        adviser[i] = made_person(&m);
    for (int i = 0; i < CROWD; i++)
        crowd[i] = made_person(&m);
    for (int i = 0; i < BUYERS; i++) {
        (void)made_heed(&m, buyer[i], VERB_NAMED, adviser[rng_below(&r, fair ? 10 : 3)]);
        (void)made_heed(&m, buyer[i], VERB_CITED, adviser[rng_below(&r, 10)]);
    }
    for (int i = 0; i < CROWD; i++)
        (void)made_heed(&m, crowd[i], VERB_FOLLOWED, adviser[9]);
    return made_scene(&m);
}

static struct backtest tested(struct arena *a, bool fair, unsigned threads)
{
    struct err e = {0};
    struct backtest b;
    struct backtest_options o = BACKTEST_OPTIONS;
    o.draws = 100;
    o.threads = threads;
    struct window w = {.before = world(a, 1, fair), .after = world(a, 2, fair)};
    assert_ok(backtest_run(&w, 1, &o, a, &b, &e), e);
    return b;
}

static void who_the_buyers_heed_beats_who_is_loud(void **state)
{
    (void)state;
    struct arena a = {0};
    struct backtest b = tested(&a, false, 2);
    assert_true(b.judged);
    assert_int_equal(b.splits, 8);
    assert_near(b.known, 20, 1e-9);
    assert_near(b.judges, 20, 1e-9);
    const struct backtest_score *kith = &b.score[RATER_KITH][MEASURE_NDCG];
    const struct backtest_score *fans = &b.score[RATER_LOUD + LOUD_IN_DEGREE][MEASURE_NDCG];
    assert_true(kith->value > 0.85);
    assert_true(kith->lo <= kith->value && kith->value <= kith->hi && kith->hi - kith->lo > 0.01);
    assert_near(fans->gain, kith->value - fans->value, 1e-9);
    assert_true(fans->gain_lo > 0.0);
    assert_true(b.score[RATER_LOT][MEASURE_NDCG].gain_lo > 0.0);
    assert_true(b.score[RATER_AUDIENCE][MEASURE_NDCG].gain_lo > 0.0);
    assert_true(b.score[RATER_REVERSED][MEASURE_NDCG].gain_lo > 0.0);
    assert_true(isnan(b.score[RATER_TOPIC][MEASURE_NDCG].value)); /* all is on the topic */
    arena_free(&a);
}

/* Nobody is heeded more than others: nothing can be foretold, by whomever. */
static void where_nothing_is_to_be_foretold_it_says_so(void **state)
{
    (void)state;
    struct arena a = {0};
    struct backtest b = tested(&a, true, 2);
    const struct backtest_score *lot = &b.score[RATER_LOT][MEASURE_RANK];
    assert_true(lot->gain_lo < 0.25);
    assert_true(fabs(b.score[RATER_KITH][MEASURE_RANK].value) < 0.4);
    arena_free(&a);
}

static void any_number_of_threads_gives_the_same_bytes(void **state)
{
    (void)state;
    struct arena a = {0};
    struct backtest one = tested(&a, false, 1);
    for (unsigned threads = 2; threads <= 3; threads++) {
        struct backtest other = tested(&a, false, threads);
        assert_memory_equal(&one.score, &other.score, sizeof one.score);
    }
    arena_free(&a);
}

static void few_judges_judge_nothing(void **state)
{
    (void)state;
    struct arena a = {0};
    struct err e = {0};
    struct backtest b;
    struct backtest_options o = BACKTEST_OPTIONS;
    struct window w = {.before = scene_made(&a, PEOPLE "ann named eve; bob named fay"),
                       .after = scene_made(&a, PEOPLE "cy named eve; dee named eve")};
    assert_ok(backtest_run(&w, 1, &o, &a, &b, &e), e);
    assert_false(b.judged);
    assert_true(isnan(b.score[RATER_KITH][MEASURE_NDCG].value));
    arena_free(&a);
}

static bool at_once(void *context)
{
    (void)context;
    return true;
}

static void it_can_be_stopped(void **state)
{
    (void)state;
    struct arena a = {0};
    struct err e = {0};
    struct backtest b;
    struct progress stop = {.stop = at_once};
    struct backtest_options o = BACKTEST_OPTIONS;
    o.progress = &stop;
    struct window w = {.before = world(&a, 1, false), .after = world(&a, 2, false)};
    assert_int_equal(backtest_run(&w, 1, &o, &a, &b, &e), STOPPED);
    arena_free(&a);
}

/* Of the same evidence with other weights. Ann alone is shown; bob, cy, dee and five more judge,
 * and heed whom she cited, not whom she named. */
static void a_rival_is_judged_in_the_same_draws(void **state)
{
    (void)state;
    struct arena a = {0};
    static const char people[] = "buyer b1; buyer b2; buyer b3; buyer b4; buyer b5; buyer "
                                 "b6; buyer b7; buyer b8; buyer b9; person x; person y; person z;";
    struct buf before = buf_new(&a);
    struct buf after = buf_new(&a);
    buf_adds(&before, people);
    buf_adds(&after, people);
    for (int i = 1; i <= 9; i++) {
        buf_addf(&before, "b%d cited x; b%d named y;", i, i);
        buf_addf(&after, "b%d replied x;", i);
    }
    struct scene *b = scene_made(&a, before.p);
    struct scene other = *b;
    struct window w = {.before = b, .after = scene_made(&a, after.p), .rival = b};
    struct backtest_options o = BACKTEST_OPTIONS;
    struct backtest t;
    struct err e;
    o.known = 0.3;
    assert_ok(backtest_run(&w, 1, &o, &a, &t, &e), e);
    const struct backtest_score *own = &t.score[RATER_KITH][MEASURE_NDCG];
    const struct backtest_score *rival = &t.score[RATER_RIVAL][MEASURE_NDCG];
    assert_true(t.judged);
    assert_near(rival->gain, 0, 0); /* the same twice */
    assert_near(rival->value, own->value, 0);
    assert_true(isnan(t.score[RATER_VOTES][MEASURE_NDCG].value)); /* nobody else is judged */
    assert_true(isnan(t.score[RATER_TIME][MEASURE_NDCG].value));
    other.market.weight[VERB_NAMED] = 0.1;
    w.rival = &other;
    assert_ok(backtest_run(&w, 1, &o, &a, &t, &e), e);
    /* y comes first by the table: x has 1 / log2(3) of the best; by the rival x does. */
    assert_near(own->value, 1 / log2(3), 1e-12);
    assert_near(rival->value, 1, 1e-12);
    assert_near(rival->gain, 1 / log2(3) - 1, 1e-12);
    assert_true(rival->gain_hi < 0);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_order_is_worth_what_python_says),
        cmocka_unit_test(judges_heed_whom_they_name_later),
        cmocka_unit_test(who_the_buyers_heed_beats_who_is_loud),
        cmocka_unit_test(where_nothing_is_to_be_foretold_it_says_so),
        cmocka_unit_test(any_number_of_threads_gives_the_same_bytes),
        cmocka_unit_test(few_judges_judge_nothing),
        cmocka_unit_test(it_can_be_stopped),
        cmocka_unit_test(a_rival_is_judged_in_the_same_draws),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

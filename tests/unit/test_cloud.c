/* test_cloud.c - tests: shares of kinds, whose they are, what a person found */
#include "helpers.h"

#include "base/rng.h"
#include "measure/cloud.h"

/* Conversations of these kinds and starters, each of one doc. */
static struct cloud made(struct arena *a, const enum talk kind[], const uint32_t starter[],
                         size_t n)
{
    struct cloud c = {.one = arena_new(a, struct conversation, n), .count = n};
    for (size_t i = 0; i < n; i++) {
        c.one[i] = (struct conversation){
            .doc = (int64_t)i + 1, .kind = kind[i], .starter = starter[i], .docs = 1};
    }
    return c;
}

/* By hand: 4 of 8, p = .5; starter 5 began 4 of them all on: (4 - 2)^2; 6 none of 2: 1; two
 * unknown ones, each (0 - .5)^2: 4 + 1 + .5 = 5.5 over 8 * .25 = 2.75. Python: Wilson of .5 with
 * n 8 / 2.75: 0.1228201, 0.8771799 */
static void who_begins_hangs_together(void **state)
{
    (void)state;
    struct arena own = {0};
    struct arena *a = &own;
    struct cloud c = made(a, (const enum talk[]){1, 1, 1, 1, 0, 0, 0, 0},
                          (const uint32_t[]){5, 5, 5, 5, 6, 6, 0, 0}, 8);
    struct cloud_share x = cloud_share(&c, TALK_NEWS, a);
    assert_int_equal(x.on, 4);
    assert_near(x.deff, 2.75, 1e-12);
    assert_near(x.share.value, 0.5, 1e-12);
    assert_near(x.share.lo, 0.1228201, 1e-6);
    assert_near(x.share.hi, 0.8771799, 1e-6);
    arena_free(a);
}

/* Thread 1: 5 begins, 7 answers twice, 5 once more; thread 4: 7 begins, 5 and 8 answer. */
static void people_count_once_a_conversation(void **state)
{
    (void)state;
    struct arena own = {0};
    struct arena *a = &own;
    const uint32_t author[] = {5, 7, 7, 5, 7, 5, 8};
    struct mentions m = {.doc = arena_new(a, struct mention, 7), .count = 7};
    struct cloud c = {.one = arena_new(a, struct conversation, 2), .count = 2};
    c.order = arena_new(a, uint32_t, 7);
    for (uint32_t i = 0; i < 7; i++) {
        m.doc[i] = (struct mention){.id = i + 1, .author = author[i], .thread = i < 4 ? 1 : 5};
        c.order[i] = i;
    }
    c.one[0] = (struct conversation){.doc = 1, .starter = 5, .first = 0, .docs = 4};
    c.one[1] = (struct conversation){.doc = 5, .starter = 7, .first = 4, .docs = 3};
    size_t n = 0;
    struct cloud_person *p = cloud_people(&c, &m, TALK_SOCIAL, CLOUD_ANSWERS, a, &n);
    assert_int_equal(n, 3);
    assert_int_equal(p[0].node, 5); /* one each: ties by node */
    assert_int_equal(p[0].in[CLOUD_STARTS], 1);
    assert_int_equal(p[1].node, 7);
    assert_int_equal(p[1].in[CLOUD_ANSWERS], 1);
    assert_int_equal(p[2].node, 8);
    assert_int_equal(p[2].in[CLOUD_STARTS], 0);
    (void)cloud_people(&c, &m, TALK_SOCIAL, CLOUD_STARTS, a, &n);
    assert_int_equal(n, 2);
    (void)cloud_people(&c, &m, TALK_NEWS, CLOUD_STARTS, a, &n);
    assert_int_equal(n, 0);
    arena_free(a);
}

/* By hand: 60 sorted as news, 40 not; of 20 judged news 15 are, 5 are not sorted; of 10 of the
 * latter 2 are news. .6 * .75 + .4 * .2 = .53. Precision 15/20, recall 15/17. */
static void corrected_by_what_was_found(void **state)
{
    (void)state;
    struct arena own = {0};
    struct arena *a = &own;
    enum talk *kind = arena_new(a, enum talk, 100);
    uint32_t *starter = arena_new(a, uint32_t, 100);
    for (uint32_t i = 0; i < 100; i++)
        kind[i] = i < 60 ? TALK_NEWS : TALK_NONE;
    struct cloud c = made(a, kind, starter, 100);
    struct judged j = {.n = 30};
    struct judged_kind k[TALK_COUNT];
    struct judged_kind again[TALK_COUNT];
    j.of[TALK_NEWS][TALK_NEWS] = 15;
    j.of[TALK_NEWS][TALK_NONE] = 5;
    j.of[TALK_NONE][TALK_NEWS] = 2;
    j.of[TALK_NONE][TALK_NONE] = 8;
    judged_find(&j, &c, 1, a, k);
    assert_near(k[TALK_NEWS].share.value, 0.53, 1e-12);
    assert_near(k[TALK_NEWS].precision.value, 0.75, 1e-12);
    assert_near(k[TALK_NEWS].recall.value, 15.0 / 17, 1e-12);
    assert_true(k[TALK_NEWS].share.lo > 0.3 && k[TALK_NEWS].share.lo < 0.45);
    assert_true(k[TALK_NEWS].share.hi > 0.6 && k[TALK_NEWS].share.hi < 0.75);
    assert_near(k[TALK_SOCIAL].share.value, 0, 1e-12);
    assert_true(k[TALK_SOCIAL].share.hi < 0.1);
    assert_true(isnan(k[TALK_SOCIAL].precision.value));
    judged_find(&j, &c, 1, a, again);
    assert_memory_equal(k, again, sizeof k);
    j = (struct judged){.n = 0};
    judged_find(&j, &c, 1, a, k);
    assert_true(isnan(k[TALK_NEWS].share.value));
    arena_free(a);
}

/* A market of 2,000 in which 30 in 100 are news; rules find 60 in 100 of them, and 10 in 100 of the
 * rest. 60 are judged. The corrected interval holds .3 in 95 of 100 (here 300 runs: 91.7 to 97.7 is
 * 2.6 standard errors), the one of the rules hardly ever. */
static void corrected_interval_covers(void **state)
{
    (void)state;
    struct arena own = {0};
    struct arena *a = &own;
    enum { N = 2000, JUDGED = 60, RUNS = 300 };
    int covers = 0;
    int raw = 0;
    for (uint32_t run = 0; run < RUNS; run++) {
        struct arena_mark mark = arena_mark(a);
        struct rng r = rng_stream(7, run);
        enum talk *kind = arena_new(a, enum talk, N);
        uint32_t *starter = arena_new(a, uint32_t, N);
        struct judged j = {.n = JUDGED};
        struct judged_kind k[TALK_COUNT];
        for (int i = 0; i < N; i++) {
            bool is = rng_unit(&r) < 0.3;
            kind[i] = rng_unit(&r) < (is ? 0.6 : 0.1) ? TALK_NEWS : TALK_NONE;
            if (i < JUDGED) j.of[kind[i]][is ? TALK_NEWS : TALK_NONE]++;
        }
        struct cloud c = made(a, kind, starter, N);
        judged_find(&j, &c, run, a, k);
        covers += k[TALK_NEWS].share.lo <= 0.3 && k[TALK_NEWS].share.hi >= 0.3;
        struct cloud_share x = cloud_share(&c, TALK_NEWS, a);
        raw += x.share.lo <= 0.3 && x.share.hi >= 0.3;
        arena_reset(a, mark);
    }
    print_message("covered %d, by the rules alone %d of %d\n", covers, raw, RUNS);
    assert_true(covers >= 275 && covers <= 293);
    assert_true(raw < 30);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_begins_hangs_together),
        cmocka_unit_test(people_count_once_a_conversation),
        cmocka_unit_test(corrected_by_what_was_found),
        cmocka_unit_test(corrected_interval_covers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_fit.c - tests: how well two fit, counted by hand from the rules in fit.h */
#include "helpers.h"

#include "base/strength.h"
#include "connect/assign.h"
#include "connect/fit.h"

static uint64_t storage_words[] = {11};
static uint64_t cloud_words[] = {22};
static const struct word_set storage = {storage_words, 1};
static const struct word_set cloud = {cloud_words, 1};
static const struct word_set none = {NULL, 0};

static const struct known stranger = {
    .us = STRENGTH_UNKNOWN, .them = STRENGTH_UNKNOWN, .view = VIEW_UNKNOWN};

static struct fit of(const struct traits *person, const struct traits *mate, struct known k)
{
    struct fit_person p = {.traits = person, .weight = 50};
    return fit_pair(&p, mate, &k, &storage);
}

/* 50 * floor(40 * 100 * 40 * 81 / 10^5) = 50 * 129 */
static void strangers_of_whom_nothing_is_known(void **state)
{
    (void)state;
    struct traits person = {0};
    struct traits mate = {0};
    struct fit f = of(&person, &mate, stranger);
    assert_int_equal(f.never, NEVER_NOT);
    assert_int_equal(f.topic, 40);
    assert_int_equal(f.seniority, 100);
    assert_int_equal(f.tie, 40);
    assert_int_equal(f.place, 81);
    assert_int_equal(f.score, 6450);
}

static void topics_said_by_hand_go_before_docs(void **state)
{
    (void)state;
    const struct {
        struct word_set mate, person;
        uint32_t said;
        int want;
    } rows[] = {
        {none, none, 0, 40},    {none, none, 1, 52},        {none, none, 2, 52},
        {none, none, 3, 64},    {none, none, 31, 100},      {none, none, 4000000000, 100},
        {cloud, none, 9, 30},   {storage, none, 0, 90},     {storage, cloud, 0, 90},
        {cloud, cloud, 0, 100}, {storage, storage, 0, 100},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct traits person = {.topics = rows[i].person};
        struct traits mate = {.topics = rows[i].mate, .said = rows[i].said};
        assert_int_equal(of(&person, &mate, stranger).topic, rows[i].want);
    }
}

/* want 0: never */
static void nobody_delegates_down_to_the_intern(void **state)
{
    (void)state;
    const struct {
        int person, mate;
        bool first;
        int want;
    } rows[] = {
        {0, 0, false, 100}, {0, 0, true, 70},  {0, 4, true, 100}, {0, 2, false, 70},
        {0, 2, true, 40},   {0, 1, false, 0},  {1, 1, true, 100}, {5, 2, false, 0},
        {5, 3, false, 40},  {5, 0, false, 40}, {2, 1, false, 0},  {5, 5, false, 100},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct traits person = {.seniority = rows[i].person};
        struct traits mate = {.seniority = rows[i].mate};
        struct fit_person p = {&person, 1, rows[i].first};
        struct fit f = fit_pair(&p, &mate, &stranger, &storage);
        assert_int_equal(f.seniority, rows[i].want);
        assert_int_equal(f.never, rows[i].want ? NEVER_NOT : NEVER_SENIORITY);
        if (!rows[i].want) assert_int_equal(f.score, ASSIGN_NEVER);
    }
}

static void what_they_confirm_goes_before_what_we_claim(void **state)
{
    (void)state;
    const struct {
        int8_t us, them, view;
        uint32_t from_them, from_us;
        int want;
    } rows[] = {
        {-1, -1, 9, 0, 0, 40}, {4, -1, 9, 0, 0, 90},  {4, 1, 9, 0, 0, 60},   {0, 4, 9, 0, 0, 100},
        {5, 5, 9, 0, 0, 100},  {-1, -1, 9, 3, 0, 60}, {-1, -1, 9, 1, 1, 75}, {4, 0, 9, 2, 0, 60},
        {5, 4, -1, 9, 9, 40},  {1, -1, 9, 0, 0, 40},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct traits person = {0};
        struct traits mate = {0};
        struct known k = {.us = rows[i].us,
                          .them = rows[i].them,
                          .view = rows[i].view,
                          .from_them = rows[i].from_them,
                          .from_us = rows[i].from_us};
        assert_int_equal(of(&person, &mate, k).tie, rows[i].want);
    }
}

static void what_makes_a_pair_impossible(void **state)
{
    (void)state;
    struct traits person = {.langs = cloud};
    struct traits mate = {.langs = storage};
    assert_int_equal(of(&person, &mate, stranger).never, NEVER_LANGUAGE);
    mate = (struct traits){.policy = ACCEPTED_NO};
    assert_int_equal(of(&person, &mate, stranger).never, NEVER_POLICY);
    assert_int_equal(of(&person, &mate, stranger).score, ASSIGN_NEVER);
    mate = (struct traits){0};
    struct known k = stranger;
    k.view = -2;
    assert_int_equal(of(&person, &mate, k).never, NEVER_VIEW);
}

/* 100 * 100, 100 * 75, 90 * 90; training open: 81 * 70 / 100 = 56 */
static void language_region_and_training(void **state)
{
    (void)state;
    struct traits person = {.langs = cloud, .regions = cloud};
    struct traits mate = {.langs = cloud, .regions = cloud};
    assert_int_equal(of(&person, &mate, stranger).place, 100);
    mate.regions = storage;
    assert_int_equal(of(&person, &mate, stranger).place, 75);
    mate = (struct traits){.training = ACCEPTED_NO};
    assert_int_equal(of(&person, &mate, stranger).place, 56);
    struct arena a = {0};
    struct fit f = of(&person, &mate, stranger);
    assert_str(fit_reasons(&a, &f), "topic 40 (by docs), seniority 100, tie 40, place 56");
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(strangers_of_whom_nothing_is_known),
        cmocka_unit_test(topics_said_by_hand_go_before_docs),
        cmocka_unit_test(nobody_delegates_down_to_the_intern),
        cmocka_unit_test(what_they_confirm_goes_before_what_we_claim),
        cmocka_unit_test(what_makes_a_pair_impossible),
        cmocka_unit_test(language_region_and_training),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

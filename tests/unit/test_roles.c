/* test_roles.c - tests: which brand an open answer means */
#include "helpers.h"

#include "measure/roles.h"

#define STR_OF(text) \
    { \
        text, sizeof text - 1 \
    }

static const struct brand brands[] = {{STR_OF("Acme"), BRAND_OURS},
                                      {STR_OF("Northwind"), BRAND_RIVAL},
                                      {STR_OF("Acne"), BRAND_RIVAL}};

static struct roles made(struct arena *a)
{
    static struct known_name known[] = {{STR_OF("acme"), 0},     {STR_OF("northwind"), 1},
                                        {STR_OF("big blue"), 1}, {STR_OF("ernst and young"), 1},
                                        {STR_OF("zed"), 2},      {STR_OF("acmo"), 0}};
    return (struct roles){.brand = brands,
                          .brands = 3,
                          .known = known,
                          .knowns = 6,
                          .said = {map_new(a), map_new(a)}};
}

/* By hand: one change up to 6 letters, two from 7 on, none below 4; the nearest, if it is one. */
static void near_names_mean_a_brand(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int brand;
    } cases[] = {{"ACME", 0},
                 {"Acmee", 0},
                 {"Amce", 0},
                 {"Acmeee", BRAND_OPEN},
                 {"Nortwind", 1},
                 {"Norhtwnid", 1},
                 {"Nortwnd", 1},
                 {"Nrthwd", BRAND_OPEN},
                 {"Big-Blue", 1},
                 {"Zed", 2},
                 {"Zad", BRAND_OPEN},
                 {"", BRAND_OPEN},
                 {"Umbrella", BRAND_OPEN}};
    struct arena a = {0};
    struct roles r = made(&a);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int got = brand_of(&r, str_of(cases[i].text), &a);
        if (got != cases[i].brand) print_error("%s\n", cases[i].text);
        assert_int_equal(got, cases[i].brand);
    }
    arena_free(&a);
}

static void answers_part_into_mentions_in_their_order(void **state)
{
    (void)state;
    const struct answer_said said[] = {
        {0, STR_OF(""), STR_OF("1. Umbrella, 2. Acme and Northwind")},
        {1, STR_OF(""), STR_OF("Ernst and Young; none")},
        {2, STR_OF("a"), STR_OF("nobody")},
        {3, STR_OF("a"), STR_OF("Acme")},
        {3, STR_OF("b"), STR_OF("acme")},
    };
    static const struct {
        uint32_t who, place;
        int brand;
    } want[] = {{0, 1, BRAND_OPEN}, {0, 2, 0},          {0, 3, 1}, {1, 1, 1},
                {1, 1, BRAND_NONE}, {2, 0, BRAND_NONE}, {3, 1, 0}, {3, 2, 0}};
    struct arena a = {0};
    struct roles r = made(&a);
    struct answers_said all = {NULL, said, 5};
    struct mentions m;
    mentions_of(&r, &all, &a, &m);
    assert_int_equal(m.count, 8);
    for (size_t i = 0; i < m.count; i++) {
        assert_int_equal(m.one[i].who, want[i].who);
        assert_int_equal(m.one[i].place, want[i].place);
        assert_int_equal(m.one[i].brand, want[i].brand);
    }
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(near_names_mean_a_brand),
        cmocka_unit_test(answers_part_into_mentions_in_their_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

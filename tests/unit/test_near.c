/* test_near.c - tests: how far are two words apart? Distances counted by hand */
#include "helpers.h"

#include "base/near.h"

static void changes_are_counted(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        size_t want;
    } rows[] = {{"", "", 0},       {"abc", "abc", 0}, {"abc", "ABC", 0},
                {"abc", "acb", 1}, {"abc", "ab", 1},  {"abc", "abcd", 1},
                {"abc", "xbc", 1}, {"", "abc", 3},    {"kitten", "sitting", 3},
                {"ca", "abc", 3}}; /* 2 if a swapped pair could be edited again */
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct str a = str_of(rows[i].a);
        struct str b = str_of(rows[i].b);
        assert_int_equal(near_distance(a, b, 9), rows[i].want);
        assert_int_equal(near_distance(b, a, 9), rows[i].want);
        if (rows[i].want) {
            assert_true(near_distance(a, b, rows[i].want - 1) == SIZE_MAX);
        }
    }
    char wide[NEAR_BYTES_MAX + 1];
    memset(wide, 'x', sizeof wide);
    struct str longer = {wide, sizeof wide};
    assert_true(near_distance(longer, longer, 9) == SIZE_MAX);
    assert_int_equal(near_distance(str_head(longer, NEAR_BYTES_MAX), str_head(longer, 63), 9), 1);
}

static void only_near_words_are_offered(void **state)
{
    (void)state;
    static const char *const list[] = {"country", "county", "tag", "org", NULL};
    assert_string_equal(near_word(STR("contry"), list), "country");
    assert_string_equal(near_word(STR("tga"), list), "tag");
    assert_null(near_word(STR("xy"), list));
    assert_null(near_word(STR("elephant"), list));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(changes_are_counted),
        cmocka_unit_test(only_near_words_are_offered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

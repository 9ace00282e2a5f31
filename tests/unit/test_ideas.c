/* test_ideas.c - tests: terms of a doc, what rises, what is asked of us */
#include "helpers.h"

#include "measure/terms.h"
#include "measure/wishes.h"

#include <string.h>

/* Python: sum(comb(n, k) * l**k * (1 - l)**(n - k) for k in range(x1, n + 1)) */
static void chance_of_a_rise(void **state)
{
    (void)state;
    assert_near(ideas_p(10, 0, 51.0 / 145) / 2.897488617993234e-05, 1, 1e-6);
    assert_near(ideas_p(7, 3, 0.25), 0.003505706787109375, 1e-12);
    assert_near(ideas_p(5, 20, 0.25), 0.7862593, 1e-6);
    assert_near(ideas_p(1, 0, 0.25), 0.25, 1e-12);
    assert_near(ideas_p(0, 9, 0.25), 1, 0);
    assert_true(ideas_p(5, 0, 0.25) < ideas_p(2.5, 0, 0.25)); /* fewer that speak apart say less */
}

/* By hand: p n / rank = .01 * 100 / 1, .02 * 100 / 2, .021 * 100 / 3 = .7, the least from the end
 */
static void false_alarms_of_all_tried(void **state)
{
    (void)state;
    const double p[] = {0.01, 0.02, 0.021};
    double q[3];
    ideas_q(p, 3, 100, q);
    for (int i = 0; i < 3; i++)
        assert_near(q[i], 0.7, 1e-12);
    ideas_q(p, 1, 3, q);
    assert_near(q[0], 0.03, 1e-12);
}

static bool has(const struct term *t, size_t n, const char *words)
{
    for (size_t i = 0; i < n; i++) {
        if (str_is(t[i].words, words)) return true;
    }
    return false;
}

static void terms_are_words_and_pairs(void **state)
{
    (void)state;
    struct arena own = {0};
    struct arena *a = &own;
    struct terms x = terms_new(a);
    size_t n = 0;
    struct term *t = terms_of(&x, STR("Mildew"),
                              STR("> quoted hemp\nThe MILDEW spots of my rope, 2026: "
                                  "https://x.example/lanolin don't\n-- \nsigned wax\n"),
                              a, &n);
    const char *want[] = {"mildew", "spots", "mildew spots", "rope"};
    assert_int_equal(n, 4);
    for (size_t i = 0; i < 4; i++)
        assert_true(has(t, n, want[i]));
    t = terms_of(&x, STR_NONE, STR("Für Seile im Mai: Z\xC3\x96PFE"), a, &n);
    assert_int_equal(n, 2); /* seile, zopfe: the others are of closed classes, or a month */
    assert_true(has(t, n, "seile") && has(t, n, "zopfe"));
    arena_free(a);
}

static void hostile_texts_have_few_terms(void **state)
{
    (void)state;
    struct arena own = {0};
    struct arena *a = &own;
    struct terms x = terms_new(a);
    size_t n = 0;
    char *word = arena_bytes(a, 1 << 20);
    memset(word, 'x', 1 << 20);
    (void)terms_of(&x, STR_NONE, (struct str){word, 1 << 20}, a, &n);
    assert_int_equal(n, 0);
    for (size_t i = 0; i < 1 << 20; i++) /* aaa aab …: a million words */
        word[i] = i % 4 == 3 ? ' ' : (char)('a' + (i / 4 >> (4 * (i % 4))) % 16);
    (void)terms_of(&x, STR_NONE, (struct str){word, 1 << 20}, a, &n);
    assert_true(n <= 2 * TERM_WORDS_MAX);
    (void)terms_of(&x, STR("\x1b[m"), STR("\xE2\x80\xAE\x01\x02\xFF\xFE"), a, &n);
    assert_int_equal(n, 0);
    (void)terms_of(&x, STR_NONE, STR_NONE, a, &n);
    assert_int_equal(n, 0);
    arena_free(a);
}

static void wishes_go_where_they_belong(void **state)
{
    (void)state;
    struct arena own = {0};
    struct arena *a = &own;
    struct talk_rules rules = talk_rules_new(a);
    const struct {
        const char *text;
        enum wish_kind kind;
        enum wish_to to;
    } rows[] = {
        {"I wish it came in blue.", WISH_WISH, WISH_PRODUCT},
        {"It would be nice if the price were lower.", WISH_WISH, WISH_SALES},
        {"It is broken, and no reply to my ticket.", WISH_COMPLAINT, WISH_SERVICE},
        {"The webinar fails in my browser.", WISH_COMPLAINT, WISH_MARKETING},
        {"Es wäre schön, wenn der Preis im Vertrag stünde.", WISH_WISH, WISH_SALES},
        {"Grey, mostly.", WISH_KIND_COUNT, WISH_PRODUCT},
        {"", WISH_KIND_COUNT, WISH_PRODUCT},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        enum wish_to to;
        struct talk_start s = {STR(""), str_of(rows[i].text), 0, 0, false};
        assert_int_equal(wish_sort(&rules, &s, a, &to), rows[i].kind);
        assert_int_equal(to, rows[i].to);
    }
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(chance_of_a_rise),
        cmocka_unit_test(false_alarms_of_all_tried),
        cmocka_unit_test(terms_are_words_and_pairs),
        cmocka_unit_test(hostile_texts_have_few_terms),
        cmocka_unit_test(wishes_go_where_they_belong),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

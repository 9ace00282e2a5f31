/* test_quoted.c - tests: a few words of somebody, made harmless */
#include "helpers.h"

#include "base/limits.h"
#include "verb/quoted.h"

static void text_of_others_is_one_harmless_line(void **state)
{
    (void)state;
    static const struct {
        const char *name, *text, *want;
    } rows[] = {
        {"plain", "They rise.", "They rise."},
        {"nothing", "", ""},
        {"blanks", " \t\r\n \n", ""},
        {"lines and blanks become one blank", "a\n\n  b\t\tc\r\n", "a b c"},
        {"what they quote is not theirs", "> yours\nmine\n  > yours\n>> both\n", "mine"},
        {"only quoted", "> yours", ""},
        {"escape and bell", "a\x1b[31mb\x07 c", "a [31mb c"},
        {"delete",
         "a\x7f"
         "b",
         "ab"},
        {"controls of C1",
         "a\xc2\x9b"
         "31mb",
         "a31mb"},
        {"no-break space stays", "a\xc2\xa0z", "a\xc2\xa0z"},
        {"right to left",
         "a\xe2\x80\xae"
         "b\xe2\x81\xa6"
         "c\xe2\x80\x8f"
         "d",
         "abcd"},
        {"line and paragraph separators", "a\xe2\x80\xa8z", "az"},
        {"byte order mark", "\xef\xbb\xbfz", "z"},
        {"a dash and quotes stay", "\xe2\x80\x93 \xe2\x80\x9cz\xe2\x80\x9d",
         "\xe2\x80\x93 \xe2\x80\x9cz\xe2\x80\x9d"},
        {"no UTF-8", "a\xff\xfez", "a\xef\xbf\xbd\xef\xbf\xbdz"},
        {"cut off inside a character", "a\xe2\x80", "a\xef\xbf\xbd\xef\xbf\xbd"},
    };
    struct arena a = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct str got = quote_of(&a, str_of(rows[i].text));
        if (!str_eq(got, str_of(rows[i].want))) print_error("%s\n", rows[i].name);
        assert_str(got, rows[i].want);
    }
    arena_free(&a);
}

/* Characters are counted, not bytes: n umlauts are whole, n + 1 are cut. */
static void a_long_quote_is_cut(void **state)
{
    (void)state;
    struct arena a = {0};
    for (size_t n = QUOTE_CHARACTERS_MAX - 1; n <= QUOTE_CHARACTERS_MAX + 1; n++) {
        struct buf b = buf_new(&a);
        struct buf want = buf_new(&a);
        for (size_t i = 0; i < n; i++) {
            buf_adds(&b, "ö");
            if (i < QUOTE_CHARACTERS_MAX) buf_adds(&want, "ö");
        }
        if (n > QUOTE_CHARACTERS_MAX) buf_adds(&want, "…");
        assert_true(str_eq(quote_of(&a, buf_str(&b)), buf_str(&want)));
    }
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_of_others_is_one_harmless_line),
        cmocka_unit_test(a_long_quote_is_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

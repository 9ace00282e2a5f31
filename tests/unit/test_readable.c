/* test_readable.c - tests: readability, beside what GNU style 1.11 prints */
#include "helpers.h"

#include "measure/readable.h"

/* LC_ALL=C style -L en|de FILE, Debian diction 1.11-1; figures as it prints them. */
static const struct {
    const char *text;
    enum tongue tongue;
    unsigned characters, words, sentences;
    double kincaid, ari, coleman_liau, flesch, fog, lix, smog;
} cases[] = {
    {"Our release went out on Tuesday... and it held. Did anybody notice? The 3rd build, 1,250 "
     "commits later, needed Dr. Vale's patch: it's small.\n\"Well-known\" limits apply, don't "
     "they? ALWAYS read the documentation before upgrading.\n# a heading is no sentence\nI... "
     "think so. There is no end to this one\n",
     TONGUE_ENGLISH, 174, 37, 8, 2.8, 3.0, 5.5, 83.2, 5.1, 20.8, 6.4},
    {"Interoperability considerations notwithstanding, organisations increasingly standardise. "
     "Procurement committees evaluate alternatives systematically! Nobody asked. Who pays for "
     "it?\n",
     TONGUE_ENGLISH, 159, 17, 4, 22.9, 24.7, 32.2, -61.2, 27.6, 69.0, 12.1},
    {"Der Anbieter liefert seit Januar nicht mehr. Warum? Alle 12 Kunden warten: Niemand hat die "
     "Schnittstellen getestet! Eine Entscheidung kostet 3,5 Millionen.\n",
     TONGUE_GERMAN, 129, 22, 5, 6.5, 8.4, 12.0, 56.2, 7.2, 36.2, 2.2},
};

static void figures_are_those_of_gnu_style(void **state)
{
    (void)state;
    struct arena a = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct readable x = {0};
        readable_add(str_of(cases[i].text), cases[i].tongue, &a, &x);
        assert_int_equal(x.characters, cases[i].characters);
        assert_int_equal(x.words, cases[i].words);
        assert_int_equal(x.sentences, cases[i].sentences);
        struct grades g = readable_grades(&x, cases[i].tongue);
        assert_near(g.kincaid, cases[i].kincaid, 0.0501);
        assert_near(g.ari, cases[i].ari, 0.0501);
        assert_near(g.coleman_liau, cases[i].coleman_liau, 0.0501);
        assert_near(g.flesch, cases[i].flesch, 0.0501);
        assert_near(g.fog, cases[i].fog, 0.0501);
        assert_near(g.lix, cases[i].lix, 0.0501);
        assert_near(g.smog, cases[i].smog, 0.0501);
    }
    arena_free(&a);
}

/* By the rule, by hand: ge-prüft, Gründ-e; "Zoë’s" is a word of five. */
static void accents_and_typographic_quotes_are_plain(void **state)
{
    (void)state;
    struct arena a = {0};
    struct readable x = {0};
    readable_add(STR("Nun geprüfte gründe. "), TONGUE_GERMAN, &a, &x);
    assert_int_equal(x.words, 3);
    assert_int_equal(x.syllables, 1 + 3 + 2);
    x = (struct readable){0};
    readable_add(STR("Zoë’s café. Ça va?"), TONGUE_ENGLISH, &a, &x);
    assert_int_equal(x.words, 4);
    assert_int_equal(x.characters, 5 + 4 + 2 + 2);
    assert_int_equal(x.sentences, 2);
    assert_int_equal(x.questions, 1);
    arena_free(&a);
}

static void no_sentence_has_no_grade(void **state)
{
    (void)state;
    struct arena a = {0};
    struct readable x = {0};
    readable_add(STR("no capital, no end"), TONGUE_ENGLISH, &a, &x);
    readable_add(STR("# Only a heading."), TONGUE_ENGLISH, &a, &x);
    readable_add(STR(""), TONGUE_ENGLISH, &a, &x);
    readable_add(STR("A\xff\xfe no end"), TONGUE_ENGLISH, &a, &x);
    assert_int_equal(x.sentences, 0);
    assert_true(isnan(readable_grades(&x, TONGUE_ENGLISH).flesch));
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(figures_are_those_of_gnu_style),
        cmocka_unit_test(accents_and_typographic_quotes_are_plain),
        cmocka_unit_test(no_sentence_has_no_grade),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_wording.c - tests: what words a text uses, counted by hand */
#include "helpers.h"

#include "measure/wording.h"

static struct wording counted(struct arena *a, enum tongue tongue, const char *text)
{
    struct lexicon x = lexicon_new(a, tongue);
    return wording_count(&x, str_of(text), wording_words(a, str_of(text)));
}

static void words_are_folded_and_keep_inner_apostrophes(void **state)
{
    (void)state;
    struct arena a = {0};
    assert_str(wording_words(&a, STR("Don’t 'quote' Zoë's X2, ok?")), "don't quote zoë's x2 ok");
    assert_str(wording_words(&a, STR("")), "");
    assert_str(wording_words(&a, STR(" ... ")), "");
    arena_free(&a);
}

static void an_english_text_by_hand(void **state)
{
    (void)state;
    struct arena a = {0};
    struct wording w = counted(&a, TONGUE_ENGLISH,
                               "Thank you, I agree: we don't know if you are right. The the report "
                               "has 250 rows of 12 in 2024, \"quoted. A 5\" disc.");
    assert_int_equal(w.words, 25);
    assert_int_equal(w.of[WORD_PRONOUN], 4);     /* you i we you */
    assert_int_equal(w.of[WORD_ARTICLE], 3);     /* the the a */
    assert_int_equal(w.of[WORD_PREPOSITION], 2); /* of in */
    assert_int_equal(w.of[WORD_ADVERB], 1);      /* right */
    assert_int_equal(w.of[WORD_VERB], 7);        /* agree don't know are has quoted thank */
    assert_int_equal(w.of[WORD_NOMINAL], 3);     /* report rows disc */
    assert_int_equal(w.you, 2);
    assert_int_equal(w.self, 2);
    assert_int_equal(w.contracted, 1);
    assert_int_equal(w.doubled, 1);
    assert_int_equal(w.figures, 2); /* 250 12 */
    assert_int_equal(w.unbalanced, 1);
    assert_int_equal(w.phrase[PHRASE_ACKNOWLEDGE], 3); /* thank you, i agree, you are right */
    assert_int_equal(wording_formal(&w), 3 + 2 + 3 - 4 - 7 - 1);
    arena_free(&a);
}

static void phrases_are_whole_words(void **state)
{
    (void)state;
    struct arena a = {0};
    struct wording w =
        counted(&a, TONGUE_ENGLISH,
                "By the end of next year this will be a myth, you see; urban, not ur. "
                "Years ago I used to disagree. Let me know.");
    assert_int_equal(w.phrase[PHRASE_AHEAD], 3);  /* by the end of, next year, will be */
    assert_int_equal(w.phrase[PHRASE_FORMER], 2); /* years ago, used to */
    assert_int_equal(w.phrase[PHRASE_DISAGREE], 1);
    assert_int_equal(w.phrase[PHRASE_SHORT], 1);
    assert_int_equal(w.phrase[PHRASE_CALL], 1);
    assert_int_equal(w.phrase[PHRASE_EXCLUDE], 0);
    arena_free(&a);
}

static void a_german_text_by_hand(void **state)
{
    (void)state;
    struct arena a = {0};
    struct wording w = counted(&a, TONGUE_GERMAN,
                               "Vielen Dank, wir verstehen Sie: Ihre Frage ist gut und geht's so? "
                               "Das das ist ist richtig.");
    assert_int_equal(w.words, 17);
    assert_int_equal(w.you, 1); /* Sie; "Ihre" begins a sentence */
    assert_int_equal(w.self, 1);
    assert_int_equal(w.contracted, 1);
    assert_int_equal(w.doubled, 1); /* ist ist; "das das" can be right */
    assert_int_equal(w.phrase[PHRASE_ACKNOWLEDGE], 1);
    arena_free(&a);
}

static void the_language_is_told_by_its_small_words(void **state)
{
    (void)state;
    struct arena a = {0};
    struct lexicon lexicon[TONGUE_COUNT] = {lexicon_new(&a, TONGUE_ENGLISH),
                                            lexicon_new(&a, TONGUE_GERMAN)};
    enum tongue t = TONGUE_ENGLISH;
    assert_true(wording_tongue(lexicon, STR("das ist nicht die frage des tages"), &t));
    assert_int_equal(t, TONGUE_GERMAN);
    assert_true(wording_tongue(lexicon, STR("this is not the question of the day"), &t));
    assert_int_equal(t, TONGUE_ENGLISH);
    assert_false(wording_tongue(lexicon, STR("ceci n'est pas une pipe mes amis bien aimés"), &t));
    assert_false(wording_tongue(lexicon, STR("the end"), &t));
    assert_false(wording_tongue(lexicon, STR(""), &t));
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_folded_and_keep_inner_apostrophes),
        cmocka_unit_test(an_english_text_by_hand),
        cmocka_unit_test(phrases_are_whole_words),
        cmocka_unit_test(a_german_text_by_hand),
        cmocka_unit_test(the_language_is_told_by_its_small_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

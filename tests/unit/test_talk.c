/* test_talk.c - tests: kinds of conversation, points counted by hand from talk_words.c */
#include "helpers.h"

#include "measure/talk.h"
#include "measure/wording.h"

#include <string.h>

static void kinds_by_their_start(void **state)
{
    (void)state;
    struct arena own = {0};
    struct arena *a = &own;
    struct talk_rules x = talk_rules_new(a);
    const struct {
        const char *title, *text;
        enum talk kind;
    } rows[] = {
        {"How do I splice a rope?", "", TALK_LEARNING},
        {"Wie kann ich das Seil knoten?", "", TALK_LEARNING},
        {"Re: [Riggers] rope fails under load", "", TALK_SUPPORT},
        {"Seil funktioniert nicht mehr", "Bitte um Hilfe", TALK_SUPPORT},
        {"Hempline vs Ropeco", "Which one should we buy?", TALK_BUYING},
        {"Kaufberatung: welches Seil", "", TALK_BUYING},
        {"Feature request: blue rope", "", TALK_IDEAS},
        {"Blaues Seil", "Es wäre schön, wenn es das gäbe.", TALK_IDEAS},
        {"[ANN] rope 2.1", "", TALK_NEWS},
        {"Neue Version 2.1", "Sie ist erschienen.", TALK_NEWS},
        {"Rope considered harmful", "I disagree.", TALK_OPINION},
        {"Was haltet ihr vom Seil?", "", TALK_OPINION},
        {"We are hiring riggers", "", TALK_SOCIAL},
        {"Stammtisch der Seiler", "", TALK_SOCIAL},
        {"grey, mostly", "", TALK_NEWS}, /* nothing but a title is passed on */
        {"grey, mostly", "It was.", TALK_NONE},
        {"Why ropes hold", "", TALK_OPINION},
        {"Why do ropes hold?", "", TALK_LEARNING},
        {"Re: [Riggers] How ropes hold", "", TALK_LEARNING},
        {"Riggers [PATCH] knots", "--- a/knot", TALK_IDEAS},
        {"", "", TALK_NONE},
        {"\xE7\xBB\xB3\xE5\xAD\x90\xE6\x80\x8E\xE4\xB9\x88\xE6\x8E\xA5", "x", TALK_NONE},
        {"\x1b[31m", "\xE2\x80\xAE\x07", TALK_NONE},
        {"https://x.example/how?to=rope", "",
         TALK_NONE}, /* "how to" is no phrase of an address, and
                      * the question mark is the address's */
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct talk_start s = {str_of(rows[i].title), str_of(rows[i].text), 0, 0, false};
        enum talk kind = talk_sort(&x, &s, a).kind;
        if (kind != rows[i].kind) print_error("%s: %s\n", rows[i].title, talk_infos[kind].name);
        assert_int_equal(kind, rows[i].kind);
    }
    arena_free(a);
}

/* "how do i" 3 in the title, twice; a title that asks 2; "i am new to" 3; solved 1: 12. "fails" 3
 * in the text, said twice and counted once. */
static void points_add_up(void **state)
{
    (void)state;
    struct arena own = {0};
    struct arena *a = &own;
    struct talk_rules x = talk_rules_new(a);
    struct talk_start s = {STR("How do I splice?"), STR("I am new to it. It fails, fails."), 0, 0,
                           true};
    struct talk_sorted y = talk_sort(&x, &s, a);
    assert_int_equal(y.points[TALK_LEARNING], 12);
    assert_int_equal(y.points[TALK_SUPPORT], 3);
    assert_int_equal(y.points[TALK_NEWS], 0);
    y = talk_sort(&x, &s, a); /* what was met in one text is new in the next */
    assert_int_equal(y.points[TALK_LEARNING], 12);
    s = (struct talk_start){STR("rope"), STR("see https://x.example"), 9, 4, false};
    y = talk_sort(&x, &s, a); /* a link 1, 9 answers by 4 people 1: of neither enough */
    assert_int_equal(y.points[TALK_NEWS], 1);
    assert_int_equal(y.points[TALK_OPINION], 1);
    assert_int_equal(y.kind, TALK_NONE);
    arena_free(a);
}

/* What lies behind the first TALK_WORDS words is not read. */
static void long_texts_are_cut(void **state)
{
    (void)state;
    struct arena own = {0};
    struct arena *a = &own;
    struct talk_rules x = talk_rules_new(a);
    struct buf b = buf_new(a);
    for (int i = 0; i < TALK_WORDS; i++)
        buf_adds(&b, "grey ");
    buf_adds(&b, "tutorial");
    struct talk_start s = {STR_NONE, buf_str(&b), 0, 0, false};
    assert_int_equal(talk_sort(&x, &s, a).points[TALK_LEARNING], 0);
    s.text = str_skip(s.text, 5);
    assert_int_equal(talk_sort(&x, &s, a).points[TALK_LEARNING], 3);
    char *word = arena_bytes(a, 1 << 20); /* one word of a million letters */
    memset(word, 'x', 1 << 20);
    s.title = s.text = (struct str){word, 1 << 20};
    assert_int_equal(talk_sort(&x, &s, a).kind, TALK_NONE);
    arena_free(a);
}

/* Phrases are what wording_words makes of them, else they would never be met; each once. */
static void phrases_can_be_met(void **state)
{
    (void)state;
    struct arena own = {0};
    struct arena *a = &own;
    struct map met = map_new(a);
    for (const struct talk_phrase *p = talk_phrases; p->words; p++) {
        bool is_new = false;
        assert_str(wording_words(a, str_of(p->words)), p->words);
        (void)map_put(&met, str_of(p->words), 0, &is_new);
        if (!is_new) print_error("twice: %s\n", p->words);
        assert_true(is_new);
    }
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kinds_by_their_start),
        cmocka_unit_test(points_add_up),
        cmocka_unit_test(long_texts_are_cut),
        cmocka_unit_test(phrases_can_be_met),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

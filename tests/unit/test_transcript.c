/* test_transcript.c - tests: transcript_turn.c, transcript.c; wanted values are read off the
 * invented lines by eye */
#include "helpers.h"

#include "listen/importer.h"
#include "listen/transcript_int.h"

extern const struct importer importer_transcript;

static void a_line_says_who_speaks(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        enum turn_form form;
        const char *name, *text;
    } rows[] = {
        {"**Jane Doe:** Hello: you", TURN_BOLD, "Jane Doe", "Hello: you"},
        {"**Jane Doe**: Hello", TURN_BOLD, "Jane Doe", "Hello"},
        {"**Jane Doe** (00:12): Hello", TURN_BOLD, "Jane Doe", "Hello"},
        {"\\[00:01\\] **Jane Doe:** Hello", TURN_BOLD, "Jane Doe", "Hello"},
        {"**very bold** words", TURN_NONE, "", ""},
        {"Jane Doe: Hello", TURN_PLAIN, "Jane Doe", "Hello"},
        {"[00:01:02] Jane Doe: Hello", TURN_TIMED, "Jane Doe", "Hello"},
        {"(1:02) Jane Doe: Hello", TURN_TIMED, "Jane Doe", "Hello"},
        {"00:01:02.500 Jane Doe: Hello", TURN_TIMED, "Jane Doe", "Hello"},
        {"JANE DOE (00:12): Hello", TURN_TIMED, "JANE DOE", "Hello"},
        {"Jane Doe (01:00:12):", TURN_TIMED, "Jane Doe", ""},
        {"Jane Doe  0:12", TURN_TIMED, "Jane Doe", ""},
        {"<v Jane Doe>Hello</v>", TURN_VOICE, "Jane Doe", "Hello"},
        {"<v.loud Jane Doe>Hello", TURN_VOICE, "Jane Doe", "Hello"},
        {"Hugo Baraúna: Olá", TURN_PLAIN, "Hugo Baraúna", "Olá"},
        {"I said to him today at noon: no", TURN_NONE, "", ""},
        {"it is so: yes", TURN_NONE, "", ""},
        {"See https://x.example/", TURN_NONE, "", ""},
        {"At 10:15 we went", TURN_NONE, "", ""},
        {"", TURN_NONE, "", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct str name = STR("");
        struct str text = STR("");
        enum turn_form form = turn_of(str_of(rows[i].line), &name, &text);
        if (form != rows[i].form) print_error("%s\n", rows[i].line);
        assert_int_equal(form, rows[i].form);
        if (form == TURN_NONE) continue;
        assert_str(name, rows[i].name);
        assert_str(text, rows[i].text);
    }
}

static void labels_that_are_no_names_are_nobodys(void **state)
{
    (void)state;
    static const char *const nobody[] = {"Break", "Jingle", "Old Intro", "Speaker 1",
                                         "Q",     "Host",   "Note"};
    for (size_t i = 0; i < sizeof nobody / sizeof *nobody; i++)
        assert_true(turn_is_nobody(str_of(nobody[i])));
    assert_false(turn_is_nobody(STR("Jane Doe")));
    assert_false(turn_is_nobody(STR("Divya")));
    assert_false(turn_is_nobody(STR("李雷")));
}

static void prose_with_colons_is_no_transcript(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int want;
    } rows[] = {
        {"**Jane Doe:** a\n\n**Bo Roe:** b\n", 80},
        {"**Status:** done\n**Owner:** Jane\n**Version:** 3\n", 0},
        {"# X\n\n**Fast:** yes\n\n**Small:** yes\n\nWords.\n", 0},
        {"Note: a\nExample: b\nNote: c\nExample: d\n", 0},
        {"Jane: a\nBo: b\nJane: c\nBo: d\n", 45},
        {"Jane: a\nBo: b\n", 0},
        {"From: a@x.example\nTo: b@x.example\nSubject: c\n\nwords\n", 0},
        {"[0:01] Jane: a\n[0:02] Bo: b\n[0:03] Jane: c\n", 70},
        {"WEBVTT\n\n00:01.000 --> 00:02.000\n<v Jane>a\n", 91},
        {"WEBVTT\n\n00:01.000 --> 00:02.000\nno names\n", 0},
        {"1\n00:00:01,000 --> 00:00:02,000\nJane: a\n\n2\n00:00:01,000 --> 00:00:02,000\nBo: b\n",
         70},
        {"name: x\nversion: 1\nname: y\nversion: 2\n", 0},
        {"", 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int sure = importer_transcript.sniff(str_of(rows[i].text), "x.md");
        if (sure != rows[i].want) print_error("%s\n", rows[i].text);
        assert_int_equal(sure, rows[i].want);
    }
}

static void a_file_without_turns_is_refused_in_a_sentence(void **state)
{
    (void)state;
    struct arena a = {0};
    struct err e = {{0}};
    struct importer_options o = {.path = "x/day.txt"};
    void *st = NULL;
    struct record r;
    assert_ok(importer_transcript.open(reader_of(STR("only words\n"), &a), &o, &a, &st, &e), e);
    assert_refused(importer_transcript.next(st, &a, &r, &e), BAD_INPUT, e,
                   "1: no turns of named speakers in day.txt, want lines as 'Jane Doe: text'");
    assert_int_equal(importer_transcript.next(st, &a, &r, &e), DONE);
    importer_transcript.close(st);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_says_who_speaks),
        cmocka_unit_test(labels_that_are_no_names_are_nobodys),
        cmocka_unit_test(prose_with_colons_is_no_transcript),
        cmocka_unit_test(a_file_without_turns_is_refused_in_a_sentence),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

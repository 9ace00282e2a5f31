/* test_args.c - tests: words, flags and their values; what the user reads when they are wrong */
#include "helpers.h"

#include "verb/args.h"

#include <stdlib.h>

struct parsed {
    struct arena a;
    struct request r;
    struct err e;
    enum status s;
};

/* Parses "a b c" split at blanks, behind the program's name. */
static void parse(struct parsed *p, const char *line)
{
    *p = (struct parsed){0};
    char *argv[32] = {NULL};
    int argc = 0;
    struct str rest = str_of(line);
    struct str word;
    argv[argc++] = arena_copy(&p->a, "kith", 4);
    while (rest.len && str_cut(&rest, ' ', &word))
        argv[argc++] = arena_copy(&p->a, word.p, word.len);
    p->s = args_parse(argc, argv, &p->a, &p->r, &p->e);
}

static void refused(const char *line, const char *sentence)
{
    struct parsed p;
    parse(&p, line);
    assert_refused(p.s, BAD_USAGE, p.e, sentence);
    arena_free(&p.a);
}

static void nothing_typed_names_no_verb(void **state)
{
    (void)state;
    struct parsed p;
    parse(&p, "");
    assert_ok(p.s, p.e);
    assert_null(p.r.verb);
    assert_string_equal(p.r.db, "kith.db");
    assert_int_equal(p.r.seed, 1);
    arena_free(&p.a);
}

static void flags_stand_anywhere_and_take_values_both_ways(void **state)
{
    (void)state;
    static const char *const lines[] = {"--db x.db backup copy --seed 7",
                                        "backup --db=x.db --seed=7 copy",
                                        "backup copy --db y.db --db x.db --seed 7", NULL};
    for (size_t i = 0; lines[i]; i++) {
        struct parsed p;
        parse(&p, lines[i]);
        assert_ok(p.s, p.e);
        assert_string_equal(p.r.verb->name, "backup");
        assert_string_equal(p.r.db, "x.db");
        assert_int_equal(p.r.seed, 7);
        assert_int_equal(p.r.word_count, 1);
        assert_str(p.r.word[0], "copy");
        arena_free(&p.a);
    }
}

static void two_dashes_end_the_flags(void **state)
{
    (void)state;
    struct parsed p;
    parse(&p, "backup -- --json");
    assert_ok(p.s, p.e);
    assert_str(p.r.word[0], "--json");
    assert_int_equal(p.r.form, FORM_TEXT);
    arena_free(&p.a);
    parse(&p, "backup -");
    assert_ok(p.s, p.e);
    assert_str(p.r.word[0], "-");
    arena_free(&p.a);
}

static void the_environment_names_the_store_unless_a_flag_does(void **state)
{
    (void)state;
    struct parsed p;
    (void)setenv("KITH_DB", "env.db", 1);
    parse(&p, "status");
    assert_string_equal(p.r.db, "env.db");
    assert_str(request_next(&p.r, "find x"), "kith find x");
    arena_free(&p.a);
    parse(&p, "status --db my\tstore.db");
    assert_str(request_next(&p.r, "find x"), "kith find x --db 'my\tstore.db'");
    arena_free(&p.a);
    (void)unsetenv("KITH_DB");
}

static void help_is_given_whatever_the_words(void **state)
{
    (void)state;
    struct parsed p;
    parse(&p, "backup -h");
    assert_ok(p.s, p.e);
    assert_true(request_has(&p.r, "help"));
    arena_free(&p.a);
}

static void bytes_that_are_no_text_are_mended_but_kept_for_paths(void **state)
{
    (void)state;
    struct parsed p;
    parse(&p, "backup a\xff");
    assert_ok(p.s, p.e);
    assert_str(p.r.word[0], "a\xef\xbf\xbd");
    assert_string_equal(p.r.raw[0], "a\xff");
    arena_free(&p.a);
}

static void wrong_usage_gets_one_sentence(void **state)
{
    (void)state;
    refused("bakup", "'bakup' is no verb; did you mean 'backup'?");
    refused("xyzzy", "'xyzzy' is no verb; 'kith help' lists them");
    refused("status --sed 3", "--sed is no flag of 'kith status'; did you mean --seed?");
    refused("status --zzzzzz",
            "--zzzzzz is no flag of 'kith status'; 'kith help status' lists them");
    refused("status --seed", "--seed wants a value: N");
    refused("status --json=1", "--json takes no value");
    refused("status --seed 1.5", "--seed '1.5', want a whole number from 0 up");
    refused("status --threads 257", "--threads '257', want a whole number from 1 to 256");
    refused("backup", "wants FILE; 'kith help backup' shows examples");
    refused("status x", "'x' is one word too many; 'kith help status' shows examples");
    refused("status --json --csv",
            "--json and --csv are two forms of one answer; want one of them");
}

static void a_word_is_quoted_for_the_shell_only_where_it_must(void **state)
{
    (void)state;
    struct arena a = {0};
    assert_str(shell_word(&a, STR("kith.db")), "kith.db");
    assert_str(shell_word(&a, STR("Zoë")), "Zoë");
    assert_str(shell_word(&a, STR("")), "''");
    assert_str(shell_word(&a, STR("a b")), "'a b'");
    assert_str(shell_word(&a, STR("it's; rm *")), "'it'\\''s; rm *'");
    arena_free(&a);
}

int main(void)
{
    (void)unsetenv("KITH_DB");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_typed_names_no_verb),
        cmocka_unit_test(flags_stand_anywhere_and_take_values_both_ways),
        cmocka_unit_test(two_dashes_end_the_flags),
        cmocka_unit_test(the_environment_names_the_store_unless_a_flag_does),
        cmocka_unit_test(help_is_given_whatever_the_words),
        cmocka_unit_test(bytes_that_are_no_text_are_mended_but_kept_for_paths),
        cmocka_unit_test(wrong_usage_gets_one_sentence),
        cmocka_unit_test(a_word_is_quoted_for_the_shell_only_where_it_must),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

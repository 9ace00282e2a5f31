/* test_spell.c - tests: is this a word, by a dictionary of four? */
#include "helpers.h"

#include "measure/spell.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void write_file(const char *path, const char *text)
{
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    assert_true(fputs(text, f) >= 0);
    assert_int_equal(fclose(f), 0);
}

static void words_and_their_endings_are_known(void **state)
{
    (void)state;
    char dir[] = "/tmp/kith-test-XXXXXX";
    char aff[64];
    char dic[64];
    assert_non_null(mkdtemp(dir));
    (void)snprintf(aff, sizeof aff, "%s/x.aff", dir);
    (void)snprintf(dic, sizeof dic, "%s/x.dic", dir);
    write_file(aff, "SET UTF-8\nSFX S Y 1\nSFX S 0 s .\n");
    write_file(dic, "4\nreport/S\nthe\ncafé\nit's\n");
    const struct spell *spell = NULL;
    struct err e = {0};
    assert_ok(spell_find(&spell, &e), e);
    struct speller *s = spell->open(aff, dic);
    assert_non_null(s);
    assert_true(spell->knows(s, "report"));
    assert_true(spell->knows(s, "reports"));
    assert_true(spell->knows(s, "café"));
    assert_true(spell->knows(s, "it's"));
    assert_false(spell->knows(s, "reprot"));
    assert_false(spell->knows(s, "thes"));
    spell->close(s);
    write_file(aff, "SET ISO8859-1\n"); /* of an older one no accented word can be asked */
    s = spell->open(aff, dic);
    assert_true(spell->knows(s, "naïve"));
    assert_false(spell->knows(s, "naive"));
    spell->close(s);
    (void)unlink(aff);
    (void)unlink(dic);
    (void)rmdir(dir);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(words_and_their_endings_are_known)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

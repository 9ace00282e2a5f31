/* test_table_relations.c - tests: table_relation, strength */
#include "helpers.h"

#include "listen/table_int.h"

#include "records.h"

extern const struct importer importer_csv;

static void expect(const char *text, const char *want)
{
    struct arena a = {0};
    struct importer_options none = {0};
    assert_str(records_of(&importer_csv, str_of(text), &none, &a), want);
    arena_free(&a);
}

static void relationships_are_read(void **state)
{
    (void)state;
    expect("Teammate,Person,Strength,Since,Confirmed,Wanted,View,Cause,Confirmed_at\n"
           "sue@us.example,Ann Lee,3,2024-05-01,2,no,-1,missed a call,2026-02-03\n"
           "*,github:bob,,,,yes,,,\n"
           "Sue Day,ann@x.example,\"Know each other\",,\"5 - speaks for us\",x,\xE2\x88\x92"
           "2,,\n"
           "Sue Day,Eve,friend,,unknown,,supporter,,\n",
           "2 relation email:sue@us.example > name:Ann Lee(Ann Lee) strength=3 confirmed=2 "
           "wanted=0 view=-1 cause=missed a call since=2024-05-01T00:00:00Z "
           "confirmed_at=2026-02-03T00:00:00Z\n"
           "3 relation *: > github:bob wanted=1\n"
           "4 relation name:Sue Day(Sue Day) > email:ann@x.example strength=2 confirmed=5 wanted=1 "
           "view=-2\n"
           "5 relation name:Sue Day(Sue Day) > name:Eve(Eve) strength=4 view=1\n");
}

static void bad_rows_say_what_is_wrong(void **state)
{
    (void)state;
    expect("teammate,person,strength,wanted,view,since\n"
           "Sue,Ann,6,,,\n"
           "Sue,Ann,lovely,,,\n"
           "Sue,Ann,2,perhaps,,\n"
           "Sue,Ann,2,,3,\n"
           "Sue,,2,,,\n"
           ",Ann,2,,,\n"
           "Sue,Ann,2,,,long ago\n",
           "! 2: strength '6', want 0 never met, 1 met once, 2 know each other, 3 working, 4 close "
           "or 5 speaks for us\n"
           "! 3: strength 'lovely', want 0 never met, 1 met once, 2 know each other, 3 working, 4 "
           "close or 5 speaks for us\n"
           "! 4: wanted 'perhaps', want yes or no\n"
           "! 5: view '3', want -2 against us to 2 for us\n"
           "! 6: person: is empty, want channel:handle, an e-mail or a name\n"
           "! 7: teammate: is empty, want channel:handle, an e-mail or a name\n"
           "! 8: since 'long ago' is no date, want one such as 2026-03-31\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(relationships_are_read),
        cmocka_unit_test(bad_rows_say_what_is_wrong),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

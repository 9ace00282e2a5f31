/* test_person.c - tests: which accounts are one person, and what stays apart */
#include "helpers.h"
#include "listen.h"

#include "listen/handle.h"

static void spellings_of_a_handle_have_one_key(void **state)
{
    (void)state;
    static const struct {
        const char *channel, *handle, *want;
    } row[] = {
        {"email", "Jane.Doe@Example.ORG", "jane.doe@example.org"},
        {"email", " <jane@x.org> ", "jane@x.org"},
        {"email", "Jane Doe <jane@x.org>", "jane@x.org"},
        {"email", "mailto:jane@x.org", "jane@x.org"},
        {"email", "jane@x.org (Jane Doe)", "jane@x.org"},
        {"email", "jane at x.org", "jane@x.org"},
        {"email", "jane AT x DOT org", "jane@x.org"},
        {"email", "jane (at) x (dot) org", "jane@x.org"},
        {"email", "meet jane at noon", "meet jane at noon"},
        {"email", "'jane@x.org'", "jane@x.org"},
        {"email", "<>", ""},
        {"name", "  Zo\xc3\xab  O'Neil ", "zoe o neil"},
        {"name", "???", "???"},
        {"name", "", ""},
        {"list", "Talk@X.org", "talk.x.org"},
        {"list", "<talk.x.org>", "talk.x.org"},
        {"site", "http://www.Site.org:8080/p?q#f", "site.org"},
        {"site", "https://me@site.org", "site.org"},
        {"site", "Site.org", "site.org"},
        {"feed", "http://x.org/feed#top", "http://x.org/feed"},
        {"event", "The Summit, 2026!", "the summit 2026"},
        {"mastodon", "@Jane@hachyderm.io", "jane@hachyderm.io"},
        {"github", "JaneDoe", "janedoe"},
    };
    struct arena a = {0};
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        struct str key = handle_key(&a, str_of(row[i].channel), str_of(row[i].handle));
        assert_str(key, row[i].want);
    }
    arena_free(&a);
}

static void the_fuller_name_is_shown_and_the_first_wins_ties(void **state)
{
    (void)state;
    assert_true(name_better(STR("Jane Doe"), STR("jane@x.org")));
    assert_true(name_better(STR("jane"), STR("jane@x.org")));
    assert_true(name_better(STR("Jane Doe"), STR("jdoe-the-great")));
    assert_true(name_better(STR("Jane Q. Doe"), STR("Jane Doe")));
    assert_false(name_better(STR("Jane Dow"), STR("Jane Doe")));
    assert_false(name_better(STR("jane of x@y"), STR("Jane")));
    assert_false(name_better(STR("janedoe"), STR("jane")));
    assert_true(name_better(STR("Jane Doe"), STR("Jane Doe via dev-list")));
}

static void one_address_is_one_person_with_all_its_names(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    (void)desk_lines(&d, "names",
                     "doc key=a; by=jane@x.org; name=jane; at=2002-01-01\n"
                     "doc key=b; by=JANE@X.org; name=Jane Doe; at=2002-01-02\n"
                     "doc key=c; by=<jane@x.org>; name=Jane Q. Doe; at=2002-01-03\n"
                     "doc key=d; by=jane at x.org; name=\"Doe J\"; at=2002-01-04\n"
                     "doc key=e; by=jane@y.org; name=Jane Doe; at=2002-01-05\n");
    assert_str(desk_ask(&d, "SELECT name FROM node ORDER BY id"), "Jane Q. Doe\nJane Doe");
    assert_str(desk_ask(&d, "SELECT name FROM alias WHERE node = 1 ORDER BY name_key"),
               "Doe J\njane\nJane Doe\nJane Q. Doe");
    assert_str(desk_ask(&d, "SELECT channel||':'||handle_key||' '||node FROM account ORDER BY id"),
               "email:jane@x.org 1\nemail:jane@y.org 2");
    desk_close(&d);
}

static void a_bare_name_is_the_only_one_known_by_it(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    (void)desk_lines(&d, "mails",
                     "doc key=a; by=jane@x.org; name=Jane Doe; at=2002-01-01\n"
                     "doc key=b; by=tom@x.org; name=Tom Fox; at=2002-01-02\n"
                     "doc key=c; by=tom@y.org; name=Tom Fox; at=2002-01-02\n");
    (void)desk_lines(&d, "table",
                     "evidence from=jane DOE; to=Tom Fox; verb=asked; at=2002-02-01\n"
                     "evidence from=Nobody Known; to=Jane Doe; verb=asked; at=2002-02-01\n");
    assert_str(
        desk_ask(&d, "SELECT handle||' '||node FROM account WHERE channel = 'name' ORDER BY id"),
        "jane DOE 1\nTom Fox 4\nNobody Known 5");
    desk_close(&d);
}

static void a_persons_row_finds_whom_a_table_named_before(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    (void)desk_lines(&d, "evidence",
                     "evidence from=Jane Doe; to=Tom Fox; verb=asked; at=2002-02-01\n");
    (void)desk_lines(&d, "people", "person email=jane@x.org; name=Jane Doe; tags=buyer\n");
    assert_str(desk_ask(&d, "SELECT count(*) FROM node WHERE type = 'person'"), "2");
    assert_str(
        desk_ask(&d, "SELECT group_concat(channel||':'||handle_key) FROM account WHERE node = 1"),
        "name:jane doe,email:jane@x.org");
    desk_close(&d);
}

static void a_row_of_people_says_all_it_says(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    (void)desk_lines(
        &d, "people",
        "person email=jane@x.org; github=janed; name=Jane Doe; org=Acme Inc.; country=de; "
        "tags=Buyer press, vip; followers=1200; weight=2.5\n"
        "person email=tom@x.org; name=Tom Fox; org=ACME  Inc; country=Austria\n");
    assert_str(desk_ask(&d, "SELECT country||' '||weight FROM node WHERE id = 1"), "DE 2.5");
    assert_str(desk_ask(&d, "SELECT country FROM node WHERE name = 'Tom Fox'"), "Austria");
    assert_str(desk_ask(&d, "SELECT group_concat(value, '|') FROM tag WHERE key = 'tag'"),
               "buyer press|vip");
    assert_str(desk_ask(&d, "SELECT name||' '||value FROM metric"), "followers 1200.0");
    assert_str(desk_ask(&d, "SELECT count(*) FROM node WHERE type = 'org'"), "1");
    assert_str(desk_ask(&d, "SELECT person||role FROM affil ORDER BY id"), "1employee\n3employee");
    struct import_account again =
        desk_lines(&d, "people again",
                   "person email=jane@x.org; name=Jane Doe; followers=1200\n"
                   "person email=jane@x.org; name=Jane Doe; followers=1300\n");
    assert_int_equal(again.kept, 1);
    assert_int_equal(again.merged, 1);
    desk_close(&d);
}

static void accounts_of_several_people_wait_to_be_compared(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    (void)desk_lines(&d, "mails",
                     "doc key=a; by=jane@x.org; name=Jane Doe; at=2002-01-01\n"
                     "doc key=b; by=jane@y.org; name=J. Doe; at=2002-01-02\n");
    struct import_account account = desk_lines(
        &d, "people", "person email=jane@x.org; email=jane@y.org; github=jane; name=Jane Doe\n");
    assert_str(account.remarks, "1 row with accounts of several people, compared when all is read");
    assert_str(desk_ask(&d, "SELECT handle_key||node FROM account ORDER BY id"),
               "jane@x.org1\njane@y.org2\njane1");
    assert_str(desk_ask(&d, "SELECT a||' '||b||' '||state FROM proposal"), "1 2 stated");
    desk_close(&d);
}

static void an_address_of_nobody_or_of_an_office_makes_no_two_people_one(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    (void)desk_lines(&d, "people",
                     "person email=none@none; name=Lou Vandermeer\n"
                     "person email=none@none; name=Sid Kostelanetz\n"
                     "person email=info@x.org; name=Ada Overbeek\n"
                     "person email=info@x.org; name=Tim Fox\n"
                     "person email=info@x.org; name=ADA OVERBEEK\n");
    assert_str(desk_ask(&d, "SELECT name FROM node WHERE type = 'person' ORDER BY id"),
               "Lou Vandermeer\nSid Kostelanetz\nAda Overbeek\nTim Fox");
    assert_str(desk_ask(&d, "SELECT channel||':'||handle_key||' '||node FROM account ORDER BY id"),
               "name:lou vandermeer 1\nname:sid kostelanetz 2\nemail:info@x.org 3\nname:tim fox 4");
    desk_close(&d);
}

static void rows_without_anybody_are_dropped(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    struct import_account account =
        desk_lines(&d, "rows",
                   "person name=; email=<>\n"
                   "person name=Jane Doe\n"
                   "evidence from=<@>; to=; verb=met; at=2002-01-01\n"
                   "evidence from=Jane Doe; to=Tom Fox; verb=met\n"
                   "evidence from=Jane Doe; to=Tom Fox; verb=met; at=2999-01-01\n"
                   "person name=Tom Fox\nperson name=Ann Lee\nperson name=Bob Ray\n");
    assert_int_equal(account.dropped, 4);
    const char *path = desk_path(&d, "rows");
    const struct import_drop *drop = account.drops;
    assert_str(
        drop->sentence,
        str_printf(&d.a, "%s:1: nobody is named; want a name, an e-mail address or a handle", path)
            .p);
    drop = drop->next;
    assert_str(drop->sentence, str_printf(&d.a,
                                          "%s:3: to '', want channel:handle, an e-mail address, "
                                          "a name, outlet:NAME or a URL",
                                          path)
                                   .p);
    drop = drop->next;
    assert_str(drop->sentence,
               str_printf(&d.a, "%s:4: no time is given; want a date such as 2026-03-01", path).p);
    drop = drop->next;
    assert_str(
        drop->sentence,
        str_printf(&d.a, "%s:5: time 2999-01-01T00:00:00Z, want one from 1970-01-01 to today", path)
            .p);
    assert_str(desk_ask(&d, "SELECT group_concat(name) FROM node"),
               "Jane Doe,Tom Fox,Ann Lee,Bob Ray");
    desk_close(&d);
}

static void a_lists_address_makes_nobody_one_person(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    (void)desk_lines(&d, "mails",
                     "doc key=a; by=talk@x.org; name=Jane Doe; at=2002-01-01; tag=Talk\n"
                     "doc key=b; by=talk@x.org; name=Tom Fox; at=2002-01-02; tag=talk; re=a\n"
                     "doc key=c; by=talk@x.org; name=Jane Doe; at=2002-01-03; re=b\n"
                     "doc key=d; by=ann@x.org; name=Ann Lee; at=2002-01-04; tag=talk; re=c\n");
    assert_str(desk_ask(&d, "SELECT channel||' '||handle_key FROM account JOIN node ON node.id = "
                            "node WHERE type = 'person' "
                            "ORDER BY account.id"),
               "list-name talk@x.org/jane doe\nlist-name talk@x.org/tom fox\nemail ann@x.org");
    assert_str(desk_ask(&d, "SELECT name FROM node WHERE type = 'person' ORDER BY id"),
               "Jane Doe\nTom Fox\nAnn Lee");
    desk_close(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spellings_of_a_handle_have_one_key),
        cmocka_unit_test(the_fuller_name_is_shown_and_the_first_wins_ties),
        cmocka_unit_test(one_address_is_one_person_with_all_its_names),
        cmocka_unit_test(a_bare_name_is_the_only_one_known_by_it),
        cmocka_unit_test(a_persons_row_finds_whom_a_table_named_before),
        cmocka_unit_test(a_row_of_people_says_all_it_says),
        cmocka_unit_test(accounts_of_several_people_wait_to_be_compared),
        cmocka_unit_test(an_address_of_nobody_or_of_an_office_makes_no_two_people_one),
        cmocka_unit_test(rows_without_anybody_are_dropped),
        cmocka_unit_test(a_lists_address_makes_nobody_one_person),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

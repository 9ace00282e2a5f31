/* test_route.c - tests: does every address name what the command line knows? */
#include "helpers.h"

#include "serve/fields.h"
#include "serve/links.h"
#include "serve/route.h"

#include <string.h>

static void every_command_is_one_of_a_verb(void **state)
{
    (void)state;
    for (const struct route *r = routes; r->pattern; r++) {
        struct str rest = str_of(r->command);
        struct str piece;
        assert_true(route_piece(&rest, &piece) == !r->own);
        if (r->own) continue; /* answered by the server itself */
        const struct verb *v = verb_named(piece);
        assert_non_null(v);
        while (route_piece(&rest, &piece)) {
            struct str name = str_skip(piece, 2);
            if (name.len && strchr("!+@~", name.p[name.len - 1])) name.len--;
            name = str_head(name, str_find(name, '='));
            if (str_starts(piece, "--") && !route_flag(r, name)) {
                fail_msg("%s: %.*s is no flag of %s", r->pattern, STR_ARG(piece), v->name);
            }
        }
    }
}

static void every_page_that_is_named_is_there(void **state)
{
    (void)state;
    for (const struct route *r = routes; r->pattern; r++) {
        for (const char *const *m = r->more; m && *m; m++)
            assert_non_null(route_of(HTTP_GET, *m)->pattern);
        for (const char *const *f = r->forms; f && *f; f++)
            assert_non_null(route_of(HTTP_POST, *f)->pattern);
        bool writes = r->method == HTTP_POST && !r->own && !r->view;
        assert_true(writes == (r->after != NULL || r->shows || r->tries));
        assert_true(r->right != RIGHT_NONE);
        assert_true(r->method == HTTP_GET || r->view || r->right >= RIGHT_WRITE);
        for (const struct route *other = routes; other < r; other++)
            assert_false(other->method == r->method && strcmp(other->pattern, r->pattern) == 0);
    }
}

static const char *joined(struct arena *a, const char *const words[])
{
    struct buf b = buf_new(a);
    for (; *words; words++)
        buf_addf(&b, "%s%s", b.len ? "|" : "", *words);
    return b.len ? b.p : "";
}

static void an_address_becomes_a_command(void **state)
{
    (void)state;
    struct arena a = {0};
    static const struct {
        const char *path, *words;
        enum form form;
    } cases[] = {
        {"/", "market|list", FORM_TEXT},
        {"/index.json", "market|list", FORM_JSON},
        {"/m/security", "find|security|--rows=3|--until=2026-01-01", FORM_TEXT},
        {"/m/a%20b%2Fc.csv", "find|a b/c|--rows=3|--until=2026-01-01", FORM_CSV},
        {"/m/crm%2Ecsv", "find|crm.csv|--rows=3|--until=2026-01-01", FORM_TEXT},
        {"/m/--all", "find|--rows=3|--until=2026-01-01|--|--all", FORM_TEXT},
        {"/m/security/outlets", "find|security|--outlets|--rows=3|--until=2026-01-01", FORM_TEXT},
    };
    struct http_pairs given = {0};
    http_pair_add(&a, &given, STR("rows"), STR("3"));
    http_pair_add(&a, &given, STR("until"), STR("2026-01-01"));
    http_pair_add(&a, &given, STR("with-us"), STR(""));     /* left empty */
    http_pair_add(&a, &given, STR("db"), STR("/etc/pass")); /* nobody's to say */
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct routed at = {0};
        struct err e;
        bool other = false;
        const char *const *words = NULL;
        assert_true(route_find(HTTP_GET, str_of(cases[i].path), &a, &at, &other));
        assert_ok(route_words(at.route, &at.part, &given, &a, &words, &e), e);
        assert_string_equal(joined(&a, words), cases[i].words);
        assert_int_equal(at.form, cases[i].form);
    }
    arena_free(&a);
}

/* What has to be given, and what is always who asks, whatever a form says. */
static void a_flag_may_be_wanted_or_be_who_asks(void **state)
{
    (void)state;
    struct arena a = {0};
    struct err e;
    const char *const *words = NULL;
    struct http_pairs part = {0};
    struct http_pairs given = {0};
    const struct route *freeze = route_of(HTTP_POST, "/m/{market}/audit/freeze");
    const struct route *other = route_of(HTTP_POST, "/perception/{survey}/other");
    http_pair_add(&a, &part, STR("market"), STR("tools"));
    http_pair_add(&a, &part, STR("survey"), STR("Panel"));
    http_pair_add(&a, &given, STR("freeze"), STR("one"));
    http_pair_add(&a, &given, STR("text"), STR("Umbrella"));
    http_pair_add(&a, &given, STR("by"), STR("Bo"));
    assert_refused(route_words(freeze, &part, &given, &a, &words, &e), BAD_INPUT, e,
                   "name is wanted: the market's name once more: what is frozen is never taken "
                   "back");
    http_pair_add(&a, &given, STR("name"), STR("tools"));
    assert_ok(route_words(freeze, &part, &given, &a, &words, &e), e);
    assert_string_equal(joined(&a, words), "claim|tools|--freeze=one|--name=tools");
    assert_ok(route_words(other, &part, &given, &a, &words, &e), e);
    assert_string_equal(joined(&a, words), "survey|code|Panel|Umbrella|other");
    http_pair_add(&a, &part, STR("me"), STR("ana"));
    assert_ok(route_words(other, &part, &given, &a, &words, &e), e);
    assert_string_equal(joined(&a, words), "survey|code|Panel|Umbrella|other|--by=ana");
    arena_free(&a);
}

static void a_name_survives_its_address(void **state)
{
    (void)state;
    struct arena a = {0};
    static const char *const names[] = {"plain", "a/b c",     "crm.csv", "x.JSON", "50 % \xc3\xa9",
                                        "--all", "a?b#c&d=e", "..",      "%2e",    NULL};
    static const char *const suffixes[] = {"", ".json", ".csv"};
    for (const char *const *name = names; *name; name++) {
        for (size_t i = 0; i < 3; i++) {
            struct http_pairs part = {0};
            struct routed at = {0};
            bool other = false;
            http_pair_add(&a, &part, STR("market"), str_of(*name));
            struct str path = route_address(&a, "/m/{market}", &part, suffixes[i]);
            assert_true(route_find(HTTP_GET, path, &a, &at, &other));
            assert_str(http_pair_of(&at.part, "market"), *name);
            assert_int_equal(at.page, i == 0);
        }
    }
    arena_free(&a);
}

static void what_is_not_there_is_not_found(void **state)
{
    (void)state;
    struct arena a = {0};
    struct routed at = {0};
    bool other = false;
    static const char *const none[] = {
        "",   "nothing",    "/m",          "/m/",    "/m/a/b/c/d",  "/people/",
        "//", "/m//why/p1", "/people.xml", "/.json", "/M/security", NULL};
    for (const char *const *path = none; *path; path++)
        assert_false(route_find(HTTP_GET, str_of(*path), &a, &at, &other));
    assert_false(route_find(HTTP_GET, STR("/markets"), &a, &at, &other));
    assert_true(other);
    assert_false(route_find(HTTP_POST, STR("/deals"), &a, &at, &other));
    assert_true(other);
    arena_free(&a);
}

static void forms_and_objects_say_the_same(void **state)
{
    (void)state;
    struct arena a = {0};
    struct err e;
    static const struct {
        const char *type, *body;
    } cases[] = {
        {"application/x-www-form-urlencoded", "name=a+%26+b&empty=&n=3&yes=1&bad=%zz"},
        {"application/json; charset=utf-8",
         "{\"name\":\"a & b\",\"empty\":\"\",\"n\":3,\"yes\":true,\"bad\":\"%zz\"}"},
    };
    for (size_t i = 0; i < 2; i++) {
        struct http_ask ask = {.a = &a, .method = HTTP_POST, .body = str_of(cases[i].body)};
        struct http_pairs got = {0};
        bool json = false;
        http_pair_add(&a, &ask.header, STR("content-type"), str_of(cases[i].type));
        assert_int_equal(fields_read(&ask, &got, &json, &e), 0);
        assert_int_equal(json, i == 1);
        assert_int_equal(got.count, 5);
        assert_str(http_pair_of(&got, "name"), "a & b");
        assert_str(http_pair_of(&got, "empty"), "");
        assert_str(http_pair_of(&got, "n"), "3");
        assert_str(http_pair_of(&got, "yes"), "1");
        assert_str(http_pair_of(&got, "bad"), "%zz");
    }
    arena_free(&a);
}

static void a_row_leads_to_its_page(void **state)
{
    (void)state;
    struct arena a = {0};
    static const struct column columns[] = {
        {"id", "id", NULL, CELL_TEXT, 0, COLUMN_KEEPS},
        {"name", "person", NULL, CELL_TEXT, 0, COLUMN_KEEPS},
        {"reach_in_100", "reach", NULL, CELL_REAL, 1, COLUMN_KEEPS},
        {"note", "note", NULL, CELL_TEXT, 0, COLUMN_KEEPS},
    };
    struct table *t = table_new(&a, "find", columns, 4);
    table_fact(t, "market", NULL, cell_text(STR("a b")), 0);
    struct linking at = {.root = t, .query = STR("?until=2026-01-01")};
    static const char *const ids[] = {"p12", "o3", "p1/../x", "javascript:alert(1)"};
    static const char *const to[4][4] = {
        {"/p/p12", "/p/p12", "/m/a%20b/why/p12?until=2026-01-01", NULL}};
    for (size_t i = 0; i < 4; i++) {
        struct cell *row = table_row(t);
        row[0] = cell_text(str_of(ids[i]));
        row[1] = cell_text(STR("Jane"));
        row[2] = cell_real(1);
        row[3] = cell_text(STR("p12"));
        for (size_t c = 0; c < 4; c++) {
            struct str got = link_address(&at, t, c, row, &a);
            if (to[i][c]) {
                assert_str(got, to[i][c]);
            } else {
                assert_null(got.p);
            }
        }
    }
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_command_is_one_of_a_verb),
        cmocka_unit_test(every_page_that_is_named_is_there),
        cmocka_unit_test(an_address_becomes_a_command),
        cmocka_unit_test(a_flag_may_be_wanted_or_be_who_asks),
        cmocka_unit_test(a_name_survives_its_address),
        cmocka_unit_test(what_is_not_there_is_not_found),
        cmocka_unit_test(forms_and_objects_say_the_same),
        cmocka_unit_test(a_row_leads_to_its_page),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

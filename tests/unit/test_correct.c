/* test_correct.c - tests: what was corrected is whole or not there, and outlives what sources say
 */
#include "helpers.h"
#include "listen.h"

#include "listen/correct.h"

#define HELD \
    "SELECT name||'|'||coalesce(title,'')||'|'||coalesce(country,'')||'|'||coalesce((SELECT " \
    "group_concat(o.name,'+') FROM affil f JOIN node o ON o.id = f.org WHERE f.person = n.id AND " \
    "f.until IS NULL),'')||'|'||coalesce((SELECT group_concat(value,'+') FROM (SELECT value FROM " \
    "tag WHERE node = n.id AND key = 'category' ORDER BY value)),'') FROM node n WHERE id = " \
    "(SELECT node FROM account WHERE handle_key = 'jane@a.org')"

static const char says[] = "name,email,title,org,country,category\n"
                           "Jane Overbeck,jane@a.org,VP,Acme,US,analyst\n";

static const struct {
    const char *field, *value;
} right[] = {{"name", "Jane Overbeek"},
             {"title", "CTO"},
             {"country", ""},
             {"org", " Initech ; Umbrella;"},
             {"category", "Press, peer; academic"}};

static enum status say_all(struct store *st, int64_t node, struct err *e)
{
    enum status s = store_begin(st, e);
    for (size_t i = 0; i < 5 && !s; i++) {
        s = correct_say(st,
                        &(struct correction){.node = node,
                                             .field = str_of(right[i].field),
                                             .value = str_of(right[i].value),
                                             .reason = STR("asked"),
                                             .by = STR("sue"),
                                             .at_s = 5},
                        e);
    }
    if (!s) s = store_commit(st, e);
    store_rollback(st);
    return s;
}

static int64_t jane_of(struct desk *d)
{
    int64_t node = 0;
    (void)desk_import(d, desk_file(d, "p.csv", says), (struct import_options){0});
    assert_true(
        str_to_i64(desk_ask(d, "SELECT node FROM account WHERE handle_key = 'jane@a.org'"), &node));
    return node;
}

static void what_is_right_outlives_every_import(void **state)
{
    (void)state;
    static const char held[] = "Jane Overbeek|CTO||Initech+Umbrella|academic+peer+press";
    struct desk d;
    struct err e = {0};
    desk_open(&d);
    int64_t jane = jane_of(&d);
    assert_ok(say_all(d.st, jane, &e), e);
    assert_str(desk_ask(&d, HELD), held);
    for (int i = 0; i < 3; i++) { /* the same bytes from three places */
        char name[16];
        (void)snprintf(name, sizeof name, "%d.csv", i);
        (void)desk_import(&d, desk_file(&d, name, says), (struct import_options){0});
        assert_str(desk_ask(&d, HELD), held);
    }
    (void)desk_import(&d,
                      desk_file(&d, "p.csv",
                                "name,email,title,org,country,category\n"
                                "Jane Q Overbeck,jane@a.org,SVP,Globex,GB,editor\n"),
                      (struct import_options){0});
    assert_str(desk_ask(&d, HELD), held);
    assert_str(desk_ask(&d,
                        "SELECT group_concat(was, '|') FROM (SELECT was FROM correction ORDER BY "
                        "id)"),
               "Jane Q Overbeck|SVP|GB|Globex|editor; analyst");
    assert_ok(store_begin(d.st, &e), e);
    for (size_t i = 0; i < 5; i++)
        assert_ok(correct_undo(d.st, jane, str_of(right[i].field), 9, &e), e);
    assert_int_equal(correct_undo(d.st, jane, STR("title"), 9, &e), NOT_FOUND);
    assert_ok(store_commit(d.st, &e), e);
    assert_str(desk_ask(&d, HELD), "Jane Q Overbeck|SVP|GB|Globex|analyst+editor");
    desk_close(&d);
}

static void a_store_that_fails_corrects_all_or_nothing(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    int64_t jane = jane_of(&d);
    struct str before = desk_ask(&d, HELD);
    enum status s = STORE_FAILED;
    uint64_t n = 0;
    while (s) {
        struct err e = {0};
        store_fail_at(d.st, ++n);
        s = say_all(d.st, jane, &e);
        store_fail_at(d.st, 0);
        if (s) assert_int_equal(s, STORE_FAILED);
        if (s) assert_str(desk_ask(&d, HELD), before.p);
        assert_str(desk_ask(&d, "SELECT count(*) FROM correction"), s ? "0" : "5");
    }
    assert_true(n > 20);
    desk_close(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_right_outlives_every_import),
        cmocka_unit_test(a_store_that_fails_corrects_all_or_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

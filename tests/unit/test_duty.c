/* test_duty.c - tests: what sources are kept for is said whole or not at all, and outlives editions
 */
#include "helpers.h"
#include "listen.h"

#include "listen/duty.h"
#include "verb/notices.h"

#define ROW \
    "SELECT group_concat(coalesce(purpose, '')||'|'||coalesce(basis, '')||'|'||coalesce(keep, " \
    "''), ' ') FROM source"

static void five_bases_are_known(void **state)
{
    (void)state;
    assert_true(basis_is_known(STR("legitimate-interests")));
    assert_true(basis_is_known(STR("Consent: form of 2026")));
    assert_false(basis_is_known(STR("because")));
    assert_false(basis_is_known(STR("consented")));
    assert_false(basis_is_known(STR("")));
}

static void editions_go_on_with_what_was_said(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    const struct duty said = {STR("events"), STR("consent"), 30};
    const struct duty longer = {STR_NONE, STR_NONE, 60};
    const char *path = desk_file(&d, "p.csv", "name,email\nAnn,ann@a.org\n");
    (void)desk_import(&d, path, (struct import_options){.duty = &said});
    assert_str(desk_ask(&d, ROW), "events|consent|30");
    path = desk_file(&d, "p.csv", "name,email\nAnn,ann@a.org\nBo,bo@a.org\n");
    (void)desk_import(&d, path, (struct import_options){0});
    assert_str(desk_ask(&d, ROW), "events|consent|30 events|consent|30");
    path = desk_file(&d, "p.csv", "name,email\nAnn,ann@a.org\nCy,cy@a.org\n");
    (void)desk_import(&d, path, (struct import_options){.duty = &longer});
    assert_str(desk_ask(&d, ROW), "events|consent|60 events|consent|60 events|consent|60");
    path = desk_file(&d, "q.csv", "name,email\nDi,di@a.org\n");
    (void)desk_import(&d, path, (struct import_options){0});
    assert_str(
        desk_ask(&d, "SELECT coalesce(purpose, 'unsaid') FROM source WHERE locator LIKE '%q.csv'"),
        "unsaid");
    desk_close(&d);
}

/* The store's own word: all of it, or nothing. */
static void a_store_that_fails_keeps_all_or_nothing(void **state)
{
    (void)state;
    struct desk d;
    struct err e = {0};
    const struct duty said = {STR("research"), STR("other"), 90};
    desk_open(&d);
    enum status s = STORE_FAILED;
    uint64_t n = 0;
    while (s) {
        store_fail_at(d.st, ++n);
        s = store_begin(d.st, &e);
        if (!s) s = duty_say_default(d.st, &said, 1, &e);
        if (!s) s = store_commit(d.st, &e);
        store_fail_at(d.st, 0);
        store_rollback(d.st);
        assert_str(desk_ask(&d, "SELECT count(*) FROM meta WHERE key LIKE 'privacy.%'"),
                   s ? "0" : "4");
    }
    assert_int_equal(n, 7); /* begin, four words, commit; the seventh is not reached */
    desk_close(&d);
}

/* That people were told: of all of them, or of none. */
static void a_store_that_fails_tells_of_all_or_nobody(void **state)
{
    (void)state;
    struct desk d;
    struct err e = {0};
    int64_t id[] = {1, 2, 3};
    const struct node_set set = {id, 3};
    desk_open(&d);
    (void)desk_lines(&d, "p",
                     "person email=a@a.org; name=Ann\nperson email=b@a.org; name=Bo\n"
                     "person email=c@a.org; name=Cy\n");
    enum status s = STORE_FAILED;
    for (uint64_t n = 1; s; n++) {
        store_fail_at(d.st, n);
        s = notices_say(d.st, &set, STR("told"), STR("by mail"), 5, &e);
        store_fail_at(d.st, 0);
        assert_str(desk_ask(&d, "SELECT count(*) FROM notice"), s ? "0" : "3");
    }
    desk_close(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(five_bases_are_known),
        cmocka_unit_test(editions_go_on_with_what_was_said),
        cmocka_unit_test(a_store_that_fails_keeps_all_or_nothing),
        cmocka_unit_test(a_store_that_fails_tells_of_all_or_nobody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

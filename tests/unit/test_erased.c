/* test_erased.c - tests: who is erased is gone, stays gone, and leaves others whole */
#include "helpers.h"
#include "listen.h"

#include "listen/erased.h"

static const char *const mails =
    "person email=jane@a.org; github=jane; name=Jane Overbeek; org=Acme; tags=buyer; "
    "claim=url/x.org\n"
    "person email=tim@c.org; name=Tim Kostelanetz; claim=github/jane\n"
    "doc key=m1; by=jane@a.org; name=Jane Overbeek; at=2020-01-01; in=l.org; text=zanzibar first\n"
    "doc key=m2; by=tim@c.org; at=2020-01-02; in=l.org; re=m1; text=ocean second\n"
    "doc key=m3; by=jane@a.org; at=2020-01-03; in=l.org; re=m2; text=zanzibar third\n"
    "doc key=m4; by=tim@c.org; at=2020-01-04; in=l.org; re=m3; text=ocean fourth\n"
    "evidence at=2020-02-01; verb=cited; from=tim@c.org; to=jane@a.org; url=http://z.org/1\n"
    "evidence at=2020-02-01; verb=cited; from=Ola Adeyemi; to=tim@c.org; url=http://z.org/2\n";

static struct erase_report erase(struct desk *d, int64_t node, bool dry)
{
    struct err e = {0};
    struct erase_report got;
    assert_ok(store_begin(d->st, &e), e);
    assert_ok(erase_person(d->st, node, dry, 99, &got, &e), e);
    assert_ok(store_commit(d->st, &e), e);
    return got;
}

static int64_t node_of(struct desk *d, const char *handle)
{
    char sql[128];
    (void)snprintf(sql, sizeof sql, "SELECT node FROM account WHERE handle_key = '%s'", handle);
    int64_t node = 0;
    assert_true(str_to_i64(desk_ask(d, sql), &node));
    return node;
}

static bool file_has(struct desk *d, const char *text)
{
    struct arena a = {0};
    struct err e = {0};
    struct reader *r = NULL;
    struct str part;
    bool found = false;
    assert_ok(store_copy_to(d->st, desk_path(d, "copy.db"), &e), e);
    assert_ok(reader_open(desk_path(d, "copy.db"), &a, &r, &e), e);
    while (reader_bytes(r, 1 << 24, &part, &e) == OK)
        found = found || str_find_nocase(part, text) < part.len;
    reader_close(r);
    assert_int_equal(unlink(desk_path(d, "copy.db")), 0);
    arena_free(&a);
    return found;
}

static void who_is_erased_leaves_nothing_behind(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    (void)desk_lines(&d, "mails", mails);
    assert_true(file_has(&d, "zanzibar"));
    int64_t jane = node_of(&d, "jane@a.org");
    struct str before = desk_dump(&d);
    struct erase_report got = erase(&d, jane, true);
    assert_true(str_eq(before, desk_dump(&d)));
    assert_int_equal(got.accounts, 2);
    assert_int_equal(got.docs, 2);
    assert_int_equal(got.claims, 1);
    got = erase(&d, jane, false);
    assert_int_equal(got.docs, 2);
    assert_false(file_has(&d, "zanzibar"));
    assert_false(file_has(&d, "overbeek"));
    assert_false(file_has(&d, "jane@a.org"));
    assert_str(desk_ask(&d, "SELECT count(*) FROM claim"), "0");
    assert_str(desk_ask(&d, "SELECT doc_key||' '||coalesce(parent, 0)||' '||(root = "
                            "(SELECT min(id) FROM doc)) FROM doc ORDER BY id"),
               "m2 0 1\nm4 0 1");
    assert_str(desk_ask(&d, "SELECT count(*) FROM pragma_foreign_key_check"), "0");
    desk_close(&d);
}

static void no_source_brings_them_back(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    (void)desk_lines(&d, "mails", mails);
    (void)erase(&d, node_of(&d, "jane@a.org"), false);
    struct str before = desk_ask(&d, "SELECT count(*) FROM node");
    struct import_account got = desk_lines(&d, "again", mails);
    assert_int_equal(got.dropped, 4); /* her row, her two mails, who cited her */
    (void)desk_lines(&d, "table",
                     "person name=J. O.; email=JANE@A.org\n"
                     "person name=Jane O; github=Jane; email=new@a.org\n");
    (void)desk_lines(&d, "claims", "person email=tim@c.org; claim=github/jane!\n");
    (void)desk_lines(&d, "heeds",
                     "doc key=h1; by=tim@c.org; at=2021-01-01; in=l.org; heeds=thanked "
                     "jane@a.org>tim@c.org,thanked tim@c.org>jane@a.org\n");
    (void)desk_lines(&d, "quotes",
                     "doc key=q1; by=tim@c.org; at=2021-02-01; in=l.org; "
                     "quote=jane@a.org; re=m1\n");
    assert_str(desk_ask(&d, "SELECT count(*) FROM account WHERE handle_key IN "
                            "('jane@a.org', 'jane', 'new@a.org')"),
               "0");
    assert_str(desk_ask(&d, "SELECT count(*) FROM claim"), "0");
    assert_str(desk_ask(&d, "SELECT count(*) FROM doc WHERE doc_key IN ('m1', 'm3')"), "0");
    assert_true(str_eq(before, desk_ask(&d, "SELECT count(*) FROM node")));
    assert_false(file_has(&d, "jane@a.org"));
    desk_close(&d);
}

static void who_answered_a_survey_can_be_erased(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    const char *path = desk_file(&d, "form.csv",
                                 "Timestamp,Email,Where do you learn?,How much?\n"
                                 "2026-01-02,bob@i.org,Blogs,3\n2026-01-02,ann@i.org,Lists,4\n"
                                 "2026-01-03,cy@i.org,Blogs,5\n");
    struct import_account *account = desk_import(&d, path, (struct import_options){.survey = "F"});
    assert_int_equal(account->outcome, IMPORT_KEPT);
    struct erase_report got = erase(&d, node_of(&d, "bob@i.org"), false);
    assert_int_equal(got.answers, 2);
    assert_str(desk_ask(&d, "SELECT count(*) FROM response"), "2");
    assert_str(desk_ask(&d, "SELECT count(*) FROM answer"), "4");
    assert_str(desk_ask(&d, "SELECT count(*) FROM pragma_foreign_key_check"), "0");
    desk_close(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_is_erased_leaves_nothing_behind),
        cmocka_unit_test(who_answered_a_survey_can_be_erased),
        cmocka_unit_test(no_source_brings_them_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

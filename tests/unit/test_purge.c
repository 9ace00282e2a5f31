/* test_purge.c - tests: what is overdue goes, whole or not at all, and others stay whole */
#include "helpers.h"
#include "listen.h"

#include "listen/duty.h"
#include "listen/remove.h"

#define YEAR_S (366LL * DAY_S)

static void keep_for_days(struct desk *d, const char *name)
{
    char sql[96];
    struct err e = {0};
    (void)snprintf(sql, sizeof sql,
                   "SELECT kind||' '||locator FROM source WHERE locator LIKE '%%%s'", name);
    struct str locator = desk_ask(d, sql);
    struct str kind;
    const struct duty for_days = {STR_NONE, STR_NONE, 30};
    assert_true(str_cut(&locator, ' ', &kind));
    assert_ok(store_begin(d->st, &e), e);
    assert_ok(duty_say(d->st, kind, locator, &for_days, &e), e);
    assert_ok(store_commit(d->st, &e), e);
}

static struct purge_report purge(struct desk *d)
{
    struct purge_report got;
    struct err e = {0};
    assert_ok(purge_run(d->st, time_now() + YEAR_S, &got, &e), e);
    assert_str(desk_ask(d, "SELECT count(*) FROM pragma_foreign_key_check"), "0");
    assert_str(desk_ask(d, "SELECT count(*) FROM lapsing"), "0");
    return got;
}

static int64_t overdue(struct desk *d)
{
    struct purge_report left;
    struct err e = {0};
    assert_ok(purge_count(d->st, time_now() + YEAR_S, &left, &e), e);
    return purge_rows(&left);
}

static const char going[] =
    "person email=jane@a.org; github=jane; name=Jane Overbeek; org=Acme; tags=analyst\n"
    "doc key=m1; by=ola@c.org; at=2020-01-01; in=l.org; text=zanzibar first\n"
    "evidence at=2020-02-01; verb=cited; from=tim@c.org; to=jane@a.org; topic=zanzibar\n";
static const char staying[] =
    "person email=tim@c.org; name=Tim Kostelanetz\n"
    "doc key=m2; by=tim@c.org; at=2020-01-02; in=l.org; re=m1; text=ocean second\n"
    "doc key=m3; by=ida@c.org; at=2020-01-03; in=l.org; re=m2; text=ocean third\n"
    "doc key=m4; by=tim@c.org; at=2020-01-04; in=l.org; re=m1; text=ocean fourth\n";

/* A thread goes on under its oldest doc; who is heeded from elsewhere stays. */
static void a_thread_goes_on(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    (void)desk_lines(&d, "going", going);
    (void)desk_lines(&d, "staying", staying);
    assert_str(desk_ask(&d, "SELECT count(DISTINCT root) FROM doc"), "1");
    keep_for_days(&d, "going");
    assert_int_equal(overdue(&d), 6);
    struct purge_report got = purge(&d);
    assert_int_equal(got.people, 1);   /* Jane; to Ola there are replies */
    assert_int_equal(got.docs, 1);     /* m1 */
    assert_int_equal(got.evidence, 2); /* cited; Ola attended the list */
    assert_int_equal(got.tags, 2);     /* analyst, with Acme */
    assert_int_equal(overdue(&d), 0);
    assert_str(desk_ask(&d, "SELECT doc_key||' '||(SELECT doc_key FROM doc r WHERE r.id = d.root) "
                            "||' '||coalesce((SELECT doc_key FROM doc p WHERE p.id = d.parent), '')"
                            " FROM doc d ORDER BY id"),
               "m2 m2 \nm3 m2 m2\nm4 m2 ");
    assert_str(desk_ask(&d, "SELECT count(*) FROM doc_vocab WHERE term = 'zanzibar'"), "0");
    assert_str(desk_ask(&d, "SELECT count(*) FROM topic"), "0");
    assert_str(desk_ask(&d, "SELECT group_concat(name) FROM (SELECT name FROM node WHERE type <> "
                            "'outlet' ORDER BY name)"),
               "Tim Kostelanetz,ida@c.org,ola@c.org");
    desk_close(&d);
}

/* Somebody we work with, or whom another list names, or who was joined into such a one. */
static void whom_something_else_holds_stays(void **state)
{
    (void)state;
    struct desk d;
    struct err e = {0};
    desk_open(&d);
    (void)desk_lines(&d, "going",
                     "person email=a@a.org; name=Ann\nperson email=b@a.org; name=Bo\n"
                     "person email=c@a.org; name=Cy\nperson email=d@a.org; name=Di\n");
    (void)desk_lines(&d, "staying",
                     "person email=b@a.org; name=Bo\nperson email=e@a.org; name=Ed\n");
    keep_for_days(&d, "going");
    char *why = NULL;
    assert_int_equal(
        sqlite3_exec(d.look,
                     "INSERT INTO task (teammate, person, text, made_at) SELECT id, id, "
                     "'t', 1 FROM account WHERE handle_key = 'c@a.org';"
                     "UPDATE node SET merged_into = (SELECT node FROM account WHERE "
                     "handle_key = 'e@a.org') WHERE name = 'Di';"
                     "UPDATE account SET home = node, node = (SELECT node FROM account "
                     "WHERE handle_key = 'e@a.org') WHERE handle_key = 'd@a.org'",
                     NULL, NULL, &why),
        SQLITE_OK);
    struct purge_report got;
    assert_ok(purge_run(d.st, time_now() + YEAR_S, &got, &e), e);
    assert_int_equal(got.people, 1);
    assert_str(desk_ask(&d, "SELECT group_concat(name) FROM (SELECT name FROM node ORDER BY name)"),
               "Bo,Cy,Di,Ed");
    desk_close(&d);
}

/* All that refers to a source is thought of: removed with it, or no data of people. */
static void every_table_of_sources_is_purged(void **state)
{
    (void)state;
    static const char *const others[] = {"feed", "survey",  "market_half_life",
                                         "node", "account", NULL}; /* the last two as nodes go */
    struct desk d;
    struct str table;
    size_t count = 0;
    desk_open(&d);
    struct str sql = desk_statements(&d, "purge.sql");
    struct str list = desk_ask(&d, "SELECT DISTINCT m.name FROM sqlite_schema m JOIN "
                                   "pragma_foreign_key_list(m.name) f WHERE m.type = 'table' AND "
                                   "f.\"table\" = 'source'");
    for (; str_cut(&list, '\n', &table); count++) {
        if (str_among(table, others)) continue;
        struct str want = str_printf(&d.a, "DELETE FROM %.*s WHERE", STR_ARG(table));
        bool there = str_find_nocase(sql, want.p) < sql.len;
        if (!there) print_error("%.*s is not in purge.sql\n", STR_ARG(table));
        assert_true(there);
    }
    assert_true(count > 12);
    desk_close(&d);
}

static void a_store_that_fails_purges_all_or_nothing(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    (void)desk_lines(&d, "going", going);
    (void)desk_lines(&d, "staying", staying);
    keep_for_days(&d, "going");
    struct str before = desk_dump(&d);
    enum status s = STORE_FAILED;
    uint64_t n = 0;
    while (s) {
        struct err e = {0};
        struct purge_report got;
        store_fail_at(d.st, ++n);
        s = purge_run(d.st, time_now() + YEAR_S, &got, &e);
        store_fail_at(d.st, 0);
        if (s) assert_int_equal(s, STORE_FAILED);
        if (s && n % 8 == 1) assert_str(desk_dump(&d), before.p);
        if (s) assert_str(desk_ask(&d, "SELECT count(*) FROM lapsed"), "0");
    }
    assert_true(n > 40);
    assert_int_equal(overdue(&d), 0);
    desk_close(&d);
}

static int64_t first_of(struct desk *d, const char *name)
{
    char sql[96];
    int64_t id = 0;
    (void)snprintf(sql, sizeof sql, "SELECT id FROM source WHERE locator LIKE '%%%s'", name);
    assert_true(str_to_i64(desk_ask(d, sql), &id));
    return id;
}

/* Counted before, gone with all its readings, kept from nothing, and back when it is read again. */
static void what_is_taken_out_may_come_back(void **state)
{
    (void)state;
    static const char said[] =
        "SELECT (SELECT group_concat(x) FROM (SELECT e.verb||' '||e.at||' '||f.handle||' "
        "'||t.handle"
        " AS x FROM evidence e JOIN account f ON f.id = e.from_account JOIN account t ON t.id = "
        "e.to_account ORDER BY 1))||(SELECT group_concat(x) FROM (SELECT d.doc_key||'<'||coalesce("
        "p.doc_key, '')||'<'||r.doc_key AS x FROM doc d JOIN doc r ON r.id = d.root LEFT JOIN doc "
        "p "
        "ON p.id = d.parent ORDER BY 1))||(SELECT group_concat(name) FROM (SELECT name FROM node "
        "ORDER BY name))";
    struct desk d;
    struct err e = {0};
    struct remove_report would;
    struct remove_report got;
    desk_open(&d);
    (void)desk_lines(&d, "staying", staying);
    (void)desk_lines(&d, "going", going);
    struct str before = desk_dump(&d);
    struct str whole = desk_ask(&d, said);
    assert_ok(source_remove(d.st, first_of(&d, "going"), true, &would, &e), e);
    assert_str(desk_dump(&d), before.p);
    assert_ok(source_remove(d.st, first_of(&d, "going"), false, &got, &e), e);
    assert_int_equal(purge_rows(&got.rows), purge_rows(&would.rows));
    assert_int_equal(got.rows.people, 1); /* Jane; to Ola there are replies */
    assert_int_equal(got.rows.docs, 1);
    assert_str(desk_ask(&d, "SELECT count(*) FROM pragma_foreign_key_check"), "0");
    assert_str(desk_ask(&d, "SELECT count(*)||' '||(SELECT count(*) FROM leaving)||' '||(SELECT "
                            "count(*) FROM lapsed) FROM source"),
               "1 0 0");
    assert_int_equal(desk_lines(&d, "going", going).outcome, IMPORT_KEPT);
    assert_str(desk_ask(&d, said), whole.p);
    assert_int_equal(source_remove(d.st, 99, false, &got, &e), NOT_FOUND);
    desk_close(&d);
}

static void a_store_that_fails_takes_out_all_or_nothing(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    (void)desk_lines(&d, "going", going);
    (void)desk_lines(&d, "staying", staying);
    struct str before = desk_dump(&d);
    int64_t source = first_of(&d, "going");
    enum status s = STORE_FAILED;
    uint64_t n = 0;
    while (s) {
        struct err e = {0};
        struct remove_report got;
        store_fail_at(d.st, ++n);
        s = source_remove(d.st, source, false, &got, &e);
        store_fail_at(d.st, 0);
        if (s) assert_int_equal(s, STORE_FAILED);
        if (s && n % 8 == 1) assert_str(desk_dump(&d), before.p);
        if (s) assert_str(desk_ask(&d, "SELECT count(*) FROM leaving"), "0");
    }
    assert_true(n > 40);
    assert_str(desk_ask(&d, "SELECT count(*) FROM source"), "1");
    desk_close(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_thread_goes_on),
        cmocka_unit_test(whom_something_else_holds_stays),
        cmocka_unit_test(every_table_of_sources_is_purged),
        cmocka_unit_test(a_store_that_fails_purges_all_or_nothing),
        cmocka_unit_test(what_is_taken_out_may_come_back),
        cmocka_unit_test(a_store_that_fails_takes_out_all_or_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_store.c - tests: migrations, statements and their plans, refusals, failing calls */
#include "helpers.h"

#include "schema.h"
#include "sql_text.h"
#include "store/query.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static struct store *memory_store(void)
{
    struct store *st = NULL;
    struct err e = {0};
    assert_ok(store_open(":memory:", STORE_CREATE, &st, &e), e);
    return st;
}

static void every_statement_prepares(void **state)
{
    (void)state;
    struct store *st = memory_store();
    for (int i = 0; i < SQL_COUNT; i++) {
        struct query *q = NULL;
        struct err e = {0};
        enum status s = query_open(st, (enum sql)i, &q, &e);
        if (s) print_error("%s: %s\n", sql_texts[i].name, e.text);
        assert_int_equal(s, OK);
        query_close(q);
    }
    store_close(st);
}

static void the_texts_of_a_row_are_gone_with_it(void **state)
{
    (void)state;
    struct store *st = memory_store();
    struct query *q = NULL;
    struct err e = {0};
    assert_ok(query_open(st, SQL_market_insert, &q, &e), e);
    for (int i = 0; i < 2; i++) {
        query_bind_str(q, 1, i ? STR("ropes") : STR("anchors"));
        query_bind_str(q, 2, STR(""));
        query_bind_str(q, 3, STR("everyone"));
        query_bind_double(q, 6, 365);
        assert_ok(query_run(q, &e), e);
    }
    query_close(q);
    assert_ok(query_open(st, SQL_market_all, &q, &e), e);
    assert_ok(query_next(q, &e), e);
    struct str anchors = query_str(q, 1);
    assert_str(anchors, "anchors");
    assert_ok(query_next(q, &e), e);
    struct str ropes = query_str(q, 1);
    assert_str(ropes, "ropes");
    assert_true(is_gone(anchors.p));
    query_close(q);
    assert_true(is_gone(ropes.p));
    store_close(st);
}

/* Each statement that states a plan has a plan with that text in one of its lines. */
static void stated_plans_hold(void **state)
{
    (void)state;
    char path[] = "/tmp/kith-test-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    (void)close(fd);
    struct store *st = NULL;
    struct err e = {0};
    assert_ok(store_open(path, STORE_CREATE, &st, &e), e);
    store_close(st);
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    for (int i = 0; i < SQL_COUNT; i++) {
        if (!sql_texts[i].plan) continue;
        char *sql = sqlite3_mprintf("EXPLAIN QUERY PLAN %s", sql_texts[i].text);
        sqlite3_stmt *stmt = NULL;
        assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &stmt, NULL), SQLITE_OK);
        int found = 0;
        while (sqlite3_step(stmt) == SQLITE_ROW) {
            const char *line = (const char *)sqlite3_column_text(stmt, 3);
            if (strstr(line, sql_texts[i].plan)) found = 1;
        }
        if (!found) print_error("%s: no '%s' in its plan\n", sql_texts[i].name, sql_texts[i].plan);
        assert_true(found);
        (void)sqlite3_finalize(stmt);
        sqlite3_free(sql);
    }
    (void)sqlite3_close(db);
    (void)unlink(path);
}

static void an_older_store_is_brought_forward_when_it_is_written(void **state)
{
    (void)state;
    char path[] = "/tmp/kith-test-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    (void)close(fd);
    sqlite3 *db = NULL;
    struct store *st = NULL;
    struct err e = {0};
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, schema_texts[0], NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "PRAGMA application_id = 0x6b697468; PRAGMA user_version = 1",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    (void)sqlite3_close(db);
    assert_int_equal(store_open(path, STORE_READ, &st, &e), BAD_INPUT);
    assert_non_null(strstr(e.text, "made by an older kith"));
    assert_ok(store_open(path, STORE_WRITE, &st, &e), e);
    int newest = 0;
    while (schema_texts[newest])
        newest++;
    assert_int_equal(store_schema(st), newest);
    struct query *q = NULL;
    assert_ok(query_open(st, SQL_erase_doc_evidence, &q, &e), e);
    query_close(q);
    store_close(st);
    assert_ok(store_open(path, STORE_READ, &st, &e), e);
    store_close(st);
    (void)unlink(path);
}

static void strangers_are_refused_with_a_sentence(void **state)
{
    (void)state;
    char path[] = "/tmp/kith-test-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    struct store *st = NULL;
    struct err e = {0};
    assert_true(write(fd,
                      "not a database, surely; but longer than a header would be ........"
                      "..................................................",
                      110) == 110);
    (void)close(fd);
    char want[200];
    (void)snprintf(want, sizeof want, "%s: not a kith store; name another one with --db", path);
    assert_refused(store_open(path, STORE_WRITE, &st, &e), BAD_INPUT, e, want);
    assert_null(st);
    (void)unlink(path);
    (void)snprintf(
        want, sizeof want,
        "%s: no store here yet; 'kith import FILE' makes one, 'kith demo' shows an example", path);
    assert_refused(store_open(path, STORE_READ, &st, &e), NOT_FOUND, e, want);
    assert_int_not_equal(access(path, F_OK), 0);
}

static void a_failing_call_leaves_nothing_behind(void **state)
{
    (void)state;
    struct store *st = memory_store();
    struct err e = {0};
    for (uint64_t n = 1;; n++) {
        store_fail_at(st, n);
        enum status s = store_begin(st, &e);
        struct query *q = NULL;
        if (!s) s = query_open(st, SQL_meta_set, &q, &e);
        for (int i = 0; !s && i < 3; i++) {
            query_bind_str(q, 1, STR("k"));
            query_bind_str(q, 2, STR("v"));
            s = query_run(q, &e);
        }
        query_close(q);
        if (!s) s = store_commit(st, &e);
        store_rollback(st);
        store_fail_at(st, 0);
        assert_ok(query_open(st, SQL_meta_get, &q, &e), e);
        query_bind_str(q, 1, STR("k"));
        enum status there = query_next(q, &e);
        query_close(q);
        assert_int_equal(there, s ? DONE : OK);
        if (!s) break;
        assert_true(n < 10);
    }
    store_close(st);
}

static void put_meta(struct store *st, const char *key)
{
    struct err e = {0};
    struct query *q = NULL;
    assert_ok(query_open(st, SQL_meta_set, &q, &e), e);
    query_bind_str(q, 1, str_of(key));
    query_bind_str(q, 2, STR("v"));
    assert_ok(query_run(q, &e), e);
    query_close(q);
}

static bool has_meta(struct store *st, const char *key)
{
    struct err e = {0};
    struct query *q = NULL;
    assert_ok(query_open(st, SQL_meta_get, &q, &e), e);
    query_bind_str(q, 1, str_of(key));
    enum status s = query_next(q, &e);
    query_close(q);
    return s == OK;
}

/* A committed part, one rolled back, one left open. */
static void hold_three_parts(struct store *st, bool keep)
{
    struct err e = {0};
    assert_ok(store_hold(st, &e), e);
    assert_ok(store_begin(st, &e), e);
    put_meta(st, "a");
    assert_ok(store_commit(st, &e), e);
    store_rollback(st); /* outside a part */
    assert_ok(store_begin(st, &e), e);
    put_meta(st, "b");
    store_rollback(st);
    assert_true(has_meta(st, "a"));
    assert_ok(store_begin(st, &e), e);
    put_meta(st, "c");
    assert_ok(store_let_go(st, keep, &e), e);
}

static void what_is_held_is_kept_or_taken_back_as_one(void **state)
{
    (void)state;
    struct err e = {0};
    struct store *st = memory_store();
    hold_three_parts(st, false);
    assert_false(has_meta(st, "a") || has_meta(st, "b") || has_meta(st, "c"));
    hold_three_parts(st, true);
    assert_true(has_meta(st, "a"));
    assert_false(has_meta(st, "b") || has_meta(st, "c"));
    assert_ok(store_begin(st, &e), e); /* and is as it was for what comes next */
    put_meta(st, "d");
    store_rollback(st);
    assert_true(has_meta(st, "a"));
    assert_false(has_meta(st, "d"));
    store_close(st);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_statement_prepares),
        cmocka_unit_test(the_texts_of_a_row_are_gone_with_it),
        cmocka_unit_test(stated_plans_hold),
        cmocka_unit_test(an_older_store_is_brought_forward_when_it_is_written),
        cmocka_unit_test(strangers_are_refused_with_a_sentence),
        cmocka_unit_test(a_failing_call_leaves_nothing_behind),
        cmocka_unit_test(what_is_held_is_kept_or_taken_back_as_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/*
 * store_made.h - tests: a store made by SQL, read through the store room
 *
 * Documents and topics put their words into the full-text index by index_made(), as the import
 * does: folded by text_words.
 */
#ifndef KITH_TESTS_STORE_MADE_H
#define KITH_TESTS_STORE_MADE_H

#include "base/text.h"
#include "helpers.h"
#include "store/store.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct made_store {
    char path[40];
    sqlite3 *db;
};

static inline void made_sql(struct made_store *m, const char *sql)
{
    char *why = NULL;
    if (sqlite3_exec(m->db, sql, NULL, NULL, &why) == SQLITE_OK) return;
    print_error("%s\nin: %.300s\n", why, sql);
    fail();
}

static inline struct made_store made_new(void)
{
    struct made_store m = {.path = "/tmp/kith-test-XXXXXX"};
    int fd = mkstemp(m.path);
    assert_true(fd >= 0);
    (void)close(fd);
    struct store *st = NULL;
    struct err e = {0};
    assert_ok(store_open(m.path, STORE_CREATE, &st, &e), e);
    store_close(st);
    assert_int_equal(sqlite3_open(m.path, &m.db), SQLITE_OK);
    made_sql(&m, "PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF;");
    return m;
}

static inline void index_table(struct made_store *m, const char *read, const char *write)
{
    sqlite3_stmt *in = NULL;
    sqlite3_stmt *out = NULL;
    assert_int_equal(sqlite3_prepare_v2(m->db, read, -1, &in, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(m->db, write, -1, &out, NULL), SQLITE_OK);
    struct arena a = {0};
    while (sqlite3_step(in) == SQLITE_ROW) {
        struct str text = str_of((const char *)sqlite3_column_text(in, 1));
        struct str words = text_words(&a, text);
        (void)sqlite3_bind_int64(out, 1, sqlite3_column_int64(in, 0));
        (void)sqlite3_bind_text(out, 2, words.p, (int)words.len, SQLITE_TRANSIENT);
        assert_int_equal(sqlite3_step(out), SQLITE_DONE);
        (void)sqlite3_reset(out);
    }
    arena_free(&a);
    (void)sqlite3_finalize(in);
    (void)sqlite3_finalize(out);
}

static inline void index_made(struct made_store *m)
{
    index_table(m,
                "SELECT id, coalesce(title, '') || ' ' || coalesce(text, '') FROM doc"
                " WHERE title IS NOT NULL OR text IS NOT NULL",
                "INSERT INTO doc_words (rowid, words) VALUES (?1, ?2)");
    index_table(m, "SELECT id, text FROM topic",
                "INSERT INTO topic_words (rowid, words) VALUES (?1, ?2)");
}

/* Closes the writing end and opens what was made; the file is gone when the store is closed. */
static inline struct store *made_open(struct made_store *m)
{
    assert_int_equal(sqlite3_close(m->db), SQLITE_OK);
    m->db = NULL;
    struct store *st = NULL;
    struct err e = {0};
    assert_ok(store_open(m->path, STORE_WRITE, &st, &e), e);
    return st;
}

static inline void made_close(struct made_store *m, struct store *st)
{
    store_close(st);
    (void)unlink(m->path);
}

#endif

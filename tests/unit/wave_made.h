/*
 * wave_made.h - tests: two of ours, three people, and who says what
 */
#ifndef KITH_TESTS_WAVE_MADE_H
#define KITH_TESTS_WAVE_MADE_H

#include "store_made.h"

#include "connect/wave.h"
#include "find/market.h"

enum { SUE = 1, TOM = 2, IDA = 3, JON = 4, KIM = 5 };

static const char wave_sql[] =
    "INSERT INTO node (id, type, name, name_key, staff) VALUES"
    " (1, 'person', 'Sue', 'sue', 1), (2, 'person', 'Tom', 'tom', 1),"
    " (3, 'person', 'Ida', 'ida', 0), (4, 'person', 'Jon', 'jon', 0),"
    " (5, 'person', 'Kim', 'kim', 0), (6, 'person', 'K.', 'k', 0);"
    "INSERT INTO account (id, node, channel, handle_key, handle) VALUES"
    " (11, 1, 'email', 'sue@us', 'sue@us'), (12, 2, 'email', 'tom@us', 'tom@us'),"
    " (13, 3, 'email', 'ida@x', 'ida@x'), (14, 4, 'email', 'jon@x', 'jon@x'),"
    " (15, 5, 'email', 'kim@x', 'kim@x'), (16, 6, 'email', 'k@x', 'k@x');"
    "INSERT INTO relation (teammate, person, said_by, strength, at, ext_key) VALUES"
    " (11, 13, 'us', 4, 10, x'01'), (11, 14, 'us', 3, 10, x'02'), (12, 14, 'us', 3, 10, x'03'),"
    " (12, 15, 'us', 1, 10, x'04'), (12, 15, 'us', 3, 5, x'05'), (11, 12, 'us', 3, 5, x'06');"
    "INSERT INTO market (id, name, topic, audience) VALUES (1, 'radar', '', 'everyone'),"
    " (2, 'sonar', '', 'everyone')";

static const struct market radar = {.id = 1, .name = {"radar", 5}};
static const struct market sonar = {.id = 2, .name = {"sonar", 5}};

struct made_wave {
    struct made_store made;
    struct store *st;
    struct arena a;
    struct err e;
    struct wave wave;
};

static inline struct wave freeze(struct made_wave *m, const struct market *market, const char *name)
{
    struct claims c;
    struct wave w;
    assert_ok(claims_now(m->st, market, STR(""), &m->a, &c, &m->e), m->e);
    assert_ok(wave_freeze(m->st, market, str_of(name), &c, &m->a, &w, &m->e), m->e);
    return w;
}

static inline void wave_begin(struct made_wave *m)
{
    *m = (struct made_wave){.made = made_new()};
    made_sql(&m->made, wave_sql);
    m->st = made_open(&m->made);
    m->wave = freeze(m, &radar, "one");
}

static inline void wave_end(struct made_wave *m)
{
    arena_free(&m->a);
    made_close(&m->made, m->st);
}

/* Behind the store's back. */
static inline void wave_sql_run(struct made_wave *m, const char *sql)
{
    sqlite3 *db = NULL;
    char *why = NULL;
    assert_int_equal(sqlite3_open(m->made.path, &db), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK) print_error("%s in: %s\n", why, sql);
    assert_null(why);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static inline int64_t wave_count(struct made_wave *m, const char *sql)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *q = NULL;
    assert_int_equal(sqlite3_open(m->made.path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &q, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(q), SQLITE_ROW);
    int64_t n = sqlite3_column_int64(q, 0);
    (void)sqlite3_finalize(q);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    return n;
}

#endif

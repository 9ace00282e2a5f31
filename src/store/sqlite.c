/* sqlite.c - store: where does everything stay? The SQLite back end of store.h. */
#include "base/file.h"
#include "schema.h" /* made: schema_texts[] */
#include "store/sqlite_int.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { APPLICATION_ID = 0x6b697468, BUSY_WAIT_MS = 5000, CACHE_KIB = 65536 };

enum status store_complain(const struct store *st, struct err *e)
{
    int code = sqlite3_errcode(st->db);
    /* The file that readers and writers share grows by steps of its own. */
    if (sqlite3_extended_errcode(st->db) == SQLITE_IOERR_SHMSIZE) code = SQLITE_FULL;
    switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return err_set(e, STORE_FAILED,
                       "%s: another kith is writing to it; wait until it is done and try again",
                       st->path);
    case SQLITE_FULL:
        return err_set(e, STORE_FAILED,
                       "%s: the disk is full; free some space and try again, nothing was changed",
                       st->path);
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_CANTOPEN:
        return err_set(
            e, STORE_FAILED,
            "%s: may not be written here; change its rights or name another store with --db",
            st->path);
    case SQLITE_NOTADB:
        return err_set(e, BAD_INPUT, "%s: not a kith store; name another one with --db", st->path);
    case SQLITE_CORRUPT:
        return err_set(e, STORE_FAILED, "%s: damaged; restore a backup (kith help backup)",
                       st->path);
    case SQLITE_INTERRUPT:
        return err_set(e, STOPPED, "stopped; nothing was changed");
    default:
        return err_set(e, STORE_FAILED, "%s: %s (%d); nothing was changed", st->path,
                       sqlite3_errmsg(st->db), sqlite3_extended_errcode(st->db));
    }
}

bool store_fails_now(struct store *st)
{
    return st->fail_at && --st->fail_at == 0;
}

enum status store_failed_on_purpose(const struct store *st, struct err *e)
{
    return err_set(e, STORE_FAILED, "%s: failed on purpose; nothing was changed", st->path);
}

static enum status run_sql(struct store *st, const char *sql, struct err *e)
{
    if (sqlite3_exec(st->db, sql, NULL, NULL, NULL) != SQLITE_OK) return store_complain(st, e);
    return OK;
}

static enum status pragma_i64(struct store *st, const char *sql, int64_t *ret, struct err *e)
{
    sqlite3_stmt *stmt = NULL;
    if (sqlite3_prepare_v2(st->db, sql, -1, &stmt, NULL) != SQLITE_OK) return store_complain(st, e);
    int code = sqlite3_step(stmt);
    if (code == SQLITE_ROW) *ret = sqlite3_column_int64(stmt, 0);
    (void)sqlite3_finalize(stmt);
    return code == SQLITE_ROW ? OK : store_complain(st, e);
}

/* Whoever waited for the lock finds it done by who had it. */
static enum status migrate(struct store *st, struct err *e)
{
    int64_t from = 0;
    enum status s = run_sql(st, "BEGIN IMMEDIATE", e);
    if (!s) s = pragma_i64(st, "PRAGMA user_version", &from, e);
    st->schema = (int)from;
    for (int v = (int)from; !s && schema_texts[v]; v++) {
        s = run_sql(st, schema_texts[v], e);
        char set[64];
        (void)snprintf(set, sizeof set, "PRAGMA user_version = %d", v + 1);
        if (!s) s = run_sql(st, set, e);
        st->schema = v + 1;
    }
    char id[64];
    (void)snprintf(id, sizeof id, "PRAGMA application_id = %d", APPLICATION_ID);
    if (!s) s = run_sql(st, id, e);
    if (!s) s = run_sql(st, "COMMIT", e);
    if (s) (void)sqlite3_exec(st->db, "ROLLBACK", NULL, NULL, NULL);
    return s;
}

static int schema_newest(void)
{
    int n = 0;
    while (schema_texts[n])
        n++;
    return n;
}

/* Whose file is it, how old is it, and may it be brought forward? */
static enum status check_schema(struct store *st, enum store_mode mode, struct err *e)
{
    int64_t version = 0;
    int64_t application = 0;
    int64_t pages = 0;
    enum status s = pragma_i64(st, "PRAGMA user_version", &version, e);
    if (!s) s = pragma_i64(st, "PRAGMA application_id", &application, e);
    if (!s) s = pragma_i64(st, "SELECT count(*) FROM sqlite_schema", &pages, e);
    if (s) return s;
    bool empty = version == 0 && application == 0 && pages == 0;
    if (!empty && application != APPLICATION_ID) {
        return err_set(e, BAD_INPUT,
                       "%s: a database of another program; name another store with --db", st->path);
    }
    if (version > schema_newest()) {
        return err_set(
            e, BAD_INPUT,
            "%s: made by a newer kith (schema %lld, this one knows %d); install that one", st->path,
            (long long)version, schema_newest());
    }
    st->schema = (int)version;
    if (version == schema_newest()) return OK;
    if (mode == STORE_READ) {
        if (empty) return err_set(e, NOT_FOUND, "%s: an empty file; run 'kith import'", st->path);
        return err_set(
            e, BAD_INPUT,
            "%s: made by an older kith; any writing verb brings it forward, e.g. 'kith doctor'",
            st->path);
    }
    return migrate(st, e);
}

/* It wants the file alone for a moment, and SQLite does not always wait for that by itself: several
 * who make one store at once meet here. */
static enum status write_ahead(struct store *st, struct err *e)
{
    enum { STEP_MS = 10 };
    enum status s = OK;
    for (int waited = 0; waited <= BUSY_WAIT_MS; waited += STEP_MS) {
        s = run_sql(st, "PRAGMA journal_mode = WAL", e);
        if (!s || (sqlite3_extended_errcode(st->db) & 0xff) != SQLITE_BUSY) return s;
        (void)sqlite3_sleep(STEP_MS);
    }
    return s;
}

static enum status configure(struct store *st, enum store_mode mode, struct err *e)
{
    (void)sqlite3_busy_timeout(st->db, BUSY_WAIT_MS);
    (void)sqlite3_extended_result_codes(st->db, 1);
    (void)sqlite3_db_config(st->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    /* A plan is the same whatever is bound: else some statements are prepared anew for each row. */
    (void)sqlite3_db_config(st->db, SQLITE_DBCONFIG_ENABLE_QPSG, 1, NULL);
    (void)sqlite3_db_config(st->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    char cache[64];
    (void)snprintf(cache, sizeof cache, "PRAGMA cache_size = -%d", CACHE_KIB);
    enum status s = run_sql(st, cache, e);
    if (!s) s = run_sql(st, "PRAGMA temp_store = MEMORY", e);
    if (!s) s = run_sql(st, "PRAGMA foreign_keys = ON", e);
    if (!s) s = check_schema(st, mode, e);
    if (s || mode == STORE_READ) return s;
    s = write_ahead(st, e);
    if (!s) s = run_sql(st, "PRAGMA synchronous = FULL", e);
    if (!s) s = run_sql(st, "PRAGMA secure_delete = ON", e); /* erased means erased */
    return s;
}

static bool directory_there(const char *path)
{
    const char *slash = strrchr(path, '/');
    if (!slash || slash == path) return true;
    char *directory = strndup(path, (size_t)(slash - path));
    bool there = directory && path_is_dir(directory);
    free(directory);
    return there;
}

enum status store_open(const char *path, enum store_mode mode, struct store **ret, struct err *e)
{
    bool memory = strcmp(path, ":memory:") == 0;
    if (mode != STORE_CREATE && !memory && access(path, F_OK) != 0) {
        return err_set(
            e, NOT_FOUND,
            "%s: no store here yet; 'kith import FILE' makes one, 'kith demo' shows an example",
            path);
    }
    if (mode == STORE_CREATE && !memory && !directory_there(path)) {
        return err_set(e, NOT_FOUND, "%s: its directory is not there; make it first (mkdir -p)",
                       path);
    }
    struct store *st = calloc(1, sizeof *st);
    char *kept = strdup(path);
    if (!st || !kept) {
        free(st);
        free(kept);
        return err_set(e, STORE_FAILED, "out of memory");
    }
    st->path = kept;
    int flags = mode == STORE_READ && !memory ? SQLITE_OPEN_READONLY
                                              : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    enum status s = OK;
    if (sqlite3_open_v2(path, &st->db, flags, NULL) != SQLITE_OK) s = store_complain(st, e);
    if (!s) s = configure(st, memory ? STORE_CREATE : mode, e);
    if (s) {
        store_close(st);
        return s;
    }
    *ret = st;
    return OK;
}

void store_close(struct store *st)
{
    if (!st) return;
    st->held = false;
    store_rollback(st);
    for (int i = 0; i < SQL_COUNT; i++)
        (void)sqlite3_finalize(st->cache[i].stmt);
    (void)sqlite3_close_v2(st->db);
    free(st->path);
    free(st);
}

const char *store_path(const struct store *st)
{
    return st->path;
}

bool store_may_write(const struct store *st)
{
    return sqlite3_db_readonly(st->db, "main") == 0;
}

int store_schema(const struct store *st)
{
    return st->schema;
}

void store_suppose(struct store *st, struct supposed one)
{
    st->supposed = one;
}

struct supposed store_supposed(const struct store *st)
{
    return st->supposed;
}

const char *store_engine(void)
{
    return sqlite3_libversion();
}

/* A full disk and its like end a transaction, whatever was begun within it. */
static enum status whole_lost(struct store *st, struct err *e)
{
    return err_set(e, STORE_FAILED, "%s: what was begun could not be kept; nothing was changed",
                   st->path);
}

enum status store_begin(struct store *st, struct err *e)
{
    if (store_fails_now(st)) return store_failed_on_purpose(st, e);
    if (!st->held) return run_sql(st, "BEGIN IMMEDIATE", e);
    if (sqlite3_get_autocommit(st->db)) return whole_lost(st, e);
    enum status s = run_sql(st, "SAVEPOINT part", e);
    st->part = !s;
    return s;
}

static enum status first_complaint(struct store *st, const char *sql, struct err *e)
{
    sqlite3_stmt *stmt = NULL;
    if (sqlite3_prepare_v2(st->db, sql, -1, &stmt, NULL) != SQLITE_OK) return store_complain(st, e);
    enum status s = OK;
    int code = sqlite3_step(stmt);
    if (code == SQLITE_ROW) {
        const char *text = (const char *)sqlite3_column_text(stmt, 0);
        if (!text || strcmp(text, "ok") != 0) {
            s = err_set(e, BAD_INPUT, "%s: damaged (%s); restore a backup", st->path,
                        text ? text : "no reason given");
        }
    } else if (code != SQLITE_DONE) {
        s = store_complain(st, e);
    }
    (void)sqlite3_finalize(stmt);
    return s;
}

static enum status check_references(struct store *st, struct err *e)
{
    return first_complaint(st,
                           "SELECT 'row ' || rowid || ' of ' || \"table\" || ' points nowhere'"
                           " FROM pragma_foreign_key_check LIMIT 1",
                           e);
}

/* Only outside a transaction does the pragma do anything. */
static void bulk_end(struct store *st)
{
    if (st->bulk) (void)sqlite3_exec(st->db, "PRAGMA foreign_keys = ON", NULL, NULL, NULL);
    st->bulk = false;
}

enum status store_begin_bulk(struct store *st, struct err *e)
{
    if (st->held) return store_begin(st, e); /* within a whole nothing can be let be */
    if (store_fails_now(st)) return store_failed_on_purpose(st, e);
    enum status s = run_sql(st, "PRAGMA foreign_keys = OFF", e);
    st->bulk = true;
    if (!s) s = run_sql(st, "BEGIN IMMEDIATE", e);
    if (s) bulk_end(st);
    return s;
}

enum status store_commit(struct store *st, struct err *e)
{
    const char *sql = st->held ? "RELEASE part" : "COMMIT";
    enum status s = store_fails_now(st) ? store_failed_on_purpose(st, e) : OK;
    if (!s && st->bulk) s = check_references(st, e);
    if (!s) s = run_sql(st, sql, e);
    if (s) store_rollback(st);
    st->part = false;
    bulk_end(st);
    return s;
}

static void statements_reset(struct store *st)
{
    for (int i = 0; i < SQL_COUNT; i++) {
        if (st->cache[i].stmt) (void)sqlite3_reset(st->cache[i].stmt);
    }
}

void store_rollback(struct store *st)
{
    statements_reset(st);
    bool open = st->db && !sqlite3_get_autocommit(st->db);
    if (!open) bulk_end(st); /* the database took it back itself */
    if (!open || (st->held && !st->part)) return;
    const char *sql = st->held ? "ROLLBACK TO part; RELEASE part" : "ROLLBACK";
    (void)sqlite3_exec(st->db, sql, NULL, NULL, NULL);
    st->part = false;
    bulk_end(st);
}

enum status store_hold(struct store *st, struct err *e)
{
    enum status s = store_begin(st, e);
    st->held = !s;
    return s;
}

enum status store_let_go(struct store *st, bool keep, struct err *e)
{
    store_rollback(st);
    st->held = false;
    if (!keep) {
        store_rollback(st);
        return OK;
    }
    return sqlite3_get_autocommit(st->db) ? whole_lost(st, e) : store_commit(st, e);
}

int64_t store_last_id(const struct store *st)
{
    return sqlite3_last_insert_rowid(st->db);
}

int64_t store_changed(const struct store *st)
{
    return sqlite3_changes64(st->db);
}

enum status store_version(struct store *st, int64_t *ret, struct err *e)
{
    if (store_fails_now(st)) return store_failed_on_purpose(st, e);
    return pragma_i64(st, "PRAGMA data_version", ret, e);
}

enum status store_check(struct store *st, struct err *e)
{
    enum status s = first_complaint(st, "PRAGMA integrity_check(1)", e);
    return s ? s : check_references(st, e);
}

void store_discard(struct store *st)
{
    struct err ignored;
    int64_t rows = 1;
    sqlite3_stmt *stmt = NULL;
    bool alone = false;
    if (!st) return;
    store_rollback(st);
    /* Only who is alone with it can leave WAL mode. */
    if (sqlite3_prepare_v2(st->db, "PRAGMA journal_mode = DELETE", -1, &stmt, NULL) == SQLITE_OK) {
        alone = sqlite3_step(stmt) == SQLITE_ROW &&
                strcmp((const char *)sqlite3_column_text(stmt, 0), "delete") == 0;
    }
    (void)sqlite3_finalize(stmt);
    enum status s = alone ? run_sql(st, "BEGIN EXCLUSIVE", &ignored) : STORE_FAILED;
    if (!s) {
        s = pragma_i64(st,
                       "SELECT (SELECT count(*) FROM source) + (SELECT count(*) FROM market) +"
                       " (SELECT count(*) FROM meta WHERE key LIKE 'us.%')",
                       &rows, &ignored);
    }
    if (!s && rows == 0) (void)unlink(st->path);
    store_close(st);
}

/* The sentence names the new file, not the store it is a copy of. */
static enum status make_empty(const char *path, struct err *e)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd < 0) {
        return err_set(e, IO_FAILED, "%s: %s; name a new file in a place that can be written", path,
                       strerror(errno));
    }
    (void)close(fd);
    return OK;
}

enum status store_copy_to(struct store *st, const char *path, struct err *e)
{
    if (access(path, F_OK) == 0) {
        return err_set(e, BAD_INPUT, "%s: is there already; name a new file", path);
    }
    sqlite3_stmt *stmt = NULL;
    enum status s = make_empty(path, e);
    if (s) return s;
    if (sqlite3_prepare_v2(st->db, "VACUUM INTO ?1", -1, &stmt, NULL) != SQLITE_OK) {
        return store_complain(st, e);
    }
    (void)sqlite3_bind_text(stmt, 1, path, -1, SQLITE_STATIC);
    int code = sqlite3_step(stmt);
    s = code == SQLITE_DONE ? OK : store_complain(st, e);
    (void)sqlite3_finalize(stmt);
    if (s) {
        (void)unlink(path);
        return s;
    }
    struct store *copy = NULL;
    s = store_open(path, STORE_READ, &copy, e);
    if (!s) s = store_check(copy, e);
    store_close(copy);
    return s;
}

enum status store_wipe(struct store *st, bool *ret_all, struct err *e)
{
    int64_t busy = 1;
    if (store_fails_now(st)) return store_failed_on_purpose(st, e);
    enum status s = pragma_i64(st, "PRAGMA wal_checkpoint(TRUNCATE)", &busy, e);
    *ret_all = !s && !busy;
    return s;
}

void store_fail_at(struct store *st, uint64_t n)
{
    st->fail_at = n;
}

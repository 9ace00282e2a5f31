/* test_verb_learn.c - tests: `kith learn` that is stopped has changed nothing, wherever it was */
#include "store_made.h"

#include "base/evidence.h"
#include "verb/args.h"

enum { BUYERS = 40, PEOPLE = 24, DAYS = 330 };

static int lot(int n)
{
    static int64_t x = 7;
    x = x * 16807 % 2147483647;
    return (int)(x % n);
}

static void add_heed(struct made_store *m, int day, enum verb_kind verb, int buyer, int person)
{
    static int number;
    char sql[300];
    number++;
    (void)snprintf(sql, sizeof sql,
                   "INSERT INTO evidence (id, at, verb, from_account, to_account, ext_key) VALUES "
                   "(%d, %d, %d, %d, %d, x'%08x')",
                   number, 1735689600 + day * 86400, (int)verb, buyer, 100 + person,
                   (unsigned)number);
    made_sql(m, sql);
}

/* Whom these buyers cite they cite once, whom they mention they mention again and again: other
 * weights foretell better, as in tests/cli/learn. */
static struct store *store_to_learn_of(struct made_store *m)
{
    char sql[400];
    made_sql(m, "BEGIN");
    made_sql(m,
             "INSERT INTO market (id, name, topic, audience) VALUES (1, 'net', '', 'tag:buyer')");
    for (int i = 1; i <= 100 + PEOPLE; i++) {
        if (i > BUYERS && i <= 100) continue;
        (void)snprintf(sql, sizeof sql,
                       "INSERT INTO node (id, type, name, name_key) VALUES (%d, 'person', 'P%d', "
                       "'p%d'); INSERT INTO account (id, node, channel, handle_key, handle) "
                       "VALUES (%d, %d, 'net', 'p%d', 'p%d');",
                       i, i, i, i, i, i, i);
        made_sql(m, sql);
    }
    made_sql(m, "INSERT INTO tag (node, key, value) SELECT id, 'tag', 'buyer' FROM node "
                "WHERE id <= 40");
    for (int u = 1; u <= BUYERS; u++) {
        for (int v = 1; v <= PEOPLE; v++) {
            if (lot(3)) continue;
            if (v <= PEOPLE / 2) add_heed(m, lot(250), VERB_CITED, u, v);
            for (int d = lot(240); d < DAYS && v > PEOPLE / 2; d += 20 + lot(40))
                add_heed(m, d, VERB_MENTIONED, u, v);
        }
    }
    made_sql(m, "COMMIT");
    return made_open(m);
}

struct patience {
    int left; /* how often it may be asked; it stays out of it */
    int reports;
};

static bool stop(void *context)
{
    struct patience *p = context;
    if (p->left) p->left--;
    return !p->left;
}

static void report(void *context, const char *step, uint64_t done, uint64_t total)
{
    struct patience *p = context;
    assert_true(*step);
    assert_true(!total || done <= total);
    p->reports++;
}

static enum status learn(struct store *st, struct patience *p, struct err *e)
{
    struct arena a = {0};
    struct request r = {0};
    struct table *t = NULL;
    const struct progress progress = {.context = p, .report = report, .stop = stop};
    char words[][10] = {"kith", "learn", "net", "--threads", "1"};
    char *argv[] = {words[0], words[1], words[2], words[3], words[4], NULL};
    assert_ok(args_parse(5, argv, &a, &r, e), *e);
    r.st = st;
    r.progress = &progress;
    enum status s = r.verb->run(&r, &t, e);
    arena_free(&a);
    return s;
}

static int weights_kept(const char *path)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *q = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, "SELECT count(*) FROM market_weight", -1, &q, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_step(q), SQLITE_ROW);
    int count = sqlite3_column_int(q, 0);
    (void)sqlite3_finalize(q);
    (void)sqlite3_close(db);
    return count;
}

static void stopped_anywhere_it_has_changed_nothing(void **state)
{
    (void)state;
    struct made_store m = made_new();
    struct store *st = store_to_learn_of(&m);
    int stops = 0;
    for (int asked = 1;; asked += 1 + asked / 4) {
        struct err e = {0};
        struct patience p = {.left = asked};
        enum status s = learn(st, &p, &e);
        if (s == OK) {
            assert_true(p.left > 0);
            assert_true(p.reports > 15); /* of the steps: 4 of find's, 13 of learning and judging */
            break;
        }
        assert_int_equal(s, STOPPED);
        assert_true(strlen(e.text) > 0);
        assert_int_equal(weights_kept(m.path), 0);
        stops++;
    }
    assert_true(stops > 20);
    assert_true(weights_kept(m.path) > 0); /* it was a gain */
    made_close(&m, st);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stopped_anywhere_it_has_changed_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

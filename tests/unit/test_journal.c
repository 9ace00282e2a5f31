/* test_journal.c - tests: the journal of erasures names nobody, is this store's, and is replayed
 * whole */
#include "helpers.h"
#include "listen.h"

#include "listen/erased.h"
#include "listen/journal.h"

static const char people[] = "person email=jane@a.org; github=jane; name=Jane Overbeek\n"
                             "person email=tim@c.org; name=Tim Kostelanetz\n"
                             "person email=ola@c.org; name=Ola Adeyemi\n";

static void erase_one(struct desk *d, const char *handle)
{
    struct err e = {0};
    struct erase_report got;
    int64_t node = 0;
    char sql[96];
    (void)snprintf(sql, sizeof sql, "SELECT node FROM account WHERE handle_key = '%s'", handle);
    assert_true(str_to_i64(desk_ask(d, sql), &node));
    assert_ok(store_begin(d->st, &e), e);
    assert_ok(erase_person(d->st, node, false, 77, &got, &e), e);
    assert_ok(store_commit(d->st, &e), e);
}

static struct str text_of(struct desk *d, const char *path)
{
    struct err e = {0};
    struct reader *r = NULL;
    struct str all = STR("");
    assert_ok(reader_open(path, &d->a, &r, &e), e);
    assert_ok(reader_rest(r, 1 << 20, &d->a, &all, &e), e);
    all = str_copy(&d->a, all);
    reader_close(r);
    return all;
}

static enum status replay(struct store *st, const char *path, int64_t *ret, struct err *e)
{
    *ret = -1;
    enum status s = store_begin(st, e);
    if (!s) s = journal_replay(st, path, 99, ret, e);
    if (!s) return store_commit(st, e);
    store_rollback(st);
    return s;
}

/* A copy from before, opened. */
static struct store *copy_of(struct desk *d, const char *name)
{
    struct err e = {0};
    struct store *st = NULL;
    assert_ok(store_copy_to(d->st, desk_path(d, name), &e), e);
    assert_ok(store_open(desk_path(d, name), STORE_WRITE, &st, &e), e);
    return st;
}

static int64_t count_of(struct store *st, enum sql name)
{
    struct err e = {0};
    int64_t n = 0;
    struct query *q = NULL;
    assert_ok(query_open(st, name, &q, &e), e);
    while (query_next(q, &e) == OK)
        n++;
    query_close(q);
    return n;
}

static void a_copy_lacks_who_was_erased_since(void **state)
{
    (void)state;
    struct desk d;
    struct err e = {0};
    int64_t n = 0;
    desk_open(&d);
    (void)desk_lines(&d, "p", people);
    assert_ok(journal_write(d.st, &e), e); /* makes the secret, so that the copy has it */
    struct store *copy = copy_of(&d, "copy.db");
    erase_one(&d, "jane@a.org");
    erase_one(&d, "ola@c.org");
    assert_ok(journal_write(d.st, &e), e);
    const char *path = journal_path(&d.a, d.db);
    struct str text = text_of(&d, path);
    for (size_t i = 0; i < 4; i++) {
        static const char *const names[] = {"jane", "overbeek", "ola", "kith.db"};
        assert_true(str_find_nocase(text, names[i]) == text.len);
    }
    assert_int_equal(count_of(copy, SQL_erase_accounts_all), 4);
    assert_ok(replay(copy, path, &n, &e), e);
    assert_int_equal(n, 2);
    assert_int_equal(count_of(copy, SQL_erase_accounts_all), 1);
    assert_int_equal(count_of(copy, SQL_suppressed_all), 5); /* three accounts, two names */
    assert_ok(replay(copy, path, &n, &e), e);                /* once more changes nothing */
    assert_int_equal(n, 0);
    store_close(copy);
    desk_close(&d);
}

/* Of another store, cut off, or no journal at all: refused, and nothing of it is kept. */
static void what_is_no_journal_of_it_is_refused(void **state)
{
    (void)state;
    struct desk d;
    struct desk other;
    struct err e = {0};
    int64_t n = 0;
    desk_open(&d);
    desk_open(&other);
    (void)desk_lines(&d, "p", people);
    (void)desk_lines(&other, "p", people);
    assert_ok(journal_write(d.st, &e), e);
    struct store *copy = copy_of(&d, "copy.db");
    erase_one(&d, "jane@a.org");
    erase_one(&other, "jane@a.org");
    assert_ok(journal_write(d.st, &e), e);
    assert_ok(journal_write(other.st, &e), e);
    struct str text = text_of(&d, journal_path(&d.a, d.db));
    assert_int_equal(replay(copy, journal_path(&other.a, other.db), &n, &e), BAD_INPUT);
    assert_true(str_find_nocase(str_of(e.text), "another store") < strlen(e.text));
    assert_int_equal(replay(copy, desk_file(&d, "no", "name,email\n"), &n, &e), BAD_INPUT);
    size_t head = str_find(text, '\n');
    for (size_t cut = 1; cut < head + 65; cut++) { /* within the head, or within the first hash */
        if (cut == head || cut == head + 1) continue; /* a journal of nobody */
        const char *part = desk_file(&d, "part", str_c(&d.a, str_head(text, cut)));
        assert_int_equal(replay(copy, part, &n, &e), BAD_INPUT);
    }
    assert_int_equal(count_of(copy, SQL_suppressed_all), 0);
    assert_int_equal(replay(copy, desk_path(&d, "nowhere"), &n, &e), IO_FAILED);
    store_close(copy);
    desk_close(&other);
    desk_close(&d);
}

static void a_store_that_fails_replays_all_or_nothing(void **state)
{
    (void)state;
    struct desk d;
    struct err e = {0};
    int64_t n = 0;
    desk_open(&d);
    (void)desk_lines(&d, "p", people);
    assert_ok(journal_write(d.st, &e), e);
    struct store *copy = copy_of(&d, "copy.db");
    erase_one(&d, "jane@a.org");
    assert_ok(journal_write(d.st, &e), e);
    enum status s = STORE_FAILED;
    uint64_t calls = 0;
    while (s) {
        store_fail_at(copy, ++calls);
        s = replay(copy, journal_path(&d.a, d.db), &n, &e);
        store_fail_at(copy, 0);
        if (s) assert_int_equal(count_of(copy, SQL_erase_accounts_all), 4);
        if (s) assert_int_equal(count_of(copy, SQL_suppressed_all), 0);
    }
    assert_true(calls > 40);
    assert_int_equal(count_of(copy, SQL_erase_accounts_all), 2);
    store_close(copy);
    desk_close(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_copy_lacks_who_was_erased_since),
        cmocka_unit_test(what_is_no_journal_of_it_is_refused),
        cmocka_unit_test(a_store_that_fails_replays_all_or_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

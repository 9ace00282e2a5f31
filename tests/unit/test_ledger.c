/* test_ledger.c - tests: ledger, log, task, activity: append-only, what holds, sums by hand */
#include "helpers.h"

#include "base/time.h"
#include "connect/log.h"
#include "connect/task.h"
#include "listen/ledger.h"
#include "listen/table_int.h"
#include "records.h"
#include "store/query.h"
#include "store_made.h"

extern const struct importer importer_csv;

/* Sue (node 1, account 11) is ours; Ida (2, 12) and Jon (3, 13) are not. */
static const char *const people =
    "INSERT INTO node (id, type, name, name_key, staff) VALUES (1, 'person', 'Sue', 'sue', 1),"
    " (2, 'person', 'Ida', 'ida', 0), (3, 'person', 'Jon', 'jon', 0);"
    "INSERT INTO account (id, node, channel, handle_key, handle) VALUES"
    " (11, 1, 'email', 'sue@us.example', 'sue@us.example'),"
    " (12, 2, 'email', 'ida@x.example', 'ida@x.example'),"
    " (13, 3, 'email', 'jon@x.example', 'jon@x.example');";

static const struct account sue = {
    .id = 11, .node = 1, .channel = {"email", 5}, .key = {"sue@", 4}};
static const struct account ida = {
    .id = 12, .node = 2, .channel = {"email", 5}, .key = {"ida@", 4}};

struct made {
    struct made_store file;
    struct store *st;
    struct stmts stmts;
    struct arena a;
    struct err e;
};

static void begin(struct made *m, const char *more)
{
    *m = (struct made){.file = made_new()};
    made_sql(&m->file, people);
    made_sql(&m->file, more);
    m->st = made_open(&m->file);
    m->stmts.st = m->st;
}

static void end(struct made *m)
{
    stmts_close(&m->stmts);
    made_close(&m->file, m->st);
    arena_free(&m->a);
}

static struct activity a_call(int64_t day)
{
    return (struct activity){.at_s = day * DAY_S,
                             .kind = ACTIVITY_CALL,
                             .teammate = &sue,
                             .person = &ida,
                             .by = BY_BOTH,
                             .note = STR("about ropes"),
                             .url = STR(""),
                             .key = STR(""),
                             .place = STR(""),
                             .typed = true,
                             .now_s = 100 * DAY_S};
}

static int64_t add(struct made *m, const struct activity *x, bool want_new)
{
    int64_t id = 0;
    bool is_new = !want_new;
    assert_ok(ledger_add(&m->stmts, x, &id, &is_new, &m->e), m->e);
    assert_int_equal(is_new, want_new);
    return id;
}

static size_t held(struct made *m)
{
    struct log_list l;
    assert_ok(log_load(m->st, 0, 0, 100, &m->a, &l, &m->e), m->e);
    return l.count;
}

static void what_is_said_twice_is_one_row(void **state)
{
    (void)state;
    struct made m;
    begin(&m, "");
    struct activity x = a_call(10);
    int64_t id = add(&m, &x, true);
    assert_int_equal(add(&m, &x, false), id);
    x.note = STR("about knots");
    assert_int_not_equal(add(&m, &x, true), id);
    x.against = true;
    (void)add(&m, &x, true);
    assert_int_equal(held(&m), 3);
    /* a mail is known by its id, whatever else is said of it */
    struct activity mail = a_call(11);
    mail.kind = ACTIVITY_MAIL;
    mail.by = BY_US;
    mail.key = STR("mid:1@x");
    id = add(&m, &mail, true);
    mail.note = STR("Fwd: about ropes");
    mail.at_s += 60;
    assert_int_equal(add(&m, &mail, false), id);
    end(&m);
}

static void a_correction_takes_the_place_of_one_row_once(void **state)
{
    (void)state;
    struct made m;
    int64_t id = 0;
    bool is_new = false;
    begin(&m, "");
    struct activity x = a_call(10);
    int64_t first = add(&m, &x, true);
    struct activity better = a_call(10);
    better.note = STR("about knots");
    better.replaces = first;
    int64_t second = add(&m, &better, true);
    assert_int_equal(held(&m), 1);
    better.note = STR("about cables");
    assert_refused(ledger_add(&m.stmts, &better, &id, &is_new, &m.e), BAD_INPUT, m.e,
                   "a1 was replaced by a2 already; name that one");
    assert_refused(ledger_take_back(&m.stmts, first, 5, &m.e), BAD_INPUT, m.e,
                   "a1 was replaced by a2 already; name that one");
    assert_ok(ledger_take_back(&m.stmts, second, 5, &m.e), m.e);
    assert_int_equal(held(&m), 0);
    assert_refused(ledger_take_back(&m.stmts, second, 5, &m.e), BAD_INPUT, m.e,
                   "a2 was taken back already; log it anew where that is wrong");
    assert_refused(ledger_take_back(&m.stmts, 9, 5, &m.e), NOT_FOUND, m.e,
                   "there is no a9 in the log; 'kith log' shows what is");
    /* an import does not bring it back, a user may say it again */
    better.replaces = 0;
    better.note = STR("about knots");
    better.typed = false;
    (void)add(&m, &better, false);
    assert_int_equal(held(&m), 0);
    better.typed = true;
    (void)add(&m, &better, true);
    (void)add(&m, &better, false);
    assert_int_equal(held(&m), 1);
    end(&m);
}

/* Contacts on days 10 (call), 40 (met, evidence), 41 (shared, against us, evidence): gaps 30 and 1.
 * The note and what Jon said of others are no contacts of the two. */
static void the_sum_is_as_counted_by_hand(void **state)
{
    (void)state;
    struct made m;
    struct log_list l;
    begin(&m, "INSERT INTO evidence (at, verb, from_account, to_account, sign, ext_key) VALUES"
              " (40 * 86400, 4, 12, 11, 1, x'01'), (41 * 86400, 11, 12, 11, -1, x'02'),"
              " (42 * 86400, 14, 13, 12, 1, x'03'), (43 * 86400, 14, 11, 13, 1, x'04')");
    struct activity x = a_call(10);
    (void)add(&m, &x, true);
    x.kind = ACTIVITY_NOTE;
    x.at_s = 90 * DAY_S;
    (void)add(&m, &x, true);
    assert_ok(log_load(m.st, 1, 2, 2, &m.a, &l, &m.e), m.e);
    assert_int_equal(l.count, 2);
    assert_int_equal(l.sum.entries, 4);
    assert_int_equal(l.sum.contacts, 3);
    assert_int_equal(l.sum.formal, 2);
    assert_int_equal(l.sum.social, 1);
    assert_int_equal(l.sum.by_both, 2);
    assert_int_equal(l.sum.by_them, 1);
    assert_int_equal(l.sum.first_s, 10 * DAY_S);
    assert_int_equal(l.sum.last_s, 41 * DAY_S);
    assert_int_equal(l.sum.longest_s, 30 * DAY_S);
    assert_str(l.one[0].what, "note");
    assert_str(l.one[1].what, "shared");
    assert_true(l.one[1].against);
    assert_ok(log_load(m.st, 1, 3, 9, &m.a, &l, &m.e), m.e);
    assert_int_equal(l.sum.by_us, 1);
    assert_int_equal(l.sum.longest_s, 0);
    end(&m);
}

static void a_mail_logged_and_answered_stands_there_once(void **state)
{
    (void)state;
    struct made m;
    begin(&m, "INSERT INTO doc (id, author, kind, doc_key) VALUES (5, 12, 'mail', '1@x');"
              "INSERT INTO evidence (at, verb, from_account, to_account, doc, ext_key) VALUES"
              " (864000, 14, 12, 11, 5, x'01'), (864000, 14, 12, 13, 5, x'02')");
    assert_int_equal(held(&m), 1);
    struct activity x = a_call(10);
    x.kind = ACTIVITY_MAIL;
    x.by = BY_THEM;
    x.url = x.key = STR("mid:1@x");
    (void)add(&m, &x, true);
    assert_int_equal(held(&m), 1);
    end(&m);
}

static void a_task_is_overdue_when_its_day_is_over(void **state)
{
    (void)state;
    struct made m;
    struct tasks all;
    int64_t id = 0;
    struct task_new x = {.teammate = 11, .person = 12, .text = STR("call"), .due_s = 20 * DAY_S};
    begin(&m, "");
    assert_ok(task_add(m.st, &x, &id, &m.e), m.e);
    assert_int_equal(id, 1);
    assert_ok(task_add(m.st, &x, &id, &m.e), m.e);
    assert_int_equal(id, 0);
    x.due_s = TIME_NONE;
    assert_ok(task_add(m.st, &x, &id, &m.e), m.e);
    assert_ok(tasks_load(m.st, 1, 0, &m.a, &all, &m.e), m.e);
    assert_int_equal(all.count, 2);
    assert_false(task_is_overdue(&all.one[0], 21 * DAY_S - 1));
    assert_true(task_is_overdue(&all.one[0], 21 * DAY_S));
    assert_false(task_is_overdue(&all.one[1], 1000 * DAY_S));
    assert_ok(task_done(m.st, 1, 22 * DAY_S, &m.e), m.e);
    assert_refused(task_done(m.st, 1, 22 * DAY_S, &m.e), BAD_INPUT, m.e,
                   "t1 was done on 1970-01-23 already; 'kith log --tasks' lists those open");
    assert_ok(task_add(m.st, &(struct task_new){11, 12, STR("call"), 20 * DAY_S, 0, 0}, &id, &m.e),
              m.e);
    assert_int_not_equal(id, 0);
    end(&m);
}

/* The n-th call fails: what was begun is taken back whole. */
static void a_failing_call_leaves_the_log_as_before(void **state)
{
    (void)state;
    struct made m;
    bool done = false;
    begin(&m, "");
    struct activity first = a_call(10);
    int64_t before = add(&m, &first, true);
    stmts_close(&m.stmts);
    for (uint64_t n = 1; !done; n++) {
        struct activity x = a_call(11);
        struct stmts stmts = {.st = m.st};
        int64_t id = 0;
        bool is_new = false;
        x.replaces = before;
        store_fail_at(m.st, n);
        enum status s = store_begin(m.st, &m.e);
        if (!s) s = ledger_add(&stmts, &x, &id, &is_new, &m.e);
        stmts_close(&stmts);
        if (!s) s = store_commit(m.st, &m.e);
        if (s) store_rollback(m.st);
        store_fail_at(m.st, 0);
        done = s == OK;
        assert_true(n < 50);
        struct log_list l;
        assert_ok(log_load(m.st, 0, 0, 9, &m.a, &l, &m.e), m.e);
        assert_int_equal(l.count, 1);
        assert_int_equal(l.one[0].at_s, (done ? 11 : 10) * DAY_S);
    }
    m.stmts = (struct stmts){.st = m.st};
    end(&m);
}

static void expect(const char *text, const char *want)
{
    struct arena a = {0};
    struct importer_options none = {0};
    assert_str(records_of(&importer_csv, str_of(text), &none, &a), want);
    arena_free(&a);
}

static void a_table_of_contacts_is_read(void **state)
{
    (void)state;
    expect("At,Kind,Teammate,Person,By,Against,Note,URL,State\n"
           "2026-05-01,briefing,sue@us.example,Ann Lee,,,on ropes,https://x.example/1,\n"
           "2026-05-02,E-mail,sue@us.example,github:bob,inbound,yes,,,\n"
           "2026-05-02,call,sue@us.example,Ann Lee,,,,,taken back\n"
           "2026-05-03,lunch,sue@us.example,Ann Lee,,,,,\n"
           ",call,sue@us.example,Ann Lee,,,,,\n"
           "2026-05-03,call,,Ann Lee,,,,,\n"
           "2026-05-03,call,sue@us.example,,,,,,\n"
           "2026-05-03,call,sue@us.example,Ann Lee,,perhaps,,,\n",
           "2 activity briefing email:sue@us.example > name:Ann Lee(Ann Lee) by=us note=on ropes "
           "url=https://x.example/1 at=2026-05-01T00:00:00Z\n"
           "3 activity mail email:sue@us.example > github:bob by=them against "
           "at=2026-05-02T00:00:00Z\n"
           "4 nothing: an entry that was taken back or replaced\n"
           "! 5: kind 'lunch', want briefing, embargo, wire, call, meeting, mail, message, reply, "
           "share, talk, gift, note\n"
           "! 6: at is empty, want a date such as 2026-03-31\n"
           "! 7: teammate: is empty, want channel:handle, an e-mail or a name\n"
           "! 8: person: is empty, want channel:handle, an e-mail or a name\n"
           "! 9: against 'perhaps', want yes or no\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_said_twice_is_one_row),
        cmocka_unit_test(a_correction_takes_the_place_of_one_row_once),
        cmocka_unit_test(the_sum_is_as_counted_by_hand),
        cmocka_unit_test(a_mail_logged_and_answered_stands_there_once),
        cmocka_unit_test(a_task_is_overdue_when_its_day_is_over),
        cmocka_unit_test(a_failing_call_leaves_the_log_as_before),
        cmocka_unit_test(a_table_of_contacts_is_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

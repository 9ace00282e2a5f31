/* test_table_outcomes.c - tests: table_outcome, keep_outcome */
#include "helpers.h"

#include "base/time.h"
#include "listen/keep.h"
#include "listen/table_int.h"
#include "measure/strategy.h"
#include "store/query.h"

#include "records.h"
#include "store_made.h"

extern const struct importer importer_csv;
extern const struct importer importer_jsonl;

static void expect(const struct importer *im, const char *text, const char *want)
{
    struct arena a = {0};
    struct importer_options none = {0};
    assert_str(records_of(im, str_of(text), &none, &a), want);
    arena_free(&a);
}

static void outcomes_are_read(void **state)
{
    (void)state;
    expect(&importer_csv,
           "outcome,person,org,at,amount,unit,objective\n"
           "Inquiry,Ben Firth,,2026-03,2,,\n"
           "shortlist,ben@firth.example,Acme,2026-03-04,1,,quality\n"
           "renewal,n/a,Acme Ltd,2024-02,-1.5,Contracts,\n"
           "fee,github:ada,,2026-12,\"$1,200\",,\n"
           "fee,github:ada,,2026-12,300 EUR,pounds,\n",
           "2 outcome inquiry 2 of name:Ben Firth(Ben Firth) at=2026-03-31T23:59:59Z\n"
           "3 outcome shortlist 1 of email:ben@firth.example objective=quality "
           "at=2026-03-04T00:00:00Z\n"
           "4 outcome renewal -1.5 unit=contracts of  org=Acme Ltd at=2024-02-29T23:59:59Z\n"
           "5 outcome fee 1200 unit=usd of github:ada at=2026-12-31T23:59:59Z\n"
           "6 outcome fee 300 unit=pounds of github:ada at=2026-12-31T23:59:59Z\n");
    expect(&importer_jsonl,
           "{\"outcome\": \"session\", \"org\": \"Acme\", \"month\": \"2026-01\", \"count\": 40}\n",
           "1 outcome session 40 of  org=Acme at=2026-01-31T23:59:59Z\n");
}

static void bad_rows_say_what_is_wrong(void **state)
{
    (void)state;
    expect(&importer_csv,
           "outcome,person,org,at,amount,objective\n"
           ",Ann,,2026-03,1,\n"
           "inquiry,,,2026-03,1,\n"
           "inquiry,Ann,,,1,\n"
           "inquiry,Ann,,2026-13,1,\n"
           "inquiry,Ann,,2026-03,,\n"
           "inquiry,Ann,,2026-03,some,\n"
           "inquiry,Ann,,2026-03,9999999999999999,\n"
           "inquiry,Ann,,2026-03,1,fame\n",
           "! 2: outcome is empty, want what was counted, such as inquiry\n"
           "! 3: person (or org): is empty, want channel:handle, an e-mail or a name\n"
           "! 4: at is empty, want a day such as 2026-03-31 or a month: 2026-03\n"
           "! 5: at '2026-13' is no date, want one such as 2026-03-31\n"
           "! 6: amount is empty, want a number; 1 where it happened once\n"
           "! 7: amount 'some', want a number such as 3 or 1200.50\n"
           "! 8: amount '9999999999999999', want a number such as 3 or 1200.50\n"
           "! 9: objective 'fame', want reach, engagement, adoption, loyalty, efficacy or quality, "
           "or nothing\n");
}

/* What a strategy is made of may stand in a table, and nothing else. */
static void objectives_are_those_of_a_strategy(void **state)
{
    (void)state;
    for (size_t i = 0; i < AIM_COUNT; i++) {
        struct arena a = {0};
        struct importer_options none = {0};
        struct str text = str_printf(&a,
                                     "outcome,person,at,amount,objective\nx,Ann,2026,1,%s\n"
                                     "x,Ann,2026-01,1,%s\n",
                                     aim_words[i], aim_words[i]);
        struct str got = records_of(&importer_csv, text, &none, &a);
        struct str want = str_printf(&a,
                                     "! 2: at '2026' is no date, want one such as 2026-03-31\n"
                                     "3 outcome x 1 of name:Ann(Ann) objective=%s "
                                     "at=2026-01-31T23:59:59Z\n",
                                     aim_words[i]);
        assert_str(got, str_c(&a, want));
        arena_free(&a);
    }
}

/* A table that others know stays theirs. */
static void other_tables_stay_what_they_were(void **state)
{
    static const struct {
        const char *header;
        enum table_kind kind;
    } rows[] = {
        {"outcome,person,at,amount", TABLE_OUTCOMES},
        {"Outcome,Company,Month,Value", TABLE_OUTCOMES},
        {"deal,outcome,org,amount,closed", TABLE_DEALS},
        {"at,kind,teammate,person,outcome,amount", TABLE_ACTIVITIES},
        {"name,email,outcome,date", TABLE_PEOPLE},
        {"outcome,at,amount", TABLE_NONE},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct columns c;
        struct str cell[8];
        struct str rest = str_of(rows[i].header);
        size_t n = 0;
        size_t known = 0;
        while (str_cut(&rest, ',', &cell[n]))
            n++;
        columns_map(cell, n, NULL, &c, &known);
        if (c.kind != rows[i].kind) fail_msg("%s: kind %d", rows[i].header, (int)c.kind);
    }
}

/* ---- what becomes of them ---- */

static const char *const people =
    "INSERT INTO source (id, kind, locator, hash, read_at) VALUES (1, 'csv', '/a', 'x', 1);"
    "INSERT INTO node (id, type, name, name_key) VALUES (1, 'person', 'Ann', 'ann');"
    "INSERT INTO account (id, node, channel, handle_key, handle) VALUES"
    " (1, 1, 'email', 'ann@x.example', 'ann@x.example');";

struct kept {
    struct made_store file;
    struct store *st;
    struct arena a;
    struct err e;
};

static void begin(struct kept *k)
{
    *k = (struct kept){.file = made_new()};
    made_sql(&k->file, people);
    k->st = made_open(&k->file);
}

static void end(struct kept *k)
{
    made_close(&k->file, k->st);
    arena_free(&k->a);
}

/* A source of these amounts, all alike but for how much; *ret_new: rows that said anything new. */
static enum status keep(struct kept *k, const double *amount, size_t count, const char *handle,
                        int *ret_new)
{
    struct keep keep;
    struct keep_options o = {.source = 1, .now_s = 200 * (int64_t)DAY_S};
    *ret_new = 0;
    enum status s = store_begin(k->st, &k->e);
    if (s) return s;
    s = keep_open(k->st, &o, &k->a, &keep, &k->e);
    for (size_t i = 0; i < count && !s; i++) {
        bool is_new = false;
        struct record r = {
            .kind = RECORD_OUTCOME,
            .outcome = {.at_s = 100 * (int64_t)DAY_S,
                        .person = {.channel = STR("email"), .handle = str_of(handle)},
                        .kind = STR("inquiry"),
                        .unit = STR(""),
                        .objective = STR(""),
                        .amount = amount[i]}};
        struct keep_row row = {.record = &r, .place = STR("2")};
        s = keep_record(&keep, &row, &is_new, &k->e);
        *ret_new += is_new;
    }
    if (!s) s = keep_finish(&keep, &k->e);
    keep_close(&keep);
    if (!s) s = store_commit(k->st, &k->e);
    if (s) store_rollback(k->st);
    return s;
}

/* "2 of 5": rows, and the sum of their amounts. */
static struct str held(struct kept *k)
{
    struct query *q = NULL;
    double sum = 0;
    int n = 0;
    assert_ok(query_open(k->st, SQL_export_outcomes, &q, &k->e), k->e);
    while (query_next(q, &k->e) == OK) {
        n++;
        sum += query_double(q, 4);
    }
    query_close(q);
    return str_printf(&k->a, "%d of %g", n, sum);
}

static void the_same_rows_are_kept_once_and_a_mended_amount_replaces(void **state)
{
    (void)state;
    struct kept k;
    int fresh = 0;
    begin(&k);
    assert_ok(keep(&k, (double[]){1, 1, 3}, 3, "ann@x.example", &fresh), k.e);
    assert_int_equal(fresh, 3);
    assert_str(held(&k), "3 of 5"); /* three of one day are three */
    assert_ok(keep(&k, (double[]){1, 1, 3}, 3, "ann@x.example", &fresh), k.e);
    assert_int_equal(fresh, 0);
    assert_str(held(&k), "3 of 5");
    assert_ok(keep(&k, (double[]){1, 4}, 2, "ann@x.example", &fresh), k.e);
    assert_int_equal(fresh, 1);
    assert_str(held(&k), "3 of 8");
    end(&k);
}

/* The n-th call of the store fails, for each n until none does: all of a source, or nothing. */
static void a_failing_call_keeps_none_of_them(void **state)
{
    (void)state;
    struct kept k;
    int fresh = 0;
    enum status s = STORE_FAILED;
    uint64_t n = 1;
    begin(&k);
    for (; s; n++) {
        store_fail_at(k.st, n);
        s = keep(&k, (double[]){2, 5}, 2, "bob@y.example", &fresh);
        store_fail_at(k.st, 0);
        assert_str(held(&k), s ? "0 of 0" : "2 of 7");
        assert_true(n < 200);
    }
    assert_true(n > 5);
    end(&k);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(outcomes_are_read),
        cmocka_unit_test(bad_rows_say_what_is_wrong),
        cmocka_unit_test(objectives_are_those_of_a_strategy),
        cmocka_unit_test(other_tables_stay_what_they_were),
        cmocka_unit_test(the_same_rows_are_kept_once_and_a_mended_amount_replaces),
        cmocka_unit_test(a_failing_call_keeps_none_of_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_job_account.c - tests: does an account come back from the store as it was told? */
#include "store_made.h"

#include "base/limits.h"
#include "base/table.h"
#include "base/time.h"
#include "serve/job_account.h"

static const struct column columns[] = {
    {"source", "source", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"kept", "kept", "rows", CELL_INT, 0, COLUMN_KEEPS},
    {"share", NULL, "in 100", CELL_REAL, 2, COLUMN_GOES},
    {"at", "at", "UTC", CELL_TIME, 0, COLUMN_WRAPS},
    {"whole", "whole", NULL, CELL_BOOL, 0, COLUMN_KEEPS},
};

static struct table *made(struct arena *a, size_t rows)
{
    struct table *t = table_new(a, "import", columns, 5);
    t->title = STR("What was read");
    table_lead(t, "Read %d rows of 'a \"b\" \xc3\xa4'.", 3);
    t->empty = STR("");
    table_fact(t, "days", "days", cell_real(2), 1);
    table_fact(t, "none", NULL, (struct cell){.kind = CELL_NONE}, 0);
    for (size_t i = 0; i < rows; i++) {
        struct cell *row = table_row(t);
        row[0] = i ? cell_text(STR("x\n\x01<b>")) : cell_text(STR_NONE);
        row[1] = cell_int(INT64_MAX - (int64_t)i);
        row[2] = i ? cell_real(0.1) : cell_real(NAN);
        row[3] = i ? cell_time(1767225600) : cell_time(TIME_NONE);
        row[4] = cell_bool(i > 0);
    }
    table_note(t, "100 %% of it");
    struct table *more = table_more(t, "dropped_rows", columns, 1);
    table_row(more)[0] = cell_text(STR(""));
    (void)table_more(t, "empty_one", NULL, 0);
    return t;
}

static void what_is_told_of_a_table_comes_back(void **state)
{
    (void)state;
    struct arena a = {0};
    const struct table *t = made(&a, 3);
    struct table *back = account_table(account_text(t, &a), &a);
    struct buf was = buf_new(&a);
    struct buf is = buf_new(&a);
    assert_non_null(back);
    table_json(t, &was);
    table_json(back, &is);
    assert_true(str_eq(buf_str(&was), buf_str(&is)));
    for (size_t c = 0; c < 5; c++) {
        assert_int_equal(back->columns[c].kind, columns[c].kind);
        assert_int_equal(back->columns[c].digits, columns[c].digits);
        assert_int_equal(back->columns[c].gives, columns[c].gives);
        assert_true(!back->columns[c].title == !columns[c].title);
        assert_true(!back->columns[c].unit == !columns[c].unit);
    }
    assert_str(back->title, "What was read");
    assert_str(account_text(back, &a), account_text(t, &a).p);
    arena_free(&a);
}

static void what_is_no_account_is_none(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        "x",
        "{}",
        "[1]",
        "[{}]",
        "[{\"name\":1}]",
        "[{\"name\":\"a\",\"columns\":[[null]],\"cells\":[]}]",
        "[{\"name\":\"a\",\"columns\":[[\"b\"],[\"c\"]],\"cells\":[1]}]",
        "[{\"name\":\"a\",\"columns\":[],\"cells\":[1]}]",
        "[{\"name\":\"a\",\"columns\":[],\"facts\":[[null]]}]"};
    struct arena a = {0};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_null(account_table(str_of(bad[i]), &a));
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_told_of_a_table_comes_back),
        cmocka_unit_test(what_is_no_account_is_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

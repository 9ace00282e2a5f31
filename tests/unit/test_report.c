/* test_report.c - tests: what a report withholds and leaves out */
#include "helpers.h"

#include "verb/report.h"

static void addresses_are_withheld_and_handles_are_not(void **state)
{
    (void)state;
    struct arena a = {0};
    const struct {
        const char *in, *want;
    } rows[] = {
        {"jane@acme.example", "(e-mail withheld)"},
        {"Jane <jane.doe+x@a-b.acme.example>, 3", "Jane <(e-mail withheld)>, 3"},
        {"ask j@a.example, or b@a.example.", "ask (e-mail withheld), or (e-mail withheld)."},
        {"mailto:x@y.example?subject=z", "mailto:(e-mail withheld)?subject=z"},
        {"zo\xC3\xAB@b\xC3\xBC.example", "(e-mail withheld)"},
        {"@jane@hachyderm.example", "@jane@hachyderm.example"},
        {"https://blog.example/@jane.doe/7", "https://blog.example/@jane.doe/7"},
        {"meet @ 5.30, NDCG@20 0.57", "meet @ 5.30, NDCG@20 0.57"},
        {"root@localhost", "root@localhost"},
        {"@", "@"},
        {"a@", "a@"},
        {"a@.", "a@."},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct str got = veiled(&a, str_of(rows[i].in));
        assert_str(got.len ? got : STR(""), rows[i].want);
    }
    arena_free(&a);
}

static const struct column columns[] = {
    {"period", "period", NULL, CELL_TEXT, 0, COLUMN_KEEPS},
    {"share", "share", "share", CELL_REAL, 2, COLUMN_KEEPS},
};

static struct table *of_rows(struct arena *a, const struct column *from, size_t count)
{
    struct table *t = table_new(a, "trend", from, 1);
    for (size_t i = 0; i < count; i++)
        table_row(t)[0] =
            from == columns ? cell_text(str_printf(a, "%zu", i)) : cell_int((int64_t)i);
    return t;
}

/* A course keeps its newest rows, a list its first; what was cut is said once. */
static void long_tables_are_cut_at_the_end_that_matters_less(void **state)
{
    (void)state;
    static const struct column number[] = {{"n", "n", NULL, CELL_INT, 0, COLUMN_KEEPS}};
    struct arena a = {0};
    struct table *t = of_rows(&a, columns, 5);
    t->title = STR("Over time");
    view_cut(t, 5);
    assert_null(t->notes);
    view_cut(t, 2);
    assert_int_equal(t->row_count, 2);
    assert_str(view_cell(t, 0, "period").text, "3");
    assert_str(view_cell(t, 1, "period").text, "4");
    assert_str(t->notes->text, "2 of 5 rows are shown of: Over time.");
    t = of_rows(&a, number, 5);
    view_cut(t, 2);
    assert_int_equal(view_cell(t, 1, "n").i, 1);
    assert_int_equal(view_cell(t, 2, "n").kind, CELL_NONE);
    arena_free(&a);
}

static void a_view_has_the_columns_asked_for_in_that_order(void **state)
{
    (void)state;
    const struct view_column want[] = {{"share", "of all"}, {"missing", NULL}, {"period", NULL}};
    struct arena a = {0};
    struct table *t = table_new(&a, "trend", columns, 2);
    struct cell *row = table_row(t);
    row[0] = cell_text(STR("2026-01"));
    row[1] = cell_real(0.5);
    table_lead(t, "Half.");
    struct table *v = view_columns(&a, t, want, 3, true);
    assert_int_equal(v->column_count, 3);
    assert_string_equal(v->columns[0].title, "of all");
    assert_string_equal(v->columns[1].name, "period");
    assert_string_equal(v->columns[2].name, "why");
    assert_near(v->cells[0].real, 0.5, 0);
    assert_int_equal(v->cells[2].kind, CELL_NONE);
    assert_str(v->lead, "Half.");
    view_keep(v, "period", STR("2026-02"));
    assert_int_equal(v->row_count, 0);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addresses_are_withheld_and_handles_are_not),
        cmocka_unit_test(long_tables_are_cut_at_the_end_that_matters_less),
        cmocka_unit_test(a_view_has_the_columns_asked_for_in_that_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

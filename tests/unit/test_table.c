/* test_table.c - tests: how an answer gives way when the terminal is narrow */
#include "helpers.h"

#include "base/table.h"
#include "base/table_html.h"

#include <stdio.h>
#include <stdlib.h>

static const struct column columns[] = {
    {"place", "#", NULL, CELL_INT, 0, COLUMN_KEEPS},
    {"name", "person", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"text", "about", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"fans", "by fans", NULL, CELL_INT, 0, COLUMN_GOES},
    {"hidden", NULL, NULL, CELL_INT, 0, COLUMN_KEEPS},
};

/* The text of one answer at a width; the caller frees it. */
static char *shown(size_t width)
{
    struct arena a = {0};
    char *text = NULL;
    size_t len = 0;
    FILE *out = open_memstream(&text, &len);
    assert_non_null(out);
    struct table *t = table_new(&a, "test", columns, 5);
    struct cell *row = table_row(t);
    row[0] = cell_int(1);
    row[1] = cell_text(STR("Zoë Amadeus Öberg"));
    row[2] = cell_text(STR("what she said of it, all of it"));
    row[3] = cell_int(20);
    row[4] = cell_int(7);
    (void)table_more(t, "nothing", columns, 5); /* of a table without rows nothing is shown */
    assert_int_equal(table_write_text(t, (struct text_style){.width = width}, out), OK);
    (void)fclose(out);
    arena_free(&a);
    return text;
}

/* Widths counted by hand: 2 + 1 + 2 + 17 + 2 + 30 + 2 + 7 = 63; at 46 both texts have 15 columns,
 * at 39 the last figure is gone and both have 16, at 20 both have the least, 12. */
static void columns_go_and_are_cut_until_the_line_fits(void **state)
{
    (void)state;
    static const struct {
        size_t width;
        const char *want;
    } rows[] = {
        {0, "  #  person             about                           by fans\n"
            "  1  Zoë Amadeus Öberg  what she said of it, all of it       20\n"},
        {63, "  #  person             about                           by fans\n"
             "  1  Zoë Amadeus Öberg  what she said of it, all of it       20\n"},
        {60, "  #  person             about                        by fans\n"
             "  1  Zoë Amadeus Öberg  what she said of it, all o…       20\n"},
        {46, "  #  person           about            by fans\n"
             "  1  Zoë Amadeus Öb…  what she said …       20\n"},
        {39, "  #  person            about\n"
             "  1  Zoë Amadeus Öbe…  what she said o…\n"
             "  Also by fans: in a wider terminal, or with\n  --csv\n"},
        {20, "  #  person        about\n"
             "  1  Zoë Amadeus…  what she sa…\n"
             "  Also by fans: in a\n  wider terminal, or\n  with --csv\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char *text = shown(rows[i].width);
        assert_string_equal(text, rows[i].want);
        free(text);
    }
}

static const struct column wrapping[] = {
    {"place", "#", NULL, CELL_INT, 0, COLUMN_KEEPS},
    {"text", "about", NULL, CELL_TEXT, 0, COLUMN_WRAPS},
    {"fans", "by fans", NULL, CELL_INT, 0, COLUMN_KEEPS},
};

/* By hand: 2 + 1 + 2 + w + 2 + 7 columns; without a terminal w is 60, at 28 it is 14, at 20 the
 * least, 12, and a word longer than that is parted. */
static void columns_that_wrap_go_on_below(void **state)
{
    (void)state;
    static const struct {
        size_t width;
        const char *text, *want;
    } rows[] = {
        {0, "short",
         "  #  about  by fans\n"
         "  1  short       20\n"},
        {0, "aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa bb",
         "  #  about                                                         by fans\n"
         "  1  aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa        20\n"
         "     aaaa bb\n"},
        {28, "what she said of it, all of it",
         "  #  about           by fans\n"
         "  1  what she said        20\n"
         "     of it, all of\n"
         "     it\n"},
        {20, "Öberg abcdefghijklmnop",
         "  #  about         by fans\n"
         "  1  Öberg              20\n"
         "     abcdefghijkl\n"
         "     mnop\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct arena a = {0};
        char *text = NULL;
        size_t len = 0;
        FILE *out = open_memstream(&text, &len);
        assert_non_null(out);
        struct table *t = table_new(&a, "test", wrapping, 3);
        struct cell *row = table_row(t);
        row[0] = cell_int(1);
        row[1] = cell_text(str_of(rows[i].text));
        row[2] = cell_int(20);
        assert_int_equal(table_write_text(t, (struct text_style){.width = rows[i].width}, out), OK);
        (void)fclose(out);
        arena_free(&a);
        assert_string_equal(text, rows[i].want);
        free(text);
    }
}

/* All forms of an answer, one behind the other. */
static struct str all_forms(struct arena *a, const struct table *t)
{
    struct buf b = buf_new(a);
    table_json(t, &b);
    table_csv(t, &b);
    table_html(t, 2, "x", NULL, &b);
    return buf_str(&b);
}

static void a_copy_says_the_same_when_the_first_is_gone(void **state)
{
    (void)state;
    struct arena first = {0};
    struct arena other = {0};
    struct column *made = arena_new(&first, struct column, 2);
    made[0] = (struct column){str_copy(&first, STR("made")).p, NULL, NULL, CELL_TEXT, 0, 0};
    made[1] = (struct column){"real", "real", "share", CELL_REAL, 2, 0};
    struct table *t = table_new(&first, "test", columns, 5);
    t->title = str_copy(&first, STR("A title"));
    table_lead(t, "%s", "One sentence");
    table_fact(t, "market", "market", cell_text(str_copy(&first, STR("ropes"))), 0);
    table_fact(t, "at", NULL, cell_time(1750000000), 0);
    table_row(t)[1] = cell_text(str_copy(&first, STR("<b>")));
    struct cell *row = table_row(table_more(t, "further", made, 2));
    row[0] = cell_text(str_copy(&first, STR("text")));
    row[1] = cell_real(.25);
    (void)table_more(t, "empty", made, 2);
    table_note(t, "%s %d %%", "A note of", 5);
    struct str want = str_copy(&other, all_forms(&first, t));
    struct table *copy = table_copy(&other, t);
    arena_free(&first);
    assert_str(all_forms(&other, copy), want.p);
    arena_free(&other);
}

static void expect_csv(const struct table *t, const char *want)
{
    struct buf b = buf_new(t->a);
    table_csv(t, &b);
    assert_str(buf_str(&b), want);
}

static void every_row_of_a_csv_ends_with_its_scope(void **state)
{
    (void)state;
    static const struct column one[] = {{"name", "name", NULL, CELL_TEXT, 0, false}};
    static const struct column two[] = {{"name", "name", NULL, CELL_TEXT, 0, false},
                                        {"market", "market", NULL, CELL_TEXT, 0, false}};
    struct arena a = {0};
    struct table *t = table_new(&a, "test", one, 1);
    table_row(t)[0] = cell_text(STR("Ann"));
    table_row(t)[0] = cell_text(STR("Bo, Ben"));
    table_fact(t, "market", NULL, cell_text(STR_NONE), 0); /* asked of no market */
    assert_false(table_is_scoped(t));
    expect_csv(t, "name\r\nAnn\r\n\"Bo, Ben\"\r\n");
    t->facts = t->facts_last = NULL;
    table_fact(t, "market", NULL, cell_text(STR("=1+1, \"so\"")), 0);
    table_fact(t, "as_of", NULL, cell_time(0), 0);
    table_fact(t, "model", NULL, cell_text(STR_NONE), 0);
    table_fact(t, "audience", NULL, cell_text(STR("tag:buyer")), 0);
    assert_true(table_is_scoped(t));
    expect_csv(t, "name,market,audience,as_of,model\r\n"
                  "Ann,\"'=1+1, \"\"so\"\"\",tag:buyer,1970-01-01T00:00:00Z,\r\n"
                  "\"Bo, Ben\",\"'=1+1, \"\"so\"\"\",tag:buyer,1970-01-01T00:00:00Z,\r\n");
    struct table *own = table_new(&a, "test", two, 2);
    own->facts = t->facts;
    table_row(own)[1] = cell_text(STR("ropes"));
    expect_csv(own, "name,market,audience,as_of,model\r\n"
                    ",ropes,tag:buyer,1970-01-01T00:00:00Z,\r\n");
    struct table *bare = table_new(&a, "test", NULL, 0);
    bare->facts = t->facts;
    expect_csv(bare, "market,audience,as_of,model\r\n");
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_go_and_are_cut_until_the_line_fits),
        cmocka_unit_test(columns_that_wrap_go_on_below),
        cmocka_unit_test(every_row_of_a_csv_ends_with_its_scope),
        cmocka_unit_test(a_copy_says_the_same_when_the_first_is_gone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

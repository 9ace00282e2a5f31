/* test_listing.c - tests: are the rows of an answer those the address asks for, in that order?
 *
 * Orders and counts were made by hand from the six rows below.
 */
#include "helpers.h"

#include "base/time.h"
#include "serve/listing.h"

#include <math.h>
#include <string.h>

static const struct column columns[] = {
    {"name", "person", NULL, CELL_TEXT, 0, false},
    {"categories", "category", NULL, CELL_TEXT, 0, COLUMN_GOES},
    {"reach_in_100", "reach", "buyers in 100", CELL_REAL, 1, false},
    {"votes", NULL, "buyers", CELL_INT, 0, false},
    {"seen", "seen", "UTC", CELL_TIME, 0, false},
    {"staff", "staff", NULL, CELL_BOOL, 0, false},
};

static const struct column below[] = {
    {"verb", "verb", NULL, CELL_TEXT, 0, false},
    {"n", "n", NULL, CELL_INT, 0, false},
};

static const struct made {
    const char *name, *categories;
    double reach;
    int64_t votes;
    const char *seen;
    bool staff;
} rows[] = {
    {"ada", "analyst", 5.0, 3, "2026-05-01", false},
    {"Bo", "analyst, academic", 7.0, 3, "2026-05-03", true},
    {"cid", "customer", NAN, 1, "2026-05-02", false},
    {"Dee", "customer", 7.0, 2, NULL, false},
    {"eli", NULL, 1.0, 9, "2026-04-01", false},
    {"Fay", "academic", 12.0, 3, "2026-05-04", true},
};

static struct table *made(struct arena *a)
{
    struct table *t = table_new(a, "find", columns, 6);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct cell *row = table_row(t);
        int64_t at = TIME_NONE;
        if (rows[i].seen) assert_true(time_parse(str_of(rows[i].seen), &at));
        row[0] = cell_text(str_of(rows[i].name));
        row[1] = cell_text(str_of(rows[i].categories));
        row[2] = cell_real(rows[i].reach);
        row[3] = cell_int(rows[i].votes);
        row[4] = cell_time(at);
        row[5] = cell_bool(rows[i].staff);
    }
    struct table *more = table_more(t, "deeds", below, 2);
    static const char *const verbs_of[] = {"named", "heeded", "named"};
    for (int i = 0; i < 3; i++) {
        struct cell *row = table_row(more);
        row[0] = cell_text(str_of(verbs_of[i]));
        row[1] = cell_int(i);
    }
    return t;
}

/* "sort=-reach&category=analyst" */
static enum status asked(struct arena *a, const char *text, struct listing **ret, struct err *e)
{
    struct http_pairs *query = arena_new(a, struct http_pairs, 1);
    struct str rest = str_of(text);
    struct str piece;
    while (str_cut(&rest, '&', &piece)) {
        size_t at = str_find(piece, '=');
        http_pair_add(a, query, str_head(piece, at), str_skip(piece, at + 1));
    }
    struct listed of = {.root = made(a),
                        .route = route_of(HTTP_GET, "/m/{market}"),
                        .query = query,
                        .address = STR("/m/x"),
                        .main = true};
    return listing_read(&of, a, ret, e);
}

static const char *names(struct arena *a, const struct table *t)
{
    struct buf b = buf_new(a);
    for (size_t r = 0; r < t->row_count; r++) {
        struct cell c = t->cells[r * t->column_count];
        buf_addf(&b, "%s%.*s", r ? " " : "", STR_ARG(c.text));
    }
    return b.len ? b.p : "";
}

static void rows_are_those_asked_for(void **state)
{
    (void)state;
    static const struct {
        const char *query, *first, *second;
    } cases[] = {
        {"until=2026-01-01", "ada Bo cid Dee eli Fay", "named heeded named"},
        {"sort=name", "ada Bo cid Dee eli Fay", "named heeded named"},
        {"sort=-person", "Fay eli Dee cid Bo ada", "named heeded named"},
        {"sort=-reach", "Fay Bo Dee ada eli cid", "named heeded named"}, /* ties as they stood */
        {"sort=reach_in_100", "eli ada Bo Dee Fay cid", "named heeded named"},
        {"sort=-votes", "eli ada Bo Fay Dee cid", "named heeded named"},
        {"sort=seen", "eli ada cid Bo Fay Dee", "named heeded named"},
        {"sort=categories", "Fay ada Bo cid Dee eli", "named heeded named"},
        {"category=analyst", "ada Bo", "named heeded named"},
        {"category=academic&sort=-reach", "Fay Bo", "named heeded named"},
        {"category=academic&category=customer", "Bo cid Dee Fay", "named heeded named"},
        {"category=academic&staff=yes&min.reach=8", "Fay", "named heeded named"},
        {"category=nobody", "", "named heeded named"},
        {"votes=3&max.reach=7", "ada Bo", "named heeded named"},
        {"min.seen=2026-05-02", "Bo cid Fay", "named heeded named"},
        {"max.seen=2026-05-01", "ada eli", "named heeded named"},
        {"deeds.verb=named", "ada Bo cid Dee eli Fay", "named named"},
        {"deeds.sort=verb&staff=no", "ada cid Dee eli", "heeded named named"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena a = {0};
        struct listing *l = NULL;
        struct err e = {0};
        assert_ok(asked(&a, cases[i].query, &l, &e), e);
        const struct table *t = listing_whole(l);
        assert_string_equal(names(&a, t), cases[i].first);
        assert_string_equal(names(&a, t->more), cases[i].second);
        t = listing_page(l);
        assert_string_equal(names(&a, t), cases[i].first);
        assert_int_equal(listing_count(l), t->row_count);
        arena_free(&a);
    }
}

static void what_cannot_be_asked_is_said(void **state)
{
    (void)state;
    static const struct {
        const char *query, *says;
    } cases[] = {
        {"sort=size", "there is no column 'size' here; there are name, categories, reach_in_100, "
                      "votes, seen, staff"},
        {"size=3", "there is no column 'size' here"},
        {"columns=name,size", "there is no column 'size' here"},
        {"deeds.sort=reach", "there is no column 'reach' here; there are verb, n"},
        {"name=ada", "'name' is free text"},
        {"min.category=a", "'category' is free text"},
        {"min.reach=much", "min.reach takes a number"},
        {"min.seen=soon", "min.seen takes a day"},
        {"staff=perhaps", "staff takes yes or no"},
        {"from=0", "from is the number of a row"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena a = {0};
        struct listing *l = NULL;
        struct err e = {0};
        assert_int_equal(asked(&a, cases[i].query, &l, &e), BAD_INPUT);
        assert_non_null(strstr(e.text, cases[i].says));
        arena_free(&a);
    }
}

static void columns_are_those_named(void **state)
{
    (void)state;
    struct arena a = {0};
    struct listing *l = NULL;
    struct err e = {0};
    struct buf b = buf_new(&a);
    assert_ok(asked(&a, "columns=name&columns=votes,reach&category=academic", &l, &e), e);
    table_csv(listing_whole(l), &b);
    assert_str(buf_str(&b), "name,reach_in_100,votes\r\nBo,7,3\r\nFay,12,3\r\n");
    const struct table *page = listing_page(l); /* of a page they are only not shown */
    assert_int_equal(page->column_count, 6);
    assert_string_equal(page->columns[3].title, "votes");
    assert_null(page->columns[4].title);
    /* Its files have all columns, and all rows. */
    assert_str(listing_query(l), "?category=academic&rows=all");
    arena_free(&a);
}

static void a_long_answer_has_pages(void **state)
{
    (void)state;
    static const struct {
        const char *from;
        size_t count, first;
    } cases[] = {
        {"1", 50, 0}, {"51", 50, 50}, {"101", 20, 100}, {"121", 20, 100}, {"999", 20, 100}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena a = {0};
        struct err e = {0};
        struct listing *l = NULL;
        struct http_pairs query = {0};
        struct table *t = table_new(&a, "x", below, 2);
        for (int n = 0; n < 120; n++)
            table_row(t)[1] = cell_int(n);
        http_pair_add(&a, &query, STR("from"), str_of(cases[i].from));
        struct listed of = {.root = t, .route = route_of(HTTP_GET, "/same"), .query = &query};
        assert_ok(listing_read(&of, &a, &l, &e), e);
        const struct table *page = listing_page(l);
        assert_int_equal(page->row_count, cases[i].count);
        assert_int_equal(page->cells[1].i, cases[i].first);
        arena_free(&a);
    }
}

static void a_form_leaves_a_tidy_address(void **state)
{
    (void)state;
    struct arena a = {0};
    struct http_pairs query = {0};
    http_pair_add(&a, &query, STR("sort"), STR("-reach"));
    assert_null(listing_tidy(&a, STR("/m/a%20b"), &query).p);
    http_pair_add(&a, &query, STR("category"), STR(""));
    http_pair_add(&a, &query, STR("kind"), STR("a b"));
    assert_str(listing_tidy(&a, STR("/m/a%20b"), &query), "/m/a%20b?sort=-reach&kind=a%20b");
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_those_asked_for),
        cmocka_unit_test(what_cannot_be_asked_is_said),
        cmocka_unit_test(columns_are_those_named),
        cmocka_unit_test(a_long_answer_has_pages),
        cmocka_unit_test(a_form_leaves_a_tidy_address),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

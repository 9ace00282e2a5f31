/* test_veil.c - tests: does an answer tell who the buyers are? */
#include "store_made.h"

#include "verb/veil.h"

/* 1 to 3 and 1234 are buyers, 4 is ours and tagged all the same, 5 is somebody else, 6 was joined
 * to 1. */
static const char *const rows =
    "INSERT INTO meta VALUES ('buyers_secret', '0123456789abcdef0123456789abcdef');"
    "INSERT INTO node (id, type, name, name_key, country, staff, merged_into) VALUES"
    " (1,'person','Jane Doe','jane doe','DE',0,NULL), (2,'person','Zoë O''Neil','zoe o "
    "neil',NULL,0,"
    "NULL), (3,'person','Cher','cher',NULL,0,NULL), (4,'person','Ann Ours','ann ours',NULL,1,NULL),"
    " (5,'person','Bo Other','bo other',NULL,0,NULL), (6,'person','J. M. Doe','j m doe',NULL,0,1),"
    " (7,'org','Harbour','harbour','FR',0,NULL), (1234,'person','Max Far','max far',NULL,0,NULL);"
    "INSERT INTO account (id, node, channel, handle_key, handle) VALUES"
    " (1,1,'email','jane@harbour.example','jane@harbour.example'), (2,1,'forum','jd','jd'),"
    " (3,2,'forum','42','42'), (4,3,'forum','cher7','Cher7'), (5,5,'forum','bo','bo');"
    "INSERT INTO affil (person, org, role) VALUES (2, 7, 'employee');"
    "INSERT INTO tag (node, key, value) VALUES (7,'extra:Industry','bank'), (1,'tag','buyer'),"
    " (2,'tag','buyer'), (4,'tag','buyer'), (1234,'tag','buyer'), (3,'tag','far');"
    "INSERT INTO market (id, name, topic, audience) VALUES (1,'m','','tag:buyer'),"
    " (2,'second one','','tag:far'), (3,'all','','everyone');";

static const struct sight none = {.buyers = false};

struct seen {
    struct arena a;
    struct made_store m;
    struct store *st;
    const struct veil *v;
};

static struct seen seen(void)
{
    struct seen x = {.m = made_new()};
    struct err e = {0};
    made_sql(&x.m, rows);
    x.st = made_open(&x.m);
    assert_ok(veil_load(x.st, &x.a, &x.v, &e), e);
    return x;
}

static void seen_end(struct seen *x)
{
    made_close(&x->m, x->st);
    arena_free(&x->a);
}

static void who_they_are(void **state)
{
    (void)state;
    struct seen x = seen();
    assert_int_equal(veil_buyers(x.v), 4);
    seen_end(&x);
}

/* What has to be found, and what not: by hand. */
static void names_in_texts(void **state)
{
    (void)state;
    static const char *const texts[][2] = {
        {"Jane Doe", "a buyer, DE"},
        {"says JANE  doe, twice", "says a buyer, DE, twice"},
        {"Doe, Jane: yes", "a buyer, DE: yes"},
        {"Jane\nDoe", "a buyer, DE"},
        {"\xE2\x80\x9CJane\xC2\xA0"
         "Doe\xE2\x80\x9D",
         "a buyer, DE"},
        {"J. M. Doe wrote", "a buyer, DE wrote"},
        {"p1 and p6, not p12", "a buyer, DE and a buyer, DE, not p12"},
        {"kith why m p1", "kith why m a buyer, DE"},
        {"write jane@harbour.example", "write a buyer, DE"},
        {"Janet Doe; Jane Doerr", NULL},
        {"@jd forum:jd jd", "@a buyer, DE a buyer, DE jd"},
        {"zoe o'neil, ZO\xC3\x8B O'NEIL", "a buyer, bank, FR, a buyer, bank, FR"},
        {"42 of 42, forum:42", "42 of 42, a buyer, bank, FR"},
        {"Cher", "a buyer"},
        {"Bo, Cher, Ann", "Bo, a buyer, Ann"},
        {"ma cher ami", NULL},
        {"cher7 said", "a buyer said"},
        {"Bo Other and Ann Ours", NULL},
        {"", NULL},
    };
    struct seen x = seen();
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct str told = veil_text(x.v, &none, &x.a, str_of(texts[i][0]));
        assert_str(told, texts[i][1] ? texts[i][1] : texts[i][0]);
    }
    seen_end(&x);
}

static const struct column columns[] = {
    {"id", NULL, NULL, CELL_TEXT, 0, false},        {"name", "person", NULL, CELL_TEXT, 0, false},
    {"org", "org", NULL, CELL_TEXT, 0, false},      {"other_id", NULL, NULL, CELL_TEXT, 0, false},
    {"other", "other", NULL, CELL_TEXT, 0, false},  {"url", "url", NULL, CELL_TEXT, 0, false},
    {"market", "market", NULL, CELL_TEXT, 0, false}};

static void put(struct table *t, const char *const text[7])
{
    struct cell *row = table_row(t);
    for (size_t i = 0; i < 7; i++)
        row[i] = cell_text(str_of(text[i]));
}

static struct table *answer(struct arena *a, const char *name, const char *market)
{
    struct table *t = table_new(a, name, columns, 7);
    if (market) table_fact(t, "market", NULL, cell_text(str_of(market)), 0);
    put(t, (const char *const[]){"p1", "J. Doe (cut)", "Harbour", NULL, NULL, "u:1", "m"});
    put(t, (const char *const[]){"p5", "Bo Other", "Elsewhere", "p2", "Zoe", "u:2", "second one"});
    put(t, (const char *const[]){"p5", "Bo Other", "Elsewhere", NULL, NULL, "u:3", "all"});
    put(t, (const char *const[]){NULL, "Re: a talk", NULL, NULL, NULL, "u:4", NULL});
    table_lead(t, "Jane Doe leads in second one.");
    return t;
}

static const char *cell_at(const struct table *t, size_t row, size_t column)
{
    const struct cell *c = &t->cells[row * t->column_count + column];
    return c->kind == CELL_TEXT ? c->text.p : "";
}

/* Numbers: by hashlib.blake2b(key=…) of Python 3, as veil.h says: 1 in m is 747, 2 in m is 637. */
static void rows_lose_what_tells(void **state)
{
    (void)state;
    struct seen x = seen();
    struct err e = {0};
    struct table *t = answer(&x.a, "find", "m");
    assert_int_equal(veil_named(x.v, t), 2);
    assert_ok(veil_table(x.v, &none, t, &e), e);
    assert_int_equal(t->row_count, 4);
    assert_string_equal(cell_at(t, 0, 0), "");
    assert_string_equal(cell_at(t, 0, 1), "buyer 747, DE");
    assert_string_equal(cell_at(t, 0, 2), "");
    assert_string_equal(cell_at(t, 0, 5), "");
    assert_string_equal(cell_at(t, 1, 1), "Bo Other");
    assert_string_equal(cell_at(t, 1, 3), "");
    assert_string_equal(cell_at(t, 1, 4), "buyer 637, bank, FR");
    assert_string_equal(cell_at(t, 1, 5), "");
    assert_string_equal(cell_at(t, 2, 2), "Elsewhere");
    assert_string_equal(cell_at(t, 2, 5), "u:3");
    assert_string_equal(cell_at(t, 3, 5), ""); /* whose doc it is, nobody says */
    assert_str(t->lead, "buyer 747, DE leads in second one.");
    t = answer(&x.a, "people", NULL);
    assert_ok(veil_table(x.v, &none, t, &e), e);
    assert_int_equal(t->row_count, 2); /* asked for a name, its row would tell whose it is */
    t = answer(&x.a, "find", "m");
    table_fact(t, "for", NULL, cell_text(STR("org:Harbour")), 0);
    assert_ok(veil_table(x.v, &none, t, &e), e);
    assert_string_equal(cell_at(t, 0, 1), "a buyer, DE");
    seen_end(&x);
}

static void pages_of_buyers_are_not_there(void **state)
{
    (void)state;
    struct seen x = seen();
    struct err e = {0};
    static const struct {
        const char *id;
        enum status want;
    } about[] = {{"p1", NOT_FOUND}, {"p6", NOT_FOUND}, {"p5", OK}, {"p4", OK}};
    for (size_t i = 0; i < 4; i++) {
        struct table *t = answer(&x.a, "person", NULL);
        table_fact(t, "id", NULL, cell_text(str_of(about[i].id)), 0);
        assert_int_equal(veil_table(x.v, &none, t, &e), about[i].want);
    }
    seen_end(&x);
}

static void other_markets_are_not_there(void **state)
{
    (void)state;
    struct seen x = seen();
    struct err e = {0};
    const struct str own[] = {STR("m"), STR("all")};
    struct sight some = {.buyers = true, .some_markets = true, .market = own, .market_count = 2};
    struct table *t = answer(&x.a, "market", NULL);
    table_note(t, "See second one.");
    table_note(t, "See m.");
    assert_ok(veil_table(x.v, &some, t, &e), e);
    assert_int_equal(t->row_count, 3);
    assert_string_equal(cell_at(t, 0, 1), "J. Doe (cut)"); /* names may be seen */
    assert_string_equal(cell_at(t, 1, 6), "all");
    assert_int_equal(t->lead.len, 0);
    assert_str(t->notes->text, "See m.");
    assert_null(t->notes->next);
    assert_int_equal(veil_table(x.v, &some, answer(&x.a, "find", "second one"), &e), NOT_FOUND);
    assert_int_equal(veil_table(x.v, &some, answer(&x.a, "find", "nowhere"), &e), NOT_FOUND);
    some.market_count = 0; /* none at all */
    assert_int_equal(veil_table(x.v, &some, answer(&x.a, "find", "m"), &e), NOT_FOUND);
    seen_end(&x);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_they_are),
        cmocka_unit_test(names_in_texts),
        cmocka_unit_test(rows_lose_what_tells),
        cmocka_unit_test(pages_of_buyers_are_not_there),
        cmocka_unit_test(other_markets_are_not_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

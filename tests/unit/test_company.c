/* test_company.c - tests: with whom two are active, how much that weighs, and what it joins
 *
 * Bits are -log2 of Poisson tails, worked out with Python's math module from the counts in sight.
 */
#include "helpers.h"
#include "listen.h"

#include "listen/company.h"
#include "listen/identity.h"
#include "listen/same.h"

static void near(double got, double want)
{
    if (got > want - 5e-4 && got < want + 5e-4) return;
    print_error("%.6f, want %.6f\n", got, want);
    fail();
}

static void what_few_share_weighs_more_than_what_many_do(void **state)
{
    (void)state;
    const double one[] = {1};
    const double a[] = {1, 3, 9};
    const double b[] = {1, 3, 3};
    const double all[] = {900};
    double shared[] = {3, 1};
    near(company_bits(shared, 0, a, 3, b, 3, 900), 0);
    /* k = 1: L = 1.4 / 1000; k = 2: L = (1.4 + 3.4 + 3.4) / 1000 */
    near(company_bits((double[]){1}, 1, one, 1, one, 1, 900), 9.4814);
    near(company_bits(shared, 2, a, 3, b, 3, 900), 14.8684);
    near(company_bits((double[]){900}, 1, all, 1, all, 1, 900), 0.7525);
}

/* ---- in a store ---- */

static void run_sql(struct desk *d, const char *sql)
{
    char *why = NULL;
    if (sqlite3_exec(d->look, sql, NULL, NULL, &why) == SQLITE_OK) return;
    print_error("%s\n", why);
    fail();
}

/* People 1 to 70, account and node of one number; outlets 101 (two write there) and 102 (sixty). */
static const char *const world =
    "BEGIN;"
    "WITH RECURSIVE i(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM i WHERE x < 70)"
    " INSERT INTO node (id, type, name, name_key) SELECT x, 'person', 'p' || x, 'p' || x FROM i;"
    "INSERT INTO account (id, node, channel, handle_key, handle)"
    " SELECT id, id, 'email', name || '@a.org', name || '@a.org' FROM node;"
    "INSERT INTO node (id, type, kind, name, name_key) VALUES"
    " (101, 'outlet', 'list', 'reef-list', 'reef-list'), (102, 'outlet', 'list', 'all', 'all');"
    "INSERT INTO doc (outlet, author, kind) VALUES (101, 1, 'mail'), (101, 1, 'mail'),"
    " (101, 2, 'mail'), (NULL, 3, 'mail');"
    "COMMIT";

static double shared_of(struct desk *d, int64_t a, int64_t b)
{
    struct err e = {0};
    const int64_t node[] = {a, b};
    struct company *c = company_new(d->st, node, 2, &d->a);
    double bits = company_shared(c, 0, 1);
    near(company_shared(c, 1, 0), bits);
    assert_ok(company_status(c, &e), e);
    return bits;
}

static struct str example_of(struct desk *d, int64_t a, int64_t b)
{
    const int64_t node[] = {a, b};
    return company_example(company_new(d->st, node, 2, &d->a), 0, 1, &d->a);
}

static void heed(struct desk *d, int from, int to)
{
    run_sql(d, str_printf(&d->a,
                          "INSERT INTO evidence (at, verb, from_account, to_account, ext_key)"
                          " VALUES (0, 1, %d, %d, x'%02d%02d')",
                          from, to, from, to)
                   .p);
}

static void who_writes_in_one_small_outlet_shares_it(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    run_sql(&d, world);
    near(shared_of(&d, 1, 2), 6.1685); /* L = (1 + 0.4) / (0 + 100): nobody is heeded */
    near(shared_of(&d, 1, 3), -1);     /* of 3 nothing is known */
    assert_str(example_of(&d, 1, 2), "both are active in reef-list");
    run_sql(&d, "INSERT INTO doc (outlet, author, kind) SELECT 102, id, 'mail' FROM node"
                " WHERE id <= 60");
    /* Among the other 59 of the large outlet: k = 1: 1.4 / 159; k = 2: (1.4 + 59.4) / 159. */
    near(shared_of(&d, 1, 2), 6.8338);
    near(shared_of(&d, 4, 5), 1.6816); /* 59.4 / 159: below ACTIVE_BITS_LEAST */
    assert_str(example_of(&d, 1, 2), "both are active in reef-list and 1 more");
    desk_close(&d);
}

static void who_is_heeded_by_the_same_shares_them_but_not_whom_one_heeds(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    run_sql(&d, world);
    heed(&d, 10, 11);
    heed(&d, 10, 12);
    heed(&d, 11, 13); /* 13 and 14 heed whom they like */
    heed(&d, 13, 20);
    heed(&d, 14, 20);
    heed(&d, 21, 14);
    near(shared_of(&d, 13, 14), 0);
    /* Four are heeded besides 20: 11, 12, 13, 14. 10 heeds 11 and one other: 1.4 / (5 + 100). */
    near(shared_of(&d, 11, 12), 6.2385);
    assert_str(example_of(&d, 11, 12), "both are heeded by 1 other");
    /* That they heed each other is nothing shared, but more of a company: (1.4 + 1.4) / 105. */
    heed(&d, 12, 11);
    heed(&d, 11, 12);
    near(shared_of(&d, 11, 12), 5.2480);
    desk_close(&d);
}

/* ---- what it makes of likely pairs ---- */

struct told {
    double bits;
    int asked;
};

static double tell(void *of, uint32_t a, uint32_t b)
{
    struct told *t = of;
    (void)a;
    (void)b;
    t->asked++;
    return t->bits;
}

static float weigh(const char *other, double join_bits, double bits, size_t *ret_joined,
                   int *ret_asked)
{
    const struct str name[] = {STR("Ann Overbeek"), str_of(other)};
    const struct identity_handle handle[] = {{STR("email"), STR("x17@a.org")},
                                             {STR("email"), STR("q23@b.org")}};
    const struct identity_entry entry[] = {
        {.name = &name[0], .name_count = 1, .handle = &handle[0], .handle_count = 1},
        {.name = &name[1], .name_count = 1, .handle = &handle[1], .handle_count = 1}};
    struct told told = {.bits = bits};
    const struct identity_company company = {tell, &told};
    struct identity_options o = IDENTITY_OPTIONS;
    o.join_bits = join_bits;
    o.propose_bits = -20;
    o.company = &company;
    struct arena a = {0};
    struct identity got;
    identity_match(entry, 2, &o, &a, &got);
    float all = got.joined_count     ? got.joined[0].bits
                : got.proposed_count ? got.proposed[0].bits
                                     : -99;
    *ret_joined = got.joined_count;
    *ret_asked = told.asked;
    arena_free(&a);
    return all;
}

static void a_likely_pair_is_lifted_by_half_and_three_bits_at_most(void **state)
{
    (void)state;
    size_t joined = 0;
    int asked = 0;
    double alone = (double)weigh("Ann Overbeek", 90, -1, &joined, &asked);
    assert_int_equal(asked, 1);
    near((double)weigh("Ann Overbeek", 90, 1.9, &joined, &asked), alone);
    near((double)weigh("Ann Overbeek", 90, 5, &joined, &asked), alone + 2.5);
    near((double)weigh("Ann Overbeek", 90, 40, &joined, &asked), alone + 3);
    assert_int_equal(joined, 0);
    near((double)weigh("Ann Overbeek", alone + 2.9, 40, &joined, &asked), alone + 3);
    assert_int_equal(joined, 1);
    /* What is sure is not asked for. */
    near((double)weigh("Ann Overbeek", alone - 1, 40, &joined, &asked), alone);
    assert_int_equal(joined, 1);
    assert_int_equal(asked, 0);
}

static void of_two_names_company_is_not_asked(void **state)
{
    (void)state;
    size_t joined = 0;
    int asked = 0;
    (void)weigh("Bob Overbeek", 90, 40, &joined, &asked);
    assert_int_equal(joined, 0);
    assert_int_equal(asked, 0);
}

static struct same_report find(struct desk *d)
{
    struct same_report got;
    struct err e = {0};
    assert_ok(same_find(d->st, 1000, &got, &e), e);
    return got;
}

/* Two Michael Smiths: too common a name to join by itself. */
static void who_waits_is_joined_once_active_with_the_same(void **state)
{
    (void)state;
    struct desk d;
    struct err e = {0};
    desk_open(&d);
    run_sql(&d, world);
    run_sql(&d, "UPDATE node SET name = 'Michael Smith', name_key = 'michael smith'"
                " WHERE id IN (3, 4);"
                "UPDATE account SET handle_key = 'p4@b.org' WHERE id = 4");
    struct same_report got = find(&d);
    assert_int_equal(got.joined, 0);
    assert_int_equal(got.proposed, 1);
    run_sql(&d, "INSERT INTO node (id, type, kind, name, name_key) VALUES"
                " (103, 'outlet', 'list', 'kelp-list', 'kelp-list'),"
                " (104, 'outlet', 'list', 'drift-list', 'drift-list')");
    run_sql(&d, "INSERT INTO doc (outlet, author, kind) SELECT o.id, a.id, 'mail'"
                " FROM node o JOIN account a WHERE o.id > 102 AND a.id IN (3, 4)");
    const char *more = "INSERT INTO node (type, name, name_key) VALUES ('person', 'x', 'x');"
                       "INSERT INTO account (node, channel, handle_key, handle)"
                       " VALUES (last_insert_rowid(), 'email', 'new%d@c.org', 'new@c.org')";
    run_sql(&d, str_printf(&d.a, more, 1).p);
    got = find(&d);
    assert_int_equal(got.joined, 1);
    assert_str(desk_ask(&d, "SELECT state || ': ' || reasons FROM proposal"),
               "joined: same name, active with the same few people or outlets; but other "
               "organisations or domains (both are active in kelp-list and 1 more)");
    assert_str(desk_ask(&d, "SELECT merged_into FROM node WHERE id = 4"), "3");
    assert_ok(store_begin(d.st, &e), e);
    assert_ok(same_answer(d.st, 1, SAME_UNDO, 2000, &e), e);
    assert_ok(same_apply(d.st, &e), e);
    assert_ok(store_commit(d.st, &e), e);
    run_sql(&d, str_printf(&d.a, more, 2).p);
    assert_int_equal(find(&d).joined, 0); /* a user's word stays */
    desk_close(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_few_share_weighs_more_than_what_many_do),
        cmocka_unit_test(who_writes_in_one_small_outlet_shares_it),
        cmocka_unit_test(who_is_heeded_by_the_same_shares_them_but_not_whom_one_heeds),
        cmocka_unit_test(a_likely_pair_is_lifted_by_half_and_three_bits_at_most),
        cmocka_unit_test(of_two_names_company_is_not_asked),
        cmocka_unit_test(who_waits_is_joined_once_active_with_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

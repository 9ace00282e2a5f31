/* test_users.c - tests: who may what, which passwords are one, is the log whole? */
#include "helpers.h"

#include "base/file.h"
#include "base/time.h"
#include "store/query.h"
#include "verb/password.h"
#include "verb/trail.h"
#include "verb/users.h"

#include <stdlib.h>
#include <time.h>

static struct store *memory_store(void)
{
    struct store *st = NULL;
    struct err e = {0};
    assert_ok(store_open(":memory:", STORE_CREATE, &st, &e), e);
    return st;
}

static void each_role_has_the_rights_of_the_one_below(void **state)
{
    (void)state;
    struct arena a = {0};
    struct err e = {0};
    static const char *const want[] = {"read", "read,write,buyers", "read,write,buyers,export",
                                       "read,write,buyers,export,admin"};
    for (int i = ROLE_VIEWER; i <= ROLE_ADMIN; i++) {
        unsigned set = 0;
        assert_str(rights_text(&a, role_rights((enum role)i)), want[i - ROLE_VIEWER]);
        assert_int_equal(role_named(str_of(role_name((enum role)i))), i);
        assert_ok(rights_read(str_of(want[i - ROLE_VIEWER]), &set, &e), e);
        assert_int_equal(set, role_rights((enum role)i));
    }
    unsigned left = 77;
    assert_int_equal(role_named(STR("root")), ROLE_NONE);
    assert_int_equal(role_rights(ROLE_NONE), 0);
    assert_refused(
        rights_read(STR("read, all"), &left, &e), BAD_USAGE, e,
        "'all' is no right; want read, write, buyers, export or admin, with a comma between");
    assert_int_equal(left, 77);
    arena_free(&a);
}

static void a_password_is_long_and_not_common(void **state)
{
    (void)state;
    struct err e = {0};
    struct arena a = {0};
    static const struct {
        const char *password;
        bool good;
    } cases[] = {{"elevenchars", false},   {"twelve chars", true},   {"Ωmega Ωmega", false},
                 {"Ωmega Ωmega!", true},   {"QwertyuiOp123", false}, {"xxxxxxxxxxxxxxxx", false},
                 {"Ana-van-Dam-1", false}, {"ana-van-dam-12", true}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bool good = !password_check(STR("ana-van-dam-1"), str_of(cases[i].password), &e);
        if (good != cases[i].good) print_error("%s\n", cases[i].password);
        assert_int_equal(good, cases[i].good);
    }
    char *many = arena_bytes(&a, 257);
    for (int i = 0; i < 257; i++)
        many[i] = (char)('a' + i % 26);
    assert_int_equal(password_check(STR("ana"), (struct str){many, 256}, &e), OK);
    assert_int_equal(password_check(STR("ana"), (struct str){many, 257}, &e), BAD_INPUT);
    arena_free(&a);
}

static int64_t spent_us(struct str password, struct str hash)
{
    struct timespec from;
    struct timespec to;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
    (void)password_is(password, hash);
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
    return (int64_t)(to.tv_sec - from.tv_sec) * 1000000 + (to.tv_nsec - from.tv_nsec) / 1000;
}

/* The string says what it was made with: RFC 9106's form of m in KiB, t, p. */
static void a_password_costs_memory_and_time(void **state)
{
    (void)state;
    struct arena a = {0};
    struct err e = {0};
    struct str hash;
    struct str other;
    assert_ok(password_hash(STR("violet ropes at sea"), &a, &hash, &e), e);
    assert_ok(password_hash(STR("violet ropes at sea"), &a, &other, &e), e);
    assert_true(str_starts(hash, "$argon2id$v=19$m=19456,t=2,p=1$"));
    assert_false(str_eq(hash, other)); /* salted */
    assert_true(password_is(STR("violet ropes at sea"), hash));
    assert_false(password_is(STR("violet ropes at sea."), hash));
    assert_false(password_is(STR(""), hash));
    assert_false(password_is(STR_NONE, hash));
    /* 19 MiB filled twice: not to be had in a millisecond. */
    assert_true(spent_us(STR("violet ropes at sea"), hash) > 1000);
    assert_true(spent_us(STR("something else that is wrong"), hash) > 1000);
    arena_free(&a);
}

static int64_t add(struct store *st, const char *name, enum role role)
{
    struct err e = {0};
    struct user u = {
        .name = str_of(name), .role = role, .password = STR("$argon2id$none"), .made_s = 5};
    assert_ok(user_add(st, &u, &e), e);
    return store_last_id(st);
}

static void the_last_admin_stays_one(void **state)
{
    (void)state;
    struct store *st = memory_store();
    struct arena a = {0};
    struct err e = {0};
    struct users all;
    int64_t ana = add(st, "Ana", ROLE_ADMIN);
    int64_t ben = add(st, "ben", ROLE_EDITOR);
    assert_ok(users_load(st, &a, &all, &e), e);
    assert_str(user_of(&all, ana)->name, "ana");
    assert_ptr_equal(user_in(&all, STR("BEN")), user_of(&all, ben));
    assert_null(user_in(&all, STR("be")));
    assert_refused(user_set_role(st, &all, user_of(&all, ana), ROLE_VIEWER, &e), BAD_INPUT, e,
                   "'ana' is the only admin; make another one first");
    assert_refused(user_set_disabled(st, &all, user_of(&all, ana), 9, &e), BAD_INPUT, e,
                   "'ana' is the only admin; make another one first");
    assert_ok(user_set_role(st, &all, user_of(&all, ben), ROLE_ADMIN, &e), e);
    assert_ok(users_load(st, &a, &all, &e), e);
    assert_ok(user_set_disabled(st, &all, user_of(&all, ana), 9, &e), e);
    assert_ok(users_load(st, &a, &all, &e), e);
    assert_int_equal(admins_in(&all), 1);
    assert_int_equal(user_of(&all, ana)->disabled_s, 9);
    assert_int_equal(user_of(&all, ana)->round, 2);
    store_close(st);
    arena_free(&a);
}

static void of_a_token_the_hash_alone_is_kept(void **state)
{
    (void)state;
    struct store *st = memory_store();
    struct arena a = {0};
    struct err e = {0};
    struct tokens all;
    struct str text;
    struct token t = {.owner = add(st, "ana", ROLE_ADMIN),
                      .name = STR("crm"),
                      .rights = role_rights(ROLE_EDITOR),
                      .made_s = 10,
                      .expires_s = 20};
    assert_ok(token_add(st, &t, &a, &text, &e), e);
    assert_int_equal(text.len, 5 + 64); /* 256 bits */
    assert_ok(tokens_load(st, t.owner, &a, &all, &e), e);
    assert_int_equal(all.count, 1);
    assert_true(str_eq(all.token[0].hash, bytes_hash(&a, text)));
    assert_int_equal(all.token[0].rights, t.rights);
    assert_int_equal(all.token[0].expires_s, 20);
    assert_ok(token_drop(st, t.owner, STR("crm"), &e), e);
    assert_int_equal(token_drop(st, t.owner, STR("crm"), &e), NOT_FOUND);
    store_close(st);
    arena_free(&a);
}

static void what_is_logged_is_chained_and_one_line(void **state)
{
    (void)state;
    struct store *st = memory_store();
    struct arena a = {0};
    struct err e = {0};
    struct trail_state t;
    struct query *q = NULL;
    struct trail_line lines[] = {
        {.at_s = 1, .who = STR("ana"), .act = STR("signed in"), .what = STR("")},
        {.at_s = 2,
         .who = STR("b\r\n3 root\x1b[2J"),
         .act = STR("denied"),
         .what = STR("/p/Zo\xc3\xab")},
    };
    assert_ok(trail_check(st, &a, &t, &e), e);
    assert_int_equal(t.rows, 0);
    assert_ok(trail_add(st, lines, 2, &e), e);
    assert_ok(trail_add(st, lines, 1, &e), e);
    assert_ok(trail_check(st, &a, &t, &e), e);
    assert_int_equal(t.rows, 3);
    assert_ok(query_open(st, SQL_trail_all, &q, &e), e);
    assert_ok(query_next(q, &e), e);
    assert_ok(query_next(q, &e), e);
    assert_str(query_str(q, 2), "b??3 root?[2J");
    assert_str(query_str(q, 4), "/p/Zo??");
    query_close(q);
    store_close(st);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_role_has_the_rights_of_the_one_below),
        cmocka_unit_test(a_password_is_long_and_not_common),
        cmocka_unit_test(a_password_costs_memory_and_time),
        cmocka_unit_test(the_last_admin_stays_one),
        cmocka_unit_test(of_a_token_the_hash_alone_is_kept),
        cmocka_unit_test(what_is_logged_is_chained_and_one_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

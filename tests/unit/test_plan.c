/* test_plan.c - tests: pins and plans are kept whole or not at all */
#include "helpers.h"

#include "connect/plan.h"
#include "find/market.h"
#include "store/query.h"

static int64_t person_made(struct store *st, const char *name)
{
    struct query *q = NULL;
    struct err e;
    assert_ok(query_open(st, SQL_node_add, &q, &e), e);
    query_bind_str(q, 1, STR("person"));
    query_bind_str(q, 3, str_of(name));
    query_bind_str(q, 4, str_of(name));
    assert_ok(query_run(q, &e), e);
    query_close(q);
    return store_last_id(st);
}

struct few { /* a market, two people, two of ours */
    struct store *st;
    struct market m;
    int64_t node[4];
};

static struct few made(void)
{
    struct few f = {.m = {.name = STR("m"),
                          .topic = STR("x"),
                          .since_s = TIME_NONE,
                          .until_s = TIME_NONE,
                          .half_life_days = HALF_LIFE_DAYS}};
    static const char *const names[] = {"ann", "bob", "sue", "tom"};
    struct err e = {{0}};
    assert_ok(store_open(":memory:", STORE_CREATE, &f.st, &e), e);
    assert_ok(market_add(f.st, &f.m, &e), e);
    for (size_t i = 0; i < 4; i++)
        f.node[i] = person_made(f.st, names[i]);
    return f;
}

static void say(const struct few *f, size_t person, size_t mate, const char *kind)
{
    struct err e = {{0}};
    struct pairing p = {f->node[person], f->node[mate], str_of(kind), STR("so"), 7};
    assert_ok(pairing_keep(f->st, f->m.id, &p, &e), e);
}

static void the_newest_word_on_two_and_the_newest_pin_of_a_person_hold(void **state)
{
    (void)state;
    struct arena a = {0};
    struct err e = {{0}};
    struct few f = made();
    struct pairings held;
    say(&f, 0, 2, "pin");
    say(&f, 0, 3, "veto");
    say(&f, 1, 2, "veto");
    say(&f, 0, 3, "pin"); /* takes the place of the veto of the two, and of the pin to sue */
    say(&f, 1, 2, "clear");
    assert_ok(pairings_load(f.st, f.m.id, &a, &held, &e), e);
    assert_int_equal(held.count, 1);
    assert_int_equal(held.one[0].person, f.node[0]);
    assert_int_equal(held.one[0].teammate, f.node[3]);
    assert_str(held.one[0].kind, "pin");
    store_close(f.st);
    arena_free(&a);
}

/* The n-th call fails, for each n until none does: before that, the older plan is the newest. */
static void a_failing_call_keeps_none_of_a_plan(void **state)
{
    (void)state;
    struct arena a = {0};
    struct err e = {{0}};
    struct few f = made();
    struct plan_pair pair[] = {{f.node[0], f.node[2], f.node[3], STR("w")},
                               {f.node[1], f.node[3], 0, STR("w")}};
    struct plan old = {.made_s = 5, .as_of_s = 4, .model = STR("x"), .pair = pair, .count = 1};
    struct plan new = {.made_s = 9, .as_of_s = 8, .model = STR("x"), .pair = pair, .count = 2};
    struct plan now;
    assert_ok(plan_load(f.st, f.m.id, &a, &now, &e), e);
    assert_int_equal(now.id, 0);
    assert_ok(plan_keep(f.st, f.m.id, &old, &e), e);
    uint64_t n = 1;
    for (;; n++) {
        store_fail_at(f.st, n);
        enum status s = plan_keep(f.st, f.m.id, &new, &e);
        store_fail_at(f.st, 0);
        assert_ok(plan_load(f.st, f.m.id, &a, &now, &e), e);
        if (!s) break;
        assert_int_equal(now.made_s, 5);
        assert_int_equal(now.count, 1);
    }
    assert_true(n > 3);
    assert_int_equal(now.made_s, 9);
    assert_int_equal(now.count, 2);
    assert_int_equal(plan_of(&now, f.node[1])->owner, f.node[3]);
    assert_int_equal(plan_of(&now, f.node[1])->backup, 0);
    assert_null(plan_of(&now, f.node[2]));
    store_close(f.st);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_newest_word_on_two_and_the_newest_pin_of_a_person_hold),
        cmocka_unit_test(a_failing_call_keeps_none_of_a_plan),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

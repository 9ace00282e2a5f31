/* test_market.c - tests: markets are checked, kept, found, weighed and removed */
#include "store_made.h"

#include "base/time.h"
#include "find/market.h"

static struct market apt(void)
{
    return (struct market){.name = STR("apt"),
                           .topic = STR("apt or rpm"),
                           .audience = STR("outlet:talk"),
                           .since_s = 86400,
                           .until_s = TIME_NONE,
                           .half_life_days = HALF_LIFE_DAYS};
}

static void a_market_is_kept_as_it_was_added(void **state)
{
    (void)state;
    struct made_store made = made_new();
    struct store *st = made_open(&made);
    struct arena a = {0};
    struct err e = {0};
    struct market m = apt();
    struct market bare = {.name = STR("All of it"), .since_s = TIME_NONE, .until_s = 99};
    assert_ok(market_add(st, &m, &e), e);
    assert_ok(market_add(st, &bare, &e), e);
    assert_int_equal(m.id, 1);
    assert_near(m.weight[VERB_NAMED], 1, 0);

    struct market got;
    assert_ok(market_load(st, STR("apt"), &a, &got, &e), e);
    assert_int_equal(got.id, 1);
    assert_str(got.topic, "apt or rpm");
    assert_str(got.audience, "outlet:talk");
    assert_int_equal(got.since_s, 86400);
    assert_int_equal(got.until_s, TIME_NONE);
    assert_int_equal(got.half_life_days, HALF_LIFE_DAYS);
    assert_ok(market_load(st, STR("All of it"), &a, &got, &e), e);
    assert_str(got.topic, "");
    assert_str(got.audience, "tag:buyer");
    assert_int_equal(got.half_life_days, 0);
    assert_int_equal(got.until_s, 99);

    struct markets all;
    assert_ok(market_list(st, &a, &all, &e), e);
    assert_int_equal(all.count, 2);
    assert_str(all.market[0].name, "All of it");
    arena_free(&a);
    made_close(&made, st);
}

static void weights_are_a_market_s_own(void **state)
{
    (void)state;
    struct made_store made = made_new();
    struct store *st = made_open(&made);
    struct arena a = {0};
    struct err e = {0};
    struct market m = apt();
    struct market other = apt();
    other.name = STR("rpm");
    assert_ok(market_add(st, &m, &e), e);
    assert_ok(market_add(st, &other, &e), e);
    assert_ok(market_set_weight(st, m.id, VERB_REPLIED, 0.7, &e), e);
    assert_ok(market_set_weight(st, m.id, VERB_REPLIED, 0.6, &e), e);
    struct market got;
    assert_ok(market_load(st, STR("apt"), &a, &got, &e), e);
    assert_near(got.weight[VERB_REPLIED], 0.6, 0);
    assert_near(got.weight[VERB_NAMED], 1, 0);
    assert_ok(market_load(st, STR("rpm"), &a, &got, &e), e);
    assert_near(got.weight[VERB_REPLIED], 0.3, 0);
    assert_refused(market_set_weight(st, m.id, VERB_REPLIED, 1.5, &e), BAD_INPUT, e,
                   "the weight of 'replied' is 1.5; want 0 to 1");
    assert_refused(market_set_weight(st, m.id, VERB_NAMED, (double)NAN, &e), BAD_INPUT, e,
                   "the weight of 'named' is nan; want 0 to 1");
    arena_free(&a);
    made_close(&made, st);
}

static void what_is_no_market_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *name, *topic, *audience;
        int64_t since_s, until_s;
        const char *want;
    } rows[] = {
        {"", "", "us", TIME_NONE, TIME_NONE, "the market has no name; give it one"},
        {"a\nb", "", "us", TIME_NONE, TIME_NONE,
         "the market's name 'a?b' has blanks at its ends, control characters or bytes that "
         "are no text; give it plain words"},
        {"123456789012345678901234567890123456789012345678901234567890äöüßx", "", "us", TIME_NONE,
         TIME_NONE, "the market's name has 65 characters; give it one of at most 64"},
        {"x", "apt and", "us", TIME_NONE, TIME_NONE,
         "the topic ends where it wants a word or \"a phrase\""},
        {"x", "", "tga:buyer", TIME_NONE, TIME_NONE,
         "audience: the query has an unknown key 'tga' at 1; did you mean 'tag'?"},
        {"x", "", "us", 172800, 86400,
         "the period ends (1970-01-02T00:00:00Z) before it starts (1970-01-03T00:00:00Z); "
         "--until is the first moment that no longer counts"},
        {"apt", "", "us", TIME_NONE, TIME_NONE,
         "there is a market 'apt' already; give another name, or remove it first: kith market "
         "remove 'apt'"},
    };
    struct made_store made = made_new();
    struct store *st = made_open(&made);
    struct err e = {0};
    struct market m = apt();
    assert_ok(market_add(st, &m, &e), e);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct market bad = {.name = str_of(rows[i].name),
                             .topic = str_of(rows[i].topic),
                             .audience = str_of(rows[i].audience),
                             .since_s = rows[i].since_s,
                             .until_s = rows[i].until_s};
        assert_refused(market_add(st, &bad, &e), BAD_INPUT, e, rows[i].want);
        assert_int_equal(bad.id, 0);
    }
    made_close(&made, st);
}

static void a_market_that_is_not_there_has_a_way_to_one_that_is(void **state)
{
    (void)state;
    struct made_store made = made_new();
    struct store *st = made_open(&made);
    struct arena a = {0};
    struct err e = {0};
    struct market got;
    assert_refused(
        market_load(st, STR("apt"), &a, &got, &e), NOT_FOUND, e,
        "there is no market 'apt', nor any other; add it: kith market add 'apt' --topic WORDS");
    struct market m = apt();
    assert_ok(market_add(st, &m, &e), e);
    assert_refused(market_load(st, STR("Atp"), &a, &got, &e), NOT_FOUND, e,
                   "there is no market 'Atp'; did you mean 'apt'?");
    assert_refused(market_remove(st, STR("databases"), &e), NOT_FOUND, e,
                   "there is no market 'databases'; there is: apt");
    assert_ok(market_set_weight(st, m.id, VERB_NAMED, 0.5, &e), e);
    assert_ok(market_remove(st, STR("apt"), &e), e);
    struct markets all;
    assert_ok(market_list(st, &a, &all, &e), e);
    assert_int_equal(all.count, 0);
    arena_free(&a);
    made_close(&made, st);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_market_is_kept_as_it_was_added),
        cmocka_unit_test(weights_are_a_market_s_own),
        cmocka_unit_test(what_is_no_market_is_refused),
        cmocka_unit_test(a_market_that_is_not_there_has_a_way_to_one_that_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

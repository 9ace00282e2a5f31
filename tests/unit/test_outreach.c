/* test_outreach.c - tests: which messages are one text, and what is each one's own? */
#include "helpers.h"

#include "base/time.h"
#include "connect/outreach.h"

#define TEXT \
    "we read your report on cold storage with great interest and would like to show you how our " \
    "customers cut their bill by a third within one quarter"

static struct sent message(struct addressee *to, const char *text)
{
    return (struct sent){.to = to, .to_count = to != NULL, .text = str_of(text), .at_s = TIME_NONE};
}

static struct outreach found(struct sent *one, size_t count, struct arena *a)
{
    struct sents x = {.one = one, .count = count};
    struct outreach o;
    struct err e = {{0}};
    assert_ok(outreach_find(&x, 1, NULL, a, &o, &e), e);
    return o;
}

/* Counted by hand: TEXT has 28 words. Both have two names behind it, which are one word twice;
 * Bob's goes on with four words more: 30 of his 34 are in common. */
static void names_make_no_difference(void **state)
{
    (void)state;
    struct arena a = {0};
    struct addressee ann = {STR("ann.lee@big-x.example"), STR("Ann Lee")};
    struct addressee bob = {STR("bob@y.example"), STR("")};
    struct sent m[] = {
        message(&ann, "Dear Ann,\n\n" TEXT " Ann Lee"),
        message(&bob, "Hi Bob!\n" TEXT " Bob Bob of course by tomorrow"),
        message(&bob, "Ten minutes on Thursday would do to look at one graph on restore times with "
                      "me and say where it is wrong today"),
        message(&ann, "Thanks, Ann!"),
    };
    struct outreach o = found(m, 4, &a);
    assert_int_equal(o.group_count, 1);
    assert_int_equal(o.group[0].messages, 2);
    assert_int_equal(o.group[0].people, 2);
    assert_int_equal(o.message[0].group, 0);
    assert_near(o.message[0].common, 1.0, 0.0);
    assert_int_equal(o.message[0].own.len, 0);
    assert_near(o.message[1].common, 30. / 34, 1e-12);
    assert_str(o.message[1].own, "of course by tomorrow");
    assert_true(o.message[2].group == UINT32_MAX && !o.message[2].too_short);
    assert_true(o.message[3].group == UINT32_MAX && o.message[3].too_short);
    assert_int_equal(o.ordered, 2);
    assert_int_equal(o.order[1], 1);
    arena_free(&a);
}

/* Twice to Ann is one person; to nobody that is said is none. Most people come first. */
static void people_are_counted_once(void **state)
{
    (void)state;
    struct arena a = {0};
    struct addressee ann = {STR("ann@x.example"), STR("")};
    struct addressee bob = {STR("bob@y.example"), STR("")};
    static const char other[] =
        "ten minutes on Thursday would do to look at one graph on restore times with me and say "
        "where it is wrong today";
    struct sent m[] = {message(&ann, other), message(&ann, other), message(&ann, TEXT),
                       message(&bob, TEXT)};
    struct outreach o = found(m, 4, &a);
    assert_int_equal(o.group_count, 2);
    assert_int_equal(o.group[0].people, 2);
    assert_int_equal(o.group[0].first, 2);
    assert_int_equal(o.group[1].people, 1);
    assert_int_equal(o.message[0].group, 1);
    m[0].to_count = m[1].to_count = 0;
    o = found(m, 2, &a);
    assert_int_equal(o.group[0].people, 0);
    assert_int_equal(found(NULL, 0, &a).group_count, 0);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_make_no_difference),
        cmocka_unit_test(people_are_counted_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_brand.c - tests: what is one person's of a firm's attention, counted by hand */
#include "helpers.h"

#include "base/time.h"
#include "measure/brand.h"

enum { ANN = 1, BOB, FIRM, ONE, TWO, THREE, ROOM = 16 };
#define DAY(n) ((int64_t)(n)*DAY_S)

static struct bits firm_of(struct arena *a)
{
    struct bits b = bits_new(a, ROOM);
    bits_add(&b, FIRM);
    return b;
}

/* Ann leaves on day 1000. One: Ann first, then the firm, follows. Two: the firm alone, stays on the
 * last day of the year after. Three: Ann on the first day of the year before, never again. */
static void a_move_by_hand(void **state)
{
    (void)state;
    struct arena a = {0};
    struct bits firm = firm_of(&a);
    struct brand_heed heed[] = {
        {DAY(1364), TWO, BOB},  {DAY(700), ONE, ANN},   {DAY(800), ONE, FIRM},
        {DAY(1000), ONE, ANN},  {DAY(999), TWO, BOB},   {DAY(635), THREE, ANN},
        {DAY(1365), ONE, FIRM}, {DAY(634), THREE, BOB}, {DAY(900), BOB, ANN},
    };
    struct brand_stay stay[] = {{BOB, TIME_NONE, TIME_NONE}, {ANN, DAY(100), DAY(1000)}};
    struct brand_asked x = {heed, 9, &firm, stay, 2, ANN, DAY(1000), DAY(1365)};
    struct brand f;
    brand_find(&x, &a, &f);
    assert_int_equal(f.count, 3); /* Bob is with the firm */
    assert_int_equal(f.person_first, 1);
    assert_int_equal(f.firm_first, 1); /* Three, a day before */
    assert_int_equal(f.same_day, 0);
    assert_int_equal(f.heeders, 3);
    assert_int_equal(f.carried, 2);
    assert_int_equal(f.alone, 1); /* Three: Bob was heeded before the year */
    assert_int_equal(f.rest, 2);
    assert_int_equal(f.followed, 1);
    assert_int_equal(f.stayed, 1); /* One came back a day too late */
    assert_int_equal(f.rest_after, 1);
    assert_true(f.moved && f.whole);
    arena_free(&a);
}

/* Attention to Ann before she joined is not the firm's, nor that to Bob after he left. */
static void attention_is_the_firm_s_while_they_are_there(void **state)
{
    (void)state;
    struct arena a = {0};
    struct bits firm = firm_of(&a);
    struct brand_heed heed[] = {
        {DAY(900), ONE, ANN}, {DAY(951), TWO, ANN}, {DAY(980), THREE, BOB}, {DAY(970), ONE, BOB}};
    struct brand_stay stay[] = {{ANN, DAY(950), TIME_NONE}, {BOB, TIME_NONE, DAY(975)}};
    struct brand_asked x = {heed, 4, &firm, stay, 2, ANN, TIME_NONE, DAY(990)};
    struct brand f;
    brand_find(&x, &a, &f);
    assert_int_equal(f.count, 2);
    assert_int_equal(f.heeders, 2);
    assert_int_equal(f.carried, 1);
    assert_int_equal(f.alone, 1);
    assert_int_equal(f.person_first, 1);
    assert_int_equal(f.followed, 0);
    assert_false(f.moved || f.whole);
    arena_free(&a);
}

static void nothing_is_nothing(void **state)
{
    (void)state;
    struct arena a = {0};
    struct bits firm = firm_of(&a);
    struct brand_asked x = {.firm = &firm, .person = ANN, .until_s = TIME_NONE};
    struct brand f;
    brand_find(&x, &a, &f);
    assert_int_equal(f.count, 0);
    assert_int_equal(f.heeders, 0);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_move_by_hand),
        cmocka_unit_test(attention_is_the_firm_s_while_they_are_there),
        cmocka_unit_test(nothing_is_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_habit.c - tests: when, and how soon, does somebody answer? */
#include "helpers.h"

#include "base/time.h"
#include "connect/habit.h"

enum { HOUR = 3600 };

static int64_t at(int day, int hour, int minute)
{
    return (int64_t)day * DAY_S + (int64_t)hour * HOUR + (int64_t)minute * 60;
}

static struct hours hours_of(const int64_t at_s[], size_t count)
{
    struct arena a = {0};
    struct hours h;
    hours_find(at_s, count, &a, &h);
    arena_free(&a);
    return h;
}

/* Python 3.11: from math import *; c = [9]*9 + [10]*7 + [0,3,6,12,15,18,21,23]; n = len(c)
 * R2 = sum(cos(2*pi*(h+.5)/24) for h in c)**2 + sum(sin(2*pi*(h+.5)/24) for h in c)**2
 * exp(sqrt(1+4*n+4*(n*n-R2)) - (1+2*n)) */
static void hours_in_which_most_fall_stand_out(void **state)
{
    (void)state;
    static const int hour[] = {9,  9,  9,  9,  9, 9, 9, 9,  9,  10, 10, 10,
                               10, 10, 10, 10, 0, 3, 6, 12, 15, 18, 21, 23};
    int64_t when[24];
    for (int i = 0; i < 24; i++)
        when[i] = at(i, hour[i], 15);
    struct hours h = hours_of(when, 24);
    assert_int_equal(h.n, 24);
    assert_true(h.enough);
    assert_true(h.stand_out);
    assert_near(h.p, 0.000161883000744, 1e-9);
    assert_int_equal(h.from, 9);
    assert_int_equal(h.to, 11);
    assert_near(h.share, 16.0 / 24, 1e-12);
}

static void one_in_each_hour_stands_out_nowhere(void **state)
{
    (void)state;
    int64_t when[24];
    for (int i = 0; i < 24; i++)
        when[i] = at(i, i, 1);
    struct hours h = hours_of(when, 24);
    assert_true(h.enough);
    assert_false(h.stand_out);
    assert_near(h.p, 1, 1e-9); /* R is 0: exp(sqrt((1 + 2n)^2) - (1 + 2n)) */
}

/* 22, 23, 0 and 1 o'clock, five days each: half is in two hours, the first two of equal ones. */
static void hours_pass_midnight(void **state)
{
    (void)state;
    int64_t when[20];
    for (int i = 0; i < 20; i++)
        when[i] = at(i, (22 + i % 4) % 24, 30);
    struct hours h = hours_of(when, 20);
    assert_true(h.stand_out);
    assert_int_equal(h.from, 0);
    assert_int_equal(h.to, 2);
    for (int i = 0; i < 5; i++)
        when[4 * i + 2] = at(100 + i, 23, 30); /* 0 o'clock moves to 23: ten at 23 */
    h = hours_of(when, 20);
    assert_int_equal(h.from, 23);
    assert_int_equal(h.to, 24);
}

static void a_burst_counts_once_and_dates_do_not(void **state)
{
    (void)state;
    int64_t when[60];
    for (int i = 0; i < 30; i++)
        when[i] = at(3, 9, i);
    for (int i = 30; i < 60; i++)
        when[i] = at(i, 0, 0);
    struct hours h = hours_of(when, 60);
    assert_int_equal(h.n, 1);
    assert_false(h.enough);
    assert_false(h.stand_out);
    h = hours_of(when, 0);
    assert_int_equal(h.n, 0);
    assert_false(h.stand_out);
}

/* Before 1970, too: 1969-12-31T23:30Z is in hour 23. */
static void hours_before_1970_are_hours(void **state)
{
    (void)state;
    int64_t when[20];
    for (int i = 0; i < 20; i++)
        when[i] = at(-1 - i, 23, 30);
    struct hours h = hours_of(when, 20);
    assert_int_equal(h.n, 20);
    assert_int_equal(h.from, 23);
    assert_int_equal(h.to, 24);
    assert_near(h.share, 1, 0);
}

static void the_middle_wait(void **state)
{
    (void)state;
    double odd[] = {48, 2, 6};
    double even[] = {47, 23};
    assert_near(middle_of(odd, 3), 6, 0);
    assert_near(middle_of(even, 2), 35, 0);
    assert_true(isnan(middle_of(odd, 0)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hours_in_which_most_fall_stand_out),
        cmocka_unit_test(one_in_each_hour_stands_out_nowhere),
        cmocka_unit_test(hours_pass_midnight),
        cmocka_unit_test(a_burst_counts_once_and_dates_do_not),
        cmocka_unit_test(hours_before_1970_are_hours),
        cmocka_unit_test(the_middle_wait),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_mention.c - tests: periods, shares over them, bursts, coverage */
#include "helpers.h"

#include "base/time.h"
#include "measure/course.h"

static int64_t at(int year, int month, int day)
{
    return time_from_civil((struct civil){year, month, day, 13, 5, 9});
}

/* Python: d = datetime.date(…); d - timedelta(days=d.weekday()) */
static void periods_as_calendars_have_them(void **state)
{
    (void)state;
    struct arena own = {0};
    struct arena *a = &own;
    assert_str(span_name(a, SPAN_MONTH, at(2024, 2, 29)), "2024-02");
    assert_str(span_name(a, SPAN_QUARTER, at(2024, 12, 31)), "2024-Q4");
    assert_str(span_name(a, SPAN_QUARTER, at(2024, 4, 1)), "2024-Q2");
    assert_str(span_name(a, SPAN_WEEK, at(2026, 1, 1)), "2025-12-29");
    assert_str(span_name(a, SPAN_WEEK, at(2026, 1, 5)), "2026-01-05");
    assert_str(span_name(a, SPAN_WEEK, at(1969, 12, 31)), "1969-12-29");
    int64_t jan = span_start(SPAN_MONTH, at(2024, 1, 31));
    assert_str(span_name(a, SPAN_MONTH, span_next(SPAN_MONTH, jan)), "2024-02");
    int64_t q3 = span_start(SPAN_QUARTER, at(2024, 7, 1));
    assert_str(span_name(a, SPAN_QUARTER, span_next(SPAN_QUARTER, q3)), "2024-Q4");
    arena_free(a);
}

/* on of n docs a month, each a thread of its own. */
static struct mentions made(struct arena *a, const int on[], const int n[], size_t months,
                            uint32_t outlet)
{
    struct mentions m = {.first_s = at(2026, 1, 1), .node_room = 100};
    m.doc = arena_new(a, struct mention, 4096);
    for (size_t k = 0; k < months; k++) {
        for (int i = 0; i < n[k]; i++) {
            int64_t id = (int64_t)m.count + 1;
            m.doc[m.count++] = (struct mention){.id = id,
                                                .at_s = at(2026, (int)k + 1, 1),
                                                .on = i < on[k],
                                                .thread = (uint32_t)id,
                                                .outlet = outlet};
        }
    }
    return m;
}

/* Python: wilson(30, 100), newcombe 10 and z of 30/100 less 10/200, Holm of two:
 *    0.2189489 0.3958485; .25 (0.1598018, 0.3484809); p = 2 norm.sf(.25 / sqrt(.3*.7/100 +
 * .05*.95/200)) */
static void burst_above_its_past(void **state)
{
    (void)state;
    struct arena own = {0};
    struct arena *a = &own;
    struct err e;
    struct course c;
    struct mentions m = made(a, (const int[]){5, 5, 30}, (const int[]){100, 100, 100}, 3, 7);
    assert_ok(course_find(&m, SPAN_MONTH, 1, a, &c, &e), e);
    assert_int_equal(c.periods, 3);
    const struct course_point *p = &c.period[2].point[0];
    assert_near(c.deff[0], 1, 1e-12);
    assert_near(p->share.lo, 0.2189489, 1e-6);
    assert_near(p->share.hi, 0.3958485, 1e-6);
    assert_near(p->past.by.value, 0.25, 1e-12);
    assert_near(p->past.by.lo, 0.1598018, 1e-6);
    assert_near(p->past.by.hi, 0.3484809, 1e-6);
    assert_near(p->p / 4.659960e-07, 1, 1e-5);
    assert_true(p->burst && p->held);
    assert_false(c.period[1].point[0].burst);
    assert_int_equal(c.throughout, 1);
    arena_free(a);
}

/* A new outlet whose docs are all on topic makes a burst that the same outlets do not show. */
static void new_outlet_is_no_trend(void **state)
{
    (void)state;
    struct arena own = {0};
    struct arena *a = &own;
    struct err e;
    struct course c;
    struct mentions m = made(a, (const int[]){10, 10, 10}, (const int[]){100, 100, 100}, 3, 7);
    assert_ok(course_find(&m, SPAN_MONTH, 1, a, &c, &e), e);
    assert_false(c.period[2].point[0].burst);
    for (int i = 0; i < 40; i++) {
        int64_t id = (int64_t)m.count + 1;
        m.doc[m.count++] = (struct mention){
            .id = id, .at_s = at(2026, 3, 2), .on = 1, .thread = (uint32_t)id, .outlet = 8};
    }
    assert_ok(course_find(&m, SPAN_MONTH, 1, a, &c, &e), e);
    assert_true(c.period[2].point[0].burst);
    assert_false(c.period[2].point[0].held);
    assert_int_equal(c.period[2].began, 1);
    assert_near(c.period[2].point[0].same.value, 0.1, 1e-12);
    assert_int_equal(c.outlets, 2);
    assert_true(c.outlet[1].outlet == 8 && c.outlet[1].grew.by.value > 0 && c.outlet[1].p < 0.05);
    for (size_t i = 0; i < m.count; i++) /* renaming outlets and threads permutes the answer */
        m.doc[i].outlet = 15 - m.doc[i].outlet;
    struct course d;
    assert_ok(course_find(&m, SPAN_MONTH, 1, a, &d, &e), e);
    assert_near(d.outlet[0].p, c.outlet[1].p, 0);
    assert_near(d.period[2].point[0].p, c.period[2].point[0].p, 0);
    arena_free(a);
}

/* By hand: 10 docs, two threads of 5, one all on: p = .5, (5 * .5)^2 * 2 / (10 * .25) = 5 */
static void docs_of_a_thread_are_one(void **state)
{
    (void)state;
    struct arena own = {0};
    struct arena *a = &own;
    struct mentions m = made(a, (const int[]){5}, (const int[]){10}, 1, 7);
    for (size_t i = 0; i < m.count; i++)
        m.doc[i].thread = (uint32_t)(1 + i / 5);
    assert_near(mentions_deff(&m, 0, 1, a), 5, 1e-12);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(periods_as_calendars_have_them),
        cmocka_unit_test(burst_above_its_past),
        cmocka_unit_test(new_outlet_is_no_trend),
        cmocka_unit_test(docs_of_a_thread_are_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

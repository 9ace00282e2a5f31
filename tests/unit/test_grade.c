/* test_grade.c - tests: what may be claimed, the words for it, and what it cost */
#include "helpers.h"

#include "measure/grade.h"

static struct effect effect(double value, double lo, double hi, double least)
{
    return (struct effect){40, value, lo, hi, NAN, NAN, NAN, least};
}

static void expect(const struct finding *f, enum grade grade, const char *sentence)
{
    struct arena a = {0};
    assert_int_equal(grade_find(f), grade);
    assert_str(grade_sentence(f, &a), sentence);
    arena_free(&a);
}

static void without_control_nothing_can_be_attributed(void **state)
{
    (void)state;
    struct finding f = {.ground = GROUND_NONE,
                        .effect = effect_none(),
                        .things = "deals",
                        .unit = "points",
                        .scale = 100};
    f.effect.n = 14;
    f.effect.least = share_least(.22, 14, 0);
    expect(&f, GRADE_D,
           "Nothing can be attributed: n = 14 deals, no control; the smallest effect we could have "
           "seen is +31 points.");
    f.ground = GROUND_LOT;
    f.effect = effect(.4, -INFINITY, INFINITY, INFINITY);
    expect(&f, GRADE_D,
           "Nothing can be attributed: n = 40 deals, too few for an interval; no effect, however "
           "large, could have been seen.");
}

static void by_lot_is_a(void **state)
{
    (void)state;
    struct finding f = {.ground = GROUND_LOT,
                        .effect = effect(.125, .02, .23, .15),
                        .things = "buyers",
                        .unit = "points",
                        .scale = 100,
                        .digits = 1};
    expect(&f, GRADE_A,
           "By lot: +12.5 points (95 %: +2.0 to +23.0; n = 40 buyers); who was engaged was decided "
           "by lot; the smallest effect we could have seen is +15.0 points.");
}

static void differences_are_b_only_where_leads_speak_for_it(void **state)
{
    (void)state;
    struct did d = {.leads_tested = 3, .leads_p = .48, .lead_least = 1.1, .lead_largest = -.4};
    struct finding f = {.ground = GROUND_DIFFERENCES,
                        .effect = effect(2.34, 1.03, 3.66, 1.82),
                        .did = &d,
                        .things = "buyers",
                        .unit = "meetings a month",
                        .scale = 1,
                        .digits = 1};
    expect(&f, GRADE_B,
           "Compared: +2.3 meetings a month (95 %: +1.0 to +3.7; n = 40 buyers); both sides went "
           "together in 3 periods before the start (p = 0.48); the smallest effect we could have "
           "seen is +1.8 meetings a month.");
    d.lead_least = 2.5;
    expect(&f, GRADE_C,
           "Association, nothing more: +2.3 meetings a month (95 %: +1.0 to +3.7; n = 40 buyers); "
           "a drift before the start of less than 2.5 could not have been seen; the smallest "
           "effect we could have seen is +1.8 meetings a month.");
    d.leads_p = .012;
    expect(&f, GRADE_C,
           "Association, nothing more: +2.3 meetings a month (95 %: +1.0 to +3.7; n = 40 buyers); "
           "those engaged were already moving apart before the start (p = 0.012, by up to -0.4); "
           "the smallest effect we could have seen is +1.8 meetings a month.");
    d.leads_tested = 0;
    expect(&f, GRADE_C,
           "Association, nothing more: +2.3 meetings a month (95 %: +1.0 to +3.7; n = 40 buyers); "
           "no earlier period shows whether both sides went together before the start; the "
           "smallest effect we could have seen is +1.8 meetings a month.");
}

static void a_mix_is_b_only_where_it_goes_along(void **state)
{
    (void)state;
    struct synth s = {.donors = 21, .unit = {.before = .5}, .spread = 2};
    struct finding f = {.ground = GROUND_SYNTHETIC,
                        .effect = effect(2, 1, 3, 1.4),
                        .synth = &s,
                        .things = "accounts",
                        .unit = "inquiries",
                        .scale = 1,
                        .digits = 1};
    expect(&f, GRADE_B,
           "Compared: +2.0 inquiries (95 %: +1.0 to +3.0; n = 40 accounts); the mix of 21 others "
           "goes along before the start (off by 0.5 of a spread of 2.0); the smallest effect we "
           "could have seen is +1.4 inquiries.");
    s.unit.before = 1.1;
    assert_int_equal(grade_find(&f), GRADE_C);
    s = (struct synth){.donors = 18, .unit = {.before = .5}, .spread = 2};
    assert_int_equal(grade_find(&f), GRADE_C);
    f.ground = GROUND_BEFORE_AFTER;
    expect(
        &f, GRADE_C,
        "Association, nothing more: +2.0 inquiries (95 %: +1.0 to +3.0; n = 40 accounts); before "
        "and after alone, whatever else changed in between; the smallest effect we could have "
        "seen is +1.4 inquiries.");
}

/* scipy: (norm.ppf(.975) + norm.ppf(.8)) * sqrt(.22 * .78 / 14); … * sqrt(.3 * .7 * (1/40 + 1/60))
 */
static void least_shares_as_in_scipy(void **state)
{
    (void)state;
    assert_near(share_least(.22, 14, 0), 0.31016905095842534, 1e-12);
    assert_near(share_least(.3, 40, 60), 0.26206430065072683, 1e-12);
    assert_true(isinf(share_least(.3, 0, 60)));
}

static void cost_by_the_limits_of_the_total(void **state)
{
    (void)state;
    struct arena a = {0};
    struct cost_per c = cost_of_total(1200, 10, 4, 16);
    assert_int_equal(c.bounds, COST_BOUNDED);
    assert_str(cost_sentence(&c, "EUR", "meeting", &a), "EUR 120 a meeting (95 %: 75 to 300)");
    c = cost_of_total(1200, 10, -2, 22);
    assert_true(c.bounds == COST_NO_UPPER && isinf(c.hi));
    assert_str(cost_sentence(&c, "EUR", "meeting", &a),
               "at least EUR 55 a meeting, with no upper limit: that nothing was gained cannot be "
               "excluded");
    c = cost_of_total(1200, -10, -15, -5);
    assert_true(c.bounds == COST_NO_GAIN && isnan(c.value));
    assert_str(cost_sentence(&c, "EUR", "meeting", &a),
               "no cost a meeting can be given: nothing was gained");
    assert_int_equal(cost_of_total(1200, 10, -INFINITY, INFINITY).bounds, COST_NO_UPPER);
    assert_int_equal(cost_of_total(1200, NAN, NAN, NAN).bounds, COST_UNKNOWN);
    arena_free(&a);
}

/* scipy: brentq of (c - r g)^2 = t^2 (v_c - 2 r v_cg + r^2 v_g) below and above c / g */
static void cost_by_fieller_as_in_scipy(void **state)
{
    (void)state;
    struct cost_per c = cost_fieller(1200, 3, (const double[]){40000, .64, 30}, 2.1);
    assert_int_equal(c.bounds, COST_BOUNDED);
    assert_near(c.value, 400, 1e-12);
    assert_near(c.lo, 228.84244624327758, 1e-6);
    assert_near(c.hi, 893.8265514257199, 1e-6);
    c = cost_fieller(1200, 3, (const double[]){40000, 4, 30}, 2.1);
    assert_int_equal(c.bounds, COST_NO_UPPER);
    assert_near(c.lo, 153.02401391108157, 1e-6);
    assert_true(isinf(c.hi));
    c = cost_fieller(1200, -3, (const double[]){40000, .64, 30}, 2.1);
    assert_true(c.bounds == COST_NO_GAIN && isnan(c.lo) && isnan(c.value));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_control_nothing_can_be_attributed),
        cmocka_unit_test(by_lot_is_a),
        cmocka_unit_test(differences_are_b_only_where_leads_speak_for_it),
        cmocka_unit_test(a_mix_is_b_only_where_it_goes_along),
        cmocka_unit_test(least_shares_as_in_scipy),
        cmocka_unit_test(cost_by_the_limits_of_the_total),
        cmocka_unit_test(cost_by_fieller_as_in_scipy),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

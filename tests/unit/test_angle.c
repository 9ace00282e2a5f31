/* test_angle.c - tests: figures, tables and later years in a text, and where somebody stands */
#include "helpers.h"

#include "measure/angle.h"

#include <math.h>

/* Counted by hand. */
static void texts_are_read_as_a_human_would(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int year;
        struct angle_text want;
    } rows[] = {
        {"", 2026, {0, 0, 0, 0}},
        {"It took 45 ms, 12 % less than the 51.5 before.", 2026, {3, 0, 0, 0}},
        {"1,200 requests/s at 64kB on 3x the load", 2026, {3, 0, 0, 0}},
        {"5% of 7 people said so on the 3rd of May 2025 at 10:15", 2026, {1, 0, 0, 0}},
        {"Python 2.4 and version 3.1.2, release 12, bug #1234 on 10.0.0.1", 2026, {0, 0, 0, 0}},
        {"x = 100 + 200;\n>>> 12 34\n$ ls 55\nf(99, 98)", 2026, {0, 0, 0, 0}},
        {"On Tue, 02 Mar 2004 at 10:15, 12 people wrote:\nYes, 12.", 2026, {1, 0, 0, 0}},
        {"See https://x.example/20/30/40 or 2026-01-02, 02/03, a@b12.example", 2026, {0, 0, 0, 0}},
        {"name  runs  ms\nold  10  45\nnew  12  40\nbest  14  38", 2026, {6, 1, 0, 0}},
        {"| a | 10 | 45 |\n| b | 12 | 40 |", 2026, {4, 0, 0, 0}}, /* two rows are no table */
        {"a\t1\t2\nb\t3\t4\nc\t5\t6\nd\t7\t8", 2026, {0, 1, 0, 0}},
        {"Data: https://x.example/runs.csv?v=1, http://y.example/datasets/oil.",
         2026,
         {0, 0, 2, 0}},
        {"https://x.example/runs.html and runs.csv", 2026, {0, 0, 0, 0}},
        {"By 2030 half will be gone, by 2035 all.", 2026, {0, 0, 0, 2}},
        {"We saw 2030 coming. It will rain.", 2026, {0, 0, 0, 0}}, /* not in one sentence */
        {"It will be 2026, or 2077.", 2026, {0, 0, 0, 0}},         /* its own, and too far */
        {"By 2030 half will be gone.", 0, {0, 0, 0, 0}},           /* said nobody knows when */
        {"Bis 2030 wird es die Hälfte sein", 2026, {0, 0, 0, 1}},
        {"2030\n\nwill come", 2026, {0, 0, 0, 0}},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct angle_text x = angle_read(str_of(rows[i].text), rows[i].year);
        if (x.figures != rows[i].want.figures || x.tables != rows[i].want.tables ||
            x.files != rows[i].want.files || x.later != rows[i].want.later) {
            print_error("'%s': %u %u %u %u\n", rows[i].text, x.figures, x.tables, x.files, x.later);
            fail();
        }
    }
}

/* Every prefix of it is read without a look past its end. */
static void any_cut_is_read(void **state)
{
    (void)state;
    static const char text[] = "12 % (\xC3\xA4 3.5s) | 1 | 2 |\n\t1\t2\t3\r\n\r\nhttps://x/a.csv# "
                               "'ll by 2030";
    for (size_t n = 0; n < sizeof text; n++) {
        char *cut = malloc(n ? n : 1);
        assert_non_null(cut);
        for (size_t i = 0; i < n; i++)
            cut[i] = text[i];
        (void)angle_read((struct str){cut, n}, 2026);
        free(cut);
    }
}

static struct voice with(enum voice_measure m, struct voice_unit *unit, size_t count)
{
    struct voice one = {.node = 1, .docs = 100, .words = 10000, .told = 10000};
    one.of[m] = (struct voice_units){unit, count, true};
    return one;
}

/* 20 of 40 docs: 50 [35.2, 64.8] (Wilson); beyond a band is who is so with the whole interval. */
static void who_stands_beyond_the_band(void **state)
{
    (void)state;
    struct voice_norm norm[VOICE_MEASURE_COUNT];
    struct voice_unit unit[40];
    for (int i = 0; i < 40; i++)
        unit[i] = (struct voice_unit){i % 2, 1, 0, 0};
    struct voice one = with(VOICE_DATA, unit, 40);
    struct voices v = {.norm = norm};
    for (int m = 0; m < VOICE_MEASURE_COUNT; m++)
        norm[m] = (struct voice_norm){.lo = 10, .hi = 35, .r = .9};
    assert_int_equal(angle_find(&v, &one, ANGLE_DATA).stand, ANGLE_ABOVE);
    norm[VOICE_DATA].hi = 36;
    assert_int_equal(angle_find(&v, &one, ANGLE_DATA).stand, ANGLE_WITHIN);
    norm[VOICE_DATA] = (struct voice_norm){.lo = 65, .hi = 70, .r = .9};
    assert_int_equal(angle_find(&v, &one, ANGLE_DATA).stand, ANGLE_BELOW);
    norm[VOICE_DATA].lo = NAN;
    struct angle x = angle_find(&v, &one, ANGLE_DATA);
    assert_true(x.stand == ANGLE_UNKNOWN && x.value.enough && x.by == VOICE_DATA);
    one.of[VOICE_FIGURES] = one.of[VOICE_DATA]; /* another stands where the first does not hold */
    norm[VOICE_DATA].dropped = true;
    x = angle_find(&v, &one, ANGLE_DATA);
    assert_int_equal(x.by, VOICE_FIGURES);
    norm[VOICE_FIGURES].dropped = true;
    x = angle_find(&v, &one, ANGLE_DATA);
    assert_true(x.by == VOICE_DATA && !x.value.enough && x.stand == ANGLE_UNKNOWN);
    for (int i = 0; i < 40; i++) /* to be soon is to be timely */
        unit[i] = (struct voice_unit){1, 1, 0, 0};
    one.of[VOICE_SOON] = one.of[VOICE_DATA];
    assert_int_equal(angle_find(&v, &one, ANGLE_TIMELINESS).stand, ANGLE_ABOVE);
    assert_int_equal(angle_find(&v, NULL, ANGLE_NICHE).by, VOICE_NICHE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_are_read_as_a_human_would),
        cmocka_unit_test(any_cut_is_read),
        cmocka_unit_test(who_stands_beyond_the_band),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

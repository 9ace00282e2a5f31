/* law_outcome.c - tests: is an effect found, and graded, no oftener than chance allows? */
#include "laws.h"
#include "programmes.h"

#include "base/time.h"
#include "measure/outcome.h"

/* Made programmes of each kind; a fifth of it where memory is looked at. Bounds are 4 standard
 * deviations of what 5 in 100 come out as in so many. */
#ifdef __SANITIZE_ADDRESS__
enum { RUNS = 40 };
#else
enum { RUNS = 200 };
#endif

enum { UNITS_MOST = 48, PERIODS_MOST = 12 };

static int64_t month(size_t m)
{
    struct civil c = {.year = 2024 + (int)m / 12, .month = (int)m % 12 + 1, .day = 1};
    return time_from_civil(c);
}

struct found {                        /* of runs */
    double runs, of_grade[4], called; /* called: A or B, and p at most .05 */
    double covered;                   /* of those with an interval: the truth is in it */
};

static void judge_made(const struct made_programme *m, bool works, enum lot_kind lot, struct rng *r,
                       struct found *ret)
{
    static double y[UNITS_MOST * PERIODS_MOST];
    static struct outcome_row row[UNITS_MOST * PERIODS_MOST];
    struct arena a = {0};
    uint32_t start[UNITS_MOST];
    struct outcome_unit unit[UNITS_MOST];
    struct outcome_results all;
    size_t units = made_units(m);
    double truth = made_panel(m, works, r, y, start);
    struct outcomes x = {.row = row,
                         .unit = unit,
                         .unit_count = units,
                         .lot = lot,
                         .drawn_at_s = lot ? month(m->start[0]) - DAY_S : TIME_NONE,
                         .as_of_s = month(m->periods) - 1};
    for (size_t u = 0; u < units; u++) {
        bool on = start[u] != PANEL_NEVER;
        unit[u] = (struct outcome_unit){.node = (int64_t)u + 1,
                                        .category = STR("analyst"),
                                        .start_s = on ? month(start[u]) : TIME_NONE,
                                        .place = lot ? (uint32_t)(u % (units / 2)) + 1 : 0,
                                        .engages = on};
    }
    for (size_t t = 0; t < m->periods; t++) {
        for (size_t u = 0; u < units; u++) {
            row[x.count++] = (struct outcome_row){.kind = STR("session"),
                                                  .unit = STR("sessions"),
                                                  .aim = AIM_ENGAGEMENT,
                                                  .node = (int64_t)u + 1,
                                                  .at_s = month(t),
                                                  .amount = y[u * m->periods + t]};
        }
    }
    outcomes_judge(&x, rng_u64(r), 1, &a, &all);
    law_holds(all.count == 1, "one figure", (int)all.count);
    const struct effect *f = &all.one[0].finding.effect;
    enum grade grade = all.one[0].grade;
    ret->runs++;
    ret->of_grade[grade]++;
    ret->called += grade <= GRADE_B && f->p <= 0.05;
    ret->covered += grade != GRADE_D && f->lo <= truth && truth <= f->hi;
    arena_free(&a);
}

static double off_by(double runs)
{
    return 4.0 * sqrt(0.05 * 0.95 / runs);
}

static void many(const struct made_programme *m, enum lot_kind lot, uint64_t stream,
                 struct found ret[2])
{
    struct rng r = rng_stream(seed_of_run(), stream);
    for (int i = 0; i < RUNS; i++) {
        for (int works = 0; works < 2; works++)
            judge_made(m, works, lot, &r, &ret[works]);
    }
}

static void without_an_effect_none_is_found_but_by_chance(void **state)
{
    static const struct made_programme pairs = {{12}, {4}, 12, 10, 1.5, 0.0, 0.5};
    static const struct made_programme starts = {{6, 6, 6}, {4, 6, 8}, 12, 12, 1.5, 0.3, 0.3};
    (void)state;
    struct found lot[2] = {{0}};
    struct found staggered[2] = {{0}};
    many(&pairs, LOT_PAIRS, 81, lot);
    many(&starts, LOT_NONE, 82, staggered);
    print_message(
        "# pairs: found %.3f without, %.3f with an effect; starts: %.3f, %.3f, of grade B "
        "%.2f\n",
        lot[0].called / RUNS, lot[1].called / RUNS, staggered[0].called / RUNS,
        staggered[1].called / RUNS, staggered[0].of_grade[GRADE_B] / RUNS);
    for (int works = 0; works < 2; works++) {
        law_holds(lot[works].of_grade[GRADE_A] == RUNS, "a lot is grade A", works);
        law_holds(staggered[works].of_grade[GRADE_A] == 0, "no lot, no A", works);
        law_holds(lot[works].covered / RUNS >= 0.95 - off_by(RUNS), "pairs cover", works);
        law_holds(staggered[works].covered / RUNS >= 0.95 - off_by(RUNS), "starts cover", works);
    }
    law_holds(lot[0].called / RUNS <= 0.05 + off_by(RUNS), "pairs", (int)lot[0].called);
    law_holds(staggered[0].called / RUNS <= 0.05 + off_by(RUNS), "starts",
              (int)staggered[0].called);
    law_holds(lot[1].called > lot[0].called + RUNS / 10, "pairs find what is there",
              (int)lot[1].called);
    law_holds(staggered[1].called > staggered[0].called + RUNS / 10, "starts find what is there",
              (int)staggered[1].called);
}

/* Whatever went up since, with nobody to compare with it is an association: all share a shock. */
static void before_and_after_never_finds_an_effect(void **state)
{
    static const struct made_programme all = {{12}, {5}, 0, 10, 1.5, 0.0, 0.5};
    (void)state;
    struct rng r = rng_stream(seed_of_run(), 83);
    struct found ret = {0};
    for (int i = 0; i < RUNS; i++)
        judge_made(&all, i % 2, LOT_NONE, &r, &ret);
    law_holds(ret.called == 0, "no A or B", (int)ret.called);
    law_holds(ret.of_grade[GRADE_C] + ret.of_grade[GRADE_D] == RUNS, "C or D", RUNS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_an_effect_none_is_found_but_by_chance),
        cmocka_unit_test(before_and_after_never_finds_an_effect),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

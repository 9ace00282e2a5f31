/* law_share.c - tests: do 95 % intervals of a change hold it 95 times of 100, and cry 5 times wolf?
 */
#include "laws.h"

#include "base/rng.h"
#include "measure/sample.h"
#include "measure/share.h"

enum { PAIRS = 2000, MOST = 600 };

struct waves_made {
    const char *name;
    size_t n1, n2;
    double from, to;   /* shares in the population; panels: to of those who were not, see drift */
    bool weighted;     /* one in three weighs 1/2, one 2, as after raking */
    bool panel;        /* n1 people twice */
    double population; /* 0: endless; else drawn without going back */
};

static const struct waves_made made[] = {
    {"independent, n 300 and 250, 30 to 42 %", 300, 250, .30, .42, false, false, 0},
    {"independent, n 100 and 120, 12 to 20 %", 100, 120, .12, .20, false, false, 0},
    {"weighted, n 400 and 350, 30 to 38 %", 400, 350, .30, .38, true, false, 0},
    {"panel, n 200, 40 to 50 %", 200, 200, .40, .50, false, true, 0},
    {"weighted panel, n 300, 40 to 50 %", 300, 300, .40, .50, true, true, 0},
    {"of 600, n 300 and 250, 30 to 40 %", 300, 250, .30, .40, false, false, 600},
};

static double weight_at(const struct waves_made *m, struct rng *r)
{
    static const double weights[] = {0.5, 1, 2};
    return m->weighted ? weights[rng_below(r, 3)] : 1.0;
}

/* Somebody of a population in which exactly the share holds is drawn without going back. */
static bool holds(double share, double population, size_t drawn, double *taken, struct rng *r)
{
    double left =
        population > 0 ? (share * population - *taken) / (population - (double)drawn) : share;
    bool yes = rng_unit(r) < left;
    *taken += yes;
    return yes;
}

static struct share wave_at(const struct waves_made *m, size_t n, double share, struct rng *r)
{
    double weight[MOST];
    double sum = 0;
    double yes = 0;
    double taken = 0;
    for (size_t i = 0; i < n; i++) {
        weight[i] = weight_at(m, r);
        sum += weight[i];
        yes += weight[i] * holds(share, m->population, i, &taken, r);
    }
    return (struct share){
        .value = yes / sum, .n = n, .deff = deff_kish(weight, n), .population = m->population};
}

/* Three in four say what they said; the others are drawn anew, so that all end at `to`. */
static struct change panel_at(const struct waves_made *m, double to, struct rng *r)
{
    struct twice people[MOST];
    double anew = (to - 0.75 * m->from) / 0.25;
    for (size_t i = 0; i < m->n1; i++) {
        bool was = rng_unit(r) < m->from;
        bool stays = rng_unit(r) < 0.75;
        bool is = stays ? was : rng_unit(r) < anew;
        people[i] = (struct twice){was, is, weight_at(m, r)};
    }
    return share_panel(people, m->n1, m->population);
}

static struct change change_at(const struct waves_made *m, double to, struct rng *r)
{
    if (m->panel) return panel_at(m, to, r);
    struct share before = wave_at(m, m->n1, m->from, r);
    struct share now = wave_at(m, m->n2, to, r);
    return share_change(&before, &now);
}

static void between(double least, double got, double most, const char *what, const char *where)
{
    print_message("# %s: %s %.2f %%\n", where, what, 100 * got);
    if (got >= least && got <= most) return;
    print_error("%s: %s is %.4f, want %.2f to %.2f (SEED=%llu)\n", where, what, got, least, most,
                (unsigned long long)seed_of_run());
    fail();
}

static void intervals_hold_the_change_and_rarely_cry_wolf(void **state)
{
    (void)state;
    for (size_t k = 0; k < sizeof made / sizeof *made; k++) {
        const struct waves_made *m = &made[k];
        int covered = 0;
        int wolf = 0;
        for (int i = 0; i < PAIRS; i++) {
            struct rng r = rng_stream(seed_of_run(), rng_stream_id(41, (uint32_t)k, (uint32_t)i));
            struct change moved = change_at(m, m->to, &r);
            double truth = m->to - m->from;
            covered += moved.by.lo <= truth && truth <= moved.by.hi;
            wolf += change_at(m, m->from, &r).p < 0.05;
        }
        between(0.93, (double)covered / PAIRS, 0.97, "95 % intervals that hold the change",
                m->name);
        between(0.03, (double)wolf / PAIRS, 0.07, "false positives", m->name);
    }
}

static void swapping_the_waves_turns_the_sign(void **state)
{
    (void)state;
    struct rng r = rng_stream(seed_of_run(), 42);
    for (int i = 0; i < PAIRS; i++) {
        struct share x = wave_at(&made[2], 40, rng_unit(&r), &r);
        struct share y = wave_at(&made[2], 60, rng_unit(&r), &r);
        struct change there = share_change(&x, &y);
        struct change back = share_change(&y, &x);
        law_holds(fabs(there.by.lo + back.by.hi) < 1e-12 && fabs(there.p - back.p) < 1e-12,
                  "there is back with the other sign", i);
        law_holds(there.by.lo <= there.by.value + 1e-12 && there.by.value <= there.by.hi + 1e-12,
                  "an interval holds its figure", i);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(intervals_hold_the_change_and_rarely_cry_wolf),
        cmocka_unit_test(swapping_the_waves_turns_the_sign),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

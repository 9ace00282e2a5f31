/* law_agree.c - tests: what must hold of two sides' words, whatever they said */
#include "laws.h"

#include "base/rng.h"
#include "connect/agree.h"

enum { ROUNDS_OF_WORDS = 2000 };

static struct agree at_random(struct rng *r)
{
    uint64_t most = rng_below(r, 3) ? 1 + rng_below(r, 40) : 1;
    return (struct agree){rng_below(r, most + 1), rng_below(r, most + 1), rng_below(r, most + 1),
                          rng_below(r, most + 1), rng_below(r, most + 1), rng_below(r, most + 1)};
}

static bool near_or_none(double l, double r)
{
    return (isnan(l) && isnan(r)) || fabs(l - r) < 1e-9;
}

static bool mirrored(struct figure l, struct figure r)
{
    return near_or_none(l.value, -r.value) && near_or_none(l.lo, -r.hi) &&
           near_or_none(l.hi, -r.lo);
}

static bool around(struct figure f)
{
    return isnan(f.value) || (f.lo <= f.value + 1e-12 && f.value <= f.hi + 1e-12);
}

static void sides_that_swap_swap_the_figures(void **state)
{
    (void)state;
    struct rng r = rng_stream(seed_of_run(), 11);
    for (int i = 0; i < ROUNDS_OF_WORDS; i++) {
        struct agree x = at_random(&r);
        struct agree y = x;
        y.ours = x.theirs;
        y.theirs = x.ours;
        struct agreement l = agree_find(&x);
        struct agreement m = agree_find(&y);
        law_holds(mirrored(l.over, m.over), "over-belief changes its sign", i);
        law_holds(near_or_none(l.p, m.p) && near_or_none(l.kappa.value, m.kappa.value),
                  "p and kappa stay", i);
        law_holds(near_or_none(l.confirmed.lo, m.sensitivity.lo) &&
                      near_or_none(l.confirmed.value, m.sensitivity.value),
                  "what is confirmed becomes what is known", i);
    }
}

static void an_interval_holds_its_figure(void **state)
{
    (void)state;
    struct rng r = rng_stream(seed_of_run(), 12);
    for (int i = 0; i < ROUNDS_OF_WORDS; i++) {
        struct agree x = at_random(&r);
        struct agreement g = agree_find(&x);
        law_holds(around(g.confirmed) && around(g.sensitivity) && around(g.over), "interval", i);
        law_holds(isnan(g.p) || (g.p > 0 && g.p <= 1), "p", i);
        struct figure none = agree_change(g.over, g.over);
        law_holds(around(none), "change", i);
    }
}

static void bounds_hold_every_answer_of_the_silent(void **state)
{
    (void)state;
    struct rng r = rng_stream(seed_of_run(), 13);
    for (int i = 0; i < ROUNDS_OF_WORDS; i++) {
        struct agree x = at_random(&r);
        struct agreement bound = agree_find(&x);
        uint64_t yes = rng_below(&r, x.silent_ours + 1);
        uint64_t also = rng_below(&r, x.silent_none + 1);
        struct agree y = {x.both + yes,
                          x.ours + x.silent_ours - yes,
                          x.theirs + also,
                          x.none + x.silent_none - also,
                          0,
                          0};
        struct agreement g = agree_find(&y);
        if (!g.n) continue;
        law_holds(isnan(g.confirmed.value) || (bound.confirmed_if_no <= g.confirmed.value + 1e-12 &&
                                               g.confirmed.value <= bound.confirmed_if_yes + 1e-12),
                  "the share confirmed is within its bounds", i);
        law_holds(bound.over_if_yes <= g.over.value + 1e-12 &&
                      g.over.value <= bound.over_if_no + 1e-12,
                  "over-belief is within its bounds", i);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sides_that_swap_swap_the_figures),
        cmocka_unit_test(an_interval_holds_its_figure),
        cmocka_unit_test(bounds_hold_every_answer_of_the_silent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

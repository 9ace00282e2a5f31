/* test_reliable.c - tests: how far a source can be believed */
#include "helpers.h"
#include "scene_made.h"

#include "find/interval.h"
#include "find/votes.h"

/* R: qbeta(c(.05,.95), 18, 4); qbeta(c(.05,.95), 11, 1); qbeta(c(.05,.5,.95), 1, 11);
 * qbeta(c(.05,.95), 181, 21) */
static void as_R_has_it(void **state)
{
    (void)state;
    static const struct {
        struct audited n;
        double q, want;
    } rows[] = {
        {{17, 3}, 0.05, 0.670788980537449},   {{17, 3}, 0.95, 0.932193527063166},
        {{10, 0}, 0.05, 0.761595809619147},   {{10, 0}, 0.95, 0.995347828267803},
        {{0, 10}, 0.05, 0.0046521717321973},  {{0, 10}, 0.5, 0.0610690893382937},
        {{0, 10}, 0.95, 0.2384041903808527},  {{180, 20}, 0.05, 0.858700569057610},
        {{180, 20}, 0.95, 0.928916593979204},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_near(reliability_quantile(rows[i].n, rows[i].q), rows[i].want, 1e-12);
    assert_near(reliability((struct audited){17, 3}), 18.0 / 22, 1e-15);
    assert_near(reliability((struct audited){10, 0}), 11.0 / 12, 1e-15);
}

/* Nine rows say more of the prior than of the source. */
static void too_few_rows_say_nothing(void **state)
{
    (void)state;
    assert_near(reliability((struct audited){0, 9}), 1.0, 0);
    assert_near(reliability_quantile((struct audited){9, 0}, 0.05), 1.0, 0);
    assert_near(reliability_draw((struct audited){0, 0}, 1, 2, 3), 1.0, 0);
}

/* Moments of Beta(18, 4): mean 18/22, standard deviation sqrt(18*4/(22^2*23)) = 0.08042. */
static void draws_have_the_moments_of_the_posterior(void **state)
{
    (void)state;
    struct audited n = {17, 3};
    double sum = 0;
    double squares = 0;
    enum { DRAWS = 40000 };
    for (uint32_t i = 0; i < DRAWS; i++) {
        double r = reliability_draw(n, 1, i, 0) * reliability(n);
        sum += r;
        squares += r * r;
    }
    double mean = sum / DRAWS;
    assert_near(mean, 18.0 / 22, 4 * 0.08042 / 200);
    assert_near(sqrt(squares / DRAWS - mean * mean), 0.0804228851753984, 0.0015);
    assert_true(reliability_draw(n, 1, 5, 0) != reliability_draw(n, 1, 5, 1));
    assert_true(reliability_draw(n, 1, 5, 0) == reliability_draw(n, 1, 5, 0));
}

static const char *const market =
    "buyer a; buyer b; buyer c; buyer d; buyer e; buyer f; buyer g; buyer h; buyer i; buyer j\n"
    "a named ann; b named ann; c named ann; d named ann; e named ann; f named ann; g named ann\n"
    "h named bob source=1; i named bob source=1; j named bob source=1; a cited bob source=1\n"
    "a named bob";

static void audit(struct scene *sc, uint32_t source, struct audited n)
{
    ((struct scene_source *)(uintptr_t)sc->source)[source].audited = n;
}

static struct findings find_in(struct arena *a, const struct scene *sc)
{
    struct findings f;
    struct err e;
    struct reach_options o = REACH_OPTIONS;
    assert_ok(reach_find(sc, &o, a, &f, &e), e);
    return f;
}

/* What was not checked counts 18/22, what was found right 1, what was found wrong 0. */
static void votes_count_by_what_was_found(void **state)
{
    (void)state;
    struct arena a = {0};
    struct scene *sc = scene_made(&a, market);
    audit(sc, 0, (struct audited){17, 3});
    struct heed *heed = (struct heed *)(uintptr_t)sc->heed;
    for (size_t i = 0; i < sc->heed_count; i++) {
        if (sc->heed[i].from == 1) heed[i].checked = 1;
        if (sc->heed[i].from == 2) heed[i].checked = -1;
    }
    struct votes v;
    votes_find(sc, &a, &v);
    for (size_t i = 0; i < v.count; i++) {
        const struct vote *vote = &v.vote[i];
        double want = vote->buyer == 1 ? 1.0 : vote->buyer >= 7 ? 1.0 : 18.0 / 22;
        assert_true(vote->buyer != 2);
        assert_near(vote->p, want, 1e-15);
        /* a named bob by source 0, cited him by source 1 */
        if (vote->buyer == 0 && vote->other != UINT32_MAX) assert_near(vote->other_p, 0.5, 1e-7);
    }
    arena_free(&a);
}

/* A source nobody is sure of widens the interval of whom it carries; the others stay. */
static void an_unsure_source_widens_intervals(void **state)
{
    (void)state;
    struct arena a = {0};
    struct scene *sure = scene_made(&a, market);
    struct scene *few = scene_made(&a, market);
    audit(sure, 0, (struct audited){500, 500});
    audit(few, 0, (struct audited){5, 5});
    struct findings f = find_in(&a, sure);
    struct findings g = find_in(&a, few);
    assert_int_equal(f.person[0].node, g.person[0].node);
    assert_near(f.person[0].reach, g.person[0].reach, 1e-9); /* E r is .5 both times */
    assert_true(g.person[0].hi - g.person[0].lo > 1.1 * (f.person[0].hi - f.person[0].lo));
    arena_free(&a);
}

/* Votes of 200 buyers all through one source, no Beta: nearly all of the spread is r's own. */
static void the_interval_is_that_of_the_reliability(void **state)
{
    (void)state;
    enum { BUYERS = 200 };
    double weight[BUYERS];
    double p[BUYERS];
    uint32_t buyer[BUYERS];
    struct doubt doubt[BUYERS];
    struct audited n = {17, 3};
    for (uint32_t i = 0; i < BUYERS; i++) {
        weight[i] = 1;
        p[i] = 18.0 / 22;
        buyer[i] = i;
        doubt[i] = (struct doubt){0, UINT32_MAX, 0.0F};
    }
    struct poll poll = {.node = 1, .buyer = buyer, .p = p, .doubt = doubt, .count = BUYERS};
    struct poll_frame frame = {.weight = weight,
                               .buyer_count = BUYERS,
                               .audited = &n,
                               .audited_count = 1,
                               .seed = 7,
                               .top = 1};
    interval_find(&frame, &poll, 1);
    /* qbeta(c(.05,.95), 18, 4), by 400 draws: standard error of a 5 % quantile here about .009 */
    assert_near(poll.lo, 67.08, 3.0);
    assert_near(poll.hi, 93.22, 3.0);
    for (uint32_t i = 0; i < BUYERS; i++)
        doubt[i] = (struct doubt){0, UINT32_MAX, 18.0F / 22}; /* another source says as much */
    interval_find(&frame, &poll, 1);
    assert_near(poll.lo, 100 * 18.0 / 22, 0.01); /* never less than that */
    assert_near(poll.hi, 93.22, 3.0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(as_R_has_it),
        cmocka_unit_test(too_few_rows_say_nothing),
        cmocka_unit_test(draws_have_the_moments_of_the_posterior),
        cmocka_unit_test(votes_count_by_what_was_found),
        cmocka_unit_test(an_unsure_source_widens_intervals),
        cmocka_unit_test(the_interval_is_that_of_the_reliability),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

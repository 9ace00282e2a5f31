/* test_capped.c - tests: what the respondents of one organisation count, by hand */
#include "helpers.h"
#include "scene_made.h"

#include "find/interval.h"
#include "find/opinion.h"
#include "find/prior.h"
#include "find/votes.h"

/* n buyers of the firm, who answer that they rely on v. */
static void stuffers(struct made *m, uint32_t n, uint32_t org, uint32_t v, double weight)
{
    for (uint32_t i = 0; i < n; i++) {
        uint32_t u = made_buyer(m, weight);
        made_heed(m, u, VERB_NAMED, v)->survey = 1;
        made_respondent(m, u, org, 1);
    }
}

/* Twelve of a firm name v, nine others w: they count as 3 of 12 heard, each a quarter. */
static void many_of_one_firm_weigh_as_three(void **state)
{
    (void)state;
    struct arena a = {0};
    struct made m = {.a = &a};
    uint32_t v = made_person(&m);
    uint32_t w = made_person(&m);
    uint32_t firm = made_node(&m, NODE_ORG);
    stuffers(&m, 12, firm, v, 1.0);
    for (int i = 0; i < 9; i++)
        made_heed(&m, made_buyer(&m, 1.0), VERB_NAMED, w)->survey = 1;
    struct scene *sc = made_scene(&m);
    struct votes of;
    votes_find(sc, &a, &of);
    assert_int_equal(of.buyer_count, 21);
    assert_near(of.heard, 12.0, 1e-12);
    assert_near(of.x[v], 3.0, 1e-12);
    assert_near(of.x[w], 9.0, 1e-12);
    assert_near(of.unit, 1.0, 1e-12); /* (12 * .25^2 / .25 + 9) / 12 */
    assert_int_equal(of.caps.count, 1);
    assert_int_equal(of.caps.cap[0].org, firm);
    assert_int_equal(of.caps.cap[0].survey, 1);
    assert_int_equal(of.caps.cap[0].respondents, 12);
    struct node_counts outlets;
    struct reach_options o = REACH_OPTIONS;
    outlets_find(sc, &o, &a, &outlets);
    assert_int_equal(outlets.buyer_count, 21);
    assert_int_equal(outlets.count, 0);
    arena_free(&a);
}

/* Weights of 2 for the firm's six: (6 * 2 * .5 = 6) and 3 of weight 1; |S| is 3 + 3. */
static void given_weights_are_kept(void **state)
{
    (void)state;
    struct arena a = {0};
    struct made m = {.a = &a};
    uint32_t v = made_person(&m);
    uint32_t w = made_person(&m);
    uint32_t firm = made_node(&m, NODE_ORG);
    stuffers(&m, 6, firm, v, 2.0);
    for (int i = 0; i < 3; i++)
        made_heed(&m, made_buyer(&m, 1.0), VERB_NAMED, w);
    struct votes of;
    votes_find(made_scene(&m), &a, &of);
    assert_near(of.heard, 6.0, 1e-12);
    assert_near(of.x[v], 4.0, 1e-12);
    assert_near(of.x[w], 2.0, 1e-12);
    arena_free(&a);
}

static void who_is_not_capped(void **state)
{
    (void)state;
    static const struct {
        const char *name, *lines;
        double heard, x; /* of v */
    } rows[] = {
        {"three of a firm",
         "u1 named v survey=1; u2 named v survey=1; u3 named v survey=1\n"
         "answers u1 org 1; answers u2 org 1; answers u3 org 1; answers u4 org 1",
         3, 3},
        {"four of a firm in no survey", "u1 named v; u2 named v; u3 named v; u4 named v", 4, 4},
        {"two surveys", /* three in each */
         "u1 named v survey=1; u2 named v survey=1; u3 named v survey=1\n"
         "u4 named v survey=2; u5 named v survey=2; u6 named v survey=2\n"
         "answers u1 org 1; answers u2 org 1; answers u3 org 1\n"
         "answers u4 org 2; answers u5 org 2; answers u6 org 2",
         6, 6},
        {"four of a firm", /* one of them again elsewhere, 3 / 4 for each answer */
         "u1 named v survey=1; u2 named v survey=1; u3 named v survey=1; u4 named v survey=1\n"
         "answers u1 org 1; answers u2 org 1; answers u3 org 1; answers u4 org 1\n"
         "u4 cited w",
         3 * .75 + 1, 3},
        {"whoever says it elsewhere, too", /* u4: a whole vote, cited half */
         "u1 named v survey=1; u2 named v survey=1; u3 named v survey=1; u4 named v survey=1\n"
         "answers u1 org 1; answers u2 org 1; answers u3 org 1; answers u4 org 1\n"
         "u4 named v",
         3 * .75 + 1, 3 * .75 + 1},
        {"of two firms the stricter", /* org: 4, big: 5, of whom u1 is of both */
         "u1 named v survey=1; u2 named v survey=1; u3 named v survey=1; u4 named v survey=1\n"
         "answers u1 org 1; answers u2 org 1; answers u3 org 1; answers u4 org 1\n"
         "u5 named w survey=1; u6 named w survey=1; u7 named w survey=1; u8 named w survey=1\n"
         "answers u5 big 1; answers u6 big 1; answers u7 big 1; answers u8 big 1; answers u1 big 1",
         3 * .75 + .6 + 4 * .6, 3 * .75 + .6},
        {"said twice", /* one vote */
         "u1 named v survey=1; u1 named v survey=1 day=-9; u1 named v survey=2 day=-99", 1, 1},
        {"who opposes is no respondent that votes",
         "u1 named v survey=1; u2 named v survey=1; u3 named v survey=1\n"
         "u4 named v survey=1 sign=-1\n"
         "answers u1 org 1; answers u2 org 1; answers u3 org 1; answers u4 org 1",
         3, 3},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct arena a = {0};
        struct made m = {.a = &a};
        made_lines(&m, "person v; person w; org org; org big; buyer u1; buyer u2; buyer u3\n"
                       "buyer u4; buyer u5; buyer u6; buyer u7; buyer u8");
        made_lines(&m, rows[i].lines);
        struct votes of;
        votes_find(made_scene(&m), &a, &of);
        if (!(fabs(of.heard - rows[i].heard) < 1e-12))
            fail_msg("%s: |S| %g", rows[i].name, of.heard);
        if (!(fabs(of.x[0] - rows[i].x) < 1e-12)) fail_msg("%s: votes %g", rows[i].name, of.x[0]);
        arena_free(&a);
    }
}

/* 12 of one firm draw as 3 buyers: Beta(3, 9) of R: qbeta(c(.05, .95), 3, 9) */
static void their_interval_is_that_of_three(void **state)
{
    (void)state;
    struct arena a = {0};
    double weight[21];
    double part[21];
    uint32_t buyer[12];
    double p[12];
    for (size_t b = 0; b < 21; b++)
        weight[b] = part[b] = b < 12 ? 0.25 : 1.0;
    for (uint32_t i = 0; i < 12; i++) {
        buyer[i] = i;
        p[i] = 1.0;
    }
    double lo = 0.0;
    double hi = 0.0;
    enum { SEEDS = 50 };
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct poll poll = {.buyer = buyer, .p = p, .count = 12};
        struct poll_frame f = {.weight = weight,
                               .part_of = part,
                               .buyer_count = 21,
                               .seed = seed,
                               .threads = 1,
                               .top = 1};
        interval_find(&f, &poll, 1);
        lo += poll.lo / SEEDS;
        hi += poll.hi / SEEDS;
    }
    assert_near(lo, 100 * 0.07882005, 0.25);
    assert_near(hi, 100 * 0.4700868, 0.5);
    arena_free(&a);
}

/* Seven of whom each is a quarter: 3 buyers, too few. Trust is by parts as well. */
static void too_few_stay_too_few(void **state)
{
    (void)state;
    struct arena a = {0};
    struct made m = {.a = &a};
    uint32_t v = made_person(&m);
    uint32_t firm = made_node(&m, NODE_ORG);
    stuffers(&m, 100, firm, v, 1.0);
    struct findings f;
    struct err e;
    struct reach_options o = REACH_OPTIONS;
    assert_ok(reach_find(made_scene(&m), &o, &a, &f, &e), e);
    assert_false(f.ranked);
    assert_near(f.votes.heard, 3.0, 1e-9);
    assert_near(f.prior.trust[firm + 1], 0.03, 1e-15);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(many_of_one_firm_weigh_as_three),
        cmocka_unit_test(given_weights_are_kept),
        cmocka_unit_test(who_is_not_capped),
        cmocka_unit_test(their_interval_is_that_of_three),
        cmocka_unit_test(too_few_stay_too_few),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

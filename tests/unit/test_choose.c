/* test_choose.c - tests: choose, cover, greedy, firm */
#include "helpers.h"

#include "base/limits.h"
#include "base/tail.h"
#include "choose/choose.h"
#include "choose/firm.h"
#include "findings_made.h"

#define ONE_LESS_1_E 0.6321205588285577

static void the_cover_of_one_person_is_their_reach(void **state)
{
    (void)state;
    struct arena a = {0};
    struct rng r = rng_stream(11, 0);
    for (int round = 0; round < 50; round++) {
        struct made m = made_random(&r, &a, 5 + rng_below(&r, 40), 1 + rng_below(&r, 30));
        const struct findings *f = made_findings(&m, &a);
        for (size_t i = 0; i < f->count; i++) {
            assert_near(choose_cover(f, &f->person[i].node, 1), f->person[i].reach, 1e-10);
        }
    }
    arena_free(&a);
}

/* The formula of choose.h, buyer by buyer. */
static double cover_by_hand(const struct made *m, uint32_t set)
{
    double total = 0.0;
    for (size_t i = 0; i < m->buyers * m->persons; i++) {
        total += m->weight[i / m->persons] * m->p[i];
    }
    double n0 = (double)m->buyers * m->kappa / total;
    double sum = 0.0;
    for (size_t u = 0; u < m->buyers; u++) {
        double miss = 1.0;
        for (size_t v = 0; v < m->persons; v++) {
            if (set >> v & 1) miss *= 1.0 - m->p[u * m->persons + v];
        }
        sum += m->weight[u] * (1.0 - miss);
    }
    double miss = 1.0;
    for (size_t v = 0; v < m->persons; v++) {
        if (set >> v & 1) miss *= 1.0 - fmin(1.0, m->share[v] * total / (double)m->buyers);
    }
    return 100.0 / ((double)m->buyers + n0) * (sum + n0 * (1.0 - miss));
}

static size_t bits(uint32_t set)
{
    return (size_t)__builtin_popcount(set);
}

static uint32_t set_of(const struct made *m, const struct choice *c)
{
    uint32_t set = 0;
    for (size_t i = 0; i < c->count; i++)
        set |= 1u << (c->pick[i].node - m->buyers);
    return set;
}

/* Without others a reach is Beta(alpha, |S| + n0 - alpha): what its draws span is near the span of
 * that, as near as 64 draws can be. The first adds what it covers; who is heeded by the same people
 * alone adds nothing in any draw. */
static void what_a_pick_adds_spans_what_the_posterior_does(void **state)
{
    (void)state;
    struct arena a = {0};
    struct err e;
    struct made m = made_empty(&a, 40, 2);
    for (size_t u = 0; u < 20; u++)
        m.p[u * 2] = m.p[u * 2 + 1] = 1.0;
    const struct findings *f = made_findings(&m, &a);
    struct choice c;
    assert_ok(choose_find(f, &(struct choose_options){.k = 2, .seed = 5}, &a, &c, &e), e);
    double all = 40.0 + f->prior.pseudo_buyers;
    double alpha = c.pick[0].reach / 100.0 * all;
    double lo = 100.0 * beta_quantile(alpha, all - alpha, 0.1);
    double hi = 100.0 * beta_quantile(alpha, all - alpha, 0.9);
    assert_near(c.pick[0].gain_in.lo, lo, 0.35 * (hi - lo));
    assert_near(c.pick[0].gain_in.hi, hi, 0.35 * (hi - lo));
    assert_near(c.pick[0].gain_in.lo, c.pick[0].cover_in.lo, 1e-9);
    assert_near(c.pick[0].gain_in.hi, c.pick[0].cover_in.hi, 1e-9);
    assert_near(c.pick[1].cover_in.lo, c.lo, 0.0);
    assert_near(c.pick[1].cover_in.hi, c.hi, 0.0);
    assert_true(c.pick[1].gain_in.lo <= c.pick[1].gain && c.pick[1].gain <= c.pick[1].gain_in.hi);
    assert_true(c.pick[1].gain_in.hi < 0.2 * (hi - lo));
    arena_free(&a);
}

/* Oracle: every set of at most 11 people. Bound: Nemhauser, Wolsey, Fisher 1978. */
static void greedy_comes_near_the_best_of_all_sets(void **state)
{
    (void)state;
    struct arena a = {0};
    struct rng r = rng_stream(12, 0);
    struct err e;
    for (int round = 0; round < 12; round++) {
        struct made m = made_random(&r, &a, 12, 4 + rng_below(&r, 8));
        const struct findings *f = made_findings(&m, &a);
        double best[13] = {0};
        for (uint32_t set = 0; set < 1u << m.persons; set++) {
            double cover = cover_by_hand(&m, set);
            if (cover > best[bits(set)]) best[bits(set)] = cover;
        }
        for (size_t k = 1; k <= m.persons; k++) {
            struct choice c;
            assert_ok(choose_find(f, &(struct choose_options){.k = k, .seed = 1}, &a, &c, &e), e);
            assert_int_equal(c.count, k);
            assert_near(c.cover, cover_by_hand(&m, set_of(&m, &c)), 1e-9);
            assert_true(c.cover >= ONE_LESS_1_E * best[k]);
            assert_true(c.cover <= best[k] + 1e-9);
        }
    }
    arena_free(&a);
}

/* Bound: Leskovec et al. 2007, half of 1 - 1/e. */
static void a_budget_is_kept_and_well_spent(void **state)
{
    (void)state;
    struct arena a = {0};
    struct rng r = rng_stream(13, 0);
    struct err e;
    for (int round = 0; round < 40; round++) {
        struct made m = made_random(&r, &a, 12, 10);
        const struct findings *f = made_findings(&m, &a);
        double *cost = arena_new(&a, double, f->scene->node_count);
        for (size_t i = 0; i < f->scene->node_count; i++)
            cost[i] = 0.2 + 5.0 * rng_unit(&r);
        double budget = 1.0 + 10.0 * rng_unit(&r);
        double best = 0.0;
        for (uint32_t set = 0; set < 1u << m.persons; set++) {
            double sum = 0.0;
            for (size_t v = 0; v < m.persons; v++)
                sum += set >> v & 1 ? cost[m.buyers + v] : 0.0;
            if (sum <= budget) best = fmax(best, cover_by_hand(&m, set));
        }
        struct choose_options o = {.k = 10, .cost = cost, .budget = budget, .seed = 1};
        struct choice c;
        assert_ok(choose_find(f, &o, &a, &c, &e), e);
        double spent = 0.0;
        for (size_t i = 0; i < c.count; i++)
            spent += c.pick[i].cost;
        assert_near(spent, c.cost, 1e-12);
        assert_true(spent <= budget * (1.0 + 1e-9));
        assert_true(c.cover >= 0.5 * ONE_LESS_1_E * best);
        assert_true(c.cover <= best + 1e-9);
    }
    arena_free(&a);
}

static void lazy_picks_are_those_of_looking_at_everybody(void **state)
{
    (void)state;
    struct arena a = {0};
    struct rng r = rng_stream(14, 0);
    struct err e;
    for (int round = 0; round < 20; round++) {
        struct made m = made_random(&r, &a, 30, 25);
        const struct findings *f = made_findings(&m, &a);
        struct choice c;
        assert_ok(choose_find(f, &(struct choose_options){.k = 12, .seed = 1}, &a, &c, &e), e);
        uint32_t set = 0;
        for (size_t i = 0; i < c.count; i++) {
            size_t best = 0;
            double most = -1.0;
            for (size_t v = 0; v < m.persons; v++) {
                double cover = set >> v & 1 ? -1.0 : cover_by_hand(&m, set | 1u << v);
                if (cover > most) {
                    most = cover;
                    best = v;
                }
            }
            assert_int_equal(c.pick[i].node, m.buyers + best);
            assert_near(c.pick[i].cover, most, 1e-9);
            set |= 1u << best;
        }
    }
    arena_free(&a);
}

/* Two groups that share nobody: brute force says which quotas can be kept. */
static void quotas_are_kept_whenever_they_can_be(void **state)
{
    (void)state;
    struct arena a = {0};
    struct rng r = rng_stream(15, 0);
    struct err e;
    size_t kept = 0;
    size_t refused = 0;
    for (int round = 0; round < 300; round++) {
        struct made m = made_random(&r, &a, 10, 9);
        const struct findings *f = made_findings(&m, &a);
        bool *in[2] = {arena_new(&a, bool, 19), arena_new(&a, bool, 19)};
        uint32_t group[2] = {0, 0};
        for (size_t v = 0; v < m.persons; v++) {
            size_t g = rng_below(&r, 3);
            if (g == 2) continue;
            in[g][m.buyers + v] = true;
            group[g] |= 1u << v;
        }
        struct quota quota[2];
        for (size_t g = 0; g < 2; g++) {
            size_t least = rng_below(&r, 4);
            size_t most = rng_below(&r, 2) ? SIZE_MAX : least + rng_below(&r, 2);
            quota[g] = (struct quota){in[g], least, most, STR("some>=n")};
        }
        struct choose_options o = {
            .k = 1 + rng_below(&r, 6), .seed = 1, .quota = quota, .quota_count = 2};
        bool possible = false;
        for (uint32_t set = 0; set < 1u << m.persons && !possible; set++) {
            possible = bits(set) <= o.k;
            for (size_t g = 0; g < 2; g++) {
                size_t n = bits(set & group[g]);
                possible = possible && n >= quota[g].least && n <= quota[g].most;
            }
        }
        struct choice c;
        enum status s = choose_find(f, &o, &a, &c, &e);
        assert_int_equal(s, possible ? OK : BAD_INPUT);
        kept += possible;
        refused += !possible;
        for (size_t g = 0; possible && g < 2; g++) {
            size_t n = bits(set_of(&m, &c) & group[g]);
            assert_true(n >= quota[g].least && n <= quota[g].most);
        }
    }
    assert_true(kept > 50 && refused > 20);
    arena_free(&a);
}

static void gains_never_grow_and_add_up_to_the_cover(void **state)
{
    (void)state;
    struct arena a = {0};
    struct rng r = rng_stream(16, 0);
    struct err e;
    struct made m = made_random(&r, &a, 40, 60);
    const struct findings *f = made_findings(&m, &a);
    struct choice c;
    assert_ok(choose_find(f, &(struct choose_options){.k = 25, .seed = 1}, &a, &c, &e), e);
    assert_int_equal(c.count, 25);
    assert_int_equal(c.curve_count, 10);
    double sum = 0.0;
    double before = 100.0;
    for (size_t i = 0; i < 35; i++) {
        const struct pick *p = i < 25 ? &c.pick[i] : &c.curve[i - 25];
        sum += p->gain;
        assert_true(p->gain <= before + 1e-12);
        assert_true(p->gain <= p->reach + 1e-12);
        assert_near(p->cover, sum, 1e-9);
        before = p->gain;
        double most = 0.0; /* by the covers of pairs */
        for (size_t k = 0; k < i && i < 25; k++) {
            uint32_t pair[] = {c.pick[k].node, p->node};
            double both = choose_cover(f, pair, 2);
            most = fmax(most, (c.pick[k].reach + p->reach - both) / p->reach);
        }
        assert_near(p->shared, most, 1e-9);
    }
    assert_near(c.cover, c.pick[24].cover, 0.0);
    assert_true(c.lo <= c.cover && c.cover <= c.hi && c.lo < c.hi);
    arena_free(&a);
}

static void equals_are_picked_by_node(void **state)
{
    (void)state;
    struct arena a = {0};
    struct err e;
    struct made m = made_empty(&a, 8, 4);
    for (size_t v = 0; v < 4; v++) { /* everybody is named by two buyers of their own */
        m.p[2 * v * 4 + v] = 1.0;
        m.p[(2 * v + 1) * 4 + v] = 1.0;
    }
    const struct findings *f = made_findings(&m, &a);
    struct choice c;
    assert_ok(choose_find(f, &(struct choose_options){.k = 4, .seed = 1}, &a, &c, &e), e);
    for (uint32_t i = 0; i < 4; i++) {
        assert_int_equal(c.pick[i].node, 8 + i);
        assert_near(c.pick[i].gain, 25.0, 1e-12);
        assert_near(c.pick[i].firm, 1.0, 0.0);
    }
    assert_near(c.lo, 100.0, 1e-9); /* every buyer names one of the four: nothing is left open */
    arena_free(&a);
}

static void twins_are_as_firm_as_a_coin(void **state)
{
    (void)state;
    struct arena a = {0};
    struct err e;
    struct made m = made_empty(&a, 40, 3);
    for (size_t u = 0; u < 40; u++) { /* 20 name the first, 8 each of the twins */
        if (u < 20) m.p[u * 3] = 1.0;
        if (u >= 20 && u < 28) m.p[u * 3 + 1] = 1.0;
        if (u >= 28 && u < 36) m.p[u * 3 + 2] = 1.0;
    }
    const struct findings *f = made_findings(&m, &a);
    struct choice c;
    assert_ok(choose_find(f, &(struct choose_options){.k = 2, .seed = 5}, &a, &c, &e), e);
    assert_int_equal(c.pick[0].node, 40);
    assert_int_equal(c.pick[1].node, 41);
    assert_near(c.pick[0].firm, 1.0, 0.05);
    assert_near(c.pick[1].firm, 0.5, 0.25); /* four standard errors of 64 draws */
    assert_int_equal(c.curve_count, 1);
    assert_near(c.pick[0].firm + c.pick[1].firm + c.curve[0].firm, 2.0, 1e-12);
    assert_int_equal(c.pick[1].instead[0].node, c.curve[0].node); /* the other twin */
    assert_near(c.pick[1].firm + c.pick[1].instead[0].share, 1.0, 1e-12);
    assert_near(c.pick[0].instead[0].share + c.pick[1].instead[1].share, 0.0, 1e-12);
    arena_free(&a);
}

/* Expected: mean and variance of Beta(alpha, |S| + n0 - alpha), and the cover of a set. */
static void draws_have_the_moments_of_the_posterior(void **state)
{
    (void)state;
    enum { DRAWS = 20000 };
    struct arena a = {0};
    struct rng r = rng_stream(17, 0);
    struct made m = made_random(&r, &a, 12, 3);
    for (size_t u = 0; u < 12; u++)
        m.weight[u] = 1.0;
    const struct findings *f = made_findings(&m, &a);
    uint32_t node[3] = {12, 13, 14};
    struct cover c;
    cover_make(f, node, 3, &a, &c);
    double n = 12.0 + f->prior.pseudo_buyers;
    double sum[4] = {0};
    double square[4] = {0};
    for (uint32_t draw = 0; draw < DRAWS; draw++) {
        struct arena_mark mark = arena_mark(&a);
        struct cover d;
        cover_draw(&c, 9, draw, &a, &d);
        struct uncovered left = uncovered_all(&d, &a);
        double value[4];
        for (uint32_t v = 0; v < 3; v++)
            value[v] = cover_gain(&d, &left, v);
        for (uint32_t v = 0; v < 3; v++)
            cover_take(&d, &left, v);
        value[3] = cover_total(&d, &left);
        for (size_t v = 0; v < 4; v++) {
            sum[v] += value[v];
            square[v] += value[v] * value[v];
        }
        arena_reset(&a, mark);
    }
    for (size_t v = 0; v < 3; v++) {
        double mean = f->person[v].reach / 100.0;
        double var = mean * (1.0 - mean) / (n + 1.0);
        double got = sum[v] / DRAWS / 100.0;
        assert_near(got, mean, 5.0 * sqrt(var / DRAWS));
        assert_near(square[v] / DRAWS / 1e4 - got * got, var, 0.05 * var);
    }
    assert_near(sum[3] / DRAWS, choose_cover(f, node, 3), 0.5);
    arena_free(&a);
}

static void includes_come_first_and_exclusions_never(void **state)
{
    (void)state;
    struct arena a = {0};
    struct rng r = rng_stream(18, 0);
    struct err e;
    struct made m = made_random(&r, &a, 20, 10);
    for (size_t u = 0; u < 20; u++)
        m.p[u * 10 + 9] = m.p[u * 10] = 0.0; /* 0 and 9 say nothing */
    m.share[9] = 0.0;
    const struct findings *f = made_findings(&m, &a);
    bool *allowed = arena_new(&a, bool, 30);
    for (size_t i = 20; i < 26; i++)
        allowed[i] = true;
    uint32_t include[] = {29, 28};
    struct choose_options o = {
        .k = 20, .allowed = allowed, .include = include, .include_count = 2, .seed = 1};
    struct choice c;
    assert_ok(choose_find(f, &o, &a, &c, &e), e);
    assert_int_equal(c.count, 8); /* as many as there are: the six allowed and the two included */
    assert_int_equal(c.curve_count, 0);
    assert_int_equal(c.pick[0].node, 28); /* includes by gain */
    assert_int_equal(c.pick[1].node, 29);
    assert_near(c.pick[1].gain, 0.0, 0.0);
    assert_near(c.pick[1].firm, 1.0, 0.0);
    for (size_t i = 2; i < 8; i++)
        assert_true(allowed[c.pick[i].node]);
    assert_true(c.stop_at > 2); /* an include without reach does not end the list */
    arena_free(&a);
}

static void the_curve_says_where_to_stop(void **state)
{
    (void)state;
    struct arena a = {0};
    struct err e;
    struct made m = made_empty(&a, 200, 5);
    static const size_t named[] = {100, 50, 6, 4, 1}; /* by buyers of their own: 50, 25, 3, 2, .5 */
    size_t u = 0;
    for (size_t v = 0; v < 5; v++) {
        for (size_t i = 0; i < named[v] && u < 200; i++)
            m.p[u++ * 5 + v] = 1.0;
    }
    const struct findings *f = made_findings(&m, &a);
    struct choice c;
    assert_ok(choose_find(f, &(struct choose_options){.k = 2, .seed = 1}, &a, &c, &e), e);
    assert_int_equal(c.count, 2);
    assert_int_equal(c.curve_count, 2);
    assert_near(c.curve[0].gain, 3.0, 1e-12);
    assert_int_equal(c.stop_at, 3); /* 3 of 100 pay, 2 are less than a twentieth of 50 */
    assert_ok(choose_find(f, &(struct choose_options){.k = 5, .seed = 1}, &a, &c, &e), e);
    assert_int_equal(c.stop_at, 2 + 1);
    arena_free(&a);
}

static void what_cannot_be_kept_is_refused_in_a_sentence(void **state)
{
    (void)state;
    struct arena a = {0};
    struct rng r = rng_stream(19, 0);
    struct err e;
    struct made m = made_random(&r, &a, 10, 6);
    const struct findings *f = made_findings(&m, &a);
    bool first[16] = {[10] = true, [11] = true};
    bool second[16] = {[12] = true, [13] = true};
    struct quota q1 = {first, 3, SIZE_MAX, STR("analyst>=3")};
    struct quota q2[] = {{first, 2, SIZE_MAX, STR("analyst>=2")},
                         {second, 2, SIZE_MAX, STR("blogger>=2")}};
    struct quota q3 = {first, 0, 1, STR("analyst<=1")};
    struct quota q4 = {first, 2, 1, STR("analyst=2..1")};
    uint32_t include[] = {10, 11};
    double cost[16];
    for (size_t i = 0; i < 16; i++)
        cost[i] = 4.0;
    const struct {
        struct choose_options o;
        enum status status;
        const char *sentence;
    } rows[] = {
        {{.k = 0}, BAD_INPUT, "-k must be at least 1"},
        {{.k = 1001}, TOO_MUCH, "-k 1001 is more than the 1000 people that can be chosen"},
        {{.k = 5, .quota = &q1, .quota_count = 1},
         BAD_INPUT,
         "quota 'analyst>=3' wants 3 people, but only 2 of those who may be chosen count for "
         "it; lower it, or allow more people"},
        {{.k = 2, .quota = &q1, .quota_count = 1},
         BAD_INPUT,
         "quota 'analyst>=3' wants 3 people, but only 2 are to be chosen; raise -k or lower it"},
        {{.k = 3, .quota = q2, .quota_count = 2},
         BAD_INPUT,
         "the quotas cannot all be kept with 3 people; raise -k or lower a quota"},
        {{.k = 4, .quota = q2, .quota_count = 2, .cost = cost, .budget = 12.0},
         BAD_INPUT,
         "the quotas cannot all be kept with 4 people and a budget of 12; raise -k or --budget, "
         "or lower a quota"},
        {{.k = 4, .quota = &q4, .quota_count = 1},
         BAD_INPUT,
         "quota 'analyst=2..1' wants at least 2 and at most 1; lower the first"},
        {{.k = 1, .include = include, .include_count = 2},
         BAD_INPUT,
         "2 people are to be included, but only 1 to be chosen; raise -k to 2"},
        {{.k = 4, .include = include, .include_count = 2, .cost = cost, .budget = 7.5},
         BAD_INPUT,
         "the people to be included cost 8, more than the budget of 7.5; raise --budget or "
         "leave one of them out"},
        {{.k = 4, .include = include, .include_count = 2, .quota = &q3, .quota_count = 1},
         BAD_INPUT,
         "quota 'analyst<=1' allows 1, but 2 of the people to be included count for it; leave "
         "one of them out or raise it"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct choice c = {.count = 77};
        assert_refused(choose_find(f, &rows[i].o, &a, &c, &e), rows[i].status, e, rows[i].sentence);
        assert_int_equal(c.count, 77);
    }
    arena_free(&a);
}

static void without_ranks_nobody_is_picked(void **state)
{
    (void)state;
    struct arena a = {0};
    struct rng r = rng_stream(20, 0);
    struct err e;
    struct made m = made_random(&r, &a, 7, 6);
    struct findings *f = made_findings(&m, &a);
    f->ranked = false;
    struct choice c = {.count = 77};
    assert_ok(choose_find(f, &(struct choose_options){.k = 3}, &a, &c, &e), e);
    assert_int_equal(c.count, 0);
    assert_int_equal(c.stop_at, 0);
    arena_free(&a);
}

/* More people than take part in the draws; the quota asks for some from the far end. */
static void the_draws_hold_all_who_can_be_picked(void **state)
{
    (void)state;
    struct arena a = {0};
    struct err e;
    enum { BUYERS = 20, PEOPLE = 2 * FIRM_PEOPLE };
    struct made m = made_empty(&a, BUYERS, PEOPLE);
    for (size_t i = 0; i < (size_t)BUYERS * PEOPLE; i++)
        m.p[i] = 0.4 / (1.0 + (double)(i % PEOPLE));
    const struct findings *f = made_findings(&m, &a);
    bool *last = arena_new(&a, bool, BUYERS + PEOPLE);
    for (size_t i = PEOPLE - 2; i < PEOPLE; i++)
        last[BUYERS + i] = true;
    struct quota quota = {last, 2, SIZE_MAX, STR("last>=2")};
    struct choose_options o = {.k = 4, .quota = &quota, .quota_count = 1, .seed = 1};
    struct choice c;
    assert_ok(choose_find(f, &o, &a, &c, &e), e);
    assert_int_equal(c.count, 4);
    assert_int_equal(c.pick[0].node, BUYERS);
    assert_int_equal(c.pick[1].node, BUYERS + 1);
    assert_int_equal(c.pick[2].node, BUYERS + PEOPLE - 2);
    assert_int_equal(c.pick[3].node, BUYERS + PEOPLE - 1);
    assert_near(c.pick[2].firm, 1.0, 0.0); /* nobody else can keep the quota */
    assert_near(c.pick[3].firm, 1.0, 0.0);
    arena_free(&a);
}

static bool always(void *context)
{
    (void)context;
    return true;
}

static void a_stop_is_heard(void **state)
{
    (void)state;
    struct arena a = {0};
    struct rng r = rng_stream(21, 0);
    struct err e;
    struct made m = made_random(&r, &a, 10, 6);
    const struct findings *f = made_findings(&m, &a);
    struct progress stop = {.stop = always};
    struct choice c;
    assert_refused(choose_find(f, &(struct choose_options){.k = 3, .progress = &stop}, &a, &c, &e),
                   STOPPED, e, "stopped");
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_cover_of_one_person_is_their_reach),
        cmocka_unit_test(what_a_pick_adds_spans_what_the_posterior_does),
        cmocka_unit_test(greedy_comes_near_the_best_of_all_sets),
        cmocka_unit_test(a_budget_is_kept_and_well_spent),
        cmocka_unit_test(lazy_picks_are_those_of_looking_at_everybody),
        cmocka_unit_test(quotas_are_kept_whenever_they_can_be),
        cmocka_unit_test(gains_never_grow_and_add_up_to_the_cover),
        cmocka_unit_test(equals_are_picked_by_node),
        cmocka_unit_test(twins_are_as_firm_as_a_coin),
        cmocka_unit_test(draws_have_the_moments_of_the_posterior),
        cmocka_unit_test(includes_come_first_and_exclusions_never),
        cmocka_unit_test(the_curve_says_where_to_stop),
        cmocka_unit_test(what_cannot_be_kept_is_refused_in_a_sentence),
        cmocka_unit_test(without_ranks_nobody_is_picked),
        cmocka_unit_test(the_draws_hold_all_who_can_be_picked),
        cmocka_unit_test(a_stop_is_heard),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

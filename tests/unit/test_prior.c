/* test_prior.c - tests: what makes a prior, and what bought accounts add to it */
#include "helpers.h"
#include "scene_made.h"

#include "find/prior.h"
#include "find/votes.h"

struct world {
    struct arena a;
    const struct scene *sc;
    struct votes votes;
    struct attention attention;
};

static void world_of(struct world *w, struct scene *sc)
{
    w->sc = sc;
    votes_find(sc, &w->a, &w->votes);
    attention_find(sc, &w->votes, &w->a, &w->attention);
}

static const double *share_of(struct world *w, enum family f)
{
    struct prior p;
    prior_find(&w->votes, &w->attention, f, 1, &w->a, &p);
    return p.share;
}

/* u, t -> v 1, v -> w .5 and .05 -> x; u -> s 1 -> r 1. By hand: of each buyer's walk .85 comes to
 * v from t, .425 from u (half of it goes to s), and at v as to w and x. Agreed is what is left
 * without the buyer who sends most, made up for by 2: from v on u's twice, at s and r nothing. */
static void parts_are_weighed_as_the_family_says(void **state)
{
    (void)state;
    struct world w = {0};
    world_of(&w, scene_made(&w.a, "buyer u; buyer t; u named v; t named v; u named s\n"
                                  "v cited w; v followed x; x named y; w cited z; s named r"));
    enum { V = 2, S, W, X, Y, Z, R, COUNT };
    const double wv = (0.85 + 0.425) / 2; /* walks: of the start each buyer has a half */
    const double ws = 0.425 / 2;
    const double ww = 0.85 * wv * 0.5 / 0.55;
    const double wx = 0.85 * wv * 0.05 / 0.55;
    const double ax = 0.85 * 0.425 * 0.05 / 0.55;
    const double trust_v = 2 * wv > 1.0 ? 1.0 : 2 * wv;
    /* whom v, x, w and s attend to, times how far each is trusted; u and t wholly */
    const double near[COUNT] = {
        [V] = 2.0,    [S] = 1.0,          [W] = trust_v * 0.5, [X] = trust_v * 0.05,
        [Y] = 2 * wx, [Z] = 2 * ww * 0.5, [R] = 2 * ws};
    const double wide[COUNT] = {
        [V] = 2.0, [S] = 1.0, [W] = 0.5, [X] = 0.05, [Y] = 20 * ax, [Z] = 0.5};
    const double far[COUNT] = {[V] = 2.0, [S] = 1.0, [W] = 0.5, [X] = 0.05, [Y] = 1.0, [Z] = 0.5};
    const double named[COUNT] = {[W] = 2 * 0.5, [X] = 2 * 0.05, [R] = 1.0};
    double sums[4] = {0};
    for (size_t i = V; i < COUNT; i++) {
        sums[0] += near[i];
        sums[1] += wide[i];
        sums[2] += far[i];
        sums[3] += named[i];
    }
    /* A person has at most |S| / X = 2 / 3 of it: nothing is capped. */
    const double *trust = share_of(&w, FAMILY_TRUST);
    const double *out = share_of(&w, FAMILY_FAR);
    const double *second = share_of(&w, FAMILY_SECOND);
    for (size_t i = V; i < COUNT; i++) {
        double want = (near[i] / sums[0] + wide[i] / sums[1] + named[i] / sums[3]) / 3.0;
        assert_near(trust[i], want, 1e-12);
        assert_near(out[i], far[i] / sums[2], 1e-12);
        assert_near(second[i], named[i] / sums[3], 1e-12);
    }
    assert_false(family_possible(&w.attention, FAMILY_OUTLETS));
    assert_false(family_possible(&w.attention, FAMILY_OPEN));
    arena_free(&w.a);
}

/* Expected: the Python program of test_reach.c, with EM over the four parts added (plain sums, 50
 * rounds): its weights come to 1.041, 1.140, .903 and .916 of near, wide, far and named. */
static void the_mixture_is_what_an_independent_program_finds(void **state)
{
    (void)state;
    static const double want[] = {0.43384590098786063, 0.2816730746142019,   0.0699776752969514,
                                  0.17085801283201224, 0.009135350257502367, 0.034509986011471455};
    struct world w = {0};
    world_of(&w,
             scene_made(&w.a, "buyer u1 2; buyer u2; buyer u3; buyer u4; buyer u5\n"
                              "u1 named ann; u2 named ann; u3 cited ann; u4 replied bob\n"
                              "u5 cited bob; u1 cited cid; u2 replied cid day=-365\n"
                              "ann cited dan day=-365; ann replied bob; bob named ann day=-730\n"
                              "bob cited dan; cid cited ann; cid followed eve; dan replied ann\n"
                              "eve named fay; dan named bob day=-100; ghost named zed\n"
                              "zed named ghost; u3 replied dan sign=-1"));
    const double *share = share_of(&w, FAMILY_MIXTURE);
    for (size_t i = 0; i < 6; i++)
        assert_near(share[5 + i], want[i], 1e-12);
    arena_free(&w.a);
}

static void what_everybody_attends_to_counts_of_curated_sources_alone(void **state)
{
    (void)state;
    struct world w = {0};
    struct made m = {.a = &w.a};
    made_lines(&m, "buyer u; u named v; a named b; c named b; d named e");
    for (size_t i = 0; i < 3; i++)
        m.heed[i].curated = true; /* all but d's */
    world_of(&w, made_scene(&m));
    assert_true(family_possible(&w.attention, FAMILY_OPEN));
    const double *open = share_of(&w, FAMILY_OPEN);
    assert_near(open[1], 1.0 / 3.0, 1e-12);
    assert_near(open[3], 2.0 / 3.0, 1e-12); /* b */
    assert_near(open[6], 0.0, 0.0);         /* e */
    arena_free(&w.a);
}

/* A thousand accounts and a ring, whom no buyer leads to, attend to `nobody`: no family but the
 * open one has anything for them. With one duped buyer it is bounded: 10 times as many bring no
 * more. */
static void bought_accounts_add_nothing(void **state)
{
    (void)state;
    double duped[2] = {0};
    for (int run = 0; run < 3; run++) {
        struct world w = {0};
        struct made m = {.a = &w.a};
        for (uint32_t i = 0; i < 40; i++)
            (void)(i < 20 ? made_buyer(&m, 1.0) : made_person(&m));
        for (uint32_t i = 0; i < 20; i++) {
            (void)made_heed(&m, i, VERB_NAMED, 20 + i % 7);
            (void)made_heed(&m, i, VERB_CITED, 27 + i % 5);
            (void)made_heed(&m, 20 + i % 12, VERB_CITED, 32 + i % 7);
        }
        uint32_t nobody = made_person(&m);
        uint32_t hub = made_person(&m);
        uint32_t fans = run == 2 ? 2000 : 200;
        for (uint32_t i = 0; i < fans; i++) {
            uint32_t fan = made_person(&m);
            (void)made_heed(&m, fan, VERB_NAMED, nobody);
            (void)made_heed(&m, hub, VERB_NAMED, fan);
            (void)made_heed(&m, fan, VERB_NAMED, hub);
        }
        if (run) (void)made_heed(&m, 0, VERB_NAMED, hub);
        world_of(&w, made_scene(&m));
        for (int f = 0; f < FAMILY_COUNT && !run; f++) {
            if (!family_possible(&w.attention, (enum family)f)) continue;
            assert_near(share_of(&w, (enum family)f)[nobody], 0.0, 0.0);
        }
        if (run) duped[run - 1] = share_of(&w, FAMILY_TRUST)[nobody];
        arena_free(&w.a);
    }
    assert_true(duped[0] > 0.0);
    assert_true(duped[1] < 1.01 * duped[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts_are_weighed_as_the_family_says),
        cmocka_unit_test(the_mixture_is_what_an_independent_program_finds),
        cmocka_unit_test(what_everybody_attends_to_counts_of_curated_sources_alone),
        cmocka_unit_test(bought_accounts_add_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

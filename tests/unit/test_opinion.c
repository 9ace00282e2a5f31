/* test_opinion.c - tests: opposition among people of trust, against R 4.2 (lbeta, qbeta) */
#include "helpers.h"
#include "scene_made.h"

#include "find/opinion.h"

/* Nodes are numbered as they appear: u1 0, u2 1, u3 2, u4 3, fake 4, v 5, w 6, x 7. */
static const char *const said =
    "buyer u1; person u2; person u3; person u4; person fake; person v; person w; person x; staff "
    "us\n"
    "u1 named v; u2 replied v sign=-1; u3 cited v; fake replied v sign=-1; us replied v sign=-1\n"
    "u1 cited w; u4 cited w day=-9; u4 replied w sign=-1\n"
    "u2 cited x; u3 replied x sign=-1 day=-9; u3 cited x; v replied v sign=-1\n";
static const double trust[] = {1.0, 1.0, 0.5, 0.25, 0.0, 1.0, 0.0, 0.0, 1.0};

static void the_latest_counts_as_far_as_who_says_it_is_trusted(void **state)
{
    (void)state;
    struct arena a = {0};
    struct opinions o;
    opinions_find(scene_made(&a, said), trust, &a, &o);
    assert_int_equal(o.count, 3);
    const struct opinion *v = opinion_of(&o, 5);
    const struct opinion *w = opinion_of(&o, 6);
    const struct opinion *x = opinion_of(&o, 7);
    assert_near(v->trusted, 2.5, 1e-12);
    assert_near(v->against, 1.0, 1e-12);
    assert_int_equal(v->stated, 3);
    assert_int_equal(v->opposing, 1);
    assert_near(w->trusted, 1.25, 1e-12);
    assert_near(w->against, 0.25, 1e-12);
    assert_near(x->trusted, 1.5, 1e-12);
    assert_near(x->against, 0.0, 1e-12);
    assert_null(opinion_of(&o, 0));
    /* M <- 1.25/5.25; s of .5*10^((0:24)/6) with most sum(lbeta(a+s*M, n-a+s-s*M)-lbeta(s*M,s-s*M))
     */
    assert_near(o.mean, 0.23809523809523808, 1e-15);
    assert_near(o.strength, 5000.0, 1e-9);
    assert_near(v->in_100, 23.8176150020228, 1e-9);
    assert_near(v->lo, 22.8330598113687, 1e-6); /* 100*qbeta(.05, a+s*M, n-a+s-s*M) */
    assert_near(v->hi, 24.8140733839954, 1e-6);
    assert_near(v->next, 0.493374217743693, 1e-9); /* 1-exp(lbeta(A,B+n)-lbeta(A,B)) */
    arena_free(&a);
}

/* Twenty speak of each of four; 0, 1, 2 and 13 oppose. */
static void a_share_of_few_is_drawn_to_that_of_all(void **state)
{
    (void)state;
    static const uint32_t opposing[] = {0, 1, 2, 13};
    static const double want[4][4] = {
        {2.07949087605856, 0.00561615552004293, 8.12926552932781, 0.262364717663961},
        {6.55961815704392, 0.77904179333803514, 16.67129550112345, 0.623449409394005},
        {11.03974543802928, 2.66656696555171235, 23.39380650312241, 0.812401931635887},
        {60.32114552886824, 43.09652929531681144, 76.47041103209625, 0.999992133996873}};
    struct arena a = {0};
    struct made m = {.a = &a};
    double one[24];
    for (uint32_t i = 0; i < 20; i++)
        (void)made_buyer(&m, 1.0);
    for (uint32_t k = 0; k < 4; k++) {
        uint32_t person = made_person(&m);
        for (uint32_t i = 0; i < 20; i++)
            made_heed(&m, i, VERB_CITED, person)->sign = i < opposing[k] ? -1 : 1;
    }
    for (int i = 0; i < 24; i++)
        one[i] = 1.0;
    struct opinions o;
    opinions_find(made_scene(&m), one, &a, &o);
    assert_near(o.mean, 0.2, 1e-15);
    assert_near(o.strength, 2.3207944168063892, 1e-12);
    for (uint32_t k = 0; k < 4; k++) {
        const struct opinion *p = opinion_of(&o, 20 + k);
        assert_near(p->in_100, want[k][0], 1e-9);
        assert_near(p->lo, want[k][1], 1e-6);
        assert_near(p->hi, want[k][2], 1e-6);
        assert_near(p->next, want[k][3], 1e-9);
    }
    arena_free(&a);
}

static void where_nobody_opposes_there_is_no_figure(void **state)
{
    (void)state;
    struct arena a = {0};
    struct opinions o;
    static const double all[] = {1.0, 0.0, 1.0};
    opinions_find(scene_made(&a, "buyer u; person fake; u named v; fake named v sign=-1"), all, &a,
                  &o);
    assert_int_equal(o.count, 0); /* a smear by whom nobody trusts is none */
    assert_null(opinion_of(&o, 2));
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_latest_counts_as_far_as_who_says_it_is_trusted),
        cmocka_unit_test(a_share_of_few_is_drawn_to_that_of_all),
        cmocka_unit_test(where_nobody_opposes_there_is_no_figure),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_loud.c - tests: the loudness measures
 *
 * Expected values: NetworkX 3.6.1 (_pagerank_python tol 1e-15, hits, core_number) on the same nine
 * nodes; the H-index and the blend in Python from their formulas.
 */
#include "helpers.h"
#include "karate.h"
#include "scene_made.h"

#include "find/loud.h"

enum { PEOPLE = 9 };

/* a .. i; b and c are heeded again by those who did before; an outlet and an organisation watch. */
static struct scene *nine(struct arena *a)
{
    struct made m = {.a = a};
    made_lines(&m, "person a; person b; person c; person d; person e; person f; person g\n"
                   "person h; person i; outlet blog; org acme\n"
                   "a replied b; a replied c; b replied c; c replied a; d replied c; e replied c\n"
                   "e replied b; f replied e; g replied e; h replied g; c replied e; d replied a\n"
                   "a cited b; e cited b sign=-1; a cited c; b cited c; d cited c\n"
                   "f reads blog; blog cited a; f named acme; acme named f");
    static const uint32_t said[PEOPLE] = {4, 1, 10, 0, 2, 1, 0, 3, 0};
    for (int i = 0; i < PEOPLE; i++)
        m.node[i].said = said[i];
    m.node[7].followers = 100000.0;
    return made_scene(&m);
}

static void measures_are_those_of_networkx(void **state)
{
    (void)state;
    struct arena a = {0};
    struct loud l;
    struct err e;
    assert_ok(loud_find(nine(&a), 1, &a, &l, &e), e);
    static const double want[LOUD_COUNT][PEOPLE] = {
        [LOUD_FOLLOWERS] = {2, 2, 4, 0, 3, 0, 1, 100000, 0},
        [LOUD_VOLUME] = {4, 1, 10, 0, 2, 1, 0, 3, 0},
        [LOUD_IN_DEGREE] = {2, 2, 4, 0, 3, 0, 1, 0, 0},
        [LOUD_PAGERANK] = {0.169759469493353, 0.178325073609228, 0.337723472066644,
                           0.0184049079754601, 0.206523273174334, 0.0184049079754601,
                           0.0340490797546012, 0.0184049079754601, 0.0184049079754601},
        [LOUD_HITS] = {0.325486147410361, 0.575344877772162, 1, 0, 0.131447102373453, 0, 0, 0, 0},
        [LOUD_K_CORE] = {2, 2, 2, 2, 2, 1, 1, 1, 0},
        [LOUD_H_INDEX] = {1, 2, 2, 0, 1, 0, 0, 0, 0},
    };
    for (int k = 0; k < LOUD_KLOUT; k++) {
        for (int i = 0; i < PEOPLE; i++)
            assert_near(l.value[k][i], want[k][i], 1e-10);
    }
    arena_free(&a);
}

static void the_blend_is_that_of_its_formula(void **state)
{
    (void)state;
    struct arena a = {0};
    struct scene *sc = nine(&a);
    struct loud l;
    struct err e;
    assert_ok(loud_find(sc, 1, &a, &l, &e), e);
    static const double want[PEOPLE] = {0.534882815360325,  1.17943182018956,  1.03947976164963,
                                        -1.05235766397011,  1.01288203118681,  -0.632268369428315,
                                        0.0226649329523103, -1.05235766397011, -1.05235766397011};
    for (int i = 0; i < PEOPLE; i++)
        assert_near(l.value[LOUD_KLOUT][i], want[i], 1e-9);
    arena_free(&a);
}

static void equal_values_share_the_best_place(void **state)
{
    (void)state;
    struct arena a = {0};
    struct loud l;
    struct err e;
    assert_ok(loud_find(nine(&a), 1, &a, &l, &e), e);
    static const uint32_t want[PEOPLE] = {3, 3, 1, 6, 2, 6, 5, 6, 6};
    for (int i = 0; i < PEOPLE; i++) {
        assert_int_equal(l.place[LOUD_IN_DEGREE][i], want[i]);
    }
    assert_int_equal(l.place[LOUD_FOLLOWERS][7], 1);
    assert_int_equal(l.place[LOUD_PAGERANK][3], 6);
    assert_int_equal(l.place[LOUD_PAGERANK][8], 6);
    assert_int_equal(l.place[LOUD_PAGERANK][9], 0); /* the outlet */
    assert_int_equal(l.place[LOUD_KLOUT][10], 0);   /* the organisation */
    arena_free(&a);
}

/* Zachary's karate club: the core numbers NetworkX 3.6.1 gives, and its PageRank of the undirected
 * graph (both ways) for the instructor, the president and the newcomer. */
static void the_karate_club_has_its_known_cores(void **state)
{
    (void)state;
    static const double core[34] = {4, 4, 4, 4, 3, 3, 3, 4, 4, 2, 3, 1, 2, 4, 2, 2, 2,
                                    2, 2, 3, 2, 2, 2, 3, 3, 3, 2, 3, 3, 3, 4, 3, 4, 4};
    struct arena a = {0};
    struct made m = {.a = &a};
    for (int i = 0; i < 34; i++)
        (void)made_person(&m);
    for (size_t i = 0; i < KARATE_TIES; i++) {
        made_heed(&m, karate[i][0], VERB_REPLIED, karate[i][1]);
        made_heed(&m, karate[i][1], VERB_REPLIED, karate[i][0]);
    }
    struct loud l;
    struct err e;
    assert_ok(loud_find(made_scene(&m), 1, &a, &l, &e), e);
    for (int i = 0; i < 34; i++)
        assert_near(l.value[LOUD_K_CORE][i], core[i], 0.0);
    assert_near(l.value[LOUD_PAGERANK][0], 0.0969972853883042, 1e-10);
    assert_near(l.value[LOUD_PAGERANK][33], 0.100919182332617, 1e-10);
    assert_near(l.value[LOUD_PAGERANK][11], 0.00956474549213619, 1e-10);
    arena_free(&a);
}

static void nobody_is_loud_in_an_empty_scene(void **state)
{
    (void)state;
    struct arena a = {0};
    struct loud l;
    struct err e;
    assert_ok(loud_find(scene_made(&a, ""), 1, &a, &l, &e), e);
    assert_ok(loud_find(scene_made(&a, "person a; person b"), 1, &a, &l, &e), e);
    assert_near(l.value[LOUD_PAGERANK][0], 0.5, 1e-12);
    assert_near(l.value[LOUD_KLOUT][0], 0.0, 0.0);
    assert_int_equal(l.place[LOUD_HITS][1], 1);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(measures_are_those_of_networkx),
        cmocka_unit_test(the_blend_is_that_of_its_formula),
        cmocka_unit_test(equal_values_share_the_best_place),
        cmocka_unit_test(the_karate_club_has_its_known_cores),
        cmocka_unit_test(nobody_is_loud_in_an_empty_scene),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

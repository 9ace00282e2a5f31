/* test_layout.c - tests: who is heeded together stands together; counted by hand */
#include "helpers.h"
#include "scene_made.h"

#include "find/layout.h"

#include <math.h>

/* Two camps of six buyers each; a buyer of each camp also cites the list, which lists nobody. */
static const char *const camps =
    "buyer u1; buyer u2; buyer u3; buyer u4; buyer u5; buyer u6; buyer v1; buyer v2; buyer v3\n"
    "buyer v4; buyer v5; buyer v6; outlet list\n"
    "u1 named a; u1 named b; u2 named a; u2 named c; u3 named b; u3 named c; u4 named a\n"
    "u4 named b; u5 named c; u5 named a; u6 named b; u6 named c; a cited b\n"
    "v1 named d; v1 named e; v2 named d; v2 named f; v3 named e; v3 named f; v4 named d\n"
    "v4 named e; v5 named f; v5 named d; v6 named e; v6 named f; u1 reads list; v1 reads list";

enum { SHOWN = 7, RADIUS = 300 };

struct fixture {
    struct arena a;
    struct findings findings;
    uint32_t node[SHOWN];
    double radius[SHOWN];
    struct layout_asked asked;
};

static void ready(struct fixture *f, bool igraph)
{
    /* Nodes are numbered as they first appear: twelve buyers, the list, then a to f. */
    static const uint32_t shown[] = {13, 14, 15, 16, 17, 18, 12};
    struct err e = {0};
    struct reach_options o = REACH_OPTIONS;
    *f = (struct fixture){.findings = {.ranked = false}};
    struct scene *sc = scene_made(&f->a, camps);
    assert_ok(reach_find(sc, &o, &f->a, &f->findings, &e), e);
    for (size_t i = 0; i < SHOWN; i++) {
        f->node[i] = shown[i];
        f->radius[i] = RADIUS;
    }
    f->asked = (struct layout_asked){.findings = &f->findings,
                                     .node = f->node,
                                     .radius = f->radius,
                                     .count = SHOWN,
                                     .buyers = 100,
                                     .seed = 1};
    if (igraph) assert_ok(leiden_find(&f->asked.module, &e), e);
}

static struct layout laid(struct fixture *f)
{
    struct err e = {0};
    struct layout l;
    assert_ok(layout_find(&f->asked, &f->a, &l, &e), e);
    return l;
}

static double far(const struct place *p, const struct place *q)
{
    return hypot(p->x - q->x, p->y - q->y);
}

static void camps_stand_apart(void **state)
{
    (void)state;
    struct fixture f;
    ready(&f, true);
    struct layout l = laid(&f);
    double within = 0;
    double between = 0;
    assert_true(l.by_ties);
    for (size_t i = 0; i < 6; i++) {
        for (size_t j = i + 1; j < 6; j++) {
            double d = far(&l.place[i], &l.place[j]);
            if (i / 3 == j / 3) within += d / 6;
            if (i / 3 != j / 3) between += d / 9;
        }
    }
    assert_true(within < between / 2);
    arena_free(&f.a);
}

static void discs_lie_side_by_side_on_the_map(void **state)
{
    (void)state;
    struct fixture f;
    ready(&f, true);
    struct layout l = laid(&f);
    for (size_t i = 0; i < SHOWN; i++) {
        assert_true(l.place[i].x >= RADIUS && l.place[i].x <= LAYOUT_WIDTH - RADIUS);
        assert_true(l.place[i].y >= RADIUS && l.place[i].y <= LAYOUT_HEIGHT - RADIUS);
        for (size_t j = 0; j < i; j++)
            assert_true(far(&l.place[i], &l.place[j]) > 2 * RADIUS - 1);
    }
    arena_free(&f.a);
}

static void the_same_again_gives_the_same_places(void **state)
{
    (void)state;
    struct fixture f;
    ready(&f, true);
    struct layout l = laid(&f);
    struct layout again = laid(&f);
    assert_int_equal(l.buyer_count, again.buyer_count);
    assert_memory_equal(l.place, again.place, SHOWN * sizeof *l.place);
    assert_memory_equal(l.buyer, again.buyer, l.buyer_count * sizeof *l.buyer);
    arena_free(&f.a);
}

/* Every buyer votes for two people; u1 and v1 read the list, which has no votes of its own. */
static void arcs_are_what_was_said(void **state)
{
    (void)state;
    struct fixture f;
    ready(&f, true);
    struct layout l = laid(&f);
    size_t of_people = 0;
    size_t of_buyers = 0;
    for (size_t i = 0; i < l.arc_count; i++) {
        const struct arc *arc = &l.arc[i];
        of_people += arc->from < SHOWN;
        of_buyers += arc->from >= SHOWN;
        assert_true(arc->to < SHOWN && arc->from != arc->to);
        if (i > 0) assert_true(arc[-1].from < arc->from || arc[-1].to < arc->to);
    }
    assert_int_equal(l.buyer_count, 12);
    assert_int_equal(of_buyers, 24);
    assert_int_equal(of_people, 1);
    assert_int_equal(l.arc[0].from, 0);
    assert_int_equal(l.arc[0].to, 1);
    arena_free(&f.a);
}

/* Both votes of a buyer are equal, so their dot is within 260 of the middle of the two. */
static void buyers_stand_amid_those_they_name(void **state)
{
    (void)state;
    struct fixture f;
    ready(&f, true);
    struct layout l = laid(&f);
    for (size_t i = 0; i < l.arc_count; i++) {
        const struct arc *arc = &l.arc[i];
        if (arc->from < SHOWN || arc[1].from != arc->from || i + 1 == l.arc_count) continue;
        const struct place *p = &l.place[arc->to];
        const struct place *q = &l.place[arc[1].to];
        struct place mid = {(p->x + q->x) / 2, (p->y + q->y) / 2};
        assert_true(far(&l.buyer[arc->from - SHOWN], &mid) <= 260.0);
    }
    f.asked.buyers = 3;
    assert_int_equal(laid(&f).buyer_count, 3);
    f.asked.buyers = 0;
    assert_int_equal(laid(&f).buyer_count, 0);
    arena_free(&f.a);
}

static void without_igraph_the_first_is_in_the_middle(void **state)
{
    (void)state;
    struct fixture f;
    ready(&f, false);
    struct layout l = laid(&f);
    struct place middle = {LAYOUT_WIDTH / 2.0, LAYOUT_HEIGHT / 2.0};
    assert_false(l.by_ties);
    for (size_t i = 1; i < SHOWN; i++)
        assert_true(far(&l.place[0], &middle) < far(&l.place[i], &middle));
    f.asked.count = 0;
    assert_int_equal(laid(&f).arc_count, 0);
    arena_free(&f.a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(camps_stand_apart),
        cmocka_unit_test(discs_lie_side_by_side_on_the_map),
        cmocka_unit_test(the_same_again_gives_the_same_places),
        cmocka_unit_test(arcs_are_what_was_said),
        cmocka_unit_test(buyers_stand_amid_those_they_name),
        cmocka_unit_test(without_igraph_the_first_is_in_the_middle),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

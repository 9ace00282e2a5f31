/* test_health.c - tests: factors of a community's health, breaks, places in its past */
#include "helpers.h"

#include "base/time.h"
#include "measure/health.h"

enum { TALK = 50, DECK = 60, NODES = 100 };

static void say(struct mentions *m, int64_t at_s, uint32_t author, uint32_t outlet, size_t root)
{
    int64_t id = (int64_t)m->count + 1;
    m->doc[m->count++] = (struct mention){.id = id,
                                          .at_s = at_s,
                                          .author = author,
                                          .outlet = outlet,
                                          .thread = (uint32_t)(root ? root : (size_t)id)};
}

static uint32_t author_of(int i)
{
    uint32_t a = 1 + (uint32_t)((i * i + i / 5) % (3 + i / 40));
    return i >= 150 && a == 5 ? 2 : a;
}

/* A doc a day for 300 days, threads of four; every third thread is one person's alone. */
static struct mentions made(struct arena *a)
{
    struct mentions m = {.doc = arena_new(a, struct mention, 4000), .node_room = NODES};
    for (int i = 0; i < 300; i++) {
        int root = i - i % 4;
        uint32_t who = author_of(i % 12 > 8 ? root : i);
        say(&m, (int64_t)i * DAY_S + i * 7919 % DAY_S, who, TALK, (size_t)root + 1);
    }
    return m;
}

static struct health find(struct mentions *m, struct health_ask *ask, struct bits *ours,
                          struct arena *a)
{
    struct health h = {0};
    struct err e;
    *ours = bits_new(a, NODES);
    ask->ours = ours;
    if (!ask->weeks) ask->weeks = 4;
    if (!ask->posts) ask->posts = 3;
    assert_ok(health_find(m, ask, a, &h, &e), e);
    return h;
}

static void assert_figure(const struct health_figure *f, double value, double lo, double hi,
                          size_t n)
{
    assert_near(f->of.value, value, 1e-9);
    assert_near(f->of.lo, lo, 1e-9);
    assert_near(f->of.hi, hi, 1e-9);
    assert_int_equal(f->n, n);
}

/* Python: the same docs counted with sets and Counter, scipy.stats.t.ppf, jackknife as in Efron;
 * 3 is ours. The median: 26.2, 26.2, 26.2, two open. */
static void factors_as_counted_by_python(void **state)
{
    (void)state;
    struct arena own = {0};
    struct arena *a = &own;
    struct mentions m = made(a);
    struct bits ours;
    struct health_ask ask = {.end_s = 300 * (int64_t)DAY_S};
    struct err e;
    struct health h = find(&m, &ask, &ours, a);
    bits_add(&ours, 3);
    assert_ok(health_find(&m, &ask, a, &h, &e), e);
    assert_int_equal(h.outlets, 1);
    const struct health_outlet *o = &h.outlet[0];
    assert_int_equal(o->periods, 10);
    const struct health_figure *f = o->period[0].factor;
    assert_figure(&f[HEALTH_MEMBERS], 3.25, 1.2477547746637252, 5.252245225336274, 4);
    assert_figure(&f[HEALTH_CONTENT], 5.5, 3.445739743239121, 7.5542602567608785, 4);
    assert_figure(&f[HEALTH_LIVELY], 1, 0.6456695649333126, 1, 7);
    assert_figure(&f[HEALTH_ANSWERED], 5 / 6.0, 0.43649717781352987, 0.9699466302516935, 6);
    assert_figure(&f[HEALTH_BY_OTHERS], 5 / 6.0, 0.43649717781352987, 0.9699466302516935, 6);
    assert_figure(&f[HEALTH_INTERACTION], 16 / 7.0, 1.4060105078057408, 3.1654180636228304, 7);
    assert_figure(&f[HEALTH_KEY_PERSON], 9 / 22.0, 0.05143374966870379, 0.7667480685131145, 22);
    assert_figure(&f[HEALTH_FIVE], 20 / 22.0, 0.5527270785918624, 1, 22);
    assert_figure(&f[HEALTH_GINI], 0.5303030303030303, 0.3121489819927482, 0.7484570786133123, 7);
    assert_near(f[HEALTH_ANSWER_HOURS].of.value, 94319 / 3600.0, 1e-9);
    assert_int_equal(f[HEALTH_ANSWER_HOURS].n, 5);
    const struct health_stand *s = o->stand;
    assert_near(s[HEALTH_GINI].change.value, 0.11001317523056653, 1e-9);
    assert_near(s[HEALTH_GINI].change.lo, -0.20317479311915893, 1e-9);
    assert_near(s[HEALTH_GINI].change.hi, 0.423201143580292, 1e-9);
    assert_int_equal(s[HEALTH_MEMBERS].past_n, 9);
    arena_free(a);
}

/* By hand: of four who came 90 to 118 days before the end one never came back (over at 0), one was
 * there for 4 days (over), one for 30 and not silent long enough yet, one all along: 3/4 * 2/3.
 * R: survfit(Surv(c(0, 4, 30, 99), c(1, 1, 0, 0)) ~ 1, conf.type = "log-log") at 90 */
static void newcomers_who_stay(void **state)
{
    (void)state;
    static const int came[][3] = {{2, 285, 285}, {3, 290, 320}, {4, 300, 399}, {5, 301, 305}};
    struct arena own = {0};
    struct arena *a = &own;
    struct mentions m = {.doc = arena_new(a, struct mention, 4000), .node_room = NODES};
    struct bits ours;
    struct health_ask ask = {.end_s = 400 * (int64_t)DAY_S};
    for (int day = 0; day < 400; day++) {
        say(&m, (int64_t)day * DAY_S, 1, TALK, 0);
        for (size_t i = 0; i < 4; i++) {
            if (day == came[i][1] || day == came[i][2])
                say(&m, (int64_t)day * DAY_S, (uint32_t)came[i][0], TALK, 0);
        }
    }
    struct health h = find(&m, &ask, &ours, a);
    const struct health_period *p = h.outlet[0].period;
    assert_figure(&p[0].factor[HEALTH_RETAINED], 0.5, 0.0578470829951, 0.84486128119, 4);
    assert_true(isnan(p[1].factor[HEALTH_RETAINED].of.value)); /* nobody came */
    arena_free(a);
}

/* By hand: a doc a day, none from day 100 to 199, and none of the other outlet behind day 300:
 * periods of 28 days back from day 400 begin on 372, 344, …, 8. */
static void breaks_are_no_past(void **state)
{
    (void)state;
    struct arena own = {0};
    struct arena *a = &own;
    struct mentions m = {.doc = arena_new(a, struct mention, 4000), .node_room = NODES};
    struct bits ours;
    struct health_ask ask = {.end_s = 400 * (int64_t)DAY_S};
    for (int day = 0; day < 400; day++) {
        if (day < 100 || day >= 200) say(&m, (int64_t)day * DAY_S, 1, TALK, 0);
        if (day <= 300) say(&m, (int64_t)day * DAY_S, 2, DECK, 0);
    }
    struct health h = find(&m, &ask, &ours, a);
    assert_int_equal(h.outlets, 2);
    const struct health_outlet *talk = &h.outlet[0];
    assert_int_equal(talk->gaps, 1);
    assert_int_equal(talk->gap[0].from_s, 99 * DAY_S);
    assert_int_equal(talk->gap[0].until_s, 200 * DAY_S);
    assert_int_equal(talk->periods, 14);
    for (size_t k = 0; k < 14; k++) {
        int start = 372 - 28 * (int)k;
        assert_int_equal(talk->period[k].whole, start >= 200 || start + 28 <= 99);
    }
    const struct health_stand *s = &talk->stand[HEALTH_CONTENT];
    assert_int_equal(s->past_n, 6 + 3);
    assert_near(s->past, 50, 0); /* 7 a week in all of them */
    assert_int_equal(s->place, HEALTH_USUAL);
    assert_int_equal(s->others_n, 0); /* the other is silent */
    const struct health_outlet *deck = &h.outlet[1];
    assert_int_equal(deck->gaps, 1);
    assert_int_equal(deck->gap[0].until_s, ask.end_s);
    assert_false(deck->period[0].whole);
    assert_near(deck->stand[HEALTH_CONTENT].others, 7, 0);
    arena_free(a);
}

/* Twice as much as ever, while two others have 7 and 1 doc a week: their middle is 4. */
static void places_among_past_and_others(void **state)
{
    (void)state;
    struct arena own = {0};
    struct arena *a = &own;
    struct mentions m = {.doc = arena_new(a, struct mention, 4000), .node_room = NODES};
    struct bits ours;
    struct health_ask ask = {.end_s = 196 * (int64_t)DAY_S};
    for (int day = 0; day < 196; day++) {
        for (int i = 0; i < (day < 168 ? 1 : 2); i++)
            say(&m, (int64_t)day * DAY_S + i, 1 + (uint32_t)i, TALK, 0);
        say(&m, (int64_t)day * DAY_S, 2, DECK, 0);
        if (day % 7 == 0) say(&m, (int64_t)day * DAY_S, 2, DECK + 1, 0);
    }
    struct health h = find(&m, &ask, &ours, a);
    const struct health_stand *s = &h.outlet[0].stand[HEALTH_CONTENT];
    assert_near(s->change.value, 7, 0);
    assert_true(s->p < 1e-6);
    assert_near(s->past, 100, 0);
    assert_int_equal(s->place, HEALTH_HIGH);
    assert_near(s->others, 4, 0);
    assert_near(s->others_place, 100, 0);
    assert_near(h.outlet[1].stand[HEALTH_CONTENT].others, (14 + 1) / 2.0, 0);
    assert_near(h.outlet[1].stand[HEALTH_CONTENT].others_place, 50, 0);
    assert_int_equal(h.outlet[1].stand[HEALTH_CONTENT].place, HEALTH_USUAL);
    arena_free(a);
}

static void nothing_said_is_nothing_measured(void **state)
{
    (void)state;
    struct arena own = {0};
    struct arena *a = &own;
    struct mentions m = {.doc = arena_new(a, struct mention, 8), .node_room = NODES};
    struct bits ours;
    struct health_ask ask = {.end_s = 196 * (int64_t)DAY_S};
    struct health h = find(&m, &ask, &ours, a);
    assert_int_equal(h.outlets, 0);
    say(&m, 190 * (int64_t)DAY_S, 1, TALK, 0);
    h = find(&m, &ask, &ours, a);
    assert_int_equal(h.outlet[0].periods, 0);
    struct err e;
    ask.end_s = (int64_t)DAY_S * 28 * 700;
    assert_refused(health_find(&m, &ask, a, &h, &e), TOO_MUCH, e,
                   "more than 600 periods of 4 weeks; choose a later --since or more --weeks");
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(factors_as_counted_by_python),
        cmocka_unit_test(newcomers_who_stay),
        cmocka_unit_test(breaks_are_no_past),
        cmocka_unit_test(places_among_past_and_others),
        cmocka_unit_test(nothing_said_is_nothing_measured),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

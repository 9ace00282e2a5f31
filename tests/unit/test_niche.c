/* test_niche.c - tests: what is asked that few write on, in a made-up list counted by hand */
#include "store_made.h"

#include "base/time.h"
#include "find/nodes.h"
#include "measure/niche.h"

enum { ASKERS = 8, QUESTIONS = 40, FIRST_VOICE = 21, SECOND_VOICE = 22, OURS = 31, PEOPLE = 40 };
enum { ANSWER = 100, OWN = 200, TALK = 300 };

static void person(struct made_store *m, int id)
{
    char sql[256];
    (void)snprintf(sql, sizeof sql,
                   "INSERT INTO node (id, type, name, name_key, staff) VALUES (%d, 'person', "
                   "'P%d', 'p%d', %d); INSERT INTO account (id, node, channel, handle_key, handle) "
                   "VALUES (%d, %d, 'email', 'p%d@x.example', 'p%d@x.example')",
                   id, id, id, id == OURS, id, id, id, id);
    made_sql(m, sql);
}

static void doc(struct made_store *m, int id, int author, int hour, int root, const char *title,
                const char *text)
{
    char sql[512];
    (void)snprintf(sql, sizeof sql,
                   "INSERT INTO doc (id, author, at, kind, lang, root, title, text) VALUES "
                   "(%d, %d, %d, 'mail', 'en', %d, nullif('%s', ''), '%s')",
                   id, author, hour * 3600, root, title, text);
    made_sql(m, sql);
}

/* One question a day: 12 on rotors that nobody answers, 18 on gaskets answered after 2 hours, 10 on
 * valve seats after 4. Ours wrote on rotors once; a ninth asker asks nothing. */
static struct store *made(struct made_store *m)
{
    *m = made_new();
    for (int id = 1; id <= PEOPLE; id++)
        person(m, id);
    for (int i = 0; i < QUESTIONS; i++) {
        int id = i + 1;
        const char *title = i < 12 ? "rotors" : i < 30 ? "the gasket" : "valve seat";
        const char *text = i < 12   ? "How is the rotor?"
                           : i < 30 ? "> rotor, they said\nWhat of the gaskets?"
                                    : "What of the valve seat?";
        doc(m, id, 1 + i % ASKERS, 24 * i, id, title, text);
        if (i >= 12 && i < 30) doc(m, ANSWER + i, FIRST_VOICE, 24 * i + 2, id, "", "It is so");
        if (i >= 30) doc(m, ANSWER + i, SECOND_VOICE, 24 * i + 4, id, "", "It is so");
    }
    doc(m, OWN, OURS, 5, OWN, "", "What rotors are");
    doc(m, TALK, 9, 24 * 50, TALK, "", "I saw one gasket");
    index_made(m);
    return made_open(m);
}

static const struct niche *named(const struct niches *n, const char *name)
{
    for (size_t k = 0; k < n->count; k++) {
        if (str_is(n->one[k].name, name)) return &n->one[k];
    }
    return NULL;
}

static void find(struct store *st, struct arena *a, const char *topic, struct niches *ret)
{
    static const struct mention_query everything = {{"", 0}, false};
    struct mention_ask said = {
        .query = &everything, .count = 1, .since_s = TIME_NONE, .until_s = TIME_NONE, .with_us = 1};
    struct bits audience = bits_new(a, PEOPLE + 1);
    struct bits voices = bits_new(a, PEOPLE + 1);
    struct bits ours = bits_new(a, PEOPLE + 1);
    struct mentions m;
    struct err e;
    for (int id = 1; id <= ASKERS + 1; id++)
        bits_add(&audience, id);
    bits_add(&voices, FIRST_VOICE);
    bits_add(&voices, SECOND_VOICE);
    bits_add(&ours, OURS);
    struct niche_ask ask = {.audience = &audience,
                            .voices = &voices,
                            .ours = &ours,
                            .topic = str_of(topic),
                            .end_s = 100 * (int64_t)DAY_S};
    assert_ok(mentions_load(st, &said, a, &m, &e), e);
    assert_ok(niche_find(st, &m, &ask, a, ret, &e), e);
}

/* By hand, but: R survdiff(Surv(t, e) ~ g), t = (100 - i) * 24 open for i < 12, then 18 of 2, 10 of
 * 4; Newcombe's method 10 and z with n / deff; p.adjust(, "holm") of all six. deff of valve seats
 * among the voices' docs: p = 10/28, 2 (10 - 10 p)^2 / (28 p (1 - p)) */
static void demand_against_supply(void **state)
{
    (void)state;
    struct made_store m;
    struct arena own = {0};
    struct arena *a = &own;
    struct store *st = made(&m);
    struct niches n;
    find(st, a, "", &n);
    assert_int_equal(n.questions, 40);
    assert_int_equal(n.askers, 8);
    assert_int_equal(n.unasked, 1);
    assert_int_equal(n.said, 28);
    assert_int_equal(n.voices, 2);
    assert_int_equal(n.count, 3); /* valve and seat go for their pair; "rotor" is quoted */
    assert_near(n.open.value, 0.3, 1e-12);
    const struct niche *rotor = named(&n, "rotors"); /* the first of forms said as often */
    assert_true(rotor == &n.one[0]);
    assert_int_equal(rotor->asked, 12);
    assert_int_equal(rotor->askers, 8);
    assert_int_equal(rotor->said, 0);
    assert_near(rotor->demand.value, 0.3, 1e-12);
    assert_near(rotor->demand_deff, 1, 1e-12);
    assert_near(rotor->more.value, 0.3, 1e-12);
    assert_near(rotor->more.lo, 0.130365868369, 1e-9);
    assert_near(rotor->more.hi, 0.454300188181, 1e-9);
    assert_near(rotor->p_few / 1.38684307491e-04, 1, 1e-6);
    assert_near(rotor->p_slow / 4.16238392046e-08, 1, 1e-6);
    assert_near(rotor->open.value, 1, 1e-12);
    assert_near(rotor->open.lo, 0.757505993345, 1e-9);
    assert_true(isinf(rotor->hours.value));
    assert_true(rotor->few && rotor->slow);
    const struct niche *gasket = named(&n, "gasket");
    assert_int_equal(gasket->asked, 18);
    assert_int_equal(gasket->said, 18);
    assert_int_equal(gasket->voices, 1);
    assert_near(gasket->hours.value, 2, 1e-12);
    assert_near(gasket->open.value, 0, 1e-12);
    assert_near(gasket->p_slow / 2.54283325565e-09, 1, 1e-6); /* sooner answered */
    assert_false(gasket->few || gasket->slow);
    const struct niche *valve = named(&n, "valve seat");
    assert_int_equal(valve->asked, 10);
    assert_near(valve->supply_deff, 12.8571428571, 1e-9);
    assert_near(valve->more.lo, -0.603722482817, 1e-9);
    assert_near(valve->more.hi, 0.231212603120, 1e-9);
    assert_near(valve->p_slow, 1, 0);
    made_close(&m, st);
    arena_free(a);
}

/* Which docs show it; the market's own words are no sub-topic. */
static void opened_to_docs(void **state)
{
    (void)state;
    struct made_store m;
    struct arena own = {0};
    struct arena *a = &own;
    struct store *st = made(&m);
    struct niches n;
    find(st, a, "rotor", &n);
    assert_null(named(&n, "rotors"));
    assert_null(named(&n, "rotor"));
    find(st, a, "", &n);
    size_t questions = 0;
    size_t ours = 0;
    for (size_t i = 0; i < n.docs; i++) {
        questions += n.doc[i].question && niche_has(&n.doc[i], 0);
        ours += n.doc[i].ours && niche_has(&n.doc[i], 0);
        if (n.doc[i].id == 13) assert_int_equal(n.doc[i].answer_s, (24 * 12 + 2) * 3600);
    }
    assert_int_equal(questions, 12);
    assert_int_equal(ours, 1);
    made_close(&m, st);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(demand_against_supply),
        cmocka_unit_test(opened_to_docs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_scene.c - tests: what a market looks at, counted by hand on a store of a dozen rows */
#include "store_made.h"

#include "base/evidence.h"
#include "base/time.h"
#include "find/scene.h"

/*
 * Days are counted from 1000000000 (2001-09-09); a week is 604800 s.
 *
 *   people  1 ann buyer, weight 3; 2 bob buyer; 3 cy (merged into 4); 4 cyrus; 5 eve of ours, buyer
 *   outlets 10 list "talk" (list), 11 event "summit" (event); 20 org acme: ann works there
 *   docs    1 cyrus asks about apt on the list; 2 bob answers 1, never says apt; 3 cyrus on cheese,
 *           bob does not answer; 4 eve answers 3; 5 cyrus on apt, before the period
 */
static const char small[] =
    "INSERT INTO source (id, kind, locator, hash, read_at, curated) VALUES"
    " (1, 'mail', '/a', 'x', 1002000000, 0), (2, 'csv', '/b', 'y', 1002000000, 1);"
    "INSERT INTO node (id, type, kind, name, name_key, weight, staff, merged_into) VALUES"
    " (1, 'person', NULL, 'Ann', 'ann', 3, 0, NULL), (2, 'person', NULL, 'Bob', 'bob', NULL, 0, "
    "NULL),"
    " (3, 'person', NULL, 'Cy', 'cy', NULL, 0, 4), (4, 'person', NULL, 'Cyrus', 'cyrus', NULL, 0, "
    "NULL),"
    " (5, 'person', NULL, 'Eve', 'eve', NULL, 1, NULL),"
    " (10, 'outlet', 'list', 'Talk', 'talk', NULL, 0, NULL),"
    " (11, 'outlet', 'event', 'Summit', 'summit', NULL, 0, NULL),"
    " (20, 'org', NULL, 'Acme', 'acme', NULL, 0, NULL);"
    "INSERT INTO account (id, node, channel, handle_key, handle) VALUES"
    " (1, 1, 'email', 'ann@x.org', 'ann@x.org'), (2, 2, 'email', 'bob@x.org', 'bob@x.org'),"
    " (3, 3, 'email', 'cy@x.org', 'cy@x.org'), (4, 4, 'email', 'cyrus@x.org', 'cyrus@x.org'),"
    " (5, 5, 'email', 'eve@x.org', 'eve@x.org'), (10, 10, 'list', 'talk', 'talk'),"
    " (11, 11, 'event', 'summit', 'summit');"
    "INSERT INTO tag (node, key, value) VALUES (1, 'tag', 'buyer'), (2, 'tag', 'Buyer'),"
    " (5, 'tag', 'buyer');"
    "INSERT INTO affil (person, org, role) VALUES (1, 20, 'employee'), (4, 11, 'speaker'),"
    " (2, 11, 'attendee'), (2, 10, 'moderator');"
    "INSERT INTO metric (node, name, value, at, source) VALUES (4, 'followers', 70, 10, 1),"
    " (4, 'followers', 90, 20, 2);"
    "INSERT INTO topic (id, text) VALUES (1, 'apt packaging'), (2, 'cheese');"
    "INSERT INTO doc (id, outlet, author, at, kind, title, text, parent, root) VALUES"
    " (1, 10, 3, 1000000000, 'mail', 'apt question', 'How do apts work?', NULL, 1),"
    " (2, 10, 2, 1000000100, 'mail', 're', 'like so', 1, 1),"
    " (3, 10, 4, 1000000200, 'mail', 'cheese', 'nice', NULL, 3),"
    " (4, 10, 5, 1000000300, 'mail', 're', 'yes', 3, 3),"
    " (5, 10, 4, 999000000, 'mail', 'apt', 'old', NULL, 5);"
    "INSERT INTO evidence (id, at, verb, from_account, to_account, doc, topic, sign, room, source,"
    " ext_key) VALUES"
    " (1, 1000000100, 14, 2, 3, 2, NULL, 1, NULL, 1, x'01')," /* bob replied cy: by the root */
    " (2, 1000000050, 1, 2, 4, NULL, 1, 1, NULL, 2, x'02'),"  /* bob named cyrus: topic, curated */
    " (3, 1000000060, 1, 1, 4, NULL, 2, 1, NULL, 2, x'03'),"  /* off topic */
    " (4, 1000000070, 4, 1, 4, NULL, NULL, -1, NULL, 2, x'04'),"  /* met: assumed, against */
    " (5, 1000000080, 18, 4, 1, NULL, NULL, 1, NULL, 2, x'05'),"  /* claimed */
    " (6, 1000000080, 14, 3, 4, 1, NULL, 1, NULL, 1, x'06'),"     /* to oneself, after the merge */
    " (7, 1000000100, 9, 2, 10, 2, NULL, 1, 40, 1, x'07'),"       /* bob attended the list */
    " (8, 1000000300, 14, 5, 4, 4, NULL, 1, NULL, 1, x'08'),"     /* off topic: cheese */
    " (9, 990000000, 1, 2, 4, NULL, 1, 1, NULL, 2, x'09'),"       /* before the period */
    " (10, 1003000000, 4, 1, 11, NULL, NULL, 1, NULL, 1, x'0a')," /* later than its import */
    " (11, 1000000200, 4, 4, 1, NULL, NULL, 1, NULL, 1, x'0b');"; /* cyrus, of no audience */

static struct market apt_market(void)
{
    return (struct market){.name = STR("apt"),
                           .topic = STR("apt"),
                           .audience = STR("tag:buyer"),
                           .since_s = 1000000000,
                           .until_s = TIME_NONE,
                           .half_life_days = HALF_LIFE_DAYS};
}

static const struct scene_options plain = {.until_s = TIME_NONE};

static struct store *small_store_and(struct made_store *m, const char *more)
{
    *m = made_new();
    made_sql(m, small);
    made_sql(m, more);
    index_made(m);
    return made_open(m);
}

static struct store *small_store(struct made_store *m)
{
    return small_store_and(m, "");
}

static void the_five_heeds_are_there(const struct scene *sc)
{
    /* (from, to, at, evidence): ann met cyrus 4, ann met summit 10; bob named 2, replied 1; list 7
     */
    static const struct {
        int64_t evidence;
        uint32_t from, to;
        bool assumed, curated;
        int sign;
    } want[] = {{4, 0, 2, true, true, -1},
                {10, 0, 4, true, false, 1},
                {2, 1, 2, false, true, 1},
                {1, 1, 2, false, false, 1},
                {7, 1, 3, false, false, 1}};
    assert_int_equal(sc->heed_count, 5);
    for (size_t i = 0; i < 5; i++) {
        assert_int_equal(sc->heed[i].evidence, want[i].evidence);
        assert_int_equal(sc->heed[i].from, want[i].from);
        assert_int_equal(sc->heed[i].to, want[i].to);
        assert_int_equal(sc->heed[i].assumed, want[i].assumed);
        assert_int_equal(sc->heed[i].curated, want[i].curated);
        assert_int_equal(sc->heed[i].sign, want[i].sign);
    }
}

/* Cy was merged into Cyrus: the mark on Cy is not one on Cyrus. Eve is heeded by nobody on topic.
 */
static void robots_are_marked_as_they_stand(void **state)
{
    (void)state;
    for (int k = 0; k < 2; k++) {
        struct made_store m;
        struct store *st =
            small_store_and(&m, k ? "INSERT INTO tag (node, key, value) VALUES (4, 'tag', 'robot'),"
                                    " (5, 'tag', 'role'), (2, 'tag', 'robots')"
                                  : "INSERT INTO tag (node, key, value) VALUES (3, 'tag', 'role')");
        struct arena a = {0};
        struct err e = {0};
        struct scene sc;
        struct market market = apt_market();
        assert_ok(scene_load(st, &market, &plain, &a, &sc, &e), e);
        for (size_t v = 0; v < sc.node_count; v++)
            assert_int_equal(sc.robot[v], k && sc.node_id[v] == 4);
        assert_int_equal(sc.robot_count, k);
        made_close(&m, st);
        arena_free(&a);
    }
}

/* Bob answers the second survey when he is with org 22 alone; 6 is a number in the first. */
static void respondents_are_of_whom_they_were_with_then(void **state)
{
    (void)state;
    static const char *const more =
        "INSERT INTO node (id, type, name, name_key, staff) VALUES (21, 'org', 'Before', 'b', 0),"
        " (22, 'org', 'Then', 't', 0), (6, 'person', '', '', 0);"
        "INSERT INTO account (id, node, channel, handle_key, handle) VALUES"
        " (6, 6, 'survey:one', '6', '6'), (7, 2, 'survey:one', '7', '7');"
        "INSERT INTO affil (person, org, role, since, until) VALUES"
        " (2, 20, 'employee', 1000000051, NULL), (2, 21, 'employee', NULL, 1000000050),"
        " (2, 22, 'employee', 1000000050, 1000000051), (2, 22, 'chair', NULL, NULL);"
        "INSERT INTO survey (id, survey_key, name) VALUES (3, 'one', 'One'), (9, 'two', 'Two');"
        "UPDATE evidence SET survey = 9 WHERE id = 2;"
        "INSERT INTO evidence (id, at, verb, from_account, to_account, topic, sign, source, "
        "ext_key,"
        " survey) VALUES (12, 1000000050, 1, 6, 4, 1, 1, 2, x'0c', 3)";
    struct made_store m;
    struct store *st = small_store_and(&m, more);
    struct arena a = {0};
    struct err e = {0};
    struct scene sc;
    struct market market = apt_market();
    assert_ok(scene_load(st, &market, &plain, &a, &sc, &e), e);
    assert_int_equal(sc.survey_count, 2);
    assert_str(sc.survey[1], "Two");
    assert_int_equal(sc.heed_count, 6);
    assert_int_equal(sc.heed[2].survey, 2);
    assert_int_equal(sc.heed[3].survey, 0);
    assert_int_equal(sc.heed[5].survey, 1);
    assert_int_equal(sc.respondent_count, 1);
    assert_int_equal(sc.node_id[sc.respondent[0].person], 2);
    assert_int_equal(sc.respondent[0].org, 22);
    assert_int_equal(sc.respondent[0].survey, 2);
    for (size_t v = 0; v < sc.node_count; v++)
        assert_int_equal(sc.unchecked[v], sc.node_id[v] == 6);
    made_close(&m, st);
    arena_free(&a);
}

static void a_scene_holds_what_is_on_topic_in_the_period(void **state)
{
    (void)state;
    struct made_store m;
    struct store *st = small_store(&m);
    struct arena a = {0};
    struct err e = {0};
    struct scene sc;
    struct market market = apt_market();
    assert_ok(scene_load(st, &market, &plain, &a, &sc, &e), e);

    /* eve answered off topic and is ours: not here; org 20 has no evidence */
    static const int64_t ids[] = {1, 2, 4, 10, 11};
    assert_int_equal(sc.node_count, 5);
    for (size_t v = 0; v < 5; v++)
        assert_int_equal(sc.node_id[v], ids[v]);
    assert_int_equal(sc.node_type[2], NODE_PERSON);
    assert_int_equal(sc.node_type[3], NODE_OUTLET);
    assert_true(sc.open_outlet[3] && !sc.open_outlet[4]);
    assert_false(sc.everyone);

    /* weights 3 and 1: mean 1 over two */
    assert_int_equal(sc.audience_count, 2);
    assert_near(sc.buyer[0], 1.5, 1e-12);
    assert_near(sc.buyer[1], 0.5, 1e-12);
    assert_near(sc.buyer[2], 0, 0);

    the_five_heeds_are_there(&sc);
    assert_int_equal(sc.heed[4].room, 40);
    assert_int_equal(sc.heed[4].verb, VERB_ATTENDED);
    assert_int_equal(sc.assumed_count, 2);
    /* evidence 10 is later than its import: not the market's now */
    assert_int_equal(sc.as_of_s, 1000000100);

    /* the list: bob said one (by the root), cyrus one, which bob of the audience answered; the
     * summit: cyrus is stated, bob only attends; bob's moderating is no stated authorship, as the
     * list has docs */
    assert_int_equal(sc.author_count, 3);
    static const struct author authors[] = {{3, 1, 1, 0}, {3, 2, 1, 1}, {4, 2, 1, 0}};
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(sc.author[i].outlet, authors[i].outlet);
        assert_int_equal(sc.author[i].person, authors[i].person);
        assert_int_equal(sc.author[i].said, authors[i].said);
        assert_int_equal(sc.author[i].answered, authors[i].answered);
    }
    assert_int_equal(sc.said[2], 1);
    assert_int_equal(sc.said[0], 0);
    assert_near(sc.followers[2], 90, 0);
    assert_true(sc.followers[0] < 0);
    arena_free(&a);
    made_close(&m, st);
}

static void an_end_of_the_period_is_the_as_of_and_hides_all_later(void **state)
{
    (void)state;
    struct made_store m;
    struct store *st = small_store(&m);
    struct arena a = {0};
    struct err e = {0};
    struct scene sc;
    struct market market = apt_market();
    struct scene_options o = {.until_s = 1000000100};
    assert_ok(scene_load(st, &market, &o, &a, &sc, &e), e);
    assert_int_equal(sc.as_of_s, 1000000100);
    assert_int_equal(sc.heed_count, 2); /* 2 and 4 */
    /* bob's answer is later: cyrus's doc is not yet answered, bob has said nothing */
    assert_int_equal(sc.author_count, 2);
    assert_int_equal(sc.author[0].said, 1);
    assert_int_equal(sc.author[0].answered, 0);
    arena_free(&a);
    made_close(&m, st);
}

static void an_empty_topic_takes_all_and_assumes_nothing(void **state)
{
    (void)state;
    struct made_store m;
    struct store *st = small_store(&m);
    struct arena a = {0};
    struct err e = {0};
    struct scene sc;
    struct market market = apt_market();
    market.topic = STR("");
    market.since_s = TIME_NONE;
    market.audience = STR("everyone");
    struct scene_options o = {.until_s = TIME_NONE, .with_us = true};
    assert_ok(scene_load(st, &market, &o, &a, &sc, &e), e);
    assert_true(sc.everyone);
    assert_int_equal(sc.heed_count, 9); /* all but the claim and the one to oneself */
    assert_int_equal(sc.assumed_count, 0);
    assert_int_equal(sc.audience_count, 4); /* cy is cyrus */
    arena_free(&a);
    made_close(&m, st);
}

static void who_is_ours_is_no_audience_unless_asked_for(void **state)
{
    (void)state;
    struct made_store m;
    struct store *st = small_store(&m);
    struct arena a = {0};
    struct err e = {0};
    struct scene sc;
    struct market market = apt_market();
    struct scene_options o = {.until_s = TIME_NONE, .with_us = true};
    assert_ok(scene_load(st, &market, &o, &a, &sc, &e), e);
    assert_int_equal(sc.audience_count, 3);
    o = (struct scene_options){.until_s = TIME_NONE, .for_org = STR("org:Acme")};
    assert_ok(scene_load(st, &market, &o, &a, &sc, &e), e);
    assert_int_equal(sc.audience_count, 1);
    assert_near(sc.buyer[0], 1, 1e-12);
    arena_free(&a);
    made_close(&m, st);
}

static void an_audience_of_nobody_is_refused_with_the_way_out(void **state)
{
    (void)state;
    static const struct {
        const char *audience, *for_org, *want;
    } rows[] = {
        {"tag:buyer and tag:none", "",
         "the audience of market 'apt', tag:buyer and tag:none, names nobody: nobody is "
         "tag:none; see whom a query names: kith people 'QUERY'"},
        {"tag:buyr", "",
         "the audience of market 'apt', tag:buyr, names nobody: nobody is tag:buyr, perhaps you "
         "meant tag:buyer; see whom a query names: kith people 'QUERY'"},
        {"us", "",
         "the audience of market 'apt', us, names only our own staff; count them with "
         "--with-us, or add the market with another --audience"},
        {"tag:buyer", "org:Nowhere",
         "nobody of the audience of market 'apt' is org:Nowhere; see who is: kith people "
         "'org:Nowhere'"},
        {"tag:", "", "audience of market 'apt': the query wants a value behind 'tag:' at 5"},
    };
    struct made_store m;
    struct store *st = small_store(&m);
    struct arena a = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct err e = {0};
        struct scene sc = {.node_count = 77};
        struct market market = apt_market();
        market.audience = str_of(rows[i].audience);
        struct scene_options o = {.until_s = TIME_NONE, .for_org = str_of(rows[i].for_org)};
        assert_refused(scene_load(st, &market, &o, &a, &sc, &e), BAD_INPUT, e, rows[i].want);
        assert_int_equal(sc.node_count, 77);
    }
    made_close(&m, st);

    m = made_new();
    st = made_open(&m);
    struct err e = {0};
    struct scene sc;
    struct market market = apt_market();
    assert_refused(
        scene_load(st, &market, &plain, &a, &sc, &e), BAD_INPUT, e,
        "no buyer is tagged yet, and market 'apt' sells to tag:buyer; tag them: kith tag 'QUERY' "
        "buyer, or add the market with --audience QUERY");
    made_close(&m, st);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_scene_holds_what_is_on_topic_in_the_period),
        cmocka_unit_test(robots_are_marked_as_they_stand),
        cmocka_unit_test(respondents_are_of_whom_they_were_with_then),
        cmocka_unit_test(an_end_of_the_period_is_the_as_of_and_hides_all_later),
        cmocka_unit_test(an_empty_topic_takes_all_and_assumes_nothing),
        cmocka_unit_test(who_is_ours_is_no_audience_unless_asked_for),
        cmocka_unit_test(an_audience_of_nobody_is_refused_with_the_way_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

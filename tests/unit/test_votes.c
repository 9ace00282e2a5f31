/* test_votes.c - tests: votes, weighed by hand with the table of the design */
#include "helpers.h"
#include "scene_made.h"

#include "find/votes.h"

static struct votes votes_of(struct arena *a, const char *lines)
{
    struct votes v;
    votes_find(scene_made(a, lines), a, &v);
    return v;
}

static void the_strongest_evidence_is_the_vote(void **state)
{
    (void)state;
    struct arena a = {0};
    struct votes v = votes_of(&a, "buyer u\nperson v\n"
                                  "u replied v\nu cited v\nu replied v\nu mentioned v");
    assert_int_equal(v.count, 1);
    assert_near(v.vote[0].p, 0.5, 0.0); /* cited; not .3 + .5 + .3 + .2 */
    assert_int_equal(v.vote[0].outlet, UINT32_MAX);
    assert_near(v.x[1], 0.5, 0.0);
    assert_near(v.total, 0.5, 0.0);
    arena_free(&a);
}

static void opposition_and_claims_are_no_votes_but_neutral_heed_is(void **state)
{
    (void)state;
    struct arena a = {0};
    struct votes v = votes_of(&a, "buyer u\nu replied against sign=-1\nu claimed boaster\n"
                                  "u replied neutral sign=0");
    assert_int_equal(v.count, 1);
    assert_int_equal(v.vote[0].person, 3);
    assert_near(v.vote[0].p, 0.3, 0.0);
    arena_free(&a);
}

static void nobody_votes_for_themselves_and_staff_stay_out(void **state)
{
    (void)state;
    struct arena a = {0};
    struct votes v = votes_of(&a, "buyer u; buyer s; staff s; person v; org o; outlet b\n"
                                  "author b u 1 0\nu reads b\nu named u\nu named s\ns named v\n"
                                  "u named o\nv named u");
    assert_int_equal(v.count, 0);
    assert_int_equal(v.buyer_count, 0);
    assert_near(v.total, 0.0, 0.0);
    arena_free(&a);
}

/* Booked: .6. Of a firm's four docs ann said three: .45 for her, .15 for bob; u, who is with the
 * firm, too, gets nothing from u. The firm is where u looks. */
static void a_firm_is_heeded_by_its_parts(void **state)
{
    (void)state;
    struct arena a = {0};
    const char *lines = "buyer u; person ann; person bob; org mira; org mute\n"
                        "author mira ann 3 0; author mira bob 1 0\n"
                        "u booked mira; u booked mute; u cited ann";
    struct votes v = votes_of(&a, lines);
    assert_int_equal(v.count, 2);
    assert_near(v.vote[0].p, 0.5, 1e-15); /* cited her, more than what comes through the firm */
    assert_int_equal(v.vote[0].outlet, UINT32_MAX);
    assert_near(v.vote[1].p, 0.6 / 4, 1e-15);
    assert_int_equal(v.vote[1].outlet, 3);
    struct node_counts counts;
    struct reach_options o = REACH_OPTIONS;
    outlets_find(scene_made(&a, lines), &o, &a, &counts);
    assert_int_equal(counts.count, 2);
    assert_int_equal(counts.node[0].node, 3);
    assert_near(counts.node[0].votes, 0.6, 1e-15);
    arena_free(&a);
}

/* u names the robot, and reads b, of which it wrote half: that half is nobody's. */
static void robots_get_no_votes_and_keep_their_part_of_an_outlet(void **state)
{
    (void)state;
    struct arena a = {0};
    struct scene *sc = scene_made(&a, "buyer u; person v; robot r; outlet b\n"
                                      "author b v 1 0\nauthor b r 1 0\nu reads b\nu named r\n");
    struct votes v;
    votes_find(sc, &a, &v);
    assert_int_equal(v.count, 1);
    assert_int_equal(v.vote[0].person, 1);
    struct arena other = {0};
    struct votes alone =
        votes_of(&other, "buyer u; person v; outlet b\nauthor b v 1 0\nu reads b\n");
    assert_int_equal(alone.count, 1);
    assert_near(v.vote[0].p, alone.vote[0].p / 2, 1e-15);
    arena_free(&other);
    arena_free(&a);
}

/* 3 / log2(2 + n): n = 6 gives 1, n = 14 gives .75, n = 62 gives .5. */
static void a_full_room_says_less(void **state)
{
    (void)state;
    struct arena a = {0};
    struct votes v = votes_of(&a, "buyer u\nu attended a room=6\nu attended b room=14\n"
                                  "u attended c room=62\nu advised d room=4\nu advised e");
    assert_int_equal(v.count, 5);
    assert_near(v.x[1], 0.4, 1e-15);
    assert_near(v.x[2], 0.3, 1e-15);
    assert_near(v.x[3], 0.2, 1e-15);
    assert_near(v.x[4], 0.25, 1e-15);
    assert_near(v.x[5], 1.0, 1e-15);
    arena_free(&a);
}

static void a_room_nobody_counted_has_whom_we_saw_in_it(void **state)
{
    (void)state;
    struct arena a = {0};
    struct made m = {.a = &a};
    uint32_t speaker = made_person(&m);
    uint32_t list = made_outlet(&m, true);
    uint32_t other = made_person(&m);
    uint32_t buyer = made_buyer(&m, 1.0);
    made_author(&m, list, other, 1, 1);
    made_heed(&m, buyer, VERB_ATTENDED, speaker)->at_s = 7;
    made_heed(&m, buyer, VERB_ATTENDED, speaker)->at_s = 7; /* said twice: one seat */
    made_heed(&m, buyer, VERB_ATTENDED, list)->at_s = 1;
    for (int64_t i = 0; i < 61; i++) {
        uint32_t guest = made_person(&m);
        if (i < 13) made_heed(&m, guest, VERB_ATTENDED, speaker)->at_s = 7;
        made_heed(&m, guest, VERB_ATTENDED, speaker)->at_s = 100 + i; /* other rooms */
        made_heed(&m, guest, VERB_ATTENDED, list)->at_s = i;
        made_heed(&m, guest, VERB_ATTENDED, list)->at_s = i + 1;
    }
    struct votes v;
    votes_find(made_scene(&m), &a, &v);
    assert_near(v.x[speaker], 0.3, 1e-15); /* 14 people at that second */
    assert_near(v.x[other], 0.2, 1e-15);   /* 62 people on the list */
    arena_free(&a);
}

static void an_outlet_gives_its_authors_their_part(void **state)
{
    (void)state;
    struct arena a = {0};
    /* blog: 3 of 4 docs; list: of the answered 1 of 5, the mailer's 90 docs nobody answered. */
    struct scene *sc = scene_made(&a, "buyer u; outlet blog; open list\n"
                                      "author blog ann 3 0; author blog bob 1 1\n"
                                      "author list ann 4 1; author list bob 4 4\n"
                                      "author list mailer 90 0\n"
                                      "u reads blog; u named list; u mentioned bob");
    struct votes v;
    votes_find(sc, &a, &v);
    assert_int_equal(v.count, 2);
    assert_near(v.x[3], 0.2, 1e-15); /* ann: max(.2 * 3/4, 1 * 1/5) = .2 */
    assert_int_equal(v.vote[0].outlet, 2);
    assert_near(v.x[4], 0.8, 1e-15); /* bob: max(.2 * 1/4, 1 * 4/5, .2) */
    assert_near(v.x[5], 0.0, 0.0);
    arena_free(&a);
}

static void a_thousandth_of_a_vote_is_the_least(void **state)
{
    (void)state;
    struct arena a = {0};
    struct votes v = votes_of(&a, "buyer u; buyer w; outlet blog; author blog ann 1 0\n"
                                  "author blog bob 199 0; u reads blog; w followed cid");
    assert_int_equal(v.count, 3); /* .2 / 200 is just a vote */
    assert_near(v.x[3], 0.001, 1e-15);
    struct votes less = votes_of(&a, "buyer u; outlet blog; author blog ann 1 0\n"
                                     "author blog bob 200 0; u reads blog");
    assert_int_equal(less.count, 1);
    arena_free(&a);
}

static void weights_of_those_heard_have_mean_one(void **state)
{
    (void)state;
    struct arena a = {0};
    struct votes v = votes_of(&a, "buyer u 3; buyer w 1; buyer silent 8\nu named v; w cited v");
    assert_int_equal(v.buyer_count, 2);
    assert_near(v.weight[0], 1.5, 1e-15);
    assert_near(v.weight[1], 0.5, 1e-15);
    assert_near(v.x[3], 1.75, 1e-15);
    assert_near(v.total, 1.75, 1e-15);
    arena_free(&a);
}

static void of_equal_evidence_the_direct_and_latest_is_shown(void **state)
{
    (void)state;
    struct arena a = {0};
    struct scene *sc = scene_made(&a, "outlet blog; buyer u; author blog v 1 0\nu reads blog\n"
                                      "u mentioned v day=-9; u mentioned v day=-2");
    struct votes v;
    votes_find(sc, &a, &v);
    assert_int_equal(v.count, 1);
    assert_int_equal(sc->heed[v.vote[0].heed].evidence, 3);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_strongest_evidence_is_the_vote),
        cmocka_unit_test(opposition_and_claims_are_no_votes_but_neutral_heed_is),
        cmocka_unit_test(nobody_votes_for_themselves_and_staff_stay_out),
        cmocka_unit_test(a_firm_is_heeded_by_its_parts),
        cmocka_unit_test(robots_get_no_votes_and_keep_their_part_of_an_outlet),
        cmocka_unit_test(a_full_room_says_less),
        cmocka_unit_test(a_room_nobody_counted_has_whom_we_saw_in_it),
        cmocka_unit_test(an_outlet_gives_its_authors_their_part),
        cmocka_unit_test(a_thousandth_of_a_vote_is_the_least),
        cmocka_unit_test(weights_of_those_heard_have_mean_one),
        cmocka_unit_test(of_equal_evidence_the_direct_and_latest_is_shown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_tie.c - tests: what was seen between one of ours and a person, counted by hand, and laws */
#include "helpers.h"

#include "base/rng.h"
#include "base/time.h"
#include "connect/tie.h"

enum { DAY_0 = 19000 }; /* 2022-01-08 */

static struct contact at(int day, int hour, enum side by, enum verb_kind verb)
{
    int64_t at_s = (int64_t)(DAY_0 + day) * DAY_S + (int64_t)hour * 3600;
    return (struct contact){.at_s = at_s, .kind = contact_kind_of(verb), .by = by};
}

static int64_t day_s(int day)
{
    return (int64_t)(DAY_0 + day) * DAY_S;
}

/* Ours on days 0 (twice) and 180, theirs on day 0; seen at day 180: ours 1/4 + 1, theirs 1/4. */
static void both_directions_are_counted(void **state)
{
    (void)state;
    struct arena a = {0};
    struct tie t;
    const struct contact c[] = {
        at(0, 1, SIDE_OURS, VERB_REPLIED),    at(180, 0, SIDE_OURS, VERB_MET),
        at(0, 7, SIDE_THEIRS, VERB_REPLIED),  at(0, 3, SIDE_OURS, VERB_REPLIED),
        at(5, 0, SIDE_THEIRS, VERB_FOLLOWED),
    };
    tie_find(c, 5, day_s(180), &a, &t);
    assert_near(t.strength, 0.2591817793182821, 1e-12); /* Python: 1 - math.exp(-1.5 / 5) */
    assert_near(t.reciprocity, 0.2, 1e-12);
    assert_int_equal(t.by[SIDE_OURS], 3);
    assert_int_equal(t.by[SIDE_THEIRS], 1);
    assert_int_equal(t.social, 3);
    assert_int_equal(t.formal, 1);
    assert_int_equal(t.attention, 1);
    assert_int_equal(t.days[SIDE_OURS], 2);
    assert_int_equal(t.days[SIDE_THEIRS], 1);
    assert_int_equal(t.both_days, 2);
    assert_int_equal(t.last_by, SIDE_OURS);
    assert_int_equal(t.silence_s, day_s(180) - day_s(0) - 7 * 3600);
    assert_near(t.reply_hours[SIDE_THEIRS], 4.0, 1e-12);
    assert_true(isnan(t.reply_hours[SIDE_OURS])); /* 180 days is no answer */
    assert_int_equal(t.stage, STAGE_ACQUAINTANCE);
    assert_true(t.since_s == day_s(0) + 7 * 3600);
    assert_str(t.reason,
               "both acted on 2 days from 2022-01-08 to 2022-07-07; last 2022-07-07, ours");
    arena_free(&a);
}

static enum tie_stage stage(int days, int step, int theirs_each, int seen_later)
{
    struct arena a = {0};
    struct tie t;
    struct contact c[100];
    for (int i = 0; i < days; i++) {
        bool theirs = theirs_each && i % theirs_each == 0;
        c[i] = at(i * step, 0, theirs ? SIDE_THEIRS : SIDE_OURS, VERB_REPLIED);
    }
    tie_find(c, (size_t)days, day_s((days - 1) * step + seen_later), &a, &t);
    arena_free(&a);
    return t.stage;
}

/* Each limit from both sides. */
static void stages_follow_their_limits(void **state)
{
    (void)state;
    assert_int_equal(stage(4, 1, 2, 0), STAGE_ACQUAINTANCE);
    assert_int_equal(stage(5, 1, 2, 180), STAGE_WORKING);
    assert_int_equal(stage(5, 1, 2, 181), STAGE_ACQUAINTANCE);
    assert_int_equal(stage(50, 20, 0, 0), STAGE_HALF_STRANGER);
    assert_int_equal(stage(12, 17, 3, 365), STAGE_TRUSTED); /* 187 days; four theirs */
    assert_int_equal(stage(12, 17, 3, 366), STAGE_ACQUAINTANCE);
    assert_int_equal(stage(12, 16, 3, 0), STAGE_WORKING); /* 176 days */
    assert_int_equal(stage(12, 17, 4, 0), STAGE_WORKING); /* three theirs */
    assert_int_equal(stage(11, 20, 2, 0), STAGE_WORKING);
}

static void attention_is_no_contact_and_the_future_not_seen(void **state)
{
    (void)state;
    struct arena a = {0};
    struct tie t;
    struct contact c = at(3, 0, SIDE_THEIRS, VERB_CITED);
    tie_find(&c, 1, day_s(3), &a, &t);
    assert_int_equal(t.stage, STAGE_HALF_STRANGER);
    assert_true(t.since_s == day_s(3));
    assert_str(t.reason, "attention alone (1); last 2022-01-11, theirs");
    assert_near(t.strength, 0.0, 0.0);
    assert_true(t.last_s == TIME_NONE && t.silence_s == -1);
    tie_find(&c, 1, day_s(2), &a, &t);
    assert_int_equal(t.stage, STAGE_STRANGER);
    assert_true(isnan(t.reciprocity));
    assert_true(t.since_s == TIME_NONE);
    assert_str(t.reason, "nothing was seen by 2022-01-10");
    arena_free(&a);
}

/* One bad day is a dated reason; two that are half of the person's days make a detractor. */
static void who_speaks_against_us_half_the_time_is_a_detractor(void **state)
{
    (void)state;
    struct arena a = {0};
    struct tie t;
    struct contact c[5];
    for (int i = 0; i < 5; i++)
        c[i] = at(i, 0, SIDE_THEIRS, VERB_MENTIONED);
    c[1].against = true;
    tie_find(c, 2, day_s(4), &a, &t);
    assert_int_equal(t.stage, STAGE_HALF_STRANGER); /* one of two */
    assert_str(t.reason, "only they acted on 2 days from 2022-01-08 to 2022-01-09; last "
                         "2022-01-09, theirs; against us on 1 of their 2 days, last 2022-01-09");
    c[2].against = true;
    tie_find(c, 4, day_s(4), &a, &t);
    assert_int_equal(t.stage, STAGE_DETRACTOR); /* two of four */
    assert_true(t.since_s == day_s(2));
    tie_find(c, 5, day_s(4), &a, &t);
    assert_int_equal(t.stage, STAGE_HALF_STRANGER); /* two of five */
    assert_true(t.since_s == day_s(4));
    c[2].at_s = c[1].at_s + 60;
    tie_find(c, 3, day_s(4), &a, &t);
    assert_int_equal(t.stage, STAGE_HALF_STRANGER); /* two of one day */
    c[1].by = c[2].by = SIDE_OURS;                  /* what ours say against them makes them none */
    c[2].at_s = day_s(3);
    tie_find(c, 3, day_s(4), &a, &t);
    assert_int_equal(t.against_days, 0);
    arena_free(&a);
}

/* A citation against ours is heard, too, though it is no contact. */
static void attention_can_be_against_us(void **state)
{
    (void)state;
    struct arena a = {0};
    struct tie t;
    struct contact c[2] = {at(0, 0, SIDE_THEIRS, VERB_CITED), at(9, 0, SIDE_THEIRS, VERB_CITED)};
    c[0].against = c[1].against = true;
    tie_find(c, 2, day_s(9), &a, &t);
    assert_int_equal(t.stage, STAGE_DETRACTOR);
    assert_str(t.reason, "attention alone (2); last 2022-01-17, theirs; against us on 2 of "
                         "their 2 days, last 2022-01-17");
    arena_free(&a);
}

/* Two conversations, of two people ninety days before and of four today: 1/2 + 1/3; no contact. */
static void who_speaks_beside_is_a_half_stranger(void **state)
{
    (void)state;
    struct arena a = {0};
    struct tie t;
    struct contact c[3] = {at(0, 0, SIDE_BOTH, VERB_NONE), at(90, 0, SIDE_BOTH, VERB_NONE)};
    c[0].kind = c[1].kind = CONTACT_BESIDE;
    c[0].others = 1;
    c[1].others = 3;
    tie_find(c, 2, day_s(90), &a, &t);
    assert_near(t.strength, 0.15351827510938587,
                1e-12); /* Python: 1 - math.exp(-(1/2 + 1/3) / 5) */
    assert_int_equal(t.stage, STAGE_HALF_STRANGER);
    assert_true(isnan(t.reciprocity) && t.last_s == TIME_NONE && t.silence_s == -1);
    assert_int_equal(t.beside, 2);
    assert_int_equal(t.both_days, 0);
    assert_str(t.reason, "no word to each other, but both in 2 conversations; last 2022-04-08, "
                         "both");
    c[2] = at(90, 1, SIDE_THEIRS, VERB_CITED);
    tie_find(c, 3, day_s(91), &a, &t);
    assert_str(t.reason, "no word to each other, but both in 2 conversations; attention alone "
                         "(1); last 2022-04-08, theirs");
    arena_free(&a);
}

/* Five days make it working on the fifth; 180 quiet days later it lapses, and begins anew. */
static void a_stage_is_dated_by_when_it_began(void **state)
{
    (void)state;
    struct arena a = {0};
    struct tie t;
    struct contact c[6];
    for (int i = 0; i < 5; i++)
        c[i] = at(10 * i, 5, i & 1 ? SIDE_OURS : SIDE_THEIRS, VERB_REPLIED);
    tie_find(c, 5, day_s(40) + 5 * 3600, &a, &t);
    assert_int_equal(t.stage, STAGE_WORKING);
    assert_true(t.since_s == day_s(40) + 5 * 3600);
    tie_find(c, 5, day_s(300), &a, &t);
    assert_int_equal(t.stage, STAGE_ACQUAINTANCE);
    assert_true(t.since_s == day_s(40 + 181));
    assert_str(t.reason, "both acted on 5 days from 2022-01-08 to 2022-02-17; last 2022-02-17, "
                         "theirs; quiet for 260 days");
    c[5] = at(290, 1, SIDE_OURS, VERB_SHARED);
    tie_find(c, 6, day_s(300), &a, &t);
    assert_int_equal(t.stage, STAGE_WORKING);
    assert_true(t.since_s == day_s(290) + 3600);
    arena_free(&a);
}

/* A meeting is of both: a day of each side, the last word of both, and an answer to nothing. */
static void what_both_do_counts_for_each(void **state)
{
    (void)state;
    struct arena a = {0};
    struct tie t;
    const struct contact c[] = {
        at(0, 0, SIDE_THEIRS, VERB_REPLIED),
        at(1, 0, SIDE_BOTH, VERB_MET),
        at(1, 6, SIDE_OURS, VERB_THANKED),
        at(2, 0, SIDE_BOTH, VERB_MET),
    };
    tie_find(c, 4, day_s(2), &a, &t);
    assert_int_equal(t.by[SIDE_OURS], 3);
    assert_int_equal(t.by[SIDE_THEIRS], 3);
    assert_int_equal(t.days[SIDE_OURS], 2);
    assert_int_equal(t.days[SIDE_THEIRS], 3);
    assert_int_equal(t.both_days, 3);
    assert_int_equal(t.formal, 2);
    assert_int_equal(t.social, 2);
    assert_int_equal(t.last_by, SIDE_BOTH);
    assert_int_equal(t.replies[SIDE_OURS] + t.replies[SIDE_THEIRS], 0);
    assert_str(t.reason, "both acted on 3 days from 2022-01-08 to 2022-01-10; last 2022-01-10, "
                         "both");
    tie_find(c + 3, 1, day_s(2), &a, &t);
    assert_str(t.reason, "both acted on 2022-01-10; last 2022-01-10, both");
    arena_free(&a);
}

/* Of random contacts: more never lowers strength; sides changed for each other change only sides;
 * the order they come in changes nothing; nor does a shift of all by whole days. */
static void laws_hold(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 200; seed++) {
        struct arena a = {0};
        struct contact c[40];
        struct contact other[40];
        struct contact shifted[40];
        double before = 0.0;
        struct rng g = rng_stream(seed, 0);
        for (uint64_t i = 0; i < 40; i++) {
            uint64_t r = rng_u64(&g);
            c[i] = at((int)(r % 400), (int)(r >> 20) & 15, (enum side)((r >> 40) % 3),
                      (enum verb_kind)(1 + (r >> 50) % (VERB_COUNT - 1)));
            other[39 - i] = shifted[i] = c[i];
            if (c[i].by != SIDE_BOTH) other[39 - i].by = 1 - c[i].by;
            shifted[i].at_s += 77 * (int64_t)DAY_S;
            struct tie t;
            tie_find(c, i + 1, day_s(400), &a, &t);
            assert_true(t.strength >= before - 1e-12 && t.strength < 1.0);
            before = t.strength;
        }
        struct tie t;
        struct tie o;
        struct tie s;
        tie_find(c, 40, day_s(400), &a, &t);
        tie_find(other, 40, day_s(400), &a, &o);
        tie_find(shifted, 40, day_s(477), &a, &s);
        assert_near(o.strength, t.strength, 1e-12);
        assert_near(o.reciprocity, t.reciprocity, 1e-12);
        assert_int_equal(o.days[SIDE_OURS], t.days[SIDE_THEIRS]);
        assert_int_equal(o.silence_s, t.silence_s);
        assert_int_equal(o.stage, t.stage);
        assert_near(s.strength, t.strength, 1e-12);
        assert_int_equal(s.silence_s, t.silence_s);
        assert_int_equal(s.stage, t.stage);
        assert_true(s.since_s == t.since_s + 77 * (int64_t)DAY_S && o.since_s == t.since_s);
        arena_free(&a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_directions_are_counted),
        cmocka_unit_test(stages_follow_their_limits),
        cmocka_unit_test(attention_is_no_contact_and_the_future_not_seen),
        cmocka_unit_test(who_speaks_against_us_half_the_time_is_a_detractor),
        cmocka_unit_test(attention_can_be_against_us),
        cmocka_unit_test(who_speaks_beside_is_a_half_stranger),
        cmocka_unit_test(a_stage_is_dated_by_when_it_began),
        cmocka_unit_test(what_both_do_counts_for_each),
        cmocka_unit_test(laws_hold),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_seen.c - tests: what was seen of each pair in a store, counted by hand */
#include "store_made.h"

#include "base/strength.h"
#include "base/time.h"
#include "connect/seen.h"

enum { SUE = 1, TOM = 2, IDA = 3, JON = 4, BOT = 5, KIM = 6 };

/* Jon was merged into Ida; days are counted from 1970-01-01. Verbs: 4 met, 14 replied, 15
 * mentioned, 18 claimed. */
static const char sql[] =
    "INSERT INTO source (id, kind, locator, hash, read_at) VALUES (1, 'table', 'x', 'h', 15 * "
    "86400);"
    "INSERT INTO node (id, type, name, name_key, staff, merged_into) VALUES"
    " (1, 'person', 'Sue', 'sue', 1, NULL), (2, 'person', 'Tom', 'tom', 1, NULL),"
    " (3, 'person', 'Ida', 'ida', 0, NULL), (4, 'person', 'Jon', 'jon', 0, 3),"
    " (5, 'person', 'Bot', 'bot', 0, NULL), (6, 'person', 'Kim', 'kim', 0, NULL),"
    " (7, 'outlet', 'List', 'list', 0, NULL);"
    "INSERT INTO tag (node, key, value) VALUES (5, 'tag', 'robot');"
    "INSERT INTO account (id, node, channel, handle_key, handle) VALUES"
    " (11, 1, 'email', 'sue', 'sue'), (12, 2, 'email', 'tom', 'tom'), (13, 3, 'email', 'i', 'i'),"
    " (14, 4, 'forum', 'j', 'j'), (15, 5, 'email', 'bot', 'bot'), (16, 6, 'email', 'kim', 'kim'),"
    " (17, 1, 'forum', 'sue', 'sue'), (18, 7, 'email', 'list', 'list');"
    "INSERT INTO evidence (id, at, verb, from_account, to_account, sign, source, ext_key) VALUES"
    " (1, 10 * 86400, 14, 13, 11, 1, 1, x'01'),"
    " (2, 11 * 86400, 14, 17, 14, 1, 1, x'02'),"
    " (3, 12 * 86400, 4, 13, 11, 1, 1, x'03'),"
    " (4, 12 * 86400, 4, 11, 13, 1, 1, x'04')," /* the same meeting */
    " (5, 13 * 86400, 15, 14, 11, -1, 1, x'05'),"
    " (6, 9 * 86400, 18, 13, 11, 1, 1, x'06'),"  /* a claim */
    " (7, 12 * 86400, 14, 11, 12, 1, 1, x'07')," /* colleagues */
    " (8, 12 * 86400, 14, 15, 11, 1, 1, x'08')," /* a robot */
    " (9, 12 * 86400, 14, 11, 18, 1, 1, x'09')," /* a list */
    " (10, 14 * 86400, 14, 13, 12, 1, 1, x'0a'),"
    " (11, 20 * 86400, 14, 13, 12, 1, 1, x'0b');" /* after its source was read */
    "INSERT INTO relation (teammate, person, said_by, strength, view, at, ext_key) VALUES"
    " (11, 13, 'us', 4, NULL, 50, x'01'), (17, 14, 'us', 3, NULL, 60, x'02'),"
    " (11, 13, 'them', 1, -1, 55, x'03'), (12, 16, 'us', 5, NULL, 99 * 86400, x'04'),"
    " (12, 16, 'us', 1, NULL, NULL, x'05'), (12, 16, 'seen', 4, NULL, 70, x'06'),"
    " (NULL, 16, 'them', 4, NULL, 70, x'07');";

struct made {
    struct made_store m;
    struct store *st;
    struct arena a;
    struct team team;
    struct seen_ask ask;
};

static struct made made(void)
{
    struct made d = {.m = made_new()};
    struct err e = {{0}};
    made_sql(&d.m, sql);
    d.st = made_open(&d.m);
    assert_ok(team_load(d.st, &d.a, &d.team, &e), e);
    assert_int_equal(d.team.count, 2);
    assert_ok(seen_when(d.st, TIME_NONE, &d.ask, &e), e);
    return d;
}

static struct seen seen_of(struct made *d)
{
    struct seen s;
    struct err e = {{0}};
    d->ask.team = &d->team;
    assert_ok(seen_load(d->st, &d->ask, &d->a, &s, &e), e);
    return s;
}

static void done(struct made *d)
{
    made_close(&d->m, d->st);
    arena_free(&d->a);
}

/* Sue and Ida on days 10, 11, 12 and 13: ours 11, 12; theirs 10, 12, 13. */
static void check_sue(struct made *d, const struct seen_pair *p)
{
    struct str channels = STR_NONE;
    struct err e = {{0}};
    assert_int_equal(p->teammate, SUE);
    assert_int_equal(p->person, IDA);
    assert_int_equal(p->count, 4);
    assert_int_equal(p->tie.formal, 1);
    assert_int_equal(p->tie.social, 3);
    assert_int_equal(p->tie.days[SIDE_OURS], 2);
    assert_int_equal(p->tie.days[SIDE_THEIRS], 3);
    assert_int_equal(p->tie.against_days, 1);
    assert_int_equal(p->tie.stage, STAGE_ACQUAINTANCE);
    assert_int_equal(p->us, 3); /* said last, of other accounts */
    assert_int_equal(p->them, 1);
    assert_int_equal(p->view, -1);
    assert_ok(seen_channels(d->st, p, &d->a, &channels, &e), e);
    assert_str(channels, "email (2), forum (2)");
}

static void all_accounts_of_two_in_both_directions(void **state)
{
    (void)state;
    struct made d = made();
    assert_true(d.ask.as_of_s == 14 * (int64_t)DAY_S);
    struct seen s = seen_of(&d);
    assert_int_equal(s.count, 3);
    check_sue(&d, &s.pair[0]);
    assert_int_equal(s.pair[1].teammate, TOM);
    assert_int_equal(s.pair[1].person, IDA);
    assert_int_equal(s.pair[1].count, 1); /* day 20 is after day 14 */
    assert_int_equal(s.pair[1].tie.stage, STAGE_HALF_STRANGER);
    done(&d);
}

/* What was said without a day is older than what was said with one; "seen" is nobody's word. */
static void who_is_only_spoken_of_is_here_too(void **state)
{
    (void)state;
    struct made d = made();
    struct err e = {{0}};
    struct seen s = seen_of(&d);
    assert_int_equal(s.pair[2].teammate, TOM);
    assert_int_equal(s.pair[2].person, KIM);
    assert_int_equal(s.pair[2].count, 0);
    assert_int_equal(s.pair[2].us, 5);
    assert_int_equal(s.pair[2].them, STRENGTH_UNKNOWN); /* of all of us is of nobody */
    assert_int_equal(s.pair[2].tie.stage, STAGE_STRANGER);
    assert_str(s.pair[2].tie.reason, "nothing was seen by 1970-01-15");
    assert_ok(seen_when(d.st, 12 * (int64_t)DAY_S, &d.ask, &e), e);
    s = seen_of(&d);
    assert_int_equal(s.count, 2);
    assert_int_equal(s.pair[0].count, 2); /* days 10 and 11 */
    assert_int_equal(s.pair[0].us, 3);
    assert_int_equal(s.pair[1].us, 1); /* five was said later */
    done(&d);
}

/* Ida has fewer accounts than ours, so they are looked up from her side. */
static void from_either_side_it_is_the_same(void **state)
{
    (void)state;
    struct made d = made();
    int64_t one[] = {IDA, BOT, SUE};
    struct node_set people = {one, 1};
    d.ask.people = &people;
    struct seen s = seen_of(&d);
    assert_int_equal(s.count, 2);
    check_sue(&d, &s.pair[0]);
    assert_int_equal(s.pair[1].teammate, TOM);
    d.ask.teammate = SUE;
    s = seen_of(&d);
    assert_int_equal(s.count, 1);
    check_sue(&d, &s.pair[0]);
    people.count = 0;
    assert_int_equal(seen_of(&d).count, 0);
    one[0] = BOT;
    people.count = 1;
    assert_int_equal(seen_of(&d).count, 0);
    one[0] = TOM; /* ours are no people of each other */
    assert_int_equal(seen_of(&d).count, 0);
    done(&d);
}

/* A thread of Sue (day 2, day 5), Ida by Jon's account (day 3), Kim (day 4) and a list; one of Tom
 * and Kim alone, whose answer is too late; one of Sue alone. Half a conversation each: 1 of 2. */
static const char threads[] =
    "INSERT INTO doc (id, author, at, kind, root) VALUES"
    " (1, 11, 2 * 86400, 'post', 1), (2, 14, 3 * 86400, 'post', 1), (3, 16, 4 * 86400, 'post', 1),"
    " (4, 17, 5 * 86400, 'post', 1), (5, 18, 5 * 86400, 'post', 1),"
    " (6, 12, 6 * 86400, 'post', 6), (7, 16, 18 * 86400, 'post', 6),"
    " (8, 11, 6 * 86400, 'post', 8);";

static void who_spoke_in_one_thread_was_beside(void **state)
{
    (void)state;
    struct made d = made();
    made_close(&d.m, d.st);
    d.m = made_new();
    made_sql(&d.m, sql);
    made_sql(&d.m, threads);
    d.st = made_open(&d.m);
    struct seen s = seen_of(&d);
    assert_int_equal(s.count, 4);
    assert_int_equal(s.pair[0].person, IDA);
    assert_int_equal(s.pair[0].count, 5);
    assert_int_equal(s.pair[0].tie.beside, 1);
    assert_true(s.pair[0].contact[0].at_s == 3 * (int64_t)DAY_S);
    assert_int_equal(s.pair[2].teammate, SUE); /* weaker than one answer to Tom */
    assert_int_equal(s.pair[2].person, KIM);
    assert_int_equal(s.pair[2].contact[0].others, 2);
    assert_true(s.pair[2].contact[0].at_s == 4 * (int64_t)DAY_S);
    /* Python: -math.expm1(-2 ** (-10 / 90) / 2 / 5) */
    assert_near(s.pair[2].tie.strength, 0.08843052862468043, 1e-12);
    done(&d);
}

static void an_empty_store_has_nothing(void **state)
{
    (void)state;
    struct made_store m = made_new();
    struct store *st = made_open(&m);
    struct arena a = {0};
    struct err e = {{0}};
    struct team none = {0};
    struct seen_ask ask = {.team = &none};
    struct seen s;
    assert_ok(seen_when(st, TIME_NONE, &ask, &e), e);
    assert_true(ask.as_of_s == TIME_NONE);
    assert_ok(seen_load(st, &ask, &a, &s, &e), e);
    assert_int_equal(s.count, 0);
    made_close(&m, st);
    arena_free(&a);
}

/* Each store call failed in turn: a failure with a sentence, never a part of the answer. */
static void a_failing_store_is_no_answer(void **state)
{
    (void)state;
    struct made d = made();
    struct seen s;
    struct err e = {{0}};
    int failed = 0;
    d.ask.team = &d.team;
    for (uint64_t n = 1; n < 200; n++) {
        store_fail_at(d.st, n);
        enum status status = seen_load(d.st, &d.ask, &d.a, &s, &e);
        store_fail_at(d.st, 0);
        if (status == OK) break;
        assert_int_equal(s.count, 0);
        assert_true(e.text[0]);
        failed++;
    }
    assert_true(failed > 10 && failed < 199);
    done(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_accounts_of_two_in_both_directions),
        cmocka_unit_test(who_is_only_spoken_of_is_here_too),
        cmocka_unit_test(from_either_side_it_is_the_same),
        cmocka_unit_test(who_spoke_in_one_thread_was_beside),
        cmocka_unit_test(an_empty_store_has_nothing),
        cmocka_unit_test(a_failing_store_is_no_answer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

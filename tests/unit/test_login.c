/* test_login.c - tests: who has to wait, and who is still signed in? Times counted by hand. */
#include "helpers.h"

#include "base/limits.h"
#include "base/time.h"
#include "serve/sessions.h"
#include "serve/throttle.h"
#include "store/query.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { MINUTE_MS = 60 * 1000, START_S = 1780272000 };

static void five_wrong_in_a_quarter_of_an_hour_then_one_waits(void **state)
{
    (void)state;
    struct arena a = {0};
    struct throttle *t = throttle_new(&a);
    for (int i = 0; i < 5; i++) /* at 1, 2, 3, 4, 5 minutes */
        assert_int_equal(throttle_try(t, STR("n ana"), (i + 1) * MINUTE_MS), 0);
    assert_int_equal(throttle_try(t, STR("n ana"), 6 * MINUTE_MS), 10 * 60);
    assert_int_equal(throttle_try(t, STR("n ben"), 6 * MINUTE_MS), 0);
    assert_int_equal(throttle_try(t, STR("n ana"), 16 * MINUTE_MS - 1), 1);
    assert_int_equal(throttle_try(t, STR("n ana"), 16 * MINUTE_MS),
                     0); /* that of minute 1 is over */
    assert_int_equal(throttle_try(t, STR("n ana"), 16 * MINUTE_MS), 60);
    throttle_right(t, STR("n ana"));
    assert_int_equal(throttle_try(t, STR("n ana"), 16 * MINUTE_MS), 0);
    throttle_right(t, STR("n nobody"));
    arena_free(&a);
}

static void requests_are_a_bucket_that_fills_again(void **state)
{
    (void)state;
    struct arena a = {0};
    struct throttle *t = throttle_new(&a);
    for (int i = 0; i < RATE_BURST; i++)
        assert_int_equal(throttle_rate(t, STR("k one"), 5000), 0);
    assert_int_equal(throttle_rate(t, STR("k one"), 5000), 1);
    assert_int_equal(throttle_rate(t, STR("k two"), 5000), 0);
    for (int i = 0; i < RATE_A_SECOND; i++)
        assert_int_equal(throttle_rate(t, STR("k one"), 6000), 0);
    assert_int_equal(throttle_rate(t, STR("k one"), 6000), 1);
    for (int i = 0; i < RATE_BURST; i++) /* full again after long, and no fuller */
        assert_int_equal(throttle_rate(t, STR("k one"), INT64_C(1) << 50), 0);
    assert_int_equal(throttle_rate(t, STR("k one"), INT64_C(1) << 50), 1);
    arena_free(&a);
}

static void of_too_many_the_one_heard_of_longest_ago_goes(void **state)
{
    (void)state;
    struct arena a = {0};
    struct arena names = {0};
    struct throttle *t = throttle_new(&a);
    for (int i = 0; i < 5; i++)
        assert_int_equal(throttle_try(t, STR("old"), 1), 0);
    for (int i = 0; i < THROTTLED_MAX - 1; i++)
        assert_int_equal(throttle_try(t, str_printf(&names, "n %d", i), 2), 0);
    assert_true(throttle_try(t, STR("old"), 3) > 0); /* heard of again: now "n 0" is the oldest */
    assert_int_equal(throttle_try(t, STR("one more"), 4), 0);
    assert_true(throttle_try(t, STR("old"), 4) > 0);
    arena_free(&a);
    arena_free(&names);
}

struct place {
    char path[64];
    struct store *st;
    struct sessions *all;
    struct arena a;
};

static void place_open(struct place *p)
{
    struct err e = {0};
    (void)snprintf(p->path, sizeof p->path, "/tmp/kith-login-%d.db", (int)getpid());
    (void)unlink(p->path);
    assert_ok(store_open(p->path, STORE_CREATE, &p->st, &e), e);
    for (int i = 0; i < 2; i++) {
        struct user u = {.name = i ? STR("ben") : STR("ana"),
                         .role = i ? ROLE_EDITOR : ROLE_ADMIN,
                         .password = STR("$argon2id$none"),
                         .made_s = START_S};
        assert_ok(user_add(p->st, &u, &e), e);
    }
    assert_ok(sessions_open(p->path, NULL, &p->all, &e), e);
}

static void place_close(struct place *p)
{
    char more[80];
    sessions_close(p->all);
    store_close(p->st);
    arena_free(&p->a);
    static const char *const ends[] = {"", "-wal", "-shm"};
    for (size_t i = 0; i < 3; i++) {
        (void)snprintf(more, sizeof more, "%s%s", p->path, ends[i]);
        (void)unlink(more);
    }
}

static struct str sign_in(struct place *p, const char *name)
{
    struct user u;
    assert_true(sessions_user(p->all, str_of(name), &p->a, &u));
    return session_begin(p->all, &u, START_S, &p->a);
}

static bool known(struct place *p, struct str cookie, int64_t after_s)
{
    struct signed_in in = {0};
    return session_known(p->all, cookie, START_S + after_s, &p->a, &in);
}

static void a_session_ends_when_idle_and_after_half_a_day(void **state)
{
    (void)state;
    struct place p = {.st = NULL};
    place_open(&p);
    struct str one = sign_in(&p, "ana");
    struct str two = sign_in(&p, "ana");
    assert_int_equal(one.len, 64); /* 256 bits */
    assert_false(str_eq(one, two));
    assert_true(known(&p, two, 30 * 60 - 1));
    assert_false(known(&p, one, 30 * 60));
    assert_false(known(&p, one, 0)); /* gone for good */
    for (int64_t s = 0; s < 12 * 3600; s += 29 * 60)
        assert_true(known(&p, two, s));
    assert_false(known(&p, two, 12 * 3600));
    assert_false(known(&p, STR("0"), 0));
    assert_false(known(&p, STR_NONE, 0));
    place_close(&p);
}

static void who_is_disabled_or_has_a_new_password_is_out_at_once(void **state)
{
    (void)state;
    struct place p = {.st = NULL};
    struct err e = {0};
    struct users users;
    place_open(&p);
    struct str ana = sign_in(&p, "ana");
    struct str ben = sign_in(&p, "ben");
    assert_ok(users_load(p.st, &p.a, &users, &e), e);
    assert_ok(user_set_password(p.st, user_in(&users, STR("ana")), STR("$argon2id$new"), &e), e);
    assert_false(known(&p, ana, 1));
    assert_true(known(&p, ben, 1));
    assert_ok(user_set_disabled(p.st, &users, user_in(&users, STR("ben")), START_S, &e), e);
    assert_false(known(&p, ben, 1));
    assert_ok(user_set_disabled(p.st, &users, user_in(&users, STR("ben")), TIME_NONE, &e), e);
    assert_false(known(&p, ben, 1)); /* signs in anew */
    struct str again = sign_in(&p, "ben");
    assert_true(known(&p, again, 1));
    session_end(p.all, again);
    assert_false(known(&p, again, 1));
    place_close(&p);
}

static void a_token_never_may_more_than_its_owner_and_ends(void **state)
{
    (void)state;
    struct place p = {.st = NULL};
    struct err e = {0};
    struct users users;
    struct str text;
    struct signed_in in = {0};
    place_open(&p);
    assert_ok(users_load(p.st, &p.a, &users, &e), e);
    struct token t = {.owner = user_in(&users, STR("ben"))->id,
                      .name = STR("crm"),
                      .rights = rights_all(),
                      .made_s = START_S,
                      .expires_s = START_S + 60};
    assert_ok(token_add(p.st, &t, &p.a, &text, &e), e);
    assert_true(token_known(p.all, text, START_S + 59, &p.a, &in));
    assert_int_equal(in.rights, role_rights(ROLE_EDITOR));
    assert_str(in.name, "ben");
    assert_false(token_known(p.all, text, START_S + 60, &p.a, &in));
    assert_false(token_known(p.all, STR("kith_"), START_S, &p.a, &in));
    assert_ok(user_set_disabled(p.st, &users, user_in(&users, STR("ben")), START_S, &e), e);
    assert_false(token_known(p.all, text, START_S + 1, &p.a, &in));
    place_close(&p);
}

/* While another writes, rows wait, and nobody who asks does; then they are there, in order. */
static void the_log_waits_for_who_writes_and_nobody_else_does(void **state)
{
    (void)state;
    struct place p = {.st = NULL};
    struct err e = {0};
    struct trail_state t;
    place_open(&p);
    assert_ok(store_begin(p.st, &e), e);
    struct str ana = sign_in(&p, "ana");
    for (int i = 0; i < TRAIL_WAITING_MAX - 1; i++) {
        assert_false(sessions_full(p.all));
        sessions_log(p.all, &(struct trail_line){.at_s = START_S,
                                                 .who = STR("ana"),
                                                 .act = STR("opened"),
                                                 .what = STR("/p/{person} p1")});
    }
    assert_true(sessions_full(p.all)); /* with the session that has to be written */
    assert_true(known(&p, ana, 1));
    assert_ok(store_commit(p.st, &e), e);
    sessions_close(p.all);
    p.all = NULL;
    assert_ok(trail_check(p.st, &p.a, &t, &e), e);
    assert_int_equal(t.rows, TRAIL_WAITING_MAX - 1);
    assert_ok(sessions_open(p.path, NULL, &p.all, &e), e);
    assert_true(known(&p, ana, 60)); /* also after a restart */
    place_close(&p);
}

/* What the log writes leaves kept answers; what anybody else writes meanwhile does not. */
static void the_log_makes_no_answer_old(void **state)
{
    (void)state;
    struct place p = {.st = NULL};
    struct err e = {0};
    struct answers *answers = NULL;
    place_open(&p);
    assert_ok(answers_open(p.path, &answers, &e), e);
    struct store *other = NULL;
    assert_ok(store_open(p.path, STORE_WRITE, &other, &e), e);
    uint64_t version = answers_version(answers);
    for (int i = 0; i < 3; i++) {
        assert_ok(store_begin(p.st, &e), e);
        assert_ok(query_do(p.st, SQL_session_drop_of, 1, &e), e);
        assert_ok(trail_add(p.st, &(struct trail_line){.at_s = i}, 1, &e), e);
        assert_ok(answers_aside(answers, p.st, &e), e);
        assert_int_equal(answers_version(answers), version);
    }
    assert_ok(store_begin(other, &e), e);
    assert_ok(trail_add(other, &(struct trail_line){.at_s = 9}, 1, &e), e);
    assert_ok(store_commit(other, &e), e);
    assert_ok(store_begin(p.st, &e), e); /* before anybody looked */
    assert_ok(trail_add(p.st, &(struct trail_line){.at_s = 10}, 1, &e), e);
    assert_ok(answers_aside(answers, p.st, &e), e);
    assert_int_equal(answers_version(answers), version + 1);
    answers_close(answers);
    store_close(other);
    place_close(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(five_wrong_in_a_quarter_of_an_hour_then_one_waits),
        cmocka_unit_test(requests_are_a_bucket_that_fills_again),
        cmocka_unit_test(of_too_many_the_one_heard_of_longest_ago_goes),
        cmocka_unit_test(a_session_ends_when_idle_and_after_half_a_day),
        cmocka_unit_test(who_is_disabled_or_has_a_new_password_is_out_at_once),
        cmocka_unit_test(a_token_never_may_more_than_its_owner_and_ends),
        cmocka_unit_test(the_log_makes_no_answer_old),
        cmocka_unit_test(the_log_waits_for_who_writes_and_nobody_else_does),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

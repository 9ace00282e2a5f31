/* test_webhook.c - tests: is what happens told, signed, again when it has to be, and nothing lost?
 */
#include "helpers.h"
#include "listen.h"

#include "listen/erased.h"
#include "listen/webhook.h"

#include <string.h>

/* ---- signatures ---- */

/* The first is the example of the specification's own libraries (standard-webhooks, javascript,
 * index.test.ts); both: python3 base64.b64encode(hmac.new(key, text, 'sha256').digest()). */
static void signatures_are_those_of_others(void **state)
{
    (void)state;
    static const struct {
        const char *secret, *message, *body, *wanted;
        int64_t at_s;
    } known[] = {
        {"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek",
         "{\"test\": 2432232314}", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", 1614265330},
        {"whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7"
         "PD0+Pw==",
         "msg_1", "", "v1,HZL6IFGXxAA5+E6GULAHVKyxB+KD+eUDyD0G8JJ0huU=", 0},
    };
    struct arena a = {0};
    struct err e = {0};
    struct str got;
    for (size_t i = 0; i < 2; i++) {
        assert_ok(hook_sign(str_of(known[i].secret), str_of(known[i].message), known[i].at_s,
                            str_of(known[i].body), &a, &got, &e),
                  e);
        assert_str(got, known[i].wanted);
    }
    static const char *const none[] = {"", "whsec_", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_?"};
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(hook_sign(str_of(none[i]), STR("m"), 0, STR(""), &a, &got, &e), BAD_INPUT);
    }
    arena_free(&a);
}

/* ---- when to try again ---- */

static void tries_come_later_each_time_and_end(void **state)
{
    (void)state;
    static const int64_t least[] = {5, 300, 1800, 7200, 28800};
    int64_t other = 0;
    for (int64_t tries = 1; tries <= 5; tries++) {
        int64_t from = INT64_MAX;
        int64_t to = 0;
        for (int64_t row = 1; row <= 1000; row++) {
            int64_t s = hook_retry_s(row, tries);
            assert_int_equal(s, hook_retry_s(row, tries));
            if (s < from) from = s;
            if (s > to) to = s;
            other += s != hook_retry_s(1, tries);
        }
        /* of 1000 even draws of [0, 1] none is below 0.02 or above 0.98 with a chance of 2e-9 */
        assert_true(from >= least[tries - 1]);
        assert_true(from <= least[tries - 1] + least[tries - 1] / 200 + 1);
        assert_true(to <= least[tries - 1] + least[tries - 1] / 5);
        assert_true(to >= least[tries - 1] + least[tries - 1] * 19 / 100);
    }
    assert_true(other > 3000);
    assert_int_equal(hook_retry_s(1, 6), -1);
    assert_int_equal(hook_retry_s(1, 0), -1);
}

/* ---- a net that answers as it is told ---- */

struct net_session {
    struct net_call *running[16];
    size_t count;
};

static struct {
    struct net_session session;
    int status; /* of every answer; 0: `end` */
    enum net_end end;
    size_t asked;
    bool stops; /* before any answer */
} other;

static enum status other_open(const struct net_options *o, struct arena *a,
                              struct net_session **ret, struct err *e)
{
    (void)a;
    (void)e;
    assert_int_equal(o->allow_count, 0);
    other.session.count = 0;
    *ret = &other.session;
    return OK;
}

static enum status other_start(struct net_session *s, struct net_call *call, struct err *e)
{
    (void)e;
    assert_true(s->count < 16 && call->post.len && call->header_count == 4);

    s->running[s->count++] = call;
    return OK;
}

static enum status other_wait(struct net_session *s, int wait_ms, struct net_call **ret,
                              struct err *e)
{
    (void)wait_ms;
    (void)e;
    *ret = NULL;
    if (!s->count) return DONE;
    struct net_call *call = s->running[--s->count];
    call->end = other.status ? NET_ANSWERED : other.end;
    call->status = other.status;
    call->sentence = STR("fails as it should");
    other.asked++;
    *ret = call;
    return OK;
}

static void other_close(struct net_session *s)
{
    s->count = 0;
}

static const struct net other_net = {.module = {NET_VERSION, KITH_VERSION},
                                     .open = other_open,
                                     .start = other_start,
                                     .wait = other_wait,
                                     .close = other_close};

/* Once the first look was taken. */
static bool other_stop(void *context)
{
    size_t *looks = context;
    return other.stops && ++*looks > 1;
}

/* ---- the outbox ---- */

static void hook(struct desk *d, const char *events)
{
    struct err e = {0};
    struct hook h = {.url = STR("http://x.example/"), .events = str_of(events), .allow = STR("")};
    assert_ok(store_begin(d->st, &e), e);
    assert_ok(hook_add(d->st, &h, 1, &d->a, &e), e);
    assert_ok(store_commit(d->st, &e), e);
}

static void put(struct desk *d, const char *event, int64_t person)
{
    struct err e = {0};
    assert_ok(store_begin(d->st, &e), e);
    assert_ok(outbox_put(d->st, event, person, STR("{}"), &e), e);
    assert_ok(store_commit(d->st, &e), e);
}

static struct hook_report sent(struct desk *d, int status)
{
    struct err e = {0};
    struct hook_report got;
    struct hook_options o = {.net = &other_net};
    other.status = status;
    assert_ok(hooks_send(d->st, &o, &got, &e), e);
    return got;
}

static void at(const char *time)
{
    (void)setenv("KITH_NOW", time, 1);
}

static void each_hook_is_told_what_it_asked_for(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    at("2026-06-01T00:00:00Z");
    put(&d, "import.ended", 0); /* nobody wants to know */
    hook(&d, "import.ended,person.erased");
    hook(&d, "person.erased");
    put(&d, "import.ended", 0);
    put(&d, "person.erased", 0);
    put(&d, "decision.made", 0);
    assert_str(desk_ask(&d, "SELECT hook || ' ' || event FROM outbox ORDER BY id"),
               "1 import.ended\n1 person.erased\n2 person.erased");
    assert_str(desk_ask(&d, "SELECT count(DISTINCT message) FROM outbox"), "2");
    struct hook_report got = sent(&d, 204);
    assert_int_equal(got.delivered, 3);
    assert_str(desk_ask(&d, "SELECT count(*) FROM outbox"), "0");
    assert_str(desk_ask(&d, "SELECT delivered FROM webhook ORDER BY id"), "2\n1");
    desk_close(&d);
}

static void what_is_not_taken_waits_and_ends(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    at("2026-06-01T00:00:00Z");
    hook(&d, "import.ended");
    put(&d, "import.ended", 0);
    assert_int_equal(sent(&d, 500).again, 1);
    assert_int_equal(sent(&d, 200).delivered, 0); /* not due yet */
    at("2026-06-01T00:00:07Z");
    assert_int_equal(sent(&d, 302).again, 1);
    assert_str(desk_ask(&d, "SELECT tries || ' ' || why FROM outbox"),
               "2 answered 302; redirects are not followed");
    at("2026-06-01T01:00:00Z");
    assert_int_equal(sent(&d, 410).gone, 1);
    assert_str(desk_ask(&d, "SELECT (SELECT count(*) FROM webhook) + count(*) FROM outbox"), "0");
    hook(&d, "import.ended");
    put(&d, "import.ended", 0);
    other.end = NET_PRIVATE;
    assert_int_equal(sent(&d, 0).dead, 1); /* trying again would not help */
    assert_str(desk_ask(&d, "SELECT next IS NULL FROM outbox"), "1");
    desk_close(&d);
}

/* A hook that does not answer costs one round, not one a message. */
static void who_does_not_answer_keeps_nobody_waiting(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    at("2026-06-01T00:00:00Z");
    hook(&d, "import.ended");
    for (int i = 0; i < 20; i++)
        put(&d, "import.ended", 0);
    other.end = NET_UNREACHABLE;
    other.asked = 0;
    assert_int_equal(sent(&d, 0).again, 8);
    assert_int_equal(other.asked, 8);
    assert_str(desk_ask(&d, "SELECT sum(tries) || ' ' || count(*) FROM outbox"), "8 20");
    at("2026-06-01T00:00:07Z");
    assert_int_equal(sent(&d, 200).delivered, 20);
    desk_close(&d);
}

static void too_many_are_counted_not_kept(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    at("2026-06-01T00:00:00Z");
    hook(&d, "import.ended");
    (void)desk_ask(&d, "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
                       "10000) INSERT INTO outbox (hook, message, event, body, at, next) SELECT 1, "
                       "i, 'import.ended', '{}', 1, 9999999999 FROM n");
    put(&d, "import.ended", 0);
    assert_str(desk_ask(&d, "SELECT missed FROM webhook"), "1");
    assert_str(desk_ask(&d, "SELECT count(*) FROM outbox"), "10000");
    (void)desk_ask(&d, "UPDATE outbox SET next = NULL WHERE id > 2");
    put(&d, "import.ended", 0);
    assert_int_equal(sent(&d, 200).delivered, 1);
    assert_str(desk_ask(&d, "SELECT count(*) || ' ' || max(id) FROM outbox WHERE next IS NULL"),
               "1000 10000"); /* of those given up the newest */
    desk_close(&d);
}

static void of_who_is_erased_nothing_is_told_but_that(void **state)
{
    (void)state;
    struct desk d;
    struct err e = {0};
    struct erase_report got;
    desk_open(&d);
    at("2026-06-01T00:00:00Z");
    (void)desk_lines(
        &d, "people",
        "person email=jane@a.org; name=Jane Overbeek\nperson email=tim@c.org; name=Tim "
        "Kostelanetz\n");
    hook(&d, "person.erased,decision.made");
    put(&d, "decision.made", 1);
    put(&d, "decision.made", 2);
    assert_ok(store_begin(d.st, &e), e);
    assert_ok(erase_person(d.st, 1, false, 99, &got, &e), e);
    assert_ok(store_commit(d.st, &e), e);
    assert_str(
        desk_ask(
            &d, "SELECT event || ' ' || coalesce(person, 0) || ' ' || json_extract(body, '$.data') "
                "FROM outbox ORDER BY id"),
        "decision.made 2 {}\nperson.erased 0 {\"person\":\"p1\"}");
    desk_close(&d);
}

static void what_is_stopped_is_sent_the_next_time(void **state)
{
    (void)state;
    struct desk d;
    struct err e = {0};
    struct hook_report got;
    size_t looks = 0;
    const struct progress progress = {.context = &looks, .stop = other_stop};
    const struct hook_options o = {.net = &other_net, .progress = &progress};
    desk_open(&d);
    at("2026-06-01T00:00:00Z");
    hook(&d, "import.ended");
    put(&d, "import.ended", 0);
    other.stops = true;
    other.asked = 0;
    assert_int_equal(hooks_send(d.st, &o, &got, &e), STOPPED);
    other.stops = false;
    assert_int_equal(other.asked, 0);
    assert_str(desk_ask(&d, "SELECT tries FROM outbox"), "0");
    assert_int_equal(sent(&d, 200).delivered, 1);
    desk_close(&d);
}

/* Whatever fails: a message that was not taken is still there. */
static void a_store_that_fails_loses_nothing(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    at("2026-06-01T00:00:00Z");
    hook(&d, "import.ended");
    const struct hook_options o = {.net = &other_net};
    enum status s = STORE_FAILED;
    uint64_t n = 0;
    other.status = 200;
    while (s) {
        struct err e = {0};
        struct hook_report got;
        (void)desk_ask(&d, "DELETE FROM outbox");
        put(&d, "import.ended", 0);
        other.asked = 0;
        store_fail_at(d.st, ++n);
        s = hooks_send(d.st, &o, &got, &e);
        store_fail_at(d.st, 0);
        struct str left = desk_ask(&d, "SELECT count(*) FROM outbox");
        if (!other.asked) assert_str(left, "1");
    }
    assert_true(n > 10);
    assert_str(desk_ask(&d, "SELECT count(*) FROM outbox"), "0");
    desk_close(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(signatures_are_those_of_others),
        cmocka_unit_test(tries_come_later_each_time_and_end),
        cmocka_unit_test(each_hook_is_told_what_it_asked_for),
        cmocka_unit_test(what_is_not_taken_waits_and_ends),
        cmocka_unit_test(who_does_not_answer_keeps_nobody_waiting),
        cmocka_unit_test(too_many_are_counted_not_kept),
        cmocka_unit_test(of_who_is_erased_nothing_is_told_but_that),
        cmocka_unit_test(what_is_stopped_is_sent_the_next_time),
        cmocka_unit_test(a_store_that_fails_loses_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

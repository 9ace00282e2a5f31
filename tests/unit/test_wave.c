/* test_wave.c - tests: what is frozen stays; what is answered is counted as by hand */
#include "wave_made.h"

#include "base/rng.h"
#include "connect/audit.h"
#include "connect/link.h"
#include "connect/row.h"
#include "connect/said.h"

static void the_newest_claim_of_each_pair_is_frozen(void **state)
{
    (void)state;
    struct made_wave m;
    struct claims c;
    wave_begin(&m);
    assert_ok(claims_now(m.st, &radar, STR(""), &m.a, &c, &m.e), m.e);
    assert_int_equal(c.count, 4);
    assert_int_equal(c.people, 3);
    assert_int_equal(c.teammates, 2);
    assert_int_equal(c.ours, 1); /* Sue knows Tom: both are ours */
    assert_true(c.one[3].person == KIM && c.one[3].teammate == TOM && c.one[3].strength == 1);
    assert_int_equal(m.wave.claims, 4);
    assert_ok(claims_now(m.st, &radar, STR("name:ida or name:k"), &m.a, &c, &m.e), m.e);
    assert_int_equal(c.count, 2);
    assert_true(c.one[1].teammate == 0 && c.one[1].strength == STRENGTH_UNKNOWN);
    wave_end(&m);
}

static void a_name_is_frozen_once_in_a_market(void **state)
{
    (void)state;
    struct made_wave m;
    struct claims c;
    struct wave w;
    (void)setenv("KITH_NOW", "2026-06-01", 1);
    wave_begin(&m);
    assert_ok(claims_now(m.st, &radar, STR(""), &m.a, &c, &m.e), m.e);
    assert_refused(wave_freeze(m.st, &radar, STR(" ONE "), &c, &m.a, &w, &m.e), BAD_INPUT, m.e,
                   "wave 'one' of 'radar' was frozen on 2026-06-01 and does not change any more; "
                   "freeze what is claimed now as a later wave, under another name");
    assert_refused(wave_freeze(m.st, &radar, STR("-"), &c, &m.a, &w, &m.e), BAD_INPUT, m.e,
                   "a wave needs a name of letters or digits, such as 2026-1");
    w = freeze(&m, &sonar, "one");
    assert_str(w.digest, str_c(&m.a, m.wave.digest)); /* the same claims, the same digest */
    (void)unsetenv("KITH_NOW");
    wave_end(&m);
}

/* BLAKE2b-256 of the rows, by Python: hashlib.blake2b(b"email:sue@us\x1femail:ida@x\x1f4\n"
 * b"email:sue@us\x1femail:jon@x\x1f3\nemail:tom@us\x1femail:jon@x\x1f3\n"
 * b"email:tom@us\x1femail:kim@x\x1f1\n", digest_size=32).hexdigest() */
static void the_digest_is_that_of_the_rows(void **state)
{
    (void)state;
    struct made_wave m;
    wave_begin(&m);
    assert_str(m.wave.digest, "4a3abff6e1184ad08e2ad651bbdec36008c5b59dbe065a25d10a5da671cc0ddd");
    wave_end(&m);
}

static struct wave_row any_answer(struct rng *r, int64_t wave)
{
    static const int64_t people[] = {IDA, JON, KIM};
    return (struct wave_row){.wave = wave,
                             .by = "them",
                             .teammate = (int64_t)rng_below(r, 3),
                             .person = people[rng_below(r, 3)],
                             .strength = (int)rng_below(r, 7) - 1,
                             .wanted = (int)rng_below(r, 3) - 1,
                             .at_s = 20};
}

static void nothing_said_later_changes_what_is_frozen(void **state)
{
    (void)state;
    struct made_wave m;
    struct wave w;
    int64_t gone = 0;
    struct rng r = rng_stream(7, 1);
    wave_begin(&m);
    for (int i = 0; i < 60; i++) {
        struct wave_row row = any_answer(&r, m.wave.id);
        assert_ok(wave_row_add(m.st, &row, NULL, &m.e), m.e);
        if (i == 20) (void)freeze(&m, &radar, "two");
        if (i == 40)
            wave_sql_run(&m, "UPDATE account SET node = 5 WHERE id = 16;"
                             "UPDATE node SET merged_into = 5 WHERE id = 6");
        assert_ok(wave_check(m.st, &m.wave, &gone, &m.e), m.e);
        assert_int_equal(gone, 0);
    }
    assert_ok(wave_find(m.st, &radar, STR("One"), &m.a, &w, &m.e), m.e);
    assert_str(w.digest, str_c(&m.a, m.wave.digest));
    wave_end(&m);
}

static void a_claim_changed_behind_our_back_is_seen(void **state)
{
    (void)state;
    struct made_wave m;
    int64_t gone = 0;
    wave_begin(&m);
    wave_sql_run(&m, "UPDATE relation SET strength = 0 WHERE audit_wave = 1 AND person = 13");
    assert_refused(wave_check(m.st, &m.wave, &gone, &m.e), BAD_INPUT, m.e,
                   "the claims of wave 'one' are not those that were frozen; take the store back "
                   "from a backup");
    wave_end(&m);
}

static void say(struct made_wave *m, int64_t teammate, int64_t person, int strength, bool is_new)
{
    bool got = false;
    struct wave_row row = {.wave = m->wave.id,
                           .by = "them",
                           .teammate = teammate,
                           .person = person,
                           .strength = strength,
                           .wanted = -1,
                           .at_s = 20};
    assert_ok(wave_row_add(m->st, &row, &got, &m->e), m->e);
    assert_int_equal(got, is_new);
}

static struct audit audit_of(struct made_wave *m, enum audit_by by)
{
    struct audit x;
    assert_ok(audit_find(m->st, &m->wave, by, 3, &m->a, &x, &m->e), m->e);
    return x;
}

static void check_cells(const struct agree *c, const uint64_t want[6])
{
    const uint64_t got[] = {c->both, c->ours, c->theirs, c->none, c->silent_ours, c->silent_none};
    for (int i = 0; i < 6; i++)
        assert_int_equal(got[i], want[i]);
}

/* By hand: Ida knows somebody, whom only Sue claims; Jon knows Tom, not Sue; Kim knows nobody. */
static void cells_are_as_counted_by_hand(void **state)
{
    (void)state;
    struct made_wave m;
    wave_begin(&m);
    struct audit x = audit_of(&m, BY_TEAMMATE);
    check_cells(&x.all, (uint64_t[]){0, 0, 0, 0, 2, 1});
    say(&m, 0, IDA, 3, true);
    say(&m, SUE, JON, 1, true);
    say(&m, TOM, JON, 4, true);
    say(&m, 0, KIM, 0, true);
    x = audit_of(&m, BY_TEAMMATE);
    check_cells(&x.all, (uint64_t[]){2, 0, 0, 1, 0, 0});
    assert_int_equal(x.group_count, 2);
    assert_str(x.group[0].name, "Sue"); /* one claim of hers is not confirmed */
    check_cells(&x.group[0].cells, (uint64_t[]){1, 1, 0, 0, 0, 0});
    check_cells(&x.group[1].cells, (uint64_t[]){1, 0, 0, 1, 0, 0});
    x = audit_of(&m, BY_DEPARTMENT); /* both have none: any of them */
    assert_int_equal(x.group_count, 1);
    check_cells(&x.group[0].cells, (uint64_t[]){2, 0, 0, 1, 0, 0});
    wave_end(&m);
}

static void to_know_somebody_without_a_name_says_nothing_of_one_of_several(void **state)
{
    (void)state;
    struct made_wave m;
    wave_begin(&m);
    say(&m, 0, JON, 3, true); /* Sue and Tom both claim Jon */
    struct audit x = audit_of(&m, BY_TEAMMATE);
    assert_int_equal(x.unnamed, 1);
    check_cells(&x.all, (uint64_t[]){1, 0, 0, 0, 1, 1});
    check_cells(&x.group[0].cells, (uint64_t[]){0, 0, 0, 0, 2, 0});
    wave_end(&m);
}

static void a_correction_is_a_new_row_and_holds(void **state)
{
    (void)state;
    struct made_wave m;
    wave_begin(&m);
    say(&m, SUE, IDA, 0, true);
    say(&m, SUE, IDA, 0, false);
    say(&m, SUE, IDA, 3, true);
    say(&m, SUE, IDA, 0, true);
    say(&m, SUE, IDA, 3, true);
    struct audit x = audit_of(&m, BY_TEAMMATE);
    assert_int_equal(x.all.both, 1);
    wave_end(&m);
}

/* Rows of waves, waves and links, as another program sees them. */
static int64_t rows_of_waves(struct made_wave *m)
{
    return wave_count(m,
                      "SELECT (SELECT count(*) FROM relation WHERE audit_wave IS NOT NULL) + 100 *"
                      " (SELECT count(*) FROM audit_wave) + 10000 * (SELECT count(*) FROM"
                      " audit_link)");
}

static void a_store_that_fails_keeps_all_or_nothing(void **state)
{
    (void)state;
    struct made_wave m;
    struct claims c;
    struct wave w = {0};
    struct links l;
    wave_begin(&m);
    assert_ok(claims_now(m.st, &radar, STR(""), &m.a, &c, &m.e), m.e);
    int64_t before = rows_of_waves(&m);
    enum status s = STORE_FAILED;
    for (uint64_t n = 1; s; n++) {
        store_fail_at(m.st, n);
        s = wave_freeze(m.st, &radar, STR("two"), &c, &m.a, &w, &m.e);
        store_fail_at(m.st, 0);
        assert_int_equal(rows_of_waves(&m), s ? before : before + 104);
    }
    before = rows_of_waves(&m);
    s = STORE_FAILED;
    for (uint64_t n = 1; s; n++) {
        store_fail_at(m.st, n);
        s = links_make(m.st, &w, 1, 2, &m.a, &l, &m.e);
        store_fail_at(m.st, 0);
        assert_int_equal(rows_of_waves(&m), s ? before : before + 30000);
    }
    struct said_row row[] = {{2, SUE, IDA, {.confirmed = 3, .wanted = -1, .confirmed_at_s = 5}},
                             {3, 0, KIM, {.confirmed = 0, .wanted = 1, .confirmed_at_s = 5}}};
    struct said said = {.row = row, .count = 2};
    size_t news = 0;
    before = rows_of_waves(&m);
    s = STORE_FAILED;
    for (uint64_t n = 1; s; n++) {
        store_fail_at(m.st, n);
        s = said_keep(m.st, &w, &said, &news, &m.e);
        store_fail_at(m.st, 0);
        assert_int_equal(rows_of_waves(&m), s ? before : before + 2);
    }
    assert_int_equal(news, 2);
    wave_end(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_newest_claim_of_each_pair_is_frozen),
        cmocka_unit_test(a_name_is_frozen_once_in_a_market),
        cmocka_unit_test(the_digest_is_that_of_the_rows),
        cmocka_unit_test(nothing_said_later_changes_what_is_frozen),
        cmocka_unit_test(a_claim_changed_behind_our_back_is_seen),
        cmocka_unit_test(cells_are_as_counted_by_hand),
        cmocka_unit_test(to_know_somebody_without_a_name_says_nothing_of_one_of_several),
        cmocka_unit_test(a_correction_is_a_new_row_and_holds),
        cmocka_unit_test(a_store_that_fails_keeps_all_or_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* law_seen.c - tests: what must hold of relationships as seen, whatever happened */
#include "laws.h"
#include "store_made.h"

#include "base/rng.h"
#include "base/time.h"
#include "connect/seen.h"

enum { SEEN_ROUNDS = 12, OURS = 4, PEOPLE = 9, ALL = OURS + PEOPLE, ROWS = 150, DAYS = 900 };

struct row {
    int64_t at_s;
    int verb, from, to, sign; /* from and to: 0 to ALL - 1; the first are ours */
};

static struct row row_at_random(struct rng *r)
{
    return (struct row){.at_s = (int64_t)rng_below(r, DAYS) * DAY_S + (int64_t)rng_below(r, DAY_S),
                        .verb = 1 + (int)rng_below(r, VERB_CLAIMED),
                        .from = (int)rng_below(r, ALL),
                        .to = (int)rng_below(r, ALL),
                        .sign = rng_below(r, 9) ? 1 : -1};
}

struct here {
    struct made_store m;
    struct store *st;
    struct arena a;
    struct team team;
    struct seen seen;
};

/* Node of number i is name[i] + 1; each has two accounts, one of which some rows use. */
static struct here kept(const struct row *row, size_t count, const int name[ALL], int64_t until_s)
{
    struct here h = {.m = made_new()};
    struct err e = {{0}};
    char sql[300];
    for (int i = 0; i < ALL; i++) {
        (void)snprintf(sql, sizeof sql,
                       "INSERT INTO node (id, type, name, name_key, staff) VALUES"
                       " (%d, 'person', 'n', 'n', %d);"
                       "INSERT INTO account (id, node, channel, handle_key, handle) VALUES"
                       " (%d, %d, 'a', '%d', 'n'), (%d, %d, 'b', '%d', 'n');",
                       name[i] + 1, i < OURS, 2 * name[i] + 1, name[i] + 1, i, 2 * name[i] + 2,
                       name[i] + 1, i);
        made_sql(&h.m, sql);
    }
    for (size_t i = 0; i < count; i++) {
        int which = row[i].verb % 2;
        (void)snprintf(sql, sizeof sql,
                       "INSERT INTO evidence (at, verb, from_account, to_account, sign, ext_key)"
                       " VALUES (%lld, %d, %d, %d, %d, x'%08zx')",
                       (long long)row[i].at_s, row[i].verb, 2 * name[row[i].from] + 1 + which,
                       2 * name[row[i].to] + 1 + which, row[i].sign, i);
        made_sql(&h.m, sql);
    }
    h.st = made_open(&h.m);
    assert_ok(team_load(h.st, &h.a, &h.team, &e), e);
    struct seen_ask ask = {.team = &h.team};
    assert_ok(seen_when(h.st, until_s, &ask, &e), e);
    assert_ok(seen_load(h.st, &ask, &h.a, &h.seen, &e), e);
    return h;
}

static void gone(struct here *h)
{
    made_close(&h->m, h->st);
    arena_free(&h->a);
}

static const struct seen_pair *pair_of(const struct here *h, int64_t mate, int64_t person)
{
    for (size_t i = 0; i < h->seen.count; i++) {
        const struct seen_pair *p = &h->seen.pair[i];
        if (p->teammate == mate && p->person == person) return p;
    }
    return NULL;
}

static bool alike(const struct tie *x, const struct tie *y)
{
    return x->strength == y->strength && x->stage == y->stage && x->since_s == y->since_s &&
           x->by[0] == y->by[0] && x->by[1] == y->by[1] && x->silence_s == y->silence_s &&
           x->last_s == y->last_s && str_eq(x->reason, y->reason);
}

static const int as_they_are[ALL] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};

static void names_that_change_permute_the_answer(void **state)
{
    (void)state;
    struct rng r = rng_stream(seed_of_run(), 31);
    for (int round = 0; round < SEEN_ROUNDS; round++) {
        struct row row[ROWS];
        int name[ALL];
        for (int i = 0; i < ALL; i++) {
            int k = (int)rng_below(&r, (uint64_t)i + 1);
            name[i] = name[k];
            name[k] = i;
        }
        for (int i = 0; i < ROWS; i++)
            row[i] = row_at_random(&r);
        struct here x = kept(row, ROWS, as_they_are, TIME_NONE);
        struct here y = kept(row, ROWS, name, TIME_NONE);
        law_holds(x.seen.count && x.seen.count == y.seen.count, "as many pairs", round);
        for (size_t i = 0; i < x.seen.count; i++) {
            const struct seen_pair *p = &x.seen.pair[i];
            const struct seen_pair *q =
                pair_of(&y, name[p->teammate - 1] + 1, name[p->person - 1] + 1);
            law_holds(q && alike(&p->tie, &q->tie), "the same under another name", round);
            law_holds(!i || p[-1].tie.strength >= p->tie.strength, "strongest first", round);
        }
        gone(&x);
        gone(&y);
    }
}

/* One more row: its pair is no weaker, and all others stay as they were. */
static void one_more_contact_never_lowers_a_strength(void **state)
{
    (void)state;
    struct rng r = rng_stream(seed_of_run(), 32);
    for (int round = 0; round < SEEN_ROUNDS; round++) {
        struct row row[ROWS];
        for (int i = 0; i < ROWS; i++)
            row[i] = row_at_random(&r);
        int64_t until_s = (DAYS / 2 + (int64_t)rng_below(&r, DAYS)) * DAY_S;
        struct row more = row[ROWS - 1];
        struct here x = kept(row, ROWS - 1, as_they_are, until_s);
        struct here y = kept(row, ROWS, as_they_are, until_s);
        law_holds(y.seen.count >= x.seen.count, "no pair is lost", round);
        for (size_t i = 0; i < x.seen.count; i++) {
            const struct seen_pair *p = &x.seen.pair[i];
            const struct seen_pair *q = pair_of(&y, p->teammate, p->person);
            bool its = (p->teammate == more.from + 1 && p->person == more.to + 1) ||
                       (p->teammate == more.to + 1 && p->person == more.from + 1);
            law_holds(q && q->tie.strength >= p->tie.strength, "no weaker", round);
            law_holds(its || alike(&p->tie, &q->tie), "others stay", round);
        }
        gone(&x);
        gone(&y);
    }
}

static void what_comes_later_changes_nothing(void **state)
{
    (void)state;
    struct rng r = rng_stream(seed_of_run(), 33);
    for (int round = 0; round < SEEN_ROUNDS; round++) {
        struct row row[ROWS];
        struct row early[ROWS];
        size_t n = 0;
        int64_t until_s = (1 + (int64_t)rng_below(&r, DAYS)) * DAY_S;
        for (int i = 0; i < ROWS; i++) {
            row[i] = row_at_random(&r);
            if (row[i].at_s < until_s) early[n++] = row[i];
        }
        struct here x = kept(row, ROWS, as_they_are, until_s);
        struct here y = kept(early, n, as_they_are, until_s);
        law_holds(x.seen.count == y.seen.count, "as many pairs", round);
        for (size_t i = 0; i < x.seen.count; i++) {
            law_holds(x.seen.pair[i].teammate == y.seen.pair[i].teammate &&
                          x.seen.pair[i].person == y.seen.pair[i].person &&
                          alike(&x.seen.pair[i].tie, &y.seen.pair[i].tie),
                      "the same as without what comes later", round);
        }
        gone(&x);
        gone(&y);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_that_change_permute_the_answer),
        cmocka_unit_test(one_more_contact_never_lowers_a_strength),
        cmocka_unit_test(what_comes_later_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_passing.c - tests: who takes up what, counted by hand on a store of three threads */
#include "store_made.h"

#include "base/evidence.h"
#include "base/time.h"
#include "find/passing.h"

/*
 * People 1 ann (buyer), 2 bob, 3 cy, 4 dave, 5 eve of ours; 6 was merged into 2. Ann replied to bob
 * and cited cy, cy named bob, all at 100; who names an address cites dave.
 *   thread 1   bob 1000, ann 2000, bob again
 *   thread 2   bob (as 6) 3000, cy 40 days later, eve
 *   address u  cy 3500, bob 4000, ann 5000           these three are learned from
 *   thread 7   bob 9000000, ann 9000001
 *   address v  cy 9100000                            these judge
 */
static const char small[] =
    "INSERT INTO node (id, type, name, name_key, staff, merged_into) VALUES"
    " (1, 'person', 'Ann', 'ann', 0, NULL), (2, 'person', 'Bob', 'bob', 0, NULL),"
    " (3, 'person', 'Cy', 'cy', 0, NULL), (4, 'person', 'Dave', 'dave', 0, NULL),"
    " (5, 'person', 'Eve', 'eve', 1, NULL), (6, 'person', 'B', 'b', 0, 2);"
    "INSERT INTO account (id, node, channel, handle_key, handle) VALUES"
    " (1, 1, 'x', 'a', 'a'), (2, 2, 'x', 'b', 'b'), (3, 3, 'x', 'c', 'c'), (4, 4, 'x', 'd', 'd'),"
    " (5, 5, 'x', 'e', 'e'), (6, 6, 'x', 'bb', 'bb');"
    "INSERT INTO tag (node, key, value) VALUES (1, 'tag', 'buyer');"
    "INSERT INTO doc (id, author, at, kind, root) VALUES"
    " (1, 2, 1000, 'post', 1), (2, 1, 2000, 'post', 1), (3, 2, 2500, 'post', 1),"
    " (4, 6, 3000, 'post', 4), (5, 3, 3459000, 'post', 4), (6, 5, 3001, 'post', 4),"
    " (7, 2, 9000000, 'post', 7), (8, 1, 9000001, 'post', 7), (9, 1, 9000002, 'post', NULL);"
    "INSERT INTO evidence (id, at, verb, from_account, to_account, sign, url, ext_key) VALUES"
    " (1, 100, 14, 1, 2, 1, NULL, x'01'), (2, 100, 7, 1, 3, 1, NULL, x'02'),"
    " (3, 100, 1, 3, 2, 1, NULL, x'03'), (4, 3500, 7, 3, 4, 1, 'u', x'04'),"
    " (5, 4000, 7, 2, 4, 1, 'u', x'05'), (6, 5000, 7, 1, 4, 1, 'u', x'06'),"
    " (7, 9100000, 7, 3, 1, 1, 'v', x'07'), (8, 9200000, 1, 1, 5, 1, NULL, x'08');";

static const struct market all = {.name = {"all", 3},
                                  .topic = {"", 0},
                                  .audience = {"tag:buyer", 9},
                                  .since_s = TIME_NONE,
                                  .until_s = TIME_NONE};

static void what_is_taken_up_by_hand(void **state)
{
    (void)state;
    struct made_store m = made_new();
    struct arena a = {0};
    struct err e = {0};
    struct scene sc;
    struct passing p;
    made_sql(&m, small);
    struct store *st = made_open(&m);
    struct market market = all;
    for (int v = 0; v < VERB_COUNT; v++)
        market.weight[v] = verb_infos[v].weight;
    const struct scene_options o = {.until_s = TIME_NONE};
    assert_ok(scene_load(st, &market, &o, &a, &sc, &e), e);
    assert_ok(passing_find(st, &sc, 1, NULL, &a, &p, &e), e);
    assert_int_equal(p.items, 5);
    assert_int_equal(p.items_judged, 2);
    assert_int_equal(p.acts, 10);  /* once an item; eve is ours */
    assert_int_equal(p.arcs, 6);   /* bob ann, bob cy, cy ann, and dave to those three */
    assert_int_equal(p.trials, 8); /* bob's three items for ann and cy, cy's two for ann */
    assert_int_equal(p.taken,
                     3); /* by ann: bob's in thread 1 and u, cy's u; 40 days are too many */
    assert_int_equal(p.model.arcs[VERB_REPLIED], 1);
    assert_int_equal(p.model.arcs[VERB_NAMED], 1);
    assert_int_equal(p.model.arcs[VERB_CITED], 1); /* dave's were never tried */
    assert_near(p.model.pooled, 3.5 / 9, 1e-15);
    assert_int_equal(p.gain.trials, 3);
    assert_int_equal(p.gain.judges, 2);
    made_close(&m, st);
    arena_free(&a);
}

static void without_threads_there_is_nothing(void **state)
{
    (void)state;
    struct made_store m = made_new();
    struct arena a = {0};
    struct err e = {0};
    struct scene sc;
    struct passing p;
    made_sql(&m, small);
    made_sql(&m, "UPDATE doc SET root = NULL; UPDATE evidence SET url = NULL;");
    struct store *st = made_open(&m);
    struct market market = all;
    const struct scene_options o = {.until_s = TIME_NONE};
    assert_ok(scene_load(st, &market, &o, &a, &sc, &e), e);
    assert_ok(passing_find(st, &sc, 1, NULL, &a, &p, &e), e);
    assert_int_equal(p.items + p.trials + p.arcs + p.acts, 0);
    made_close(&m, st);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_taken_up_by_hand),
        cmocka_unit_test(without_threads_there_is_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

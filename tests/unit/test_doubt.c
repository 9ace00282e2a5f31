/* test_doubt.c - tests: flags and their figures, counted by hand */
#include "helpers.h"
#include "scene_made.h"
#include "store_made.h"

#include "find/doubt.h"

enum { HOUR = 3600, WEEK = 7 * 86400 };

/* Ten people who heed seven of the others each, over a year: 70 pairs, none of an empty fan. Too
 * few of their ties are returned for a ring. */
static struct made market(struct arena *a)
{
    struct made m = {.a = a};
    for (uint32_t i = 0; i < 10; i++) {
        uint32_t person = made_person(&m);
        m.node[person].said = 1;
    }
    for (uint32_t i = 0; i < 10; i++) {
        for (uint32_t k = 0; k < 10; k++) {
            if (i == k || (i + 1) % 10 == k || (i + 4) % 10 == k) continue;
            made_heed(&m, i, VERB_REPLIED, k)->at_s -= (int64_t)(i * 10 + k) * 3 * 86400 + HOUR;
        }
    }
    return m;
}

static const struct doubt *only(const struct doubts *d, uint32_t node, enum doubt_kind kind)
{
    size_t count = 0;
    const struct doubt *of = doubts_of(d, node, &count);
    for (size_t i = 0; i < count; i++) {
        if (of[i].kind == kind) return &of[i];
    }
    return NULL;
}

static uint32_t with_fans(struct made *m, uint32_t empty, uint32_t full, bool buyers)
{
    uint32_t person = made_person(m);
    for (uint32_t i = 0; i < empty + full; i++) {
        uint32_t fan = buyers ? made_buyer(m, 1.0) : made_person(m);
        m->node[fan].said = i < empty ? 0 : 1;
        made_heed(m, fan, VERB_FOLLOWED, person)->at_s -=
            (int64_t)(i * i % 300) * 86400 + i * i * 7;
    }
    return person;
}

static void empty_fans_are_flagged_with_their_counts(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        uint32_t empty, full;
        bool buyers, flagged;
    } rows[] = {
        {"most", 36, 4, false, true},
        {"less than three in five", 23, 17, false, false},
        {"too few fans", 28, 1, false, false},
        {"known buyers", 36, 4, true, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct arena a = {0};
        struct made m = market(&a);
        uint32_t person = with_fans(&m, rows[i].empty, rows[i].full, rows[i].buyers);
        struct doubts d;
        doubts_of_heeds(made_scene(&m), &a, &d);
        const struct doubt *fans = only(&d, person, DOUBT_FANS);
        if (!fans != !rows[i].flagged) fail_msg("%s", rows[i].name);
        if (fans) {
            assert_int_equal(fans->some, 36);
            assert_int_equal(fans->of, 40);
            assert_near(fans->expected, 1.0 / 72.0, 1e-12); /* 70 pairs of others, none empty */
            assert_str(doubt_sentence(&a, fans),
                       "36 of 40 who heed them are heeded by nobody and said nothing; of those who "
                       "heed others 1 % are such");
        }
        arena_free(&a);
    }
}

static void where_most_only_ever_name_somebody_nobody_is_flagged_for_it(void **state)
{
    (void)state;
    struct arena a = {0};
    struct made m = market(&a);
    uint32_t leader = with_fans(&m, 73, 27, false); /* 73 of 100, others 275 of 500 and of 70 */
    for (int i = 0; i < 5; i++)
        (void)with_fans(&m, 55, 45, false);
    struct doubts d;
    doubts_of_heeds(made_scene(&m), &a, &d);
    assert_null(only(&d, leader, DOUBT_FANS));
    arena_free(&a);
}

/* Forty new fans in one week for whom two came in an ordinary month. */
static void a_week_unlike_all_others_is_a_burst(void **state)
{
    (void)state;
    for (int old = 0; old < 2; old++) {
        struct arena a = {0};
        struct made m = market(&a);
        uint32_t person = made_person(&m);
        for (uint32_t i = 0; i < 10; i++)
            made_heed(&m, i, VERB_REPLIED, person)->at_s -= (int64_t)i * 4 * WEEK;
        for (uint32_t i = 0; i < 40; i++) {
            uint32_t fan = made_person(&m);
            made_heed(&m, fan, VERB_FOLLOWED, person)->at_s -= 10 * WEEK + (int64_t)i * i * 17;
            /* Those who were there before are no made fans: the talk went round. */
            if (old) made_heed(&m, fan, VERB_MENTIONED, i % 10)->at_s -= 30 * WEEK + i * 86400;
        }
        struct doubts d;
        doubts_of_heeds(made_scene(&m), &a, &d);
        const struct doubt *burst = only(&d, person, DOUBT_BURST);
        if (old) {
            assert_null(burst);
        } else {
            assert_non_null(burst);
            assert_int_equal(burst->some, 40);
            assert_int_equal(burst->of, 40);
            assert_true(burst->expected < 2.0);
            int64_t at = MADE_AS_OF_S - 10 * WEEK;
            assert_true(burst->at_s <= at && at < burst->at_s + WEEK);
        }
        arena_free(&a);
    }
}

/* When the whole market comes in one week (an import, a wave), nobody bought it. */
static void a_week_that_is_so_for_everybody_is_none(void **state)
{
    (void)state;
    struct arena a = {0};
    struct made m = market(&a);
    uint32_t first = (uint32_t)m.node_count;
    for (uint32_t p = 0; p < 8; p++)
        (void)made_person(&m);
    for (uint32_t i = 0; i < 400; i++) {
        uint32_t fan = made_person(&m);
        made_heed(&m, fan, VERB_NAMED, first + i % 8)->at_s -= 10 * WEEK + (int64_t)i * i;
    }
    struct doubts d;
    doubts_of_heeds(made_scene(&m), &a, &d);
    for (uint32_t p = 0; p < 8; p++)
        assert_null(only(&d, first + p, DOUBT_BURST));
    arena_free(&a);
}

static void a_ring_is_who_heeds_each_other_and_hardly_anybody_else(void **state)
{
    (void)state;
    struct arena a = {0};
    struct made m = market(&a);
    uint32_t ring = (uint32_t)m.node_count;
    for (int i = 0; i < 12; i++)
        (void)made_person(&m);
    for (uint32_t i = 0; i < 6; i++) {
        for (uint32_t k = 0; k < 6; k++) {
            if (i == k) continue;
            made_heed(&m, ring + i, VERB_MENTIONED, ring + k);
            made_heed(&m, ring + 6 + i, VERB_MENTIONED, ring + 6 + k);
        }
        made_heed(&m, ring + i, VERB_MENTIONED, i); /* to look real: 5 of 6 are returned */
        for (uint32_t k = 0; k < 3; k++)            /* a team that others heed, too */
            made_heed(&m, k, VERB_REPLIED, ring + 6 + i);
    }
    struct doubts d;
    doubts_of_heeds(made_scene(&m), &a, &d);
    for (uint32_t i = 0; i < 6; i++) {
        const struct doubt *in = only(&d, ring + i, DOUBT_RING);
        assert_non_null(in);
        assert_int_equal(in->of, 6);
        assert_int_equal(in->some, 5);
        assert_int_equal(in->group, 1);
        assert_null(only(&d, ring + 6 + i, DOUBT_RING));
    }
    arena_free(&a);
}

static void fans_who_come_by_the_clock_are_flagged(void **state)
{
    (void)state;
    struct arena a = {0};
    struct made m = market(&a);
    uint32_t machine = made_person(&m);
    uint32_t days = made_person(&m);
    for (uint32_t i = 0; i < 40; i++) {
        uint32_t fan = made_person(&m);
        m.node[fan].said = 1;
        /* Thirty of them 700 s apart, then ten as people come. */
        int64_t after = i < 31 ? 700 * (int64_t)i : 30000 + (int64_t)i * i * 31;
        made_heed(&m, fan, VERB_FOLLOWED, machine)->at_s -= 200 * 86400 - after;
        made_heed(&m, fan, VERB_FOLLOWED, days)->at_s =
            MADE_AS_OF_S / 86400 * 86400 - (int64_t)i * 86400; /* no time of day is told */
    }
    struct doubts d;
    doubts_of_heeds(made_scene(&m), &a, &d);
    const struct doubt *clock = only(&d, machine, DOUBT_CLOCK);
    assert_non_null(clock);
    assert_int_equal(clock->some, 30);
    assert_int_equal(clock->of, 39);
    assert_int_equal(clock->at_s, 700);
    assert_null(only(&d, days, DOUBT_CLOCK));
    arena_free(&a);
}

/* ---- copied texts ---- */

static const char *const text =
    "Our team moved to Ferrolite last spring and the bill for storage fell by a third within "
    "weeks, which nobody had dared to hope for; whoever runs many small volumes should try it.";

static void add_doc(struct made_store *m, int id, int author, const char *words)
{
    char sql[1000];
    (void)snprintf(sql, sizeof sql,
                   "INSERT INTO doc (id, author, at, kind, root, text)"
                   " VALUES (%d, %d, 1000, 'post', %d, '%s')",
                   id, author, id, words);
    made_sql(m, sql);
}

/* Sixteen people; `copies` of them say the text. */
static struct doubts copied(struct arena *a, int copies, const char *words)
{
    struct made_store m = made_new();
    char sql[300];
    char said[500];
    for (int i = 1; i <= 16; i++) {
        (void)snprintf(sql, sizeof sql,
                       "INSERT INTO node (id, type, name, name_key) VALUES (%d, 'person', '', '');"
                       "INSERT INTO account (id, node, channel, handle_key, handle)"
                       " VALUES (%d, %d, 'net', 'u%d', 'u%d')",
                       i, i, i, i, i);
        made_sql(&m, sql);
        (void)snprintf(said, sizeof said, "> quoted %d\n%s%s", i, i <= copies ? words : "",
                       i <= copies ? "" : " I run none of that, and what I say here is my own.");
        add_doc(&m, i, i, said);
    }
    int64_t id[16];
    uint8_t type[16] = {0};
    bool no[16] = {false};
    for (int i = 0; i < 16; i++) {
        id[i] = i + 1;
        type[i] = NODE_PERSON;
    }
    double nobody[16] = {0};
    uint32_t none[16] = {0};
    struct scene sc = {.node_count = 16,
                       .node_id = id,
                       .node_type = type,
                       .staff = no,
                       .robot = no,
                       .buyer = nobody,
                       .said = none,
                       .as_of_s = TIME_NONE};
    sc.market.since_s = TIME_NONE;
    struct err e = {0};
    struct doubts d = {0};
    struct store *st = made_open(&m);
    assert_ok(doubts_find(st, &sc, a, &d, &e), e);
    made_close(&m, st);
    return d;
}

static void a_text_in_more_than_five_accounts_is_copied(void **state)
{
    (void)state;
    struct arena a = {0};
    char other[400];
    struct doubts d = copied(&a, 6, text);
    assert_int_equal(d.count, 6);
    for (size_t i = 0; i < d.count; i++) {
        assert_int_equal(d.doubt[i].kind, DOUBT_COPIED);
        assert_int_equal(d.doubt[i].node, i);
        assert_int_equal(d.doubt[i].of, 6);
        assert_int_equal(d.doubt[i].some, 1);
        assert_int_equal(d.doubt[i].group, 1);
    }
    assert_int_equal(copied(&a, 5, text).count, 0);
    (void)snprintf(other, sizeof other, "%.40s", text); /* 7 words are no text */
    assert_int_equal(copied(&a, 12, other).count, 0);
    arena_free(&a);
}

static void nothing_of_nobody_is_no_doubt(void **state)
{
    (void)state;
    struct arena a = {0};
    struct doubts d;
    doubts_of_heeds(scene_made(&a, "buyer u"), &a, &d);
    assert_int_equal(d.count, 0);
    size_t count = 9;
    (void)doubts_of(&d, 0, &count);
    assert_int_equal(count, 0);
    arena_free(&a);
}

/* One respondent of survey 1 who names so many of who[], from the first on. */
static void names(struct made *m, const uint32_t *who, size_t count)
{
    uint32_t u = made_buyer(m, 1.0);
    for (size_t i = 0; i < count; i++) {
        made_heed(m, u, VERB_NAMED, who[i])->survey = 1;
        if (i == 0) made_heed(m, u, VERB_NAMED, who[i])->survey = 1; /* again, in another wave */
    }
}

/* `same` name the first `names`; 18 others three of the last six each, 9 times each of them. */
static void answers_that_are_all_the_same_are_flagged(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        size_t same, names;
        bool popular, flagged; /* popular: others name two of the same each, and one other */
    } rows[] = {
        {"ten of 28", 10, 3, false, true},
        {"five", 5, 3, false, false},
        {"two names", 10, 2, false, false},
        {"whom all others name, too", 10, 3, true, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct arena a = {0};
        struct made m = {.a = &a};
        uint32_t who[9];
        for (size_t k = 0; k < 9; k++)
            who[k] = made_person(&m);
        for (size_t n = 0; n < rows[i].same; n++)
            names(&m, who, rows[i].names);
        for (size_t n = 0; n < 18; n++) {
            uint32_t three[] = {who[3 + n % 6], who[3 + (n + 1) % 6], who[3 + (n + 3) % 6]};
            if (rows[i].popular) {
                three[0] = who[n % 3];
                three[1] = who[(n + 1) % 3];
            }
            names(&m, three, 3);
        }
        struct doubts d;
        doubts_of_heeds(made_scene(&m), &a, &d);
        const struct doubt *same = only(&d, who[1], DOUBT_ANSWERS);
        if (!same != !rows[i].flagged) fail_msg("%s", rows[i].name);
        assert_null(only(&d, who[4], DOUBT_ANSWERS));
        if (same) {
            assert_int_equal(same->some, 10);
            assert_int_equal(same->of, 28);
            assert_int_equal(same->names, 3);
            /* 28 lists, three long by 19/20, each of three names by 1/63, then 1/62, 1/61 */
            assert_near(same->expected, 28.0 * 0.95 * 6.0 / (63.0 * 62.0 * 61.0), 1e-12);
            assert_str(
                doubt_sentence(&a, same),
                "10 of 28 respondents of the survey Panel 1 name the same 3 and nobody else, "
                "where 0.0 were to be expected by how often each is named");
            assert_int_equal(d.count, 3);
        }
        arena_free(&a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(empty_fans_are_flagged_with_their_counts),
        cmocka_unit_test(where_most_only_ever_name_somebody_nobody_is_flagged_for_it),
        cmocka_unit_test(a_week_unlike_all_others_is_a_burst),
        cmocka_unit_test(a_week_that_is_so_for_everybody_is_none),
        cmocka_unit_test(a_ring_is_who_heeds_each_other_and_hardly_anybody_else),
        cmocka_unit_test(fans_who_come_by_the_clock_are_flagged),
        cmocka_unit_test(a_text_in_more_than_five_accounts_is_copied),
        cmocka_unit_test(answers_that_are_all_the_same_are_flagged),
        cmocka_unit_test(nothing_of_nobody_is_no_doubt),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

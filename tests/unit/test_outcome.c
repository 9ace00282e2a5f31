/* test_outcome.c - tests: outcome, outcome_judge, lot: counts by hand, figures from numpy and scipy
 */
#include "store_made.h"

#include "base/time.h"
#include "measure/outcome.h"

/* ---- what is counted ---- */

/*
 * people  1 Ann, 2 Bob buyers; 3 Cy none; 4 Ada (blogger and analyst) and 5 Ben (at Acme) in the
 *         programme; 6 Sue of ours; 7 Eve not in it; 20 Acme, 21 Bolt organisations
 */
static const char counted[] =
    "INSERT INTO source (id, kind, locator, hash, read_at, curated) VALUES"
    " (1, 'csv', '/a', 'x', 1780000000, 0);"
    "INSERT INTO meta (key, value) VALUES ('us.org', 'Knotworks');"
    "INSERT INTO node (id, type, name, name_key, staff) VALUES"
    " (1, 'person', 'Ann', 'ann', 0), (2, 'person', 'Bob', 'bob', 0), (3, 'person', 'Cy', 'cy', 0),"
    " (4, 'person', 'Ada', 'ada', 0), (5, 'person', 'Ben', 'ben', 0), (6, 'person', 'Sue', 'sue', "
    "1),"
    " (7, 'person', 'Eve', 'eve', 0), (20, 'org', 'Acme', 'acme', 0), (21, 'org', 'Bolt', 'bolt', "
    "0);"
    "INSERT INTO account (id, node, channel, handle_key, handle)"
    " SELECT id, id, 'email', name_key || '@x.org', name_key || '@x.org' FROM node WHERE id < 20;"
    "INSERT INTO tag (node, key, value) VALUES (1, 'tag', 'buyer'), (2, 'tag', 'buyer'),"
    " (4, 'category', 'blogger'), (4, 'category', 'analyst');"
    "INSERT INTO affil (person, org, role) VALUES (5, 20, 'employee');"
    "INSERT INTO topic (id, text) VALUES (1, 'ropes'), (2, 'cheese');"
    "INSERT INTO doc (id, author, at, kind, title, text, root, source, place) VALUES"
    " (1, 4, unixepoch('2025-03-20'), 'post', 'Ropes by Knotworks', 'good', 1, 1, 'd1'),"
    " (2, 4, unixepoch('2025-03-21'), 'post', 'Ropes', 'of others', 2, 1, 'd2');"
    "INSERT INTO evidence (id, at, verb, from_account, to_account, topic, sign, source, place, "
    "ext_key)"
    " VALUES (1, unixepoch('2025-02-10'), 7, 1, 4, 1, 1, 1, '1', x'01'),"
    " (2, unixepoch('2025-02-11'), 7, 2, 4, 1, 1, 1, '2', x'02'),"
    " (3, unixepoch('2025-02-12'), 7, 3, 4, 1, 1, 1, '3', x'03')," /* of no buyer */
    " (4, unixepoch('2025-02-13'), 7, 1, 4, 2, 1, 1, '4', x'04')," /* off topic */
    " (5, unixepoch('2025-03-01'), 14, 1, 5, 1, 1, 1, '5', x'05'),"
    " (6, unixepoch('2025-02-20'), 1, 1, 4, 1, 1, 1, '6', x'06'),"
    " (7, unixepoch('2025-02-25'), 1, 1, 4, 1, 1, 1, '7', x'07')," /* again in that month */
    " (8, unixepoch('2025-03-02'), 6, 1, 4, 1, 1, 1, '8', x'08'),"
    " (9, unixepoch('2025-03-05'), 10, 2, 4, 1, 1, 1, '9', x'09'),"   /* reviewed */
    " (10, unixepoch('2025-03-05'), 11, 1, 7, 1, 1, 1, '10', x'0a')," /* Eve is not in it */
    " (11, unixepoch('2025-03-05'), 7, 2, 4, 1, -1, 1, '11', x'0b')," /* against */
    " (12, unixepoch('2025-03-06'), 14, 4, 6, 1, 1, 1, '12', x'0c');" /* Ada turned to Sue */
    "INSERT INTO activity (id, at, kind, teammate, person, said_by, place, ext_key, logged_at) "
    "VALUES"
    " (1, unixepoch('2025-03-07'), 5, 6, 4, 'them', 'l1', x'01', 1),"
    " (2, unixepoch('2025-03-08'), 5, 6, 4, 'us', 'l2', x'02', 1);"
    "INSERT INTO deal (id, deal_key, name, outcome, closed, source, place) VALUES"
    " (1, 'a', 'A', 'won', unixepoch('2025-04-02'), 1, 'x1'),"
    " (2, 'b', 'B', 'lost', unixepoch('2025-04-03'), 1, 'x2'),"
    " (3, 'c', 'C', 'open', unixepoch('2025-04-04'), 1, 'x3');"
    "INSERT INTO deal_party (deal, account, role) VALUES (1, 4, 'adviser'), (2, 4, 'adviser'),"
    " (3, 4, 'adviser'), (1, 5, 'buyer');"
    "INSERT INTO outcome (at, person, org, kind, unit, objective, amount, source, place, ext_key) "
    "VALUES"
    " (unixepoch('2025-04-01') - 1, 4, NULL, 'inquiry', NULL, NULL, 2, 1, 'o1', x'01'),"
    " (unixepoch('2025-04-01') - 1, 5, NULL, 'inquiry', NULL, 'quality', 1, 1, 'o2', x'02'),"
    " (unixepoch('2025-04-01') - 1, 7, NULL, 'inquiry', NULL, NULL, 9, 1, 'o3', x'03'),"
    " (unixepoch('2025-04-01') - 1, 5, NULL, 'citations', NULL, NULL, 7, 1, 'o4', x'04'),"
    " (unixepoch('2025-04-01') - 1, 4, NULL, 'calls', 'hours', NULL, .5, 1, 'o5', x'05'),"
    " (unixepoch('2025-05-01') - 1, NULL, 20, 'renewal', NULL, NULL, 1, 1, 'o6', x'06'),"
    " (unixepoch('2025-05-01') - 1, NULL, 21, 'renewal', NULL, NULL, 1, 1, 'o7', x'07');";

struct few {
    struct made_store file;
    struct store *st;
    struct arena a;
    struct err e;
    struct market market;
    struct programme programme;
    struct entries entries;
    struct members members;
};

static const int64_t now_s = 1780272000; /* 2026-06-01 */

static int64_t day(const char *text)
{
    int64_t at_s = TIME_NONE;
    assert_true(time_parse_iso(str_of(text), &at_s));
    return at_s;
}

static void say(struct few *f, const char *kind, int64_t node, const char *word, const char *at)
{
    struct entry x = {.kind = str_of(kind),
                      .node = node,
                      .account = node,
                      .word = word ? str_of(word) : STR_NONE,
                      .text = STR("so"),
                      .amount = NAN,
                      .at_s = day(at),
                      .made_at_s = now_s};
    assert_ok(entry_add(f->st, f->programme.id, &x, NULL, &f->e), f->e);
}

static void again(struct few *f)
{
    assert_ok(entries_load(f->st, f->programme.id, &f->a, &f->entries, &f->e), f->e);
    members_find(&f->entries, &f->a, &f->members);
}

static void begin(struct few *f, const char *sql)
{
    *f = (struct few){.file = made_new(),
                      .market = {.name = STR("ropes"),
                                 .topic = STR("ropes"),
                                 .audience = STR("tag:buyer"),
                                 .since_s = day("2025-03-01"), /* what was before counts, too */
                                 .until_s = TIME_NONE}};
    made_sql(&f->file, sql);
    index_made(&f->file);
    f->st = made_open(&f->file);
    assert_ok(market_add(f->st, &f->market, &f->e), f->e);
    assert_ok(programme_add(f->st, f->market.id, STR("p"), STR("x"), now_s, &f->e), f->e);
    assert_ok(programme_load(f->st, STR("p"), &f->a, &f->programme, &f->e), f->e);
}

static void end(struct few *f)
{
    made_close(&f->file, f->st);
    arena_free(&f->a);
}

static void rows_are_as_counted_by_hand(void **state)
{
    (void)state;
    struct few f;
    struct outcomes x;
    begin(&f, counted);
    for (int64_t node = 4; node <= 5; node++) {
        say(&f, "nominate", node, NULL, "2025-01-02");
        say(&f, "admit", node, NULL, "2025-01-03");
    }
    say(&f, "stage", 5, "engaged", "2025-03-15");
    again(&f);
    struct outcomes_asked asked = {.programme = f.programme.id,
                                   .now_s = now_s,
                                   .market = &f.market,
                                   .entries = &f.entries,
                                   .members = &f.members};
    assert_ok(outcomes_load(f.st, &asked, &f.a, &x, &f.e), f.e);
    struct buf b = buf_new(&f.a);
    for (size_t i = 0; i < x.count; i++) {
        const struct outcome_row *r = &x.row[i];
        buf_addf(&b, "%.*s|%.*s|%s|%lld|%lld|%.*s|%g\n", STR_ARG(r->kind), STR_ARG(r->unit),
                 r->aim < AIM_COUNT ? aim_words[r->aim] : "-", (long long)r->node,
                 (long long)r->from, STR_ARG(time_day(&f.a, r->at_s)), r->amount);
    }
    assert_str(buf_str(&b),
               "calls|hours|-|4|0|2025-03-31|0.5\n"
               "citations|citations by buyers|reach|4|1|2025-02-10|1\n"
               "citations|citations by buyers|reach|4|2|2025-02-11|1\n"
               "citations|citations by buyers|reach|5|1|2025-03-01|1\n"
               "citations|citations by buyers, as counted elsewhere|reach|5|0|2025-03-31|7\n"
               "contacts|times they turned to us|engagement|4|0|2025-03-06|1\n"
               "contacts|times they turned to us|engagement|4|0|2025-03-07|1\n"
               "deals|deals won that they advised on|adoption|4|0|2025-04-02|1\n"
               "deals|deals won that they advised on|adoption|4|0|2025-04-03|0\n"
               "inquiry|inquiries that named us|engagement|4|0|2025-03-31|2\n"
               "inquiry|inquiries that named us|quality|5|0|2025-03-31|1\n"
               "items|items that named us|quality|4|0|2025-03-20|1\n"
               "named|buyers who named them|reach|4|1|2025-02-20|1\n"
               "named|buyers who named them|reach|4|1|2025-03-02|1\n"
               "renewal|renewals|loyalty|20|0|2025-04-30|1\n"
               "renewal|renewals|loyalty|21|0|2025-04-30|1\n"
               "reviews|reviews by buyers|quality|4|2|2025-03-05|1\n");
    assert_int_equal(x.as_of_s, day("2025-05-01") - 1);
    assert_int_equal(x.unit_count, 4);
    assert_str(x.unit[0].category, "analyst");
    assert_str(x.unit[1].category, "none");
    assert_int_equal(x.unit[0].start_s, TIME_NONE);
    assert_str(x.unit[2].category, "organisation");
    assert_int_equal(x.unit[2].start_s, day("2025-03-15")); /* Acme, by Ben */
    assert_int_equal(x.unit[3].start_s, TIME_NONE);
    f.market.until_s = day("2025-03-01"); /* nothing later is known then */
    assert_ok(outcomes_load(f.st, &asked, &f.a, &x, &f.e), f.e);
    assert_int_equal(x.count, 3);
    assert_int_equal(x.as_of_s, day("2025-03-01") - 1);
    end(&f);
}

/* ---- how it is judged ---- */

enum { MONTHS = 12, LONG = 36 };

struct board {
    struct outcome_row row[40 * LONG];
    int months; /* 0: MONTHS */
    struct outcome_unit unit[40];
    struct outcomes x;
    struct arena a;
};

static int64_t month(int m)
{
    return time_from_civil((struct civil){.year = 2025 + m / 12, .month = m % 12 + 1, .day = 5});
}

static int by_time(const void *l, const void *r)
{
    const struct outcome_row *x = l;
    const struct outcome_row *y = r;
    if (x->at_s != y->at_s) return x->at_s < y->at_s ? -1 : 1;
    return (x->node > y->node) - (x->node < y->node);
}

/* units start in start[u] (99: never); y: their figures. */
static struct outcome_result judged(struct board *b, int units, const int *start,
                                    double (*y)(int u, int m), enum lot_kind lot, int drawn)
{
    struct outcome_results all;
    int months = b->months ? b->months : MONTHS;
    b->x.row = b->row;
    b->x.unit = b->unit;
    b->x.unit_count = (size_t)units;
    b->x.lot = lot;
    b->x.drawn_at_s = lot ? month(drawn) : TIME_NONE;
    b->x.as_of_s = month(months) - 5 * DAY_S; /* the last day of the last month */
    for (int u = 0; u < units; u++) {
        struct outcome_unit *v = &b->unit[u];
        v->node = u + 1;
        v->category = STR("analyst");
        v->start_s = start[u] < months ? month(start[u]) : TIME_NONE;
        for (int m = 0; m < months; m++) {
            b->row[b->x.count++] = (struct outcome_row){.kind = STR("inquiry"),
                                                        .unit = STR("inquiries"),
                                                        .aim = AIM_ENGAGEMENT,
                                                        .node = u + 1,
                                                        .at_s = month(m),
                                                        .amount = y(u, m)};
        }
    }
    qsort(b->row, b->x.count, sizeof *b->row, by_time);
    outcomes_judge(&b->x, 1, 1, &b->a, &all);
    assert_int_equal(all.count, 1);
    return all.one[0];
}

static double paired_y(int u, int m)
{
    return (3 * u + 2 * m + u * m) % 5 + u / 2 % 3 +
           (u % 2 == 0 && m >= 6 && (u + m) % 4 != 1 ? 3 : 0);
}

/* numpy: theta = cov(pre, post) / var(pre) of months 0-4 and 6-11, difference of adjusted means in
 * 7 pairs, all 2^7 signs. */
static void pairs_by_lot_are_grade_a(void **state)
{
    (void)state;
    struct board *b = calloc(1, sizeof *b);
    int start[14];
    for (int u = 0; u < 14; u++) {
        start[u] = u % 2 ? 99 : 6;
        b->unit[u].place = (uint32_t)(u / 2 + 1);
        b->unit[u].engages = u % 2 == 0;
    }
    struct outcome_result r = judged(b, 14, start, paired_y, LOT_PAIRS, 5);
    assert_int_equal(r.grade, GRADE_A);
    assert_near(r.finding.effect.value, 2.249394673123487, 1e-12);
    assert_near(r.finding.effect.p, 0.015625, 1e-12);
    assert_int_equal(r.finding.effect.n, 14);
    assert_int_equal(r.treated, 7);
    assert_int_equal(r.controls, 7);
    assert_near(r.engaged_months, 7 * 6, 0);
    assert_str(r.against, "7 drawn by lot, each against their pair who waits");
    /* nobody was engaged as drawn: chance decided nothing */
    b->x.count = 0;
    for (int u = 0; u < 14; u++)
        start[u] = 99;
    r = judged(b, 14, start, paired_y, LOT_PAIRS, 5);
    assert_int_equal(r.grade, GRADE_D);
    arena_free(&b->a);
    free(b);
}

static double staggered_y(int u, int m)
{
    static const int start[] = {4, 4, 4, 7, 7, 7, 99, 99, 99, 99};
    double effect = m >= start[u] ? 2 + 0.5 * (m - start[u]) : 0;
    return u + m * m % 7 + (u * 3 + m * 5 + u * m) % 4 + effect;
}

/* numpy: mean over engaged unit-months of ATT(g, t), base month g - 1, controls not engaged yet. */
static void staggered_starts_are_grade_b_or_c(void **state)
{
    static const int start[] = {4, 4, 4, 7, 7, 7, 99, 99, 99, 99};
    (void)state;
    struct board *b = calloc(1, sizeof *b);
    struct outcome_result r = judged(b, 10, start, staggered_y, LOT_NONE, 0);
    assert_int_equal(r.finding.ground, GROUND_DIFFERENCES);
    assert_near(r.finding.effect.value, 3.0970695970695967, 1e-12);
    assert_near(r.engaged_months, 3 * 8 + 3 * 5, 0);
    assert_true(r.grade == GRADE_B || r.grade == GRADE_C);
    assert_int_equal(r.grade == GRADE_B, r.finding.did->leads_p >= LEADS_P);
    /* the same drawn by lot and followed: A, the same figure; not followed: as before */
    for (int u = 0; u < 10; u++)
        b->unit[u].place = (uint32_t)u + 1;
    b->x.count = 0;
    struct outcome_result lot = judged(b, 10, start, staggered_y, LOT_ORDER, 1);
    assert_int_equal(lot.grade, GRADE_A);
    assert_near(lot.finding.effect.value, r.finding.effect.value, 1e-12);
    assert_str(lot.against, "10 who start in an order drawn by lot, against those not yet");
    b->unit[0].place = 10;
    b->unit[9].place = 1;
    b->x.count = 0;
    lot = judged(b, 10, start, staggered_y, LOT_ORDER, 1);
    assert_int_equal(lot.finding.ground, GROUND_DIFFERENCES);
    arena_free(&b->a);
    free(b);
}

static double alone_y(int u, int m)
{
    return 1 + (u + m * m) % 3 + (m >= 6 ? 2 + u % 2 : 0);
}

/* scipy: t of 4 differences of means; one alone has no spread. */
static void before_and_after_is_an_association(void **state)
{
    static const int start[] = {6, 6, 6, 6};
    static const int first[] = {0, 0, 0, 0};
    (void)state;
    struct board *b = calloc(1, sizeof *b);
    struct outcome_result r = judged(b, 4, start, alone_y, LOT_NONE, 0);
    assert_int_equal(r.grade, GRADE_C);
    assert_near(r.finding.effect.value, 2.5, 1e-12);
    assert_near(r.finding.effect.lo, 1.5813068844812999, 1e-9);
    assert_near(r.finding.effect.hi, 3.4186931155187, 1e-9);
    assert_near(r.finding.effect.p, 0.0032390370765444207, 1e-9);
    assert_int_equal(r.controls, 0);
    b->x.count = 0;
    r = judged(b, 1, start, alone_y, LOT_NONE, 0);
    assert_int_equal(r.grade, GRADE_D);
    b->x.count = 0;
    r = judged(b, 4, first, alone_y, LOT_NONE, 0);
    assert_int_equal(r.grade, GRADE_D);
    assert_true(str_starts(r.said, "Nothing can be attributed: n = 4 people, no control; "));
    assert_true(isnan(r.before));
    arena_free(&b->a);
    free(b);
}

/* One among 20 others: a mix of them, of more months than others, is what it would have been. The
 * effect is 4, and a third of the noise of a month is what a mean of 8 months is off by. */
static double mixed_y(int u, int m)
{
    double path = m % 3 + 2 * (m % 5);
    double other = m * m % 7;
    double noise = ((u * 37 + m * 101 + u * m * 17) % 23 - 11) * 0.05;
    return (u ? u : 10) * 0.25 * path + (21 - (u ? u : 10)) * 0.1 * other + noise +
           (u == 0 && m >= 28 ? 4 : 0);
}

static void one_among_many_is_held_against_a_mix(void **state)
{
    int start[21];
    (void)state;
    for (int u = 0; u < 21; u++)
        start[u] = u ? 99 : 28;
    struct board *b = calloc(1, sizeof *b);
    b->months = LONG;
    struct outcome_result r = judged(b, 21, start, mixed_y, LOT_NONE, 0);
    assert_int_equal(r.finding.ground, GROUND_SYNTHETIC);
    assert_near(r.finding.effect.value, 4, 0.4);
    assert_int_equal(r.controls, 20);
    assert_int_equal(r.grade, GRADE_B);
    assert_str(r.against, "a mix of the 20 who are not engaged");
    /* fewer months before than others: the mix bears no interval, and differences stand in */
    for (int u = 0; u < 21; u++)
        start[u] = u ? 99 : 6;
    b->months = MONTHS;
    b->x.count = 0;
    r = judged(b, 21, start, mixed_y, LOT_NONE, 0);
    assert_int_equal(r.finding.ground, GROUND_DIFFERENCES);
    arena_free(&b->a);
    free(b);
}

/* 2.8016 sqrt(p q / 14), p = (2 + 2) / (14 + 4): .311. */
static void deals_without_a_control_say_what_could_have_been_seen(void **state)
{
    (void)state;
    struct board *b = calloc(1, sizeof *b);
    struct outcome_results all;
    b->unit[0] = (struct outcome_unit){
        .node = 1, .category = STR("consultant"), .start_s = day("2024-12-01")};
    b->x = (struct outcomes){.row = b->row,
                             .unit = b->unit,
                             .unit_count = 1,
                             .drawn_at_s = TIME_NONE,
                             .as_of_s = month(MONTHS)};
    for (int i = 0; i < 14; i++) {
        b->row[b->x.count++] = (struct outcome_row){.kind = STR("deals"),
                                                    .unit = STR("deals won"),
                                                    .aim = AIM_ADOPTION,
                                                    .node = 1,
                                                    .at_s = month(i % 11),
                                                    .amount = i < 2};
    }
    qsort(b->row, b->x.count, sizeof *b->row, by_time);
    outcomes_judge(&b->x, 1, 1, &b->a, &all);
    assert_int_equal(all.count, 1);
    assert_int_equal(all.one[0].grade, GRADE_D);
    assert_near(all.one[0].finding.effect.least, 0.3113, 5e-5);
    assert_str(all.one[0].said,
               "Nothing can be attributed: n = 14 deals, no control; the smallest effect we could "
               "have seen is +31 points. What we can say: they advised on 14 deals that closed "
               "since they were engaged, and 2 of these were won.");
    arena_free(&b->a);
    free(b);
}

/* Two units of a kind, and two categories, are figures of their own. */
static void nothing_is_added_over_units_or_categories(void **state)
{
    (void)state;
    struct arena a = {0};
    struct outcome_unit unit[2] = {{.node = 1, .category = STR("analyst"), .start_s = TIME_NONE},
                                   {.node = 2, .category = STR("blogger"), .start_s = TIME_NONE}};
    struct outcome_row row[3] = {
        {.kind = STR("fee"), .unit = STR("eur"), .node = 1, .at_s = month(0), .amount = 5},
        {.kind = STR("fee"), .unit = STR("eur"), .node = 2, .at_s = month(0), .amount = 5},
        {.kind = STR("fee"), .unit = STR("usd"), .node = 1, .at_s = month(0), .amount = 5}};
    struct outcomes x = {.row = row,
                         .count = 3,
                         .unit = unit,
                         .unit_count = 2,
                         .drawn_at_s = TIME_NONE,
                         .as_of_s = month(3)};
    struct outcome_results all;
    outcomes_judge(&x, 1, 1, &a, &all);
    assert_int_equal(all.count, 3);
    assert_str(all.one[0].category, "analyst");
    assert_str(all.one[1].category, "blogger");
    assert_str(all.one[2].unit, "usd");
    /* a month that is not over is not counted */
    x.as_of_s = month(0);
    outcomes_judge(&x, 1, 1, &a, &all);
    assert_int_equal(all.count, 0);
    arena_free(&a);
}

/* ---- lots ---- */

static const char crowd[] =
    "INSERT INTO node (id, type, name, name_key) VALUES (1, 'person', 'A', 'a'),"
    " (2, 'person', 'B', 'b'), (3, 'person', 'C', 'c'), (4, 'person', 'D', 'd'),"
    " (5, 'person', 'E', 'e');"
    "INSERT INTO account (id, node, channel, handle_key, handle)"
    " SELECT id, id, 'email', name_key || '@x.org', name_key || '@x.org' FROM node;";

static void candidates_of(struct few *f, struct lot_candidate c[5])
{
    for (size_t i = 0; i < 5; i++) {
        c[i] = (struct lot_candidate){
            .member = &f->members.one[i],
            .draws = {.category = i < 4 ? STR("analyst") : STR("blogger"), .score = (double)i}};
    }
}

static void crowd_made(struct few *f)
{
    begin(f, crowd);
    for (int64_t node = 1; node <= 5; node++) {
        say(f, "nominate", node, NULL, "2025-01-02");
        say(f, "admit", node, NULL, "2025-01-03");
    }
    again(f);
}

static enum status drawn_of(struct few *f, struct lot_candidate *c, size_t count,
                            struct lot_asked *asked, struct lot_left *ret)
{
    asked->programme = f->programme.id;
    asked->c = c;
    asked->count = count;
    return lot_draw(f->st, asked, &f->a, ret, &f->e);
}

static void a_lot_is_drawn_once_and_whole(void **state)
{
    (void)state;
    struct few f;
    struct lot_candidate c[5];
    struct lot_asked asked = {.kind = LOT_PAIRS, .seed = 3, .now_s = now_s};
    struct lot_left left;
    struct lot lot;
    crowd_made(&f);
    candidates_of(&f, c);
    size_t before = f.entries.count;
    enum status s = STORE_FAILED;
    uint64_t n = 1;
    for (; s; n++) { /* the n-th call fails, for each n until none does: nothing of it is kept */
        store_fail_at(f.st, n);
        s = drawn_of(&f, c, 5, &asked, &left);
        store_fail_at(f.st, 0);
        again(&f);
        candidates_of(&f, c);
        assert_int_equal(f.entries.count, s ? before : before + 1 + 4);
        assert_true(n < 50);
    }
    assert_true(n > 5);
    lot_read(&f.entries, &f.a, &lot);
    assert_int_equal(lot.kind, LOT_PAIRS);
    assert_int_equal(lot.count, 4);
    assert_null(lot_place_of(&lot, 5));
    assert_int_equal(left.count, 1);
    int64_t draw = lot.draw->id;
    struct str said = str_copy(&f.a, lot.draw->text);
    bool engages[5] = {false};
    for (size_t i = 0; i < 4; i++) { /* one of each two, and A with B: they are nearest */
        const struct lot_place *l = &lot.one[i];
        engages[i] = l->engages;
        assert_int_equal(l->place, i < 2 ? lot.one[0].place : lot.one[2].place);
    }
    assert_int_equal(engages[0] + engages[1], 1);
    assert_int_equal(engages[2] + engages[3], 1);
    assert_int_equal(lot_allowed(&f.entries, &f.members, &f.e), BAD_INPUT);
    assert_non_null(strstr(f.e.text, "chance has decided already"));
    /* its parts go with it; the same seed gives the same lot again */
    assert_int_equal(entry_undo(f.st, f.programme.id, &f.entries, draw + 1, now_s, &f.e),
                     BAD_INPUT);
    assert_ok(entry_undo(f.st, f.programme.id, &f.entries, draw, now_s, &f.e), f.e);
    again(&f);
    candidates_of(&f, c);
    lot_read(&f.entries, &f.a, &lot);
    assert_int_equal(lot.kind, LOT_NONE);
    assert_ok(lot_allowed(&f.entries, &f.members, &f.e), f.e);
    assert_ok(drawn_of(&f, c, 5, &asked, &left), f.e);
    again(&f);
    lot_read(&f.entries, &f.a, &lot);
    assert_str(lot.draw->text, str_c(&f.a, said));
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(lot.one[i].engages, engages[i]);
    /* somebody starts: no lot any more */
    say(&f, "stage", 2, "engaged", "2026-06-01");
    again(&f);
    assert_int_equal(lot_allowed(&f.entries, &f.members, &f.e), BAD_INPUT);
    assert_non_null(strstr(f.e.text, "p2 of it is engaged already"));
    end(&f);
}

static void an_order_holds_all_and_small_lots_are_refused(void **state)
{
    (void)state;
    struct few f;
    struct lot_candidate c[5];
    struct lot_asked asked = {.kind = LOT_ORDER, .seed = 3, .now_s = now_s};
    struct lot_left left;
    struct lot lot;
    crowd_made(&f);
    candidates_of(&f, c);
    assert_refused(drawn_of(&f, c, 1, &asked, &left), BAD_INPUT, f.e,
                   "a lot needs two or more who are admitted and not engaged yet, and there is 1; "
                   "admit them first");
    asked.kind = LOT_PAIRS;
    assert_refused(drawn_of(&f, c + 3, 2, &asked, &left), BAD_INPUT, f.e,
                   "no two of the 2 candidates are of one category; admit more, or draw an order: "
                   "--random order");
    asked.kind = LOT_ORDER;
    assert_ok(drawn_of(&f, c, 5, &asked, &left), f.e);
    again(&f);
    lot_read(&f.entries, &f.a, &lot);
    unsigned places = 0;
    for (size_t i = 0; i < lot.count; i++)
        places |= 1U << lot.one[i].place;
    assert_int_equal(lot.count, 5);
    assert_int_equal(places, 62); /* 1 to 5, each once */
    end(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_as_counted_by_hand),
        cmocka_unit_test(pairs_by_lot_are_grade_a),
        cmocka_unit_test(staggered_starts_are_grade_b_or_c),
        cmocka_unit_test(before_and_after_is_an_association),
        cmocka_unit_test(one_among_many_is_held_against_a_mix),
        cmocka_unit_test(deals_without_a_control_say_what_could_have_been_seen),
        cmocka_unit_test(nothing_is_added_over_units_or_categories),
        cmocka_unit_test(a_lot_is_drawn_once_and_whole),
        cmocka_unit_test(an_order_holds_all_and_small_lots_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

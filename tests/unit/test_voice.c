/* test_voice.c - tests: how somebody sounds, in an invented list counted by hand */
#include "store_made.h"

#include "base/time.h"
#include "measure/voice.h"

enum { ANN = 1, BOB = 2, FIRST_WRITER = 11, WRITERS = 12, ANN_DOCS = 40 };
static const int64_t monday_s = 1767571200; /* 2026-01-05T00:00:00Z */

/* Day 1 is that Monday. Ann writes daily from 1 to 20 and 31 to 49, and on day 95. */
static int day_of(int k)
{
    return k <= 20 ? k : k < 40 ? k + 11 - 1 : 95;
}

/* 11 words of prose and 72 that no other doc has; the first ten link to a page. */
static void text_of(int k, bool linked, char *to, size_t room)
{
    size_t n = (size_t)snprintf(to, room, "We see that you know it and I think you can. ");
    for (int i = 0; i < 72; i++)
        n += (size_t)snprintf(to + n, room - n, "w%dx%d ", k, i);
    if (linked) (void)snprintf(to + n, room - n, "http://example.org/page%d.", k);
}

static void doc(struct made_store *m, int id, int author, double day, int parent, const char *text)
{
    char sql[4096];
    (void)snprintf(sql, sizeof sql,
                   "INSERT INTO doc (id, author, at, kind, lang, parent, root, text) VALUES "
                   "(%d, %d, %lld, 'mail', 'en', nullif(%d, 0), %d, '%s')",
                   id, author, (long long)(monday_s + (int64_t)((day - 1) * 86400)), parent,
                   parent ? parent : id, text);
    made_sql(m, sql);
}

static void person(struct made_store *m, int id)
{
    char sql[256];
    (void)snprintf(sql, sizeof sql,
                   "INSERT INTO node (id, type, name, name_key) VALUES (%d, 'person', 'P%d', "
                   "'p%d'); INSERT INTO account (id, node, channel, handle_key, handle) VALUES "
                   "(%d, %d, 'email', 'p%d@x.example', 'p%d@x.example')",
                   id, id, id, id, id, id, id);
    made_sql(m, sql);
}

/* Which doc each of Ann's answers: those of writers 1 to 6 half a day later, of 7 and 8 on day 31
 * what was asked on day 20; 9 to 11 are never answered, 12 wrote half a day before the end. */
static int parent_of(int k)
{
    if (k >= 2 && k <= 7) return 100 + k - 1;
    if (k == 21 || k == 22) return 100 + k - 14;
    return 0;
}

static struct store *made(struct made_store *m)
{
    char text[2048];
    *m = made_new();
    person(m, ANN);
    person(m, BOB);
    for (int k = 1; k <= ANN_DOCS; k++) {
        text_of(k, k <= 10, text, sizeof text);
        doc(m, k, ANN, day_of(k), parent_of(k), text);
    }
    for (int j = 1; j <= WRITERS; j++) {
        person(m, FIRST_WRITER + j - 1);
        double day = j <= 6 ? j + .5 : j <= 11 ? 20.5 : 94.5;
        doc(m, 100 + j, FIRST_WRITER + j - 1, day, j <= 6 ? j : j <= 11 ? 20 : 39, "Is it so?");
    }
    doc(m, 150, FIRST_WRITER, 60, 39, "And is this so?"); /* no first time, no matter */
    for (int k = 5; k <= 9; k++) { /* Bob said four of hers before she did, one behind her */
        text_of(k, false, text, sizeof text);
        doc(m, 200 + k, BOB, k < 9 ? .5 : 90, 0, text);
    }
    doc(m, 300, BOB, .5, 0,
        "See https://www.example.org/page1/ http://example.org/page2 http://example.org/page3#x "
        "http://example.org/page4?utm_source=y and http://example.org/page5");
    doc(m, 301, BOB, 90, 0,
        "http://example.org/page6 http://example.org/page7 http://example.org/page8, "
        "http://example.org/page9 (http://EXAMPLE.org/page10)");
    index_made(m);
    return made_open(m);
}

static struct voices loaded(struct store *st, struct arena *a, int64_t *asked)
{
    struct voices v;
    struct err e = {0};
    struct voice_scope scope = {
        .asked = asked, .asked_count = 1, .dictionaries = "/nowhere", .seed = 1};
    assert_ok(voices_load(st, &scope, a, &v, &e), e);
    return v;
}

#define measured(m) voice_measure(&v, one, (m), VOICE_ALL)

/* Wilson: scipy.stats.binomtest(k, n).proportion_ci(.95, 'wilson') */
static void cadence_replies_and_originality_by_hand(void **state)
{
    (void)state;
    struct made_store m;
    struct arena a = {0};
    int64_t asked = ANN;
    struct store *st = made(&m);
    struct voices v = loaded(st, &a, &asked);
    const struct voice *one = voice_of(&v, ANN);
    assert_non_null(one);
    assert_int_equal(one->docs, 40);
    assert_int_equal(one->words, 40 * 83 + 10 * 4); /* http example org page1 */
    struct voice_value x = measured(VOICE_WEEKS);   /* weeks 1, 2, 3, 5, 6, 7 and 14 of 14 */
    assert_int_equal(x.n, 14);
    assert_near(x.value, 50, 1e-9);
    assert_near(x.lo, 26.79920245241364, 1e-6);
    assert_near(x.hi, 73.20079754758636, 1e-6);
    x = measured(VOICE_GAP); /* 37 of one day, one of 11, one of 46 */
    assert_int_equal(x.n, 39);
    assert_near(x.value, 1, 1e-9);
    assert_near(measured(VOICE_GAP_LONGEST).value, 46, 1e-9);
    x = measured(VOICE_REPLIED_48H); /* 6 of the 11 who wrote two days before the end or earlier */
    assert_int_equal(x.n, 11);
    assert_near(x.value, 600.0 / 11, 1e-9);
    assert_near(x.lo, 28.0091537409322, 1e-6);
    assert_near(x.hi, 78.72872837754024, 1e-6);
    assert_int_equal(one->of[VOICE_REPLY_HOURS].count, 8); /* too few for a figure */
    assert_false(measured(VOICE_REPLY_HOURS).enough);
    assert_near(one->of[VOICE_REPLY_HOURS].unit[0].num, 12, 1e-9);
    assert_near(one->of[VOICE_REPLY_HOURS].unit[7].num, 24 * 11.5, 1e-9);
    x = measured(VOICE_ORIGINAL);
    assert_int_equal(x.n, 40);
    assert_near(x.value, 90, 1e-9);
    assert_near(x.lo, 76.9482247724777, 1e-6);
    made_close(&m, st);
    arena_free(&a);
}

static void links_stories_and_words_by_hand(void **state)
{
    (void)state;
    struct made_store m;
    struct arena a = {0};
    int64_t asked = ANN;
    struct store *st = made(&m);
    struct voices v = loaded(st, &a, &asked);
    const struct voice *one = voice_of(&v, ANN);
    assert_near(measured(VOICE_LINKED).value, 25, 1e-9);
    assert_near(measured(VOICE_LINKS).value, 25, 1e-9);
    struct voice_value x = measured(VOICE_FIRST); /* behind Bob in five, before him in five */
    assert_int_equal(x.n, 10);
    assert_near(x.value, 50, 1e-9);
    assert_near(measured(VOICE_TURNED).value, 50, 1e-9); /* you, you; we, I */
    assert_near(measured(VOICE_DOUBLED).value, 0, 1e-9);
    assert_near(measured(VOICE_CONTRACTED).value, 0, 1e-9);
    x = measured(VOICE_ANSWERING); /* eight of hers answer what has a question mark */
    assert_near(x.value, 20, 1e-9);
    assert_false(one->of[VOICE_MARKED].measured); /* nobody accepts or thanks */
    assert_false(one->of[VOICE_SHARED].measured);
    assert_false(one->of[VOICE_UNKNOWN].measured);  /* no dictionary */
    assert_false(one->of[VOICE_ON_TOPIC].measured); /* no market */
    const struct voice *bob = voice_of(&v, BOB);
    assert_null(bob); /* not asked for, and says too little */
    made_close(&m, st);
    arena_free(&a);
}

/* niche: of 20 docs by others 5 have we, that, you, know, i, think, can, 6 see, 17 it, 7 and, 2
 * http, example, org (of ten docs of hers); no other word is in 5 docs. Years: day 1 to day 95. */
static void angles_by_hand(void **state)
{
    (void)state;
    struct made_store m;
    struct arena a = {0};
    int64_t asked = ANN;
    struct store *st = made(&m);
    struct voices v = loaded(st, &a, &asked);
    const struct voice *one = voice_of(&v, ANN);
    double each = 7 * log2(21 / 6.0) + log2(21 / 7.0) + log2(21 / 18.0) + log2(21 / 8.0);
    struct voice_value x = measured(VOICE_NICHE);
    assert_int_equal(x.n, 40);
    assert_near(x.value, (40 * each + 30 * log2(21 / 3.0)) / 430, 1e-9);
    assert_true(x.lo < x.value && x.value < x.hi);
    x = measured(VOICE_YEARS);
    assert_int_equal(x.n, 40);
    assert_near(x.value, 94 / 365.25, 1e-9);
    const struct voice_units *soon = &one->of[VOICE_SOON]; /* six after 12 hours, two much later */
    assert_int_equal(soon->count, 8);
    assert_near(soon->unit[5].num, 12, 1e-9);
    assert_near(soon->unit[6].num, 10.5 * 24, 1e-9);
    assert_int_equal(one->of[VOICE_OBJECTS].count, 8);
    assert_near(measured(VOICE_DATA).value, 0, 0);
    assert_near(measured(VOICE_ROUNDUP).value, 0, 0);
    assert_near(measured(VOICE_LATER).value, 0, 0);
    assert_false(one->of[VOICE_AGAINST].measured); /* nobody speaks against anybody */
    made_close(&m, st);
    arena_free(&a);
}

/* On person 21 three others are for, Ann first for, then against; on 22 two and two,
 * but without hers two are for; on 23 she is with the rest; on 24 there are two others alone. */
static void views_against_most_others(void **state)
{
    (void)state;
    static const int views[][3] = {/* by, of, sign; in this order */
                                   {2, 21, 1},  {3, 21, 1},  {4, 21, 1},  {1, 21, 1},  {1, 21, -1},
                                   {2, 22, 1},  {3, 22, 1},  {4, 22, -1}, {1, 22, -1}, {2, 23, -1},
                                   {3, 23, -1}, {4, 23, -1}, {1, 23, -1}, {2, 24, 1},  {3, 24, 1},
                                   {1, 24, -1}, {5, 25, 1}};
    struct made_store m = made_new();
    struct arena a = {0};
    char sql[512];
    made_sql(&m, "INSERT INTO source (id, kind, locator, hash, read_at) VALUES (1, 'x', 'x', 'x', "
                 "0)");
    for (int id = 1; id < 30; id++)
        person(&m, id);
    for (size_t i = 0; i < sizeof views / sizeof *views; i++) {
        (void)snprintf(sql, sizeof sql,
                       "INSERT INTO evidence (at, verb, from_account, to_account, sign, source, "
                       "ext_key) VALUES (%d, 1, %d, %d, %d, 1, CAST('%d' AS BLOB))",
                       (int)i, views[i][0], views[i][1], views[i][2], (int)i);
        made_sql(&m, sql);
    }
    struct store *st = made_open(&m);
    int64_t asked = 1;
    struct voices v = loaded(st, &a, &asked);
    const struct voice_units *u = &voice_of(&v, 1)->of[VOICE_AGAINST];
    assert_int_equal(u->count, 3);
    assert_near(u->unit[0].num, 1, 0); /* against three */
    assert_near(u->unit[1].num, 1, 0); /* two for, one against */
    assert_near(u->unit[2].num, 0, 0);
    made_close(&m, st);
    arena_free(&a);
}

/* ---- figures of units, against Python: numpy, scipy ---- */

static struct voice with(enum voice_measure m, struct voice_unit *unit, size_t count)
{
    struct voice one = {.node = 1, .docs = 100, .words = 10000, .told = 10000, .accepted = true};
    one.of[m] = (struct voice_units){unit, count, true};
    return one;
}

/* n = [i%5 …30], d = [10+i%3]; R = sum n/sum d; se = sqrt(30/29*sum((n-R*d)**2))/sum d;
 * t.ppf(.975, 29). g = [1+(i*7)%11]; b = (sd-mean)/(sd+mean), jackknife; sorted(g)[9], [20] */
static void intervals_as_in_python(void **state)
{
    (void)state;
    struct voices v = {.seed = 1};
    struct voice_unit unit[30];
    for (int i = 0; i < 30; i++)
        unit[i] = (struct voice_unit){i % 5, 10 + i % 3, 0, 0};
    struct voice ratio = with(VOICE_TURNED, unit, 30);
    struct voice_value x = voice_measure(&v, &ratio, VOICE_TURNED, VOICE_ALL);
    assert_near(x.value, 18.181818181818183, 1e-9);
    assert_near(x.lo, 13.27222946941648, 1e-4);
    assert_near(x.hi, 23.091406894219883, 1e-4);
    for (int i = 0; i < 30; i++)
        unit[i] = (struct voice_unit){1 + (i * 7) % 11, 1, 0, 0};
    struct voice gaps = with(VOICE_BURST, unit, 30);
    gaps.of[VOICE_GAP] = gaps.of[VOICE_BURST];
    x = voice_measure(&v, &gaps, VOICE_BURST, VOICE_ALL);
    assert_near(x.value, -0.3118169118727344, 1e-9);
    assert_near(x.lo, -0.4327855234531384, 1e-5);
    assert_near(x.hi, -0.1908483002923304, 1e-5);
    x = voice_measure(&v, &gaps, VOICE_GAP, VOICE_ALL);
    assert_near(x.value, 6, 1e-12);
    assert_near(x.lo, 4, 1e-12);
    assert_near(x.hi, 8, 1e-12);
    struct voice_unit segment[3] = {{3, 10, 0, 0}, {1, 10, 0, 0}, {5, 20, 0, 0}};
    struct voice spread = with(VOICE_SPREAD, segment, 3);
    x = voice_measure(&v, &spread, VOICE_SPREAD, VOICE_ALL);
    assert_near(x.value, 0.7948717948717949, 1e-12);
}

/* o = [2, 4 … 16]/20, e = [3,3,7,9,9,13,12,17]/20: corrcoef(o, e); percentile((o+e)/2*100, 10, 90)
 */
static void halves_and_bands_as_in_python(void **state)
{
    (void)state;
    static const int even[] = {3, 3, 7, 9, 9, 13, 12, 17};
    struct arena a = {0};
    struct voice one[8];
    struct voice_norm norm[VOICE_MEASURE_COUNT];
    for (int k = 0; k < 8; k++) {
        struct voice_unit *unit = arena_new(&a, struct voice_unit, 40);
        for (int i = 0; i < 40; i++) {
            int hits = i % 2 == 0 ? 2 * (k + 1) : even[k];
            unit[i] = (struct voice_unit){i / 2 < hits, 1, 0, 0};
        }
        one[k] = with(VOICE_LINKED, unit, 40);
        one[k].of[VOICE_ORIGINAL] = one[(k * 3) % (k + 1)].of[VOICE_LINKED];
    }
    struct voices v = {.voice = one, .count = 8, .seed = 1};
    voice_norms(&v, &a, norm);
    assert_int_equal(norm[VOICE_LINKED].people, 8);
    assert_near(norm[VOICE_LINKED].lo, 16, 1e-9);
    assert_near(norm[VOICE_LINKED].hi, 70.25, 1e-9);
    assert_near(norm[VOICE_LINKED].r, 0.9673727084418704, 1e-12);
    assert_false(norm[VOICE_LINKED].dropped);
    for (int k = 0; k < 8; k++) { /* even docs that say nothing of odd ones */
        struct voice_unit *unit = arena_new(&a, struct voice_unit, 40);
        for (int i = 0; i < 40; i++)
            unit[i] = (struct voice_unit){i / 2 < (i % 2 ? (k * 5) % 8 : k), 1, 0, 0};
        one[k].of[VOICE_LINKED].unit = unit;
    }
    voice_norms(&v, &a, norm);
    assert_true(norm[VOICE_LINKED].r < VOICE_R_MIN);
    assert_true(norm[VOICE_LINKED].dropped);
    v.count = 7;
    voice_norms(&v, &a, norm);
    assert_true(isnan(norm[VOICE_LINKED].r)); /* too few to tell */
    assert_false(norm[VOICE_LINKED].dropped);
    arena_free(&a);
}

/* Who says the same words as the audience is nearer than who says others: by hand, all apart is 1
 * bit, the same words no more than chance. */
static void dialects_are_between_chance_and_one(void **state)
{
    (void)state;
    struct arena a = {0};
    enum { WORDS = 3000, COMMON = 100 };
    uint32_t *word = arena_new(&a, uint32_t, WORDS);
    double *pool = arena_new(&a, double, COMMON);
    struct voice_unit unit[30];
    for (int i = 0; i < 30; i++)
        unit[i] = (struct voice_unit){i * 100, 100, 0, 0};
    for (int i = 0; i < COMMON; i++)
        pool[i] = i < 50 ? 100 : 0;
    struct voices v = {.pool = pool, .common = COMMON, .pool_words = 5000, .seed = 1};
    struct voice one = with(VOICE_DIALECT, unit, 30);
    one.word = word;
    for (int i = 0; i < WORDS; i++)
        word[i] = 50 + (uint32_t)i % 50;
    struct voice_value apart = voice_measure(&v, &one, VOICE_DIALECT, VOICE_ALL);
    assert_near(apart.value, 1, 1e-12);
    for (int i = 0; i < WORDS; i++)
        word[i] = (uint32_t)i % 50;
    struct voice_value same = voice_measure(&v, &one, VOICE_DIALECT, VOICE_ALL);
    /* of two samples of n from one law with k words: about (k - 1)/(4 n ln 2) = .0177 */
    assert_near(same.value, 49 / (4 * 1000 * log(2)), .004);
    assert_true(same.lo < same.value && same.value < same.hi);
    struct voice_value again = voice_measure(&v, &one, VOICE_DIALECT, VOICE_ALL);
    assert_true(again.value == same.value);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cadence_replies_and_originality_by_hand),
        cmocka_unit_test(links_stories_and_words_by_hand),
        cmocka_unit_test(angles_by_hand),
        cmocka_unit_test(views_against_most_others),
        cmocka_unit_test(intervals_as_in_python),
        cmocka_unit_test(halves_and_bands_as_in_python),
        cmocka_unit_test(dialects_are_between_chance_and_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_base.c - tests: arena, err, str, time, rng, map, parallel, text, table */
#include "helpers.h"

#include "base/file.h"
#include "base/map.h"
#include "base/parallel.h"
#include "base/rng.h"
#include "base/table.h"
#include "base/text.h"
#include "base/time.h"

#include <stdlib.h>
#include <unistd.h>
#include <utf8proc.h>

static void arena_gives_zeroed_memory_and_takes_it_back(void **state)
{
    (void)state;
    struct arena a = {0};
    int *first = arena_new(&a, int, 10);
    for (int i = 0; i < 10; i++)
        assert_int_equal(first[i], 0);
    struct arena_mark mark = arena_mark(&a);
    for (int i = 0; i < 100; i++)
        memset(arena_alloc(&a, 10000), 1, 10000);
    arena_reset(&a, mark);
    int *again = arena_new(&a, int, 10);
    for (int i = 0; i < 10; i++)
        assert_int_equal(again[i], 0);
    arena_free(&a);
    assert_int_equal(a.bytes, 0);
    assert_true(a.bytes_max >= 1000000);
}

static void err_puts_the_place_before_the_sentence(void **state)
{
    (void)state;
    struct err e;
    assert_int_equal(err_set(&e, BAD_INPUT, "act '%s'", "a\033[1m"), BAD_INPUT);
    assert_int_equal(err_in(&e, BAD_INPUT, "x.csv:%d", 3), BAD_INPUT);
    assert_string_equal(e.text, "x.csv:3: act 'a?[1m'");
}

/* Expected values: Python's datetime and email.utils.parsedate_to_datetime. */
static void times_are_read_in_every_spelling(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t want;
    } rows[] = {
        {"1970-01-01", 0},
        {"2002-09-06T10:45:27-04:00", 1031323527},
        {"2002-09-06 14:45:27.25Z", 1031323527},
        {"20020906T144527Z", 1031323527},
        {"Fri, 06 Sep 2002 10:45:27 -0400", 1031323527},
        {"Fri, 6 Sep 02 10:45:27 EDT (comment 1999)", 1031323527},
        {"6 Sep 2002 14:45 +0000", 1031323500},
        {"Fri Sep  6 10:45:27 2002", 1031309127},
        {"06-Sep-2002 10:45:27 -0400", 1031323527},
        {"Fri, 06 Sep 2002 02:45:27 PM +0000", 1031323527},
        {"Sat, 07 Sep 2002 12:00:00 AM +0000", 1031356800},
        {"2002/09/06 Fri 14:45:27 GMT", 1031323527},
        {"2000-02-29", 951782400},
        {"0001-01-01", -62135596800},
        {"1031323527", 1031323527},
        {"Mon, 29 Feb 2001 00:00:00 +0000", TIME_NONE},
        {"9999-12-31T23:59:60Z", TIME_NONE},
        {"0001-01-01T00:00:00+01:00", TIME_NONE},
        {"yesterday", TIME_NONE},
        {"2002-13-01", TIME_NONE},
        {"", TIME_NONE},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int64_t got = TIME_NONE;
        (void)time_parse(str_of(rows[i].text), &got);
        if (got != rows[i].want) print_error("%s\n", rows[i].text);
        assert_int_equal(got, rows[i].want);
    }
}

static void every_day_of_ten_thousand_years_survives_a_round_trip(void **state)
{
    (void)state;
    for (int64_t day = -719162; day < 2932897; day += 17) {
        struct civil c = time_to_civil(day * DAY_S);
        assert_true(civil_valid(c));
        assert_int_equal(time_from_civil(c), day * DAY_S);
    }
}

/* Known answer: Random123's kat_vectors, philox4x32 10. */
static void random_blocks_are_those_of_the_paper(void **state)
{
    (void)state;
    uint64_t got[2];
    rng_block(0, 0, 0, got);
    assert_int_equal((uint32_t)(got[0] & 0xffffffffu), 0x6627e8d5u);
    assert_int_equal((uint32_t)(got[0] >> 32), 0xe169c58du);
    assert_int_equal((uint32_t)(got[1] & 0xffffffffu), 0xbc57ac4cu);
    assert_int_equal((uint32_t)(got[1] >> 32), 0x9b00dbd8u);
}

/* Mean and variance within 5 standard errors. */
static void distributions_have_their_moments(void **state)
{
    (void)state;
    enum { N = 200000 };
    double sum[4] = {0};
    double square[4] = {0};
    struct rng r = rng_stream(7, 1);
    for (int i = 0; i < N; i++) {
        double x[4] = {rng_exponential(&r), rng_normal(&r), rng_gamma(&r, 0.5),
                       rng_beta(&r, 2.0, 3.0)};
        for (int d = 0; d < 4; d++) {
            sum[d] += x[d];
            square[d] += x[d] * x[d];
        }
    }
    double mean[4] = {1.0, 0.0, 0.5, 0.4};
    double variance[4] = {1.0, 1.0, 0.5, 0.04};
    for (int d = 0; d < 4; d++) {
        assert_near(sum[d] / N, mean[d], 5.0 * sqrt(variance[d] / N));
        assert_near(square[d] / N - mean[d] * mean[d], variance[d], 0.03);
    }
}

static void maps_find_what_was_put(void **state)
{
    (void)state;
    struct arena a = {0};
    struct map m = map_new(&a);
    struct idmap ids = idmap_new(&a, 4);
    for (int i = 0; i < 5000; i++) {
        bool fresh = false;
        (void)map_put(&m, str_printf(&a, "key %d", i % 2500), i, &fresh);
        assert_int_equal(fresh, i < 2500);
        assert_int_equal(idmap_put(&ids, i * 7LL, (uint32_t)i), i);
    }
    assert_int_equal(*map_get(&m, STR("key 77")), 77);
    assert_null(map_get(&m, STR("key")));
    assert_int_equal(idmap_get(&ids, 700), 100);
    assert_int_equal(idmap_get(&ids, 701), UINT32_MAX);
    arena_free(&a);
}

static void an_emptied_arena_keeps_one_block_that_is_zeroed_again(void **state)
{
    (void)state;
    struct arena a = {0};
    for (int i = 0; i < 100; i++)
        memset(arena_alloc(&a, 10000), 1, 10000);
    size_t full = a.bytes;
    arena_reset(&a, (struct arena_mark){0});
    assert_true(a.bytes < full);
    assert_true(a.bytes > 0 || GONE_IS_SEEN);
    size_t kept = a.bytes;
    char *again = arena_alloc(&a, 10000);
    for (size_t i = 0; i < 10000; i++)
        assert_int_equal(again[i], 0);
    assert_true(a.bytes == kept || GONE_IS_SEEN);
    (void)arena_alloc(&a, 3 << 20);
    arena_reset(&a, (struct arena_mark){0}); /* giants are not kept */
    assert_int_equal(a.bytes, 0);
    arena_free(&a);
    assert_int_equal(a.bytes, 0);
}

static void what_an_arena_takes_back_is_gone_and_not_lent_again(void **state)
{
    (void)state;
    struct arena a = {0};
    const char *before = arena_copy(&a, "before", 6);
    struct arena_mark mark = arena_mark(&a);
    const char *behind = arena_copy(&a, "behind", 6);
    arena_reset(&a, mark);
    assert_true(is_gone(behind));
    assert_string_equal(before, "before");
    const char *next = arena_copy(&a, "next", 4);
    assert_true((next != behind) == GONE_IS_SEEN);
    assert_string_equal(next, "next");
    assert_true(is_gone(next + 5)); /* behind what was asked for, too */
    arena_reset(&a, (struct arena_mark){0});
    const char *row = arena_copy(&a, "row", 3);
    assert_true(is_gone(before) && is_gone(next));
    assert_string_equal(row, "row");
    arena_free(&a);
}

static void a_line_is_gone_when_the_next_is_read(void **state)
{
    (void)state;
    struct arena a = {0};
    struct err e = {0};
    char path[] = "/tmp/kith-test-XXXXXX";
    int fd = mkstemp(path);
    assert_int_equal(write(fd, "one of them\nthe other\n", 22), 22);
    assert_int_equal(close(fd), 0);
    struct reader *in = NULL;
    struct str one;
    struct str other;
    assert_ok(reader_open(path, &a, &in, &e), e);
    assert_ok(reader_line(in, &one, &e), e);
    assert_str(one, "one of them");
    assert_ok(reader_line(in, &other, &e), e);
    assert_true(is_gone(one.p));
    assert_str(other, "the other");
    reader_close(in);
    assert_int_equal(unlink(path), 0);
    arena_free(&a);
}

static void add_one(void *context, size_t i)
{
    ((int *)context)[i]++;
}

static void every_task_runs_once_on_any_number_of_threads(void **state)
{
    (void)state;
    for (unsigned threads = 0; threads < 5; threads++) {
        int done[1000] = {0};
        parallel_for(threads, 1000, add_one, done);
        for (int i = 0; i < 1000; i++)
            assert_int_equal(done[i], 1);
    }
}

static void texts_are_folded_to_words(void **state)
{
    (void)state;
    struct arena a = {0};
    assert_str(text_words(&a, STR("  APT-get: isn't it? ")), "apt get isn t it");
    assert_str(text_words(&a, STR("Zo\xc3\xab's \xef\xac\x81rst")), "zoe s first");
    assert_str(name_key(&a, STR("O'Neil,  ZO\xc3\x8b")), "o neil zoe");
    assert_str(utf8_mend(&a, STR("a\xff"
                                 "b\xc3")),
               "a\xef\xbf\xbd"
               "b\xef\xbf\xbd");
    assert_int_equal(utf8_width(STR("\xe6\x97\xa5\xe6\x9c\xac x")), 6);
    struct stemmer *st = stemmer_open();
    assert_str(stemmer_stem(st, &a, STR("containers")), "contain");
    stemmer_close(st);
    arena_free(&a);
}

static bool utf8proc_takes(struct str s)
{
    while (s.len) {
        utf8proc_int32_t code = 0;
        utf8proc_ssize_t n =
            utf8proc_iterate((const utf8proc_uint8_t *)s.p, (utf8proc_ssize_t)s.len, &code);
        if (n <= 0) return false;
        s = str_skip(s, (size_t)n);
    }
    return true;
}

/* Texts of four bytes at and beside every border of what UTF-8 may be, and their first parts. */
static void utf8_is_what_utf8proc_takes_it_for(void **state)
{
    (void)state;
    static const unsigned char border[] = {0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0,
                                           0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC,
                                           0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5};
    enum { BORDERS = sizeof border };
    for (unsigned i = 0; i < BORDERS * BORDERS * BORDERS * BORDERS; i++) {
        char text[4];
        unsigned rest = i;
        for (int k = 0; k < 4; k++, rest /= BORDERS)
            text[k] = (char)border[rest % BORDERS];
        for (size_t len = 1; len <= 4; len++) {
            struct str s = {text, len};
            if (utf8_valid(s) != utf8proc_takes(s)) fail_msg("text %u, %zu bytes", i, len);
        }
    }
}

static struct str written(struct arena *a, const struct table *t, int form)
{
    char *bytes = NULL;
    size_t len = 0;
    FILE *out = open_memstream(&bytes, &len);
    struct text_style plain = {0};
    enum status s = form == 0   ? table_write_text(t, plain, out)
                    : form == 1 ? table_write_json(t, out)
                                : table_write_csv(t, out);
    assert_int_equal(s, OK);
    (void)fclose(out);
    struct str kept = str_copy(a, (struct str){bytes, len});
    free(bytes);
    return kept;
}

static void one_table_has_three_forms(void **state)
{
    (void)state;
    struct arena a = {0};
    static const struct column columns[] = {
        {.name = "name", .title = "person", .kind = CELL_TEXT},
        {.name = "reach_in_100", .title = "reach", .kind = CELL_REAL, .digits = 1},
        {.name = "id", .kind = CELL_TEXT},
    };
    struct table *t = table_new(&a, "find", columns, 3);
    table_fact(t, "market", "ON", cell_text(STR("rpm")), 0);
    struct cell *row = table_row(t);
    row[0] = cell_text(STR("=cmd \"x\"\n"));
    row[1] = cell_real(12.25);
    row = table_row(t);
    row[0] = cell_text(STR("Zo\xc3\xab"));
    row[2] = cell_text(STR("p2"));
    table_note(t, "%d buyers heard", 3);
    assert_str(written(&a, t, 0), "  ON  rpm\n  person     reach\n  =cmd \"x\"    12.2\n"
                                  "  Zo\xc3\xab\n\n\xc2\xb7 3 buyers heard\n");
    assert_str(written(&a, t, 1),
               "{\"v\":1,\n \"verb\":\"find\",\n \"market\":\"rpm\",\n \"rows\":[\n"
               "  {\"name\":\"=cmd \\\"x\\\"\\n\",\"reach_in_100\":12.25,\"id\":null},\n"
               "  {\"name\":\"Zo\xc3\xab\",\"reach_in_100\":null,\"id\":\"p2\"}\n ],\n"
               " \"notes\":[\"3 buyers heard\"]}\n");
    assert_str(written(&a, t, 2), "name,reach_in_100,id,market,audience,as_of,model\r\n"
                                  "\"'=cmd \"\"x\"\"\n\",12.25,,rpm,,,\r\n"
                                  "Zo\xc3\xab,,p2,rpm,,,\r\n");
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arena_gives_zeroed_memory_and_takes_it_back),
        cmocka_unit_test(an_emptied_arena_keeps_one_block_that_is_zeroed_again),
        cmocka_unit_test(what_an_arena_takes_back_is_gone_and_not_lent_again),
        cmocka_unit_test(a_line_is_gone_when_the_next_is_read),
        cmocka_unit_test(err_puts_the_place_before_the_sentence),
        cmocka_unit_test(times_are_read_in_every_spelling),
        cmocka_unit_test(every_day_of_ten_thousand_years_survives_a_round_trip),
        cmocka_unit_test(random_blocks_are_those_of_the_paper),
        cmocka_unit_test(distributions_have_their_moments),
        cmocka_unit_test(maps_find_what_was_put),
        cmocka_unit_test(every_task_runs_once_on_any_number_of_threads),
        cmocka_unit_test(texts_are_folded_to_words),
        cmocka_unit_test(utf8_is_what_utf8proc_takes_it_for),
        cmocka_unit_test(one_table_has_three_forms),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

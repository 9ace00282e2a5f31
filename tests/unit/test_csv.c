/* test_csv.c - tests: text_in, csv */
#include "helpers.h"

#include "base/limits.h"
#include "listen/csv.h"

#include <stdlib.h>
#include <unistd.h>

/* All records as one text: cells in angles, "!SENTENCE" for a bad one, one a line with its number.
 */
static struct str read_all(struct arena *a, struct str text, char delimiter)
{
    struct err e;
    struct csv *c = NULL;
    struct csv_row row;
    struct buf b = buf_new(a);
    assert_ok(csv_open(reader_of(text, a), delimiter, a, &c, &e), e);
    for (;;) {
        enum status s = csv_next(c, a, &row, &e);
        if (s == DONE) break;
        if (s == BAD_INPUT) {
            buf_addf(&b, "!%s\n", e.text);
            continue;
        }
        assert_int_equal(s, OK);
        buf_addf(&b, "%llu", (unsigned long long)row.line);
        for (size_t i = 0; i < row.count && i < COLUMNS_MAX; i++) {
            buf_addf(&b, "<%.*s>", STR_ARG(row.cell[i]));
        }
        buf_addc(&b, '\n');
    }
    return buf_str(&b);
}

/* Expected cells: Python's csv module, but for blanks before a quote and lines behind an open one.
 */
static void records_are_cut_as_they_were_meant(void **state)
{
    (void)state;
    static const struct {
        const char *text, *want;
    } rows[] = {
        {"", ""},
        {"a,b\n1,2\n", "1<a><b>\n2<1><2>\n"},
        {"a,b\n1,2", "1<a><b>\n2<1><2>\n"},
        {"a,b\r\n1,2\r\n", "1<a><b>\n2<1><2>\n"},
        {"a,b\r\r\n1,2\r\r\n", "1<a><b>\n2<1><2>\n"},
        {"a,b\r1,2\r", "1<a><b>\n2<1><2>\n"},
        {"a,b\n,\n", "1<a><b>\n2<><>\n"},
        {"a,b\n\n \n1,2\n", "1<a><b>\n4<1><2>\n"},
        {"a,b\n\"1,5\",\"say \"\"hi\"\"\"\n", "1<a><b>\n2<1,5><say \"hi\">\n"},
        {"a,b\n\"\",\"\"\"\"\nc,d", "1<a><b>\n2<><\">\n3<c><d>\n"},
        {"a,b\n\"1\n2\",3\n4,5\n", "1<a><b>\n2<1\n2><3>\n4<4><5>\n"},
        {"a,b\r\n\"1\r\n2\",3\r\n4,5\r\n", "1<a><b>\n2<1\r\n2><3>\n4<4><5>\n"},
        {"a, \"b, c\"\n1,2\n", "1<a><b, c>\n2<1><2>\n"},
        {"a,b\n\"Big\" Jim,6\" nail\n", "1<a><b>\n2<Big Jim><6\" nail>\n"},
        {"a;b\n1,5;2\n", "1<a><b>\n2<1,5><2>\n"},
        {"a|b\n1|2\n", "1<a><b>\n2<1><2>\n"},
        {"a\tb\n1\t2\n", "1<a><b>\n2<1><2>\n"},
        {"sep=;\na;b,c\n", "2<a><b,c>\n"},
        {"\xEF\xBB\xBF\"a\",b\n1,2\n", "1<a><b>\n2<1><2>\n"},
        {"one\ntwo\n", "1<one>\n2<two>\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct arena a = {0};
        assert_str(read_all(&a, str_of(rows[i].text), '\0'), rows[i].want);
        arena_free(&a);
    }
}

static void an_open_quote_costs_one_record(void **state)
{
    (void)state;
    struct arena a = {0};
    assert_str(
        read_all(&a, STR("a,b\n1,\"two\n3,4\n5,6\n"), '\0'),
        "1<a><b>\n"
        "!2: a quote is opened and not closed; close it, or write \"\" for a quote in a cell\n"
        "3<3><4>\n4<5><6>\n");
    assert_str(
        read_all(&a, STR("a,b\n1,\"two\n3,\"four\"\n5,6\n"), '\0'),
        "1<a><b>\n"
        "!2: a quote is opened and not closed; close it, or write \"\" for a quote in a cell\n"
        "3<3><four>\n4<5><6>\n");
    arena_free(&a);
}

static void bytes_that_are_no_text_are_shown_as_such(void **state)
{
    (void)state;
    struct arena a = {0};
    assert_str(read_all(&a, STR("a,b\nz\0y,\xC3\xB6\xC3\xBC\xFF\n"), '\0'),
               "1<a><b>\n2<z\xEF\xBF\xBDy><\xC3\xB6\xC3\xBC\xEF\xBF\xBD>\n");
    arena_free(&a);
}

/* Expected values: Python, "Zoë – €,b\n1,𝄞\n".encode("utf-16-le") and so on. */
static void other_encodings_are_found(void **state)
{
    (void)state;
    static const char want[] = "1<Zo\xC3\xAB \xE2\x80\x93 \xE2\x82\xAC><b>\n2<1><x>\n";
    struct arena a = {0};
    static const char cp1252[] = "Zo\xEB \x96 \x80,b\n1,x\n";
    static const char utf16[] = "\xFF\xFEZ\0o\0\xEB\0 \0\x13\x20 \0\xAC\x20,\0b\0\n\0"
                                "1\0,\0x\0\n";
    static const char big[] = "\xFE\xFF\0Z\0o\0\xEB\0 \x20\x13\0 \x20\xAC\0,\0b\0\n\0"
                              "1\0,\0x\0\n";
    static const char pair[] = "a\0a\0a\0,\0b\0\n\0\x34\xD8\x1E\xDD,\0\x34\xD8z\0\n";
    assert_str(read_all(&a, (struct str){cp1252, sizeof cp1252 - 1}, '\0'), want);
    assert_str(read_all(&a, (struct str){utf16, sizeof utf16}, '\0'), want);
    assert_str(read_all(&a, (struct str){big, sizeof big - 1}, '\0'), want);
    assert_str(read_all(&a, (struct str){pair, sizeof pair}, '\0'),
               "1<aaa><b>\n2<\xF0\x9D\x84\x9E><\xEF\xBF\xBDz>\n");
    arena_free(&a);
}

static void encodings_are_named_for_the_user(void **state)
{
    (void)state;
    struct arena a = {0};
    struct err e;
    struct csv *c = NULL;
    assert_ok(csv_open(reader_of(STR("Zo\xEB,b\n"), &a), '\0', &a, &c, &e), e);
    assert_string_equal(csv_encoding(c), "Windows-1252");
    assert_ok(csv_open(reader_of(STR("a\0,\0b\0\n\0"), &a), '\0', &a, &c, &e), e);
    assert_string_equal(csv_encoding(c), "UTF-16");
    assert_ok(csv_open(reader_of(STR("Zo\xC3\xAB,b\n"), &a), '\0', &a, &c, &e), e);
    assert_null(csv_encoding(c));
    arena_free(&a);
}

static void a_source_can_be_looked_through_before_it_is_read(void **state)
{
    (void)state;
    struct arena a = {0};
    struct err e;
    struct str line;
    struct reader *again = NULL;
    struct reader *in = reader_of(STR("one\ntwo\n"), &a);
    assert_ok(reader_line(in, &line, &e), e);
    assert_ok(reader_again(in, &a, &again, &e), e);
    assert_ok(reader_line(again, &line, &e), e);
    assert_str(line, "one");
    assert_ok(reader_line(in, &line, &e), e);
    assert_str(line, "two");
    char path[] = "/tmp/kith-test-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, "one\ntwo\n", 8), 8);
    assert_int_equal(close(fd), 0);
    assert_ok(reader_open(path, &a, &in, &e), e);
    assert_int_equal(unlink(path), 0);
    assert_ok(reader_line(in, &line, &e), e);
    assert_ok(reader_again(in, &a, &again, &e), e);
    assert_ok(reader_line(again, &line, &e), e);
    assert_str(line, "one");
    assert_ok(reader_line(in, &line, &e), e);
    assert_str(line, "two");
    reader_close(again);
    reader_close(in);
    arena_free(&a);
}

/* A line of 20 MB in the midst: memory stays within three records' room. */
static void a_line_past_the_limit_is_dropped_in_bounded_memory(void **state)
{
    (void)state;
    struct arena a = {0};
    struct arena text = {0};
    size_t len = 20u << 20;
    char *p = arena_alloc(&text, len + 16);
    memset(p, 'x', len);
    memcpy(p, "a,b\n", 4);
    memcpy(p + len, "\n1,2\n", 5);
    assert_str(read_all(&a, (struct str){p, len + 5}, '\0'),
               "1<a><b>\n!2: longer than 16777216 bytes; split it\n3<1><2>\n");
    assert_true(a.bytes_max < 3u * RECORD_BYTES_MAX);
    p[4] = '"';
    assert_str(
        read_all(&a, (struct str){p, len + 5}, '\0'),
        "1<a><b>\n"
        "!2: a quote is opened and not closed; close it, or write \"\" for a quote in a cell\n"
        "3<1><2>\n");
    arena_free(&a);
    arena_free(&text);
}

static void a_cell_past_the_limit_drops_its_record(void **state)
{
    (void)state;
    struct arena a = {0};
    size_t len = FIELD_BYTES_MAX + 1;
    char *p = arena_alloc(&a, len + 8);
    memset(p, 'x', len);
    memcpy(p + len, ",1\n2,3\n", 7);
    assert_str(read_all(&a, (struct str){p, len + 7}, '\0'),
               "!1: a cell of 1048577 bytes, the most is 1048576; shorten it\n2<2><3>\n");
    arena_free(&a);
}

/* Law: whatever prefix of a file is there, records before the cut are those of the whole file. */
static void every_prefix_gives_the_records_before_the_cut(void **state)
{
    (void)state;
    struct arena a = {0};
    struct str text = STR("a,b\r\n1,\"x\r\ny\"\r\n\"q\"\"q\",\xC3\xB6\r\n\r\n5,\"\"\r\n");
    struct str whole = read_all(&a, text, ',');
    for (size_t n = 0; n <= text.len; n++) {
        struct str part = read_all(&a, str_head(text, n), ',');
        size_t same = 0;
        while (same < part.len && same < whole.len && part.p[same] == whole.p[same])
            same++;
        struct str lines = str_head(text, n);
        size_t last = lines.len;
        while (last && lines.p[last - 1] != '\n')
            last--;
        struct str before = read_all(&a, str_head(text, last), ',');
        if (str_find(before, '!') == before.len) assert_true(same >= before.len || !before.len);
    }
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(records_are_cut_as_they_were_meant),
        cmocka_unit_test(an_open_quote_costs_one_record),
        cmocka_unit_test(bytes_that_are_no_text_are_shown_as_such),
        cmocka_unit_test(other_encodings_are_found),
        cmocka_unit_test(encodings_are_named_for_the_user),
        cmocka_unit_test(a_source_can_be_looked_through_before_it_is_read),
        cmocka_unit_test(a_line_past_the_limit_is_dropped_in_bounded_memory),
        cmocka_unit_test(a_cell_past_the_limit_drops_its_record),
        cmocka_unit_test(every_prefix_gives_the_records_before_the_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

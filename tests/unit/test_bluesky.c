/* test_bluesky.c - tests: dag_cbor.c, car.c, bluesky*.c; wanted values are those of an encoder
 * written in Python from the specifications, which agrees with the fixtures of the AT protocol */
#include "helpers.h"

#include "base/file.h"
#include "listen/dag_cbor.h"
#include "records.h"

#include <jansson.h>
#include <stdlib.h>

extern const struct importer importer_bluesky;

static struct str from_hex(struct arena *a, const char *hex)
{
    struct buf b = buf_new(a);
    for (size_t i = 0; hex[i] && hex[i + 1]; i += 2) {
        char pair[3] = {hex[i], hex[i + 1], 0};
        buf_addc(&b, (char)strtoul(pair, NULL, 16));
    }
    return buf_str(&b);
}

static void blocks_are_what_they_say(void **state)
{
    (void)state;
    struct arena a = {0};
    static const struct {
        const char *hex, *json;
    } rows[] = {
        {"a0", "{}"},
        {"a261612061626178", "{\"a\": -1, \"b\": \"x\"}"},
        {"a16161f93c00", NULL},
        {"a16161fb3ff8000000000000", "{\"a\": 1.5}"},
        {"83f6f5f4", "[null, true, false]"},
        {"a161631a00010000", "{\"c\": 65536}"},
        {"a1616b43010203", "{\"k\": {\"$bytes\": \"AQID\"}}"},
        {"d82a5825000171122001010101010101010101010101010101010101010101010101010101010101",
         NULL}, /* a byte short */
        {"d82a582500017112200101010101010101010101010101010101010101010101010101010101010101",
         "{\"$link\": \"bafyreiabaeaqcaibaeaqcaibaeaqcaibaeaqcaibaeaqcaibaeaqcaibae\"}"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct err e = {{0}};
        json_t *value = NULL;
        enum status s = dag_cbor_read(from_hex(&a, rows[i].hex), &a, &value, &e);
        if ((s == OK) != (rows[i].json != NULL)) print_error("%s: %s\n", rows[i].hex, e.text);
        assert_int_equal(s, rows[i].json ? OK : BAD_INPUT);
        if (s) continue;
        char *text = json_dumps(value, JSON_ENCODE_ANY);
        assert_string_equal(text, rows[i].json);
        free(text);
        json_decref(value);
    }
    arena_free(&a);
}

static void blocks_written_otherwise_are_refused(void **state)
{
    (void)state;
    struct arena a = {0};
    static const struct {
        const char *hex, *why;
    } rows[] = {
        {"", "it ends too early"},
        {"1817", "a number longer than it need be"},
        {"190010", "a number longer than it need be"},
        {"5f40ff", "a length that is not told"},
        {"9fff", "a length that is not told"},
        {"a2616201616101", "keys out of order"},
        {"a2616101616102", "keys out of order"},
        {"a262616101616202", "keys out of order"},
        {"a10101", "a key that is no text"},
        {"61ff", "a text that is no UTF-8"},
        {"c101", "a tag other than that of links"},
        {"d82a4101", "a link that is none"},
        {"f7", "a value of no kind that is known"},
        {"fb7ff0000000000000", "a number that is none"},
        {"1bffffffffffffffff", "a number too big"},
        {"0000", "something behind its end"},
        {"9bffffffffffffffff", "it ends too early"},
        {"bbffffffffffffffff", "it ends too early"},
        {"7bffffffffffffffff61", "it ends too early"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct err e = {{0}};
        json_t *value = NULL;
        struct str want = str_printf(&a, "no block of DAG-CBOR (%s); export it again", rows[i].why);
        if (dag_cbor_read(from_hex(&a, rows[i].hex), &a, &value, &e) != BAD_INPUT ||
            !str_is(want, e.text)) {
            print_error("%s: %s\n", rows[i].hex, e.text);
        }
        assert_string_equal(e.text, want.p);
    }
    struct buf deep = buf_new(&a);
    struct err e = {{0}};
    json_t *value = NULL;
    for (int i = 0; i < 100000; i++)
        buf_addc(&deep, '\x81');
    assert_refused(dag_cbor_read(buf_str(&deep), &a, &value, &e), BAD_INPUT, e,
                   "no block of DAG-CBOR (too many levels); export it again");
    arena_free(&a);
}

/* Whatever of the sample is cut off, what stands before is read, and the rest said. */
static void every_start_of_a_repository_is_read_to_its_end(void **state)
{
    (void)state;
    struct arena a = {0};
    struct err e = {{0}};
    struct reader *in = NULL;
    struct str whole;
    const char *tests = getenv("TESTS_DIR");
    assert_non_null(tests);
    struct importer_options o = {.path = "in.car"};
    assert_ok(reader_open(path_join(&a, tests, "listen/bluesky/in.car").p, &a, &in, &e), e);
    assert_ok(reader_rest(in, 1 << 20, &a, &whole, &e), e);
    reader_close(in);
    whole = str_copy(&a, whole);
    struct arena row = {0};
    for (size_t len = 0; len < whole.len; len++) {
        struct str got =
            records_of(&importer_bluesky, str_copy(&row, str_head(whole, len)), &o, &row);
        size_t end = str_find_nocase(got, "the file ends within");
        bool refused = str_starts(got, "!! ");
        if (!refused && end < got.len) assert_true(str_find_nocase(got, "! ") < end);
        arena_reset(&row, (struct arena_mark){0});
    }
    assert_int_equal(importer_bluesky.sniff(whole, "x.car"), 95);
    arena_free(&row);
    arena_free(&a);
}

static struct str read_json(struct arena *a, const char *text)
{
    struct importer_options o = {.path = "in.json"};
    return records_of(&importer_bluesky, str_of(text), &o, a);
}

static void records_that_break_the_data_model_are_refused(void **state)
{
    (void)state;
    struct arena a = {0};
    static const struct {
        const char *text, *want;
    } rows[] = {
        {"[\"a\", []]",
         "! 1: broken JSON ('[' or '{' expected near '\"a\"'); mend it, one object a "
         "line\n! 1: no JSON object; want {\"name\": …} or such\n"},
        {"{\"a\": 1.5}", "! 1: 1.5 is no whole number; write it as a text\n"},
        {"{\"a\": {\"$type\": \"\"}}",
         "! 1: \"$type\" is no name, want one such as app.bsky.feed.post\n"},
        {"{\"a\": {\"$link\": \"bafy\"}}",
         "! 1: \"$link\" is no link, want a CID and nothing beside it\n"},
        {"{\"a\": {\"$bytes\": [1]}}",
         "! 1: \"$bytes\" are no bytes, want base64 and nothing beside it\n"},
        {"{\"a\": {\"$type\": \"blob\", \"size\": 1}}",
         "! 1: a blob without ref, mimeType and size; leave it out\n"},
        {"{\"a\": 2.0}", "! 1: no post, profile, record or event of Bluesky; leave it out\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_str(read_json(&a, rows[i].text), rows[i].want);
    arena_free(&a);
}

static void who_asked_not_to_be_shown_is_not_kept(void **state)
{
    (void)state;
    struct arena a = {0};
    assert_str(read_json(&a,
                         "{\"uri\": \"at://did:plc:a/app.bsky.feed.post/1\", \"author\": {\"did\": "
                         "\"did:plc:a\", \"handle\": \"a.example\", \"labels\": [{\"val\": "
                         "\"!no-unauthenticated\"}]}, \"record\": {\"$type\": "
                         "\"app.bsky.feed.post\", \"text\": \"x\"}}"),
               "1 nothing: an answer with nothing new in it\n");
    arena_free(&a);
}

static void files_of_others_are_left_to_them(void **state)
{
    (void)state;
    assert_int_equal(
        importer_bluesky.sniff(STR("{\"did\": \"did:plc:a\", \"handle\": \"b\"}"), "x"), 92);
    assert_int_equal(importer_bluesky.sniff(STR("{\"name\": \"x\"}"), "x.json"), 0);
    assert_int_equal(importer_bluesky.sniff(STR("\x10\xA2 nothing of the kind"), "x.car"), 0);
    assert_int_equal(importer_bluesky.sniff(STR(""), "x.car"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_are_what_they_say),
        cmocka_unit_test(blocks_written_otherwise_are_refused),
        cmocka_unit_test(every_start_of_a_repository_is_read_to_its_end),
        cmocka_unit_test(records_that_break_the_data_model_are_refused),
        cmocka_unit_test(who_asked_not_to_be_shown_is_not_kept),
        cmocka_unit_test(files_of_others_are_left_to_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

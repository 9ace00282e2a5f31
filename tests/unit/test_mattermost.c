/* test_mattermost.c - tests: mattermost.c; who said what is read off the invented lines by eye */
#include "helpers.h"
#include "listen.h"

#include "listen/bundle.h"
#include "records.h"

#include <sys/stat.h>

extern const struct importer importer_mattermost;

static void an_export_is_known_by_its_first_line(void **state)
{
    (void)state;
    static const struct sniffed rows[] = {
        {"{\"type\":\"version\",\"version\":1}\n{\"type\":\"team\"}", 96},
        {"\xEF\xBB\xBF{\"type\":\"version\",\"version\":1}", 96},
        {"{\"version\":1,\"type\":\"version\"}\n", 96},
        {"{\"type\":\"team\",\"team\":{}}\n{\"type\":\"version\",\"version\":1}", 0},
        {"{\"type\":\"service\",\"name\":\"x\"}\n", 0},
        {"type,version\n", 0},
        {"", 0},
    };
    assert_sniffed(&importer_mattermost, "x", rows, sizeof rows / sizeof *rows);
}

#define TOP \
    "{\"type\":\"version\",\"version\":1}\n" \
    "{\"type\":\"team\",\"team\":{\"name\":\"quay\"}}\n" \
    "{\"type\":\"channel\",\"channel\":{\"team\":\"quay\",\"name\":\"a\",\"type\":\"O\"}}\n" \
    "{\"type\":\"user\",\"user\":{\"username\":\"mara\",\"email\":\"m@x.example\"}}\n" \
    "{\"type\":\"user\",\"user\":{\"username\":\"tom\",\"email\":\"t@x.example\"}}\n"
#define POST \
    "{\"type\":\"post\",\"post\":{\"team\":\"quay\",\"channel\":\"a\",\"user\":\"mara\"," \
    "\"message\":\"hi\",\"create_at\":1710000000000,\"replies\":[{\"user\":\"tom\"," \
    "\"message\":\"ho\",\"create_at\":1710000001000}]}}\n"

static void replies_inside_a_post_are_docs_of_their_own(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    const char *path = desk_file(&d, "import.jsonl", TOP POST);
    const struct import_account *got = desk_import(&d, path, (struct import_options){0});
    assert_int_equal(got->docs, 2);
    assert_int_equal(got->people, 2);
    assert_str(desk_ask(&d, "SELECT f.handle_key||' '||verb||' '||t.handle_key FROM evidence e "
                            "JOIN account f ON f.id = from_account "
                            "JOIN account t ON t.id = to_account ORDER BY verb, e.id"),
               "mara 9 quay/a\ntom 9 quay/a\ntom 14 mara");
    desk_close(&d);
}

static void what_is_attached_is_no_source_of_its_own(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    assert_int_equal(mkdir(desk_path(&d, "x"), 0700), 0);
    assert_int_equal(mkdir(desk_path(&d, "x/data"), 0700), 0);
    (void)desk_file(&d, "x/import.jsonl", TOP POST);
    (void)desk_file(&d, "x/data/leads.csv", "name,email\nPat,p@x.example\n");
    struct import_account *got = desk_import(&d, desk_path(&d, "x"), (struct import_options){0});
    assert_null(got->next);
    assert_int_equal(got->docs, 2);
    assert_int_equal(got->people, 2);
    assert_str(desk_ask(&d, "SELECT place FROM doc"), "import.jsonl:6\nimport.jsonl:6");
    desk_close(&d);
}

static void a_file_without_rows_says_why(void **state)
{
    (void)state;
    struct arena a = {0};
    struct importer_options o = {.path = "x"};
    assert_str(
        records_of(&importer_mattermost, STR("{\"a\":1}\n[]\n{\"type\":\"user\"}\n{"), &o, &a),
        "! 1: no type; want lines of a Mattermost export, each with one\n"
        "! 2: no JSON object; want {\"name\": …} or such\n"
        "! 3: type 'user' without an object of that name; export it again\n"
        "! 4: broken JSON (string or '}' expected near end of file); mend it, one object a "
        "line\n");
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_export_is_known_by_its_first_line),
        cmocka_unit_test(replies_inside_a_post_are_docs_of_their_own),
        cmocka_unit_test(what_is_attached_is_no_source_of_its_own),
        cmocka_unit_test(a_file_without_rows_says_why),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

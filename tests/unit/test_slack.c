/* test_slack.c - tests: slack.c; who said what is read off the invented exports by eye */
#include "helpers.h"
#include "listen.h"

#include "listen/bundle.h"
#include "records.h"

#include <sys/stat.h>

extern const struct importer importer_slack;

static void put(struct desk *d, const char *dir, const char *name, const char *text)
{
    (void)mkdir(desk_path(d, dir), 0700);
    (void)desk_file(d, str_printf(&d->a, "%s/%s", dir, name).p, text);
}

static void put_bytes(struct desk *d, const char *name, struct str bytes)
{
    struct err e = {{0}};
    assert_ok(file_write(desk_path(d, name), bytes, &e), e);
}

static struct bundle bundle_of(struct desk *d, const char *dir)
{
    struct bundle b;
    struct err e = {{0}};
    assert_ok(bundle_list(desk_path(d, dir), dir, &d->a, &b, &e), e);
    return b;
}

static void an_export_is_known_by_its_lists_and_days(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    put(&d, "one", "users.json", "[]");
    struct bundle b = bundle_of(&d, "one");
    assert_int_equal(importer_slack.gather(&b), 0);
    put(&d, "one", "channels.json", "[]");
    b = bundle_of(&d, "one");
    assert_int_equal(importer_slack.gather(&b), 95);
    put(&d, "two", "channels.json", "[]"); /* no people: only with a day */
    b = bundle_of(&d, "two");
    assert_int_equal(importer_slack.gather(&b), 0);
    put(&d, "two/general", "2024-3-1.json", "[]");
    b = bundle_of(&d, "two");
    assert_int_equal(importer_slack.gather(&b), 0);
    put(&d, "two/general", "2024-03-01.json", "[]");
    b = bundle_of(&d, "two");
    assert_int_equal(importer_slack.gather(&b), 70);
    desk_close(&d);
}

static void one_file_alone_is_refused_with_a_mend(void **state)
{
    (void)state;
    struct arena a = {0};
    struct importer_options o = {.path = "x"};
    void *st = NULL;
    struct err e = {{0}};
    assert_int_equal(importer_slack.open(reader_of(STR("[]"), &a), &o, &a, &st, &e), BAD_INPUT);
    assert_string_equal(e.text, "one file of a Slack export; import the whole export, as a "
                                "directory or .zip");
    arena_free(&a);
}

#define USERS \
    "[{\"id\":\"U1\",\"team_id\":\"T1\",\"real_name\":\"Mara\"}," \
    "{\"id\":\"U2\",\"team_id\":\"T1\",\"real_name\":\"Tomas\"}]"

static void an_export_becomes_people_and_evidence(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    put(&d, "x", "users.json", USERS);
    put(&d, "x", "channels.json", "[{\"id\":\"C1\",\"name\":\"general\"}]");
    put(&d, "x/general", "2024-03-09.json",
        "[{\"type\":\"message\",\"user\":\"U1\",\"text\":\"a question\",\"ts\":\"1710000000.0001\","
        "\"reactions\":[{\"name\":\"pray\",\"users\":[\"U2\"],\"count\":1}]},\n"
        "{\"type\":\"message\",\"user\":\"U2\",\"text\":\"no\",\"ts\":\"x\"}]");
    /* the answer comes a day later, in a file of its own */
    put(&d, "x/general", "2024-03-10.json",
        "[{\"type\":\"message\",\"user\":\"U2\",\"text\":\"an answer\",\"ts\":\"1710080000.0001\","
        "\"thread_ts\":\"1710000000.0001\"}]");
    const struct import_account *got =
        desk_import(&d, desk_path(&d, "x"), (struct import_options){0});
    assert_int_equal(got->outcome, IMPORT_KEPT);
    assert_int_equal(got->docs, 2);
    assert_int_equal(got->people, 2);
    assert_int_equal(got->dropped, 1);
    assert_true(str_ends_nocase(got->drops->sentence,
                                "/x/general/2024-03-09.json:2: ts 'x', want the time of the "
                                "message; export it again"));
    assert_str(desk_ask(&d, "SELECT f.handle||' '||verb||' '||t.handle FROM evidence e "
                            "JOIN account f ON f.id = from_account "
                            "JOIN account t ON t.id = to_account ORDER BY verb, e.id"),
               "U1 9 C1\nU2 9 C1\nU2 12 U1\nU2 14 U1"); /* attended, thanked, replied */
    assert_str(desk_ask(&d, "SELECT place FROM doc ORDER BY id"),
               "general/2024-03-09.json\ngeneral/2024-03-10.json");
    desk_close(&d);
}

static void every_cut_of_a_day_keeps_what_stands_before_it(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    put(&d, "x", "users.json", USERS);
    put(&d, "x", "channels.json", "[{\"id\":\"C1\",\"name\":\"general\"}]");
    put(&d, "x/general", "2024-03-09.json", "[]");
    struct buf day = buf_new(&d.a);
    size_t end[8];
    for (size_t i = 0; i < 8; i++) {
        buf_addf(&day,
                 "%s{\"type\":\"message\",\"user\":\"U%zu\",\"text\":\"<@U1> é "
                 "<http://x.example/|y>\",\"ts\":\"171000000%zu.0001\"}",
                 i ? ",\n" : "[", i % 2 + 1, i);
        end[i] = day.len;
    }
    struct bundle b = bundle_of(&d, "x");
    struct importer_options o = {.path = "x", .bundle = &b};
    for (size_t len = 0; len <= day.len; len += 7) {
        struct arena a = {0};
        struct err e = {{0}};
        void *st = NULL;
        static struct record r;
        size_t docs = 0;
        size_t sure = 0;
        while (sure < 8 && end[sure] <= len)
            sure++;
        put_bytes(&d, "x/general/2024-03-09.json", str_head(buf_str(&day), len));
        assert_ok(importer_slack.open(NULL, &o, &a, &st, &e), e);
        enum status s = OK;
        while (s == OK || s == BAD_INPUT) {
            s = importer_slack.next(st, &a, &r, &e);
            docs += s == OK && r.kind == RECORD_DOC;
        }
        assert_int_equal(s, DONE);
        assert_int_equal(docs, sure);
        importer_slack.close(st);
        arena_free(&a);
    }
    desk_close(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_export_is_known_by_its_lists_and_days),
        cmocka_unit_test(one_file_alone_is_refused_with_a_mend),
        cmocka_unit_test(an_export_becomes_people_and_evidence),
        cmocka_unit_test(every_cut_of_a_day_keeps_what_stands_before_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_telegram.c - tests: telegram.c; who said what is read off the invented exports by eye */
#include "helpers.h"
#include "listen.h"

#include "records.h"

extern const struct importer importer_telegram;

static struct str got(struct arena *a, const char *text)
{
    struct importer_options o = {.path = "x"};
    return records_of(&importer_telegram, str_of(text), &o, a);
}

static void an_export_is_known_by_its_kinds_of_chat(void **state)
{
    (void)state;
    static const struct sniffed rows[] = {
        {"{\n \"name\": \"x\",\n \"type\": \"public_channel\",\n \"id\": 1,\n \"messages\": [", 94},
        {"{\"type\": \"personal_chat\", \"messages\": []}", 94},
        {"{\"about\": \"x\", \"personal_information\": {\"user_id\": 1, \"phone_number\": \"2\"}",
         92},
        {"{\"type\": \"post\", \"replies\": [], \"messages\": []}", 0},
        {"{\"messages\": [{\"type\": \"stream\"}]}", 0},
        {"[{\"type\": \"public_channel\", \"messages\": []}]", 0},
        {"", 0},
    };
    assert_sniffed(&importer_telegram, "x", rows, sizeof rows / sizeof *rows);
}

static void what_two_say_to_each_other_is_refused(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    const char *path = desk_file(&d, "result.json",
                                 "{\"name\":\"Tomas\",\"type\":\"personal_chat\",\"id\":1,"
                                 "\"messages\":[{\"id\":1,\"type\":\"message\",\"from_id\":"
                                 "\"user1\",\"date_unixtime\":\"1710000000\",\"text\":\"a\"}]}");
    const struct import_account *account = desk_import(&d, path, (struct import_options){0});
    assert_int_equal(account->outcome, IMPORT_REFUSED);
    assert_true(str_ends_nocase(account->sentence,
                                "result.json:1: a private conversation is no evidence of public "
                                "influence; export a group or a channel; nothing imported"));
    assert_str(desk_ask(&d, "SELECT count(*) FROM doc"), "0");
    desk_close(&d);
}

static void a_private_group_is_read_only_when_it_was_meant(void **state)
{
    (void)state;
    struct arena a = {0};
#define CLOSED \
    "{\"name\":\"G\",\"type\":\"private_supergroup\",\"id\":5,\"messages\":[{\"id\":1,\"type\":" \
    "\"message\",\"from_id\":\"user1\",\"date_unixtime\":\"1710000000\",\"text\":\"a\"}]}"
    assert_str(got(&a, CLOSED),
               "1 doc post 2024-03-09T16:00:00Z key=telegram:channel5/1 "
               "author=telegram:user1 outlet=telegram:channel5(G)[group] text=a\n");
    assert_str(got(&a, "{\"chats\":{\"list\":[" CLOSED "]}}"),
               "# 1 private group or channel passed over (export it by itself to read it)\n");
    arena_free(&a);
}

static void names_alone_are_whom_the_export_knows_by_them(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
#define SAID(id, name, more) \
    "{\"id\":" id ",\"type\":\"message\",\"from\":\"" name "\",\"from_id\":\"user" id \
    "\",\"date_unixtime\":\"1710000000\"," more "\"text\":\"a\"}"
    struct buf b = buf_new(&d.a);
    buf_adds(&b, "{\"name\":\"G\",\"type\":\"public_supergroup\",\"id\":5,\"messages\":[");
    buf_adds(&b, SAID("1", "Ann", "") ",");
    buf_adds(&b, SAID("2", "Bo", "") ",");
    buf_adds(&b, SAID("3", "Bo", "") ",");
    buf_adds(&b, SAID("4", "Cy", "\"forwarded_from\":\"Ann\",") ",");
    buf_adds(&b, SAID("5", "Di", "\"forwarded_from\":\"Bo\",") "]}");
    const char *path = desk_file(&d, "result.json", buf_str(&b).p);
    const struct import_account *account = desk_import(&d, path, (struct import_options){0});
    assert_int_equal(account->docs, 5);
    /* of two called Bo nobody knows which was meant */
    assert_str(desk_ask(&d, "SELECT f.handle_key||' '||t.handle_key FROM evidence e "
                            "JOIN account f ON f.id = from_account "
                            "JOIN account t ON t.id = to_account WHERE verb = 11"),
               "user4 user1");
    desk_close(&d);
}

static void a_channel_speaks_for_itself(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    const char *path = desk_file(
        &d, "result.json",
        "{\"name\":\"News\",\"type\":\"public_channel\",\"id\":9,\"messages\":[{\"id\":1,\"type\":"
        "\"message\",\"from\":\"News\",\"from_id\":\"channel9\",\"date_unixtime\":\"1710000000\","
        "\"text\":\"see http://x.example/a\"}]}");
    const struct import_account *account = desk_import(&d, path, (struct import_options){0});
    assert_int_equal(account->docs, 1);
    assert_int_equal(account->people, 0);
    assert_str(desk_ask(&d, "SELECT type||' '||name FROM node ORDER BY id"),
               "outlet News\noutlet x.example");
    assert_str(desk_ask(&d, "SELECT count(*) FROM affil"), "0"); /* it is no author of itself */
    assert_str(desk_evidence(&d), "channel9 cited x.example");
    desk_close(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_export_is_known_by_its_kinds_of_chat),
        cmocka_unit_test(what_two_say_to_each_other_is_refused),
        cmocka_unit_test(a_private_group_is_read_only_when_it_was_meant),
        cmocka_unit_test(names_alone_are_whom_the_export_knows_by_them),
        cmocka_unit_test(a_channel_speaks_for_itself),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

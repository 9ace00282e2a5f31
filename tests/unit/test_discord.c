/* test_discord.c - tests: discord.c; who said what is read off the invented exports by eye */
#include "helpers.h"
#include "listen.h"

#include "records.h"

extern const struct importer importer_discord;

static void an_export_is_known_by_its_guild_and_channel(void **state)
{
    (void)state;
    static const struct sniffed rows[] = {
        {"{\"guild\": {\"id\": \"1\"}, \"channel\": {\"id\": \"2\"}, \"dateRange\": {", 95},
        {"\xEF\xBB\xBF{\n\"guild\":{},\"channel\":{},\"messages\":[", 95},
        {"{\"guild\": {\"id\": \"1\"}, \"messages\": []}", 0},
        {"[{\"guild\": 1, \"channel\": 2, \"messages\": 3}]", 0},
        {"", 0},
    };
    assert_sniffed(&importer_discord, "x", rows, sizeof rows / sizeof *rows);
}

#define EXPORT(type, messages) \
    "{\"guild\":{\"id\":\"1\",\"name\":\"Quay\"},\"channel\":{\"id\":\"5\",\"type\":\"" type \
    "\",\"name\":\"brokers\"},\"messages\":[" messages "],\"messageCount\":1}"
#define SAID(id, by, more) \
    "{\"id\":\"" id "\",\"type\":\"Default\",\"timestamp\":\"2024-03-09T16:00:10+00:00\"," \
    "\"content\":\"a\",\"author\":{\"id\":\"7" by "\",\"name\":\"" by "\"}" more "}"

static void private_conversations_are_refused(void **state)
{
    (void)state;
    static const char *const closed[] = {EXPORT("DirectTextChat", ""),
                                         EXPORT("DirectGroupTextChat", ""),
                                         EXPORT("GuildPrivateThread", "")};
    struct arena a = {0};
    struct importer_options o = {.path = "x"};
    for (size_t i = 0; i < sizeof closed / sizeof *closed; i++) {
        assert_str(records_of(&importer_discord, str_of(closed[i]), &o, &a),
                   "!! a private conversation is no evidence of public influence; export a channel "
                   "of a server\n");
    }
    assert_str(
        records_of(&importer_discord, STR("{\"guild\":{},\"channel\":{},\"messages\":[]}"), &o, &a),
        "!! a channel without id; export it again with DiscordChatExporter\n");
    assert_str(records_of(&importer_discord, STR("{\"guild\":{},\"channel\":{}}"), &o, &a),
               "!! no \"messages\" with a list behind it; fetch it again\n");
    arena_free(&a);
}

static void the_title_of_a_thread_is_that_of_its_messages(void **state)
{
    (void)state;
    struct arena a = {0};
    struct importer_options o = {.path = "x"};
    assert_str(
        records_of(&importer_discord, STR(EXPORT("GuildPublicThread", SAID("1", "9", ""))), &o, &a),
        "1 doc post 2024-03-09T16:00:10Z key=discord:1 author=discord:79(9) "
        "outlet=discord:5(Quay #brokers)[group] title=brokers "
        "url=https://discord.com/channels/1/5/1 text=a\n");
    arena_free(&a);
}

static void a_forward_shares_what_its_author_wrote(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    const char *path = desk_file(
        &d, "x.json",
        EXPORT("GuildTextChat",
               SAID("1", "ann", "") "," SAID(
                   "2", "bo",
                   ",\"reference\":{\"messageId\":\"1\"},"
                   "\"forwardedMessage\":{\"content\":\"a\"}") "," SAID("3", "cy",
                                                                        ",\"reference\":{"
                                                                        "\"messageId\":\"1\"}")));
    const struct import_account *got = desk_import(&d, path, (struct import_options){0});
    assert_int_equal(got->docs, 3);
    assert_int_equal(got->people, 3); /* each by number and by name */
    /* shared; a reference of a message that is no reply (a crosspost) says nothing */
    assert_str(desk_ask(&d, "SELECT f.handle_key||' '||verb||' '||t.handle_key FROM evidence e "
                            "JOIN account f ON f.id = from_account "
                            "JOIN account t ON t.id = to_account WHERE verb <> 9"),
               "7bo 11 7ann");
    assert_str(desk_ask(&d, "SELECT count(*) FROM account WHERE handle_key IN ('ann', 'bo', 'cy')"),
               "3");
    desk_close(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_export_is_known_by_its_guild_and_channel),
        cmocka_unit_test(private_conversations_are_refused),
        cmocka_unit_test(the_title_of_a_thread_is_that_of_its_messages),
        cmocka_unit_test(a_forward_shares_what_its_author_wrote),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_mastodon.c - tests: mastodon.c, mastodon_status.c; wanted values are read off the statuses
 * by eye */
#include "helpers.h"

#include "listen.h"
#include "records.h"

extern const struct importer importer_mastodon;

#define ACCOUNT(more) \
    "\"account\": {\"id\": \"1\", \"username\": \"ada\", \"acct\": \"ada\", \"url\": " \
    "\"https://quay.example/@ada\"" more "}"
#define STATUS(more, account) \
    "{\"created_at\": \"2026-03-01T09:00:00.000Z\", \"uri\": \"https://quay.example/1\", " \
    "\"content\": \"<p>tides</p>\", " ACCOUNT(account) more "}"

static struct str read_api(struct arena *a, const char *text)
{
    struct importer_options o = {.path = "in.json"};
    return records_of(&importer_mastodon, str_of(text), &o, a);
}

static void who_asked_not_to_be_found_is_not_kept(void **state)
{
    (void)state;
    static const char *const statuses[] = {
        STATUS("", ", \"discoverable\": false"), STATUS("", ", \"indexable\": false"),
        STATUS("", ", \"noindex\": true"), STATUS("", ", \"note\": \"boats #nobot\"")};
    struct arena a = {0};
    for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++) {
        assert_str(read_api(&a, statuses[i]), "1 nothing: of somebody who asked not to be found\n");
    }
    assert_str(read_api(&a, STATUS("", ", \"discoverable\": null")),
               "1 doc post 2026-03-01T09:00:00Z key=https://quay.example/1 "
               "author=fediverse:ada@quay.example text=tides\n1 person "
               "fediverse:ada@quay.example\n");
    arena_free(&a);
}

static void what_is_not_for_everybody_is_not_kept(void **state)
{
    (void)state;
    struct arena a = {0};
    static const char *const closed[] = {STATUS(", \"visibility\": \"private\"", ""),
                                         STATUS(", \"visibility\": \"direct\"", "")};
    for (size_t i = 0; i < 2; i++)
        assert_str(read_api(&a, closed[i]), "1 nothing: not for everybody\n");
    assert_str(read_api(&a, "{\"id\": 1}"),
               "! 1: no status and no account of Mastodon; leave it out\n");
    arena_free(&a);
}

/* An archive of which the owner's profile says no: read, and nothing of it kept. */
static void an_archive_whose_owner_asks_out_keeps_nothing(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    assert_int_equal(mkdir(desk_path(&d, "archive"), 0700), 0);
    (void)desk_file(&d, "archive/actor.json",
                    "{\"@context\": \"https://www.w3.org/ns/activitystreams\", \"type\": "
                    "\"Person\", \"id\": \"https://quay.example/users/ada\", "
                    "\"preferredUsername\": \"ada\", \"indexable\": false}");
    (void)desk_file(&d, "archive/outbox.json",
                    "{\"@context\": \"https://www.w3.org/ns/activitystreams\", \"type\": "
                    "\"OrderedCollection\", \"orderedItems\": [{\"type\": \"Create\", \"actor\": "
                    "\"https://quay.example/users/ada\", \"published\": "
                    "\"2026-03-01T09:00:00Z\", \"object\": {\"type\": \"Note\", \"content\": "
                    "\"tides\"}}]}");
    (void)desk_file(&d, "archive/following_accounts.csv", "Account address\nben@lock.example\n");
    struct import_account *account =
        desk_import(&d, desk_path(&d, "archive"), (struct import_options){0});
    assert_int_equal(account->outcome, IMPORT_KEPT);
    assert_string_equal(account->kind, "mastodon");
    assert_int_equal(account->read, 3);
    assert_int_equal(account->kept, 0);
    assert_str(account->remarks,
               "3 rows of no use here: of somebody who asked not to be found (3)");
    assert_str(desk_ask(&d, "SELECT count(*) FROM node"), "0");
    desk_close(&d);
}

/* What a row borrows must still be there when it is stored. */
static void an_archive_is_stored(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    const char *tests = getenv("TESTS_DIR");
    assert_non_null(tests);
    const char *path = path_join(&d.a, tests, "listen/mastodon/in").p;
    struct import_account *account = desk_import(&d, path, (struct import_options){0});
    assert_int_equal(account->outcome, IMPORT_KEPT);
    assert_int_equal(account->read, 7);
    assert_int_equal(account->kept, 5);
    assert_str(desk_ask(&d, "SELECT value FROM tag WHERE key = 'extra:bio'"), "pilot");
    assert_str(desk_ask(&d,
                        "SELECT f.handle_key||' '||verb||' '||t.handle_key FROM evidence e JOIN "
                        "account f ON f.id = from_account JOIN account t ON t.id = "
                        "to_account ORDER BY verb, t.handle_key"),
               "ada@quay.example 11 ben@lock.example\nada@quay.example 14 ben@lock.example\n"
               "ada@quay.example 17 ben@lock.example\nada@quay.example 17 cy@sluice.example");
    desk_close(&d);
}

static void files_of_others_are_left_to_them(void **state)
{
    (void)state;
    assert_int_equal(importer_mastodon.sniff(STR(STATUS("", "")), "x.json"), 88);
    assert_int_equal(importer_mastodon.sniff(STR("{\"name\": \"x\", \"url\": \"y\"}"), "x.json"),
                     0);
    assert_int_equal(importer_mastodon.sniff(STR(""), "x.json"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_asked_not_to_be_found_is_not_kept),
        cmocka_unit_test(what_is_not_for_everybody_is_not_kept),
        cmocka_unit_test(an_archive_whose_owner_asks_out_keeps_nothing),
        cmocka_unit_test(an_archive_is_stored),
        cmocka_unit_test(files_of_others_are_left_to_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

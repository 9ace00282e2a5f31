/* test_hyperkitty.c - tests: hyperkitty.c, message_hash.c, thread_hash.c; hashes by Python's
 * hashlib and base64 */
#include "helpers.h"
#include "listen.h"

#include "listen/message_hash.h"
#include "records.h"

extern const struct importer importer_hyperkitty;

#define LIST "http://x.example/archives/api/list/l@x.example/"
/* SHA-1 of "a@x.example" and "b@x.example" in base 32 */
#define HASH_A "46APVCKKQNFLD3LNSJBJ3RUTYWB32BAA"
#define HASH_B "XERB56COCR2EJPDAAIMDRG26C2TGR5JA"

#define MAIL(id, hash, by, parent) \
    "{\"url\":\"" LIST "email/" hash "/\",\"mailinglist\":\"" LIST "\",\"message_id\":\"" id \
    "\",\"message_id_hash\":\"" hash "\",\"sender\":{\"address\":\"" by " (a) y.example\"}," \
    "\"sender_name\":\"\",\"subject\":\"s\",\"date\":\"2024-03-09T16:00:10+01:00\"," \
    "\"parent\":" parent ",\"content\":\"words\"}"
#define MAIL_A MAIL("a@x.example", HASH_A, "ann", "null")
#define MAIL_B MAIL("b@x.example", HASH_B, "bo", "\"" LIST "email/" HASH_A "/\"")
#define SEEN(id, by, hash, more) \
    "1 doc mail 2024-03-09T15:00:10Z key=" id " author=email:" by "@y.example " \
    "outlet=list:l@x.example[list] title=s url=http://x.example/archives/list/l@x.example/" \
    "message/" hash "/ text=words" more "\n"

static void a_hash_is_as_mailman_makes_it(void **state)
{
    (void)state;
    struct arena a = {0};
    struct buf long_id = buf_new(&a);
    for (int i = 0; i < 100; i++)
        buf_addc(&long_id, 'a');
    assert_str(message_hash(&a, STR("")), "3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ");
    assert_str(message_hash(&a, STR("20240301.1@quay.example")),
               "Q3MUTKJJRW4S4PODN5WVZSSU7EEXUWID");
    assert_str(message_hash(&a, buf_str(&long_id)), "P6IAAJL2JEMNOBZGKXVENBKAZXF5ILQM");
    assert_str(message_hash_key(&a, STR("q3mu")), "message-id-hash:Q3MU");
    arena_free(&a);
}

static void answers_of_the_api_are_known_by_their_fields(void **state)
{
    (void)state;
    static const struct {
        const char *head;
        int sure;
    } rows[] = {
        {MAIL_A, 95},
        {"\xEF\xBB\xBF [" MAIL_A, 95},
        {"{\"count\":1,\"next\":null,\"results\":[" MAIL_A, 95},
        {"{\"count\":1,\"results\":[{\"mailinglist\":\"\",\"starting_email\":\"\"}", 90},
        {"[{\"name\":\"l@x.example\",\"subject_prefix\":\"\",\"archive_policy\":\"public\"}]", 90},
        {"{\"message_id\":\"a\",\"subject\":\"b\",\"sender\":{}}", 0},
        {"message_id_hash,mailinglist", 0},
        {"", 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal(importer_hyperkitty.sniff(str_of(rows[i].head), "x"), rows[i].sure);
}

static void a_mail_is_the_same_alone_in_a_list_and_in_a_page(void **state)
{
    (void)state;
    static const char *const forms[] = {
        MAIL_A, "\n[" MAIL_A "]", "{\"count\":1,\"next\":null,\"results\":[" MAIL_A "]}",
        "[{\"count\":1,\"results\":[]},{\"count\":1,\"results\":[" MAIL_A "]}]",
        "{\"count\":0,\"results\":[]} {\"count\":1,\"results\":[" MAIL_A "]}"};
    struct arena a = {0};
    struct importer_options o = {.path = "x"};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        struct buf want = buf_new(&a);
        buf_adds(&want, SEEN("a@x.example", "ann", HASH_A, ""));
        want.p[0] = i == 1 ? '2' : '1'; /* its line */
        assert_str(records_of(&importer_hyperkitty, str_of(forms[i]), &o, &a), want.p);
    }
    arena_free(&a);
}

static void what_is_no_mail_is_told(void **state)
{
    (void)state;
    struct arena a = {0};
    struct importer_options o = {.path = "x"};
    assert_str(records_of(&importer_hyperkitty, STR("[{\"subject\":\"s\"}]"), &o, &a),
               "! 1: a mail without message_id; fetch it again from the archive\n");
    assert_str(
        records_of(&importer_hyperkitty, STR("[{\"message_id\":\"a\",\"date\":\"soon\"}]"), &o, &a),
        "! 1: a mail without date; fetch it again from the archive\n");
    arena_free(&a);
}

/* ---- answers by hash ---- */

static struct str replied(struct desk *d)
{
    return desk_ask(d, "SELECT group_concat(f.handle||' '||t.handle) FROM evidence e "
                       "JOIN account f ON f.id = from_account JOIN account t ON t.id = to_account "
                       "WHERE t.channel = 'email'");
}

static void an_answer_finds_its_mail_by_hash(void **state)
{
    (void)state;
    static const char *const orders[][2] = {
        {"[" MAIL_A "]", "[" MAIL_B "]"}, /* the answer comes later, */
        {"[" MAIL_B "]", "[" MAIL_A "]"}, /* first, */
        {"[" MAIL_B "," MAIL_A "]", ""},  /* or beside it */
    };
    for (size_t i = 0; i < sizeof orders / sizeof *orders; i++) {
        struct desk d;
        desk_open(&d);
        for (size_t j = 0; j < 2 && orders[i][j][0]; j++) {
            const char *path = desk_file(&d, j ? "2.json" : "1.json", orders[i][j]);
            (void)desk_import(&d, path, (struct import_options){0});
        }
        assert_str(replied(&d), "bo@y.example ann@y.example");
        assert_str(desk_ask(&d, "SELECT count(DISTINCT root)||' '||count(*) FROM doc"), "1 2");
        desk_close(&d);
    }
}

static void an_mbox_of_the_same_list_is_the_same_mails(void **state)
{
    (void)state;
    static const char mbox[] = "From a@x.example Sat Mar  9 16:00:10 2024\n"
                               "From: ann@y.example\nTo: l@x.example\nSubject: s\n"
                               "Message-ID: <a@x.example>\nDate: Sat, 9 Mar 2024 15:00:10 +0000\n"
                               "\nwords\n";
    for (int first = 0; first < 2; first++) {
        struct desk d;
        desk_open(&d);
        const char *page = desk_file(&d, "page.json", "[" MAIL_B "," MAIL_A "]");
        const char *file = desk_file(&d, "l@x.example.mbox", mbox);
        (void)desk_import(&d, first ? page : file, (struct import_options){0});
        (void)desk_import(&d, first ? file : page, (struct import_options){0});
        assert_str(desk_ask(&d, "SELECT count(*) FROM doc"), "2");
        assert_str(desk_ask(&d, "SELECT count(*) FROM account WHERE channel = 'list'"), "1");
        assert_str(replied(&d), "bo@y.example ann@y.example");
        desk_close(&d);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_hash_is_as_mailman_makes_it),
        cmocka_unit_test(answers_of_the_api_are_known_by_their_fields),
        cmocka_unit_test(a_mail_is_the_same_alone_in_a_list_and_in_a_page),
        cmocka_unit_test(what_is_no_mail_is_told),
        cmocka_unit_test(an_answer_finds_its_mail_by_hash),
        cmocka_unit_test(an_mbox_of_the_same_list_is_the_same_mails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

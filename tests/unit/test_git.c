/* test_git.c - tests: git_trailer.c, git_map.c, git_say.c, git_log.c, git.c; wanted values are read
 * off the invented lines by eye */
#include "helpers.h"

#include "listen/git_int.h"

extern const struct importer importer_git_log, importer_mailmap;

static void a_line_of_a_message_says_what_it_is(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        enum git_trail want;
        const char *value;
    } rows[] = {
        {"Reviewed-by: Jane <j@x.example>", TRAIL_REVIEWED, "Jane <j@x.example>"},
        {"REVIEWED-BY:Jane <j@x.example>", TRAIL_REVIEWED, "Jane <j@x.example>"},
        {"Acked-by: Jane", TRAIL_REVIEWED, "Jane"},
        {"Reported-and-tested-by: J <j@x>", TRAIL_THANKED, "J <j@x>"},
        {"Thanks-to: J <j@x>", TRAIL_THANKED, "J <j@x>"},
        {"Co-Authored-By: J <j@x>", TRAIL_WITH, "J <j@x>"},
        {"Signed-off-by: J <j@x>", TRAIL_OTHER, "J <j@x>"},
        {"Change-Id: I9", TRAIL_OTHER, "I9"},
        {"Fixes: 0123abc (\"title\")", TRAIL_FIXES, "0123abc"},
        {"Fixes: #123", TRAIL_OTHER, ""},
        {"Fixes: 0123ab", TRAIL_OTHER, ""}, /* too short to be one commit */
        {"This reverts commit 0123456789abcdef0123456789abcdef01234567.", TRAIL_REVERTS,
         "0123456789abcdef0123456789abcdef01234567"},
        {"This reverts commit yesterday.", TRAIL_NONE, ""},
        {"Note: a sentence", TRAIL_NONE, "a sentence"},
        {"    Reviewed-by: quoted <q@x>", TRAIL_NONE, ""},
        {"http://x.example/", TRAIL_NONE, ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct str value;
        enum git_trail got = git_trail_of(str_of(rows[i].line), &value);
        if (got != rows[i].want) print_error("%s\n", rows[i].line);
        assert_int_equal(got, rows[i].want);
        if (got != TRAIL_NONE) assert_str(value, rows[i].value);
    }
}

static void a_remote_names_the_repository_without_passwords(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"https://me:secret@GitHub.com/Jane/x.git", "github.com/Jane/x"},
        {"git@github.com:Jane/x.git\n", "github.com/Jane/x"},
        {"ssh://git@host.example:2222/a/b/c/", "host.example/a/b/c"},
        {"git://git.kernel.example/pub/linux.git", "git.kernel.example/pub/linux"},
        {"/srv/git/x.git", "x"},
        {"file:///srv/git/x.git/", "x"},
        {"../x", "x"},
        {"x", "x"},
        {"", ""},
    };
    struct arena a = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_str(git_repo_of(str_of(rows[i][0]), &a), rows[i][1]);
    arena_free(&a);
}

static void only_proposals_of_others_are_taken_in(void **state)
{
    (void)state;
    assert_true(git_takes_proposal(STR("Merge pull request #7 from lou/side\n\nx")));
    assert_true(
        git_takes_proposal(STR("Merge branch 'x' into 'main'\n\nX\n\nSee merge request a/b!7")));
    assert_true(git_takes_proposal(STR("Merged in x (pull request #7)")));
    assert_true(git_takes_proposal(STR("Merge tag 'net-5' of git://x.example/net")));
    assert_false(git_takes_proposal(STR("Merge branch 'main' of github.com:a/b")));
    assert_false(git_takes_proposal(STR("Merge branch 'main' into side")));
    assert_false(git_takes_proposal(STR("Merge remote-tracking branch 'origin/main'")));
}

static void an_address_of_no_reply_is_the_account_of_its_forge(void **state)
{
    (void)state;
    struct arena a = {0};
    struct git_book book = {.a = &a, .repo = STR("x")};
    static const char *const rows[][3] = {
        {"123+jane@users.noreply.github.com", "github", "jane"},
        {"jane@users.noreply.GitHub.com", "github", "jane"},
        {"7-jane@users.noreply.gitlab.com", "gitlab", "jane"},
        {"Jane@X.example", "email", "jane@x.example"},
        {"jane", "git", "x/jane"},
        {"", "git", "x/Jane Doe"},
        {"noreply@github.com", "email", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct git_signer signer = {STR("Jane Doe"), str_of(rows[i][0])};
        struct who who = git_who(&book, signer, &a);
        assert_str(who.channel, rows[i][1]);
        assert_str(who.handle, rows[i][2]);
    }
    arena_free(&a);
}

/* "title@seconds<author>" of each commit; "!" before the sentence of a bad one. */
static struct str log_of(struct arena *a, struct str text)
{
    struct err e = {{0}};
    struct importer_options o = {.path = "x.log"};
    void *st = NULL;
    struct buf b = buf_new(a);
    struct record r;
    assert_ok(importer_git_log.open(reader_of(text, a), &o, a, &st, &e), e);
    enum status s;
    while ((s = importer_git_log.next(st, a, &r, &e)) != DONE) {
        if (s == BAD_INPUT) {
            buf_addf(&b, "!%s\n", e.text);
        } else if (r.kind == RECORD_DOC) {
            buf_addf(&b, "%.*s@%lld<%.*s>\n", STR_ARG(r.doc.title), (long long)r.doc.at_s,
                     STR_ARG(r.doc.author.handle));
        } else {
            buf_addf(&b, "%s %d %.*s>%.*s\n", verb_infos[r.evidence.verb].name, r.evidence.sign,
                     STR_ARG(r.evidence.from.handle), STR_ARG(r.evidence.to.handle));
        }
    }
    importer_git_log.close(st);
    return buf_str(&b);
}

/* What is kept looks at many records at once. */
static void an_account_of_a_forge_outlives_its_commit(void **state)
{
    (void)state;
    struct arena a = {0};
    struct err e = {{0}};
    struct importer_options o = {.path = "x.log"};
    static const char log[] = "commit 0123456789abcdef0123456789abcdef01234567\n"
                              "Author: Jane <123+jane@users.noreply.github.com>\n"
                              "Date:   2020-01-01T00:00:00Z\n\n    one\n\n"
                              "commit 89abcdef0123456789abcdef0123456701234567\n"
                              "Author: Bo With A Longer Name <bo.with.a.longer@name.example>\n"
                              "Date:   2020-01-01T00:00:00Z\n\n    two\n";
    void *st = NULL;
    struct record one;
    struct record two;
    assert_ok(importer_git_log.open(reader_of(str_of(log), &a), &o, &a, &st, &e), e);
    assert_ok(importer_git_log.next(st, &a, &one, &e), e);
    assert_ok(importer_git_log.next(st, &a, &two, &e), e);
    assert_str(two.doc.author.handle, "bo.with.a.longer@name.example");
    assert_str(one.doc.author.handle, "jane");
    importer_git_log.close(st);
    arena_free(&a);
}

static void dates_are_read_as_git_writes_them(void **state)
{
    (void)state;
    /* 2005-04-07 22:13:13 UTC is 1112911993: git's own first commit, by `date -u -d` */
    static const char *const dates[] = {
        "Thu Apr 7 15:13:13 2005 -0700",  "2005-04-07 15:13:13 -0700", "2005-04-07T15:13:13-07:00",
        "Thu, 7 Apr 2005 15:13:13 -0700", "1112911993 -0700",          "1112911993"};
    struct arena a = {0};
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
        struct str text = str_printf(&a,
                                     "commit 0123456789abcdef0123456789abcdef01234567\n"
                                     "Author: A <a@x.example>\nDate:   %s\n\n    T\n",
                                     dates[i]);
        assert_str(log_of(&a, text), "T@1112911993<a@x.example>\n");
    }
    arena_free(&a);
}

#define ID(c) "commit " c c c c c c c c c c "\n"

static void patches_and_notes_are_no_message(void **state)
{
    (void)state;
    struct arena a = {0};
    assert_str(
        log_of(&a, STR(ID("aaa1") "Author: A <a@x.example>\nDate: 1112911993 +0000\n\n    One\n\n"
                                  "    commit aaa2aaa2aaa2 is not here\n\nNotes:\n    a note\n\n"
                                  "diff --git a/x b/x\n@@ -1 +1 @@\n     commit deadbeef\n-    "
                                  "x\n+    y\n\n" ID(
                                      "aaa2") "Merge: 0123abc 4567abc\nAuthor: B <b@x.example>\r\n"
                                              "Date: 1112911994 +0000\r\n\r\n    Two\r\n    \r\n   "
                                              " Fixes: aaa1aaa\r\n")),
        "One@1112911993<a@x.example>\nTwo@1112911994<b@x.example>\n"
        "cited 1 b@x.example>a@x.example\n");
    assert_str(log_of(&a, STR(ID("aaa1") "tree 1\n\n    x\n" ID(
                              "aaa2") "Author: B <b@x.example>\n\n    y\n")),
               "!1: a commit without an author; print it anew with 'git log --format=fuller'\n"
               "y@-9223372036854775808<b@x.example>\n");
    arena_free(&a);
}

static void an_id_that_two_commits_begin_with_names_none(void **state)
{
    (void)state;
    struct arena a = {0};
    assert_str(
        log_of(
            &a,
            STR("commit abcdef0100000000000000000000000000000000\nAuthor: A <a@x>\nDate: 11111111 "
                "+0000\n\n    a\n\n"
                "commit abcdef0200000000000000000000000000000000\nAuthor: B <b@x>\nDate: 11111111 "
                "+0000\n\n    b\n\n"
                "commit 1bcdef0200000000000000000000000000000000\nAuthor: C <c@x>\nDate: 11111111 "
                "+0000\n\n    c\n    \n"
                "    Fixes: abcdef0\n    Fixes: abcdef02\n    This reverts commit abcdef010.\n")),
        "a@11111111<a@x>\nb@11111111<b@x>\nc@11111111<c@x>\ncited 1 c@x>b@x\ncited -1 c@x>a@x\n");
    arena_free(&a);
}

static void only_what_git_printed_is_taken_for_a_log(void **state)
{
    (void)state;
    int (*sniff)(struct str, const char *) = importer_git_log.sniff;
    assert_int_equal(sniff(STR("commit 0123abc\nAuthor: A <a@x>\n"), "x"), 92);
    assert_int_equal(sniff(STR("commit 0123abcdef (HEAD -> main)\r\nMerge: a b\r\n"), "x"), 92);
    assert_int_equal(sniff(STR("commit 0123abc\ntree 0123\n"), "x"), 92);
    assert_int_equal(sniff(STR("\xFF\xFE"
                               "c\0o\0m\0m\0i\0t\0 \0"
                               "0\0"
                               "1\0"
                               "2\0"
                               "3\0a\0b\0c\0\n\0A\0u\0t\0h\0o\0r\0:\0\n\0"),
                           "x"),
                     92);
    assert_int_equal(sniff(STR("commit to this plan\nAuthor: A\n"), "x"), 0);
    assert_int_equal(sniff(STR("commit 0123abc\nand more\n"), "x"), 0);
    assert_int_equal(sniff(STR(""), "x.log"), 0);
}

static void a_mailmap_is_known_by_its_form(void **state)
{
    (void)state;
    int (*sniff)(struct str, const char *) = importer_mailmap.sniff;
    assert_int_equal(sniff(STR("# x\nA <a@x> <b@x>\n"), "/x/.mailmap"), 95);
    assert_int_equal(sniff(STR("A <a@x> <b@x>\nB <b@y> <c@y>\n"), "x"), 60);
    assert_int_equal(sniff(STR("A <a@x>\nB <b@y>\n"), "AUTHORS"), 0); /* a list of people */
    assert_int_equal(sniff(STR("some prose\n"), ".mailmap"), 0);
}

static void a_shared_address_is_told_apart_by_name(void **state)
{
    (void)state;
    struct arena a = {0};
    struct mailmap *m =
        mailmap_read(STR("A <a@x> r <root@h>\nB <b@x> s <root@h>\nC <c@x> t <t@h>\n"), &a);
    struct git_signer got = mailmap_signer(m, (struct git_signer){STR("S"), STR("ROOT@h")}, &a);
    assert_str(got.name, "B");
    assert_str(got.email, "b@x");
    got = mailmap_signer(m, (struct git_signer){STR("else"), STR("root@h")}, &a);
    assert_str(got.email, "root@h");
    got =
        mailmap_signer(m, (struct git_signer){STR("t"), STR("t@h")}, &a); /* one person's: joined */
    assert_str(got.email, "t@h");
    arena_free(&a);
}

static void a_person_with_many_addresses_takes_several_rows(void **state)
{
    (void)state;
    struct arena a = {0};
    struct err e;
    struct buf b = buf_new(&a);
    for (int i = 0; i < 20; i++)
        buf_addf(&b, "Jane <jane@x> <j%d@x>\n", i);
    struct mailmap *m = mailmap_read(buf_str(&b), &a);
    struct record r;
    assert_int_equal(mailmap_next(m, &a, &r, &e), OK);
    assert_int_equal(r.person.who_count, 16);
    assert_false(r.part);
    assert_int_equal(mailmap_next(m, &a, &r, &e), OK);
    assert_int_equal(r.person.who_count, 6); /* the proper one and the five that are left of 20 */
    assert_str(r.person.who[0].handle, "jane@x");
    assert_str(r.person.who[5].handle, "j19@x");
    assert_true(r.part);
    assert_int_equal(mailmap_next(m, &a, &r, &e), DONE);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_of_a_message_says_what_it_is),
        cmocka_unit_test(a_remote_names_the_repository_without_passwords),
        cmocka_unit_test(only_proposals_of_others_are_taken_in),
        cmocka_unit_test(an_address_of_no_reply_is_the_account_of_its_forge),
        cmocka_unit_test(an_account_of_a_forge_outlives_its_commit),
        cmocka_unit_test(dates_are_read_as_git_writes_them),
        cmocka_unit_test(patches_and_notes_are_no_message),
        cmocka_unit_test(an_id_that_two_commits_begin_with_names_none),
        cmocka_unit_test(only_what_git_printed_is_taken_for_a_log),
        cmocka_unit_test(a_mailmap_is_known_by_its_form),
        cmocka_unit_test(a_shared_address_is_told_apart_by_name),
        cmocka_unit_test(a_person_with_many_addresses_takes_several_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

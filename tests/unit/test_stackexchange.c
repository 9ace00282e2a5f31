/* test_stackexchange.c - tests: stackexchange*.c, xml_rows.c; wanted values are read off the rows
 * by eye */
#include "helpers.h"

#include "listen.h"
#include "listen/import.h"
#include "records.h"

extern const struct importer importer_stackexchange;

static struct str rows_of(struct arena *a, const char *path, struct str text)
{
    struct importer_options o = {.path = path};
    return records_of(&importer_stackexchange, text, &o, a);
}

#define COMMENT(cells) "<comments>\n<row Id=\"1\" PostId=\"2\" " cells " />\n</comments>"

static void the_site_is_the_host_in_the_name(void **state)
{
    (void)state;
    struct arena a = {0};
    const struct {
        const char *path, *site;
        bool guessed;
    } rows[] = {
        {"dumps/AI.meta.stackexchange.com/Comments.xml", "ai.meta.stackexchange.com", false},
        {"/x/stackoverflow.com-Comments/Comments.xml", "stackoverflow.com", false},
        {"mathoverflow.net/comments.xml", "mathoverflow.net", false},
        {"askubuntu.com-Comments.xml", "askubuntu.com", false},
        {"x/dot.community/Comments.xml", "dot-community", true},
        {"my dump (2020)/Comments.xml", "my-dump-2020", true},
        {"/Comments.xml", "comments-xml", true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct str got =
            rows_of(&a, rows[i].path, STR(COMMENT("Text=\"a\" UserId=\"7\" Score=\"2\"")));
        struct str url = rows[i].guessed
                             ? STR("")
                             : str_printf(&a, " url=https://%s/posts/comments/1", rows[i].site);
        struct str remark =
            rows[i].guessed
                ? str_printf(&a,
                             "# the site is called '%s' after its directory; to meet other dumps "
                             "and links to it, call the directory as the site, "
                             "x.stackexchange.com\n",
                             rows[i].site)
                : STR("");
        struct str want = str_printf(
            &a,
            "2 doc comment  key=stackexchange:%s:c1 author=stackexchange:%s:7 "
            "outlet=group:%s(%s)[group]%.*s text=a\n%.*s",
            rows[i].site, rows[i].site, rows[i].site, rows[i].site, STR_ARG(url), STR_ARG(remark));
        assert_str(got, want.p);
    }
    arena_free(&a);
}

#define AT "x.com/Posts.xml"

static void what_is_broken_costs_its_row_alone(void **state)
{
    (void)state;
    struct arena a = {0};
    const struct {
        const char *text, *want;
    } rows[] = {
        {"<users><row Id=\"1\" DisplayName=\"a\" Reputation=\"1\" />\n<row Id=\"2\" "
         "DisplayName=\"b />\n<row Id=\"3\" DisplayName='c' />",
         "1 person stackexchange:x.com:1(a) name=a\n"
         "! 2: broken XML in a row; want <row Name=\"value\" … />, as it was dumped\n"
         "3 person stackexchange:x.com:3(c) name=c\n"},
        {"<users>\n<row Id=\"1\" DisplayName=\"a",
         "! 2: the file ends within a row; fetch it again\n"},
        {"<users><row Id=\"1\" DisplayName=\"&#x4a;&amp;lt;&lt;&bogus;&#0;&\"/>",
         "1 person stackexchange:x.com:1(J&lt;<&bogus;&#0;&) name=J&lt;<&bogus;&#0;&\n"},
        {"<users><row Id=\"1\" DisplayName=\"\xff\"></row><!-- <row Id=\"2\" /> --><rows Id=\"3\" "
         "/>"
         "<row\tid = '4'\n displayname='d' />",
         "1 person stackexchange:x.com:1(ÿ) name=ÿ\n"
         "1 person stackexchange:x.com:4(d) name=d\n"},
        {"<users><row Id=\"x\" DisplayName=\"a\" />",
         "! 1: a row without a number as Id; fetch the dump again\n"},
        {"<users>\n<!DOCTYPE x [<!ENTITY a \"b\">]>\n<row Id=\"1\" DisplayName=\"&a;\" />",
         "! 2: a DOCTYPE, which no dump has and which could declare anything; take it out\n"},
        {"<posts><row Id=\"1\" PostTypeId=\"1\" CreationDate=\"yesterday\" />",
         "! 1: CreationDate 'yesterday', want 2018-02-06T20:19:50\n"},
        {"<posts><row Id=\"1\" PostTypeId=\"6\" /><row Id=\"2\" PostTypeId=\"4\" />",
         "1 nothing: a post that is no question and no answer\n1 nothing: a tag's wiki\n"},
        {"<votes><row Id=\"1\" VoteTypeId=\"2\" />",
         "!! votes without the posts they are about; import the directory of the dump\n"},
        {"<postlinks><row Id=\"1\" RelatedPostId=\"2\" />",
         "!! links of posts without the posts they are about; import the directory of the dump\n"},
        {"<badges><row Id=\"1\" />",
         "!! no table of a Stack Exchange dump; want the directory of its Posts.xml, Users.xml and "
         "so on\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_str(rows_of(&a, AT, str_of(rows[i].text)), rows[i].want);
    arena_free(&a);
}

static void only_its_own_tables_are_known(void **state)
{
    (void)state;
    static const struct sniffed rows[] = {
        {"\xEF\xBB\xBF<?xml version=\"1.0\"?>\r\n<posts>\r\n  <row Id=\"1\" PostTypeId=\"1\" ", 90},
        {"<comments><row Id=\"1\" PostId=\"1\" ", 90},
        {"<users><row Id=\"1\" Reputation=\"1\" DisplayName=\"x\" ", 90},
        {"<votes><row Id=\"1\" PostId=\"1\" VoteTypeId=\"2\" ", 60},
        {"<postlinks><row Id=\"1\" RelatedPostId=\"2\" ", 60},
        {"<users><row Id=\"1\" name=\"x\" ", 0},
        {"<posts><post Id=\"1\" PostTypeId=\"1\" ", 0},
        {"<badges><row Id=\"1\" ", 0},
        {"<rss><channel><title>posts</title>", 0},
        {"", 0},
    };
    assert_sniffed(&importer_stackexchange, "Posts.xml", rows, sizeof rows / sizeof *rows);
}

/* Whole dumps, from a directory, into a store: bundles are not read otherwise. */
static void mentions_and_links_find_their_people(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    assert_int_equal(mkdir(desk_path(&d, "x.example.com"), 0700), 0);
    (void)desk_file(&d, "x.example.com/Users.xml",
                    "<users><row Id=\"1\" DisplayName=\"Ann Quay\" AccountId=\"70\" />"
                    "<row Id=\"2\" DisplayName=\"Annika\" /><row Id=\"3\" DisplayName=\"Bo\" />"
                    "<row Id=\"4\" DisplayName=\"Cy\" /></users>");
    (void)desk_file(
        &d, "x.example.com/Posts.xml",
        "<posts><row Id=\"10\" PostTypeId=\"1\" CreationDate=\"2020-01-01\" OwnerUserId=\"1\" "
        "Title=\"t\" AcceptedAnswerId=\"11\" /><row Id=\"11\" PostTypeId=\"2\" ParentId=\"10\" "
        "CreationDate=\"2020-01-02\" OwnerUserId=\"2\" /><row Id=\"12\" PostTypeId=\"2\" "
        "ParentId=\"10\" CreationDate=\"2020-01-03\" OwnerUserId=\"4\" Body=\"&lt;a "
        "href='https://x.example.com/a/11'&gt;as said&lt;/a&gt;\" /></posts>");
    /* @Ann at answer 11 is Annika, who wrote it; @AnnQuay only Ann Quay; @Bo is whole; @Cyril and
     * @x.example are nobody. */
    (void)desk_file(&d, "x.example.com/Comments.xml",
                    "<comments><row Id=\"1\" PostId=\"11\" CreationDate=\"2020-02-01\" "
                    "UserId=\"3\" Text=\"@Ann "
                    "yes\" /><row Id=\"2\" PostId=\"11\" CreationDate=\"2020-02-02\" UserId=\"4\" "
                    "Text=\"@AnnQuay, @Bo: no@x.example @Cyril\" /></comments>");
    (void)desk_file(&d, "x.example.com/Votes.xml",
                    "<votes><row Id=\"1\" PostId=\"11\" VoteTypeId=\"1\" "
                    "CreationDate=\"2020-03-01\" /></votes>");
    (void)desk_file(&d, "x.example.com/PostLinks.xml",
                    "<postlinks><row Id=\"1\" CreationDate=\"2020-04-01\" PostId=\"11\" "
                    "RelatedPostId=\"10\" LinkTypeId=\"1\" /><row Id=\"2\" "
                    "CreationDate=\"2020-04-01\" PostId=\"12\" RelatedPostId=\"11\" "
                    "LinkTypeId=\"1\" /></postlinks>");
    struct err e = {0};
    struct import_report report = {0};
    assert_ok(import_path(d.st, desk_path(&d, "x.example.com"), &(struct import_options){0}, &d.a,
                          &report, &e),
              e);
    assert_str(desk_ask(&d, "SELECT verb||' '||f.handle||' '||t.handle||' '||date(at,'unixepoch') "
                            "FROM evidence e JOIN account f ON f.id = from_account JOIN account t "
                            "ON t.id = to_account WHERE verb IN (7, 8, 14, 15) ORDER BY verb, "
                            "f.handle, t.handle"),
               "7 2 1 2020-04-01\n"  /* a link that no text has: the post's author */
               "7 4 2 2020-01-03\n"  /* a link that its text has: once, at its date */
               "8 1 2 2020-03-01\n"  /* accepted when the vote was given */
               "14 2 1 2020-01-02\n" /* answers */
               "14 3 2 2020-02-01\n" /* comments */
               "14 4 1 2020-01-03\n"
               "14 4 2 2020-02-02\n"
               "15 3 2 2020-02-01\n" /* @Ann */
               "15 4 1 2020-02-02\n" /* @AnnQuay */
               "15 4 3 2020-02-02"); /* @Bo */
    desk_close(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_site_is_the_host_in_the_name),
        cmocka_unit_test(what_is_broken_costs_its_row_alone),
        cmocka_unit_test(only_its_own_tables_are_known),
        cmocka_unit_test(mentions_and_links_find_their_people),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_discourse.c - tests: discourse.c, discourse_text.c; wanted values are read off the posts by
 * eye */
#include "helpers.h"

#include "records.h"

#include "listen/discourse_int.h"

extern const struct importer importer_discourse;

static void quotes_and_previews_are_not_the_authors_words(void **state)
{
    (void)state;
    struct arena a = {0};
    const struct discourse_site site = {STR("x.example"), STR("discourse:x.example")};
    const struct {
        const char *cooked, *raw, *text, *called;
    } rows[] = {
        {"<aside class=\"quote\" data-username=\"jo\">old</aside>new", "", "new", "jo "},
        {"a<aside class=\"quote\" data-username=\"jo\"><aside class=\"quote\" "
         "data-username=\"in\">x</aside>y</aside>b",
         "", "a b", "jo "},
        {"a<aside class=\"onebox\" data-onebox-src=\"https://o.example\">page</aside>", "", "a",
         ""},
        {"<a class=\"mention\" href=\"/u/jo\">@jo</a> <a class=\"mention-group\" "
         "href=\"/groups/g\">@g</a>",
         "", "@jo @g", "jo "},
        {"a<aside class=\"quote\"", "", "a", ""},
        {"", "[quote=\"jo, post:1, topic:2\"]\nold\n[/quote]\nnew @bo me@x.org", "new @bo me@x.org",
         "jo bo "},
        {"", "a [quote=\"jo", "a", "jo "},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct doc_row doc = {.kind = STR("post")};
        struct buf called = buf_new(&a);
        discourse_words(&site, str_of(rows[i].cooked), str_of(rows[i].raw), &a, &doc);
        for (size_t j = 0; j < doc.heed_count; j++)
            buf_addf(&called, "%.*s ", STR_ARG(doc.heeds[j].to.handle));
        assert_str(doc.text, rows[i].text);
        assert_str(buf_str(&called), rows[i].called);
    }
    arena_free(&a);
}

#define POST "{\"username\":\"jo\",\"post_number\":1,\"topic_id\":2,\"raw\":\"a\"%s}"

static void the_forum_is_the_host_that_is_told(void **state)
{
    (void)state;
    struct arena a = {0};
    const struct {
        const char *more, *path, *url, *host;
    } rows[] = {
        {",\"avatar_template\":\"/user_avatar/Talk.example.org/jo/{size}/1.png\"", "x.json", NULL,
         "talk.example.org"},
        {"", "x.json", "https://forum.example.net/t/2.json", "forum.example.net"},
        {"", "dumps/forum.example.com/2.json", NULL, "forum.example.com"},
        {"", "dumps/2.json", NULL, "forum"},
        {",\"avatar_template\":\"/letter/j.png\"", "2.json", NULL, "forum"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct importer_options o = {.path = rows[i].path, .url = rows[i].url};
        struct str text = str_printf(&a, "{\"latest_posts\":[" POST "]}", rows[i].more);
        struct str got = records_of(&importer_discourse, text, &o, &a);
        bool known = strcmp(rows[i].host, "forum") != 0;
        struct str url = known ? str_printf(&a, " url=https://%s/t/2/1", rows[i].host) : STR("");
        struct str want = str_printf(
            &a,
            "1 doc post  key=https://%s/t/2/1 author=discourse:%s:jo outlet=group:%s(%s)[group]"
            "%.*s text=a\n%s",
            rows[i].host, rows[i].host, rows[i].host, rows[i].host, STR_ARG(url),
            known ? ""
                  : "# which forum it is stands nowhere; put the file in a directory called as its "
                    "host, forum.example.org\n");
        assert_str(got, want.p);
    }
    arena_free(&a);
}

static void only_posts_and_users_are_known(void **state)
{
    (void)state;
    static const struct sniffed rows[] = {
        {"{\"post_stream\":{\"posts\":[{\"id\":1", 90},
        {"{\"latest_posts\":[{\"id\":1,\"username\":\"a\",\"cooked\":\"", 88},
        {"{\"post_number\":1,\"username\":\"a\",\"topic_id\":2", 88},
        {"{\"directory_items\":[{\"user\":{\"username\":\"a\"", 85},
        {"{\"username\":\"a\",\"text\":\"b\"}", 0},
        {"{\"by\":\"jo\",\"id\":1,\"score\":3,\"time\":1,\"type\":\"story\"}", 0},
        {"post_stream,posts\n", 0},
        {"", 0},
    };
    assert_sniffed(&importer_discourse, "x", rows, sizeof rows / sizeof *rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quotes_and_previews_are_not_the_authors_words),
        cmocka_unit_test(the_forum_is_the_host_that_is_told),
        cmocka_unit_test(only_posts_and_users_are_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

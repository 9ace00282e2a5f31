/* test_zulip.c - tests: zulip.c and its parts; who said what is read off the invented texts by eye
 */
#include "helpers.h"
#include "listen.h"

#include "base/time.h"
#include "listen/zulip_int.h"
#include "records.h"

#include <sys/stat.h>

extern const struct importer importer_zulip;

static void put(struct desk *d, const char *dir, const char *name, const char *text)
{
    (void)mkdir(desk_path(d, dir), 0700);
    (void)desk_file(d, str_printf(&d->a, "%s/%s", dir, name).p, text);
}

/* "text | > parents | ? quoted | @ mentioned | links" of what is said. */
static struct str told(struct arena *a, const char *content, bool html)
{
    struct chat_users users = chat_users_new(a);
    struct zulip_place p = {.channel = STR("zulip:q"), .users = &users};
    struct doc_row d = {.kind = STR("post")};
    (void)chat_user_add(&users, &(struct chat_user){.id = STR("7"),
                                                    .who = {.channel = STR("zulip:q"),
                                                            .handle = STR("7"),
                                                            .name = STR("Jane Doe")}});
    struct str text =
        html ? zulip_html(&p, str_of(content), &d, a) : zulip_markdown(&p, str_of(content), &d, a);
    struct buf b = buf_new(a);
    buf_add(&b, text);
    for (size_t i = 0; i < d.parent_count; i++)
        buf_addf(&b, " > %.*s", STR_ARG(d.parents[i]));
    for (size_t i = 0; i < d.quoted_count; i++)
        buf_addf(&b, " ? %.*s", STR_ARG(d.quoted[i].name));
    for (size_t i = 0; i < d.heed_count; i++)
        buf_addf(&b, " @ %.*s:%.*s", STR_ARG(d.heeds[i].to.channel), STR_ARG(d.heeds[i].to.handle));
    for (size_t i = 0; i < d.link_count; i++)
        buf_addf(&b, " | %.*s", STR_ARG(d.links[i]));
    return buf_str(&b);
}

static void quotes_and_mentions_in_markdown(void **state)
{
    (void)state;
    static const struct {
        const char *content, *told;
    } rows[] = {
        {"hi @**Jane Doe|7**, @**all**", "hi @Jane Doe, @all @ zulip:q:7"},
        {"hi @**Old Form**", "hi @Old Form @ name:Old Form"},
        {"@_**Jane Doe|7** [said](https://q.zulipchat.com/#narrow/stream/1-a/topic/b/near/42):\n"
         "```quote\nx @**Other|8**\n```\nown",
         "own > zulip:q/42"},
        {"@_**Jane Doe|7** [said](#narrow/channel/1-a/topic/b/with/42):\n~~~quote\nx\n~~~\nown",
         "own > zulip:q/42"},
        {"@_**Jane Doe|7** said:\n````quote\n```\nx\n```\n````\nown", "own ? Jane Doe"},
        {"@_**Jane Doe|7** wrote this:", "@Jane Doe wrote this: @ zulip:q:7"},
        {"```\n@**Jane Doe|7** [a](http://b)\n```", "```\n@**Jane Doe|7** [a](http://b)\n```"},
        {"```quote\nnever closed", ""},
        {"#**a>b** #**c** @** @*g* @**x", "#a>b #c @** @*g* @**x"},
        {"[l](https://x.example/1) https://q.example/#narrow/stream/1/near/3",
         "l https://q.example/#narrow/stream/1/near/3 | https://x.example/1"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct arena a = {0};
        assert_str(told(&a, rows[i].content, false), rows[i].told);
        arena_free(&a);
    }
}

#define SILENT "<span class=\"user-mention silent\" data-user-id=\"7\">Jane Doe</span>"

static void quotes_and_mentions_in_html(void **state)
{
    (void)state;
    static const struct {
        const char *content, *told;
    } rows[] = {
        {"<p>hi <span class=\"user-mention\" data-user-id=\"7\">@Jane Doe</span> &amp; <span "
         "class=\"user-mention\" data-user-id=\"*\">@everyone</span></p>",
         "hi @Jane Doe & @everyone @ zulip:q:7"},
        {"<p>" SILENT " <a href=\"/#narrow/stream/1-a/topic/b/near/42\">said</a>:</p>\n"
         "<blockquote>\n<p>x <span class=\"user-mention\" data-user-id=\"8\">@Other</span> "
         "<a href=\"https://q.example\">q</a></p>\n</blockquote>\n<p>own <a "
         "href=\"https://x.example\">l</a></p>",
         "own l > zulip:q/42 | https://x.example"},
        {"<p>" SILENT " said:</p><blockquote><p>x</p></blockquote><p>own</p>", "own ? Jane Doe"},
        {"<p>as " SILENT " said</p><p>own</p>", "as Jane Doe said\nown @ zulip:q:7"},
        {"<blockquote>x", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct arena a = {0};
        assert_str(told(&a, rows[i].content, true), rows[i].told);
        arena_free(&a);
    }
}

static int gathered(struct desk *d, const char *dir)
{
    struct bundle b;
    struct err e = {{0}};
    assert_ok(bundle_list(desk_path(d, dir), dir, &d->a, &b, &e), e);
    return importer_zulip.gather(&b);
}

static void the_three_forms_are_known(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    put(&d, "realm", "realm.json", "{}");
    assert_int_equal(gathered(&d, "realm"), 0);
    put(&d, "realm", "messages-000001.json", "{}");
    assert_int_equal(gathered(&d, "realm"), 96);
    put(&d, "archive", "stream_index.json", "{}");
    put(&d, "archive/general", "topic.json", "[]");
    assert_int_equal(gathered(&d, "archive"), 0);
    put(&d, "archive/12-general", "topic.json", "[]");
    assert_int_equal(gathered(&d, "archive"), 90);
    assert_int_equal(importer_zulip.sniff(STR("{\"messages\":[{\"content\":\"\",\"id\":1,"
                                              "\"sender_full_name\":\"\",\"timestamp\":1"),
                                          "x"),
                     93);
    assert_int_equal(importer_zulip.sniff(STR("{\"sender_full_name\":\"\"}"), "x"), 0);
    desk_close(&d);
}

static void an_archive_becomes_evidence_across_its_files(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    put(&d, "talk", "stream_index.json",
        "{\"streams\":{\"general & more\":{\"id\":12,\"latest_id\":2}}}");
    put(&d, "talk/12-general", "a.2Fb.20c.json",
        "[{\"content\":\"<p>one</p>\",\"id\":1,\"sender_full_name\":\"Jane\",\"timestamp\":"
        "1710000000}]");
    put(&d, "talk/12-general", "other.json",
        "[{\"content\":\"<p>"
        "<span class=\\\"user-mention silent\\\">Jane</span> <a "
        "href=\\\"/#narrow/stream/12/topic/a/near/1\\\">said</a>:</p><blockquote>one</blockquote>"
        "<p>two</p>\",\"id\":2,\"sender_full_name\":\"Tom\",\"timestamp\":1710000001}]");
    const struct import_account *got =
        desk_import(&d, desk_path(&d, "talk"), (struct import_options){0});
    assert_int_equal(got->docs, 2);
    assert_str(got->remarks, "accounts are zulip:talk, after the name of the directory");
    assert_str(desk_ask(&d, "SELECT title||'|'||place FROM doc ORDER BY id"),
               "a/b c|12-general/a.2Fb.20c.json\nother|12-general/other.json");
    assert_str(desk_ask(&d, "SELECT name FROM node WHERE type = 'outlet'"), "#general & more");
    assert_str(desk_ask(&d, "SELECT f.handle_key||' '||verb||' '||t.handle_key FROM evidence e "
                            "JOIN account f ON f.id = from_account "
                            "JOIN account t ON t.id = to_account WHERE verb <> 9"),
               "tom 14 jane");
    desk_close(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quotes_and_mentions_in_markdown),
        cmocka_unit_test(quotes_and_mentions_in_html),
        cmocka_unit_test(the_three_forms_are_known),
        cmocka_unit_test(an_archive_becomes_evidence_across_its_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

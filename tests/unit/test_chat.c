/* test_chat.c - tests: chat.c, chat_text.c; expected values read off the texts by eye */
#include "helpers.h"

#include "base/limits.h"
#include "base/time.h"
#include "listen/chat.h"
#include "listen/doc_heed.h"

#include <jansson.h>

static struct str links_of(const struct doc_row *d, struct arena *a)
{
    struct buf b = buf_new(a);
    for (size_t i = 0; i < d->link_count; i++)
        buf_addf(&b, "%s%.*s", i ? " " : "", STR_ARG(d->links[i]));
    return b.len ? buf_str(&b) : STR("");
}

static void links_end_where_running_text_goes_on(void **state)
{
    (void)state;
    static const struct {
        const char *text, *links;
    } rows[] = {
        {"see http://x.example/a, or https://y.example.", "http://x.example/a https://y.example"},
        {"(http://x.example/a_(b)) and <http://y.example/>",
         "http://x.example/a_(b)) http://y.example/"},
        {"(http://x.example/a)", "http://x.example/a"},
        {"ftp://x.example javascript://y http:// HTTP://Z.example", "HTTP://Z.example"},
        {"xhttp://x.example", "http://x.example"},
        {"http://x.example http://x.example", "http://x.example"},
        {"a://b", ""},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct arena a = {0};
        struct doc_row d = {0};
        chat_links_in(&d, str_of(rows[i].text), &a);
        assert_str(links_of(&d, &a), rows[i].links);
        arena_free(&a);
    }
}

static void links_are_bounded_in_number_and_length(void **state)
{
    (void)state;
    struct arena a = {0};
    struct doc_row d = {0};
    struct buf b = buf_new(&a);
    for (int i = 0; i < 200000; i++)
        buf_addf(&b, "http://");
    chat_links_in(&d, buf_str(&b), &a);     /* one word of 1.4 MB, no link */
    assert_int_equal(d.link_count, 1);      /* its last 2 KiB alone are short enough to be one */
    assert_int_equal(d.links[0].len, 2044); /* 292 times 7 bytes, at most 2048 */
    for (int i = 0; i < 200; i++)
        buf_addf(&b, " http://x.example/%d", i);
    chat_links_in(&d, buf_str(&b), &a);
    assert_int_equal(d.link_count, LINKS_PER_DOC_MAX);
    arena_free(&a);
}

static void markdown_is_read_as_it_is_shown(void **state)
{
    (void)state;
    static const struct {
        const char *text, *shown, *links;
    } rows[] = {
        {"a [b](http://x.example/c_(d)) e", "a b e", "http://x.example/c_(d)"},
        {"![pic](https://x.example/p.png) [a [b] c](<http://y.example> \"t\")", "pic a [b] c",
         "https://x.example/p.png http://y.example"},
        {"> quoted http://q.example\nown\r\n  > more\nend", "own\nend", ""},
        {"```\n> code [x](http://c.example)\n```\n> q\nend",
         "```\n> code [x](http://c.example)\n```\nend", ""},
        {"[x] [y]( [z](", "[x] [y]( [z](", ""},
        {"array[0](1)", "array0", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct arena a = {0};
        struct doc_row d = {0};
        assert_str(chat_markdown(&d, str_of(rows[i].text), &a), rows[i].shown);
        assert_str(links_of(&d, &a), rows[i].links);
        arena_free(&a);
    }
}

static void many_brackets_cost_no_more_than_their_number(void **state)
{
    (void)state;
    struct arena a = {0};
    struct doc_row d = {0};
    struct buf b = buf_new(&a);
    for (int i = 0; i < 500000; i++)
        buf_adds(&b, i % 2 ? "[a](" : "[");
    assert_int_equal(chat_markdown(&d, buf_str(&b), &a).len, b.len);
    arena_free(&a);
}

static void only_some_reactions_say_thanks(void **state)
{
    (void)state;
    static const char *const thanks[] = {
        "pray",  ":pray:", "pray::skin-tone-3", "🙏",         "🙏🏽", "❤️",
        "heart", "clap",   "raised_hands",      "thank_you", "THX",      "kthxbye"};
    static const char *const others[] = {"+1",   "👍", "tada",   "heart_eyes",
                                         "eyes", "",  "prayer", "fire"};
    for (size_t i = 0; i < sizeof thanks / sizeof *thanks; i++)
        assert_true(reaction_thanks(str_of(thanks[i])));
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_false(reaction_thanks(str_of(others[i])));
    assert_true(reaction_against(STR("-1")));
    assert_true(reaction_against(STR("👎🏿")));
    assert_false(reaction_against(STR("+1")));
}

static void times_are_numbers_or_texts_of_seconds(void **state)
{
    (void)state;
    struct arena a = {0};
    json_t *o = json_pack("{s:s, s:I, s:f, s:s, s:i, s:s, s:b}", "ts", "1710000010.000200", "ms",
                          (json_int_t)1710000010200, "real", 1710000010.9, "word", "soon", "before",
                          -5, "late", "253402300800", "no", 1);
    assert_int_equal(chat_time(o, "ts", 1), 1710000010);
    assert_int_equal(chat_time(o, "ms", 1000), 1710000010);
    assert_int_equal(chat_time(o, "real", 1), 1710000010);
    static const char *const bad[] = {"word", "before", "late", "no", "missing"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_true(chat_time(o, bad[i], 1) == TIME_NONE);
    json_decref(o);
    arena_free(&a);
}

static void the_same_is_heeded_once(void **state)
{
    (void)state;
    struct arena a = {0};
    struct doc_row d = {.author = {.channel = STR("x"), .handle = STR("me")}};
    struct who you = {.channel = STR("x"), .handle = STR("you")};
    struct chat_user fan = {.id = STR("f"), .who = {.channel = STR("x"), .handle = STR("fan")}};
    struct chat_user self = {.id = STR("m"), .who = d.author};
    doc_mention(&d, &a, you);
    doc_mention(&d, &a, you);
    doc_mention(&d, &a, d.author);
    chat_thanks(&d, STR("pray"), &fan, 7, &a);
    chat_thanks(&d, STR("heart"), &fan, 8, &a);
    chat_thanks(&d, STR("+1"), &fan, 9, &a);
    chat_thanks(&d, STR("pray"), &self, 9, &a);
    chat_thanks(&d, STR("pray"), NULL, 9, &a);
    assert_int_equal(d.heed_count, 2);
    assert_int_equal(d.heeds[0].verb, VERB_MENTIONED);
    assert_int_equal(d.heeds[1].verb, VERB_THANKED);
    assert_int_equal(d.heeds[1].at_s, 7);
    for (int i = 0; i < 2 * HEEDS_PER_DOC_MAX; i++)
        doc_mention(&d, &a, (struct who){.channel = STR("x"), .handle = str_printf(&a, "%d", i)});
    assert_int_equal(d.heed_count, HEEDS_PER_DOC_MAX);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(links_end_where_running_text_goes_on),
        cmocka_unit_test(links_are_bounded_in_number_and_length),
        cmocka_unit_test(markdown_is_read_as_it_is_shown),
        cmocka_unit_test(many_brackets_cost_no_more_than_their_number),
        cmocka_unit_test(only_some_reactions_say_thanks),
        cmocka_unit_test(times_are_numbers_or_texts_of_seconds),
        cmocka_unit_test(the_same_is_heeded_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_post_text.c - tests: post_text.c */
#include "helpers.h"

#include "base/limits.h"
#include "listen/doc_heed.h"
#include "listen/post_text.h"

static void what_others_wrote_is_left_out(void **state)
{
    (void)state;
    struct arena a = {0};
    const struct {
        const char *html, *text, *links;
    } rows[] = {
        {"<p>a &amp; <a href='/q/1'>b</a></p>c", "a & b\nc", "https://x.example/q/1 "},
        {"<blockquote>old <a href='https://o.example'>o</a></blockquote><p>new</p>", "new", ""},
        {"<p>a</p><blockquote><blockquote>b</blockquote>c</blockquote>d", "a\nd", ""},
        {"<blockquote>all <a href='https://o.example'>o</a></blockquote>", "all o",
         "https://o.example "},
        {"<a href='javascript:x'>a</a><a href='mailto:b@x.example'>b</a>", "ab", ""},
        {"", "", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct doc_row doc = {.kind = STR("post")};
        struct buf links = buf_new(&a);
        post_html(&a, str_of(rows[i].html), STR("https://x.example/"), &doc);
        for (size_t j = 0; j < doc.link_count; j++)
            buf_addf(&links, "%.*s ", STR_ARG(doc.links[j]));
        assert_str(doc.text, rows[i].text);
        assert_str(buf_str(&links), rows[i].links);
    }
    arena_free(&a);
}

static void names_stand_behind_an_at(void **state)
{
    (void)state;
    struct arena a = {0};
    const struct {
        const char *text, *names;
    } rows[] = {
        {"@jane, (@joe-b) @zoë.", "jane joe-b zoë "},
        {"me@x.example a.@b/@cc @@dd", ""},
        {"@a @ @-- @_x", "_x "},
        {"@jane@x.example @me", "me "},
        {"thanks @j.doe. @end", "j.doe end "},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct str rest = str_of(rows[i].text);
        struct str name;
        struct buf names = buf_new(&a);
        while (post_mention(&rest, &name))
            buf_addf(&names, "%.*s ", STR_ARG(name));
        assert_str(buf_str(&names), rows[i].names);
    }
    arena_free(&a);
}

static void heeds_end_at_their_limit(void **state)
{
    (void)state;
    struct arena a = {0};
    struct doc_row doc = {.kind = STR("post")};
    for (int i = 0; i < HEEDS_PER_DOC_MAX + 9; i++)
        doc_heed_add(&doc, &a, (struct heed_row){.verb = VERB_MENTIONED, .at_s = i});
    assert_int_equal(doc.heed_count, HEEDS_PER_DOC_MAX);
    for (int i = 0; i < HEEDS_PER_DOC_MAX; i++)
        assert_int_equal(doc.heeds[i].at_s, i);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_others_wrote_is_left_out),
        cmocka_unit_test(names_stand_behind_an_at),
        cmocka_unit_test(heeds_end_at_their_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

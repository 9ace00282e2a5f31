/* test_social.c - tests: whose page is at an address, which reactions say thanks, tags of
 * languages; wanted values are worked out by hand from the shapes of addresses and from RFC 5646 */
#include "helpers.h"

#include "listen/lang_tag.h"
#include "listen/social.h"

static void addresses_say_whose_they_are(void **state)
{
    (void)state;
    struct arena a = {0};
    static const struct {
        const char *url, *channel, *handle; /* channel NULL: nobody's */
    } rows[] = {
        {"https://quay.example/users/Ada", "fediverse", "ada@quay.example"},
        {"https://quay.example/users/ada/statuses/12", "fediverse", "ada@quay.example"},
        {"https://quay.example/@ada/12?x=1", "fediverse", "ada@quay.example"},
        {"https://quay.example/@ben@lock.example", "fediverse", "ben@lock.example"},
        {"https://forum.example/u/fay", "fediverse", "fay@forum.example"},
        {"https://bsky.app/profile/cy.example/post/3k", "bluesky", "cy.example"},
        {"https://x.com/dee/status/99", "twitter", "dee"},
        {"https://github.com/eve", "github", "eve"},
        {"https://x.com/i/status/99", NULL, NULL},
        {"https://www.youtube.com/@channel", NULL, NULL},
        {"https://quay.example/about", NULL, NULL},
        {"https://quay.example/@", NULL, NULL},
        {"https://localhost/@ada", NULL, NULL},
        {"javascript:/@ada", NULL, NULL},
        {"", NULL, NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct who w = {0};
        bool known = who_of_url(str_of(rows[i].url), &a, &w);
        if (known != (rows[i].channel != NULL)) print_error("%s\n", rows[i].url);
        assert_int_equal(known, rows[i].channel != NULL);
        if (!known) continue;
        assert_str(w.channel, rows[i].channel);
        assert_str(w.handle, rows[i].handle);
    }
    arena_free(&a);
}

static void ids_and_mentions_say_who_it_is(void **state)
{
    (void)state;
    struct arena a = {0};
    struct who w = {0};
    assert_true(who_of_id(STR("acct:Ada@quay.example"), &a, &w));
    assert_str(w.handle, "ada@quay.example");
    assert_true(who_of_id(STR("mailto:ada@quay.example"), &a, &w));
    assert_str(w.channel, "email");
    assert_true(who_of_id(STR("did:plc:abc"), &a, &w));
    assert_str(w.channel, "bluesky");
    assert_true(who_of_id(STR("http://ada.example/"), &a, &w));
    assert_str(w.channel, "url");
    assert_str(w.handle, "ada.example");
    assert_false(who_of_id(STR("urn:x:1"), &a, &w));
    assert_false(who_of_id(STR("https:///"), &a, &w));
    assert_true(who_of_mention(STR("@ben@lock.example"), STR("https://quay.example/x"), &a, &w));
    assert_str(w.handle, "ben@lock.example");
    assert_true(who_of_mention(STR("@ben"), STR("https://quay.example/x"), &a, &w));
    assert_str(w.handle, "ben@quay.example");
    assert_false(who_of_mention(STR("ben dover"), STR("https://quay.example/x"), &a, &w));
    assert_false(who_of_mention(STR("ben"), STR(""), &a, &w));
    arena_free(&a);
}

static void few_reactions_say_thanks(void **state)
{
    (void)state;
    static const char *const yes[] = {
        "🙏",     "🙏🏽", "❤️",       "💜",  ":pray:", "heart", "blob_thanks",
        ":thx:", "👏",        "raised_hands", "bow"};
    static const char *const no[] = {"👍", "😂", "thumbsup", "", ":fire:", "rainbow", "heartbroken"};
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
        assert_true(says_thanks(str_of(yes[i])));
    for (size_t i = 0; i < sizeof no / sizeof *no; i++)
        assert_false(says_thanks(str_of(no[i])));
}

static void tags_of_languages(void **state)
{
    (void)state;
    static const char *const good[] = {"en",
                                       "zh-Hans",
                                       "es-419",
                                       "de-CH-1996",
                                       "sl-rozaj",
                                       "und",
                                       "sr-Latn-RS",
                                       "zh-cmn-Hans-CN",
                                       "x-own",
                                       "i-klingon",
                                       "en-u-co-phonebk-x-a",
                                       "hy-Latn-IT-arevela"};
    static const char *const bad[] = {"de-419-DE", "sp",  "",     "e",  "english1", "en_US",
                                      "en--US",    "en-", "ab-1", "x-", "de-DE-a",  "Klingonish"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        if (!lang_tag_valid(str_of(good[i]))) print_error("%s\n", good[i]);
        assert_true(lang_tag_valid(str_of(good[i])));
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        if (lang_tag_valid(str_of(bad[i]))) print_error("%s\n", bad[i]);
        assert_false(lang_tag_valid(str_of(bad[i])));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addresses_say_whose_they_are),
        cmocka_unit_test(ids_and_mentions_say_who_it_is),
        cmocka_unit_test(few_reactions_say_thanks),
        cmocka_unit_test(tags_of_languages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

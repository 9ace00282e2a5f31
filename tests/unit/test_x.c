/* test_x.c - tests: x_archive.c, x_tweet.c, x_api.c; wanted values are read off the tweets by eye,
 * times are Python's datetime.strptime */
#include "helpers.h"

#include "records.h"

extern const struct importer importer_x_archive;

static struct str read_x(struct arena *a, const char *text)
{
    struct importer_options o = {.path = "in.json"};
    return records_of(&importer_x_archive, str_of(text), &o, a);
}

#define TWEET(text, more) \
    "{\"id_str\": \"12\", \"created_at\": \"Wed Oct 10 20:19:24 +0000 2018\", \"full_text\": " \
    "\"" text "\", \"user\": {\"screen_name\": \"ada\"}" more "}"

static void tweets_are_read(void **state)
{
    (void)state;
    struct arena a = {0};
    static const struct {
        const char *text, *want;
    } rows[] = {
        {TWEET("a &amp;&lt; b", ", \"lang\": \"qme\""),
         "1 doc post 2018-10-10T20:19:24Z key=twitter:12 author=twitter:ada "
         "url=https://twitter.com/ada/status/12 text=a &< b\n"},
        {TWEET("RT @ben: tides", ""), "1 doc post  key=twitter:12 author=twitter:ben text=tides\n"},
        {TWEET("RT @: tides", ""),
         "1 doc post 2018-10-10T20:19:24Z key=twitter:12 author=twitter:ada "
         "url=https://twitter.com/ada/status/12 text=RT @: tides\n"},
        {TWEET("see https://t.co/x1",
               ", \"entities\": {\"urls\": [{\"url\": \"https://t.co/x1\", \"expanded_url\": "
               "\"javascript:alert(1)\"}]}"),
         "1 doc post 2018-10-10T20:19:24Z key=twitter:12 author=twitter:ada "
         "url=https://twitter.com/ada/status/12 text=see javascript:alert(1)\n"},
        {"{\"id_str\": \"1\"}", "! 1: no tweet, want id, text and created_at\n"},
        {"{\"data\": [], \"meta\": {\"result_count\": 0}}",
         "1 nothing: an answer with nothing in it\n"},
        {"window.YTD.tweets.part0 = [ ]",
         "!! one file of an archive does not say whose tweets these are; import the archive's "
         "directory, or its zip\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_str(read_x(&a, rows[i].text), rows[i].want);
    arena_free(&a);
}

static void files_of_others_are_left_to_them(void **state)
{
    (void)state;
    static const struct sniffed rows[] = {
        {"window.YTD.tweets.part0 = [", 95},
        {"Grailbird.data.tweets_2014_01 = [", 95},
        {"window.YTD.like.part0 = [", 0},
        {TWEET("a", ""), 88},
        {"{\"data\": [{\"author_id\": \"1\", \"text\": \"a\", \"id\": \"2\"}]}", 87},
        {"{\"id\": 1, \"text\": \"a\"}", 0},
        {"", 0}};
    assert_sniffed(&importer_x_archive, "x.json", rows, sizeof rows / sizeof *rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tweets_are_read),
        cmocka_unit_test(files_of_others_are_left_to_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_activitystreams.c - tests: as2*.c; what is refused and why follows the Activity Streams 2.0
 * core and vocabulary, read by eye */
#include "helpers.h"

#include "records.h"

extern const struct importer importer_activitystreams;

static struct str read_as2(struct arena *a, struct str text)
{
    struct importer_options o = {.path = "in.json"};
    return records_of(&importer_activitystreams, text, &o, a);
}

#define AS2 "\"@context\": \"https://www.w3.org/ns/activitystreams\", "

static void what_breaks_the_vocabulary_is_refused(void **state)
{
    (void)state;
    struct arena a = {0};
    static const struct {
        const char *text, *want;
    } rows[] = {
        {"[{\"type\": \"Note\"}]",
         "!! a list at its top, want one object of ActivityStreams (a Collection of several)\n"},
        {"42", "!! a number at its top, want one object of ActivityStreams (a Collection of "
               "several)\n"},
        {"{\"@context\": 3}",
         "! 1: \"@context\" is a number, want \"https://www.w3.org/ns/activitystreams\"\n"},
        {"{\"@context\": \"http://other.example\"}",
         "! 1: \"@context\" is 'http://other.example', no ActivityStreams; want "
         "\"https://www.w3.org/ns/activitystreams\"\n"},
        {"{" AS2 "\"type\": 4}", "! 1: \"type\" is a number, want the name of a type\n"},
        {"{" AS2 "\"id\": \"notes/1\"}", "! 1: \"id\" is 'notes/1', want an absolute address\n"},
        {"{" AS2 "\"summary\": true}", "! 1: \"summary\" is true, want a text\n"},
        {"{" AS2 "\"content\": {\"en\": \"a\"}}", "! 1: \"content\" is an object, want a text\n"},
        {"{" AS2 "\"nameMap\": \"a\"}", "! 1: \"nameMap\" is 'a', want an object of languages\n"},
        {"{" AS2 "\"nameMap\": {\"en-\": \"a\"}}",
         "! 1: \"nameMap\" has 'en-', which is no tag of a language; want one such as en or "
         "zh-Hans\n"},
        {"{" AS2 "\"published\": \"yesterday\"}",
         "! 1: \"published\" is 'yesterday', want a date and time such as 2026-03-01T12:00:00Z\n"},
        {"{" AS2 "\"totalItems\": -1}",
         "! 1: \"totalItems\" is a number, want a whole number of 0 or more\n"},
        {"{" AS2 "\"accuracy\": 101}",
         "! 1: \"accuracy\" is a number, want a number from 0 to 100\n"},
        {"{" AS2 "\"duration\": \"2h\"}",
         "! 1: \"duration\" is '2h', want a duration such as PT2H\n"},
        {"{" AS2 "\"mediaType\": \"html\"}",
         "! 1: \"mediaType\" is 'html', want a media type such as text/html\n"},
        {"{" AS2 "\"object\": {\"type\": \"Note\", \"tag\": [5]}}",
         "! 1: \"tag\" is a number, want an address or an object\n"},
        {"{" AS2 "\"type\": \"Collection\", \"last\": {\"type\": \"Like\"}}",
         "! 1: \"last\" is of type Like, want a page of the collection\n"},
        {"{" AS2 "\"type\": \"CollectionPage\", \"partOf\": {\"type\": \"Note\"}}",
         "! 1: \"partOf\" is of type Note, want a collection\n"},
        {"{" AS2 "\"type\": \"Note\", \"url\": {\"type\": \"Link\"}}",
         "! 1: a Link without \"href\", want the address it leads to\n"},
        {"{" AS2 "\"type\": \"Collection\", \"orderedItems\": [{}]}",
         "!! a collection without order has \"orderedItems\", want them as \"items\"\n"},
        {"{\"orderedItems\": [{}], " AS2 "\"type\": \"Collection\"}",
         "1 nothing: an object without words\n!! a collection without order has "
         "\"orderedItems\", want them as \"items\"\n"},
        {"{" AS2 "\"content\": \"caf\xE9 caf\xC3\xA9\"}",
         "! 1: bytes that are no UTF-8; export it again\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_str(read_as2(&a, str_of(rows[i].text)), rows[i].want);
    arena_free(&a);
}

static void what_the_vocabulary_allows_is_read(void **state)
{
    (void)state;
    struct arena a = {0};
    static const struct {
        const char *text, *want;
    } rows[] = {
        {"{}", "1 nothing: an object without words\n"},
        {"{" AS2 "\"name\": \"a\", \"updated\": \"2026-03-01T12:00Z\", \"inReplyTo\": null}",
         "1 doc post 2026-03-01T12:00:00Z title=a\n"},
        {"{" AS2 "\"type\": \"Image\", \"name\": \"a\", \"icon\": {\"url\": \"b.png\"}}",
         "1 doc post  title=a\n"},
        {"{" AS2
         "\"type\": \"Collection\", \"items\": [\"http://x.example/1\", {\"name\": \"b\"}]}",
         "1 nothing: an address alone\n1 doc post  title=b\n"},
        {"{" AS2 "\"type\": \"Collection\", \"first\": {\"type\": \"CollectionPage\", \"next\": "
         "\"http://x.example/2\"}}",
         "1 nothing: a collection without its items\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_str(read_as2(&a, str_of(rows[i].text)), rows[i].want);
    arena_free(&a);
}

/* A collection that is cut gives what stands before. */
static void a_cut_collection_is_read_as_far_as_it_goes(void **state)
{
    (void)state;
    struct arena a = {0};
    assert_str(
        read_as2(&a, STR("{" AS2 "\"type\": \"Collection\", \"items\": [\n{\"name\": \"a\"},"
                         "\n{\"name\": \"b")),
        "2 doc post  title=a\n! 3: broken JSON (premature end of input near '\"b'); mend it, "
        "one object a line\n# it ends within its items\n");
    arena_free(&a);
}

static void depth_has_its_limit(void **state)
{
    (void)state;
    struct arena a = {0};
    struct buf b = buf_new(&a);
    for (int i = 0; i < 40; i++)
        buf_adds(&b, "{\"object\": ");
    buf_adds(&b, "{}");
    for (int i = 0; i < 40; i++)
        buf_addc(&b, '}');
    assert_str(read_as2(&a, buf_str(&b)),
               "! 1: objects within objects deeper than 32; make it flat\n");
    b = buf_new(&a);
    for (int i = 0; i < 100000; i++)
        buf_adds(&b, "{\"object\": ");
    assert_str(read_as2(&a, buf_str(&b)), "! 1: objects within objects too deep; make it flat\n");
    arena_free(&a);
}

static void files_of_others_are_left_to_them(void **state)
{
    (void)state;
    static const struct sniffed rows[] = {
        {"{\"@context\": \"https://www.w3.org/ns/activitystreams\"}", 95},
        {" {\"@context\": [{}, \"http://www.w3.org/ns/activitystreams#\"]", 95},
        {"{\"@context\": \"http://schema.org\", \"name\": \"x\"}", 86},
        {"{\"type\": \"Note\", \"content\": \"x\"}", 60},
        {"{}", 30},
        {"{\"id\": \"http://x.example\"}", 30},
        {"{\"id\": 4, \"name\": \"x\"}", 0},
        {"[{\"name\": \"x\"}]", 0},
        {"<feed/>", 0},
        {"", 0}};
    assert_sniffed(&importer_activitystreams, "x.json", rows, sizeof rows / sizeof *rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_breaks_the_vocabulary_is_refused),
        cmocka_unit_test(what_the_vocabulary_allows_is_read),
        cmocka_unit_test(a_cut_collection_is_read_as_far_as_it_goes),
        cmocka_unit_test(depth_has_its_limit),
        cmocka_unit_test(files_of_others_are_left_to_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_topic.c - tests: which docs a topic finds; hits counted by hand */
#include "store_made.h"

#include "find/topic.h"

static const char docs[] = "INSERT INTO doc (id, kind, text) VALUES"
                           " (1, 'post', 'The fly sat on the apt-get manual.'),"
                           " (2, 'post', 'Flies like packages; packaging is fun'),"
                           " (3, 'post', 'Zoë tests happiness, happily'),"
                           " (4, 'post', 'Spam and a virus'),"
                           " (5, 'post', 'a: NEAR b, get apt'),"
                           " (7, 'post', 'virus tested, spammers spammed a package');"
                           "INSERT INTO topic (id, text) VALUES (1, 'packages'), (2, 'virus');";

/* want: ids of docs, then a bar and ids of topics; "all" when everything is meant. */
static const struct {
    const char *topic, *want;
} finds[] = {
    {"", "all"},
    {"  ", "all"},
    {"*", "all"},
    /* English stems (Snowball): fly, flies -> fli; packag-; happi; test */
    {"fly", "1 2 |"},
    {"flies", "1 2 |"},
    {"package", "2 7 | 1"},
    {"PACKAGING", "2 7 | 1"},
    {"happy", "3 |"},
    {"testing", "3 7 |"},
    {"zoe", "3 |"},
    {"ZOË", "3 |"},
    {"spam", "4 7 |"},
    {"nothing", "|"},
    /* phrases and what folds to several words: exactly, but for case */
    {"\"apt get\"", "1 |"},
    {"apt-get", "1 |"},
    {"\"get apt\"", "5 |"},
    {"\"a package\"", "7 |"},
    {"\"a packages\"", "|"},
    {"\"packages\"", "2 | 1"},
    {"pack*", "2 7 | 1"},
    {"\"a virus\"*", "4 |"},
    {"\"a vir\"*", "4 |"},
    /* joining */
    {"spam virus", "4 7 |"},
    {"spam and package", "7 |"},
    {"fly or virus", "1 2 4 7 | 2"},
    {"fly OR virus NOT spam", "1 2 | 2"},
    {"not fly", "3 4 5 7 | 1 2"},
    {"-fly -virus", "3 5 | 1"},
    {"(fly or happy) not package", "1 3 |"},
    {"* not fly", "3 4 5 7 | 1 2"},
    /* the index's own syntax is plain text here */
    {"NEAR", "5 |"},
    {"\"a: NEAR b\"", "5 |"},
    {"words:spam", "|"},
    {"near(a b)", "5 |"}, /* near and (a and b) */
    {"^fly", "1 2 |"},
    {"fly + virus*", "!"},
    {"{words} : spam", "!"},
    {"'; DROP TABLE doc; --", "!"},
};

static void list_bits(struct buf *b, const struct bits *ids)
{
    for (size_t id = 0; id < ids->room; id++) {
        if (bits_has(ids, (int64_t)id)) buf_addf(b, "%s%zu", b->len ? " " : "", id);
    }
}

static void topics_find_forms_phrases_starts_and_what_joins_them(void **state)
{
    (void)state;
    struct made_store m = made_new();
    made_sql(&m, docs);
    index_made(&m);
    struct store *st = made_open(&m);
    struct arena a = {0};
    for (size_t i = 0; i < sizeof finds / sizeof *finds; i++) {
        struct topic_hits hits;
        struct err e = {0};
        enum status s = topic_hits(st, str_of(finds[i].topic), &a, &hits, &e);
        if (finds[i].want[0] == '!') {
            assert_int_equal(s, BAD_INPUT);
            continue;
        }
        if (s) print_error("%s: %s\n", finds[i].topic, e.text);
        assert_int_equal(s, OK);
        struct buf got = buf_new(&a);
        if (hits.everything) {
            buf_adds(&got, "all");
        } else {
            list_bits(&got, &hits.docs);
            buf_adds(&got, got.len ? " |" : "|");
            list_bits(&got, &hits.topics);
        }
        if (!str_is(buf_str(&got), finds[i].want)) print_error("topic %s:\n", finds[i].topic);
        assert_str(buf_str(&got), finds[i].want);
    }
    arena_free(&a);
    made_close(&m, st);
}

static void what_is_no_topic_is_refused_with_its_place(void **state)
{
    (void)state;
    static const struct {
        const char *topic, *want;
    } rows[] = {
        {"\"apt", "the topic has a quote at 1 that is never closed"},
        {"é \"apt", "the topic has a quote at 3 that is never closed"},
        {"(apt", "the topic has a '(' at 1 that is never closed"},
        {"apt)", "the topic has a ')' at 4 without its '('"},
        {"apt and", "the topic ends where it wants a word or \"a phrase\""},
        {"apt or or b", "the topic wants a word or \"a phrase\" at 8, not 'or'"},
        {"and apt", "the topic wants a word or \"a phrase\" at 1, not 'and'"},
        {"()", "the topic wants a word or \"a phrase\" at 2, not ')'"},
        {"apt !!!", "the topic has '!!!' at 5, which has no letters or digits to look for"},
        {"\"\"", "the topic has '\"\"' at 1, which has no letters or digits to look for"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct err e = {0};
        assert_refused(topic_check(str_of(rows[i].topic), &e), BAD_INPUT, e, rows[i].want);
    }
}

static void a_topic_past_the_limits_is_refused(void **state)
{
    (void)state;
    struct arena a = {0};
    struct buf many = buf_new(&a);
    for (int i = 0; i < 201; i++)
        buf_adds(&many, "word ");
    struct buf deep = buf_new(&a);
    for (int i = 0; i < 51; i++)
        buf_adds(&deep, "(");
    struct err e = {0};
    assert_refused(topic_check(buf_str(&many), &e), TOO_MUCH, e,
                   "the topic has more than 200 terms; shorten it");
    buf_adds(&deep, "x");
    assert_refused(topic_check(buf_str(&deep), &e), TOO_MUCH, e,
                   "the topic is nested deeper than 50 levels; simplify it");
    assert_ok(topic_check(str_head(buf_str(&many), 1000), &e), e);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(topics_find_forms_phrases_starts_and_what_joins_them),
        cmocka_unit_test(what_is_no_topic_is_refused_with_its_place),
        cmocka_unit_test(a_topic_past_the_limits_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

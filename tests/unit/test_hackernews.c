/* test_hackernews.c - tests: hackernews*.c; wanted values are read off the items by eye */
#include "helpers.h"

#include "records.h"

extern const struct importer importer_hackernews;

static struct str items(struct arena *a, const char *text)
{
    struct importer_options o = {.path = "x"};
    return records_of(&importer_hackernews, str_of(text), &o, a);
}

static void an_item_over_several_lines_is_one(void **state)
{
    (void)state;
    struct arena a = {0};
    assert_str(items(&a, "{\n  \"by\" : \"jo\",\n  \"id\" : 1,\n  \"time\" : 0,\n  \"type\" : "
                         "\"job\",\n  \"title\" : \"T\"\n}\n"),
               "1 doc job 1970-01-01T00:00:00Z key=https://news.ycombinator.com/item?id=1 "
               "author=hackernews:jo outlet=group:news.ycombinator.com(Hacker News)[group] title=T "
               "url=https://news.ycombinator.com/item?id=1\n");
    assert_str(items(&a, "{\n  \"by\" : \"jo\",\n"),
               "! 1: broken JSON (string or '}' expected near end of file); mend it, one object a "
               "line\n");
    arena_free(&a);
}

static void dates_of_a_table_are_read_by_its_column(void **state)
{
    (void)state;
    struct arena a = {0};
    assert_str(items(&a,
                     "id,title,url,num_points,num_comments,author,created_at\n1,t,,1,1,jo,3/4/2016 "
                     "1:00\n2,t,,1,1,jo,5/6/2016 1:00\n"),
               "!! column 'created_at': in no date can the day be told from the month; say --dates "
               "dmy (3/4 is 3 April) or --dates mdy (3/4 is March 4)\n");
    assert_str(items(&a, "id,title,author\n1,t,jo\n"),
               "!! no items of Hacker News; want columns such as id, by, time, type, parent, text, "
               "title, url, score, dead\n");
    arena_free(&a);
}

static void only_items_are_known(void **state)
{
    (void)state;
    static const struct sniffed rows[] = {
        {"{\"by\":\"jo\",\"id\":1,\"score\":3,\"time\":1,\"type\":\"story\"}", 88},
        {"[{\"by\":\"jo\",\"id\":1,\"parent\":3,\"time\":1,\"type\":\"comment\"}]", 88},
        {"{\"hits\":[{\"_tags\":[\"story\"],\"author\":\"jo\",\"objectID\":\"1\",\"points\":1", 90},
        {"{\"id\":1,\"created_at\":\"x\",\"created_at_i\":1,\"author\":\"jo\",\"points\":1", 85},
        {"{\"about\":\"x\",\"created\":1,\"id\":\"jo\",\"karma\":1}", 80},
        {"title,url,text,dead,by,score,time,timestamp,type,id,parent,descendants\n", 86},
        {"id,by,author,time,time_ts,text,parent,deleted,dead,ranking\n", 86},
        {"Object ID,Title,Post Type,Author,Created At,URL,Points,Number of Comments\n", 86},
        {"author,created_utc,id,score,subreddit,title,url,num_comments\n", 0},
        {"id,author,created_at,title,url\n", 0},
        {"at,verb,from,to\n", 0},
        {"{\"type\":\"story\",\"id\":1,\"time\":2}", 0},
        {"{\"type\":\"message\",\"by\":\"jo\",\"id\":1,\"time\":2,\"parent\":3}", 0},
        {"", 0},
    };
    assert_sniffed(&importer_hackernews, "x", rows, sizeof rows / sizeof *rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_item_over_several_lines_is_one),
        cmocka_unit_test(dates_of_a_table_are_read_by_its_column),
        cmocka_unit_test(only_items_are_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

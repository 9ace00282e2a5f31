/* test_json_walk.c - tests: json_walk.c; what stands where is read off the texts by eye */
#include "helpers.h"

#include "listen/json_walk.h"

#include <jansson.h>

static const char *const keys[] = {"messages", "people", NULL};

/* "KEY around: line:object line:object; " of each list; most: objects read of each. */
static struct str walked(struct arena *a, const char *text, int most)
{
    struct json_walk w;
    struct err e = {{0}};
    struct buf b = buf_new(a);
    size_t key = 0;
    assert_ok(json_walk_open(reader_of(str_of(text), a), keys, a, &w, &e), e);
    enum status s;
    while (!(s = json_walk_next(&w, &key, &e))) {
        json_t *around = json_walk_around(&w, a);
        char *shown = json_dumps(around, JSON_COMPACT);
        buf_addf(&b, "%s %s:", keys[key], shown);
        free(shown);
        json_decref(around);
        json_t *object = NULL;
        uint64_t line = 0;
        enum status in = OK;
        for (int n = 0; n < most && in != DONE; n++) {
            in = json_rows_next(&w.rows, a, &object, &line, &e);
            if (in == BAD_INPUT) buf_addf(&b, " !%s", e.text);
            if (in) continue;
            shown = json_dumps(object, JSON_COMPACT);
            buf_addf(&b, " %d:%s", (int)line, shown);
            free(shown);
            json_decref(object);
        }
        buf_adds(&b, "; ");
    }
    if (s != DONE) buf_adds(&b, e.text);
    return buf_str(&b);
}

static void lists_are_found_within_lists_and_objects(void **state)
{
    (void)state;
    struct arena a = {0};
    const char *text =
        "{\"about\": \"x\",\n \"chats\": {\"list\": [\n"
        "  {\"name\": \"one \\\" two\", \"n\": -1.5, \"ok\": true, \"x\": {\"y\": 2},\n"
        "   \"messages\": [{\"id\": 1},\n {\"id\": [2, \"]\"]}]},\n"
        "  {\"name\": null, \"messages\": []}]},\n"
        " \"people\": [{\"a\": {\"messages\": [1]}}]}";
    assert_str(walked(&a, text, 9),
               "messages {\"name\":\"one \\\" two\",\"n\":-1.5,\"ok\":true}: 4:{\"id\":1} "
               "5:{\"id\":[2,\"]\"]}; messages {\"name\":null}:; "
               "people {\"about\":\"x\"}: 7:{\"a\":{\"messages\":[1]}}; ");
    /* what is not read is passed over, and lists in it are found on the way */
    assert_str(walked(&a, text, 0),
               "messages {\"name\":\"one \\\" two\",\"n\":-1.5,\"ok\":true}:; messages "
               "{\"name\":null}:; people {\"about\":\"x\"}:; messages {}:; ");
    assert_str(
        walked(&a, text, 1),
        "messages {\"name\":\"one \\\" two\",\"n\":-1.5,\"ok\":true}: 4:{\"id\":1}; "
        "messages {\"name\":null}:; people {\"about\":\"x\"}: 7:{\"a\":{\"messages\":[1]}}; ");
    arena_free(&a);
}

static void keys_alone_count_and_only_with_lists_behind(void **state)
{
    (void)state;
    struct arena a = {0};
    assert_str(walked(&a, "{\"x\": \"messages\", \"y\": [1], \"messages\": {}, \"people\": 3}", 9),
               "");
    assert_str(walked(&a, "[\"messages\", [{}]]", 9), "");
    assert_str(walked(&a, "{\"messages\" : \n [ {} ]}", 9), "messages {}: 2:{}; ");
    assert_str(walked(&a, "", 9), "");
    assert_str(walked(&a, "no JSON at all", 9), "");
    arena_free(&a);
}

static void what_is_broken_costs_only_itself(void **state)
{
    (void)state;
    struct arena a = {0};
    assert_str(walked(&a, "{\"messages\": [{\"id\": 1}, 7, {\"id\": 2}], \"people\": [{}]}", 9),
               "messages {}: 1:{\"id\":1} !1: broken JSON ('[' or '{' expected near '7'); mend it, "
               "one object a line "
               "1:{\"id\":2}; people {}: 1:{}; ");
    assert_str(
        walked(&a, "{\"messages\": [{\"id\": 1}, {\"id\"", 9),
        "messages {}: 1:{\"id\":1} !1: broken JSON (':' expected near end of file); mend it, "
        "one object a line; ");
    /* a value that breaks what stands around is no reason to lose the list */
    assert_str(walked(&a, "{\"a\": nonsense, \"messages\": [{}]}", 9), "messages {}: 1:{}; ");
    arena_free(&a);
}

static void too_deep_is_one_sentence(void **state)
{
    (void)state;
    struct arena a = {0};
    struct buf b = buf_new(&a);
    for (int i = 0; i < 100000; i++)
        buf_adds(&b, "\n["); /* the first is on line 2 */
    assert_str(walked(&a, b.p, 9),
               "130: more than 128 objects and lists within each other; export it again");
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists_are_found_within_lists_and_objects),
        cmocka_unit_test(keys_alone_count_and_only_with_lists_behind),
        cmocka_unit_test(what_is_broken_costs_only_itself),
        cmocka_unit_test(too_deep_is_one_sentence),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

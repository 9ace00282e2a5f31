/* test_github.c - tests: github.c, github_doc.c; wanted values are read off the events by eye */
#include "helpers.h"

#include "records.h"

extern const struct importer importer_github;

static struct str events(struct arena *a, const char *text)
{
    struct importer_options o = {.path = "x.json"};
    return records_of(&importer_github, str_of(text), &o, a);
}

#define EVENT(type, payload) \
    "{\"type\":\"" type "\",\"actor\":{\"login\":\"me\"},\"repo\":{\"name\":\"O/r\"}," \
    "\"created_at\":\"2015-01-01T00:00:00Z\",\"payload\":" payload "}\n"
#define R " outlet=group:O/r(O/r)[group]"
#define COMMENT(body) \
    EVENT("IssueCommentEvent", \
          "{\"issue\":{\"number\":1},\"comment\":{\"id\":2,\"body\":\"" body "\"}}")

static struct str mentions(struct arena *a, const char *event)
{
    struct err e;
    void *st = NULL;
    struct record r;
    struct buf b = buf_new(a);
    struct importer_options o = {.path = "x.json"};
    assert_ok(importer_github.open(reader_of(str_of(event), a), &o, a, &st, &e), e);
    assert_ok(importer_github.next(st, a, &r, &e), e);
    for (size_t i = 0; i < r.doc.heed_count; i++)
        buf_addf(&b, "%.*s ", STR_ARG(r.doc.heeds[i].to.handle));
    importer_github.close(st);
    return buf_str(&b);
}

static void an_at_calls_people_and_neither_teams_nor_code(void **state)
{
    (void)state;
    struct arena a = {0};
    const struct {
        const char *event, *want;
    } rows[] = {
        {COMMENT("@ann, @bo-b and @me: hi @ann"), "ann bo-b "},
        {COMMENT("@o/team @angular/core me@x.org"), ""},
        {COMMENT("`@code` ```@in``` @out"), "out "},
        {COMMENT("```java\\n@Override\\n```\\n@out"), "out "},
        {COMMENT("> @quoted said\\n    @indented\\n@out"), "out "},
        {COMMENT("@-no @no- @under_score @toolong8901234567890123456789012345678901"), "no "},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_str(mentions(&a, rows[i].event), rows[i].want);
    arena_free(&a);
}

static void an_address_is_the_pushers_only_where_the_commit_has_their_login(void **state)
{
    (void)state;
    struct arena a = {0};
    const struct {
        const char *author, *want;
    } rows[] = {
        {"\"email\":\"M@x.org\",\"name\":\"Me\"",
         " author=email:M@x.org(Me)" R
         " title=t url=https://github.com/O/r/commit/s text=t\n1 person email:M@x.org github:me\n"},
        {"\"email\":\"me@x.org\",\"name\":\"Other\"",
         " author=email:me@x.org(Other)" R " title=t url=https://github.com/O/r/commit/s text=t\n"},
        {"\"email\":\"7+bo@users.noreply.github.com\",\"name\":\"Bo B\"",
         " author=github:bo(Bo B)" R " title=t url=https://github.com/O/r/commit/s text=t\n"},
        {"\"email\":\"none\",\"name\":\"Bo B\"",
         R " title=t url=https://github.com/O/r/commit/s text=t\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct str event = str_printf(&a,
                                      "{\"type\":\"PushEvent\",\"actor\":{\"login\":\"me\"},"
                                      "\"repo\":{\"name\":\"O/r\"},\"created_at\":\"2015-01-01\","
                                      "\"payload\":{\"commits\":[{\"sha\":\"s\",\"message\":\"t\","
                                      "\"author\":{%s}}]}}",
                                      rows[i].author);
        struct str want = str_printf(&a,
                                     "1 doc commit 2015-01-01T00:00:00Z "
                                     "key=https://github.com/o/r/commit/s%s",
                                     rows[i].want);
        assert_str(events(&a, event.p), want.p);
    }
    arena_free(&a);
}

static void events_of_no_use_say_why(void **state)
{
    (void)state;
    struct arena a = {0};
    assert_str(events(&a, EVENT("DeleteEvent", "{}") EVENT("NewEvent", "{}")
                              EVENT("PushEvent", "{\"commits\":[]}") EVENT("FollowEvent", "{}")
                                  EVENT("IssuesEvent", "{\"action\":\"closed\",\"issue\":5}")),
               "1 nothing: a branch or tag deleted\n2 nothing: an event of another kind\n"
               "3 nothing: a push of nothing new\n4 nothing: an event that names nobody\n"
               "5 nothing: an issue that is not told\n");
    assert_str(events(&a, "{\"type\":\"PushEvent\",\"created_at\":\"2015-01-01\",\"payload\":{}}\n"
                          "{\"type\":\"PushEvent\",\"actor\":\"a\",\"payload\":{}}\n[]\n"),
               "1 nothing: an event of nobody\n"
               "! 2: no event: type, payload or created_at is missing; want events as "
               "gharchive.org and GitHub's API give them\n"
               "! 3: no JSON object; want {\"name\": …} or such\n");
    arena_free(&a);
}

static void only_events_are_known(void **state)
{
    (void)state;
    static const struct sniffed rows[] = {
        {EVENT("PushEvent", "{}"), 90},
        {"[{\"id\": \"1\", \"type\": \"WatchEvent\", \"actor\": {", 60},
        {"{\"created_at\":\"2012-01-01\",\"payload\":{\"pull_request\":{\"url\":\"https://"
         "github.com/o/r/pull/1\"",
         60},
        {"{\"repository\":{\"url\":\"https://github.com/o/r\"},\"payload\":{", 60},
        {"{\"type\":\"message\",\"actor\":\"x\"}", 0},
        {"at,verb,from,to\n", 0},
        {"", 0},
    };
    assert_sniffed(&importer_github, "x", rows, sizeof rows / sizeof *rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_at_calls_people_and_neither_teams_nor_code),
        cmocka_unit_test(an_address_is_the_pushers_only_where_the_commit_has_their_login),
        cmocka_unit_test(events_of_no_use_say_why),
        cmocka_unit_test(only_events_are_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

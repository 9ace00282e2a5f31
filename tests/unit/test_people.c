/* test_people.c - tests: whom queries and words name; behaviours counted by hand */
#include "store_made.h"

#include "base/evidence.h"
#include "find/people.h"
#include "find/why.h"

/*
 * 1 Jane Doe, 2 Jane Roe, 3 Zoë O'Neil (merged into 4), 4 Zoe O'Neil, 5 Karl Heinz, ours,
 * 6 Ann Lee, who did nothing.
 * Docs: 1 by Jane Doe on a Monday; 2 by Zoë answers it 2 h later; 3 by Zoe answers 1, 4 h later;
 * 4 by Jane Doe answers her own 1; 5 by Karl, ten days later; 6 is 5 re-shared.
 */
static const char small[] =
    "INSERT INTO source (id, kind, locator, hash, read_at) VALUES (1, 'mail', '/m', 'x', "
    "1700000000);"
    "INSERT INTO node (id, type, kind, name, name_key, country, title, parent, staff, merged_into)"
    " VALUES (1, 'person', NULL, 'Jane Doe', 'jane doe', 'DE', 'Head of Data', NULL, 0, NULL),"
    " (2, 'person', NULL, 'Jane Roe', 'jane roe', 'us', NULL, NULL, 0, NULL),"
    " (3, 'person', NULL, 'Zoë O''Neil', 'zoe o neil', 'FR', NULL, NULL, 0, 4),"
    " (4, 'person', NULL, 'Zoe O''Neil', 'zoe o neil', NULL, 'data scientist', NULL, 0, NULL),"
    " (5, 'person', NULL, 'Karl Heinz', 'karl heinz', 'DE', NULL, NULL, 1, NULL),"
    " (6, 'person', NULL, 'Ann Lee', 'ann lee', NULL, NULL, NULL, 0, NULL),"
    " (20, 'org', NULL, 'Acme', 'acme', NULL, NULL, NULL, 0, NULL),"
    " (21, 'org', NULL, 'Acme Labs', 'acme labs', NULL, NULL, 20, 0, NULL),"
    " (22, 'org', NULL, 'Not Acme', 'not acme', NULL, NULL, NULL, 0, NULL),"
    " (30, 'outlet', 'list', 'Dev Talk', 'dev talk', NULL, NULL, NULL, 0, NULL),"
    " (31, 'outlet', 'list', 'rpm-list', 'rpm list', NULL, NULL, NULL, 0, NULL),"
    " (32, 'outlet', 'event', 'Summit 2026', 'summit 2026', NULL, NULL, NULL, 0, NULL),"
    " (33, 'outlet', 'site', 'Notes', 'notes', NULL, NULL, NULL, 0, NULL),"
    " (34, 'outlet', 'list', 'Builders', 'builders', NULL, NULL, NULL, 0, NULL),"
    " (35, 'outlet', 'group', 'The Paper', 'the paper', NULL, NULL, NULL, 0, NULL);"
    "INSERT INTO account (id, node, channel, handle_key, handle) VALUES"
    " (1, 1, 'email', 'jane@x.org', 'Jane@x.org'), (2, 2, 'forum', 'jane', 'Jane'),"
    " (3, 3, 'email', 'zoe@x.org', 'zoe@x.org'), (4, 4, 'mastodon', 'zoe@hachy.io', "
    "'@zoe@hachy.io'),"
    " (5, 5, 'email', 'karl@us.org', 'karl@us.org'), (30, 30, 'list', 'dev@lists.x.org', 'dev'),"
    " (31, 31, 'list', 'rpm-list.freshrpms.net', 'rpm'), (32, 32, 'event', 'summit 2026', 's'),"
    " (33, 33, 'site', 'globex.org', 'globex.org'), (34, 34, 'list', 'globex.lists.net', 'g'),"
    " (35, 35, 'email', 'news@globex.org', 'news@globex.org');"
    "INSERT INTO alias (node, name_key, name) VALUES (1, 'j d', 'J. D.'), (6, 'anna lee', 'Anna "
    "Lee');"
    "INSERT INTO tag (node, key, value) VALUES (1, 'tag', 'buyer'), (3, 'tag', 'Buyer'),"
    " (2, 'category', 'analyst'), (5, 'team', 'devrel'), (6, 'tag', 'c++'), (2, 'tag', 'c');"
    "INSERT INTO affil (person, org, role, until) VALUES (1, 20, 'employee', NULL),"
    " (2, 21, 'employee', NULL), (6, 20, 'employee', 1600000000), (4, 22, 'employee', 1800000000),"
    " (6, 32, 'speaker', NULL), (1, 33, 'author', NULL), (2, 34, 'member', NULL),"
    " (5, 35, 'author', NULL);"
    "INSERT INTO metric (node, name, value, at, source) VALUES (1, 'followers', 1000, 5, 1);"
    "INSERT INTO doc (id, outlet, author, at, kind, title, url, parent, root, same_as, text, "
    "source,"
    " place) VALUES"
    " (1, 30, 1, 1041811200, 'mail', 't', 'u', NULL, 1, NULL, 'hello', 1, '7')," /* Mon 2003-01-06
                                                                                  */
    " (2, 30, 3, 1041818400, 'mail', NULL, NULL, 1, 1, NULL, NULL, 1, '8'),"
    " (3, 30, 4, 1041825600, 'mail', NULL, NULL, 1, 1, NULL, NULL, 1, '9'),"
    " (4, 30, 1, 1041830000, 'mail', NULL, NULL, 1, 1, NULL, NULL, 1, '10'),"
    " (5, 31, 5, 1042675200, 'mail', NULL, NULL, NULL, 5, NULL, NULL, 1, '11'),"
    " (6, 31, 5, 1042675300, 'mail', NULL, NULL, NULL, 5, 5, NULL, 1, '12');"
    "INSERT INTO evidence (id, at, verb, from_account, to_account, doc, sign, source, place, "
    "ext_key)"
    " VALUES (1, 1041818400, 14, 3, 1, 2, 1, 1, NULL, x'01'),"
    " (2, 1041825600, 14, 4, 1, 3, 1, 1, NULL, x'02'),"     /* the same person again */
    " (3, 1041825600, 8, 1, 3, 3, 1, 1, NULL, x'03'),"      /* accepted Zoe's answer */
    " (4, 1041830000, 9, 2, 32, NULL, 1, 1, '3', x'04'),"   /* Jane Roe attended the summit */
    " (5, 1050000000, 1, 2, 1, NULL, -1, 1, NULL, x'05'),"  /* and opposes Jane Doe */
    " (6, 1060000000, 18, 6, 1, NULL, 1, 1, NULL, x'06');"; /* a claim says nothing */

static const struct {
    const char *query, *want; /* ids */
} names[] = {
    {"everyone", "1 2 4 5 6"},
    {"us", "5"},
    {"everyone not us", "1 2 4 6"},
    {"tag:buyer", "1 4"}, /* Zoë's tag is Zoe's */
    {"TAG:BUYER", "1 4"},
    {"tag:buy", ""},
    {"tag:c++", "6"}, /* no part of a tag, no folding of its signs */
    {"tag:c", "2"},
    {"category:analyst", "2"},
    {"team:DevRel", "5"},
    {"country:de", "1 5"},
    {"country:fr", "4"},
    {"channel:email", "1 4 5"},
    {"channel:forum", "2"},
    {"title:data", "1 4"},
    {"title:\"head of\"", "1"},
    {"title:\"of head\"", ""},
    /* Acme and its labs; not who left, nor another with the word in its name */
    {"org:acme", "1 2"},
    {"org:\"Acme Labs\"", "2"},
    {"org:labs", "2"},
    {"org:not", "4"}, /* until a day later than the newest import */
    {"jane", "1 2"},
    {"name:doe", "1"},
    {"\"jane doe\"", "1"},
    {"\"doe jane\"", ""},
    {"jane doe", "1"}, /* both words, as two terms */
    {"zoë", "4"},
    {"\"Anna Lee\"", "6"},
    {"jane@x.org", "1"},
    {"name:\"forum:JANE\"", "2"},
    {"@zoe@hachy.io", "4"},
    {"p2", "2"},
    {"p3", "4"},
    {"p99", ""},
    /* outlets: name, handle, local part, first label of a list id; else all words in any order */
    {"outlet:\"Dev Talk\"", "1 4"},
    {"outlet:dev", "1 4"},
    {"outlet:rpm-list", "5"},
    {"outlet:\"talk dev\"", "1 4"},
    {"outlet:freshrpms", "5"},
    {"outlet:summit", "2 6"},
    {"outlet:nothing", ""},
    {"outlet:globex", "2"},           /* a list's first label; a site of that host is another */
    {"outlet:globex.lists.net", "2"}, /* its whole id */
    {"outlet:globex.org", "1"},       /* a host is meant as a whole */
    {"outlet:\"org globex\"", "1"},   /* and its words loosely, but not those of a mail's host */
    {"outlet:news", "5"},             /* an address by what stands before its @ */
    {"outlet:news@globex.org", "5"},
    /* behaviours */
    {"posts>=2", "1 4"},
    {"posts = 1", "5"}, /* a doc that was shared again counts once */
    {"answers>0", "4"},
    {"answers>=2", "4"},
    {"accepted=1", "4"},
    {"replies=2", "4"},
    {"heeded_by=1", "1 4"}, /* Zoe is one, however often; who opposes does not heed */
    {"heeds=1", "1 2 4"},
    {"median_reply_hours=3", "4"},
    {"median_reply_hours<100", "4"}, /* who never answered has none */
    {"active_weeks=1", "1 4 5"},
    {"active_weeks=2", "2"},
    {"first_seen=2003-01-06", "1 2 4"},
    {"last_seen>2003-01-06", "2 5"},
    {"last_seen>=2003-01-06", "1 2 4 5"},
    {"last_seen<=2003-01-06", "1 4"},
    {"last_seen<2003-01-06", ""},
    {"last_seen<2003-01-06T04:30:00Z", "4"},
    {"followers>500", "1"},
    {"followers<=5000", "1"},
    /* joining */
    {"tag:buyer country:de", "1"},
    {"tag:buyer AND country:DE", "1"},
    {"tag:buyer or us", "1 4 5"},
    {"tag:buyer or us -country:de", "1 4"}, /* and binds more than or */
    {"(tag:buyer or us) -country:de", "4"},
    {"not (tag:buyer or us)", "2 6"},
    {"not not us", "5"},
    {"- us", "1 2 4 6"},
    {"\"and\" or us", "5"},
};

static struct store *small_store(struct made_store *m)
{
    *m = made_new();
    made_sql(m, small);
    return made_open(m);
}

/* people.sql names verbs by number; this ties them to the list. */
static void who_attends_reads_or_follows_an_outlet_belongs_to_it(void **state)
{
    (void)state;
    struct made_store m = made_new();
    struct arena a = {0};
    made_sql(&m, small);
    for (int v = VERB_NONE + 1; v < VERB_COUNT; v++) {
        made_sql(&m, str_printf(&a,
                                "INSERT INTO node (id, type, name, name_key)"
                                " VALUES (%d, 'person', 'x', 'x');"
                                "INSERT INTO account (id, node, channel, handle_key, handle)"
                                " VALUES (%d, %d, 'forum', 'x%d', 'x');"
                                "INSERT INTO evidence (at, verb, from_account, to_account, ext_key)"
                                " VALUES (1, %d, %d, 34, x'ff%02x');",
                                100 + v, 100 + v, 100 + v, v, v, 100 + v, v)
                         .p);
    }
    struct store *st = made_open(&m);
    struct node_set set = {0};
    struct err e = {0};
    assert_ok(people_find(st, STR("outlet:builders"), &a, &set, &e), e);
    for (int v = VERB_NONE + 1; v < VERB_COUNT; v++) {
        bool heeds = v == VERB_ATTENDED || v == VERB_READS || v == VERB_FOLLOWED;
        assert_int_equal(node_set_has(&set, 100 + v), heeds);
    }
    arena_free(&a);
    made_close(&m, st);
}

static void queries_name_people(void **state)
{
    (void)state;
    struct made_store m;
    struct store *st = small_store(&m);
    struct arena a = {0};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct node_set set = {0};
        struct err e = {0};
        enum status s = people_find(st, str_of(names[i].query), &a, &set, &e);
        if (s) print_error("%s: %s\n", names[i].query, e.text);
        assert_int_equal(s, OK);
        struct buf got = buf_new(&a);
        for (size_t k = 0; k < set.count; k++) {
            buf_addf(&got, "%s%lld", k ? " " : "", (long long)set.id[k]);
            assert_true(node_set_has(&set, set.id[k]));
            assert_int_equal(node_set_has(&set, set.id[k] + 1),
                             k + 1 < set.count && set.id[k + 1] == set.id[k] + 1);
        }
        if (!str_is(buf_str(&got), names[i].want)) print_error("query %s:\n", names[i].query);
        assert_str(buf_str(&got), names[i].want);
    }
    arena_free(&a);
    made_close(&m, st);
}

static void what_is_no_query_is_refused_with_its_place(void **state)
{
    (void)state;
    static const struct {
        const char *query, *want;
    } rows[] = {
        {" ", "the query is empty; 'everyone' names everybody, 'kith help query' tells the rest"},
        {"tag:", "the query wants a value behind 'tag:' at 5"},
        {"tag:\" \"", "the query wants a value behind 'tag:' at 8"},
        {"us contry:de", "the query has an unknown key 'contry' at 4; did you mean 'country'?"},
        {"é github:jane",
         "the query has an unknown key 'github' at 3; want one of tag, category, team, org, "
         "country, channel, outlet, name, title, or quote it if it is a name"},
        {"post>=3", "the query has an unknown behaviour 'post' at 1; did you mean 'posts'?"},
        {"elephants>=3",
         "the query has an unknown behaviour 'elephants' at 1; want one of posts, answers, "
         "accepted, replies, heeded_by, heeds, median_reply_hours, active_weeks, first_seen, "
         "last_seen, followers"},
        {"posts:3", "the query compares 'posts' at 1 by a colon; write it with >=, <=, >, < or =, "
                    "such as posts>=3"},
        {"last_seen:3", "the query compares 'last_seen' at 1 by a colon; write it with >=, <=, >, "
                        "< or =, such as last_seen>=2026-01-31"},
        {"tag=buyer", "the query compares 'tag' at 1, which has no order; write tag:VALUE"},
        {"posts>=", "the query wants a value behind 'posts>=' at 8"},
        {"posts > many", "the query wants a number for 'posts' at 9, not 'many'"},
        {"posts>=1e999", "the query wants a number for 'posts' at 8, not '1e999'"},
        {"last_seen>soon",
         "the query wants a date such as 2026-01-31 for 'last_seen' at 11, not 'soon'"},
        {"\"jane", "the query has a quote at 1 that is never closed"},
        {"\"\"", "the query wants a name between the quotes at 1"},
        {"(us", "the query has a '(' at 1 that is never closed"},
        {"us)", "the query has a ')' at 3 without its '('"},
        {"us or", "the query ends where it wants a name or key:value"},
        {"not", "the query ends where it wants a name or key:value"},
        {"-", "the query ends where it wants a name or key:value"},
        {"us and and us", "the query wants a name or key:value at 8, not 'and'"},
    };
    struct arena a = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct people_query *q = NULL;
        struct err e = {0};
        assert_refused(people_parse(str_of(rows[i].query), &a, &q, &e), BAD_INPUT, e, rows[i].want);
        assert_null(q);
    }
    struct buf many = buf_new(&a);
    struct buf deep = buf_new(&a);
    for (int i = 0; i < 201; i++)
        buf_adds(&many, "us ");
    for (int i = 0; i < 51; i++)
        buf_adds(&deep, "not ");
    buf_adds(&deep, "us");
    struct people_query *q = NULL;
    struct err e = {0};
    assert_refused(people_parse(buf_str(&many), &a, &q, &e), TOO_MUCH, e,
                   "the query has more than 200 terms; shorten it");
    assert_refused(people_parse(buf_str(&deep), &a, &q, &e), TOO_MUCH, e,
                   "the query is nested deeper than 50 levels; simplify it");
    arena_free(&a);
}

static void everyone_alone_is_everyone(void **state)
{
    (void)state;
    static const struct {
        const char *query;
        bool want;
    } rows[] = {{"everyone", true},
                {"(Everyone)", true},
                {"\"everyone\"", false},
                {"everyone us", false},
                {"not us", false}};
    struct arena a = {0};
    struct err e = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct people_query *q = NULL;
        assert_ok(people_parse(str_of(rows[i].query), &a, &q, &e), e);
        assert_int_equal(people_is_everyone(q), rows[i].want);
    }
    arena_free(&a);
}

static void terms_that_name_nobody_are_told(void **state)
{
    (void)state;
    struct made_store m;
    struct store *st = small_store(&m);
    struct arena a = {0};
    struct err e = {0};
    struct people_query *q = NULL;
    struct people_miss *miss = NULL;
    assert_ok(people_parse(STR("tag:buyr or outlet:\"dev tlak\" or us -country:XX"), &a, &q, &e),
              e);
    assert_ok(people_misses(st, q, &a, &miss, &e), e);
    assert_str(miss->term, "tag:buyr");
    assert_str(miss->near, "tag:buyer");
    assert_str(miss->next->term, "outlet:\"dev tlak\"");
    assert_str(miss->next->near, "outlet:\"dev talk\"");
    assert_str(miss->next->next->term, "country:XX");
    assert_str(miss->next->next->near, NULL);
    assert_null(miss->next->next->next);
    arena_free(&a);
    made_close(&m, st);
}

static void one_word_names_one_person_or_says_who_else(void **state)
{
    (void)state;
    static const struct {
        const char *word;
        int64_t want; /* 0: refused with the sentence */
        const char *sentence;
    } rows[] = {
        {"p1", 1, NULL},
        {"p3", 4, NULL},
        {"JANE@X.org", 1, NULL},
        {"email:zoe@x.org", 4, NULL},
        {"@zoe@hachy.io", 4, NULL},
        {"jane", 2, NULL}, /* a handle, before the starts of names */
        {" Jane  Doe ", 1, NULL},
        {"zoë o'neil", 4, NULL},
        {"anna lee", 6, NULL},
        {"karl", 5, NULL},
        {"jan", 0, "'jan' fits 2 people: p1 Jane Doe, p2 Jane Roe; name one by id, such as p1"},
        {"Karl Hienz", 0, "nobody here is called 'Karl Hienz'; did you mean Karl Heinz (p5)?"},
        {"dooe", 0, "nobody here is called 'dooe'; did you mean Jane Doe (p1)?"},
        {"xyzzy plugh", 0, "nobody here is called 'xyzzy plugh'; 'kith people' lists who is"},
        {"p20", 0, "nobody here is called 'p20'; 'kith people' lists who is"},
        {"!!!", 0, "nobody here is called '!!!'; 'kith people' lists who is"},
        {" ", 0, "no name was given; want an id, a handle or a name"},
    };
    struct made_store m;
    struct store *st = small_store(&m);
    struct arena a = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct err e = {0};
        int64_t id = 0;
        enum status s = person_find(st, str_of(rows[i].word), &a, &id, &e);
        if (id != rows[i].want) print_error("word %s: %s\n", rows[i].word, e.text);
        assert_int_equal(id, rows[i].want);
        assert_int_equal(s == OK, rows[i].want != 0);
        if (rows[i].sentence) assert_string_equal(e.text, rows[i].sentence);
    }
    assert_str(node_public_id(&a, 12, 'p'), "p12");
    arena_free(&a);
    made_close(&m, st);
}

static void a_row_of_evidence_leads_back_to_its_source(void **state)
{
    (void)state;
    struct made_store m;
    struct store *st = small_store(&m);
    struct arena a = {0};
    struct err e = {0};
    struct proof p;
    assert_ok(proof_load(st, 1, &a, &p, &e), e);
    assert_str(p.from, "Zoe O'Neil"); /* after the merge */
    assert_str(p.to, "Jane Doe");
    assert_str(p.verb, "replied");
    assert_int_equal(p.at_s, 1041818400);
    assert_str(p.source, "/m");
    assert_str(p.place, "8"); /* the doc's, as the row has none */
    assert_ok(proof_load(st, 4, &a, &p, &e), e);
    assert_str(p.place, "3");
    assert_str(p.to, "Summit 2026");
    assert_refused(proof_load(st, 99, &a, &p, &e), NOT_FOUND, e, "there is no evidence 99 here");
    arena_free(&a);
    made_close(&m, st);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(queries_name_people),
        cmocka_unit_test(who_attends_reads_or_follows_an_outlet_belongs_to_it),
        cmocka_unit_test(what_is_no_query_is_refused_with_its_place),
        cmocka_unit_test(everyone_alone_is_everyone),
        cmocka_unit_test(terms_that_name_nobody_are_told),
        cmocka_unit_test(one_word_names_one_person_or_says_who_else),
        cmocka_unit_test(a_row_of_evidence_leads_back_to_its_source),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

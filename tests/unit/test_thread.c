/* test_thread.c - tests: replies, threads and outlets, whatever the order in which docs arrive */
#include "helpers.h"
#include "listen.h"

/* "key<parent<root" of every doc. */
static struct str threads(struct desk *d)
{
    return desk_ask(
        d, "SELECT d.doc_key||'<'||coalesce(p.doc_key,'')||'<'||r.doc_key FROM doc d "
           "LEFT JOIN doc p ON p.id = d.parent JOIN doc r ON r.id = d.root ORDER BY d.doc_key");
}

static void replies_are_found_in_any_order(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    (void)desk_lines(&d, "backwards",
                     "doc key=d; by=ann@x.org; at=2002-01-04; re=c,b\n"
                     "doc key=c; by=bob@x.org; at=2002-01-03; re=gone,b,a\n"
                     "doc key=b; by=ann@x.org; at=2002-01-02; re=a\n"
                     "doc key=a; by=cy@x.org; at=2002-01-01\n"
                     "doc key=e; by=ann@x.org; at=2002-01-05; re=d\n");
    assert_str(threads(&d), "a<<a\nb<a<a\nc<b<a\nd<c<a\ne<d<a");
    assert_str(
        desk_evidence(&d),
        "ann@x.org replied bob@x.org\nbob@x.org replied ann@x.org\nann@x.org replied cy@x.org");
    desk_close(&d);
}

static void a_parent_that_comes_later_is_answered_then(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    (void)desk_lines(&d, "second",
                     "doc key=b; by=bob@x.org; at=2002-01-02; re=a\n"
                     "doc key=c; by=cy@x.org; at=2002-01-03; re=b\n");
    assert_str(threads(&d), "b<<b\nc<b<b");
    assert_str(desk_evidence(&d), "cy@x.org replied bob@x.org");
    (void)desk_lines(&d, "first", "doc key=a; by=ann@x.org; at=2002-01-01\n");
    assert_str(threads(&d), "a<<a\nb<a<a\nc<b<a");
    assert_str(desk_evidence(&d), "cy@x.org replied bob@x.org\nbob@x.org replied ann@x.org");
    /* The way back leads to the reply, not to what it answers. */
    assert_str(
        desk_ask(&d, "SELECT at||' '||source||':'||place FROM evidence ORDER BY id DESC LIMIT 1"),
        "1009929600 1:1");
    desk_close(&d);
}

static void circles_neither_hang_nor_answer_themselves(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    (void)desk_lines(&d, "circle",
                     "doc key=a; by=ann@x.org; at=2002-01-01; re=c\n"
                     "doc key=b; by=bob@x.org; at=2002-01-02; re=a\n"
                     "doc key=c; by=cy@x.org; at=2002-01-03; re=b\n"
                     "doc key=s; by=sue@x.org; at=2002-01-04; re=s\n");
    assert_str(threads(&d), "a<<a\nb<a<a\nc<b<a\ns<<s");
    /* Across sources: z waits for y; y answers z's own answer. */
    (void)desk_lines(&d, "one",
                     "doc key=z; by=zoe@x.org; at=2002-01-01; re=y\ndoc key=x; by=xan@x.org; "
                     "at=2002-01-02; re=z\n");
    (void)desk_lines(&d, "two", "doc key=y; by=yan@x.org; at=2002-01-03; re=x\n");
    assert_str(
        desk_ask(&d, "SELECT count(*) FROM doc d JOIN doc r ON r.id = d.root WHERE r.root = r.id "
                     "AND d.doc_key IN ('x', 'y', 'z') AND r.doc_key = 'z'"),
        "3");
    desk_close(&d);
}

static void nobody_answers_themselves(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    (void)desk_lines(&d, "monologue",
                     "doc key=a; by=ann@x.org; at=2002-01-01\n"
                     "doc key=b; by=ANN@x.org; at=2002-01-02; re=a; quote=ann@x.org\n");
    assert_str(threads(&d), "a<<a\nb<a<a");
    assert_str(desk_evidence(&d), "-");
    desk_close(&d);
}

static void who_is_quoted_stands_in_for_a_lost_parent(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    (void)desk_lines(
        &d, "quotes",
        "doc key=a; by=ann@x.org; name=Ann Lee; at=2002-01-01; in=t.x.org\n"
        "doc key=b; by=bob@x.org; name=Bob Ray; at=2002-01-02; in=t.x.org\n"
        "doc key=t1; by=tom@x.org; name=Tom Fox; at=2002-01-02; in=t.x.org\n"
        "doc key=t2; by=tom@y.org; name=Tom Fox; at=2002-01-02; in=t.x.org\n"
        "doc key=c; by=cy@x.org; at=2002-01-03; in=t.x.org; re=lost; quote=ann lee\n"
        "doc key=d; by=dan@x.org; at=2002-01-04; in=t.x.org; re=b; quote=Bob Ray,ann@x.org\n"
        "doc key=e; by=eve@x.org; at=2002-01-05; in=t.x.org; quote=Tom Fox,Nobody Known\n"
        "doc key=f; by=fay@x.org; at=2002-01-06; in=u.x.org; quote=Ann Lee\n");
    assert_str(desk_ask(&d,
                        "SELECT f.handle_key||' '||verb||' '||t.handle_key FROM evidence e "
                        "JOIN account f ON f.id = from_account JOIN account t ON t.id = to_account "
                        "WHERE verb <> 9 ORDER BY e.id"),
               "cy@x.org 14 ann@x.org\ndan@x.org 14 bob@x.org\ndan@x.org 15 ann@x.org");
    desk_close(&d);
}

static void links_cite_the_site_and_its_author_where_known(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    (void)desk_lines(
        &d, "blog",
        "doc key=http://blog.org/1; url=http://blog.org/1; by=ann@x.org; at=2002-01-01; "
        "feed=http://blog.org/feed\n");
    (void)desk_lines(
        &d, "mails",
        "doc key=m; by=bob@x.org; at=2002-01-02; link=http://www.blog.org/2,http://blog.org/1#top,"
        "http://blog.org/3,http://!!/\n"
        "doc key=http://blog.org/4; url=http://blog.org/4; by=ann@x.org; at=2002-01-03; "
        "feed=http://blog.org/feed; link=http://blog.org/about\n");
    assert_str(desk_evidence(&d), "bob@x.org cited blog.org\nbob@x.org cited ann@x.org");
    assert_str(
        desk_ask(&d,
                 "SELECT p.name||' '||role||' '||o.name FROM affil JOIN node p ON p.id = person "
                 "JOIN node o ON o.id = org"),
        "ann@x.org author http://blog.org/feed");
    desk_close(&d);
}

/* ---- outlets ---- */

static void a_lists_address_is_the_list(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    (void)desk_lines(
        &d, "mails",
        "doc key=a; by=ann@x.org; at=2002-01-01; to=talk@x.org\n"
        "doc key=b; by=bob@x.org; at=2002-01-02; to=talk@old.org,eve@x.org\n"
        "doc key=c; by=cy@x.org; at=2002-01-03; in=talk.x.org; to=talk@x.org,talk@old.org\n"
        "doc key=d; by=dan@x.org; at=2002-01-04; to=eve@x.org\n");
    assert_str(desk_evidence(&d), "ann@x.org attended talk.x.org\nbob@x.org attended "
                                  "talk.x.org\ncy@x.org attended talk.x.org");
    assert_str(desk_ask(&d, "SELECT count(*) FROM doc WHERE outlet IS NOT NULL"), "3");
    /* What was found out holds for later sources. */
    (void)desk_lines(&d, "later", "doc key=e; by=eve@x.org; at=2002-01-05; to=talk@old.org\n");
    assert_str(
        desk_ask(&d, "SELECT n.name FROM doc JOIN node n ON n.id = outlet WHERE doc_key = 'e'"),
        "talk.x.org");
    desk_close(&d);
}

static void a_tag_belongs_to_the_list_of_that_label(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    (void)desk_lines(&d, "mails",
                     "doc key=a; by=ann@x.org; at=2002-01-01; tag=TALK\n"
                     "doc key=b; by=bob@x.org; at=2002-01-02; in=talk.x.org\n"
                     "doc key=c; by=cy@x.org; at=2002-01-02; tag=Other\n");
    assert_str(desk_evidence(&d), "ann@x.org attended talk.x.org\nbob@x.org attended talk.x.org");
    desk_close(&d);
}

static void a_tag_of_most_of_a_lists_docs_is_the_lists(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    (void)desk_lines(&d, "mails",
                     "doc key=a; by=ann@x.org; at=2002-01-01; in=talk.x.org; tag=SAtalk\n"
                     "doc key=b; by=bob@x.org; at=2002-01-02; in=talk.x.org\n"
                     "doc key=c; by=cy@x.org; at=2002-01-03; tag=SATALK\n"
                     "doc key=d; by=dan@x.org; at=2002-01-04; in=many.x.org; tag=PATCH\n"
                     "doc key=e; by=eve@x.org; at=2002-01-05; in=many.x.org\n"
                     "doc key=f; by=fay@x.org; at=2002-01-06; in=many.x.org\n"
                     "doc key=g; by=gus@x.org; at=2002-01-07; tag=PATCH\n");
    assert_str(desk_ask(&d, "SELECT doc_key||' '||coalesce(n.name,'-') FROM doc LEFT JOIN node n "
                            "ON n.id = outlet WHERE doc_key IN ('c', 'g') ORDER BY 1"),
               "c talk.x.org\ng -");
    (void)desk_lines(&d, "later", "doc key=h; by=hal@x.org; at=2002-01-08; tag=satalk\n");
    assert_str(
        desk_ask(&d, "SELECT n.name FROM doc JOIN node n ON n.id = outlet WHERE doc_key = 'h'"),
        "talk.x.org");
    desk_close(&d);
}

static void a_tag_that_several_use_makes_a_list(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    (void)desk_lines(&d, "mails",
                     "doc key=a; by=ann@x.org; at=2002-01-01; tag=ILUG\n"
                     "doc key=b; by=ann@x.org; at=2002-01-02; tag=ILUG\n"
                     "doc key=c; by=bob@x.org; at=2002-01-03; tag=ilug\n"
                     "doc key=d; by=cy@x.org; at=2002-01-03; tag=mine\n"
                     "doc key=e; by=cy@x.org; at=2002-01-03; tag=mine\n"
                     "doc key=f; by=cy@x.org; at=2002-01-03; tag=mine\n");
    assert_str(desk_evidence(&d),
               "ann@x.org attended ilug\nann@x.org attended ilug\nbob@x.org attended ilug");
    /* Its List-Id, when it comes, is the same list. */
    (void)desk_lines(&d, "later", "doc key=g; by=dan@x.org; at=2002-01-04; in=ilug.linux.ie\n");
    assert_str(desk_ask(&d, "SELECT count(*) FROM node WHERE type = 'outlet'"), "1");
    desk_close(&d);
}

static void a_copy_for_another_list_is_heard_there_too(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    (void)desk_lines(&d, "one", "doc key=a; by=ann@x.org; at=2002-01-01; in=talk.x.org\n");
    struct import_account two =
        desk_lines(&d, "two", "doc key=a; by=ann@x.org; at=2002-01-01; in=news.x.org\n");
    assert_int_equal(two.merged, 1);
    assert_str(desk_evidence(&d), "ann@x.org attended talk.x.org\nann@x.org attended news.x.org");
    desk_close(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(replies_are_found_in_any_order),
        cmocka_unit_test(a_parent_that_comes_later_is_answered_then),
        cmocka_unit_test(circles_neither_hang_nor_answer_themselves),
        cmocka_unit_test(nobody_answers_themselves),
        cmocka_unit_test(who_is_quoted_stands_in_for_a_lost_parent),
        cmocka_unit_test(links_cite_the_site_and_its_author_where_known),
        cmocka_unit_test(a_lists_address_is_the_list),
        cmocka_unit_test(a_tag_belongs_to_the_list_of_that_label),
        cmocka_unit_test(a_tag_of_most_of_a_lists_docs_is_the_lists),
        cmocka_unit_test(a_tag_that_several_use_makes_a_list),
        cmocka_unit_test(a_copy_for_another_list_is_heard_there_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

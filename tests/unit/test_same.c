/* test_same.c - tests: joins in the store, what a user says of them, and how all is undone */
#include "helpers.h"
#include "listen.h"

#include "listen/same.h"

static const char *const two_janes = "person email=jane@a.org; name=Jane Overbeek; org=Acme\n"
                                     "person email=jane@b.org; name=Jane Overbeek\n"
                                     "person email=tim@c.org; name=Tim Kostelanetz\n";

static struct same_report find(struct desk *d)
{
    struct same_report got;
    struct err e = {0};
    assert_ok(same_find(d->st, 1000, &got, &e), e);
    return got;
}

static const char *const nodes = "SELECT handle_key||' '||node FROM account ORDER BY id";

static void done(struct desk *d, enum status s, struct err *e)
{
    assert_ok(s, *e);
    assert_ok(same_apply(d->st, e), *e);
    assert_ok(store_commit(d->st, e), *e);
}

static void who_is_found_to_be_one_is_joined_and_told_why(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    (void)desk_lines(&d, "people", two_janes);
    struct same_report got = find(&d);
    assert_int_equal(got.joined, 1);
    assert_int_equal(got.proposed, 0);
    assert_str(desk_ask(&d, nodes), "jane@a.org 1\njane@b.org 1\ntim@c.org 4");
    assert_str(
        desk_ask(&d, "SELECT a||' '||b||' '||state||' '||said_by||': '||reasons FROM proposal"),
        "1 3 joined kith: same login, same name; but other organisations or domains");
    assert_str(desk_ask(&d, "SELECT merged_into FROM node WHERE id = 3"), "1");
    got = find(&d);
    assert_int_equal(got.joined + got.proposed, 0);
    desk_close(&d);
}

static void what_is_undone_is_as_before_and_not_joined_again(void **state)
{
    (void)state;
    struct desk d;
    struct err e = {0};
    desk_open(&d);
    (void)desk_lines(&d, "people", two_janes);
    struct str before = desk_dump(&d);
    (void)find(&d);
    assert_ok(store_begin(d.st, &e), e);
    done(&d, same_answer(d.st, 1, SAME_UNDO, 2000, &e), &e);
    assert_true(str_eq(desk_dump(&d), before));
    assert_str(desk_ask(&d, "SELECT count(*) FROM node WHERE merged_into IS NOT NULL"), "0");
    (void)desk_lines(&d, "more", "person email=x@y.org; name=Jane Overbeek; github=joverbeek9\n");
    (void)find(&d);
    assert_str(desk_ask(&d, "SELECT state FROM proposal WHERE a = 1 AND b = 3"), "open");
    desk_close(&d);
}

static void what_is_rejected_stays_apart_whatever_comes(void **state)
{
    (void)state;
    struct desk d;
    struct err e = {0};
    desk_open(&d);
    (void)desk_lines(&d, "people", two_janes);
    (void)find(&d);
    assert_ok(store_begin(d.st, &e), e);
    done(&d, same_answer(d.st, 1, SAME_REJECT, 2000, &e), &e);
    (void)desk_lines(&d, "more",
                     "person email=jane@c.org; name=Jane Overbeek\n"
                     "person email=jane@a.org; email=jane@b.org; name=Jane Overbeek\n");
    (void)find(&d);
    assert_str(desk_ask(&d, "SELECT count(DISTINCT node) FROM account "
                            "WHERE handle_key IN ('jane@a.org', 'jane@b.org')"),
               "2");
    desk_close(&d);
}

/* What stands against two who wait for a human is not gone because a third is like both. */
static void who_waits_to_be_judged_is_joined_through_no_third(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    (void)desk_lines(&d, "crm",
                     "person email=ann.lee@acme.example; name=Ann Lee; org=Acme\n"
                     "person email=ann@globex.example; name=Ann Lee; org=Globex\n");
    struct same_report got = find(&d);
    assert_int_equal(got.joined, 0);
    assert_int_equal(got.proposed, 1);
    (void)desk_lines(&d, "contacts", "person github=xq-717; name=Ann Lee; org=Acme\n");
    got = find(&d);
    assert_int_equal(got.joined, 1);
    assert_str(desk_ask(&d, "SELECT count(DISTINCT node) FROM account"), "2");
    assert_str(desk_ask(&d, "SELECT a.node = b.node FROM account a, account b WHERE "
                            "a.handle_key = 'ann.lee@acme.example' AND b.channel = 'github'"),
               "1");
    assert_str(desk_ask(&d, "SELECT state FROM proposal WHERE a = 1 AND b = 3"), "open");
    desk_close(&d);
}

static void joins_are_undone_in_any_order(void **state)
{
    (void)state;
    struct desk d;
    struct err e = {0};
    desk_open(&d);
    (void)desk_lines(&d, "people",
                     "person email=a@a.org; name=Ada Vandermeer\n"
                     "person email=b@b.org; name=Bo Kostelanetz\n"
                     "person email=c@c.org; name=Cy Overbeek\n");
    struct str before = desk_dump(&d);
    assert_ok(store_begin(d.st, &e), e);
    assert_ok(same_merge(d.st, 2, 1, 10, &e), e);
    done(&d, same_merge(d.st, 2, 3, 11, &e), &e);
    assert_str(desk_ask(&d, nodes), "a@a.org 2\nb@b.org 2\nc@c.org 2");
    assert_ok(store_begin(d.st, &e), e);
    done(&d, same_answer(d.st, 1, SAME_UNDO, 12, &e), &e);
    assert_str(desk_ask(&d, nodes), "a@a.org 1\nb@b.org 2\nc@c.org 2");
    assert_ok(store_begin(d.st, &e), e);
    done(&d, same_answer(d.st, 2, SAME_UNDO, 13, &e), &e);
    assert_true(str_eq(desk_dump(&d), before));
    desk_close(&d);
}

static void accounts_of_one_home_are_parted_and_merged_again(void **state)
{
    (void)state;
    struct desk d;
    struct err e = {0};
    desk_open(&d);
    (void)desk_lines(&d, "people", "person email=a@a.org; github=ada; name=Ada Vandermeer\n");
    const int64_t github = 2;
    int64_t made = 0;
    assert_ok(store_begin(d.st, &e), e);
    done(&d, same_split(d.st, 1, &github, 1, 10, &made, &e), &e);
    assert_int_equal(made, 2);
    assert_str(desk_ask(&d, nodes), "a@a.org 1\nada 2");
    assert_str(desk_ask(&d, "SELECT name FROM node WHERE id = 2"), "Ada Vandermeer");
    assert_str(desk_ask(&d, "SELECT name FROM alias WHERE node = 2"), "Ada Vandermeer");
    (void)desk_lines(&d, "again", "person email=a@a.org; github=ada; name=Ada Vandermeer\n");
    (void)find(&d);
    assert_str(desk_ask(&d, nodes), "a@a.org 1\nada 2");
    assert_ok(store_begin(d.st, &e), e);
    done(&d, same_merge(d.st, 1, 2, 20, &e), &e);
    assert_str(desk_ask(&d, nodes), "a@a.org 1\nada 1");
    desk_close(&d);
}

/* Of several names, the one the handles are made of; of none, the handle. */
static void who_is_split_off_takes_the_name_it_is_known_by(void **state)
{
    (void)state;
    static const struct {
        const char *lines, *want;
        int64_t leaves;
    } rows[] = {
        {"person email=tim@e.org; github=tv; name=Tim Vos\n"
         "person email=lou.kostelanetz@e.org; github=tv; name=Lou Kostelanetz\n",
         "Lou Kostelanetz", 3},
        {"person email=tim.vos@e.org; github=tv; name=Lou Kostelanetz\n"
         "person email=lk@e.org; github=tv; name=Tim Vos\n",
         "Tim Vos", 1},
        {"person email=xx17@e.org; github=tv; name=Lou Kostelanetz\n"
         "person email=yy18@e.org; github=tv; name=Ada Brink\n",
         "yy18@e.org", 3},
        {"person email=ann@e.org; github=tv\n", "ann@e.org", 1},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct desk d;
        struct err e = {0};
        int64_t made = 0;
        desk_open(&d);
        (void)desk_lines(&d, "people", rows[i].lines);
        assert_ok(store_begin(d.st, &e), e);
        done(&d, same_split(d.st, 1, &rows[i].leaves, 1, 10, &made, &e), &e);
        assert_str(desk_ask(&d, "SELECT name FROM node ORDER BY id DESC LIMIT 1"), rows[i].want);
        desk_close(&d);
    }
}

/* Of two that a user merged, an account of the other is parted again: the first stays. */
static void who_was_named_first_stays_after_a_split(void **state)
{
    (void)state;
    struct desk d;
    struct err e = {0};
    int64_t made = 0;
    desk_open(&d);
    (void)desk_lines(&d, "people",
                     "person email=blue@b.org; github=blue; name=Blue Borealis Longname\n"
                     "person email=daft@d.org; github=daft; name=Daft Wullieson\n");
    assert_ok(store_begin(d.st, &e), e);
    done(&d, same_merge(d.st, 2, 1, 10, &e), &e);
    assert_str(desk_ask(&d, "SELECT DISTINCT node FROM account"), "2");
    const int64_t account = 1; /* blue@b.org */
    assert_ok(store_begin(d.st, &e), e);
    done(&d, same_split(d.st, 2, &account, 1, 20, &made, &e), &e);
    assert_str(desk_ask(&d, "SELECT handle_key||' '||node FROM account ORDER BY id"),
               "blue@b.org 3\nblue 2\ndaft@d.org 2\ndaft 2");
    desk_close(&d);
}

static void refusals_say_what_is_there(void **state)
{
    (void)state;
    struct desk d;
    struct err e = {0};
    int64_t made = 0;
    const int64_t all = 1;
    desk_open(&d);
    (void)desk_lines(&d, "people", "person email=a@a.org; name=Ada Vandermeer\n");
    assert_refused(same_answer(d.st, 7, SAME_ACCEPT, 1, &e), NOT_FOUND, e,
                   "there is no proposal 7; 'kith same' lists them");
    assert_refused(same_merge(d.st, 1, 1, 1, &e), BAD_INPUT, e, "they are one person already");
    assert_refused(same_split(d.st, 1, &all, 1, 1, &made, &e), BAD_INPUT, e,
                   "these are all accounts there are; leave one to stay");
    desk_close(&d);
}

/* ---- what profiles say of each other ---- */

static const char *const states = "SELECT state||': '||reasons FROM proposal ORDER BY id";

static void a_claim_alone_takes_nobody_over(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    (void)desk_lines(&d, "people",
                     "person github=vandermeer; name=Ada Vandermeer; email=ada@a.org\n"
                     "person github=thief; name=T. Hief; claim=github/vandermeer; "
                     "claim=email/ada@a.org; claim=url/ada.example\n");
    struct same_report got = find(&d);
    assert_int_equal(got.joined, 0);
    assert_str(desk_ask(&d, states), "open: one profile calls the other its own");
    assert_str(desk_ask(&d, "SELECT count(DISTINCT node) FROM account"), "2");
    desk_close(&d);
}

static void profiles_that_claim_each_other_are_one(void **state)
{
    (void)state;
    struct desk d;
    struct err e = {0};
    desk_open(&d);
    (void)desk_lines(&d, "page",
                     "person url=https://ada.example/; claim=github/adav\n"
                     "person github=adav; name=Ada Vandermeer\n");
    struct same_report got = find(&d);
    assert_int_equal(got.joined, 0);
    (void)desk_lines(&d, "profile", "person github=adav; claim=url/http://www.ada.example\n");
    got = find(&d);
    assert_int_equal(got.joined, 1);
    assert_str(desk_ask(&d, states), "joined: profiles that link to each other");
    assert_str(desk_ask(&d, "SELECT count(DISTINCT node) FROM account"), "1");
    got = find(&d);
    assert_int_equal(got.joined + got.proposed, 0);
    assert_ok(store_begin(d.st, &e), e);
    done(&d, same_answer(d.st, 1, SAME_REJECT, 2000, &e), &e);
    assert_str(desk_ask(&d, "SELECT count(DISTINCT node) FROM account"), "2");
    (void)desk_lines(&d, "later",
                     "person github=adav; claim=url/ada.example!\n"
                     "person email=x@y.org; name=Somebody Else\n");
    (void)find(&d);
    assert_str(desk_ask(&d, "SELECT count(DISTINCT node) FROM account"), "3");
    desk_close(&d);
}

static void what_a_source_has_checked_joins_unless_names_exclude_each_other(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    (void)desk_lines(&d, "people",
                     "person github=adav; name=Ada Vandermeer; claim=url/team.example!\n"
                     "person github=cyo; name=Cy Overbeek; claim=url/team.example!\n"
                     "person url=team.example; name=Bo Kostelanetz\n"
                     "person email=x@y.org; claim=github/cyo!\n");
    struct same_report got = find(&d);
    assert_int_equal(got.joined, 1);
    assert_str(desk_ask(&d, "SELECT count(DISTINCT node) FROM account"), "3");
    assert_str(desk_ask(&d, "SELECT reasons FROM proposal WHERE state = 'joined'"),
               "a link from one to the other that its source has checked");
    desk_close(&d);
}

/* ---- who is with whom ---- */

static const char *const stays =
    "SELECT o.name||' '||coalesce(date(since, 'unixepoch'), '?')||' '||"
    "coalesce(date(until, 'unixepoch'), '-')||' '||coalesce(closed_by, '') "
    "FROM affil f JOIN node o ON o.id = f.org ORDER BY f.id";

static void people_leave_and_come_back(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    (void)desk_lines(&d, "list", "person email=a@a.org; org=Acme\n");
    assert_str(desk_ask(&d, stays), "Acme ? - ");
    (void)desk_lines(&d, "other", "person email=a@a.org; org=Globex\n");
    assert_str(desk_ask(&d, stays), "Acme ? - \nGlobex ? - ");
    (void)desk_lines(&d, "list", "person email=a@a.org; org=Initech\n");
    struct str today = desk_ask(&d, "SELECT date(max(read_at), 'unixepoch') FROM source");
    assert_true(
        str_eq(desk_ask(&d, stays),
               str_printf(&d.a, "Acme ? %.*s 3\nGlobex ? - \nInitech ? - ", STR_ARG(today))));
    (void)desk_lines(&d, "list", "person email=a@a.org; org=Acme; country=DE\n");
    assert_true(
        str_eq(desk_ask(&d, stays),
               str_printf(&d.a, "Acme ? %.*s 3\nGlobex ? - \nInitech ? %.*s 4\nAcme %.*s - ",
                          STR_ARG(today), STR_ARG(today), STR_ARG(today))));
    desk_close(&d);
}

static void dates_of_stays_are_filled_in(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    (void)desk_lines(&d, "one", "person email=a@a.org; org=Acme\n");
    (void)desk_lines(&d, "two",
                     "person email=a@a.org; org=Acme; was=Acme,2020-01-01,; "
                     "was=Globex,2015-01-01,2019-12-31; robot=1\n");
    const char *want = "Acme 2020-01-01 - \nGlobex 2015-01-01 2019-12-31 ";
    assert_str(desk_ask(&d, stays), want);
    (void)desk_lines(&d, "three", "person email=a@a.org; was=Globex,2015-01-01,2019-12-31\n");
    (void)desk_lines(&d, "four", "person email=a@a.org; org=Acme\n");
    assert_str(desk_ask(&d, stays), want);
    assert_str(desk_ask(&d, "SELECT value FROM tag WHERE key = 'tag'"), "robot");
    desk_close(&d);
}

static void a_row_that_names_both_joins_them(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    (void)desk_lines(&d, "people",
                     "person email=lou@a.org; name=Lou Vandermeer\nperson email=xq@b.org; name=xq\n"
                     "person email=sid@c.org; name=Sid Kostelanetz\n");
    (void)find(&d);
    (void)desk_lines(&d, "links",
                     "person email=lou@a.org; email=xq@b.org\n"
                     "person email=lou@a.org; email=sid@c.org\n");
    (void)find(&d);
    assert_str(desk_ask(&d, nodes), "lou@a.org 1\nxq@b.org 1\nsid@c.org 3");
    assert_str(desk_ask(&d, "SELECT state FROM proposal ORDER BY id"), "joined\nopen");
    desk_close(&d);
}

static void a_bare_name_of_who_was_joined_means_the_one_who_stands(void **state)
{
    (void)state;
    struct desk d;
    struct err e = {0};
    desk_open(&d);
    (void)desk_lines(&d, "people",
                     "person email=a@a.org; name=Ada Vandermeer\n"
                     "person email=b@b.org; name=Bo Kostelanetz\n");
    assert_ok(store_begin(d.st, &e), e);
    done(&d, same_merge(d.st, 1, 2, 10, &e), &e);
    (void)desk_lines(&d, "named", "person name=Bo Kostelanetz\n");
    assert_str(desk_ask(&d, "SELECT count(*) FROM node WHERE merged_into IS NULL"), "1");
    desk_close(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_is_found_to_be_one_is_joined_and_told_why),
        cmocka_unit_test(what_is_undone_is_as_before_and_not_joined_again),
        cmocka_unit_test(what_is_rejected_stays_apart_whatever_comes),
        cmocka_unit_test(who_waits_to_be_judged_is_joined_through_no_third),
        cmocka_unit_test(joins_are_undone_in_any_order),
        cmocka_unit_test(accounts_of_one_home_are_parted_and_merged_again),
        cmocka_unit_test(who_is_split_off_takes_the_name_it_is_known_by),
        cmocka_unit_test(who_was_named_first_stays_after_a_split),
        cmocka_unit_test(refusals_say_what_is_there),
        cmocka_unit_test(a_claim_alone_takes_nobody_over),
        cmocka_unit_test(profiles_that_claim_each_other_are_one),
        cmocka_unit_test(what_a_source_has_checked_joins_unless_names_exclude_each_other),
        cmocka_unit_test(people_leave_and_come_back),
        cmocka_unit_test(dates_of_stays_are_filled_in),
        cmocka_unit_test(a_row_that_names_both_joins_them),
        cmocka_unit_test(a_bare_name_of_who_was_joined_means_the_one_who_stands),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_org.c - tests: which organisation is meant, and who is with it */
#include "helpers.h"
#include "listen.h"

#include "listen/org.h"

static void legal_forms_tell_no_organisations_apart(void **state)
{
    (void)state;
    static const char *const name[][2] = {
        {"Acme", "acme"},        {"Acme Inc.", "acme"},
        {"ACME, Inc", "acme"},   {"Acme GmbH & Co. KG", "acme"},
        {"Acme S.p.A.", "acme"}, {"Acme Germany GmbH", "acme germany"},
        {"Inc", "inc"},          {"A AG", "a ag"},
        {"Agag", "agag"},        {"Acme Corp Limited", "acme corp"},
    };
    struct arena a = {0};
    for (size_t i = 0; i < sizeof name / sizeof *name; i++)
        assert_str(org_key(&a, str_of(name[i][0])), name[i][1]);
    arena_free(&a);
}

static const char *const orgs =
    "SELECT n.name||': '||coalesce((SELECT group_concat(name_key, ', ') "
    "FROM alias WHERE node = n.id), '') FROM node n "
    "WHERE type = 'org' ORDER BY n.id";

static void sources_that_spell_it_otherwise_mean_one(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    (void)desk_lines(&d, "people",
                     "person email=a@a.org; org=Acme GmbH\n"
                     "person email=b@b.org; org=Acme\n"
                     "person email=c@c.org; org=ACME, Inc.\n"
                     "person email=d@d.org; org=Acme Germany GmbH\n");
    assert_str(desk_ask(&d, orgs), "Acme GmbH: acme, acme inc\nAcme Germany GmbH: acme germany");
    assert_str(desk_ask(&d, "SELECT count(*) FROM affil WHERE org = 2"), "3");
    desk_close(&d);
}

static int64_t made(struct desk *d, const char *name)
{
    struct err e = {0};
    int64_t id = 0;
    assert_ok(org_make(d->st, str_of(name), &id, &e), e);
    return id;
}

static const char *const there = "SELECT group_concat(a.handle_key, ' ') FROM affil f "
                                 "JOIN account a ON coalesce(a.home, a.node) = f.person";

static void domains_affiliate_and_go_again(void **state)
{
    (void)state;
    struct desk d;
    struct err e = {0};
    desk_open(&d);
    (void)desk_lines(&d, "people",
                     "person email=a@acme.example\nperson email=b@lab.acme.example\n"
                     "person email=c@notacme.example\nperson email=d@gmail.com\n");
    assert_ok(store_begin(d.st, &e), e);
    int64_t acme = made(&d, "Acme");
    assert_ok(org_domain(d.st, acme, STR("@Acme.Example"), &e), e);
    assert_ok(orgs_apply(d.st, &e), e);
    assert_ok(orgs_apply(d.st, &e), e);
    assert_refused(org_domain(d.st, acme, STR("gmail.com"), &e), BAD_INPUT, e,
                   "gmail.com gives mail to everybody; its people are with nobody");
    assert_ok(store_commit(d.st, &e), e);
    assert_str(desk_ask(&d, there), "a@acme.example b@lab.acme.example");
    assert_ok(store_begin(d.st, &e), e);
    assert_ok(org_drop(d.st, acme, STR("acme.example"), &e), e);
    assert_ok(orgs_apply(d.st, &e), e);
    assert_ok(store_commit(d.st, &e), e);
    assert_str(desk_ask(&d, there), "");
    desk_close(&d);
}

static void parts_and_aliases_are_said_and_taken_back(void **state)
{
    (void)state;
    struct desk d;
    struct err e = {0};
    desk_open(&d);
    assert_ok(store_begin(d.st, &e), e);
    int64_t acme = made(&d, "Acme");
    int64_t part = made(&d, "Acme Germany");
    int64_t found = 0;
    assert_ok(org_parent(d.st, part, acme, &e), e);
    assert_refused(org_parent(d.st, acme, part, &e), BAD_INPUT, e,
                   "that is a part of this one already, so not its parent");
    assert_ok(org_alias(d.st, acme, STR("Rocket Works"), &e), e);
    assert_refused(org_alias(d.st, acme, STR("Acme Germany"), &e), BAD_INPUT, e,
                   "'Acme Germany' is an organisation of its own; say --parent to make it a part "
                   "of this");
    assert_int_equal(made(&d, "ROCKET works Ltd."), acme);
    assert_ok(org_drop(d.st, acme, STR("Rocket Works"), &e), e);
    assert_ok(org_drop(d.st, part, STR("Acme"), &e), e);
    assert_refused(org_drop(d.st, part, STR("Acme"), &e), NOT_FOUND, e,
                   "'Acme' is no alias, domain or parent of it");
    assert_ok(org_named(d.st, STR("Rocket Works"), &found, &e), e);
    assert_int_equal(found, 0);
    assert_ok(store_commit(d.st, &e), e);
    assert_str(desk_ask(&d, "SELECT count(*) FROM node WHERE parent IS NOT NULL"), "0");
    desk_close(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(legal_forms_tell_no_organisations_apart),
        cmocka_unit_test(sources_that_spell_it_otherwise_mean_one),
        cmocka_unit_test(domains_affiliate_and_go_again),
        cmocka_unit_test(parts_and_aliases_are_said_and_taken_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

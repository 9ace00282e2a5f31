/* test_table_orgs.c - tests: table_org, keep_org: which organisations does a table tell of? */
#include "helpers.h"
#include "listen.h"

#include "listen/org.h"
#include "listen/table_int.h"
#include "records.h"

extern const struct importer importer_csv;
extern const struct importer importer_jsonl;

static void expect_of(const struct importer *im, const char *text, const char *want)
{
    struct arena a = {0};
    struct importer_options none = {0};
    assert_str(records_of(im, str_of(text), &none, &a), want);
    arena_free(&a);
}

static void expect(const char *text, const char *want)
{
    expect_of(&importer_csv, text, want);
}

static void tables_of_crm_systems_are_known(void **state)
{
    (void)state;
    expect("Record ID,Company name,Company owner,City,Country/Region,Company Domain Name\n"
           "91,Harbour Works,Sue Day,Bergen,Norway,WWW.Harbour.example\n",
           "2 org Harbour Works domain=harbour.example country=Norway\n");
    expect("Id,Name,ParentId,Website,BillingCountry\n1A,Bolt,1B,bolt.example,NO\n",
           "2 org Bolt domain=bolt.example country=NO ref=1A parent_ref=1B\n");
    expect("name,aliases,domains,parent,country\nBolt,B;C,b.example c.example,Quay,\n",
           "2 org Bolt alias=B alias=C domain=b.example domain=c.example parent=Quay\n");
}

static void a_name_with_marks_stands_in_quotes(void **state)
{
    (void)state;
    expect("company,aliases\nBolt,\"\"\"Rope; Sail\"\"; \"\"The \"\"\"\"Old\"\"\"\"\"\"; Acme, "
           "Inc.\"\n",
           "2 org Bolt alias=Rope; Sail alias=The \"Old\" alias=Acme, Inc.\n");
    expect_of(&importer_jsonl,
              "{\"name\":\"Bolt\",\"aliases\":[\"B\",\"C\"],\"domains\":null,\"parent\":null}\n",
              "1 org Bolt alias=B alias=C\n");
}

static void what_speaks_of_people_is_no_table_of_organisations(void **state)
{
    (void)state;
    static const char *const headers[] = {
        "Account Name,Website,Email,Industry\n", "Company,Website,First Name,Last Name\n",
        "name,website,industry,job title\n",     "name,company,website,domain\n",
        "Company,Website,Contact Name\n",
    };
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) {
        struct columns c = {0};
        struct arena a = {0};
        struct str cell[8];
        size_t known = 0;
        size_t count = 0;
        struct str rest = str_trim(str_of(headers[i]));
        while (count < 8 && str_cut(&rest, ',', &cell[count]))
            count++;
        columns_map(cell, count, NULL, &c, &known);
        assert_int_equal(c.kind, TABLE_PEOPLE);
        arena_free(&a);
    }
}

static void sites_of_others_are_no_domains(void **state)
{
    (void)state;
    expect(
        "company,website\n"
        "A,https://www.a.example/\n"
        "B,b.example/de\n"
        "C,http://sites.example/c\n"
        "D,https://www.linkedin.com/company/d\n"
        "E,ask Bo\n"
        "F,10.0.0.1\n"
        "G,https://g.example:8080/index.html\n",
        "2 org A domain=a.example\n3 org B domain=b.example\n4 org C\n5 org D\n6 org E\n7 org F\n"
        "8 org G domain=g.example\n");
}

static void bad_rows_say_what_is_wrong(void **state)
{
    (void)state;
    expect("company,domain\nA,acme\n,a.example\nn/a,b.example\nB,a b.example\n",
           "! 2: domain 'acme', want one such as acme.example\n"
           "! 3: no name; want what the organisation is called\n"
           "! 4: no name; want what the organisation is called\n"
           "! 5: domain 'a', want one such as acme.example\n");
}

/* ---- in the store ---- */

static const char *const domains = "SELECT group_concat(d.domain||' '||n.name, ', ') FROM "
                                   "org_domain d JOIN node n ON n.id = d.org";
static const char *const parents =
    "SELECT group_concat(n.name||' < '||p.name, ', ') FROM node n JOIN node p ON p.id = n.parent";

static void import_text(struct desk *d, const char *name, const char *text)
{
    (void)desk_import(d, desk_file(d, name, text), (struct import_options){0});
}

static void a_shared_domain_is_the_parents(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    import_text(&d, "a.csv",
                "Account ID,Account Name,Domain,Parent Account ID\n"
                "3,Pier West,pier.example,2\n2,Pier,pier.example,1\n1,Harbour,,\n"
                "4,Other,pier.example,\n5,Lost,l.example,9\n6,Own,gmail.com,6\n");
    assert_str(desk_ask(&d, domains), "l.example Lost, pier.example Pier");
    assert_str(desk_ask(&d, parents), "Pier West < Pier, Pier < Harbour");
    desk_close(&d);
}

static void what_was_said_before_stays(void **state)
{
    (void)state;
    struct desk d;
    struct err e = {0};
    int64_t pier = 0;
    int64_t west = 0;
    desk_open(&d);
    assert_ok(store_begin(d.st, &e), e);
    assert_ok(org_make(d.st, STR("Pier"), &pier, &e), e);
    assert_ok(org_make(d.st, STR("Pier West"), &west, &e), e);
    assert_ok(org_parent(d.st, west, pier, &e), e);
    assert_ok(org_domain(d.st, west, STR("pier.example"), &e), e);
    assert_ok(store_commit(d.st, &e), e);
    import_text(&d, "a.csv",
                "company,domain,aliases,parent\nPier,pier.example,pier west;The Pier,Pier West\n"
                "Pier West,,,Quay\n");
    assert_str(desk_ask(&d, domains), "pier.example Pier West");
    assert_str(desk_ask(&d, parents), "Pier West < Pier");
    assert_str(desk_ask(&d, "SELECT group_concat(name) FROM alias WHERE node = 1"), "The Pier");
    desk_close(&d);
}

static void a_long_table_keeps_its_names(void **state)
{
    (void)state;
    struct desk d;
    struct arena a = {0};
    struct buf b = buf_new(&a);
    desk_open(&d);
    buf_adds(&b, "company,domain,parent,country\n");
    for (int i = 0; i < 5000; i++)
        buf_addf(&b, "Company %d,c%d.example,Company %d,de\n", i, i, i + 1);
    import_text(&d, "a.csv", b.p);
    assert_str(desk_ask(&d, "SELECT count(*) FROM node WHERE name GLOB 'Company [0-9]*'"), "5001");
    assert_str(desk_ask(&d, "SELECT count(*) FROM org_domain o JOIN node n ON n.id = o.org "
                            "WHERE 'c'||substr(n.name, 9)||'.example' = o.domain"),
               "5000");
    arena_free(&a);
    desk_close(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tables_of_crm_systems_are_known),
        cmocka_unit_test(a_name_with_marks_stands_in_quotes),
        cmocka_unit_test(what_speaks_of_people_is_no_table_of_organisations),
        cmocka_unit_test(sites_of_others_are_no_domains),
        cmocka_unit_test(bad_rows_say_what_is_wrong),
        cmocka_unit_test(a_shared_domain_is_the_parents),
        cmocka_unit_test(what_was_said_before_stays),
        cmocka_unit_test(a_long_table_keeps_its_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

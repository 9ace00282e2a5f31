/* test_identity.c - tests: who is one human, who is proposed, who stays apart. The people are
 * invented; which of them are one is said beside them */
#include "helpers.h"

#include "listen/identity.h"
#include "listen/identity_int.h"

#include <math.h>

struct made {
    const char *name, *email;
};

/* Some people of no interest, so that names have a frequency. */
static const struct made crowd[] = {
    {"Ines Castellanos", "ines.c@uni.example.edu"},
    {"Olu Adeyemi", "olu@adeyemi.ng"},
    {"Tomas Lindqvist", "tomas@lindqvist.se"},
    {"Mei Takahashi", "mtaka@kyo.jp"},
    {"Priya Raman", "priya@raman.in"},
    {"Hugo Bellerose", "hugo@bellerose.ca"},
    {"Noa Feldman", "noa@feldman.il"},
    {"Kofi Mensah", "kofi@mensah.gh"},
    {"Freya Aalbers", "freya@aalbers.nl"},
    {"Milan Hrdlicka", "milan@hrdlicka.cz"},
};
enum { CROWD = sizeof crowd / sizeof *crowd, MOST = 64 };

struct found {
    struct arena a;
    struct identity_entry entry[MOST];
    struct str name[MOST];
    struct identity_handle handle[MOST];
    struct identity got;
    size_t n;
};

static void look(struct found *f, const struct made m[], size_t n, struct identity_options o)
{
    *f = (struct found){.n = n + CROWD};
    for (size_t i = 0; i < f->n; i++) {
        const struct made *x = i < n ? &m[i] : &crowd[i - n];
        f->name[i] = str_of(x->name);
        f->handle[i] = (struct identity_handle){STR("email"), str_of(x->email)};
        f->entry[i] = (struct identity_entry){.name = &f->name[i],
                                              .name_count = 1,
                                              .handle = &f->handle[i],
                                              .handle_count = x->email != NULL};
    }
    identity_match(f->entry, f->n, &o, &f->a, &f->got);
}

static bool one(const struct made x, const struct made y)
{
    struct made m[] = {x, y};
    struct found f;
    look(&f, m, 2, IDENTITY_OPTIONS);
    bool same = f.got.person[0] == f.got.person[1];
    arena_free(&f.a);
    return same;
}

static void one_human_in_other_spellings_is_joined(void **state)
{
    (void)state;
    static const struct made pair[][2] = {
        {{"Jane Overbeek", "jane@a.org"}, {"Jane Overbeek", "jane@b.org"}},
        {{"J\xc3\xb6rg Quistorp", "jq@a.org"}, {"Joerg Quistorp", "joerg@quistorp.de"}},
        {{"\xd0\x94\xd0\xbc\xd0\xb8\xd1\x82\xd1\x80\xd0\xb8\xd0\xb9 "
          "\xd0\x9a\xd1\x80\xd1\x83\xd0\xb3"
          "\xd0\xbb\xd0\xb8\xd0\xba\xd0\xbe\xd0\xb2",
          "a@kr.ru"},
         {"Dmitry Kruglikov", "dk@b.org"}},
        {{"S\xc3\xb8ren Kjeldgaard", "sk@a.dk"}, {"Soren Kjeldgaard", "soren@b.org"}},
        {{"James Whitcombe", "jw@mill.org"}, {"Jim Whitcombe", "jim@mill.org"}},
        {{"Whitcombe, James", "jw@gmail.com"}, {"James Whitcombe", "jim@b.org"}},
        {{"Patricia Ventresca", "pv@a.org"},
         {"pventresca", "44+pventresca@users.noreply.github.com"}},
        {{"Gail Ostrander", "gail@ostrander.org"}, {"gailostrander", "x@pm.me"}},
        {{"zorglub77", "zorglub77@a.org"}, {"zorglub77", "zorglub77@gmail.com"}},
        {{"Ana Lopes", "ana.lopes@gmail.com"}, {"A. Lopes", "analopes+lists@googlemail.com"}},
        {{"Quentin Mare via dev-list", "dev@lists.a.org"}, {"Quentin Mare", "q@mare.org"}},
        {{"oldname", "90210+oldname@users.noreply.github.com"},
         {"newname", "90210+newname@users.noreply.github.com"}},
    };
    for (size_t i = 0; i < sizeof pair / sizeof *pair; i++) {
        if (one(pair[i][0], pair[i][1])) continue;
        print_error("apart: %s and %s\n", pair[i][0].name, pair[i][1].name);
        fail();
    }
}

static void strangers_stay_apart(void **state)
{
    (void)state;
    static const struct made pair[][2] = {
        {{"John Smith", "john@a.org"}, {"John Smith", "jsmith@b.org"}},
        {{"Andrew", "andrew@a.org"}, {"Andrew", "andrew@b.org"}},
        {{"jsmith", "jsmith@a.org"}, {"jsmith", "jsmith@b.org"}},
        {{"Maria Quistorp", "maria@a.org"}, {"Dorothea Quistorp", "doro@b.org"}},
        {{"Lou Vandermeer", "info@a.org"}, {"Sid Kostelanetz", "info@a.org"}},
        {{"Lou Vandermeer", "none@none"}, {"Sid Kostelanetz", "none@none"}},
        {{"Lou Vandermeer", "noreply@github.com"}, {"Sid Kostelanetz", "noreply@github.com"}},
        {{"dependabot[bot]", "support@github.com"}, {"dependabot[bot]", "bot@dependabot.com"}},
        {{"jenkins-ci", "ci@a.org"}, {"jenkins-ci", "ci@b.org"}},
        {{"Ada Vandermeer", "me@a.org"}, {"Lou Kostelanetz", "me@b.org"}},
        {{"", "buyer0@acme.example"}, {"", "buyer1@acme.example"}},
        {{"", "sales1@acme.example"}, {"", "sales2@acme.example"}},
        {{"X One", "team3@acme.example"}, {"Y Two", "team4@acme.example"}},
    };
    for (size_t i = 0; i < sizeof pair / sizeof *pair; i++) {
        if (!one(pair[i][0], pair[i][1])) continue;
        print_error("joined: %s and %s\n", pair[i][0].name, pair[i][1].name);
        fail();
    }
}

static void names_alone_in_two_spellings_are_only_proposed(void **state)
{
    (void)state;
    const struct made m[] = {{"Oved Quistorp", NULL}, {"Oved Quistorpp", NULL}};
    struct found f;
    look(&f, m, 2, IDENTITY_OPTIONS);
    assert_int_not_equal(f.got.person[0], f.got.person[1]);
    assert_int_equal(f.got.proposed_count, 1);
    arena_free(&f.a);
}

static void between_the_limits_a_pair_is_proposed_with_its_reasons(void **state)
{
    (void)state;
    const struct made m[] = {{"Peter Hofmann", "peter@a.org"}, {"Peter Hofmann", "ph@b.org"}};
    struct identity_options o = IDENTITY_OPTIONS;
    o.join_bits = 40;
    struct found f;
    look(&f, m, 2, o);
    assert_int_equal(f.got.joined_count, 0);
    assert_int_equal(f.got.proposed_count, 1);
    assert_int_equal(f.got.proposed[0].a, 0);
    assert_int_equal(f.got.proposed[0].b, 1);
    assert_str(identity_reasons(&f.a, f.got.proposed[0].why),
               "same name; but other organisations or domains");
    assert_near(identity_confidence(0), 0.5, 1e-12);
    assert_near(identity_confidence(3), 8.0 / 9, 1e-12);
    arena_free(&f.a);
}

/* The third says no employer, and is as like the one as the other: whose account it is, nobody
 * can say, but that the two are one it does not. */
static void two_between_the_limits_are_not_joined_through_a_third(void **state)
{
    (void)state;
    struct str name = STR("Ann Lee");
    struct str org[] = {STR("Acme"), STR("Globex")};
    struct identity_handle handle[] = {{STR("email"), STR("ann.lee@acme.example")},
                                       {STR("email"), STR("ann@globex.example")},
                                       {STR("linkedin"), STR("ann-lee-1")}};
    struct identity_entry entry[3];
    for (size_t i = 0; i < 3; i++) {
        entry[i] = (struct identity_entry){.name = &name,
                                           .name_count = 1,
                                           .handle = &handle[i],
                                           .handle_count = 1,
                                           .org = &org[i % 2],
                                           .org_count = 1};
    }
    struct arena a = {0};
    struct identity got;
    const struct identity_options o = IDENTITY_OPTIONS;
    for (int said = 0; said < 2; said++) {
        entry[2].org_count = said ? 1 : 0;
        identity_match(entry, 3, &o, &a, &got);
        assert_int_equal(got.person[2], 0);
        assert_int_equal(got.person[1], 1);
        assert_true(got.proposed_count > 0);
    }
    /* one address in both is more than a likeness */
    handle[2] = (struct identity_handle){STR("email"), STR("ann.lee@acme.example")};
    const struct identity_handle both[] = {handle[0], handle[1]};
    entry[2].handle = both;
    entry[2].handle_count = 2;
    identity_match(entry, 3, &o, &a, &got);
    assert_int_equal(got.person[1], 0);
    assert_int_equal(got.person[2], 0);
    arena_free(&a);
}

static void what_was_said_apart_is_neither_joined_nor_proposed(void **state)
{
    (void)state;
    const struct made m[] = {{"Jane Overbeek", "jane@a.org"}, {"Jane Overbeek", "jane@b.org"}};
    const struct identity_link apart = {.a = 1, .b = 0};
    struct identity_options o = IDENTITY_OPTIONS;
    o.apart = &apart;
    o.apart_count = 1;
    struct found f;
    look(&f, m, 2, o);
    assert_int_equal(f.got.joined_count + f.got.proposed_count, 0);
    assert_int_not_equal(f.got.person[0], f.got.person[1]);
    arena_free(&f.a);
}

static void nobody_is_joined_through_a_third_to_whom_was_said_apart(void **state)
{
    (void)state;
    const struct made m[] = {{"Jane Overbeek", "jane@a.org"},
                             {"Jane Overbeek", "jane@b.org"},
                             {"Jane Overbeek", "jane@c.org"}};
    const struct identity_link apart = {.a = 0, .b = 2};
    struct identity_options o = IDENTITY_OPTIONS;
    o.apart = &apart;
    o.apart_count = 1;
    struct found f;
    look(&f, m, 3, o);
    assert_int_not_equal(f.got.person[0], f.got.person[2]);
    arena_free(&f.a);
}

static bool first_are_one(const struct made m[], size_t n, size_t x, size_t y)
{
    struct found f;
    look(&f, m, n, IDENTITY_OPTIONS);
    bool same = f.got.person[x] == f.got.person[y];
    arena_free(&f.a);
    return same;
}

static void a_login_with_marks_is_no_name_that_excludes(void **state)
{
    (void)state;
    static const struct made m[] = {
        {"Oriel Ventresca", "51+oriel-maker@users.noreply.github.com"},
        {"oriel-maker", "oriel.ventresca88@uni.example.edu"},
        {"Oriel Ventresca", "oriel.ventresca88@uni.example.edu"},
    };
    assert_true(first_are_one(m, 3, 0, 2));
    assert_true(first_are_one(m, 3, 1, 2));
}

static void an_address_that_many_names_share_joins_nobody(void **state)
{
    (void)state;
    static const struct made m[] = {
        {"Patricia Ventresca", "relay@gate.example"},
        {"Quentin Mare", "relay@gate.example"},
        {"Gail Ostrander", "relay@gate.example"},
        {"Patricia Ventresca", "pv@a.org"},
        {"Quentin Mare via dev-list", "dev@gate.org"},
        {"Gail Ostrander via dev-list", "dev@gate.org"},
    };
    assert_false(first_are_one(m, 6, 0, 1));
    assert_false(first_are_one(m, 6, 1, 2));
    assert_false(first_are_one(m, 6, 4, 5));
    assert_true(first_are_one(m, 6, 0, 3));
}

static void an_address_that_spells_another_given_name_speaks_against(void **state)
{
    (void)state;
    const struct made login = {"lventresca", "lorenz.ventresca@a.example"};
    const struct made named = {"Lucinda Ventresca", "lucinda.ventresca@b.example"};
    const struct made fits = {"Lorenz Ventresca", "lo@b.example"};
    assert_false(one(login, named));
    assert_true(one(login, fits));
}

/* Numbers of a schedule are no logins: only the name is known of both. */
static void names_alone_are_one_in_one_spelling_only(void **state)
{
    (void)state;
    static const char *const name[] = {"Oriel Ventresca", "ORIEL VENTRESCA", "Oriel Ventreska"};
    struct str text[3];
    struct identity_entry entry[3];
    const struct identity_handle handle[] = {{STR("talks"), STR("summit/2013/1138")},
                                             {STR("talks"), STR("summit/2014/22")},
                                             {STR("talks"), STR("summit/2014/1138")}};
    for (int i = 0; i < 3; i++) {
        text[i] = str_of(name[i]);
        entry[i] = (struct identity_entry){
            .name = &text[i], .name_count = 1, .handle = &handle[i], .handle_count = 1};
    }
    struct arena a = {0};
    struct identity got;
    const struct identity_options o = IDENTITY_OPTIONS;
    identity_match(entry, 3, &o, &a, &got);
    assert_int_equal(got.person[1], 0);
    assert_int_equal(got.person[2], 2);
    assert_int_equal(got.proposed_count, 2);
    arena_free(&a);
}

/* Identifiers that a machine made all begin alike: they are neither names nor logins. */
static void machines_identifiers_join_nobody(void **state)
{
    (void)state;
    struct identity_entry entry[2];
    struct identity_handle handle[] = {{STR("bluesky"), STR("did:plc:bendunn0000b")},
                                       {STR("bluesky"), STR("did:plc:fay")},
                                       {STR("bluesky"), STR("fay.example")}};
    struct str name[] = {STR("did:plc:bendunn0000b"), STR("did:plc:fay")};
    struct arena a = {0};
    struct identity got;
    struct identity_options o = IDENTITY_OPTIONS;
    for (size_t i = 0; i < 2; i++) {
        entry[i] = (struct identity_entry){
            .name = &name[i], .name_count = 1, .handle = &handle[i], .handle_count = 1 + i};
    }
    identity_match(entry, 2, &o, &a, &got);
    assert_int_not_equal(got.person[0], got.person[1]);
    arena_free(&a);
}

static void who_stand_in_one_edition_are_two(void **state)
{
    (void)state;
    const struct made m[] = {{"Jane Overbeek", "jane@a.org"}, {"Jane Overbeek", "jane@b.org"}};
    const int64_t edition = 2013;
    struct found f;
    look(&f, m, 2, IDENTITY_OPTIONS);
    assert_int_equal(f.got.person[0], f.got.person[1]);
    for (int i = 0; i < 2; i++) {
        f.entry[i].edition = &edition;
        f.entry[i].edition_count = 1;
    }
    struct identity_options o = IDENTITY_OPTIONS;
    identity_match(f.entry, f.n, &o, &f.a, &f.got);
    assert_int_not_equal(f.got.person[0], f.got.person[1]);
    arena_free(&f.a);
}

static void a_source_that_names_both_joins_them(void **state)
{
    (void)state;
    const struct made m[] = {{"Lou Vandermeer", "lou@a.org"}, {"xquery", "q@b.org"}};
    const struct identity_link linked = {.a = 0, .b = 1};
    struct identity_options o = IDENTITY_OPTIONS;
    o.linked = &linked;
    o.linked_count = 1;
    struct found f;
    look(&f, m, 2, o);
    assert_int_equal(f.got.person[0], f.got.person[1]);
    assert_str(identity_reasons(&f.a, f.got.joined[0].why), "one row of a source names both");
    arena_free(&f.a);
}

static void no_chain_of_links_joins_names_that_exclude_each_other(void **state)
{
    (void)state;
    /* "kostelanetz" may be either of two; whoever it is, they are not one */
    const struct made m[] = {{"Sid Kostelanetz", "sid@kost.org"},
                             {"kostelanetz", "kostelanetz@pm.me"},
                             {"Vera Kostelanetz", "vera@kost.org"}};
    struct identity_options o = IDENTITY_OPTIONS;
    o.join_bits = -20;
    struct found f;
    look(&f, m, 3, o);
    assert_int_not_equal(f.got.person[0], f.got.person[2]);
    arena_free(&f.a);
}

static void only_pairs_with_somebody_new_are_compared(void **state)
{
    (void)state;
    const struct made m[] = {{"Jane Overbeek", "jane@a.org"},
                             {"Jane Overbeek", "jane@b.org"},
                             {"Noa Feldman", "nf@c.org"}};
    struct identity_options o = IDENTITY_OPTIONS;
    o.fresh_from = 2;
    struct found f;
    look(&f, m, 3, o);
    assert_int_not_equal(f.got.person[0], f.got.person[1]);
    assert_int_equal(f.got.person[3 + 6], 2); /* of the crowd */
    arena_free(&f.a);
}

static void the_order_of_entries_does_not_matter(void **state)
{
    (void)state;
    struct made m[] = {{"Jane Overbeek", "jane@a.org"},      {"Jane Overbeek", "jane@b.org"},
                       {"joverbeek", "joverbeek@gmail.com"}, {"Jim Whitcombe", "jim@w.org"},
                       {"James Whitcombe", "jw@b.org"},      {"whitcombe", "w@whitcombe.org"}};
    struct found x;
    struct found y;
    look(&x, m, 6, IDENTITY_OPTIONS);
    for (int i = 0; i < 3; i++) {
        struct made t = m[i];
        m[i] = m[5 - i];
        m[5 - i] = t;
    }
    look(&y, m, 6, IDENTITY_OPTIONS);
    for (size_t i = 0; i < 6; i++) {
        for (size_t j = 0; j < 6; j++) {
            assert_int_equal(x.got.person[i] == x.got.person[j],
                             y.got.person[5 - i] == y.got.person[5 - j]);
        }
    }
    arena_free(&x.a);
    arena_free(&y.a);
}

static void nothing_and_odd_texts_are_nobody(void **state)
{
    (void)state;
    const struct made m[] = {{"", ""},     {"", ""},     {"?", "@"},        {"?", "@"},
                             {",", ",@,"}, {"a", "a@b"}, {" , ", "@x.org"}, {"(x)", "x@(none)"}};
    struct found f;
    look(&f, m, 8, IDENTITY_OPTIONS);
    for (uint32_t i = 0; i < 8; i++)
        assert_int_equal(f.got.person[i], i);
    arena_free(&f.a);
    struct identity_options o = IDENTITY_OPTIONS;
    struct arena a = {0};
    identity_match(NULL, 0, &o, &a, &f.got);
    assert_int_equal(f.got.joined_count, 0);
    arena_free(&a);
}

static void what_each_reason_weighs_adds_up_and_is_read_back(void **state)
{
    (void)state;
    static const struct made m[] = {
        {"Jane Overbeek", "jane@a.org"}, {"Jane Overbeek", "j.o@b.org"},
        {"John Smith", "john@x.org"},    {"John Smith", "js@y.org"},
        {"Sid Kostelanetz", NULL},       {"Sydney Kostelanetz", NULL},
    };
    struct found f;
    look(&f, m, 6, IDENTITY_OPTIONS);
    size_t seen = 0;
    for (size_t i = 0; i < f.got.joined_count + f.got.proposed_count; i++) {
        const struct identity_pair *p =
            i < f.got.joined_count ? &f.got.joined[i] : &f.got.proposed[i - f.got.joined_count];
        struct str text = identity_terms_text(&f.a, &p->terms);
        double sum = 0;
        const char *says = NULL;
        double bits = 0;
        for (size_t n = 0; identity_terms_next(&text, &says, &bits); n++) {
            sum += bits;
            if (n == 0) assert_non_null(strstr(says, "name"));
        }
        assert_true(fabs(sum - (double)p->bits) < 1e-3);
        assert_string_equal(says, "before any comparison");
        seen++;
    }
    assert_true(seen >= 2);
    static const char *const none[] = {"",      "name=1",   "name77=1", "zeal=3",
                                       "name1", "before=x", "name-1=2"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        struct str text = str_of(none[i]);
        const char *says = NULL;
        double bits = 0;
        assert_false(identity_terms_next(&text, &says, &bits));
    }
    arena_free(&f.a);
}

static void who_is_asked_for_two_reasons_is_asked_once(void **state)
{
    (void)state;
    static const struct made m[] = {{"John Smith", "john@x.org"}, {"John Smith", "js@y.org"}};
    static const struct identity_link claimed = {1, 0, 1U << WHY_CLAIMED};
    struct identity_options o = IDENTITY_OPTIONS;
    struct found f;
    o.linked = &claimed;
    o.linked_count = 1;
    look(&f, m, 2, o);
    assert_int_equal(f.got.joined_count, 0);
    assert_int_equal(f.got.proposed_count, 1);
    assert_true(fabs((double)f.got.proposed[0].bits - 2.99) < 1e-3);
    assert_true(f.got.proposed[0].why & 1U << WHY_CLAIMED);
    assert_true(f.got.proposed[0].why & 1U << WHY_NAME);
    arena_free(&f.a);
}

static void robots_and_role_addresses_are_known(void **state)
{
    (void)state;
    assert_true(name_is_robot(STR("dependabot[bot]")));
    assert_true(name_is_robot(STR("Travis-CI")));
    assert_false(name_is_robot(STR("Travis")));
    assert_false(name_is_robot(STR("Jenkins")));
    assert_true(name_is_robot(STR("release-bot")));
    assert_false(name_is_robot(STR("Abbot")));
    assert_false(name_is_robot(STR("Jane Doe")));
    assert_true(address_is_role(STR("info@x.org")));
    assert_true(address_is_role(STR("noreply-7@x.org")));
    assert_true(address_is_role(STR("jane@lists.x.org")));
    assert_false(address_is_role(STR("jane@x.org")));
    assert_true(address_is_nowhere(STR("none@none")));
    assert_true(address_is_nowhere(STR("jane@laptop.local")));
    assert_false(address_is_nowhere(STR("jane@x.org")));
}

static void names_of_other_scripts_are_spelled_in_latin(void **state)
{
    (void)state;
    struct arena a = {0};
    assert_str(
        name_latin(&a, STR("\xd0\x98\xd0\xb2\xd0\xb0\xd0\xbd \xd0\xa9\xd1\x83\xd0\xba\xd0\xb8"
                           "\xd0\xbd")),
        "ivan shchukin");
    assert_str(name_latin(&a, STR("\xce\x93\xce\xb9\xce\xac\xce\xbd\xce\xbd\xce\xb7\xcf\x82")),
               "giannis");
    assert_str(name_latin(&a, STR("\xc3\x86gir \xc3\x98st\xc3\xa9\xc3\x9f \xc5\x81uk")),
               "aegir ostess luk");
    arena_free(&a);
}

static void names_without_a_letter_make_colleagues_nobody_else(void **state)
{
    (void)state;
    assert_false(one((struct made){"<img src=x onerror=alert(1)>", "a@odd.example"},
                     (struct made){"=1+1", "b@odd.example"}));
    struct made m[] = {{"!!!", "p@odd.example"}, {"???", "q@odd.example"}};
    struct found f;
    look(&f, m, 2, IDENTITY_OPTIONS);
    assert_int_equal(f.got.joined_count + f.got.proposed_count, 0);
    arena_free(&f.a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_human_in_other_spellings_is_joined),
        cmocka_unit_test(strangers_stay_apart),
        cmocka_unit_test(names_alone_in_two_spellings_are_only_proposed),
        cmocka_unit_test(between_the_limits_a_pair_is_proposed_with_its_reasons),
        cmocka_unit_test(two_between_the_limits_are_not_joined_through_a_third),
        cmocka_unit_test(what_was_said_apart_is_neither_joined_nor_proposed),
        cmocka_unit_test(nobody_is_joined_through_a_third_to_whom_was_said_apart),
        cmocka_unit_test(a_login_with_marks_is_no_name_that_excludes),
        cmocka_unit_test(an_address_that_many_names_share_joins_nobody),
        cmocka_unit_test(an_address_that_spells_another_given_name_speaks_against),
        cmocka_unit_test(names_alone_are_one_in_one_spelling_only),
        cmocka_unit_test(machines_identifiers_join_nobody),
        cmocka_unit_test(who_stand_in_one_edition_are_two),
        cmocka_unit_test(a_source_that_names_both_joins_them),
        cmocka_unit_test(no_chain_of_links_joins_names_that_exclude_each_other),
        cmocka_unit_test(only_pairs_with_somebody_new_are_compared),
        cmocka_unit_test(the_order_of_entries_does_not_matter),
        cmocka_unit_test(nothing_and_odd_texts_are_nobody),
        cmocka_unit_test(names_without_a_letter_make_colleagues_nobody_else),
        cmocka_unit_test(what_each_reason_weighs_adds_up_and_is_read_back),
        cmocka_unit_test(who_is_asked_for_two_reasons_is_asked_once),
        cmocka_unit_test(robots_and_role_addresses_are_known),
        cmocka_unit_test(names_of_other_scripts_are_spelled_in_latin),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

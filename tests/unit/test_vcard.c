/* test_vcard.c - tests: vcard.c, content_line.c; wanted values are read off the cards by eye, those
 * of quoted-printable are Python's quopri */
#include "helpers.h"

#include "records.h"

extern const struct importer importer_vcard;

static struct str cards(struct arena *a, struct str text)
{
    struct importer_options o = {.path = "in.vcf"};
    return records_of(&importer_vcard, text, &o, a);
}

#define CARD(lines) STR("BEGIN:VCARD\n" lines "END:VCARD\n")

static void names_come_from_the_best_of_what_is_there(void **state)
{
    (void)state;
    struct arena a = {0};
    const struct {
        struct str text;
        const char *want;
    } rows[] = {
        {CARD("FN:Dr. Odile Marsh\nN:Marsh;Odile\n"),
         "1 person name:Dr. Odile Marsh(Dr. Odile Marsh) name=Dr. Odile Marsh\n"},
        {CARD("N:Marsh;Odile;Ann;Dr.;\n"),
         "1 person name:Odile Marsh(Odile Marsh) name=Odile Marsh\n"},
        {CARD("FN:Marsh\\, Odile\nN:Marsh;Odile\n"),
         "1 person name:Odile Marsh(Odile Marsh) name=Odile Marsh\n"},
        {CARD("FN:o@x.example\nN:Marsh;Odile\nEMAIL:o@x.example\n"),
         "1 person email:o@x.example(Odile Marsh) name=Odile Marsh\n"},
        {CARD("EMAIL:o@x.example\n"), "1 person email:o@x.example\n"},
        {CARD("FN:A\n B\n\tC\n"), "1 person name:ABC(ABC) name=ABC\n"},
        {CARD("FN;QUOTED-PRINTABLE:A=20=\nB=3DC\n"), "1 person name:A B=C(A B=C) name=A B=C\n"},
        {CARD("FN;ENCODING=QUOTED-PRINTABLE;CHARSET=KOI8-R:=E9=D7=C1\n"),
         "1 person name:Ива(Ива) name=Ива\n"},
        {CARD("FN:A\nORG:Quay\nORG:Quay\n"), "1 person name:A(A) name=A org=Quay\n"},
        {CARD("FN:A\nCATEGORIES:* myContacts\\, Press,VIP\n"),
         "1 person name:A(A) name=A tags=Press;VIP;\n"},
        {STR("begin:vcard\rfn:A\rend:vcard\r"), "1 person name:A(A) name=A\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_str(cards(&a, rows[i].text), rows[i].want);
    arena_free(&a);
}

static void what_is_no_card_of_a_person_is_said(void **state)
{
    (void)state;
    struct arena a = {0};
    assert_str(cards(&a, STR("BEGIN:VCALENDAR\n")),
               "!! no vCard; want BEGIN:VCARD in its first line\n");
    assert_str(cards(&a, CARD("TEL:1\n")),
               "! 1: a card without a name, an e-mail address or a handle; left out, give it an "
               "FN\n");
    assert_str(cards(&a, CARD("KIND:group\nFN:All\nMEMBER:urn:uuid:1\n")),
               "! 1: 1 card of organisations, groups or places, and no person; want cards of "
               "people\n# 1 card of organisations, groups or places passed over\n");
    assert_str(cards(&a, STR("BEGIN:VCARD\nFN:A\nBEGIN:VCARD\nFN:B\nEND:VCARD\n")),
               "! 1: a card without END:VCARD; export it again\n3 person name:B(B) name=B\n");
    arena_free(&a);
}

static void handles_are_those_of_known_networks(void **state)
{
    (void)state;
    struct arena a = {0};
    assert_str(cards(&a, CARD("FN:A\nIMPP:xmpp:a@x.example\nIMPP;X-SERVICE-TYPE=Other:other:b\n"
                              "X-SKYPE:c\nURL:https://quay.example/@d\n"
                              "X-SOCIALPROFILE;type=github:https://github.com/e\n")),
               "1 person xmpp:a@x.example(A) skype:c(A) fediverse:d@quay.example(A) github:e(A) "
               "name=A\n");
    arena_free(&a);
}

static void a_card_is_known_by_its_first_line(void **state)
{
    (void)state;
    const struct {
        struct str head;
        int want;
    } rows[] = {{STR("BEGIN:VCARD\r\nVERSION"), 95},
                {STR("\xEF\xBB\xBF\r\n begin : vcard\n"), 95},
                {STR("\xFF\xFE"
                     "B\0E\0G\0I\0N\0:\0V\0C\0A\0R\0D\0"),
                 95},
                {STR("BEGIN:VCALENDAR\r\n"), 0},
                {STR("BEGIN:VCAR"), 0},
                {STR("name,BEGIN:VCARD\n"), 0}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal(importer_vcard.sniff(rows[i].head, "x"), rows[i].want);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_come_from_the_best_of_what_is_there),
        cmocka_unit_test(what_is_no_card_of_a_person_is_said),
        cmocka_unit_test(handles_are_those_of_known_networks),
        cmocka_unit_test(a_card_is_known_by_its_first_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

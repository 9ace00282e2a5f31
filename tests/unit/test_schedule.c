/* test_schedule.c - tests: schedule.c and its readers; wanted values are read off by eye, times are
 * Python's zoneinfo */
#include "helpers.h"

#include "listen.h"
#include "listen/foreign.h"
#include "records.h"

extern const struct importer importer_schedule;

static struct str talks(struct arena *a, struct str text)
{
    struct importer_options o = {.path = "in"};
    return records_of(&importer_schedule, text, &o, a);
}

/* Author and what follows of the first line. */
static struct str event_of(struct arena *a, const char *title, const char *start)
{
    struct str got = talks(
        a, str_printf(a,
                      "<schedule><conference><title>%s</title><start>%s</start></conference><day "
                      "date='2014-02-01'><event id='1'><title>T</title></event></day></schedule>",
                      title, start));
    size_t at = str_find_nocase(got, "outlet=event:");
    struct str rest = str_skip(got, at + 13);
    return str_head(rest, str_find(rest, '('));
}

static void an_edition_has_a_name_of_its_own(void **state)
{
    (void)state;
    struct arena a = {0};
    static const char *const rows[][3] = {{"FOSDEM 2014", "2014-02-01", "FOSDEM 2014"},
                                          {"Quay Days", "2014-02-01", "Quay Days 2014"},
                                          {"30C3", "2013-12-27", "30C3"},
                                          {"DebConf13", "2013-08-11", "DebConf13"},
                                          {"B2B Expo", "2013-08-11", "B2B Expo 2013"},
                                          {"Web 2.0 Summit", "2009-08-11", "Web 2.0 Summit 2009"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_str(event_of(&a, rows[i][0], rows[i][1]), rows[i][2]);
    arena_free(&a);
}

static struct str who_of(struct arena *a, const char *year, const char *id, const char *name)
{
    struct str got =
        talks(a, str_printf(a,
                            "<schedule><conference><title>Quay %s</title></conference><day><event "
                            "id='1'><title>T</title><persons><person "
                            "id='%s'>%s</person></persons></event></day></schedule>",
                            year, id, name));
    struct str rest = str_skip(got, str_find_nocase(got, "author=") + 7);
    return str_head(rest, str_find(rest, '('));
}

static void a_number_alone_makes_nobody_one(void **state)
{
    (void)state;
    struct arena a = {0};
    struct str first = who_of(&a, "2013", "21", "Odile Marsh");
    assert_true(str_starts(first, "schedule:quay:21."));
    assert_true(str_eq(first, who_of(&a, "2014", "21", "Odile  Marsh")));
    assert_false(str_eq(first, who_of(&a, "2014", "21", "Bram Quill")));
    assert_false(str_eq(first, who_of(&a, "2013", "22", "Odile Marsh")));
    arena_free(&a);
}

static void clocks_are_read_in_their_zone(void **state)
{
    (void)state;
    static const struct {
        const char *zone;
        int64_t shown, want;
        bool known;
    } rows[] = {
        {"Europe/Brussels", 1391250600, 1391247000, true},  /* 2014-02-01 10:30 */
        {"Europe/Brussels", 1404556200, 1404549000, true},  /* 2014-07-05 10:30 */
        {"America/New_York", 1391250600, 1391268600, true}, /* 2014-02-01 10:30 */
        {"Asia/Kolkata", 1391250600, 1391230800, true},     /* 2014-02-01 10:30 */
        {"UTC", 1391250600, 1391250600, true},
        {"Nowhere/Middle", 0, 0, false},
        {"../../etc/passwd", 0, 0, false},
        {"", 0, 0, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int64_t got = 0;
        assert_int_equal(zone_second(str_of(rows[i].zone), rows[i].shown, &got), rows[i].known);
        assert_int_equal(got, rows[i].want);
    }
}

static void what_is_no_schedule_is_refused(void **state)
{
    (void)state;
    struct arena a = {0};
    assert_str(talks(&a, STR("<rss/>")), "!! <rss> is no schedule, want <schedule>\n");
    assert_str(talks(&a, STR("no xml")), "!! no XML element in it; want a schedule\n");
    assert_str(talks(&a, STR("{\"schedule\": 1")),
               "! 1: the schedule ends within itself; fetch it again\n");
    struct buf b = buf_new(&a);
    for (int i = 0; i < 200; i++)
        buf_adds(&b, i ? "<a>" : "<schedule>");
    assert_str(talks(&a, buf_str(&b)),
               "!! 1: elements nested deeper than 128; fetch the schedule again\n");
    arena_free(&a);
}

static void a_schedule_is_known_by_its_root(void **state)
{
    (void)state;
    const struct {
        struct str head;
        int want;
    } rows[] = {{STR("<?xml version='1.0'?>\n<!-- x -->\n<schedule>\n"), 92},
                {STR("\xEF\xBB\xBF<schedule xmlns:x='y'>"), 92},
                {STR("<schedules>"), 0},
                {STR("<rss><schedule>"), 0},
                {STR("{\"schedule\": {\"conference\": {"), 92},
                {STR("{\"a\": {\"schedule\": 1, \"conference\": 2}}"), 0},
                {STR("schedule"), 0}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal(importer_schedule.sniff(rows[i].head, "x"), rows[i].want);
}

/* Two years of one conference: who comes back is one, a number given to somebody else is not; a
 * talk of two is one doc, and stands beside both. */
static void who_speaks_together_has_said_it_together(void **state)
{
    (void)state;
    struct desk d;
    desk_open(&d);
    static const char *const year[] = {
        "<schedule><conference><title>Quay 2013</title></conference><day date='2013-02-02'><event "
        "id='1'><start>10:00</start><title>Tides</title><persons><person id='21'>Odile "
        "Marsh</person><person id='22'>Bram Quill</person></persons></event></day></schedule>",
        "<schedule><conference><title>Quay 2014</title></conference><day date='2014-02-01'><event "
        "id='1'><start>10:00</start><title>Gates</title><persons><person id='21'>Odile "
        "Marsh</person><person id='22'>Zoe Tan</person></persons></event></day></schedule>"};
    (void)desk_import(&d, desk_file(&d, "2013.xml", year[0]), (struct import_options){0});
    (void)desk_import(&d, desk_file(&d, "2014.xml", year[1]), (struct import_options){0});
    assert_str(desk_ask(&d, "SELECT name FROM node WHERE type = 'person' ORDER BY name"),
               "Bram Quill\nOdile Marsh\nZoe Tan");
    assert_str(desk_ask(&d,
                        "SELECT d.kind || ' ' || d.title || ' ' || n.name FROM doc d JOIN account a"
                        " ON a.id = d.author JOIN node n ON n.id = a.node ORDER BY d.id"),
               "talk Tides Odile Marsh\nco-author Tides Bram Quill\ntalk Gates Odile Marsh\n"
               "co-author Gates Zoe Tan");
    assert_str(desk_ask(&d, "SELECT count(*) FROM doc WHERE root = id"), "2");
    assert_str(desk_ask(&d,
                        "SELECT e.name || ' ' || p.name FROM affil f JOIN node p ON p.id = "
                        "f.person JOIN node e ON e.id = f.org WHERE f.role = 'speaker' ORDER BY 1"),
               "Quay 2013 Bram Quill\nQuay 2013 Odile Marsh\nQuay 2014 Odile Marsh\nQuay 2014 Zoe "
               "Tan");
    desk_close(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_edition_has_a_name_of_its_own),
        cmocka_unit_test(a_number_alone_makes_nobody_one),
        cmocka_unit_test(clocks_are_read_in_their_zone),
        cmocka_unit_test(what_is_no_schedule_is_refused),
        cmocka_unit_test(a_schedule_is_known_by_its_root),
        cmocka_unit_test(who_speaks_together_has_said_it_together),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_icalendar.c - tests: icalendar.c and its readers; wanted times are Python's zoneinfo, wanted
 * series a calendar on paper */
#include "helpers.h"

#include "records.h"

extern const struct importer importer_icalendar;

static struct str meetings(struct arena *a, struct str text)
{
    struct importer_options o = {.path = "in.ics"};
    return records_of(&importer_icalendar, text, &o, a);
}

/* Times of the docs, apart by blanks. */
static struct str times_of(struct arena *a, const char *lines)
{
    struct str got = meetings(
        a, str_printf(a,
                      "BEGIN:VCALENDAR\n%sORGANIZER:mailto:a@x.example\nATTENDEE;PARTSTAT=ACCEPTED:"
                      "mailto:b@x.example\nEND:VEVENT\nEND:VCALENDAR\n",
                      lines));
    struct buf b = buf_new(a);
    struct str line;
    while (str_cut(&got, '\n', &line)) {
        size_t at = str_find_nocase(line, "doc meeting ");
        if (at < line.len) buf_addf(&b, "%.*s ", STR_ARG(str_head(str_skip(line, at + 12), 20)));
        if (str_starts(line, "#") || str_starts(line, "!")) buf_add(&b, line);
    }
    return str_trim(buf_str(&b));
}

static void times_are_read_in_their_zone(void **state)
{
    (void)state;
    struct arena a = {0};
    static const char *const rows[][2] = {
        {"BEGIN:VEVENT\nDTSTART:20240704T100000Z\n", "2024-07-04T10:00:00Z"},
        {"BEGIN:VEVENT\nDTSTART;VALUE=DATE:20240704\n", "2024-07-04T00:00:00Z"},
        {"BEGIN:VEVENT\nDTSTART;TZID=Europe/Brussels:20240704T100000\n", "2024-07-04T08:00:00Z"},
        {"BEGIN:VEVENT\nDTSTART;TZID=/quay.example/2_1/Europe/Brussels:20240704T100000\n",
         "2024-07-04T08:00:00Z"},
        {"BEGIN:VEVENT\nDTSTART;TZID=\"(GMT -05:30)\":20240704T100000\n", "2024-07-04T15:30:00Z"},
        {"X-WR-TIMEZONE:America/New_York\nBEGIN:VEVENT\nDTSTART:20240704T100000\n",
         "2024-07-04T14:00:00Z"},
        {"BEGIN:VEVENT\nDTSTART:20240704T100000\n",
         "2024-07-04T10:00:00Z # 1 time in no known zone taken as UTC"},
        {"BEGIN:VEVENT\nDTSTART;TZID=No Where:2024-07-04T10:00\n",
         "2024-07-04T10:00:00Z # 1 time in no known zone taken as UTC"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_str(times_of(&a, rows[i][0]), rows[i][1]);
    arena_free(&a);
}

static void a_series_is_each_of_its_meetings(void **state)
{
    (void)state;
    struct arena a = {0};
    static const char *const rows[][2] = {
        {"BEGIN:VEVENT\nDTSTART:20240131T100000Z\nRRULE:FREQ=MONTHLY;COUNT=3\n",
         "2024-01-31T10:00:00Z 2024-03-31T10:00:00Z 2024-05-31T10:00:00Z"},
        {"BEGIN:VEVENT\nDTSTART:20240101T100000Z\nRRULE:FREQ=MONTHLY;BYDAY=-1FR;UNTIL=20240331\n",
         "2024-01-01T10:00:00Z 2024-01-26T10:00:00Z 2024-02-23T10:00:00Z 2024-03-29T10:00:00Z"},
        {"BEGIN:VEVENT\nDTSTART;TZID=Europe/Brussels:20240330T100000\nRRULE:FREQ=DAILY;UNTIL="
         "20240331T080000Z\n",
         "2024-03-30T09:00:00Z 2024-03-31T08:00:00Z"},
        {"BEGIN:VEVENT\nDTSTART:20240101T100000Z\nRRULE:FREQ=SECONDLY\n", "2024-01-01T10:00:00Z"},
        {"BEGIN:VEVENT\nDTSTART:20240101T100000Z\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\n",
         "2024-01-01T10:00:00Z"},
        {"BEGIN:VEVENT\nDTSTART:20240101T100000Z\nRDATE:20240102T100000Z,20240101T100000Z\n"
         "EXDATE:20240101T100000Z\n",
         "2024-01-02T10:00:00Z"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_str(times_of(&a, rows[i][0]), rows[i][1]);
    arena_free(&a);
}

static size_t count_of(struct str text, const char *what)
{
    size_t n = 0;
    while (true) {
        size_t at = str_find_nocase(text, what);
        if (at == text.len) return n;
        n++;
        text = str_skip(text, at + 1);
    }
}

static void of_an_endless_series_the_last_thousand_are_kept(void **state)
{
    (void)state;
    struct arena a = {0};
    struct str got = times_of(&a, "BEGIN:VEVENT\nDTSTART:20100101T100000Z\nRRULE:FREQ=DAILY\n");
    assert_int_equal(count_of(got, "T10:00:00Z"), 1000);
    assert_int_equal(count_of(got, "2010-"), 0);
    arena_free(&a);
}

static void what_is_no_meeting_is_said(void **state)
{
    (void)state;
    struct arena a = {0};
    assert_str(meetings(&a, STR("BEGIN:VCARD\n")),
               "!! no calendar; want BEGIN:VCALENDAR in its first line\n");
    assert_str(meetings(&a, STR("BEGIN:VCALENDAR\nEND:VCALENDAR\n")),
               "! 1: a calendar without events; want some VEVENT in it\n");
    assert_str(meetings(&a, STR("BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VEVENT\n")),
               "! 2: an event without a start that can be read; left out, want DTSTART\n");
    assert_str(meetings(&a, STR("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20240101\n")),
               "! 2: an event without END:VEVENT; export it again\n");
    arena_free(&a);
}

static void a_calendar_is_known_by_its_first_line(void **state)
{
    (void)state;
    assert_int_equal(importer_icalendar.sniff(STR("\r\nBEGIN:VCALENDAR\r\n"), "x"), 95);
    assert_int_equal(importer_icalendar.sniff(STR("BEGIN:VCARD\r\n"), "x.ics"), 0);
    assert_int_equal(importer_icalendar.sniff(STR(""), "x.ics"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(times_are_read_in_their_zone),
        cmocka_unit_test(a_series_is_each_of_its_meetings),
        cmocka_unit_test(of_an_endless_series_the_last_thousand_are_kept),
        cmocka_unit_test(what_is_no_meeting_is_said),
        cmocka_unit_test(a_calendar_is_known_by_its_first_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

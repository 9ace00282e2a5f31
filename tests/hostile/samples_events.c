/* samples_events.c - tests: what do 64 KiB of contacts, meetings and talks look like? */
#include "samples.h"

/* ---- contacts ---- */

static void write_card(struct buf *b, size_t i)
{
    buf_adds(b, "BEGIN:VCARD\r\nVERSION:3.0\r\n");
    if (i % 13 == 6) { /* nobody's */
        buf_adds(b, "TEL;TYPE=CELL:1\r\nEND:VCARD\r\n");
        return;
    }
    buf_addf(b, "N:%s;Pat %zu;;;\r\nFN;CHARSET=UTF-8:Pat %zu\r\n  %s\r\n", sample_word(i), i, i,
             sample_word(i));
    buf_addf(b, "EMAIL;type=INTERNET;type=pref:p%zu@x.example\r\nORG:%s\\, %s;%s\r\n", i,
             sample_word(i), sample_word(i + 1), sample_word(i + 2));
    if (i % 4 == 1)
        buf_adds(b, "item1.ADR;LABEL=\"a; b: c\":;;1 Quay;Ghent;;9000;BE\nX-SKYPE:pat\n"
                    "TITLE;ENCODING=QUOTED-PRINTABLE;CHARSET=ISO-8859-1:Chef=\nin Gr=FCn\n");
    if (i % 5 == 2)
        buf_adds(b, "AGENT:\nBEGIN:VCARD\nFN:Other\nEND:VCARD\nPHOTO;BASE64:\n  AAAA\n\n");
    buf_adds(b, "URL:http\\://x.example/\r\nEND:VCARD\r\n");
}

void make_vcard(struct sample *s)
{
    sample_all(s, write_card, 0, 13, 6, "");
}

/* ---- schedules ---- */

static void write_talk(struct buf *b, size_t i)
{
    if (i % 14 == 9) { /* nothing is said of it */
        buf_adds(b, "<event><start>10:00</start></event>\n");
        return;
    }
    buf_addf(b, "<event id=\"%zu\">\n<start>%02zu:30</start><title>%s &amp; %s</title>\n", i,
             i % 24, sample_word(i), sample_word(i + 1));
    buf_addf(b,
             "<abstract>&lt;p&gt;%s &lt;a href='http://y%zu.example/'&gt;x&lt;/a&gt;</abstract>\n",
             sample_word(i + 2), i);
    buf_addf(b, "<persons><person id=\"%zu\">Pat %s</person><person>%s</person></persons>\n", i % 7,
             sample_word(i), sample_word(i + 3));
    buf_adds(b, "<links><link href=\"http://z.example/?a&amp;b\">Site</link></links></event>\n");
}

void make_schedule(struct sample *s)
{
    buf_adds(&s->text, "<?xml version=\"1.0\"?>\n<schedule><conference><title>Quay "
                       "2026</title><start>2026-05-01</start><day_change>09:00</day_change>"
                       "</conference>\n<day date=\"2026-05-01\"><room name=\"Main\">\n");
    for (size_t i = 0; sample_add(s, write_talk, i, i % 14 != 9, 26); i++)
        ;
    buf_adds(&s->text, "</room></day></schedule>\n");
    sample_fill(s, 0);
}

static void write_json_talk(struct buf *b, size_t i)
{
    if (i % 14 == 9)
        buf_addf(b, "{\"id\": %zu, \"id\": \"%s\"},\n", i, sample_word(i)); /* a key twice */
    else
        buf_addf(b,
                 "{\"id\": %zu, \"date\": \"2026-05-01T10:00:00+02:00\", \"title\": \"%s } \\\"\", "
                 "\"persons\": [{\"id\": %zu, \"public_name\": \"Pat %s\"}]},\n",
                 i, sample_word(i), i % 7, sample_word(i));
}

void make_schedule_json(struct sample *s)
{
    buf_adds(&s->text,
             "{\"schedule\": {\"conference\": {\"title\": \"Quay\", \"days\": [{\"date\": "
             "\"2026-05-01\", \"rooms\": {\"Main\": [\n");
    for (size_t i = 0; sample_add(s, write_json_talk, i, i % 14 != 9, 12); i++)
        ;
    buf_adds(&s->text, "]}}]}}}");
    sample_fill(s, 0);
}

/* ---- calendars ---- */

static void write_meeting(struct buf *b, size_t i)
{
    buf_adds(b, "BEGIN:VEVENT\r\n");
    if (i % 12 == 8) { /* bad: no start */
        buf_addf(b, "SUMMARY:%s\r\nEND:VEVENT\r\n", sample_word(i));
        return;
    }
    buf_addf(b, "UID:%zu@x.example\r\nSUMMARY:%s\\, %s\r\n  %s\r\n", i, sample_word(i),
             sample_word(i + 1), sample_word(i + 2));
    buf_addf(b, "DTSTART;TZID=%s:202601%02zuT1%zu0000\r\n", i % 2 ? "Quay" : "Europe/Brussels",
             i % 28 + 1, i % 10);
    if (i % 5 == 3) buf_adds(b, "STATUS:CANCELLED\r\n");
    if (i % 7 == 2)
        buf_adds(b, "BEGIN:VALARM\nTRIGGER:-PT5M\nATTENDEE:mailto:z@x.example\nEND:VALARM\n");
    buf_adds(b, "ORGANIZER;CN=\"Pat; Keel\":mailto:p@x.example\r\n"
                "ATTENDEE;CN=Zoe;PARTSTAT=ACCEPTED:mailto:z@x.example\r\nEND:VEVENT\r\n");
}

/* The first event gives its two people as well. */
void make_icalendar(struct sample *s)
{
    buf_adds(&s->text, "BEGIN:VCALENDAR\r\nBEGIN:VTIMEZONE\r\nTZID:Quay\r\nBEGIN:STANDARD\r\n"
                       "DTSTART:19700101T000000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0100\r\n"
                       "END:STANDARD\r\nEND:VTIMEZONE\r\n");
    for (size_t i = 0; sample_add(s, write_meeting, i, i % 12 != 8, 15); i++) {
        for (int person = 0; i == 0 && person < 2; person++)
            s->end[s->good++] = s->text.len;
    }
    buf_adds(&s->text, "END:VCALENDAR\r\n");
    sample_fill(s, 0);
}

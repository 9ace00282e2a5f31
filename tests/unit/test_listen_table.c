/* test_listen_table.c - tests: table, table_columns, table_who, table_date, table_row, table_json
 */
#include "helpers.h"

#include "listen/table_int.h"

#include "records.h"

extern const struct importer importer_csv;
extern const struct importer importer_tsv;
extern const struct importer importer_jsonl;

#define WANTED \
    "; want at, verb, from, to (evidence), name, email or handles (people), deal, org, stage" \
    " (deals), teammate, person, strength (relationships), respondent, question, answer " \
    "(answers;" \
    " one row a respondent: --survey NAME) or company, domain (organisations); --map 'Their " \
    "Header=column' says which is which\n"

static void expect(const struct importer *im, const char *text, struct importer_options o,
                   const char *want)
{
    struct arena a = {0};
    assert_str(records_of(im, str_of(text), &o, &a), want);
    arena_free(&a);
}

static void evidence_is_read_in_its_many_spellings(void **state)
{
    (void)state;
    expect(
        &importer_csv,
        "At,Verb,From,To,URL,Text,Topic,Sign,Room Size,Stage\n"
        "2026-03-31,named,jane@x.org,github:Bob,https://a.org/1,\"so, so\",apt,-1,12,won\n"
        "04 Dec 2025,READS,Ann Lee,outlet:The Daily,,,,,,\n"
        "2025-12-04T10:00:00+02:00,cited,\"Zo\xC3\xAB <z@x.org>\",https://www.Blog.example/post/7,"
        ",,,against,,\n"
        "2025-12-04,followed,@ann@hachyderm.io,https://x.com/bob\n",
        (struct importer_options){0},
        "2 evidence 2026-03-31T00:00:00Z named email:jane@x.org > github:Bob url=https://a.org/1"
        " text=so, so topic=apt stage=won sign=-1 room=12\n"
        "3 evidence 2025-12-04T00:00:00Z reads name:Ann Lee(Ann Lee) > outlet:The Daily(The Daily)"
        "[publication]\n"
        "4 evidence 2025-12-04T08:00:00Z cited email:z@x.org(Zo\xC3\xAB) > site:blog.example"
        "(blog.example)[site] sign=-1\n"
        "5 evidence 2025-12-04T00:00:00Z followed fediverse:ann@hachyderm.io > twitter:bob\n");
}

static void what_an_answer_of_ours_speaks_of_is_nothing_of_its_rows(void **state)
{
    (void)state;
    expect(&importer_csv,
           "name,email,place,market,audience,as_of,model\n"
           "Ann Lee,ann@x.org,3,ropes,tag:buyer,2026-01-01T00:00:00Z,kith-reach 4\n"
           "Bo Orr,bo@x.org,4,ropes,tag:buyer,2026-01-01T00:00:00Z,kith-reach 4,more\n",
           (struct importer_options){0},
           "2 person email:ann@x.org(Ann Lee) name=Ann Lee extra:place=3\n"
           "! 3: 8 cells, the header has 3; put cells that hold a ',' in quotes\n"
           "# column 'place' is not known and kept as extra\n");
    const char *const maps[] = {"market=country", NULL};
    expect(&importer_csv,
           "name,email,market,audience,as_of,model\n"
           "Ann Lee,ann@x.org,DE,all,today,small\n",
           (struct importer_options){.maps = maps},
           "2 person email:ann@x.org(Ann Lee) name=Ann Lee country=DE extra:audience=all "
           "extra:as_of=today extra:model=small\n"
           "# columns 'audience', 'as_of', 'model' are not known and kept as extra\n");
    expect(&importer_csv, "name,email,model,market\nAnn Lee,ann@x.org,T,DE\n",
           (struct importer_options){0},
           "2 person email:ann@x.org(Ann Lee) name=Ann Lee extra:model=T extra:market=DE\n"
           "# columns 'model', 'market' are not known and kept as extra\n");
}

static void bad_rows_say_what_is_wrong_and_good_ones_stay(void **state)
{
    (void)state;
    expect(
        &importer_csv,
        "at,verb,from,to,sign,room\n"
        "2026-03-31,shouted,a@x.org,b@x.org\n"
        "31.03.2026,named,a@x.org,b@x.org\n"
        "soon,named,a@x.org,b@x.org\n"
        "2026-03-31,named,a@x.org\n"
        "2026-03-31,named,,b@x.org\n"
        "2026-03-31,named,a@x.org,@bob\n"
        "2026-03-31,named,a@x.org,b@x.org,maybe\n"
        "2026-03-31,named,a@x.org,b@x.org,1,many\n"
        "2026-03-31,named,a@x.org,b@x.org,1,2,3\n"
        "2026-03-31,named,a@x.org,b@x.org,1,2,,\n",
        (struct importer_options){0},
        "! 2: verb 'shouted', want named, advised, asked, met, booked, prompted, cited, accepted,"
        " attended, reviewed, shared, thanked, introduced, replied, mentioned, reads, followed,"
        " claimed\n"
        "3 evidence 2026-03-31T00:00:00Z named email:a@x.org > email:b@x.org\n"
        "! 4: at 'soon' is no date, want one such as 2026-03-31\n"
        "! 5: to: is empty, want channel:handle, an e-mail or a name\n"
        "! 6: from: is empty, want channel:handle, an e-mail or a name\n"
        "! 7: to: '@bob' says no channel, want twitter:bob, github:bob, \xE2\x80\xA6\n"
        "! 8: sign 'maybe', want 1 (for), 0 (neutral) or -1 (against)\n"
        "! 9: room size 'many', want the number of people in the room\n"
        "! 10: 7 cells, the header has 6; put cells that hold a ',' in quotes\n"
        "11 evidence 2026-03-31T00:00:00Z named email:a@x.org > email:b@x.org room=2\n");
}

static void day_or_month_first_is_decided_by_the_whole_column(void **state)
{
    (void)state;
    struct importer_options none = {0};
    struct importer_options mdy = {.dates = DATES_MDY};
    expect(&importer_csv,
           "at,verb,from,to\n03/04/2026,named,a@x.org,b@x.org\n25/04/2026 2:05 "
           "PM,named,a@x.org,b@x.org\n",
           none,
           "2 evidence 2026-04-03T00:00:00Z named email:a@x.org > email:b@x.org\n"
           "3 evidence 2026-04-25T14:05:00Z named email:a@x.org > email:b@x.org\n");
    expect(&importer_csv,
           "at,verb,from,to\n3/4/26,named,a@x.org,b@x.org\n4/25/26,named,a@x.org,b@x.org\n", none,
           "2 evidence 2026-03-04T00:00:00Z named email:a@x.org > email:b@x.org\n"
           "3 evidence 2026-04-25T00:00:00Z named email:a@x.org > email:b@x.org\n");
    static const char either[] = "at,verb,from,to\n3/4/2026,named,a@x.org,b@x.org\n";
    expect(
        &importer_csv, either, none,
        "!! column 'at': in no date can the day be told from the month; say --dates dmy (3/4 is 3"
        " April) or --dates mdy (3/4 is March 4)\n");
    expect(&importer_csv, either, mdy,
           "2 evidence 2026-03-04T00:00:00Z named email:a@x.org > email:b@x.org\n");
    expect(
        &importer_csv,
        "at,verb,from,to\n31/4/2026,named,a@x.org,b@x.org\n4/31/2026,named,a@x.org,b@x.org\n", none,
        "!! column 'at' has dates with the day first (1) and with the month first (1); mend it, or"
        " say --dates dmy or --dates mdy\n");
}

/* Expected values: Python's datetime. */
static void dates_are_read_in_the_spellings_of_exports(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum date_order order;
        int64_t want;
    } rows[] = {
        {"4-Dec-25", DATES_UNKNOWN, 1764806400},
        {"Dec 4, 2025", DATES_UNKNOWN, 1764806400},
        {"December 4, 2025 at 3:45 PM", DATES_UNKNOWN, 1764863100},
        {"2025/12/04", DATES_UNKNOWN, 1764806400},
        {"2025-12-04 12:10 AM", DATES_UNKNOWN, 1764807000},
        {"4.12.2025", DATES_UNKNOWN, 1764806400},
        {"4/4/2025", DATES_UNKNOWN, 1743724800},
        {"12/4/2025 15:45:10", DATES_MDY, 1764863110},
        {"12/4/2025, 3:45 p.m.", DATES_MDY, 1764863100},
        {"1764806400000", DATES_UNKNOWN, 1764806400},
        {"1764806400", DATES_UNKNOWN, 1764806400},
        {"30/2/2025", DATES_DMY, TIME_NONE},
        {"2025-13-01", DATES_UNKNOWN, TIME_NONE},
        {"", DATES_UNKNOWN, TIME_NONE},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int64_t got = TIME_NONE;
        (void)date_read(str_of(rows[i].text), rows[i].order, &got);
        if (got != rows[i].want) print_error("%s\n", rows[i].text);
        assert_int_equal(got, rows[i].want);
    }
}

static void people_are_read_with_vendors_headers(void **state)
{
    (void)state;
    struct importer_options none = {0};
    expect(
        &importer_csv,
        "name;E-Mail;handles;org;title;country;category;tags;followers;weight;team;seniority;"
        "capacity;topics\n"
        "Jane Doe;jane at x.org;github:Jane twitter:@jd;Acme;CTO;DE;analyst;buyer;1,204;2;sales;4;"
        "3;apt\n",
        none,
        "2 person email:jane@x.org(Jane Doe) github:Jane twitter:jd name=Jane Doe org=Acme"
        " title=CTO country=DE team=sales topics=apt categories=analyst tags=buyer followers=1204"
        " weight=2 seniority=4 capacity=3\n");
    expect(&importer_csv,
           "Notes:\n"
           "\"When exporting, some addresses are missing, see help.\"\n\n"
           "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
           "Ann,Lee,https://www.linkedin.com/in/ann-lee,,Acme,Head of Data,04 Dec 2025\n",
           none,
           "5 person linkedin:ann-lee(Ann Lee) name=Ann Lee org=Acme title=Head of Data"
           " extra:Connected On=04 Dec 2025\n"
           "");
    expect(&importer_tsv,
           "Full Name\tAccount Name\tMailing Country\tFollower Count\nBo\tAcme\tFR\t12.5K\n", none,
           "2 person name:Bo(Bo) name=Bo org=Acme country=FR followers=12500\n");
}

static void unknown_headers_are_kept_and_the_nearest_is_offered(void **state)
{
    (void)state;
    const char *const maps[] = {"Qui=name", NULL};
    expect(
        &importer_csv, "name,emial,shoe size\nBo,b@x.org,44\n", (struct importer_options){0},
        "2 person name:Bo(Bo) name=Bo extra:emial=b@x.org extra:shoe size=44\n"
        "# column 'emial' is not known and kept as extra; did you mean email? --map 'emial=email';"
        " column 'shoe size' is not known and kept as extra\n");
    expect(&importer_csv, "qui,where\nBo,here\n", (struct importer_options){.maps = maps},
           "2 person name:Bo(Bo) name=Bo extra:where=here\n"
           "# column 'where' is not known and kept as extra\n");
}

static void a_table_without_known_headers_says_what_is_wanted(void **state)
{
    (void)state;
    const char *const bad[] = {"Qui", NULL};
    const char *const none[] = {"Qui=wer", NULL};
    expect(&importer_csv, "color,size\nred,4\n", (struct importer_options){0},
           "!! no header that is known: found color, size" WANTED);
    expect(&importer_csv, "", (struct importer_options){0},
           "!! no header that is known: found nothing" WANTED);
    expect(&importer_csv, "name\nBo\n", (struct importer_options){.maps = bad},
           "!! --map 'Qui', want 'Their Header=column'\n");
    expect(&importer_csv, "name\nBo\n", (struct importer_options){.maps = none},
           "!! --map 'Qui=wer': no column is named 'wer'; people have name, email, handles, org,"
           " title, country, category, tags, followers, weight, team, seniority, capacity, topics;"
           " evidence has at, verb, from, to, url, title, text, topic, sign, room size, stage,"
           " doc; deals, relationships, answers, outcomes and organisations: kith help sources\n");
}

/* The window over the file has moved on by then. */
static void headers_are_told_of_behind_long_records_too(void **state)
{
    (void)state;
    struct arena a = {0};
    struct buf text = buf_new(&a);
    buf_adds(&text, "color,size\n");
    for (int row = 0; row < 12; row++) {
        for (int i = 0; i < 60000; i++)
            buf_addc(&text, 'x');
        buf_adds(&text, ",4\n");
    }
    expect(&importer_csv, buf_str(&text).p, (struct importer_options){0},
           "!! no header that is known: found color, size" WANTED);
    arena_free(&a);
}

static void what_kith_exports_is_read_as_it_was(void **state)
{
    (void)state;
    expect(&importer_csv,
           "at,verb,from,to,title,text,doc,source,place\n"
           "2026-03-31,attended,name:Bo,outlet:list:apt.x.org,Hi,\"'=1+1\",m1@x,mail.mbox,7\n"
           "2026-03-31,attended,name:Bo,\"outlet:Plain: a talk\",,\"''=1\",,,\n",
           (struct importer_options){0},
           "2 evidence 2026-03-31T00:00:00Z attended name:Bo(Bo) > list:apt.x.org[list] title=Hi"
           " text==1+1 doc=m1@x\n"
           "3 evidence 2026-03-31T00:00:00Z attended name:Bo(Bo) > outlet:Plain: a talk"
           "(Plain: a talk)[publication] text='=1\n");
    expect(&importer_csv,
           "name,handles,staff\n'=cmd(),\"list-name:\"\"a@b.org/bo lee\"\" github:bo\",true\n",
           (struct importer_options){0},
           "2 person list-name:a@b.org/bo lee(=cmd()) github:bo name==cmd()\n");
}

static void people_rows_that_say_nothing_are_refused(void **state)
{
    (void)state;
    expect(&importer_csv,
           "name,email,followers,seniority,handles\n,,,,\n,n/a,3,,\nBo,bo,,,\nBo,,some,,\nBo,,,9,\n"
           "Bo,,,,Bo Smith\nBo,a@x.org; b@x.org,n/a,,\n",
           (struct importer_options){0},
           "! 2: no name, e-mail or handle; want one of them\n"
           "! 3: no name, e-mail or handle; want one of them\n"
           "! 4: email 'bo', want name@host\n"
           "! 5: followers 'some', want a number of 0 or more\n"
           "! 6: seniority '9', want 1 to 5\n"
           "! 7: handles 'Bo', want channel:handle, such as github:jane\n"
           "8 person email:a@x.org(Bo) email:b@x.org name=Bo\n");
}

static void the_encoding_found_is_said(void **state)
{
    (void)state;
    expect(&importer_csv, "name,org\nZo\xEB,x\n", (struct importer_options){0},
           "2 person name:Zo\xC3\xAB(Zo\xC3\xAB) name=Zo\xC3\xAB org=x\n# read as Windows-1252\n");
}

static void tables_are_told_from_other_formats(void **state)
{
    (void)state;
    static const struct {
        const char *text, *path;
        int csv, tsv;
    } rows[] = {
        {"name,email\nBo,b@x.org\n", "a.csv", 85, 40},
        {"name,email\nBo,b@x.org\n", "a.txt", 85, 40},
        {"at\tverb\tfrom\tto\n", "a.txt", 40, 85},
        {"color,size\nred,4\n", "a.csv", 5, 3},
        {"Just a text, of some length.\nIt goes on.\n", "a.txt", 5, 3},
        {"From bo@x.org Mon Jan 1\nFrom: bo@x.org\nTo: a@x.org\n", "a.csv", 0, 0},
        {"<rss><channel>", "a.csv", 0, 0},
        {"{\"name\": \"Bo\", \"email\": 1}", "a.csv", 0, 0},
        {"\x89PNG\r\n\x1A\n", "photo.csv", 0, 0},
        {"", "a.csv", 0, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (importer_csv.sniff(str_of(rows[i].text), rows[i].path) != rows[i].csv) {
            print_error("%s\n", rows[i].text);
        }
        assert_int_equal(importer_csv.sniff(str_of(rows[i].text), rows[i].path), rows[i].csv);
        assert_int_equal(importer_tsv.sniff(str_of(rows[i].text), rows[i].path), rows[i].tsv);
    }
}

static void json_lines_and_arrays_are_read_alike(void **state)
{
    (void)state;
    struct importer_options none = {0};
    static const char want[] =
        "1 evidence 2026-03-31T00:00:00Z named email:a@x.org > github:Bob room=3\n"
        "2 evidence 2026-04-25T00:00:00Z cited name:Ann(Ann) > email:b@x.org text=so sign=-1\n";
    expect(&importer_jsonl,
           "{\"at\":\"2026-03-31\",\"verb\":\"named\",\"from\":\"a@x.org\",\"to\":\"github:Bob\","
           "\"room\":3}\n{\"to\":\"b@x.org\",\"from\":\"Ann\",\"verb\":\"cited\","
           "\"at\":\"25/4/2026\",\"sign\":-1,\"text\":\"so\"}\n",
           none, want);
    expect(&importer_jsonl,
           "[{\"at\":\"2026-03-31\",\"verb\":\"named\",\"from\":\"a@x.org\",\"to\":\"github:Bob\","
           "\"room\":3},\n{\"to\":\"b@x.org\",\"from\":\"Ann\",\"verb\":\"cited\","
           "\"at\":\"25/4/2026\",\"sign\":-1,\"text\":\"so\"}]\n",
           none, want);
    expect(&importer_jsonl,
           "[\n {\n  \"name\": \"Bo}\\\"\", \"tags\": [\"x\", \"y\"],\n"
           "  \"handles\": [\"github:bo\"], \"id\": 9007199254740993, \"o\": {\"k\": 1}\n }\n]\n",
           none,
           "2 person github:bo(Bo}\") name=Bo}\" tags=x; y extra:id=9007199254740993"
           " extra:o={\"k\":1}\n# columns 'id', 'o' are not known and kept as extra\n");
}

static void a_broken_object_costs_only_itself(void **state)
{
    (void)state;
    expect(
        &importer_jsonl,
        "{\"name\":\"A\"}\n{\"name\":\"B\"\n{\"name\":\"C\",\"name\":\"D\"}\n"
        "{\"name\":\"E\",\"n\":99999999999999999999}\n[17]\n\n{\"name\":\"F\"}",
        (struct importer_options){0},
        "1 person name:A(A) name=A\n"
        "! 2: broken JSON ('}' expected near end of file); mend it, one object a line\n"
        "! 3: a key stands twice in one object (duplicate object key near '\"name\"'); keep one of"
        " them\n"
        "! 4: a number too big to be kept exactly; put it in quotes\n"
        "! 5: no JSON object; want {\"name\": \xE2\x80\xA6} or such\n"
        "7 person name:F(F) name=F\n");
    expect(&importer_jsonl, "{\"color\":1}\n", (struct importer_options){0},
           "!! no header that is known: found color" WANTED);
}

static void json_tables_are_told_from_other_json(void **state)
{
    (void)state;
    assert_int_equal(importer_jsonl.sniff(STR("{\"name\":\"A\"}\n"), "a.txt"), 85);
    assert_int_equal(importer_jsonl.sniff(STR("[{\"email\":\"A\"}]\n"), "a.json"), 85);
    assert_int_equal(importer_jsonl.sniff(STR("{\"color\":\"A\"}\n"), "a.jsonl"), 10);
    assert_int_equal(importer_jsonl.sniff(
                         STR("{\"version\":\"https://jsonfeed.org/version/1\",\"name\":1}"), "a"),
                     0);
    assert_int_equal(importer_jsonl.sniff(STR("name,email\n"), "a.jsonl"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(evidence_is_read_in_its_many_spellings),
        cmocka_unit_test(what_an_answer_of_ours_speaks_of_is_nothing_of_its_rows),
        cmocka_unit_test(bad_rows_say_what_is_wrong_and_good_ones_stay),
        cmocka_unit_test(day_or_month_first_is_decided_by_the_whole_column),
        cmocka_unit_test(dates_are_read_in_the_spellings_of_exports),
        cmocka_unit_test(people_are_read_with_vendors_headers),
        cmocka_unit_test(unknown_headers_are_kept_and_the_nearest_is_offered),
        cmocka_unit_test(a_table_without_known_headers_says_what_is_wanted),
        cmocka_unit_test(headers_are_told_of_behind_long_records_too),
        cmocka_unit_test(what_kith_exports_is_read_as_it_was),
        cmocka_unit_test(people_rows_that_say_nothing_are_refused),
        cmocka_unit_test(the_encoding_found_is_said),
        cmocka_unit_test(tables_are_told_from_other_formats),
        cmocka_unit_test(json_lines_and_arrays_are_read_alike),
        cmocka_unit_test(a_broken_object_costs_only_itself),
        cmocka_unit_test(json_tables_are_told_from_other_json),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_survey.c - tests: survey, survey_header, survey_kind, table_answer */
#include "helpers.h"

#include "listen/survey_int.h"

#include "records.h"

extern const struct importer importer_csv;

static void expect(const char *text, struct importer_options o, const char *want)
{
    struct arena a = {0};
    if (!o.path) o.path = "dir/panel.csv";
    assert_str(records_of(&importer_csv, str_of(text), &o, &a), want);
    arena_free(&a);
}

static const struct importer_options none;

static void long_answers_name_people(void **state)
{
    (void)state;
    expect(
        "Survey,Wave,Respondent,Question,Answer,Kind,Weight,At\n"
        "Panel,2026-03,jane@x.example,Whom do you trust?,\"1. Ann Lee, Bob Low and @c@d.example\""
        ",names,1.5,2026-03-04\n"
        "Panel,2026-03,17,Q2,github:ann,prompted,,\n"
        "Panel,2026-03,17,Q3,The Daily; https://blog.example/x,reads,,\n"
        "Panel,2026-03,17,Q4,3,number,,\n"
        "Panel,2026-03,17,Q5,nobody,names,,\n"
        "Panel,,17,Q6,x,guess,,\n"
        "Panel,,17,Q6,x,,-1,\n"
        "Panel,,,Q6,x,,,\n",
        none,
        "2 answer Panel/2026-03 email:jane@x.example at=2026-03-04T00:00:00Z weight=1.5 "
        "question=Whom do you trust? item=1. Ann Lee, Bob Low and @c@d.example "
        "answer=1. Ann Lee, Bob Low and @c@d.example kind=names > name:Ann Lee(Ann Lee) > "
        "name:Bob Low(Bob Low) > fediverse:c@d.example\n"
        "3 answer Panel/2026-03 survey:panel:panel-17 question=Q2 item=github:ann "
        "answer=github:ann kind=prompted > github:ann\n"
        "4 answer Panel/2026-03 survey:panel:panel-17 question=Q3 "
        "item=The Daily; https://blog.example/x answer=The Daily; https://blog.example/x "
        "kind=reads > outlet:The Daily(The Daily)[publication] > "
        "site:blog.example(blog.example)[site]\n"
        "5 answer Panel/2026-03 survey:panel:panel-17 question=Q4 answer=3 kind=number\n"
        "6 answer Panel/2026-03 survey:panel:panel-17 question=Q5 item=nobody answer=nobody "
        "kind=names\n"
        "! 7: kind 'guess', want one, many, number, text, names, prompted or reads\n"
        "! 8: weight '-1', want a number of 0 or more\n"
        "! 9: respondent: is empty, want channel:handle, an e-mail or a name\n");
}

/* Three rows of headers; a preview is no response. */
static void qualtrics_with_three_header_rows(void **state)
{
    (void)state;
    expect(
        "\xEF\xBB\xBF"
        "StartDate,EndDate,Status,IPAddress,ResponseId,RecipientEmail,Q1,Q3_1,Q3_7,Q3_7_TEXT\r\r\n"
        "Start Date,End Date,Response Type,IP Address,Response ID,Recipient Email,How sure?,"
        "Which tools? - Selected Choice - Hammer,Which tools? - Selected Choice - Other,"
        "Which tools? - Other - Text\r\r\n"
        "\"{\"\"ImportId\"\":\"\"startDate\"\"}\",\"{\"\"ImportId\"\":\"\"endDate\"\"}\","
        "\"{\"\"ImportId\"\":\"\"status\"\"}\",\"{\"\"ImportId\"\":\"\"ipAddress\"\"}\","
        "\"{\"\"ImportId\"\":\"\"_recordId\"\"}\",\"{\"\"ImportId\"\":\"\"recipientEmail\"\"}\","
        "\"{\"\"ImportId\"\":\"\"QID1\"\"}\",\"{\"\"ImportId\"\":\"\"QID3_1\"\"}\","
        "\"{\"\"ImportId\"\":\"\"QID3_7\"\"}\",\"{\"\"ImportId\"\":\"\"QID3_7_TEXT\"\"}\"\r\r\n"
        "2026-01-02 08:00:00,2026-01-02 08:10:00,0,1.2.3.4,R_a1,,2,Hammer,Other,saw\r\r\n"
        "2026-01-02 08:00:00,2026-01-02 08:20:00,1,1.2.3.4,R_b2,,2,Hammer,,\r\r\n"
        "2026-01-02 08:00:00,2026-01-02 08:30:00,0,1.2.3.4,R_c3,jo@x.example,3,,,\r\r\n",
        none,
        "4 answer panel survey:panel:R_a1 at=2026-01-02T08:10:00Z\n"
        "4 answer panel survey:panel:R_a1 at=2026-01-02T08:10:00Z question=Q1 text=How sure? "
        "answer=2 kind=number\n"
        "4 answer panel survey:panel:R_a1 at=2026-01-02T08:10:00Z question=Q3 "
        "text=Which tools? item=Hammer answer=Hammer kind=many\n"
        "4 answer panel survey:panel:R_a1 at=2026-01-02T08:10:00Z question=Q3 "
        "text=Which tools? item=Other answer=Other kind=many\n"
        "4 answer panel survey:panel:R_a1 at=2026-01-02T08:10:00Z question=Q3 "
        "text=Which tools? item=Other - Text answer=saw kind=many\n"
        "5 nothing: a preview of the survey\n"
        "6 answer panel email:jo@x.example at=2026-01-02T08:30:00Z\n"
        "6 answer panel email:jo@x.example at=2026-01-02T08:30:00Z question=Q1 text=How sure? "
        "answer=3 kind=number\n"
        "# survey 'panel', 2 questions\n");
}

static void qualtrics_of_old_with_two(void **state)
{
    (void)state;
    expect(
        "V1,V2,V3,V5,V8,V9,Q1,Q2,\n"
        "ResponseID,ResponseSet,Name,EmailAddress,StartDate,EndDate,Sure?,Why?,\n"
        "R_1,Default,Anonymous,,2026-01-02 08:00:00,2026-01-02 08:10:00,4,Because of it,\n",
        none,
        "3 answer panel survey:panel:R_1 at=2026-01-02T08:10:00Z\n"
        "3 answer panel survey:panel:R_1 at=2026-01-02T08:10:00Z question=Q1 text=Sure? answer=4 "
        "kind=number\n"
        "3 answer panel survey:panel:R_1 at=2026-01-02T08:10:00Z question=Q2 text=Why? "
        "answer=Because of it kind=text\n"
        "# survey 'panel', 2 questions\n");
}

static void limesurvey_by_codes_and_by_wordings(void **state)
{
    (void)state;
    expect("id;submitdate;lastpage;startlanguage;Q1;Q2[SQ001];Q2[SQ002];Q2[other];Q3\n"
           "1;2026-02-03 10:00:00;3;en;A1;Y;;;5\n"
           "2;;2;en;A2;N;Y;ladder;7\n",
           none,
           "2 answer panel survey:panel:panel-1 at=2026-02-03T10:00:00Z\n"
           "2 answer panel survey:panel:panel-1 at=2026-02-03T10:00:00Z question=Q1 answer=A1 "
           "kind=one\n"
           "2 answer panel survey:panel:panel-1 at=2026-02-03T10:00:00Z question=Q2 item=SQ001 "
           "answer=SQ001 kind=many\n"
           "2 answer panel survey:panel:panel-1 at=2026-02-03T10:00:00Z question=Q3 answer=5 "
           "kind=number\n"
           "3 answer panel survey:panel:panel-2\n"
           "3 answer panel survey:panel:panel-2 question=Q1 answer=A2 kind=one\n"
           "3 answer panel survey:panel:panel-2 question=Q2 item=SQ002 answer=SQ002 kind=many\n"
           "3 answer panel survey:panel:panel-2 question=Q2 item=other answer=ladder kind=many\n"
           "3 answer panel survey:panel:panel-2 question=Q3 answer=7 kind=number\n"
           "# survey 'panel', 3 questions\n");
    expect(
        "\"Response ID\",\"Date submitted\",\"Last page\",\"Start language\","
        "\"Who gives you advice you trust?\",\"Tools? [Hammer]\",\"Tools? [Saw]\"\n"
        "\"9\",\"2026-02-03 10:00:00\",\"3\",\"en\",\"Ann Lee and Bob Low\",\"Yes\",\"No\"\n",
        none,
        "2 answer panel survey:panel:panel-9 at=2026-02-03T10:00:00Z\n"
        "2 answer panel survey:panel:panel-9 at=2026-02-03T10:00:00Z "
        "question=Who gives you advice you trust? answer=Ann Lee and Bob Low kind=names > "
        "name:Ann Lee(Ann Lee) > name:Bob Low(Bob Low)\n"
        "2 answer panel survey:panel:panel-9 at=2026-02-03T10:00:00Z question=Tools? item=Hammer "
        "answer=Hammer kind=many\n"
        "# survey 'panel', 2 questions; 'Who gives you advice you trust?' is taken to name "
        "people; --map 'Who gives you advice you trust?=text' says it does not\n");
}

/* SurveyMonkey's form: the second row holds the options; a box may be called "No". */
static void two_rows_with_blanks_between(void **state)
{
    (void)state;
    const char *const maps[] = {"Whom?=prompted", NULL};
    expect("Where?,Used?,,,Whom?,,Why?\n"
           "Response,No,Yes,Other (please specify),Ann Lee,Bob Low,Open-Ended Response\n"
           "East,No,,,Ann Lee,,so\n"
           "East,,Yes,at times,,Bob Low,\n"
           "East,No,,,,,\n"
           "West,,Yes,,,Bob Low,\n",
           (struct importer_options){.survey = "Panel", .wave = "2026-03", .maps = maps},
           "3 answer Panel/2026-03 survey:panel:2026-03-1\n"
           "3 answer Panel/2026-03 survey:panel:2026-03-1 question=Where? answer=East "
           "kind=one\n"
           "3 answer Panel/2026-03 survey:panel:2026-03-1 question=Used? item=No answer=No "
           "kind=many\n"
           "3 answer Panel/2026-03 survey:panel:2026-03-1 question=Whom? item=Ann Lee "
           "answer=Ann Lee kind=prompted > name:Ann Lee(Ann Lee)\n"
           "3 answer Panel/2026-03 survey:panel:2026-03-1 question=Why? answer=so kind=text\n"
           "4 answer Panel/2026-03 survey:panel:2026-03-2\n"
           "4 answer Panel/2026-03 survey:panel:2026-03-2 question=Where? answer=East "
           "kind=one\n"
           "4 answer Panel/2026-03 survey:panel:2026-03-2 question=Used? item=Yes answer=Yes "
           "kind=many\n"
           "4 answer Panel/2026-03 survey:panel:2026-03-2 question=Used? "
           "item=Other (please specify) answer=at times kind=many\n"
           "4 answer Panel/2026-03 survey:panel:2026-03-2 question=Whom? item=Bob Low "
           "answer=Bob Low kind=prompted > name:Bob Low(Bob Low)\n"
           "5 answer Panel/2026-03 survey:panel:2026-03-3\n"
           "5 answer Panel/2026-03 survey:panel:2026-03-3 question=Where? answer=East "
           "kind=one\n"
           "5 answer Panel/2026-03 survey:panel:2026-03-3 question=Used? item=No answer=No "
           "kind=many\n"
           "6 answer Panel/2026-03 survey:panel:2026-03-4\n"
           "6 answer Panel/2026-03 survey:panel:2026-03-4 question=Where? answer=West "
           "kind=one\n"
           "6 answer Panel/2026-03 survey:panel:2026-03-4 question=Used? item=Yes answer=Yes "
           "kind=many\n"
           "6 answer Panel/2026-03 survey:panel:2026-03-4 question=Whom? item=Bob Low "
           "answer=Bob Low kind=prompted > name:Bob Low(Bob Low)\n"
           "# survey 'Panel', 4 questions\n");
}

static void what_is_called_a_survey_has_a_row_a_respondent(void **state)
{
    (void)state;
    expect("Timestamp,Email Address,weight,How sure?\n"
           "25/01/2026 10:00:00,jo@x.example,2.5,4\n"
           "03/02/2026 10:00:00,,-1,4\n"
           "04/02/2026 10:00:00,,,5\n",
           (struct importer_options){.survey = "P"},
           "2 answer P email:jo@x.example at=2026-01-25T10:00:00Z weight=2.5\n"
           "2 answer P email:jo@x.example at=2026-01-25T10:00:00Z weight=2.5 question=How sure? "
           "answer=4 kind=number\n"
           "! 3: weight '-1', want a number of 0 or more\n"
           "4 answer P survey:p:p-3 at=2026-02-04T10:00:00Z\n"
           "4 answer P survey:p:p-3 at=2026-02-04T10:00:00Z question=How sure? answer=5 "
           "kind=number\n"
           "# survey 'P', 1 questions\n");
}

/* One cell holds all that was ticked; a sentence with a semicolon is none of it, nor is NA. */
static void several_choices_in_one_cell(void **state)
{
    (void)state;
    struct importer_options o = {.survey = "P"};
    expect("Response ID,Which?,Why?,How many?\n"
           "1,Slack;Mail,so; or so,3\n"
           "2,Mail,,NA\n"
           "3,Slack,,4\n"
           "4,Mail;Phone,,5\n"
           "5,NA,because,6\n"
           "6,Slack,for fun,7\n",
           o,
           "2 answer P survey:p:p-1\n"
           "2 answer P survey:p:p-1 question=Which? answer=Slack;Mail kind=many\n"
           "2 answer P survey:p:p-1 question=Why? answer=so; or so kind=text\n"
           "2 answer P survey:p:p-1 question=How many? answer=3 kind=number\n"
           "3 answer P survey:p:p-2\n"
           "3 answer P survey:p:p-2 question=Which? answer=Mail kind=many\n"
           "4 answer P survey:p:p-3\n"
           "4 answer P survey:p:p-3 question=Which? answer=Slack kind=many\n"
           "4 answer P survey:p:p-3 question=How many? answer=4 kind=number\n"
           "5 answer P survey:p:p-4\n"
           "5 answer P survey:p:p-4 question=Which? answer=Mail;Phone kind=many\n"
           "5 answer P survey:p:p-4 question=How many? answer=5 kind=number\n"
           "6 answer P survey:p:p-5\n"
           "6 answer P survey:p:p-5 question=Why? answer=because kind=text\n"
           "6 answer P survey:p:p-5 question=How many? answer=6 kind=number\n"
           "7 answer P survey:p:p-6\n"
           "7 answer P survey:p:p-6 question=Which? answer=Slack kind=many\n"
           "7 answer P survey:p:p-6 question=Why? answer=for fun kind=text\n"
           "7 answer P survey:p:p-6 question=How many? answer=7 kind=number\n"
           "# survey 'P', 3 questions\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(long_answers_name_people),
        cmocka_unit_test(qualtrics_with_three_header_rows),
        cmocka_unit_test(qualtrics_of_old_with_two),
        cmocka_unit_test(limesurvey_by_codes_and_by_wordings),
        cmocka_unit_test(two_rows_with_blanks_between),
        cmocka_unit_test(what_is_called_a_survey_has_a_row_a_respondent),
        cmocka_unit_test(several_choices_in_one_cell),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

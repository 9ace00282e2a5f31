/* test_table_deals.c - tests: table_deal, table_amount, table_votes, table_list */
#include "helpers.h"

#include "listen/table_int.h"

#include "records.h"

extern const struct importer importer_csv;
extern const struct importer importer_jsonl;

static void expect(const struct importer *im, const char *text, struct importer_options o,
                   const char *want)
{
    struct arena a = {0};
    assert_str(records_of(im, str_of(text), &o, &a), want);
    arena_free(&a);
}

static const struct importer_options none;

static void deals_are_read_with_our_headers(void **state)
{
    (void)state;
    expect(&importer_csv,
           "Deal,Org,Amount,Currency,Stage,Opened,Closed,Buyers,Advisers\n"
           "Renewal,Acme,\"1,200.50\",eur,Closed Won,2026-01-05,2026-02-06,"
           "jane@acme.example; Bob Low,outlet:Big Firm; github:ann\n"
           "Second,Acme,,,Talking,,,,\n",
           none,
           "2 deal name=Renewal org=Acme stage=Closed Won won amount=1200.5 currency=EUR "
           "opened=2026-01-05T00:00:00Z closed=2026-02-06T00:00:00Z buyer=email:jane@acme.example "
           "buyer=name:Bob Low(Bob Low) adviser=outlet:Big Firm(Big Firm)[publication] "
           "adviser=github:ann\n"
           "3 deal name=Second org=Acme stage=Talking open\n");
}

static void deals_are_read_with_vendors_headers(void **state)
{
    (void)state;
    /* HubSpot */
    expect(&importer_csv,
           "Record ID,Deal Name,Deal Stage,Close Date,Deal owner,Amount,Associated Contact,"
           "Associated Company\n"
           "17,Big one,Closed lost,2026-03-04 11:20,Ann Lee,$1.2M,"
           "Bob Low (bob@x.example);Eve Sun (eve@x.example),X Corp\n",
           none,
           "2 deal ref=17 name=Big one org=X Corp stage=Closed lost lost amount=1200000 "
           "currency=USD closed=2026-03-04T11:20:00Z buyer=email:bob@x.example(Bob Low) "
           "buyer=email:eve@x.example(Eve Sun) owner=name:Ann Lee(Ann Lee)\n");
    /* Salesforce, one row a contact */
    expect(&importer_csv,
           "Opportunity Name,Account Name,Stage,Amount,Close Date,Closed,First Name,Last Name,"
           "Email\n"
           "Big one,X Corp,Negotiation,\"EUR 1.200,00\",25/03/2026,false,Bob,Low,bob@x.example\n",
           none,
           "2 deal name=Big one org=X Corp stage=Negotiation open amount=1200 currency=EUR "
           "closed=2026-03-25T00:00:00Z buyer=email:bob@x.example(Bob Low)\n");
    /* Pipedrive: the status tells, the stage does not */
    expect(&importer_jsonl,
           "{\"Deal - ID\": 5, \"Deal - Title\": \"A\", \"Deal - Organization\": \"X\","
           " \"Deal - Value\": 99.5, \"Deal - Status\": \"Lost\", \"Deal - Stage\": \"Demo\","
           " \"Deal - Contact person\": [\"Bob Low\", \"eve@x.example\"]}\n",
           none,
           "1 deal ref=5 name=A org=X stage=Demo lost amount=99.5 buyer=name:Bob Low(Bob Low) "
           "buyer=email:eve@x.example\n");
}

static void what_nobody_knows_of_a_deal_is_kept(void **state)
{
    (void)state;
    expect(&importer_csv,
           "deal,org,stage,Product,Lead Source\nA,X,won,Base, fair \nB,X,open,n/a,\n", none,
           "2 deal name=A org=X stage=won won extra:Product=Base extra:Lead Source=fair\n"
           "3 deal name=B org=X stage=open open\n"
           "# columns 'Product', 'Lead Source' are not known and kept as extra\n");
}

static void each_column_of_dates_has_its_own_order(void **state)
{
    (void)state;
    /* the whole of `closed` leaves it open; `opened` tells for both */
    expect(&importer_csv,
           "deal,org,stage,opened,closed\n"
           "A,X,won,02-03-17,03-04-17\n"
           "B,X,won,20-10-16,03-04-17\n",
           none,
           "2 deal name=A org=X stage=won won opened=2017-03-02T00:00:00Z "
           "closed=2017-04-03T00:00:00Z\n"
           "3 deal name=B org=X stage=won won opened=2016-10-20T00:00:00Z "
           "closed=2017-04-03T00:00:00Z\n");
    expect(&importer_csv, "deal,org,stage,closed\nA,X,won,03-04-17\n", none,
           "!! column 'closed': in no date can the day be told from the month; say --dates dmy (3/4"
           " is 3 April) or --dates mdy (3/4 is March 4)\n");
    expect(&importer_csv, "deal,org,stage,closed\nA,X,won,soon\n", none,
           "! 2: closed 'soon' is no date, want one such as 2026-03-31\n");
}

static void amounts_are_read_in_their_many_spellings(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool comma;
        double want;
        const char *currency;
    } rows[] = {{"1200", false, 1200, ""},
                {"1,200", false, 1200, ""},
                {"1.200", false, 1.2, ""},
                {"1.200", true, 1200, ""},
                {"1,200", true, 1.2, ""},
                {"1,20", false, 1.2, ""},
                {"1.234,56", false, 1234.56, ""},
                {"1,234.56", false, 1234.56, ""},
                {"1.234.567", false, 1234567, ""},
                {"1,234,567", true, 1234567, ""},
                {"12,34,567.50", false, 1234567.5, ""},
                {"1 234,56", false, 1234.56, ""},
                {"1\xC2\xA0"
                 "234,56 \xE2\x82\xAC",
                 false, 1234.56, "EUR"},
                {"1'200.-", false, 1200, ""},
                {"CHF 1'200.50", false, 1200.5, "CHF"},
                {"$1,200", false, 1200, "USD"},
                {"US$ 1,200.00", false, 1200, "USD"},
                {"\xC2\xA3"
                 "12k",
                 false, 12000, "GBP"},
                {"12K EUR", false, 12000, "EUR"},
                {"1,5 Mio. \xE2\x82\xAC", true, 1500000, "EUR"},
                {"$2.5bn", false, 2.5e9, "USD"},
                {"(1,200)", false, -1200, ""},
                {"-50", false, -50, ""},
                {"-$50.25", false, -50.25, "USD"},
                {"0", false, 0, ""},
                {"0.125", false, 0.125, ""},
                {"0,125", false, 0.125, ""}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        double got = -1;
        struct str currency;
        if (!amount_read(str_of(rows[i].text), rows[i].comma, &got, &currency)) {
            print_error("%s is no amount\n", rows[i].text);
            fail();
        }
        if (!str_is(currency, rows[i].currency) || fabs(got - rows[i].want) > 1e-9) {
            print_error("%s: %g %.*s\n", rows[i].text, got, STR_ARG(currency));
            fail();
        }
    }
    static const char *const bad[] = {"", "many", "12 apples", "1-2", "k", "12kk", "3 of 4"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        double got = 7;
        struct str currency;
        assert_false(amount_read(str_of(bad[i]), false, &got, &currency));
    }
    expect(&importer_csv,
           "deal,org,stage,amount (EUR)\nA,X,won,1.200\nB,X,won,\"3,5\"\nC,X,won,x\n", none,
           "2 deal name=A org=X stage=won won amount=1200 currency=EUR\n"
           "3 deal name=B org=X stage=won won amount=3.5 currency=EUR\n"
           "! 4: amount 'x', want a number such as 1200.50 or 1.200,50 EUR\n");
}

static void stages_of_any_pipeline_are_won_lost_or_open(void **state)
{
    (void)state;
    expect(
        &importer_csv,
        "deal,org,stage\nA,X,Closed-Won\nB,X,Gagn\xC3\xA9\nC,X,Not won\nD,X,Closed Lost - price\n"
        "E,X,Engaging\nF,X,closedwon\nG,X,Contract signed\nH,X,\n",
        none,
        "2 deal name=A org=X stage=Closed-Won won\n3 deal name=B org=X stage=Gagn\xC3\xA9 won\n"
        "4 deal name=C org=X stage=Not won lost\n"
        "5 deal name=D org=X stage=Closed Lost - price lost\n"
        "6 deal name=E org=X stage=Engaging open\n7 deal name=F org=X stage=closedwon won\n"
        "8 deal name=G org=X stage=Contract signed won\n9 deal name=H org=X\n");
}

static void people_of_a_cell_are_parted(void **state)
{
    (void)state;
    static const struct {
        const char *cell, *want;
    } rows[] = {{"Ann Lee, Bob Low", "name:Ann Lee(Ann Lee) name:Bob Low(Bob Low) "},
                {"Lee, Ann", "name:Ann Lee(Ann Lee) "},
                {"Lee, Ann; Low, Bob", "name:Lee, Ann(Lee, Ann) name:Low, Bob(Low, Bob) "},
                {"a@x.example,b@x.example", "email:a@x.example email:b@x.example "},
                {"Ann Lee <a@x.example>\nn/a\n", "email:a@x.example(Ann Lee) "},
                {"-", ""}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct arena a = {0};
        struct err e = {{0}};
        struct who_list list = {0};
        struct buf b = buf_new(&a);
        assert_ok(cell_people(str_of(rows[i].cell), "buyers", &a, &list, &e), e);
        for (size_t k = 0; k < list.count; k++) {
            show_who(&b, list.who[k]);
            buf_addc(&b, ' ');
        }
        assert_str(buf_str(&b), rows[i].want);
        arena_free(&a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(deals_are_read_with_our_headers),
        cmocka_unit_test(deals_are_read_with_vendors_headers),
        cmocka_unit_test(what_nobody_knows_of_a_deal_is_kept),
        cmocka_unit_test(each_column_of_dates_has_its_own_order),
        cmocka_unit_test(amounts_are_read_in_their_many_spellings),
        cmocka_unit_test(stages_of_any_pipeline_are_won_lost_or_open),
        cmocka_unit_test(people_of_a_cell_are_parted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_table_outcomes.c - tests: table_outcome, keep_outcome */
#include "helpers.h"

#include "listen/table_int.h"
#include "measure/strategy.h"

#include "records.h"

extern const struct importer importer_csv;
extern const struct importer importer_jsonl;

static void expect(const struct importer *im, const char *text, const char *want)
{
    struct arena a = {0};
    struct importer_options none = {0};
    assert_str(records_of(im, str_of(text), &none, &a), want);
    arena_free(&a);
}

static void outcomes_are_read(void **state)
{
    (void)state;
    expect(&importer_csv,
           "outcome,person,org,at,amount,unit,objective\n"
           "Inquiry,Ben Firth,,2026-03,2,,\n"
           "shortlist,ben@firth.example,Acme,2026-03-04,1,,quality\n"
           "renewal,n/a,Acme Ltd,2024-02,-1.5,Contracts,\n"
           "fee,github:ada,,2026-12,\"$1,200\",,\n"
           "fee,github:ada,,2026-12,300 EUR,pounds,\n",
           "2 outcome inquiry 2 of name:Ben Firth(Ben Firth) at=2026-03-31T23:59:59Z\n"
           "3 outcome shortlist 1 of email:ben@firth.example objective=quality "
           "at=2026-03-04T00:00:00Z\n"
           "4 outcome renewal -1.5 unit=contracts of  org=Acme Ltd at=2024-02-29T23:59:59Z\n"
           "5 outcome fee 1200 unit=usd of github:ada at=2026-12-31T23:59:59Z\n"
           "6 outcome fee 300 unit=pounds of github:ada at=2026-12-31T23:59:59Z\n");
    expect(&importer_jsonl,
           "{\"outcome\": \"session\", \"org\": \"Acme\", \"month\": \"2026-01\", \"count\": 40}\n",
           "1 outcome session 40 of  org=Acme at=2026-01-31T23:59:59Z\n");
}

static void bad_rows_say_what_is_wrong(void **state)
{
    (void)state;
    expect(&importer_csv,
           "outcome,person,org,at,amount,objective\n"
           ",Ann,,2026-03,1,\n"
           "inquiry,,,2026-03,1,\n"
           "inquiry,Ann,,,1,\n"
           "inquiry,Ann,,2026-13,1,\n"
           "inquiry,Ann,,2026-03,,\n"
           "inquiry,Ann,,2026-03,some,\n"
           "inquiry,Ann,,2026-03,1,fame\n",
           "! 2: outcome is empty, want what was counted, such as inquiry\n"
           "! 3: person (or org): is empty, want channel:handle, an e-mail or a name\n"
           "! 4: at is empty, want a day such as 2026-03-31 or a month: 2026-03\n"
           "! 5: at '2026-13' is no date, want one such as 2026-03-31\n"
           "! 6: amount is empty, want a number; 1 where it happened once\n"
           "! 7: amount 'some', want a number such as 3 or 1200.50\n"
           "! 8: objective 'fame', want reach, engagement, adoption, loyalty, efficacy or quality, "
           "or nothing\n");
}

/* What a strategy is made of may stand in a table, and nothing else. */
static void objectives_are_those_of_a_strategy(void **state)
{
    (void)state;
    for (size_t i = 0; i < AIM_COUNT; i++) {
        struct arena a = {0};
        struct importer_options none = {0};
        struct str text = str_printf(&a,
                                     "outcome,person,at,amount,objective\nx,Ann,2026,1,%s\n"
                                     "x,Ann,2026-01,1,%s\n",
                                     aim_words[i], aim_words[i]);
        struct str got = records_of(&importer_csv, text, &none, &a);
        struct str want = str_printf(&a,
                                     "! 2: at '2026' is no date, want one such as 2026-03-31\n"
                                     "3 outcome x 1 of name:Ann(Ann) objective=%s "
                                     "at=2026-01-31T23:59:59Z\n",
                                     aim_words[i]);
        assert_str(got, str_c(&a, want));
        arena_free(&a);
    }
}

/* A table that others know stays theirs. */
static void other_tables_stay_what_they_were(void **state)
{
    static const struct {
        const char *header;
        enum table_kind kind;
    } rows[] = {
        {"outcome,person,at,amount", TABLE_OUTCOMES},
        {"Outcome,Company,Month,Value", TABLE_OUTCOMES},
        {"deal,outcome,org,amount,closed", TABLE_DEALS},
        {"at,kind,teammate,person,outcome,amount", TABLE_ACTIVITIES},
        {"name,email,outcome,date", TABLE_PEOPLE},
        {"outcome,at,amount", TABLE_NONE},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct columns c;
        struct str cell[8];
        struct str rest = str_of(rows[i].header);
        size_t n = 0;
        size_t known = 0;
        while (str_cut(&rest, ',', &cell[n]))
            n++;
        columns_map(cell, n, NULL, &c, &known);
        if (c.kind != rows[i].kind) fail_msg("%s: kind %d", rows[i].header, (int)c.kind);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(outcomes_are_read),
        cmocka_unit_test(bad_rows_say_what_is_wrong),
        cmocka_unit_test(objectives_are_those_of_a_strategy),
        cmocka_unit_test(other_tables_stay_what_they_were),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_answers.c - tests: who was asked, and what did they say? */
#include "store_made.h"

#include "measure/answers.h"

/* Five respondents of a form of four questions: 1 answers all, 2 all but the last, 3 nothing behind
 * the first, 4 nothing at all, 5 all but the second. */
static const char *const rows =
    "INSERT INTO node (id, type, name, name_key) VALUES (1,'person','A','a'), (2,'person','B','b'),"
    " (3,'person','C','c'), (4,'person','D','d'), (5,'person','E','e');"
    "INSERT INTO account (id, node, channel, handle_key, handle) VALUES (1,1,'name','a','A'),"
    " (2,2,'name','b','B'), (3,3,'name','c','C'), (4,4,'name','d','D'), (5,5,'name','e','E');"
    "INSERT INTO survey (id, survey_key, name) VALUES (1, 'panel', 'Panel');"
    "INSERT INTO question (id, survey, question_key, text, kind) VALUES (1,1,'Q1','Which?','many'),"
    " (2,1,'Q2','How big?','one'), (3,1,'Q3','How sure?','number'), (4,1,'Q4','Why so?','text');"
    "INSERT INTO asked (question, wave, place, text, kind) VALUES (1,'w',1,'Which?','many'),"
    " (2,'w',4,'How big?','one'), (3,'w',5,'How sure?','number'), (4,'w',6,'Why so?','text');"
    "INSERT INTO asked_option VALUES (1,'w','Blog',1), (1,'w','Mail',2), (1,'w','Radio',3);"
    "INSERT INTO response (id, survey, wave, respondent, at, weight) VALUES (1,1,'w',1,100,2),"
    " (2,1,'w',2,200,NULL), (3,1,'w',3,300,NULL), (4,1,'w',4,400,NULL), (5,1,'w',5,500,NULL);"
    "INSERT INTO answer VALUES (1,1,'Blog','Blog'), (1,1,'Mail','Mail'), (1,2,'','small'),"
    " (1,3,'','4'), (1,4,'','because'), (2,1,'Mail','Mail'), (2,2,'','large'), (2,3,'','5'),"
    " (3,1,'Blog','Blog'), (5,1,'Mail','Mail'), (5,2,'Other (please specify)','tiny'), "
    "(5,3,'','1');";

static struct store *made(struct made_store *m)
{
    *m = made_new();
    made_sql(m, rows);
    return made_open(m);
}

static struct options_said said_to(struct store *st, const struct polled *p, const char *key,
                                   struct arena *a)
{
    struct err e = {0};
    const struct asked *q = NULL;
    struct answers_said said;
    struct options_said o;
    assert_ok(polled_question(p, str_of(key), a, &q, &e), e);
    assert_ok(answers_load(st, p, q, a, &said, &e), e);
    assert_ok(options_of(p, &said, a, &o, &e), e);
    return o;
}

static void shares_are_of_all_who_were_asked(void **state)
{
    (void)state;
    struct arena a = {0};
    struct err e = {0};
    struct survey_at s;
    struct polled p;
    size_t wave = 9;
    struct made_store m;
    struct store *st = made(&m);
    assert_ok(survey_load(st, STR("PANEL"), &a, &s, &e), e);
    assert_ok(survey_wave_named(&s, STR_NONE, &wave, &e), e);
    assert_int_equal(wave, 0);
    assert_int_equal(s.wave[0].last_s, 500);
    assert_ok(polled_load(st, &s, 0, &a, &p, &e), e);
    assert_int_equal(p.n, 5);
    assert_near(p.weight[0], 2, 0);
    assert_near(p.weight[1], 1, 0);
    struct options_said o = said_to(st, &p, "q1", &a);
    assert_int_equal(o.asked, 4);
    assert_int_equal(o.count, 3);
    assert_str(o.one[2].name, "Radio");
    assert_int_equal(o.one[2].picked, 0);
    assert_int_equal(o.one[1].picked, 3);
    assert_near(o.one[1].y[2], 0, 0);
    assert_true(isnan(o.one[1].y[3]));
    o = said_to(st, &p, "big", &a); /* 3 broke off before; own words are one option */
    assert_int_equal(o.asked, 3);
    assert_int_equal(o.answered, 3);
    assert_true(option_named(&o, STR("other please specify"), &a) != NULL);
    assert_true(option_named(&o, STR("tiny"), &a) == NULL);
    o = said_to(st, &p, "sure", &a);
    assert_true(o.one[0].is_number);
    assert_near(o.one[0].y[4], 1, 0);
    o = said_to(st, &p, "Why", &a); /* who came to the end was asked, answered or not */
    assert_int_equal(o.asked, 3);
    assert_int_equal(o.answered, 1);
    made_close(&m, st);
    arena_free(&a);
}

static void what_is_not_there_is_said(void **state)
{
    (void)state;
    struct arena a = {0};
    struct err e = {0};
    struct survey_at s;
    struct polled p;
    size_t wave = 0;
    const struct asked *q = NULL;
    struct made_store m;
    struct store *st = made(&m);
    assert_refused(survey_load(st, STR("Panle"), &a, &s, &e), NOT_FOUND, e,
                   "no survey is called 'Panle'; there are Panel");
    assert_ok(survey_load(st, STR("Panel"), &a, &s, &e), e);
    assert_refused(survey_wave_named(&s, STR("x"), &wave, &e), NOT_FOUND, e,
                   "'Panel' has no wave 'x'; it has 'w'");
    assert_ok(polled_load(st, &s, 0, &a, &p, &e), e);
    assert_refused(polled_question(&p, STR("How"), &a, &q, &e), BAD_INPUT, e,
                   "'How' stands in 2 questions: 'Q2', 'Q3'; name one");
    made_close(&m, st);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shares_are_of_all_who_were_asked),
        cmocka_unit_test(what_is_not_there_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

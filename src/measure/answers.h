/*
 * answers.h - measure: what did the respondents of a wave say, and who was asked?
 *
 * A question is read into one number a respondent and option: 1 picked, 0 not, NAN not asked. Asked
 * is who answered that question or a later one of the form: who broke off before it was not. Who
 * answered the last question that at least half answered, but for the very last one, came to the
 * end and was asked all. Whom
 * the form led around a question cannot be told and counts as asked. Where no form says the order
 * (a table of single answers), all of the wave were asked.
 *
 * Cost   one scan of the wave's answers to open it, one of the question's to read it
 * Check  tests/unit/test_answers.c, tests/cli/survey
 */
#ifndef KITH_MEASURE_ANSWERS_H
#define KITH_MEASURE_ANSWERS_H

#include "base/str.h"
#include "listen/importer.h"
#include "store/query.h"

struct survey_at {
    int64_t id;
    struct str name;
    struct survey_wave {
        struct str name;
        size_t respondents;
        int64_t first_s, last_s; /* TIME_NONE: not known */
    } * wave;                    /* [waves] in the order in which they were asked */
    size_t waves;
};

/* By name, case-blind; NOT_FOUND says which there are. */
MUST_CHECK enum status survey_load(struct store *st, struct str name, struct arena *a,
                                   struct survey_at *ret, struct err *e);
/* Empty: the newest. NOT_FOUND says which there are. */
MUST_CHECK enum status survey_wave_named(const struct survey_at *s, struct str name, size_t *ret,
                                         struct err *e);

struct asked {
    int64_t id;
    struct str key, text; /* text: its wording; may be empty */
    enum question_kind kind;
    int64_t place;
    const struct str *option; /* [options] of the form; empty: not told */
    size_t options;
};

struct polled { /* a wave */
    const struct survey_at *survey;
    const struct survey_wave *wave;
    size_t n;
    const int64_t *response; /* [n] ascending */
    const int64_t *person;   /* [n] node */
    const double *weight;    /* [n] as given; NULL: none was given */
    const int64_t *reached;  /* [n] place of the last question answered */
    const struct str *source, *line;
    const struct asked *question;
    size_t questions;
};

MUST_CHECK enum status polled_load(struct store *st, const struct survey_at *s, size_t wave,
                                   struct arena *a, struct polled *ret, struct err *e);
/* By key, else the only one whose key or wording holds the words. NOT_FOUND, BAD_INPUT with a
 * sentence. */
MUST_CHECK enum status polled_question(const struct polled *p, struct str word, struct arena *a,
                                       const struct asked **ret, struct err *e);
bool polled_asked(const struct polled *p, const struct asked *q, size_t respondent);

struct answer_said {
    uint32_t who; /* respondent */
    struct str item, text;
};
struct answers_said {
    const struct asked *question;
    const struct answer_said *one; /* [count] by respondent, then as the form has its options */
    size_t count;
};
MUST_CHECK enum status answers_load(struct store *st, const struct polled *p, const struct asked *q,
                                    struct arena *a, struct answers_said *ret, struct err *e);

struct option_said {
    struct str name;
    size_t picked; /* respondents */
    double *y;     /* [n] */
    bool is_number;
};
struct options_said {
    struct option_said *one; /* as the form has them, else the most picked first */
    size_t count;
    size_t asked, answered;
    size_t respondents; /* length of each y */
};
/* Of a question with options, one choice or many; of numbers one option a row of the grid, y the
 * number, NAN where none was given. Open questions have none. TOO_MUCH past SURVEY_OPTIONS_MAX. */
MUST_CHECK enum status options_of(const struct polled *p, const struct answers_said *x,
                                  struct arena *a, struct options_said *ret, struct err *e);
/* NULL: nobody offers or picked it. Case-blind. */
const struct option_said *option_named(const struct options_said *o, struct str name,
                                       struct arena *a);

#endif

/*
 * survey.h - listen: what did each respondent of this survey say?
 *
 * Exports with one row a respondent: Qualtrics (names, wordings and ImportIds in three rows of
 * headers, older ones in two), LimeSurvey (codes or whole wordings), SurveyMonkey and its like (two
 * rows, the second with the options), forms (one row). Which columns are of one question and which
 * kind it is follows from headers and, in a second reading, from all answers.
 *
 * Memory the headers, and up to SURVEY_VALUES different answers a column, hashed
 * Cost   two passes over the file
 * Check  tests/unit/test_survey.c; tests/listen/survey-*; tests/fuzz/fuzz_csv.c
 */
#ifndef KITH_LISTEN_SURVEY_H
#define KITH_LISTEN_SURVEY_H

#include "listen/csv.h"
#include "listen/importer.h"

struct survey;

/* *ret is NULL when it is no such export, nor called one (o->survey); *ret_skip is the number of
 * records that are headers. in is at its start, and stays there. */
MUST_CHECK enum status survey_open(struct reader *in, char delimiter,
                                   const struct importer_options *o, struct arena *a,
                                   struct survey **ret, size_t *ret_skip, struct err *e);
/* The next record of the row: OK, or DONE when it has no further. `row` stays as it is meanwhile.
 */
MUST_CHECK enum status survey_next(struct survey *v, const struct csv_row *row, struct arena *a,
                                   struct record *ret, struct err *e);
/* A new row; of_row lives until the next one. */
void survey_begin(struct survey *v, struct arena *of_row);
struct str survey_remarks(const struct survey *v, struct arena *a);

/* "names", …; "" for unknown; and back from it, or from what others call it. */
const char *question_kind_name(enum question_kind kind);
enum question_kind question_kind_of(struct str word);
/* Whom an answer of kind names, prompted or reads names: fills row->named. */
void answer_names(struct answer_row *row, struct arena *a);
/* "My Survey 2026" -> "my-survey-2026". */
struct str survey_slug(struct str name, struct arena *a);
/* Number or code of a respondent as an account; a bare number says its survey, for respondents 17
 * of two surveys have nothing in common. */
struct who survey_respondent(struct str slug, struct str id, struct arena *a);

/* "Other (please specify)": free text beside the options. */
bool survey_is_other(struct str item);
/* Is this a survey's header, whatever the user says? */
bool survey_known(const struct str *header, size_t count);

#endif

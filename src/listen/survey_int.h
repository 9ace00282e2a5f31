/*
 * survey_int.h - listen: the parts behind survey.c
 *
 * header  what is each column about, and which belong together? (survey_header.c)
 * kind    which kind of question is that, by its answers? (survey_kind.c)
 */
#ifndef KITH_LISTEN_SURVEY_INT_H
#define KITH_LISTEN_SURVEY_INT_H

#include "base/map.h"
#include "listen/survey.h"
#include "listen/table_int.h"

enum survey_role {
    ROLE_QUESTION,
    ROLE_NONE,   /* of the machinery: browser, language, address of the network: not kept */
    ROLE_ID,     /* of the response: counts anew in each export */
    ROLE_PERSON, /* of the respondent, as --map says: the same in all waves */
    ROLE_EMAIL,
    ROLE_NAME,
    ROLE_FIRST,
    ROLE_LAST,
    ROLE_AT,    /* when it was ended */
    ROLE_BEGUN, /* stands in where ROLE_AT is empty */
    ROLE_WEIGHT,
    ROLE_WAVE,
    ROLE_STATUS /* tells previews */
};

enum { SURVEY_VALUES = 256 };

struct survey_column {
    enum survey_role role;
    size_t question; /* index */
    struct str item; /* what tells this column from others of its question; empty: the only one */
    bool other;      /* "Other (please specify)": free text beside the options */
    /* of its answers */
    uint64_t filled, numbers, ticks, words, longest;
    uint64_t missing;              /* "NA": no number and no word */
    uint64_t value[SURVEY_VALUES]; /* hashes of the different ones */
    size_t values;                 /* SURVEY_VALUES + 1: more */
    uint64_t several;              /* answers of several parts: "Slack;Mail" */
    uint64_t part[SURVEY_VALUES];  /* hashes of the different parts */
    size_t parts;                  /* SURVEY_VALUES + 1: more */
    struct date_votes dates;
    enum date_order order;
};

struct survey_question {
    struct str key, text;
    enum question_kind kind;
    size_t columns;
    bool said;     /* --map says its kind */
    bool by_words; /* asks for names by its wording, and is answered so */
};

struct survey {
    struct str name, wave, slug;
    struct survey_column *column;
    size_t count;
    struct survey_question *question;
    size_t questions;
    size_t at;          /* of the row at hand: the next column; 0: the respondent comes first */
    struct map offered; /* waves whose questions have been told */
    size_t offers;      /* the next column to tell of; count: none */
    bool begun;
    uint64_t row;   /* so far */
    bool qualtrics; /* its Status tells previews by number */
    struct arena *of_row;
    struct who respondent; /* of the row at hand, in of_row */
    struct str wave_now;
    int64_t at_s;
    double weight;
    bool weighted;
};

/* Three records of the file, as far as there are so many. */
struct survey_head {
    const struct str *cell[3];
    size_t count[3];
    size_t records;
};

size_t survey_header_rows(const struct survey_head *h);
void survey_read_header(const struct survey_head *h, size_t rows, const char *const *maps,
                        struct arena *a, struct survey *v);
/* How programs write that there is nothing: "NA". */
bool survey_missing(struct str s);
void survey_count(struct survey *v, const struct csv_row *row);
void survey_decide(struct survey *v);

#endif

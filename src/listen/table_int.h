/*
 * table_int.h - listen: the parts behind the importers of tables (csv, tsv, jsonl)
 *
 * columns  which of our columns does each header mean? (table_columns.c)
 * who      which person or outlet does a cell name? (table_who.c)
 * date     when is that, and is day or month first? (table_date.c)
 * amount   how much is that, and in which currency? (table_amount.c)
 * votes    how does a whole column write its dates and amounts? (table_votes.c)
 * row      one record made of cells (table_row.c; table_deal.c, table_relation.c,
 *          table_answer.c, table_org.c, table_activity.c, table_outcome.c)
 *
 * Check  tests/unit/test_listen_table.c
 */
#ifndef KITH_LISTEN_TABLE_INT_H
#define KITH_LISTEN_TABLE_INT_H

#include "base/limits.h"
#include "listen/csv.h"
#include "listen/importer.h"

/* ---- columns ---- */
enum column_id {
    COL_NONE, /* not known: kept as extra of people and deals, left out of evidence */
    COL_OURS, /* of our own export, made anew by what is imported: left out without a word */
    COL_AT,
    COL_VERB,
    COL_FROM,
    COL_TO,
    COL_URL,
    COL_TEXT,
    COL_TOPIC,
    COL_SIGN,
    COL_ROOM,
    COL_STAGE,
    COL_DOC,
    COL_DOC_TITLE,
    COL_NAME,
    COL_FIRST,
    COL_LAST,
    COL_EMAIL,
    COL_HANDLES,
    COL_HANDLE,
    COL_ORG,
    COL_TITLE,
    COL_COUNTRY,
    COL_CATEGORY,
    COL_TAGS,
    COL_FOLLOWERS,
    COL_WEIGHT,
    COL_TEAM,
    COL_SENIORITY,
    COL_CAPACITY,
    COL_TOPICS,
    COL_MIDDLE,
    COL_KEPT,   /* known to be of no use here: extra of people without a word */
    COL_MET_AT, /* of an attendee: when, and whether they came */
    COL_CAME,
    COL_DEAL,
    COL_DEAL_ID,
    COL_DEAL_REF, /* an id of whatever the table is about: a deal's where the rest says so */
    COL_AMOUNT,
    COL_CURRENCY,
    COL_DEAL_STAGE,
    COL_OUTCOME,
    COL_OPENED,
    COL_CLOSED,
    COL_BUYERS,
    COL_ADVISERS,
    COL_OWNER,
    COL_TEAMMATE,
    COL_PERSON,
    COL_STRENGTH,
    COL_SINCE,
    COL_CONFIRMED,
    COL_WANTED,
    COL_VIEW,
    COL_CAUSE,
    COL_CONFIRMED_AT,
    COL_SAID_AT,
    COL_WAVE,
    COL_SURVEY,
    COL_RESPONDENT,
    COL_QUESTION,
    COL_ITEM,
    COL_ANSWER,
    COL_KIND,
    COL_QUESTION_TEXT,
    COL_ITEM_TEXT,
    COL_ALIASES,
    COL_DOMAINS,
    COL_SITE,
    COL_PARENT,
    COL_ORG_REF,
    COL_PARENT_REF,
    COL_BY,
    COL_AGAINST,
    COL_NOTE,
    COL_STATE, /* of an entry of the log that does not hold any more */
    COL_OUTCOME_KIND,
    COL_UNIT,
    COL_OBJECTIVE,
    COL_ORG_FACT, /* what only organisations have, and is of no use here */
    COL_COUNT
};

enum table_kind {
    TABLE_NONE,
    TABLE_PEOPLE,
    TABLE_EVIDENCE,
    TABLE_DEALS,
    TABLE_RELATIONS,
    TABLE_ANSWERS,
    TABLE_ORGS,
    TABLE_ACTIVITIES,
    TABLE_OUTCOMES
};

/* What the whole of a column says: is the day first, is the comma the mark of decimals? */
struct column_form {
    enum date_order dates;
    bool comma;
};

struct columns {
    enum table_kind kind;
    size_t count;
    size_t scope; /* columns behind these that are no columns of the row: table_scope */
    struct str header[COLUMNS_MAX];
    enum column_id id[COLUMNS_MAX];
    const char *channel[COLUMNS_MAX]; /* of COL_HANDLE: "twitter", … */
    struct column_form form[COLUMNS_MAX];
    struct answer_row answers; /* survey and wave of a table of answers that does not say */
};

/* The header's own meaning in a table of this kind (table_names.c). */
enum column_id column_named(struct str header, enum table_kind kind, const char **ret_channel);
/* Our own name of such a column: "name"; empty: it is of no use here. */
struct str column_ours(enum column_id id, enum table_kind kind);
/* Our name of the column whose spelling is nearest to it, at most a third of its length away; NULL:
 * none is. */
const char *column_nearest(struct str header, enum table_kind kind, enum column_id *ret_id,
                           struct arena *a);
/* The same but for case, blanks and punctuation? */
bool headers_equal(struct str x, struct str y);

/* What one header means in a table of this kind; *ret_channel is set for COL_HANDLE. */
enum column_id column_of(struct str header, enum table_kind kind, const char *const *maps,
                         const char **ret_channel);
/* All headers at once: the kind for which nothing required is missing, the most particular first;
 * TABLE_NONE when none is whole. *ret_known is the number of headers known in the best kind. */
void columns_map(const struct str *header, size_t count, const char *const *maps,
                 struct columns *ret, size_t *ret_known);
/* One more header, for sources that show them row by row. False when there is no room. */
bool columns_add(struct columns *c, struct str header, const char *const *maps);
/* "columns 'a', 'b' found; want …, or …; --map 'a=name' says …" */
enum status columns_refuse(const struct columns *c, struct arena *a, struct err *e);
/* BAD_INPUT when a --map is not 'Their Header=column' or names no column of ours. */
MUST_CHECK enum status maps_check(const char *const *maps, struct err *e);
/* What the user should know when all is read: the encoding found (NULL: UTF-8), rows with mended
 * bytes, headers that are not known with the nearest that is; empty when there is nothing to say.
 */
struct str table_remarks(const struct columns *c, const char *encoding, uint64_t mended,
                         struct arena *a);

/* Reads on to the header, which may stand behind some lines of prose (table.c). */
MUST_CHECK enum status table_header(struct csv *csv, const char *const *maps, struct arena *a,
                                    struct columns *ret, struct err *e);
/* A total, or a remark that reports of CRM systems end with (table_foot.c). */
bool is_foot(const struct columns *c, const struct csv_row *row);

/* ---- who ---- */
/* channel:handle, an e-mail, "Name <e-mail>", outlet:NAME, a URL, @user@host or a name. BAD_INPUT
 * with a sentence that starts with the cell. */
MUST_CHECK enum status who_read(struct str cell, struct arena *a, struct who *ret, struct err *e);
/* "a at b.org", "a [at] b [dot] org", mailto: too; false when it is no e-mail address. */
bool email_read(struct str cell, struct arena *a, struct str *ret);
/* A profile on a known network ("https://github.com/jane"); false for any other URL. */
bool profile_read(struct str url, struct who *ret);

/* ---- date ---- */
enum date_outcome { DATE_OK, DATE_BAD, DATE_EITHER };
/* ISO, mail, "04 Dec 2025", 3/4/2026 2:05 PM (by order; dots always have the day first).
 * DATE_EITHER: day and month cannot be told apart and order is DATES_UNKNOWN. */
enum date_outcome date_read(struct str cell, enum date_order order, int64_t *ret);
/* What a cell says about the order of its column. */
struct date_votes {
    uint64_t dmy, mdy, either;
};
void date_vote(struct str cell, struct date_votes *votes);
/* The order of the column `header`, or the sentence that asks for --dates. */
MUST_CHECK enum status date_order_of(const struct date_votes *votes, struct str header,
                                     enum date_order *ret, struct err *e);

/* ---- amount ---- */
/* "1.234,56", "1,234.56", "$1,200", "12k", "1'200 CHF", "(1,200)"; `comma`: where one mark alone
 * could be either, the comma is that of decimals. *ret_currency is empty when none is said. False
 * when it is no amount. */
bool amount_read(struct str cell, bool comma, double *ret, struct str *ret_currency);
struct amount_votes {
    uint64_t comma, point; /* cells in which it must be the mark of decimals */
};
void amount_vote(struct str cell, struct amount_votes *votes);
/* "US$", "euro", "chf": the three letters, or the text as it is. */
struct str currency_read(struct str cell, struct arena *a);

/* ---- votes ---- */
struct column_votes {
    struct date_votes dates[COLUMNS_MAX];
    struct amount_votes amounts[COLUMNS_MAX];
    uint64_t any; /* votes of any kind so far */
};
bool columns_need_votes(const struct columns *c);
void columns_vote(const struct columns *c, const struct str *cell, size_t count,
                  struct column_votes *votes);
/* Fills c->form; `said` is --dates. The sentence asks for it where a column of dates leaves its
 * order open and no other tells. */
MUST_CHECK enum status columns_settle(struct columns *c, const struct column_votes *votes,
                                      enum date_order said, struct err *e);

/* ---- row ---- */
/* First cell of each column that says something. */
struct cells {
    struct str value[COL_COUNT];
    struct column_form form[COL_COUNT];
    struct str header[COL_COUNT];
};
/* BAD_INPUT sentences have no line number yet. Texts borrow from the cells or live in a. */
MUST_CHECK enum status row_read(const struct columns *c, const struct str *cell, size_t count,
                                struct arena *a, struct record *ret, struct err *e);
/* What people write where they know nothing is empty: "n/a", "-". */
struct str cell_said(struct str cell);
struct str cell_shown(struct str s); /* as much as fits a sentence */
/* A date by the form of its column; TIME_NONE when the cell says none. */
MUST_CHECK enum status cell_when(const struct cells *v, enum column_id id, int64_t *ret,
                                 struct err *e);
/* Several people apart by ; or line ends, by , where each part is one: added to *list. `which`
 * names the column in sentences. */
struct who_list {
    struct who *who;
    size_t count, room;
};
MUST_CHECK enum status cell_people(struct str cell, const char *which, struct arena *a,
                                   struct who_list *list, struct err *e);
MUST_CHECK enum status deal_read(const struct cells *v, struct arena *a, struct deal_row *ret,
                                 struct err *e);
/* whole: survey and wave where the row says none. */
MUST_CHECK enum status answer_read(const struct cells *v, const struct answer_row *whole,
                                   struct arena *a, struct answer_row *ret, struct err *e);
/* refs: the table has numbers of parents, so that its own are of use. */
MUST_CHECK enum status org_read(const struct cells *v, bool refs, struct arena *a,
                                struct org_row *ret, struct err *e);
MUST_CHECK enum status activity_read(const struct cells *v, struct arena *a, struct record *ret,
                                     struct err *e);
MUST_CHECK enum status outcome_read(const struct cells *v, struct arena *a, struct outcome_row *ret,
                                    struct err *e);
MUST_CHECK enum status relation_read(const struct cells *v, struct arena *a,
                                     struct relation_row *ret, struct err *e);

#endif

/*
 * table_int.h - listen: the parts behind the importers of tables (csv, tsv, jsonl)
 *
 * columns  which of our columns does each header mean? (table_columns.c)
 * who      which person or outlet does a cell name? (table_who.c)
 * date     when is that, and is day or month first? (table_date.c)
 * row      one record made of cells (table_row.c)
 *
 * Check  tests/unit/test_listen_table.c
 */
#ifndef KITH_LISTEN_TABLE_INT_H
#define KITH_LISTEN_TABLE_INT_H

#include "base/limits.h"
#include "listen/importer.h"

/* ---- columns ---- */
enum column_id {
    COL_NONE, /* not known: kept as extra on people, left out of evidence */
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
    COL_COUNT
};

enum table_kind { TABLE_NONE, TABLE_PEOPLE, TABLE_EVIDENCE };

struct columns {
    enum table_kind kind;
    size_t count;
    struct str header[COLUMNS_MAX];
    enum column_id id[COLUMNS_MAX];
    const char *channel[COLUMNS_MAX]; /* of COL_HANDLE: "twitter", … */
};

/* What one header means in a table of this kind; *ret_channel is set for COL_HANDLE. */
enum column_id column_of(struct str header, enum table_kind kind, const char *const *maps,
                         const char **ret_channel);
/* All headers at once: the kind for which nothing required is missing, evidence first; TABLE_NONE
 * when neither is whole. *ret_known is the number of headers known in the better kind. */
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
/* The order of a column, or the sentence that asks for --dates. */
MUST_CHECK enum status date_order_of(const struct date_votes *votes, enum date_order *ret,
                                     struct err *e);

/* ---- row ---- */
/* BAD_INPUT sentences have no line number yet. Texts borrow from the cells or live in a. */
MUST_CHECK enum status row_read(const struct columns *c, const struct str *cell, size_t count,
                                enum date_order dates, struct arena *a, struct record *ret,
                                struct err *e);

#endif

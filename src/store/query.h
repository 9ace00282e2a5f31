/*
 * query.h - store: what does one named statement answer?
 *
 * Statements stand in sql/NAME.sql under a name; tools/embed makes `enum sql` of them, so a
 * mistyped name does not compile. Values are bound, never printed in. A query is open from
 * query_open to query_close; its texts are borrowed until the next query_next (gone.h).
 *
 * Cost   that of the statement: the plans of hot ones stand in the .sql files
 * Check  tests/unit/test_store.c: every statement prepares, every stated plan holds
 */
#ifndef KITH_STORE_QUERY_H
#define KITH_STORE_QUERY_H

#include "sql_list.h" /* made: enum sql */
#include "store/store.h"

struct query;

MUST_CHECK enum status query_open(struct store *st, enum sql name, struct query **ret,
                                  struct err *e);
void query_bind_i64(struct query *q, int at, int64_t value); /* at from 1, as in ?1 */
void query_bind_time(struct query *q, int at, int64_t at_s); /* TIME_NONE binds NULL */
void query_bind_id(struct query *q, int at, int64_t id);     /* 0 binds NULL */
void query_bind_double(struct query *q, int at, double value);
void query_bind_str(struct query *q, int at, struct str value); /* p NULL binds NULL; copied */
void query_bind_blob(struct query *q, int at, const void *bytes, size_t len); /* copied */
void query_bind_null(struct query *q, int at);
/* OK with a row, DONE, STORE_FAILED. */
MUST_CHECK enum status query_next(struct query *q, struct err *e);
/* Runs a statement that gives no rows, and makes it ready for the next set of values. */
MUST_CHECK enum status query_run(struct query *q, struct err *e);
void query_again(struct query *q); /* ready for new values; the old ones are cleared */
int64_t query_i64(const struct query *q, int column);  /* from 0; NULL gives 0 */
int64_t query_time(const struct query *q, int column); /* NULL gives TIME_NONE */
double query_double(const struct query *q, int column);
struct str query_str(const struct query *q, int column); /* NULL gives STR_NONE */
bool query_is_null(const struct query *q, int column);
void query_close(struct query *q); /* NULL is fine */

/* The usual short ways. */
/* First column of the first row; NOT_FOUND (without a sentence) when there is none. */
MUST_CHECK enum status query_one_i64(struct query *q, int64_t *ret, struct err *e);
/* Opened, asked for that number, and closed: a statement without values, or of one id. */
MUST_CHECK enum status query_ask(struct store *st, enum sql name, int64_t *ret, struct err *e);
MUST_CHECK enum status query_ask_of(struct store *st, enum sql name, int64_t id, int64_t *ret,
                                    struct err *e);
/* Opened, run with one id or two, and closed; other 0 binds NULL. */
MUST_CHECK enum status query_do(struct store *st, enum sql name, int64_t id, struct err *e);
MUST_CHECK enum status query_do_two(struct store *st, enum sql name, int64_t id, int64_t other,
                                    struct err *e);
/* What is kept under a key of `meta`; STR_NONE: nothing. */
MUST_CHECK enum status meta_read(struct store *st, const char *key, struct arena *a,
                                 struct str *ret, struct err *e);
MUST_CHECK enum status meta_write(struct store *st, const char *key, struct str value,
                                  struct err *e);
/* A secret nobody can guess, made when it is first needed (inside the caller's transaction). */
MUST_CHECK enum status meta_secret(struct store *st, const char *key, struct arena *a,
                                   struct str *ret, struct err *e);
/* The pattern of LIKE … ESCAPE '\' for texts that end in `end`, whatever stands in it; before: what
 * of the pattern stands in front. */
struct str like_ending(struct arena *a, const char *before, struct str end);

#endif

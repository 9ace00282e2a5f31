/*
 * doubted.h - verb: whose attention looks made, and who is loud without trust?
 *
 * Cost   that of doubts_find, opinions_find and loud_find
 * Check  tests/cli/find-doubt
 */
#ifndef KITH_VERB_DOUBTED_H
#define KITH_VERB_DOUBTED_H

#include "find/doubt.h"
#include "find/opinion.h"
#include "verb/scope.h"

/* "empty-fans burst", each once; empty: nothing. */
struct str doubted_kinds(struct arena *a, const struct doubts *d, uint32_t node);
/* A note on whom of the first rows is flagged: row names stand in column `name`, kinds in `flags`.
 */
void doubted_note(struct request *r, const struct scope *sc, struct table *t, size_t name,
                  size_t flags);
/* As sentences of one person, and as the table "flags" beside the rows. */
void doubted_say(const struct doubts *d, uint32_t node, struct table *t);
/* "Of 100 people of trust who state an opinion of them 3.1 oppose (…)", and the facts. */
void opinion_say(const struct scope *sc, uint32_t node, struct table *t);

/* Columns of a list that counts what buyers say of each: its first COUNT_COLUMNS, which count_put
 * fills but for place, id and name; then those of doubt. */
enum { COUNT_COLUMNS = 10 };
extern const struct column count_columns[];
void count_put(const struct scope *sc, const struct node_count *n, struct cell *row);

/* Lists of `find`. rows: how many at most; all: everybody with a figure. */
MUST_CHECK enum status find_flagged(struct request *r, struct scope *sc, size_t rows,
                                    struct table **ret, struct err *e);
MUST_CHECK enum status find_popular(struct request *r, struct scope *sc, size_t rows,
                                    struct table **ret, struct err *e);
MUST_CHECK enum status find_against(struct request *r, struct scope *sc, size_t rows, bool all,
                                    struct table **ret, struct err *e);

#endif

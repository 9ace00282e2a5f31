/*
 * expr.h - find: how are terms joined?
 *
 * The one grammar under people queries and topics: terms joined by and, or, not (any case),
 * parentheses, "-term" for not, and nothing at all for and. `or` binds least, `not` most. What a
 * term is, its own grammar knows.
 *
 * Cost   O(length), at most QUERY_TERMS_MAX terms and QUERY_DEPTH_MAX levels; past them TOO_MUCH.
 * Check  tests/unit/test_people.c, tests/unit/test_topic.c, tests/fuzz/
 */
#ifndef KITH_FIND_EXPR_H
#define KITH_FIND_EXPR_H

#include "base/str.h"
#include "find/bits.h"

enum expr_op { EXPR_TERM, EXPR_AND, EXPR_OR, EXPR_NOT };

struct expr {
    enum expr_op op;
    const struct expr *left, *right; /* of EXPR_NOT: only left */
    const void *term;                /* of EXPR_TERM */
};

struct expr_text { /* what is being read */
    struct str all;
    size_t at;        /* bytes read */
    const char *what; /* "query" or "topic", for sentences */
};

struct expr_grammar {
    const char *what; /* "query" or "topic" */
    const char *want; /* what a term is, for sentences: "a name or key:value" */
    /* Reads one term; t->at stands on its first byte, which is neither blank nor parenthesis. */
    enum status (*term)(struct expr_text *t, struct arena *a, const void **ret, struct err *e);
};

/* *ret is NULL for a text of blanks only. BAD_INPUT and TOO_MUCH (QUERY_TERMS_MAX,
 * QUERY_DEPTH_MAX) name the place in characters from 1. */
MUST_CHECK enum status expr_parse(struct str text, const struct expr_grammar *g, struct arena *a,
                                  const struct expr **ret, struct err *e);

/* For term readers. */
size_t expr_place(const struct expr_text *t, size_t at); /* of byte `at`, in characters from 1 */
void expr_blanks(struct expr_text *t);                   /* passes over blanks */
/* Bytes up to a blank, parenthesis, quote, or one of `stops`; may be empty. */
struct str expr_word(struct expr_text *t, const char *stops);
/* t->at stands on a quote; what is between it and the next one. */
MUST_CHECK enum status expr_quoted(struct expr_text *t, struct str *ret, struct err *e);

/* Which ids fit? `all` is what `not` is taken from; term adds the ids of one term to an empty set
 * of the same room. Scratch is a's, given back. */
struct expr_sets {
    const struct bits *all;
    void *context;
    enum status (*term)(void *context, const void *term, struct bits *ret, struct err *e);
};
MUST_CHECK enum status expr_run(const struct expr *x, const struct expr_sets *sets, struct arena *a,
                                struct bits *ret, struct err *e);

#endif

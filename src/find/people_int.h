/*
 * people_int.h - find: what a people query is made of, for people_*.c only
 *
 * Check  tests/unit/test_people.c, tests/fuzz/fuzz_people.c
 */
#ifndef KITH_FIND_PEOPLE_INT_H
#define KITH_FIND_PEOPLE_INT_H

#include "find/expr.h"
#include "find/people.h"
#include "store/query.h"

enum people_key {
    KEY_TAG,
    KEY_CATEGORY,
    KEY_TEAM,
    KEY_ORG,
    KEY_COUNTRY,
    KEY_CHANNEL,
    KEY_OUTLET,
    KEY_NAME,
    KEY_TITLE,
    KEY_COUNT, /* those with a colon end here */
    KEY_EVERYONE,
    KEY_US,
    KEY_BEHAVIOUR
};

enum compare { COMPARE_LESS, COMPARE_LEAST_EQUAL, COMPARE_EQUAL, COMPARE_MOST_EQUAL, COMPARE_MORE };

struct people_term {
    enum people_key key;
    struct str value;         /* of those with a colon, trimmed */
    struct str written;       /* the whole term, for remarks */
    enum behaviour behaviour; /* of KEY_BEHAVIOUR */
    enum compare compare;
    double from, to; /* the value compared with is [from, to]; a day has a length, a number none */
};

struct people_query {
    const struct expr *root;
    unsigned behaviours; /* bit 1 << enum behaviour of those that are asked for */
};

/* ---- people_match.c: which rows have this value? ---- */

/* The store as one run of a query sees it. */
struct people_view {
    struct store *st;
    struct arena *a;
    struct node_map nodes;
    struct behaviours behaviours; /* of the query at hand */
};

/* Do the folded words stand side by side in the folded text? */
bool words_within(struct str text, struct str words);
/* Adds the final nodes of column 0 of the statement with one value bound: `id` when it is not 0,
 * else `text` when it has bytes. by_account: column 0 is an account. */
struct ask {
    enum sql name;
    int64_t id;
    struct str text;
    bool by_account;
};
MUST_CHECK enum status match_add(struct people_view *v, struct ask ask, struct bits *ret,
                                 struct err *e);
/* Values of tags of this key that are the same but for case; a whole value, never a part. */
MUST_CHECK enum status match_tag(struct people_view *v, struct str key, struct str value,
                                 struct bits *ret, struct err *e);
MUST_CHECK enum status match_country(struct people_view *v, struct str value, struct bits *ret,
                                     struct err *e);
MUST_CHECK enum status match_title(struct people_view *v, struct str value, struct bits *ret,
                                   struct err *e);
MUST_CHECK enum status match_name(struct people_view *v, struct str value, struct bits *ret,
                                  struct err *e);
MUST_CHECK enum status match_org(struct people_view *v, struct str value, struct bits *ret,
                                 struct err *e);
MUST_CHECK enum status match_outlet(struct people_view *v, struct str value, struct bits *ret,
                                    struct err *e);
/* Final nodes (of any type) whose account has this handle: "channel:handle", "jane@x.org",
 * "@jane". */
MUST_CHECK enum status match_handle(struct people_view *v, struct str value, struct bits *ret,
                                    struct err *e);

/* ---- people_near.c ---- */

/* "Ann Lee (p3), Ann Leigh (p9)": the nearest of a statement's folded names, by whom they are of
 * now; empty when none is near. */
MUST_CHECK enum status names_near(struct people_view *v, enum sql names, struct str word,
                                  struct str *ret, struct err *e);

#endif

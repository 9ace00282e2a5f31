/*
 * people.h - find: whom does a people query name?
 *
 *   tag:buyer org:"Acme" country:DE category:analyst channel:forum outlet:NAME name:jane
 *   answers>=20 last_seen>2026-01-01, joined by and, or, not, parentheses; terms side by side mean
 *   and; a bare word or "a quoted phrase" is a name, a handle, an address or an id (p12).
 * `everyone` is everybody, `us` our own staff. The one parser of this language: audiences,
 * --exclude, `kith people`, programme criteria all come here.
 *
 * tag, category, team, country and channel want the whole value, case-blind; org, title and name
 * the words side by side, folded; outlet the outlet's name, handle, list id or the part of its
 * address before the @, and if no outlet has exactly that, all its words in any order. A day
 * compares as the whole of it. A value nobody has is no error: see people_misses.
 *
 * Cost   one scan of node and account; behaviours add one of doc and evidence.
 * Check  tests/unit/test_people.c; tests/fuzz/fuzz_people.c
 */
#ifndef KITH_FIND_PEOPLE_H
#define KITH_FIND_PEOPLE_H

#include "find/behaviour.h"
#include "store/store.h"

struct people_query; /* parsed */

/* BAD_INPUT's sentence names the place in the query and what is wanted there; TOO_MUCH past
 * QUERY_TERMS_MAX or QUERY_DEPTH_MAX. */
MUST_CHECK enum status people_parse(struct str text, struct arena *a, struct people_query **ret,
                                    struct err *e);
bool people_is_everyone(const struct people_query *q);

struct people_key_info { /* for `kith help query` */
    const char *name;    /* "tag" */
    const char *meaning; /* "who carries the tag" */
};
extern const struct people_key_info people_keys[]; /* ends with a NULL name */

struct node_set {
    int64_t *id; /* [count] persons (not merged away), ascending */
    size_t count;
};
bool node_set_has(const struct node_set *s, int64_t id);
MUST_CHECK enum status people_run(struct store *st, const struct people_query *q, struct arena *a,
                                  struct node_set *ret, struct err *e);
/* Both at once. */
MUST_CHECK enum status people_find(struct store *st, struct str text, struct arena *a,
                                   struct node_set *ret, struct err *e);

/* Terms that name nobody at all, as written ("tag:buyr"), with a near value where there is one:
 * for a remark beside an answer, as a misspelled value is no error. */
struct people_miss {
    struct str term; /* as written */
    struct str near; /* the same term with the value that was perhaps meant; may be empty */
    struct people_miss *next;
};
MUST_CHECK enum status people_misses(struct store *st, const struct people_query *q,
                                     struct arena *a, struct people_miss **ret, struct err *e);

/* What one word names: an id (p12), a handle, an address, or a name, exactly or as its only start.
 * NOT_FOUND offers near names; BAD_INPUT lists the candidates when several fit. */
MUST_CHECK enum status person_find(struct store *st, struct str word, struct arena *a, int64_t *ret,
                                   struct err *e);
/* Several: ids with commas, "p12,p40"; else what one word names. */
struct found_people {
    int64_t *one; /* [count] in the order said, each once */
    size_t count;
};
MUST_CHECK enum status persons_find(struct store *st, struct str words, struct arena *a,
                                    struct found_people *ret, struct err *e);
/* The same, but a name must be whole: nothing is guessed. */
MUST_CHECK enum status person_find_whole(struct store *st, struct str word, struct arena *a,
                                         int64_t *ret, struct err *e);
/* An organisation by a word: "Acme", org:"Acme", g12, also with a legal form it goes without. */
struct org_found {
    int64_t node;     /* 0: several have the words, as of a people query */
    struct str name;  /* its own; of several the word */
    struct str query; /* org:"NAME", for people_find */
    int64_t *id;      /* [count] ascending: it, its parts, and what was merged into any of them */
    size_t count;
};
/* NOT_FOUND offers near names. */
MUST_CHECK enum status org_find(struct store *st, struct str word, struct arena *a,
                                struct org_found *ret, struct err *e);
/* Public form of a node's id: p12, o3 (outlet), g4 (organisation); opaque to others. */
struct str node_public_id(struct arena *a, int64_t id, char type);
/* As it is shown; NOT_FOUND (with a sentence) when there is no such node. */
MUST_CHECK enum status node_name(struct store *st, int64_t id, struct arena *a, struct str *ret,
                                 struct err *e);

#endif

/*
 * people.h - find: whom does a people query name?
 *
 *   tag:buyer org:"Acme" country:DE category:analyst channel:forum outlet:NAME name:jane
 *   answers>=20 last_seen>2026-01-01, joined by and, or, not, parentheses; terms side by side mean
 *   and; a bare word is a name. `everyone` is everybody. The one parser of this language: audiences,
 *   --exclude, `kith people`, programme criteria all come here.
 *
 * Check  tests/unit/test_people.c; tests/fuzz/fuzz_people.c
 */
#ifndef KITH_FIND_PEOPLE_H
#define KITH_FIND_PEOPLE_H

#include "store/store.h"

struct people_query; /* parsed */

/* BAD_INPUT's sentence names the place in the query and what is wanted there. */
MUST_CHECK enum status people_parse(struct str text, struct arena *a, struct people_query **ret,
    struct err *e);
bool people_is_everyone(const struct people_query *q);

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

/* What one word names: an id (p12), a handle, an address, or a name, exactly or as its only start.
 * NOT_FOUND offers near names; BAD_INPUT lists the candidates when several fit. */
MUST_CHECK enum status person_find(struct store *st, struct str word, struct arena *a,
    int64_t *ret, struct err *e);
/* Public form of a node's id: p12, o3 (outlet), g4 (organisation); opaque to others. */
struct str node_public_id(struct arena *a, int64_t id, char type);

#endif

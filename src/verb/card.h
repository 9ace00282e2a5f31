/*
 * card.h - verb: how is one person, organisation or outlet shown?
 *
 * Cost   one query, some look-ups by index
 * Check  tests/cli/find, tests/cli/people
 */
#ifndef KITH_VERB_CARD_H
#define KITH_VERB_CARD_H

#include "base/table.h"
#include "store/store.h"

struct card {
    struct str id;   /* p12, o3, g4 */
    struct str name; /* never empty */
    struct str title, country;
    struct str orgs, categories, tags; /* "a, b"; p NULL: none */
    struct str accounts;               /* "email:jane@x.org mastodon:…"; p NULL: none */
    bool staff;
};

/* NOT_FOUND (with a sentence) when there is no such node. Texts live in a. */
MUST_CHECK enum status card_load(struct store *st, int64_t node, struct arena *a, struct card *ret,
                                 struct err *e);

/* "evidence.csv:14": where a row can be looked up; STR_NONE when nobody said. */
struct str place_shown(struct arena *a, struct str source, struct str place);

#endif

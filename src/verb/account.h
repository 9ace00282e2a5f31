/*
 * account.h - verb: what does the pack of one organisation hold? For account*.c
 *
 * Cost   that of scope_rank, a market
 * Check  tests/cli/account
 */
#ifndef KITH_VERB_ACCOUNT_H
#define KITH_VERB_ACCOUNT_H

#include "connect/team.h"
#include "find/people.h"
#include "verb/scope.h"

#define COUNT_OF(list) (sizeof(list) / sizeof *(list))

struct pack {
    struct request *r;
    struct org_found org;
    struct node_map nodes;
    struct team team;
    int64_t rows, until_s;
    int64_t *person;  /* [t->row_count] of each row */
    int64_t latest_s; /* of all markets; TIME_NONE: nothing was seen */
    struct table *t, *markets, *buyers, *evidence, *reading, *deals;
};

/* A copy that lives as long as the answer; empty is unknown. */
struct cell pack_text(const struct pack *p, struct str s);
bool pack_ours(const struct pack *p, int64_t node);

/* Adds the tables of the calls below. */
void pack_lists(struct pack *p);
/* The organisation's people in a market's audience, most evidence first. */
MUST_CHECK enum status pack_buyers(struct pack *p, const struct scope *sc, struct err *e);
/* What these did themselves, without what they did towards ours: all there is where nobody can be
 * ranked. */
MUST_CHECK enum status pack_evidence(struct pack *p, const struct scope *sc, struct err *e);
/* Open ones first, then the newest. */
MUST_CHECK enum status pack_deals(struct pack *p, struct err *e);

#endif

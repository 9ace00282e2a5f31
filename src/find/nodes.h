/*
 * nodes.h - find: who stands behind an account, after all merges?
 *
 * Read once per question: what is asked of every row (whose account is this, was it merged away) is
 * then a look into an array.
 *
 * Where the store supposes two to be one (store_suppose), they are: figures then tell what would be.
 *
 * Cost   one scan of node, one of account; 6 bytes a node, 4 an account.
 * Check  tests/unit/test_people.c: who was merged away answers as who is left; tests/cli/same: as
 *        supposed, so joined
 */
#ifndef KITH_FIND_NODES_H
#define KITH_FIND_NODES_H

#include "find/bits.h"
#include "store/query.h"

enum node_type { NODE_PERSON, NODE_ORG, NODE_OUTLET };

struct node_map {
    size_t room;             /* node ids are below it; 0 is nobody */
    const uint32_t *final;   /* [room] what the node was merged into in the end, mostly itself */
    const uint8_t *type;     /* [room] enum node_type */
    struct bits persons;     /* not merged away */
    struct bits staff;       /* ours */
    size_t account_room;     /* account ids are below it; 0 is nobody */
    const uint32_t *account; /* [account_room] the final node behind the account; 0: nobody */
};

MUST_CHECK enum status nodes_load(struct store *st, struct arena *a, struct node_map *ret,
                                  struct err *e);
/* 0 for ids nobody has. */
uint32_t nodes_final(const struct node_map *n, int64_t node);
uint32_t nodes_behind(const struct node_map *n, int64_t account);
/* How many accounts have one of these behind them. */
size_t nodes_accounts(const struct node_map *n, const struct bits *who);

/* Largest id that the statement `name` gives, plus one; TOO_MUCH when arrays of it cannot be had.
 */
MUST_CHECK enum status nodes_room(struct store *st, enum sql name, size_t *ret, struct err *e);

#endif

/*
 * scrub.h - listen: where do others name who is erased?
 *
 * Words of others stay, but the word "erased" stands where they named this person: in docs and
 * their titles, notes, reasons, tasks, answers, deals, queries, links, places in sources. Looked
 * for are names of two words and more (also "Doe, Jane", in any ASCII case, over line ends),
 * addresses (also "jane at x.org") and handles; of handles that are letters alone only those behind
 * @, : or /, as they may be a word of anybody. A first name alone is not found.
 *
 * Cost   all texts of the store are read once: about a second for each GB
 * Check  tests/unit/test_erased.c
 */
#ifndef KITH_LISTEN_SCRUB_H
#define KITH_LISTEN_SCRUB_H

#include "store/query.h"

struct scrubbed {
    int64_t docs, texts; /* of others, that named them */
};

/* Inside the caller's transaction, and before their accounts go. */
MUST_CHECK enum status scrub_person(struct store *st, int64_t node, struct scrubbed *ret,
                                    struct err *e);

#endif

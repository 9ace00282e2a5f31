/*
 * search.h - verb: which names and docs have these words?
 *
 * A name fits whole, at its start, or at the start of a word in it, folded (name_key): in that
 * order, the oldest first of those that fit alike. Handles and addresses fit at their start. Docs
 * have all the words, the last one perhaps unfinished; the ones read last come first.
 *
 * Cost   a scan of the index of names and one of the accounts; docs: one look-up a word
 * Check  tests/cli/search, tests/serve/rights.mjs
 */
#ifndef KITH_VERB_SEARCH_H
#define KITH_VERB_SEARCH_H

#include "store/store.h"

enum { SEARCH_SHOWN = 10 }; /* of each kind */

enum fit { FIT_ID, FIT_WHOLE, FIT_HANDLE, FIT_START, FIT_WORD, FIT_NONE };

struct hit {
    int64_t node;
    enum fit fit;
    struct str handle; /* of FIT_HANDLE */
};

struct hits { /* of one type of node */
    struct hit best[SEARCH_SHOWN];
    size_t shown;
    size_t count; /* all that fit, some perhaps twice */
};

/* Does the folded name have the folded words? */
enum fit search_fit(struct str name, struct str words);

struct found {
    struct hits person, org, outlet;
    int64_t doc[SEARCH_SHOWN];
    size_t docs;
};
MUST_CHECK enum status search_find(struct store *st, struct str text, struct arena *a,
                                   struct found *ret, struct err *e);

#endif

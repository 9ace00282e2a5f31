/*
 * acquaint.h - verb: who of ours knows somebody, or who could introduce us?
 *
 * best     Of ours who know a person at all (known.h): most tie_percent (fit.h), then most rows of
 * evidence and entries, then lowest id. via      Where nobody of ours does: whom the person and one
 * of ours both know, of these whose weaker tie has most rows; ties by id of ours.
 *
 * Cost   that of knowns_load
 * Check  tests/cli/account, tests/cli/brief
 */
#ifndef KITH_VERB_ACQUAINT_H
#define KITH_VERB_ACQUAINT_H

#include "connect/fit.h"
#include "verb/verb.h"

struct acquaint {
    struct team team; /* by the caller; may be nobody */
    struct knowns known;
};
/* people [count]: not ours. */
MUST_CHECK enum status acquaint_load(struct request *r, const int64_t people[], size_t count,
                                     struct known_before before, struct acquaint *q, struct err *e);
/* Numbers of ours who know the person, best first; *ret_count of them. */
size_t *acquaint_order(const struct acquaint *q, size_t person, struct arena *a, size_t *ret_count);
const struct known *acquaint_known(const struct acquaint *q, size_t person, size_t mate);
/* Rows of evidence and entries of the ledger. */
uint32_t acquaint_count(const struct acquaint *q, size_t person, size_t mate);
/* "close (claimed), met once (confirmed), 12 seen, 2 logged" */
struct str acquaint_words(struct arena *a, const struct acquaint *q, size_t person, size_t mate);

struct via {
    struct through through; /* node 0: nobody */
    size_t mate;            /* whom they know of ours */
};
struct via acquaint_via(const struct acquaint *q, size_t person);

/* Beside an answer, where nobody is ours. */
void acquaint_note(const struct request *r, const struct acquaint *q, struct table *t);

#endif

/*
 * company.h - listen: with whom and where are two people active?
 *
 * Who heeded somebody, and the outlets they wrote in, are their company. Whom one heeds is not:
 * anybody can answer anybody. That two of one name share company is the rarer by chance the fewer
 * others have it and the smaller their own company is. Of all that the two share, the k rarest are
 * weighed: with L of what is as rare expected by chance in the company of either, -log2
 * P(Poisson(L) >= k), at the k that says most. Who shares a large outlet is one of those who write
 * there, so chance is reckoned among them alone. What all are with says nothing.
 *
 * Cost   asked only for pairs in question; by index, COMPANY_ROWS_MAX rows a person or outlet,
 *        each once: one pass over evidence and docs at most. Memory 8 bytes an id, COMPANY_IDS_MAX
 * Check  tests/unit/test_company.c
 */
#ifndef KITH_LISTEN_COMPANY_H
#define KITH_LISTEN_COMPANY_H

#include "base/str.h"
#include "store/store.h"

#include <stdint.h>

struct company;

/* node[n]: whom the numbers below mean; it must outlive the answer. */
struct company *company_new(struct store *st, const int64_t node[], size_t n, struct arena *a);
/* As identity_company.shared; `of` is a struct company. A fault of the store: as if not known. */
double company_shared(void *of, uint32_t a, uint32_t b);
/* "both are active in ocean-list and 2 more, heeded by the same 3": of the outlets the one with the
 * fewest; of people no name, for a person can be forgotten. Of two that share something. */
struct str company_example(struct company *c, uint32_t a, uint32_t b, struct arena *out);
/* What went wrong since company_new. */
MUST_CHECK enum status company_status(const struct company *c, struct err *e);

/* How many others each is with: of what two share (sorted here), of all of a, of all of b; circle:
 * among how many. */
double company_bits(double shared[], size_t n, const double a[], size_t a_count, const double b[],
                    size_t b_count, double circle);

#endif

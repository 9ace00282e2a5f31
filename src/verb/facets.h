/*
 * facets.h - verb: of which categories, organisations, countries and tags are these people?
 *
 * A further table "facets" with the commonest FACET_SHOWN of each, and how many of the set are of
 * it; organisations: who is with them now.
 *
 * Cost   a scan of the tags, countries and affiliations
 * Check  tests/cli/people
 */
#ifndef KITH_VERB_FACETS_H
#define KITH_VERB_FACETS_H

#include "find/people.h"
#include "verb/verb.h"

enum { FACET_SHOWN = 8 };

MUST_CHECK enum status people_facets(struct request *r, const struct node_set *set, struct table *t,
                                     struct err *e);

#endif

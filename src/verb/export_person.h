/*
 * export_person.h - verb: what is held about one person?
 *
 * Every row of every table that names the person, with when it was, its source and importer, and
 * when that was read: what somebody may ask for (GDPR, article 15).
 *
 * Check  tests/cli/access, tests/unit/test_erased.c (each column that refers to people is there)
 */
#ifndef KITH_VERB_EXPORT_PERSON_H
#define KITH_VERB_EXPORT_PERSON_H

#include "verb/verb.h"

/* r->word[1] names the person. */
MUST_CHECK enum status export_person(struct request *r, struct table **ret, struct err *e);

#endif

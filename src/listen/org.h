/*
 * org.h - listen: which organisation is meant by a name or an address?
 *
 * "Acme", "Acme Inc." and "ACME GmbH" are one: legal forms at the end of a name tell no
 * organisations apart. "Acme Germany GmbH" is another, until a user says it is a part or an alias.
 * A domain that a user gives an organisation affiliates who writes from there, now and after every
 * import (affil.domain, so that it goes when the domain does).
 *
 * Check  tests/unit/test_org.c, tests/cli/org
 */
#ifndef KITH_LISTEN_ORG_H
#define KITH_LISTEN_ORG_H

#include "base/str.h"
#include "store/store.h"

#include <stdint.h>

/* name_key without legal forms at the end; all of it where nothing else is left. */
struct str org_key(struct arena *a, struct str name);

/* Has it the form of a domain: labels of letters, digits and hyphens, two at least? Lower case. */
bool org_is_domain(struct str domain);
/* It is called so, too; *ret_other is the other organisation that is called so already, which keeps
 * its name, else 0. */
struct persons;
MUST_CHECK enum status org_called(struct persons *p, int64_t org, struct str name,
                                  int64_t *ret_other, struct err *e);

/* The calls below run inside the caller's transaction. */

/* *ret 0 when there is none. */
MUST_CHECK enum status org_named(struct store *st, struct str name, int64_t *ret, struct err *e);
MUST_CHECK enum status org_make(struct store *st, struct str name, int64_t *ret, struct err *e);
/* BAD_INPUT when another organisation has that name; providers of mail are refused as domains; a
 * parent may not be a part of its part. */
MUST_CHECK enum status org_alias(struct store *st, int64_t org, struct str name, struct err *e);
MUST_CHECK enum status org_domain(struct store *st, int64_t org, struct str domain, struct err *e);
MUST_CHECK enum status org_parent(struct store *st, int64_t org, int64_t parent, struct err *e);
/* Takes back an alias, a domain, or with the parent's name that it is a part of it; NOT_FOUND when
 * it has none such. */
MUST_CHECK enum status org_drop(struct store *st, int64_t org, struct str what, struct err *e);
/* Makes what follows from domains true again, but what was corrected stays (correct.h). */
MUST_CHECK enum status orgs_apply(struct store *st, struct err *e);

#endif

/*
 * rights.h - verb: who may do what?
 *
 * A role is a set of rights, in one table. A token names rights of its own, and has those of them
 * that its owner has. Every address names the one right it asks for (serve/route.h).
 *
 *   viewer   read                       pages, and the answers about markets as JSON and CSV
 *   editor   read write                 and what changes the store
 *   manager  read write export          and lists of people to take away
 *   admin    read write export admin    and who else may
 *
 * Buyers' names in the answers of a market are of `read`: a right of their own (`buyers`) needs
 * answers that leave them out, which the verbs do not make.
 *
 * Check  tests/unit/test_users.c; tests/serve/users.mjs asks every address as everybody
 */
#ifndef KITH_VERB_RIGHTS_H
#define KITH_VERB_RIGHTS_H

#include "base/str.h"

enum right { RIGHT_NONE, RIGHT_READ, RIGHT_WRITE, RIGHT_EXPORT, RIGHT_ADMIN };
enum role { ROLE_NONE, ROLE_VIEWER, ROLE_EDITOR, ROLE_MANAGER, ROLE_ADMIN };

/* Sets are numbers: bit 1 << right of each. */
bool right_in(unsigned set, enum right right); /* RIGHT_NONE is in all */
unsigned role_rights(enum role role);
unsigned rights_all(void);
enum role role_named(struct str name); /* ROLE_NONE: there is no such role */
const char *role_name(enum role role);
const char *right_name(enum right right);
/* "read,export"; BAD_USAGE names what is none. */
MUST_CHECK enum status rights_read(struct str text, unsigned *ret, struct err *e);
struct str rights_text(struct arena *a, unsigned set);

#endif

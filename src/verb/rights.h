/*
 * rights.h - verb: who may do what?
 *
 * A role is a set of rights, in one table. A token names rights of its own, and has those of them
 * that its owner has. Every address names the one right it asks for (serve/route.h).
 *
 *   viewer   read                              pages, and answers about markets as JSON and CSV
 *   editor   read write buyers                 and what changes the store; names of buyers
 *   manager  read write buyers export          and lists of people to take away
 *   admin    read write buyers export admin    and who else may
 *
 * `own` is of who is signed in with a password: what is their own, which no token may touch.
 *
 * One right can be given to a user beside the role, or taken (users.h). What is kept from who lacks
 * `buyers` stands in veil.h.
 *
 * Check  tests/unit/test_users.c; tests/serve/users.mjs asks every address as everybody
 */
#ifndef KITH_VERB_RIGHTS_H
#define KITH_VERB_RIGHTS_H

#include "base/str.h"

enum right {
    RIGHT_NONE,
    RIGHT_READ,
    RIGHT_WRITE,
    RIGHT_BUYERS,
    RIGHT_EXPORT,
    RIGHT_ADMIN,
    RIGHT_OWN
};
enum role { ROLE_NONE, ROLE_VIEWER, ROLE_EDITOR, ROLE_MANAGER, ROLE_ADMIN };

/* Sets are numbers: bit 1 << right of each. */
bool right_in(unsigned set, enum right right); /* RIGHT_NONE is in all */
unsigned role_rights(enum role role);
unsigned rights_all(void);
enum role role_named(struct str name); /* ROLE_NONE: there is no such role */
const char *role_name(enum role role);
const char *right_name(enum right right);
/* BAD_USAGE names them. */
MUST_CHECK enum status right_named(struct str name, enum right *ret, struct err *e);
/* "read,export"; BAD_USAGE names what is none. */
MUST_CHECK enum status rights_read(struct str text, unsigned *ret, struct err *e);
struct str rights_text(struct arena *a, unsigned set);

#endif

/*
 * user_verb.h - verb: the parts of `kith user`
 *
 * Check  tests/cli/user
 */
#ifndef KITH_VERB_USER_VERB_H
#define KITH_VERB_USER_VERB_H

#include "verb/users.h"
#include "verb/verb.h"

/* What was done goes into the log, too (trail.h), at the command line as of "terminal". Inside the
 * caller's transaction. */
MUST_CHECK enum status user_logged(const struct request *r, const char *act, struct str user,
                                   const char *more, struct err *e);

/* ---- user_token.c ---- */
MUST_CHECK enum status user_tokens(struct request *r, struct table **ret, struct err *e);
/* ---- user_log.c ---- */
MUST_CHECK enum status user_log(struct request *r, struct table **ret, struct err *e);

#endif

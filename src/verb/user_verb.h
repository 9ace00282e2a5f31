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

/* In one transaction: `now` of the user named by the second word. */
MUST_CHECK enum status user_inside(struct request *r,
                                   enum status (*now)(struct request *r, const struct users *all,
                                                      const struct user *u, struct err *e),
                                   struct err *e);
MUST_CHECK enum status user_words(const struct request *r, size_t least, size_t most,
                                  const char *words, struct err *e);
MUST_CHECK enum status user_list(struct request *r, struct table **ret, struct err *e);

/* ---- user_right.c ---- */
MUST_CHECK enum status user_grant(struct request *r, struct table **ret, struct err *e);
MUST_CHECK enum status user_team(struct request *r, struct table **ret, struct err *e);
/* Teams, and the markets each sees. */
MUST_CHECK enum status user_markets(struct request *r, struct table **ret, struct err *e);
/* "containers, data contracts"; STR_NONE: none. */
struct str team_markets(struct arena *a, const struct team *t);
/* ---- user_show.c ---- */
MUST_CHECK enum status user_show(struct request *r, struct table **ret, struct err *e);
MUST_CHECK enum status user_ends(struct request *r, struct table **ret, struct err *e);
MUST_CHECK enum status user_invite(struct request *r, struct table **ret, struct err *e);
/* ---- user_token.c ---- */
/* Those of a user, as a further table. */
MUST_CHECK enum status user_tokens_put(struct request *r, const struct user *u, struct table *t,
                                       struct err *e);
MUST_CHECK enum status user_tokens(struct request *r, struct table **ret, struct err *e);
/* ---- user_log.c ---- */
MUST_CHECK enum status user_log(struct request *r, struct table **ret, struct err *e);

#endif

/*
 * users.h - verb: who may use the pages?
 *
 * Users, their passwords and the tokens of their programs, as the store has them. What changes
 * them runs inside the caller's transaction. There is no user that nobody made, and the last admin
 * stays one.
 *
 * A user has the rights of the role, and those given, but for those taken. A team sees every
 * market, until markets are named for it: then those alone, and none where all of them are gone.
 * Admins see every market.
 *
 * Who has no password yet chooses one by a link that is good once (LINK_DAYS).
 *
 * Check  tests/unit/test_users.c, tests/cli/user
 */
#ifndef KITH_VERB_USERS_H
#define KITH_VERB_USERS_H

#include "store/store.h"
#include "verb/rights.h"
#include "verb/veil.h"

struct user {
    int64_t id;
    struct str name, team, password; /* password: its argon2id string, NUL-ended; empty: none yet */
    enum role role;
    unsigned given, taken;
    int64_t round; /* sessions of an earlier one are over */
    int64_t made_s, disabled_s, signed_in_s;
    struct str link; /* hash of it; empty: none */
    int64_t link_until_s;
};

enum { LINK_DAYS = 7 };

struct users {
    struct user *user; /* [count] by name */
    size_t count;
};

struct token {
    struct str hash, name;
    int64_t owner; /* user */
    unsigned rights;
    int64_t made_s, expires_s, used_s;
};

struct tokens {
    struct token *token; /* [count] by owner and name */
    size_t count;
};

#define TOKEN_START "kith_"

MUST_CHECK enum status users_load(struct store *st, struct arena *a, struct users *ret,
                                  struct err *e);
/* NULL: nobody. Case of ASCII letters does not matter. */
const struct user *user_in(const struct users *all, struct str name);
const struct user *user_of(const struct users *all, int64_t id);
/* NOT_FOUND with a sentence. */
MUST_CHECK enum status user_named(const struct users *all, struct str name, const struct user **ret,
                                  struct err *e);
unsigned user_rights(const struct user *u);
/* A team with markets of its own. */
struct team {
    struct str name;
    struct str *market; /* [count] */
    size_t count;
};

struct teams {
    struct team *team; /* [count] by name */
    size_t count;
};
MUST_CHECK enum status teams_load(struct store *st, struct arena *a, struct teams *ret,
                                  struct err *e);
/* NULL: it sees every market. */
const struct team *team_in(const struct teams *all, struct str name);
struct sight user_sight(const struct user *u, const struct teams *all);
/* Of these markets alone; NULL: of every one. */
MUST_CHECK enum status team_set(struct store *st, struct str team, const char *const *markets,
                                struct err *e);
size_t admins_in(const struct users *all); /* who are not disabled */

/* A new one may be called so. */
MUST_CHECK enum status user_name_check(const struct users *all, struct str name, struct err *e);
/* Name and password are checked, the password is hashed: before the transaction begins. */
MUST_CHECK enum status user_check(const struct users *all, struct str name, struct str password,
                                  struct err *e);
/* hash: of password_hash. The name is stored in small letters. */
MUST_CHECK enum status user_add(struct store *st, const struct user *u, struct err *e);
MUST_CHECK enum status user_set_role(struct store *st, const struct users *all,
                                     const struct user *u, enum role role, struct err *e);
/* BAD_INPUT: what takes or gives `admin`, which is the role's alone, or what makes no change. */
MUST_CHECK enum status user_set_right(struct store *st, const struct user *u, enum right right,
                                      bool has, struct err *e);
/* team empty: none. */
MUST_CHECK enum status user_set_team(struct store *st, const struct user *u, struct str team,
                                     struct err *e);
/* *ret_key: what stands behind /welcome?key=, stored nowhere. An earlier one is good no more. */
MUST_CHECK enum status user_set_link(struct store *st, struct str name, struct arena *a,
                                     struct str *ret_key, struct err *e);
/* Whose link it is; NULL: nobody's, or it is too old. */
const struct user *user_by_link(const struct users *all, struct str key, int64_t now_s);
/* Ends all their sessions. */
MUST_CHECK enum status user_end(struct store *st, const struct user *u, struct err *e);
/* Ends all their sessions. */
MUST_CHECK enum status user_set_password(struct store *st, const struct user *u, struct str hash,
                                         struct err *e);
/* Ends all their sessions; since_s TIME_NONE: let in again. */
MUST_CHECK enum status user_set_disabled(struct store *st, const struct users *all,
                                         const struct user *u, int64_t since_s, struct err *e);

/* owner 0: of all. */
MUST_CHECK enum status tokens_load(struct store *st, int64_t owner, struct arena *a,
                                   struct tokens *ret, struct err *e);
/* hash is set here; *ret_text is what the program has to send, and stored nowhere. */
MUST_CHECK enum status token_add(struct store *st, const struct token *t, struct arena *a,
                                 struct str *ret_text, struct err *e);
MUST_CHECK enum status token_drop(struct store *st, int64_t owner, struct str name, struct err *e);

#endif

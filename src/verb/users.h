/*
 * users.h - verb: who may use the pages?
 *
 * Users, their passwords and the tokens of their programs, as the store has them. What changes
 * them runs inside the caller's transaction. There is no user that nobody made, and the last admin
 * stays one.
 *
 * Check  tests/unit/test_users.c, tests/cli/user
 */
#ifndef KITH_VERB_USERS_H
#define KITH_VERB_USERS_H

#include "store/store.h"
#include "verb/rights.h"

struct user {
    int64_t id;
    struct str name, team, password; /* password: its argon2id string, NUL-ended */
    enum role role;
    int64_t round; /* sessions of an earlier one are over */
    int64_t made_s, disabled_s;
};

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
size_t admins_in(const struct users *all); /* who are not disabled */

/* Name and password are checked, the password is hashed: before the transaction begins. */
MUST_CHECK enum status user_check(const struct users *all, struct str name, struct str password,
                                  struct err *e);
/* hash: of password_hash. The name is stored in small letters. */
MUST_CHECK enum status user_add(struct store *st, const struct user *u, struct err *e);
MUST_CHECK enum status user_set_role(struct store *st, const struct users *all,
                                     const struct user *u, enum role role, struct err *e);
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

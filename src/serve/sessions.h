/*
 * sessions.h - serve: who is signed in, and what did they see and change?
 *
 * Users, tokens and sessions are held in memory, so that no page waits for the store: users and
 * tokens are read again whenever the store has changed, which a running import does not hinder.
 * What has to be written (sessions, when they were last used, rows of the log) waits in memory for
 * a thread that writes it about every FLUSH_MS. While another program writes for long, it goes on
 * waiting; from TRAIL_WAITING_MAX rows on sessions_full says so, and then nothing is answered that
 * would have to stand in the log. A server that is killed loses what waited: a second's worth, or
 * what came since a running import began. One that is ended writes it first, for at most 5 s.
 *
 * A session is of a round of its user (users.h): with a new password, or disabled, all are over at
 * the next request; so is one that was written and is no more in the store (`kith user end NAME
 * SESSION`). SESSION_IDLE_MINUTES and SESSION_HOURS_MAX hold for each.
 *
 * What is written here changes no answer, so kept ones stay (answers_aside).
 *
 * Check  tests/unit/test_login.c, tests/serve/users.mjs
 */
#ifndef KITH_SERVE_SESSIONS_H
#define KITH_SERVE_SESSIONS_H

#include "serve/answers.h"
#include "verb/trail.h"
#include "verb/users.h"

struct sessions;

struct signed_in {
    struct str name; /* of the user */
    unsigned rights;
    struct sight sight;
};

/* answers NULL: none are kept (tests). */
MUST_CHECK enum status sessions_open(const char *db, struct answers *answers, struct sessions **ret,
                                     struct err *e);
void sessions_close(struct sessions *all);

/* How many users there are, and admins who are not disabled. */
void sessions_count(struct sessions *all, size_t *ret_users, size_t *ret_admins);
/* A copy in a; false: nobody is called so. */
bool sessions_user(struct sessions *all, struct str name, struct arena *a, struct user *ret);

/* Whose link it is to choose a password (users.h); false: nobody's. */
bool sessions_link(struct sessions *all, struct str key, struct arena *a, struct user *ret);

/* cookie: as session_begin gave it. False: not signed in, or no longer. */
bool session_known(struct sessions *all, struct str cookie, int64_t now_s, struct arena *a,
                   struct signed_in *ret);
/* text: what stands behind "Bearer ". */
bool token_known(struct sessions *all, struct str text, int64_t now_s, struct arena *a,
                 struct signed_in *ret);
/* What the cookie holds: 256 bits nobody can guess; stored nowhere. */
struct str session_begin(struct sessions *all, const struct user *u, int64_t now_s,
                         struct arena *a);
void session_end(struct sessions *all, struct str cookie);

/* A row of the log, written soon. */
void sessions_log(struct sessions *all, const struct trail_line *line);

struct reply { /* replay.h */
    struct str id, body, sealed;
    int64_t at_s;
};
/* Written soon. */
void sessions_keep(struct sessions *all, const struct reply *reply);
size_t sessions_open_now(struct sessions *all);
bool sessions_full(struct sessions *all);

#endif

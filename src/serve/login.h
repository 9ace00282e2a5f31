/*
 * login.h - serve: who asks, and may they?
 *
 * While there is no user and only this machine is listened to, nobody is asked. Else every address
 * but the sheet, /healthz, /openapi.json, /login, /first, /welcome and those of personal links
 * (site_link.c) asks for a session (cookie)
 * or, where it gives JSON or CSV or takes JSON, for a token ("Authorization: Bearer kith_…").
 *
 * Signing in: a password of an unknown or disabled user is tried against a hash of no password, so
 * that it takes as long; the same sentence is said. LOGIN_AT_ONCE_MAX are tried at once. Name and
 * address are throttled (throttle.h), whether the name is known or not. The session is a new one
 * each time, its cookie HttpOnly and SameSite=Strict, with --https also Secure and __Host-.
 * A form's token is of the session. /welcome lets somebody choose a password by a link of theirs
 * (`kith user invite`), /account/password another one by the one they have: it ends every session
 * of theirs but that. Without an admin, a link that is good once is printed where the
 * server was started: whoever has it makes the first one.
 *
 * With --https a proxy stands in front: an address it puts last in X-Forwarded-For is believed,
 * where it speaks from this machine.
 *
 * Logged (trail.h): signing in and out, wrong passwords of known users, what a signed-in user was
 * refused, what they wrote, each page of a person, lists of people taken away. Not logged: what
 * nobody who is not signed in may have anyway, so that strangers cannot fill the log.
 *
 * Source  ASVS 5.0: 6.3 (throttling, no guessing of users), 7.2 to 7.4 (sessions), 8.2 (rights)
 * Check   tests/unit/test_login.c, tests/serve/users.mjs
 */
#ifndef KITH_SERVE_LOGIN_H
#define KITH_SERVE_LOGIN_H

#include "serve/page.h"
#include "serve/sessions.h"

struct login;

struct login_options {
    const char *db;
    struct answers *answers;
    bool loopback; /* only this machine is listened to */
    bool https;
};

struct asker {
    bool open;          /* nobody has to say who they are */
    bool known;         /* signed in, or a token */
    bool by_token;      /* so it has no forms */
    struct str name;    /* of the user; of nobody: empty */
    unsigned rights;    /* rights.h */
    struct sight sight; /* of those who are known */
    struct str form;    /* token of the forms; open: empty */
    int64_t wait_s;     /* above 0: asked too often */
    int64_t left;       /* requests they may still send at once; below 0: nobody counts */
};

MUST_CHECK enum status login_open(const struct login_options *o, struct login **ret, struct err *e);
void login_close(struct login *l);
/* "first?key=…", to be shown once; empty: none is needed. */
struct str login_first(struct login *l, struct arena *a);

struct sessions *login_sessions(struct login *l);
/* Does it come from this machine, as far as a proxy in front says? */
bool login_near(const struct login *l, const struct http_ask *ask);

void login_ask(struct login *l, const struct http_ask *ask, struct asker *ret);
/* /login, /logout, /first, /welcome and /account/password; false: another address. */
bool login_answer(struct login *l, const struct http_ask *ask, const struct asker *who,
                  struct http_answer *ret);
/* What is answered to who may not: 0 nothing is wrong, else a status of HTTP and *ret_why; 303:
 * sign in. */
int login_may(struct login *l, const struct asker *who, const struct http_ask *ask,
              const struct routed *at, const char **ret_why);
/* Before a link is looked up that is a right by itself: seconds to wait, or 0, and it counts as
 * wrong, of its address, until login_guessed says that it was not. */
int64_t login_guess(struct login *l, const struct http_ask *ask);
void login_guessed(struct login *l, const struct http_ask *ask);
/* A row of the log: what was done at this address; id: the person's where the address says none. */
void login_log(struct login *l, const struct asker *who, const char *act, struct arena *a,
               const struct routed *at, struct str id);

#endif

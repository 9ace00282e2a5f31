/* login_int.h - serve: what the files of login.h share. */
#ifndef KITH_SERVE_LOGIN_INT_H
#define KITH_SERVE_LOGIN_INT_H

#include "serve/login.h"
#include "serve/throttle.h"

#include <pthread.h>

struct login {
    struct arena a;
    struct login_options o;
    struct sessions *sessions;
    struct str nobody;    /* hash of a password that nobody knows */
    struct str key;       /* hash of the first link's */
    pthread_mutex_t lock; /* of all below */
    pthread_cond_t tried;
    struct throttle *throttle;
    unsigned trying, waiting;
    bool key_good;
};

void login_go(const struct http_ask *ask, const char *to, struct http_answer *w);
/* The cookie of a session; value empty: it goes. */
void login_cookie(struct login *l, const struct http_ask *ask, struct str value,
                  struct http_answer *w);
/* Is this their password? Throttled and counted as signing in is; 0: it is, else a status of HTTP
 * and *ret_wait_s. */
int login_try(struct login *l, const struct http_ask *ask, struct str name, struct str password,
              struct user *ret, int64_t *ret_wait_s);
void login_note(struct login *l, struct str who, const char *act);

/* ---- login_choose.c ---- */
/* GET and POST of /welcome and of /account/password; given NULL: GET. */
void login_welcome(struct login *l, const struct http_ask *ask, const struct http_pairs *given,
                   struct http_answer *w);
void login_password(struct login *l, const struct http_ask *ask, const struct asker *who,
                    const struct http_pairs *given, struct http_answer *w);

#endif

/*
 * replay.h - serve: was this asked for already, and what was answered?
 *
 * A program sends the header Idempotency-Key with what writes, a form a hidden field of its own
 * (`once`), so that a request sent twice, or a button pressed twice, does once. Asked again within
 * REPLY_HOURS, the first answer is given; with the same key and another body it is refused (of a
 * form: a form filled differently is another one).
 *
 * What is stored is a hash of user and key, a hash of key and body, and the answer sealed with the
 * key: who does not hold the key can read nothing of it, and can try no names either. It is written
 * about a second later, with what sessions.h writes; until then memory has it, sealed alike. A
 * server that is killed loses what waited. `erase` drops what is stored.
 *
 * Source  draft-ietf-httpapi-idempotency-key-header-07; sealing: libsodium's secretbox
 * Cost    a look-up in memory and in the store
 * Check   tests/serve/api.mjs
 */
#ifndef KITH_SERVE_REPLAY_H
#define KITH_SERVE_REPLAY_H

#include "serve/http.h"
#include "serve/sessions.h"

struct replays;

enum replay_is {
    REPLAY_NEW,   /* nobody asked so: do it, then replay_end */
    REPLAY_KEPT,  /* the first answer stands in *ret */
    REPLAY_OTHER, /* the key was used for something else */
    REPLAY_RUNS   /* the first one is not done yet */
};

struct replay_ask {
    struct str user, key, address, body;
    bool form; /* another body is another request; waits for the first one to be done */
};

MUST_CHECK enum status replays_open(const char *db, struct sessions *sessions, struct replays **ret,
                                    struct err *e);
void replays_close(struct replays *all);

enum replay_is replay_begin(struct replays *all, const struct replay_ask *ask, int64_t now_s,
                            struct arena *a, struct http_answer *ret);
/* After REPLAY_NEW. Kept unless it says to come again, or, of a form, why not. */
void replay_end(struct replays *all, const struct replay_ask *ask, const struct http_answer *what,
                int64_t now_s);

#endif

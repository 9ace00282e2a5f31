/*
 * webhook.h - listen: who is told of what happens here, and how do they know that it was us?
 *
 * A hook is an address of another program and a list of events. What happens is put into the
 * outbox in the transaction of the change itself (outbox_put), one row a hook: neither is there
 * without the other. Rows are sent later (hooks_send), by `kith webhook deliver` and by `kith
 * serve`, at least once each. They hold ids and counts, never a name; those of a decision about
 * somebody who is erased go with them.
 *
 *   webhook.c       hooks, signatures, when to try again
 *   webhook_box.c   the outbox
 *   webhook_send.c  by POST, as net.h asks: the address is judged when the connection is made
 *
 * Signed is ID.TIMESTAMP.BODY with HMAC-SHA256 under the hook's secret; headers webhook-id (the
 * same whenever it is sent again), webhook-timestamp (unix seconds, of this try) and
 * webhook-signature (v1,BASE64).
 *
 * Where nobody answers, what else is due to that hook waits with it, so that others are told.
 * What is not answered with 2xx is tried again 5 s, 5 min, 30 min, 2 h and 8 h later, each up to a
 * fifth more, by lot, so that many do not come back at once; then it is given up. 410 removes the
 * hook; an address that is not public is given up at once; redirects are not followed.
 *
 * Source  https://www.standardwebhooks.com (specification 1.0)
 * Check   tests/unit/test_webhook.c, tests/serve/webhook.mjs, tests/cli/webhook
 */
#ifndef KITH_LISTEN_WEBHOOK_H
#define KITH_LISTEN_WEBHOOK_H

#include "base/progress.h"
#include "listen/net.h"
#include "store/store.h"

/* "import.ended", …; NULL-ended. */
extern const char *const hook_events[];

struct hook {
    int64_t id;
    struct str url, events; /* a comma between */
    struct str allow;       /* ranges that are not public, but may be asked; a blank between */
    struct str secret;      /* whsec_ and base64 of 32 bytes */
    int64_t made_s, last_s; /* last delivery; TIME_NONE: none */
    int64_t delivered, missed, waiting, dead;
};

struct hooks {
    struct hook *one; /* [count] by id */
    size_t count;
};

MUST_CHECK enum status hooks_load(struct store *st, struct arena *a, struct hooks *ret,
                                  struct err *e);
/* "w3" or "3"; NOT_FOUND with a sentence. *ret points into all. */
MUST_CHECK enum status hook_named(const struct hooks *all, struct str word, const struct hook **ret,
                                  struct err *e);
/* Inside the caller's transaction. h says url, events and allow; id and secret are set. */
MUST_CHECK enum status hook_add(struct store *st, struct hook *h, int64_t now_s, struct arena *a,
                                struct err *e);
MUST_CHECK enum status hook_drop(struct store *st, int64_t id, struct err *e);

/* ---- signing ---- */

/* "v1,…"; BAD_INPUT: the secret is none. */
MUST_CHECK enum status hook_sign(struct str secret, struct str message, int64_t at_s,
                                 struct str body, struct arena *a, struct str *ret, struct err *e);
/* Seconds from a failed try to the next; tries: how many there were, from 1. -1: no further one.
 * row: of the outbox, the lot's seed. */
int64_t hook_retry_s(int64_t row, int64_t tries);

/* ---- the outbox ---- */

/* Inside the caller's transaction; data: a JSON object. person: whom it tells of, with whom it
 * goes; 0: nobody. Of a hook for which WEBHOOK_WAITING_MAX wait it is only counted. */
MUST_CHECK enum status outbox_put(struct store *st, const char *event, int64_t person,
                                  struct str data, struct err *e);
/* person.erased; before: the rows about them are gone. */
MUST_CHECK enum status outbox_put_erased(struct store *st, int64_t person, struct err *e);
/* Is there something to send? */
MUST_CHECK enum status outbox_is_due(struct store *st, int64_t now_s, bool *ret, struct err *e);
/* What was given up is due again. */
MUST_CHECK enum status outbox_revive(struct store *st, int64_t now_s, struct err *e);

struct dead_letter {
    int64_t hook, at_s, tries;
    struct str message, event, why;
};

/* The newest first. */
MUST_CHECK enum status outbox_dead(struct store *st, struct arena *a, struct dead_letter **ret,
                                   size_t *ret_count, struct err *e);

/* ---- sending ---- */

struct hook_options {
    const struct net *net;
    const struct progress *progress; /* may stop it; what was not sent stays due */
    /* As store_commit, and used instead; NULL: store_commit. */
    enum status (*commit)(void *context, struct store *st, struct err *e);
    void *context;
};

struct hook_report {
    int64_t delivered, again, dead, gone; /* gone: hooks that were removed */
};

/* What is due now, until nothing is. Outside a transaction. STOPPED where progress said so. */
MUST_CHECK enum status hooks_send(struct store *st, const struct hook_options *o,
                                  struct hook_report *ret, struct err *e);
/* One message of no event, at once, as the others are sent. *ret_why: empty where it was taken;
 * in a. */
MUST_CHECK enum status hook_test(const struct hook *h, const struct net *net, struct arena *a,
                                 struct str *ret_why, struct err *e);

#endif

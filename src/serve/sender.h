/*
 * sender.h - serve: are other programs told of what happens, while pages are served?
 *
 * A thread of its own looks every LOOK_MS whether something is due (one look-up in an index), and
 * sends it (listen/webhook.h). What it writes changes no answer, so that kept ones stay.
 *
 * Check  tests/serve/webhook.mjs
 */
#ifndef KITH_SERVE_SENDER_H
#define KITH_SERVE_SENDER_H

#include "serve/answers.h"

struct sender;

MUST_CHECK enum status sender_open(const char *db, struct answers *answers, struct sender **ret,
                                   struct err *e);
void sender_close(struct sender *x); /* breaks off what is under way; NULL is fine */

#endif

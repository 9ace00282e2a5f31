/*
 * throttle.h - serve: does this asker have to wait?
 *
 * Two bounds, each of one name, address, token or session ("who"):
 *   wrong passwords   LOGIN_WRONG_MAX in LOGIN_WRONG_MINUTES, counted exactly
 *   requests          a bucket of RATE_BURST, filled by RATE_A_SECOND
 * A try counts as wrong from when it begins until it turned out right, so that many at once gain
 * nothing. Of who is not known, hashes are kept, THROTTLED_MAX of them.
 *
 * Not safe from several threads at once: its owner holds a lock.
 *
 * Cost   O(THROTTLED_MAX) a call, a few microseconds
 * Check  tests/unit/test_login.c, by hand-counted times
 */
#ifndef KITH_SERVE_THROTTLE_H
#define KITH_SERVE_THROTTLE_H

#include "base/str.h"

struct throttle;

struct throttle *throttle_new(struct arena *a);
/* Seconds to wait, at least 1, before a password may be tried; 0: now, and it is counted. */
int64_t throttle_try(struct throttle *t, struct str who, int64_t now_ms);
void throttle_right(struct throttle *t, struct str who); /* the try last counted was none */
/* Seconds to wait before the next request; 0: now, and it is counted. */
int64_t throttle_rate(struct throttle *t, struct str who, int64_t now_ms);
/* How many more would be answered at once. */
int64_t throttle_left(struct throttle *t, struct str who, int64_t now_ms);

#endif

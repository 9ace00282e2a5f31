/*
 * net_pace.h - listen: when may this address be asked again?
 *
 * Nobody is asked more often than every POLL_SECONDS_MIN, whatever they allow, and everybody at
 * least every POLL_SECONDS_MAX, whatever they ask for; in between they decide: by max-age, by their
 * feed's ttl or updatePeriod. Who fails is asked after an hour, then two, four, …, up to a week.
 *
 * Source  RFC 9110, 10.2.3 (Retry-After), RFC 9111, 5.2.2 (max-age), RSS 2.0 (ttl, minutes), RSS
 *         module Syndication (updatePeriod, updateFrequency).
 * Cost    O(length of the text)
 * Check   tests/unit/test_net.c, tests/fuzz/fuzz_net.c
 */
#ifndef KITH_LISTEN_NET_PACE_H
#define KITH_LISTEN_NET_PACE_H

#include "base/str.h"

/* Retry-After, seconds or a date: not before; TIME_NONE when it says neither. At least a minute, at
 * most POLL_WAIT_SECONDS_MAX from now. */
int64_t pace_retry_after(struct str value, int64_t now_s);
/* Seconds for which Cache-Control says that nothing is new; 0 when it does not. */
int64_t pace_max_age(struct str cache_control);
/* The same of a feed, by what stands before its first entry. */
int64_t pace_of_feed(struct str head);
/* After it answered: quiet_s is the longest of the above. */
int64_t pace_next(int64_t now_s, int64_t quiet_s);
/* After the n-th failure in a row (from 1). */
int64_t pace_backoff(int64_t now_s, int64_t failures);

#endif

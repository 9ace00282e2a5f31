/*
 * mastodon_int.h - listen: what do the files that read Mastodon share?
 *
 *   mastodon.c         the importer: the archive of an account, or answers of the API
 *   mastodon_status.c  what does a status of the API say?
 *
 * Source  docs.joinmastodon.org: entities Status, Account, Status::Mention; the archive is of
 *         ActivityStreams (as2_int.h).
 * Check   tests/unit/test_mastodon.c, tests/listen/mastodon*
 */
#ifndef KITH_LISTEN_MASTODON_INT_H
#define KITH_LISTEN_MASTODON_INT_H

#include "listen/as2_int.h"

struct mastodon_api {
    struct social_row row;
    struct map seen; /* accounts whose profile was given */
};

/* A status, an account, or an object that holds lists of them: its records wait in m->row. False
 * when it is none of these. */
bool mastodon_read(struct mastodon_api *m, const struct json_t *value);

#endif

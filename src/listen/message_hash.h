/*
 * message_hash.h - listen: which mail does an archive mean by a hash?
 *
 * Archives of Mailman 3 name mails by what comes out of SHA-1 over their message ids, in base 32.
 * An answer that is told of in this way has message_hash_key for parent; which mail that is, is
 * found out when its source is complete (thread_hash.c).
 *
 * Source  FIPS 180-4 (SHA-1), RFC 4648 (base 32), Message-ID-Hash of Mailman 3
 * Cost    O(bytes of the id)
 * Check   tests/unit/test_hyperkitty.c
 */
#ifndef KITH_LISTEN_MESSAGE_HASH_H
#define KITH_LISTEN_MESSAGE_HASH_H

#include "base/str.h"

#define MESSAGE_HASH_KEY "message-id-hash:"
enum { MESSAGE_HASH_BYTES = 32 };

/* Of a message id without its angles. */
struct str message_hash(struct arena *a, struct str id);
/* The key of a mail of which no more is known than this hash. */
struct str message_hash_key(struct arena *a, struct str hash);

#endif

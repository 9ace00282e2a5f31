/*
 * dag_cbor.h - listen: what does this block of DAG-CBOR say?
 *
 * As a JSON value in the form the AT protocol gives it: links are {"$link": "bafy…"}, bytes
 * {"$bytes": "base64"}. Strict, as content addressing needs it: one way only to write each value.
 *
 * Refused: lengths and numbers not as short as can be, lengths that are not told, keys that are no
 * text, out of order or twice, tags but 42, undefined, NaN and infinite numbers, numbers of more
 * than 63 bits, texts that are no UTF-8, more than DAG_DEPTH_MAX levels, anything behind the value.
 *
 * Source  ipld.io, DAG-CBOR specification; RFC 8949; atproto.com, Data Model.
 * Cost    O(length); nothing is taken on trust: a count is at most the bytes that are left
 * Check   tests/unit/test_bluesky.c, tests/fuzz/fuzz_dag_cbor.c
 */
#ifndef KITH_LISTEN_DAG_CBOR_H
#define KITH_LISTEN_DAG_CBOR_H

#include "base/err.h"
#include "base/str.h"

struct json_t;

/* BAD_INPUT with a sentence without place. *ret is given back with json_decref. */
MUST_CHECK enum status dag_cbor_read(struct str bytes, struct arena *a, struct json_t **ret,
                                     struct err *e);
/* "b" and base32 of the bytes of a CID. */
struct str dag_cid_text(struct str cid, struct arena *a);
/* Bytes of a CID at the start of s, version 1 with a hash of 32 bytes; 0 when there is none. */
size_t dag_cid_length(struct str s);
/* Do data's bytes have the SHA-256 that the CID says? False for other hashes too. */
bool dag_cid_fits(struct str cid, struct str data);

#endif

/*
 * car.h - listen: which blocks are in this archive?
 *
 * A CAR of version 1: a header, then blocks, each its length, its CID and its bytes. One block is
 * in memory at a time.
 *
 * Source  ipld.io, CARv1 specification.
 * Check   tests/unit/test_bluesky.c, tests/fuzz/fuzz_bluesky.c
 */
#ifndef KITH_LISTEN_CAR_H
#define KITH_LISTEN_CAR_H

#include "base/file.h"

struct car {
    struct reader *in;
    uint64_t block; /* number of the last one, from 1 */
    bool ended;
};

struct car_block {
    struct str cid, data; /* borrowed until the next call */
};

/* in is at its start. BAD_INPUT when it is no CAR of version 1. */
MUST_CHECK enum status car_open(struct reader *in, struct car *ret, struct err *e);
/* OK, DONE, or BAD_INPUT ("NUMBER: what; mend") for a block that is too long, cut, without a CID or
 * with other bytes than its CID says; the next call goes on where it can. */
MUST_CHECK enum status car_next(struct car *car, struct car_block *ret, struct err *e);

#endif

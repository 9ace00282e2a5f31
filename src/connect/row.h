/*
 * row.h - connect: how is one word of an audit written down?
 *
 * Rows of a wave stand in `relation`, append-only: what we claim ("us"), written once when it is
 * frozen; what people answer ("them"), of which the newest holds. The same answer as the last one
 * of that pair adds no row. A word of no wave (wave 0) is what ours say from then on.
 *
 * Cost   three look-ups by index
 * Check  tests/unit/test_wave.c
 */
#ifndef KITH_CONNECT_ROW_H
#define KITH_CONNECT_ROW_H

#include "store/query.h"

struct wave_row {
    int64_t wave;             /* 0: of none */
    const char *by;           /* "us", "them" */
    int64_t teammate, person; /* nodes; teammate 0: all of us */
    int strength, wanted;     /* -1: not said */
    bool view_said;
    int view;
    struct str cause; /* empty: none */
    int64_t at_s;
    struct str place; /* of a file; empty: none */
};

/* Inside the caller's transaction. *ret_new (may be NULL): a row was added. */
MUST_CHECK enum status wave_row_add(struct store *st, const struct wave_row *row, bool *ret_new,
                                    struct err *e);

#endif

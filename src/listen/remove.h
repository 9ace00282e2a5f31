/*
 * remove.h - listen: a source is taken out: what goes with it, and what stays?
 *
 * All readings of a kind and place go, with the rows that stand here because of them, as when the
 * days of a source are over (purge.h), and with people, accounts, outlets and organisations that
 * nothing else holds. Nobody is kept from coming back: read again, it is whole again. Its feeds are
 * followed no more. Of who stays, what this source was first to say is counted as of the next that
 * does. What another source said alike stands here as of one of them, and goes: sources that
 * merged rows into earlier ones, or name the same people, count as not read yet, so that reading
 * them again brings that back.
 *
 * Cost   as purge.h
 * Check  tests/unit/test_purge.c, tests/cli/remove
 */
#ifndef KITH_LISTEN_REMOVE_H
#define KITH_LISTEN_REMOVE_H

#include "listen/purge.h"

struct remove_report {
    struct purge_report rows;
    int64_t feeds;
    int64_t others; /* sources that have to be read again for what they said alike */
};

/* Inside no transaction. source: any of its readings; dry: only counts. */
MUST_CHECK enum status source_remove(struct store *st, int64_t source, bool dry,
                                     struct remove_report *ret, struct err *e);

#endif

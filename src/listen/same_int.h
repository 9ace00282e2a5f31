/*
 * same_int.h - listen: same.c asks same_name.c how a person made by a split is called
 */
#ifndef KITH_LISTEN_SAME_INT_H
#define KITH_LISTEN_SAME_INT_H

#include "listen/same.h"

struct called {
    struct str name;
    bool known; /* else it is the first handle of theirs */
};

/* The accounts leave `node`: of the names that the people they came with go by, the only one, else
 * the one that their handles are made of rather than those of who stays. *ret lives in a. */
MUST_CHECK enum status split_name(struct store *st, int64_t node, const int64_t account[],
                                  size_t count, struct arena *a, struct called *ret, struct err *e);

#endif

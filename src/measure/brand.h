/*
 * brand.h - measure: what of a firm's attention is one person's, and did it leave with them?
 *
 * A heeder is whoever heeds the person, the firm, its outlets, its parts, or its people while they
 * are with it; its own people and former people are none. The year before ends where the person
 * left, else at as_of; the year after begins where they left.
 *
 *   first      of those who heeded both the person and the rest of the firm before the person left:
 *              whom they heeded first; on one day: neither. Share person / (person + firm)
 *   carried    of the firm's heeders in the year before, the share that heeded the person
 *   alone      of them, the share that heeded nobody else there: without the person they are gone
 *   followed   of the firm's heeders in the year before, the share that heeded the person in the
 *              year after
 *   stayed     of those who heeded the rest of the firm in the year before, the share that still
 *              did in the year after
 *
 * What is seen is association: who follows a person may have gone without the move, too.
 *
 * Source  the shares: docs/methods.md; intervals: share.h (Wilson)
 * Units   counts of distinct heeders
 * Cost    O(n log n) of the heeds, 24 bytes each
 * Check   tests/unit/test_brand.c, by hand; tests/cli/brand
 */
#ifndef KITH_MEASURE_BRAND_H
#define KITH_MEASURE_BRAND_H

#include "find/bits.h"

#include <stddef.h>

enum { BRAND_WINDOW_DAYS = 365 };

struct brand_heed {
    int64_t at_s;
    uint32_t from, to; /* node ids */
};
struct brand_stay { /* somebody with the firm in [since, until); TIME_NONE: open */
    uint32_t person;
    int64_t since_s, until_s;
};

struct brand_asked {
    struct brand_heed *heed; /* [heed_count] is put in order of heeder and time */
    size_t heed_count;
    const struct bits *firm; /* the organisation, its parts, their outlets */
    struct brand_stay *stay; /* [stay_count] of all, is put in order of person */
    size_t stay_count;
    uint32_t person;
    int64_t until_s; /* when they left; TIME_NONE: they are there */
    int64_t as_of_s;
};

struct brand_heeder {
    uint32_t node;
    int64_t person_s, firm_s; /* heeded first, before the person left; TIME_NONE: never */
    bool person_before, firm_before, person_after, firm_after; /* firm: the rest of it */
};

struct brand {
    struct brand_heeder *one; /* [count] by node */
    size_t count;
    size_t person_first, firm_first, same_day;
    size_t heeders; /* of the firm, with the person, in the year before */
    size_t carried, alone;
    size_t rest; /* who heeded the rest of the firm in the year before */
    size_t followed, stayed;
    size_t rest_after; /* who heeded the rest in the year after, whether before or not */
    bool moved;        /* there is a year after */
    bool whole;        /* it was over by as_of */
};

void brand_find(const struct brand_asked *x, struct arena *a, struct brand *ret);

#endif

/*
 * wave.h - connect: what did we claim before anybody was asked?
 *
 * A wave of a market's perception audit is frozen once: what each of ours says of each person, and
 * whom it asks about, are copied into rows that nothing changes any more. Its digest is the hash of
 * them all, by the keys of accounts: the same claims give the same digest in any store and after
 * any merge. Corrections are a later wave.
 *
 * Strength is that of base/strength.h; STRENGTH_UNKNOWN: asked about, nothing claimed. Teammate 0:
 * all of us.
 *
 * Cost   one scan of the relationships for what is claimed now; a row a claim to freeze it
 * Check  tests/unit/test_wave.c, tests/cli/audit
 */
#ifndef KITH_CONNECT_WAVE_H
#define KITH_CONNECT_WAVE_H

#include "base/strength.h"
#include "find/market.h"

struct our_claim {
    int64_t teammate, person; /* nodes */
    int strength;
};

struct claims {
    struct our_claim *one; /* [count] by person, then teammate; one a pair */
    size_t count;
    size_t people, teammates;
    size_t ours; /* left out: the person is one of ours */
};

/* What the relationships say now, the newest of each pair. only: of the people this query names,
 * whether anything is claimed of them or not; empty: of whoever something is claimed, and who is
 * picked or pinned in the market. */
MUST_CHECK enum status claims_now(struct store *st, const struct market *m, struct str only,
                                  struct arena *a, struct claims *ret, struct err *e);
/* Orders and counts them; of several of one pair the strongest stays. */
void claims_settle(struct claims *c);

struct wave {
    int64_t id;
    struct str name;
    int64_t frozen_at_s;
    int64_t claims; /* rows frozen */
    struct str digest;
};
/* In a transaction of its own. BAD_INPUT when the market has a wave of this name (case-blind), when
 * the name is empty or too long, or when nothing is claimed. */
MUST_CHECK enum status wave_freeze(struct store *st, const struct market *m, struct str name,
                                   const struct claims *c, struct arena *a, struct wave *ret,
                                   struct err *e);
/* The market's waves, oldest first. */
struct waves {
    struct wave *one;
    size_t count;
};
MUST_CHECK enum status waves_list(struct store *st, const struct market *m, struct arena *a,
                                  struct waves *ret, struct err *e);
/* By name; empty: the newest. NOT_FOUND says which there are, or how to make one. */
MUST_CHECK enum status wave_find(struct store *st, const struct market *m, struct str name,
                                 struct arena *a, struct wave *ret, struct err *e);
/* Whom it asks about, and how many of them said something. */
MUST_CHECK enum status wave_asked(struct store *st, const struct wave *w, int64_t *ret_asked,
                                  int64_t *ret_answered, struct err *e);
/* BAD_INPUT when the claims are not those that were frozen. *ret_gone: rows that went with people
 * who were erased; then the rest cannot be compared with the digest any more. */
MUST_CHECK enum status wave_check(struct store *st, const struct wave *w, int64_t *ret_gone,
                                  struct err *e);

#endif

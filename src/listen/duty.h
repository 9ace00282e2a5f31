/*
 * duty.h - listen: what is a source kept for, why may it be, and for how long?
 *
 * Each source (its kind and place, however often it was read) may say so itself; where it does not,
 * the store's own word holds (meta privacy.purpose, privacy.basis, privacy.keep). Where privacy is
 * strict, a source of which neither tells purpose and basis is refused. The days count from when a
 * row was first read; kith doctor counts what is older.
 *
 * Check  tests/unit/test_duty.c, tests/cli/duty
 */
#ifndef KITH_LISTEN_DUTY_H
#define KITH_LISTEN_DUTY_H

#include "store/store.h"

#define DUTY_BASES "legitimate-interests|consent|contract|public|other"

struct duty {
    struct str purpose, basis; /* p NULL: not said */
    int64_t keep_days;         /* 0: for good; -1: not said */
};

static inline struct duty duty_unsaid(void)
{
    return (struct duty){.keep_days = -1};
}

/* One of DUTY_BASES, alone or with words behind a colon that say more. */
bool basis_is_known(struct str basis);

/* What holds of that source; purpose and basis in a. */
MUST_CHECK enum status duty_of(struct store *st, struct str kind, struct str locator,
                               struct arena *a, struct duty *ret, struct err *e);
/* Of the store itself; *ret_strict may be NULL. */
MUST_CHECK enum status duty_default(struct store *st, struct arena *a, struct duty *ret,
                                    bool *ret_strict, struct err *e);
/* Inside the caller's transaction; what is not said stays as it was. said NULL: nothing is. */
MUST_CHECK enum status duty_say(struct store *st, struct str kind, struct str locator,
                                const struct duty *said, struct err *e);
/* strict: 1 on, 0 off, -1 as it was. */
MUST_CHECK enum status duty_say_default(struct store *st, const struct duty *said, int strict,
                                        struct err *e);
/* BAD_INPUT where privacy is strict and purpose or basis would be missing. */
MUST_CHECK enum status duty_check(struct store *st, struct str kind, struct str locator,
                                  const struct duty *said, struct err *e);

#endif

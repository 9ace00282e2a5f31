/*
 * password.h - verb: is it a password one may have, and is it the right one?
 *
 * Kept as argon2id with 19 MiB and 2 passes, as libsodium writes it. Length alone is asked for,
 * not kinds of characters; the few that everybody tries are refused.
 *
 * Source  Argon2: RFC 9106; the least memory and passes: OWASP ASVS 5.0, 11.4.2 and its cheat sheet
 *         for stored passwords; lengths: ASVS 6.2.1, 6.2.9; no rules of composition: 6.2.5
 * Cost    about 30 ms and 19 MiB for each password_hash and password_is
 * Check   tests/unit/test_users.c
 */
#ifndef KITH_VERB_PASSWORD_H
#define KITH_VERB_PASSWORD_H

#include "base/str.h"

/* BAD_INPUT: too short, too long, among those everybody tries, or the user's own name. */
MUST_CHECK enum status password_check(struct str user, struct str password, struct err *e);
/* TOO_MUCH: there is no memory for it now. */
MUST_CHECK enum status password_hash(struct str password, struct arena *a, struct str *ret,
                                     struct err *e);
/* hash must end in NUL. Takes the same time whether it is right or not. */
bool password_is(struct str password, struct str hash);

#endif

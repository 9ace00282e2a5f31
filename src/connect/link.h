/*
 * link.h - connect: who may answer by a personal link, and until when?
 *
 * A link is 32 random bytes, written as 64 hexadecimal figures. The store keeps only their
 * BLAKE2b under a secret of its own, so neither the store nor a backup tells a link, and a
 * look-up by that hash takes no longer for a near guess than for a far one. A link is of one person
 * and one wave, ends at its date, and only writes: it answers nothing about anybody. Until the date
 * a second use corrects the first, as a new row.
 *
 * Cost   one hash and one look-up by index a use
 * Check  tests/unit/test_link.c: guesses, other waves, after the date
 */
#ifndef KITH_CONNECT_LINK_H
#define KITH_CONNECT_LINK_H

#include "connect/wave.h"

enum { LINK_CHARACTERS = 64 };

struct link {
    int64_t person; /* node */
    struct str token;
};
struct links {
    struct link *one; /* [count] by person */
    size_t count;
};
/* One for each person the wave asks about; those made before end. In a transaction of its own.
 * BAD_INPUT when until_s is not after now_s. */
MUST_CHECK enum status links_make(struct store *st, const struct wave *w, int64_t now_s,
                                  int64_t until_s, struct arena *a, struct links *ret,
                                  struct err *e);

/* What somebody answers through a link. */
struct link_answer {
    int64_t teammate;     /* node; 0: any of us */
    int strength, wanted; /* -1: not said */
    bool view_said;
    int view;
    struct str cause;
};
/* In a transaction of its own. BAD_INPUT, with the same sentence whatever is wrong with a token
 * nobody was given or of another wave; with the date when it has ended. *ret_first: the link was
 * not used before. */
MUST_CHECK enum status link_redeem(struct store *st, int64_t wave, struct str token, int64_t now_s,
                                   const struct link_answer *said, bool *ret_first, struct err *e);

#endif

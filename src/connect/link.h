/*
 * link.h - connect: who may answer by a personal link, and until when?
 *
 * A link is 32 random bytes, written as 64 hexadecimal figures. The store keeps only their
 * BLAKE2b under a secret of its own, so neither the store nor a backup tells a link, and a
 * look-up by that hash takes no longer for a near guess than for a far one. A link is of one person
 * and one wave, is good once and until its date, and only writes: all it tells is whom of ours the
 * wave is about, the same to everybody, and nothing of what ours claim. Whatever is wrong with one,
 * the sentence is the same.
 *
 * Cost   one hash and one look-up by index a use; to tell whom it is about, a scan of the wave
 * Check  tests/unit/test_link.c: guesses, other waves, after the date; tests/serve/links.mjs
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
/* One for each person the wave asks about; those made before of this wave, or of an earlier one of
 * its market, end. In a transaction of its own. BAD_INPUT when until_s is not after now_s. */
MUST_CHECK enum status links_make(struct store *st, const struct wave *w, int64_t now_s,
                                  int64_t until_s, struct arena *a, struct links *ret,
                                  struct err *e);

struct link_of { /* what a link that is good is of */
    int64_t wave, person, until_s;
};
/* NOT_FOUND, always with the same sentence: nobody was given it, it has ended, it was used. */
MUST_CHECK enum status link_find(struct store *st, struct str token, int64_t now_s,
                                 struct link_of *ret, struct err *e);

struct link_whom { /* one of ours */
    int64_t node;
    struct str name;
};
struct link_whoms {
    struct link_whom *one; /* [count] by name */
    size_t count;
};
/* Of ours, those the wave has claims of. None where there are more than LINK_TEAMMATES_MAX. */
MUST_CHECK enum status link_teammates(struct store *st, int64_t wave, struct arena *a,
                                      struct link_whoms *ret, struct err *e);

/* What somebody answers through a link, of one of ours. */
struct link_answer {
    int64_t teammate;     /* node; 0: any of us */
    int strength, wanted; /* -1: not said */
};
/* [count] of different teammates, which are of link_teammates or 0. In a transaction of its own,
 * after which the link is used. NOT_FOUND as link_find; BAD_INPUT when it says nothing, or is no
 * answer: then it can be used again. */
MUST_CHECK enum status link_redeem(struct store *st, struct str token, int64_t now_s,
                                   const struct link_answer *said, size_t count, struct err *e);

#endif

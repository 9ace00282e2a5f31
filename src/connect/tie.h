/*
 * tie.h - connect: what was seen to happen between one of ours and a person?
 *
 * From the contacts of both directions, without anybody's word on the relationship (agree.h has
 * the words), on any topic. Four kinds of contact:
 *   formal     both sides gave it a time: met, advised, booked; briefings, calls, meetings of the
 *              log
 *   social     one turns to the other: replies, thanks, mentions, shares, questions, …
 *   attention  follows, reads, cites, attends, …, which make no relationship
 *   beside     both spoke in one conversation, with others (beside.h)
 *
 * Strength, 0 to 1: 1 - exp(-m / TIE_FULL), m the sum of 2^(-age in days / TIE_HALF_DAYS) over the
 * distinct (UTC day, side) of formal and social contacts, and over the conversations that both
 * spoke in, these over the number of others in it. A day counts once a side, however much was sent.
 * Reciprocity, 0 to 1: the smaller side's part of the days over the larger one's.
 *
 * Stages, the first that holds (days: distinct UTC days on which a side acted):
 *   detractor       the person spoke against ours on DETRACTOR_DAYS days or more, and on half of
 *                   the days on which they did anything; fewer are told in the reason alone
 *   trusted         TRUSTED_DAYS days with each side TRUSTED_SIDE of them, over TRUSTED_SPAN
 *                   days or more, and the last contact at most TRUSTED_QUIET days ago
 *   working         WORKING_DAYS days with both sides in it, the last at most WORKING_QUIET ago
 *   acquaintance    both sides acted
 *   half-stranger   one side acted, both spoke in one conversation, or there is attention
 *   stranger        nothing was seen
 * A stage is dated by when it began to hold, for the last time.
 *
 * An answer is a contact of one side after the last of the other, within REPLY_MOST_DAYS: what
 * is turned to whom is known, not which message it answers.
 *
 * Source  recency, frequency and reciprocity as signs of tie strength: Gilbert, Karahalios, CHI
 *         2009, doi:10.1145/1518701.1518736. Whether strength foretells who answers whom:
 *         tools/bench/ties.py, in which half-lives of 30 to 365 days did about the same. The limits
 *         of stages are assumed, not measured.
 * Cost    O(n log n) in the contacts
 * Check   tests/unit/test_tie.c, by hand, with laws on random contacts
 */
#ifndef KITH_CONNECT_TIE_H
#define KITH_CONNECT_TIE_H

#include "base/arena.h"
#include "base/evidence.h"

#include <stdbool.h>

enum { TIE_HALF_DAYS = 90 };
#define TIE_FULL 5.0 /* fresh days of a side at which strength is 0.63 */
enum { TRUSTED_DAYS = 12, TRUSTED_SIDE = 4, TRUSTED_SPAN = 180, TRUSTED_QUIET = 365 };
enum { WORKING_DAYS = 5, WORKING_QUIET = 180 };
enum { DETRACTOR_DAYS = 2 };
enum { REPLY_MOST_DAYS = 30 };
enum { TOUCH_WEEK = 7, TOUCH_MONTH = 30 }; /* days of silence: practitioners' rule */

enum tie_stage {
    STAGE_STRANGER,
    STAGE_HALF_STRANGER,
    STAGE_ACQUAINTANCE,
    STAGE_WORKING,
    STAGE_TRUSTED,
    STAGE_DETRACTOR,
    TIE_STAGE_COUNT
};
extern const char *const stage_names[TIE_STAGE_COUNT];

enum side { SIDE_OURS, SIDE_THEIRS, SIDE_BOTH };
extern const char *const side_names[SIDE_BOTH + 1]; /* "ours", "theirs", "both" */

enum contact_kind { CONTACT_ATTENTION, CONTACT_BESIDE, CONTACT_SOCIAL, CONTACT_FORMAL };

struct contact {
    int64_t at_s;
    uint32_t account; /* of the person */
    uint32_t others;  /* CONTACT_BESIDE: in the conversation, beside one of the two; 1 or more */
    enum contact_kind kind;
    enum side by; /* who acted */
    bool against; /* what the person said was negative */
};

struct tie {
    size_t by[2]; /* [enum side] formal and social, of both in each */
    size_t formal, social, attention, beside;
    size_t days[2];               /* distinct days of a side */
    size_t both_days;             /* distinct days of either side */
    size_t against_days;          /* of the person, attention too */
    double strength, reciprocity; /* reciprocity NAN: no contact */
    int64_t first_s, last_s;      /* formal and social; TIME_NONE: none */
    int64_t silence_s;            /* longest between two contacts, or since the last; -1: none */
    int64_t silence_from_s;       /* when it began; TIME_NONE: none */
    enum side last_by;            /* who spoke last; with last_s only */
    double reply_hours[2];        /* median until this side answered the other; NAN: never */
    size_t replies[2];
    enum tie_stage stage;
    int64_t since_s;   /* when the stage began to hold; TIME_NONE: stranger */
    struct str reason; /* of the stage, with its days */
};

/* What a verb of evidence makes of a contact, and whether both act in it. */
enum contact_kind contact_kind_of(enum verb_kind verb);
bool contact_of_both(enum verb_kind verb);
/* By time; at one time by side, kind and sign, so that the order they came in changes nothing. */
int contact_by_time(const struct contact *x, const struct contact *y);

/* All up to as_of_s, in any order; later ones are not looked at. */
void tie_find(const struct contact *c, size_t count, int64_t as_of_s, struct arena *a,
              struct tie *ret);

#endif

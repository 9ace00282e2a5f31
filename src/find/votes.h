/*
 * votes.h - find: for whom does each buyer vote, and how strongly?
 *
 * says   What one evidence says for whom it names, 0 to 1: weight[verb] of the market times
 *        - attended: 1 up to 6 people in the room, then 3 / log2(2 + n). A room nobody counted has,
 *          for an outlet, as many people as attended that outlet in the scene; for a person, as
 *          many as attended them at the same second.
 *        - advised: 1 / k among the k advisers of the deal (k not said: 1).
 *        Claims say 0. All of it times the reliability of its source (reliable.h), 1 where nobody
 *        checked; a row found right counts in full, one found wrong nothing.
 * vote   The most that a buyer's evidence says for one person, directly or through an outlet, where
 *        it counts times the person's part of what the outlet said on the topic. The strongest, not
 *        the sum. Evidence of sign 0 heeds, too; of sign -1 never votes (reach.h: against_find). A
 *        vote below VOTE_MIN is none: else each of n readers would vote for each of n authors.
 * part   An author's part of an outlet (a firm is one) is by docs said there; where anybody can
 * write, by docs that an audience member answered, so that a mass mailer whom nobody answers has
 * none. The parts of one outlet sum to 1, staff's and robots' included.
 *
 * Buyers weigh what they were given, times what makes the market's segments hold (segment.h), times
 * their part where an organisation's people stuffed a survey (capped.h).
 *
 * Nobody votes for themselves. Staff neither vote nor are voted for; nor are robots and role
 * addresses (tag:robot, tag:role) voted for.
 *
 * Source  docs/methods.md
 * Cost    O(heeds + votes); 8 bytes a heed, 32 a vote.
 * Check   tests/unit/test_votes.c with hand-counted figures
 */
#ifndef KITH_FIND_VOTES_H
#define KITH_FIND_VOTES_H

#include "find/reach.h"

#define VOTE_MIN 0.001 /* buyers */

bool node_is_voter(const struct scene *sc, uint32_t node); /* of the audience, not staff */
bool node_is_candidate(const struct scene *sc,
                       uint32_t node); /* a person, neither staff nor robot */

/* [heed_count], 0 to 1; opposing evidence, too: how strongly it opposes. */
double *heeds_weigh(const struct scene *sc, struct arena *a);
/* The same of a scene whose organisations are capped. */
const double *heeds_weigh_capped(const struct scene *sc, const struct caps *caps, struct arena *a);
/* Weights of those who were heard [count]: what they were given, their part where they are capped
 * (NULL: nobody is), what makes segments hold. Returns what they add up to: |S|. */
double buyers_weigh(const struct scene *sc, const struct caps *caps, const uint32_t *buyer,
                    size_t count, double *weight, struct arena *a, struct segments_heard *ret);
/* [count] their parts; NULL: nobody is capped. */
const double *buyers_parts(const struct caps *caps, const uint32_t *buyer, size_t count,
                           struct arena *a);
/* [author_count], 0 to 1. */
const double *authors_weigh(const struct scene *sc, struct arena *a);
void votes_find(const struct scene *sc, struct arena *a, struct votes *ret);
/* What everybody but staff would say if they were buyers, by the same rules: [*ret_count] by
 * (buyer, person), the buyers' own votes among them. v: of the same scene. */
const struct vote *reliances_find(const struct scene *sc, const struct votes *v, struct arena *a,
                                  size_t *ret_count);

#endif

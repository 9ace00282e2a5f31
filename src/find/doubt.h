/*
 * doubt.h - find: what about the attention a person gets looks made?
 *
 * Flags, each with the figures that made it. They change no vote, place or figure: who reads them
 * judges. What is looked at are the fans of a person: the distinct people who heed them, each from
 * their first heed on, evidence of known buyers and of curated sources left out (they are verified;
 * for the audience `everyone` nobody is). A fan is empty when nobody heeds them and they said
 * nothing on the topic.
 *
 *   empty    more than DOUBT_EMPTY of at least DOUBT_FANS_MIN fans are empty, and that is more than
 *            among the fans of others (Chernoff bound on the binomial tail < DOUBT_P), of whom
 *            at least three times as large a part is not (where many only ever name somebody,
 *            who is named most has most such fans)
 *   burst    new fans of one week, at least DOUBT_BURST_MIN, against the person's own other weeks,
 *            scaled by what that week brought everybody else: Poisson tail < DOUBT_P; and more than
 *            half of them were never seen before that week, more than of other people's new fans
 *            then (same bound): a talk that went round brings people who were there already
 *   ring     pockets of DOUBT_RING_MIN or more who heed each other: of each member's ties more than
 *            DOUBT_RETURNED are returned, both of those in and out, and more than DOUBT_CLOSED of
 *            the pairs of their partners are partners, too
 *   clock    of DOUBT_FANS_MIN or more gaps between one fan and the next, more than half are the
 *            same, to the second. Dates without a time of day, and fans of one second, do not count
 *   copied   one text, or nearly, by more than DOUBT_COPIERS people: of runs of five words (folded,
 *            quoted lines left out) DOUBT_ALIKE or more are shared (alike.h). Of at least
 *            COPIED_RUNS_MIN runs: thanks and commands are no texts
 *   answers  more than DOUBT_COPIERS respondents of one survey name the same DOUBT_NAMES_MIN or
 * more and nobody else, known buyers among them: more than three times as many as would, and beyond
 * chance (same bound), were the names drawn one after the other by how often the other respondents
 * name each, and lists as long as theirs. That friends name alike is not in it: who reads it judges
 *
 * Source  docs/methods.md; thresholds were set so that honest leaders are not flagged in the
 *         markets named there. Chernoff 1952, doi:10.1214/aoms/1177729330
 * Cost    O(heeds) and a sort of the fans of each person; of rings the sum of squared degrees of
 *         those whose ties are returned, each at most RING_TIES_MAX; alike.h for the newest
 *         COPIED_DOCS_MAX docs on topic
 * Check   tests/unit/test_doubt.c, counted by hand; tests/laws/law_attack.c
 */
#ifndef KITH_FIND_DOUBT_H
#define KITH_FIND_DOUBT_H

#include "find/scene.h"

#define DOUBT_P 1e-6
#define DOUBT_EMPTY 0.6
#define DOUBT_FULL (1.0 / 3.0)
#define DOUBT_RETURNED 0.8
#define DOUBT_CLOSED 0.6
#define DOUBT_ALIKE 0.8
enum { COPIED_RUNS_MIN = 12 };
enum {
    DOUBT_FANS_MIN = 30,
    DOUBT_BURST_MIN = 20,
    DOUBT_RING_MIN = 5,
    DOUBT_COPIERS = 5,
    DOUBT_NAMES_MIN = 3
};

enum doubt_kind {
    DOUBT_FANS,
    DOUBT_BURST,
    DOUBT_RING,
    DOUBT_CLOCK,
    DOUBT_COPIED,
    DOUBT_ANSWERS,
    DOUBT_COUNT
};
extern const char *const doubt_names[DOUBT_COUNT]; /* as JSON has them: "empty-fans", … */

struct doubt {
    uint32_t node;
    uint8_t kind;      /* enum doubt_kind */
    uint32_t some, of; /* fans: empty, all; burst: new in the week, new to the scene (`some`); ring:
                        * members, partners of this one (`some`); clock: like gaps, all gaps;
                        * copied: accounts (`of`), docs of this person (`some`); answers:
                        * respondents who name the same, all of the survey */
    int64_t at_s;      /* burst: when its week begins; clock: the gap in seconds */
    double expected;   /* fans: share among those of others; burst: new fans expected; answers:
                        * respondents expected to name the same */
    uint32_t group;    /* ring, copied, answers: which, from 1; else 0 */
    uint32_t names;    /* answers: how many each of them names, … */
    struct str survey; /* … and where */
};

struct doubts {
    const struct doubt *doubt; /* [count] by (node, kind) */
    size_t count;
    size_t docs_left; /* on topic, but not compared: COPIED_DOCS_MAX */
};

MUST_CHECK enum status doubts_find(struct store *st, const struct scene *sc, struct arena *a,
                                   struct doubts *ret, struct err *e);
/* Those of the heeds alone; copied texts stay out. */
void doubts_of_heeds(const struct scene *sc, struct arena *a, struct doubts *ret);

/* Doubts of one node: *ret_count from the returned one on. */
const struct doubt *doubts_of(const struct doubts *d, uint32_t node, size_t *ret_count);
/* "9,961 of 10,000 who heed them are heeded by nobody and said nothing (of others' 12 %)" */
struct str doubt_sentence(struct arena *a, const struct doubt *d);

#endif

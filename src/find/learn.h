/*
 * learn.h - find: what would this market's own past change, and what would that gain?
 *
 * The rows of the audience are cut into four quarters by their number (dates). A pair is somebody
 * and a person they heeded directly before a date; the outcome is whether they heed that person
 * again in the quarter behind it, whatever the verb. What is learned from the pairs of the first
 * two dates is judged by those of the third, which had no part in it: by the mean ln of the chance
 * given to each outcome, with a 90 % interval over the heeders (boot.h). Nothing is to be changed
 * unless that interval lies above 0.
 *
 *   chance   ln odds = c + ln odds of (h * vote): the vote is what the rules of votes.h make of the
 *            rows before the date, h what turns the votes of the pairs into outcomes (their sums
 * are equal), c is fitted. So a chance is in proportion to the vote as long as it is small.
 *
 * Weights of verbs: pairs of the audience. Logistic regression (logit.h) with h * vote as offset
 * and one feature a verb shown, each with a penalty of PSEUDO_PAIRS p (1 - p), p = h * weight: as
 * if so many more pairs that show the verb had behaved as the market's table says. So the table is
 * the prior, and the votes' own rule (the strongest counts) holds in it. The weight of a verb
 * becomes
 *
 *   weight' = chance(ln odds of (h * weight) + coefficient) / h, 0 to 1, to two places
 *
 * which is the vote at which h * vote is the chance learned: the table's own scale, on which a vote
 * is the probability of reliance and not of a repeated row. c is left out: how often people come
 * back at all is the market's, and says nothing of one verb against another. A verb that fewer than
 * VERB_PAIRS_LEAST pairs show keeps its weight. Judged is what would act: the votes by the new
 * weights, not the regression.
 *
 * Half-life: pairs of everybody heard, for it acts on the attention behind the prior. Each of a
 * grid is fitted (c, h) to the first date's outcomes and foretells those of the second (Dawid's
 * prequential principle); the best of them is judged against the market's own by the third. The
 * same of the evidence of one source alone: a chat is forgotten sooner than a talk.
 *
 * Source  Dawid, JRSS A 1984, doi:10.2307/2981683; le Cessie, van Houwelingen 1992; docs/methods.md
 * Cost    O(heeds * half-lives) and the draws of boot.h
 * Check   tests/unit/test_learn.c: made markets with known truth; figures by R
 */
#ifndef KITH_FIND_LEARN_H
#define KITH_FIND_LEARN_H

#include "base/err.h"
#include "base/progress.h"
#include "find/aging.h"
#include "find/boot.h"
#include "find/reach.h"

enum { VERB_PAIRS_LEAST = 100, PSEUDO_PAIRS = 200, HEEDERS_LEAST = 8, LEARN_DATES = 3 };

struct learn_dates {
    int64_t at_s[LEARN_DATES]; /* ascending */
    int64_t first_s, end_s;    /* of all rows; [first, end) */
};
/* False: the audience's rows do not give three dates with rows before and behind each. */
bool learn_dates_find(const struct scene *sc, struct learn_dates *ret);

struct learn_options {
    uint64_t seed;
    const struct progress *progress;
};

struct judged_gain {
    size_t learned, judged; /* pairs */
    size_t heeders;         /* whose pairs judge */
    double now, then;       /* mean ln of the chance; NAN: not judged */
    struct boot_gain gain;  /* then less now */
};

struct learned_verb {
    size_t pairs; /* that show it, of those learned from */
    bool learned; /* enough of them */
    double now, then;
};
struct learned_weights {
    struct learned_verb verb[VERB_COUNT];
    int learned;  /* verbs */
    bool changes; /* any weight is another */
    double h;
    struct judged_gain judged;
};
/* STOPPED, or OK. */
MUST_CHECK enum status learn_weights(const struct scene *sc, const struct learn_dates *d,
                                     const struct learn_options *o, struct learned_weights *ret,
                                     struct err *e);
/* The same scene, of a market with these weights. */
struct scene scene_with_weights(const struct scene *sc, const struct learned_weights *w);

#define SOURCE_ALL UINT32_MAX
struct learned_half_life {
    int64_t days[AGING_COUNT + 1];      /* tried: those of the grid, and the market's own */
    double likelihood[AGING_COUNT + 1]; /* mean ln of the chance at the second date */
    int count;
    int64_t now, then; /* days; 0: none */
    struct judged_gain judged;
};
/* source: of scene->source, whose evidence alone is looked at; SOURCE_ALL: all sources without a
 * half-life of their own. STOPPED, or OK. */
MUST_CHECK enum status learn_half_life(const struct scene *sc, const struct learn_dates *d,
                                       uint32_t source, const struct learn_options *o,
                                       struct learned_half_life *ret, struct err *e);

/* May it be changed, by what was judged? */
static inline bool gain_is_sure(const struct judged_gain *g)
{
    return g->heeders >= HEEDERS_LEAST && g->gain.lo > 0.0;
}

#endif

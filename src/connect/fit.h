/*
 * fit.h - connect: how well do one of ours and one person fit, and why?
 *
 *   score = weight * floor(topic * seniority * tie * place / 10^5)      0 to ASSIGN_SCORE_MAX
 *
 * weight     of the person, 1 to 100: their reach over the largest of those chosen
 * topic      percent. Topics said by hand: 100 shares a word with the person's topics, 90 with the
 *            market's, 30 with neither. Else by docs on the market's topic: 40 + 12 log2(1 + docs),
 *            rounded down at powers of two, 100 at most
 * seniority  percent, by how many steps the teammate is below the person: 0 or above 100, one 70,
 * two 40; three, or anybody of seniority 1 below the person: never (no delegation down to the
 *            intern). Not said: teammates 3; people 4 where they are among the first tenth of those
 *            chosen, else 3
 * tie        percent, by what the person confirmed, else by what ours claim, less one step:
 * strength 0: 40, 1: 60, 2: 75, 3: 90, 4 and 5: 100. Evidence or logged contacts in both
 *            directions are at least 75, in one 60. The person's view of this teammate -1: 40, -2:
 * never place      percent: language times region / 100. No language both have: never; not known
 * 90; one 100. Same country or one of the teammate's regions 100, not known 90, another 75.
 *            Training open: times 70. Policy not accepted: never
 *
 * The figures are a reasoned start, not measured.
 *
 * Cost   O(words) a pair
 * Check  tests/unit/test_fit.c, counted by hand
 */
#ifndef KITH_CONNECT_FIT_H
#define KITH_CONNECT_FIT_H

#include "connect/known.h"

enum never { NEVER_NOT, NEVER_VETO, NEVER_POLICY, NEVER_SENIORITY, NEVER_VIEW, NEVER_LANGUAGE };

struct fit {
    int32_t score;                        /* ASSIGN_NEVER when never is set */
    enum never never;                     /* why not */
    uint8_t topic, seniority, tie, place; /* percent */
    bool by_topics, theirs;               /* topics said by hand; shared with the person's own */
};

struct fit_person {
    const struct traits *traits;
    int32_t weight; /* 1 to 100 */
    bool first;     /* among the first tenth of those chosen */
};

struct fit fit_pair(const struct fit_person *p, const struct traits *teammate,
                    const struct known *k, const struct word_set *market);
/* `tie` of a pair alone. */
int tie_percent(const struct known *k);
/* "topic 100 (by hand), seniority 70, knows 60, place 90" */
struct str fit_reasons(struct arena *a, const struct fit *f);
/* "the policy is not accepted" */
const char *never_reason(enum never n);

#endif

/*
 * capped.h - find: how much do many respondents of one organisation count?
 *
 * Who answers a survey chooses to, and a firm can tell its people to: of the answers in one survey
 * the n respondents of one organisation, n above SURVEY_FIRM_MAX, count as SURVEY_FIRM_MAX heard
 * buyers, each the same part of one. Of several organisations the one that caps most holds; they
 * are those a respondent was with when they answered. Rows that are no answers are not capped: what
 * a firm's people were seen to do is as good as anybody's, however many they are.
 *
 *   part of an answer   min(1, SURVEY_FIRM_MAX / n)
 *   part of a buyer     the largest part of any of their rows: who is heard elsewhere, too, is a
 *                       whole buyer, whose answers alone are capped
 *
 * A buyer's part is a part of |S| and of the buyer's weight, trust and Dirichlet draw, so that n
 * respondents who say the same are in every figure as SURVEY_FIRM_MAX who do.
 *
 * Source  one vote a verified buyer, at most three of one organisation: the usual rule of panels
 *         against stuffing; that it is three is ours
 * Cost    O(heeds + respondents log respondents); nothing where no survey was answered
 * Check   tests/unit/test_capped.c by hand; tests/laws/law_attack.c
 */
#ifndef KITH_FIND_CAPPED_H
#define KITH_FIND_CAPPED_H

#include "find/scene.h"

struct cap {
    uint32_t org;         /* node id */
    uint16_t survey;      /* scene->survey[survey - 1] */
    uint32_t respondents; /* buyers, more than SURVEY_FIRM_MAX */
};

struct caps {
    const struct cap *cap; /* [count] by (survey, org) */
    size_t count;
    const double *part; /* [node_count] 0 to 1, of a buyer; NULL: nobody is capped */
    const double *row;  /* [heed_count] 0 to 1: of an answer over its buyer's; NULL: as before */
};

void caps_find(const struct scene *sc, struct arena *a, struct caps *ret);

#endif

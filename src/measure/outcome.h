/*
 * outcome.h - measure: what came of a programme, in units of its own?
 *
 * Each kind of outcome is counted by itself, for each category of influencer by itself, a unit
 * (member, or organisation) and month; nothing is ever added over kinds, units of one kind, or
 * categories: a shortlist is no citation. Who has several categories counts in the first by name.
 *
 *   counted here   citations (members of the audience cited, shared, answered or mentioned them on
 *                  the topic), named (buyers who named them, each once a month), reviews (by
 *                  buyers), contacts (they turned to ours), deals (won that they advised on), items
 *                  (docs of theirs that name us)
 *   by others      any other, from tables (keep_outcome.c): inquiry, shortlist, session, …
 *
 * Comparison, the best there is:
 *   pairs     drawn before the start (lot.h): mean a month after the month of the draw, less what
 *             the mean before foretells (cuped.h), of the engaged one less that of the one who
 *             waits; as drawn, whatever became of it (permute_pairs)
 *   order     drawn, and followed: permute_starts over those drawn
 *   synthetic one was engaged and DONORS_LEAST or more were not, and the mix bears an interval
 *             (synth.h)
 *   others    did.h: those engaged from their month on, against those not engaged yet
 *   themselves mean a month from the start on less the mean before it, over those engaged, by t:
 *             association
 *   nobody    what could have been seen: of deals share_least of the won share, (won + 2) / (n + 4)
 *
 * Months are whole ones up to as_of, from the first in which any unit of the programme has one of
 * this kind; one without a row is 0. Who is engaged in a month is engaged in all of it, and ever
 * after, also who left. Which objective a kind serves the newest of its rows says. What came
 * of it in all is the effect a month times the months that people were engaged.
 *
 * As of   the market's until, else the latest row counted, not later than now
 * Units   of the outcome, a unit and month
 * Cost    that of scene_load, of one look at what those nominated said, and of permute.h or did.h
 * Check   tests/unit/test_outcome.c; tests/laws/law_outcome.c; tests/cli/programme-result
 */
#ifndef KITH_MEASURE_OUTCOME_H
#define KITH_MEASURE_OUTCOME_H

#include "base/progress.h"
#include "find/market.h"
#include "measure/grade.h"
#include "measure/lot.h"
#include "measure/strategy.h"

struct outcome_row {
    struct str kind, unit; /* unit: what one is; never empty */
    enum aim aim;          /* AIM_COUNT: nobody said */
    int64_t node, from;    /* of whom; by whom, 0: not said */
    int64_t at_s;
    double amount;
    int64_t evidence;         /* row id; 0: none */
    struct str source, place; /* where it stands; p NULL: as its evidence says */
};

struct outcome_unit {
    int64_t node;
    struct str category; /* "none"; "organisation" */
    int64_t start_s;     /* TIME_NONE: not engaged yet */
    uint32_t place;      /* in the lot (lot.h); 0: not drawn */
    bool engages;        /* drawn so */
};

struct outcomes {
    struct outcome_row *row; /* [count] by kind, unit, time, node */
    size_t count;
    struct outcome_unit *unit; /* [unit_count] people of the programme, then organisations */
    size_t unit_count;
    enum lot_kind lot;
    int64_t drawn_at_s; /* TIME_NONE: no lot */
    int64_t as_of_s;
    struct str unheard; /* why nothing of buyers is counted; p NULL: it is */
};

/* One kind of outcome, in one unit, of one category. */
struct outcome_result {
    struct str kind, unit, category;
    enum aim aim;
    struct finding finding;
    enum grade grade;
    struct str against;       /* with whom it is compared, in words */
    size_t treated, controls; /* units; controls 0 where it is themselves or nobody */
    double before, after;     /* mean a month of those engaged; NAN */
    double engaged_months;    /* that it is said of */
    struct str said;          /* the sentence, of D with what can be said */
    int64_t from_s, until_s;  /* months looked at: [from, until) */
};

struct outcome_results {
    struct outcome_result *one; /* [count] by kind, unit, category */
    size_t count;
};

/* What one is, where no table says it: "inquiries that named us" of inquiry, else the kind. */
struct str outcome_unit_of(struct str kind);
enum aim outcome_aim_of(struct str kind); /* AIM_COUNT: not known */

struct outcomes_asked {
    int64_t programme, now_s;
    const struct market *market; /* that it is in */
    const struct entries *entries;
    const struct members *members;
    const struct progress *progress;
};
MUST_CHECK enum status outcomes_load(struct store *st, const struct outcomes_asked *asked,
                                     struct arena *a, struct outcomes *ret, struct err *e);
/* From rows and units alone; kinds and categories that have nothing but zeros are not there. */
void outcomes_judge(const struct outcomes *x, uint64_t seed, unsigned threads, struct arena *a,
                    struct outcome_results *ret);

#endif

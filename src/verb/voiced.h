/*
 * voiced.h - verb: whose voices are asked for, and beside whom?
 *
 * What `kith voice` and its angles share: the people, the market's accepted voices (who is picked
 * or pinned there, else the first by reach), its audience, and the cells of a measure.
 *
 * Cost   that of scope_rank and voices_load
 * Check  tests/cli/voice
 */
#ifndef KITH_VERB_VOICED_H
#define KITH_VERB_VOICED_H

#include "measure/voice.h"
#include "verb/scope.h"

struct verdict {
    struct str verdict, note, by; /* verdict empty: none */
    int64_t at_s;
};

struct voiced {
    bool in_market;
    struct scope sc; /* only in a market */
    bool one;        /* a single person was named */
    struct node_set asked;
    struct node_set accepted;
    bool decided; /* accepted are those picked and pinned */
    struct voices voices;
};

/* Fills all but voices' rows; remarks about odd terms of a query go to t. */
MUST_CHECK enum status voiced_load(struct request *r, struct str who, struct table *t,
                                   struct voiced *ret, struct err *e);
void voiced_facts(struct request *r, struct table *t, const struct voiced *v);

/* value, lo, hi, n, band_lo, band_hi, band_people, reliability: VOICED_CELLS of them. Empty where
 * there is too little, or the measure was dropped. */
enum { VOICED_CELLS = 8 };
#define VOICED_COLUMNS(band_gives, r_gives) \
    {"value", "value", NULL, CELL_REAL, 2, COLUMN_KEEPS}, \
        {"lo", "from", NULL, CELL_REAL, 2, COLUMN_KEEPS}, \
        {"hi", "to", NULL, CELL_REAL, 2, COLUMN_KEEPS}, \
        {"n", "n", NULL, CELL_INT, 0, COLUMN_KEEPS}, \
        {"band_lo", "p10", NULL, CELL_REAL, 2, (band_gives)}, \
        {"band_hi", "p90", NULL, CELL_REAL, 2, (band_gives)}, \
        {"band_people", NULL, NULL, CELL_INT, 0, COLUMN_KEEPS}, \
    { \
        "reliability", "r", NULL, CELL_REAL, 2, (r_gives) \
    }
/* The same of a single measure, and what the measure is. */
#define VOICED_MEASURE_COLUMNS \
    VOICED_COLUMNS(COLUMN_GOES, COLUMN_KEEPS), \
        {"reliability_people", NULL, NULL, CELL_INT, 0, COLUMN_KEEPS}, \
        {"dropped", NULL, NULL, CELL_BOOL, 0, COLUMN_KEEPS}, \
        {"how", "how", NULL, CELL_TEXT, 0, COLUMN_KEEPS}, \
        {"meaning", "what", NULL, CELL_TEXT, 0, COLUMN_CUT}, \
        {"unit", "unit", NULL, CELL_TEXT, 0, COLUMN_CUT}, \
    { \
        "of", NULL, NULL, CELL_TEXT, 0, COLUMN_KEEPS \
    }
void voiced_cells(const struct voiced *v, const struct voice *one, enum voice_measure m,
                  struct cell *row);
/* Why a measure has no value; empty: it has one. */
struct str voiced_why(struct request *r, const struct voiced *v, const struct voice *one,
                      enum voice_measure m);
/* The newest verdict on each quality and angle; [FACET_COUNT]. */
MUST_CHECK enum status verdicts_load(struct request *r, int64_t node, struct verdict ret[],
                                     struct err *e);

/* The parts of the verb. */
MUST_CHECK enum status voice_angles(struct request *r, const struct voiced *v, struct table *odd,
                                    struct table **ret, struct err *e);
MUST_CHECK enum status voice_judge(struct request *r, struct table **ret, struct err *e);
MUST_CHECK enum status voice_rows(struct request *r, const struct voiced *v, enum quality of,
                                  struct table *t, struct err *e);

#endif

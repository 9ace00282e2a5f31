/*
 * grade.h - measure: how much may be claimed of a figure, and in which words?
 *
 * A  who was engaged was decided by lot
 * B  compared with those not engaged (yet), who went along with them before the start:
 *    differences: the leads' joint test has p >= LEADS_P, and a lead would have been seen about as
 *    well as the effect (lead_least <= the larger of |effect| and its least); synthetic control: 19
 *    donors or more, and a mix whose RMSPE before the start is at most FIT_MOST of the unit's own
 *    spread
 * C  before and after, with what else is known taken into account, or a comparison that is no B:
 *    association
 * D  none of it, or no interval: nothing can be attributed
 *
 * The sentence says what was found with n and interval, the smallest effect that could have been
 * seen, and why the grade is no better.
 *
 * Source  the ladder of docs/methods.md; least effects of shares: 2.8 sqrt(p q / n) against a known
 *         rate, 2.8 sqrt(p q (1/n + 1/m)) between two groups
 * Check   tests/unit/test_grade.c
 */
#ifndef KITH_MEASURE_GRADE_H
#define KITH_MEASURE_GRADE_H

#include "base/str.h"
#include "measure/did.h"
#include "measure/synth.h"

#define LEADS_P 0.05
#define FIT_MOST 0.5
enum { DONORS_LEAST = 19 };

enum grade { GRADE_A, GRADE_B, GRADE_C, GRADE_D };
extern const char *const grade_names[]; /* "A", … */

enum ground {
    GROUND_LOT,          /* pairs or start order drawn before the start */
    GROUND_DIFFERENCES,  /* did */
    GROUND_SYNTHETIC,    /* synth */
    GROUND_BEFORE_AFTER, /* covariates were taken into account */
    GROUND_NONE          /* no control */
};

struct finding {
    enum ground ground;
    struct effect effect;      /* of GROUND_NONE: n and least alone are used */
    const struct did *did;     /* of GROUND_DIFFERENCES */
    const struct synth *synth; /* of GROUND_SYNTHETIC */
    const char *things;        /* what n counts: "deals", "buyers" */
    const char *unit;          /* of the effect: "points", "meetings a month" */
    double scale;              /* the effect is shown times this: 100 for shares in points */
    int digits;
};

enum grade grade_find(const struct finding *f);
/* "Nothing can be attributed: n = 14 deals, no control; the smallest effect we could have seen is
 * +31 points." */
struct str grade_sentence(const struct finding *f, struct arena *a);
/* Why the grade is what it is, as a clause: "the leads are about 0 (p = .48)". */
struct str grade_reason(const struct finding *f, struct arena *a);

/* Smallest change of a share p that could have been seen: n cases against a rate that is known (m
 * 0), or against m others. Units of shares, 0 to 1; INFINITY without cases. */
double share_least(double p, size_t n, size_t m);

/* ---- cost per unit that came of it ---- */

enum cost_bounds {
    COST_BOUNDED,  /* lo to hi */
    COST_NO_UPPER, /* lo or more; no gain at all cannot be excluded: hi INFINITY */
    COST_NO_GAIN,  /* even the upper limit is no gain: no cost per unit exists */
    COST_UNKNOWN
};
struct cost_per {
    enum cost_bounds bounds;
    double value, lo, hi; /* value NAN where the total is no gain */
};
/* cost > 0, known; total: what came of it in all, lo and hi its limits. */
struct cost_per cost_of_total(double cost, double total, double lo, double hi);
/* Mean cost over mean gain, both estimated: Fieller 1954. v: their variances and covariance, t: the
 * quantile of the level. */
struct cost_per cost_fieller(double cost, double gain, const double v[3], double t);
/* "EUR 120 a meeting (80 to 410)", "at least EUR 80 a meeting, no upper limit: …" */
struct str cost_sentence(const struct cost_per *c, const char *currency, const char *thing,
                         struct arena *a);

#endif

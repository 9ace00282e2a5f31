/* grade.c - measure: how much may be claimed of a figure, and in which words? */
#include "measure/grade.h"

#include "base/tail.h"

#include <math.h>

const char *const grade_names[] = {"A", "B", "C", "D"};

static bool has_interval(const struct effect *f)
{
    return isfinite(f->value) && isfinite(f->lo) && isfinite(f->hi);
}

/* ---- B or C: did they go together before the start? ---- */

enum parallel { PARALLEL, NO_LEADS, APART, LEADS_BLIND };

static enum parallel parallel_of(const struct finding *f)
{
    const struct did *d = f->did;
    if (!d || !d->leads_tested || isnan(d->leads_p)) return NO_LEADS;
    if (d->leads_p < LEADS_P) return APART;
    return d->lead_least <= fmax(fabs(f->effect.value), f->effect.least) ? PARALLEL : LEADS_BLIND;
}

static bool fits(const struct synth *s)
{
    return s && s->donors >= DONORS_LEAST && s->unit.before <= FIT_MOST * s->spread;
}

enum grade grade_find(const struct finding *f)
{
    if (f->ground == GROUND_NONE || !has_interval(&f->effect)) return GRADE_D;
    switch (f->ground) {
    case GROUND_LOT:
        return GRADE_A;
    case GROUND_DIFFERENCES:
        return parallel_of(f) == PARALLEL ? GRADE_B : GRADE_C;
    case GROUND_SYNTHETIC:
        return fits(f->synth) ? GRADE_B : GRADE_C;
    default:
        return GRADE_C;
    }
}

/* ---- words ---- */

static struct str differences_reason(const struct finding *f, struct arena *a)
{
    switch (parallel_of(f)) {
    case PARALLEL:
        return str_printf(a, "both sides went together in %zu periods before the start (p = %.2f)",
                          f->did->leads_tested, f->did->leads_p);
    case APART:
        return str_printf(a,
                          "those engaged were already moving apart before the start (p = %.2g, by "
                          "up to %+.*f)",
                          f->did->leads_p, f->digits, f->scale * f->did->lead_largest);
    case LEADS_BLIND:
        return str_printf(a, "a drift before the start of less than %.*f could not have been seen",
                          f->digits, f->scale * f->did->lead_least);
    default:
        return STR("no earlier period shows whether both sides went together before the start");
    }
}

static struct str synthetic_reason(const struct finding *f, struct arena *a)
{
    const struct synth *s = f->synth;
    if (!s) return STR("nothing was compared");
    if (s->donors < DONORS_LEAST) {
        return str_printf(a, "only %zu units were never engaged, want %d", s->donors,
                          (int)DONORS_LEAST);
    }
    return str_printf(a,
                      "the mix of %zu others %s before the start (off by %.*f of a spread of "
                      "%.*f)",
                      s->donors, fits(s) ? "goes along" : "does not go along", f->digits,
                      f->scale * s->unit.before, f->digits, f->scale * s->spread);
}

struct str grade_reason(const struct finding *f, struct arena *a)
{
    if (f->ground == GROUND_NONE) return STR("no control");
    if (!has_interval(&f->effect)) return STR("too few for an interval");
    switch (f->ground) {
    case GROUND_LOT:
        return STR("who was engaged was decided by lot");
    case GROUND_DIFFERENCES:
        return differences_reason(f, a);
    case GROUND_SYNTHETIC:
        return synthetic_reason(f, a);
    default:
        return STR("before and after alone, whatever else changed in between");
    }
}

static void add_least(struct buf *b, const struct finding *f)
{
    if (isfinite(f->effect.least)) {
        buf_addf(b, "; the smallest effect we could have seen is %+.*f %s", f->digits,
                 f->scale * f->effect.least, f->unit);
    } else {
        buf_adds(b, "; no effect, however large, could have been seen");
    }
}

struct str grade_sentence(const struct finding *f, struct arena *a)
{
    static const char *const lead[] = {"By lot", "Compared", "Association, nothing more", ""};
    enum grade grade = grade_find(f);
    const struct effect *x = &f->effect;
    struct str reason = grade_reason(f, a);
    struct buf b = buf_new(a);
    if (grade == GRADE_D) {
        buf_addf(&b, "Nothing can be attributed: n = %zu %s, %.*s", x->n, f->things,
                 STR_ARG(reason));
    } else {
        buf_addf(&b, "%s: %+.*f %s (%.0f %%: %+.*f to %+.*f; n = %zu %s)", lead[grade], f->digits,
                 f->scale * x->value, f->unit, 100.0 * EFFECT_LEVEL, f->digits, f->scale * x->lo,
                 f->digits, f->scale * x->hi, x->n, f->things);
        buf_addf(&b, "; %.*s", STR_ARG(reason));
    }
    add_least(&b, f);
    buf_addc(&b, '.');
    return buf_str(&b);
}

double share_least(double p, size_t n, size_t m)
{
    double z = normal_quantile(0.5 + EFFECT_LEVEL / 2.0) + normal_quantile(EFFECT_POWER);
    double part = (n ? 1.0 / (double)n : INFINITY) + (m ? 1.0 / (double)m : 0.0);
    return z * sqrt(p * (1.0 - p)) * sqrt(part);
}

/* ---- cost ---- */

struct cost_per cost_of_total(double cost, double total, double lo, double hi)
{
    struct cost_per r = {COST_UNKNOWN, NAN, NAN, NAN};
    if (isnan(total) || isnan(lo) || isnan(hi) || !(cost > 0.0)) return r;
    r.value = total > 0.0 ? cost / total : NAN;
    r.bounds = COST_NO_GAIN;
    if (hi <= 0.0) return r;
    r.lo = cost / hi;
    r.hi = lo > 0.0 ? cost / lo : INFINITY;
    r.bounds = lo > 0.0 ? COST_BOUNDED : COST_NO_UPPER;
    return r;
}

/* All r for which cost - r gain is within t of 0: (g^2 - t^2 v_g) r^2 - 2 (c g - t^2 v_cg) r + (c^2
 * - t^2 v_c) <= 0. */
struct cost_per cost_fieller(double cost, double gain, const double v[3], double t)
{
    double square = gain * gain - t * t * v[1];
    double half = cost * gain - t * t * v[2];
    double rest = cost * cost - t * t * v[0];
    double root = half * half - square * rest;
    struct cost_per r = {COST_UNKNOWN, gain > 0.0 ? cost / gain : NAN, 0.0, INFINITY};
    if (isnan(root)) return r;
    r.bounds = gain < 0.0 && square > 0.0 ? COST_NO_GAIN : COST_NO_UPPER;
    if (r.bounds == COST_NO_GAIN) {
        r.lo = r.hi = NAN;
    } else if (square > 0.0) {
        r.bounds = COST_BOUNDED;
        r.lo = (half - sqrt(root)) / square;
        r.hi = (half + sqrt(root)) / square;
    } else if (root > 0.0 && square < 0.0) { /* all but what lies between two roots */
        r.lo = fmax(0.0, (half - sqrt(root)) / square);
    }
    return r;
}

/* As many digits as still say something: hours a unit are often less than one. */
static struct str amount(struct arena *a, double x)
{
    return str_printf(a, x < 10 ? "%.2f" : "%.0f", x);
}

struct str cost_sentence(const struct cost_per *c, const char *currency, const char *thing,
                         struct arena *a)
{
    switch (c->bounds) {
    case COST_BOUNDED:
        return str_printf(a, "%s %.*s a %s (%.0f %%: %.*s to %.*s)", currency,
                          STR_ARG(amount(a, c->value)), thing, 100.0 * EFFECT_LEVEL,
                          STR_ARG(amount(a, c->lo)), STR_ARG(amount(a, c->hi)));
    case COST_NO_UPPER:
        return str_printf(a,
                          "at least %s %.*s a %s, with no upper limit: that nothing was gained "
                          "cannot be excluded",
                          currency, STR_ARG(amount(a, c->lo)), thing);
    case COST_NO_GAIN:
        return str_printf(a, "no cost a %s can be given: nothing was gained", thing);
    default:
        return str_printf(a, "the cost a %s is not known", thing);
    }
}

/* outcome_judge.c - measure: against whom is an outcome held, and what may be said of it? */
#include "base/limits.h"
#include "base/time.h"
#include "measure/cuped.h"
#include "measure/outcome.h"
#include "measure/permute.h"

#include <math.h>
#include <stdlib.h>

struct judging {
    const struct outcomes *x;
    struct arena *a;
    uint64_t seed;
    unsigned threads;
    struct str kind, unit, category;
    const struct outcome_row *row; /* [rows] of this kind and unit */
    size_t rows;
    const struct outcome_unit **who; /* [units] of this category */
    size_t units;
    int first;     /* month of the first figure */
    size_t months; /* whole ones from then to as_of */
    double *y;     /* [units * months] */
    uint32_t *start;
};

static int month_of(int64_t at_s)
{
    struct civil c = time_to_civil(at_s);
    return c.year * 12 + c.month - 1;
}

static int64_t month_start(int month)
{
    return time_from_civil((struct civil){.year = month / 12, .month = month % 12 + 1, .day = 1});
}

/* ---- the panel ---- */

/* They stand by node; j->units: none of these. */
static size_t unit_at(const struct judging *j, int64_t node)
{
    size_t lo = 0;
    size_t hi = j->units;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (j->who[mid]->node < node) {
            lo = mid + 1;
        } else {
            hi = mid;
        }
    }
    return lo < j->units && j->who[lo]->node == node ? lo : j->units;
}

/* Returns how many rows are of these units and months. */
static size_t fill(struct judging *j)
{
    size_t n = 0;
    for (size_t u = 0; u < j->units; u++) {
        int64_t at_s = j->who[u]->start_s;
        int at = at_s == TIME_NONE ? 0 : month_of(at_s) - j->first;
        bool here = at_s != TIME_NONE && at < (int)j->months;
        j->start[u] = here ? (uint32_t)(at < 0 ? 0 : at) : PANEL_NEVER;
    }
    for (size_t i = 0; i < j->rows; i++) {
        int month = month_of(j->row[i].at_s) - j->first;
        size_t u = unit_at(j, j->row[i].node);
        if (month < 0 || month >= (int)j->months || u == j->units) continue;
        j->y[u * j->months + (size_t)month] += j->row[i].amount;
        n++;
    }
    return n;
}

/* Rows stand in order of time. False: no whole month of it. */
static bool panel_made(struct judging *j)
{
    int end = month_of(j->x->as_of_s + DAY_S); /* the month of as_of counts when it is over */
    j->first = month_of(j->row[0].at_s);
    if (end - j->first > OUTCOME_MONTHS_MAX) j->first = end - OUTCOME_MONTHS_MAX;
    if (j->first >= end || !j->units) return false;
    j->months = (size_t)(end - j->first);
    j->y = arena_new(j->a, double, j->units * j->months);
    j->start = arena_new(j->a, uint32_t, j->units);
    return fill(j) > 0;
}

static bool all_zero(const struct judging *j)
{
    for (size_t i = 0; i < j->units * j->months; i++) {
        if (j->y[i] != 0) return false;
    }
    return true;
}

static double mean_of(const struct judging *j, size_t u, size_t from, size_t to)
{
    double sum = 0;
    for (size_t m = from; m < to; m++)
        sum += j->y[u * j->months + m];
    return to > from ? sum / (double)(to - from) : 0;
}

static bool engaged(const struct judging *j, size_t u)
{
    return j->start[u] != PANEL_NEVER;
}

static size_t count_engaged(const struct judging *j)
{
    size_t n = 0;
    for (size_t u = 0; u < j->units; u++)
        n += engaged(j, u);
    return n;
}

static double engaged_months(const struct judging *j)
{
    size_t months = 0;
    for (size_t u = 0; u < j->units; u++)
        months += engaged(j, u) ? j->months - j->start[u] : 0;
    return (double)months;
}

/* Means a month over all months of those engaged, before and since. */
static void plain_means(const struct judging *j, struct outcome_result *r)
{
    double sum[2] = {0};
    double months[2] = {0};
    for (size_t u = 0; u < j->units; u++) {
        if (!engaged(j, u)) continue;
        for (size_t m = 0; m < j->months; m++) {
            sum[m >= j->start[u]] += j->y[u * j->months + m];
            months[m >= j->start[u]]++;
        }
    }
    r->before = months[0] > 0 ? sum[0] / months[0] : NAN;
    r->after = months[1] > 0 ? sum[1] / months[1] : NAN;
}

/* ---- by lot: pairs ---- */

static bool by_pairs(struct judging *j, struct outcome_result *r)
{
    if (j->x->lot != LOT_PAIRS) return false;
    int at = month_of(j->x->drawn_at_s) - j->first; /* month of the draw */
    size_t upto = at < 0 ? 0 : (size_t)at;
    size_t from = at < 0 ? 0 : upto + 1;
    if (from >= j->months) return false;
    double *after = arena_new(j->a, double, j->units);
    double *before = arena_new(j->a, double, j->units);
    double *difference = arena_new(j->a, double, j->units);
    size_t *in = arena_new(j->a, size_t, j->units);
    size_t n = 0;
    size_t pairs = 0;
    size_t done = 0;
    size_t broken = 0;
    for (size_t u = 0; u < j->units; u++) {
        if (!j->who[u]->place) continue;
        in[n] = u;
        before[n] = mean_of(j, u, 0, upto);
        after[n++] = mean_of(j, u, from, j->months);
    }
    (void)cuped_adjust(after, before, n, after);
    for (size_t i = 0; i < n; i++) {
        const struct outcome_unit *x = j->who[in[i]];
        for (size_t k = 0; x->engages && k < n; k++) {
            const struct outcome_unit *y = j->who[in[k]];
            if (y->engages || x->place != y->place) continue;
            difference[pairs++] = after[i] - after[k];
            done += engaged(j, in[i]);
            broken += engaged(j, in[k]);
        }
    }
    if (!pairs || !done) return false;
    r->finding.ground = GROUND_LOT;
    r->finding.effect = permute_pairs(difference, pairs, j->seed, j->a).effect;
    r->finding.effect.n = 2 * pairs;
    r->treated = r->controls = pairs;
    r->engaged_months = (double)(pairs * (j->months - from));
    r->against = str_printf(j->a, "%zu drawn by lot, each against their pair who waits", pairs);
    if (done < pairs || broken) {
        r->against =
            str_printf(j->a, "%.*s; %zu of those drawn and %zu of those who wait are engaged",
                       STR_ARG(r->against), done, broken);
    }
    return true;
}

/* ---- by lot: order, where it was followed ---- */

static bool followed(const struct judging *j)
{
    for (size_t u = 0; u < j->units; u++) {
        for (size_t k = 0; k < j->units; k++) {
            bool both = j->who[u]->place && j->who[k]->place;
            if (both && j->who[k]->place > j->who[u]->place && j->start[k] < j->start[u]) {
                return false;
            }
        }
    }
    return true;
}

/* Those drawn, as a panel of their own. */
static struct panel drawn_only(const struct judging *j)
{
    double *y = arena_new(j->a, double, j->units * j->months);
    uint32_t *start = arena_new(j->a, uint32_t, j->units);
    struct panel p = {y, start, 0, j->months};
    for (size_t u = 0; u < j->units; u++) {
        if (!j->who[u]->place) continue;
        for (size_t m = 0; m < j->months; m++)
            y[p.units * j->months + m] = j->y[u * j->months + m];
        start[p.units++] = j->start[u];
    }
    return p;
}

static bool by_order(struct judging *j, struct outcome_result *r)
{
    struct permuted lot;
    struct err quiet = {0};
    if (j->x->lot != LOT_ORDER || !followed(j)) return false;
    struct panel p = drawn_only(j);
    if (!p.units || permute_starts(&p, j->seed, j->threads, j->a, &lot, &quiet)) return false;
    for (size_t u = 0; u < p.units; u++)
        r->treated += p.start[u] != PANEL_NEVER;
    r->controls = p.units - r->treated;
    r->finding.ground = GROUND_LOT;
    r->finding.effect = lot.effect;
    r->finding.effect.n = p.units;
    r->engaged_months = engaged_months(j);
    r->against =
        str_printf(j->a, "%zu who start in an order drawn by lot, against those not yet", p.units);
    return true;
}

/* ---- else ---- */

static bool by_synthetic(struct judging *j, struct outcome_result *r)
{
    struct panel p = {j->y, j->start, j->units, j->months};
    struct synth *s = arena_new(j->a, struct synth, 1);
    struct err quiet = {0};
    size_t unit = 0;
    if (count_engaged(j) != 1 || j->units <= DONORS_LEAST) return false;
    while (!engaged(j, unit))
        unit++;
    if (synth_find(&p, unit, j->a, s, &quiet) || !isfinite(s->effect.hi)) return false;
    r->finding.ground = GROUND_SYNTHETIC;
    r->finding.effect = s->effect;
    r->finding.synth = s;
    r->treated = 1;
    r->controls = s->donors;
    r->engaged_months = engaged_months(j);
    r->against = str_printf(j->a, "a mix of the %zu who are not engaged", s->donors);
    return true;
}

static bool by_differences(struct judging *j, struct outcome_result *r)
{
    struct panel p = {j->y, j->start, j->units, j->months};
    struct did *d = arena_new(j->a, struct did, 1);
    struct err quiet = {0};
    if (did_find(&p, j->a, d, &quiet)) return false;
    r->finding.ground = GROUND_DIFFERENCES;
    r->finding.effect = d->effect;
    r->finding.did = d;
    r->treated = d->treated;
    r->controls = d->never;
    r->engaged_months = engaged_months(j);
    r->against = d->never ? str_printf(j->a, "%zu not engaged, and those engaged later", d->never)
                          : STR("those engaged later");
    return true;
}

/* Each of those engaged against themselves. */
static bool by_themselves(struct judging *j, struct outcome_result *r)
{
    double sum = 0;
    double squares = 0;
    size_t n = 0;
    for (size_t u = 0; u < j->units; u++) {
        if (!engaged(j, u) || j->start[u] == 0) continue;
        double d = mean_of(j, u, j->start[u], j->months) - mean_of(j, u, 0, j->start[u]);
        sum += d;
        squares += d * d;
        n++;
    }
    if (n < 2) return false;
    double mean = sum / (double)n;
    double variance = (squares - (double)n * mean * mean) / (double)(n - 1);
    double se = sqrt(fmax(variance, 0) / (double)n);
    if (!(se > 0)) return false;
    r->finding.ground = GROUND_BEFORE_AFTER;
    r->finding.effect = effect_by_t(mean, se, (double)(n - 1), n);
    r->treated = n;
    r->controls = 0;
    r->engaged_months = engaged_months(j);
    r->against = STR("themselves before, and nobody else");
    return true;
}

/* ---- nothing to compare with ---- */

/* Deals that closed since their adviser was engaged, and the won of them. */
static size_t deals_since(const struct judging *j, size_t *ret_won)
{
    size_t n = 0;
    *ret_won = 0;
    for (size_t i = 0; i < j->rows; i++) {
        size_t u = unit_at(j, j->row[i].node);
        if (u == j->units || j->who[u]->start_s == TIME_NONE) continue;
        if (j->row[i].at_s < j->who[u]->start_s) continue;
        n++;
        *ret_won += j->row[i].amount > 0;
    }
    return n;
}

static const char *people(const struct judging *j, size_t n)
{
    if (str_is(j->category, "organisation")) return n == 1 ? "organisation" : "organisations";
    return n == 1 ? "person" : "people";
}

static struct str can_say(const struct judging *j, const struct outcome_result *r)
{
    size_t won = 0;
    size_t on = count_engaged(j);
    size_t deals = str_is(j->kind, "deals") ? deals_since(j, &won) : 0;
    if (deals) {
        return str_printf(j->a,
                          "they advised on %zu deals that closed since they were engaged, and "
                          "%zu of these were won",
                          deals, won);
    }
    if (!on) {
        return str_printf(j->a, "none of them is engaged yet; what there is, is from before");
    }
    struct buf b = buf_new(j->a);
    buf_addf(&b, "%zu engaged %s had %.2f %.*s a month since", on, people(j, on), r->after,
             STR_ARG(j->unit));
    if (!isnan(r->before)) buf_addf(&b, ", and %.2f before", r->before);
    return buf_str(&b);
}

static void by_nothing(struct judging *j, struct outcome_result *r)
{
    size_t won = 0;
    size_t deals = str_is(j->kind, "deals") ? deals_since(j, &won) : 0;
    r->treated = count_engaged(j);
    r->controls = j->units - r->treated;
    r->against = STR("nobody");
    r->finding.ground = GROUND_NONE;
    r->finding.effect = effect_none();
    r->finding.effect.n = j->units;
    if (!deals) return;
    r->finding.effect.n = deals;
    r->finding.effect.least = share_least(((double)won + 2) / ((double)deals + 4), deals, 0);
    r->finding.things = deals == 1 ? "deal" : "deals";
    r->finding.unit = "points";
    r->finding.scale = 100;
    r->finding.digits = 0;
}

static struct outcome_result judge(struct judging *j)
{
    struct outcome_result r = {.kind = j->kind,
                               .unit = j->unit,
                               .category = j->category,
                               .aim = j->row[j->rows - 1].aim,
                               .from_s = month_start(j->first),
                               .until_s = month_start(j->first + (int)j->months)};
    r.finding =
        (struct finding){.things = people(j, j->units),
                         .unit = str_c(j->a, str_printf(j->a, "%.*s a month", STR_ARG(j->unit))),
                         .scale = 1.0,
                         .digits = 2};
    plain_means(j, &r);
    if (all_zero(j) || (!by_pairs(j, &r) && !by_order(j, &r) && !by_synthetic(j, &r) &&
                        !by_differences(j, &r) && !by_themselves(j, &r))) {
        by_nothing(j, &r);
    }
    r.grade = grade_find(&r.finding);
    r.said = grade_sentence(&r.finding, j->a);
    if (r.grade == GRADE_D) {
        r.said = str_printf(j->a, "%.*s What we can say: %.*s.", STR_ARG(r.said),
                            STR_ARG(can_say(j, &r)));
    }
    return r;
}

/* ---- each kind, each category ---- */

static int by_text(const void *l, const void *r)
{
    return str_cmp(*(const struct str *)l, *(const struct str *)r);
}

static size_t categories_of(const struct outcomes *x, struct arena *a, struct str **ret)
{
    struct str *list = arena_new(a, struct str, x->unit_count + 1);
    size_t n = 0;
    for (size_t i = 0; i < x->unit_count; i++)
        list[i] = x->unit[i].category;
    if (x->unit_count) qsort(list, x->unit_count, sizeof *list, by_text);
    for (size_t i = 0; i < x->unit_count; i++) {
        if (!n || !str_eq(list[n - 1], list[i])) list[n++] = list[i];
    }
    *ret = list;
    return n;
}

static void judge_kind(const struct judging *base, const struct str *category, size_t count,
                       struct outcome_results *ret)
{
    const struct outcomes *x = base->x;
    for (size_t c = 0; c < count; c++) {
        struct judging j = *base;
        j.category = category[c];
        j.who = arena_new(j.a, const struct outcome_unit *, x->unit_count);
        for (size_t u = 0; u < x->unit_count; u++) {
            if (str_eq(x->unit[u].category, category[c])) j.who[j.units++] = &x->unit[u];
        }
        if (panel_made(&j)) ret->one[ret->count++] = judge(&j);
    }
}

void outcomes_judge(const struct outcomes *x, uint64_t seed, unsigned threads, struct arena *a,
                    struct outcome_results *ret)
{
    struct str *category = NULL;
    size_t count = categories_of(x, a, &category);
    size_t kinds = 0;
    size_t end = 0;
    for (size_t i = 0; i < x->count; i++) {
        kinds += !i || !str_eq(x->row[i].kind, x->row[i - 1].kind) ||
                 !str_eq(x->row[i].unit, x->row[i - 1].unit);
    }
    *ret = (struct outcome_results){arena_new(a, struct outcome_result, kinds * count + 1), 0};
    for (size_t from = 0; from < x->count; from = end) {
        end = from + 1;
        while (end < x->count && str_eq(x->row[end].kind, x->row[from].kind) &&
               str_eq(x->row[end].unit, x->row[from].unit)) {
            end++;
        }
        struct judging j = {.x = x,
                            .a = a,
                            .seed = seed,
                            .threads = threads,
                            .kind = x->row[from].kind,
                            .unit = x->row[from].unit,
                            .row = x->row + from,
                            .rows = end - from};
        judge_kind(&j, category, count, ret);
    }
}

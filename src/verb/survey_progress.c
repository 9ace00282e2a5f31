/* survey_progress.c - verb: are we seen as we want to be seen, and nearer than before? */
#include "measure/target.h"
#include "verb/survey_verb.h"

#include <math.h>
#include <string.h>

static const struct column columns[] = {
    {"attribute", "attribute", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"before", "before", NULL, CELL_REAL, 3, false},
    {"now", "now", NULL, CELL_REAL, 3, false},
    {"lo", "from", NULL, CELL_REAL, 3, false},
    {"hi", "to", NULL, CELL_REAL, 3, false},
    {"target", "target", NULL, CELL_REAL, 2, false},
    {"gap", "gap", NULL, CELL_REAL, 3, false},
    {"change", "change", NULL, CELL_REAL, 3, COLUMN_GOES},
    {"change_lo", NULL, NULL, CELL_REAL, 3, COLUMN_GOES},
    {"change_hi", NULL, NULL, CELL_REAL, 3, COLUMN_GOES},
    {"p_holm", "p", NULL, CELL_REAL, 4, COLUMN_GOES},
    {"verdict", "verdict", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"rivals_change", "rivals", NULL, CELL_REAL, 3, COLUMN_GOES},
    {"beyond", "beyond them", NULL, CELL_REAL, 3, COLUMN_GOES},
    {"beyond_lo", NULL, NULL, CELL_REAL, 3, COLUMN_GOES},
    {"beyond_hi", NULL, NULL, CELL_REAL, 3, COLUMN_GOES},
    {"n", "n", NULL, CELL_INT, 0, false},
    {"importance", NULL, NULL, CELL_REAL, 2, COLUMN_GOES},
    {"before_lo", NULL, NULL, CELL_REAL, 3, COLUMN_GOES},
    {"before_hi", NULL, NULL, CELL_REAL, 3, COLUMN_GOES},
    {"gap_lo", NULL, NULL, CELL_REAL, 3, COLUMN_GOES},
    {"gap_hi", NULL, NULL, CELL_REAL, 3, COLUMN_GOES},
    {"rivals_change_lo", NULL, NULL, CELL_REAL, 3, COLUMN_GOES},
    {"rivals_change_hi", NULL, NULL, CELL_REAL, 3, COLUMN_GOES},
};
enum { COLUMN_COUNT = sizeof columns / sizeof *columns, C_N = 16 };

static const struct column brand_columns[] = {
    {"brand", "brand", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"gap_before", "gap before", NULL, CELL_REAL, 3, false},
    {"gap", "gap now", NULL, CELL_REAL, 3, false},
    {"progress", "progress", NULL, CELL_REAL, 2, false},
    {"lo", "from", NULL, CELL_REAL, 2, false},
    {"hi", "to", NULL, CELL_REAL, 2, false},
    {"n", "n", NULL, CELL_INT, 0, false},
    {"gap_before_lo", NULL, NULL, CELL_REAL, 3, false},
    {"gap_before_hi", NULL, NULL, CELL_REAL, 3, false},
    {"gap_lo", NULL, NULL, CELL_REAL, 3, false},
    {"gap_hi", NULL, NULL, CELL_REAL, 3, false},
};

struct nearing {
    struct request *r;
    struct survey_at survey;
    struct roles roles;
    struct targets targets;
    const struct target *target;
    struct weighed then, now;
    size_t brands; /* ours first, then rivals with an attribute of the target */
    int *brand;    /* [brands] */
    struct seen_as seen[2];
    double *p;
    struct table *t;
};

static const struct role *attribute_of(const struct nearing *v, struct str name, int brand)
{
    return survey_attribute(&v->roles, name, brand, v->brand[0], v->r->a);
}

static void list_brands(struct nearing *v)
{
    v->brand = arena_new(v->r->a, int, v->roles.brands + 1);
    for (size_t i = 0; i < v->roles.brands; i++) {
        if (v->roles.brand[i].kind == BRAND_OURS) v->brand[0] = (int)i;
    }
    v->brands = 1;
    for (size_t i = 0; i < v->roles.brands; i++) {
        bool any = false;
        for (size_t k = 0; k < v->target->count; k++)
            any = any || attribute_of(v, v->target->one[k].attribute, (int)i);
        if (any && v->roles.brand[i].kind == BRAND_RIVAL) v->brand[v->brands++] = (int)i;
    }
}

static enum status read_seen(struct nearing *v, const struct weighed *w, struct seen_as *ret,
                             struct err *e)
{
    struct arena *a = v->r->a;
    enum status s = OK;
    const double *const **y = arena_new(a, const double *const *, v->brands);
    for (size_t b = 0; b < v->brands && !s; b++) {
        const double **of = arena_new(a, const double *, v->target->count);
        for (size_t k = 0; k < v->target->count && !s; k++) {
            const struct role *x = attribute_of(v, v->target->one[k].attribute, v->brand[b]);
            if (x) s = attribute_read(v->r->st, &w->polled, x, a, &of[k], e);
        }
        y[b] = of;
    }
    *ret = (struct seen_as){w->polled.n, w->polled.person, w->weight, y};
    return s;
}

/* ---- attributes ---- */

static struct change change_of(const struct nearing *v, size_t brand, size_t k, struct share *ret)
{
    struct change none = {{NAN, NAN, NAN}, NAN, NAN};
    const double *then = v->seen[0].y[brand][k];
    const double *now = v->seen[1].y[brand][k];
    if (!then || !now) return none;
    ret[0] = weigh_share(v->r, &v->then, then);
    ret[1] = weigh_share(v->r, &v->now, now);
    return share_change(&ret[0], &ret[1]);
}

/* The mean change of the rivals, each independent of the others: rather too wide. */
static struct figure rivals_of(const struct nearing *v, size_t k)
{
    struct figure f = {0, 0, 0};
    double n = 0;
    for (size_t b = 1; b < v->brands; b++) {
        struct share x[2];
        struct change c = change_of(v, b, k, x);
        if (isnan(c.by.value)) continue;
        n++;
        f.value += c.by.value;
        f.lo += pow(c.by.value - c.by.lo, 2);
        f.hi += pow(c.by.hi - c.by.value, 2);
    }
    if (n == 0) return (struct figure){NAN, NAN, NAN};
    f.value /= n;
    f.lo = f.value - sqrt(f.lo) / n;
    f.hi = f.value + sqrt(f.hi) / n;
    return f;
}

/* How far from the target, either way: none where the interval holds it. */
static struct figure gap_of(struct figure at, double target)
{
    double a = fabs(target - at.lo);
    double b = fabs(target - at.hi);
    bool held = at.lo <= target && target <= at.hi;
    return (struct figure){fabs(target - at.value), held ? 0.0 : fmin(a, b), fmax(a, b)};
}

static void put_attribute(struct nearing *v, size_t k)
{
    const struct target_share *x = &v->target->one[k];
    struct share at[2] = {{.value = NAN}, {.value = NAN}};
    struct change c = change_of(v, 0, k, at);
    struct figure before = share_interval(&at[0]);
    struct figure now = share_interval(&at[1]);
    struct figure gap = gap_of(now, x->share);
    struct figure rivals = rivals_of(v, k);
    struct figure beyond = agree_change(c.by, rivals);
    struct cell *row = table_row(v->t);
    const double cells[] = {at[0].value, now.value,    now.lo,       now.hi,    x->share,
                            gap.value,   c.by.value,   c.by.lo,      c.by.hi,   NAN,
                            NAN,         rivals.value, beyond.value, beyond.lo, beyond.hi};
    row[0] = cell_text(x->attribute);
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
        row[i + 1] = cell_real(cells[i]);
    row[C_N] = cell_int((int64_t)(at[0].n + at[1].n));
    row[C_N + 1] = cell_real(x->importance);
    figure_bounds(row + C_N + 2, before);
    figure_bounds(row + C_N + 4, gap);
    figure_bounds(row + C_N + 6, rivals);
    v->p[k] = c.p;
    bool seen = !isnan(c.by.value) && fabs(c.by.value) >= c.mdc;
    row[11] = cell_text(str_of(!seen ? "" : c.by.value > 0 ? "up" : "down"));
}

static void judge(struct nearing *v)
{
    double *holm = arena_new(v->r->a, double, v->target->count);
    share_holm(v->p, v->target->count, holm, v->r->a);
    for (size_t k = 0; k < v->target->count; k++) {
        struct cell *row = &v->t->cells[k * COLUMN_COUNT];
        row[10] = cell_real(holm[k]);
        if (!row[11].text.len || !(holm[k] < 0.05)) {
            row[11] = cell_text(STR("no change that could be seen"));
        }
    }
}

/* ---- brands ---- */

static void put_brands(struct nearing *v)
{
    struct progress_of *of = arena_new(v->r->a, struct progress_of, v->brands);
    struct figure beyond;
    struct waves_seen w = {&v->seen[0], &v->seen[1], v->brands};
    struct table *more =
        table_more(v->t, "brands", brand_columns, sizeof brand_columns / sizeof *brand_columns);
    int64_t n = (int64_t)(v->seen[0].n + v->seen[1].n);
    progress_find(v->target, &w, v->r->seed, v->r->a, of, &beyond);
    more->title = STR("How near to our target each is");
    for (size_t b = 0; b < v->brands; b++) {
        struct cell *row = table_row(more);
        row[0] = cell_text(v->roles.brand[v->brand[b]].name);
        row[1] = cell_real(of[b].gap_then.value);
        row[2] = cell_real(of[b].gap_now.value);
        figure_put(row + 3, of[b].progress);
        row[6] = cell_int(n);
        figure_bounds(row + 7, of[b].gap_then);
        figure_bounds(row + 9, of[b].gap_now);
    }
    if (v->brands > 1) {
        struct cell *row = table_row(more);
        row[0] = cell_text(STR("ours beyond the rivals' mean"));
        figure_put(row + 3, beyond);
        row[6] = cell_int(n);
    }
    const struct figure *p = &of[0].progress;
    if (!isfinite(p->value)) return;
    const char *verdict = p->lo > 0   ? "nearer than before"
                          : p->hi < 0 ? "further away than before"
                                      : "no progress that could be seen";
    table_lead(v->t, "To the target: %s; %.0f %% of the gap (95 %%: %.0f to %.0f).", verdict,
               100 * p->value, 100 * p->lo, 100 * p->hi);
    if (v->brands > 1 && isfinite(beyond.value) && beyond.lo <= 0 && beyond.hi >= 0) {
        table_note(v->t, "The rivals moved alike as far as could be seen: what lifts all is "
                         "nobody's doing.");
    }
}

/* ---- the answer ---- */

static enum status read_nearing(struct nearing *v, struct err *e)
{
    struct request *r = v->r;
    size_t now = 0;
    size_t then = 0;
    enum status s = survey_load(r->st, r->word[1], r->a, &v->survey, e);
    if (!s) s = roles_load(r->st, v->survey.id, r->a, &v->roles, e);
    if (!s) s = targets_load(r->st, v->survey.id, r->a, &v->targets, e);
    if (!s && !v->targets.count) {
        s = err_set(e, NOT_FOUND, "no target is signed in '%.*s'; %.*s", STR_ARG(v->survey.name),
                    STR_ARG(survey_word(r, &v->survey, "target", "FILE --by NAME")));
    }
    if (!s) s = survey_wave_named(&v->survey, request_value(r, "wave"), &now, e);
    struct str first = v->survey.waves ? v->survey.wave[0].name : STR("");
    if (!s) s = survey_wave_named(&v->survey, first, &then, e);
    if (!s && now == then) {
        s = err_set(e, BAD_INPUT, "'%.*s' has no wave behind the first to measure progress by",
                    STR_ARG(v->survey.name));
    }
    if (!s) s = weigh_wave(r, &v->survey, then, &v->then, e);
    if (!s) s = weigh_wave(r, &v->survey, now, &v->now, e);
    if (s) return s;
    v->target = &v->targets.one[0];
    list_brands(v);
    s = read_seen(v, &v->then, &v->seen[0], e);
    return s ? s : read_seen(v, &v->now, &v->seen[1], e);
}

enum status survey_progress(struct request *r, struct table **ret, struct err *e)
{
    struct nearing *v = arena_new(r->a, struct nearing, 1);
    v->r = r;
    enum status s = read_nearing(v, e);
    if (s) return s;
    v->t = table_new(r->a, "survey", columns, COLUMN_COUNT);
    v->p = arena_new(r->a, double, v->target->count);
    v->t->title = str_printf(r->a, "%.*s: who we are, who we want to be", STR_ARG(v->survey.name));
    weigh_facts(r, v->t, &v->now);
    table_fact(v->t, "wave_before", "since", cell_text(v->then.polled.wave->name), 0);
    target_facts(v->t, &v->targets);
    survey_opens(r, &v->survey, v->now.polled.wave->name, v->t);
    for (size_t k = 0; k < v->target->count; k++)
        put_attribute(v, k);
    judge(v);
    put_brands(v);
    const struct aimed aimed = {&v->survey, &v->roles, v->target, v->brand, v->brands};
    s = survey_course_to(r, &aimed, v->t, e);
    if (s) return s;
    table_note(v->t, "Changes of attributes are taken as of different people; of the same people "
                     "their intervals are rather too wide. Progress knows who answered both.");
    *ret = v->t;
    return OK;
}

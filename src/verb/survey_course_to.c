/* survey_course_to.c - verb: how did each attribute go, wave by wave, beside its target? */
#include "verb/survey_verb.h"

#include <math.h>
#include <string.h>

static const struct column columns[] = {
    {"attribute", "in each wave", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"who", "who", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"wave", "wave", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"n", "n", NULL, CELL_INT, 0, false},
    {"share", "share", NULL, CELL_REAL, 3, false},
    {"lo", "from", NULL, CELL_REAL, 3, false},
    {"hi", "to", NULL, CELL_REAL, 3, false},
    {"target", "target", NULL, CELL_REAL, 2, false},
    {"place", NULL, NULL, CELL_INT, 0, false},
};

struct nearing_by {
    struct request *r;
    const struct aimed *at;
    struct weighed *wave; /* [at->survey->waves] */
    struct table *t;
};

const struct role *survey_attribute(const struct roles *roles, struct str name, int brand, int ours,
                                    struct arena *a)
{
    for (size_t i = 0; i < roles->count; i++) {
        const struct role *x = &roles->role[i];
        int of = x->brand == BRAND_NONE ? ours : x->brand;
        bool same = str_eq(name_key(a, x->name), name_key(a, name));
        if (strcmp(x->role, "attribute") == 0 && of == brand && same) return x;
    }
    return NULL;
}

/* [n] 1 fits, 0 not, NAN not asked; NULL: the wave did not ask. */
static enum status fits(const struct nearing_by *v, size_t wave, struct str attribute, int brand,
                        const double **ret, struct err *e)
{
    struct arena *a = v->r->a;
    const struct role *x = survey_attribute(v->at->roles, attribute, brand, v->at->brand[0], a);
    *ret = NULL;
    return x ? attribute_read(v->r->st, &v->wave[wave].polled, x, a, ret, e) : OK;
}

/* Each respondent's mean over the rivals of whom it was asked. */
static enum status rivals(const struct nearing_by *v, size_t wave, struct str attribute,
                          const double **ret, struct err *e)
{
    size_t n = v->wave[wave].polled.n;
    double *sum = arena_new(v->r->a, double, n);
    size_t count = 0;
    enum status s = OK;
    for (size_t b = 1; b < v->at->brands && !s; b++) {
        const double *y = NULL;
        s = fits(v, wave, attribute, v->at->brand[b], &y, e);
        if (s || !y) continue;
        count++;
        for (size_t i = 0; i < n; i++)
            sum[i] += y[i];
    }
    for (size_t i = 0; i < n && count; i++)
        sum[i] /= (double)count;
    *ret = count ? sum : NULL;
    return s;
}

static void put_point(const struct nearing_by *v, size_t wave, const struct target_share *of,
                      struct str who, const double *y)
{
    if (!y) return;
    struct share share = weigh_share(v->r, &v->wave[wave], y);
    struct figure f = share_interval(&share);
    if (!share.n) return;
    struct cell *row = table_row(v->t);
    row[0] = cell_text(of->attribute);
    row[1] = cell_text(who);
    row[2] = cell_text(v->at->survey->wave[wave].name);
    row[3] = cell_int((int64_t)share.n);
    row[4] = cell_real(f.value);
    row[5] = cell_real(f.lo);
    row[6] = cell_real(f.hi);
    row[7] = cell_real(of->share);
    row[8] = cell_int((int64_t)wave + 1);
}

static enum status put_attribute(const struct nearing_by *v, const struct target_share *of,
                                 struct err *e)
{
    enum status s = OK;
    for (size_t i = 0; i < v->at->survey->waves && !s; i++) {
        const double *y = NULL;
        s = fits(v, i, of->attribute, v->at->brand[0], &y, e);
        if (!s) put_point(v, i, of, v->at->roles->brand[v->at->brand[0]].name, y);
    }
    for (size_t i = 0; i < v->at->survey->waves && !s && v->at->brands > 1; i++) {
        const double *y = NULL;
        s = rivals(v, i, of->attribute, &y, e);
        if (!s) put_point(v, i, of, STR("rivals' mean"), y);
    }
    return s;
}

enum status survey_course_to(struct request *r, const struct aimed *at, struct table *t,
                             struct err *e)
{
    struct nearing_by v = {.r = r, .at = at};
    enum status s = OK;
    v.wave = arena_new(r->a, struct weighed, at->survey->waves);
    for (size_t i = 0; i < at->survey->waves && !s; i++)
        s = weigh_wave(r, at->survey, i, &v.wave[i], e);
    if (s) return s;
    v.t = table_more(t, "course", columns, sizeof columns / sizeof *columns);
    v.t->title = STR("Each attribute, wave by wave, beside its target");
    for (size_t k = 0; k < at->target->count && !s; k++)
        s = put_attribute(&v, &at->target->one[k], e);
    return s;
}

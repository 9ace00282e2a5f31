/* survey_compare.c - verb: what changed between two waves, and could it have been seen? */
#include "verb/survey_verb.h"

#include <math.h>

enum { C_QUESTION, C_OPTION, C_BEFORE, C_NOW, C_CHANGE, C_LO, C_HI, C_P, C_MDC, C_VERDICT, C_N };

static const struct column columns[] = {
    {"question", "question", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"option", "answer", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"before", "before", NULL, CELL_REAL, 3, false},
    {"now", "now", NULL, CELL_REAL, 3, false},
    {"change", "change", NULL, CELL_REAL, 3, false},
    {"lo", "from", NULL, CELL_REAL, 3, false},
    {"hi", "to", NULL, CELL_REAL, 3, false},
    {"p_holm", "p", NULL, CELL_REAL, 4, COLUMN_GOES},
    {"mdc", "smallest seen", NULL, CELL_REAL, 3, COLUMN_GOES},
    {"verdict", "verdict", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"n", NULL, NULL, CELL_INT, 0, COLUMN_GOES},
    {"n_before", NULL, NULL, CELL_INT, 0, COLUMN_GOES},
    {"n_now", NULL, NULL, CELL_INT, 0, COLUMN_GOES},
    {"p_alone", NULL, NULL, CELL_REAL, 4, COLUMN_GOES},
    {"is_mean", NULL, NULL, CELL_BOOL, 0, COLUMN_GOES},
    {"before_lo", NULL, NULL, CELL_REAL, 3, COLUMN_GOES},
    {"before_hi", NULL, NULL, CELL_REAL, 3, COLUMN_GOES},
    {"now_lo", NULL, NULL, CELL_REAL, 3, COLUMN_GOES},
    {"now_hi", NULL, NULL, CELL_REAL, 3, COLUMN_GOES},
};
enum { COLUMN_COUNT = sizeof columns / sizeof *columns };

static const struct column refused_columns[] = {
    {"question", "question", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"why", "no trend, because", NULL, CELL_TEXT, 0, COLUMN_CUT},
};

static const char *const unseen = "no change that could be seen";

struct comparing {
    struct pair_of_waves w;
    struct table *t;
    double *p; /* [count] of the rows */
    size_t count;
};

/* ---- one figure ---- */

/* Means of numbers: of the differences in a panel, else of two samples. */
static enum status compare_means(const struct pair_of_waves *c, const double *before,
                                 const double *now, struct compared *ret, struct err *e)
{
    struct request *r = c->r;
    struct design old = {.n = c->before.polled.n, .weight = c->before.weight};
    struct design new = {.n = c->now.polled.n, .weight = c->now.weight};
    double *by = arena_new(r->a, double, new.n);
    struct sample s_old;
    struct sample s_new;
    size_t row = 0;
    for (size_t i = 0; i < new.n; i++)
        by[i] = c->then[i] == UINT32_MAX ? NAN : now[i] - before[c->then[i]];
    enum status s = sample_open(&old, r->a, &s_old, &row, e);
    if (!s) s = sample_open(&new, r->a, &s_new, &row, e);
    if (s) return s;
    struct estimate b = sample_mean(&s_old, before, r->a);
    struct estimate n = sample_mean(&s_new, now, r->a);
    struct estimate d = sample_mean(&s_new, by, r->a);
    double change = c->panel ? d.value : n.value - b.value;
    double se = c->panel ? d.se : hypot(n.se, b.se);
    *ret =
        (struct compared){share_by_error(b.value, b.se).by, share_by_error(n.value, n.se).by,
                          c->panel ? d.n : b.n, c->panel ? d.n : n.n, share_by_error(change, se)};
    return OK;
}

static enum status put_change(void *context, const struct figure_of_waves *f, struct err *e)
{
    struct comparing *c = context;
    const struct pair_of_waves *w = &c->w;
    struct compared x;
    enum status s = OK;
    if (f->is_number) {
        s = compare_means(w, f->before, f->now, &x, e);
    } else {
        x = waves_compared(w, f->before, f->now);
    }
    if (s) return s;
    struct cell *row = table_row(c->t);
    row[C_QUESTION] = cell_text(f->question->key);
    row[C_OPTION] = cell_text(f->name.len ? f->name : STR_NONE);
    row[C_BEFORE] = cell_real(x.before.value);
    row[C_NOW] = cell_real(x.now.value);
    figure_put(row + C_CHANGE, x.change.by);
    row[C_MDC] = cell_real(x.change.mdc);
    row[C_N] = cell_int((int64_t)(w->panel ? x.n_now : x.n_before + x.n_now));
    row[C_N + 1] = cell_int((int64_t)x.n_before);
    row[C_N + 2] = cell_int((int64_t)x.n_now);
    row[C_N + 3] = cell_real(x.change.p);
    row[C_N + 4] = cell_bool(f->is_number);
    figure_bounds(row + C_N + 5, x.before);
    figure_bounds(row + C_N + 7, x.now);
    c->p = arena_more(w->r->a, c->p, c->count, sizeof *c->p);
    c->p[c->count++] = x.change.p;
    return OK;
}

/* ---- the answer ---- */

/* Only what the test allows and the waves could have shown. */
static size_t judge(struct comparing *c)
{
    size_t changed = 0;
    double *holm = arena_new(c->w.r->a, double, c->count);
    share_holm(c->p, c->count, holm, c->w.r->a);
    for (size_t i = 0; i < c->count; i++) {
        struct cell *row = &c->t->cells[i * COLUMN_COUNT];
        double by = row[C_CHANGE].real;
        bool seen = holm[i] < 0.05 && fabs(by) >= row[C_MDC].real;
        row[C_P] = cell_real(holm[i]);
        row[C_VERDICT] = cell_text(str_of(!seen ? unseen : by > 0 ? "up" : "down"));
        changed += seen;
    }
    return changed;
}

static void say(struct comparing *c, size_t changed)
{
    struct table *t = c->t;
    if (!c->count) {
        table_lead(t, "Nothing can be compared between these waves.");
    } else if (!changed) {
        table_lead(t, "No change that could be seen, in any of the %zu figures compared.",
                   c->count);
    } else {
        table_lead(t,
                   "%zu of the %zu figures compared changed; in the others, no change that "
                   "could be seen.",
                   changed, c->count);
    }
    if (c->w.panel) {
        table_note(t,
                   "The same people twice: %zu answered both waves, and each figure is of them "
                   "alone. --independent takes the waves as of different people.",
                   c->w.both);
    } else if (c->w.both) {
        table_note(t,
                   "%zu people answered both waves and are taken as different ones, which makes "
                   "intervals rather too wide. --panel compares them person by person.",
                   c->w.both);
    }
    table_note(t,
               "p is adjusted for %zu comparisons (Holm). Differences are of what people said, "
               "not of what was done to them.",
               c->count);
}

enum status survey_compare(struct request *r, struct table **ret, struct err *e)
{
    struct comparing *c = arena_new(r->a, struct comparing, 1);
    enum status s = waves_read(r, &r->word[1], &c->w, e);
    if (s) return s;
    const struct survey_wave *before = c->w.before.polled.wave;
    c->t = table_new(r->a, "survey", columns, COLUMN_COUNT);
    c->t->title = str_printf(r->a, "%.*s: from %.*s to %.*s", STR_ARG(c->w.survey.name),
                             STR_ARG(before->name), STR_ARG(c->w.now.polled.wave->name));
    weigh_facts(r, c->t, &c->w.now);
    table_fact(c->t, "wave_before", NULL, cell_text(before->name), 0);
    table_fact(c->t, "n_before", "before", cell_int((int64_t)c->w.before.polled.n), 0);
    table_fact(c->t, "panel", NULL, cell_bool(c->w.panel), 0);
    survey_opens(r, &c->w.survey, c->w.now.polled.wave->name, c->t);
    struct table *refused = table_more(c->t, "refused", refused_columns, 2);
    refused->title = STR("What is no trend");
    refused->empty = STR("Every question was asked alike in both.");
    s = waves_each(&c->w, put_change, c, refused, e);
    if (s) return s;
    say(c, judge(c));
    *ret = c->t;
    return OK;
}

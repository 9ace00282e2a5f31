/* survey_compare.c - verb: what changed between two waves, and could it have been seen? */
#include "base/map.h"
#include "measure/trend.h"
#include "verb/survey_verb.h"

#include <math.h>
#include <stdlib.h>

enum { C_QUESTION, C_OPTION, C_BEFORE, C_NOW, C_CHANGE, C_LO, C_HI, C_P, C_MDC, C_VERDICT };

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
};
enum { COLUMN_COUNT = sizeof columns / sizeof *columns };

static const struct column refused_columns[] = {
    {"question", "question", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"why", "no trend, because", NULL, CELL_TEXT, 0, COLUMN_CUT},
};

static const char *const unseen = "no change that could be seen";

struct comparing {
    struct request *r;
    struct survey_at survey;
    struct weighed before, now;
    uint32_t *then; /* [now.n] number of the same person in the wave before; UINT32_MAX: none */
    size_t both;
    bool panel;
    struct table *t, *refused;
    double *p; /* [count] of the rows */
    size_t count;
};

/* ---- the same people ---- */

static void join_people(struct comparing *c)
{
    const struct polled *b = &c->before.polled;
    const struct polled *n = &c->now.polled;
    struct idmap at = idmap_new(c->r->a, b->n);
    for (size_t i = 0; i < b->n; i++)
        (void)idmap_put(&at, b->person[i], (uint32_t)i);
    c->then = arena_new(c->r->a, uint32_t, n->n);
    for (size_t i = 0; i < n->n; i++) {
        c->then[i] = idmap_get(&at, n->person[i]);
        c->both += c->then[i] != UINT32_MAX;
    }
    size_t smaller = b->n < n->n ? b->n : n->n;
    c->panel = 2 * c->both >= smaller && c->both > 0;
    if (request_has(c->r, "panel")) c->panel = true;
    if (request_has(c->r, "independent")) c->panel = false;
}

/* ---- one option ---- */

struct compared {
    double before, now;
    size_t n_before, n_now;
    struct change change;
};

static struct compared as_panel(const struct comparing *c, const double *before, const double *now)
{
    struct twice *people = arena_new(c->r->a, struct twice, c->both);
    struct compared x = {0};
    double sum_before = 0;
    double sum_now = 0;
    double w = 0;
    for (size_t i = 0; i < c->now.polled.n; i++) {
        uint32_t k = c->then[i];
        if (k == UINT32_MAX || isnan(now[i]) || isnan(before[k])) continue;
        double weight = c->now.weight ? c->now.weight[i] : 1.0;
        people[x.n_now++] = (struct twice){before[k], now[i], weight};
        sum_before += weight * before[k];
        sum_now += weight * now[i];
        w += weight;
    }
    x.n_before = x.n_now;
    x.before = sum_before / w;
    x.now = sum_now / w;
    x.change = share_panel(people, x.n_now, c->now.population);
    return x;
}

static struct compared as_strangers(const struct comparing *c, const double *before,
                                    const double *now)
{
    struct share b = weigh_share(c->r, &c->before, before);
    struct share n = weigh_share(c->r, &c->now, now);
    return (struct compared){b.value, n.value, b.n, n.n, share_change(&b, &n)};
}

/* Means of numbers: of the differences in a panel, else of two samples. */
static enum status compare_means(const struct comparing *c, const double *before, const double *now,
                                 struct compared *ret, struct err *e)
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
    *ret = (struct compared){b.value, n.value, c->panel ? d.n : b.n, c->panel ? d.n : n.n,
                             share_by_error(change, se)};
    return OK;
}

static enum status put_change(struct comparing *c, const struct asked *q, struct str name,
                              const struct option_said *before, const struct option_said *now,
                              struct err *e)
{
    struct compared x;
    enum status s = OK;
    if (now->is_number) {
        s = compare_means(c, before->y, now->y, &x, e);
    } else if (c->panel) {
        x = as_panel(c, before->y, now->y);
    } else {
        x = as_strangers(c, before->y, now->y);
    }
    if (s) return s;
    struct cell *row = table_row(c->t);
    row[C_QUESTION] = cell_text(q->key);
    row[C_OPTION] = cell_text(name.len ? name : STR_NONE);
    row[C_BEFORE] = cell_real(x.before);
    row[C_NOW] = cell_real(x.now);
    row[C_CHANGE] = cell_real(x.change.by.value);
    row[C_LO] = cell_real(x.change.by.lo);
    row[C_HI] = cell_real(x.change.by.hi);
    row[C_MDC] = cell_real(x.change.mdc);
    row[COLUMN_COUNT - 5] = cell_int((int64_t)(c->panel ? x.n_now : x.n_before + x.n_now));
    row[COLUMN_COUNT - 4] = cell_int((int64_t)x.n_before);
    row[COLUMN_COUNT - 3] = cell_int((int64_t)x.n_now);
    row[COLUMN_COUNT - 2] = cell_real(x.change.p);
    row[COLUMN_COUNT - 1] = cell_bool(now->is_number);
    c->p = arena_more(c->r->a, c->p, c->count, sizeof *c->p);
    c->p[c->count++] = x.change.p;
    return OK;
}

/* ---- one question ---- */

static void refuse(struct comparing *c, const struct asked *q, struct str why)
{
    struct cell *row = table_row(c->refused);
    row[0] = cell_text(q->key);
    row[1] = cell_text(why);
}

static enum status options_in(struct comparing *c, const struct weighed *w, const struct asked *q,
                              struct options_said *ret, struct err *e)
{
    struct answers_said said;
    enum status s = answers_load(c->r->st, &w->polled, q, c->r->a, &said, e);
    return s ? s : options_of(&w->polled, &said, c->r->a, ret, e);
}

static enum status put_question(struct comparing *c, const struct asked *before,
                                const struct asked *now, struct err *e)
{
    struct options_said old;
    struct options_said new;
    enum status s = options_in(c, &c->before, before, &old, e);
    if (!s) s = options_in(c, &c->now, now, &new, e);
    if (s) return s;
    struct str why =
        trend_refused((struct asked_then){before, &old}, (struct asked_then){now, &new}, c->r->a);
    if (why.p) {
        refuse(c, now, why);
        return OK;
    }
    for (size_t i = 0; i < new.count && !s; i++) {
        const struct option_said *was = option_named(&old, new.one[i].name, c->r->a);
        struct option_said none = {.y = arena_new(c->r->a, double, c->before.polled.n)};
        for (size_t k = 0; k < c->before.polled.n; k++)
            none.y[k] = polled_asked(&c->before.polled, before, k) ? 0.0 : NAN;
        s = put_change(c, now, new.one[i].name, was ? was : &none, &new.one[i], e);
    }
    return s;
}

static const struct asked *same_key(const struct polled *p, struct str key)
{
    for (size_t i = 0; i < p->questions; i++) {
        if (str_eq(p->question[i].key, key)) return &p->question[i];
    }
    return NULL;
}

static enum status put_all(struct comparing *c, struct err *e)
{
    const struct polled *n = &c->now.polled;
    const struct asked *only = NULL;
    struct str word = request_value(c->r, "question");
    enum status s = OK;
    if (word.p) s = polled_question(n, word, c->r->a, &only, e);
    for (size_t i = 0; i < n->questions && !s; i++) {
        const struct asked *q = &n->question[i];
        if (only && q != only) continue;
        const struct asked *was = same_key(&c->before.polled, q->key);
        if (was) s = put_question(c, was, q, e);
        if (!was) refuse(c, q, STR("the wave before did not ask it in these words"));
    }
    for (size_t i = 0; i < c->before.polled.questions && !s && !only; i++) {
        const struct asked *q = &c->before.polled.question[i];
        if (!same_key(n, q->key))
            refuse(c, q, STR("the later wave does not ask it in these words"));
    }
    return s;
}

/* ---- the answer ---- */

/* Only what the test allows and the waves could have shown. */
static size_t judge(struct comparing *c)
{
    size_t changed = 0;
    double *holm = arena_new(c->r->a, double, c->count);
    share_holm(c->p, c->count, holm, c->r->a);
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
    if (c->panel) {
        table_note(t,
                   "The same people twice: %zu answered both waves, and each figure is of them "
                   "alone. --independent takes the waves as of different people.",
                   c->both);
    } else if (c->both) {
        table_note(t,
                   "%zu people answered both waves and are taken as different ones, which makes "
                   "intervals rather too wide. --panel compares them person by person.",
                   c->both);
    }
    table_note(t,
               "p is adjusted for %zu comparisons (Holm). Differences are of what people said, "
               "not of what was done to them.",
               c->count);
}

static enum status read_waves(struct comparing *c, struct err *e)
{
    struct request *r = c->r;
    size_t before = 0;
    size_t now = 0;
    enum status s = survey_load(r->st, r->word[1], r->a, &c->survey, e);
    if (!s) s = survey_wave_named(&c->survey, r->word[2], &before, e);
    if (!s) s = survey_wave_named(&c->survey, r->word[3], &now, e);
    if (!s && before == now) s = err_set(e, BAD_USAGE, "a wave is not compared with itself");
    if (!s) s = weigh_wave(r, &c->survey, before, &c->before, e);
    if (!s) s = weigh_wave(r, &c->survey, now, &c->now, e);
    if (!s) join_people(c);
    if (!s && c->panel && !c->both) {
        s = err_set(e, BAD_INPUT, "nobody answered both waves, so they are no panel");
    }
    return s;
}

enum status survey_compare(struct request *r, struct table **ret, struct err *e)
{
    struct comparing *c = arena_new(r->a, struct comparing, 1);
    c->r = r;
    enum status s = read_waves(c, e);
    if (s) return s;
    c->t = table_new(r->a, "survey", columns, COLUMN_COUNT);
    c->t->title =
        str_printf(r->a, "%.*s: from %.*s to %.*s", STR_ARG(c->survey.name),
                   STR_ARG(c->before.polled.wave->name), STR_ARG(c->now.polled.wave->name));
    weigh_facts(r, c->t, &c->now);
    table_fact(c->t, "wave_before", NULL, cell_text(c->before.polled.wave->name), 0);
    table_fact(c->t, "n_before", "before", cell_int((int64_t)c->before.polled.n), 0);
    table_fact(c->t, "panel", NULL, cell_bool(c->panel), 0);
    table_fact(c->t, "opens", NULL,
               cell_text(survey_word(r, &c->survey, "show", "--wave WAVE --rows")), 0);
    c->refused = table_more(c->t, "refused", refused_columns, 2);
    c->refused->title = STR("What is no trend");
    c->refused->empty = STR("Every question was asked alike in both.");
    s = put_all(c, e);
    if (s) return s;
    say(c, judge(c));
    *ret = c->t;
    return OK;
}

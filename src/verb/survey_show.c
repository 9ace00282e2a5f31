/* survey_show.c - verb: what did a wave say, and how sure is each share? */
#include "base/limits.h"
#include "listen/survey.h"
#include "verb/survey_verb.h"

#include <math.h>
#include <string.h>

enum {
    C_GROUP,
    C_QUESTION,
    C_OPTION,
    C_N,
    C_PICKED,
    C_SHARE,
    C_LO,
    C_HI,
    C_MEAN,
    C_SE,
    C_DEFF,
    C_TOTAL,
    C_TOTAL_SE,
    C_ANSWERED
};

static const struct column columns[] = {
    {"group", "of", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"question", "question", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"option", "answer", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"n", "n", NULL, CELL_INT, 0, false},
    {"picked", "picked", NULL, CELL_INT, 0, false},
    {"share", "share", NULL, CELL_REAL, 3, COLUMN_GOES},
    {"lo", "from", NULL, CELL_REAL, 3, false},
    {"hi", "to", NULL, CELL_REAL, 3, false},
    {"mean", "mean", NULL, CELL_REAL, 3, COLUMN_GOES},
    {"se", "se", NULL, CELL_REAL, 4, COLUMN_GOES},
    {"deff", "deff", NULL, CELL_REAL, 2, COLUMN_GOES},
    {"total", NULL, NULL, CELL_REAL, 1, COLUMN_GOES},
    {"total_se", NULL, NULL, CELL_REAL, 1, COLUMN_GOES},
    {"answered", NULL, NULL, CELL_INT, 0, COLUMN_GOES},
    {"kind", NULL, NULL, CELL_TEXT, 0, COLUMN_GOES},
    {"wording", NULL, NULL, CELL_TEXT, 0, COLUMN_GOES},
    {"mean_lo", NULL, NULL, CELL_REAL, 3, COLUMN_GOES},
    {"mean_hi", NULL, NULL, CELL_REAL, 3, COLUMN_GOES},
    {"total_lo", NULL, NULL, CELL_REAL, 1, COLUMN_GOES},
    {"total_hi", NULL, NULL, CELL_REAL, 1, COLUMN_GOES},
};
enum { COLUMN_COUNT = sizeof columns / sizeof *columns };

static const struct column row_columns[] = {
    {"respondent", "respondent", NULL, CELL_TEXT, 0, false},
    {"question", "question", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"option", "answer to", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"answer", "answer", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"weight", "weight", NULL, CELL_REAL, 3, COLUMN_GOES},
    {"source", "source", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"place", "line", NULL, CELL_TEXT, 0, false},
};

struct showing {
    struct request *r;
    struct survey_at survey;
    struct weighed w;
    struct roles roles;
    struct table *t;
    bool among_answered;
    struct options_said groups; /* --by */
};

/* ---- one option ---- */

static void put_share(const struct showing *v, struct cell *row, const double *y)
{
    struct share x = weigh_share(v->r, &v->w, y);
    struct figure f = share_interval(&x);
    size_t picked = 0;
    for (size_t i = 0; i < v->w.polled.n; i++)
        picked += y[i] == 1.0;
    row[C_N] = cell_int((int64_t)x.n);
    row[C_PICKED] = cell_int((int64_t)picked);
    row[C_SHARE] = cell_real(f.value);
    row[C_LO] = cell_real(f.lo);
    row[C_HI] = cell_real(f.hi);
    row[C_DEFF] = cell_real(x.deff);
}

/* The mean of numbers, with the standard error of the design, weights alone if no more is said. */
static enum status put_mean(const struct showing *v, struct cell *row, const double *y,
                            struct err *e)
{
    struct sample s = v->w.sample;
    struct design alone = {.n = v->w.polled.n, .weight = v->w.weight};
    size_t at = 0;
    enum status status = OK;
    if (!v->w.is_sample) status = sample_open(&alone, v->r->a, &s, &at, e);
    if (status) return status;
    struct estimate m = sample_mean(&s, y, v->r->a);
    struct estimate total = sample_total(&s, y, v->r->a);
    double fpc = v->w.is_sample ? 1.0 : share_fpc((double)m.n, v->w.population);
    row[C_N] = cell_int((int64_t)m.n);
    row[C_MEAN] = cell_real(m.value);
    struct figure mean = share_by_error(m.value, m.se * fpc).by;
    figure_bounds(row + C_LO, mean);
    row[C_SE] = cell_real(m.se * fpc);
    row[C_DEFF] = cell_real(m.deff);
    row[C_TOTAL] = cell_real(total.value);
    row[C_TOTAL_SE] = cell_real(total.se);
    figure_bounds(row + C_ANSWERED + 3, mean);
    figure_bounds(row + C_ANSWERED + 5, share_by_error(total.value, total.se).by);
    return OK;
}

/* y of those in a group alone; the others were not asked in it. */
static const double *within(const struct showing *v, const double *y, const double *group)
{
    if (!group) return y;
    double *part = arena_new(v->r->a, double, v->w.polled.n);
    for (size_t i = 0; i < v->w.polled.n; i++)
        part[i] = group[i] == 1.0 ? y[i] : NAN;
    return part;
}

static void only_answered(const struct showing *v, const struct answers_said *said,
                          struct options_said *o)
{
    size_t n = v->w.polled.n;
    bool *answered = arena_new(v->r->a, bool, n);
    for (size_t i = 0; i < said->count; i++)
        answered[said->one[i].who] = true;
    for (size_t k = 0; k < o->count; k++) {
        for (size_t i = 0; i < n; i++)
            o->one[k].y[i] = answered[i] ? o->one[k].y[i] : NAN;
    }
}

static enum status put_option(const struct showing *v, const struct asked *q,
                              const struct options_said *o, const struct option_said *x,
                              const struct option_said *group, struct err *e)
{
    struct cell *row = table_row(v->t);
    const double *y = within(v, x->y, group ? group->y : NULL);
    if (group) row[C_GROUP] = cell_text(group->name);
    row[C_QUESTION] = cell_text(q->key);
    row[C_OPTION] = cell_text(x->name.len ? x->name : STR_NONE);
    row[C_ANSWERED] = cell_int((int64_t)o->answered);
    row[C_ANSWERED + 1] = cell_text(str_of(question_kind_name(q->kind)));
    row[C_ANSWERED + 2] = cell_text(q->text.len ? q->text : STR_NONE);
    if (x->is_number) return put_mean(v, row, y, e);
    put_share(v, row, y);
    return OK;
}

/* ---- one question ---- */

/* Open answers have no options; how many gave one is shown. */
static void as_answered(const struct showing *v, const struct asked *q,
                        const struct answers_said *said, struct options_said *o)
{
    o->one = arena_new(v->r->a, struct option_said, 1);
    o->count = 1;
    o->one[0] = (struct option_said){.name = STR("(answered in words)"),
                                     .y = arena_new(v->r->a, double, v->w.polled.n)};
    for (size_t i = 0; i < v->w.polled.n; i++)
        o->one[0].y[i] = polled_asked(&v->w.polled, q, i) ? 0.0 : NAN;
    for (size_t i = 0; i < said->count; i++)
        o->one[0].y[said->one[i].who] = 1.0;
}

/* Brands instead of words, with their tables beside. */
static enum status as_brands(const struct showing *v, const struct asked *q, struct options_said *o,
                             struct err *e)
{
    struct unaided x;
    if (!is_unaided_in(&v->w.polled, &v->roles, q)) {
        table_note(v->t,
                   "'%.*s' was asked behind the aided question: who has read the names cannot "
                   "answer unaided, so no brands are counted.",
                   STR_ARG(utf8_head(q->key, 60)));
        return OK;
    }
    enum status s = unaided_read(v->r, &v->w.polled, &v->roles, q, &x, e);
    if (s) return s;
    *o = x.options;
    return put_unaided(v->r, &v->w, &v->roles, &x, v->t, e);
}

static enum status put_question(const struct showing *v, const struct asked *q, struct err *e)
{
    struct answers_said said;
    struct options_said o;
    struct request *r = v->r;
    enum status s = answers_load(r->st, &v->w.polled, q, r->a, &said, e);
    if (!s) s = options_of(&v->w.polled, &said, r->a, &o, e);
    if (!s && role_of(&v->roles, "unaided", q)) s = as_brands(v, q, &o, e);
    if (s) return s;
    if (role_of(&v->roles, "aided", q)) put_aided(r, &v->w, &v->roles, q, &o, v->t);
    if (!o.count && said.count) as_answered(v, q, &said, &o);
    if (v->among_answered) only_answered(v, &said, &o);
    size_t groups = v->groups.count ? v->groups.count : 1;
    for (size_t g = 0; g < groups && !s; g++) {
        for (size_t k = 0; k < o.count && !s; k++) {
            s = put_option(v, q, &o, &o.one[k], v->groups.count ? &v->groups.one[g] : NULL, e);
        }
    }
    return s;
}

static enum status read_groups(struct showing *v, struct str by, struct err *e)
{
    const struct asked *q = NULL;
    struct answers_said said;
    struct request *r = v->r;
    enum status s = polled_question(&v->w.polled, by, r->a, &q, e);
    if (!s) s = answers_load(r->st, &v->w.polled, q, r->a, &said, e);
    if (!s) s = options_of(&v->w.polled, &said, r->a, &v->groups, e);
    if (s) return s;
    if (v->groups.count && !v->groups.one[0].is_number) return OK;
    return err_set(e, BAD_INPUT, "--by '%.*s' is no question with options",
                   STR_ARG(utf8_head(q->key, 60)));
}

/* ---- rows ---- */

static enum status put_rows(const struct showing *v, const struct asked *q, struct table *t,
                            struct err *e)
{
    struct answers_said said;
    const struct polled *p = &v->w.polled;
    enum status s = answers_load(v->r->st, p, q, v->r->a, &said, e);
    for (size_t i = 0; i < said.count && !s; i++) {
        const struct answer_said *x = &said.one[i];
        struct cell *row = table_row(t);
        row[0] = cell_text(str_printf(v->r->a, "p%lld", (long long)p->person[x->who]));
        row[1] = cell_text(q->key);
        row[2] = cell_text(x->item.len ? x->item : STR_NONE);
        row[3] = cell_text(x->text);
        row[4] = cell_real(v->w.weight ? v->w.weight[x->who] : 1.0);
        row[5] = cell_text(p->source[x->who]);
        row[6] = cell_text(p->line[x->who]);
    }
    return s;
}

/* ---- the answer ---- */

static void lead(const struct showing *v, const struct asked *only)
{
    const struct cell *best = NULL;
    const struct table *t = v->t;
    if (!only || v->groups.count) return;
    for (size_t i = 0; i < t->row_count; i++) {
        const struct cell *row = &t->cells[i * COLUMN_COUNT];
        if (row[C_SHARE].kind != CELL_REAL) continue;
        if (!best || row[C_SHARE].real > best[C_SHARE].real) best = row;
    }
    if (!best || !isfinite(best[C_SHARE].real)) return;
    table_lead(v->t, "Most: %.*s, %.0f %% (95 %%: %.0f to %.0f) of the %lld who were asked%s.",
               STR_ARG(utf8_head(best[C_OPTION].text, 80)), 100 * best[C_SHARE].real,
               100 * best[C_LO].real, 100 * best[C_HI].real, (long long)best[C_N].i,
               v->among_answered ? " and answered" : "");
}

static const struct column *shown_columns(struct request *r, bool one_question)
{
    struct column *c = arena_new(r->a, struct column, COLUMN_COUNT);
    memcpy(c, columns, sizeof columns);
    if (one_question) c[C_QUESTION].title = NULL;
    return c;
}

static enum status read_asked(struct showing *v, const struct asked **ret_only, struct err *e)
{
    struct request *r = v->r;
    size_t wave = 0;
    struct str among = request_value(r, "among");
    v->among_answered = str_is(among, "answered");
    if (among.p && !v->among_answered && !str_is(among, "asked")) {
        return err_set(e, BAD_USAGE, "--among '%.*s', want asked or answered", STR_ARG(among));
    }
    enum status s = survey_load(r->st, r->word[1], r->a, &v->survey, e);
    if (!s) s = roles_load(r->st, v->survey.id, r->a, &v->roles, e);
    if (!s) s = survey_wave_named(&v->survey, request_value(r, "wave"), &wave, e);
    if (!s) s = weigh_wave(r, &v->survey, wave, &v->w, e);
    if (!s && request_has(r, "by")) s = read_groups(v, request_value(r, "by"), e);
    if (!s && request_has(r, "question")) {
        s = polled_question(&v->w.polled, request_value(r, "question"), r->a, ret_only, e);
    }
    return s;
}

enum status survey_show(struct request *r, struct table **ret, struct err *e)
{
    struct showing *v = arena_new(r->a, struct showing, 1);
    const struct asked *only = NULL;
    bool rows = request_has(r, "rows");
    v->r = r;
    enum status s = read_asked(v, &only, e);
    if (s) return s;
    v->t = rows ? table_new(r->a, "survey", row_columns, 7)
                : table_new(r->a, "survey", shown_columns(r, only != NULL), COLUMN_COUNT);
    v->t->title = only ? (only->text.len ? only->text : only->key)
                       : str_printf(r->a, "What %.*s said", STR_ARG(v->survey.name));
    v->t->empty = STR("Nobody was asked anything in this wave.");
    weigh_facts(r, v->t, &v->w);
    for (size_t i = 0; i < v->w.polled.questions && !s; i++) {
        const struct asked *q = &v->w.polled.question[i];
        if (only && q != only) continue;
        s = rows ? put_rows(v, q, v->t, e) : put_question(v, q, e);
    }
    if (!s && only && !rows && !v->groups.count && !v->among_answered) {
        s = survey_course(r, &v->w.polled, &v->roles, only, v->t, e);
    }
    if (s) return s;
    if (!rows) {
        lead(v, only);
        table_fact(
            v->t, "opens", NULL,
            cell_text(survey_word(
                r, &v->survey, "show",
                only ? str_c(r->a, str_printf(r->a, "--wave %.*s --question %.*s --rows",
                                              STR_ARG(shell_word(r->a, v->w.polled.wave->name)),
                                              STR_ARG(shell_word(r->a, only->key))))
                     : "--rows")),
            0);
        table_note(v->t, "n: asked, who answered the question or came further; whom the form led "
                         "around it counts as asked. The answers behind it: --rows.");
    }
    *ret = v->t;
    return OK;
}

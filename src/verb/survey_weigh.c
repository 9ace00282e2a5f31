/* survey_weigh.c - verb: how much does each respondent of a wave count? */
#include "base/map.h"
#include "verb/sheet.h"
#include "verb/survey_verb.h"

#include <math.h>

enum { MARGINS_MAX = 16 };

/* Which option each respondent picked: [n] numbers, options->count where none. */
static enum status classes_of(struct request *r, const struct polled *p, struct str word,
                              struct options_said *o, uint32_t **ret, struct err *e)
{
    const struct asked *q = NULL;
    struct answers_said said;
    enum status s = polled_question(p, word, r->a, &q, e);
    if (!s) s = answers_load(r->st, p, q, r->a, &said, e);
    if (!s) s = options_of(p, &said, r->a, o, e);
    if (s) return s;
    if (!o->count || o->one[0].is_number) {
        return err_set(e, BAD_INPUT, "'%.*s' is no question of one choice",
                       STR_ARG(utf8_head(q->key, 60)));
    }
    uint32_t *class = arena_new(r->a, uint32_t, p->n);
    for (size_t i = 0; i < p->n; i++) {
        class[i] = (uint32_t)o->count;
        for (size_t k = 0; k < o->count; k++) {
            if (o->one[k].y[i] == 1.0) class[i] = (uint32_t)k;
        }
    }
    *ret = class;
    return OK;
}

/* ---- raking ---- */

struct margins {
    const char *path;
    struct sheet sheet;
    struct margin one[MARGINS_MAX];
    struct options_said options[MARGINS_MAX];
    struct str question[MARGINS_MAX];
    size_t count;
};

static double weight_at(const struct polled *p, size_t i)
{
    return p->weight ? p->weight[i] : 1.0;
}

/* Who did not answer keeps their part; the margin is for the others. */
static enum status add_margin(struct request *r, const struct polled *p, struct margins *m,
                              const struct sheet_row *first, struct err *e)
{
    struct str question = first->cell[0];
    uint32_t *class = NULL;
    struct options_said *o = &m->options[m->count];
    enum status s = classes_of(r, p, question, o, &class, e);
    if (s) return err_in(e, s, "%s:%llu", m->path, (unsigned long long)first->line);
    double *share = arena_new(r->a, double, o->count + 1);
    double sum = 0;
    for (size_t i = 0; i < m->sheet.rows; i++) {
        const struct sheet_row *row = &m->sheet.row[i];
        double x = NAN;
        if (!str_eq(row->cell[0], question)) continue;
        const struct option_said *found = option_named(o, row->cell[1], r->a);
        if (!found) {
            return err_set(e, BAD_INPUT, "%s:%llu: nobody answered '%.*s' to '%.*s'", m->path,
                           (unsigned long long)row->line, STR_ARG(utf8_head(row->cell[1], 60)),
                           STR_ARG(utf8_head(question, 60)));
        }
        s = sheet_number(m->path, row, "share", row->cell[2], &x, e);
        if (s) return s;
        if (!(x > 0 && x <= 1)) {
            return err_set(e, BAD_INPUT, "%s:%llu: share '%.*s', want more than 0 and at most 1",
                           m->path, (unsigned long long)row->line, STR_ARG(row->cell[2]));
        }
        share[found - o->one] = x;
        sum += x;
    }
    if (fabs(sum - 1) > 0.005) {
        return err_set(e, BAD_INPUT, "%s: the shares of '%.*s' sum to %.4g, want 1", m->path,
                       STR_ARG(utf8_head(question, 60)), sum);
    }
    double all = 0;
    double silent = 0;
    for (size_t i = 0; i < p->n; i++) {
        all += weight_at(p, i);
        if (class[i] == o->count) silent += weight_at(p, i);
    }
    for (size_t k = 0; k < o->count; k++)
        share[k] *= (1 - silent / all) / sum;
    share[o->count] = silent / all;
    m->one[m->count] = (struct margin){class, share, o->count + (silent > 0)};
    m->question[m->count++] = question;
    return OK;
}

static bool has_margin(const struct margins *m, struct str question)
{
    for (size_t i = 0; i < m->count; i++) {
        if (str_eq(m->question[i], question)) return true;
    }
    return false;
}

static enum status rake_wave(struct request *r, const char *path, struct weighed *w, struct err *e)
{
    static const char *const columns[] = {"question", "answer", "share", NULL};
    struct margins *m = arena_new(r->a, struct margins, 1);
    m->path = path;
    enum status s = sheet_read(r, path, columns, 3, &m->sheet, e);
    for (size_t i = 0; i < m->sheet.rows && !s; i++) {
        if (has_margin(m, m->sheet.row[i].cell[0])) continue;
        if (m->count == MARGINS_MAX) {
            return err_set(e, TOO_MUCH, "%s: margins of more than %d questions", path, MARGINS_MAX);
        }
        s = add_margin(r, &w->polled, m, &m->sheet.row[i], e);
    }
    if (s) return s;
    struct to_rake of = {w->polled.n, w->polled.weight, m->one, m->count};
    s = rake(&of, RAKE_OPTIONS, r->a, &w->raked, e);
    w->weight = w->raked.weight;
    if (s == BAD_INPUT) {
        const struct options_said *o = &m->options[w->raked.margin];
        struct str name =
            w->raked.class < o->count ? o->one[w->raked.class].name : STR("(no answer)");
        return err_set(e, BAD_INPUT,
                       "%s: of '%.*s', '%.*s' has respondents and no share; give each answer one",
                       path, STR_ARG(utf8_head(m->question[w->raked.margin], 60)),
                       STR_ARG(utf8_head(name, 60)));
    }
    return s == NOT_CONVERGED ? err_in(e, BAD_INPUT, "%s: the margins contradict each other", path)
                              : s;
}

/* ---- strata and clusters ---- */

/* Number of each respondent's answer among the different ones, as text. */
static enum status units_of(struct request *r, const struct polled *p, struct str word,
                            uint32_t **ret_unit, double **ret_number, struct err *e)
{
    const struct asked *q = NULL;
    struct answers_said said;
    enum status s = polled_question(p, word, r->a, &q, e);
    if (!s) s = answers_load(r->st, p, q, r->a, &said, e);
    if (s) return s;
    struct map index = map_new(r->a);
    uint32_t *unit = arena_new(r->a, uint32_t, p->n);
    double *number = arena_new(r->a, double, p->n);
    bool *has = arena_new(r->a, bool, p->n);
    for (size_t i = 0; i < said.count; i++) {
        const struct answer_said *x = &said.one[i];
        unit[x->who] = (uint32_t)*map_put(&index, x->text, (int64_t)index.count, NULL);
        has[x->who] = str_to_double(str_trim(x->text), &number[x->who]) || !ret_number;
    }
    for (size_t i = 0; i < p->n; i++) {
        if (has[i]) continue;
        return err_set(e, BAD_INPUT, "%.*s:%.*s: no %s in '%.*s', which is asked for the design",
                       STR_ARG(p->source[i]), STR_ARG(p->line[i]), ret_number ? "number" : "answer",
                       STR_ARG(utf8_head(q->key, 60)));
    }
    if (ret_unit) *ret_unit = unit;
    if (ret_number) *ret_number = number;
    return OK;
}

/* "A,B": at most two. */
static size_t parts_of(struct str text, struct str ret[2])
{
    size_t n = 0;
    struct str part;
    while (n < 2 && str_cut(&text, ',', &part))
        ret[n++] = str_trim(part);
    return n;
}

static enum status design_wave(struct request *r, struct weighed *w, struct err *e)
{
    struct str population = request_value(r, "population");
    struct str stratum = request_value(r, "stratum");
    struct str word[2];
    uint32_t *unit = NULL;
    double *of = NULL;
    enum status s = OK;
    w->design = (struct design){.n = w->polled.n, .weight = w->weight};
    if (stratum.p) {
        s = units_of(r, &w->polled, stratum, &unit, NULL, e);
        w->design.stratum = unit;
    }
    size_t clusters = parts_of(request_value(r, "cluster"), word);
    for (size_t i = 0; i < clusters && !s; i++) {
        s = units_of(r, &w->polled, word[i], &unit, NULL, e);
        w->design.stage[i].unit = unit;
    }
    bool counted = str_to_double(population, &w->population);
    size_t sizes = counted ? 0 : parts_of(population, word);
    for (size_t i = 0; i < sizes && !s; i++) {
        s = units_of(r, &w->polled, word[i], NULL, &of, e);
        w->design.stage[i].of = of;
    }
    w->is_sample = stratum.p || clusters || sizes;
    if (s || !w->is_sample) return s;
    size_t row = 0;
    s = sample_open(&w->design, r->a, &w->sample, &row, e);
    return s ? err_in(e, s, "%.*s:%.*s", STR_ARG(w->polled.source[row]),
                      STR_ARG(w->polled.line[row]))
             : OK;
}

enum status weigh_wave(struct request *r, const struct survey_at *s, size_t wave,
                       struct weighed *ret, struct err *e)
{
    const char *margins = request_path(r, "rake");
    *ret = (struct weighed){0};
    enum status status = polled_load(r->st, s, wave, r->a, &ret->polled, e);
    if (status) return status;
    ret->weight = ret->polled.weight;
    if (margins) status = rake_wave(r, margins, ret, e);
    if (!status) status = design_wave(r, ret, e);
    if (status || ret->population <= 0 || ret->population >= (double)ret->polled.n) return status;
    return err_set(e, BAD_USAGE, "--population %g is less than the %zu respondents of wave '%.*s'",
                   ret->population, ret->polled.n, STR_ARG(s->wave[wave].name));
}

struct share weigh_share(struct request *r, const struct weighed *w, const double *y)
{
    struct share x = share_of(y, w->weight, w->polled.n, w->population);
    if (!w->is_sample) return x;
    struct estimate m = sample_mean(&w->sample, y, r->a);
    if (isfinite(m.deff)) x.deff = m.deff;
    x.population = 0; /* the standard error knows it */
    return x;
}

struct str survey_word(struct request *r, const struct survey_at *s, const char *action,
                       const char *rest)
{
    return request_next(r, "survey %s %.*s%s%s", action, STR_ARG(shell_word(r->a, s->name)),
                        *rest ? " " : "", rest);
}

void figure_put(struct cell *row, struct figure f)
{
    row[0] = cell_real(f.value);
    figure_bounds(row + 1, f);
}

void figure_bounds(struct cell *row, struct figure f)
{
    row[0] = cell_real(f.lo);
    row[1] = cell_real(f.hi);
}

void survey_opens(struct request *r, const struct survey_at *s, struct str wave, struct table *t)
{
    struct str rest = str_printf(r->a, "--wave %.*s --rows", STR_ARG(shell_word(r->a, wave)));
    table_fact(t, "opens", NULL, cell_text(survey_word(r, s, "show", str_c(r->a, rest))), 0);
}

void weigh_facts(struct request *r, struct table *t, const struct weighed *w)
{
    const struct polled *p = &w->polled;
    const char *how = w->raked.weight ? "raked" : p->weight ? "as given" : "alike";
    table_fact(t, "survey", "survey", cell_text(p->survey->name), 0);
    table_fact(t, "wave", "wave", cell_text(p->wave->name), 0);
    table_fact(t, "as_of", "as of", cell_time(p->wave->last_s), 0);
    table_fact(t, "level", "level", cell_real(SHARE_LEVEL), 2);
    table_fact(t, "model", NULL, cell_text(STR(SURVEY_MODEL)), 0);
    table_fact(t, "n", "respondents", cell_int((int64_t)p->n), 0);
    table_fact(t, "weights", "weights", cell_text(str_of(how)), 0);
    table_fact(t, "deff", "deff", cell_real(deff_kish(w->weight, p->n)), 2);
    if (w->population > 0) {
        table_fact(t, "population", "of", cell_int((int64_t)w->population), 0);
    }
    if (w->raked.trimmed) {
        table_note(t,
                   "%zu weights were trimmed to 0.3 to 3; the margins are missed by up to %.1f "
                   "points.",
                   w->raked.trimmed, 100 * w->raked.miss_trimmed);
    }
    (void)r;
}

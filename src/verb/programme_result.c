/* programme_result.c - verb: did a programme work, how sure are we, and what did it cost? */
#include "base/time.h"
#include "find/people.h"
#include "measure/outcome.h"
#include "measure/share.h"
#include "store/query.h"
#include "verb/programme.h"

#include <math.h>
#include <stdlib.h>

enum { ROWS_SHOWN = 50 };

struct judged {
    struct programme_asked *p;
    struct market market;
    struct strategy strategy;
    struct outcomes outcomes;
    struct outcome_results results;
};

static enum status load(struct judged *j, struct err *e)
{
    struct programme_asked *p = j->p;
    struct request *r = p->r;
    enum status s = market_load(r->st, p->programme.market, r->a, &j->market, e);
    if (!s) s = strategy_load(r->st, j->market.id, &j->strategy, e);
    if (s) return s;
    struct outcomes_asked asked = {.programme = p->programme.id,
                                   .now_s = p->now_s,
                                   .market = &j->market,
                                   .entries = &p->entries,
                                   .members = &p->members,
                                   .progress = r->progress};
    return outcomes_load(r->st, &asked, r->a, &j->outcomes, e);
}

static struct str aim_word(enum aim aim)
{
    return aim < AIM_COUNT ? str_of(aim_words[aim]) : STR("none");
}

/* ---- one row a figure ---- */

enum {
    C_OBJECTIVE,
    C_OUTCOME,
    C_CATEGORY,
    C_EFFECT,
    C_LO,
    C_HI,
    C_N,
    C_GRADE,
    C_LEVEL,
    C_UNIT,
    C_TREATED,
    C_CONTROLS,
    C_P,
    C_P_HOLM,
    C_LEAST,
    C_AGAINST,
    C_MONTHS,
    C_FROM,
    C_UNTIL,
    C_SAID,
    C_OPEN
};

static const struct column columns[] = {
    [C_OBJECTIVE] = {"objective", "objective", NULL, CELL_TEXT, 0, false},
    [C_OUTCOME] = {"outcome", "outcome", NULL, CELL_TEXT, 0, COLUMN_CUT},
    [C_CATEGORY] = {"category", "category", NULL, CELL_TEXT, 0, COLUMN_CUT},
    [C_EFFECT] = {"effect", "effect", "a person and month", CELL_REAL, 2, false},
    [C_LO] = {"effect_lo", "from", NULL, CELL_REAL, 2, false},
    [C_HI] = {"effect_hi", "to", NULL, CELL_REAL, 2, false},
    [C_N] = {"n", "n", NULL, CELL_INT, 0, false},
    [C_GRADE] = {"grade", "grade", NULL, CELL_TEXT, 0, false},
    [C_LEVEL] = {"level", NULL, NULL, CELL_REAL, 2, false},
    [C_UNIT] = {"unit", NULL, NULL, CELL_TEXT, 0, false},
    [C_TREATED] = {"treated", NULL, NULL, CELL_INT, 0, false},
    [C_CONTROLS] = {"controls", NULL, NULL, CELL_INT, 0, false},
    [C_P] = {"p", NULL, NULL, CELL_REAL, 4, false},
    [C_P_HOLM] = {"p_holm", NULL, NULL, CELL_REAL, 4, false},
    [C_LEAST] = {"least_seen", NULL, NULL, CELL_REAL, 2, false},
    [C_AGAINST] = {"compared_with", NULL, NULL, CELL_TEXT, 0, false},
    [C_MONTHS] = {"engaged_months", NULL, NULL, CELL_INT, 0, false},
    [C_FROM] = {"from", NULL, NULL, CELL_TIME, 0, false},
    [C_UNTIL] = {"until", NULL, NULL, CELL_TIME, 0, false},
    [C_SAID] = {"said", NULL, NULL, CELL_TEXT, 0, false},
    [C_OPEN] = {"open", NULL, NULL, CELL_TEXT, 0, false},
};

static struct str open_words(const struct judged *j, struct str kind)
{
    struct arena *a = j->p->r->a;
    struct str name = shell_word(a, j->p->programme.name);
    struct str word = shell_word(a, kind);
    return request_next(j->p->r, "programme result %.*s --rows %.*s", STR_ARG(name), STR_ARG(word));
}

static void put_figure(const struct judged *j, const struct outcome_result *x, double holm,
                       struct table *t)
{
    const struct effect *f = &x->finding.effect;
    struct cell *row = table_row(t);
    row[C_OBJECTIVE] = cell_text(aim_word(x->aim));
    row[C_OUTCOME] = cell_text(x->kind);
    row[C_CATEGORY] = cell_text(x->category);
    row[C_N] = cell_int((int64_t)f->n);
    row[C_GRADE] = cell_text(str_of(grade_names[x->grade]));
    row[C_LEVEL] = cell_real(EFFECT_LEVEL);
    row[C_UNIT] = cell_text(str_of(x->finding.unit));
    row[C_TREATED] = cell_int((int64_t)x->treated);
    row[C_CONTROLS] = cell_int((int64_t)x->controls);
    row[C_LEAST] = cell_real(f->least);
    row[C_AGAINST] = cell_text(x->against);
    row[C_FROM] = cell_time(x->from_s);
    row[C_UNTIL] = cell_time(x->until_s);
    row[C_SAID] = cell_text(x->said);
    row[C_OPEN] = cell_text(open_words(j, x->kind));
    if (x->grade == GRADE_D) return; /* nothing can be attributed: no figure */
    row[C_EFFECT] = cell_real(f->value);
    row[C_LO] = cell_real(f->lo);
    row[C_HI] = cell_real(f->hi);
    row[C_P] = cell_real(f->p);
    row[C_P_HOLM] = cell_real(holm);
    row[C_MONTHS] = cell_int((int64_t)x->engaged_months);
}

/* An objective nothing was counted for is answered as plainly. */
static void put_empty(const struct judged *j, enum aim aim, struct table *t)
{
    struct cell *row = table_row(t);
    struct arena *a = j->p->r->a;
    row[C_OBJECTIVE] = cell_text(aim_word(aim));
    row[C_N] = cell_int(0);
    row[C_GRADE] = cell_text(str_of(grade_names[GRADE_D]));
    row[C_LEVEL] = cell_real(EFFECT_LEVEL);
    row[C_AGAINST] = cell_text(STR("nobody"));
    row[C_SAID] =
        cell_text(str_printf(a,
                             "Nothing can be attributed: nothing was counted for %s; a table "
                             "with columns outcome, person, at, amount and objective would tell.",
                             aim_words[aim]));
    row[C_OPEN] = cell_text(open_words(j, aim_word(aim)));
}

/* ---- what it cost ---- */

static const struct column cost_columns[] = {
    {"outcome", "outcome", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"category", "category", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"spent", "spent", NULL, CELL_REAL, 0, false},
    {"currency", "of", NULL, CELL_TEXT, 0, false},
    {"a_unit", "each", NULL, CELL_REAL, 2, false},
    {"a_unit_lo", "from", NULL, CELL_REAL, 2, false},
    {"a_unit_hi", "to", NULL, CELL_REAL, 2, false},
    {"n", "n", NULL, CELL_INT, 0, false},
    {"grade", "grade", NULL, CELL_TEXT, 0, false},
    {"level", NULL, NULL, CELL_REAL, 2, false},
    {"total", NULL, NULL, CELL_REAL, 2, false},
    {"total_lo", NULL, NULL, CELL_REAL, 2, false},
    {"total_hi", NULL, NULL, CELL_REAL, 2, false},
    {"said", NULL, NULL, CELL_TEXT, 0, false},
    {"open", NULL, NULL, CELL_TEXT, 0, false},
};

static struct str category_of(const struct judged *j, int64_t node)
{
    for (size_t u = 0; u < j->outcomes.unit_count; u++) {
        if (j->outcomes.unit[u].node == node) return j->outcomes.unit[u].category;
    }
    return STR("none");
}

/* Spent on this category or on one of it; what was spent on nobody in particular counts in each, as
 * a whole, for nothing says how it parts. */
static double spent_on(const struct judged *j, struct str category, struct str currency)
{
    double sum = 0;
    for (size_t i = 0; i < j->p->entries.count; i++) {
        const struct entry *x = &j->p->entries.one[i];
        if (!str_is(x->kind, "cost") || !str_eq(x->word, currency)) continue;
        if (x->at_s > j->outcomes.as_of_s) continue;
        struct str of = x->text.p ? x->text : x->node ? category_of(j, x->node) : category;
        if (str_eq(of, category)) sum += x->amount;
    }
    return sum;
}

static void put_cost(const struct judged *j, const struct outcome_result *x, struct str currency,
                     struct table *t)
{
    struct arena *a = j->p->r->a;
    const struct effect *f = &x->finding.effect;
    double spent = spent_on(j, x->category, currency);
    double months = x->engaged_months;
    if (!(spent > 0) || x->grade == GRADE_D) return;
    struct cost_per c = cost_of_total(spent, f->value * months, f->lo * months, f->hi * months);
    struct str thing = str_printf(a, "unit of %.*s", STR_ARG(x->unit));
    struct cell *row = table_row(t);
    row[0] = cell_text(x->kind);
    row[1] = cell_text(x->category);
    row[2] = cell_real(spent);
    row[3] = cell_text(currency);
    row[4] = cell_real(c.value);
    row[5] = cell_real(c.lo);
    row[6] = cell_real(c.hi);
    row[7] = cell_int((int64_t)f->n);
    row[8] = cell_text(str_of(grade_names[x->grade]));
    row[9] = cell_real(EFFECT_LEVEL);
    row[10] = cell_real(f->value * months);
    row[11] = cell_real(f->lo * months);
    row[12] = cell_real(f->hi * months);
    row[13] = cell_text(cost_sentence(&c, str_c(a, currency), str_c(a, thing), a));
    row[14] = cell_text(
        request_next(j->p->r, "programme show %.*s", STR_ARG(shell_word(a, j->p->programme.name))));
}

static bool currency_before(const struct judged *j, size_t at)
{
    for (size_t k = 0; k < at; k++) {
        const struct entry *y = &j->p->entries.one[k];
        if (str_is(y->kind, "cost") && str_eq(y->word, j->p->entries.one[at].word)) return true;
    }
    return false;
}

static bool common_cost(const struct judged *j)
{
    for (size_t i = 0; i < j->p->entries.count; i++) {
        const struct entry *x = &j->p->entries.one[i];
        if (str_is(x->kind, "cost") && !x->text.p && !x->node) return true;
    }
    return false;
}

static void put_costs(const struct judged *j, const struct outcome_result *const *shown,
                      size_t count, struct table *t)
{
    struct table *list =
        table_more(t, "costs", cost_columns, sizeof cost_columns / sizeof *cost_columns);
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < j->p->entries.count; k++) {
            const struct entry *x = &j->p->entries.one[k];
            if (str_is(x->kind, "cost") && !currency_before(j, k)) {
                put_cost(j, shown[i], x->word, list);
            }
        }
    }
    if (!list->row_count) return;
    list->title = STR("What one more of each cost; kinds, categories and currencies are not added");
    if (common_cost(j)) {
        table_note(t, "What was spent on no category and nobody in particular stands in each row "
                      "of costs as a whole: nothing says how it parts.");
    }
    for (size_t i = 0; i < list->row_count && j->p->r->form == FORM_TEXT; i++) {
        const struct cell *row = &list->cells[i * list->column_count];
        if (isfinite(row[6].real)) continue; /* the table says it all */
        table_note(t, "%.*s, %.*s: %.*s.", STR_ARG(row[0].text), STR_ARG(row[1].text),
                   STR_ARG(row[13].text));
    }
}

/* ---- which, in which order ---- */

/* The strategy's order first; what serves none of it behind, where it is asked for. */
static size_t place_of(const struct strategy *s, enum aim aim)
{
    for (size_t i = 0; i < s->count; i++) {
        if (s->aim[i] == aim) return i;
    }
    return s->count + (size_t)aim;
}

static const struct outcome_result **choose(const struct judged *j, bool all, size_t *ret_count)
{
    const struct outcome_result **list =
        arena_new(j->p->r->a, const struct outcome_result *, j->results.count + 1);
    *ret_count = 0;
    for (size_t place = 0; place <= j->strategy.count + AIM_COUNT; place++) {
        for (size_t i = 0; i < j->results.count; i++) {
            const struct outcome_result *x = &j->results.one[i];
            if (place_of(&j->strategy, x->aim) != place) continue;
            if (place < j->strategy.count || all) list[(*ret_count)++] = x;
        }
    }
    return list;
}

static void put_said(struct table *t)
{
    for (size_t i = 0; i < t->row_count; i++) {
        const struct cell *row = &t->cells[i * t->column_count];
        if (row[C_OUTCOME].kind == CELL_NONE) {
            table_note(t, "%.*s", STR_ARG(row[C_SAID].text));
            continue;
        }
        bool compared = row[C_EFFECT].kind == CELL_REAL;
        table_note(t, "%.*s, %.*s: %.*s%s%.*s%s", STR_ARG(row[C_OUTCOME].text),
                   STR_ARG(row[C_CATEGORY].text), STR_ARG(row[C_SAID].text),
                   compared ? " Compared with: " : "",
                   STR_ARG(compared ? row[C_AGAINST].text : STR("")), compared ? "." : "");
    }
}

static void put_lead(const struct judged *j, const struct outcome_result *const *shown,
                     const double *holm, size_t count, struct table *t)
{
    size_t seen = 0;
    size_t judged = 0;
    for (size_t i = 0; i < count; i++) {
        judged += shown[i]->grade != GRADE_D;
        seen += shown[i]->grade < GRADE_C && holm[i] < 1 - EFFECT_LEVEL;
    }
    table_fact(t, "beyond_chance", NULL, cell_int((int64_t)seen), 0);
    if (!count) return;
    if (!judged) {
        table_lead(t, "Nothing can be attributed to %.*s.", STR_ARG(j->p->programme.name));
    } else if (!seen) {
        table_lead(t,
                   "No figure of grade A or B is beyond chance (%.0f %%, corrected for %zu "
                   "figure%s): nothing can be attributed for sure.",
                   100 * EFFECT_LEVEL, judged, judged == 1 ? "" : "s");
    } else {
        table_lead(t,
                   "%zu of %zu figure%s %s beyond chance (%.0f %%, corrected for so many) and of "
                   "grade A or B.",
                   seen, judged, judged == 1 ? "" : "s", seen == 1 ? "is" : "are",
                   100 * EFFECT_LEVEL);
    }
}

static void put_notes(const struct judged *j, size_t hidden, struct table *t)
{
    struct request *r = j->p->r;
    struct str name = shell_word(r->a, j->p->programme.name);
    if (hidden) {
        table_note(t, "%zu more %s none of what the market is after: %.*s", hidden,
                   hidden == 1 ? "figure serves" : "figures serve",
                   STR_ARG(request_next(r, "programme result %.*s --all", STR_ARG(name))));
    }
    if (!j->strategy.count) {
        struct str market = shell_word(r->a, j->market.name);
        table_note(t, "The market has no strategy, so all figures stand here in no order: %.*s",
                   STR_ARG(request_next(r, "market strategy %.*s reach,loyalty", STR_ARG(market))));
    }
    if (j->outcomes.unheard.p) {
        table_note(t, "Nothing of buyers is counted: %.*s.", STR_ARG(j->outcomes.unheard));
    }
    if (!j->results.count) return;
    table_note(t, "The rows behind a figure: %.*s; grades and formulas: docs/methods.md.",
               STR_ARG(request_next(r, "programme result %.*s --rows OUTCOME", STR_ARG(name))));
}

static void result_facts(const struct judged *j, struct table *t)
{
    programme_facts(t, j->p, j->outcomes.as_of_s, STR(EFFECT_MODEL));
    table_fact(t, "level", NULL, cell_real(EFFECT_LEVEL), 2);
}

static enum status figures(struct judged *j, bool all, struct table **ret)
{
    struct request *r = j->p->r;
    struct table *t = table_new(r->a, "programme", columns, sizeof columns / sizeof *columns);
    size_t count = 0;
    outcomes_judge(&j->outcomes, r->seed, r->threads, r->a, &j->results);
    const struct outcome_result **shown = choose(j, all || !j->strategy.count, &count);
    double *p = arena_new(r->a, double, count + 1);
    double *holm = arena_new(r->a, double, count + 1);
    for (size_t i = 0; i < count; i++)
        p[i] = shown[i]->grade == GRADE_D ? NAN : shown[i]->finding.effect.p;
    share_holm(p, count, holm, r->a);
    result_facts(j, t);
    table_fact(t, "strategy", "strategy",
               cell_text(j->strategy.count ? strategy_words(&j->strategy, r->a) : STR_NONE), 0);
    if (count) table_fact(t, "opens", NULL, cell_text(open_words(j, shown[0]->kind)), 0);
    t->title = str_printf(r->a, "What came of %.*s", STR_ARG(j->p->programme.name));
    t->empty =
        str_printf(r->a,
                   "Nothing was counted yet of anybody in it; bring a table with columns outcome, "
                   "person, at, amount: %.*s",
                   STR_ARG(request_next(r, "import FILE")));
    for (size_t place = 0; place <= j->strategy.count + AIM_COUNT; place++) {
        bool any = place >= j->strategy.count;
        for (size_t i = 0; i < count; i++) {
            if (place_of(&j->strategy, shown[i]->aim) != place) continue;
            put_figure(j, shown[i], holm[i], t);
            any = true;
        }
        if (!any) put_empty(j, j->strategy.aim[place], t);
    }
    put_lead(j, shown, holm, count, t);
    if (r->form == FORM_TEXT) put_said(t);
    put_costs(j, shown, count, t);
    put_notes(j, j->results.count - count, t);
    *ret = t;
    return OK;
}

/* ---- the rows behind them ---- */

static const struct column row_columns[] = {
    {"at", "at", "UTC", CELL_TIME, 0, false},
    {"outcome", "outcome", NULL, CELL_TEXT, 0, false},
    {"person", "of", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"by", "by", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"amount", "amount", NULL, CELL_REAL, 2, false},
    {"unit", NULL, NULL, CELL_TEXT, 0, false},
    {"source", "source", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"place", "place", NULL, CELL_TEXT, 0, COLUMN_GOES},
};

/* Where a row of evidence stands. */
static enum status stands(struct request *r, const struct outcome_row *x, struct cell *row,
                          struct err *e)
{
    struct query *q = NULL;
    row[6] = cell_text(x->source);
    row[7] = cell_text(x->place);
    if (x->source.p || !x->evidence) return OK;
    enum status s = query_open(r->st, SQL_evidence_place, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, x->evidence);
    s = query_next(q, e);
    if (!s && !query_is_null(q, 0)) row[6] = cell_text(str_copy(r->a, query_str(q, 0)));
    if (!s && !query_is_null(q, 1)) row[7] = cell_text(str_copy(r->a, query_str(q, 1)));
    query_close(q);
    return s == DONE ? OK : s;
}

static enum status put_outcome(struct request *r, const struct outcome_row *x, struct table *t,
                               struct err *e)
{
    struct str of;
    struct str by = STR_NONE;
    enum status s = node_name(r->st, x->node, r->a, &of, e);
    if (!s && x->from) s = node_name(r->st, x->from, r->a, &by, e);
    if (s) return s;
    struct cell *row = table_row(t);
    row[0] = cell_time(x->at_s);
    row[1] = cell_text(x->kind);
    row[2] = cell_text(of);
    row[3] = cell_text(by);
    row[4] = cell_real(x->amount);
    row[5] = cell_text(x->unit);
    return stands(r, x, row, e);
}

static enum status rows(struct judged *j, struct str what, struct table **ret, struct err *e)
{
    struct request *r = j->p->r;
    size_t n = 0;
    enum status s = OK;
    struct table *t =
        table_new(r->a, "programme", row_columns, sizeof row_columns / sizeof *row_columns);
    result_facts(j, t);
    t->title =
        str_printf(r->a, "Rows of %.*s in %.*s", STR_ARG(what), STR_ARG(j->p->programme.name));
    t->empty = str_printf(r->a, "No row of anybody in the programme is '%.*s'.", STR_ARG(what));
    for (size_t i = 0; i < j->outcomes.count && !s; i++) {
        const struct outcome_row *x = &j->outcomes.row[i];
        if (!str_eq(x->kind, what) && !str_eq(aim_word(x->aim), what)) continue;
        if (n++ < ROWS_SHOWN || r->form != FORM_TEXT) s = put_outcome(r, x, t, e);
    }
    table_fact(t, "n", NULL, cell_int((int64_t)n), 0);
    if (n > t->row_count) {
        table_note(t, "The first %zu of %zu; all of them: --csv or --json.", t->row_count, n);
    }
    *ret = t;
    return s;
}

enum status programme_result(struct programme_asked *p, struct table **ret, struct err *e)
{
    struct judged *j = arena_new(p->r->a, struct judged, 1);
    j->p = p;
    enum status s = load(j, e);
    if (s) return s;
    struct str what = str_lower(p->r->a, str_trim(request_value(p->r, "rows")));
    if (what.len) return rows(j, what, ret, e);
    return figures(j, request_has(p->r, "all"), ret);
}

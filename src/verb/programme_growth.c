/* programme_growth.c - verb: did the list grow, and what it reaches with it? */
#include "base/time.h"
#include "choose/cover.h"
#include "verb/programme.h"
#include "verb/scope.h"

#include <math.h>
#include <stdlib.h>

enum { GROWTH_DRAWS = 100, PERIODS_SHOWN = 400 };
#define GROWTH_LEAST \
    1.0 /* buyers in 100: a list that grew and whose cover grew by less did not gain */

static const struct column columns[] = {
    {"from", "from", "UTC", CELL_TIME, 0, false},
    {"n", "members", NULL, CELL_INT, 0, false},
    {"mean", "mean", "in 100", CELL_REAL, 1, false},
    {"mean_lo", "from", NULL, CELL_REAL, 1, COLUMN_GOES},
    {"mean_hi", "to", NULL, CELL_REAL, 1, COLUMN_GOES},
    {"median", "median", "in 100", CELL_REAL, 1, COLUMN_GOES},
    {"median_lo", NULL, NULL, CELL_REAL, 1, false},
    {"median_hi", NULL, NULL, CELL_REAL, 1, false},
    {"cover", "cover", "in 100", CELL_REAL, 1, false},
    {"cover_lo", "from", NULL, CELL_REAL, 1, false},
    {"cover_hi", "to", NULL, CELL_REAL, 1, false},
    {"gain", "gain", "in 100", CELL_REAL, 1, false},
    {"gain_lo", NULL, NULL, CELL_REAL, 1, false},
    {"gain_hi", NULL, NULL, CELL_REAL, 1, false},
    {"grew", "grew, cover did not", NULL, CELL_BOOL, 0, COLUMN_GOES},
};

struct growth {
    struct programme_asked *p;
    struct scope scope;
    int64_t *node;    /* [count] node ids of all who were ever members, ascending */
    uint32_t *number; /* [count] in the scene; UINT32_MAX: not in it, reaches nobody */
    size_t count;
    struct cover cover;  /* of those in the scene */
    uint32_t *place;     /* [count] candidate of the cover; UINT32_MAX */
    struct cover *drawn; /* [GROWTH_DRAWS] */
};

/* Mean, median and cover of one set. */
struct worth {
    double mean, median, cover;
};

static int by_value(const void *l, const void *r)
{
    double a = *(const double *)l;
    double b = *(const double *)r;
    return (a > b) - (a < b);
}

static double middle(double *x, size_t n)
{
    if (!n) return NAN;
    qsort(x, n, sizeof *x, by_value);
    return n % 2 ? x[n / 2] : (x[n / 2 - 1] + x[n / 2]) / 2;
}

static struct worth worth_of(const struct growth *g, const struct cover *c, const bool *in,
                             struct arena *a)
{
    struct arena_mark scratch = arena_mark(a);
    struct uncovered left = uncovered_all(c, a);
    struct uncovered none = uncovered_all(c, a);
    double *each = arena_new(a, double, g->count + 1);
    size_t n = 0;
    double sum = 0;
    for (size_t i = 0; i < g->count; i++) {
        if (!in[i]) continue;
        each[n] = g->place[i] == UINT32_MAX ? 0 : cover_gain(c, &none, g->place[i]);
        sum += each[n++];
        if (g->place[i] != UINT32_MAX) cover_take(c, &left, g->place[i]);
    }
    struct worth w = {n ? sum / (double)n : NAN, middle(each, n), cover_total(c, &left)};
    arena_reset(a, scratch);
    return w;
}

/* Who was a member on that day: admitted before it, and not refused nor gone by then. */
static void members_at(const struct growth *g, int64_t at_s, bool *in)
{
    for (size_t i = 0; i < g->count; i++) {
        in[i] = false;
        for (size_t k = 0; k < g->p->entries.count; k++) {
            const struct entry *x = &g->p->entries.one[k];
            if (x->node != g->node[i] || x->at_s >= at_s) continue;
            if (str_is(x->kind, "admit")) in[i] = true;
            if (str_is(x->kind, "refuse")) in[i] = false;
            if (str_is(x->kind, "stage")) in[i] = !str_is(x->word, "left");
        }
    }
}

static enum status load(struct growth *g, struct err *e)
{
    struct request *r = g->p->r;
    const struct members *m = &g->p->members;
    enum status s = scope_load(r, g->p->programme.market, &g->scope, e);
    if (!s) s = scope_rank(r, &g->scope, e);
    if (s) return s;
    g->node = arena_new(r->a, int64_t, m->count + 1);
    g->number = arena_new(r->a, uint32_t, m->count + 1);
    g->place = arena_new(r->a, uint32_t, m->count + 1);
    uint32_t *candidate = arena_new(r->a, uint32_t, m->count + 1);
    size_t n = 0;
    for (size_t i = 0; i < m->count; i++) { /* by node, so by number */
        uint32_t number = scope_node(&g->scope, m->one[i].node);
        g->node[g->count] = m->one[i].node;
        g->place[g->count] = number == UINT32_MAX ? UINT32_MAX : (uint32_t)n;
        g->number[g->count++] = number;
        if (number != UINT32_MAX) candidate[n++] = number;
    }
    cover_make(&g->scope.findings, candidate, n, r->a, &g->cover);
    g->drawn = arena_new(r->a, struct cover, GROWTH_DRAWS);
    for (uint32_t d = 0; d < GROWTH_DRAWS; d++)
        cover_draw(&g->cover, r->seed, d, r->a, &g->drawn[d]);
    return OK;
}

static int64_t next_start(int64_t at_s, int months)
{
    struct civil c = time_to_civil(at_s);
    int month = (c.month - 1) / months * months + months; /* from 0 */
    return time_from_civil(
        (struct civil){.year = c.year + month / 12, .month = month % 12 + 1, .day = 1});
}

static int64_t start_of(int64_t at_s, int months)
{
    struct civil c = time_to_civil(at_s);
    return time_from_civil(
        (struct civil){.year = c.year, .month = (c.month - 1) / months * months + 1, .day = 1});
}

static void put_between(double *x, struct cell *lo, struct cell *hi)
{
    qsort(x, GROWTH_DRAWS, sizeof *x, by_value);
    *lo = cell_real(x[GROWTH_DRAWS / 20]);
    *hi = cell_real(x[GROWTH_DRAWS - 1 - GROWTH_DRAWS / 20]);
}

/* *before: the same draws of the period before; the gain is within a draw. */
static void put_draws(const struct growth *g, const bool *in, double *before, bool first,
                      struct cell *row)
{
    struct arena *a = g->p->r->a;
    struct arena_mark scratch = arena_mark(a);
    double *x[4];
    for (int k = 0; k < 4; k++)
        x[k] = arena_new(a, double, GROWTH_DRAWS);
    for (size_t d = 0; d < GROWTH_DRAWS; d++) {
        struct worth w = worth_of(g, &g->drawn[d], in, a);
        x[0][d] = w.mean;
        x[1][d] = w.median;
        x[2][d] = w.cover;
        x[3][d] = w.cover - before[d];
        before[d] = w.cover;
    }
    put_between(x[0], &row[3], &row[4]);
    put_between(x[1], &row[6], &row[7]);
    put_between(x[2], &row[9], &row[10]);
    if (!first) put_between(x[3], &row[12], &row[13]);
    arena_reset(a, scratch);
}

static size_t put_periods(struct growth *g, int months, struct table *t)
{
    struct arena *a = g->p->r->a;
    bool *in = arena_new(a, bool, g->count + 1);
    double *before = arena_new(a, double, GROWTH_DRAWS);
    int64_t first_s = INT64_MAX;
    double cover = 0;
    size_t size = 0;
    size_t warned = 0;
    for (size_t i = 0; i < g->p->entries.count; i++) {
        const struct entry *x = &g->p->entries.one[i];
        if (str_is(x->kind, "admit") && x->at_s < first_s) first_s = x->at_s;
    }
    if (first_s == INT64_MAX) return 0;
    int64_t from_s = start_of(first_s, months);
    for (size_t i = 0; i < PERIODS_SHOWN && from_s <= g->p->now_s; i++) {
        int64_t end_s = next_start(from_s, months);
        size_t n = 0;
        members_at(g, end_s, in);
        for (size_t k = 0; k < g->count; k++)
            n += in[k];
        struct worth w = worth_of(g, &g->cover, in, a);
        struct cell *row = table_row(t);
        row[0] = cell_time(from_s);
        row[1] = cell_int((int64_t)n);
        row[2] = cell_real(w.mean);
        row[5] = cell_real(w.median);
        row[8] = cell_real(w.cover);
        if (i) row[11] = cell_real(w.cover - cover);
        bool idle = i && n > size && w.cover - cover < GROWTH_LEAST;
        row[14] = cell_bool(idle);
        warned += idle;
        if (n) put_draws(g, in, before, !i, row);
        cover = w.cover;
        size = n;
        from_s = end_s;
    }
    return warned;
}

enum status programme_growth(struct programme_asked *p, struct table **ret, struct err *e)
{
    struct growth *g = arena_new(p->r->a, struct growth, 1);
    struct str every = request_has(p->r, "every") ? request_value(p->r, "every") : STR("quarter");
    int months = str_is(every, "month") ? 1 : 3;
    if (months == 3 && !str_is(every, "quarter")) {
        return err_set(e, BAD_USAGE, "--every '%.*s', want month or quarter", STR_ARG(every));
    }
    g->p = p;
    enum status s = load(g, e);
    if (s) return s;
    struct table *t = table_new(p->r->a, "programme", columns, sizeof columns / sizeof *columns);
    t->title = str_printf(p->r->a, "What %.*s reaches, as it grew", STR_ARG(p->programme.name));
    t->empty = STR("Nobody is admitted yet, so nothing has grown.");
    table_fact(t, "programme", NULL, cell_text(p->programme.name), 0);
    scope_facts(t, &g->scope);
    struct str market = shell_word(p->r->a, g->scope.market.name);
    table_fact(t, "opens", NULL, cell_text(request_next(p->r, "find %.*s", STR_ARG(market))), 0);
    size_t warned = put_periods(g, months, t);
    table_fact(t, "warnings", NULL, cell_int((int64_t)warned), 0);
    if (warned) {
        table_lead(t, "The list grew and the cover did not in %zu of %zu %ss.", warned,
                   t->row_count, months == 1 ? "month" : "quarter");
    } else if (t->row_count) {
        table_lead(t, "Where the list grew, its cover grew.");
    }
    table_note(t,
               "Reach is as the market stands now, whoever was a member when; cover is of how many "
               "of 100 buyers rely on at least one of them. A list grew and its cover did not "
               "where it has more members than a %s before and covers less than %.0f buyer in 100 "
               "more.",
               months == 1 ? "month" : "quarter", GROWTH_LEAST);
    scope_notes(t, &g->scope);
    *ret = t;
    return OK;
}

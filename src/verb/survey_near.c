/* survey_near.c - verb: did buyers near those we engage move more than others? */
#include "find/scene.h"
#include "verb/survey_verb.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { C_QUESTION, C_OPTION, C_NEAR, C_FAR, C_MORE, C_LO, C_HI, C_P, C_VERDICT, C_N };

static const struct column columns[] = {
    {"question", "question", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"option", "answer", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"near_change", "near", NULL, CELL_REAL, 3, false},
    {"far_change", "others", NULL, CELL_REAL, 3, false},
    {"difference", "more", NULL, CELL_REAL, 3, false},
    {"lo", "from", NULL, CELL_REAL, 3, false},
    {"hi", "to", NULL, CELL_REAL, 3, false},
    {"p_holm", "p", NULL, CELL_REAL, 4, COLUMN_GOES},
    {"verdict", "verdict", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"n", NULL, NULL, CELL_INT, 0, COLUMN_GOES},
    {"n_near_before", NULL, NULL, CELL_INT, 0, COLUMN_GOES},
    {"n_near_now", NULL, NULL, CELL_INT, 0, COLUMN_GOES},
    {"n_far_before", NULL, NULL, CELL_INT, 0, COLUMN_GOES},
    {"n_far_now", NULL, NULL, CELL_INT, 0, COLUMN_GOES},
    {"near_change_lo", NULL, NULL, CELL_REAL, 3, COLUMN_GOES},
    {"near_change_hi", NULL, NULL, CELL_REAL, 3, COLUMN_GOES},
    {"far_change_lo", NULL, NULL, CELL_REAL, 3, COLUMN_GOES},
    {"far_change_hi", NULL, NULL, CELL_REAL, 3, COLUMN_GOES},
};
enum { COLUMN_COUNT = sizeof columns / sizeof *columns };

enum { NEAR_LEAST = 8 }; /* respondents of each side and wave, below which nothing is said */

struct nearby {
    struct request *r;
    struct market market;
    struct scene scene;
    struct pair_of_waves w;
    bool *near[2];               /* [n] of each wave */
    size_t engaged, count[2][2]; /* wave, near */
    double *p;
    size_t rows;
    struct table *t;
};

/* ---- who is near ---- */

static int by_id(const void *l, const void *r)
{
    int64_t x = *(const int64_t *)l;
    int64_t y = *(const int64_t *)r;
    return (x > y) - (x < y);
}

static uint32_t node_at(const struct scene *sc, int64_t id)
{
    const int64_t *at =
        sc->node_count ? bsearch(&id, sc->node_id, sc->node_count, sizeof id, by_id) : NULL;
    return at ? (uint32_t)(at - sc->node_id) : UINT32_MAX;
}

static enum status read_engaged(struct nearby *v, bool *engaged, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(v->r->st, SQL_survey_engaged, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, v->market.id);
    while ((s = query_next(q, e)) == OK) {
        uint32_t at = node_at(&v->scene, query_i64(q, 0));
        v->engaged++;
        if (at != UINT32_MAX) engaged[at] = true;
    }
    query_close(q);
    if (s != DONE) return s;
    if (v->engaged) return OK;
    return err_set(e, BAD_INPUT,
                   "nobody is engaged in '%.*s' yet: pick or pin people with kith decide, or admit "
                   "them to a programme",
                   STR_ARG(v->market.name));
}

/* Near is who heeded an engaged person in the market's evidence, up to the later wave. */
static enum status read_near(struct nearby *v, struct err *e)
{
    struct arena *a = v->r->a;
    bool *engaged = arena_new(a, bool, v->scene.node_count);
    bool *heeds = arena_new(a, bool, v->scene.node_count);
    enum status s = read_engaged(v, engaged, e);
    if (s) return s;
    int64_t last_s = v->w.now.polled.wave->last_s;
    for (size_t i = 0; i < v->scene.heed_count; i++) {
        const struct heed *h = &v->scene.heed[i];
        bool then = last_s == TIME_NONE || h->at_s <= last_s;
        if (engaged[h->to] && h->sign >= 0 && then) heeds[h->from] = true;
    }
    const struct polled *p[2] = {&v->w.before.polled, &v->w.now.polled};
    for (int k = 0; k < 2; k++) {
        v->near[k] = arena_new(a, bool, p[k]->n);
        for (size_t i = 0; i < p[k]->n; i++) {
            uint32_t at = node_at(&v->scene, p[k]->person[i]);
            v->near[k][i] = at != UINT32_MAX && heeds[at];
            v->count[k][v->near[k][i]]++;
        }
    }
    for (int k = 0; k < 2; k++) {
        if (v->count[k][0] >= NEAR_LEAST && v->count[k][1] >= NEAR_LEAST) continue;
        return err_set(e, BAD_INPUT,
                       "in wave '%.*s' %zu respondents are near engaged people and %zu are not; "
                       "with fewer than %d on a side nothing can be said",
                       STR_ARG(p[k]->wave->name), v->count[k][1], v->count[k][0], NEAR_LEAST);
    }
    return OK;
}

/* ---- one figure ---- */

static const double *part(const struct nearby *v, int wave, const double *y, bool near, size_t n)
{
    double *ret = arena_new(v->r->a, double, n);
    for (size_t i = 0; i < n; i++)
        ret[i] = v->near[wave][i] == near ? y[i] : NAN;
    return ret;
}

static enum status put_near(void *context, const struct figure_of_waves *f, struct err *e)
{
    struct nearby *v = context;
    (void)e;
    if (f->is_number) return OK;
    struct compared c[2];
    for (int near = 0; near < 2; near++) {
        c[near] = waves_compared(&v->w, part(v, 0, f->before, near, v->w.before.polled.n),
                                 part(v, 1, f->now, near, v->w.now.polled.n));
    }
    struct figure more = agree_change(c[1].change.by, c[0].change.by);
    double se = (more.hi - more.lo) / (2 * 1.959963984540054);
    struct cell *row = table_row(v->t);
    row[C_QUESTION] = cell_text(f->question->key);
    row[C_OPTION] = cell_text(f->name.len ? f->name : STR_NONE);
    row[C_NEAR] = cell_real(c[1].change.by.value);
    row[C_FAR] = cell_real(c[0].change.by.value);
    figure_put(row + C_MORE, more);
    row[C_N] = cell_int((int64_t)(c[1].n_before + c[1].n_now + c[0].n_before + c[0].n_now));
    row[C_N + 1] = cell_int((int64_t)c[1].n_before);
    row[C_N + 2] = cell_int((int64_t)c[1].n_now);
    row[C_N + 3] = cell_int((int64_t)c[0].n_before);
    row[C_N + 4] = cell_int((int64_t)c[0].n_now);
    figure_bounds(row + C_N + 5, c[1].change.by);
    figure_bounds(row + C_N + 7, c[0].change.by);
    v->p = arena_more(v->r->a, v->p, v->rows, sizeof *v->p);
    v->p[v->rows++] = share_by_error(more.value, se).p;
    return OK;
}

static size_t judge(struct nearby *v)
{
    size_t seen = 0;
    double *holm = arena_new(v->r->a, double, v->rows);
    share_holm(v->p, v->rows, holm, v->r->a);
    for (size_t i = 0; i < v->rows; i++) {
        struct cell *row = &v->t->cells[i * COLUMN_COUNT];
        bool differs = holm[i] < 0.05 && row[C_LO].real * row[C_HI].real > 0;
        row[C_P] = cell_real(holm[i]);
        row[C_VERDICT] = cell_text(str_of(!differs ? "no difference that could be seen"
                                          : row[C_MORE].real > 0 ? "up more near them"
                                                                 : "up less near them"));
        seen += differs;
    }
    return seen;
}

enum status survey_near(struct request *r, struct table **ret, struct err *e)
{
    struct nearby *v = arena_new(r->a, struct nearby, 1);
    struct scene_options o = {.until_s = TIME_NONE, .progress = r->progress};
    v->r = r;
    enum status s = market_load(r->st, r->word[1], r->a, &v->market, e);
    if (!s) s = waves_read(r, &r->word[2], &v->w, e);
    if (!s) s = scene_load(r->st, &v->market, &o, r->a, &v->scene, e);
    if (!s) s = read_near(v, e);
    if (s) return s;
    v->t = table_new(r->a, "survey", columns, COLUMN_COUNT);
    v->t->title = str_printf(r->a, "%.*s: near those we engage in %.*s, and elsewhere",
                             STR_ARG(v->w.survey.name), STR_ARG(v->market.name));
    v->t->empty = STR("Nothing can be compared between these waves.");
    table_fact(v->t, "market", "market", cell_text(v->market.name), 0);
    table_fact(v->t, "audience", NULL, cell_text(v->market.audience), 0);
    weigh_facts(r, v->t, &v->w.now);
    table_fact(v->t, "wave_before", NULL, cell_text(v->w.before.polled.wave->name), 0);
    table_fact(v->t, "panel", NULL, cell_bool(v->w.panel), 0);
    table_fact(v->t, "engaged", "engaged", cell_int((int64_t)v->engaged), 0);
    table_fact(v->t, "near", "near them", cell_int((int64_t)v->count[1][1]), 0);
    table_fact(v->t, "far", "others", cell_int((int64_t)v->count[1][0]), 0);
    survey_opens(r, &v->w.survey, v->w.now.polled.wave->name, v->t);
    s = waves_each(&v->w, put_near, v, NULL, e);
    if (s) return s;
    size_t seen = judge(v);
    table_lead(v->t,
               "%s (of %zu figures, %zu differ). An association: who is near engaged people "
               "was not drawn by lot, and may have moved anyway.",
               seen ? "Buyers near those we engage moved otherwise than others"
                    : "No difference that could be seen",
               v->rows, seen);
    *ret = v->t;
    return OK;
}

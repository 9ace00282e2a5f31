/* survey_brands.c - verb: who comes to mind first, and who only because their name stood there? */
#include "verb/survey_verb.h"

#include <math.h>
#include <string.h>

static const struct column unaided_columns[] = {
    {"brand", "brand", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"n", "n", NULL, CELL_INT, 0, false},
    {"any", "any", NULL, CELL_REAL, 3, false},
    {"any_lo", "from", NULL, CELL_REAL, 3, false},
    {"any_hi", "to", NULL, CELL_REAL, 3, false},
    {"first", "first", NULL, CELL_REAL, 3, false},
    {"first_lo", "from", NULL, CELL_REAL, 3, false},
    {"first_hi", "to", NULL, CELL_REAL, 3, false},
    {"position", "position", NULL, CELL_REAL, 1, false},
    {"position_lo", NULL, NULL, CELL_REAL, 1, false},
    {"position_hi", NULL, NULL, CELL_REAL, 1, false},
};

static const struct column aided_columns[] = {
    {"brand", "brand", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"n", "n", NULL, CELL_INT, 0, false},
    {"share", "share", NULL, CELL_REAL, 3, false},
    {"lo", "from", NULL, CELL_REAL, 3, false},
    {"hi", "to", NULL, CELL_REAL, 3, false},
    {"above_floor", "above floor", NULL, CELL_REAL, 3, false},
    {"above_lo", "from", NULL, CELL_REAL, 3, false},
    {"above_hi", "to", NULL, CELL_REAL, 3, false},
};

static struct figure figure_of(struct request *r, const struct weighed *w, const double *y)
{
    struct share x = weigh_share(r, w, y);
    return share_interval(&x);
}

/* ---- unaided ---- */

/* Mean place among those who name the brand, who are a part of those asked. */
static enum status position_of(struct request *r, const struct weighed *w, const struct mentions *m,
                               int brand, struct figure *ret, struct err *e)
{
    struct sample s = w->sample;
    struct design alone = {.n = w->polled.n, .weight = w->weight};
    double *place = arena_new(r->a, double, w->polled.n);
    uint32_t last = UINT32_MAX;
    size_t at = 0;
    enum status status = OK;
    for (size_t i = 0; i < w->polled.n; i++)
        place[i] = NAN;
    for (size_t i = 0; i < m->count; i++) {
        if (m->one[i].brand != brand || m->one[i].who == last) continue;
        last = m->one[i].who;
        place[last] = (double)m->one[i].place;
    }
    if (!w->is_sample) status = sample_open(&alone, r->a, &s, &at, e);
    if (status) return status;
    struct estimate x = sample_mean(&s, place, r->a);
    *ret = share_by_error(x.value, x.se).by;
    ret->lo = fmax(1.0, ret->lo); /* nobody stands before the first */
    return OK;
}

enum status put_unaided(struct request *r, const struct weighed *w, const struct roles *roles,
                        const struct unaided *x, struct table *t, struct err *e)
{
    size_t open = 0;
    struct table *more =
        table_more(t, "unaided", unaided_columns, sizeof unaided_columns / sizeof *unaided_columns);
    more->title = str_printf(r->a, "Unaided: %.*s", STR_ARG(x->question->key));
    for (size_t b = 0; b < roles->brands; b++) {
        struct cell *row = table_row(more);
        row[0] = cell_text(roles->brand[b].name);
        row[1] = cell_int((int64_t)x->options.asked);
        figure_put(row + 2, figure_of(r, w, x->options.one[b].y));
        figure_put(row + 5, figure_of(r, w, x->options.one[roles->brands + b].y));
        struct figure position;
        enum status s = position_of(r, w, &x->mentions, (int)b, &position, e);
        if (s) return s;
        figure_put(row + 8, position);
    }
    for (size_t i = 0; i < x->mentions.count; i++)
        open += x->mentions.one[i].brand == BRAND_OPEN;
    if (open) {
        table_note(t,
                   "%zu mentions wait for a person to say which brand they mean, so shares are "
                   "rather too low: %.*s",
                   open, STR_ARG(survey_word(r, w->polled.survey, "code", "")));
    }
    return OK;
}

/* The names stood before the respondents already. */
bool is_unaided_in(const struct polled *p, const struct roles *roles, const struct asked *q)
{
    for (size_t i = 0; i < p->questions; i++) {
        const struct asked *other = &p->question[i];
        if (role_of(roles, "aided", other) && other->place && other->place < q->place) return false;
    }
    return true;
}

enum status unaided_read(struct request *r, const struct polled *p, const struct roles *roles,
                         const struct asked *q, struct unaided *ret, struct err *e)
{
    struct answers_said said;
    enum status s = answers_load(r->st, p, q, r->a, &said, e);
    if (s) return s;
    *ret = (struct unaided){.question = q};
    ret->options.respondents = p->n;
    for (size_t i = 0; i < p->n; i++)
        ret->options.asked += polled_asked(p, q, i);
    for (size_t i = 0; i < said.count; i++)
        ret->options.answered += !i || said.one[i].who != said.one[i - 1].who;
    mentions_of(roles, &said, r->a, &ret->mentions);
    mentions_options(p, roles, q, &ret->mentions, r->a, &ret->options);
    return OK;
}

/* ---- aided ---- */

static struct figure above(const struct weighed *w, const double *brand, const double *floor,
                           struct request *r)
{
    struct twice *people = arena_new(r->a, struct twice, w->polled.n);
    size_t n = 0;
    for (size_t i = 0; i < w->polled.n; i++) {
        if (isnan(brand[i]) || isnan(floor[i])) continue;
        people[n++] = (struct twice){floor[i], brand[i], w->weight ? w->weight[i] : 1.0};
    }
    return share_panel(people, n, w->population).by;
}

static const double *floor_of(const struct roles *roles, const struct asked *q,
                              const struct options_said *o, struct arena *a)
{
    for (size_t b = 0; b < roles->brands; b++) {
        if (roles->brand[b].kind == BRAND_FICTITIOUS) return aided_of(roles, q, o, (int)b, a);
    }
    return NULL;
}

void put_aided(struct request *r, const struct weighed *w, const struct roles *roles,
               const struct asked *q, const struct options_said *o, struct table *t)
{
    const double *floor = floor_of(roles, q, o, r->a);
    struct table *more = table_more(t, "aided", aided_columns, 8);
    more->title = str_printf(r->a, "Aided: %.*s", STR_ARG(q->key));
    for (size_t b = 0; b < roles->brands; b++) {
        const double *y = aided_of(roles, q, o, (int)b, r->a);
        if (!y) continue;
        struct cell *row = table_row(more);
        row[0] = cell_text(roles->brand[b].name);
        row[1] = cell_int((int64_t)o->asked);
        figure_put(row + 2, figure_of(r, w, y));
        if (floor && y != floor) figure_put(row + 5, above(w, y, floor, r));
    }
    if (!floor) {
        table_note(t,
                   "No fictitious brand stands in the list of '%.*s', so the noise floor is not "
                   "known.",
                   STR_ARG(utf8_head(q->key, 60)));
    } else {
        struct figure f = figure_of(r, w, floor);
        table_note(t, "Noise floor: %.0f %% (95 %%: %.0f to %.0f) pick a name that does not exist.",
                   100 * f.value, 100 * f.lo, 100 * f.hi);
    }
}

/* survey_course.c - verb: what did each wave say to the same question? */
#include "verb/survey_verb.h"

#include <string.h>

static const struct column columns[] = {
    {"option", "in each wave", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"wave", "wave", NULL, CELL_TEXT, 0, COLUMN_CUT},
    {"n", "n", NULL, CELL_INT, 0, false},
    {"share", "share", NULL, CELL_REAL, 3, false},
    {"lo", "from", NULL, CELL_REAL, 3, false},
    {"hi", "to", NULL, CELL_REAL, 3, false},
    {"place", NULL, NULL, CELL_INT, 0, false},
};

struct wave_said {
    struct weighed w;
    struct options_said options;
};

/* By the same key, in the same words: else the figures are not of one question. */
static const struct asked *same_question(const struct polled *p, const struct asked *q)
{
    for (size_t i = 0; i < p->questions; i++) {
        const struct asked *x = &p->question[i];
        if (str_eq(x->key, q->key) && str_eq(x->text, q->text) && x->kind == q->kind) return x;
    }
    return NULL;
}

static enum status read_wave(struct request *r, const struct survey_at *survey,
                             const struct roles *roles, size_t wave, const struct asked *q,
                             struct wave_said *ret, struct err *e)
{
    struct answers_said said;
    enum status s = weigh_wave(r, survey, wave, &ret->w, e);
    const struct asked *x = s ? NULL : same_question(&ret->w.polled, q);
    if (s || !x) return s;
    if (role_of(roles, "unaided", x)) {
        struct unaided named;
        if (!is_unaided_in(&ret->w.polled, roles, x)) return OK;
        s = unaided_read(r, &ret->w.polled, roles, x, &named, e);
        if (!s) ret->options = named.options;
        return s;
    }
    s = answers_load(r->st, &ret->w.polled, x, r->a, &said, e);
    return s ? s : options_of(&ret->w.polled, &said, r->a, &ret->options, e);
}

static void put_point(struct request *r, const struct wave_said *at, const struct option_said *x,
                      int64_t place, struct table *t)
{
    struct share share = weigh_share(r, &at->w, x->y);
    struct figure f = share_interval(&share);
    struct cell *row = table_row(t);
    row[0] = cell_text(x->name);
    row[1] = cell_text(at->w.polled.wave->name);
    row[2] = cell_int((int64_t)share.n);
    row[3] = cell_real(f.value);
    row[4] = cell_real(f.lo);
    row[5] = cell_real(f.hi);
    row[6] = cell_int(place);
}

enum status survey_course(struct request *r, const struct polled *shown, const struct roles *roles,
                          const struct asked *q, struct table *t, struct err *e)
{
    const struct survey_at *survey = shown->survey;
    struct wave_said *wave = arena_new(r->a, struct wave_said, survey->waves);
    const struct wave_said *of = NULL;
    size_t asked = 0;
    enum status s = OK;
    for (size_t i = 0; i < survey->waves && !s; i++) {
        s = read_wave(r, survey, roles, i, q, &wave[i], e);
        asked += wave[i].options.count > 0;
        if (&survey->wave[i] == shown->wave) of = &wave[i];
    }
    if (s || asked < 2 || !of || !of->options.count || of->options.one[0].is_number) return s;
    struct table *course = table_more(t, "waves", columns, sizeof columns / sizeof *columns);
    for (size_t k = 0; k < of->options.count; k++) {
        struct str name = of->options.one[k].name;
        for (size_t i = 0; i < survey->waves; i++) {
            const struct option_said *x = option_named(&wave[i].options, name, r->a);
            if (x) put_point(r, &wave[i], x, (int64_t)i + 1, course);
        }
    }
    return OK;
}

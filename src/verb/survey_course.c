/* survey_course.c - verb: what did each wave say to the same question? */
#include "verb/survey_verb.h"

#include <math.h>
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

static struct share put_point(struct request *r, const struct wave_said *at, struct str name,
                              const double *y, int64_t place, struct table *t)
{
    struct share share = weigh_share(r, &at->w, y);
    struct figure f = share_interval(&share);
    struct cell *row = table_row(t);
    row[0] = cell_text(name);
    row[1] = cell_text(at->w.polled.wave->name);
    row[2] = cell_int((int64_t)share.n);
    row[3] = cell_real(f.value);
    row[4] = cell_real(f.lo);
    row[5] = cell_real(f.hi);
    row[6] = cell_int(place);
    return share;
}

struct course {
    struct request *r;
    const struct roles *roles;
    struct wave_said *wave;
    const struct wave_said *of; /* the wave whose answers are shown */
    size_t waves;
    struct table *t;
};

/* Brand of an option; BRAND_OPEN: it is none. */
static int brand_at(const struct course *c, size_t option)
{
    return brand_named(c->roles, c->of->options.one[option].name, c->r->a);
}

static bool is_kind(const struct course *c, size_t option, enum brand_kind kind)
{
    int brand = brand_at(c, option);
    return brand >= 0 && c->roles->brand[brand].kind == kind;
}

/* Of ours: how small a change between the last two waves could have been seen. */
static void put_option(struct course *c, size_t k, struct str shown_as)
{
    struct str name = c->of->options.one[k].name;
    struct share last = {.value = NAN};
    for (size_t i = 0; i < c->waves; i++) {
        const struct option_said *x = option_named(&c->wave[i].options, name, c->r->a);
        if (x) last = put_point(c->r, &c->wave[i], shown_as, x->y, (int64_t)i + 1, c->t);
    }
    if (!is_kind(c, k, BRAND_OURS) || isnan(last.value)) return;
    table_fact(c->t, "mdc", NULL, cell_real(share_mdc(&last)), 3);
}

/* Each respondent's mean over the rivals; as if they were one brand, so its interval is rather too
 * wide. */
static void put_rivals(struct course *c)
{
    for (size_t i = 0; i < c->waves; i++) {
        const struct options_said *o = &c->wave[i].options;
        size_t n = c->wave[i].w.polled.n;
        double *y = arena_new(c->r->a, double, n);
        size_t rivals = 0;
        for (size_t k = 0; k < c->of->options.count; k++) {
            const struct option_said *x = is_kind(c, k, BRAND_RIVAL)
                                              ? option_named(o, c->of->options.one[k].name, c->r->a)
                                              : NULL;
            if (!x) continue;
            rivals++;
            for (size_t at = 0; at < n; at++)
                y[at] += x->y[at];
        }
        if (rivals < 2) continue; /* of one there is no mean: it stands there itself */
        for (size_t at = 0; at < n; at++)
            y[at] /= (double)rivals;
        (void)put_point(c->r, &c->wave[i], STR("rivals' mean"), y, (int64_t)i + 1, c->t);
    }
}

/* Ours first, the rivals beside, then what nobody can know: so much is noise. */
static void put_course(struct course *c)
{
    const struct options_said *o = &c->of->options;
    for (size_t k = 0; k < o->count; k++) {
        if (is_kind(c, k, BRAND_OURS)) put_option(c, k, o->one[k].name);
    }
    put_rivals(c);
    for (size_t k = 0; k < o->count; k++) {
        if (!is_kind(c, k, BRAND_FICTITIOUS)) continue;
        put_option(c, k, str_printf(c->r->a, "%.*s, made up: noise", STR_ARG(o->one[k].name)));
    }
    for (size_t k = 0; k < o->count; k++) {
        bool shown = is_kind(c, k, BRAND_OURS) || is_kind(c, k, BRAND_FICTITIOUS);
        if (!shown) put_option(c, k, o->one[k].name);
    }
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
    struct course course = {r, roles, wave, of, survey->waves, NULL};
    course.t = table_more(t, "waves", columns, sizeof columns / sizeof *columns);
    put_course(&course);
    return OK;
}

/* survey_waves.c - verb: which figures of two waves may be held side by side? */
#include "base/map.h"
#include "measure/trend.h"
#include "verb/survey_verb.h"

#include <math.h>

static const char *const no_words = "the wave before did not ask it in these words";
static const char *const no_words_now = "the later wave does not ask it in these words";

/* ---- the same people ---- */

static void join_people(struct pair_of_waves *c)
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

/* ---- one figure ---- */

static struct compared as_panel(const struct pair_of_waves *c, const double *before,
                                const double *now)
{
    struct twice *people = arena_new(c->r->a, struct twice, c->both);
    struct compared x = {0};
    double *then = arena_new(c->r->a, double, c->both);
    double *here = arena_new(c->r->a, double, c->both);
    double *weights = arena_new(c->r->a, double, c->both);
    for (size_t i = 0; i < c->now.polled.n; i++) {
        uint32_t k = c->then[i];
        if (k == UINT32_MAX || isnan(now[i]) || isnan(before[k])) continue;
        double weight = c->now.weight ? c->now.weight[i] : 1.0;
        then[x.n_now] = before[k];
        here[x.n_now] = now[i];
        weights[x.n_now] = weight;
        people[x.n_now++] = (struct twice){before[k], now[i], weight};
    }
    x.n_before = x.n_now;
    struct share b = share_of(then, weights, x.n_now, c->now.population);
    struct share n = share_of(here, weights, x.n_now, c->now.population);
    x.before = share_interval(&b);
    x.now = share_interval(&n);
    x.change = share_panel(people, x.n_now, c->now.population);
    return x;
}

static struct compared as_strangers(const struct pair_of_waves *c, const double *before,
                                    const double *now)
{
    struct share b = weigh_share(c->r, &c->before, before);
    struct share n = weigh_share(c->r, &c->now, now);
    return (struct compared){share_interval(&b), share_interval(&n), b.n, n.n,
                             share_change(&b, &n)};
}

struct compared waves_compared(const struct pair_of_waves *w, const double *before,
                               const double *now)
{
    return w->panel ? as_panel(w, before, now) : as_strangers(w, before, now);
}

/* ---- one question ---- */

static void refuse(struct table *t, const struct asked *q, struct str why)
{
    if (!t) return;
    struct cell *row = table_row(t);
    row[0] = cell_text(q->key);
    row[1] = cell_text(why);
}

static enum status options_in(const struct pair_of_waves *w, const struct polled *p,
                              const struct asked *q, struct options_said *ret, struct err *e)
{
    struct answers_said said;
    struct unaided x;
    struct request *r = w->r;
    if (role_of(&w->roles, "unaided", q)) {
        enum status s = unaided_read(r, p, &w->roles, q, &x, e);
        *ret = x.options;
        return s;
    }
    enum status s = answers_load(r->st, p, q, r->a, &said, e);
    return s ? s : options_of(p, &said, r->a, ret, e);
}

static struct str why_not(const struct pair_of_waves *w, struct asked_then before,
                          struct asked_then now)
{
    bool unaided = role_of(&w->roles, "unaided", now.question) != NULL;
    bool ok = is_unaided_in(&w->before.polled, &w->roles, before.question) &&
              is_unaided_in(&w->now.polled, &w->roles, now.question);
    if (unaided && !ok) return STR("one of the waves asked it behind the aided question");
    return trend_refused(before, now, w->r->a);
}

struct each {
    const struct pair_of_waves *w;
    waves_put *put;
    void *context;
    struct table *refused;
};

static enum status each_option(const struct each *x, const struct asked *before,
                               const struct asked *now, struct err *e)
{
    const struct pair_of_waves *w = x->w;
    const struct polled *was = &w->before.polled;
    struct options_said old;
    struct options_said new;
    enum status s = options_in(w, was, before, &old, e);
    if (!s) s = options_in(w, &w->now.polled, now, &new, e);
    if (s) return s;
    struct str why = why_not(w, (struct asked_then){before, &old}, (struct asked_then){now, &new});
    if (why.p) {
        refuse(x->refused, now, why);
        return OK;
    }
    double *none = arena_new(w->r->a, double, was->n);
    for (size_t k = 0; k < was->n; k++)
        none[k] = polled_asked(was, before, k) ? 0.0 : NAN;
    for (size_t i = 0; i < new.count && !s; i++) {
        const struct option_said *o = &new.one[i];
        const struct option_said *then = option_named(&old, o->name, w->r->a);
        struct figure_of_waves f = {now, o->name, then ? then->y : none, o->y, o->is_number};
        s = x->put(x->context, &f, e);
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

enum status waves_each(const struct pair_of_waves *w, waves_put *put, void *context,
                       struct table *refused, struct err *e)
{
    const struct each x = {w, put, context, refused};
    const struct polled *n = &w->now.polled;
    const struct polled *b = &w->before.polled;
    const struct asked *only = NULL;
    struct str word = request_value(w->r, "question");
    enum status s = OK;
    if (word.p) s = polled_question(n, word, w->r->a, &only, e);
    for (size_t i = 0; i < n->questions && !s; i++) {
        const struct asked *q = &n->question[i];
        if (only && q != only) continue;
        const struct asked *was = same_key(b, q->key);
        if (was) s = each_option(&x, was, q, e);
        if (!was) refuse(refused, q, str_of(no_words));
    }
    for (size_t i = 0; i < b->questions && !s && !only; i++) {
        if (!same_key(n, b->question[i].key)) {
            refuse(refused, &b->question[i], str_of(no_words_now));
        }
    }
    return s;
}

enum status waves_read(struct request *r, const struct str *word, struct pair_of_waves *ret,
                       struct err *e)
{
    size_t before = 0;
    size_t now = 0;
    *ret = (struct pair_of_waves){.r = r};
    enum status s = survey_load(r->st, word[0], r->a, &ret->survey, e);
    if (!s) s = roles_load(r->st, ret->survey.id, r->a, &ret->roles, e);
    if (!s) s = survey_wave_named(&ret->survey, word[1], &before, e);
    if (!s) s = survey_wave_named(&ret->survey, word[2], &now, e);
    if (!s && before == now) s = err_set(e, BAD_USAGE, "a wave is not compared with itself");
    if (!s) s = weigh_wave(r, &ret->survey, before, &ret->before, e);
    if (!s) s = weigh_wave(r, &ret->survey, now, &ret->now, e);
    if (!s) join_people(ret);
    if (!s && ret->panel && !ret->both) {
        s = err_set(e, BAD_INPUT, "nobody answered both waves, so they are no panel");
    }
    return s;
}

/* trend.c - measure: is that the same question in both waves? */
#include "measure/trend.h"

#include "listen/survey.h"

#include <math.h>

enum { SHOWN = 60 };

static bool is_open(enum question_kind kind)
{
    return kind == QUESTION_UNKNOWN || kind == QUESTION_TEXT || kind == QUESTION_NAMES;
}

static const char *kind_words(enum question_kind kind)
{
    static const char *const words[] = {[QUESTION_UNKNOWN] = "unknown",
                                        [QUESTION_ONE] = "one choice",
                                        [QUESTION_MANY] = "many choices",
                                        [QUESTION_NUMBER] = "a number",
                                        [QUESTION_TEXT] = "open",
                                        [QUESTION_NAMES] = "names",
                                        [QUESTION_PROMPTED] = "picks from a list",
                                        [QUESTION_READS] = "picks of outlets"};
    return words[kind];
}

static struct str by_kind(const struct asked *before, const struct asked *now, struct arena *a)
{
    if (before->kind == now->kind || (is_open(before->kind) && is_open(now->kind))) return STR_NONE;
    return str_printf(a, "it was of the kind %s, now of %s", kind_words(before->kind),
                      kind_words(now->kind));
}

static struct str by_wording(const struct asked *before, const struct asked *now, struct arena *a)
{
    if (!before->text.len || !now->text.len) return STR_NONE;
    if (str_eq(name_key(a, before->text), name_key(a, now->text))) return STR_NONE;
    return str_printf(a, "its wording was '%.*s', now '%.*s'",
                      STR_ARG(utf8_head(before->text, SHOWN)),
                      STR_ARG(utf8_head(now->text, SHOWN)));
}

/* The first option of `of` that `other` does not have, nor lacks by chance. */
static const struct option_said *missing(struct asked_then of, struct asked_then other,
                                         struct arena *a)
{
    bool told = other.question->options > 0;
    for (size_t i = 0; i < of.options->count; i++) {
        const struct option_said *x = &of.options->one[i];
        if (option_named(other.options, x->name, a)) continue;
        if (told || x->is_number) return x;
        double share = of.options->asked ? (double)x->picked / (double)of.options->asked : 0;
        if (pow(1 - share, (double)other.options->asked) < TREND_CHANCE) return x;
    }
    return NULL;
}

static struct str by_options(struct asked_then before, struct asked_then now, struct arena *a)
{
    const struct option_said *gone = missing(before, now, a);
    const struct option_said *fresh = missing(now, before, a);
    if (gone) {
        return str_printf(a, "its option '%.*s' is there no more",
                          STR_ARG(utf8_head(gone->name, SHOWN)));
    }
    if (fresh) {
        return str_printf(a, "its option '%.*s' is new", STR_ARG(utf8_head(fresh->name, SHOWN)));
    }
    return STR_NONE;
}

struct range {
    double lo, hi;
    size_t n;
};

static struct range range_of(const struct options_said *o, double above, size_t *ret_above)
{
    struct range r = {INFINITY, -INFINITY, 0};
    *ret_above = 0;
    for (size_t k = 0; k < o->count; k++) {
        for (size_t i = 0; i < o->respondents; i++) {
            double y = o->one[k].y[i];
            if (isnan(y)) continue;
            r.n++;
            r.lo = fmin(r.lo, y);
            r.hi = fmax(r.hi, y);
            *ret_above += y > above;
        }
    }
    return r;
}

/* A scale to 5 and one to 10 are two questions. */
static struct str by_range(struct asked_then before, struct asked_then now, struct arena *a)
{
    size_t above = 0;
    struct range old = range_of(before.options, INFINITY, &above);
    struct range new = range_of(now.options, INFINITY, &above);
    bool grew = new.hi > old.hi;
    struct range wide =
        range_of(grew ? now.options : before.options, grew ? old.hi : new.hi, &above);
    size_t other = grew ? old.n : new.n;
    if (!wide.n || !other) return STR_NONE;
    if (pow(1 - (double)above / (double)wide.n, (double)other) >= TREND_CHANCE) return STR_NONE;
    return str_printf(a, "its numbers went from %g to %g, now from %g to %g", old.lo, old.hi,
                      new.lo, new.hi);
}

struct str trend_refused(struct asked_then before, struct asked_then now, struct arena *a)
{
    struct str why = by_kind(before.question, now.question, a);
    if (!why.p) why = by_wording(before.question, now.question, a);
    if (!why.p) why = by_options(before, now, a);
    bool scale = before.options->count && before.options->one[0].is_number &&
                 before.question->kind == QUESTION_NUMBER;
    if (!why.p && scale) why = by_range(before, now, a);
    return why;
}

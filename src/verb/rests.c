/* rests.c - verb: on which one source or buyer does a figure rest? */
#include "verb/rests.h"

#include "find/people.h"

#include <math.h>

enum { NAMES_SHOWN = 5 };

static const char *const kinds[LEAVE_COUNT] = {[LEAVE_SOURCE] = "source", [LEAVE_BUYER] = "buyer"};

/* "crm.csv", "Jane Doe (p12)" */
static enum status what_shown(struct request *r, const struct scope *sc, enum leave_kind kind,
                              uint32_t what, struct str *ret, struct err *e)
{
    struct card card;
    if (kind == LEAVE_SOURCE) {
        *ret = scope_source(r->a, sc, what);
        return OK;
    }
    enum status s = scope_card(r, sc, what, &card, e);
    if (!s) *ret = str_printf(r->a, "%.*s (%.*s)", STR_ARG(card.name), STR_ARG(card.id));
    return s;
}

enum status rests_cells(struct request *r, const struct scope *sc, const struct person_reach *p,
                        struct rests *ret, struct err *e)
{
    const struct leave *source = &p->without[LEAVE_SOURCE];
    const struct leave *buyer = &p->without[LEAVE_BUYER];
    *ret = (struct rests){0};
    if (!source->place) return OK;
    uint32_t place = source->place > buyer->place ? source->place : buyer->place;
    ret->place_worst = cell_int(place);
    ret->reach_worst = cell_real(fmin(source->reach, buyer->reach));
    struct buf b = buf_new(r->a);
    if (source->rests) {
        struct str path = sc->scene.source[source->what].locator;
        buf_addf(&b, "source %.*s", STR_ARG(path));
    }
    if (buyer->rests) {
        struct card card;
        enum status s = scope_card(r, sc, buyer->what, &card, e);
        if (s) return s;
        buf_addf(&b, "%sbuyer %.*s", b.len ? "; " : "", STR_ARG(card.id));
    }
    if (b.len) ret->rests_on = cell_text(buf_str(&b));
    return OK;
}

static void note_only_source(struct request *r, const struct scope *sc, struct table *t)
{
    uint32_t only = sc->findings.only_source;
    if (only == UINT32_MAX) return;
    struct str shown = scope_source(r->a, sc, only);
    table_note(t, "All votes come from one source, %.*s: nothing else confirms it.",
               STR_ARG(shown));
}

static enum status note_kind(struct request *r, const struct scope *sc, enum leave_kind kind,
                             const struct person_reach *const person[], size_t count,
                             struct table *t, struct err *e)
{
    struct buf names = buf_new(r->a);
    size_t rest = 0;
    for (size_t i = 0; i < count; i++) {
        const struct leave *leave = &person[i]->without[kind];
        if (!leave->rests || rest++ >= NAMES_SHOWN) continue;
        struct card card;
        struct str what;
        enum status s = scope_card(r, sc, person[i]->node, &card, e);
        if (!s) s = what_shown(r, sc, kind, leave->what, &what, e);
        if (s) return s;
        buf_addf(&names, "%s%.*s (%.*s)", names.len ? ", " : "", STR_ARG(card.name), STR_ARG(what));
    }
    if (!rest) return OK;
    if (rest > NAMES_SHOWN) buf_addf(&names, " and %zu more", rest - NAMES_SHOWN);
    table_note(t,
               "Rest%s on one %s: %.*s. Without it more than half of the reach is gone, or the "
               "place in the first ten and in the tier.",
               rest == 1 ? "s" : "", kinds[kind], STR_ARG(buf_str(&names)));
    return OK;
}

enum status rests_note_list(struct request *r, const struct scope *sc,
                            const struct person_reach *const person[], size_t count,
                            struct table *t, struct err *e)
{
    if (count) note_only_source(r, sc, t);
    enum status s = note_kind(r, sc, LEAVE_SOURCE, person, count, t, e);
    return s ? s : note_kind(r, sc, LEAVE_BUYER, person, count, t, e);
}

enum status rests_note_one(struct request *r, const struct scope *sc, const struct person_reach *p,
                           struct table *t, struct err *e)
{
    bool rests = false;
    if (!p->without[LEAVE_SOURCE].place) return OK;
    note_only_source(r, sc, t);
    for (int k = 0; k < LEAVE_COUNT; k++) {
        const struct leave *leave = &p->without[k];
        struct str what;
        if (!leave->rests) continue;
        rests = true;
        enum status s = what_shown(r, sc, (enum leave_kind)k, leave->what, &what, e);
        if (s) return s;
        table_note(t,
                   "The figure rests on one %s: without %.*s, %.1f buyers in 100 and place %u "
                   "would be left (the prior held).",
                   kinds[k], STR_ARG(what), leave->named, leave->named_place);
    }
    if (rests || !p->voters) return OK;
    const struct leave *source = &p->without[LEAVE_SOURCE];
    const struct leave *buyer = &p->without[LEAVE_BUYER];
    table_note(t,
               "It rests on no single %s: whichever is left out, at least %.1f buyers in 100 and "
               "place %u remain (the prior held).",
               sc->findings.only_source == UINT32_MAX ? "source or buyer" : "buyer",
               fmin(source->reach, buyer->reach),
               source->place > buyer->place ? source->place : buyer->place);
    return OK;
}

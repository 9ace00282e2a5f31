/* moved.c - verb: whose reach is another one than it was before a day? */
#include "verb/moved.h"

#include "base/time.h"

enum status moved_load(struct request *r, const struct scope *sc, struct moved *ret, struct err *e)
{
    *ret = (struct moved){.asked = request_has(r, "since"), .since_s = TIME_NONE};
    if (!ret->asked) return OK;
    enum status s = request_time(r, "since", &ret->since_s, e);
    if (!s && sc->scene.as_of_s != TIME_NONE && ret->since_s >= sc->scene.as_of_s) {
        struct str since = time_day(r->a, ret->since_s);
        struct str as_of = time_day(r->a, sc->scene.as_of_s);
        return err_set(e, BAD_USAGE,
                       "--since %.*s: the answer itself is as of %.*s; want a day before",
                       STR_ARG(since), STR_ARG(as_of));
    }
    if (!s) s = scope_load_until(r, r->word[0], ret->since_s, &ret->past, e);
    return s ? s : scope_rank(r, &ret->past, e);
}

void moved_put(struct moved *m, const struct scope *sc, const struct person_reach *now,
               struct arena *a, struct cell ret[MOVED_CELLS])
{
    if (!m->asked || !m->past.findings.ranked || !sc->findings.ranked) return;
    const struct person_reach *then = scope_reach(&m->past, sc->scene.node_id[now->node]);
    if (!then) return;
    ret[0] = cell_real(then->reach);
    ret[1] = cell_real(then->lo);
    ret[2] = cell_real(then->hi);
    bool up = now->lo > then->hi; /* false of an interval that is not there */
    bool down = now->hi < then->lo;
    if (!up && !down) return;
    m->up += up;
    m->down += down;
    ret[3] = cell_text(str_printf(a, "%s from %.1f (%.1f to %.1f)", up ? "up" : "down", then->reach,
                                  then->lo, then->hi));
}

void moved_note(const struct moved *m, const struct scope *sc, struct table *t)
{
    if (!m->asked) return;
    struct str day = time_day(t->a, m->since_s);
    table_fact(t, "since_day", NULL, cell_time(m->since_s), 0);
    if (!sc->findings.ranked) return; /* that is said anyway */
    if (!m->past.findings.ranked) {
        table_note(t,
                   "Before %.*s too few buyers are known by evidence (%zu): nobody had a place, so "
                   "nobody can be said to have moved.",
                   STR_ARG(day), m->past.findings.votes.buyer_count);
    } else if (!m->up && !m->down) {
        table_note(t,
                   "Since %.*s no change that could be seen: of all listed the interval of now and "
                   "that of then overlap.",
                   STR_ARG(day));
    } else {
        table_note(t,
                   "Since %.*s %zu of those listed moved up and %zu down: their intervals of now "
                   "and of then part.",
                   STR_ARG(day), m->up, m->down);
    }
}

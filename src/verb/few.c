/* few.c - verb: who are the few of a market, for answers that are about something else? */
#include "verb/few.h"

#include "verb/scope.h"

enum status few_find(struct request *r, struct str market, struct few *ret, struct err *e)
{
    struct scope *sc = arena_new(r->a, struct scope, 1);
    *ret = (struct few){0};
    enum status s = scope_load_for(r, market, STR_NONE, sc, e);
    if (s == BAD_INPUT) { /* nobody is a buyer: what was asked can be answered all the same */
        ret->why = str_copy(r->a, str_of(e->text));
        return OK;
    }
    if (!s) s = scope_rank(r, sc, e);
    if (s) return s;
    if (!sc->findings.ranked) {
        ret->why = STR("fewer than 8 buyers were heard, so nobody is ranked");
        return OK;
    }
    for (size_t i = 0; i < sc->findings.count && ret->count < FEW_MAX; i++)
        ret->node[ret->count++] = sc->scene.node_id[sc->findings.person[i].node];
    if (!ret->count) ret->why = STR("the buyers heed nobody on this topic");
    return OK;
}

uint32_t few_place(const struct few *f, int64_t node)
{
    for (size_t i = 0; i < f->count; i++) {
        if (f->node[i] == node) return (uint32_t)i + 1;
    }
    return 0;
}

/* lot.c - measure: whom does chance engage, and who waits? */
#include "measure/lot.h"

#include "base/time.h"

#include <math.h>
#include <stdlib.h>

const char *const lot_words[] = {"", "pairs", "order", NULL};

/* ---- what holds ---- */

static int by_node(const void *l, const void *r)
{
    int64_t a = ((const struct lot_place *)l)->node;
    int64_t b = ((const struct lot_place *)r)->node;
    return (a > b) - (a < b);
}

void lot_read(const struct entries *all, struct arena *a, struct lot *ret)
{
    *ret = (struct lot){.draw = entry_newest(all, "draw", NULL)};
    if (!ret->draw) return;
    ret->kind = str_is(ret->draw->word, lot_words[LOT_PAIRS]) ? LOT_PAIRS : LOT_ORDER;
    ret->one = arena_new(a, struct lot_place, all->count + 1);
    for (size_t i = 0; i < all->count; i++) {
        const struct entry *x = &all->one[i];
        if (!str_is(x->kind, "start") || x->ref != ret->draw->id) continue;
        ret->one[ret->count++] =
            (struct lot_place){x->node, str_is(x->word, "engage"), (uint32_t)x->amount};
    }
    if (ret->count) qsort(ret->one, ret->count, sizeof *ret->one, by_node);
}

const struct lot_place *lot_place_of(const struct lot *l, int64_t node)
{
    struct lot_place want = {.node = node};
    if (!l->count) return NULL;
    return bsearch(&want, l->one, l->count, sizeof want, by_node);
}

double *lot_trends(const struct scene *sc, struct arena *a)
{
    double *trend = arena_new(a, double, sc->node_count + 1);
    int64_t span_s = TREND_DAYS * (int64_t)DAY_S;
    for (size_t i = 0; i < sc->heed_count; i++) {
        const struct heed *h = &sc->heed[i];
        int64_t ago_s = sc->as_of_s - h->at_s;
        if (h->sign < 0 || !(sc->buyer[h->from] > 0) || ago_s < 0 || ago_s >= 2 * span_s) continue;
        trend[h->to] += ago_s < span_s ? 1 : -1;
    }
    return trend;
}

/* ---- drawing ---- */

struct drawing {
    struct store *st;
    struct arena *a;
    int64_t draw; /* its entry */
    const struct lot_asked *asked;
    struct candidate *in; /* [asked->count] */
};

static enum status put_draw(struct drawing *d, struct str hash, struct err *e)
{
    struct entry x = {.kind = STR("draw"),
                      .word = str_of(lot_words[d->asked->kind]),
                      .text = str_printf(d->a, "seed %llu, %.*s",
                                         (unsigned long long)d->asked->seed, STR_ARG(hash)),
                      .amount = NAN,
                      .at_s = d->asked->now_s,
                      .made_at_s = d->asked->now_s};
    return entry_add(d->st, d->asked->programme, &x, &d->draw, e);
}

static enum status put_start(struct drawing *d, uint32_t which, bool engages, size_t place,
                             struct err *e)
{
    const struct member *m = d->asked->c[which].member;
    struct entry x = {.kind = STR("start"),
                      .node = m->node,
                      .account = m->account,
                      .word = engages ? STR("engage") : STR("wait"),
                      .amount = (double)place,
                      .at_s = d->asked->now_s,
                      .made_at_s = d->asked->now_s,
                      .ref = d->draw};
    return entry_add(d->st, d->asked->programme, &x, NULL, e);
}

static enum status draw_pairs(struct drawing *d, struct lot_left *left, struct err *e)
{
    struct offer o;
    enum status s = pairs_offer(d->in, d->asked->count, d->asked->seed, d->a, &o, e);
    if (!s && !o.count) {
        s = err_set(e, BAD_INPUT,
                    "no two of the %zu candidates are of one category; admit more, or draw an "
                    "order: --random order",
                    d->asked->count);
    }
    if (!s) s = put_draw(d, o.hash, e);
    for (size_t i = 0; i < o.count && !s; i++) {
        s = put_start(d, o.pair[i].engaged, true, i + 1, e);
        if (!s) s = put_start(d, o.pair[i].waits, false, i + 1, e);
    }
    left->one = arena_new(d->a, const struct member *, o.left_count + 1);
    for (size_t i = 0; i < o.left_count; i++)
        left->one[left->count++] = d->asked->c[o.left[i]].member;
    return s;
}

static enum status draw_order(struct drawing *d, struct err *e)
{
    struct str hash;
    uint32_t *order = arena_new(d->a, uint32_t, d->asked->count);
    enum status s = order_offer(d->in, d->asked->count, d->asked->seed, d->a, order, &hash, e);
    if (!s) s = put_draw(d, hash, e);
    for (size_t i = 0; i < d->asked->count && !s; i++)
        s = put_start(d, order[i], true, i + 1, e);
    return s;
}

enum status lot_allowed(const struct entries *all, const struct members *members, struct err *e)
{
    const struct entry *draw = entry_newest(all, "draw", NULL);
    if (!draw) return OK;
    for (size_t i = 0; i < all->count; i++) {
        const struct entry *x = &all->one[i];
        if (!str_is(x->kind, "start") || x->ref != draw->id) continue;
        const struct member *m = member_of(members, x->node);
        if (!m || m->engaged_at_s == TIME_NONE) continue;
        return err_set(
            e, BAD_INPUT,
            "chance decided as e%lld, and p%lld of it is engaged already; a lot is drawn "
            "before the start, not after",
            (long long)draw->id, (long long)x->node);
    }
    return err_set(e, BAD_INPUT,
                   "chance has decided already, as e%lld; whoever draws until it suits decides "
                   "themselves. Where it was a mistake: programme undo NAME e%lld",
                   (long long)draw->id, (long long)draw->id);
}

enum status lot_draw(struct store *st, const struct lot_asked *asked, struct arena *a,
                     struct lot_left *ret, struct err *e)
{
    struct drawing d = {.st = st, .a = a, .asked = asked};
    size_t count = asked->count;
    *ret = (struct lot_left){0};
    if (count < 2) {
        return err_set(e, BAD_INPUT,
                       "a lot needs two or more who are admitted and not engaged yet, and there %s "
                       "%zu; admit them first",
                       count == 1 ? "is" : "are", count);
    }
    d.in = arena_new(a, struct candidate, count);
    for (size_t i = 0; i < count; i++) {
        asked->c[i].draws.id = str_printf(a, "p%lld", (long long)asked->c[i].member->node);
        d.in[i] = asked->c[i].draws;
    }
    enum status s = store_begin(st, e);
    if (s) return s;
    s = asked->kind == LOT_PAIRS ? draw_pairs(&d, ret, e) : draw_order(&d, e);
    if (!s) s = store_commit(st, e);
    if (s) store_rollback(st);
    return s;
}

/* window.c - verb: what was seen of a market before a date, and what from then on? */
#include "verb/window.h"

/* Rows of `all` that are not in `topical`; both by evidence of one period. */
static void off_topic(const struct scene *topical, struct scene *all, struct arena *a)
{
    int64_t most = 0;
    for (size_t i = 0; i < topical->heed_count; i++) {
        if (topical->heed[i].evidence > most) most = topical->heed[i].evidence;
    }
    bool *on = arena_new(a, bool, most + 1);
    for (size_t i = 0; i < topical->heed_count; i++)
        on[topical->heed[i].evidence] = true;
    struct heed *heed = arena_new(a, struct heed, all->heed_count);
    size_t n = 0;
    for (size_t i = 0; i < all->heed_count; i++) {
        int64_t evidence = all->heed[i].evidence;
        if (evidence > most || !on[evidence]) heed[n++] = all->heed[i];
    }
    all->heed = heed;
    all->heed_count = n;
}

enum status window_load(struct request *r, const struct scope *sc, int64_t at_s, int64_t end_s,
                        struct window *ret, struct err *e)
{
    struct scene *before = arena_new(r->a, struct scene, 1);
    struct scene *after = arena_new(r->a, struct scene, 1);
    struct scene_options o = {.with_us = request_has(r, "with-us"),
                              .for_org = request_value(r, "for"),
                              .until_s = at_s,
                              .progress = r->progress};
    struct market m = sc->market;
    enum status s = scene_load(r->st, &m, &o, r->a, before, e);
    if (!s && sc->market.topic.len) {
        struct scene *off = arena_new(r->a, struct scene, 1);
        m.topic = STR("");
        s = scene_load(r->st, &m, &o, r->a, off, e);
        if (!s) off_topic(before, off, r->a);
        ret->off_topic = off;
        m.topic = sc->market.topic;
    }
    m.since_s = at_s;
    o.until_s = end_s;
    if (!s) s = scene_load(r->st, &m, &o, r->a, after, e);
    ret->before = before;
    ret->after = after;
    ret->rival = NULL;
    return s;
}

/* relay.c - choose: which few reach most of the buyers when people pass things on? */
#include "choose/relay.h"

#include "choose/choose_int.h"
#include "choose/opim.h"
#include "find/direction.h"
#include "find/relays.h"
#include "find/votes.h"

#include <math.h>
#include <string.h>

enum { STREAM_SHOW = 0x5e1a };

/* Of the sets drawn for showing. */
struct tally {
    uint64_t sets;
    uint64_t *first; /* [count] sets that hold this pick and none before it */
    uint64_t *alone; /* [count] sets that hold this pick */
};

static enum status includes_check(const struct choose_options *o, struct err *e)
{
    double cost = 0.0;
    for (size_t i = 0; i < o->include_count; i++)
        cost += o->cost ? o->cost[o->include[i]] : 1.0;
    return includes_fit(o, o->include_count, cost, e);
}

static void tally_batch(const struct batch *b, const uint32_t *place, struct tally *t)
{
    const uint32_t *member = b->node;
    for (uint32_t s = 0; s < b->sets; member += b->size[s++]) {
        uint32_t first = UINT32_MAX;
        for (uint32_t i = 0; i < b->size[s]; i++) {
            uint32_t p = place[member[i]];
            if (p == 0) continue;
            t->alone[p - 1]++;
            if (p - 1 < first) first = p - 1;
        }
        if (first != UINT32_MAX) t->first[first]++;
    }
}

static enum status tally_make(const struct graph *g, const struct sketch_options *o,
                              const struct picked *seeds, struct arena *a, struct tally *ret,
                              struct err *e)
{
    struct arena scratch = {0};
    struct sketch *sketch = NULL;
    struct tally t = {.first = arena_new(a, uint64_t, seeds->count),
                      .alone = arena_new(a, uint64_t, seeds->count)};
    enum status s = sketch_new(g, o, &scratch, &sketch, e);
    if (!s) {
        struct pool p = pool_new(sketch, STREAM_SHOW, NULL, 0, &scratch);
        s = pool_draw(sketch, &p, RELAY_SETS, e);
        uint32_t *place = arena_new(&scratch, uint32_t, p.known); /* of a pick + 1 */
        for (uint32_t i = 0; i < seeds->count; i++) {
            uint32_t known = p.number[seeds->node[i]];
            if (known) place[known - 1] = i + 1;
        }
        for (size_t b = 0; b < p.batch_count; b++)
            tally_batch(&p.batch[b], place, &t);
        t.sets = p.sets;
    }
    sketch_close(sketch);
    arena_free(&scratch);
    *ret = t;
    return s;
}

static struct span span_of(uint64_t hits, uint64_t sets)
{
    struct span s;
    wilson_95((double)hits, (double)sets, &s.lo, &s.hi);
    return (struct span){100.0 * s.lo, 100.0 * s.hi};
}

/* Buyers in 100 are shares of sets: the sets are drawn from the buyers. */
static void fill(const struct choose_options *o, const struct pick_rules *rules,
                 const struct picked *seeds, const struct tally *t, struct arena *a,
                 struct choice *ret)
{
    struct choice c = {.pick = arena_new(a, struct pick, seeds->count), .lo = NAN, .hi = NAN};
    const bool *need = relay_quotas_need(rules, seeds, a);
    uint32_t adding = (uint32_t)o->include_count; /* so many are in for what they add */
    uint64_t hits = 0;
    for (uint32_t i = adding; i < seeds->count; i++) {
        if (t->first[i]) adding = i + 1;
    }
    for (uint32_t i = 0; i < seeds->count; i++) {
        uint32_t node = seeds->node[i];
        hits += t->first[i];
        if (i >= adding && !need[i]) continue;
        c.pick[c.count++] = (struct pick){
            .node = node,
            .gain = 100.0 * (double)t->first[i] / (double)t->sets,
            .cover = 100.0 * (double)hits / (double)t->sets,
            .reach = 100.0 * (double)t->alone[i] / (double)t->sets,
            .gain_in = span_of(t->first[i], t->sets),
            .cover_in = span_of(hits, t->sets),
            .reach_in = span_of(t->alone[i], t->sets),
            .firm = NAN,
            .cost = o->cost ? o->cost[node] : 1.0,
        };
    }
    for (size_t i = 0; i < c.count; i++)
        c.cost += c.pick[i].cost;
    if (c.count) {
        c.cover = c.pick[c.count - 1].cover;
        c.lo = c.pick[c.count - 1].cover_in.lo;
        c.hi = c.pick[c.count - 1].cover_in.hi;
    }
    c.curve = c.pick + c.count;
    c.stop_at = choose_stop_at(c.pick, c.count, c.count);
    *ret = c;
}

static enum status opim_of(const struct findings *f, const struct choose_options *o,
                           const struct sketch_options *sketch, struct arena *a,
                           struct opim_options *ret, struct err *e)
{
    size_t n = f->scene->node_count;
    bool *allowed = arena_new(a, bool, n);
    for (uint32_t v = 0; v < n; v++)
        allowed[v] = node_is_candidate(f->scene, v) && (!o->allowed || o->allowed[v]);
    struct opim_options q = {
        .sketch = *sketch,
        .epsilon = RELAY_EPSILON,
        .delta = RELAY_DELTA,
        .sets_least = RELAY_SETS,
    };
    q.rules.k = (uint32_t)o->k;
    q.rules.allowed = allowed;
    q.rules.include = o->include;
    q.rules.include_count = o->include_count;
    if (o->cost && o->budget > 0.0) {
        q.rules.cost = o->cost;
        q.rules.budget = o->budget;
    }
    bool *can = arena_new(a, bool, n);
    memcpy(can, allowed, n * sizeof *can);
    for (size_t i = 0; i < o->include_count; i++)
        can[o->include[i]] = true;
    q.rules.n = (uint32_t)n;
    *ret = q;
    return relay_quotas(o, can, a, &ret->rules, e);
}

enum status relay_choose(const struct findings *f, const struct choose_options *o, bool lt,
                         struct arena *a, struct relay *ret, struct err *e)
{
    const struct votes *v = &f->votes;
    struct graph g;
    struct opim found;
    struct tally t;
    enum status s = choose_fits(o, e);
    if (s) return s;
    *ret = (struct relay){.choice = {.lo = NAN, .hi = NAN}};
    if (!f->ranked) return OK;
    s = includes_check(o, e);
    if (s) return s;
    progress_report(o->progress, "relays", 0, 0);
    relays_find(f->scene, v, lt, a, &g);
    double *audience = arena_new(a, double, f->scene->node_count);
    for (size_t b = 0; b < v->buyer_count; b++)
        audience[v->buyer[b]] = v->weight[b];
    struct sketch_options sketch = {
        .cascade = {.kind = lt ? CASCADE_LT : CASCADE_WEIGHTS},
        .audience = audience,
        .apart = true,
        .seed = o->seed,
        .threads = o->threads,
        .progress = o->progress,
    };
    struct opim_options q;
    s = opim_of(f, o, &sketch, a, &q, e);
    if (!s) s = opim_choose(&g, &q, a, &found, e);
    if (!s) s = tally_make(&g, &sketch, &found.seeds, a, &t, e);
    if (s) return s;
    fill(o, &q.rules, &found.seeds, &t, a, &ret->choice);
    double unit = 100.0 / v->heard;
    ret->lower = found.spread_lower * unit;
    ret->upper = found.optimum_upper * unit;
    ret->guarantee = found.guarantee;
    ret->samples = found.samples;
    ret->arcs = (size_t)g.m;
    return OK;
}

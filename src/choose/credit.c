/* credit.c - choose: whom does the log itself credit with what others did later? */
#include "choose/credit.h"

#include "base/limits.h"
#include "choose/queue.h"

#include <math.h>

enum { ITEMS_A_REPORT = 256 };

struct credit {
    const struct graph *g;
    const struct acts *acts;
    size_t *first_parent; /* [acts + 1] */
    uint32_t *parent;     /* [parents] acts; all of an act's item, before it */
    double *gamma;        /* [parents] */
    size_t *first_of;     /* [n + 1] acts of each node, in of */
    uint32_t *of;         /* [acts] */
    double *share;        /* [n] 1 / acts */
    bool *picked;         /* [n] */
    double *behind;       /* [acts] what the act is behind, by kappa: of those not picked */
    double *taken;        /* [acts] Gamma of the picks for the act */
};

/* ---- what is learned ---- */

/* While an item is gone through: the act of each node on it. */
struct scan {
    struct credit *c;
    uint32_t *act;   /* [n] */
    uint32_t *stamp; /* [n] item + 1 */
    double *delay;   /* [m of the rows in] sum, then mean */
    uint32_t *times; /* [m] */
    double *infl;    /* [n] */
};

static void enter_item(struct scan *s, uint32_t item)
{
    const struct acts *l = s->c->acts;
    for (size_t i = l->first[item]; i < l->first[item + 1]; i++) {
        s->act[l->act[i].who] = (uint32_t)i;
        s->stamp[l->act[i].who] = item + 1;
    }
}

/* The act of node w on this item when it is earlier than act i; UINT32_MAX: it is not. */
static uint32_t earlier(const struct scan *s, uint32_t w, size_t i)
{
    const struct act *act = s->c->acts->act;
    if (s->stamp[w] != act[i].item + 1) return UINT32_MAX;
    uint32_t at = s->act[w];
    return act[at].time < act[i].time ? at : UINT32_MAX;
}

static size_t learn_delays(struct scan *s)
{
    const struct graph *g = s->c->g;
    const struct acts *l = s->c->acts;
    size_t parents = 0;
    for (uint32_t item = 0; item < l->items; item++) {
        enter_item(s, item);
        for (size_t i = l->first[item]; i < l->first[item + 1]; i++) {
            uint32_t u = l->act[i].who;
            uint64_t end = rows_first(&g->in, u + 1);
            for (uint64_t j = rows_first(&g->in, u); j < end; j++) {
                uint32_t at = earlier(s, g->in.node[j], i);
                if (at == UINT32_MAX) continue;
                s->delay[j] += l->act[i].time - l->act[at].time;
                s->times[j]++;
                parents++;
            }
        }
    }
    for (uint64_t j = 0; j < g->m; j++)
        s->delay[j] /= s->times[j] ? s->times[j] : 1;
    return parents;
}

/* Each act's parents; gamma without infl for now. Counts in infl the acts that are due to one. */
static void learn_parents(struct scan *s)
{
    struct credit *c = s->c;
    const struct graph *g = c->g;
    const struct acts *l = c->acts;
    size_t n = 0;
    for (size_t i = 0; i < l->count; i++) {
        uint32_t u = l->act[i].who;
        if (i == l->first[l->act[i].item]) enter_item(s, l->act[i].item);
        uint64_t end = rows_first(&g->in, u + 1);
        bool due = false;
        c->first_parent[i] = n;
        for (uint64_t j = rows_first(&g->in, u); j < end; j++) {
            uint32_t at = earlier(s, g->in.node[j], i);
            if (at == UINT32_MAX) continue;
            double since = l->act[i].time - l->act[at].time;
            due = due || since <= s->delay[j];
            c->parent[n] = at;
            c->gamma[n++] = exp(-since / s->delay[j]);
        }
        s->infl[u] += due;
    }
    c->first_parent[l->count] = n;
}

static void finish_gamma(struct scan *s)
{
    struct credit *c = s->c;
    for (size_t i = 0; i < c->acts->count; i++) {
        uint32_t u = c->acts->act[i].who;
        size_t end = c->first_parent[i + 1];
        double part = s->infl[u] * c->share[u] / (double)(end - c->first_parent[i]);
        for (size_t j = c->first_parent[i]; j < end; j++)
            c->gamma[j] *= part;
    }
}

static void acts_of_nodes(struct credit *c, struct arena *a)
{
    const struct acts *l = c->acts;
    uint32_t n = c->g->n;
    c->first_of = arena_new(a, size_t, (size_t)n + 1);
    c->of = arena_new(a, uint32_t, l->count);
    c->share = arena_new(a, double, n);
    struct arena_mark mark = arena_mark(a);
    size_t *next = arena_new(a, size_t, n);
    for (size_t i = 0; i < l->count; i++)
        c->first_of[l->act[i].who + 1]++;
    for (uint32_t v = 0; v < n; v++) {
        if (c->first_of[v + 1]) c->share[v] = 1.0 / (double)c->first_of[v + 1];
        c->first_of[v + 1] += c->first_of[v];
        next[v] = c->first_of[v];
    }
    for (size_t i = 0; i < l->count; i++)
        c->of[next[l->act[i].who]++] = (uint32_t)i;
    arena_reset(a, mark);
}

/* ---- credit on one item ---- */

/* Backwards: what each act is behind. own: [n] what an act of a node counts; picked ones count
 * nothing and hand nothing back, for they are counted already. */
static void hand_back(const struct credit *c, uint32_t item, const double *own, double *behind)
{
    const struct acts *l = c->acts;
    size_t begin = l->first[item];
    for (size_t i = begin; i < l->first[item + 1]; i++)
        behind[i] = own ? own[l->act[i].who] : 1.0;
    for (size_t i = l->first[item + 1]; i-- > begin;) {
        if (c->picked[l->act[i].who]) continue;
        for (size_t j = c->first_parent[i]; j < c->first_parent[i + 1]; j++)
            behind[c->parent[j]] += c->gamma[j] * behind[i];
    }
}

/* Forwards: how far each act is due to the picks. */
static void hand_on(struct credit *c, uint32_t item)
{
    const struct acts *l = c->acts;
    for (size_t i = l->first[item]; i < l->first[item + 1]; i++) {
        double due = 0.0;
        for (size_t j = c->first_parent[i]; j < c->first_parent[i + 1]; j++)
            due += c->gamma[j] * c->taken[c->parent[j]];
        c->taken[i] = c->picked[l->act[i].who] ? 1.0 : due;
    }
}

/* What node v would add. */
static double gain_of(const struct credit *c, uint32_t v)
{
    double gain = 0.0;
    for (size_t i = c->first_of[v]; i < c->first_of[v + 1]; i++)
        gain += (1.0 - c->taken[c->of[i]]) * c->behind[c->of[i]];
    return gain;
}

/* ---- asked ---- */

enum status credit_learn(const struct graph *g, const struct acts *acts,
                         const struct progress *progress, struct arena *a, struct credit **ret,
                         struct err *e)
{
    struct credit *c = arena_new(a, struct credit, 1);
    struct arena scratch = {0};
    struct scan s = {.c = c};
    *c = (struct credit){.g = g, .acts = acts};
    s.act = arena_new(&scratch, uint32_t, g->n);
    s.stamp = arena_new(&scratch, uint32_t, g->n);
    s.delay = arena_new(&scratch, double, g->m);
    s.times = arena_new(&scratch, uint32_t, g->m);
    s.infl = arena_new(&scratch, double, g->n);
    progress_report(progress, "learning", 0, 2);
    size_t parents = learn_delays(&s);
    if (parents > CREDIT_PARENTS_MAX) {
        arena_free(&scratch);
        return err_set(e, TOO_MUCH,
                       "%zu times somebody acted behind one who can move them, the most are %d; "
                       "give a part of the log",
                       parents, CREDIT_PARENTS_MAX);
    }
    acts_of_nodes(c, a);
    c->first_parent = arena_new(a, size_t, acts->count + 1);
    c->parent = arena_new(a, uint32_t, parents);
    c->gamma = arena_new(a, double, parents);
    c->picked = arena_new(a, bool, g->n);
    c->behind = arena_new(a, double, acts->count);
    c->taken = arena_new(a, double, acts->count);
    learn_parents(&s);
    finish_gamma(&s);
    arena_free(&scratch);
    for (uint32_t item = 0; item < acts->items; item++) {
        if (item % ITEMS_A_REPORT == 0) {
            progress_report(progress, "handing credit back", item, acts->items);
            if (progress_stop(progress)) return err_set(e, STOPPED, "stopped while learning");
        }
        hand_back(c, item, c->share, c->behind);
    }
    *ret = c;
    return OK;
}

const double *credit_alone(const struct credit *c, struct arena *a)
{
    double *alone = arena_new(a, double, c->g->n);
    for (uint32_t v = 0; v < c->g->n; v++)
        alone[v] = gain_of(c, v);
    return alone;
}

const double *credit_acts(const struct credit *c, struct arena *a)
{
    double *credited = arena_new(a, double, c->g->n);
    struct arena_mark mark = arena_mark(a);
    double *behind = arena_new(a, double, c->acts->count);
    for (uint32_t item = 0; item < c->acts->items; item++)
        hand_back(c, item, NULL, behind);
    for (size_t i = 0; i < c->acts->count; i++)
        credited[c->acts->act[i].who] += behind[i] - 1.0;
    arena_reset(a, mark);
    return credited;
}

static void pick(struct credit *c, uint32_t v)
{
    c->picked[v] = true;
    for (size_t i = c->first_of[v]; i < c->first_of[v + 1]; i++) {
        uint32_t item = c->acts->act[c->of[i]].item;
        hand_on(c, item);
        hand_back(c, item, c->share, c->behind);
    }
}

const struct credit_pick *credit_choose(struct credit *c, uint32_t k, struct arena *a,
                                        uint32_t *ret_count)
{
    struct queue q = {.item = arena_new(a, struct queued, c->g->n)};
    struct credit_pick *picks = arena_new(a, struct credit_pick, k < c->g->n ? k : c->g->n);
    uint32_t n = 0;
    double sigma = 0.0;
    for (uint32_t v = 0; v < c->g->n; v++) {
        if (c->first_of[v + 1] == c->first_of[v]) continue;
        q.item[q.count++] = (struct queued){gain_of(c, v), UINT32_MAX - v, v};
    }
    queue_order(&q);
    while (n < k && q.count) {
        struct queued next = queue_take(&q);
        double gain = gain_of(c, next.who);
        if (gain < next.key) { /* some of it is the picks' by now */
            next.key = gain;
            queue_add(&q, next);
            continue;
        }
        sigma += gain;
        picks[n++] = (struct credit_pick){next.who, gain, sigma};
        pick(c, next.who);
    }
    *ret_count = n;
    return picks;
}

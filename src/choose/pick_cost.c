/* pick_cost.c - choose: which seeds hit most of these sets for a budget? */
#include "choose/pick_int.h"

#include <math.h>
#include <string.h>

#define NOBODY UINT32_MAX

static double cost_of(const struct search *x, uint32_t known)
{
    return x->r->cost[x->p->node[known]];
}

/* Whoever costs nothing comes first, those with more gain before others. */
static double worth(const struct search *x, uint32_t known)
{
    double cost = cost_of(x, known);
    return cost > 0 ? x->gain[known] / cost : x->gain[known] * 1e300;
}

static bool can_pay(const struct search *x, double cost)
{
    return x->got.cost + cost <= x->r->budget;
}

/* Everybody who fits the budget of the best choice, the worthiest first. */
static struct queue queue_all(struct search *x, struct arena *a)
{
    struct queue q = {.item = arena_bytes(a, (x->p->known + 1) * sizeof *q.item)};
    for (uint32_t i = 0; i < x->p->known; i++) {
        if (x->out[i] || !x->gain[i] || cost_of(x, i) > x->free_cost) continue;
        q.item[q.count++] = (struct queued){worth(x, i), x->tie[i], i};
    }
    queue_order(&q);
    return q;
}

/* The best choice adds at most what the worthiest add for the budget, the last of them in part. */
static void upper_look(struct search *x)
{
    struct arena a = {0};
    struct queue q = queue_all(x, &a);
    double sum = (double)x->got.hits;
    double left = x->free_cost;
    while (q.count && left >= 0) {
        uint32_t i = queue_take(&q).who;
        double cost = cost_of(x, i);
        double part = cost > left ? left / cost : 1.0;
        sum += part * x->gain[i];
        left -= cost;
    }
    arena_free(&a);
    double by_count = search_upper(x, search_gain_max(x));
    if (by_count < sum) sum = by_count;
    if (sum < x->got.hits_upper) x->got.hits_upper = sum;
}

/* The one who hits most and can be paid. */
static uint32_t best_single(const struct search *x)
{
    uint32_t best = NOBODY;
    for (uint32_t i = 0; i < x->p->known; i++) {
        if (x->out[i] || !x->gain[i] || !can_pay(x, cost_of(x, i))) continue;
        uint64_t tie = x->tie[i];
        if (best == NOBODY || x->gain[i] > x->gain[best] ||
            (x->gain[i] == x->gain[best] && tie > x->tie[best])) {
            best = i;
        }
    }
    return best;
}

static void greedy(struct search *x)
{
    struct arena a = {0};
    struct queue q = queue_all(x, &a);
    uint32_t look_at = 1;
    upper_look(x);
    while (q.count && x->got.count < x->room) {
        struct queued top = queue_take(&q);
        if (!x->gain[top.who] || x->out[top.who] || !can_pay(x, cost_of(x, top.who))) continue;
        double now = worth(x, top.who);
        if (now < top.key) {
            top.key = now;
            queue_add(&q, top);
            continue;
        }
        search_take_known(x, top.who);
        if (x->got.count < look_at) continue;
        upper_look(x);
        look_at = 2 * x->got.count;
    }
    upper_look(x);
    arena_free(&a);
}

void pick_by_cost(struct search *x)
{
    greedy(x);
    struct picked first = x->got;
    uint32_t *node = arena_bytes(&x->scratch, x->room * sizeof *node);
    uint32_t *gain = arena_bytes(&x->scratch, x->room * sizeof *gain);
    if (first.count) memcpy(node, first.node, first.count * sizeof *node);
    if (first.count) memcpy(gain, first.gain, first.count * sizeof *gain);
    search_again(x);
    uint32_t single = best_single(x);
    if (single != NOBODY && x->got.count < x->room) search_take_known(x, single);
    greedy(x);
    if (x->got.hits > first.hits) return;
    double upper = x->got.hits_upper;
    if (first.count) memcpy(x->got.node, node, first.count * sizeof *node);
    if (first.count) memcpy(x->got.gain, gain, first.count * sizeof *gain);
    x->got.count = first.count;
    x->got.hits = first.hits;
    x->got.cost = first.cost;
    x->got.hits_upper = upper;
}

/* greedy.c - choose: who comes next when each pick must add most? */
#include "choose/greedy.h"

#include <math.h>

struct entry {
    double key; /* gain, or gain per cost, when `taken` people were taken */
    uint32_t candidate;
    uint32_t taken;
};

struct search {
    const struct cover *c;
    const struct greedy_rules *r;
    bool by_ratio;
    bool free;     /* past k: only the quotas' upper limits still hold */
    size_t places; /* left */
    double money;  /* left */
    size_t *have;  /* [quota_count] members taken */
    bool *taken;   /* [count] */
    size_t taken_count;
    struct uncovered left;
    struct entry *heap; /* best first */
    size_t heap_count;
    const uint32_t *serving; /* [serving_count] members of any at-least quota */
    size_t serving_count;
    double shut; /* nobody outside all quotas at this cost or above fits beside the reserve */
    size_t *planned_have; /* [quota_count] scratch of reserve_fits */
    bool *planned;        /* [count] scratch of reserve_fits, false between calls */
};

/* ---- the heap ---- */

static bool entry_before(struct entry a, struct entry b)
{
    return a.key > b.key || (a.key == b.key && a.candidate < b.candidate);
}

static void heap_sink(struct entry *heap, size_t count, size_t at)
{
    for (;;) {
        size_t best = at;
        for (size_t child = 2 * at + 1; child <= 2 * at + 2 && child < count; child++) {
            if (entry_before(heap[child], heap[best])) best = child;
        }
        if (best == at) return;
        struct entry swap = heap[at];
        heap[at] = heap[best];
        heap[best] = swap;
        at = best;
    }
}

static double key_now(const struct search *s, uint32_t candidate)
{
    double gain = cover_gain(s->c, &s->left, candidate);
    return s->by_ratio ? gain / s->r->cost[candidate] : gain;
}

/* All who are not yet taken; only includes when asked. */
static void heap_fill(struct search *s, bool only_includes)
{
    s->heap_count = 0;
    for (uint32_t i = 0; i < s->c->count; i++) {
        if (s->taken[i] || (only_includes && !s->r->include[i])) continue;
        s->heap[s->heap_count++] = (struct entry){key_now(s, i), i, (uint32_t)s->taken_count};
    }
    for (size_t i = s->heap_count / 2; i-- > 0;)
        heap_sink(s->heap, s->heap_count, i);
}

/* ---- the rules ---- */

/* Open at-least quotas that this person would serve. */
static size_t serves(const struct search *s, const size_t have[], uint32_t candidate)
{
    size_t n = 0;
    for (size_t q = 0; q < s->r->quota_count; q++) {
        n += have[q] < s->r->quota[q].least && s->r->quota[q].member[candidate];
    }
    return n;
}

static bool has_room(const struct search *s, const size_t have[], uint32_t candidate)
{
    for (size_t q = 0; q < s->r->quota_count; q++) {
        if (s->r->quota[q].member[candidate] && have[q] >= s->r->quota[q].most) return false;
    }
    return true;
}

static void count_in(const struct search *s, size_t have[], uint32_t candidate)
{
    for (size_t q = 0; q < s->r->quota_count; q++)
        have[q] += s->r->quota[q].member[candidate];
}

static bool any_open(const struct search *s, const size_t have[])
{
    for (size_t q = 0; q < s->r->quota_count; q++) {
        if (have[q] < s->r->quota[q].least) return true;
    }
    return false;
}

/* Who is planned next: serves most open quotas, of these the cheapest; UINT32_MAX: nobody fits. */
static uint32_t plan_next(const struct search *s, double money)
{
    uint32_t best = UINT32_MAX;
    size_t best_serves = 0;
    for (size_t i = 0; i < s->serving_count; i++) {
        uint32_t c = s->serving[i];
        if (s->taken[c] || s->planned[c] || s->r->cost[c] > money) continue;
        size_t n = serves(s, s->planned_have, c);
        if (n == 0 || n < best_serves || !has_room(s, s->planned_have, c)) continue;
        if (n > best_serves || s->r->cost[c] < s->r->cost[best]) {
            best = c;
            best_serves = n;
        }
    }
    return best;
}

/* Can the open quotas still be filled when `also` (UINT32_MAX: nobody) is taken? */
static bool reserve_fits(struct search *s, uint32_t also, struct arena *a)
{
    size_t places = s->places;
    double money = s->money;
    struct arena_mark mark = arena_mark(a);
    uint32_t *plan = arena_new(a, uint32_t, s->places + 1);
    size_t planned = 0;
    for (size_t q = 0; q < s->r->quota_count; q++)
        s->planned_have[q] = s->have[q];
    uint32_t next = also;
    bool fits = true;
    for (;;) {
        if (next != UINT32_MAX) {
            places--;
            money -= s->r->cost[next];
            s->planned[next] = true;
            plan[planned++] = next;
            count_in(s, s->planned_have, next);
        }
        if (!any_open(s, s->planned_have)) break;
        next = places > 0 ? plan_next(s, money) : UINT32_MAX;
        fits = next != UINT32_MAX;
        if (!fits) break;
    }
    for (size_t i = 0; i < planned; i++)
        s->planned[plan[i]] = false;
    arena_reset(a, mark);
    return fits;
}

/* Who may not now never may: places, money and the quotas' room only shrink. */
static bool may_take(struct search *s, uint32_t candidate, struct arena *a)
{
    if (!has_room(s, s->have, candidate)) return false;
    if (s->free) return true;
    double cost = s->r->cost[candidate];
    if (s->places == 0 || cost > s->money) return false;
    if (s->serving_count == 0) return true;
    bool helps = serves(s, s->have, candidate) > 0;
    if (!helps && cost >= s->shut) return false;
    if (reserve_fits(s, candidate, a)) return true;
    bool plain = true; /* in no quota: whoever costs as much fits no better */
    for (size_t q = 0; q < s->r->quota_count; q++)
        plain &= !s->r->quota[q].member[candidate];
    if (plain && cost < s->shut) s->shut = cost;
    return false;
}

/* ---- the picks ---- */

static void take(struct search *s, uint32_t candidate, struct greedy_pick *ret)
{
    ret->candidate = candidate;
    ret->gain = cover_gain(s->c, &s->left, candidate);
    cover_take(s->c, &s->left, candidate);
    ret->cover = cover_total(s->c, &s->left);
    s->taken[candidate] = true;
    s->taken_count++;
    count_in(s, s->have, candidate);
    if (s->free) return;
    s->places--;
    s->money -= s->r->cost[candidate];
}

/* Takes at most `most` of the heap, best first; returns how many. */
static size_t take_best(struct search *s, size_t most, bool forced, struct arena *a,
                        struct greedy_pick *ret)
{
    size_t count = 0;
    while (count < most && s->heap_count > 0) {
        struct entry *top = &s->heap[0];
        if (top->taken != s->taken_count) {
            top->key = key_now(s, top->candidate);
            top->taken = (uint32_t)s->taken_count;
            heap_sink(s->heap, s->heap_count, 0);
            continue;
        }
        uint32_t candidate = top->candidate;
        *top = s->heap[--s->heap_count];
        heap_sink(s->heap, s->heap_count, 0);
        if (forced || may_take(s, candidate, a)) take(s, candidate, &ret[count++]);
    }
    return count;
}

static void list_serving(struct search *s, struct arena *a)
{
    uint32_t *serving = arena_new(a, uint32_t, s->c->count);
    for (uint32_t i = 0; i < s->c->count; i++) {
        bool in = false;
        for (size_t q = 0; q < s->r->quota_count; q++) {
            in |= s->r->quota[q].least > 0 && s->r->quota[q].member[i];
        }
        if (in) serving[s->serving_count++] = i;
    }
    s->serving = serving;
}

static void search_run(const struct cover *c, const struct greedy_rules *r, bool by_ratio,
                       struct arena *a, struct greedy *ret)
{
    struct search s = {.c = c, .r = r, .by_ratio = by_ratio, .shut = INFINITY};
    s.places = r->k < c->count ? r->k : c->count;
    s.money = r->budget * (1.0 + 1e-9); /* three times .1 is a little more than .3 */
    s.have = arena_new(a, size_t, r->quota_count);
    s.planned_have = arena_new(a, size_t, r->quota_count);
    s.taken = arena_new(a, bool, c->count);
    s.planned = arena_new(a, bool, c->count);
    s.heap = arena_new(a, struct entry, c->count + 1);
    s.left = uncovered_all(c, a);
    list_serving(&s, a);
    *ret = (struct greedy){.pick = arena_new(a, struct greedy_pick, s.places + r->curve)};

    heap_fill(&s, true);
    ret->count = take_best(&s, s.places, true, a, ret->pick);
    ret->met = !any_open(&s, s.have) || reserve_fits(&s, UINT32_MAX, a);
    if (!ret->met) {
        ret->count = 0;
        return;
    }
    heap_fill(&s, false);
    ret->count += take_best(&s, s.places, false, a, ret->pick + ret->count);
    for (size_t i = 0; i < ret->count; i++)
        ret->cost += r->cost[ret->pick[i].candidate];
    ret->cover = ret->count > 0 ? ret->pick[ret->count - 1].cover : 0.0;
    if (r->curve == 0) return;
    s.free = true;
    heap_fill(&s, false);
    ret->curve_count = take_best(&s, r->curve, false, a, ret->pick + ret->count);
}

void greedy_find(const struct cover *c, const struct greedy_rules *rules, struct arena *a,
                 struct greedy *ret)
{
    search_run(c, rules, false, a, ret);
    if (isinf(rules->budget)) return;
    struct greedy other;
    search_run(c, rules, true, a, &other);
    if (other.met && other.cover > ret->cover) *ret = other;
}

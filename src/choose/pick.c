/* pick.c - choose: which seeds hit most of these sets? */
#include "choose/pick_int.h"

#include <math.h>
#include <string.h>

#define NOBODY UINT32_MAX
enum { UPPER_STEPS = 12 };

/* ---- the search: what each adds ---- */

void search_again(struct search *x)
{
    const struct pick_rules *r = x->r;
    for (uint32_t i = 0; i < x->p->known; i++) {
        x->gain[i] = x->shelf->holds[i];
        x->out[i] = r->allowed && !r->allowed[x->p->node[i]];
    }
    for (uint32_t i = 0; i < x->got.count; i++)
        x->taken[x->got.node[i]] = false;
    shelf_clear(x->shelf);
    x->got.count = 0;
    x->got.hits = x->p->met;
    x->got.cost = 0;
    x->places = places_new(r, x->room, &x->scratch);
    for (size_t i = 0; i < r->include_count; i++)
        search_take(x, r->include[i]);
    x->allowed = places_new(r, x->room, &x->scratch);
    places_copy(&x->allowed, &x->places, r);
    x->free_cost = r->cost ? r->budget - x->got.cost : 0;
    for (size_t i = 0; i < x->sure_count; i++)
        search_take(x, x->sure[i]);
}

void search_take_known(struct search *x, uint32_t known)
{
    uint32_t node = x->p->node[known];
    x->got.hits += x->gain[known];
    x->got.gain[x->got.count] = x->gain[known];
    shelf_take(x->shelf, known, x->gain);
    x->out[known] = true;
    x->taken[node] = true;
    places_take(&x->places, x->r, node);
    x->got.node[x->got.count++] = node;
    if (x->r->cost) x->got.cost += x->r->cost[node];
}

void search_take(struct search *x, uint32_t node)
{
    if (x->taken[node] || x->got.count == x->room) return;
    if (x->p->number[node]) {
        search_take_known(x, x->p->number[node] - 1);
        return;
    }
    x->taken[node] = true;
    places_take(&x->places, x->r, node);
    x->got.gain[x->got.count] = 0;
    x->got.node[x->got.count++] = node;
    if (x->r->cost) x->got.cost += x->r->cost[node];
}

static uint64_t tie_of(const struct pick_rules *r, uint32_t node)
{
    uint64_t degree = r->out ? rows_count(r->out, node) : 0;
    if (degree > UINT32_MAX) degree = UINT32_MAX;
    return degree << 32 | (UINT32_MAX - node);
}

/* ---- what nobody can beat ---- */

uint32_t search_gain_max(const struct search *x)
{
    uint32_t most = 0;
    for (uint32_t i = 0; i < x->p->known; i++) {
        if (!x->out[i] && x->gain[i] > most) most = x->gain[i];
    }
    return most;
}

/* The largest gains for so many places. */
static double gains_largest(const struct search *x, const uint32_t have[], uint32_t most)
{
    double sum = 0;
    uint64_t left = x->allowed.left;
    for (uint32_t g = most; g > 0 && left > 0; g--) {
        uint64_t fit = have[g] < left ? have[g] : left;
        sum += (double)fit * g;
        left -= fit;
    }
    return sum;
}

/* The same where the quotas must fit: in a matroid taking the largest that fits is best. */
static double gains_fitting(const struct search *x, const uint32_t have[], uint32_t most,
                            struct arena *a)
{
    const struct pick_rules *r = x->r;
    uint32_t *from = arena_new(a, uint32_t, (size_t)most + 1); /* people of more gain */
    uint32_t *who = arena_new(a, uint32_t, x->p->known);
    for (uint32_t g = most; g > 1; g--)
        from[g - 1] = from[g] + have[g];
    uint32_t count = most ? from[1] + have[1] : 0;
    for (uint32_t i = 0; i < x->p->known; i++) {
        if (!x->out[i] && x->gain[i]) who[from[x->gain[i]]++] = i;
    }
    struct places p = places_new(r, x->room, a);
    places_copy(&p, &x->allowed, r);
    double sum = 0;
    for (uint32_t i = 0; i < count && p.left; i++) {
        uint32_t node = x->p->node[who[i]];
        if (!places_fit(&p, r, node)) continue;
        places_take(&p, r, node);
        sum += x->gain[who[i]];
    }
    return sum;
}

/* People of each gain up to `most`, in have. Most gains are small: four counters each, as one alone
 * would wait for itself. */
static void gains_count(const struct search *x, uint32_t have[], uint32_t most)
{
    enum { LOW = 64 };
    uint32_t low[4][LOW] = {0};
    for (uint32_t i = 0; i < x->p->known; i++) {
        if (x->out[i]) continue;
        uint32_t gain = x->gain[i];
        if (gain < LOW) {
            low[i % 4][gain]++;
        } else {
            have[gain]++;
        }
    }
    for (uint32_t g = 0; g < LOW && g <= most; g++)
        have[g] += low[0][g] + low[1][g] + low[2][g] + low[3][g];
}

double search_upper(const struct search *x, uint32_t most)
{
    struct arena a = {0};
    uint32_t *have = arena_new(&a, uint32_t, (size_t)most + 1); /* people of each gain */
    gains_count(x, have, most);
    double sum = (double)x->got.hits;
    sum += x->r->quota_count ? gains_fitting(x, have, most, &a) : gains_largest(x, have, most);
    arena_free(&a);
    return sum < (double)x->p->sets ? sum : (double)x->p->sets;
}

/* ---- greedy, level by level ---- */

struct levels {
    struct search *x;
    uint32_t *head;      /* [most + 1] people who once had this gain, or NOBODY */
    uint32_t *next;      /* [known] */
    struct queue same;   /* those of the level at work */
    uint32_t upper_next; /* seeds at which the bound is looked at again */
    uint32_t upper_step;
};

static void level_put(struct levels *l, uint32_t known)
{
    uint32_t gain = l->x->gain[known];
    l->next[known] = l->head[gain];
    l->head[gain] = known;
}

static void upper_look(struct levels *l, uint32_t level)
{
    struct search *x = l->x;
    if (x->got.count < l->upper_next && x->got.count < x->room) return;
    l->upper_next = x->got.count + l->upper_step;
    /* Quotas may pass over people who gain more. */
    double upper = search_upper(x, x->r->quota_count ? search_gain_max(x) : level);
    if (upper < x->got.hits_upper) x->got.hits_upper = upper;
}

/* Those whose gain has sunk since wait at their new level. */
static void level_gather(struct levels *l, uint32_t level)
{
    struct search *x = l->x;
    l->same.count = 0;
    for (uint32_t i = l->head[level]; i != NOBODY;) {
        uint32_t after = l->next[i];
        if (x->gain[i] == level) {
            l->same.item[l->same.count++] = (struct queued){.tie = x->tie[i], .who = i};
        } else {
            level_put(l, i);
        }
        i = after;
    }
    queue_order(&l->same);
}

static void level_pick(struct levels *l, uint32_t level)
{
    struct search *x = l->x;
    while (l->same.count && x->got.count < x->room) {
        uint32_t i = queue_take(&l->same).who;
        if (x->gain[i] != level) {
            level_put(l, i);
            continue;
        }
        if (!places_fit(&x->places, x->r, x->p->node[i])) continue;
        search_take_known(x, i);
        upper_look(l, level);
    }
}

static void pick_by_gain(struct search *x)
{
    uint32_t most = search_gain_max(x);
    struct levels l = {.x = x, .upper_step = (uint32_t)(x->room / UPPER_STEPS) + 1};
    l.head = arena_bytes(&x->scratch, ((size_t)most + 1) * sizeof *l.head);
    l.next = arena_bytes(&x->scratch, x->p->known * sizeof *l.next);
    l.same.item = arena_bytes(&x->scratch, x->p->known * sizeof *l.same.item);
    memset(l.head, 0xff, ((size_t)most + 1) * sizeof *l.head);
    for (uint32_t i = 0; i < x->p->known; i++) {
        if (!x->out[i]) level_put(&l, i);
    }
    upper_look(&l, most);
    for (uint32_t level = most; level > 0 && x->got.count < x->room; level--) {
        level_gather(&l, level);
        level_pick(&l, level);
    }
    double upper = search_upper(x, search_gain_max(x));
    if (upper < x->got.hits_upper) x->got.hits_upper = upper;
}

static bool may_fill(const struct search *x, uint32_t v)
{
    return !x->taken[v] && (!x->r->allowed || x->r->allowed[v]);
}

/* Everybody in order, until the places are full. */
static void fill_quotas(struct search *x)
{
    const struct pick_rules *r = x->r;
    struct queue all = {.item = arena_bytes(&x->scratch, r->n * sizeof *all.item)};
    for (uint32_t v = 0; v < r->n; v++) {
        if (may_fill(x, v)) all.item[all.count++] = (struct queued){.tie = tie_of(r, v), .who = v};
    }
    queue_order(&all);
    while (all.count && x->places.left) {
        uint32_t v = queue_take(&all).who;
        if (places_fit(&x->places, r, v)) search_take(x, v);
    }
}

/* A queue of the best `left`, the worst of them on top: keys are turned round. */
static void fill_any(struct search *x, size_t left)
{
    struct queue best = {.item = arena_bytes(&x->scratch, (left + 1) * sizeof *best.item)};
    for (uint32_t v = 0; v < x->r->n; v++) {
        if (!may_fill(x, v)) continue;
        struct queued one = {.tie = UINT64_MAX - tie_of(x->r, v), .who = v};
        if (best.count == left) {
            if (one.tie > best.item[0].tie) continue;
            (void)queue_take(&best);
        }
        queue_add(&best, one);
    }
    uint32_t *who = arena_bytes(&x->scratch, (left + 1) * sizeof *who);
    size_t count = best.count;
    for (size_t i = count; i-- > 0;)
        who[i] = queue_take(&best).who;
    for (size_t i = 0; i < count; i++)
        search_take(x, who[i]);
}

/* People of no further use fill up what is left: those with most arcs out. */
static void fill(struct search *x)
{
    size_t left = x->room - x->got.count;
    if (!left || x->r->cost) return;
    if (x->r->quota_count) {
        fill_quotas(x);
    } else {
        fill_any(x, left);
    }
}

/* ---- a pool, again and again ---- */

struct picker {
    const struct pool *p;
    const struct pick_rules *r;
    const uint32_t *sure; /* [sure_count] */
    size_t sure_count;
    struct arena memory;
    struct shelf shelf;
    uint64_t *tie; /* [tied] */
    uint32_t tied;
    size_t tie_room;
};

struct picker *picker_new(const struct pool *p, const struct pick_rules *r, const uint32_t sure[],
                          size_t sure_count, struct arena *a)
{
    struct picker *k = arena_new(a, struct picker, 1);
    k->p = p;
    k->r = r;
    k->sure = sure;
    k->sure_count = sure_count;
    k->shelf.pool = p;
    return k;
}

void picker_close(struct picker *k)
{
    if (!k) return;
    arena_free(&k->shelf.memory);
    arena_free(&k->memory);
}

double picker_walked(const struct picker *k, const uint32_t node[], size_t count)
{
    struct arena a = {0};
    bool *end = arena_new(&a, bool, k->p->known);
    for (size_t i = 0; i < count; i++) {
        if (k->p->number[node[i]]) end[k->p->number[node[i]] - 1] = true;
    }
    uint64_t walked = k->p->walked - k->p->entries + shelf_walked(&k->shelf, end);
    arena_free(&a);
    return (double)walked;
}

static void ties_know(struct picker *k)
{
    if (k->p->known > k->tie_room) {
        size_t room = 2 * (size_t)k->p->known;
        k->tie = arena_grow(&k->memory, k->tie, k->tied * sizeof *k->tie, room * sizeof *k->tie);
        k->tie_room = room;
    }
    for (; k->tied < k->p->known; k->tied++)
        k->tie[k->tied] = tie_of(k->r, k->p->node[k->tied]);
}

struct picked picker_pick(struct picker *k, struct arena *a)
{
    struct search x = {.p = k->p, .r = k->r, .sure = k->sure, .sure_count = k->sure_count};
    x.shelf = &k->shelf;
    shelf_fill(&k->shelf);
    ties_know(k);
    x.tie = k->tie;
    x.room = k->r->k < k->r->n ? k->r->k : k->r->n;
    x.gain = arena_bytes(&x.scratch, k->p->known * sizeof *x.gain);
    x.out = arena_bytes(&x.scratch, k->p->known * sizeof *x.out);
    x.taken = arena_new(&x.scratch, bool, k->r->n);
    x.got.node = arena_new(a, uint32_t, x.room);
    x.got.gain = arena_new(a, uint32_t, x.room);
    x.got.hits_upper = (double)k->p->sets;
    search_again(&x);
    if (k->r->cost) {
        pick_by_cost(&x);
    } else {
        pick_by_gain(&x);
    }
    fill(&x);
    arena_free(&x.scratch);
    return x.got;
}

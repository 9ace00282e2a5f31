/* pick.c - choose: which seeds hit most of these sets? */
#include "choose/pick_int.h"

#include <math.h>
#include <string.h>

enum { UPPER_STEPS = 16, NOBODY = UINT32_MAX };

/* ---- the search: who is in which set, and what each adds ---- */

static void views_make(struct search *x)
{
    uint64_t at = 0;
    x->set = arena_bytes(&x->scratch, x->p->sets * sizeof *x->set);
    for (size_t b = 0; b < x->p->batch_count; b++) {
        const struct batch *batch = &x->p->batch[b];
        const uint32_t *member = batch->node;
        for (uint32_t i = 0; i < batch->sets; i++) {
            x->set[at++] = (struct set_view){member, batch->size[i], false};
            member += batch->size[i];
        }
    }
}

/* Counted two places behind, so that filling moves each start to where it belongs. */
static void index_make(struct search *x)
{
    uint32_t known = x->p->known;
    x->first = arena_new(&x->scratch, uint64_t, (size_t)known + 2);
    x->set_of = arena_bytes(&x->scratch, x->p->entries * sizeof *x->set_of);
    for (size_t b = 0; b < x->p->batch_count; b++) {
        const struct batch *batch = &x->p->batch[b];
        for (uint64_t i = 0; i < batch->entries; i++)
            x->first[batch->node[i] + 2]++;
    }
    for (uint32_t i = 1; i <= known + 1; i++)
        x->first[i] += x->first[i - 1];
    for (uint64_t s = 0; s < x->p->sets; s++) {
        for (uint32_t i = 0; i < x->set[s].size; i++)
            x->set_of[x->first[x->set[s].member[i] + 1]++] = (uint32_t)s;
    }
}

void search_again(struct search *x)
{
    const struct pick_rules *r = x->r;
    for (uint64_t s = 0; s < x->p->sets; s++)
        x->set[s].hit = false;
    for (uint32_t i = 0; i < x->p->known; i++) {
        x->gain[i] = (uint32_t)(x->first[i + 1] - x->first[i]);
        x->out[i] = r->allowed && !r->allowed[x->p->node[i]];
    }
    for (uint32_t i = 0; i < x->got.count; i++)
        x->taken[x->got.node[i]] = false;
    x->got.count = 0;
    x->got.hits = 0;
    x->got.cost = 0;
    for (size_t i = 0; i < r->include_count; i++)
        search_take(x, r->include[i]);
    x->included = x->got.count;
    x->free_cost = r->cost ? r->budget - x->got.cost : 0;
}

void search_open(struct search *x, const struct pool *p, const struct pick_rules *r,
                 struct arena *a)
{
    *x = (struct search){.p = p, .r = r, .room = r->k < r->n ? r->k : r->n};
    views_make(x);
    index_make(x);
    x->gain = arena_bytes(&x->scratch, p->known * sizeof *x->gain);
    x->out = arena_bytes(&x->scratch, p->known * sizeof *x->out);
    x->taken = arena_new(&x->scratch, bool, r->n);
    x->got.node = arena_new(a, uint32_t, x->room);
    x->got.hits_upper = (double)p->sets;
    search_again(x);
}

void search_take_known(struct search *x, uint32_t known)
{
    uint32_t node = x->p->node[known];
    for (uint64_t i = x->first[known]; i < x->first[known + 1]; i++) {
        struct set_view *set = &x->set[x->set_of[i]];
        if (set->hit) continue;
        set->hit = true;
        x->got.hits++;
        for (uint32_t j = 0; j < set->size; j++)
            x->gain[set->member[j]]--;
    }
    x->out[known] = true;
    x->taken[node] = true;
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
    x->got.node[x->got.count++] = node;
    if (x->r->cost) x->got.cost += x->r->cost[node];
}

uint64_t search_tie(const struct search *x, uint32_t node)
{
    uint64_t degree = x->r->out ? rows_count(x->r->out, node) : 0;
    if (degree > UINT32_MAX) degree = UINT32_MAX;
    return degree << 32 | (UINT32_MAX - node);
}

/* ---- what nobody can beat ---- */

static uint32_t gain_max(const struct search *x)
{
    uint32_t most = 0;
    for (uint32_t i = 0; i < x->p->known; i++) {
        if (!x->out[i] && x->gain[i] > most) most = x->gain[i];
    }
    return most;
}

double search_upper(const struct search *x)
{
    uint32_t most = gain_max(x);
    struct arena a = {0};
    uint32_t *have = arena_new(&a, uint32_t, (size_t)most + 1); /* people of each gain */
    for (uint32_t i = 0; i < x->p->known; i++) {
        if (!x->out[i]) have[x->gain[i]]++;
    }
    double sum = 0;
    uint64_t left = x->room - x->included;
    for (uint32_t g = most; g > 0 && left > 0; g--) {
        uint64_t fit = have[g] < left ? have[g] : left;
        sum += (double)fit * g;
        left -= fit;
    }
    arena_free(&a);
    sum += (double)x->got.hits;
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

static void upper_look(struct levels *l)
{
    struct search *x = l->x;
    if (x->got.count < l->upper_next && x->got.count < x->room) return;
    l->upper_next = x->got.count + l->upper_step;
    double upper = search_upper(x);
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
            l->same.item[l->same.count++] =
                (struct queued){.tie = search_tie(x, x->p->node[i]), .who = i};
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
        search_take_known(x, i);
        upper_look(l);
    }
}

static void pick_by_gain(struct search *x)
{
    uint32_t most = gain_max(x);
    struct levels l = {.x = x, .upper_step = (uint32_t)(x->room / UPPER_STEPS) + 1};
    l.head = arena_bytes(&x->scratch, ((size_t)most + 1) * sizeof *l.head);
    l.next = arena_bytes(&x->scratch, x->p->known * sizeof *l.next);
    l.same.item = arena_bytes(&x->scratch, x->p->known * sizeof *l.same.item);
    memset(l.head, 0xff, ((size_t)most + 1) * sizeof *l.head);
    for (uint32_t i = 0; i < x->p->known; i++) {
        if (!x->out[i]) level_put(&l, i);
    }
    upper_look(&l);
    for (uint32_t level = most; level > 0 && x->got.count < x->room; level--) {
        level_gather(&l, level);
        level_pick(&l, level);
    }
    double upper = search_upper(x);
    if (upper < x->got.hits_upper) x->got.hits_upper = upper;
}

/* A queue of the best `left`, the worst of them on top: keys are turned round. */
void search_fill(struct search *x)
{
    size_t left = x->room - x->got.count;
    const struct pick_rules *r = x->r;
    if (!left || r->cost) return;
    struct queue best = {.item = arena_bytes(&x->scratch, (left + 1) * sizeof *best.item)};
    for (uint32_t v = 0; v < r->n; v++) {
        if (x->taken[v] || (r->allowed && !r->allowed[v])) continue;
        queue_add(&best, (struct queued){.tie = UINT64_MAX - search_tie(x, v), .who = v});
        if (best.count > left) (void)queue_take(&best);
    }
    uint32_t *who = arena_bytes(&x->scratch, (left + 1) * sizeof *who);
    size_t count = best.count;
    for (size_t i = count; i-- > 0;)
        who[i] = queue_take(&best).who;
    for (size_t i = 0; i < count; i++)
        search_take(x, who[i]);
}

struct picked pick_seeds(const struct pool *p, const struct pick_rules *r, struct arena *a)
{
    struct search x;
    search_open(&x, p, r, a);
    if (r->cost) {
        pick_by_cost(&x);
    } else {
        pick_by_gain(&x);
    }
    search_fill(&x);
    arena_free(&x.scratch);
    return x.got;
}

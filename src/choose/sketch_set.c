/* sketch_set.c - choose: reverse-reachable sets, many at a time */
#include "choose/sketch_int.h"

#include <string.h>

#define INLINE static inline __attribute__((always_inline))
#define STEP 0x9e3779b97f4a7c15u
#define ARCS_ROOM ((size_t)FLIGHT_MAX + LIVE_MAX + 1)

enum { ROWS_AHEAD = 8 }; /* in a large set: what was asked for with a member is forgotten by then */

/* What the loops are made for: each combination that is used gets code of its own. */
struct made_for {
    enum cascade_kind kind;
    bool narrow; /* rows begin in 32 bits */
    bool goal;
    bool weighed; /* arcs have weights of their own */
};

void drawer_ready(struct drawer *w, const struct sketch *s)
{
    if (w->lane) return;
    w->lane = arena_new(&w->scratch, struct lane, s->lanes);
    w->arc = arena_bytes(&w->scratch, CREWS * ARCS_ROOM * sizeof *w->arc);
    w->need = arena_bytes(&w->scratch, CREWS * ARCS_ROOM * sizeof *w->need);
    w->start = arena_bytes(&w->scratch, SKETCH_BATCH_MAX * sizeof *w->start);
    w->root = arena_bytes(&w->scratch, SKETCH_BATCH_MAX * sizeof *w->root);
    w->room = 1 << 14;
    w->done = arena_bytes(&w->scratch, w->room * sizeof *w->done);
}

INLINE uint64_t next(uint64_t *random)
{
    *random += STEP;
    return draw_mix(*random);
}

INLINE bool in_goal(const uint64_t *goal, uint32_t v)
{
    return goal[v >> 6] >> (v & 63) & 1;
}

INLINE void row_of(const struct graph_rows *in, uint32_t v, bool narrow, uint64_t *at,
                   uint64_t *end)
{
    *at = narrow ? in->first32[v] : in->first64[v];
    *end = narrow ? in->first32[v + 1] : in->first64[v + 1];
}

/* u's turn comes in a round or more. */
INLINE void row_ask(const struct sketch *s, uint32_t u, struct made_for f)
{
    if (f.narrow) {
        __builtin_prefetch(s->g->in.first32 + u);
    } else {
        __builtin_prefetch(s->g->in.first64 + u);
    }
    if (f.weighed) __builtin_prefetch(s->weigh.bound + u);
    if (f.weighed && f.kind == CASCADE_LT) __builtin_prefetch(s->weigh.stop + u);
}

/* ---- which arcs are live: each function draws up to about `most` arcs of one set ---- */

/* An arc of d by 32 bits: none is more than 2^-12 of its chance likelier than another. */
INLINE uint64_t arc_of(uint64_t bits, uint64_t d)
{
    __extension__ typedef unsigned __int128 wide;
    if (d >> 20) return (uint64_t)((wide)bits * d >> 64);
    return (bits & UINT32_MAX) * d >> 32;
}

/* `live` different arcs of a row of d; the first is drawn. */
static uint32_t wc_many(const uint32_t **arc, const uint32_t *row, uint64_t d, uint32_t live,
                        uint64_t *random)
{
    for (uint32_t i = 1; i < live;) {
        const uint32_t *other = row + arc_of(next(random), d);
        uint32_t j = 0;
        while (j < i && arc[j] != other)
            j++;
        if (j == i) arc[i++] = other;
    }
    return live;
}

INLINE uint32_t wc_draw(const struct sketch *s, struct lane *l, const uint32_t **arc, uint32_t most,
                        struct made_for f)
{
    const struct graph_rows *in = &s->g->in;
    uint32_t got = 0;
    uint32_t head = l->head;
    uint32_t count = l->count;
    uint64_t random = l->random;
    while (head < count && got < most) {
        uint64_t at;
        uint64_t end;
        uint32_t live;
        if (head + ROWS_AHEAD < count) row_ask(s, l->node[head + ROWS_AHEAD], f);
        row_of(in, l->node[head++], f.narrow, &at, &end);
        uint64_t d = end - at;
        uint64_t bits = next(&random);
        arc[got] = in->node + at + arc_of(d >> 20 ? draw_mix(bits) : bits, d);
        if (live_quick(&s->live, d, (uint32_t)(bits >> 33), &live)) {
            got += live;
            continue;
        }
        live = live_count(&s->live, d, (uint32_t)(bits >> 33));
        if (live) got += wc_many(arc + got, in->node + at, d, live, &random);
    }
    l->head = head;
    l->random = random;
    return got;
}

/* The next row of the set, or false. */
INLINE bool row_open(const struct sketch *s, struct lane *l, struct made_for f)
{
    if (l->head == l->count) return false;
    if (l->head + ROWS_AHEAD < l->count) row_ask(s, l->node[l->head + ROWS_AHEAD], f);
    uint32_t v = l->node[l->head++];
    row_of(&s->g->in, v, f.narrow, &l->row, &l->row_end);
    l->row_node = s->g->in.node;
    l->row_weigh = NULL;
    if (f.kind != CASCADE_WEIGHTS) return true;
    l->bound = s->weigh.bound[v];
    if (!(l->bound & WEIGH_OWN)) return true;
    uint32_t own = l->bound & ~WEIGH_OWN;
    l->row = s->weigh.own_first[own];
    l->row_end = s->weigh.own_first[own + 1];
    l->row_node = s->weigh.own_node;
    l->row_weigh = s->weigh.own_weight;
    return true;
}

static uint32_t uniform_draw(const struct sketch *s, struct lane *l, const uint32_t **arc,
                             uint32_t most, struct made_for f)
{
    uint32_t got = 0;
    uint64_t random = l->random;
    while (got < most) {
        uint64_t left = l->row_end - l->row;
        if (!left) {
            if (!row_open(s, l, f)) break;
            continue;
        }
        double x = draw_open(next(&random));
        double failed = (double)left;
        if (left >= LIVE_TABLE || x > s->none[left])
            failed = draw_exponential(&s->logs, x) * s->gap;
        if (failed >= (double)left) {
            l->row = l->row_end;
            continue;
        }
        l->row += (uint64_t)failed;
        arc[got++] = l->row_node + l->row++;
    }
    l->random = random;
    return got;
}

static uint32_t weights_draw(const struct sketch *s, struct lane *l, const uint32_t **arc,
                             double *need, uint32_t most, struct made_for f)
{
    uint32_t got = 0;
    uint64_t random = l->random;
    while (got < most) {
        uint64_t left = l->row_end - l->row;
        if (!left) {
            if (!row_open(s, l, f)) break;
            continue;
        }
        if (l->row_weigh) l->bound = weigh_bound(l->row_weigh[l->row]);
        double x = draw_open(next(&random));
        double failed = draw_exponential(&s->logs, x) * s->gap_of[l->bound >> WEIGH_SHIFT];
        if (failed >= (double)left) {
            l->row = l->row_end;
            continue;
        }
        l->row += (uint64_t)failed;
        arc[got] = l->row_node + l->row;
        need[got] = (double)(next(&random) >> 12) * 0x1p-52 * (double)weigh_float(l->bound);
        if (!l->row_weigh) {
            got++;
        } else if ((double)l->row_weigh[l->row] > need[got]) {
            need[got++] = -1;
        }
        l->row++;
    }
    l->random = random;
    return got;
}

/* lt, a row with running sums: the arc that holds a uniform number, if any does. */
static const uint32_t *lt_own(const struct weigh *w, uint32_t own, uint64_t bits)
{
    uint64_t low = w->own_first[own];
    uint64_t high = w->own_first[own + 1] - 1;
    double sum = w->own_sum[high];
    double x = (double)(bits >> 12) * 0x1p-52 * (sum > 1 ? sum : 1);
    if (x >= sum) return NULL;
    while (low < high) {
        uint64_t middle = low + (high - low) / 2;
        if (x < w->own_sum[middle]) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return w->own_node + low;
}

/* At most one arc into the last member is live. With weights: it stops here, or one arc is as good
 * as another and then lives by its weight, or the step is tried again. */
INLINE uint32_t lt_draw(const struct sketch *s, struct lane *l, const uint32_t **arc, double *need,
                        struct made_for f)
{
    const struct weigh *w = &s->weigh;
    uint32_t v = l->node[l->head];
    uint64_t at;
    uint64_t end;
    row_of(&s->g->in, v, f.narrow, &at, &end);
    if (at == end) {
        l->over = true;
        return 0;
    }
    uint64_t bits = next(&l->random);
    if (!f.weighed) {
        arc[0] = s->g->in.node + at + arc_of(bits, end - at);
        return 1;
    }
    need[0] = -1;
    if (w->bound[v] & WEIGH_OWN) {
        arc[0] = lt_own(w, w->bound[v] & ~WEIGH_OWN, bits);
        l->over = !arc[0];
        return !l->over;
    }
    if (draw_open(bits) < (double)w->stop[v]) {
        l->over = true;
        return 0;
    }
    arc[0] = s->g->in.node + at + arc_of(next(&l->random), end - at);
    need[0] = (double)(next(&l->random) >> 12) * 0x1p-52 * (double)weigh_float(w->bound[v]);
    return 1;
}

/* ---- whom they lead to ---- */

INLINE bool lives(const struct sketch *s, const uint32_t *arc, double need)
{
    return need < 0 || (double)s->g->in.weight[arc - s->g->in.node] > need;
}

/* Both return false when the goal is met; there is room. */
INLINE bool look_by_slots(const struct sketch *s, struct lane *l, const uint32_t *const *arc,
                          const double *need, const uint64_t *goal, struct made_for f)
{
    struct lane_slots t = lane_slots(l);
    for (uint32_t i = 0; i < l->waits; i++) {
        if (f.weighed && !lives(s, arc[i], need[i])) continue;
        uint32_t u = *arc[i];
        row_ask(s, u, f);
        if (lane_slot(&t, u) && f.goal && in_goal(goal, u)) {
            l->count = t.count;
            return false;
        }
    }
    l->count = t.count;
    return true;
}

INLINE bool look_by_bits(const struct sketch *s, struct lane *l, const uint32_t *const *arc,
                         const double *need, const uint64_t *goal, struct made_for f)
{
    uint64_t *bits = l->bit;
    uint32_t *node = l->node;
    uint32_t count = l->count;
    bool on = true;
    for (uint32_t i = 0; i < l->waits && on; i++) {
        if (f.weighed && !lives(s, arc[i], need[i])) continue;
        uint32_t u = *arc[i];
        row_ask(s, u, f);
        uint64_t word = bits[u >> 6];
        bool fresh = !(word >> (u & 63) & 1);
        bits[u >> 6] = word | (uint64_t)1 << (u & 63);
        node[count] = u;
        count += fresh;
        on = !(f.goal && fresh && in_goal(goal, u));
    }
    l->count = count;
    return on;
}

INLINE bool look_along(const struct sketch *s, struct lane *l, const uint32_t *const *arc,
                       const double *need, const uint64_t *goal, struct made_for f)
{
    return l->slots ? look_by_slots(s, l, arc, need, goal, f)
                    : look_by_bits(s, l, arc, need, goal, f);
}

INLINE void look(const struct sketch *s, struct drawer *w, struct lane *l,
                 const uint32_t *const *arc, const double *need, const uint64_t *goal,
                 struct made_for f)
{
    if (!lane_fits(l, l->waits)) lane_widen(l, l->waits, s->g->n, &w->scratch);
    if (f.kind == CASCADE_LT) {
        if (f.weighed && !lives(s, arc[0], need[0])) return;
        l->head = l->count;
        l->met = !look_along(s, l, arc, need, goal, f);
        l->over = l->met || l->head == l->count;
        return;
    }
    l->met = !look_along(s, l, arc, need, goal, f);
    l->over = l->met || (l->head == l->count && l->row == l->row_end);
}

/* ---- rounds ---- */

/* A third of the sets under way: while what one asked for comes, the others work. */
struct crew {
    const struct sketch *s;
    struct drawer *w;
    struct sets *j;
    uint32_t *next;       /* set of the batch */
    struct lane **lane;   /* [lanes] the first `active` are under way */
    const uint32_t **arc; /* [got] asked for by the first `asked` */
    double *need;         /* of each arc: it lives when it weighs more */
    uint32_t lanes, active, most;
    uint32_t got, asked;
};

static void roots_draw(const struct sketch *s, struct drawer *w, const struct sets *j)
{
    for (uint32_t i = 0; i < j->count; i++) {
        struct draw d = {draw_start(j->key, j->from + i)};
        w->root[i] = s->roots.count ? alias_draw(&s->roots, &d) : (uint32_t)draw_below(&d, s->g->n);
        w->start[i] = d.at;
    }
}

static void set_open(struct crew *c, struct lane *l, struct made_for f)
{
    uint32_t i = (*c->next)++;
    uint32_t root = c->w->root[i];
    lane_begin(l, i, c->w->start[i], root, &c->w->scratch);
    row_ask(c->s, root, f);
    if (f.goal && !c->s->o.apart && in_goal(c->j->goal, root)) {
        l->met = true;
        l->over = true;
        l->head = 1;
    }
}

static void set_close(struct crew *c, struct lane *l)
{
    struct drawer *w = c->w;
    lane_end(l, c->s->g->n);
    if (c->s->o.apart) l->node[0] = l->node[--l->count];
    c->j->walked += l->count;
    c->j->met += l->met;
    w->root[l->set] = SET_MET;
    if (l->met || c->j->forget) return;
    if (w->count + l->count > w->room) {
        uint64_t room = 2 * (w->count + l->count);
        uint32_t *done = arena_bytes(&w->scratch, room * sizeof *done);
        memcpy(done, w->done, w->count * sizeof *done);
        w->done = done;
        w->room = room;
    }
    memcpy(w->done + w->count, l->node, l->count * sizeof *l->node);
    w->start[l->set] = w->count;
    w->root[l->set] = l->count;
    w->count += l->count;
}

INLINE void round_draw(struct crew *c, struct made_for f)
{
    const struct sketch *s = c->s;
    c->got = 0;
    c->asked = 0;
    while (c->asked < c->active && c->got < s->flight) {
        struct lane *l = c->lane[c->asked++];
        const uint32_t **arc = c->arc + c->got;
        double *need = c->need + c->got;
        uint32_t most = s->flight - c->got < c->most ? s->flight - c->got : c->most;
        l->waits = 0;
        if (l->over) continue;
        if (f.kind == CASCADE_WC) l->waits = wc_draw(s, l, arc, most, f);
        if (f.kind == CASCADE_UNIFORM) l->waits = uniform_draw(s, l, arc, most, f);
        if (f.kind == CASCADE_WEIGHTS) l->waits = weights_draw(s, l, arc, need, most, f);
        if (f.kind == CASCADE_LT) l->waits = lt_draw(s, l, arc, need, f);
        c->got += l->waits;
    }
}

INLINE void round_ask(const struct crew *c, struct made_for f)
{
    const struct graph_rows *in = &c->s->g->in;
    for (uint32_t i = 0; i < c->got; i++) {
        __builtin_prefetch(c->arc[i], 0, 2);
        if (f.weighed && c->need[i] >= 0) __builtin_prefetch(in->weight + (c->arc[i] - in->node));
    }
}

INLINE void round_look(struct crew *c, struct made_for f)
{
    uint32_t at = 0;
    for (uint32_t i = 0; i < c->asked; i++) {
        struct lane *l = c->lane[i];
        if (!l->over) look(c->s, c->w, l, c->arc + at, c->need + at, c->j->goal, f);
        at += l->waits;
    }
}

/* Sets that are complete make way for the next ones. */
INLINE void round_turn(struct crew *c, struct made_for f)
{
    uint32_t ready = 0;
    for (uint32_t i = c->active; i-- > 0;) {
        struct lane *l = c->lane[i];
        if (!l->over) {
            ready += l->count - l->head + (l->row < l->row_end);
            continue;
        }
        set_close(c, l);
        c->lane[i] = c->lane[--c->active];
        c->lane[c->active] = l;
    }
    while (c->active < c->lanes && *c->next < c->j->count && ready < c->s->flight) {
        set_open(c, c->lane[c->active++], f);
        ready++;
    }
}

/* Each crew looks and draws by turns, with a turn of both others between: what was asked for in one
 * has come in the next. */
INLINE void sets_play(struct crew crew[CREWS], struct made_for f)
{
    for (unsigned i = 0; i < CREWS; i++)
        round_turn(&crew[i], f);
    for (unsigned i = 0; crew[0].active | crew[1].active | crew[2].active; i = (i + 2) % CREWS) {
        struct crew *draws = &crew[(i + 1) % CREWS];
        round_look(&crew[i], f);
        round_turn(&crew[i], f);
        round_draw(draws, f);
        round_ask(draws, f);
    }
}

#define PLAY(name, kind, narrow, goal, weighed) \
    static void name(struct crew crew[]) \
    { \
        sets_play(crew, (struct made_for){kind, narrow, goal, weighed}); \
    }
#define PLAYS(name, kind, weighed) \
    PLAY(name##_wide, kind, false, false, weighed) \
    PLAY(name##_wide_goal, kind, false, true, weighed) \
    PLAY(name##_narrow, kind, true, false, weighed) \
    PLAY(name##_narrow_goal, kind, true, true, weighed) \
    static void (*const name[2][2])(struct crew[]) = {{name##_wide, name##_wide_goal}, \
                                                      {name##_narrow, name##_narrow_goal}};
PLAYS(wc, CASCADE_WC, false)
PLAYS(uniform, CASCADE_UNIFORM, false)
PLAYS(weights, CASCADE_WEIGHTS, true)
PLAYS(lt, CASCADE_LT, false)
PLAYS(lt_weights, CASCADE_LT, true)
#undef PLAY
#undef PLAYS

void sets_draw(const struct sketch *s, struct drawer *w, struct sets *j)
{
    struct lane *lane[LANES_MAX];
    struct crew crew[CREWS];
    uint32_t next = 0;
    for (uint32_t i = 0; i < s->lanes; i++)
        lane[i] = &w->lane[i];
    for (uint32_t i = 0; i < CREWS; i++) {
        uint32_t first = i * s->lanes / CREWS;
        crew[i] = (struct crew){.s = s, .w = w, .j = j, .next = &next};
        crew[i].lane = lane + first;
        crew[i].lanes = (i + 1) * s->lanes / CREWS - first;
        crew[i].most = j->goal && s->flight > FLIGHT_GOAL ? FLIGHT_GOAL : s->flight;
        crew[i].arc = w->arc + i * ARCS_ROOM;
        crew[i].need = w->need + i * ARCS_ROOM;
    }
    j->met = 0;
    j->walked = 0;
    w->count = 0;
    roots_draw(s, w, j);
    bool narrow = s->g->in.first32 != NULL;
    bool goal = j->goal != NULL;
    switch (s->o.cascade.kind) {
    case CASCADE_WC:
        wc[narrow][goal](crew);
        break;
    case CASCADE_UNIFORM:
        uniform[narrow][goal](crew);
        break;
    case CASCADE_WEIGHTS:
        weights[narrow][goal](crew);
        break;
    case CASCADE_LT:
        (s->weigh.bound ? lt_weights : lt)[narrow][goal](crew);
        break;
    }
}

/* assign.c - connect: who of ours holds whom, so that as much as can be is held as well as can be?
 */
#include "connect/assign.h"

#include "base/limits.h"

#include <string.h>

#define FAR INT64_MAX
#define NONE UINT32_MAX

enum { STOP_EACH = 256 }; /* people between two looks at whether to stop */

/* One layer. "Nobody" is column m: it has room for all, so every chain ends. */
struct layer {
    const struct assign_problem *in;
    const int32_t *barred; /* [n] who must not be taken: the owner; NULL: nobody */
    const int32_t *before; /* [n] or NULL */
    const uint32_t *room;  /* [m] people */
    size_t n, m;
    int64_t base, step;    /* of a value: base + step * score + kept */
    int64_t *price;        /* [m + 1] what a place costs */
    int32_t *at;           /* [n] column; ASSIGN_NOBODY: nobody's */
    uint32_t *next, *prev; /* [n] whom the same teammate holds */
    uint32_t *first;       /* [m] */
    uint32_t *used;        /* [m] */
    int64_t *loss;         /* [m * (m + 1)] the least lost when one whom t holds goes to u */
    uint32_t *mover;       /* [m * (m + 1)] and who; NONE: nobody can */
    int64_t *far;          /* [m + 1] shortest chain so far to the column */
    uint32_t *via;         /* [m + 1] the column before; NONE: the newcomer's own */
    bool *settled;         /* [m + 1] */
    uint32_t *column;      /* [m + 1] scratch of refresh */
};

static bool may(const struct layer *l, size_t p, size_t t)
{
    if (l->in->score[p * l->m + t] < 0) return false;
    return !l->barred || l->barred[p] != (int32_t)t;
}

static int64_t value(const struct layer *l, size_t p, size_t t)
{
    bool kept = l->before && l->before[p] == (int32_t)t;
    return t == l->m ? 0 : l->base + l->step * l->in->score[p * l->m + t] + kept;
}

/* Could p, held by t, go to `column` more cheaply than whoever can so far? */
static void offer(struct layer *l, size_t t, size_t column, uint32_t p)
{
    size_t at = t * (l->m + 1) + column;
    if (column == t || (column < l->m && !may(l, p, column))) return;
    int64_t lost = value(l, p, t) - value(l, p, column);
    if (lost > l->loss[at] || (lost == l->loss[at] && p > l->mover[at])) return;
    l->loss[at] = lost;
    l->mover[at] = p;
}

static void hold(struct layer *l, size_t t, uint32_t p)
{
    l->at[p] = (int32_t)t;
    l->prev[p] = NONE;
    l->next[p] = l->first[t];
    if (l->first[t] != NONE) l->prev[l->first[t]] = p;
    l->first[t] = p;
    l->used[t]++;
    for (size_t column = 0; column <= l->m; column++)
        offer(l, t, column, p);
}

/* The moves that p would have made are somebody else's now. */
static void let_go(struct layer *l, size_t t, uint32_t p)
{
    size_t row = t * (l->m + 1);
    size_t count = 0;
    if (l->prev[p] != NONE) {
        l->next[l->prev[p]] = l->next[p];
    } else {
        l->first[t] = l->next[p];
    }
    if (l->next[p] != NONE) l->prev[l->next[p]] = l->prev[p];
    l->used[t]--;
    l->at[p] = ASSIGN_NOBODY;
    for (size_t column = 0; column <= l->m; column++) {
        if (l->mover[row + column] != p) continue;
        l->loss[row + column] = FAR;
        l->mover[row + column] = NONE;
        l->column[count++] = (uint32_t)column;
    }
    for (uint32_t q = l->first[t]; q != NONE; q = l->next[q]) {
        for (size_t i = 0; i < count; i++)
            offer(l, t, l->column[i], q);
    }
}

/* How far each column is from p alone; its costs are made non-negative by the best of them. */
static void start(struct layer *l, size_t p)
{
    int64_t best = 0; /* nobody */
    for (size_t t = 0; t < l->m; t++) {
        l->far[t] = FAR;
        if (!may(l, p, t)) continue;
        l->far[t] = value(l, p, t) - l->price[t];
        best = l->far[t] > best ? l->far[t] : best;
    }
    for (size_t t = 0; t < l->m; t++) {
        l->via[t] = NONE;
        l->settled[t] = false;
        if (l->far[t] != FAR) l->far[t] = best - l->far[t];
    }
    l->far[l->m] = best;
    l->via[l->m] = NONE;
}

static void relax(struct layer *l, size_t t)
{
    size_t row = t * (l->m + 1);
    int64_t here = l->far[t] - l->price[t];
    for (size_t u = 0; u <= l->m; u++) {
        if (l->settled[u] || l->loss[row + u] == FAR) continue;
        int64_t there = here + l->loss[row + u] + l->price[u];
        if (there >= l->far[u]) continue;
        l->far[u] = there;
        l->via[u] = (uint32_t)t;
    }
}

/* The column where the shortest chain ends: one with room, or nobody. */
static size_t search(struct layer *l)
{
    for (;;) {
        size_t t = l->m;
        for (size_t u = 0; u < l->m; u++) {
            if (!l->settled[u] && l->far[u] < l->far[t]) t = u;
        }
        if (t == l->m || l->used[t] < l->room[t]) return t;
        l->settled[t] = true;
        relax(l, t);
    }
}

static void bring_in(struct layer *l, uint32_t p)
{
    start(l, p);
    size_t end = search(l);
    for (size_t t = 0; t < l->m; t++) {
        if (l->settled[t] && l->far[t] < l->far[end]) l->price[t] += l->far[end] - l->far[t];
    }
    while (l->via[end] != NONE) {
        size_t from = l->via[end];
        uint32_t moved = l->mover[from * (l->m + 1) + end];
        let_go(l, from, moved);
        if (end < l->m) hold(l, end, moved);
        end = from;
    }
    if (end < l->m) hold(l, end, p);
}

static void layer_open(struct layer *l, const struct assign_problem *in, struct arena *a)
{
    size_t n = l->n = in->people;
    size_t m = l->m = in->teammates;
    l->in = in;
    l->step = (int64_t)n + 1;
    l->base = (l->step * ASSIGN_SCORE_MAX + 1) * l->step;
    l->price = arena_new(a, int64_t, m + 1);
    l->at = arena_new(a, int32_t, n);
    l->next = arena_new(a, uint32_t, n);
    l->prev = arena_new(a, uint32_t, n);
    l->first = arena_new(a, uint32_t, m);
    l->used = arena_new(a, uint32_t, m);
    l->loss = arena_new(a, int64_t, m * (m + 1));
    l->mover = arena_new(a, uint32_t, m * (m + 1));
    l->far = arena_new(a, int64_t, m + 1);
    l->via = arena_new(a, uint32_t, m + 1);
    l->settled = arena_new(a, bool, m + 1);
    l->column = arena_new(a, uint32_t, m + 1);
    memset(l->first, 0xff, m * sizeof *l->first);
    memset(l->at, 0xff, n * sizeof *l->at);
    memset(l->mover, 0xff, m * (m + 1) * sizeof *l->mover);
    for (size_t i = 0; i < m * (m + 1); i++)
        l->loss[i] = FAR;
}

/* wants[p]: takes part. */
static enum status layer_solve(struct layer *l, const bool *wants, const char *step, struct err *e)
{
    for (size_t p = 0; p < l->n; p++) {
        if (p % STOP_EACH == 0) {
            progress_report(l->in->progress, step, p, l->n);
            if (progress_stop(l->in->progress)) return err_set(e, STOPPED, "stopped");
        }
        if (wants[p]) bring_in(l, (uint32_t)p);
    }
    return OK;
}

static enum status check(const struct assign_problem *p, struct err *e)
{
    if (p->people > ASSIGN_PEOPLE_MAX || p->teammates > ASSIGN_TEAMMATES_MAX) {
        return err_set(e, TOO_MUCH,
                       "%zu people and %zu teammates are too many to assign; at most %d and %d",
                       p->people, p->teammates, ASSIGN_PEOPLE_MAX, ASSIGN_TEAMMATES_MAX);
    }
    for (size_t i = 0; i < p->people * p->teammates; i++) {
        if (p->score[i] <= ASSIGN_SCORE_MAX) continue;
        return err_set(e, BAD_INPUT, "a pair scores %d; want at most %d", (int)p->score[i],
                       ASSIGN_SCORE_MAX);
    }
    return OK;
}

static int64_t score_of(const struct assign_problem *p, size_t person, int32_t teammate)
{
    int32_t score = p->score[person * p->teammates + (size_t)teammate];
    return score < 0 ? 0 : score;
}

/* Who is pinned has their owner before anybody is asked; room is what that leaves. */
static void pin_all(const struct assign_problem *p, uint32_t *room, bool *wants,
                    struct assigned *ret)
{
    memcpy(room, p->capacity, p->teammates * sizeof *room);
    for (size_t i = 0; i < p->people; i++) {
        int32_t t = ret->owner[i] = p->pin ? p->pin[i] : ASSIGN_NOBODY;
        wants[i] = t < 0;
        if (t >= 0 && room[t]) room[t]--;
    }
}

static void count(const struct assign_problem *p, struct assigned *ret)
{
    for (size_t i = 0; i < p->people; i++) {
        if (ret->owner[i] >= 0) {
            ret->owned++;
            ret->held[ret->owner[i]]++;
            ret->owner_score += score_of(p, i, ret->owner[i]);
        }
        if (ret->backup[i] >= 0) {
            ret->backed++;
            ret->held[ret->backup[i]]++;
            ret->backup_score += score_of(p, i, ret->backup[i]);
        }
    }
}

enum status assign_make(const struct assign_problem *p, struct arena *a, struct assigned *ret,
                        struct err *e)
{
    struct assigned x = {.owner = arena_new(a, int32_t, p->people),
                         .backup = arena_new(a, int32_t, p->people),
                         .held = arena_new(a, uint32_t, p->teammates)};
    enum status s = check(p, e);
    if (s) return s;
    struct arena_mark scratch = arena_mark(a);
    uint32_t *room = arena_new(a, uint32_t, p->teammates);
    bool *wants = arena_new(a, bool, p->people);
    struct layer own = {.room = room, .before = p->owner_before};
    pin_all(p, room, wants, &x);
    layer_open(&own, p, a);
    s = layer_solve(&own, wants, "owners", e);
    for (size_t i = 0; i < p->people && !s; i++) {
        if (wants[i]) x.owner[i] = own.at[i];
        wants[i] = x.owner[i] >= 0; /* who has no owner has no back-up, either */
    }
    for (size_t t = 0; t < p->teammates && !s; t++)
        room[t] -= own.used[t];
    struct layer back = {.room = room, .before = p->backup_before, .barred = x.owner};
    if (!s) layer_open(&back, p, a);
    if (!s) s = layer_solve(&back, wants, "back-ups", e);
    for (size_t i = 0; i < p->people && !s; i++)
        x.backup[i] = back.at[i];
    arena_reset(a, scratch);
    if (s) return s;
    count(p, &x);
    *ret = x;
    return OK;
}

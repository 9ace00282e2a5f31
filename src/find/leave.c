/* leave.c - find: what is left of a figure when one source, or one buyer, is left out? */
#include "find/leave.h"

#include "base/limits.h"
#include "base/parallel.h"

#include <math.h>

#define UNIT 0x1p-40 /* buyers */

/* A person among all, most first. */
struct stand {
    int64_t alpha; /* UNIT */
    uint32_t at;   /* findings->person */
};

/* What one group of votes (of a source, of a buyer) takes from a person when it is left out. */
struct loss {
    int64_t less; /* UNIT */
    uint32_t at;
};

struct leaving {
    const struct findings *f;
    size_t top, count;         /* count: persons who get an answer */
    const struct stand *stand; /* [findings->count] in order */
    const uint32_t *order;     /* [findings->count] where each person stands there */
    const int64_t *alpha;      /* [findings->count] UNIT */
    const uint32_t *tier_last; /* [count] last place of each person's tier; 0: none */
    /* Of the kind at hand: */
    enum leave_kind kind;
    const size_t *first; /* [group_count + 1] */
    const struct loss *loss;
    const double *deaf; /* [group_count] weight of buyers not heard without it */
    size_t group_count, workers;
    struct leave **answer; /* [workers] of [count] */
    uint32_t *only;        /* [workers] a group without which nobody is heard; UINT32_MAX */
};

static int64_t units(double buyers)
{
    return (int64_t)llround(buyers / UNIT);
}

static bool is_ahead(struct stand l, struct stand r)
{
    return l.alpha != r.alpha ? l.alpha > r.alpha : l.at < r.at;
}

static int stand_cmp(const void *left, const void *right)
{
    struct stand l = *(const struct stand *)left;
    struct stand r = *(const struct stand *)right;
    return is_ahead(l, r) ? -1 : is_ahead(r, l);
}

static int place_cmp(const void *left, const void *right)
{
    uint32_t l = *(const uint32_t *)left;
    uint32_t r = *(const uint32_t *)right;
    return (l > r) - (l < r);
}

/* How many of sorted stands are ahead of one. */
static size_t ahead_of(const struct stand *stand, size_t count, struct stand one)
{
    size_t lo = 0;
    size_t hi = count;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (is_ahead(stand[mid], one)) {
            lo = mid + 1;
        } else {
            hi = mid;
        }
    }
    return lo;
}

static size_t below(const uint32_t *place, size_t count, size_t limit)
{
    size_t lo = 0;
    size_t hi = count;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (place[mid] < limit) {
            lo = mid + 1;
        } else {
            hi = mid;
        }
    }
    return lo;
}

/* ---- one group ---- */

static bool falls(const struct leaving *l, size_t at, double reach, uint32_t place)
{
    if (reach < l->f->person[at].reach / 2) return true;
    return at < l->top && l->tier_last[at] && place > l->top && place > l->tier_last[at];
}

/* Of what makes them fall, else of all, the one that leaves least is named; of equals the first. */
static void leave_join(struct leave *now, const struct leave *one)
{
    bool name = one->rests;
    if (one->rests == now->rests) {
        name = one->named != now->named ? one->named < now->named : one->what < now->what;
    }
    if (name) {
        now->rests = one->rests;
        now->what = one->what;
        now->named = one->named;
        now->named_place = one->named_place;
    }
    now->reach = fmin(now->reach, one->reach);
    if (one->place > now->place) now->place = one->place;
}

static void group_leave(const struct leaving *l, uint32_t group, size_t worker,
                        struct arena *scratch)
{
    const struct findings *f = l->f;
    double heard = f->votes.heard - l->deaf[group];
    if (heard <= 1e-9 * f->votes.heard) {
        l->only[worker] = group;
        return;
    }
    size_t n = l->first[group + 1] - l->first[group];
    const struct loss *loss = &l->loss[l->first[group]];
    struct stand *left = arena_new(scratch, struct stand, n);
    uint32_t *before = arena_new(scratch, uint32_t, n); /* where they stood, ascending */
    for (size_t i = 0; i < n; i++) {
        left[i] = (struct stand){l->alpha[loss[i].at] - loss[i].less, loss[i].at};
        before[i] = l->order[loss[i].at];
    }
    qsort(left, n, sizeof *left, stand_cmp);
    qsort(before, n, sizeof *before, place_cmp);
    for (size_t i = 0; i < n; i++) {
        if (left[i].at >= l->count) continue;
        size_t ahead = ahead_of(l->stand, f->count, left[i]); /* as if nobody else had lost */
        size_t place = 1 + ahead - below(before, n, ahead) + i;
        double reach = 100.0 * UNIT * (double)(left[i].alpha > 0 ? left[i].alpha : 0) /
                       (heard + f->prior.pseudo_buyers);
        struct leave one = {.reach = fmin(100.0, reach), .place = (uint32_t)place, .what = group};
        one.rests = falls(l, left[i].at, one.reach, one.place);
        one.named = one.reach;
        one.named_place = one.place;
        leave_join(&l->answer[worker][left[i].at], &one);
    }
}

static void leave_worker(void *context, size_t i)
{
    struct leaving *l = context;
    struct arena scratch = {0};
    for (size_t group = i; group < l->group_count; group += l->workers) {
        struct arena_mark mark = arena_mark(&scratch);
        if (l->first[group + 1] > l->first[group]) group_leave(l, (uint32_t)group, i, &scratch);
        arena_reset(&scratch, mark);
    }
    arena_free(&scratch);
}

/* ---- groups ---- */

/* Votes of each buyer stand together; each is a loss of its own. */
static void by_buyer(struct leaving *l, const uint32_t *at, struct arena *a)
{
    const struct votes *v = &l->f->votes;
    struct loss *loss = arena_new(a, struct loss, v->count);
    size_t *first = arena_new(a, size_t, v->buyer_count + 1);
    for (size_t i = 0, b = 0; i < v->count; i++) {
        while (v->buyer[b] != v->vote[i].buyer)
            first[++b] = i;
        loss[i] = (struct loss){units(v->weight[b] * v->vote[i].p), at[v->vote[i].person]};
        first[b + 1] = i + 1;
    }
    l->kind = LEAVE_BUYER;
    l->first = first;
    l->loss = loss;
    l->deaf = v->weight;
    l->group_count = v->buyer_count;
}

static int loss_cmp(const void *left, const void *right)
{
    const struct loss *l = left;
    const struct loss *r = right;
    return (l->at > r->at) - (l->at < r->at);
}

/* One loss a person: returns how many are left of loss[0 .. n - 1]. */
static size_t losses_join(struct loss *loss, size_t n)
{
    size_t count = 0;
    qsort(loss, n, sizeof *loss, loss_cmp);
    for (size_t i = 0; i < n; i++) {
        if (count && loss[count - 1].at == loss[i].at) {
            loss[count - 1].less += loss[i].less;
        } else {
            loss[count++] = loss[i];
        }
    }
    return count;
}

static uint32_t source_of(const struct findings *f, const struct vote *vote)
{
    return f->scene->heed[vote->heed].source;
}

/* [source_count] weight of those all of whose votes are of one source alone. */
static double *deaf_without(const struct findings *f, struct arena *a)
{
    const struct votes *v = &f->votes;
    double *deaf = arena_new(a, double, f->scene->source_count);
    for (size_t i = 0, b = 0, end = 0; b < v->buyer_count; b++, i = end) {
        uint32_t source = source_of(f, &v->vote[i]);
        bool only = true;
        for (end = i; end < v->count && v->vote[end].buyer == v->buyer[b]; end++) {
            only =
                only && v->vote[end].other == UINT32_MAX && source_of(f, &v->vote[end]) == source;
        }
        if (only) deaf[source] += v->weight[b];
    }
    return deaf;
}

static void by_source(struct leaving *l, const uint32_t *at, struct arena *a)
{
    const struct findings *f = l->f;
    const struct votes *v = &f->votes;
    size_t sources = f->scene->source_count;
    struct loss *loss = arena_new(a, struct loss, v->count);
    size_t *start = arena_new(a, size_t, sources + 1);
    size_t *first = arena_new(a, size_t, sources + 1);
    for (size_t i = 0; i < v->count; i++)
        start[source_of(f, &v->vote[i]) + 1]++;
    for (size_t s = 0; s < sources; s++)
        start[s + 1] += start[s];
    size_t *end = arena_new(a, size_t, sources);
    memcpy(end, start, sources * sizeof *end);
    for (size_t i = 0, b = 0; i < v->count; i++) {
        const struct vote *vote = &v->vote[i];
        while (v->buyer[b] != vote->buyer)
            b++;
        int64_t less = units(v->weight[b] * vote->p) - units(v->weight[b] * (double)vote->other_p);
        loss[end[source_of(f, vote)]++] = (struct loss){less, at[vote->person]};
    }
    size_t count = 0;
    for (size_t s = 0; s < sources; s++) {
        size_t n = losses_join(&loss[start[s]], start[s + 1] - start[s]);
        memmove(&loss[count], &loss[start[s]], n * sizeof *loss);
        first[s] = count;
        count += n;
    }
    first[sources] = count;
    l->kind = LEAVE_SOURCE;
    l->first = first;
    l->loss = loss;
    l->deaf = deaf_without(f, a);
    l->group_count = sources;
}

/* ---- answers ---- */

static struct leave nothing_left_out(const struct leaving *l, size_t at)
{
    double reach = l->f->person[at].reach;
    return (struct leave){
        .reach = reach, .place = (uint32_t)at + 1, .what = UINT32_MAX, .named = INFINITY};
}

static void answers_join(struct leaving *l, struct findings *f)
{
    for (size_t at = 0; at < l->count; at++) {
        struct leave now = nothing_left_out(l, at);
        for (size_t i = 0; i < l->workers; i++)
            leave_join(&now, &l->answer[i][at]);
        if (l->kind == LEAVE_BUYER && now.what != UINT32_MAX) now.what = f->votes.buyer[now.what];
        f->person[at].without[l->kind] = now;
    }
}

static void leave_each(struct leaving *l, struct findings *f, unsigned threads)
{
    for (size_t i = 0; i < l->workers; i++) {
        l->only[i] = UINT32_MAX;
        for (size_t at = 0; at < l->count; at++)
            l->answer[i][at] = nothing_left_out(l, at);
    }
    parallel_for(threads, l->workers, leave_worker, l);
    answers_join(l, f);
    for (size_t i = 0; i < l->workers && l->kind == LEAVE_SOURCE; i++) {
        if (l->only[i] != UINT32_MAX) f->only_source = l->only[i];
    }
}

/* [count] last place of the tier of each; 0: no tier. */
static uint32_t *tiers_end(const struct findings *f, size_t count, struct arena *a)
{
    uint32_t *last = arena_new(a, uint32_t, count);
    for (size_t at = count; at-- > 0;) {
        bool same = at + 1 < count && f->person[at].tier == f->person[at + 1].tier;
        last[at] = !f->person[at].tier ? 0 : same ? last[at + 1] : (uint32_t)at + 1;
    }
    return last;
}

/* All persons in order of their reach, in whole units. */
static void stands_find(struct leaving *l, struct arena *a)
{
    const struct findings *f = l->f;
    struct stand *stand = arena_new(a, struct stand, f->count);
    int64_t *alpha = arena_new(a, int64_t, f->count);
    uint32_t *order = arena_new(a, uint32_t, f->count);
    uint32_t *at = arena_new(a, uint32_t, f->scene->node_count);
    for (size_t i = 0; i < f->count; i++) {
        uint32_t node = f->person[i].node;
        alpha[i] = units(f->prior.kappa * f->prior.share[node]);
        at[node] = (uint32_t)i;
    }
    for (size_t i = 0, b = 0; i < f->votes.count; i++) {
        while (f->votes.buyer[b] != f->votes.vote[i].buyer)
            b++;
        alpha[at[f->votes.vote[i].person]] += units(f->votes.weight[b] * f->votes.vote[i].p);
    }
    for (size_t i = 0; i < f->count; i++)
        stand[i] = (struct stand){alpha[i], (uint32_t)i};
    qsort(stand, f->count, sizeof *stand, stand_cmp);
    for (size_t i = 0; i < f->count; i++)
        order[stand[i].at] = (uint32_t)i;
    l->stand = stand;
    l->order = order;
    l->alpha = alpha;
}

void leave_find(struct findings *f, size_t top, unsigned threads)
{
    f->only_source = UINT32_MAX;
    if (!f->count || !f->votes.count) return;
    struct arena a = {0};
    struct leaving l = {.f = f, .top = top};
    l.count = f->count < INTERVAL_PEOPLE_MAX ? f->count : INTERVAL_PEOPLE_MAX;
    l.workers = threads ? threads : parallel_threads();
    l.answer = arena_new(&a, struct leave *, l.workers);
    l.only = arena_new(&a, uint32_t, l.workers);
    for (size_t i = 0; i < l.workers; i++)
        l.answer[i] = arena_new(&a, struct leave, l.count);
    l.tier_last = tiers_end(f, l.count, &a);
    stands_find(&l, &a);
    uint32_t *at = arena_new(&a, uint32_t, f->scene->node_count);
    for (size_t i = 0; i < f->count; i++)
        at[f->person[i].node] = (uint32_t)i;
    struct arena_mark mark = arena_mark(&a);
    by_source(&l, at, &a);
    leave_each(&l, f, threads);
    arena_reset(&a, mark);
    by_buyer(&l, at, &a);
    leave_each(&l, f, threads);
    arena_free(&a);
}

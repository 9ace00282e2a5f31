/* community.c - find: which parts of a graph keep to themselves, and is that more than chance? */
#include "find/community.h"

#include "base/rng.h"

#include <math.h>
#include <stdlib.h>

enum { RNG_START = 0x73746172, RNG_TIES = 0x74696573, RNG_PART = 0x70617274 };

double modularity(const struct leiden_ties *t, const uint32_t of[])
{
    struct arena scratch = {0};
    double *heft = arena_new(&scratch, double, t->n);
    double all = 0;
    double inside = 0;
    double lone = 0; /* of nodes in none, each a part of its own */
    double *own = arena_new(&scratch, double, t->n);
    for (uint64_t i = 0; i < t->m; i++) {
        uint32_t u = t->ends[2 * i];
        uint32_t v = t->ends[2 * i + 1];
        all += t->weight[i];
        own[u] += t->weight[i];
        own[v] += t->weight[i];
        if (of[u] == of[v] && of[u] != COMMUNITY_NONE) inside += t->weight[i];
    }
    for (uint32_t v = 0; v < t->n; v++) {
        if (of[v] == COMMUNITY_NONE) {
            lone += own[v] * own[v];
        } else {
            heft[of[v]] += own[v];
        }
    }
    double chance = lone;
    for (uint32_t c = 0; c < t->n; c++)
        chance += heft[c] * heft[c];
    arena_free(&scratch);
    return all > 0 ? inside / all - chance / (4 * all * all) : (double)NAN;
}

/* ---- one order of parts ---- */

struct part {
    uint32_t size, low, old;
};

static int part_cmp(const void *left, const void *right)
{
    const struct part *l = left;
    const struct part *r = right;
    if (l->size != r->size) return l->size > r->size ? -1 : 1;
    return l->low < r->low ? -1 : l->low > r->low;
}

/* Numbers the parts by size; single nodes are in none. */
static void order_parts(uint32_t n, uint32_t of[], struct arena *a, struct communities *ret)
{
    struct arena scratch = {0};
    struct part *part = arena_new(&scratch, struct part, n);
    uint32_t *now = arena_new(&scratch, uint32_t, n);
    for (uint32_t v = n; v-- > 0;) {
        part[of[v]].size++;
        part[of[v]].low = v;
    }
    for (uint32_t c = 0; c < n; c++)
        part[c].old = c;
    qsort(part, n, sizeof *part, part_cmp);
    ret->count = 0;
    for (uint32_t c = 0; c < n; c++) {
        now[part[c].old] = part[c].size > 1 ? c : COMMUNITY_NONE;
        ret->count += part[c].size > 1;
    }
    uint32_t *size = arena_new(a, uint32_t, ret->count);
    for (uint32_t c = 0; c < ret->count; c++)
        size[c] = part[c].size;
    ret->alone = 0;
    for (uint32_t v = 0; v < n; v++) {
        of[v] = now[of[v]];
        ret->alone += of[v] == COMMUNITY_NONE;
    }
    ret->of = of;
    ret->size = size;
    arena_free(&scratch);
}

static void share_inside(const struct leiden_ties *t, struct arena *a, struct communities *ret)
{
    double *in = arena_new(a, double, ret->count);
    struct arena scratch = {0};
    double *heft = arena_new(&scratch, double, ret->count);
    for (uint64_t i = 0; i < t->m; i++) {
        uint32_t c = ret->of[t->ends[2 * i]];
        uint32_t d = ret->of[t->ends[2 * i + 1]];
        if (c != COMMUNITY_NONE) heft[c] += t->weight[i];
        if (d != COMMUNITY_NONE) heft[d] += t->weight[i];
        if (c == d && c != COMMUNITY_NONE) in[c] += 2 * t->weight[i];
    }
    for (uint32_t c = 0; c < ret->count; c++)
        in[c] /= heft[c];
    ret->inside = in;
    arena_free(&scratch);
}

/* ---- the three kinds of run ---- */

struct runs {
    const struct leiden_ties *t;
    const struct leiden *leiden;
    const struct community_options *o;
    struct arena *scratch;
    uint32_t *of;      /* [n] of the run at hand */
    uint64_t done;     /* of all kinds */
    double *together;  /* [count] pairs inside that were together again, over all runs */
    uint32_t *members; /* [n] node numbers, community by community */
};

static enum status part_once(struct runs *r, const struct leiden_ties *t, uint32_t kind,
                             uint32_t run, struct err *e)
{
    struct rng rng = rng_stream(r->o->seed, rng_stream_id(RNG_PART, kind, run));
    if (progress_stop(r->o->progress)) return err_set(e, STOPPED, "interrupted");
    progress_report(r->o->progress, "communities", r->done++, 3 * (uint64_t)r->o->runs);
    return r->leiden->part(t, rng_u64(&rng), r->o->progress, r->of, e);
}

static enum status find_best(struct runs *r, uint32_t *best, struct communities *ret, struct err *e)
{
    ret->modularity = -INFINITY;
    for (uint32_t run = 0; run < r->o->runs; run++) {
        enum status s = part_once(r, r->t, RNG_START, run, e);
        if (s) return s;
        double q = modularity(r->t, r->of);
        ret->mean += q / r->o->runs;
        if (q <= ret->modularity) continue;
        ret->modularity = q;
        memcpy(best, r->of, r->t->n * sizeof *best);
    }
    return OK;
}

/* Pairs of each community that one run has together, too: its members by their part of the run. */
static void count_together(struct runs *r, const struct communities *found, uint32_t *many)
{
    const uint32_t *member = r->members;
    for (uint32_t c = 0; c < found->count; member += found->size[c++]) {
        double pairs = 0;
        for (uint32_t i = 0; i < found->size[c]; i++)
            pairs += many[r->of[member[i]]]++;
        for (uint32_t i = 0; i < found->size[c]; i++)
            many[r->of[member[i]]] = 0;
        r->together[c] += pairs;
    }
}

static void list_members(struct runs *r, const struct communities *found)
{
    uint32_t *at = arena_new(r->scratch, uint32_t, (size_t)found->count + 1);
    r->members = arena_new(r->scratch, uint32_t, r->t->n);
    for (uint32_t c = 0; c < found->count; c++)
        at[c + 1] = at[c] + found->size[c];
    for (uint32_t v = 0; v < r->t->n; v++) {
        if (found->of[v] != COMMUNITY_NONE) r->members[at[found->of[v]]++] = v;
    }
}

static enum status judge_stability(struct runs *r, struct arena *a, struct communities *ret,
                                   struct err *e)
{
    struct leiden_ties drawn = *r->t;
    double *weight = arena_new(r->scratch, double, drawn.m);
    uint32_t *many = arena_new(r->scratch, uint32_t, drawn.n);
    drawn.weight = weight;
    r->together = arena_new(a, double, ret->count);
    list_members(r, ret);
    for (uint32_t run = 0; run < r->o->runs; run++) {
        struct rng rng = rng_stream(r->o->seed, rng_stream_id(RNG_TIES, run, 0));
        for (uint64_t i = 0; i < drawn.m; i++)
            weight[i] = r->t->weight[i] * rng_exponential(&rng);
        enum status s = part_once(r, &drawn, RNG_TIES, run, e);
        if (s) return s;
        count_together(r, ret, many);
    }
    double all = 0;
    double pairs = 0;
    for (uint32_t c = 0; c < ret->count; c++) {
        double of_c = (double)ret->size[c] * (ret->size[c] - 1.0) / 2.0 * r->o->runs;
        all += r->together[c];
        pairs += of_c;
        r->together[c] /= of_c;
    }
    ret->stability = r->together;
    ret->together = pairs > 0 ? all / pairs : (double)NAN;
    return OK;
}

static enum status judge_chance(struct runs *r, struct communities *ret, struct err *e)
{
    struct leiden_ties drawn = *r->t;
    uint32_t *ends = arena_new(r->scratch, uint32_t, 2 * drawn.m);
    drawn.ends = ends;
    ret->shuffled = 0;
    ret->shuffled_most = -INFINITY;
    for (uint32_t run = 0; run < r->o->runs; run++) {
        ties_shuffle(r->t, r->o->seed, run, ends);
        enum status s = part_once(r, &drawn, 0, run, e);
        if (s) return s;
        double q = modularity(&drawn, r->of);
        ret->shuffled += q / r->o->runs;
        ret->shuffled_most = fmax(ret->shuffled_most, q);
    }
    ret->more_than_chance = ret->mean > ret->shuffled_most;
    return OK;
}

enum status community_find(const struct leiden_ties *t, const struct leiden *leiden,
                           const struct community_options *o, struct arena *a,
                           struct communities *ret, struct err *e)
{
    struct arena scratch = {0};
    struct runs r = {.t = t,
                     .leiden = leiden,
                     .o = o,
                     .scratch = &scratch,
                     .of = arena_new(&scratch, uint32_t, t->n)};
    uint32_t *best = arena_new(a, uint32_t, t->n);
    for (uint32_t v = 0; v < t->n; v++)
        best[v] = v;
    *ret = (struct communities){.runs = o->runs};
    enum status s = t->m ? find_best(&r, best, ret, e) : OK;
    if (!s) order_parts(t->n, best, a, ret);
    if (!s) share_inside(t, a, ret);
    if (!s && t->m) s = judge_stability(&r, a, ret, e);
    if (!s && t->m) s = judge_chance(&r, ret, e);
    if (!t->m) {
        double none = NAN;
        ret->modularity = ret->mean = ret->shuffled = ret->shuffled_most = ret->together = none;
        ret->stability = arena_new(a, double, 0);
    }
    arena_free(&scratch);
    return s;
}

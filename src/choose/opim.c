/* opim.c - choose: which k seeds move most, and how sure is that? */
#include "choose/opim.h"

#include "choose/bound.h"

#include <math.h>
#include <string.h>
#include <time.h>

enum { STREAM_PICK = 0x0b1c, STREAM_TEST = 0x0b1d };
enum {
    SETS_FIRST = 1024,      /* of each pool; an eighth of the nodes where that is more, */
    SETS_FIRST_MAX = 6144,  /* up to here: with fewer, 50 seeds were worse by percents */
    SETS_PILOT = 32,        /* drawn to see how large sets are */
    PILOT_WALKED = 1 << 15, /* members; drawn to find sentinels where sets are large */
    LARGE = 64,             /* members of a set */
    RISE = 4,               /* a round has at most so many times the sets of the last, */
    RISE_SETTLING = 2,      /* and so many where no guarantee was asked for */
    STEPS_MAX = 140,        /* of the grid: 2^45 times the first size */
};

#define GREEDY_PART (1.0 - 0.367879441171442322) /* 1 - 1/e */
#define GRID 1.25
#define SURE_SIGMAS 3.0
/* A small graph has (SMALL_ARCS / arcs)^3 sets at least, or what makes SMALL_MEMBERS: some
 * hundredths of a second. From 10^5 arcs on that is less than SETS_FIRST. */
#define SMALL_ARCS 1048576.0
#define SMALL_MEMBERS 1048576.0
#define SETTLED 0.01 /* misses below: more sets will not change much */

struct hunt {
    const struct opim_options *o;
    const struct graph *g;
    struct arena memory;
    struct sketch *sketch;
    struct pool pool;
    struct picker *picker;
    uint32_t *sure; /* [sure_count] sentinels of the pool */
    size_t sure_count;
    double first; /* sets at the grid's first point */
    double delta;
    double enough; /* guarantee */
    double miss;   /* of hits, new sets against those picked on; 2: any will do */
    unsigned step; /* of the grid, in this round */
    unsigned round;
    double begun_s;
    double draw_s; /* of a new set in the last round */
    double test_s; /* of picking and testing, a set */
};

static double now_s(void)
{
    struct timespec t = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

const char *opim_stop_name(enum opim_stop s)
{
    static const char *const name[] = {"reached", "time", "memory", "unproved"};
    return name[s];
}

/* ---- the grid of sizes ---- */

static double sets_at(const struct hunt *h, unsigned step)
{
    return ceil(h->first * pow(GRID, step));
}

static double delta_at(const struct hunt *h, unsigned step)
{
    return h->delta / 2 / ((step + 1.0) * (step + 2.0)); /* of each side */
}

/* ---- sentinels ---- */

static void pool_begin(struct hunt *h)
{
    picker_close(h->picker);
    h->pool = pool_new(h->sketch, STREAM_PICK, h->sure, h->sure_count, &h->memory);
    h->picker = picker_new(&h->pool, &h->o->rules, h->sure, h->sure_count, &h->memory);
}

/* Does this seed hit so many more sets than the last that it is a seed on other sets, too? */
static bool is_sure(const struct picked *seeds, size_t i)
{
    double gain = seeds->gain[i];
    return gain - (double)seeds->gain[seeds->count - 1] >= SURE_SIGMAS * sqrt(gain) && gain > 0;
}

/* Those of the seeds who are sure: at most half of them, as the bound on every choice is least on
 * the way. Includes come first in seeds, and are sure anyway. */
static size_t sure_among(const struct hunt *h, const struct picked *seeds)
{
    size_t count = h->sure_count ? h->sure_count : h->o->rules.include_count;
    while (count <= seeds->count / 2 && count < seeds->count && is_sure(seeds, count))
        count++;
    return count;
}

/* Starts the pool again with more sentinels where drawing `sets` anew up to them walks over fewer
 * members than drawing on. */
static void sentinels_find(struct hunt *h, const struct picked *seeds, double sets)
{
    size_t count = sure_among(h, seeds);
    double have = (double)h->pool.sets;
    if (count <= h->sure_count || !h->pool.sets) return;
    double walked = picker_walked(h->picker, seeds->node, count);
    if (sets * walked >= (sets - have) * (double)h->pool.walked) return;
    h->sure = arena_new(&h->memory, uint32_t, count);
    memcpy(h->sure, seeds->node, count * sizeof *h->sure);
    h->sure_count = count;
    pool_begin(h);
}

/* Where sets cost next to nothing, seeds need not be as bad as epsilon allows. */
static double sets_cheap(const struct hunt *h)
{
    double sets = pow(SMALL_ARCS / (double)(h->g->m + 1), 3);
    return fmin(sets, SMALL_MEMBERS / pool_mean(&h->pool));
}

/* Are sets large? Then few are drawn before there are sentinels. */
static enum status pilot(struct hunt *h, struct arena *a, struct err *e)
{
    pool_begin(h);
    for (uint64_t sets = SETS_PILOT; (double)sets < h->first; sets *= 2) {
        enum status s = pool_draw(h->sketch, &h->pool, sets, e);
        if (s) return s;
        if (sets == SETS_PILOT && !h->o->sets_least) h->first = fmax(h->first, sets_cheap(h));
        if (pool_mean(&h->pool) < LARGE || h->pool.walked < PILOT_WALKED) continue;
        struct picked seeds = picker_pick(h->picker, a);
        sentinels_find(h, &seeds, h->first);
        return OK;
    }
    return OK;
}

/* ---- rounds ---- */

static void put_bounds(const struct hunt *h, struct opim *ret)
{
    double sets = sets_at(h, h->step);
    double all = sketch_weight(h->sketch);
    double unit = all / sets;
    double delta = delta_at(h, h->step);
    double upper = bound_upper(ret->seeds.hits_upper, delta) * unit;
    ret->spread = (double)ret->hits * unit;
    ret->spread_lower = bound_lower((double)ret->hits, delta) * unit;
    double most = bound_upper((double)ret->hits, delta) * unit;
    ret->spread_upper = most < all ? most : all;
    ret->optimum_upper = upper < all ? upper : all;
    ret->guarantee = ret->spread_lower / ret->optimum_upper;
    ret->samples = 2 * (uint64_t)sets;
    ret->sentinels = h->sure_count;
}

/* Draw, pick, test: with sets that nobody has seen, so that the last round's say is no matter. */
static enum status play(struct hunt *h, struct arena *a, struct opim *ret, struct err *e)
{
    struct opim found = *ret;
    uint64_t sets = (uint64_t)sets_at(h, h->step);
    uint64_t new_sets = sets - h->pool.sets;
    double begun = now_s();
    enum status s = pool_draw(h->sketch, &h->pool, sets, e);
    if (s) return s;
    double drawn = now_s();
    found.seeds = picker_pick(h->picker, a);
    double picked = now_s();
    s = sketch_hits(h->sketch, STREAM_TEST + (h->round << 16), sets, found.seeds.node,
                    found.seeds.count, &found.hits, e);
    if (s) return s;
    double tested = now_s();
    found.members = sketch_walked(h->sketch);
    found.sample_s += drawn - begun + tested - picked;
    found.select_s += picked - drawn;
    h->draw_s = (drawn - begun) / (double)(new_sets ? new_sets : 1);
    h->test_s = (tested - drawn) / (double)sets;
    h->round++;
    put_bounds(h, &found);
    *ret = found;
    return OK;
}

/* The share by which the seeds hit fewer new sets than of those they were picked on. */
static double missing(const struct opim *now)
{
    double hits = (double)now->seeds.hits;
    return hits > (double)now->hits ? 1 - (double)now->hits / hits : 0;
}

/* What a later round will find, as far as this one shows: misses shrink nearly as sets grow, and
 * the part of the upper bound that seeds hit of their own pool stays. */
static bool likely_enough(const struct hunt *h, const struct opim *now, unsigned step)
{
    double f = sets_at(h, step) / sets_at(h, h->step);
    double miss = missing(now) / pow(f, 0.8);
    double hits = f * (double)now->hits;
    if (miss + 1 / sqrt(hits) > h->miss) return false;
    double upper = hits / (1 - miss) * now->seeds.hits_upper / (double)now->seeds.hits;
    double delta = delta_at(h, step);
    return bound_lower(hits, delta) >= h->enough * bound_upper(upper, delta);
}

static bool in_time(const struct hunt *h, unsigned step)
{
    double sets = sets_at(h, step);
    double cost = h->draw_s * (sets - sets_at(h, h->step)) + h->test_s * sets;
    return h->o->seconds <= 0 || now_s() - h->begun_s + cost <= h->o->seconds;
}

/* Is it over? Else the next step: as far as is needed, at most RISE times the sets. */
static bool done(struct hunt *h, struct opim *now)
{
    double miss = missing(now);
    now->stop = OPIM_REACHED;
    if (now->guarantee >= h->enough && miss + 1 / sqrt((double)now->hits) <= h->miss) return true;
    now->stop = OPIM_UNPROVED;
    if (!now->seeds.hits || h->step >= STEPS_MAX) return true;
    bool hopeless = (double)now->seeds.hits < h->enough * now->seeds.hits_upper;
    if (hopeless && miss <= SETTLED && h->enough < 1) return true;
    double rise = h->miss < 1 && h->enough < 1 ? RISE_SETTLING : RISE;
    unsigned step = h->step + 1;
    now->stop = OPIM_TIME;
    if (!in_time(h, step)) return true;
    while (sets_at(h, step + 1) <= rise * sets_at(h, h->step) && in_time(h, step + 1) &&
           !likely_enough(h, now, step))
        step++;
    sentinels_find(h, &now->seeds, sets_at(h, step));
    h->step = step;
    return false;
}

static void plan(struct hunt *h)
{
    const struct opim_options *o = h->o;
    uint32_t k = o->rules.k < h->g->n ? o->rules.k : h->g->n;
    bool goal = o->guarantee > 0 || o->epsilon > 0;
    h->first = fmin(fmax(h->g->n / 8.0, SETS_FIRST), SETS_FIRST_MAX);
    h->first = fmax(h->first, 4.0 * k);
    h->first = fmax(h->first, (double)o->sets_least);
    h->delta = o->delta > 0 ? o->delta : 1.0 / (h->g->n > 1 ? h->g->n : 2);
    h->enough = GREEDY_PART - (o->epsilon > 0 ? o->epsilon : OPIM_EPSILON);
    h->miss = goal ? 2 : OPIM_MISS;
    if (o->guarantee > 0) h->enough = o->guarantee;
    if (!goal && o->seconds > 0) h->enough = 1; /* never */
}

static enum status hunt(struct hunt *h, struct arena *a, struct opim *ret, struct err *e)
{
    enum status s = pilot(h, a, e);
    while (!s) {
        s = play(h, a, ret, e);
        if (s == TOO_MUCH && ret->samples) {
            ret->stop = OPIM_MEMORY; /* what the last round found holds */
            return OK;
        }
        if (!s && done(h, ret)) break;
    }
    return s;
}

enum status opim_choose(const struct graph *g, const struct opim_options *o, struct arena *a,
                        struct opim *ret, struct err *e)
{
    struct opim_options mine = *o;
    struct hunt h = {.o = &mine, .g = g, .begun_s = now_s() - o->spent_s};
    mine.rules.n = g->n;
    if (rows_given(&g->out)) mine.rules.out = &g->out;
    enum status s = pick_rules_fit(&mine.rules, e);
    if (!s) s = sketch_new(g, &mine.sketch, &h.memory, &h.sketch, e);
    if (!s) {
        *ret = (struct opim){0};
        plan(&h);
        s = hunt(&h, a, ret, e);
        picker_close(h.picker);
    }
    sketch_close(h.sketch);
    arena_free(&h.memory);
    return s;
}

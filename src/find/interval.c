/* interval.c - find: how far could a figure be off, given whom we happened to hear? */
#include "find/interval.h"

#include "base/limits.h"
#include "base/parallel.h"
#include "base/rng.h"

#include <math.h>

/* Draws are made side by side: one buyer's weights of all of them fill one line of the cache. */
enum { LANES = 8, BATCHES = BOOTSTRAP_DRAWS / LANES };
_Static_assert(BOOTSTRAP_DRAWS % LANES == 0, "draws come in whole batches");
/* What a stream is for. */
enum {
    RNG_BUYERS = 0x62757965,
    RNG_REACH = 0x72656163,
    RNG_KAPPA = 0x6b617070,
    RNG_DRIFT = 0x64726966,
    RNG_PSEUDO = 0x70736575,
    RNG_PARTS = 0x70617274,
    RNG_CAPPED = 0x63617070
};

struct work {
    const struct poll_frame *frame;
    struct poll *poll;
    size_t count;
    size_t workers;
    double **weight; /* [workers] of [buyer_count * LANES] */
    double **belief; /* [workers] of [audited_count * LANES] r over its mean */
    double *drawn;   /* [count * BOOTSTRAP_DRAWS] by poll */
    uint32_t *first; /* [BOOTSTRAP_DRAWS * top] polls that lead each draw */
    uint32_t *place; /* [count * BOOTSTRAP_DRAWS] by poll */
    size_t top;
};

static double heard_of(const struct poll_frame *f)
{
    double sum = 0.0;
    for (size_t b = 0; f->part_of && b < f->buyer_count; b++)
        sum += f->part_of[b];
    return f->part_of ? sum : (double)f->buyer_count;
}

/* Kappa over the likeliest. */
static double draw_kappa(const struct poll_frame *f, uint32_t draw)
{
    if (!f->fit || f->fit->best <= 0.0) return 1.0;
    struct rng r = rng_stream(f->seed, rng_stream_id(RNG_KAPPA, draw, 0));
    double at = rng_unit(&r);
    size_t i = 0;
    while (i + 1 < f->fit->count && at >= f->fit->chance[i])
        at -= f->fit->chance[i++];
    return f->fit->kappa[i] / f->fit->best;
}

struct prior_draw {
    double kappa;            /* over the likeliest */
    double heard;            /* |S| */
    double weight;           /* of the pseudo-buyers, where the known have |S| in all */
    double part[POLL_PARTS]; /* each part's weight over what it is shown with */
};

/* Dirichlet(1, …, 1) over the parts, in their mean 1. */
static void draw_parts(const struct poll_frame *f, uint32_t draw, double *part)
{
    struct rng r = rng_stream(f->seed, rng_stream_id(RNG_PARTS, draw, 0));
    double sum = 0.0;
    for (size_t k = 0; k < f->part_count; k++)
        sum += part[k] = rng_exponential(&r);
    for (size_t k = 0; k < f->part_count; k++)
        part[k] *= (double)f->part_count / sum;
}

static double held_of(const struct poll_frame *f, const struct poll *poll, const double *part)
{
    if (!poll->part) return poll->held;
    double times = 0.0;
    for (size_t k = 0; k < f->part_count; k++)
        times += part[k] * poll->part[k];
    return fmin(f->pseudo_buyers, times * poll->held);
}

/* Who is part of a buyer has Gamma(part) in place of Gamma(1): all of one organisation together
 * draw as so many buyers as they count for. */
static double draw_capped(const struct poll_frame *f, uint32_t draw, size_t b)
{
    struct rng r = rng_stream(f->seed, rng_stream_id(RNG_CAPPED, draw, (uint32_t)b));
    return rng_gamma(&r, f->part_of[b]) * f->weight[b] / f->part_of[b];
}

/* Dirichlet(1, …, 1, n0), so that the known come to |S|; four of them a block. */
static struct prior_draw draw_buyers(const struct poll_frame *f, uint32_t draw, double *lane)
{
    struct prior_draw prior = {.kappa = draw_kappa(f, draw), .heard = heard_of(f)};
    uint64_t stream = rng_stream_id(RNG_BUYERS, draw, 0);
    double sum = 0.0;
    for (size_t b = 0; b < f->buyer_count; b += 4) {
        uint64_t bits[2];
        rng_block(f->seed, stream, b / 4, bits);
        for (size_t k = 0; k < 4 && b + k < f->buyer_count; k++) {
            uint32_t u = (uint32_t)(bits[k / 2] >> (32 * (k % 2)));
            double w = -log(((double)u + 0.5) * 0x1p-32) * f->weight[b + k];
            if (f->part_of && f->part_of[b + k] < 1.0) w = draw_capped(f, draw, b + k);
            lane[(b + k) * LANES] = w;
            sum += w;
        }
    }
    double scale = prior.heard / sum;
    for (size_t b = 0; b < f->buyer_count; b++)
        lane[b * LANES] *= scale;
    draw_parts(f, draw, prior.part);
    if (f->pseudo_buyers > 0.0) {
        struct rng r = rng_stream(f->seed, rng_stream_id(RNG_PSEUDO, draw, 0));
        prior.weight = scale * rng_gamma(&r, prior.kappa * f->pseudo_buyers);
    }
    return prior;
}

/* x: the known buyers' votes in this draw. */
static double draw_reach(const struct poll_frame *f, const struct poll *poll, uint32_t draw,
                         const struct prior_draw *prior, double x)
{
    double at_best = held_of(f, poll, prior->part);
    double held = prior->kappa * at_best / f->unit;
    double rest = prior->kappa * (f->pseudo_buyers - at_best) / f->unit;
    double part = 0.0;
    if (prior->weight > 0.0 && held > 0.0) {
        struct rng r = rng_stream(f->seed, rng_stream_id(RNG_REACH, draw, poll->node));
        part = rest > 0.0 ? rng_beta(&r, held, rest) : 1.0;
    }
    double alpha = x + prior->weight * part;
    return fmin(100.0, 100.0 * alpha / (prior->heard + prior->weight));
}

static double drawn_next(const struct poll_frame *f, uint32_t node, uint32_t draw, double reach)
{
    if (f->drift <= 0.0) return reach;
    struct rng r = rng_stream(f->seed, rng_stream_id(RNG_DRIFT, draw, node));
    return fmin(100.0, reach * exp(f->drift * rng_normal(&r)));
}

/* The polls with most in one draw, most first, of equals the earlier. */
static void draw_lead(struct work *w, uint32_t draw)
{
    uint32_t *first = &w->first[draw * w->top];
    size_t n = 0;
    for (size_t c = 0; c < w->count; c++) {
        double reach = w->drawn[c * BOOTSTRAP_DRAWS + draw];
        size_t at = n;
        while (at > 0 && reach > w->drawn[first[at - 1] * (size_t)BOOTSTRAP_DRAWS + draw])
            at--;
        if (at == w->top) continue;
        if (n < w->top) n++;
        memmove(&first[at + 1], &first[at], (n - 1 - at) * sizeof *first);
        first[at] = (uint32_t)c;
    }
}

/* What the sources of one vote say in a draw, in place of p. */
static double draw_vote(const struct doubt *d, double p, const double *belief)
{
    double first = d->source == UINT32_MAX ? p : p * belief[d->source * (size_t)LANES];
    double other = (double)d->other_p;
    if (d->other != UINT32_MAX) other *= belief[d->other * (size_t)LANES];
    return fmax(first, other);
}

/* Votes of one poll in LANES draws. */
static void poll_sum(const struct poll *poll, const double *weight, const double *belief, double *x)
{
    for (size_t i = 0; i < poll->count; i++) {
        const double *of = &weight[poll->buyer[i] * (size_t)LANES];
        for (size_t lane = 0; !poll->doubt && lane < LANES; lane++)
            x[lane] += of[lane] * poll->p[i];
        for (size_t lane = 0; poll->doubt && lane < LANES; lane++)
            x[lane] += of[lane] * draw_vote(&poll->doubt[i], poll->p[i], belief + lane);
    }
}

static void draw_batch(struct work *w, size_t batch, double *weight, double *belief)
{
    struct prior_draw prior[LANES];
    for (uint32_t lane = 0; lane < LANES; lane++) {
        uint32_t draw = (uint32_t)batch * LANES + lane;
        prior[lane] = draw_buyers(w->frame, draw, weight + lane);
        for (uint32_t s = 0; s < w->frame->audited_count; s++) {
            belief[s * LANES + lane] =
                reliability_draw(w->frame->audited[s], w->frame->seed, draw, s);
        }
    }
    for (size_t c = 0; c < w->count; c++) {
        const struct poll *poll = &w->poll[c];
        double x[LANES] = {0};
        poll_sum(poll, weight, belief, x);
        for (uint32_t lane = 0; lane < LANES; lane++) {
            uint32_t draw = (uint32_t)batch * LANES + lane;
            double reach = draw_reach(w->frame, poll, draw, &prior[lane], x[lane]);
            w->drawn[c * BOOTSTRAP_DRAWS + draw] = drawn_next(w->frame, poll->node, draw, reach);
        }
    }
    for (uint32_t lane = 0; lane < LANES; lane++)
        draw_lead(w, (uint32_t)batch * LANES + lane);
}

static void worker(void *context, size_t i)
{
    struct work *w = context;
    for (size_t batch = i; batch < BATCHES; batch += w->workers)
        draw_batch(w, batch, w->weight[i], w->belief[i]);
}

/* ---- places ---- */

struct stand {
    double reach;
    uint32_t poll;
};

static int stand_cmp(const void *left, const void *right)
{
    const struct stand *l = left;
    const struct stand *r = right;
    if (l->reach != r->reach) return l->reach > r->reach ? -1 : 1;
    return (l->poll > r->poll) - (l->poll < r->poll);
}

static void places_worker(void *context, size_t i)
{
    struct work *w = context;
    struct arena scratch = {0};
    struct stand *stand = arena_new(&scratch, struct stand, w->count);
    for (size_t draw = i; draw < BOOTSTRAP_DRAWS; draw += w->workers) {
        for (size_t c = 0; c < w->count; c++)
            stand[c] = (struct stand){w->drawn[c * BOOTSTRAP_DRAWS + draw], (uint32_t)c};
        qsort(stand, w->count, sizeof *stand, stand_cmp);
        for (size_t at = 0; at < w->count; at++)
            w->place[stand[at].poll * (size_t)BOOTSTRAP_DRAWS + draw] = (uint32_t)at + 1;
    }
    arena_free(&scratch);
}

/* In how many draws has the one more than the other; equals count half. */
static double above(const struct work *w, size_t one, size_t other)
{
    double more = 0.0;
    for (size_t draw = 0; draw < BOOTSTRAP_DRAWS; draw++) {
        double l = w->drawn[one * BOOTSTRAP_DRAWS + draw];
        double r = w->drawn[other * BOOTSTRAP_DRAWS + draw];
        more += l > r ? 1.0 : l == r ? 0.5 : 0.0;
    }
    return more / BOOTSTRAP_DRAWS;
}

static void tiers_find(struct work *w)
{
    for (size_t c = 0, leader = 0; c < w->count; c++) {
        if (c && above(w, leader, c) >= TIER_SURE) {
            w->poll[c].tier = w->poll[leader].tier + 1;
            leader = c;
        } else {
            w->poll[c].tier = c ? w->poll[leader].tier : 1;
        }
    }
}

static int u32_cmp(const void *left, const void *right)
{
    uint32_t l = *(const uint32_t *)left;
    uint32_t r = *(const uint32_t *)right;
    return (l > r) - (l < r);
}

/* From the 5th to the 95th percentile, outwards, and the place that is shown in it. */
static void place_ends(struct work *w, size_t c)
{
    uint32_t *place = &w->place[c * BOOTSTRAP_DRAWS];
    uint32_t shown = (uint32_t)c + 1;
    qsort(place, BOOTSTRAP_DRAWS, sizeof *place, u32_cmp);
    uint32_t lo = place[(size_t)floor(0.05 * (BOOTSTRAP_DRAWS - 1))];
    uint32_t hi = place[(size_t)ceil(0.95 * (BOOTSTRAP_DRAWS - 1))];
    w->poll[c].place_lo = lo < shown ? lo : shown;
    w->poll[c].place_hi = hi > shown ? hi : shown;
}

/* ---- figures ---- */

static int double_cmp(const void *left, const void *right)
{
    double l = *(const double *)left;
    double r = *(const double *)right;
    return l < r ? -1 : l > r;
}

static double quantile(const double *sorted, double q)
{
    double at = q * (BOOTSTRAP_DRAWS - 1);
    size_t low = (size_t)at;
    double part = at - (double)low;
    return sorted[low] + part * (sorted[low + 1] - sorted[low]);
}

static void percentiles(void *context, size_t c)
{
    struct work *w = context;
    double *drawn = &w->drawn[c * BOOTSTRAP_DRAWS];
    place_ends(w, c);
    qsort(drawn, BOOTSTRAP_DRAWS, sizeof *drawn, double_cmp);
    double reach = w->poll[c].held;
    for (size_t i = 0; i < w->poll[c].count; i++) {
        reach += w->frame->weight[w->poll[c].buyer[i]] * w->poll[c].p[i];
    }
    reach *= 100.0 / (heard_of(w->frame) + w->frame->pseudo_buyers);
    w->poll[c].lo = fmin(reach, quantile(drawn, 0.05));
    w->poll[c].hi = fmin(100.0, fmax(reach, quantile(drawn, 0.95)));
}

void interval_find(const struct poll_frame *f, struct poll *poll, size_t count)
{
    if (count == 0 || f->buyer_count == 0) return;
    struct arena scratch = {0};
    struct work w = {.frame = f, .poll = poll, .count = count};
    w.workers = f->threads ? f->threads : parallel_threads();
    if (w.workers > BATCHES) w.workers = BATCHES;
    w.weight = arena_new(&scratch, double *, w.workers);
    w.belief = arena_new(&scratch, double *, w.workers);
    for (size_t i = 0; i < w.workers; i++) {
        w.belief[i] = arena_new(&scratch, double, f->audited_count *LANES);
        w.weight[i] = arena_new(&scratch, double, f->buyer_count *LANES);
    }
    w.drawn = f->drawn ? f->drawn : arena_new(&scratch, double, count *BOOTSTRAP_DRAWS);
    w.top = f->top < count ? f->top : count;
    w.first = arena_new(&scratch, uint32_t, BOOTSTRAP_DRAWS * w.top);
    parallel_for(f->threads, w.workers, worker, &w);
    for (size_t c = 0; c < count; c++)
        poll[c].p_top = 0.0;
    for (size_t i = 0; i < BOOTSTRAP_DRAWS * w.top; i++) {
        poll[w.first[i]].p_top += 1.0;
    }
    for (size_t c = 0; c < count; c++)
        poll[c].p_top /= BOOTSTRAP_DRAWS;
    w.place = arena_new(&scratch, uint32_t, count * BOOTSTRAP_DRAWS);
    parallel_for(f->threads, w.workers, places_worker, &w);
    tiers_find(&w);
    parallel_for(f->threads, count, percentiles, &w);
    arena_free(&scratch);
}

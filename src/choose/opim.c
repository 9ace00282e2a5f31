/* opim.c - choose: which k seeds move most, and how sure is that? */
#include "choose/opim.h"

#include "choose/bound.h"

#include <math.h>
#include <time.h>

enum { STREAM_PICK = 0x0b1c, STREAM_TEST = 0x0b1d, ROUNDS_MAX = 40, SETS_FIRST_MIN = 2048 };

#define GREEDY_PART (1.0 - 0.367879441171442322) /* 1 - 1/e */

struct search_state {
    const struct opim_options *o;
    struct sketch *sketch;
    struct pool pool;
    double delta_each; /* of one side of one round */
    unsigned rounds;
    uint64_t sets; /* of each pool in this round */
};

static double now_s(void)
{
    struct timespec t = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* Section 4 of the paper: so many sets are always enough for 1 - 1/e - epsilon when greedy works
 * on plain numbers of seeds; the first round is that times epsilon^2 k / n. Nothing of what is
 * printed rests on it. */
static void plan(struct search_state *st, uint32_t n)
{
    const struct opim_options *o = st->o;
    double delta = o->delta > 0 ? o->delta : 1.0 / (n > 1 ? n : 2);
    double k = o->rules.k < n ? o->rules.k : n;
    double sure = log(6.0 / delta);
    double root = GREEDY_PART * sqrt(sure) + sqrt(GREEDY_PART * (bound_ln_choose(n, k) + sure));
    double most = 2.0 * n * root * root / (o->epsilon * o->epsilon * k);
    double first = most * o->epsilon * o->epsilon * k / n;
    st->sets = first < SETS_FIRST_MIN ? SETS_FIRST_MIN : (uint64_t)ceil(first);
    if (st->sets < o->sets_least) st->sets = o->sets_least;
    double rounds = ceil(log2(most / (double)st->sets)) + 2;
    if (rounds < 2) rounds = 2;
    st->rounds = rounds > ROUNDS_MAX ? ROUNDS_MAX : (unsigned)rounds;
    st->delta_each = delta / (2.0 * st->rounds);
}

/* One round: draw, pick, test. */
static enum status play(struct search_state *st, struct arena *a, struct opim *ret, struct err *e)
{
    struct opim found = *ret;
    uint64_t hits = 0;
    double begun = now_s();
    enum status s = pool_draw(st->sketch, &st->pool, st->sets, e);
    if (s) return s;
    double drawn = now_s();
    found.seeds = pick_seeds(&st->pool, &st->o->rules, a);
    double picked = now_s();
    s = sketch_hits(st->sketch, STREAM_TEST, st->sets, found.seeds.node, found.seeds.count, &hits,
                    e);
    if (s) return s;
    found.sample_s += drawn - begun + now_s() - picked;
    found.select_s += picked - drawn;
    double unit = sketch_weight(st->sketch) / (double)st->sets;
    double upper = bound_upper(found.seeds.hits_upper, st->delta_each);
    double lower = bound_lower((double)hits, st->delta_each);
    double all = sketch_weight(st->sketch);
    found.spread = (double)hits * unit;
    found.spread_lower = lower * unit;
    found.optimum_upper = upper * unit < all ? upper * unit : all;
    found.guarantee = found.spread_lower / found.optimum_upper;
    found.samples = 2 * st->sets;
    *ret = found;
    return OK;
}

static enum status rounds(struct search_state *st, struct arena *a, struct opim *ret, struct err *e)
{
    double enough = GREEDY_PART - st->o->epsilon;
    for (unsigned i = 0; i < st->rounds; i++) {
        enum status s = play(st, a, ret, e);
        if (s == TOO_MUCH && i > 0) return OK; /* what the last round found holds */
        if (s) return s;
        ret->reached = ret->guarantee >= enough;
        if (ret->reached) return OK;
        st->sets *= 2;
    }
    return OK;
}

enum status opim_choose(const struct graph *g, const struct opim_options *o, struct arena *a,
                        struct opim *ret, struct err *e)
{
    struct opim_options mine = *o;
    struct search_state st = {.o = &mine};
    struct arena pool = {0};
    mine.rules.n = g->n;
    if (rows_given(&g->out)) mine.rules.out = &g->out;
    enum status s = sketch_new(g, &mine.sketch, &pool, &st.sketch, e);
    if (!s) {
        plan(&st, g->n);
        st.pool = pool_new(st.sketch, STREAM_PICK, NULL, 0, &pool);
        *ret = (struct opim){0};
        s = rounds(&st, a, ret, e);
    }
    sketch_close(st.sketch);
    arena_free(&pool);
    return s;
}

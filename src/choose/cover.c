/* cover.c - choose: how many buyers does a set of people reach? */
#include "choose/cover.h"

#include "base/rng.h"

#include <math.h>

enum { RNG_COVER_MASS = 0x434d, RNG_COVER_VOTE = 0x4356 }; /* streams of random numbers */

/* Number of each node in a list, UINT32_MAX for the others. */
static uint32_t *number_nodes(size_t node_count, const uint32_t node[], size_t count,
                              struct arena *a)
{
    uint32_t *number = arena_new(a, uint32_t, node_count);
    for (size_t i = 0; i < node_count; i++)
        number[i] = UINT32_MAX;
    for (size_t i = 0; i < count; i++)
        number[node[i]] = (uint32_t)i;
    return number;
}

static double scale_of(const double mass[], size_t count, double pseudo)
{
    double total = pseudo;
    for (size_t i = 0; i < count; i++)
        total += mass[i];
    return total > 0.0 ? 100.0 / total : 0.0;
}

/* kappa m / n0 is m X / |S|, the prior's votes for a person per pseudo-buyer. */
static double *pseudo_shares(const struct prior *prior, const uint32_t node[], size_t count,
                             struct arena *a)
{
    double *q = arena_new(a, double, count);
    for (size_t i = 0; i < count && prior->pseudo_buyers > 0.0; i++) {
        q[i] = fmin(1.0, prior->kappa * prior->share[node[i]] / prior->pseudo_buyers);
    }
    return q;
}

void cover_make(const struct findings *f, const uint32_t node[], size_t count, struct arena *a,
                struct cover *ret)
{
    const struct votes *votes = &f->votes;
    size_t *start = arena_new(a, size_t, count + 2);
    struct arena_mark mark = arena_mark(a);
    const uint32_t *number = number_nodes(f->scene->node_count, node, count, a);
    for (size_t i = 0; i < votes->count; i++) {
        uint32_t c = number[votes->vote[i].person];
        if (c != UINT32_MAX) start[c + 2]++;
    }
    for (size_t c = 2; c < count + 2; c++)
        start[c] += start[c - 1];
    arena_reset(a, mark);
    uint32_t *buyer = arena_new(a, uint32_t, start[count + 1]);
    double *p = arena_new(a, double, start[count + 1]);
    *ret = (struct cover){
        .buyer_count = votes->buyer_count,
        .mass = votes->weight,
        .pseudo = f->prior.pseudo_buyers,
        .scale = scale_of(votes->weight, votes->buyer_count, f->prior.pseudo_buyers),
        .count = count,
        .node = node,
        .start = start,
        .buyer = buyer,
        .p = p,
        .q = pseudo_shares(&f->prior, node, count, a),
    };
    mark = arena_mark(a);
    number = number_nodes(f->scene->node_count, node, count, a);
    const uint32_t *buyer_number =
        number_nodes(f->scene->node_count, votes->buyer, votes->buyer_count, a);
    for (size_t i = 0; i < votes->count; i++) {
        uint32_t c = number[votes->vote[i].person];
        if (c == UINT32_MAX) continue;
        size_t at = start[c + 1]++; /* start[c + 1] is the next free place of c until all are in */
        buyer[at] = buyer_number[votes->vote[i].buyer];
        p[at] = votes->vote[i].p;
    }
    arena_reset(a, mark);
}

/* Settled with probability 1 / (w + 1), else left at its mean. */
static double draw_vote(double p, double w, struct rng *r)
{
    double t = rng_unit(r) * (w + 1.0);
    if (t >= 1.0) return p;
    return t < p ? 1.0 : 0.0;
}

static double draw_share(double q, double n0, struct rng *r)
{
    if (q <= 0.0 || q >= 1.0) return q;
    return rng_beta(r, n0 * q, n0 * (1.0 - q));
}

void cover_draw(const struct cover *c, uint64_t seed, uint32_t draw, struct arena *a,
                struct cover *ret)
{
    double *mass = arena_new(a, double, c->buyer_count);
    double *p = arena_new(a, double, c->start[c->count]);
    double *q = arena_new(a, double, c->count);
    struct rng r = rng_stream(seed, rng_stream_id(RNG_COVER_MASS, draw, 0));
    double pseudo = c->pseudo > 0.0 ? rng_gamma(&r, c->pseudo) : 0.0;
    for (size_t u = 0; u < c->buyer_count; u++) {
        mass[u] = c->mass[u] > 0.0 ? rng_gamma(&r, c->mass[u]) : 0.0;
    }
    for (size_t i = 0; i < c->count; i++) {
        r = rng_stream(seed, rng_stream_id(RNG_COVER_VOTE, draw, c->node[i]));
        q[i] = draw_share(c->q[i], c->pseudo, &r);
        for (size_t v = c->start[i]; v < c->start[i + 1]; v++) {
            p[v] = draw_vote(c->p[v], c->mass[c->buyer[v]], &r);
        }
    }
    *ret = *c;
    ret->mass = mass;
    ret->pseudo = pseudo;
    ret->scale = scale_of(mass, c->buyer_count, pseudo);
    ret->p = p;
    ret->q = q;
}

struct uncovered uncovered_all(const struct cover *c, struct arena *a)
{
    struct uncovered left = {.miss = arena_new(a, double, c->buyer_count), .pseudo = 1.0};
    for (size_t u = 0; u < c->buyer_count; u++)
        left.miss[u] = 1.0;
    return left;
}

double cover_gain(const struct cover *c, const struct uncovered *left, uint32_t candidate)
{
    double sum = 0.0;
    for (size_t v = c->start[candidate]; v < c->start[candidate + 1]; v++) {
        uint32_t u = c->buyer[v];
        sum += c->mass[u] * left->miss[u] * c->p[v];
    }
    return c->scale * (sum + c->pseudo * left->pseudo * c->q[candidate]);
}

void cover_take(const struct cover *c, struct uncovered *left, uint32_t candidate)
{
    for (size_t v = c->start[candidate]; v < c->start[candidate + 1]; v++) {
        left->miss[c->buyer[v]] *= 1.0 - c->p[v];
    }
    left->pseudo *= 1.0 - c->q[candidate];
}

double cover_total(const struct cover *c, const struct uncovered *left)
{
    double sum = c->pseudo * (1.0 - left->pseudo);
    for (size_t u = 0; u < c->buyer_count; u++)
        sum += c->mass[u] * (1.0 - left->miss[u]);
    return c->scale * sum;
}

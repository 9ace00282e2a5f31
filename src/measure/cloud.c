/* cloud.c - measure: what kinds of conversation does a market have, and whose are they? */
#include "measure/cloud.h"

#include "base/rng.h"

#include <math.h>
#include <stdlib.h>

enum { RNG_JUDGED = 0x6a756467 };

static int number_cmp(const void *left, const void *right)
{
    const uint32_t *l = left;
    const uint32_t *r = right;
    return (*l > *r) - (*l < *r);
}

/* Runs of the same starter; who is not known stands alone. */
static double starters_deff(const struct cloud *c, enum talk kind, double p, struct arena *a)
{
    struct arena_mark mark = arena_mark(a);
    uint64_t *key = arena_new(a, uint64_t, c->count);
    uint32_t *on = arena_new(a, uint32_t, c->count + 1);
    uint32_t *all = arena_new(a, uint32_t, c->count + 1);
    struct idmap number = idmap_new(a, c->count + 1);
    uint32_t n = 0;
    double together = 0;
    for (size_t i = 0; i < c->count; i++) {
        key[i] = c->one[i].starter ? c->one[i].starter : UINT32_MAX + (uint64_t)i + 1;
        uint32_t at = idmap_put(&number, (int64_t)key[i], n);
        n += at == n;
        all[at]++;
        on[at] += c->one[i].kind == kind;
    }
    for (uint32_t i = 0; i < n; i++) {
        double off = (double)on[i] - p * (double)all[i];
        together += off * off;
    }
    arena_reset(a, mark);
    double alone = (double)c->count * p * (1 - p);
    return alone > 0 ? fmax(1.0, together / alone) : 1.0;
}

struct cloud_share cloud_share(const struct cloud *c, enum talk kind, struct arena *a)
{
    struct cloud_share x = {.n = c->count, .deff = 1};
    for (size_t i = 0; i < c->count; i++)
        x.on += c->one[i].kind == kind;
    double p = x.n ? (double)x.on / (double)x.n : NAN;
    if (x.n) x.deff = starters_deff(c, kind, p, a);
    struct share s = {p, x.n, x.deff, 0};
    x.share = share_interval(&s);
    return x;
}

/* ---- who ---- */

struct ranked {
    struct cloud_person person;
    uint32_t by;
};

static int most_first(const void *left, const void *right)
{
    const struct ranked *l = left;
    const struct ranked *r = right;
    if (l->by != r->by) return l->by > r->by ? -1 : 1;
    return (l->person.node > r->person.node) - (l->person.node < r->person.node);
}

/* The people who said something after the start, each once, ascending. */
static size_t answerers(const struct cloud *c, const struct mentions *m,
                        const struct conversation *x, uint32_t *ret)
{
    size_t n = 0;
    size_t kept = 0;
    for (uint32_t i = x->first; i < x->first + x->docs; i++) {
        const struct mention *d = &m->doc[c->order[i]];
        if (d->id != x->doc && d->author && d->author != x->starter) ret[n++] = d->author;
    }
    if (n > 1) qsort(ret, n, sizeof *ret, number_cmp);
    for (size_t i = 0; i < n; i++) {
        if (!i || ret[i] != ret[i - 1]) ret[kept++] = ret[i];
    }
    return kept;
}

struct counting {
    struct ranked *all; /* [n] */
    size_t n;
    struct idmap number;
};

static void count(struct counting *x, uint32_t node, enum cloud_role role)
{
    uint32_t at = idmap_put(&x->number, node, (uint32_t)x->n);
    if (at == x->n) x->all[x->n++] = (struct ranked){.person = {.node = node}};
    x->all[at].person.in[role]++;
}

struct cloud_person *cloud_people(const struct cloud *c, const struct mentions *m, enum talk kind,
                                  enum cloud_role by, struct arena *a, size_t *ret_count)
{
    size_t room = 0;
    for (size_t i = 0; i < c->count; i++)
        room += c->one[i].kind == kind ? c->one[i].docs : 0;
    struct counting x = {.all = arena_new(a, struct ranked, room), .number = idmap_new(a, 64)};
    uint32_t *in = arena_new(a, uint32_t, room);
    for (size_t i = 0; i < c->count; i++) {
        const struct conversation *one = &c->one[i];
        if (one->kind != kind) continue;
        size_t answers = answerers(c, m, one, in);
        if (one->starter) count(&x, one->starter, CLOUD_STARTS);
        for (size_t k = 0; k < answers; k++)
            count(&x, in[k], CLOUD_ANSWERS);
    }
    for (size_t i = 0; i < x.n; i++)
        x.all[i].by = x.all[i].person.in[by];
    if (x.n > 1) qsort(x.all, x.n, sizeof *x.all, most_first);
    struct cloud_person *ret = arena_new(a, struct cloud_person, x.n);
    *ret_count = 0;
    for (size_t i = 0; i < x.n && x.all[i].by; i++)
        ret[(*ret_count)++] = x.all[i].person;
    return ret;
}

/* ---- what a person found ---- */

static struct figure part(size_t on, size_t n)
{
    struct share x = {n ? (double)on / (double)n : NAN, n, 1, 0};
    return share_interval(&x);
}

/* What was found of those sorted as j; of a kind of which nobody judged one, of all. */
static void found_within(const struct judged *j, enum talk sorted, double ret[TALK_COUNT])
{
    double n = 0;
    for (int k = 0; k < TALK_COUNT; k++)
        n += ret[k] = j->of[sorted][k];
    if (n > 0) return;
    for (int s = 0; s < TALK_COUNT; s++) {
        for (int k = 0; k < TALK_COUNT; k++)
            ret[k] += j->of[s][k] / (double)j->n;
    }
}

static void mix(const double weight[TALK_COUNT], double found[TALK_COUNT][TALK_COUNT],
                double ret[TALK_COUNT])
{
    for (int k = 0; k < TALK_COUNT; k++)
        ret[k] = 0;
    for (int s = 0; s < TALK_COUNT; s++) {
        double n = 0;
        for (int k = 0; k < TALK_COUNT; k++)
            n += found[s][k];
        for (int k = 0; k < TALK_COUNT && n > 0; k++)
            ret[k] += weight[s] * found[s][k] / n;
    }
}

static void normal(double x[TALK_COUNT])
{
    double sum = 0;
    for (int k = 0; k < TALK_COUNT; k++)
        sum += x[k];
    for (int k = 0; k < TALK_COUNT && sum > 0; k++)
        x[k] /= sum;
}

/* One draw of what the shares may be. */
static void draw_shares(const struct judged *j, const double n_eff[TALK_COUNT], struct rng *r,
                        double ret[TALK_COUNT])
{
    double weight[TALK_COUNT];
    double found[TALK_COUNT][TALK_COUNT];
    for (int s = 0; s < TALK_COUNT; s++) {
        weight[s] = n_eff[s] > 0 ? rng_gamma(r, n_eff[s]) : 0;
        found_within(j, (enum talk)s, found[s]);
        for (int k = 0; k < TALK_COUNT && weight[s] > 0; k++)
            found[s][k] = rng_gamma(r, found[s][k] + 1.0 / TALK_COUNT);
    }
    normal(weight);
    mix(weight, found, ret);
}

static int real_cmp(const void *left, const void *right)
{
    const double *l = left;
    const double *r = right;
    return (*l > *r) - (*l < *r);
}

/* Each kind's corrected share. */
static void correct(const struct judged *j, const struct cloud *c, uint64_t seed, struct arena *a,
                    struct judged_kind ret[TALK_COUNT])
{
    double weight[TALK_COUNT];
    double n_eff[TALK_COUNT];
    double found[TALK_COUNT][TALK_COUNT];
    double one[TALK_COUNT];
    double *draw = arena_new(a, double, TALK_COUNT *(size_t)JUDGED_DRAWS);
    for (int k = 0; k < TALK_COUNT; k++) {
        struct cloud_share x = cloud_share(c, (enum talk)k, a);
        weight[k] = (double)x.on / (double)x.n;
        n_eff[k] = (double)x.on / x.deff;
        found_within(j, (enum talk)k, found[k]);
    }
    mix(weight, found, one);
    for (int k = 0; k < TALK_COUNT; k++)
        ret[k].share.value = one[k];
    for (uint32_t d = 0; d < JUDGED_DRAWS; d++) {
        struct rng r = rng_stream(seed, rng_stream_id(RNG_JUDGED, d, 0));
        draw_shares(j, n_eff, &r, one);
        for (int k = 0; k < TALK_COUNT; k++)
            draw[(size_t)k * JUDGED_DRAWS + d] = one[k];
    }
    for (int k = 0; k < TALK_COUNT; k++) {
        double *x = draw + (size_t)k * JUDGED_DRAWS;
        qsort(x, JUDGED_DRAWS, sizeof *x, real_cmp);
        ret[k].share.lo = fmin(x[JUDGED_DRAWS / 40], ret[k].share.value);
        ret[k].share.hi = fmax(x[JUDGED_DRAWS - 1 - JUDGED_DRAWS / 40], ret[k].share.value);
    }
}

void judged_find(const struct judged *j, const struct cloud *c, uint64_t seed, struct arena *a,
                 struct judged_kind ret[TALK_COUNT])
{
    for (int k = 0; k < TALK_COUNT; k++) {
        struct judged_kind *x = &ret[k];
        *x = (struct judged_kind){.right = j->of[k][k], .share = {NAN, NAN, NAN}};
        for (int s = 0; s < TALK_COUNT; s++) {
            x->sorted += j->of[k][s];
            x->found += j->of[s][k];
        }
        x->precision = part(x->right, x->sorted);
        x->recall = part(x->right, x->found);
    }
    if (j->n && c->count) correct(j, c, seed, a, ret);
}

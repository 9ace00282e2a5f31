/* why.c - find: what stands behind one person's figure? */
#include "find/why.h"

#include "base/limits.h"
#include "find/path.h"
#include "find/votes.h"

#include <math.h>

/* What is asked about, laid out by node. */
struct question {
    const struct findings *f;
    uint32_t person;
    const bool *sampled;  /* [node_count] is in S */
    const double *part;   /* [node_count] the person's part of each outlet */
    const uint32_t *vote; /* [node_count] each buyer's vote for the person, + 1; 0: none */
    const double *weight; /* [node_count] of each buyer */
};

/* A row and how much it matters that it is shown: 0 most. */
struct row {
    struct why_evidence shown;
    int64_t at_s;
    int order;
};

static struct question question_new(const struct findings *f, uint32_t person, struct arena *a)
{
    const struct scene *sc = f->scene;
    bool *sampled = arena_new(a, bool, sc->node_count);
    double *part = arena_new(a, double, sc->node_count);
    uint32_t *vote = arena_new(a, uint32_t, sc->node_count);
    double *weight = arena_new(a, double, sc->node_count);
    for (size_t b = 0; b < f->votes.buyer_count; b++) {
        sampled[f->votes.buyer[b]] = true;
        weight[f->votes.buyer[b]] = f->votes.weight[b];
    }
    for (size_t i = 0; i < sc->author_count; i++) {
        if (sc->author[i].person == person) part[sc->author[i].outlet] = f->votes.part[i];
    }
    for (size_t i = 0; i < f->votes.count; i++) {
        const struct vote *v = &f->votes.vote[i];
        if (v->person == person) vote[v->buyer] = (uint32_t)i + 1;
    }
    return (struct question){f, person, sampled, part, vote, weight};
}

static double adds_of(const struct question *q, size_t heed)
{
    const struct findings *f = q->f;
    uint32_t from = f->scene->heed[heed].from;
    if (q->vote[from] == 0 || f->votes.vote[q->vote[from] - 1].heed != heed) return 0.0;
    double buyers = f->votes.heard + f->prior.pseudo_buyers;
    return 100.0 * q->weight[from] * f->votes.vote[q->vote[from] - 1].p / buyers;
}

/* False when heed i has nothing to do with the person. */
static bool row_of(const struct question *q, size_t i, struct row *ret)
{
    const struct heed *h = &q->f->scene->heed[i];
    struct why_evidence e = {.heed = (uint32_t)i, .outlet = UINT32_MAX};
    if (h->from == q->person) return false;
    e.buyer = q->sampled[h->from];
    if (h->to == q->person) {
        e.p = h->sign < 0 ? 0.0 : q->f->votes.says[i];
    } else {
        e.outlet = h->to;
        e.p = q->f->votes.says[i] * q->part[h->to];
        if (!e.buyer || h->sign < 0 || e.p < VOTE_MIN) return false;
    }
    e.adds = adds_of(q, i);
    int order = e.buyer ? 2 : 3;
    if (h->sign < 0 && node_is_voter(q->f->scene, h->from)) order = 1;
    if (e.adds > 0.0) order = 0;
    *ret = (struct row){e, h->at_s, order};
    return true;
}

static int row_cmp(const struct row *l, const struct row *r)
{
    if (l->shown.p != r->shown.p) return l->shown.p > r->shown.p ? -1 : 1;
    if (l->at_s != r->at_s) return l->at_s > r->at_s ? -1 : 1;
    return l->shown.heed < r->shown.heed ? -1 : l->shown.heed > r->shown.heed;
}

static int row_keep_cmp(const void *left, const void *right)
{
    const struct row *l = left;
    const struct row *r = right;
    return l->order != r->order ? l->order - r->order : row_cmp(l, r);
}

static int row_show_cmp(const void *left, const void *right)
{
    const struct row *l = left;
    const struct row *r = right;
    if (l->shown.adds != r->shown.adds) return l->shown.adds > r->shown.adds ? -1 : 1;
    return row_cmp(l, r);
}

static void rows_find(const struct question *q, struct arena *scratch, struct arena *a,
                      struct why *w)
{
    const struct scene *sc = q->f->scene;
    struct row one;
    size_t carry = 0;
    size_t n = 0;
    for (size_t i = 0; i < sc->heed_count; i++)
        w->rows_all += row_of(q, i, &one);
    struct row *row = arena_new(scratch, struct row, w->rows_all);
    for (size_t i = 0; i < sc->heed_count; i++) {
        if (!row_of(q, i, &one)) continue;
        row[n++] = one;
        w->against += sc->heed[i].sign < 0;
        carry += one.order == 0;
    }
    qsort(row, n, sizeof *row, row_keep_cmp);
    size_t most = carry > WHY_ROWS_MAX ? carry : WHY_ROWS_MAX;
    w->count = n < most ? n : most;
    qsort(row, w->count, sizeof *row, row_show_cmp);
    w->row = arena_new(a, struct why_evidence, w->count);
    for (size_t i = 0; i < w->count; i++)
        w->row[i] = row[i].shown;
}

/* Who is not listed has a reach of 0. */
static bool reach_of(const struct findings *f, uint32_t node, struct person_reach *ret)
{
    for (size_t i = 0; i < f->count; i++) {
        if (f->person[i].node != node) continue;
        *ret = f->person[i];
        return true;
    }
    *ret = (struct person_reach){.node = node, .p_top = NAN, .online_part = NAN};
    return false;
}

enum status why_find(const struct findings *f, uint32_t node, struct arena *a, struct why *ret,
                     struct err *e)
{
    struct why w = {0};
    struct arena scratch = {0};
    struct question q = question_new(f, node, &scratch);
    bool listed = reach_of(f, node, &w.reach);
    rows_find(&q, &scratch, a, &w);
    if (listed) paths_find(&f->prior.ties, q.sampled, node, a, &w.path, &w.path_count);
    arena_free(&scratch);
    if (!listed && w.rows_all == 0) {
        return err_set(e, NOT_FOUND,
                       "nobody in market '%.*s' heeded this person on its topic in its period; "
                       "kith find %.*s lists whom they heed",
                       STR_ARG(f->scene->market.name), STR_ARG(f->scene->market.name));
    }
    *ret = w;
    return OK;
}

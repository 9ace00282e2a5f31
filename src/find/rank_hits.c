/* rank_hits.c - find: who points at those who are pointed at? */
#include "find/rank_int.h"

#include "base/parallel.h"

#include <float.h>
#include <math.h>
#include <string.h>

/*
 * Authorities are the first eigenvector of B = A'A, looked for in the space that equal authorities
 * span with what B makes of them, and from the best of it again (Lanczos, restarted). Where several
 * vectors fit, that is the one the power method finds from equal authorities.
 */
enum { BLOCK = 4096, SPACE = 8, ROUNDS = 12 };

struct net {
    const struct graph *g;
    bool weights;
    unsigned threads;
    double *space[SPACE + 1]; /* [n] at right angles, of length 1 */
    double *hub;              /* [n] */
    const double *from;       /* of the product or the sums that run */
    double *to;
    const struct graph_rows *rows;
    double by[SPACE + 1];
    int count;                         /* of the space, or of by */
    double (*sums)[SPACE + 1];         /* [blocks] */
    double made[SPACE + 1][SPACE + 1]; /* B in the space */
};

static size_t blocks(const struct net *w)
{
    return ((size_t)w->g->n + BLOCK - 1) / BLOCK;
}

static uint32_t block_end(const struct net *w, size_t b)
{
    uint32_t begin = (uint32_t)b * BLOCK;
    return w->g->n - begin < BLOCK ? w->g->n : begin + BLOCK;
}

static void product_task(void *context, size_t b)
{
    const struct net *w = context;
    const struct graph_rows *rows = w->rows;
    uint32_t end = block_end(w, b);
    for (uint32_t v = (uint32_t)b * BLOCK; v < end; v++) {
        double sum = 0;
        for (uint64_t i = rows_first(rows, v); i < rows_first(rows, v + 1); i++)
            sum += w->from[rows->node[i]] * (w->weights ? (double)rows->weight[i] : 1);
        w->to[v] = sum;
    }
}

static void product(struct net *w, const struct graph_rows *rows, const double *from, double *to)
{
    w->rows = rows;
    w->from = from;
    w->to = to;
    parallel_for(w->threads, blocks(w), product_task, w);
}

static void dots_task(void *context, size_t b)
{
    const struct net *w = context;
    for (int k = 0; k < w->count; k++) {
        double sum = 0;
        for (uint32_t v = (uint32_t)b * BLOCK; v < block_end(w, b); v++)
            sum += w->space[k][v] * w->from[v];
        w->sums[b][k] = sum;
    }
}

/* by[k] = space k times x, for the first count. */
static void dots(struct net *w, int count, const double *x)
{
    w->count = count;
    w->from = x;
    parallel_for(w->threads, blocks(w), dots_task, w);
    for (int k = 0; k < count; k++) {
        w->by[k] = 0;
        for (size_t b = 0; b < blocks(w); b++)
            w->by[k] += w->sums[b][k];
    }
}

static void take_task(void *context, size_t b)
{
    const struct net *w = context;
    for (int k = 0; k < w->count; k++) {
        for (uint32_t v = (uint32_t)b * BLOCK; v < block_end(w, b); v++)
            w->to[v] -= w->by[k] * w->space[k][v];
    }
}

static double length(struct net *w, int k)
{
    dots(w, k + 1, w->space[k]);
    return sqrt(w->by[k]);
}

static void stretch(struct net *w, int k, double by)
{
    for (uint32_t v = 0; v < w->g->n; v++)
        w->space[k][v] *= by;
}

/* Space k + 1: what B makes of k, less what the space has. Its length before it is made 1. */
static double grow(struct net *w, int k)
{
    product(w, &w->g->out, w->space[k], w->hub);
    product(w, &w->g->in, w->hub, w->space[k + 1]);
    for (int again = 0; again < 2; again++) {
        dots(w, k + 1, w->space[k + 1]);
        for (int j = 0; j <= k; j++)
            w->made[j][k] += w->by[j];
        w->to = w->space[k + 1];
        parallel_for(w->threads, blocks(w), take_task, w);
    }
    double rest = length(w, k + 1);
    if (rest > 0) stretch(w, k + 1, 1 / rest);
    return rest;
}

/* Turns axes p and q so that a has nothing between them. */
static void turn(int n, double a[SPACE][SPACE], double v[SPACE][SPACE], int p, int q)
{
    double angle = .5 * atan2(2 * a[p][q], a[q][q] - a[p][p]);
    double c = cos(angle);
    double s = sin(angle);
    for (int k = 0; k < n; k++) {
        double x = a[k][p];
        double y = a[k][q];
        a[k][p] = c * x - s * y;
        a[k][q] = s * x + c * y;
    }
    for (int k = 0; k < n; k++) {
        double x = a[p][k];
        double y = a[q][k];
        a[p][k] = c * x - s * y;
        a[q][k] = s * x + c * y;
        x = v[k][p];
        y = v[k][q];
        v[k][p] = c * x - s * y;
        v[k][q] = s * x + c * y;
    }
}

/* Eigenvectors of the symmetric a are then the columns of v, its values on the diagonal (Jacobi).
 */
static void eigen(int n, double a[SPACE][SPACE], double v[SPACE][SPACE])
{
    double small = 0;
    for (int i = 0; i < n; i++) {
        small = fmax(small, fabs(a[i][i]) * DBL_EPSILON * DBL_EPSILON);
        for (int j = 0; j < n; j++)
            v[i][j] = i == j;
    }
    for (int round = 0; round < ROUNDS; round++) {
        for (int p = 0; p < n; p++) {
            for (int q = p + 1; q < n; q++) {
                if (fabs(a[p][q]) > small) turn(n, a, v, p, q);
            }
        }
    }
}

static void mix_task(void *context, size_t b)
{
    const struct net *w = context;
    for (uint32_t v = (uint32_t)b * BLOCK; v < block_end(w, b); v++) {
        double sum = 0;
        for (int k = 0; k < w->count; k++)
            sum += w->by[k] * w->space[k][v];
        w->space[0][v] = sum;
    }
}

/* The best of the space becomes its first; how far off it is. rest: length of what is next. */
static double best(struct net *w, int count, double rest)
{
    double a[SPACE][SPACE];
    double v[SPACE][SPACE];
    for (int i = 0; i < count; i++) {
        for (int j = 0; j < count; j++)
            a[i][j] = w->made[i < j ? i : j][i < j ? j : i];
    }
    eigen(count, a, v);
    int first = 0;
    for (int k = 1; k < count; k++)
        first = a[k][k] > a[first][first] ? k : first;
    double second = 0;
    for (int k = 0; k < count; k++)
        second = k != first ? fmax(second, a[k][k]) : second;
    double sign = v[0][first] < 0 ? -1 : 1;
    for (int k = 0; k < count; k++)
        w->by[k] = sign * v[k][first];
    w->count = count;
    parallel_for(w->threads, blocks(w), mix_task, w);
    stretch(w, 0, 1 / length(w, 0));
    if (!(rest > 0)) return 0;
    return rest * fabs(v[count - 1][first]) / (a[first][first] - second);
}

/* One space, from its first vector on. */
static double cycle(struct net *w, struct hits *ret, const struct rank_options *o)
{
    memset(w->made, 0, sizeof w->made);
    int k = 0;
    double rest = 0;
    while (k < SPACE) {
        rest = grow(w, k++);
        progress_report(o->progress, "sweeps", ++ret->sweeps, 0);
        if (rest <= w->made[0][0] * 1e-14) {
            rest = 0;
            break;
        }
    }
    return best(w, k, rest);
}

static enum status cycles(struct net *w, const struct rank_options *o, struct hits *ret,
                          struct err *e)
{
    enum { PATIENCE = 5 };
    double least = INFINITY;
    int idle = 0;
    ret->error = INFINITY;
    while (ret->error > o->error_max) {
        if (progress_stop(o->progress)) return err_set(e, STOPPED, "stopped");
        if (ret->sweeps >= o->sweeps_max || idle > PATIENCE) {
            return err_set(e, NOT_CONVERGED, "after %u sweeps hubs may still be off by %.2g",
                           ret->sweeps, ret->error);
        }
        ret->error = cycle(w, ret, o);
        idle = ret->error < .9 * least ? 0 : idle + 1;
        least = fmin(least, ret->error);
    }
    return OK;
}

/* Sum 1, and nothing where rounding alone may have left something. */
static void as_shares(const double *x, uint32_t n, double *share)
{
    double most = 0;
    double sum = 0;
    for (uint32_t v = 0; v < n; v++)
        most = fmax(most, x[v]);
    for (uint32_t v = 0; v < n; v++)
        sum += share[v] = x[v] > 1e-15 * most ? x[v] : 0;
    for (uint32_t v = 0; v < n && sum > 0; v++)
        share[v] /= sum;
}

enum status rank_hits(const struct graph *g, const struct rank_options *o, struct arena *a,
                      struct hits *ret, struct err *e)
{
    *ret =
        (struct hits){.hub = arena_new(a, double, g->n), .authority = arena_new(a, double, g->n)};
    struct net w = {.g = g, .threads = o->threads, .weights = o->weights && g->in.weight};
    if (g->n == 0) return OK;
    struct pages vectors = pages_take((size_t)g->n * (SPACE + 2) * sizeof(double));
    struct pages sums = pages_take(blocks(&w) * sizeof *w.sums);
    pages_huge(vectors.p, vectors.bytes);
    w.sums = sums.p;
    w.hub = vectors.p;
    for (int k = 0; k <= SPACE; k++)
        w.space[k] = w.hub + (size_t)g->n * (size_t)(k + 1);
    for (uint32_t v = 0; v < g->n; v++)
        w.space[0][v] = 1 / sqrt(g->n);
    enum status s = cycles(&w, o, ret, e);
    product(&w, &g->out, w.space[0], w.hub);
    as_shares(w.hub, g->n, ret->hub);
    product(&w, &g->in, w.hub, w.space[0]);
    as_shares(w.space[0], g->n, ret->authority);
    pages_give(&vectors);
    pages_give(&sums);
    return s;
}

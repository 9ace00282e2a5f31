/* company.c - listen: with whom and where are two people active? */
#include "listen/company.h"

#include "base/limits.h"
#include "base/map.h"
#include "store/query.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Others of a circle whom nobody has seen yet, and what nobody else is with here is still
 * somebody's elsewhere. */
enum { CIRCLE_UNSEEN = 100, CIRCLE_LEAST = 50, WEIGHED_MAX = 8 };
#define OTHERS_UNSEEN 0.4

/* Whom one is with: node * 2, + 1 of an outlet; outlets first, each kind ascending. */
struct circle {
    int64_t *with;
    double *others; /* how many others are with each; NULL until asked */
    size_t n;
    bool known;
};

struct company {
    struct store *st;
    struct arena *a;
    const int64_t *node;
    struct circle *of;   /* [n] */
    struct idmap others; /* with -> how many are */
    double active;       /* people whom anybody heeds; below 0 until asked */
    size_t ids;          /* kept by now */
    enum status s;
    struct err e;
};

struct company *company_new(struct store *st, const int64_t node[], size_t n, struct arena *a)
{
    struct company *c = arena_new(a, struct company, 1);
    *c = (struct company){.st = st, .a = a, .node = node, .active = -1};
    c->of = arena_new(a, struct circle, n);
    c->others = idmap_new(a, 0);
    return c;
}

enum status company_status(const struct company *c, struct err *e)
{
    if (c->s) *e = c->e;
    return c->s;
}

/* ---- reading ---- */

/* Appends the ids that the statement gives for the node. */
static void read_ids(struct company *c, enum sql name, int64_t node, bool outlet, struct circle *to)
{
    struct query *q = NULL;
    if (!c->s) c->s = query_open(c->st, name, &q, &c->e);
    if (c->s) return;
    query_bind_i64(q, 1, node);
    query_bind_i64(q, 2, COMPANY_ROWS_MAX);
    while ((c->s = query_next(q, &c->e)) == OK)
        to->with[to->n++] = query_i64(q, 0) * 2 + outlet;
    if (c->s == DONE) c->s = OK;
    query_close(q);
}

static struct circle *circle_of(struct company *c, uint32_t at)
{
    struct circle *x = &c->of[at];
    if (x->known) return x;
    x->known = true;
    if (c->ids >= COMPANY_IDS_MAX) return x;
    struct arena work = {0};
    /* Each of the two statements looks at so many rows. */
    struct circle all = {.with = arena_new(&work, int64_t, 2 * (size_t)COMPANY_ROWS_MAX)};
    read_ids(c, SQL_company_outlets, c->node[at], true, &all);
    read_ids(c, SQL_company_people, c->node[at], false, &all);
    x->n = all.n;
    x->with = arena_new(c->a, int64_t, all.n);
    if (all.n) memcpy(x->with, all.with, all.n * sizeof *all.with);
    c->ids += all.n;
    arena_free(&work);
    return x;
}

/* How many are with it; of whom more rows than are looked at tell, all are. */
static double count_with(struct company *c, int64_t with)
{
    uint32_t known = idmap_get(&c->others, with);
    if (known != UINT32_MAX) return known;
    struct query *q = NULL;
    enum sql name = with % 2 ? SQL_company_writers : SQL_company_heeded;
    uint32_t count = 0;
    if (!c->s) c->s = query_open(c->st, name, &q, &c->e);
    if (c->s) return 0;
    query_bind_i64(q, 1, with / 2);
    query_bind_i64(q, 2, COMPANY_ROWS_MAX);
    c->s = query_next(q, &c->e);
    if (!c->s) count = query_i64(q, 1) < COMPANY_ROWS_MAX ? (uint32_t)query_i64(q, 0) : INT32_MAX;
    query_close(q);
    (void)idmap_put(&c->others, with, count);
    return count;
}

/* Besides the one whose circle it is. */
static void count_others(struct company *c, struct circle *x)
{
    if (x->others) return;
    x->others = arena_new(c->a, double, x->n);
    for (size_t i = 0; i < x->n; i++)
        x->others[i] = fmax(count_with(c, x->with[i]) - 1, 0);
}

static double count_active(struct company *c)
{
    struct query *q = NULL;
    int64_t count = 0;
    if (c->active >= 0) return c->active;
    if (!c->s) c->s = query_open(c->st, SQL_company_circle, &q, &c->e);
    if (!c->s) c->s = query_one_i64(q, &count, &c->e);
    query_close(q);
    c->active = (double)count;
    return c->active;
}

/* ---- what two share ---- */

/* Steps i and j on to the next that both are with; false: no more. Neither is company of the two
 * themselves. */
static bool next_shared(const struct company *c, uint32_t a, uint32_t b, size_t *i, size_t *j)
{
    const struct circle *x = &c->of[a];
    const struct circle *y = &c->of[b];
    while (*i < x->n && *j < y->n) {
        int64_t u = x->with[*i];
        int64_t v = y->with[*j];
        bool self = u == c->node[a] * 2 || u == c->node[b] * 2;
        if (u == v && !self) return true;
        bool before = u % 2 != v % 2 ? u % 2 : u <= v; /* outlets come first */
        if (u == v) ++*j;
        *(before ? i : j) += 1;
    }
    return false;
}

/* ---- weighing ---- */

/* How much of a company as rare as that is to be shared by chance. */
static double expected(const double others[], size_t n, double most, double circle)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        if (others[i] > most) continue;
        sum += fmin((others[i] + OTHERS_UNSEEN) / (circle + CIRCLE_UNSEEN), 1);
    }
    return sum;
}

/* P(Poisson(mean) >= k) */
static double at_least(double mean, size_t k)
{
    double term = exp(-mean);
    double below = 0;
    double above = 0;
    for (size_t i = 0; i < k; i++) {
        below += term;
        term *= mean / (double)(i + 1);
    }
    if (below < 0.5) return 1 - below;
    for (size_t i = k; term > above * 1e-12; i++) {
        above += term;
        term *= mean / (double)(i + 1);
    }
    return above;
}

static int double_cmp(const void *x, const void *y)
{
    double a = *(const double *)x;
    double b = *(const double *)y;
    return a < b ? -1 : a > b;
}

double company_bits(double shared[], size_t n, const double a[], size_t a_count, const double b[],
                    size_t b_count, double circle)
{
    double best = 0;
    if (n) qsort(shared, n, sizeof *shared, double_cmp);
    for (size_t k = 0; k < n && k < WEIGHED_MAX; k++) {
        double mean =
            fmax(expected(a, a_count, shared[k], circle), expected(b, b_count, shared[k], circle));
        best = fmax(best, -log2(at_least(mean, k + 1)));
    }
    return best;
}

double company_shared(void *of, uint32_t a, uint32_t b)
{
    struct company *c = of;
    struct circle *x = circle_of(c, a);
    struct circle *y = circle_of(c, b);
    size_t i = 0;
    size_t j = 0;
    if (c->s || !x->n || !y->n) return -1;
    if (!next_shared(c, a, b, &i, &j)) return 0;
    count_others(c, x);
    count_others(c, y);
    struct arena work = {0};
    double *shared = arena_new(&work, double, x->n < y->n ? x->n : y->n);
    double circle = 0;
    size_t n = 0;
    for (; next_shared(c, a, b, &i, &j); i++, j++) {
        shared[n++] = x->others[i];
        bool all = x->others[i] >= INT32_MAX - 1;
        if (!all && x->with[i] % 2) circle = fmax(circle, x->others[i]);
    }
    if (circle < CIRCLE_LEAST) circle = count_active(c);
    double bits = company_bits(shared, n, x->others, x->n, y->others, y->n, circle);
    arena_free(&work);
    return c->s ? -1 : bits;
}

/* ---- telling ---- */

struct str company_example(struct company *c, uint32_t a, uint32_t b, struct arena *out)
{
    double few = INFINITY;
    int64_t rarest = 0;
    size_t outlets = 0;
    size_t people = 0;
    struct str name = STR("");
    const struct circle *x = circle_of(c, a);
    (void)circle_of(c, b);
    for (size_t i = 0, j = 0; next_shared(c, a, b, &i, &j); i++, j++) {
        people += x->with[i] % 2 == 0;
        if (x->with[i] % 2 == 0) continue;
        outlets++;
        double count = count_with(c, x->with[i]);
        if (count >= few) continue;
        few = count;
        rarest = x->with[i] / 2;
    }
    struct query *q = NULL;
    if (!c->s && outlets) c->s = query_open(c->st, SQL_node_one, &q, &c->e);
    if (!c->s && q) {
        query_bind_i64(q, 1, rarest);
        c->s = query_next(q, &c->e);
        if (!c->s) name = str_copy(out, query_str(q, 0));
    }
    query_close(q);
    if (people == 1 && !outlets) return STR("both are heeded by 1 other");
    if (!outlets) return str_printf(out, "both are heeded by the same %zu", people);
    struct str more = outlets > 1 ? str_printf(out, " and %zu more", outlets - 1) : STR("");
    struct str heed = people ? str_printf(out, ", heeded by the same %zu", people) : STR("");
    return str_printf(out, "both are active in %.*s%.*s%.*s", STR_ARG(name), STR_ARG(more),
                      STR_ARG(heed));
}

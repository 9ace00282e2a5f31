/* doubt_ring.c - find: who heeds each other, and is heeded by hardly anybody else? */
#include "find/doubt_int.h"

#include "base/limits.h"

#include <stdlib.h>

/* Who heeds each other, both ways. */
struct partners {
    size_t *first;   /* [node_count + 1] */
    uint32_t *other; /* ascending in a row */
};

/* Fans of v who are heeded by v: both rows ascend. Counts only, when other is NULL. */
static size_t returned(const struct fans *f, size_t v, uint32_t *other)
{
    size_t count = 0;
    size_t i = f->first[v];
    size_t k = f->to_first[v];
    while (i < f->first[v + 1] && k < f->to_first[v + 1]) {
        uint32_t in = f->fan[i].from;
        uint32_t out = f->to[k];
        if (in == out) {
            if (other) other[count] = in;
            count++;
        }
        i += in <= out;
        k += out <= in;
    }
    return count;
}

static struct partners partners_find(const struct fans *f)
{
    size_t n = f->scene->node_count;
    struct partners p = {.first = arena_new(f->a, size_t, n + 1)};
    for (size_t v = 0; v < n; v++)
        p.first[v + 1] = p.first[v] + returned(f, v, NULL);
    p.other = arena_new(f->a, uint32_t, p.first[n]);
    for (size_t v = 0; v < n; v++)
        (void)returned(f, v, p.other + p.first[v]);
    return p;
}

/* How many are in both rows. */
static size_t common(const struct partners *p, size_t u, size_t v)
{
    size_t count = 0;
    size_t i = p->first[u];
    size_t k = p->first[v];
    while (i < p->first[u + 1] && k < p->first[v + 1]) {
        uint32_t l = p->other[i];
        uint32_t r = p->other[k];
        count += l == r;
        i += l <= r;
        k += r <= l;
    }
    return count;
}

static bool is_closed(const struct fans *f, const struct partners *p, size_t v)
{
    size_t degree = p->first[v + 1] - p->first[v];
    if (degree + 1 < DOUBT_RING_MIN || degree > RING_TIES_MAX) return false;
    double in = (double)(f->first[v + 1] - f->first[v]);
    double out = (double)(f->to_first[v + 1] - f->to_first[v]);
    if (!((double)degree > DOUBT_RETURNED * in && (double)degree > DOUBT_RETURNED * out)) {
        return false;
    }
    size_t closed = 0; /* each pair of partners twice */
    for (size_t i = p->first[v]; i < p->first[v + 1]; i++)
        closed += common(p, v, p->other[i]);
    return (double)closed > DOUBT_CLOSED * (double)(degree * (degree - 1));
}

static uint32_t root_of(uint32_t *up, uint32_t v)
{
    while (up[v] != v)
        v = up[v] = up[up[v]];
    return v;
}

/* up[v]: the lowest number of v's pocket. */
static uint32_t *pockets(const struct fans *f, const struct partners *p, const bool *in)
{
    size_t n = f->scene->node_count;
    uint32_t *up = arena_new(f->a, uint32_t, n);
    for (size_t v = 0; v < n; v++)
        up[v] = (uint32_t)v;
    for (size_t v = 0; v < n; v++) {
        for (size_t i = p->first[v]; in[v] && i < p->first[v + 1]; i++) {
            if (!in[p->other[i]]) continue;
            uint32_t l = root_of(up, (uint32_t)v);
            uint32_t r = root_of(up, p->other[i]);
            up[l < r ? r : l] = l < r ? l : r;
        }
    }
    for (size_t v = 0; v < n; v++)
        up[v] = root_of(up, (uint32_t)v);
    return up;
}

static uint32_t partners_in(const struct partners *p, const bool *in, size_t v)
{
    uint32_t count = 0;
    for (size_t i = p->first[v]; i < p->first[v + 1]; i++)
        count += in[p->other[i]];
    return count;
}

void rings_find(const struct fans *f, struct doubt_list *ret)
{
    size_t n = f->scene->node_count;
    struct partners p = partners_find(f);
    bool *in = arena_new(f->a, bool, n);
    for (size_t v = 0; v < n; v++)
        in[v] = is_closed(f, &p, v);
    const uint32_t *up = pockets(f, &p, in);
    uint32_t *size = arena_new(f->a, uint32_t, n);
    uint32_t *number = arena_new(f->a, uint32_t, n);
    for (size_t v = 0; v < n; v++)
        size[up[v]] += in[v];
    uint32_t rings = 0;
    for (size_t v = 0; v < n; v++) {
        if (!in[v] || size[up[v]] < DOUBT_RING_MIN) continue;
        if (!number[up[v]]) number[up[v]] = ++rings;
        struct doubt d = {.node = (uint32_t)v,
                          .kind = DOUBT_RING,
                          .some = partners_in(&p, in, v),
                          .of = size[up[v]],
                          .group = number[up[v]]};
        doubt_add(ret, &d);
    }
}

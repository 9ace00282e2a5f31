/* counts.c - find: where do these buyers look, and whom do they oppose? */
#include "find/interval.h"
#include "find/votes.h"

#include "base/limits.h"

#include <math.h>

/* One buyer's strongest evidence for one node. */
struct mark {
    uint32_t node, buyer; /* buyer: position among those with evidence */
    uint32_t rows;
    double p;
};

struct marks {
    struct mark *mark; /* [count] by (buyer, node) */
    size_t count;
    double *weight;     /* [buyer_count] sum `heard` */
    const double *part; /* [buyer_count] of a buyer (capped.h); NULL: all 1 */
    uint32_t *who;      /* [buyer_count] node numbers */
    size_t buyer_count;
    double heard; /* buyers */
};

static bool against_counts(const struct scene *sc, const struct heed *h)
{
    return h->sign < 0 && node_is_candidate(sc, h->to);
}

static bool outlet_counts(const struct scene *sc, const struct heed *h)
{
    return h->sign >= 0 && sc->node_type[h->to] != NODE_PERSON;
}

/* Buyers with any evidence for a person or an outlet, and their marks that `counts` lets in. */
static struct marks marks_find(const struct scene *sc,
                               bool (*counts)(const struct scene *, const struct heed *),
                               struct arena *a)
{
    struct caps caps;
    caps_find(sc, a, &caps);
    const double *says = heeds_weigh_capped(sc, &caps, a);
    struct marks m = {.mark = arena_new(a, struct mark, sc->heed_count),
                      .weight = arena_new(a, double, sc->audience_count),
                      .who = arena_new(a, uint32_t, sc->audience_count)};
    uint32_t last = UINT32_MAX; /* buyer last seen */
    for (size_t i = 0; i < sc->heed_count; i++) {
        const struct heed *h = &sc->heed[i];
        if (!node_is_voter(sc, h->from)) continue;
        if (h->from == h->to || sc->staff[h->to]) continue;
        if (h->from != last) m.who[m.buyer_count++] = h->from;
        last = h->from;
        if (!counts(sc, h) || !(says[i] > 0.0)) continue;
        uint32_t buyer = (uint32_t)m.buyer_count - 1;
        struct mark *open = m.count > 0 ? &m.mark[m.count - 1] : NULL;
        if (!open || open->node != h->to || open->buyer != buyer) {
            open = &m.mark[m.count++];
            *open = (struct mark){.node = h->to, .buyer = buyer};
        }
        open->rows++;
        if (says[i] > open->p) open->p = says[i];
    }
    struct segments_heard segments;
    m.heard = buyers_weigh(sc, &caps, m.who, m.buyer_count, m.weight, a, &segments);
    m.part = buyers_parts(&caps, m.who, m.buyer_count, a);
    return m;
}

static int mark_cmp(const void *left, const void *right)
{
    const struct mark *l = left;
    const struct mark *r = right;
    if (l->node != r->node) return l->node < r->node ? -1 : 1;
    return l->buyer < r->buyer ? -1 : l->buyer > r->buyer;
}

static int count_cmp(const void *left, const void *right)
{
    const struct node_count *l = left;
    const struct node_count *r = right;
    if (l->votes != r->votes) return l->votes > r->votes ? -1 : 1;
    return l->node < r->node ? -1 : l->node > r->node;
}

/* A node's figures beside the marks they are of. */
struct column {
    struct node_count figures; /* first: columns are sorted by it */
    const uint32_t *buyer;
    const double *p;
};

/* Adds up the marks, which stand by node; returns how many nodes there are. */
static size_t columns_fill(const struct marks *m, struct arena *a, struct column *column)
{
    uint32_t *buyer = arena_new(a, uint32_t, m->count);
    double *p = arena_new(a, double, m->count);
    size_t count = 0;
    for (size_t i = 0, end = 0; i < m->count; i = end) {
        struct node_count n = {.node = m->mark[i].node, .lo = NAN, .hi = NAN};
        for (end = i; end < m->count && m->mark[end].node == n.node; end++) {
            buyer[end] = m->mark[end].buyer;
            p[end] = m->mark[end].p;
            n.votes += m->weight[buyer[end]] * p[end];
            n.rows += m->mark[end].rows;
            n.voters++;
        }
        n.in_100 = 100.0 * n.votes / m->heard;
        column[count++] = (struct column){n, &buyer[i], &p[i]};
    }
    return count;
}

/* Of those with most: the interval of who was heard, without a prior. */
static void columns_draw(const struct marks *m, const struct reach_options *o, struct arena *a,
                         struct column *column, size_t count)
{
    struct poll *poll = arena_new(a, struct poll, count);
    for (size_t c = 0; c < count; c++) {
        poll[c].node = column[c].figures.node;
        poll[c].buyer = column[c].buyer;
        poll[c].p = column[c].p;
        poll[c].count = column[c].figures.voters;
    }
    struct poll_frame frame = {.weight = m->weight,
                               .buyer_count = m->buyer_count,
                               .part_of = m->part,
                               .seed = o->seed,
                               .threads = o->threads,
                               .top = o->top};
    interval_find(&frame, poll, count);
    for (size_t c = 0; c < count; c++) {
        column[c].figures.lo = poll[c].lo;
        column[c].figures.hi = poll[c].hi;
    }
}

static void counts_find(const struct scene *sc, const struct reach_options *o,
                        bool (*counts)(const struct scene *, const struct heed *), struct arena *a,
                        struct node_counts *ret)
{
    struct arena scratch = {0};
    struct marks m = marks_find(sc, counts, &scratch);
    qsort(m.mark, m.count, sizeof *m.mark, mark_cmp);
    struct column *column = arena_new(&scratch, struct column, m.count);
    struct node_counts found = {.buyer_count = m.buyer_count};
    found.count = columns_fill(&m, &scratch, column);
    qsort(column, found.count, sizeof *column, count_cmp);
    size_t drawn = found.count < INTERVAL_PEOPLE_MAX ? found.count : INTERVAL_PEOPLE_MAX;
    columns_draw(&m, o, &scratch, column, drawn);
    found.node = arena_new(a, struct node_count, found.count);
    for (size_t c = 0; c < found.count; c++)
        found.node[c] = column[c].figures;
    arena_free(&scratch);
    *ret = found;
}

void outlets_find(const struct scene *sc, const struct reach_options *o, struct arena *a,
                  struct node_counts *ret)
{
    counts_find(sc, o, outlet_counts, a, ret);
}

void against_find(const struct scene *sc, const struct reach_options *o, struct arena *a,
                  struct node_counts *ret)
{
    counts_find(sc, o, against_counts, a, ret);
}

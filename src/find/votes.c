/* votes.c - find: for whom does each buyer vote, and how strongly? */
#include "find/votes.h"

/* What one buyer says, while their evidence is read. */
struct ballot {
    double *p;         /* [node_count] 0: no vote */
    uint32_t *heed;    /* [node_count] */
    uint32_t *outlet;  /* [node_count] */
    uint32_t *touched; /* nodes with a vote, in the order in which they came */
    size_t count;
};

/* Votes of unknown number: grows by doubling. */
struct vote_list {
    struct arena *a;
    struct vote *vote;
    size_t count, room;
};

bool node_is_voter(const struct scene *sc, uint32_t node)
{
    return sc->buyer[node] > 0.0 && node_is_candidate(sc, node);
}

bool node_is_candidate(const struct scene *sc, uint32_t node)
{
    return sc->node_type[node] == NODE_PERSON && !sc->staff[node];
}

/* Of equal evidence the direct and later one is shown. */
static void ballot_mark(struct ballot *b, uint32_t person, double p, uint32_t heed, uint32_t outlet)
{
    if (p < VOTE_MIN || p < b->p[person]) return;
    if (p == b->p[person] && outlet != UINT32_MAX) return;
    if (b->p[person] == 0.0) b->touched[b->count++] = person;
    b->p[person] = p;
    b->heed[person] = heed;
    b->outlet[person] = outlet;
}

/* All evidence of one buyer for one outlet says the same of its authors: the strongest decides. */
static void ballot_outlet(struct ballot *b, const struct scene *sc, const double *part,
                          uint32_t heed, double p)
{
    const struct heed *h = &sc->heed[heed];
    struct author_range r = authors_of(sc, h->to);
    for (size_t i = r.first; i < r.end; i++) {
        uint32_t person = sc->author[i].person;
        if (person == h->from || !node_is_candidate(sc, person)) continue;
        ballot_mark(b, person, p * part[i], heed, h->to);
    }
}

/* Reads heed[i ..] of one (from, to); returns where the next pair starts. */
static size_t ballot_pair(struct ballot *b, const struct scene *sc, const struct votes *v, size_t i)
{
    const struct heed *h = &sc->heed[i];
    size_t best = SIZE_MAX;
    size_t end = i;
    for (; end < sc->heed_count && sc->heed[end].from == h->from && sc->heed[end].to == h->to;
         end++) {
        if (sc->heed[end].sign < 0) continue;
        if (best == SIZE_MAX || v->says[end] >= v->says[best]) best = end;
    }
    if (best == SIZE_MAX || h->from == h->to) return end;
    if (sc->node_type[h->to] == NODE_OUTLET) {
        ballot_outlet(b, sc, v->part, (uint32_t)best, v->says[best]);
    } else if (node_is_candidate(sc, h->to)) {
        ballot_mark(b, h->to, v->says[best], (uint32_t)best, UINT32_MAX);
    }
    return end;
}

static int node_cmp(const void *left, const void *right)
{
    uint32_t l = *(const uint32_t *)left;
    uint32_t r = *(const uint32_t *)right;
    return l < r ? -1 : l > r;
}

static void list_add(struct vote_list *l, struct vote vote)
{
    if (l->count == l->room) {
        size_t room = l->room ? 2 * l->room : 1024;
        l->vote = arena_grow(l->a, l->vote, l->room * sizeof *l->vote, room * sizeof *l->vote);
        l->room = room;
    }
    l->vote[l->count++] = vote;
}

/* Moves the ballot of `buyer` behind the list and empties it. */
static void ballot_close(struct ballot *b, uint32_t buyer, struct vote_list *l)
{
    qsort(b->touched, b->count, sizeof *b->touched, node_cmp);
    for (size_t i = 0; i < b->count; i++) {
        uint32_t person = b->touched[i];
        list_add(l, (struct vote){.buyer = buyer,
                                  .person = person,
                                  .heed = b->heed[person],
                                  .outlet = b->outlet[person],
                                  .p = b->p[person]});
        b->p[person] = 0.0;
    }
    b->count = 0;
}

/* Weights of those who vote, mean 1, and what they add up to per person. */
static void votes_sum(const struct scene *sc, struct arena *a, uint32_t *buyer, struct votes *v)
{
    double *weight = arena_new(a, double, v->buyer_count);
    double *x = arena_new(a, double, sc->node_count);
    double sum = 0.0;
    for (size_t b = 0; b < v->buyer_count; b++)
        sum += sc->buyer[buyer[b]];
    for (size_t b = 0; b < v->buyer_count; b++) {
        weight[b] = sc->buyer[buyer[b]] * (double)v->buyer_count / sum;
    }
    v->total = 0.0;
    for (size_t i = 0, b = 0; i < v->count; i++) {
        while (buyer[b] != v->vote[i].buyer)
            b++;
        x[v->vote[i].person] += weight[b] * v->vote[i].p;
        v->total += weight[b] * v->vote[i].p;
    }
    v->buyer = buyer;
    v->weight = weight;
    v->x = x;
}

void votes_find(const struct scene *sc, struct arena *a, struct votes *ret)
{
    struct votes v = {.says = heeds_weigh(sc, a), .part = authors_weigh(sc, a)};
    uint32_t *buyer = arena_new(a, uint32_t, sc->audience_count);
    struct arena scratch = {0};
    size_t n = sc->node_count;
    struct ballot b = {arena_new(&scratch, double, n), arena_new(&scratch, uint32_t, n),
                       arena_new(&scratch, uint32_t, n), arena_new(&scratch, uint32_t, n), 0};
    struct vote_list list = {.a = &scratch};
    for (size_t i = 0; i < sc->heed_count;) {
        uint32_t from = sc->heed[i].from;
        bool votes = node_is_voter(sc, from);
        while (i < sc->heed_count && sc->heed[i].from == from) {
            i = votes ? ballot_pair(&b, sc, &v, i) : i + 1;
        }
        if (b.count > 0) buyer[v.buyer_count++] = from;
        ballot_close(&b, from, &list);
    }
    v.count = list.count;
    struct vote *vote = arena_new(a, struct vote, list.count);
    if (list.count > 0) memcpy(vote, list.vote, list.count * sizeof *vote);
    v.vote = vote;
    arena_free(&scratch);
    votes_sum(sc, a, buyer, &v);
    *ret = v;
}

/* votes.c - find: for whom does each buyer vote, and how strongly? */
#include "find/votes.h"

#include <math.h>

/* An author of an outlet, where the authors of each stand by their part, most first. */
struct voice {
    double part;
    uint32_t person;
};

/* What one buyer says of one person so far. */
struct slot {
    double p; /* 0: no vote */
    uint32_t heed, outlet;
    uint32_t other; /* of another source than heed's, what it says: other_p */
    float other_p;  /* 0: nothing */
};

/* The best evidence of one buyer for one node, and the best of any other source. */
struct best {
    size_t heed, other; /* SIZE_MAX: none */
};

/* What one buyer says, while their evidence is read. Whom it names is kept as bits in two levels,
 * so that they come out in order without being sorted. */
struct ballot {
    const struct scene *scene;
    bool everybody; /* heard, not only buyers */
    const double *says;
    size_t *first;       /* [node_count + 1] voices of each outlet */
    struct voice *voice; /* [author_count] */
    struct slot *slot;   /* [node_count] */
    uint64_t *named;     /* a bit a node */
    uint64_t *some;      /* a bit a word of `named`: not 0 */
    size_t some_words;
};

bool node_is_voter(const struct scene *sc, uint32_t node)
{
    return sc->buyer[node] > 0.0 && sc->node_type[node] == NODE_PERSON && !sc->staff[node];
}

bool node_is_candidate(const struct scene *sc, uint32_t node)
{
    return sc->node_type[node] == NODE_PERSON && !sc->staff[node] && !sc->robot[node];
}

static int voice_cmp(const void *left, const void *right)
{
    const struct voice *l = left;
    const struct voice *r = right;
    if (l->part != r->part) return l->part > r->part ? -1 : 1;
    return l->person < r->person ? -1 : l->person > r->person;
}

static void voices_find(struct ballot *b, const double *part, struct arena *a)
{
    const struct scene *sc = b->scene;
    b->first = arena_new(a, size_t, sc->node_count + 1);
    b->voice = arena_new(a, struct voice, sc->author_count);
    size_t n = 0;
    uint32_t outlet = 0;
    for (size_t i = 0; i < sc->author_count; i++) {
        while (outlet < sc->author[i].outlet)
            b->first[++outlet] = n;
        if (!node_is_candidate(sc, sc->author[i].person)) continue;
        b->voice[n++] = (struct voice){part[i], sc->author[i].person};
    }
    while (outlet < sc->node_count)
        b->first[++outlet] = n;
    for (size_t o = 0; o < sc->node_count; o++) {
        qsort(&b->voice[b->first[o]], b->first[o + 1] - b->first[o], sizeof *b->voice, voice_cmp);
    }
}

static bool is_heard(const struct ballot *b, uint32_t node)
{
    return b->everybody ? node_is_candidate(b->scene, node) : node_is_voter(b->scene, node);
}

static struct ballot ballot_new(const struct scene *sc, const struct votes *v, bool everybody,
                                struct arena *a)
{
    struct ballot b = {.scene = sc, .everybody = everybody, .says = v->says};
    size_t words = sc->node_count / 64 + 1;
    b.some_words = words / 64 + 1;
    b.slot = arena_new(a, struct slot, sc->node_count);
    b.named = arena_new(a, uint64_t, words);
    b.some = arena_new(a, uint64_t, b.some_words);
    voices_find(&b, v->part, a);
    return b;
}

/* Of equal evidence the direct and later one is shown. */
static void ballot_mark(struct ballot *b, uint32_t person, struct slot said)
{
    struct slot *now = &b->slot[person];
    const struct heed *heed = b->scene->heed;
    bool better = said.p > now->p || (said.p == now->p && said.outlet == UINT32_MAX);
    bool apart = now->p > 0.0 && heed[said.heed].source != heed[now->heed].source;
    struct slot loser = better ? *now : said;
    if (better) {
        now->p = said.p;
        now->heed = said.heed;
        now->outlet = said.outlet;
    }
    if (apart && loser.p > now->other_p) {
        now->other = loser.heed;
        now->other_p = (float)loser.p;
    }
    b->named[person / 64] |= (uint64_t)1 << (person % 64);
    b->some[person / 4096] |= (uint64_t)1 << (person / 64 % 64);
}

static bool says_as_much(const struct ballot *b, size_t heed, size_t than)
{
    return than == SIZE_MAX || b->says[heed] >= b->says[than];
}

/* The strongest, of equals the latest, of heed[i ..] of one (from, to). Returns where the next pair
 * starts. */
static size_t pair_best(const struct ballot *b, size_t i, struct best *ret)
{
    const struct heed *heed = b->scene->heed;
    size_t end = i;
    struct best best = {SIZE_MAX, SIZE_MAX};
    for (;
         end < b->scene->heed_count && heed[end].from == heed[i].from && heed[end].to == heed[i].to;
         end++) {
        if (heed[end].sign < 0 || b->says[end] < VOTE_MIN || heed[i].from == heed[i].to) continue;
        bool apart = best.heed != SIZE_MAX && heed[end].source != heed[best.heed].source;
        if (says_as_much(b, end, best.heed)) {
            if (apart) best.other = best.heed;
            best.heed = end;
        } else if (apart && says_as_much(b, end, best.other)) {
            best.other = end;
        }
    }
    *ret = best;
    return end;
}

/* Marks whom one buyer's evidence for one node names; returns how many at most. With `mark` false
 * it only counts. */
static size_t ballot_add(struct ballot *b, size_t heed, bool mark)
{
    if (heed == SIZE_MAX) return 0;
    const struct heed *h = &b->scene->heed[heed];
    double p = b->says[heed];
    if (b->scene->node_type[h->to] == NODE_PERSON) {
        if (!node_is_candidate(b->scene, h->to)) return 0;
        if (mark) ballot_mark(b, h->to, (struct slot){.p = p, (uint32_t)heed, UINT32_MAX, 0, 0});
        return 1;
    }
    size_t i = b->first[h->to];
    for (; i < b->first[h->to + 1] && p * b->voice[i].part >= VOTE_MIN; i++) {
        if (!mark || b->voice[i].person == h->from) continue;
        ballot_mark(b, b->voice[i].person,
                    (struct slot){p * b->voice[i].part, (uint32_t)heed, h->to, 0, 0});
    }
    return i - b->first[h->to];
}

/* Room for every vote there can be: a pair too many where two ways lead to one person. */
static size_t votes_most(struct ballot *b)
{
    const struct scene *sc = b->scene;
    size_t most = 0;
    struct best best;
    for (size_t i = 0; i < sc->heed_count;) {
        uint32_t from = sc->heed[i].from;
        i = pair_best(b, i, &best);
        if (is_heard(b, from)) most += ballot_add(b, best.heed, false);
    }
    return most;
}

/* Moves the ballot of `buyer` to vote[], by person, and empties it; returns how many it were. */
static size_t ballot_close(struct ballot *b, uint32_t buyer, struct vote *vote)
{
    size_t count = 0;
    for (size_t s = 0; s < b->some_words; s++) {
        for (; b->some[s]; b->some[s] &= b->some[s] - 1) {
            size_t word = s * 64 + (size_t)__builtin_ctzll(b->some[s]);
            for (; b->named[word]; b->named[word] &= b->named[word] - 1) {
                size_t person = word * 64 + (size_t)__builtin_ctzll(b->named[word]);
                struct slot *slot = &b->slot[person];
                vote[count++] = (struct vote){.buyer = buyer,
                                              .person = (uint32_t)person,
                                              .heed = slot->heed,
                                              .outlet = slot->outlet,
                                              .other = slot->other_p > 0 ? slot->other : UINT32_MAX,
                                              .other_p = fminf(slot->other_p, (float)slot->p),
                                              .p = slot->p};
                *slot = (struct slot){0};
            }
        }
    }
    return count;
}

/* Weights of those who vote, and what they add up to per person. */
static void votes_sum(const struct scene *sc, struct arena *a, const uint32_t *buyer,
                      struct votes *v)
{
    double *weight = arena_new(a, double, v->buyer_count);
    double *x = arena_new(a, double, sc->node_count);
    v->heard = buyers_weigh(sc, &v->caps, buyer, v->buyer_count, weight, a, &v->segments);
    const double *part = buyers_parts(&v->caps, buyer, v->buyer_count, a);
    for (size_t b = 0; b < v->buyer_count; b++)
        v->unchecked += sc->unchecked && sc->unchecked[buyer[b]];
    v->total = 0.0;
    double squares = 0.0;
    for (size_t i = 0, b = 0; i < v->count; i++) {
        while (buyer[b] != v->vote[i].buyer)
            b++;
        double p = weight[b] * v->vote[i].p;
        x[v->vote[i].person] += p;
        v->total += p;
        squares += part ? p * p / part[b] : p * p;
    }
    v->unit = v->total > 0.0 ? squares / v->total : 0.0;
    v->buyer = buyer;
    v->weight = weight;
    v->part_of = part;
    v->x = x;
}

/* buyer[] gets everybody with a vote; returns how many. */
static size_t votes_count(struct ballot *b, uint32_t *buyer, struct arena *a, struct votes *v)
{
    const struct scene *sc = b->scene;
    struct vote *vote = arena_new(a, struct vote, votes_most(b));
    size_t heard = 0;
    for (size_t i = 0; i < sc->heed_count;) {
        uint32_t from = sc->heed[i].from;
        bool votes = is_heard(b, from);
        while (i < sc->heed_count && sc->heed[i].from == from) {
            struct best best = {SIZE_MAX, SIZE_MAX};
            i = votes ? pair_best(b, i, &best) : i + 1;
            (void)ballot_add(b, best.heed, true);
            (void)ballot_add(b, best.other, true);
        }
        size_t count = votes ? ballot_close(b, from, &vote[v->count]) : 0;
        if (count > 0) buyer[heard++] = from;
        v->count += count;
    }
    v->vote = vote;
    return heard;
}

void votes_find(const struct scene *sc, struct arena *a, struct votes *ret)
{
    struct votes v = {.part = authors_weigh(sc, a)};
    caps_find(sc, a, &v.caps);
    v.says = heeds_weigh_capped(sc, &v.caps, a);
    uint32_t *buyer = arena_new(a, uint32_t, sc->audience_count);
    struct arena scratch = {0};
    struct ballot b = ballot_new(sc, &v, false, &scratch);
    v.buyer_count = votes_count(&b, buyer, a, &v);
    arena_free(&scratch);
    votes_sum(sc, a, buyer, &v);
    *ret = v;
}

const struct vote *reliances_find(const struct scene *sc, const struct votes *v, struct arena *a,
                                  size_t *ret_count)
{
    struct votes all = {.says = v->says, .part = v->part};
    struct arena scratch = {0};
    struct ballot b = ballot_new(sc, &all, true, &scratch);
    (void)votes_count(&b, arena_new(&scratch, uint32_t, sc->node_count), a, &all);
    arena_free(&scratch);
    *ret_count = all.count;
    return all.vote;
}

/* sketch.c - choose: who could have moved a person drawn at random? */
#include "choose/sketch_int.h"

#include "base/limits.h"
#include "base/pages.h"
#include "base/parallel.h"

#include <stdatomic.h>
#include <string.h>

enum { BATCH_MIN = 64, BATCHES_A_THREAD = 8, NUMBERS_AHEAD = 16 };

/* ---- making ready ---- */

/* As measured: few sets while the graph is at hand, more when it is far; long rows are best asked
 * for in one go. */
static void flight_ready(struct sketch *s)
{
    enum { NEAR_BYTES = 1 << 20, LANES_NEAR = 6, LANES_FAR = 24, FLIGHT = 8, FLIGHT_ROWS = 32 };
    enum cascade_kind kind = s->o.cascade.kind;
    uint64_t bytes = (s->g->m + s->g->n) * (uint64_t)sizeof(uint32_t);
    s->lanes = bytes <= NEAR_BYTES ? LANES_NEAR : LANES_FAR;
    s->flight = kind == CASCADE_WC || kind == CASCADE_LT ? FLIGHT : FLIGHT_ROWS;
    if (!s->o.lanes) return;
    s->lanes = s->o.lanes < LANES_MAX ? s->o.lanes : LANES_MAX;
    s->flight = s->o.lanes < FLIGHT_MAX ? s->o.lanes : FLIGHT_MAX;
}

static void cascade_ready(struct sketch *s, struct arena *a)
{
    const struct cascade *c = &s->o.cascade;
    bool weights = s->g->in.weight != NULL;
    if (c->kind == CASCADE_WC) live_ready(&s->live);
    if (c->kind == CASCADE_UNIFORM) {
        s->gap = weigh_gap(c->p);
        s->none[0] = 1;
        for (int d = 1; d < LIVE_TABLE; d++)
            s->none[d] = s->none[d - 1] * (1.0 - c->p);
    }
    if (c->kind == CASCADE_WEIGHTS || (c->kind == CASCADE_LT && weights)) {
        s->weigh = weigh_new(s->g, c->kind == CASCADE_LT, s->threads, a);
        weigh_gaps(s->gap_of);
    }
    draw_logs_ready(&s->logs);
}

enum status sketch_new(const struct graph *g, const struct sketch_options *o, struct arena *a,
                       struct sketch **ret, struct err *e)
{
    if (!g->n) return err_set(e, BAD_INPUT, "the graph has no arcs; nobody can be chosen");
    enum status st = cascade_fits(&o->cascade, g, e);
    if (st) return st;
    struct sketch *s = arena_new(a, struct sketch, 1);
    s->g = g;
    s->o = *o;
    s->weight = g->n;
    if (o->audience) {
        s->roots = alias_new(o->audience, g->n, a);
        s->weight = s->roots.sum;
        if (!s->roots.count) return err_set(e, BAD_INPUT, "nobody of the audience has weight");
    }
    s->threads = o->threads ? o->threads : parallel_threads();
    if (s->threads > THREADS_MAX) s->threads = THREADS_MAX;
    s->drawer = arena_new(a, struct drawer, s->threads);
    flight_ready(s);
    cascade_ready(s, a);
    *ret = s;
    return OK;
}

void sketch_close(struct sketch *s)
{
    for (unsigned i = 0; s && i < s->threads; i++) {
        arena_free(&s->drawer[i].kept);
        arena_free(&s->drawer[i].scratch);
    }
}

double sketch_weight(const struct sketch *s)
{
    return s->weight;
}

uint64_t sketch_walked(const struct sketch *s)
{
    return s->walked;
}

/* ---- sharing out: batches are taken by whoever is free, and kept at their own place ---- */

struct share {
    struct sketch *s;
    uint64_t key;
    uint64_t from, upto; /* sets */
    uint64_t batches;
    uint32_t each;       /* sets a batch; the last may have fewer */
    struct batch *batch; /* [batches], or NULL: only hits are counted */
    const uint64_t *goal;
    atomic_uint_least64_t next, met, walked, entries;
    uint64_t entries_max;
    atomic_bool stopped, full, scarce;
};

static struct share share_new(struct sketch *s, uint32_t stream, uint64_t from, uint64_t upto,
                              const uint64_t *goal)
{
    struct share j = {.s = s, .from = from, .upto = upto, .goal = goal};
    uint64_t sets = upto - from;
    uint64_t each = sets / (BATCHES_A_THREAD * (uint64_t)s->threads) + 1;
    if (each < BATCH_MIN) each = BATCH_MIN;
    j.each = each < SKETCH_BATCH_MAX ? (uint32_t)each : (uint32_t)SKETCH_BATCH_MAX;
    j.batches = (sets + j.each - 1) / j.each;
    j.key = draw_key(s->o.seed, stream);
    return j;
}

/* A kept member takes four bytes here and, while seeds are picked, four in an index. What is free
 * is looked at now and then only: the system takes its time to say. */
static void entries_count(struct share *j, uint64_t more)
{
    enum { LOOK = 24, SPARE = 1 << 28, INDEX = 4 };
    uint64_t before = atomic_fetch_add(&j->entries, more);
    uint64_t all = before + more;
    if (all > j->entries_max) atomic_store(&j->full, true);
    if (before >> LOOK != all >> LOOK && memory_free() < all * INDEX + SPARE)
        atomic_store(&j->scarce, true);
}

/* In the order of the sets' numbers, whichever was complete first. */
static void batch_keep(struct share *j, struct drawer *w, const struct sets *sets, struct batch *b)
{
    b->sets = sets->count - (uint32_t)sets->met;
    b->entries = w->count;
    b->size = arena_bytes(&w->kept, b->sets * sizeof *b->size);
    b->node = arena_bytes(&w->kept, b->entries * sizeof *b->node);
    uint32_t *to = b->node;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < sets->count; i++) {
        uint32_t size = w->root[i];
        if (size == SET_MET) continue;
        memcpy(to, w->done + w->start[i], size * sizeof *to);
        to += size;
        b->size[kept++] = size;
    }
    entries_count(j, b->entries);
}

static bool share_ended(struct share *j)
{
    return atomic_load(&j->stopped) || atomic_load(&j->full) || atomic_load(&j->scarce);
}

static void take_batches(void *context, size_t thread)
{
    struct share *j = context;
    struct drawer *w = &j->s->drawer[thread];
    const struct progress *p = j->s->o.progress;
    drawer_ready(w, j->s);
    for (;;) {
        uint64_t batch = atomic_fetch_add(&j->next, 1);
        if (batch >= j->batches || share_ended(j)) return;
        uint64_t first = j->from + batch * j->each;
        uint64_t left = j->upto - first;
        struct sets sets = {.key = j->key, .from = first, .goal = j->goal, .forget = !j->batch};
        sets.count = left < j->each ? (uint32_t)left : j->each;
        sets_draw(j->s, w, &sets);
        if (j->batch) batch_keep(j, w, &sets, &j->batch[batch]);
        (void)atomic_fetch_add(&j->met, sets.met);
        (void)atomic_fetch_add(&j->walked, sets.walked);
        if (thread == 0) progress_report(p, j->batch ? "sets" : "test", batch, j->batches);
        if (progress_stop(p)) atomic_store(&j->stopped, true);
    }
}

static void share_out(struct share *j)
{
    unsigned threads = j->s->threads;
    if (threads > j->batches) threads = (unsigned)j->batches;
    parallel_for(threads, threads, take_batches, j);
}

static enum status stopped(struct err *e)
{
    return err_set(e, STOPPED, "stopped; nothing half done");
}

/* ---- pools ---- */

static uint64_t *goal_new(const struct sketch *s, const uint32_t node[], size_t count,
                          struct arena *a)
{
    uint64_t *goal = arena_new(a, uint64_t, (size_t)s->g->n / 64 + 1);
    for (size_t i = 0; i < count; i++)
        goal[node[i] >> 6] |= (uint64_t)1 << (node[i] & 63);
    return goal;
}

struct pool pool_new(const struct sketch *s, uint32_t stream, const uint32_t sentinel[],
                     size_t sentinel_count, struct arena *a)
{
    struct pool p = {.a = a, .stream = stream, .node_room = 1024};
    if (sentinel_count) p.sentinel = goal_new(s, sentinel, sentinel_count, a);
    p.number = arena_new(a, uint32_t, s->g->n);
    p.node = arena_new(a, uint32_t, p.node_room);
    return p;
}

static uint32_t pool_number(struct pool *p, uint32_t v)
{
    if (p->number[v]) return p->number[v] - 1;
    if (p->known == p->node_room) {
        size_t bytes = p->node_room * sizeof *p->node;
        p->node = arena_grow(p->a, p->node, bytes, 2 * bytes);
        p->node_room *= 2;
    }
    p->node[p->known++] = v;
    p->number[v] = p->known;
    return p->known - 1;
}

static void batch_number(struct pool *p, const struct batch *b)
{
    uint64_t j = 0;
    for (; j + NUMBERS_AHEAD < b->entries; j++) {
        __builtin_prefetch(&p->number[b->node[j + NUMBERS_AHEAD]]);
        b->node[j] = pool_number(p, b->node[j]);
    }
    for (; j < b->entries; j++)
        b->node[j] = pool_number(p, b->node[j]);
}

/* In the order of the sets, so that the numbers do not depend on who drew what. */
static void pool_take(struct pool *p, const struct batch *batch, size_t count)
{
    if (p->batch_count + count > p->batch_room) {
        size_t room = 2 * (p->batch_count + count);
        p->batch = arena_grow(p->a, p->batch, p->batch_count * sizeof *batch, room * sizeof *batch);
        p->batch_room = room;
    }
    memcpy(p->batch + p->batch_count, batch, count * sizeof *batch);
    p->batch_count += count;
    for (size_t i = 0; i < count; i++) {
        batch_number(p, &batch[i]);
        p->entries += batch[i].entries;
    }
}

/* Said before it is taken, where earlier sets tell how large they are. */
static enum status fits_memory(const struct pool *p, uint64_t upto, struct err *e)
{
    enum { BYTES = 8, LOOK_BYTES = 1 << 28 };
    double each = p->sets ? (double)p->entries / (double)p->sets : 0;
    double need = each * (double)(upto - p->sets) * BYTES;
    if (need < LOOK_BYTES) return OK;
    double have = (double)memory_free();
    if (need <= have) return OK;
    return err_set(e, IO_FAILED,
                   "%llu more sets need about %.1f GB, %.1f are free; give a larger --epsilon",
                   (unsigned long long)(upto - p->sets), need * 1e-9, have * 1e-9);
}

static enum status draw_ended(const struct pool *p, struct share *j, struct err *e)
{
    if (atomic_load(&j->stopped)) return stopped(e);
    if (atomic_load(&j->scarce)) {
        return err_set(e, IO_FAILED,
                       "no memory left after %.1f GB of sets; give a larger --epsilon",
                       (double)(p->entries + atomic_load(&j->entries)) * 4e-9);
    }
    return err_set(e, TOO_MUCH, "the sets would hold more than %llu members",
                   (unsigned long long)(p->entries + j->entries_max));
}

enum status pool_draw(struct sketch *s, struct pool *p, uint64_t upto, struct err *e)
{
    struct arena scratch = {0};
    if (upto <= p->sets) return OK;
    enum status st = fits_memory(p, upto, e);
    if (st) return st;
    struct share j = share_new(s, p->stream, p->sets, upto, p->sentinel);
    j.entries_max = s->o.members_max ? s->o.members_max : (uint64_t)SKETCH_MEMBERS_MAX;
    j.entries_max = j.entries_max > p->entries ? j.entries_max - p->entries : 0;
    j.batch = arena_new(&scratch, struct batch, j.batches);
    share_out(&j);
    if (share_ended(&j)) {
        st = draw_ended(p, &j, e);
    } else {
        pool_take(p, j.batch, j.batches);
        p->sets = upto;
        p->met += atomic_load(&j.met);
        p->walked += atomic_load(&j.walked);
        s->walked += atomic_load(&j.walked);
    }
    arena_free(&scratch);
    return st;
}

enum status sketch_hits(struct sketch *s, uint32_t stream, uint64_t count, const uint32_t seeds[],
                        size_t seed_count, uint64_t *ret, struct err *e)
{
    struct arena scratch = {0};
    struct share j = share_new(s, stream, 0, count, goal_new(s, seeds, seed_count, &scratch));
    share_out(&j);
    arena_free(&scratch);
    if (atomic_load(&j.stopped)) return stopped(e);
    s->walked += atomic_load(&j.walked);
    *ret = atomic_load(&j.met);
    return OK;
}

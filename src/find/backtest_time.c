/* backtest_time.c - find: what would be left of a forecast if rows were dated by lot? */
#include "base/rng.h"
#include "find/backtest_int.h"

/* The people and outlets of both scenes, in one numbering. */
struct joined {
    struct scene scene; /* without heeds */
    bool *staff, *robot, *open_outlet;
    double *buyer;
    uint32_t *segment;              /* NULL: none */
    uint32_t *of_before, *of_after; /* [node_count of each] */
};

static void join_node(struct joined *j, const struct scene *sc, size_t at, size_t n, int64_t *id,
                      uint8_t *type)
{
    id[n] = sc->node_id[at];
    type[n] = sc->node_type[at];
    j->staff[n] = sc->staff[at];
    j->robot[n] = sc->robot[at];
    j->open_outlet[n] = sc->open_outlet[at];
    j->buyer[n] = sc->buyer[at];
    if (j->segment) j->segment[n] = sc->segment[at];
}

static void join_nodes(const struct scene *b, const struct scene *f, struct arena *a,
                       struct joined *ret)
{
    size_t most = b->node_count + f->node_count;
    int64_t *id = arena_new(a, int64_t, most);
    uint8_t *type = arena_new(a, uint8_t, most);
    struct joined j = {.scene = *b};
    j.scene.staff = j.staff = arena_new(a, bool, most);
    j.scene.robot = j.robot = arena_new(a, bool, most);
    j.scene.open_outlet = j.open_outlet = arena_new(a, bool, most);
    j.scene.buyer = j.buyer = arena_new(a, double, most);
    if (b->segment && f->segment) j.segment = arena_new(a, uint32_t, most);
    j.scene.segment = j.segment;
    j.of_before = arena_new(a, uint32_t, b->node_count);
    j.of_after = arena_new(a, uint32_t, f->node_count);
    size_t n = 0;
    for (size_t x = 0, y = 0; x < b->node_count || y < f->node_count; n++) {
        bool in_before =
            x < b->node_count && (y == f->node_count || b->node_id[x] <= f->node_id[y]);
        bool in_after = y < f->node_count && (x == b->node_count || f->node_id[y] <= b->node_id[x]);
        join_node(&j, in_before ? b : f, in_before ? x : y, n, id, type);
        if (in_before) j.of_before[x++] = (uint32_t)n;
        if (in_after) j.of_after[y++] = (uint32_t)n;
    }
    j.scene.node_count = n;
    j.scene.node_id = id;
    j.scene.node_type = type;
    struct author *author = arena_new(a, struct author, b->author_count);
    for (size_t i = 0; i < b->author_count; i++) {
        author[i] = b->author[i];
        author[i].outlet = j.of_before[author[i].outlet];
        author[i].person = j.of_before[author[i].person];
    }
    j.scene.author = author;
    *ret = j;
}

struct halves {
    struct heed *before, *after;
    size_t before_count, after_count;
};

/* Each row goes to the time before with the share of rows that are from then. */
static void part_rows(const struct scene *sc, const uint32_t *number, double share, uint64_t seed,
                      uint64_t stream, struct halves *h)
{
    for (size_t i = 0; i < sc->heed_count; i++) {
        uint64_t bits[2];
        rng_block(seed, stream, (uint64_t)sc->heed[i].evidence, bits);
        bool early = ((double)(bits[0] >> 11) + 0.5) * 0x1p-53 < share;
        struct heed *to = early ? &h->before[h->before_count++] : &h->after[h->after_count++];
        *to = sc->heed[i];
        to->from = number[to->from];
        to->to = number[to->to];
    }
}

/* Of both: who answered when is drawn, too. */
static void join_respondents(const struct scene *b, const struct scene *f, struct joined *j,
                             struct arena *a)
{
    struct respondent *r =
        arena_new(a, struct respondent, b->respondent_count + f->respondent_count);
    size_t n = 0;
    for (size_t i = 0; i < b->respondent_count; i++) {
        r[n] = b->respondent[i];
        r[n].person = j->of_before[r[n].person];
        n++;
    }
    for (size_t i = 0; i < f->respondent_count; i++) {
        r[n] = f->respondent[i];
        r[n].person = j->of_after[r[n].person];
        n++;
    }
    j->scene.respondent = r;
    j->scene.respondent_count = respondents_once(r, n);
}

void dated_by_lot(const struct scene *before, const struct scene *after, uint64_t seed,
                  uint64_t stream, struct arena *a, struct scene *ret_before,
                  struct scene *ret_after)
{
    struct joined j;
    join_nodes(before, after, a, &j);
    join_respondents(before, after, &j, a);
    size_t rows = before->heed_count + after->heed_count;
    struct halves h = {.before = arena_new(a, struct heed, rows),
                       .after = arena_new(a, struct heed, rows)};
    double share = rows ? (double)before->heed_count / (double)rows : 1.0;
    part_rows(before, j.of_before, share, seed, stream, &h);
    part_rows(after, j.of_after, share, seed, stream, &h);
    heeds_sort(h.before, h.before_count);
    heeds_sort(h.after, h.after_count);
    *ret_before = j.scene;
    ret_before->heed = h.before;
    ret_before->heed_count = h.before_count;
    *ret_after = j.scene;
    ret_after->heed = h.after;
    ret_after->heed_count = h.after_count;
}

/* scene_heeds.c - find: which rows of evidence are on the topic and in the period? */
#include "base/map.h"
#include "find/scene_int.h"

#include <stdlib.h>

static void add_heed(struct scene_work *w, const struct heed *h)
{
    size_t at = w->heed_count % HEEDS_A_CHUNK;
    size_t chunk = w->heed_count / HEEDS_A_CHUNK;
    if (at == 0) {
        if (chunk == w->chunk_room) {
            size_t room = w->chunk_room ? w->chunk_room * 2 : 64;
            w->chunk = arena_grow(w->a, w->chunk, w->chunk_room * sizeof(struct heed_chunk *),
                                  room * sizeof(struct heed_chunk *));
            w->chunk_room = room;
        }
        w->chunk[chunk] = arena_new(w->a, struct heed_chunk, 1);
    }
    w->chunk[chunk]->heed[at] = *h;
    w->heed_count++;
    w->assumed_count += h->assumed;
}

static bool source_known(const struct scene_work *w, int64_t source)
{
    return source > 0 && (size_t)source < w->source_room;
}

static uint32_t source_number(const struct scene_work *w, int64_t source)
{
    uint32_t nowhere = (uint32_t)w->source_count - 1;
    return source_known(w, source) ? w->source[source] : nowhere;
}

static int8_t checked_of(struct scene_work *w, int64_t evidence)
{
    while (w->checked_at < w->checked_count && w->checked_id[w->checked_at] < evidence)
        w->checked_at++;
    if (w->checked_at == w->checked_count || w->checked_id[w->checked_at] != evidence) return 0;
    return w->checked[w->checked_at];
}

static void note_latest(struct scene_work *w, int64_t at_s, int64_t source)
{
    if (source_known(w, source) && w->read_at_s[source] && at_s > w->read_at_s[source])
        return;                                 /* a broken clock */
    if (at_s > w->latest_s) w->latest_s = at_s; /* TIME_NONE is before all */
}

/* Text or topic decide; what has neither is taken to be on topic where a member of the audience
 * says it, and marked so. */
static bool on_topic(const struct scene_work *w, uint32_t from, int64_t doc, int64_t topic,
                     bool *ret_assumed)
{
    *ret_assumed = false;
    if (w->hits.everything) return true;
    if (bits_has(&w->on_topic, doc) || bits_has(&w->hits.topics, topic)) return true;
    if (!bits_has(&w->members, from)) return false;
    *ret_assumed = !topic && (!doc || bits_has(&w->wordless, doc));
    return *ret_assumed;
}

static void take_row(struct scene_work *w, const struct query *q)
{
    int64_t verb = query_i64(q, 2);
    uint32_t from = nodes_behind(&w->nodes, query_i64(q, 3));
    uint32_t to = nodes_behind(&w->nodes, query_i64(q, 4));
    bool counts = verb > VERB_NONE && verb < VERB_COUNT && verb != VERB_CLAIMED;
    if (!counts || !from || !to || from == to) return;
    bool assumed = false;
    if (!on_topic(w, from, query_i64(q, 5), query_i64(q, 6), &assumed)) return;
    int64_t sign = query_i64(q, 7);
    int64_t room = query_i64(q, 8);
    int64_t source = query_i64(q, 9);
    struct heed h = {
        .at_s = query_i64(q, 1),
        .evidence = query_i64(q, 0),
        .from = from,
        .to = to,
        .room = room < 0            ? 0
                : room > UINT32_MAX ? UINT32_MAX
                                    : (uint32_t)room,
        .source = source_number(w, source),
        .verb = (uint8_t)verb,
        .sign = (int8_t)((sign > 0) - (sign < 0)),
        .assumed = assumed,
        .curated = bits_has(&w->curated, source),
        .checked = checked_of(w, query_i64(q, 0)),
        .survey = scene_survey(w, query_i64(q, 10)),
    };
    w->answers = w->answers || h.survey;
    add_heed(w, &h);
    note_latest(w, h.at_s, source);
    bits_add(&w->occurs, from);
    bits_add(&w->occurs, to);
}

/* Several reads of one path are one source. */
static uint32_t number_source(struct scene_work *w, struct map *numbers, struct arena *a,
                              const struct query *q)
{
    struct str kind = query_str(q, 3);
    struct str locator = query_str(q, 4);
    struct str key = str_printf(w->a, "%.*s\x1f%.*s", STR_ARG(kind), STR_ARG(locator));
    bool is_new = false;
    int64_t number = *map_put(numbers, key, (int64_t)w->source_count, &is_new);
    if (is_new) {
        w->source_list[w->source_count++] = (struct scene_source){
            .id = query_i64(q, 0), .kind = str_copy(a, kind), .locator = str_copy(a, locator)};
    }
    return (uint32_t)number;
}

/* Their texts live in a. */
static enum status read_sources(struct scene_work *w, struct arena *a, struct err *e)
{
    enum status s = nodes_room(w->st, SQL_sources_room, &w->source_room, e);
    if (s) return s;
    w->read_at_s = arena_new(w->a, int64_t, w->source_room);
    w->curated = bits_new(w->a, w->source_room);
    w->source = arena_new(w->a, uint32_t, w->source_room);
    w->source_list = arena_new(a, struct scene_source, w->source_room + 1);
    struct map numbers = map_new(w->a);
    struct query *q = NULL;
    s = query_open(w->st, SQL_scene_sources, &q, e);
    if (s) return s;
    while ((s = query_next(q, e)) == OK) {
        int64_t id = query_i64(q, 0);
        if (!source_known(w, id)) continue;
        w->source[id] = number_source(w, &numbers, a, q);
        w->read_at_s[id] = query_i64(q, 1);
        if (query_i64(q, 2)) bits_add(&w->curated, id);
    }
    query_close(q);
    w->source_count++;
    return s == DONE ? OK : s;
}

/* What humans found of rows, in this market or not. */
static enum status read_audits(struct scene_work *w, struct err *e)
{
    int64_t count = 0;
    struct query *q = NULL;
    enum status s = query_ask(w->st, SQL_audit_rows_count, &count, e);
    if (!s) s = query_open(w->st, SQL_scene_audits, &q, e);
    if (s) return s;
    w->checked_id = arena_new(w->a, int64_t, (size_t)count);
    w->checked = arena_new(w->a, int8_t, (size_t)count);
    while (w->checked_count < (size_t)count && (s = query_next(q, e)) == OK) {
        int64_t source = query_i64(q, 2);
        bool right = query_i64(q, 1) != 0;
        struct audited *of = &w->source_list[source_number(w, source)].audited;
        w->checked_id[w->checked_count] = query_i64(q, 0);
        w->checked[w->checked_count++] = (int8_t)(right ? 1 : -1);
        of->right += right;
        of->wrong += !right;
    }
    query_close(q);
    return s == DONE ? OK : s;
}

/* Half-lives that single sources have in this market. */
static enum status read_half_lives(struct scene_work *w, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(w->st, SQL_market_source_half_lives, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, w->market);
    while ((s = query_next(q, e)) == OK) {
        struct scene_source *of = &w->source_list[source_number(w, query_i64(q, 0))];
        of->own_half_life = true;
        of->half_life_days = query_i64(q, 1);
    }
    query_close(q);
    return s == DONE ? OK : s;
}

enum status scene_read_evidence(struct scene_work *w, struct arena *a, struct err *e)
{
    enum status s = read_sources(w, a, e);
    if (!s) s = read_audits(w, e);
    if (!s) s = read_half_lives(w, e);
    if (s) return s;
    struct query *q = NULL;
    s = query_open(w->st, SQL_scene_evidence, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, w->since_s);
    query_bind_i64(q, 2, w->until_s);
    uint64_t rows = 0;
    while ((s = query_next(q, e)) == OK) {
        take_row(w, q);
        if (++rows % ROWS_A_REPORT) continue;
        progress_report(w->o->progress, "reading evidence", rows, 0);
        if (!progress_stop(w->o->progress)) continue;
        s = err_set(e, STOPPED, "stopped; nothing was changed");
        break;
    }
    query_close(q);
    return s == DONE ? OK : s;
}

/* ---- in order ---- */

static struct heed *heed_at(const struct scene_work *w, size_t i)
{
    return &w->chunk[i / HEEDS_A_CHUNK]->heed[i % HEEDS_A_CHUNK];
}

static int by_time(const void *x, const void *y)
{
    const struct heed *a = x;
    const struct heed *b = y;
    if (a->at_s != b->at_s) return a->at_s < b->at_s ? -1 : 1;
    return (a->evidence > b->evidence) - (a->evidence < b->evidence);
}

/* Turns counts, kept one place to the right, into where each number's rows start. */
static void starts_of(size_t start[], size_t count)
{
    for (size_t i = 0; i < count; i++)
        start[i + 1] += start[i];
}

/* Rows in order of `to`; stable. */
static uint32_t *order_by_to(struct scene_work *w, size_t nodes)
{
    size_t *start = arena_new(w->a, size_t, nodes + 1);
    for (size_t i = 0; i < w->heed_count; i++)
        start[w->number[heed_at(w, i)->to] + 1]++;
    starts_of(start, nodes);
    uint32_t *order = arena_new(w->a, uint32_t, w->heed_count);
    for (size_t i = 0; i < w->heed_count; i++) {
        order[start[w->number[heed_at(w, i)->to]]++] = (uint32_t)i;
    }
    return order;
}

/* Rows were read by evidence id: two stable counting passes bring them by (from, to), and within
 * one pair time mostly runs as ids do. */
void scene_take_heeds(struct scene_work *w, struct arena *a, struct scene *ret)
{
    size_t nodes = ret->node_count;
    struct heed *heed = arena_new(a, struct heed, w->heed_count);
    uint32_t *order = order_by_to(w, nodes);
    size_t *start = arena_new(w->a, size_t, nodes + 1);
    for (size_t i = 0; i < w->heed_count; i++)
        start[w->number[heed_at(w, i)->from] + 1]++;
    starts_of(start, nodes);
    for (size_t i = 0; i < w->heed_count; i++) {
        struct heed h = *heed_at(w, order[i]);
        h.from = w->number[h.from];
        h.to = w->number[h.to];
        heed[start[h.from]++] = h;
    }
    for (size_t i = 0, end; i < w->heed_count; i = end) {
        bool sorted = true;
        for (end = i + 1;
             end < w->heed_count && heed[end].from == heed[i].from && heed[end].to == heed[i].to;
             end++) {
            sorted = sorted && by_time(&heed[end - 1], &heed[end]) <= 0;
        }
        if (!sorted) qsort(&heed[i], end - i, sizeof *heed, by_time);
    }
    ret->heed = heed;
    ret->heed_count = w->heed_count;
    ret->assumed_count = w->assumed_count;
    ret->source = w->source_list;
    ret->source_count = w->source_count;
}

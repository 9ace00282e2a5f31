/* graph.c - lib: graphs as the public header has them */
#include "lib/engine.h"

#include <string.h>

_Static_assert(sizeof(struct kith_arc) == sizeof(struct graph_arc) &&
                   offsetof(struct kith_arc, to) == offsetof(struct graph_arc, to) &&
                   offsetof(struct kith_arc, weight) == offsetof(struct graph_arc, weight),
               "arcs of the caller are arcs of the graph");

static unsigned ways_of(unsigned uses)
{
    unsigned ways = 0;
    if (!uses || uses & KITH_TO_RANK) return GRAPH_BOTH;
    if (uses & KITH_TO_CHOOSE) ways |= GRAPH_IN;
    if (uses & KITH_TO_SPREAD) ways |= GRAPH_OUT;
    return ways == GRAPH_IN ? GRAPH_IN | GRAPH_OUT_COUNTS : ways;
}

static unsigned uses_of(unsigned ways)
{
    if ((ways & GRAPH_BOTH) == GRAPH_BOTH) return KITH_TO_CHOOSE | KITH_TO_SPREAD | KITH_TO_RANK;
    return ways & GRAPH_IN ? KITH_TO_CHOOSE : KITH_TO_SPREAD;
}

static enum status wishes_read(const struct kith_graph_options *given, struct kith_graph_options *o,
                               struct graph_options *ret, struct err *e)
{
    static const enum graph_weights weights[] = {
        [KITH_WEIGHTS_NEVER] = GRAPH_WEIGHTS_NEVER,
        [KITH_WEIGHTS_MUST] = GRAPH_WEIGHTS_MUST,
        [KITH_WEIGHTS_IF_THERE] = GRAPH_WEIGHTS_IF_THERE,
    };
    kith_graph_options_init(o);
    enum status s = options_read(given, o, sizeof *o, "kith_graph_options", e);
    if (s) return s;
    if (o->uses > (KITH_TO_CHOOSE | KITH_TO_SPREAD | KITH_TO_RANK)) {
        return err_set(e, BAD_USAGE, "uses is %u, want values of enum kith_use, or-ed", o->uses);
    }
    if ((unsigned)o->weights >= sizeof weights / sizeof *weights) {
        return err_set(e, BAD_USAGE, "weights is %d, want one of enum kith_weights",
                       (int)o->weights);
    }
    *ret = (struct graph_options){.ways = ways_of(o->uses),
                                  .weights = weights[o->weights],
                                  .reverse = o->reverse != 0,
                                  .threads = o->threads};
    return OK;
}

/* From a file, or from arcs where there is no path. */
struct origin {
    const char *path;
    const struct graph_arc *arc;
    size_t count;
};

static enum status take(const struct origin *from, const struct kith_graph_options *given,
                        struct kith_graph **ret, struct err *e)
{
    struct kith_graph_options o;
    struct graph_options wish;
    struct watching w;
    struct arena memory = {0};
    enum status s = wishes_read(given, &o, &wish, e);
    if (s) return s;
    watching_begin(&w, &o.watch);
    wish.progress = &w.progress;
    struct kith_graph *g = arena_new(&memory, struct kith_graph, 1);
    if (from->path) {
        s = graph_open(from->path, &wish, &memory, &g->g, e);
    } else {
        if (wish.weights == GRAPH_WEIGHTS_IF_THERE) wish.weights = GRAPH_WEIGHTS_MUST;
        s = graph_from_arcs(from->arc, from->count, &wish, &memory, &g->g, e);
    }
    if (s) {
        arena_free(&memory);
        return s;
    }
    g->uses = uses_of(wish.ways);
    g->memory = memory;
    *ret = g;
    return OK;
}

enum kith_status kith_graph_open(const char *path, const struct kith_graph_options *options,
                                 struct kith_graph **ret, struct kith_error *e)
{
    struct err said = {0};
    struct origin from = {.path = path};
    enum status s = path ? take(&from, options, ret, &said)
                         : err_set(&said, BAD_USAGE, "path is NULL; name a file");
    return answer(s, &said, e);
}

enum kith_status kith_graph_from_arcs(const struct kith_arc *arcs, size_t count,
                                      const struct kith_graph_options *options,
                                      struct kith_graph **ret, struct kith_error *e)
{
    struct err said = {0};
    struct origin from = {.arc = (const void *)arcs, .count = count};
    enum status s = !count || arcs
                        ? take(&from, options, ret, &said)
                        : err_set(&said, BAD_USAGE, "arcs is NULL, but count is %zu", count);
    return answer(s, &said, e);
}

enum kith_status kith_graph_pack(const struct kith_graph *g, const char *path, struct kith_error *e)
{
    struct err said = {0};
    enum status s = path ? graph_pack(&g->g, path, &said)
                         : err_set(&said, BAD_USAGE, "path is NULL; name a file");
    return answer(s, &said, e);
}

void kith_graph_describe(const struct kith_graph *g, struct kith_graph_info *ret)
{
    struct kith_graph_info all = {
        .size = ret->size,
        .nodes = g->g.n,
        .arcs = g->g.m,
        .lines = g->g.lines,
        .duplicates = g->g.duplicates,
        .loops = g->g.loops,
        .uses = g->uses,
        .weights = g->g.in.weight || g->g.out.weight,
    };
    memcpy(ret, &all, ret->size < sizeof all ? ret->size : sizeof all);
}

uint64_t kith_graph_id(const struct kith_graph *g, uint32_t node)
{
    return node < g->g.n ? graph_id(&g->g, node) : UINT64_MAX;
}

uint32_t kith_graph_node(const struct kith_graph *g, uint64_t id)
{
    return graph_node(&g->g, id);
}

void kith_graph_close(struct kith_graph *g)
{
    if (!g) return;
    struct arena memory = g->memory;
    graph_close(&g->g);
    arena_free(&memory);
}

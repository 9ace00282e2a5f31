/* fuzz_graph.c - tests: does any file break the reader of graphs, or lead it outside its rows? */
#include "find/graph.h"

#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void must(bool holds)
{
    if (!holds) abort();
}

static void look_through(const struct graph *g, const struct graph_rows *rows)
{
    must(rows_given(rows) && rows_first(rows, 0) == 0 && rows_first(rows, g->n) == g->m);
    for (uint32_t v = 0; v < g->n; v++) {
        must(rows_first(rows, v) <= rows_first(rows, v + 1) && rows_first(rows, v + 1) <= g->m);
    }
    for (uint64_t i = 0; i < g->m && rows->node; i++) {
        must(rows->node[i] < g->n);
        must(!rows->weight || (rows->weight[i] >= 0 && rows->weight[i] <= 1));
    }
}

static void read_as(const char *path, struct graph_options o)
{
    struct arena a = {0};
    struct graph g;
    struct err e;
    if (graph_open(path, &o, &a, &g, &e) == OK) {
        if (o.ways & (GRAPH_OUT | GRAPH_OUT_COUNTS)) look_through(&g, &g.out);
        if (o.ways & GRAPH_IN) look_through(&g, &g.in);
        for (uint32_t v = 0; v < g.n; v++)
            must(graph_node(&g, graph_id(&g, v)) == v);
        graph_close(&g);
    }
    arena_free(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    char path[64];
    int fd = memfd_create("graph", MFD_CLOEXEC);
    if (fd < 0 || write(fd, bytes, size) != (ssize_t)size) abort();
    (void)snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    read_as(path, (struct graph_options){.ways = GRAPH_BOTH, .threads = 1});
    read_as(path, (struct graph_options){.ways = GRAPH_IN, .weights = true, .threads = 1});
    read_as(path, (struct graph_options){.ways = GRAPH_IN | GRAPH_OUT_COUNTS,
                                         .weights = GRAPH_WEIGHTS_IF_THERE,
                                         .wide = true,
                                         .threads = 1});
    (void)close(fd);
    return 0;
}

/*
 * graph_int.h - find: what the files of the graph share
 *
 * A graph is built from runs of arcs: first the runs of the text in its order, then one run for
 * each range of nodes. Every step goes run by run, each run's answer depends on its number alone,
 * so the graph is the same for any number of threads.
 */
#ifndef KITH_FIND_GRAPH_INT_H
#define KITH_FIND_GRAPH_INT_H

#include "base/pages.h"
#include "find/graph.h"

struct arc_run {
    uint64_t *arc;                        /* [count] from << 32 | to; wide: [2 * count] from, to */
    float *weight;                        /* [count]; NULL when there are none */
    uint64_t count;                       /* arcs, loops left out */
    struct pages arc_pages, weight_pages; /* its own memory; not taken when it borrows */
};

struct arc_runs {
    struct arc_run *run; /* [count] in the order of the text */
    size_t count, room;
    bool wide; /* outside ids that do not fit 32 bits, or lie too far apart for a bitmap */
    uint64_t arcs;
    uint64_t id_max; /* of the ids met */
    uint64_t lines, loops;
};

void arc_run_free(struct arc_run *run);
void arc_runs_free(struct arc_runs *runs);

/* Bytes from a file, plain or in memory, of which lines are read. */
struct text_source {
    const char *path;
    int fd; /* read with pread when memory is NULL */
    const char *memory;
    uint64_t bytes;
    uint64_t line; /* lines that stood before these bytes */
};

/* Adds the runs of a source whose first byte begins a line. Threads as in the options. wide as
 * runs->wide says; a narrow reading that meets a wide id sets runs->wide: read again. */
enum status text_runs(const struct text_source *src, const struct graph_options *o, struct arena *a,
                      struct arc_runs *runs, struct err *e);

/* Says what `arcs` arcs and their rows need before they are read; TOO_MUCH. */
enum status graph_room(const char *path, uint64_t arcs, bool weights, struct err *e);

/* Numbers the nodes by ascending outside id: every run holds numbers afterwards, is narrow. */
enum status ids_number(struct arc_runs *runs, unsigned threads, struct arena *a, struct graph *g,
                       struct err *e);
/* The rows asked for; the runs are given back on the way. */
enum status rows_build(struct arc_runs *runs, const struct graph_options *o, struct arena *a,
                       struct graph *g, struct err *e);

/* head starts as the packed form does. */
bool pack_is(struct str head);
enum status pack_open(const char *path, int fd, const struct graph_options *o, struct graph *ret,
                      struct err *e);

#endif

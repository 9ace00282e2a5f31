/*
 * graph_int.h - find: what the files of the graph share
 *
 * Arcs whose ids fit are parted as they are read; others stand in runs until they are numbered.
 * Then come the rows, range by range. Nothing depends on the number of threads but the order in
 * which equal arcs without weights come.
 */
#ifndef KITH_FIND_GRAPH_INT_H
#define KITH_FIND_GRAPH_INT_H

#include "base/pages.h"
#include "find/graph.h"
#include "find/graph_part.h"

/* Arcs of any ids. */
struct arc_run {
    uint64_t *arc;  /* [2 * count] from, to; numbered: [count] from << 32 | to */
    float *weight;  /* [count]; NULL when there are none */
    uint64_t count; /* loops left out */
    struct pages arc_pages, weight_pages;
};

/* What a text, or a list in memory, holds. */
struct arcs {
    /* FITTED: as narrow as the ids seem to allow. ROOMY: up to 2^32. WIDE: in runs, of any ids. */
    enum arcs_room { ARCS_FITTED, ARCS_ROOMY, ARCS_WIDE } kind;
    bool past; /* some id did not fit: read all again, in the next kind */
    struct parters parted;
    struct arc_run *run; /* [runs] in the order of the text */
    size_t runs, room;
    uint64_t count, lines, loops;
};

void arc_run_free(struct arc_run *run);
void arcs_free(struct arcs *arcs);

/* ---- text ---- */

/* Bytes from a file, plain or in memory, of which lines are read. */
struct text_source {
    const char *path;
    int fd; /* read with pread when memory is NULL */
    const char *memory;
    uint64_t bytes;
    uint64_t line; /* lines that stood before these bytes */
};

/* Writers for a text of about so many arcs that begins like this source. */
void text_writers(const struct text_source *src, uint64_t arcs, const struct graph_options *o,
                  struct arena *a, struct arcs *to);
/* Adds the arcs of a source whose first byte begins a line. Threads as in the options. Stops when
 * an id does not fit, and says so in to->past. */
enum status text_arcs(const struct text_source *src, const struct graph_options *o, struct arena *a,
                      struct arcs *to, struct err *e);
/* Says whether the first arc of a text has a third word that is a number; DONE: no arc in it. */
enum status text_weighs(struct str text, bool *ret);
/* Whether a row is where an arc goes to, as it stands in the text. */
static inline bool row_is_to(const struct graph_options *o)
{
    return ((o->ways & GRAPH_IN) != 0) != o->reverse;
}

/* Says what `arcs` arcs and their rows need before they are read; TOO_MUCH. */
enum status graph_room(const char *path, uint64_t arcs, bool wide, const struct graph_options *o,
                       struct err *e);

/* ---- rows ---- */

/* Numbers the nodes of wide runs by ascending outside id and parts them; runs are given back. */
enum status ids_number(struct arcs *arcs, const struct graph_options *o, struct arena *a,
                       struct arena *scratch, struct graph *g, struct err *e);
enum status ids_too_many(uint64_t n, struct err *e);

struct rows_made {
    uint64_t rows, m, repeats;
    uint32_t *first32; /* [rows + 1] one of the two */
    uint64_t *first64;
    uint32_t *node;  /* [m] */
    float *weight;   /* [m]; NULL when there are none */
    uint32_t *count; /* [rows] arcs by other end; repeats are taken off. NULL: not wanted */
};
/* The rows of writers that agree; node and weight are new unless they are given. */
void rows_lay(const struct parters *from, const struct graph_options *o, struct arena *a,
              struct rows_made *to);
/* The ways asked for. numbered: g->n and g->id are known, the arcs hold numbers. */
enum status graph_build(struct parters *ps, bool numbered, const struct graph_options *o,
                        struct arena *a, struct graph *g, struct err *e);

/* ---- the packed form ---- */

/* Begins a file of both ways with all but the way out; in.node is not needed any more. */
enum status pack_first_way(struct pack_writer *w, const struct graph *g, struct err *e);
/* head starts as the packed form does. */
bool pack_is(struct str head);
enum status pack_open(const char *path, int fd, const struct graph_options *o, struct graph *ret,
                      struct err *e);

#endif

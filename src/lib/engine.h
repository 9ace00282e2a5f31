/*
 * engine.h - lib: what the functions of include/kith.h share
 *
 * The room lib is the public library: it turns ids into node numbers and back, options of any
 * version into those of the rooms, and sentences into the caller's. It is built on base and the
 * files of find and choose named engine_sources in their meson.build; the program does not use it.
 *
 * Check  tests/unit/test_kith.c, tests/lib/run.sh
 */
#ifndef KITH_LIB_ENGINE_H
#define KITH_LIB_ENGINE_H

#include "kith.h"

#include "base/progress.h"
#include "choose/cascade.h"
#include "find/graph.h"

struct kith_graph {
    struct arena memory; /* holds itself, too */
    struct graph g;
    unsigned uses; /* enum kith_use */
};

/* The status of the public header; the sentence where there is one to tell. */
enum kith_status answer(enum status s, const struct err *said, struct kith_error *e);

/* Over the defaults in `to` what the caller gave, of whatever version of the header; NULL: nothing.
 * Both begin with the size. BAD_USAGE: no size of any version, or fields set that are not known
 * here. */
MUST_CHECK enum status options_read(const void *given, void *to, size_t known, const char *name,
                                    struct err *e);
/* BAD_USAGE unless least <= x <= most, or x is 0 and zero says what that means. */
MUST_CHECK enum status range_check(double x, double least, double most, const char *zero,
                                   const char *name, struct err *e);
MUST_CHECK enum status model_read(enum kith_model model, double p, struct cascade *ret,
                                  struct err *e);
/* BAD_USAGE: the graph was opened for other things. */
MUST_CHECK enum status use_check(const struct kith_graph *g, enum kith_use use, struct err *e);

/* TOO_MUCH: arrays by node number that take so many bytes a node do not fit into what is free. */
MUST_CHECK enum status room_check(const struct graph *g, double bytes_a_node, struct err *e);

/* A kith_watch as the rooms know it; `progress` is valid as long as this is. */
struct watching {
    struct progress progress;
    struct kith_watch watch;
};
void watching_begin(struct watching *w, const struct kith_watch *watch);

/* ---- ids in ---- */

struct finder {
    const struct graph *g;
    struct arena *a;
    bool *named;    /* [n] in the list at hand */
    size_t unknown; /* ids so far that are no nodes */
};

struct nodes {
    uint32_t *node; /* [count] in the order of the list */
    double *number; /* [count] */
    size_t count;
};

struct finder finder_new(const struct graph *g, struct arena *a);
/* BAD_INPUT: an id twice, a number out of range; where `must`, NOT_FOUND: an id is no node. */
MUST_CHECK enum status finder_nodes(struct finder *f, const struct kith_list *l, const char *what,
                                    bool must, struct nodes *ret, struct err *e);
/* [n] numbers of the nodes in the list, 0 of others; NULL for an empty list. */
MUST_CHECK enum status finder_weights(struct finder *f, const struct kith_list *l, const char *what,
                                      const double **ret, struct err *e);

#endif

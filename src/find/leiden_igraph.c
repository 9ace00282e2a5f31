/* leiden_igraph.c - find: which nodes keep to themselves, who stands by whom, as igraph has it? */
#include "find/leiden.h"

#include <igraph/igraph.h>
#include <math.h>
#include <pthread.h>

enum {
    STEP_ROUNDS = 2, /* of one call; then is looked whether the last ones changed anything */
    STEPS_MAX = 5,   /* large graphs go on to gain a little in each */
    LAY_ROUNDS = 400
};
#define CHANCE 0.01 /* how freely parts are refined: the authors' */
#define CHANGE 1e-4 /* of modularity: two rounds that gain less are the last */

/* igraph hands its callbacks nothing of ours, so who watches is kept beside them for one call. */
static _Thread_local const struct progress *watching;

static igraph_error_t interrupted(void *data)
{
    (void)data;
    if (!progress_stop(watching)) return IGRAPH_SUCCESS;
    IGRAPH_FINALLY_FREE();
    return IGRAPH_INTERRUPTED;
}

/* ret is on igraph's stack of what an error frees, as are weight and heft. */
static igraph_error_t graph_of(const struct leiden_ties *t, igraph_t *ret)
{
    igraph_vector_int_t ends;
    igraph_integer_t many = 2 * (igraph_integer_t)t->m;
    IGRAPH_CHECK(igraph_vector_int_init(&ends, many));
    IGRAPH_FINALLY(igraph_vector_int_destroy, &ends);
    for (igraph_integer_t i = 0; i < many; i++)
        VECTOR(ends)[i] = (igraph_integer_t)t->ends[i];
    IGRAPH_CHECK(igraph_create(ret, &ends, (igraph_integer_t)t->n, IGRAPH_UNDIRECTED));
    igraph_vector_int_destroy(&ends);
    IGRAPH_FINALLY_CLEAN(1);
    IGRAPH_FINALLY(igraph_destroy, ret);
    return IGRAPH_SUCCESS;
}

/* weight of ties, heft of nodes: what their ties weigh together; ret_all: of all ties. */
static igraph_error_t weights_of(const struct leiden_ties *t, igraph_vector_t *weight,
                                 igraph_vector_t *heft, double *ret_all)
{
    IGRAPH_CHECK(igraph_vector_init(weight, (igraph_integer_t)t->m));
    IGRAPH_FINALLY(igraph_vector_destroy, weight);
    IGRAPH_CHECK(igraph_vector_init(heft, (igraph_integer_t)t->n));
    IGRAPH_FINALLY(igraph_vector_destroy, heft);
    *ret_all = 0;
    for (uint64_t i = 0; i < t->m; i++) {
        VECTOR(*weight)[i] = t->weight[i];
        VECTOR(*heft)[t->ends[2 * i]] += t->weight[i];
        VECTOR(*heft)[t->ends[2 * i + 1]] += t->weight[i];
        *ret_all += t->weight[i];
    }
    return IGRAPH_SUCCESS;
}

struct work {
    igraph_t g;
    igraph_vector_t weight, heft; /* of ties; of nodes: what their ties weigh together */
    double all;                   /* what all ties weigh */
    igraph_vector_int_t in;       /* the parts */
};

/* Until they gain little. quality is modularity, with this heft and resolution. */
static igraph_error_t rounds(struct work *w)
{
    igraph_error_t got = IGRAPH_SUCCESS;
    double last = -1;
    double quality = 0;
    for (int step = 0; step < STEPS_MAX && !got && quality > last + CHANGE; step++) {
        igraph_integer_t count = 0;
        last = step ? quality : -1;
        got = igraph_community_leiden(&w->g, &w->weight, &w->heft, 1 / (2 * w->all), CHANCE,
                                      step > 0, STEP_ROUNDS, &w->in, &count, &quality);
    }
    return got;
}

static igraph_error_t part_it(const struct leiden_ties *t, uint32_t of[])
{
    struct work w;
    IGRAPH_CHECK(graph_of(t, &w.g));
    IGRAPH_CHECK(weights_of(t, &w.weight, &w.heft, &w.all));
    IGRAPH_CHECK(igraph_vector_int_init(&w.in, (igraph_integer_t)t->n));
    IGRAPH_FINALLY(igraph_vector_int_destroy, &w.in);
    IGRAPH_CHECK(rounds(&w));
    for (uint32_t v = 0; v < t->n; v++)
        of[v] = (uint32_t)VECTOR(w.in)[v];
    igraph_vector_int_destroy(&w.in);
    igraph_vector_destroy(&w.heft);
    igraph_vector_destroy(&w.weight);
    igraph_destroy(&w.g);
    IGRAPH_FINALLY_CLEAN(4);
    return IGRAPH_SUCCESS;
}

/* What igraph did not do, as a sentence. */
static enum status undone(igraph_error_t got, const char *what, struct err *e)
{
    if (got == IGRAPH_INTERRUPTED) return err_set(e, STOPPED, "interrupted");
    return err_set(e, TOO_MUCH, "igraph found no %s (%s); want a smaller graph", what,
                   igraph_strerror(got));
}

/* igraph has one source of chance, and pages are asked for at once: one at a time. */
static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;

static igraph_error_t begin(uint64_t seed, const struct progress *progress)
{
    (void)pthread_mutex_lock(&turn);
    (void)igraph_set_error_handler(igraph_error_handler_ignore);
    (void)igraph_set_interruption_handler(interrupted);
    watching = progress;
    return igraph_rng_seed(igraph_rng_default(), (igraph_uint_t)(seed >> 32));
}

static void done(void)
{
    watching = NULL;
    (void)pthread_mutex_unlock(&turn);
}

static enum status part(const struct leiden_ties *t, uint64_t seed, const struct progress *progress,
                        uint32_t of[], struct err *e)
{
    for (uint32_t v = 0; v < t->n; v++)
        of[v] = v;
    if (t->m == 0) return OK; /* nobody is nearer to anybody */
    igraph_error_t got = begin(seed, progress);
    if (!got) got = part_it(t, of);
    done();
    return got ? undone(got, "communities", e) : OK;
}

/* Ties want to be 1 long, so that as many nodes fill a disc of radius sqrt n. */
static igraph_error_t lay_it(const struct leiden_ties *t, double at[])
{
    struct work w;
    igraph_matrix_t place;
    double wide = sqrt((double)t->n);
    IGRAPH_CHECK(graph_of(t, &w.g));
    IGRAPH_CHECK(weights_of(t, &w.weight, &w.heft, &w.all));
    IGRAPH_CHECK(igraph_matrix_init(&place, (igraph_integer_t)t->n, 2));
    IGRAPH_FINALLY(igraph_matrix_destroy, &place);
    for (size_t v = 0; v < t->n; v++) {
        MATRIX(place, (igraph_integer_t)v, 0) = at[2 * v] * wide;
        MATRIX(place, (igraph_integer_t)v, 1) = at[2 * v + 1] * wide;
    }
    IGRAPH_CHECK(igraph_layout_fruchterman_reingold(&w.g, &place, true, LAY_ROUNDS, wide,
                                                    IGRAPH_LAYOUT_AUTOGRID, &w.weight, NULL, NULL,
                                                    NULL, NULL));
    for (size_t v = 0; v < t->n; v++) {
        at[2 * v] = MATRIX(place, (igraph_integer_t)v, 0);
        at[2 * v + 1] = MATRIX(place, (igraph_integer_t)v, 1);
    }
    igraph_matrix_destroy(&place);
    igraph_vector_destroy(&w.heft);
    igraph_vector_destroy(&w.weight);
    igraph_destroy(&w.g);
    IGRAPH_FINALLY_CLEAN(4);
    return IGRAPH_SUCCESS;
}

static enum status lay(const struct leiden_ties *t, uint64_t seed, const struct progress *progress,
                       double at[], struct err *e)
{
    igraph_error_t got = begin(seed, progress);
    if (!got) got = lay_it(t, at);
    done();
    return got ? undone(got, "layout", e) : OK;
}

__attribute__((visibility("default"))) const struct leiden kith_leiden = {
    .module = {.version = LEIDEN_VERSION, .kith = KITH_VERSION},
    .part = part,
    .lay = lay,
};

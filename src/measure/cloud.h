/*
 * cloud.h - measure: what kinds of conversation does a market have, and whose are they?
 *
 * A conversation is a doc nobody's doc precedes and all that follows it in its thread (mention.h
 * says which docs count; what our own staff began is left out with them). It is of the period it
 * began in, and on topic when its first doc is, or at least half of its docs are. Its kind is told
 * by its start (talk.h).
 *
 *   share   conversations of a kind of all: Wilson, deff: those one person began hang together, sum
 *           over starters (on - p n)^2 / n p (1 - p), at least 1
 *
 * What a person found of some of them, drawn by lot (docs/methods.md):
 *
 *   precision  of those sorted as a kind and judged, the part judged so; recall: of those judged
 * so, the part sorted so; Wilson corrected  sum over sorted kinds j of w_j P(judged k | sorted j),
 * the estimate by double sampling; 95 % of JUDGED_DRAWS draws of both (Dirichlet: judged counts +
 * 1/kinds within j, sorted counts / deff), widened to hold the estimate; in [0, 1] by itself
 *
 * Units   shares 0 to 1; level SHARE_LEVEL
 * Source  Tenenbein, A Double Sampling Scheme for Estimating from Misclassified Binomial Data,
 * 1970, doi:10.1080/01621459.1970.10481170 Cost    a scan of the docs (mention.h), the text of each
 * start once; 40 bytes a conversation Check   tests/unit/test_cloud.c, tests/cli/cloud
 */
#ifndef KITH_MEASURE_CLOUD_H
#define KITH_MEASURE_CLOUD_H

#include "measure/mention.h"
#include "measure/talk.h"

enum { JUDGED_DRAWS = 1000 };

struct conversation {
    int64_t doc, at_s; /* its start */
    uint32_t starter;  /* node; 0: not known */
    uint32_t first;    /* of mentions->doc by `order`: its docs, the start among them */
    uint32_t docs;
    bool solved; /* an answer of it was accepted */
    enum talk kind;
};

struct cloud {
    struct conversation *one; /* [count] by id of their start */
    size_t count;
    size_t older;    /* on topic, begun before the period, or by somebody left out */
    uint32_t *order; /* [mentions->count] mentions by thread, then id */
};

/* Conversations on the first topic of m, sorted. */
MUST_CHECK enum status cloud_load(struct store *st, const struct mentions *m, struct arena *a,
                                  struct cloud *ret, struct err *e);

struct cloud_share {
    size_t on, n;
    double deff;
    struct figure share;
};
struct cloud_share cloud_share(const struct cloud *c, enum talk kind, struct arena *a);

/* ---- who ---- */

enum cloud_role { CLOUD_STARTS, CLOUD_ANSWERS, CLOUD_ROLE_COUNT };
struct cloud_person {
    uint32_t node;
    uint32_t in[CLOUD_ROLE_COUNT]; /* conversations of the kind they began, they answered in */
};
/* Whoever is known, most conversations begun or answered in first, ties by node. */
struct cloud_person *cloud_people(const struct cloud *c, const struct mentions *m, enum talk kind,
                                  enum cloud_role by, struct arena *a, size_t *ret_count);

/* ---- what a person found ---- */

struct judged { /* judged[sorted][found]: conversations */
    uint32_t of[TALK_COUNT][TALK_COUNT];
    size_t n;
};
struct judged_kind {
    size_t sorted, found, right; /* of those judged */
    struct figure precision, recall;
    struct figure share; /* corrected */
};
void judged_find(const struct judged *j, const struct cloud *c, uint64_t seed, struct arena *a,
                 struct judged_kind ret[TALK_COUNT]);

#endif

/*
 * written.h - connect: what did somebody write, and what of it is on a topic?
 *
 * The docs of one or more people, newest first; what they only passed on is not theirs. On topic is
 * a doc whose own text, or that of the start of its thread, is (as in a market's scene).
 *
 * most answered  of the newest READING_DOCS_MAX on topic: whose authors of direct answers, others
 *                than the writer, are most; of equally many the newest
 *
 * Cost   the docs of each person by index, WRITTEN_DOCS_MAX of each; answers by index
 * Check  tests/cli/account, tests/cli/brief, counted by hand
 */
#ifndef KITH_CONNECT_WRITTEN_H
#define KITH_CONNECT_WRITTEN_H

#include "find/nodes.h"
#include "find/topic.h"

struct written {
    int64_t doc, root; /* root of its thread; 0: none is known */
    int64_t at_s;
    int64_t author, outlet;   /* nodes; outlet 0: none */
    struct str kind, channel; /* mail, post, …; of the author's account */
    int64_t answers;          /* node of whom it answers; 0: nobody, or themselves */
    int64_t asked_s;          /* when that was written; TIME_NONE */
};

struct writings {
    struct store *st; /* these three by the caller */
    const struct node_map *nodes;
    int64_t before_s;
    struct written *one; /* [count] newest first */
    size_t count;
    bool cut; /* of somebody there are more */
};

/* Adds those of people [count] from before before_s. */
MUST_CHECK enum status writings_load(struct writings *w, const int64_t people[], size_t count,
                                     struct arena *a, struct err *e);

struct reading {
    size_t count;                 /* docs on topic in [since, before) */
    const struct written *latest; /* NULL: none */
    const struct written *heeded; /* most answered; NULL: none was answered */
    size_t answered_by;           /* people */
};
MUST_CHECK enum status reading_find(const struct writings *w, const struct topic_hits *hits,
                                    int64_t since_s, struct arena *a, struct reading *ret,
                                    struct err *e);

#endif

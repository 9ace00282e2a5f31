/*
 * graph_verb.h - verb: what the parts of `kith graph` share
 */
#ifndef KITH_VERB_GRAPH_VERB_H
#define KITH_VERB_GRAPH_VERB_H

#include "choose/cascade.h"
#include "find/acts.h"
#include "verb/verb.h"

/* One each; r->word[1] names the file. */
enum status graph_choose(struct request *r, struct table **ret, struct err *e);
enum status graph_spread(struct request *r, struct table **ret, struct err *e);
enum status graph_rank(struct request *r, struct table **ret, struct err *e);
enum status graph_direction(struct request *r, struct table **ret, struct err *e);
enum status graph_credit(struct request *r, struct table **ret, struct err *e);
enum status graph_weigh(struct request *r, struct table **ret, struct err *e); /* word[2]: OUT */
enum status graph_communities(struct request *r, struct table **ret, struct err *e);
enum status graph_packs(struct request *r, struct table **ret, struct err *e); /* word[2]: OUT */

/* The cascade --model names (wc), and the graph of r->word[1], with its weights where the cascade
 * takes them. */
MUST_CHECK enum status graph_load_cascade(struct request *r, unsigned ways,
                                          struct cascade *ret_cascade, struct graph *ret,
                                          struct err *e);

/* A file of nodes, a line each: an id, and a number behind it where one is wanted; blanks, tabs,
 * commas; # and % comments. */
struct graph_nodes {
    uint32_t *node;    /* [count] each once, in the order of the file */
    double *number;    /* [count] 1 where none was given */
    struct str *group; /* [count] the last word, empty where none was given; NULL: not asked for */
    size_t count;
    size_t unknown; /* lines whose id is not in the graph */
};
/* GROUPED: may, and a third word names a group; a node may be in several. GROUPS: no number, the
 * second word names the group. TIMES: any number, below 0, too. */
enum graph_numbers {
    GRAPH_NUMBERS_NONE,
    GRAPH_NUMBERS_MAY,
    GRAPH_NUMBERS_MUST,
    GRAPH_NUMBERS_GROUPED,
    GRAPH_GROUPS,
    GRAPH_TIMES
};
struct named_file {
    const char *flag, *path; /* as given */
};
/* BAD_INPUT names the line: no id, a number below 0, no group, a node given twice. */
MUST_CHECK enum status graph_nodes_read(struct request *r, const struct graph *g, const char *flag,
                                        enum graph_numbers numbers, struct graph_nodes *ret,
                                        struct err *e);
/* The same from one of several files. */
MUST_CHECK enum status graph_nodes_from(struct request *r, const struct graph *g,
                                        struct named_file f, enum graph_numbers numbers,
                                        struct graph_nodes *ret, struct err *e);
/* [n] weights of --audience, 0 for the others; NULL without the flag. */
MUST_CHECK enum status graph_audience(struct request *r, const struct graph *g, const double **ret,
                                      struct table *t, struct err *e);

/* The audiences that the third column of --audience names, in the order in which they are first
 * named. Without the flag one, of all nodes alike: its weight is NULL, its name empty. */
struct graph_audiences {
    struct str *name;
    double **weight; /* [count][n] */
    size_t count;
};
MUST_CHECK enum status graph_audiences(struct request *r, const struct graph *g, struct table *t,
                                       struct graph_audiences *ret, struct err *e);

/* Quotas of --quota over the groups of --groups, into rules. */
struct pick_rules;
MUST_CHECK enum status graph_groups(struct request *r, const struct graph *g,
                                    struct pick_rules *rules, struct table *t, struct err *e);

/* The acts of --log on the nodes of g, without what --releases says was released to all. Facts and
 * remarks go to t. BAD_INPUT names the line. */
MUST_CHECK enum status graph_log(struct request *r, const struct graph *g, struct table *t,
                                 struct acts *ret, struct err *e);

/* Takes the next word of a line of such a file; empty at its end. */
struct str graph_word(struct str *rest);
bool graph_read_id(struct str s, uint64_t *ret);

double graph_clock_s(void);
/* "seconds":{…},"peak_rss_bytes":…}: the end of the JSON answers. NULL ends the names. */
void graph_json_end(struct buf *b, const char *const name[], const double seconds[]);
enum status graph_put(struct request *r, const struct buf *b, struct err *e);

#endif
